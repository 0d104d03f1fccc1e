"""The unknowns somebody would have to solve for who wants to work the hidden numbers of a set of tables out.

All tables about the same people are margins of one great table over all their dimensions. It need not be written out
where the dimensions of the tables hang together like a tree: then tables that agree where they overlap are always the
margins of some table of whole people (Vorob'ev 1962; for counts Atserias and Kolaitis, “Structure and complexity of bag
consistency”, 2021). Otherwise, as with A×B, B×C and C×A, only the great table itself will do.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penholder.pure.disclosure.tables import Place

Names = tuple[str, ...]
Columns = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the unknowns are: the cells of the first of ``parts`` (each a table, by its dimensions), then of the others.

    ``overlaps`` are pairs of parts that must agree on the margin they share, and that margin's dimensions.
    """

    categories: Mapping[str, tuple[str, ...]]
    parts: tuple[Names, ...]
    overlaps: tuple[tuple[int, int, Names], ...]

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return sum(self._size(part) for part in self.parts)

    def columns(self, place: Place) -> Columns:
        """The unknowns that add up to the count in ``place``, in the first part that has its dimensions."""
        names = {name for name, _ in place}
        return self.columns_in(next(at for at, part in enumerate(self.parts) if names <= set(part)), place)

    def columns_in(self, at: int, place: Place) -> Columns:
        """The same in the given part."""
        part = self.parts[at]
        chosen = dict(place)
        begin = sum(self._size(other) for other in self.parts[:at])
        numbers = begin + np.arange(self._size(part), dtype=np.int64)
        index = tuple(
            self.categories[name].index(chosen[name]) if name in chosen else slice(None) for name in part
        )
        found: Columns = numbers.reshape([len(self.categories[name]) for name in part])[index]
        return found.ravel()

    def person(self, chosen: Mapping[str, str]) -> Columns:
        """The unknowns somebody is counted in who is in the ``chosen`` category of every dimension."""
        return np.concatenate(
            [
                self.columns_in(at, tuple((name, chosen[name]) for name in part))
                for at, part in enumerate(self.parts)
            ]
        )

    def agreements(self) -> Iterable[tuple[Columns, Columns]]:
        """Pairs of sums that are the same count."""
        for one, other, shared in self.overlaps:
            for chosen in itertools.product(*(self.categories[name] for name in shared)):
                place = tuple(zip(shared, chosen, strict=True))
                yield self.columns_in(one, place), self.columns_in(other, place)

    def _size(self, part: Names) -> int:
        return math.prod(len(self.categories[name]) for name in part)


def layout_of(categories: Mapping[str, tuple[str, ...]], tables: Iterable[frozenset[str]]) -> Layout:
    """The layout for ``tables``, each given by the names of its dimensions; the same for any order of them."""
    ordered = {name: tuple(sorted(categories[name])) for name in sorted(categories)}
    parts = _largest({tuple(sorted(names)) for names in tables})
    overlaps = _tree(parts)
    if overlaps is None:
        return Layout(ordered, (tuple(sorted(set().union(*parts))),), ())
    return Layout(ordered, parts, overlaps)


def _largest(tables: set[Names]) -> tuple[Names, ...]:
    return tuple(sorted(one for one in tables if not any(set(one) < set(other) for other in tables)))


def _tree(parts: tuple[Names, ...]) -> tuple[tuple[int, int, Names], ...] | None:
    """How the parts hang together if it is like a tree (Graham's reduction: take leaves off until one is left)."""
    left = list(range(len(parts)))
    overlaps: list[tuple[int, int, Names]] = []
    while len(left) > 1:
        leaf = next(((one, other) for one in left for other in left if _hangs(one, other, left, parts)), None)
        if leaf is None:
            return None
        one, other = leaf
        overlaps.append((one, other, tuple(name for name in parts[one] if name in parts[other])))
        left.remove(one)
    return tuple(overlaps)


def _hangs(one: int, other: int, left: list[int], parts: tuple[Names, ...]) -> bool:
    """Whether ``other`` has all that ``one`` shares with any of the rest."""
    if one == other:
        return False
    rest = set().union(*(parts[each] for each in left if each != one))
    return set(parts[one]) & rest <= set(parts[other])
