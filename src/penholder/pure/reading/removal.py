"""Taking words out of a text: a name that is not ours to show, a quotation of what was erased; and what moves by it.

What stands in their place says that something was taken out. Places count characters from 0, as in ``anchors``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from penholder.pure.reading.anchors import Passage

RUN = 5
"""So many words in a row that somebody wrote are a quotation, whoever writes them again."""
WHOLE = 3
"""A text of fewer words than a run is quoted where all of it stands; one shorter still is nobody's own."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Taken:
    """A text with passages taken out, and how to find a place of the old text in the new one."""

    words: str
    passages: tuple[Passage, ...]
    """What was taken out, as it stood in the old text."""
    marker: str

    def moved(self, start: int, end: int) -> Passage:
        """Where a passage stands now. One that began or ended inside what was taken out reaches around the marker."""
        return self._place(start, after=False), self._place(end, after=True)

    def _place(self, place: int, *, after: bool) -> int:
        shift = 0
        for start, end in self.passages:
            if place <= start:
                break
            if place < end:
                return start + shift + (len(self.marker) if after else 0)
            shift += len(self.marker) - (end - start)
        return place + shift


def take_out(text: str, passage: str, marker: str) -> Taken:
    """``text`` without ``passage`` wherever it stands as whole words, whatever its capitals and the spacing."""
    parts = passage.split()
    if not parts:
        return Taken(text, (), marker)
    edges = (r"(?<!\w)" if parts[0][0].isalnum() else "", r"(?!\w)" if parts[-1][-1].isalnum() else "")
    pattern = r"\s+".join(re.escape(part) for part in parts).join(edges)
    return _without(text, [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)], marker)


def take_out_quotations(text: str, own: Sequence[str], marker: str) -> Taken:
    """``text`` without what it quotes of ``own``: every run of so many words, and a short text where all of it stands."""
    found = sorted(span for each in own for span in _quotations(text, each))
    joined: list[Passage] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return _without(text, joined, marker)


def _quotations(text: str, own: str) -> Iterator[Passage]:
    said = [word.casefold() for word in _WORD.findall(own)]
    run = min(RUN, len(said))
    if run < WHOLE:
        return
    runs = {tuple(said[place : place + run]) for place in range(len(said) - run + 1)}
    here = [(match.group().casefold(), match.span()) for match in _WORD.finditer(text)]
    for place in range(len(here) - run + 1):
        window = here[place : place + run]
        if tuple(word for word, _ in window) in runs:
            yield window[0][1][0], window[-1][1][1]


def _without(text: str, passages: Sequence[Passage], marker: str) -> Taken:
    pieces: list[str] = []
    place = 0
    for start, end in passages:
        pieces += [text[place:start], marker]
        place = end
    return Taken("".join((*pieces, text[place:])), tuple(passages), marker)
