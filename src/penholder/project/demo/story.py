"""The demo's past, told through the same actions a real community would use, with the clock held at each moment.

Two versions of one framework (the second after a small consultation), then a large consultation that is closed and half
decided; and a second framework, out for consultation now.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from penholder.accounts.models import Member
from penholder.consultations.actions import (
    close_consultation,
    receive_response,
)
from penholder.consultations.models import AskedStatement, Publishing
from penholder.consultations.queries import AnswerGiven
from penholder.frameworks.actions import make_editorial_fix, open_draft
from penholder.frameworks.models import Framework
from penholder.project.demo import frameworks, voices
from penholder.project.demo.asking import Say, ask, ask_many, bring_in, draft_of, read, read_some, receive
from penholder.project.demo.deciding import answer_everything, decide_some, uid_of
from penholder.project.demo.people import People, found, one_leaves
from penholder.publication.actions import publish_version
from penholder.pure.tree.change import Reword
from penholder.record import clock
from penholder.record.events import GUEST


def tell(*, now: datetime, say: Say) -> Member:
    """Make the whole past; answers with the coordinator a newcomer signs in as."""
    with transaction.atomic():
        people = found(now - timedelta(days=420))
        say("A community, a group with a charter and eight seats")
        keeping = bring_in(
            people,
            frameworks.outline(frameworks.KEEPING_TITLE, frameworks.KEEPING_COMPANY),
            now - timedelta(days=410),
        )
        publish(people, keeping, now - timedelta(days=400))
        say("A framework, and its first version")
        _second_version(people, keeping, now - timedelta(days=380))
        say("A small consultation, every comment answered, a second version")
        people = one_leaves(people, now - timedelta(days=220))
        asked = ask_many(people, keeping, now - timedelta(days=150), say)
        read_some(people, asked, now - timedelta(days=88))
        say("More than half of the answers read")
        decide_some(people, asked, now - timedelta(days=60))
        say("A docket half decided: carried, enacted, lost and open motions, a dissent")
        _open_one(people, now - timedelta(days=20))
        say("A second framework, out for consultation now")
    return people.coordinator


def publish(people: People, framework: Framework, at: datetime) -> None:
    with clock.at(at):
        publish_version(draft=draft_of(framework), by=people.coordinator)


def _second_version(people: People, framework: Framework, at: datetime) -> None:
    with clock.at(at):
        draft = open_draft(framework=framework, by=people.coordinator)
        consultation = ask(people, draft, title="A first look at Keeping Company", days=30)
    receive(consultation, count=24, at=at + timedelta(days=2), spread=timedelta(days=26))
    with clock.at(at + timedelta(days=31)):
        close_consultation(consultation=consultation, by=people.coordinator)
        read(people, consultation, share=8)
    with clock.at(at + timedelta(days=44)):
        answer_everything(people, draft)
        wording = uid_of("4.2.2")
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


def _open_one(people: People, at: datetime) -> None:
    ready = bring_in(
        people, frameworks.outline(frameworks.READY_TITLE, frameworks.READY_FOR_US), at - timedelta(days=2)
    )
    with clock.at(at):
        consultation = ask(people, draft_of(ready), title="Are you fit to employ us?", days=40)
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
