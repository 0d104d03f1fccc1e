"""The words in which groups, numbers and strangers' statements are told of an opinion map."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from penholder.pure.disclosure import shown

LONGEST_STATEMENT = 240

_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, sentences under it, and then points, each of which can stand by itself."""

    heading: str
    sentences: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


def letter(group: int) -> str:
    """A, B, C …: the name of a group, the largest first."""
    return chr(ord("A") + group)


def about(count: int) -> str:
    """“about 85”, “fewer than 10”, “none”: a number of people within a sentence."""
    told = shown(count)
    return f"about {told}" if told[0].isdigit() else told


def quoted(text: str) -> str:
    """A stranger's words within our own: one line, nothing that turns the line round, not longer than can be read."""
    plain = "".join(
        char
        for char in " ".join(text.split())
        if char in _JOINERS or not unicodedata.category(char).startswith("C")
    )
    if len(plain) > LONGEST_STATEMENT:
        plain = f"{plain[:LONGEST_STATEMENT].rstrip()}…"
    if any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in plain):
        plain = f"{_ISOLATE}{plain}{_END}"
    return f"“{plain}”"


def counted(count: int, what: str) -> str:
    """“two statements”, “no statements”: a number that is no number of people, in words where it is small."""
    told = _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"
    return f"{told} {what}{'' if count == 1 else 's'}"


def capital(words: str) -> str:
    """The words as they begin a sentence."""
    return words[:1].upper() + words[1:]


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
