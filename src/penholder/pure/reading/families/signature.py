"""A signature: 128 small numbers that stand for all shingles of a text, so that likeness is counted and not searched.

One-permutation MinHash: the low bits of a shingle's hash choose a bin, and each bin keeps its smallest hash. The share
of bins in which two texts agree, among those that either fills, estimates the share of shingles they have in common.
Sources: P. Li, A. Owen, C.-H. Zhang, “One permutation hashing” (2012); A. Shrivastava, P. Li, “Densifying one
permutation hashing via rotation” (2014).
"""

import numpy as np
from numpy.typing import NDArray

BINS = 128
BANDS = 32
ROWS = BINS // BANDS

_BITS = np.uint32(7)
_EMPTY = np.uint32(0xFFFFFFFF)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint32(1 << 16)
_AT_ONCE = 8_192


def signatures(shingles: NDArray[np.uint32], first: NDArray[np.int64]) -> NDArray[np.uint16]:
    """Texts × bins; 0 is a bin no shingle fell into."""
    least = np.full((len(first) - 1) * BINS, _EMPTY, np.uint32)
    place = np.repeat(np.arange(0, len(least), BINS), np.diff(first))
    place += shingles & np.uint32(BINS - 1)
    np.minimum.at(least, place, shingles)
    # Sixteen bits tell two minima apart well enough, and the lowest seven only say which bin it is.
    kept = (least >> _BITS).astype(np.uint16)
    kept[kept == 0] = 1
    kept[least == _EMPTY] = 0
    return kept.reshape(-1, BINS)


def bands(signature: NDArray[np.uint16]) -> NDArray[np.uint64]:
    """Bands × texts: one number for each four bins, empty ones filled from the next to their right.

    A text without a shingle gets numbers of its own kind, which mean nothing: leave it out.
    """
    made = np.empty((BANDS, len(signature)), np.uint64)
    for start in range(0, len(signature), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        full = _filled(np.ascontiguousarray(signature[part].T))
        for band in range(BANDS):
            keys = made[band, part]
            keys[:] = full[band * ROWS]
            for row in range(1, ROWS):
                keys ^= keys >> np.uint64(31)
                keys *= _ODD
                keys += full[band * ROWS + row]
            keys ^= keys >> np.uint64(31)
            keys *= _ODD
    return made


def alike(one: NDArray[np.uint16], other: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Row by row, whether two texts share at least half of their shingles, as far as their signatures tell."""
    same = np.count_nonzero((one == other) & (one != 0), axis=1)
    either = np.count_nonzero(one | other, axis=1)
    found: NDArray[np.bool_] = (same * 2 >= either) & (same > 0)
    return found


def _filled(bins: NDArray[np.uint16]) -> NDArray[np.uint32]:
    """Bins × texts: each empty bin takes what stands in the next filled one, marked with how far that was."""
    full = np.empty(bins.shape, np.uint32)
    carried = np.zeros(bins.shape[1], np.uint32)
    for _ in range(2):  # the second time round, what is carried past the last bin comes from the first ones
        for bin_ in range(BINS - 1, -1, -1):
            carried += _STEP
            np.copyto(carried, bins[bin_], where=bins[bin_] != 0)
            full[bin_] = carried
    return full
