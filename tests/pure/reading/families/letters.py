"""Letters and what people make of them, for the tests of families: from the generator of the benchmark, but few."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.made_comments import MadeComments, made_comments

from penholder.pure.reading.families.finding import NOBODY, Grouping
from penholder.pure.reading.families.telling import LEFT_OUT, Family, Member
from penholder.pure.reading.families.words import characters, words_of

LETTER = (
    "We welcome the draft but the stem of each statement must be shown with every sub-point. "
    "Peer workers told us that a list of tasks says nothing about what makes the work possible. "
    "Please keep the words about grief, and add what an employer owes to those it employs. "
    "Nobody should have to read ninety pages on a telephone to find the one line about supervision."
)
OTHER_LETTER = (
    "The fee for the training puts it out of reach of carers who lost their income years ago. "
    "A bursary that pays travel in advance would change who is able to apply at all. "
    "Our branch asks that local groups may award the certificate under the same rules as colleges. "
    "Without that promise we cannot support the framework at the meeting in the autumn."
)


def some_comments(count: int = 1_200, *, seed: int = 11, letters: int = 6) -> MadeComments:
    """Few comments of few letters."""
    return made_comments(count, seed=seed, letters=letters)


def two_letters(share: int) -> tuple[list[str], list[str]]:
    """The words of two letters of a hundred words each, of which the last ``share`` are the same."""
    words = [f"{a}{b}{c}" for a in "bdfghklm" for b in "aeiou" for c in "klmnpr"]
    return words[:100], [*words[100 : 200 - share], *words[100 - share : 100]]


def as_sets(texts: Sequence[str], grouping: Grouping) -> set[frozenset[str]]:
    """The families as sets of texts, whatever their numbers and their order."""
    labels = grouping.family.tolist()
    return {
        frozenset(text for text, own in zip(texts, labels, strict=True) if own == label)
        for label in set(labels)
        if label >= 0
    }


def told_apart(grouping: Grouping) -> list[int]:
    """The family of each text; whoever has none is a group of one."""
    labels = grouping.family.tolist()
    return [-1 - place if label == NOBODY else label for place, label in enumerate(labels)]


def runs_of_four(text: str) -> set[tuple[int, ...]]:
    """Every four consecutive words of a text, as they count."""
    hashes = words_of([text]).hashes.tolist()
    return set(zip(*(hashes[start:] for start in range(4)), strict=False))


def unread_words(text: str, family: Family, member: Member) -> int:
    """How many words of a member are neither in the core shown, four in a row, nor among its own words."""
    if not text.strip():
        return 0
    words = words_of([text])
    places = characters(text, words.starts - words.places[0]).tolist()
    hashes = words.hashes.tolist()
    core = set().union(*(runs_of_four(piece) for piece in family.core.split(LEFT_OUT)))
    read = [any(start <= place < end for start, end in member.own) for place in places]
    for first in range(len(hashes) - 3):
        if tuple(hashes[first : first + 4]) in core:
            read[first : first + 4] = [True] * 4
    return read.count(False)
