"""Telling families: the letter once, as people can read it, and beside it what each of them wrote in their own words."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penholder.pure.reading.anchors import Passage
from penholder.pure.reading.families.cores import Core, Numbers, distinct, is_in
from penholder.pure.reading.families.finding import NOBODY, Grouping
from penholder.pure.reading.families.shingles import WIDTH, Progress, begins, shingles_of
from penholder.pure.reading.families.words import Words, blocks, characters, words_of

LEFT_OUT = " … "
"""Stands in a core where the text it is read from has words of its own."""

_OPENING = "([{<«‹“‘„‚\"'£$€#@*"


@dataclass(frozen=True, slots=True)
class Member:
    """One text of a family: its place among the texts given, and the passages of it that the core shown does not say.

    A passage counts characters from 0 and includes its start, not its end; ``own_words`` counts the words in all.
    """

    text: int
    own: tuple[Passage, ...]
    own_words: int


@dataclass(frozen=True, slots=True)
class Family:
    """Texts that say nearly the same. ``core`` is what they share, read from the text that has most of it.

    ``people``: how many texts. ``distinct_texts``: how many of them differ in their words. ``own_words_added``: how
    many words there are to read beside the core, where texts of the very same words are read once.
    """

    core: str
    members: tuple[Member, ...]
    people: int
    distinct_texts: int
    own_words_added: int


@dataclass(frozen=True, slots=True)
class Told:
    """The families, most people first, and the places of the texts that belong to none."""

    families: tuple[Family, ...]
    singles: tuple[int, ...]


def tell(texts: Sequence[str], grouping: Grouping, progress: Progress | None = None) -> Told:
    """Every family of ``grouping`` in words; ``texts`` are those it was made of, in their order.

    Every word of a member of four words or more is in the core shown or among the member's own words.
    """
    family = grouping.family
    order = np.argsort(family, kind="stable")
    edges = np.searchsorted(family[order], np.arange(len(grouping.cores) + 1))
    families = []
    for number, core in enumerate(grouping.cores):
        places = order[edges[number] : edges[number + 1]]
        families.append(_told(texts, places, grouping.wording[places], core))
        if progress:
            progress(int(edges[number + 1] - edges[0]), int(edges[-1] - edges[0]))
    return Told(tuple(families), tuple(np.flatnonzero(family == NOBODY).tolist()))


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """One text read beside a core: its runs of own words and of the core's, and how many words are its own."""

    own: tuple[Passage, ...]
    of_core: tuple[Passage, ...]
    own_words: int


def _told(texts: Sequence[str], places: Numbers, wording: Numbers, core: Core) -> Family:
    """What the core shown does not say is somebody's own, even where others of the family said it too."""
    given = [texts[place] for place in places.tolist()]
    pieces = _pieces(given, core)
    shown = _shingles_in(pieces)
    members: list[Member] = []
    own_words: dict[int, int] = {}
    for place, same, read in zip(places.tolist(), wording.tolist(), _read_beside(given, shown), strict=True):
        members.append(Member(place, read.own, read.own_words))
        own_words[same] = max(read.own_words, own_words.get(same, 0))
    return Family(
        LEFT_OUT.join(pieces), tuple(members), len(members), len(own_words), sum(own_words.values())
    )


def _pieces(texts: Sequence[str], core: Core) -> list[str]:
    """The core in its pieces, as the text that has most of it says it.

    Of equals the one with the fewest own words, then the one most people sent.
    """
    best: tuple[int, int] | None = None
    fullest: list[str] = []
    for start, end in blocks([len(text) for text in texts]):
        words = words_of(texts[start:end])
        covered, shared = _covered(words, core)
        worth = WIDTH * _runs(words, covered) - shared  # a core told in pieces is worth less
        own_words = _sums(words, ~covered)
        first = np.lexsort((own_words, worth))[0]
        key = (int(worth[first]), int(own_words[first]))
        if best is None or key < best:
            best, fullest = key, []
        if key == best:
            equals = np.flatnonzero((worth == key[0]) & (own_words == key[1]))
            fullest += [texts[start + place] for place in equals.tolist()]
    if not fullest:
        return []
    sent = Counter(fullest)
    text = min(sent, key=lambda text: (-sent[text], text))
    (read,) = _read_beside([text], core)
    return [text[start:end] for start, end in read.of_core]


def _shingles_in(texts: Sequence[str]) -> Core:
    words = words_of(texts)
    return distinct(shingles_of(words)[begins(words)])


def _read_beside(texts: Sequence[str], core: Core) -> Iterator[_Read]:
    for start, end in blocks([len(text) for text in texts]):
        words = words_of(texts[start:end])
        yield from _read_block(texts[start:end], words, _covered(words, core)[0])


def _covered(words: Words, core: Core) -> tuple[NDArray[np.bool_], Numbers]:
    """Which words a shingle of the core covers, all of those of a text too short for one; shared shingles a text."""
    covered = np.zeros(len(words.hashes), np.bool_)
    hits = np.zeros(len(words.hashes), np.bool_)
    starts = np.flatnonzero(begins(words))
    hits[starts] = is_in(shingles_of(words)[starts], core)
    for step in range(WIDTH):
        covered[step:] |= hits[: len(hits) - step]
    short = np.repeat(np.diff(words.first) < WIDTH, np.diff(words.first))
    return covered | short, _sums(words, hits)


def _sums(words: Words, which: NDArray[np.bool_]) -> Numbers:
    """How many of these each text has."""
    sums = np.concatenate([[0], np.cumsum(which)])
    found: Numbers = sums[words.first[1:]] - sums[words.first[:-1]]
    return found


def _changes(words: Words, covered: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """At which words a run begins, of the core's words or of own ones."""
    changes = np.ones(len(covered), np.bool_)
    changes[1:] = covered[1:] != covered[:-1]
    changes[words.first[:-1][words.first[:-1] < len(covered)]] = True
    return changes


def _runs(words: Words, covered: NDArray[np.bool_]) -> Numbers:
    """How many runs of the core's words each text has."""
    return _sums(words, _changes(words, covered) & covered)


def _read_block(texts: Sequence[str], words: Words, covered: NDArray[np.bool_]) -> Iterator[_Read]:
    runs = np.flatnonzero(_changes(words, covered))
    lasts = np.append(runs[1:], len(covered)) - 1
    starts, ends = words.starts[runs[: len(lasts)]], words.ends[lasts]
    is_core = covered[runs].tolist()
    edges = np.searchsorted(runs, words.first).tolist()
    own_words = _sums(words, ~covered).tolist()
    for number, text in enumerate(texts):
        part = slice(edges[number], edges[number + 1])
        at = words.places[number]
        passages = [
            _with_marks(text, start, end)
            for start, end in zip(
                characters(text, starts[part] - at).tolist(),
                characters(text, ends[part] - at).tolist(),
                strict=True,
            )
        ]
        kinds = is_core[part]
        yield _Read(
            tuple(itertools.compress(passages, [not kind for kind in kinds])),
            tuple(itertools.compress(passages, kinds)),
            own_words[number],
        )


def _with_marks(text: str, start: int, end: int) -> Passage:
    """The passage with the punctuation that belongs to it."""
    while start and text[start - 1] in _OPENING:
        start -= 1
    while (
        end < len(text)
        and not text[end].isspace()
        and not text[end].isalnum()
        and text[end] not in _OPENING[:9]
    ):
        end += 1
    return start, end
