"""What the record says of reading: that it was done, how many points came of it, where they were placed."""

from __future__ import annotations

from dataclasses import dataclass

from penholder.record.events import Event


@dataclass(frozen=True, kw_only=True)
class PointsDrawn(Event):
    """A reader drew points from one answer. ``obj`` is the answer, ``re`` the points; their gists are committed to."""

    kind = "points.drawn"
    says = "A reader drew points from an answer ({points})."

    points: int


@dataclass(frozen=True, kw_only=True)
class AnswerSetAside(Event):
    """A reader read an answer and found nothing in it that asks for a reply. ``obj`` is the answer."""

    kind = "answer.set_aside"
    says = "A reader read an answer and found nothing in it to reply to."


@dataclass(frozen=True, kw_only=True)
class PointPlaced(Event):
    """A point was placed on a statement. ``re`` names the statement."""

    kind = "point.placed"
    says = "A point was placed on a statement."
