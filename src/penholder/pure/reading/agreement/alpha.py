"""Krippendorff's alpha: one minus how much readers disagree over how much they would if values fell by chance.

After Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011), in sums of counts instead of pairs. With n_uc the
number of readers who gave value c to unit u, m_u all who gave it any (two or more), n_c all over all units and N their
sum:

    alpha = 1 − (N − 1) · Σ_u [Σ_{c<k} n_uc · n_uk · δ²(c, k)] / (m_u − 1)  ÷  Σ_{c<k} n_c · n_k · δ²(c, k)

δ² is 1 (nominal), the squared difference (interval), that of the middle ranks (ordinal), or that of difference over sum
(ratio). For a difference of x, Σ_{c<k} n_c n_k (x_c − x_k)² = n · Σ n_c x_c² − (Σ n_c x_c)², so that only the level
ratio has to look at pairs, and there only at pairs of different values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from penholder.pure.reading.agreement.ratings import Counts, Level, Ratings

MOST_RATIO_VALUES = 20_000
FEWEST_UNITS = 10
"""With fewer units to draw from, an interval would promise more than it knows."""

RESAMPLES = 1_000
LEVEL_OF_CONFIDENCE = 0.95

_AT_ONCE = 4_000_000  # numbers in memory at once
_SMALL = 200_000  # multiplications that BLAS does in one thread, near the processor
_MOST_UNDEFINED = 0.05

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """``alpha`` and its interval, each None where it is not defined; ``sentence`` then says why, else it is empty.

    ``units`` are those with two ratings or more, ``ratings`` what was given to them.
    """

    alpha: float | None
    units: int
    ratings: int
    interval: tuple[float, float] | None = None
    sentence: str = ""


def agreement(ratings: Ratings, *, seed: int | None = 0, resamples: int = RESAMPLES) -> Agreement:
    """Alpha of ``ratings``; with a ``seed`` also an interval, that holds 95 % of what resampled units give.

    Units are drawn with replacement, as many as there are, ``resamples`` times; readers stay as they are. The same for
    any order of units and readers. Raises ``ValueError`` for more than ``MOST_RATIO_VALUES`` values of a ratio.
    """
    pairable = ratings.pairable()
    given = int((pairable.readers * pairable.often).sum())
    if not given:
        return Agreement(
            None, 0, 0, sentence="No unit was read by two readers, so there is nothing to compare."
        )
    if pairable.level is Level.RATIO and len(pairable.values) > MOST_RATIO_VALUES:
        raise ValueError(
            f"There are {len(pairable.values):,} different values; at the level ratio at most {MOST_RATIO_VALUES:,} can be compared. Round them."
        )
    if len(pairable.values) == 1:
        return Agreement(
            None,
            pairable.units,
            given,
            sentence="All readers gave the same value throughout. Alpha says how far readers tell units apart, so it is not defined here.",
        )
    pairable = replace(pairable, values=_near_one(pairable.values))
    found = Agreement(float(_alphas(pairable, pairable.often[np.newaxis, :])[0]), pairable.units, given)
    return found if seed is None else _with_interval(found, pairable, seed, resamples)


def _near_one(values: Numbers) -> Numbers:
    """The values at another scale, which alpha does not depend on, so that no square is too large or too small to be told.

    By a power of two, which keeps every digit.
    """
    _, exponent = np.frexp(np.abs(values).max())
    found: Numbers = np.ldexp(values, -int(exponent))
    return found


def _alphas(ratings: Ratings, weights: Numbers) -> Numbers:
    """Alpha for each row of ``weights``, which says how often each sort of unit counts; NaN where it is not defined."""
    counts, readers = ratings.counts, ratings.readers
    totals = _times(weights, counts.T)  # how often each value was given
    if ratings.level is Level.ORDINAL:
        middles = np.cumsum(totals, axis=1) - totals / 2
        within, among = _apart_within(counts, middles, readers), _apart(totals, middles)
    elif ratings.level is Level.INTERVAL:
        values = ratings.values[np.newaxis, :] - ratings.values.mean()  # near zero, so that nothing is lost
        within, among = _apart_within(counts, values, readers), _apart(totals, values)
    elif ratings.level is Level.NOMINAL:
        within = (readers**2 - _squares(counts))[np.newaxis, :] / 2
        among = (totals.sum(axis=1) ** 2 - (totals**2).sum(axis=1)) / 2
    else:
        within, among = _ratio_within(counts, ratings.values), _ratio_among(totals, ratings.values)
    within = within / (readers - 1)
    observed = np.einsum("bu,bu->b", weights, within) if len(within) == len(weights) else weights @ within[0]
    observed = np.maximum(observed, 0)  # rounding may leave less than nothing, and alpha is never above 1
    with np.errstate(divide="ignore", invalid="ignore"):
        alphas: Numbers = np.where(among > 0, 1 - (totals.sum(axis=1) - 1) * observed / among, np.nan)
    return alphas


def _times(rows: Numbers, counts: Counts | sp.csc_array) -> Numbers:
    """The matrix product. A single row goes without BLAS, whose threads wait for one another where others work too."""
    if len(rows) == 1 and isinstance(counts, np.ndarray):
        found: Numbers = np.einsum("bk,kn->bn", rows, counts)
        return found
    return np.asarray((counts.T @ rows.T).T, dtype=np.float64)


def _squares(counts: Counts) -> Numbers:
    if isinstance(counts, np.ndarray):
        found: Numbers = np.einsum("vu,vu->u", counts, counts)
        return found
    squared = counts.copy()
    squared.data **= 2
    return np.asarray(squared.sum(axis=0), dtype=np.float64)


def _apart_within(counts: Counts, values: Numbers, readers: Numbers) -> Numbers:
    """Squared differences within each unit, for each row of ``values``: rows × units."""
    found: Numbers = readers * _times(values**2, counts) - _times(values, counts) ** 2
    return found


def _apart(totals: Numbers, values: Numbers) -> Numbers:
    """Squared differences among all values, for each row of ``totals``."""
    found: Numbers = (
        totals.sum(axis=1) * (totals * values**2).sum(axis=1) - (totals * values).sum(axis=1) ** 2
    )
    return found


def _ratio_within(counts: Counts, values: Numbers) -> Numbers:
    """The same for ratios within each unit."""
    if not isinstance(counts, np.ndarray):
        return _ratio_within_sparse(counts, values)
    apart = _ratio(values[:, np.newaxis], values[np.newaxis, :])
    found = np.empty((1, counts.shape[1]))
    step = max(1, _SMALL // apart.size)
    for start in range(0, counts.shape[1], step):
        some = counts[:, start : start + step]
        found[0, start : start + step] = np.einsum("vu,vu->u", some, apart @ some) / 2
    return found


def _ratio_within_sparse(counts: sp.csr_array, values: Numbers) -> Numbers:
    """Over values of the same unit that are one apart, two apart and so on."""
    by_unit = sp.csr_array(counts.T)
    by_unit.sort_indices()
    different = np.diff(by_unit.indptr)
    unit = np.repeat(np.arange(len(different)), different)
    value, often = values[by_unit.indices], by_unit.data
    found = np.zeros((1, len(different)))
    for apart in range(1, int(different.max())):
        same = unit[apart:] == unit[:-apart]
        pairs = often[apart:][same] * often[:-apart][same]
        found[0] += np.bincount(
            unit[apart:][same],
            weights=pairs * _ratio(value[apart:][same], value[:-apart][same]),
            minlength=len(different),
        )
    return found


def _ratio_among(totals: Numbers, values: Numbers) -> Numbers:
    found = np.zeros(len(totals))
    step = max(1, _AT_ONCE // len(values))
    for start in range(0, len(values), step):
        chosen = slice(start, start + step)
        apart = _ratio(values[chosen, np.newaxis], values[np.newaxis, :])
        found += np.einsum("bi,bi->b", totals[:, chosen], totals @ apart.T) / 2
    return found


def _ratio(one: Numbers, other: Numbers) -> Numbers:
    """The squared difference over the sum; two zeros are no way apart."""
    sums = one + other
    found: Numbers = ((one - other) / np.where(sums > 0, sums, 1)) ** 2
    return found


# The interval


def _with_interval(found: Agreement, ratings: Ratings, seed: int, resamples: int) -> Agreement:
    if found.units < FEWEST_UNITS:
        return replace(
            found, sentence=f"With fewer than {FEWEST_UNITS} units read by two readers there is no interval."
        )
    alphas = np.concatenate(list(_resampled(ratings, np.random.default_rng(seed), resamples)))
    defined = alphas[~np.isnan(alphas)]
    if len(defined) < (1 - _MOST_UNDEFINED) * resamples:
        return replace(
            found,
            sentence="Nearly all values are the same, so there is no interval: too many resamples have nothing else.",
        )
    outside = (1 - LEVEL_OF_CONFIDENCE) / 2
    low, high = np.quantile(defined, (outside, 1 - outside))
    return replace(found, interval=(float(low), float(high)))


def _resampled(ratings: Ratings, rng: np.random.Generator, resamples: int) -> Iterator[Numbers]:
    """Alphas of resamples: how often each sort of unit is drawn, when as many are drawn as there are."""
    step = max(1, _AT_ONCE // max(len(ratings.often), len(ratings.values)))
    for start in range(0, resamples, step):
        drawn = rng.multinomial(
            ratings.units, ratings.often / ratings.units, size=min(step, resamples - start)
        )
        yield _alphas(ratings, drawn.astype(np.float64))
