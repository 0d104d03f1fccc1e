"""How the demo's people are asked, by every way there is, and how their answers are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.timezone import localtime

from penholder.consultations.actions import (
    open_consultation,
    receive_response,
    receive_table,
    stage_table,
)
from penholder.consultations.models import AskedStatement, Consultation, Publishing, Question
from penholder.consultations.queries import AnswerGiven
from penholder.frameworks.actions import import_framework, open_draft, stage_import
from penholder.frameworks.models import Draft, Framework
from penholder.frameworks.queries import open_draft_of
from penholder.listening.actions import draw_whole_answer, set_answer_aside
from penholder.listening.queries import unread_answers
from penholder.project.demo import frameworks, voices
from penholder.project.demo.people import People
from penholder.pure.formats.case.out import write_case
from penholder.pure.formats.comment_table import CommentRow
from penholder.pure.formats.comment_table_out import new_comment_table
from penholder.pure.tree.statement import Tree
from penholder.record import clock
from penholder.record.events import GUEST

RESPONSES = 300
READ_SHARE = 5  # of every eight answers, this many are read: a desk with work left on it

Say = Callable[[str], None]


def bring_in(people: People, tree: Tree, at: datetime) -> Framework:
    with clock.at(at):
        data = write_case(tree)
        staged = stage_import(
            community=people.community, filename="framework.json", data=data, title="", by=people.coordinator
        )
        return import_framework(staged=staged, accept_left_out=False, by=people.coordinator)


def draft_of(framework: Framework) -> Draft:
    draft = open_draft_of(framework)
    if draft is None:
        raise RuntimeError(f"{framework} has no open draft at this point of the story")
    return draft


def ask(people: People, draft: Draft, *, title: str, days: int) -> Consultation:
    return open_consultation(
        draft=draft,
        decider=people.group,
        title=title,
        about="These are the words that say what we do. Employers write job descriptions from them, so they should be right.",
        asker="Lanternfold Peer Circle",
        what_happens="Two readers read every answer. The Drafting Circle decides about every point and says why. You can follow yours with your code.",
        information_law="Lanternfold keeps the answers on one computer in its office. We are a charity, so freedom of information law does not apply.",
        contact="Ada Finch, 01632 960 117",
        closes_at=_end_of_day(clock.now() + timedelta(days=days)),
        questions=(("What is missing?", "A word or two is enough."), ("Who should hear about this?", "")),
        quiet_exit=True,
        by=people.coordinator,
    )


def _end_of_day(moment: datetime) -> datetime:
    return localtime(moment).replace(hour=23, minute=59, second=59, microsecond=0)


def ask_many(people: People, framework: Framework, at: datetime, say: Say) -> Consultation:
    with clock.at(at):
        draft = open_draft(framework=framework, by=people.coordinator)
        consultation = ask(people, draft, title="What should Keeping Company say?", days=60)
    one_by_one = RESPONSES - len(voices.BODIES)
    for done in range(0, one_by_one, 100):
        count = min(100, one_by_one - done)
        receive(
            consultation,
            count=count,
            at=at + timedelta(days=1 + done // 6),
            spread=timedelta(days=16),
            first=done,
        )
        say(f"{done + count} of {RESPONSES} responses to a large consultation")
    with clock.at(at + timedelta(days=55)):
        receive_table_of_two(people, consultation)
    return consultation


def receive_table_of_two(people: People, consultation: Consultation) -> None:
    """Two organisations answer in the commenting form they are used to."""
    rows = tuple(
        CommentRow(
            row=place,
            body=body,
            external_id=f"{body}-{place:03}",
            clause=clause,
            kind=kind,
            comment=comment,
            proposed=proposed,
        )
        for place, (body, clause, kind, comment, proposed) in enumerate(voices.TABLE, start=1)
    )
    document = new_comment_table(rows, document=frameworks.KEEPING_TITLE, date="", project="Lanternfold")
    by = people.coordinator
    file = stage_table(
        consultation=consultation, filename="comments-on-keeping-company.docx", data=document, by=by
    )
    receive_table(file=file, accept_left_out=False, by=by)


def receive(
    consultation: Consultation, *, count: int, at: datetime, spread: timedelta, first: int = 0
) -> None:
    asked = {row.code: row for row in AskedStatement.objects.filter(consultation=consultation)}
    questions = tuple(Question.objects.filter(consultation=consultation))
    for number in range(first, first + count):
        with clock.at(at + spread * ((number - first) / count)):
            receive_response(
                consultation=consultation,
                answers=tuple(_answers(number, asked, questions)),
                source=voices.SOURCES[number % len(voices.SOURCES)],
                label=voices.LABELS[number % len(voices.LABELS)],
                publishing=Publishing.WORDS if number % 3 else Publishing.COUNTED,
                by=GUEST,
            )


def _answers(
    number: int, asked: dict[str, AskedStatement], questions: Sequence[Question]
) -> Iterator[AnswerGiven]:
    for step in range(1 + number % 3):
        remark = voices.REMARKS[(number * 7 + step * 11) % len(voices.REMARKS)]
        if remark.code in asked:
            yield AnswerGiven(
                asked=asked[remark.code],
                stance=remark.stance,
                text=voices.said(number + step, remark),
                proposed=remark.proposed if number % 4 == 0 else "",
            )
    if number % 6 == 0:
        yield AnswerGiven(question=questions[0], text=voices.WHOLE[number // 6 % len(voices.WHOLE)])
    if number % 10 == 1:
        yield AnswerGiven(question=questions[1], text="My sister, and the drop-in at the old chapel.")


def read_some(people: People, consultation: Consultation, at: datetime) -> None:
    with clock.at(at):
        read(people, consultation, share=READ_SHARE)


def read(people: People, consultation: Consultation, *, share: int) -> None:
    """Read ``share`` of every eight answers; those about nothing but whom to tell are set aside."""
    gists = {remark.words: remark.gist for remark in voices.REMARKS}
    for number, answer in enumerate(unread_answers(consultation)):
        if number % 8 >= share:
            continue
        reader = people.readers[number % len(people.readers)]
        if answer.question_id and answer.question and answer.question.position > 1:
            set_answer_aside(answer=answer, by=reader)
            continue
        gist = next((gist for words, gist in gists.items() if words in answer.text), "")
        statement = answer.asked.statement if answer.asked else None
        draw_whole_answer(answer=answer, gist=gist, statement=statement, by=reader)
