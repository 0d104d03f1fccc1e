"""One motion as it is shown: what is put, who has voted and how far that may be known, what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from penholder.decisions.models import (
    Choice,
    Dissent,
    Kind,
    Motion,
    ProposedChange,
    ProposedDisposition,
    Vote,
)
from penholder.decisions.queries.changes import ChangeShown, shown
from penholder.decisions.queries.points import PointShown, point_shown
from penholder.frameworks.models import Framework, Statement
from penholder.frameworks.models import Operation as Named
from penholder.groups.models import Seat, SeatKind
from penholder.pure.ruling.tally import Ballot
from penholder.pure.ruling.tally import Choice as Said

PILLS: dict[str, str] = {
    Kind.ACCEPTED: "accepted",
    Kind.IN_PART: "part",
    Kind.COVERED: "accepted",
    Kind.ANSWERED: "accepted",
    Kind.NOTED: "neutral",
    Kind.OUT_OF_SCOPE: "declined",
    Kind.DEFERRED: "open",
    Kind.DECLINED: "declined",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, and the points it is given to: the same words stand once, however many asked for them."""

    kind: str
    pill: str
    reason: str
    points: tuple[PointShown, ...]


@dataclass(frozen=True, slots=True)
class SeatShown:
    """An entitled seat. What it said is known to everybody after the close, and to nobody before."""

    number: int
    title: str
    kind: str
    kind_words: str
    voted: bool
    choice: str
    reason: str


@dataclass(frozen=True, slots=True)
class MotionShown:
    """Everything a motion's page says."""

    motion: Motion
    changes: tuple[ChangeShown, ...]
    answered: tuple[Answered, ...]
    points: int
    seats: tuple[SeatShown, ...]
    dissents: tuple[Dissent, ...]
    own_vote: Vote | None

    @property
    def is_open(self) -> bool:
        return self.motion.state == Motion.State.OPEN

    @property
    def voted(self) -> int:
        return sum(seat.voted for seat in self.seats)

    @property
    def silent(self) -> tuple[SeatShown, ...]:
        return tuple(seat for seat in self.seats if not seat.voted)

    @property
    def chairs(self) -> tuple[dict[str, object], ...]:
        """For the seats component; who has voted is said in words beside it."""
        return tuple({"kind": seat.kind, "holder": seat.title, "vacant": False} for seat in self.seats)

    @property
    def turnout(self) -> str:
        """The picture in words."""
        return f"{self.voted} of {len(self.seats)} seats {'have ' if self.is_open else ''}voted"

    @property
    def to_enact(self) -> bool:
        carried = self.motion.state == Motion.State.CARRIED
        return carried and bool(self.changes) and self.motion.enacted_entry_id is None

    @property
    def tally(self) -> tuple[tuple[str, str, int, str], ...]:
        """For the tally component, with the seats that said so."""
        said = (
            ("For", "for", Choice.AGREE),
            ("Objecting", "against", Choice.OBJECT),
            ("Abstaining", "aside", Choice.ABSTAIN),
            ("Did not vote", "absent", ""),
        )
        rows = []
        for label, kind, choice in said:
            titles = [seat.title for seat in self.seats if seat.choice == choice]
            rows.append((label, kind, len(titles), ", ".join(titles)))
        return tuple(rows)


def motion_shown(motion: Motion, *, all_words: bool, seat: Seat | None) -> MotionShown:
    """One motion, in the same number of queries however much it disposes of."""
    closed = motion.state != Motion.State.OPEN
    votes = {vote.seat_id: vote for vote in votes_in_force(motion)}
    proposed = tuple(proposed_dispositions(motion))
    return MotionShown(
        motion=motion,
        changes=tuple(
            shown(Named(change.operation), change.payload, change.significance)
            for change in proposed_changes(motion)
        ),
        answered=answered_alike(
            (point_shown(one.point, all_words=all_words), one.kind, one.reason) for one in proposed
        ),
        points=len(proposed),
        seats=tuple(
            _seat(entitled, votes.get(entitled.pk), closed=closed) for entitled in electorate_of(motion)
        ),
        dissents=tuple(motion.dissents.select_related("seat")) if closed else (),
        own_vote=votes.get(seat.pk) if seat else None,
    )


def answered_alike(answers: Iterable[tuple[PointShown, str, str]]) -> tuple[Answered, ...]:
    """Points with their answers, gathered by answer, in the order in which each answer first stands."""
    gathered: dict[tuple[str, str], list[PointShown]] = {}
    for point, kind, reason in answers:
        gathered.setdefault((kind, reason), []).append(point)
    return tuple(
        Answered(kind=Kind(kind).label, pill=PILLS[kind], reason=reason, points=tuple(points))
        for (kind, reason), points in gathered.items()
    )


def electorate_of(motion: Motion) -> QuerySet[Seat]:
    """The seats that were held when the motion was put."""
    return motion.electorate.order_by("number")


def votes_in_force(motion: Motion) -> QuerySet[Vote]:
    return Vote.objects.filter(motion=motion, in_force=True).select_related("seat")


def proposed_changes(motion: Motion) -> QuerySet[ProposedChange]:
    return ProposedChange.objects.filter(motion=motion).order_by("position")


def proposed_dispositions(motion: Motion) -> QuerySet[ProposedDisposition]:
    """What the motion would decide, in the order it was put, each with its point and the words behind it."""
    proposed = ProposedDisposition.objects.filter(motion=motion).order_by("pk")
    return proposed.select_related("point__answer__response", "point__answer__asked")


def ballots(votes: Iterable[Vote]) -> tuple[Ballot, ...]:
    """Votes in force as values to be counted."""
    return tuple(
        Ballot(seat=vote.seat.uid, lived=vote.seat.kind == SeatKind.LIVED, choice=Said(vote.choice))
        for vote in votes
    )


def motions_touching(statement: Statement) -> QuerySet[Motion]:
    """Motions that were carried on this statement: on its words, or on points people had on it. Newest first."""
    by_change = ProposedChange.objects.filter(Q(statement=statement) | Q(payload__uid=statement.uid)).values(
        "motion"
    )
    here = ProposedDisposition.objects.filter(point__statement=statement)
    return (
        Motion.objects.filter(draft__framework=statement.framework_id)
        .filter(Q(pk__in=by_change) | Q(pk__in=here.values("motion")))
        .select_related("group__community", "draft")
        .prefetch_related(Prefetch("proposed", here, to_attr="proposed_here"))
        .order_by("-put_at")
    )


def dissents_in(framework: Framework) -> QuerySet[Dissent]:
    """Every dissent from what was carried on any draft of a framework."""
    closed = Dissent.objects.filter(motion__draft__framework=framework).exclude(
        motion__state=Motion.State.OPEN
    )
    return closed.select_related("motion__group__community", "seat")


def open_motions_on(framework: Framework) -> QuerySet[Motion]:
    """Motions on a framework's drafts that are being voted on."""
    motions = Motion.objects.filter(draft__framework=framework, state=Motion.State.OPEN)
    return motions.select_related("group__community")


def _seat(seat: Seat, vote: Vote | None, *, closed: bool) -> SeatShown:
    return SeatShown(
        number=seat.number,
        title=seat.title,
        kind=seat.kind,
        kind_words=seat.get_kind_display(),
        voted=vote is not None,
        choice=vote.choice if vote and closed else "",
        reason=vote.reason if vote and closed else "",
    )
