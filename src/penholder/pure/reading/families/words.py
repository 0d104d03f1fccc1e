"""The words of many texts at once, as numbers: nothing is compared letter by letter after this.

A word is a run of letters, digits and the marks that belong to them, whatever its capitals; signs nobody sees (soft
hyphens, joiners, marks of direction) are no part of it and do not part it either, because copying from a web page or a
word processor brings them in and leaves them out. The bytes of UTF-8 are
looked at block by block, because one look-up per byte and one pass per step is what makes 100 MB a matter of a second;
every place found is a place in those bytes, and :func:`characters` turns it into one of the text.
"""

import functools
import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 500_000
"""Bytes looked at together, about: few enough to stay in the processor's cache, many enough for numpy to pay."""

LONGEST_WORD = 64
"""Bytes. A longer run is no word anybody shares by retyping, and is hashed as a whole."""

_ODD = np.uint64(0x9E3779B97F4A7C15)
_EIGHT = 8
_ASCII = 0x80
_TAIL = b"\0" * 16

_UNSEEN = 0xFF
"""Stands where an unseen sign did; no byte of UTF-8 is this one."""
_JOINER, _MARKS = 0x034F, range(0xFE00, 0xFE10)
_SPACE = 0x200B
_SOUTHERN = (0xE0, 0xE1)
"""First bytes of Thai, Lao, Tibetan, Burmese and Khmer, where a space without width does part words."""

# The first byte of a character says how many it has.
_TWO, _THREE, _FOUR, _PICTURES = 0xC0, 0xE0, 0xF0, 0x9F


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a block of texts in order: a hash each (uint64), and where it starts and ends in ``data``.

    ``first`` (int64, one longer than the texts) says at which word each text begins; ``places`` where its bytes do.
    """

    hashes: NDArray[np.uint64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    first: NDArray[np.int64]
    places: NDArray[np.int64]


def words_of(texts: Sequence[str]) -> Words:
    """The words of these texts; give them in blocks of about :data:`BLOCK` bytes."""
    # Halves of a character, which a careless export can leave behind, are kept as they are: any text has bytes.
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    places = np.empty(len(encoded) + 1, np.int64)
    places[0] = 1
    np.cumsum([len(one) + 1 for one in encoded], out=places[1:])
    places[1:] += 1
    # A byte that belongs to no word stands before, between and after the texts, so that every word has two edges.
    folded = bytearray(b"\0" + b"\0".join(encoded) + _TAIL).translate(_folding())
    signs = np.frombuffer(folded, np.uint8)
    if signs.max() >= _ASCII and _fold_beyond_ascii(signs):
        seen = np.flatnonzero(signs != _UNSEEN)
        folded = bytearray(signs[seen])
        starts, ends = _edges(np.frombuffer(folded, np.uint8))
        hashes = _hashes(folded, starts, ends)
        starts, ends = seen[starts], seen[ends - 1] + 1
    else:
        starts, ends = _edges(signs)
        hashes = _hashes(folded, starts, ends)
    return Words(hashes, starts, ends, np.searchsorted(starts, places), places)


def characters(text: str, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which character of the text each of these bytes of it belongs to (the end of the text included)."""
    if text.isascii():
        return places
    signs = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
    starts = np.zeros(len(signs) + 1, np.int64)
    np.cumsum((signs & 0xC0) != _ASCII, out=starts[1:])  # every byte but a continuation begins a character
    return starts[places]


def blocks(lengths: Sequence[int]) -> list[tuple[int, int]]:
    """From where to where to go through texts of these lengths, about :data:`BLOCK` at a time."""
    found: list[tuple[int, int]] = []
    start = filled = 0
    for number, length in enumerate(lengths):
        filled += length
        if filled >= BLOCK:
            found.append((start, number + 1))
            start, filled = number + 1, 0
    if start < len(lengths):
        found.append((start, len(lengths)))
    return found


def _edges(signs: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where words start and where they end."""
    is_word = signs != 0
    edges = np.flatnonzero(is_word[1:] != is_word[:-1])
    edges += 1
    return np.ascontiguousarray(edges[::2]), np.ascontiguousarray(edges[1::2])


def _hashes(folded: bytearray, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A word of up to eight bytes is its own number; of a longer one the pieces of eight are mixed in turn."""
    eight_from = np.ndarray((max(len(folded) - _EIGHT + 1, 0),), np.dtype("<u8"), folded, strides=(1,))
    lengths = ends - starts
    hashes = eight_from[starts]
    hashes &= _kept()[np.minimum(lengths, _EIGHT)]
    longer = np.flatnonzero(lengths > _EIGHT)
    left = lengths[longer]
    for place in longer[left > LONGEST_WORD].tolist():
        digest = hashlib.blake2b(folded[starts[place] : ends[place]], digest_size=_EIGHT).digest()
        hashes[place] = int.from_bytes(digest, "little")
    longer = longer[left <= LONGEST_WORD]
    done = 0
    while len(longer):
        done += _EIGHT
        left = lengths[longer] - done
        mixed = hashes[longer]
        mixed ^= mixed >> np.uint64(29)
        mixed *= _ODD
        mixed += eight_from[starts[longer] + done] & _kept()[np.minimum(left, _EIGHT)]
        hashes[longer] = mixed
        longer = longer[left > _EIGHT]
    return hashes


@functools.cache
def _kept() -> NDArray[np.uint64]:
    """Which bits of eight bytes stay when only so many of them belong to the word."""
    return np.array([(1 << 8 * count) - 1 for count in range(_EIGHT + 1)], np.uint64)


# Capitals and punctuation, without moving a byte


@functools.cache
def _folding() -> bytes:
    """ASCII: small letters for capitals, nothing for all that is neither letter nor digit."""
    ascii_signs = (ord(chr(code).lower()) if chr(code).isalnum() else 0 for code in range(_ASCII))
    return bytes([*ascii_signs, *range(_ASCII, 256)])


def _fold_beyond_ascii(signs: NDArray[np.uint8]) -> bool:
    """The same for everything else, in place: a capital only where its small letter takes as many bytes.

    Whether there are unseen signs, each byte of which is :data:`_UNSEEN` now.
    """
    high = np.flatnonzero(signs >= _TWO)
    lead = signs[high]
    two = high[lead < _THREE]
    pairs = _folded_pairs()[signs[two].astype(np.int64) << 6 & 0x7C0 | signs[two + 1] & 0x3F]
    three = high[(lead >= _THREE) & (lead < _FOUR)]
    codes = signs[three].astype(np.int64) << 12 & 0xF000
    codes |= signs[three + 1].astype(np.int64) << 6 & 0xFC0
    codes |= signs[three + 2] & 0x3F
    kinds = _kinds()[codes]
    kinds[(codes == _SPACE) & np.isin(signs[three - 3], _SOUTHERN)] = _PARTS
    signs[two], signs[two + 1] = pairs[:, 0], pairs[:, 1]
    apart, unseen = three[kinds == _PARTS], three[kinds == _IS_UNSEEN]
    for step in range(3):
        signs[apart + step] = 0
        signs[unseen + step] = _UNSEEN
    four = high[lead >= _FOUR]
    pictures = four[
        (signs[four] == _FOUR) & (signs[four + 1] == _PICTURES)
    ]  # U+1F000 to U+1FFFF: emoji and other pictures
    for step in range(4):
        signs[pictures + step] = 0
    return bool(len(unseen)) or bool((pairs == _UNSEEN).any())


@functools.cache
def _folded_pairs() -> NDArray[np.uint8]:
    """For each character of two bytes (U+0080 to U+07FF) the two bytes of its small letter; zeros for what is no letter."""
    pairs = np.zeros((0x800, 2), np.uint8)
    for code in range(_ASCII, 0x800):
        kind = _kind(code)
        if kind == _IS_UNSEEN:
            pairs[code] = _UNSEEN, _UNSEEN
        elif kind == _IN_WORDS:
            small = chr(code).lower().encode()
            pairs[code] = tuple(small) if len(small) == 2 else tuple(chr(code).encode())  # noqa: PLR2004
    return pairs


_PARTS, _IN_WORDS, _IS_UNSEEN = range(3)


@functools.cache
def _kinds() -> NDArray[np.uint8]:
    """For each character of the basic plane whether it parts words, belongs to them, or is not seen at all."""
    return np.fromiter((_kind(code) for code in range(0x10000)), np.uint8, 0x10000)


def _kind(code: int) -> int:
    sign = chr(code)
    category = unicodedata.category(sign)
    if category == "Cf" or code == _JOINER or code in _MARKS:
        return _IS_UNSEEN
    return _IN_WORDS if sign.isalnum() or category.startswith("M") else _PARTS
