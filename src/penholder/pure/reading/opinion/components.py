"""The two directions in which opinions differ most: exact principal components of the centred votes.

They are the leading eigenvectors of AᵀA, which is never formed: Davidson's method (1975) in blocks of two, with each
new direction made orthogonal to all earlier ones, twice, and a residual that says how near the answer is. Two starts
find two directions of equal weight, which one would miss. All sums run in one order on one core, so that they come out
the same anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csc_array, csr_array

from penholder.pure.reading.opinion.centred import Centred

Numbers = NDArray[np.float64]
Sparse = csr_array[np.float64, tuple[int, int]]
SparseBack = csc_array[np.float64]

KEPT = 2
EXACT = 3e-11
_WHOLE = 32  # so few directions are decomposed whole, which also settles ties
_FLOOR = 4e-15  # what rounding leaves of a residual, relative to the largest weight
_NOTHING = 1e-12  # a weight as small as this, relative to the largest, is rounding and not a direction
_SEEN = 1e-10  # a direction with less than this that is new is rounding
_MOST = 48  # directions held at once; then all but the leading few are dropped
_SPARED = 8  # those few
_LEAST_BELOW = 0.05  # no statement's own weight counts as nearer to a component's than this share of it
_ENOUGH = 1_000  # products, far beyond what real votes need


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """``vectors`` (2 × S), of unit length or zero; ``weights`` (2): their sums of squares; ``total``: that of the votes.

    ``products`` counts the passes over the matrix.
    """

    vectors: Numbers
    weights: Numbers
    total: float
    products: int

    @property
    def explained(self) -> Numbers:
        """The share of all variance along each component."""
        return self.weights / self.total if self.total else np.zeros(KEPT)


def components_of(votes: Centred, *, start: Numbers | None = None, angle: float = EXACT) -> Components:
    """The two components of centred votes (P × S), each turned so that its largest entry is positive.

    ``start`` (2 × S) are those of an earlier state: the answer is the same, reached in fewer steps. ``angle`` is how far
    a component may lie from the true one, in radians.
    """
    matrix, own = votes.matrix, votes.weights
    width, live = matrix.shape[1], own > 0
    if not live.any():
        return Components(np.zeros((KEPT, width)), np.zeros(KEPT), 0.0, 0)
    if live.sum() <= _WHOLE:
        weights, vectors, products = _whole(matrix, np.flatnonzero(live))
    else:
        weights, vectors, products = _searched(matrix, own, _begin(live, start), angle)
    nothing = weights <= _NOTHING * weights[0]
    vectors[nothing], weights[nothing] = 0, 0
    return Components(_turned(vectors), weights, float(own.sum()), products)


def _squared(matrix: Sparse, back: SparseBack, rows: Numbers) -> Numbers:
    """AᵀA applied to each row; ``back`` is Aᵀ, which shares the arrays of A. One at a time is faster than two at once."""
    return np.array([back @ (matrix @ row) for row in rows])


def _whole(matrix: Sparse, live: NDArray[np.intp]) -> tuple[Numbers, Numbers, int]:
    chosen = np.zeros((len(live), matrix.shape[1]))
    chosen[np.arange(len(live)), live] = 1
    square = _squared(matrix, matrix.T, chosen)[:, live]
    weights, columns = np.linalg.eigh((square + square.T) / 2)
    weights, rows = np.maximum(weights[::-1], 0), columns.T[::-1]
    vectors = np.zeros((KEPT, matrix.shape[1]))
    found = _untied(weights, rows)
    vectors[: len(found), live] = found
    kept = np.zeros(KEPT)
    kept[: len(found)] = weights[:KEPT]
    return kept, vectors, 1


def _untied(weights: Numbers, rows: Numbers) -> Numbers:
    """The first two directions; where weights are equal, those nearest to the first statements, whoever counts."""
    chosen: list[Numbers] = []
    place = 0
    while place < len(weights) and len(chosen) < KEPT:
        tied = np.flatnonzero(np.abs(weights - weights[place]) <= 1e-11 * weights[0])
        last = int(tied[-1]) + 1
        space = rows[place:last]
        chosen.extend(_rows_in_order(space) if last - place > 1 else space)
        place = last
    return np.array(chosen[:KEPT])


def _rows_in_order(space: Numbers) -> list[Numbers]:
    """A basis of the space that does not depend on how it was given: the projections of the axes, one by one."""
    found: list[Numbers] = []
    for axis in range(space.shape[1]):
        vector = np.einsum("i,ij->j", space[:, axis], space)
        for _ in range(2):
            for other in found:
                vector = vector - (other @ vector) * other
        length = float(np.sqrt(vector @ vector))
        if length > _SEEN:
            found.append(vector / length)
        if len(found) == len(space):
            break
    return found


def _begin(live: NDArray[np.bool_], start: Numbers | None) -> Numbers:
    """Two directions that no likely component is orthogonal to; the same every time."""
    width = len(live)
    golden = (np.arange(1, width + 1) * 0.6180339887498949) % 1
    made = np.array([0.5 + golden, golden - 0.5 + 0.1 * ((np.arange(width) % 7) - 3)])
    if start is not None:
        # Never quite blind to what the earlier state had nothing of.
        made = start + 1e-7 * made / np.sqrt(width)
    return np.where(live, made, 0.0)


def _searched(matrix: Sparse, own: Numbers, begin: Numbers, angle: float) -> tuple[Numbers, Numbers, int]:
    """The leading weights and vectors within a growing space of directions, until their residuals are small enough.

    A new direction is the residual of a component, each statement's entry divided by how far the component's weight
    is above that statement's own: where statements hang together little, that nearly is the error.
    """
    back = matrix.T
    most = min(_MOST, matrix.shape[1] - 1)
    space, ahead = np.zeros((most + KEPT, matrix.shape[1])), np.zeros((most + KEPT, matrix.shape[1]))
    new, size, products = _orthonormal(begin, space[:0]), 0, 0
    while True:
        space[size : size + len(new)] = new
        ahead[size : size + len(new)] = _squared(matrix, back, new)
        size, products = size + len(new), products + 1
        weights, turns = _leading(_inner(space[:size], ahead[:size]))
        vectors, images = _inner(turns.T, space[:size].T), _inner(turns.T, ahead[:size].T)
        residuals = images[:KEPT] - weights[:KEPT, None] * vectors[:KEPT]
        open_ = _not_yet_near(weights, residuals, angle)
        if not len(open_):
            break
        if size >= most:
            size = len(weights)
            space[:size], ahead[:size] = vectors, images
        heavy = weights[open_, None]
        below = np.maximum(heavy - own, np.maximum(_LEAST_BELOW * heavy, _NOTHING * weights[0]))
        new = _orthonormal(residuals[open_] / below, space[:size])
        if not len(new) or products >= _ENOUGH:
            break
    kept = np.zeros((KEPT, matrix.shape[1]))
    kept[: len(vectors[:KEPT])] = vectors[:KEPT]
    return np.maximum(np.append(weights[:KEPT], [0.0] * KEPT)[:KEPT], 0), kept, products


def _inner(rows: Numbers, others: Numbers) -> Numbers:
    """All inner products; in one order of sums, which a product of matrices on several cores would not promise."""
    made: Numbers = np.einsum("is,js->ij", rows, others)
    return made


def _leading(inner: Numbers) -> tuple[Numbers, Numbers]:
    """The largest few weights within the space, and their vectors as columns."""
    size = len(inner)
    weights, turns = eigh(
        (inner + inner.T) / 2, driver="evr", subset_by_index=(max(size - _SPARED, 0), size - 1)
    )
    return weights[::-1], turns[:, ::-1]


def _not_yet_near(weights: Numbers, residuals: Numbers, angle: float) -> NDArray[np.intp]:
    """Which components may lie further off than allowed: residual by gap to the nearest other weight (Davis and Kahan)."""
    if len(weights) <= KEPT:
        return np.arange(len(residuals))
    missed = np.sqrt((residuals * residuals).sum(axis=1))
    first = weights[0] - weights[1]
    gaps = np.array([first, min(first, weights[1] - weights[2])])
    allowed = np.maximum(angle * gaps, _FLOOR * weights[0])
    far = missed > allowed
    return np.flatnonzero(missed > 0.1 * allowed) if far.any() else np.flatnonzero(far)


def _orthonormal(rows: Numbers, basis: Numbers) -> Numbers:
    """Rows made orthogonal to a basis and to each other, and of unit length; those that vanish are left out."""
    found = np.zeros((0, rows.shape[1]))
    for given in rows:
        length = float(np.sqrt((given * given).sum()))
        if not length:
            continue
        row = given / length
        for _ in range(2):
            for known in (basis, found):
                row = row - np.einsum("m,ms->s", np.einsum("ms,s->m", known, row), known)
        length = float(np.sqrt((row * row).sum()))
        if length > _SEEN:
            found = np.vstack([found, row / length])
    return found


def _turned(vectors: Numbers) -> Numbers:
    """Signs fixed: the largest entry is positive; of several as large, to nine digits, the first statement's."""
    sizes = np.abs(vectors)
    largest = (sizes >= sizes.max(axis=1, keepdims=True) * (1 - 1e-9)).argmax(axis=1)
    turned: Numbers = np.where(vectors[np.arange(len(vectors)), largest] < 0, -1, 1)[:, None] * vectors
    return turned + 0.0  # no minus zeros
