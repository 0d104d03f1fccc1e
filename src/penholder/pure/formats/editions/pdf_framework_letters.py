"""Words made fit for typst: long ones that may be broken, characters without letters by name, and no endless marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

LONGEST_WORD = 30
"""A longer row of letters without a blank may be broken every few letters, or it would leave the page."""

_LONG_WORD = re.compile(rf"[^\s\u2e80-\u9fff\uac00-\ud7a3\uff00-\uffef]{{{LONGEST_WORD + 1},}}")
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"
_PIECE = 10
_MOST_MARKS, _MOST_TURNS = 40, 40
_MANY_MARKS = re.compile(rf"[^\w\s]{{{_MOST_MARKS + 1},}}")
_TURNS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_TURN = re.compile(f"[{_TURNS}\u202c\u2069]")


@dataclass(frozen=True, slots=True)
class Letters:
    """Words that typst can lay out.

    Characters without letters are named; words too long for a line may be broken; and a hundred turns of direction or some
    hundred marks on one letter, which would stop typst, and nobody could read, become fewer.
    """

    missing: set[str]

    def text(self, text: str) -> str:
        """The text as typst is given it."""
        if self.missing:
            text = "".join(_named(letter) if letter in self.missing else letter for letter in text)
        if sum(map(text.count, _TURNS)) > _MOST_TURNS:
            text = _TURN.sub("", text)
        text = _MANY_MARKS.sub(_readable, text)
        return _LONG_WORD.sub(_breakable, text)


def is_mark(letter: str) -> bool:
    """Whether it belongs to the letter before it, or has no shape of its own."""
    return unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"}


def is_surely_missing(letter: str) -> bool:
    """What the fonts of typst surely lack: it takes long to find that out about many characters.

    What means something else in every font is as good as missing.
    """
    if unicodedata.category(letter) in {"Cn", "Co"}:
        return True
    return "\u3041" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" or letter >= "\U00020000"


def _named(letter: str) -> str:
    """A picture by its name, any other character by its number."""
    name = unicodedata.name(letter, "") if unicodedata.category(letter).startswith("S") else ""
    return f"[{name.casefold() or f'U+{ord(letter):04X}'}]"


def _breakable(word: re.Match[str]) -> str:
    """The word with a chance to break every few letters, but never between a letter and a mark that belongs to it."""
    broken: list[str] = []
    since = 0
    for letter in word[0]:
        if since >= _PIECE and not is_mark(letter):
            broken.append(_MAY_BREAK)
            since = 0
        broken.append(letter)
        since += 1
    return "".join(broken)


def _readable(row: re.Match[str]) -> str:
    """What is no letter, with a number in place of the marks that are too many on one."""
    told: list[str] = []
    for marks, stretch in groupby(row[0], lambda letter: unicodedata.category(letter).startswith("M")):
        letters = "".join(stretch)
        more = len(letters) - _MOST_MARKS
        told.append(f"{letters[:_MOST_MARKS]}[{more:,} more]" if marks and more > 0 else letters)
    return "".join(told)
