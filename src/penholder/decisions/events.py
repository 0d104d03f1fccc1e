"""What the record says of deciding: the rule, the votes as commitments until the close, the tally, the dispositions."""

from __future__ import annotations

from dataclasses import dataclass

from penholder.record.events import Event


@dataclass(frozen=True, kw_only=True)
class MotionPut(Event):
    """A motion was put to a group. ``re`` names the group, the draft and every point it would dispose of.

    Frozen here: rule, quorum and electorate. Its words are committed to.
    """

    kind = "motion.put"
    says = "A motion was put (points: {points}, changes: {changes}; by {rule}, quorum {quorum}, seats entitled: {seats})."

    rule: str
    quorum: int
    quorum_lived: int
    seats: int
    points: int
    changes: int


@dataclass(frozen=True, kw_only=True)
class VoteCast(Event):
    """A seat voted, or changed its vote. ``re`` names the motion and the seat; choice and reason are committed to."""

    kind = "vote.cast"
    says = "A seat voted."


@dataclass(frozen=True, kw_only=True)
class MotionCarried(Event):
    """The motion was closed and carried."""

    kind = "motion.carried"
    says = "The motion was carried: {in_favour} for, {against} against, {abstaining} abstaining, of {present} voting ({present_lived} lived experience). The charter was {charter}."

    in_favour: int
    against: int
    abstaining: int
    present: int
    present_lived: int
    charter: str


@dataclass(frozen=True, kw_only=True)
class MotionLost(Event):
    """The motion was closed and not carried; ``because`` says by a fixed word."""

    kind = "motion.lost"
    says = "The motion was not carried ({because}): {in_favour} for, {against} against, {abstaining} abstaining, of {present} voting."

    because: str
    in_favour: int
    against: int
    abstaining: int
    present: int
    present_lived: int


@dataclass(frozen=True, kw_only=True)
class DissentRecorded(Event):
    """A seat put its disagreement on record, in its own words. ``re`` names the motion and the seat."""

    kind = "dissent.recorded"
    says = "A dissent was recorded."


@dataclass(frozen=True, kw_only=True)
class PointsDisposed(Event):
    """A carried motion disposed of points. ``obj`` is the motion, ``re`` the points in order, ``outcomes`` what became of each."""

    kind = "points.disposed"
    says = "Points were disposed of: {outcomes}."

    outcomes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MotionEnacted(Event):
    """The changes a carried motion asked for were made in the draft. ``re`` names them."""

    kind = "motion.enacted"
    says = "The motion was enacted (changes to the draft: {changes})."

    changes: int
