"""What became of an entry, told from the log alone: from a response to its points, the motions, the words changed.

A few rules by kind, and no more, so that a trail never runs over to other people's points:

* an entry **about** a thing that is followed (``obj``) belongs to the trail;
* so does one that **refers** to it (``re``), and what that one is about is followed from then on: a motion that would
  answer a point, a reply to an answer, a correction. What else it refers to is not: those are other people's points;
* ``points.drawn`` is the one kind that brings things into the world in its ``re``: the points of a followed answer are followed;
* a change belongs to the trail where its ``warrant`` is the place of a followed ``motion.carried``;
* a draft is everybody's, so it is not followed. But once a followed motion about it was carried, the version published from
  it and the outcomes published with that version belong to the trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from penholder.pure.ledger.entry import EntryBody

_BEARS = "points.drawn"
_CARRIED = "motion.carried"
_PUBLISHED = frozenset({"version.published", "outcomes.published"})
_DISPOSED = "points.disposed"


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the trail, and the followed things it speaks of."""

    index: int
    body: EntryBody
    of: tuple[str, ...] = ()

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What became of the followed points, where this entry disposes of points: it lists all in order."""
        listed = dict(self.body.facts).get("outcomes")
        if self.body.type != _DISPOSED or not isinstance(listed, tuple):
            return ()
        pairs = zip(self.body.re, listed, strict=False)
        return tuple(str(outcome) for point, outcome in pairs if point in self.of)


@dataclass(slots=True)
class _Followed:
    """What is followed so far: things by their ids, decisions by their places, and drafts on their way to print."""

    things: set[str]
    warrants: set[int] = field(default_factory=set)
    in_print: set[str] = field(default_factory=set)


def follow(start: Iterable[str], entries: Iterable[tuple[int, EntryBody]]) -> tuple[Step, ...]:
    """The entries that tell what became of the things ``start``, out of ``entries`` in their order."""
    followed = _Followed(set(start))
    return tuple(step for index, body in entries for step in _steps(followed, index, body))


def _steps(followed: _Followed, index: int, body: EntryBody) -> Iterable[Step]:
    of = tuple(uid for uid in dict.fromkeys((body.obj, *body.re)) if uid in followed.things)
    if body.type in _PUBLISHED:
        if followed.in_print.isdisjoint(body.re):
            return ()
        followed.in_print.add(body.obj)
        return (Step(index, body, of),)
    if not of and not _is_warranted(followed, body):
        return ()
    followed.things.add(body.obj)
    if body.type == _BEARS:
        followed.things.update(body.re)
    if body.type == _CARRIED:
        followed.warrants.add(index)
        followed.in_print.update(body.re)
    return (Step(index, body, of),)


def _is_warranted(followed: _Followed, body: EntryBody) -> bool:
    warrant = dict(body.facts).get("warrant")
    return (
        type(warrant) is int and warrant in followed.warrants
    )  # True is no place in a log, though it equals 1
