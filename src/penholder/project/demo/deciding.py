"""How the demo's group decides: what is put, who votes how, what is lost, enacted, or left open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from penholder.consultations.models import Consultation
from penholder.decisions.actions import cast_vote, close_motion, enact_motion, put_motion, record_dissent
from penholder.decisions.models import Choice, Kind, Motion
from penholder.decisions.queries import Planned, Proposed
from penholder.frameworks.models import Draft, Significance
from penholder.listening.models import Point
from penholder.project.demo import frameworks
from penholder.project.demo.people import People
from penholder.pure.tree.change import Add, Operation, Retire, Reword
from penholder.record import clock


def answer_everything(people: People, draft: Draft) -> None:
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
                uid=uid_of("1.1.1"),
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


def decide_some(people: People, consultation: Consultation, at: datetime) -> None:
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
                    uid=uid_of("2.1.1.2"),
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
                Retire(uid=uid_of("3.3.2")),
                Add(
                    uid="0d5c1f5e0a5b4d27b5f3c6b0a2e91d44",
                    text="An ability to share a worry with somebody else, and to tell the person first",
                    parent=uid_of("3.3"),
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
            changes=(Reword(uid=uid_of("3.2.2"), text="An ability to keep no notes about people"),),
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
                    uid=uid_of("5.1.1"),
                    text="Knowledge that supervision by somebody who has done peer work is owed, and an ability to ask for it",
                ),
            ),
        )
        _vote(people, supervision, voting=3)


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


def _points(draft: Draft, *codes: str) -> list[Point]:
    uids = [uid_of(code) for code in codes]
    points = Point.objects.filter(
        answer__response__consultation__draft=draft, statement__uid__in=uids, disposition=None, proposed=None
    )
    return list(points.select_related("answer__response", "statement"))


def uid_of(code: str) -> str:
    tree = frameworks.outline(frameworks.KEEPING_TITLE, frameworks.KEEPING_COMPANY)
    return next(statement.uid for statement in tree.statements if statement.code == code)
