"""Chance, and how often to expect it: exact probabilities for counts, and a limit on the false ones among many findings.

With hundreds of statements and several groups some difference always looks large. The adjusted values of Benjamini and
Hochberg (1995) keep the expected share of false findings among those reported under the level chosen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, gammaln

LEVEL = 0.05
"""At most one finding in twenty is expected to be false."""

Numbers = NDArray[np.float64]

_NEGLIGIBLE = 1e-17


def beyond_half(count: ArrayLike, of: ArrayLike) -> Numbers:
    """The probability of ``count`` or more out of ``of`` if each were as likely as not (exact binomial)."""
    hits, total = np.asarray(count, dtype=float), np.asarray(of, dtype=float)
    tail = betainc(np.maximum(hits, 1), np.maximum(total - hits, 0) + 1, 0.5)
    return np.asarray(np.where(hits > 0, tail, 1.0), dtype=float)


def beyond_draw(both: ArrayLike, one: ArrayLike, other: ArrayLike, of: ArrayLike) -> Numbers:
    """The probability that two sets of sizes ``one`` and ``other`` drawn from ``of`` share ``both`` or more.

    Fisher's exact test, one-sided. Where they share no more than expected the answer is 1: nothing speaks for a link,
    and the long sum is spared. Arguments are broadcast against each other.
    """
    shape = np.broadcast(both, one, other, of).shape
    a, row, col, total = (
        np.broadcast_to(np.asarray(each, dtype=float), shape).ravel() for each in (both, one, other, of)
    )
    found = np.ones(len(a))
    above = np.flatnonzero(a * total > row * col)
    if len(above):
        found[above] = _upper_tail(a[above], row[above], col[above], total[above])
    return found.reshape(shape)


def adjusted(chances: Numbers) -> Numbers:
    """Benjamini–Hochberg adjusted values of the same shape; NaN stands for what was not tested, and stays."""
    flat = chances.ravel()
    found = np.full(len(flat), np.nan)
    tested = np.flatnonzero(~np.isnan(flat))
    if len(tested):
        order = tested[np.argsort(flat[tested], kind="stable")]
        scaled = flat[order] * len(order) / np.arange(1, len(order) + 1)
        found[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return found.reshape(chances.shape)


def _upper_tail(a: Numbers, row: Numbers, col: Numbers, total: Numbers) -> Numbers:
    """Summed outwards from ``a``; each term follows from the one before, and above the mean they only shrink."""
    term = np.exp(_log_choose(row, a) + _log_choose(total - row, col - a) - _log_choose(total, col))
    tail = term.copy()
    going = np.arange(len(a))
    k = a.copy()
    while len(going):
        up = (row[going] - k[going]) * (col[going] - k[going])
        down = (k[going] + 1) * (total[going] - row[going] - col[going] + k[going] + 1)
        term[going] *= up / down
        tail[going] += term[going]
        k[going] += 1
        going = going[term[going] > tail[going] * _NEGLIGIBLE]
    return np.minimum(tail, 1)


def _log_choose(of: Numbers, some: Numbers) -> Numbers:
    return np.asarray(gammaln(of + 1) - gammaln(some + 1) - gammaln(of - some + 1), dtype=float)
