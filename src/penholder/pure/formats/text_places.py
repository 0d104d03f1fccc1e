"""Places in texts whose line ends and marks differ: the same passage found in the text as it is kept here.

Programs count a byte order mark, a carriage return or the halves of a rare character, or do not; each way shifts everything
after it. Here a text has LF alone, no mark, and whole characters.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from penholder.pure.formats.decoding import MARK

_LONGEST = 10_000
"""A passage longer than this is not compared with its name: the time it takes stays small."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How a program counted: the mark as a character, CR LF as two, rare characters as two, and the end as the last one."""

    mark: bool = False
    returns: bool = True
    halves: bool = False
    last: bool = False

    @property
    def in_words(self) -> str:
        """What is unusual about it, for a report."""
        said = (
            (self.mark, "the byte order mark is counted"),
            (not self.returns, "a line’s end is counted once"),
            (self.halves, "rare characters are counted twice (UTF-16)"),
            (self.last, "endPosition is that of the last character"),
        )
        return ", ".join(words for holds, words in said if holds)


USUAL = Counting()


@dataclass(frozen=True, slots=True)
class Claim:
    """A passage as a file has it: which text, the places as they are written, and the words if it names them."""

    text: int
    start: int
    end: int
    words: str


class PlacedText:
    """A text as it came, and as it is kept (:attr:`kept`); and the way from places in one to the other.

    ``marks`` is how many byte order marks it began with: files that were put together have more than one.
    """

    def __init__(self, came: str) -> None:
        self._came = came.lstrip(MARK)
        self.marks = len(came) - len(self._came)
        self.kept = self._came.replace("\r\n", "\n").replace("\r", "\n")
        self._pairs = [
            place
            for place, sign in enumerate(self._came)
            if sign == "\r" and self._came[place + 1 : place + 2] == "\n"
        ]
        self._rare = {returns: _rare_units(self._came if returns else self.kept) for returns in (True, False)}

    def ways(self) -> tuple[bool, bool, bool]:
        """Whether there is a mark, a CR LF, a rare character: what ways of counting could differ on."""
        return bool(self.marks), bool(self._pairs), bool(self._rare[True])

    def span(self, start: int, end: int, counting: Counting) -> tuple[int, int]:
        """The passage in the kept text; it may reach outside of it where the places are wrong."""
        return self._place(start, counting), self._place(end + counting.last, counting)

    def _place(self, place: int, counting: Counting) -> int:
        if counting.mark:
            place -= self.marks
        if counting.halves:
            place -= bisect.bisect_left(self._rare[counting.returns], place)
        if counting.returns:
            place -= bisect.bisect_left(self._pairs, place)
        return place


def likeliest(texts: Sequence[PlacedText], claims: Sequence[Claim]) -> tuple[Counting, bool]:
    """The way of counting under which most passages are the words they are named by; and whether that was decided by any.

    Between equals fewer passages outside their text decide, and then the usual way: code points, CR LF as two as in the file,
    and the end after the last character.
    """
    ways = [any(way) for way in zip(*(text.ways() for text in texts), strict=True)] or [False, False, False]
    countings = [
        Counting(mark, returns, halves, last)
        for mark, halves, last, returns in itertools.product(
            (False, True) if ways[0] else (False,),
            (False, True) if ways[2] else (False,),
            (False, True),
            (True, False) if ways[1] else (True,),
        )
    ]
    scores = [_score(texts, claims, counting) for counting in countings]
    best = max(range(len(countings)), key=lambda number: (scores[number], -number))
    return countings[best], scores[best][0] > 0


def _score(texts: Sequence[PlacedText], claims: Iterable[Claim], counting: Counting) -> tuple[int, int]:
    fitting = broken = 0
    for claim in claims:
        text = texts[claim.text]
        start, end = text.span(claim.start, claim.end, counting)
        if not 0 <= start < end <= len(text.kept):
            broken += 1
        elif claim.words and end - start < _LONGEST and squeezed(text.kept[start:end]) == claim.words:
            fitting += 1
    return fitting, -broken


def squeezed(words: str) -> str:
    """The words of a passage as they can be compared: one blank for every gap."""
    return " ".join(words.split())


def _rare_units(text: str) -> list[int]:
    """Where in UTF-16 units the characters stand that take two."""
    if text.isascii():
        return []
    rare = (place for place, sign in enumerate(text) if sign > "\uffff")
    return [place + number for number, place in enumerate(rare)]
