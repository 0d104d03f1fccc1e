"""The mark at the beginning of a line: a number, a letter, a bullet or a Markdown heading, and what it says of its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

_BULLETS = "-*+•◦▪▫●○■□–—·‣⁃∙➢➤✓✔§"
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_BULLET = re.compile(rf"(?:([{re.escape(_BULLETS)}\uf0b7\uf0a7\uf0d8])(?:[ \t\xa0]+|$)|(o)\t)")
_DOTTED = re.compile(
    r"((?:[A-Z]{1,3}[.\-]?)?\d{1,4}(?:\.\d{1,4}|\.[a-z](?![a-z])){1,12})[.):]?(?:[ \t\xa0]+|$)"
)
_LETTERED = re.compile(r"([A-Z]{1,3}-?\d{1,4})[.):]?(?:[ \t\xa0]+|$)")
_SINGLE = re.compile(r"(\()?(\d{1,4}|[A-Za-z]|[ivxlcIVXLC]{2,6})([.)]|\.\))(?:[ \t\xa0]+|$)")
_BARE = re.compile(r"(\d{1,4})[ \t\xa0]+(?=\S)")
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before the words. Lines of one ``style`` are of one rank; ``code`` is what is printed, without brackets.

    ``heading`` is the level of a Markdown heading; ``parts`` are those of a dotted code, which says its own place.
    """

    style: str
    code: str = ""
    heading: int = 0
    parts: tuple[str, ...] = ()


NO_MARK = Mark("")


@dataclass(frozen=True, slots=True)
class Habits:
    """What the whole text shows about its numbers: one line alone may begin with “24 hours”, “B12” or “A. Smith”."""

    dotted: bool = False
    lettered: bool = False
    first_parts: frozenset[str] = frozenset()
    capitals: bool = False


def habits_of(lines: Iterable[str]) -> Habits:
    dotted: Counter[str] = Counter()
    lettered: Counter[str] = Counter()
    bare: set[int] = set()
    capitals: set[str] = set()
    for line in lines:
        _, words = _heading(line.strip())
        if found := _DOTTED.match(words):
            dotted[found[1]] += 1
        elif found := _LETTERED.match(words):
            lettered[found[1]] += 1
        elif found := _BARE.match(words):
            bare.add(int(found[1]))
        elif (found := _SINGLE.match(words)) and found[2].isupper():
            capitals.add(found[2])
    first = {code.partition(".")[0] for code in dotted}
    for number in sorted(bare):
        if first & {str(number - 1)}:  # a chapter without sections, after one that has some
            first.add(str(number))
    several = len(dotted) > 1 or any(code.partition(".")[2] for code in dotted if code[:1].isalpha())
    return Habits(
        several, len(lettered) > 1 or bool(set(lettered) & first), frozenset(first), len(capitals) > 1
    )


def in_a_heading(habits: Habits) -> Habits:
    """A heading that begins with a dotted number is numbered, even if it is the only one."""
    return replace(habits, dotted=True)


def marked(words: str, habits: Habits) -> tuple[Mark, str]:
    """The mark of a line without its indent, and the words after it."""
    level, title = _heading(words)
    if level:
        mark, rest = _listed(title, in_a_heading(habits))
        if mark.code and rest:
            return Mark("#", mark.code, level, mark.parts), rest
        return Mark("#", "", level), title
    return _listed(words, habits)


def _heading(words: str) -> tuple[int, str]:
    """The level of a Markdown heading, 0 where it is none, and its words without the closing signs."""
    found = _HEADING.match(words)
    if not found:
        return 0, words
    title = words[found.end() :].rstrip()
    without = title.rstrip("#")
    return len(found[1]), without.rstrip() if without.endswith((" ", "\t")) or not without else title


def _listed(words: str, habits: Habits) -> tuple[Mark, str]:
    found = _DOTTED.match(words) if habits.dotted else None
    found = found or (_LETTERED.match(words) if habits.lettered else None)
    if not found and (bare := _BARE.match(words)) and bare[1] in habits.first_parts:
        found = bare
    if found:
        return Mark("1.1", found[1], parts=tuple(found[1].split("."))), words[found.end() :]
    if found := _BULLET.match(words):
        return Mark(found[1] or found[2]), words[found.end() :]
    found = _SINGLE.match(words)
    if found and (habits.capitals or not found[2].isupper()):
        return _single(found, habits), words[found.end() :]
    return NO_MARK, words


def _single(found: re.Match[str], habits: Habits) -> Mark:
    code, brackets = found[2], f"{found[1] or ''}{found[3]}"
    if code.isdecimal():
        parts = (code,) if code in habits.first_parts else ()
        return Mark("1.1" if parts else f"1{brackets}", code, parts=parts)
    return Mark(f"{'a' if code.islower() else 'A'}{brackets}", code)


def is_roman(code: str) -> bool:
    return bool(_ROMAN.fullmatch(code))


def follows(code: str, before: str) -> bool:
    """Whether a letter is the next one after another."""
    return len(code) == len(before) == 1 and ord(code) == ord(before) + 1
