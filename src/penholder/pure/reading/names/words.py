"""A text as words with their places, for the detectors that look at one word after another.

A scan over words needs no pattern that could run away on a text made for that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’ʼ\-‐‑][^\W_]+)*")
_GAP = re.compile(r"\.?[ \t\xa0]{0,3}(?:\r?\n[ \t]{0,3})?")
_ARTICLES = ("al-", "el-", "ap-")
_WITHIN = re.compile("['’ʼ\\-‐‑]")
_OWNING = ("'s", "’s", "ʼs", "'S", "’S")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits, apostrophes and hyphens inside it included."""

    text: str
    start: int
    end: int
    bare: str
    """The word without an ’s of ownership."""
    plain: str
    """That in small letters."""

    @property
    def is_capitalised(self) -> bool:
        """Whether it is written as names are: Amara, O’Brien, al-Sayed, McKenna."""
        main = self.bare[3:] if self.text.startswith(_ARTICLES) else self.bare
        return main[:1].isupper() and any(sign.islower() for sign in main)

    @property
    def is_shouted(self) -> bool:
        """Whether it is all capitals, and more than one."""
        return len(self.bare) > 1 and self.bare.isupper() and all(map(str.isalpha, _WITHIN.split(self.bare)))

    @property
    def is_small(self) -> bool:
        """Whether it is all small letters, and more than two."""
        return len(self.bare) > 2 and self.bare.islower() and all(map(str.isalpha, _WITHIN.split(self.bare)))  # noqa: PLR2004 - letters

    @property
    def is_telling(self) -> bool:
        """Whether it can tell capitals from small letters: “I” and “12” can not."""
        return self.text.upper() != self.text.lower() and self.text not in {"I", "A"}


Words = Sequence[Word]


def vocabulary(listed: str) -> frozenset[str]:
    """The words of a list as it is best read and mended: in rows."""
    return frozenset(listed.split())


def words_of(text: str) -> tuple[Word, ...]:
    """Every word of the text, in order."""
    return tuple(_word(match) for match in _WORD.finditer(text))


def _word(match: re.Match[str]) -> Word:
    text = match.group()
    bare = text[:-2] if text.endswith(_OWNING) else text
    return Word(text, match.start(), match.end(), bare, bare.casefold())


def is_gap(text: str, one: Word, other: Word) -> bool:
    """Whether only a blank, a line’s end or the full stop of an abbreviation stands between two words."""
    return other.start - one.end <= _WIDEST and _GAP.fullmatch(text, one.end, other.start) is not None


def is_blank(text: str, one: Word, other: Word) -> bool:
    """Whether only blanks stand between two words, on one line."""
    between = text[one.end : min(other.start, one.end + _WIDEST)]
    return other.start - one.end < _WIDEST and bool(between) and not between.strip(" \t\xa0")


_WIDEST = 10
