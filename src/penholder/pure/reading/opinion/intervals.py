"""How sure a share is: intervals that hold for few votes too, and for shares near none and near all.

Wilson's interval for one share (E. B. Wilson 1927) and Newcombe's hybrid of two of them for a difference (R. G. Newcombe
1998, *Statistics in Medicine* 17, method 10). Both stay between their limits where the textbook interval does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

LEVEL = 0.95

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the range it may well lie in: shares from 0 to 1, differences of shares from −1 to 1."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """Many of them, in arrays of one shape."""

    estimate: Numbers
    low: Numbers
    high: Numbers

    def at(self, *place: int) -> Interval:
        return Interval(float(self.estimate[place]), float(self.low[place]), float(self.high[place]))


def shares(count: ArrayLike, of: ArrayLike, *, level: float = LEVEL) -> Intervals:
    """Wilson's interval for ``count`` out of ``of``; out of none nothing is known, which is ½ between 0 and 1."""
    hits, total = np.asarray(count, dtype=float), np.asarray(of, dtype=float)
    z2 = float(ndtri((1 + level) / 2)) ** 2
    share = np.where(total > 0, hits / np.maximum(total, 1), 0.5)
    centre = (hits + z2 / 2) / (total + z2)
    half = np.sqrt(z2) / (total + z2) * np.sqrt(np.maximum(total * share * (1 - share), 0) + z2 / 4)
    known = total > 0
    # At none and at all one end is the share itself; rounding must not put it on the wrong side.
    low = np.where(known & (hits > 0), np.maximum(centre - half, 0), 0.0)
    high = np.where(known & (hits < total), np.minimum(centre + half, 1), 1.0)
    return Intervals(share, low, high)


def differences(one: Intervals, other: Intervals) -> Intervals:
    """Newcombe's interval for the first share less the second, from the Wilson intervals of both."""
    between = one.estimate - other.estimate
    below = np.hypot(one.estimate - one.low, other.high - other.estimate)
    above = np.hypot(one.high - one.estimate, other.estimate - other.low)
    return Intervals(between, np.maximum(between - below, -1), np.minimum(between + above, 1))
