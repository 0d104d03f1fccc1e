"""What the styles of a Word document say of a paragraph: its heading level, its list, whether it is the title.

Word writes the names of its own styles in English whatever language it speaks; other programmes write them in theirs, so
both are known, and an outline level counts whatever the style is called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from penholder.pure.formats.word_text import WORD, value_of

BODY_LEVEL = 9
"""Word's outline level for what is no heading."""

_HEADINGS = (
    *(
        "heading",
        "überschrift",
        "titre",
        "título",
        "titulo",
        "titolo",
        "kop",
        "rubrik",
        "overskrift",
        "otsikko",
    ),
    *(
        "nagłówek",
        "naglowek",
        "заголовок",
        "标题",
        "標題",
        "見出し",
        "제목",
        "başlık",
        "pealkiri",
        "nadpis",
        "címsor",
    ),
    *(
        "encabezado",
        "cabeçalho",
        "επικεφαλίδα",
        "naslov",
        "antraštė",
        "virsraksts",
        "titlu",
        "заглавие",
        "pennawd",
    ),
    *("intestazione", "tittel", "ceann", "ceannteideal", "fyrirsögn", "yvirskrift", "títol", "encapçalament"),
    *("izenburua", "rúbrica", "titulli", "наслов", "judul", "tajuk", "tiêu đề", "đầu đề", "표제"),
    *("عنوان", "العنوان", "سرفصل", "כותרת", "शीर्षक", "หัวเรื่อง"),
)
_HEADING = re.compile(rf"(?:{'|'.join(map(re.escape, _HEADINGS))})\s*([1-9])")
_TITLES = frozenset(
    {"title", "titel", "titre", "título", "titolo", "tytuł", "otsikko", "название", "cím", "název"}
)
_CONTENTS = re.compile(
    r"(?:toc|contents|verzeichnis|inhaltsverzeichnis|tm|tdc|sommario)\s*(?:\d|heading|title)"
)
_MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a style gives to its paragraphs. ``heading`` counts from 0; -1 where it is none."""

    heading: int = -1
    list_id: str = ""
    list_level: int = -1
    title: bool = False
    contents: bool = False


PLAIN = Style()


class Styles:
    """The styles of a document by their ids, each with what it takes over from the one it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: Mapping[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self.default = ""
        self.language = ""
        self.names: frozenset[str] = frozenset()
        if root is None:
            return
        styles = [one for one in root.iterfind(f"{WORD}style") if one.get(f"{WORD}type") == "paragraph"]
        self._elements = {one.get(f"{WORD}styleId", ""): one for one in styles}
        self.default = next(
            (
                one.get(f"{WORD}styleId", "")
                for one in styles
                if one.get(f"{WORD}default") in {"1", "true", "on"}
            ),
            "",
        )
        self.language = value_of(root, "docDefaults/rPrDefault/rPr/lang")
        self.names = frozenset(map(_plain_name, self._elements.values()))

    def of(self, paragraph: etree._Element) -> Style:
        """The style of a paragraph, with what the paragraph itself says instead."""
        style = self._style(value_of(paragraph, "pPr/pStyle") or self.default)
        properties = paragraph.find(f"{WORD}pPr")
        return style if properties is None else _said(properties, style)

    def name_of(self, paragraph: etree._Element) -> str:
        """The name of a paragraph's style without blanks and capitals."""
        element = self._elements.get(value_of(paragraph, "pPr/pStyle") or self.default)
        return "" if element is None else _plain_name(element)

    def list_of(self, style_id: str) -> str:
        """The list that a numbering style names."""
        return self._style(style_id).list_id

    def _style(self, uid: str) -> Style:
        if uid not in self._known:
            chain: list[etree._Element] = []
            above = uid
            while above in self._elements and self._elements[above] not in chain and len(chain) < _MOST_STEPS:
                chain.append(self._elements[above])
                above = value_of(self._elements[above], "basedOn")
            style = PLAIN
            for element in reversed(chain):
                name, own = value_of(element, "name"), element.get(f"{WORD}styleId", "")
                style = _named(own if _is_heading(own) and not _is_known(name) else name, style)
                properties = element.find(f"{WORD}pPr")
                style = style if properties is None else _said(properties, style)
            if not chain:
                style = _named(uid, style)
            self._known[uid] = style
        return self._known[uid]


def _plain_name(style: etree._Element) -> str:
    return value_of(style, "name").casefold().replace(" ", "")


def _is_known(name: str) -> bool:
    return _named(name, PLAIN) != PLAIN


def _is_heading(name: str) -> bool:
    return _named(name, PLAIN).heading >= 0


def _named(name: str, style: Style) -> Style:
    """What the name of a style says; its id says the same where the name is in a language that is not known."""
    plain = " ".join(name.casefold().split())
    if found := _HEADING.fullmatch(plain) or _HEADING.fullmatch(plain.replace(" ", "")):
        return replace(style, heading=int(found[1]) - 1)
    if plain in _TITLES:
        return replace(style, title=True)
    if _CONTENTS.match(plain):
        return replace(style, contents=True, heading=-1)
    return style


def _said(properties: etree._Element, style: Style) -> Style:
    level = value_of(properties, "outlineLvl")
    if level.isascii() and level.isdecimal() and len(level) < 3:  # noqa: PLR2004 - there are ten
        style = replace(style, heading=int(level) if int(level) < BODY_LEVEL else -1)
    numbers = properties.find(f"{WORD}numPr")
    if numbers is not None:
        list_id, depth = value_of(numbers, "numId"), value_of(numbers, "ilvl")
        style = replace(
            style,
            list_id=list_id or style.list_id,
            list_level=int(depth)
            if depth.isascii() and depth.isdecimal() and len(depth) == 1
            else style.list_level,
        )
    return style
