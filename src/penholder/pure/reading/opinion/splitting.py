"""Every split of a conversation's people that could be its groups: from two to five, and how clear each is.

Where there are many people the splits are found and compared on a sample of them; the one chosen is then finished on
everyone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from penholder.pure.reading.opinion.centred import Centred, centred
from penholder.pure.reading.opinion.components import Components, components_of
from penholder.pure.reading.opinion.grouping import STARTS, Grouping, grouped, numbers_to_try
from penholder.pure.reading.opinion.positions import positions_of_people
from penholder.pure.reading.opinion.silhouette import silhouettes
from penholder.pure.reading.opinion.votes import Votes

Numbers = NDArray[np.float64]

NEAR = 1e-3
"""Radians: what the many maps of the tests need of a component; leaving votes out moves it far more."""


@dataclass(frozen=True, slots=True, eq=False)
class Splits:
    """``groupings`` (K), for each number of groups tried, of the points of ``sample`` (m, ascending places).

    ``clear`` (K) are their mean silhouettes, NaN where a group is under the smallest size: that is no split.
    """

    sample: NDArray[np.intp]
    groupings: tuple[Grouping, ...]
    clear: Numbers


def splits_of(points: Numbers, rng: Generator, *, least: int, sample: int, starts: int = STARTS) -> Splits:
    """The splits of points (n × 2), or of ``sample`` of them by chance where there are more."""
    chosen = np.arange(len(points))
    if len(points) > sample:
        chosen = np.sort(rng.choice(len(points), sample, replace=False))
    seen = points[chosen]
    groupings = tuple(grouped(seen, k, rng, starts=starts) for k in numbers_to_try(len(seen)))
    clear = np.array(silhouettes(seen, [one.labels for one in groupings]), dtype=float)
    asked = least if len(chosen) == len(points) else 1  # the rest is for who finishes it to see
    clear[[min(one.sizes) < asked for one in groupings]] = np.nan
    return Splits(chosen, groupings, clear)


def clear_on_some(points: Numbers, groups: Grouping, rng: Generator, some: int) -> float:
    """How clear one grouping of all points is, seen on ``some`` of them."""
    chosen = np.arange(len(points))
    if len(points) > some:
        chosen = np.sort(rng.choice(len(points), some, replace=False))
    return silhouettes(points[chosen], [groups.labels[chosen]])[0]


def near_map(votes: Votes) -> tuple[Centred, Components, Numbers]:
    """A map good enough to be one of many: its matrix, components and people's positions (P × 2)."""
    matrix = centred(votes)
    components = components_of(matrix, angle=NEAR)
    return matrix, components, positions_of_people(matrix, components.vectors)
