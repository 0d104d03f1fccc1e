"""All numbers that are known, or about to be, of the same people: those of earlier releases, then the new ones."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from penholder.pure.disclosure.counts import NOT_SHOWN
from penholder.pure.disclosure.knowledge import Told
from penholder.pure.disclosure.layout import Layout, layout_of
from penholder.pure.disclosure.released import Release, Since
from penholder.pure.disclosure.tables import Dimension, Place, Table


@dataclass(frozen=True, slots=True)
class Numbers:
    """What everybody knows before anything new is told: earlier numbers, and the places of the new ones.

    ``told`` ends with the new ones, as not shown, from ``first_new`` on. ``foremost`` are the dimensions of the table
    whose cells come first.
    """

    layout: Layout
    told: tuple[Told, ...]
    first_new: int
    foremost: frozenset[str]
    zero_is_told: bool

    @property
    def unknowns(self) -> int:
        return self.layout.size * (1 + self.told[-1].additions)


def numbers_of(
    tables: Sequence[Table], before: Sequence[Release], since: Since | None
) -> tuple[Numbers, dict[Place, int]]:
    """The numbers of ``tables``, all about the same people, after the releases ``before``; and the true counts.

    Raises ``ValueError`` where the tables contradict each other, or a dimension has other categories than before.
    """
    about = tables[0].about
    old_tables = [one for old in before for one in old.tables.get(about, ())]
    dimensions = _dimensions([*old_tables, *(table.dimensions for table in tables)], about)
    told: list[Told] = []
    additions = 0
    for old in before:
        additions += bool(told) and old.since is Since.GROWN
        told += [Told(cell.place, cell.shown, additions) for cell in old.cells.get(about, ())]
    first_new = len(told)
    additions += bool(told) and since is Since.GROWN
    counts = _counts(tables)
    told += [Told(place, NOT_SHOWN, additions) for place in counts]
    layout = layout_of(
        {name: one.categories for name, one in dimensions.items()},
        [frozenset(one.name for one in table) for table in old_tables] + [table.names for table in tables],
    )
    foremost = max(tables, key=lambda table: (len(table.counts), sorted(table.names)))
    zero_is_told = not any(one.sensitive for one in dimensions.values())
    return Numbers(layout, tuple(told), first_new, foremost.names, zero_is_told), counts


def _dimensions(tables: Sequence[Sequence[Dimension]], about: str) -> dict[str, Dimension]:
    found: dict[str, Dimension] = {}
    for dimension in itertools.chain.from_iterable(tables):
        known = found.setdefault(dimension.name, dimension)
        if set(known.categories) != set(dimension.categories):
            raise ValueError(
                f"“{dimension.name}” has other categories in one table about {about} than in another. "
                "Count by the same ones, as they were released first."
            )
        if dimension.sensitive:
            found[dimension.name] = dimension
    return found


def _counts(tables: Sequence[Table]) -> dict[Place, int]:
    """Every cell and margin once, in an order that does not depend on that of the tables."""
    found: dict[Place, int] = {}
    for table in tables:
        for place, count in table.everything().items():
            if found.setdefault(place, count) != count:
                raise ValueError(
                    f"Two tables about {table.about} disagree: {_told(place)} are {found[place]} in one and {count} in "
                    "the other. Count the same people in both."
                )
    return dict(sorted(found.items()))


def _told(place: Place) -> str:
    return ", ".join(f"{name} {category}" for name, category in place) or "all together"
