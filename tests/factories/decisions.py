"""Groups at work on what people said: points on a docket, motions put, voted on and closed, through the real actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from penholder.accounts.models import Community, Member
from penholder.consultations.models import Consultation, Publishing
from penholder.decisions.actions import cast_vote, close_motion, put_motion
from penholder.decisions.models import Choice, Kind, Motion
from penholder.decisions.queries import Planned, Proposed
from penholder.frameworks.models import Draft
from penholder.groups.models import Group, Rule, Seat, SeatKind
from penholder.listening.models import Point
from penholder.pure.tree.change import Operation, Reword
from tests.factories import consultations, groups, listening
from tests.factories.accounts import member

_titles = count(1)


@dataclass(frozen=True, slots=True)
class Docketed:
    """A community with a draft out for consultation, a group that decides on it, and somebody who reads."""

    community: Community
    coordinator: Member
    reader: Member
    draft: Draft
    consultation: Consultation
    group: Group
    seats: tuple[Seat, ...]

    def uid(self, code: str) -> str:
        """The permanent id of the statement with this code."""
        return self.draft.worded.select_related("statement").get(code=code).statement.uid


def docketed(*, lived: int = 3, technical: int = 1, rule: Rule = Rule.CONSENT) -> Docketed:
    """A group of four seats with a charter: quorum 3, of whom 2 lived experience."""
    place, consultation = consultations.open_consultation_with()
    groups.charter(place.group, by=place.coordinator, rule=rule)
    kinds = [SeatKind.LIVED] * lived + [SeatKind.TECHNICAL] * technical
    seats = tuple(groups.seat(place.group, kind=kind, by=place.coordinator) for kind in kinds)
    return Docketed(
        community=place.community,
        coordinator=place.coordinator,
        reader=listening.reader(consultation),
        draft=place.draft,
        consultation=consultation,
        group=place.group,
        seats=seats,
    )


def points_on(
    at: Docketed, number: int = 1, *, about: str = "1.1.1", publishing: str = Publishing.WORDS
) -> tuple[Point, ...]:
    """So many responses, each of one point on the statement with this code."""
    found = []
    for place in range(number):
        said = listening.said(
            at.consultation, f"Hurrying is what hurt, said voice {place}.", about=about, publishing=publishing
        )
        answer = listening.answer_of(said.response)
        found.append(listening.whole_point(answer, by=at.reader, gist="Nobody should be hurried."))
    return tuple(found)


def rewording(
    at: Docketed, code: str = "1.1.1", text: str = "sitting with somebody for as long as they like"
) -> Reword:
    return Reword(uid=at.uid(code), text=text)


def motion(
    at: Docketed,
    points: Sequence[Point] = (),
    *,
    kind: Kind = Kind.NOTED,
    reason: str = "We read it together, and it stays beside the text.",
    changes: Sequence[Operation] = (),
    title: str = "",
) -> Motion:
    """A motion that answers these points alike and makes these changes."""
    return put_motion(
        group=at.group,
        draft=at.draft,
        title=title or f"Something to decide {next(_titles)}",
        about="What we talked about on Tuesday.",
        dispositions=tuple(Proposed(point, kind, reason) for point in points),
        changes=tuple(Planned(change) for change in changes),
        by=at.coordinator,
    )


def vote(of: Motion, seat: Seat, choice: Choice = Choice.AGREE, reason: str = "") -> None:
    """A vote from a seat, by whoever holds it."""
    assert seat.holder is not None
    cast_vote(motion=of, seat=seat, choice=choice, reason=reason, by=seat.holder)


def carried(at: Docketed, points: Sequence[Point] = (), **put: object) -> Motion:
    """A motion every seat agreed to, closed."""
    made = motion(at, points, **put)  # type: ignore[arg-type]  # the keywords of motion, passed on
    for seat in at.seats:
        vote(made, seat)
    return close_motion(motion=made, by=at.coordinator)


def onlooker(at: Docketed) -> Member:
    """A member of the community who holds no seat."""
    return member(at.community)
