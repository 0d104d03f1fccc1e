"""The demo's past, told through the same actions a real community would use, with the clock held at each moment.

Two versions of one framework (the second after a small consultation), then a large consultation that is closed and half
decided; and a second framework, out for consultation now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from penholder.accounts.actions import admit_member, found_community
from penholder.accounts.models import Community, Member, Role
from penholder.consultations.actions import (
    close_consultation,
    open_consultation,
    receive_response,
    receive_table,
    stage_table,
)
from penholder.consultations.models import AskedStatement, Consultation, Publishing, Question
from penholder.consultations.queries import AnswerGiven
from penholder.decisions.actions import cast_vote, close_motion, enact_motion, put_motion, record_dissent
from penholder.decisions.models import Choice, Kind, Motion
from penholder.decisions.queries import Planned, Proposed
from penholder.frameworks.actions import import_framework, make_editorial_fix, open_draft, stage_import
from penholder.frameworks.models import Draft, Framework, Significance
from penholder.frameworks.queries import open_draft_of
from penholder.groups.actions import adopt_charter, fill_seat, form_group, leave_seat
from penholder.groups.models import Group, Power, Rule, Seat, SeatKind
from penholder.listening.actions import draw_whole_answer, set_answer_aside
from penholder.listening.models import Point
from penholder.listening.queries import unread_answers
from penholder.project.demo import frameworks, voices
from penholder.publication.actions import publish_version
from penholder.pure.formats.case_out import write_case
from penholder.pure.formats.comment_table import CommentRow
from penholder.pure.formats.comment_table_out import new_comment_table
from penholder.pure.tree.change import Add, Operation, Retire, Reword
from penholder.pure.tree.statement import Tree
from penholder.record import clock
from penholder.record.events import GUEST

Say = Callable[[str], None]
RESPONSES = 300
READ_SHARE = 5  # of every eight answers, this many are read: a desk with work left on it


@dataclass(frozen=True, slots=True)
class People:
    """Who is who in the demo."""

    community: Community
    coordinator: Member
    readers: tuple[Member, ...]
    group: Group
    seats: tuple[Seat, ...]


def tell(*, now: datetime, say: Say) -> Member:
    """Make the whole past; answers with the coordinator a newcomer signs in as."""
    with transaction.atomic():
        people = _found(now - timedelta(days=420))
        say("A community, a group with a charter and eight seats")
        keeping = _bring_in(
            people,
            frameworks.outline(frameworks.KEEPING_TITLE, frameworks.KEEPING_COMPANY),
            now - timedelta(days=410),
        )
        _publish(people, keeping, now - timedelta(days=400))
        say("A framework, and its first version")
        _second_version(people, keeping, now - timedelta(days=380))
        say("A small consultation, every comment answered, a second version")
        people = _one_leaves(people, now - timedelta(days=220))
        asked = _ask_many(people, keeping, now - timedelta(days=150), say)
        _read_some(people, asked, now - timedelta(days=88))
        say("More than half of the answers read")
        _decide_some(people, asked, now - timedelta(days=60))
        say("A docket half decided: carried, enacted, lost and open motions, a dissent")
        _open_one(people, now - timedelta(days=20))
        say("A second framework, out for consultation now")
    return people.coordinator


def _found(at: datetime) -> People:
    with clock.at(at):
        community = found_community(
            name="Lanternfold Peer Circle",
            about="We are about ninety people in three valleys who support each other, some of us paid for it and most of us not.",
            contact="Ada Finch, 01632 960 117, ada@lanternfold.example",
            by=GUEST,
        )
        ada = admit_member(
            community=community,
            name="Ada Finch",
            role=Role.COORDINATOR,
            by=GUEST,
            email="ada@lanternfold.example",
        )
        readers = tuple(
            admit_member(community=community, name=name, role=Role.READER, by=ada.actor)
            for name in ("Ines Marlow", "Tobias Wren")
        )
        group = form_group(
            community=community,
            name="The Drafting Circle",
            purpose="Holds the pen of our frameworks: reads what people say, decides, and answers for it.",
            by=ada,
        )
        seats = _fill_seats(group, community, ada)
        adopt_charter(
            group=group,
            power=Power.DECIDES,
            rule=Rule.CONSENT,
            quorum=5,
            quorum_lived=4,
            lived_share=75,
            chosen_how="Advertised in our newsletter and at both drop-ins for four weeks; drawn by lot among those who put themselves forward.",
            interests="Said aloud before each motion, and written in the minutes.",
            offer="£20 an hour, travel, and somebody to sit with beforehand. Anyone may say no to the money.",
            review_on=(at + timedelta(days=730)).date(),
            by=ada,
        )
    return People(community, ada, readers, group, seats)


def _one_leaves(people: People, at: datetime) -> People:
    """Somebody leaves with a statement; from here on the seats are those that are left."""
    with clock.at(at):
        leave_seat(
            seat=people.seats[6],
            statement="I joined to be heard about wards. We talk mostly about community posts. I wish you well.",
            by=people.coordinator,
        )
    return replace(people, seats=people.seats[:6] + people.seats[7:8])


def _fill_seats(group: Group, community: Community, ada: Member) -> tuple[Seat, ...]:
    titles = (
        "Peer worker, community",
        "Peer worker, wards",
        "Volunteer, the drop-ins",
        "Somebody supported by peers",
        "Peer worker, young people",
        "Carer and survivor",
        "Peer worker, crisis house",
        "Adviser on employment law",
    )
    names = (
        "Ada Finch",
        "Ruth Calder",
        "Imran Yates",
        "Delphine Oar",
        "Sam Tolley",
        "Brigid Lowe",
        "Marek Stone",
        "Nia Prosser",
    )
    members = [
        ada,
        *(admit_member(community=community, name=name, role=Role.MEMBER, by=ada.actor) for name in names[1:]),
    ]
    seats = []
    for number, member in enumerate(members, start=1):
        lived = number != len(members)
        kind = SeatKind.LIVED if lived else SeatKind.TECHNICAL
        how = "drawn by lot" if lived else "invited by the group for advice on employment law"
        seats.append(
            fill_seat(group=group, kind=kind, title=titles[number - 1], holder=member, filled_how=how, by=ada)
        )
    fill_seat(
        group=group,
        kind=SeatKind.LIVED,
        title="Somebody from the far valley",
        holder=None,
        filled_how="",
        by=ada,
    )
    return tuple(seats)


def _bring_in(people: People, tree: Tree, at: datetime) -> Framework:
    with clock.at(at):
        data = write_case(tree)
        staged = stage_import(
            community=people.community, filename="framework.json", data=data, title="", by=people.coordinator
        )
        return import_framework(staged=staged, accept_left_out=False, by=people.coordinator)


def _publish(people: People, framework: Framework, at: datetime) -> None:
    with clock.at(at):
        publish_version(draft=_draft(framework), by=people.coordinator)


def _draft(framework: Framework) -> Draft:
    draft = open_draft_of(framework)
    if draft is None:
        raise RuntimeError(f"{framework} has no open draft at this point of the story")
    return draft


def _second_version(people: People, framework: Framework, at: datetime) -> None:
    with clock.at(at):
        draft = open_draft(framework=framework, by=people.coordinator)
        consultation = _open(people, draft, title="A first look at Keeping Company", days=30)
    _receive(consultation, count=24, at=at + timedelta(days=2), spread=timedelta(days=26))
    with clock.at(at + timedelta(days=31)):
        close_consultation(consultation=consultation, by=people.coordinator)
        _read(people, consultation, share=8)
    with clock.at(at + timedelta(days=44)):
        _answer_everything(people, draft)
        wording = _uid("4.2.2")
        make_editorial_fix(
            draft=draft,
            operation=Reword(
                uid=wording,
                text="An ability to make introductions, and to go along the first time if that is wanted",
            ),
            why="Says what was meant all along.",
            by=people.coordinator,
        )
        publish_version(draft=draft, by=people.coordinator)


def _open(people: People, draft: Draft, *, title: str, days: int) -> Consultation:
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


def _ask_many(people: People, framework: Framework, at: datetime, say: Say) -> Consultation:
    with clock.at(at):
        draft = open_draft(framework=framework, by=people.coordinator)
        consultation = _open(people, draft, title="What should Keeping Company say?", days=60)
    one_by_one = RESPONSES - len(voices.BODIES)
    for done in range(0, one_by_one, 100):
        count = min(100, one_by_one - done)
        _receive(
            consultation,
            count=count,
            at=at + timedelta(days=1 + done // 6),
            spread=timedelta(days=16),
            first=done,
        )
        say(f"{done + count} of {RESPONSES} responses to a large consultation")
    with clock.at(at + timedelta(days=55)):
        _receive_table(people, consultation)
    return consultation


def _receive_table(people: People, consultation: Consultation) -> None:
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


def _receive(
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


def _read_some(people: People, consultation: Consultation, at: datetime) -> None:
    with clock.at(at):
        _read(people, consultation, share=READ_SHARE)


def _read(people: People, consultation: Consultation, *, share: int) -> None:
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


def _uid(code: str) -> str:
    tree = frameworks.outline(frameworks.KEEPING_TITLE, frameworks.KEEPING_COMPANY)
    return next(statement.uid for statement in tree.statements if statement.code == code)


def _points(draft: Draft, *codes: str) -> list[Point]:
    uids = [_uid(code) for code in codes]
    points = Point.objects.filter(
        answer__response__consultation__draft=draft, statement__uid__in=uids, disposition=None, proposed=None
    )
    return list(points.select_related("answer__response", "statement"))


def _put(
    people: People,
    draft: Draft,
    title: str,
    about: str,
    codes: Sequence[str],
    *,
    kind: Kind,
    reason: str,
    changes: Sequence[Operation] = (),
) -> Motion:
    return put_motion(
        group=people.group,
        draft=draft,
        title=title,
        about=about,
        dispositions=tuple(
            Proposed(point=point, kind=kind, reason=reason) for point in _points(draft, *codes)
        ),
        changes=tuple(Planned(operation=change, significance=Significance.SUBSTANTIVE) for change in changes),
        by=people.coordinator,
    )


def _vote(
    people: People,
    motion: Motion,
    *,
    objecting: dict[int, str] | None = None,
    abstaining: Sequence[int] = (),
    voting: int = 7,
) -> None:
    objecting = objecting or {}
    for number, seat in enumerate(people.seats[:voting], start=1):
        choice = (
            Choice.OBJECT if number in objecting else Choice.ABSTAIN if number in abstaining else Choice.AGREE
        )
        if seat.holder is None:
            raise RuntimeError(f"{seat} is vacant in the story")
        cast_vote(motion=motion, seat=seat, choice=choice, reason=objecting.get(number, ""), by=seat.holder)


def _answer_everything(people: People, draft: Draft) -> None:
    """The small consultation, decided to its end: one change, and every other point answered with a reason."""
    first = _put(
        people,
        draft,
        "Say survivors",
        "Many asked to be named by the word they use for themselves.",
        ("1.1.1",),
        kind=Kind.ACCEPTED,
        reason="",
        changes=(
            Reword(
                uid=_uid("1.1.1"),
                text="Knowledge of how survivors, and people who were patients, began to support each other, and what they were up against",
            ),
        ),
    )
    _vote(people, first)
    close_motion(motion=first, by=people.coordinator)
    enact_motion(motion=first, by=people.coordinator)
    left = list(
        Point.objects.filter(answer__response__consultation__draft=draft, disposition=None).select_related(
            "answer__response", "statement"
        )
    )
    rest = put_motion(
        group=people.group,
        draft=draft,
        title="Everything else that was said first",
        about="We keep these for the large consultation.",
        dispositions=tuple(
            Proposed(
                point=point,
                kind=Kind.DEFERRED,
                reason="We ask everybody about this in the spring, with what you said beside it.",
            )
            for point in left
        ),
        changes=(),
        by=people.coordinator,
    )
    _vote(people, rest, abstaining=(3,))
    close_motion(motion=rest, by=people.coordinator)
    record_dissent(
        motion=rest,
        seat=people.seats[2],
        by=people.coordinator if people.seats[2].holder is None else people.seats[2].holder,
        text="Putting things off is also an answer. People told us about pay and notes now, and wait half a year.",
    )


def _decide_some(people: People, consultation: Consultation, at: datetime) -> None:
    draft = consultation.draft
    with clock.at(at):
        company = _put(
            people,
            draft,
            "Company without a goal",
            "The words on hope and goals, after what forty people said about them.",
            ("2.1.1.2",),
            kind=Kind.IN_PART,
            reason="Hope stays, where somebody asks for it; the goals go.",
            changes=(
                Reword(
                    uid=_uid("2.1.1.2"),
                    text="keeping somebody company without a goal, and hope where they ask for it",
                ),
            ),
        )
        _vote(people, company, abstaining=(7,))
    with clock.at(at + timedelta(days=7)):
        close_motion(motion=company, by=people.coordinator)
        enact_motion(motion=company, by=people.coordinator)
    with clock.at(at + timedelta(days=9)):
        risk = _put(
            people,
            draft,
            "No managing of risk",
            "Take out the procedures; say what a worried peer can do instead.",
            ("3.3.2",),
            kind=Kind.ACCEPTED,
            reason="Being frightened for somebody is human, and sharing it is peer work. Managing risk is not.",
            changes=(
                Retire(uid=_uid("3.3.2")),
                Add(
                    uid="0d5c1f5e0a5b4d27b5f3c6b0a2e91d44",
                    text="An ability to share a worry with somebody else, and to tell the person first",
                    parent=_uid("3.3"),
                    position=2,
                    code="3.3.3",
                    kind="statement",
                ),
            ),
        )
        _vote(people, risk, abstaining=(2, 7))
    with clock.at(at + timedelta(days=15)):
        close_motion(motion=risk, by=people.coordinator)
        seat = people.seats[1]
        if seat.holder:
            record_dissent(
                motion=risk,
                seat=seat,
                by=seat.holder,
                text="I can live with it. But some of us work alone at night, and a procedure is at least a telephone number.",
            )
    with clock.at(at + timedelta(days=16)):
        notes = _put(
            people,
            draft,
            "Peer workers keep no notes",
            "As many asked.",
            ("3.2.2",),
            kind=Kind.ACCEPTED,
            reason="",
            changes=(Reword(uid=_uid("3.2.2"), text="An ability to keep no notes about people"),),
        )
        _vote(
            people,
            notes,
            objecting={
                4: "In the trust this would cost people their posts. Writing together is honest and possible."
            },
        )
    with clock.at(at + timedelta(days=23)):
        close_motion(motion=notes, by=people.coordinator)
    with clock.at(at + timedelta(days=24)):
        stays = _put(
            people,
            draft,
            "What you want kept, and what it asks of others",
            "One motion for many easy points; take any of them out if you object.",
            ("2.3.1", "2.2.2", "2.1.2", "3.2.1.1", "3.3.1", "1.2.2", "4.1.1"),
            kind=Kind.NOTED,
            reason="It stays as it is, and what it asks of employers goes to the framework for organisations.",
        )
        _vote(people, stays)
    with clock.at(at + timedelta(days=31)):
        close_motion(motion=stays, by=people.coordinator)
    with clock.at(at + timedelta(days=36)):
        supervision = _put(
            people,
            draft,
            "Supervision is owed",
            "From something one should be able to use to something one can count on.",
            ("5.1.1", "5.1.2"),
            kind=Kind.IN_PART,
            reason="It becomes the employer's duty, in the framework for organisations; here we say what to ask for.",
            changes=(
                Reword(
                    uid=_uid("5.1.1"),
                    text="Knowledge that supervision by somebody who has done peer work is owed, and an ability to ask for it",
                ),
            ),
        )
        _vote(people, supervision, voting=3)


def _open_one(people: People, at: datetime) -> None:
    ready = _bring_in(
        people, frameworks.outline(frameworks.READY_TITLE, frameworks.READY_FOR_US), at - timedelta(days=2)
    )
    with clock.at(at):
        consultation = _open(people, _draft(ready), title="Are you fit to employ us?", days=40)
    asked = list(AskedStatement.objects.filter(consultation=consultation).exclude(depth=0))
    for number in range(11):
        with clock.at(at + timedelta(hours=38 * number + 3)):
            row = asked[(number * 5) % len(asked)]
            receive_response(
                consultation=consultation,
                source="web",
                label="",
                publishing=Publishing.WORDS,
                by=GUEST,
                answers=(
                    AnswerGiven(
                        asked=row,
                        stance="keep" if number % 2 else "reword",
                        text=voices.OPENINGS[number % 10] + "Ask the people who left.",
                    ),
                ),
            )
