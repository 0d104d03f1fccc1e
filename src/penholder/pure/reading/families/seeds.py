"""Seeds: texts that are so alike that one glance shows it, found without comparing every text with every other.

Texts that agree in a band of four bins meet in a bucket. There each is compared with the bucket's representative only,
and those who are not like it with the first among themselves: linear in the texts, however large a family is.
"""

import numpy as np
from numpy.typing import NDArray

from penholder.pure.reading.families.signature import BANDS, alike, bands

Numbers = NDArray[np.int64]
Buckets = NDArray[np.uint64]
"""Bands × texts: 32 bits for the bucket, 32 for the text's number, each band ascending."""

NO_BUCKETS: Buckets = np.empty((BANDS, 0), np.uint64)

ROUNDS = 4
"""Representatives a bucket may have. Unlike texts in one bucket meet the ones they are like in other bands."""

_AT_ONCE = 65_536
_NUMBER = np.uint64(0xFFFFFFFF)


def buckets_of(signature: NDArray[np.uint16], numbers: Numbers) -> Buckets:
    """The buckets of these texts, of which ``signature`` has the rows; give only texts that have shingles."""
    buckets = bands(signature)
    buckets &= ~_NUMBER
    buckets |= numbers.astype(np.uint64)
    buckets.sort(axis=1)
    return buckets


def with_more(buckets: Buckets, more: Buckets) -> Buckets:
    """The two together."""
    if not buckets.shape[1] or not more.shape[1]:
        return buckets if buckets.shape[1] else more
    rows = zip(buckets, more, strict=True)
    return np.stack([np.insert(old, np.searchsorted(old, new), new) for old, new in rows])


def join_within(buckets: Buckets, signature: NDArray[np.uint16], joined: Numbers) -> None:
    """Join texts that meet in a bucket and are alike, the one of the least number first among them.

    ``joined`` holds for each text the least number of its set; it is changed in place.
    """
    for band in buckets:
        texts, keys = (band & _NUMBER).astype(np.int64), band & ~_NUMBER
        for _ in range(ROUNDS):
            is_first = np.append(True, keys[1:] != keys[:-1])[: len(keys)]
            meets = ~is_first | np.append(~is_first[1:], False)
            texts, keys, is_first = texts[meets], keys[meets], is_first[meets]
            if not len(texts):
                break
            before = texts[np.maximum.accumulate(np.where(is_first, np.arange(len(texts)), 0))]
            fits = _join_alike(texts, before, signature, joined)
            texts, keys = texts[~fits], keys[~fits]


def join_with_known(known: Buckets, more: Buckets, signature: NDArray[np.uint16], joined: Numbers) -> None:
    """Join each further text with the first known one of its bucket, where they are alike; ``joined`` is changed."""
    if not known.shape[1]:
        return
    for old, new in zip(known, more, strict=True):
        places = np.minimum(np.searchsorted(old, new & ~_NUMBER), len(old) - 1)
        meets = (old[places] ^ new) <= _NUMBER
        texts, before = new[meets] & _NUMBER, old[places[meets]] & _NUMBER
        _join_alike(texts.astype(np.int64), before.astype(np.int64), signature, joined)


def join(joined: Numbers, one: Numbers, other: Numbers) -> None:
    """Put each of these pairs into one set; every entry is the least of its set before and after."""
    while len(one):
        low, high = np.minimum(joined[one], joined[other]), np.maximum(joined[one], joined[other])
        apart = low != high
        if not apart.any():
            return
        one, other = one[apart], other[apart]
        np.minimum.at(joined, high[apart], low[apart])
        settled = joined[joined]
        while not np.array_equal(settled, joined):
            joined[:] = settled
            settled = joined[joined]


def _join_alike(
    one: Numbers, other: Numbers, signature: NDArray[np.uint16], joined: Numbers
) -> NDArray[np.bool_]:
    """Which of these pairs are one set now: because they were, or because they are alike."""
    fits: NDArray[np.bool_] = joined[one] == joined[other]
    unsure = np.flatnonzero(~fits)
    for start in range(0, len(unsure), _AT_ONCE):
        part = unsure[start : start + _AT_ONCE]
        fits[part] = alike(signature[one[part]], signature[other[part]])
    found = unsure[fits[unsure]]
    join(joined, one[found], other[found])
    return fits
