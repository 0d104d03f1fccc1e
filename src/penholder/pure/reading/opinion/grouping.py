"""People who lie close together: k-means on their positions, with seeded starts, the same every time.

Lloyd's rounds from k-means++ starts (Arthur and Vassilvitskii 2007), several starts at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Labels = NDArray[np.int32]

STARTS = 10
ROUNDS = 100
LAST_ROUNDS = 10
MOST_GROUPS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """``labels`` (n) from 0, the largest group first; ``centres`` (k × 2); ``sizes`` (k)."""

    labels: Labels
    centres: Numbers
    sizes: tuple[int, ...]


def numbers_to_try(people: int) -> range:
    """From two to five groups, as Polis: k = 2 … min(5, 2 + ⌊n/12⌋), and never more than half the people."""
    return range(2, min(MOST_GROUPS, 2 + people // 12, people // 2) + 1)


def grouped(points: Numbers, k: int, rng: Generator, *, starts: int = STARTS) -> Grouping:
    """Points (n × 2) in k groups; one can be empty where there are fewer than k different points."""
    centres = _best(points, _rounds(points, _starts(points, k, rng, starts)))
    return _ordered(centres, nearest(points, centres))


def finished(points: Numbers, sketch: Grouping) -> Grouping:
    """A grouping found on some of the points, carried to all of them and rounded off."""
    if len(points) == len(sketch.labels):
        return sketch
    centres = _rounds(points, sketch.centres[None].copy(), most=LAST_ROUNDS, slack=1e-4)[0]
    return _ordered(centres, nearest(points, centres))


def again(points: Numbers, labels: Labels, k: int) -> Grouping:
    """The groups that some of the points (n × 2) were in, after the points have moved a little; −1 for who was in none.

    Each group keeps its number, whatever its size is now.
    """
    known = labels >= 0
    before = _means(points[known], labels[known][None].astype(np.intp), np.zeros((1, k, 2)))
    centres = _rounds(points, before, most=LAST_ROUNDS, slack=1e-4)[0]
    after = nearest(points, centres)
    return Grouping(after, centres, tuple(int(size) for size in np.bincount(after, minlength=k)))


def nearest(points: Numbers, centres: Numbers) -> Labels:
    """The nearest centre of each point; of equally near ones the first."""
    labels, _ = _nearest(points, centres[None])
    first: Labels = labels[0].astype(np.int32)
    return first


def _starts(points: Numbers, k: int, rng: Generator, starts: int) -> Numbers:
    """Starts × k × 2: each next centre drawn with odds of its squared distance to the nearest one so far."""
    centres = np.empty((starts, k, 2))
    centres[:, 0] = points[rng.integers(len(points), size=starts)]
    nearest_so_far = np.full((starts, len(points)), np.inf)
    for at in range(1, k):
        np.minimum(nearest_so_far, _squares(points, centres[:, at - 1]), out=nearest_so_far)
        up_to = np.cumsum(nearest_so_far, axis=1)
        drawn = rng.random(starts) * up_to[:, -1]
        for start in range(starts):
            place = min(int(np.searchsorted(up_to[start], drawn[start], side="right")), len(points) - 1)
            centres[start, at] = points[place]
    return centres


def _squares(points: Numbers, centres: Numbers) -> Numbers:
    """Centres × n: squared distances."""
    across = points[:, 0] - centres[:, :1]
    up = points[:, 1] - centres[:, 1:]
    across *= across
    up *= up
    across += up
    return across


def _nearest(points: Numbers, centres: Numbers) -> tuple[NDArray[np.intp], Numbers]:
    """Starts × n: which centre of each start is nearest, and the squared distance to it."""
    labels = np.zeros((len(centres), len(points)), dtype=np.intp)
    least = _squares(points, centres[:, 0])
    for at in range(1, centres.shape[1]):
        distance = _squares(points, centres[:, at])
        closer = distance < least
        labels[closer] = at
        np.minimum(least, distance, out=least)
    return labels, least


def _rounds(points: Numbers, centres: Numbers, *, most: int = ROUNDS, slack: float = 1e-12) -> Numbers:
    """Centres moved to the mean of what is nearest to them, until none moves further than ``slack`` of the whole."""
    starts = len(centres)
    near = slack * float(np.ptp(points, axis=0).max(initial=0.0))
    moving = np.arange(starts)
    for _ in range(most):
        labels, _ = _nearest(points, centres[moving])
        moved = _means(points, labels, centres[moving])
        still = np.abs(moved - centres[moving]).max(axis=(1, 2)) > near
        centres[moving] = moved
        moving = moving[still]
        if not len(moving):
            break
    return centres


def _means(points: Numbers, labels: NDArray[np.intp], before: Numbers) -> Numbers:
    """The mean of each group of each start; a centre that nobody is nearest to stays where it was."""
    starts, k, _ = before.shape
    places = (labels + k * np.arange(starts)[:, None]).ravel()
    counts = np.bincount(places, minlength=starts * k)
    sums = [
        np.bincount(places, weights=np.tile(points[:, axis], starts), minlength=starts * k) for axis in (0, 1)
    ]
    means = np.stack(sums, axis=1) / np.maximum(counts, 1)[:, None]
    return np.where(counts[:, None] > 0, means, before.reshape(-1, 2)).reshape(before.shape)


def _best(points: Numbers, centres: Numbers) -> Numbers:
    """Of several starts, the one with the smallest sum of squares; to nine digits, so that rounding decides nothing."""
    _, least = _nearest(points, centres)
    sums = least.sum(axis=1)
    best: Numbers = centres[int(np.argmax(sums <= sums.min() * (1 + 1e-9)))]
    return best


def _ordered(centres: Numbers, labels: Labels) -> Grouping:
    """The largest group first; of equal ones, the one further left."""
    sizes = np.bincount(labels, minlength=len(centres))
    order = np.lexsort((centres[:, 1], centres[:, 0], -sizes))
    renamed = np.empty(len(order), dtype=np.int32)
    renamed[order] = np.arange(len(order), dtype=np.int32)
    return Grouping(renamed[labels], centres[order], tuple(int(size) for size in sizes[order]))
