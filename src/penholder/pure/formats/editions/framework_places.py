"""Where each statement of a framework stands in a document for readers: under a heading of a level, or in a list.

Statements that govern others become headings, nested without a gap down to the sixth level; leaves, stems with their
sub-points, and whatever stands deeper, become lists inside lists. Siblings are always told alike, or a leaf that
follows a section would seem to belong to it. It is one pass and nothing calls itself, however deep a file goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from penholder.pure.tree.check import cycles
from penholder.pure.tree.statement import Statement, Tree

TOP_HEADING, DEEPEST_HEADING = 2, 6
"""Of statements; the first level is the title's. Neither HTML nor a tagged PDF knows a seventh."""

DEEPEST_LIST = 9
"""Word counts no deeper; what stands deeper says in words what it stands under."""

OF_OURS = frozenset({"contents", "statements", "elsewhere"})
"""Anchors of the document itself, which no statement may take."""


@dataclass(frozen=True, slots=True)
class Place:
    """A statement, and the level of its heading or the depth of its list; the other of the two is 0.

    ``anchor`` names it in the document, and is the name of no other: its uid, with a number behind where that was
    taken. ``under`` is the statement it hangs below, where the list cannot show it. ``ring``: it leads back to itself.
    """

    statement: Statement
    anchor: str
    level: int
    depth: int
    governs: bool
    under: Statement | None = None
    ring: bool = False


def places(tree: Tree) -> tuple[Place, ...]:
    """Every statement once, in reading order; what hangs on a ring of parents comes last, at the top level."""
    anchors = _Anchors()
    return tuple(
        Place(
            statement=spot.statement,
            anchor=anchors.new(spot.statement.uid),
            level=spot.level,
            depth=spot.depth,
            governs=spot.governs,
            under=spot.above if spot.flat else None,
            ring=ring,
        )
        for spot, ring in _walked(tree)
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    statement: Statement
    level: int
    depth: int
    governs: bool
    flat: bool = False
    above: Statement | None = None


def _walked(tree: Tree) -> Iterator[tuple[_Spot, bool]]:
    below = tree.children
    opened: set[str] = set()
    seen: set[int] = set()
    for top, ring in ((below.get("", ()), False), (_ring_starts(tree), True)):
        waiting = _group(top, below, None)
        while waiting:
            spot = waiting.pop()
            if id(spot.statement) in seen:
                continue
            seen.add(id(spot.statement))
            yield spot, ring and spot.above is None
            uid = spot.statement.uid
            if spot.governs and uid not in opened:  # a uid that is there twice has its children once
                opened.add(uid)
                waiting.extend(_group(below[uid], below, spot))


def _ring_starts(tree: Tree) -> tuple[Statement, ...]:
    """One statement of each ring of parents: from there everything is reached that cannot be from the top."""
    by_uid = tree.by_uid
    return tuple(by_uid[ring[0]] for ring in cycles({uid: one.parent for uid, one in by_uid.items()}))


def _group(
    siblings: Sequence[Statement], below: Mapping[str, tuple[Statement, ...]], above: _Spot | None
) -> list[_Spot]:
    """Siblings, all under headings or all in one list, the last first."""
    level = TOP_HEADING if above is None else above.level + 1 if above.level else 0
    depth = 0 if above is None else above.depth
    headed = TOP_HEADING <= level <= DEEPEST_HEADING and any(
        _governs(one, below) and not _is_stem(one) for one in siblings
    )
    return [
        _Spot(
            statement=one,
            level=level if headed else 0,
            depth=0 if headed else min(depth + 1, DEEPEST_LIST),
            governs=_governs(one, below),
            flat=not headed and depth >= DEEPEST_LIST,
            above=None if above is None else above.statement,
        )
        for one in reversed(siblings)
    ]


def _governs(statement: Statement, below: Mapping[str, tuple[Statement, ...]]) -> bool:
    return bool(statement.uid) and statement.uid in below


def _is_stem(statement: Statement) -> bool:
    """Whether it is the first half of a sentence that its sub-points end."""
    return statement.text.rstrip().endswith((":", "："))


class _Anchors:
    def __init__(self) -> None:
        self.taken = {"", *OF_OURS}
        self.times: dict[str, int] = {}

    def new(self, uid: str) -> str:
        anchor = uid
        while anchor in self.taken:
            self.times[uid] = self.times.get(uid, 1) + 1
            anchor = f"{uid or 'statement'}-{self.times[uid]}"
        self.taken.add(anchor)
        return anchor
