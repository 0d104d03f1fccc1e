"""Votes as the sparse matrix of what each differs from its statement's mean by; nothing stands where nobody voted.

Putting a statement's mean where a vote is missing and then taking the mean away leaves exactly nothing there, so that
this small matrix is the same as the large one that other programs fill in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from penholder.pure.reading.opinion.votes import Votes

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Centred:
    """``matrix`` (P × S): vote − mean of its statement; ``means`` (S), 0 where nobody voted; ``cast`` (P): votes of each.

    ``weights`` (S) are the sums of squares in its columns, exactly 0 where all say the same. ``counted`` is S without the statements that were taken out; these are empty columns, and have no votes.
    """

    matrix: csr_array[np.float64, tuple[int, int]]
    means: Numbers
    weights: Numbers
    cast: NDArray[np.int64]
    counted: int


def centred(votes: Votes) -> Centred:
    """The centred matrix of all votes; it shares ``votes.statement`` and copies no other column of them."""
    people, statements = len(votes.people), len(votes.statements)
    starts = np.searchsorted(votes.person, np.arange(people + 1, dtype=votes.person.dtype)).astype(np.int32)
    means, weights = _means_and_weights(votes, statements)
    data = np.empty(len(votes))
    for strip in _strips(len(votes)):
        into = data[strip]
        np.take(
            means, votes.statement[strip], out=into, mode="clip"
        )  # with another mode it makes a copy first
        np.subtract(votes.value[strip], into, out=into)
    made = csr_array((data, votes.statement, starts), shape=(people, statements), copy=False)
    made.has_canonical_format = True  # sorted, each pair once: looking it up again would cost a pass
    return Centred(made, means, weights, np.diff(starts).astype(np.int64), votes.shape[1])


def _means_and_weights(votes: Votes, statements: int) -> tuple[Numbers, Numbers]:
    """Of each statement, 0 where nobody voted. Counts are whole numbers, and so exact in any order."""
    counts = np.zeros(3 * statements, dtype=np.int64)
    for strip in _strips(len(votes)):
        places = votes.statement[strip] * np.intp(3) + (votes.value[strip] + 1)
        counts += np.bincount(places, minlength=3 * statements)
    disagree, passes, agree = counts.reshape(statements, 3).T
    cast = disagree + passes + agree
    means: Numbers = np.divide(agree - disagree, cast, out=np.zeros(statements), where=cast > 0)
    return means, disagree * (1 + means) ** 2 + passes * means**2 + agree * (1 - means) ** 2


_STRIP = 1 << 16  # votes at once: so much stays in the cache, and no second column of all votes is needed


def _strips(length: int) -> Iterator[slice]:
    return (slice(begin, begin + _STRIP) for begin in range(0, length, _STRIP))
