"""A text as it is seen: an accent is one with its letter, every blank is a blank, and signs that nobody sees are not there.

Texts out of PDFs, chats and telephones hold accents as characters of their own, joiners inside of addresses, marks of
direction around numbers. A name written so is read like any other, and its place is told in the text as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from penholder.pure.reading.names.found import Found

_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_ODD = re.compile(rf"[{_UNSEEN}\x0b\x85\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_NOBODY_SEES = re.compile(f"[{_UNSEEN}]")
_LINE_ENDS = "\x0b\x85\u2028\u2029"
_MOST_ACCENTS = 8  # of a letter: putting very many in order would take long


@dataclass(frozen=True, slots=True)
class Seen:
    """``text`` as it is seen; where it is not as it stands, ``starts`` and ``ends`` say where each character was."""

    text: str
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()

    def as_it_stands(self, one: Found) -> Found:
        """The find with its place in the text that this was made of."""
        if not self.starts:
            return one
        return replace(one, start=self.starts[one.start], end=self.ends[one.end - 1])


def seen(text: str) -> Seen:
    """``text`` as it is seen: mostly itself."""
    if text.isascii() and "\x0b" not in text:
        return Seen(text)
    if _ODD.search(text) is None and unicodedata.is_normalized("NFC", text):
        return Seen(text)
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _letters(text):
        sign = _as_seen(text[start:end])
        signs.append(sign)
        starts += [start] * len(sign)
        ends += [end] * len(sign)
    return Seen("".join(signs), starts, ends)


def _letters(text: str) -> Sequence[tuple[int, int]]:
    """Where each character begins and ends, with the accents that follow it."""
    begins = [place for place, sign in enumerate(text) if not (place and unicodedata.combining(sign))]
    return list(zip(begins, [*begins[1:], len(text)], strict=True))


def _as_seen(letter: str) -> str:
    if _ODD.match(letter) is None:
        return unicodedata.normalize("NFC", letter[: 1 + _MOST_ACCENTS])
    if _NOBODY_SEES.match(letter):
        return ""
    return "\n" if letter[0] in _LINE_ENDS else " "
