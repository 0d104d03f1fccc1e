"""Cores: the shingles a family shares, which stand for the letter nobody has sent us.

A family has a core and not a chain of likenesses: two texts are relatives because both hold much of one core, never
because a third lies between them.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Core = NDArray[np.uint32]
"""Shingles, ascending, each once."""

SAMPLED = 400
COMPARED = 64
"""Of those sampled, how many are compared with each other to find the most typical one."""
SHARE = 0.25
"""Of the sampled texts: what so many have is core."""
SHARED = 0.05
"""Of the sampled texts: what fewer have says nothing about which letter a text has."""
SAME_LETTER = 0.5
"""Of the smaller of two texts' shared shingles: those who share less with the most typical text have another letter."""

LEAST = 12
OF_CORE = 0.25
OF_TEXT = 0.7
"""A text belongs to a core of which it has at least so many shingles, where they are such a share of either."""
QUOTED = 36
OF_QUOTING = 0.25
"""Fewer than so many may be a quotation; whoever only quotes has much more to say beside it."""

_Number = TypeVar("_Number", np.uint32, np.uint64)

_COMMONPLACE = 32
"""A shingle in more cores than this is a manner of speaking, and says nothing about which letter it is from."""
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_ROOM = 32
_MOST_BITS = 26
_PIECE = 1 << 17
_AT_ONCE = 512
_COLUMNS = 1_024
_NONE = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The shingles of some texts; those of text *i* are ``shingles[starts[i]:ends[i]]``."""

    shingles: NDArray[np.uint32]
    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def counts(self) -> Numbers:
        """How many each text has."""
        return self.ends - self.starts

    def of(self, texts: Numbers) -> "Rows":
        """The rows of these texts only, in this order and one after the other."""
        counts = self.ends[texts] - self.starts[texts]
        ends = np.cumsum(counts)
        moved = self.starts[texts] - (ends - counts)
        shingles = np.empty(int(ends[-1]) if len(ends) else 0, np.uint32)
        for start in range(
            0, len(texts), _AT_ONCE
        ):  # small enough for all that is in between to stay in the cache
            part = slice(start, start + _AT_ONCE)
            begin, end = int(ends[start] - counts[start]), int(ends[part][-1])
            places = np.repeat(moved[part], counts[part])
            places += np.arange(begin, end)
            np.take(self.shingles, places, out=shingles[begin:end], mode="clip")
        return Rows(shingles, ends - counts, ends)


class Shelf(Protocol):
    """Where the shingles of any of the texts can be asked for."""

    def of(self, texts: Numbers) -> Rows:
        """The rows of these texts, in this order and one after the other."""


def letters(rows: Shelf, texts: Numbers) -> Iterator[tuple[Numbers, Core]]:
    """The texts by the letter they have, with its core; one letter, unless likenesses have chained several.

    ``texts`` in an order that does not depend on the one they came in: the first :data:`SAMPLED` speak for all.
    """
    while len(texts) > 1:
        sampled = rows.of(texts[:SAMPLED])
        shared = _shared(sampled)
        typical = _typical(shared, len(sampled))
        stays = np.ones(len(texts), np.bool_)
        stays[:SAMPLED] = _has_letter(shared.texts, shared.shingles, typical, len(sampled))
        if stays.all():
            yield texts, shared.core(len(sampled))
            return
        kept = sampled.of(np.flatnonzero(stays[:SAMPLED]))
        core = _shared(kept).core(len(kept))
        if len(texts) > SAMPLED:
            further = rows.of(texts[SAMPLED:])
            known = is_in(further.shingles, distinct(shared.shingles))
            numbers = np.repeat(np.arange(len(further)), further.counts)[known]
            stays[SAMPLED:] = _has_letter(numbers, further.shingles[known], core, len(further))
        yield texts[stays], core
        texts = texts[~stays]
    if len(texts):
        yield texts, distinct(rows.of(texts).shingles)


def each_with_its_own(rows: Shelf, letters: Sequence[tuple[Numbers, Core]]) -> list[tuple[Numbers, Core]]:
    """The same letters, each with the texts that have more of it than of any of the others.

    A text that shares half of its words with a letter drawn before its own was has been put there.
    """
    if len(letters) < 2:  # noqa: PLR2004  one letter has no other
        return list(letters)
    texts = np.concatenate([members for members, _ in letters])
    letter = np.repeat(np.arange(len(letters)), [len(members) for members, _ in letters])
    places, cores, hits = _hits(rows.of(texts), [core for _, core in letters])
    order = np.lexsort((cores != letter[places], -hits, places))  # of equals the letter it is with
    first = order[np.append(True, places[order][1:] != places[order][:-1])[: len(order)]]
    letter[places[first]] = cores[first]
    return [(texts[letter == number], core) for number, (_, core) in enumerate(letters)]


def same_letter(cores: Sequence[Core], least: int, settled: int = 0) -> Numbers:
    """For each core the number of the earlier one it is a version of, or its own, as the first ``settled`` are.

    A version shares at least half of the smaller core, and ``least`` shingles. It is compared with the earlier cores
    as they were drawn, never with what has been added to them, so that versions do not chain either.
    """
    kept = np.arange(len(cores), dtype=np.int64)
    if not cores:
        return kept
    known, places = np.unique(np.concatenate(cores), return_inverse=True)
    owner = np.full(len(known), -1, np.int64)
    start = 0
    for number, core in enumerate(cores):
        mine = places[start : start + len(core)]
        start += len(core)
        owners = owner[mine]
        owners = owners[owners >= 0]
        if number >= settled and len(owners) >= least:
            candidates, hits = np.unique(owners, return_counts=True)
            best = int(candidates[np.argmax(hits)])
            if hits.max() >= max(least, 0.5 * min(len(core), len(cores[best]))):
                kept[number] = best
                continue
        owner[mine[owner[mine] < 0]] = number
    return kept


@dataclass(frozen=True, slots=True, eq=False)
class Absorbed:
    """For each text the number of the core it has most of (−1: none), how many shingles of it, and if it belongs."""

    core: Numbers
    hits: Numbers
    joins: NDArray[np.bool_]


def absorbed(rows: Rows, cores: Sequence[Core]) -> Absorbed:
    """Where each text belongs; the rows stand one after the other."""
    core = np.full(len(rows), -1, np.int64)
    most = np.zeros(len(rows), np.int64)
    sizes = np.array([*(len(core) for core in cores), 0], np.int64)
    texts, numbers, hits = _hits(rows, cores)
    order = np.lexsort(
        (numbers, sizes[numbers], -hits, texts)
    )  # of equals the smaller core, of which it has more
    texts, numbers, hits = texts[order], numbers[order], hits[order]
    is_best = np.append(True, texts[1:] != texts[:-1])[: len(texts)]
    core[texts[is_best]], most[texts[is_best]] = numbers[is_best], hits[is_best]
    joins = most >= np.maximum(LEAST, np.minimum(OF_CORE * sizes[core], OF_TEXT * rows.counts))
    joins &= (most >= QUOTED) | (most >= OF_QUOTING * rows.counts)
    return Absorbed(core, most, joins)


def carriers(rows: Rows, people: Numbers, core: Core) -> Numbers:
    """For each shingle of the core how many people have it; ``people`` sent each of the texts."""
    texts = np.repeat(np.arange(len(rows)), rows.counts)
    has = is_in(rows.shingles, core)
    pairs = distinct(
        np.searchsorted(core, rows.shingles[has]).astype(np.uint64) << _HALF | texts[has].astype(np.uint64)
    )
    sent = people[(pairs & _LOW).astype(np.int64)]
    return np.bincount((pairs >> _HALF).astype(np.int64), sent, len(core)).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """The shingles that several texts have, once for each of these: the shingle, the text, and how many have it."""

    shingles: NDArray[np.uint32]
    texts: Numbers
    people: Numbers

    def core(self, size: int) -> Core:
        """Those that enough of ``size`` texts have."""
        return distinct(self.shingles[self.people >= _enough(size, SHARE)])


def _shared(rows: Rows) -> _Shared:
    size = len(rows)
    texts = np.repeat(np.arange(size, dtype=np.uint64), rows.counts)
    numbered = distinct(rows.shingles.astype(np.uint64) << _HALF | texts)
    shingles = (numbered >> _HALF).astype(np.uint32)
    is_first = np.ones(len(shingles), np.bool_)
    is_first[1:] = shingles[1:] != shingles[:-1]
    people = np.diff(np.append(np.flatnonzero(is_first), len(shingles)))
    people = np.repeat(people, people)
    several = people >= _enough(size, SHARED)
    return _Shared(shingles[several], (numbered[several] & _LOW).astype(np.int64), people[several])


def _enough(size: int, share: float) -> float:
    return max(min(2, size), share * size)


def _has_letter(texts: Numbers, shingles: NDArray[np.uint32], letter: Core, size: int) -> NDArray[np.bool_]:
    """Which of ``size`` texts, of which these are the shingles that others have too, share enough with the letter."""
    counts = np.bincount(texts, minlength=size)
    hits = np.bincount(texts[is_in(shingles, letter)], minlength=size)
    found: NDArray[np.bool_] = hits >= np.maximum(SAME_LETTER * np.minimum(counts, len(letter)), 1)
    return found


def _typical(shared: _Shared, size: int) -> Core:
    """The shingles of the text most like the others, of the shingles that either of two has by those both have.

    Nothing less will do: the text with the commonest shingles is the one that holds only what two letters share.
    """
    size = min(size, COMPARED)
    compared = shared.texts < size
    texts, shingles = shared.texts[compared], shared.shingles[compared]
    columns = np.cumsum(np.append(False, shingles[1:] != shingles[:-1])[: len(shingles)])
    both = np.zeros((size, size), np.int64)
    edges = np.searchsorted(columns, np.arange(0, int(columns[-1]) + 1, _COLUMNS)) if len(columns) else _NONE
    for start, end in itertools.pairwise([*edges.tolist(), len(columns)]):
        has = np.zeros((size, _COLUMNS), np.bool_)
        has[texts[start:end], columns[start:end] % _COLUMNS] = True
        bits = np.packbits(has, axis=1).view(np.uint64)
        both += np.bitwise_count(bits[:, None] & bits).sum(axis=2, dtype=np.int64)
    counts = np.diagonal(both)
    likeness = both / np.maximum(counts[:, None] + counts - both, 1)
    typical: Core = shingles[texts == np.argmax(likeness.sum(axis=1).round(6))]
    return typical


def distinct(numbers: NDArray[_Number]) -> NDArray[_Number]:
    """Each once, ascending; numpy's own ``unique`` hashes whole numbers, which took ten times as long here."""
    ordered = np.sort(numbers)
    is_first = np.ones(len(ordered), np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    found: NDArray[_Number] = ordered[is_first]
    return found


def is_in(shingles: NDArray[np.uint32], core: Core) -> NDArray[np.bool_]:
    """Which of these shingles the core has."""
    if not len(core):
        return np.zeros(len(shingles), np.bool_)
    places = np.searchsorted(core, shingles)
    places[places == len(core)] = 0
    found: NDArray[np.bool_] = core[places] == shingles
    return found


def _hits(rows: Rows, cores: Sequence[Core]) -> tuple[Numbers, Numbers, Numbers]:
    """How many different shingles each text has of each core, where it has any: texts, cores, hits."""
    nothing = np.empty(0, np.int64)
    if not sum(len(core) for core in cores):
        return nothing, nothing, nothing
    pooled = np.concatenate(cores)
    order = np.argsort(pooled, kind="stable")
    pooled = pooled[order]
    owner = np.repeat(np.arange(len(cores)), [len(core) for core in cores])[order]
    known, first, counts = np.unique(pooled, return_index=True, return_counts=True)
    told = counts <= _COMMONPLACE
    known, first, counts = known[told], first[told], counts[told]
    places, at = _places_in(rows.shingles, known)
    within = np.diff(np.searchsorted(places, np.append(0, rows.ends)))
    pairs = distinct(np.repeat(np.arange(len(rows), dtype=np.uint64), within) << _HALF | at.astype(np.uint64))
    at = (pairs & _LOW).astype(np.int64)
    texts = np.repeat((pairs >> _HALF).astype(np.int64), counts[at])
    ends = np.cumsum(counts[at])
    step = np.arange(len(texts)) - np.repeat(ends - counts[at], counts[at])
    found, hits = np.unique(
        texts * len(cores) + owner[np.repeat(first[at], counts[at]) + step], return_counts=True
    )
    return found // len(cores), found % len(cores), hits


def _places_in(shingles: NDArray[np.uint32], known: Core) -> tuple[Numbers, Numbers]:
    """Where those stand that are known, and which of the known each is.

    One look-up in a small table tells nearly all others, and a second one which it is, so that few are searched for.
    """
    bits = min(max(len(known) * _ROOM, 1).bit_length(), _MOST_BITS)
    mask = np.uint32((1 << bits) - 1)
    table = np.zeros(1 << bits, np.bool_)
    table[known & mask] = True
    slots = np.zeros(1 << bits, np.int32)
    slots[known & mask] = np.arange(len(known))
    found = [np.empty(0, np.int64)]
    which = [np.empty(0, np.int32)]
    for start in range(0, len(shingles), _PIECE):
        piece = shingles[start : start + _PIECE]
        places = np.flatnonzero(table[piece & mask])
        piece = piece[places]
        at = slots[piece & mask]
        other = np.flatnonzero(known[at] != piece)  # two known ones want the same slot, or it is none of them
        at[other] = np.minimum(np.searchsorted(known, piece[other]), len(known) - 1)
        right = known[at] == piece
        found.append(places[right] + start)
        which.append(at[right])
    return np.concatenate(found), np.concatenate(which)
