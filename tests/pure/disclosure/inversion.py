"""Somebody who knows the program: asks of every truth that fits what was published whether it had been shown so, too.

A protection that looks at the truth to decide what to hide gives away, by what it hides, that the truth was one that
made it hide. Here whoever wants to know runs the program on all truths that fit the words, and keeps those for which it
says the same.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from penholder.pure.disclosure.released import Release
from penholder.pure.disclosure.releases import release
from penholder.pure.disclosure.tables import Dimension, Table
from tests.pure.disclosure.attack import read

Counts = tuple[int, ...]


def released(counts: Counts, shape: Sequence[int], *, sensitive: bool = False) -> Release:
    """What is published of one table of this shape."""
    dimensions = tuple(
        Dimension(name, tuple(f"{name}{at}" for at in range(size)), sensitive)
        for name, size in zip("abc", shape, strict=False)
    )
    return release([Table("people", dimensions, counts)])


def words(published: Release) -> tuple[str, ...]:
    return tuple(cell.shown.words for cell in published.cells["people"])


def fitting(published: Release, shape: Sequence[int]) -> Iterator[Counts]:
    """Every truth that fits the words, worked out from them alone."""
    about = published.published()["about"]["people"]
    names = [one["name"] for one in about["tables"][0]]
    places = [
        {name: f"{name}{at}" for name, at in zip(names, cell, strict=True)}
        for cell in itertools.product(*(range(size) for size in shape))
    ]
    told = [
        (
            [at for at, place in enumerate(places) if cell["place"].items() <= place.items()],
            read(cell["words"], none_is_small=about["none is among fewer than 10"]),
        )
        for cell in about["cells"]
    ]
    bounds = {inside[0]: ends for inside, ends in told if len(inside) == 1}
    ranges = [range(bounds[at][0], bounds[at][1] + 1) for at in range(math.prod(shape))]
    for counts in itertools.product(*ranges):
        if all(low <= sum(counts[at] for at in inside) <= high for inside, (low, high) in told):
            yield counts


def ends(possible: Sequence[Counts]) -> list[Counts]:
    """Truths that have the lowest and the highest value of each cell."""
    found = []
    for at in range(len(possible[0])):
        found += [min(possible, key=lambda one: one[at]), max(possible, key=lambda one: one[at])]
    return sorted(set(found))
