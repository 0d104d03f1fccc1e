"""The numbers that Word prints before the paragraphs of its lists: they stand nowhere in the file and have to be counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from penholder.pure.formats.outlines.word_outline_styles import Styles
from penholder.pure.formats.word_text import WORD, value_of

BULLET = "bullet"
LEVELS = 9

_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, what it prints, from where, and how far it is indented."""

    form: str = "decimal"
    printed: str = ""
    start: int = 1
    restarts_after: int = -1
    legal: bool = False
    style: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Numbered:
    """What stands before a paragraph: the list it belongs to, its level there, and what is printed (nothing for a bullet)."""

    family: str
    level: int
    printed: str
    indent: int
    bullet: bool


@dataclass(slots=True)
class _List:
    family: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """The lists of a document, counting along as its paragraphs come."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._lists: dict[str, _List] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._met: set[str] = set()
        if root is None:
            return
        abstract = {one.get(f"{WORD}abstractNumId", ""): one for one in root.iterfind(f"{WORD}abstractNum")}
        nums = list(root.iterfind(f"{WORD}num"))
        families = {one.get(f"{WORD}numId", ""): value_of(one, "abstractNumId") for one in nums}
        for num in nums:
            uid = num.get(f"{WORD}numId", "")
            family = _linked(families[uid], abstract, families, styles)
            made = _List(family, _levels(abstract[family]) if family in abstract else {})
            _override(num, made)
            self._lists[uid] = made
            for level, said in made.levels.items():
                if said.style:
                    self._by_style.setdefault(said.style, (family, level))

    def of(self, paragraph: etree._Element, styles: Styles) -> Numbered | None:
        """The number of the next paragraph; None where it is in no list."""
        style = styles.of(paragraph)
        list_id, level = style.list_id, style.list_level
        linked = self._by_style.get(value_of(paragraph, "pPr/pStyle"))
        if list_id in {"", "0"} or list_id not in self._lists:
            return None
        if linked and linked[0] == self._lists[list_id].family and level < 0:
            level = linked[1]
        return self._next(list_id, max(0, min(level, LEVELS - 1)))

    def _next(self, uid: str, level: int) -> Numbered:
        one = self._lists[uid]
        counts = self._counts.setdefault(one.family, [None] * LEVELS)
        if uid not in self._met:
            self._met.add(uid)
            for place, start in one.starts.items():
                counts[place] = start - 1
        said = one.levels.get(level, Level(printed=f"%{level + 1}."))
        before = counts[level]
        counts[level] = min((said.start - 1 if before is None else before) + 1, _LARGEST)
        for below in range(level + 1, LEVELS):
            restart = one.levels.get(below, Level()).restarts_after
            if restart == -1 or (restart > 0 and level < restart):
                counts[below] = None
        for above in range(level):
            if counts[above] is None:
                counts[above] = one.levels.get(above, Level()).start
        bullet = said.form == BULLET
        printed = "" if bullet or said.form == "none" else self._printed(one, said, counts)
        return Numbered(one.family, level, printed, said.indent, bullet)

    @staticmethod
    def _printed(one: _List, said: Level, counts: list[int | None]) -> str:
        def number(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            form = "decimal" if said.legal else one.levels.get(place, Level()).form
            return as_printed(counts[place] or 0, form)

        return _PLACE.sub(number, said.printed)


def as_printed(number: int, form: str) -> str:
    """A number in one of Word's ways of counting; one that is not known gives digits."""
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:  # noqa: PLR2004 - Romans count no further
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form == "decimalZero":
        return f"{number:02d}"
    return "" if form in {BULLET, "none"} else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def _linked(
    family: str, abstract: Mapping[str, etree._Element], families: Mapping[str, str], styles: Styles
) -> str:
    """A list may be no more than the name of a numbering style, which names the real one."""
    link = value_of(abstract[family], "numStyleLink") if family in abstract else ""
    if not link:
        return family
    real = next((uid for uid, one in abstract.items() if value_of(one, "styleLink") == link), "")
    return real or families.get(styles.list_of(link), family)


def _levels(element: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for one in element.iterfind(f"{WORD}lvl"):
        place = _whole(one.get(f"{WORD}ilvl", ""), -1)
        if 0 <= place < LEVELS:
            levels[place] = _level(one)
    return levels


def _level(element: etree._Element) -> Level:
    indent = element.find(f"{WORD}pPr/{WORD}ind")
    left = "0" if indent is None else indent.get(f"{WORD}left", indent.get(f"{WORD}start", "0"))
    legal = element.find(f"{WORD}isLgl")
    restart = value_of(element, "lvlRestart")
    return Level(
        form=value_of(element, "numFmt") or "decimal",
        printed=value_of(element, "lvlText"),
        start=_whole(value_of(element, "start"), 1),
        restarts_after=_whole(restart, -1),
        legal=legal is not None and legal.get(f"{WORD}val", "1") not in {"0", "false", "off"},
        style=value_of(element, "pStyle"),
        indent=_whole(left, 0),
    )


def _override(num: etree._Element, made: _List) -> None:
    for one in num.iterfind(f"{WORD}lvlOverride"):
        place = _whole(one.get(f"{WORD}ilvl", ""), -1)
        if not 0 <= place < LEVELS:
            continue
        level = one.find(f"{WORD}lvl")
        if level is not None:
            made.levels[place] = _level(level)
        if start := value_of(one, "startOverride"):
            made.starts[place] = _whole(start, 1)


def _whole(said: str, default: int) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else default  # noqa: PLR2004 - no list is that long
