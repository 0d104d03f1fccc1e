"""Tables of counts: every person in one category of each dimension, and all margins that follow from it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

MOST_DIMENSIONS = 3
MOST_PEOPLE = 10_000_000

Place = tuple[tuple[str, str], ...]
"""A cell: the categories it is limited to, as (dimension, category), dimensions in ascending order; () is everybody."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something people are counted by. Each of them is in exactly one category.

    Of a ``sensitive`` one (health, belief, origin …) even a zero tells something: that none of them, or all, are so.
    """

    name: str
    categories: tuple[str, ...]
    sensitive: bool = False

    def __post_init__(self) -> None:
        if not self.categories:
            raise ValueError(f"The dimension “{self.name}” has no categories. Give it at least one.")
        if len(set(self.categories)) != len(self.categories):
            raise ValueError(f"The dimension “{self.name}” has a category twice. Give each its own name.")


@dataclass(frozen=True, slots=True)
class Table:
    """How many people there are in each combination of categories.

    ``about`` says who was counted: tables with the same words here are about the very same people. ``counts`` goes
    through the categories of the last dimension first. Margins are not given: they follow. Raises ``ValueError`` with a
    sentence for what is no such table.
    """

    about: str
    dimensions: tuple[Dimension, ...]
    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        names = [dimension.name for dimension in self.dimensions]
        if len(set(names)) != len(names):
            raise ValueError(f"The table about {self.about} has a dimension twice. Give each once.")
        if len(names) > MOST_DIMENSIONS:
            raise ValueError(
                f"The table about {self.about} has {len(names)} dimensions; at most {MOST_DIMENSIONS} can be shown. Leave some out."
            )
        if len(self.counts) != math.prod(self.shape):
            raise ValueError(
                f"The table about {self.about} has {len(self.counts)} counts for {math.prod(self.shape)} cells. Give one for each."
            )
        if any(count < 0 for count in self.counts):
            raise ValueError(f"A count in the table about {self.about} is negative. Count again.")
        if sum(self.counts) > MOST_PEOPLE:
            raise ValueError(
                f"The table about {self.about} counts {sum(self.counts):,} people; at most {MOST_PEOPLE:,} can be shown. "
                "Count those of one place or time by themselves."
            )

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(dimension.categories) for dimension in self.dimensions)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(dimension.name for dimension in self.dimensions)

    def everything(self) -> dict[Place, int]:
        """Every cell and every margin, down to the total."""
        counts = np.array(self.counts, dtype=np.int64).reshape(self.shape)
        found: dict[Place, int] = {}
        for size in range(len(self.dimensions), -1, -1):
            for kept in itertools.combinations(range(len(self.dimensions)), size):
                gone = tuple(axis for axis in range(len(self.dimensions)) if axis not in kept)
                summed = counts.sum(axis=gone)
                for at in np.ndindex(*summed.shape):
                    found[self._place(kept, at)] = int(summed[at])
        return found

    def _place(self, kept: tuple[int, ...], at: tuple[int, ...]) -> Place:
        return tuple(
            sorted(
                (self.dimensions[axis].name, self.dimensions[axis].categories[index])
                for axis, index in zip(kept, at, strict=True)
            )
        )


def table_of(about: str, dimensions: Iterable[Dimension], people: Iterable[Mapping[str, str]]) -> Table:
    """The table of ``people``, of each of whom it is known which category of every dimension they are in.

    Raises ``ValueError`` for somebody who is in none of the categories.
    """
    kept = tuple(dimensions)
    counts = np.zeros([len(dimension.categories) for dimension in kept], dtype=np.int64)
    for number, person in enumerate(people, start=1):
        at = tuple(_index(dimension, person.get(dimension.name), number) for dimension in kept)
        counts[at] += 1
    return Table(about, kept, tuple(counts.ravel().tolist()))


def _index(dimension: Dimension, category: str | None, number: int) -> int:
    if category is None or category not in dimension.categories:
        raise ValueError(
            f"Person {number} is in no known category of “{dimension.name}”. Add a category for “not said”, and count them there."
        )
    return dimension.categories.index(category)
