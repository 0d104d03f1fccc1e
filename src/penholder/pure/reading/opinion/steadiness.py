"""Whether groups stand when some votes are missing, and whether a person stays in theirs.

Each resample keeps four votes out of five, computes everything again, and is compared with the groups from all votes.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array

from penholder.pure.reading.opinion.centred import Centred
from penholder.pure.reading.opinion.grouping import Grouping, finished, grouped, nearest
from penholder.pure.reading.opinion.splitting import near_map
from penholder.pure.reading.opinion.votes import Votes

Labels = NDArray[np.int32]
Numbers = NDArray[np.float64]

LEFT_OUT = 5  # one vote of so many is left out
SKETCHED = 2_000  # people among whom groups are first looked for
RESAMPLES, EVERYONE = 2, 3  # streams of random numbers of their own


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """How two labellings of the same n people, in k groups each, differ.

    ``alike``: the adjusted Rand index (Hubert and Arabie 1985). ``partner`` (k): the group of the second that each of
    the first is paired with, so that as many people as possible stay.
    """

    alike: float
    partner: NDArray[np.intp]


def compared(before: Labels, after: Labels, k: int) -> Comparison:
    """Two labellings (n, from 0 to k − 1) of the same people."""
    table = np.bincount(before.astype(np.int64) * k + after, minlength=k * k).reshape(k, k)
    _, partner = linear_sum_assignment(-table)
    return Comparison(_adjusted_rand(table), partner)


@dataclass(frozen=True, slots=True, eq=False)
class Resample:
    """A map from a part of the votes: what it takes to put anybody on it and into one of its groups.

    ``centres`` and ``seen`` have one entry for each number of groups tried.
    """

    means: Numbers
    components: Numbers
    centres: tuple[Numbers, ...]
    seen: tuple[Comparison, ...]
    stayed: NDArray[np.bool_]


def resampled(
    votes: Votes,
    counted_in: NDArray[np.bool_],
    groupings: Sequence[Grouping],
    *,
    times: int,
    seed: int,
    done: Callable[[int], None],
) -> tuple[Resample, ...]:
    """The groupings (K) of those counted in, compared with what each of ``times`` thinned conversations gives.

    ``stayed`` (K × n) says who was in the same group, for each number of groups.
    """
    made: list[Resample] = []
    for number in range(times):
        rng = np.random.default_rng([seed, RESAMPLES, number])
        matrix, components, positions = near_map(_thinned(votes, rng))
        after = [_regrouped(positions[counted_in], len(before.sizes), rng) for before in groupings]
        seen = tuple(
            compared(old.labels, new.labels, len(old.sizes))
            for old, new in zip(groupings, after, strict=True)
        )
        stayed = [
            one.partner[old.labels] == new.labels
            for one, old, new in zip(seen, groupings, after, strict=True)
        ]
        made.append(
            Resample(
                matrix.means, components.vectors, tuple(one.centres for one in after), seen, np.array(stayed)
            )
        )
        done(number + 1)
    return tuple(made)


def _regrouped(points: Numbers, k: int, rng: Generator) -> Grouping:
    """Found on some where there are many, and finished on all."""
    if len(points) <= SKETCHED:
        return grouped(points, k, rng)
    return finished(points, grouped(points[rng.choice(len(points), SKETCHED, replace=False)], k, rng))


def steadiness_of_everyone(
    votes: Votes, matrix: Centred, labels: Labels, resamples: Sequence[Resample], at: int, *, seed: int
) -> Numbers:
    """P: the share of resamples in which each person, a fifth of their votes left out, stays in the group of ``labels``.

    For conversations in which the resamples were made from a sample of the people. ``at`` is the place of the number
    of groups among those tried.
    """
    stayed = np.zeros(len(labels))
    starts = matrix.matrix.indptr
    for number, one in enumerate(resamples):
        rng = np.random.default_rng([seed, EVERYONE, number])
        for people in _strips(starts):
            positions = _thinned_positions(votes, matrix, people, one, rng=rng)
            after = nearest(positions, one.centres[at])
            stayed[people] += one.seen[at].partner[labels[people]] == after
    return stayed / max(len(resamples), 1)


_STRIP = 1 << 19  # votes at once


def _strips(starts: NDArray[np.integer]) -> Iterator[slice]:
    """People, in strips with about so many votes together."""
    cuts = np.unique(np.searchsorted(starts, np.arange(0, int(starts[-1]) + _STRIP, _STRIP)))
    edges = np.unique(np.concatenate([[0], cuts[cuts < len(starts)], [len(starts) - 1]]))
    return (slice(int(begin), int(end)) for begin, end in itertools.pairwise(edges))


def _thinned_positions(
    votes: Votes, matrix: Centred, people: slice, one: Resample, *, rng: Generator
) -> Numbers:
    starts = matrix.matrix.indptr
    first, last = int(starts[people.start]), int(starts[people.stop])
    statement = votes.statement[first:last]
    kept = rng.integers(LEFT_OUT, size=last - first, dtype=np.uint8) != 0
    data = (votes.value[first:last] - one.means[statement]) * kept
    own = starts[people.start : people.stop + 1] - starts[people.start]
    upto = np.concatenate([[0], np.cumsum(kept)])
    cast = upto[own[1:]] - upto[own[:-1]]
    rows = csr_array((data, statement, own), shape=(len(cast), len(one.means)))
    made: Numbers = (rows @ one.components.T) * np.sqrt(matrix.counted / np.maximum(cast, 1))[:, None]
    return made


def _thinned(votes: Votes, rng: Generator) -> Votes:
    """The votes without about every fifth, the same people and statements."""
    kept = rng.integers(LEFT_OUT, size=len(votes), dtype=np.uint8) != 0
    return Votes(
        votes.people,
        votes.statements,
        votes.person[kept],
        votes.statement[kept],
        votes.value[kept],
        votes.moderated,
    )


def _adjusted_rand(table: NDArray[np.int64]) -> float:
    together, rows, columns = (_pairs(part) for part in (table, table.sum(axis=1), table.sum(axis=0)))
    every = _pairs(table.sum())
    expected = rows * columns / every if every else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _pairs(counts: NDArray[np.int64]) -> float:
    return float((counts.astype(float) * (counts - 1.0) / 2).sum())
