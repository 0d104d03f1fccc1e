"""Shingles: every four consecutive words as one number; what two texts share, they share as shingles.

Source: A. Broder, “On the resemblance and containment of documents” (1997).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penholder.pure.reading.families.signature import BINS, signatures
from penholder.pure.reading.families.words import Words, blocks, words_of

WIDTH = 4
"""Words to a shingle. A text of fewer has none."""

Progress = Callable[[int, int], None]
"""Told how many texts of how many are read."""

# None of them is the one that long words are hashed with: the same slip in two neighbouring words would cancel out.
_ODD = np.uint64(0xA0761D6478BD642F)
_ODD_PAIR = np.uint64(0xC2B2AE3D27D4EB4F)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True, eq=False)
class Shingled:
    """Texts as shingles. For text *i*, ``shingles[first[i]:first[i + 1]]`` (uint32, in the order of the text).

    ``wording``: uint64, the same for texts of the same words in the same order, 0 for a text without a word.
    ``words``: int32, how many. ``signature``: uint16, texts × bins (:mod:`~penholder.pure.reading.families.signature`).
    """

    shingles: NDArray[np.uint32]
    first: NDArray[np.int64]
    wording: NDArray[np.uint64]
    words: NDArray[np.int32]
    signature: NDArray[np.uint16]


def shingled(texts: Sequence[str], progress: Progress | None = None) -> Shingled:
    """The shingles of all texts, block by block."""
    # There cannot be more words than every other character; room that is never written to costs nothing.
    shingles = np.empty(sum((len(text) + 1) // 2 for text in texts), np.uint32)
    first = np.zeros(len(texts) + 1, np.int64)
    wording = np.empty(len(texts), np.uint64)
    words = np.empty(len(texts), np.int32)
    signature = np.empty((len(texts), BINS), np.uint16)
    filled = 0
    for start, end in blocks([len(text) for text in texts]):
        block = _shingled_block(words_of(texts[start:end]))
        count = len(block.shingles)
        shingles[filled : filled + count] = block.shingles
        first[start + 1 : end + 1] = block.first[1:] + filled
        wording[start:end], words[start:end], signature[start:end] = (
            block.wording,
            block.words,
            block.signature,
        )
        filled += count
        if progress:
            progress(end, len(texts))
    return Shingled(shingles[:filled], first, wording, words, signature)


def shingles_of(words: Words) -> NDArray[np.uint32]:
    """The shingle that begins at each word (uint32); where none does (:func:`begins`) the number means nothing."""
    shingles = np.zeros(len(words.hashes), np.uint32)
    hashes = _hashes(words.hashes)
    shingles[: len(hashes)] = hashes >> _HALF
    return shingles


def begins(words: Words) -> NDArray[np.bool_]:
    """At which words a shingle begins: those with three more after them in the same text."""
    found = np.ones(len(words.hashes), np.bool_)
    for back in range(1, WIDTH):
        found[np.maximum(words.first[1:] - back, words.first[:-1])[words.first[1:] > words.first[:-1]]] = (
            False
        )
    return found


def _hashes(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One for every word but the last three, whatever text it belongs to; the upper half of the bits is the shingle."""
    if len(words) < WIDTH:
        return np.empty(0, np.uint64)
    pairs = words[:-1] * _ODD
    pairs += words[1:]
    hashes = pairs[:-2] * _ODD_PAIR
    hashes += pairs[2:]
    hashes ^= hashes >> _HALF
    hashes *= _MIX
    return hashes


def _shingled_block(words: Words) -> Shingled:
    counts = np.diff(words.first)
    hashes = _hashes(words.hashes)
    hashes = hashes[begins(words)[: len(hashes)]]
    first = np.concatenate([[0], np.cumsum(np.maximum(counts - (WIDTH - 1), 0))])
    shingles = (hashes >> _HALF).astype(np.uint32)
    return Shingled(
        shingles, first, _wordings(words, hashes, first), counts.astype(np.int32), signatures(shingles, first)
    )


def _wordings(words: Words, hashes: NDArray[np.uint64], first: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The sum of a text's shingle hashes; a text too short for one gets that of its words."""
    sums = np.zeros(len(first) - 1, np.uint64)
    has = np.flatnonzero(first[1:] > first[:-1])
    if len(has):
        sums[has] = np.add.reduceat(hashes, first[has])
    sums[has] |= np.uint64(1)
    for number in np.flatnonzero((first[1:] == first[:-1]) & (words.first[1:] > words.first[:-1])).tolist():
        few = words.hashes[words.first[number] : words.first[number + 1]]
        padded = np.concatenate([few, np.full(WIDTH - len(few), len(few), np.uint64)])
        sums[number] = _hashes(padded)[0] | np.uint64(1)
    return sums
