"""How clearly points fall into groups: the mean silhouette (Rousseeuw 1987), for several groupings of the same points.

For each point, a is its mean distance to the others of its group and b to those of the nearest other group; its
silhouette is (b − a) ÷ max(a, b), 0 for a point alone in its group. Distances are computed once for all groupings.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Numbers = NDArray[np.float64]

_STRIP = 64  # points at once: their distances to all others stay in the cache


def silhouettes(points: Numbers, groupings: Sequence[NDArray[np.int32]]) -> tuple[float, ...]:
    """The mean silhouette of each labelling (n, from 0) of points (n × 2), exactly; n² distances."""
    if not groupings or not len(points):
        return (0.0,) * len(groupings)
    sizes = [np.bincount(labels) for labels in groupings]
    members = _members(groupings, sizes)
    across, up = np.ascontiguousarray(points[:, :1]), np.ascontiguousarray(points[:, 1:])
    sums = np.zeros(len(groupings))
    for begin in range(0, len(points), _STRIP):
        strip = slice(begin, begin + _STRIP)
        distances = np.square(across - across[strip, 0])
        distances += np.square(up - up[strip, 0])
        np.sqrt(distances, out=distances)
        to_groups = members @ distances
        row = 0
        for at, (labels, counts) in enumerate(zip(groupings, sizes, strict=True)):
            sums[at] += _sum(to_groups[row : row + len(counts)], labels[strip], counts)
            row += len(counts)
    return tuple(float(one) for one in sums / len(points))


def _members(
    groupings: Sequence[NDArray[np.int32]], sizes: Sequence[NDArray[np.intp]]
) -> csr_array[np.float64, tuple[int, int]]:
    """A row of ones for each group of each grouping. Sparse, so that sums run in one order however many cores there are."""
    order = np.concatenate([np.argsort(labels, kind="stable") for labels in groupings])
    ends = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
    return csr_array((np.ones(len(order)), order, ends), shape=(len(ends) - 1, len(groupings[0])))


def _sum(to_groups: Numbers, own: NDArray[np.int32], sizes: NDArray[np.intp]) -> float:
    """The silhouettes of some points, added up, from their summed distances (k × points) to the members of each group."""
    points = np.arange(len(own))
    inside = to_groups[own, points] / np.maximum(sizes[own] - 1, 1)
    others = np.divide(
        to_groups, sizes[:, None], out=np.full(to_groups.shape, np.inf), where=sizes[:, None] > 0
    )
    others[own, points] = np.inf
    outside = others.min(axis=0)
    larger = np.maximum(inside, outside)
    counts = (sizes[own] > 1) & np.isfinite(outside) & (larger > 0)
    return float(((outside - inside)[counts] / larger[counts]).sum())
