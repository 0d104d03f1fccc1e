"""The mark at the beginning of a line: a number, a letter, a bullet or a Markdown heading, and what it says of its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

ENDED = (".", ":", ";", "!", "?")

_LONG_LINE = 50
"""What is shorter was not broken off by the width of a page."""

_TAB = 4
_BARE_STYLE = " "
_FIRST = frozenset({"0", "1", "01", "a"})
_BULLETS = "-*+•◦▪▫●○■□–—·‣⁃∙➢➤✓✔§"
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_BULLET = re.compile(rf"(?:([{re.escape(_BULLETS)}\uf0b7\uf0a7\uf0d8])(?:[ \t\xa0]+|$)|(o)\t)")
_LETTER_O = re.compile(r"(o)[ \t\xa0]+(?=\S)")
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
    """What the whole text shows about its numbers: one line alone may begin with “24 hours”, “B12” or “A. Smith”.

    ``letter_o``: an “o” and a blank is a bullet, as it is when a list is copied out of Word.
    ``chapters`` are the numbers that dotted codes begin with, each as it is written, and how far its line may be indented.
    """

    dotted: bool = False
    lettered: bool = False
    chapters: Mapping[tuple[str, str], int] = field(default_factory=dict)
    capitals: bool = False
    letter_o: bool = False


def habits_of(lines: Iterable[str]) -> Habits:
    seen = _Seen()
    for line in lines:
        seen.take(line)
    return seen.habits()


@dataclass(slots=True)
class _Chapter:
    """A line that begins with a whole number: in which ``style``, and where.

    ``leads``: no code of it came before; ``carries``: the next line is a code of it.
    """

    number: str
    style: str
    indent: int
    line: str
    leads: bool
    carries: bool = False


class _Seen:
    """The marks of a text while its lines come."""

    def __init__(self) -> None:
        self.dotted: Counter[str] = Counter()
        self.lettered: Counter[str] = Counter()
        self.capitals: set[str] = set()
        self.numbered: list[_Chapter] = []
        self.first: set[str] = set()
        self.above: _Chapter | None = None
        self.bullets = 0
        self.letters_o = 0
        self.broken_off = False

    def take(self, line: str) -> None:
        level, words = _heading(line.strip())
        if not words:
            return
        sign = _sign(level)
        above, self.above = self.above, None
        broken_off, self.broken_off = self.broken_off, is_broken_off(words)
        if found := _DOTTED.match(words):
            self.dotted[found[1]] += 1
            self.first.add(first := found[1].partition(".")[0])
            if above:
                above.carries = above.number == first
        elif found := _LETTERED.match(words):
            self.lettered[found[1]] += 1
        elif found := _BARE.match(words):
            self._number(found[1], f"{sign}{_BARE_STYLE}", line)
        elif (found := _SINGLE.match(words)) and found[2].isdecimal():
            self._number(found[2], f"{sign}{_brackets(found)}", line)
        elif found and found[2].isupper():
            self.capitals.add(found[2])
        elif _BULLET.match(words):
            self.bullets += 1
        elif _LETTER_O.match(words) and not broken_off:
            self.letters_o += 1  # where a line is broken off before, it is a word of some language

    def _number(self, number: str, style: str, line: str) -> None:
        self.above = _Chapter(number, style, indent_of(line), line.strip(), number not in self.first)
        self.numbered.append(self.above)

    def habits(self) -> Habits:
        chapters = self._chapters()
        several = (
            len(self.dotted) > 1
            or any(code.partition(".")[2] for code in self.dotted if code[:1].isalpha())
            or self._has_one_section()
        )
        lettered = len(self.lettered) > 1 or bool(set(self.lettered) & self.first)
        letter_o = self.letters_o > 1 or bool(self.letters_o and self.bullets)
        return Habits(several, lettered, chapters, len(self.capitals) > 1, letter_o)

    def _has_one_section(self) -> bool:
        """Whether a dotted code is the first of a chapter that stands above: “3.5 hours” is not."""
        numbers = {one.number for one in self.numbered if one.leads}
        return any(
            code.rpartition(".")[2] in _FIRST and code.partition(".")[0] in numbers for code in self.dotted
        )

    def _chapters(self) -> dict[tuple[str, str], int]:
        known = [one for one in self.numbered if one.number in self.first]
        if not known:
            return {}
        usual = known[0]
        numbers = self._bare_ones(self.first | self._written_alike(known))
        as_usual = {one.number for one in self.numbered if usual.leads and one.style == usual.style}
        chapters: dict[tuple[str, str], int] = {}
        for one in self.numbered:
            if one.number in numbers and (one.style == usual.style or one.number not in as_usual):
                key = (one.number, one.style)
                chapters[key] = min(one.indent, chapters.get(key, one.indent))
        return {key: max(usual.indent, indent) for key, indent in chapters.items()}

    def _bare_ones(self, numbers: set[str]) -> set[str]:
        """With chapters without sections whose number is bare: after one that has some, or directly before it."""
        bare = [one for one in self.numbered if one.style.endswith(_BARE_STYLE)]
        numbers = {*numbers}
        for before, one in reversed([*pairwise(bare)]):
            if one.number in numbers and int(before.number) + 1 == int(one.number):
                numbers.add(before.number)
        for number in sorted({int(one.number) for one in bare}):
            if str(number - 1) in numbers:
                numbers.add(str(number))
        return numbers

    def _written_alike(self, known: Sequence[_Chapter]) -> set[str]:
        """With chapters written like the first one that has sections; none where a list may be numbered so too."""
        if not known or not known[0].leads or known[0].style.endswith(_BARE_STYLE):
            return set()
        first = known[0]
        alike = [one for one in self.numbered if one.style == first.style and one.indent <= first.indent]
        rising = all(
            int(one.number) > int(before.number) or one.carries or one.line == before.line
            for before, one in pairwise(alike)
        )
        return {one.number for one in alike} if rising else set()


def is_broken_off(words: str) -> bool:
    """Whether a line may have been broken off by the width of a page."""
    return len(words) >= _LONG_LINE and not words.endswith(ENDED)


def indent_of(line: str) -> int:
    """How far a line is indented, a tab counted as it is shown."""
    return len(line[: len(line) - len(line.lstrip())].expandtabs(_TAB))


def in_a_heading(habits: Habits) -> Habits:
    """A heading that begins with a dotted number is numbered, even if it is the only one."""
    return replace(habits, dotted=True)


def marked(words: str, habits: Habits, indent: int = 0) -> tuple[Mark, str]:
    """The mark of a line without its indent, and the words after it."""
    level, title = _heading(words)
    if level:
        mark, rest = _listed(title, in_a_heading(habits), indent, _sign(level))
        if mark.code and rest:
            return Mark("#", mark.code, level, mark.parts), rest
        return Mark("#", "", level), title
    return _listed(words, habits, indent, "")


def _sign(level: int) -> str:
    """Chapters that are Markdown headings are not the numbers of a list under them."""
    return "#" if level else ""


def _heading(words: str) -> tuple[int, str]:
    """The level of a Markdown heading, 0 where it is none, and its words without the closing signs."""
    found = _HEADING.match(words)
    if not found:
        return 0, words
    title = words[found.end() :].rstrip()
    without = title.rstrip("#")
    return len(found[1]), without.rstrip() if without.endswith((" ", "\t")) or not without else title


def _listed(words: str, habits: Habits, indent: int, sign: str) -> tuple[Mark, str]:
    found = _DOTTED.match(words) if habits.dotted else None
    found = found or (_LETTERED.match(words) if habits.lettered else None)
    if not found and (bare := _BARE.match(words)):
        found = bare if _is_chapter(bare[1], f"{sign}{_BARE_STYLE}", habits, indent) else None
    if found:
        return Mark("1.1", found[1], parts=tuple(found[1].split("."))), words[found.end() :]
    if found := _BULLET.match(words) or (_LETTER_O.match(words) if habits.letter_o else None):
        return Mark(found[1] or "o"), words[found.end() :]
    found = _SINGLE.match(words)
    if found and (habits.capitals or not found[2].isupper()):
        return _single(found, habits, indent, sign), words[found.end() :]
    return NO_MARK, words


def _brackets(single: re.Match[str]) -> str:
    return f"{single[1] or ''}{single[3]}"


def _is_chapter(number: str, style: str, habits: Habits, indent: int) -> bool:
    return indent <= habits.chapters.get((number, style), -1)


def _single(found: re.Match[str], habits: Habits, indent: int, sign: str) -> Mark:
    code, brackets = found[2], _brackets(found)
    if code.isdecimal():
        parts = (code,) if _is_chapter(code, f"{sign}{brackets}", habits, indent) else ()
        return Mark("1.1" if parts else f"1{brackets}", code, parts=parts)
    return Mark(f"{'a' if code.islower() else 'A'}{brackets}", code)


def is_roman(code: str) -> bool:
    return bool(_ROMAN.fullmatch(code))


def follows(code: str, before: str) -> bool:
    """Whether a letter is the next one after another."""
    return len(code) == len(before) == 1 and ord(code) == ord(before) + 1
