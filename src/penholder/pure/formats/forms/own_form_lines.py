"""A Word file as lines: each paragraph with its words, its bookmarks, its controls and the table cell it stands in.

Our own form needs to know of every bookmark where it begins, which a reader of any form does not. Tracked changes are
taken as accepted, hidden words are not read. What the form asks is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from penholder.pure.formats.forms.codes import PICTURES
from penholder.pure.formats.forms.controls import Sort, asked_by_control
from penholder.pure.formats.forms.opened import FormFile
from penholder.pure.formats.word_formula import EQUATION, in_one_line
from penholder.pure.formats.word_marked import highlighted_in, struck_in
from penholder.pure.formats.word_names import is_on
from penholder.pure.formats.word_symbols import read_signs, symbol, symbol_font
from penholder.pure.formats.word_text import WORD, cells_of, number_of, rows_of

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SKIPPED: Final = {_FALLBACK} | {
    f"{WORD}{name}"
    for name in (
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "pPr",
        "rPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "tblPr",
        "trPr",
        "tblGrid",
        "sectPr",
    )
}
_SIGNS: Final = {
    f"{WORD}tab": "\t",
    f"{WORD}br": "\n",
    f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    f"{WORD}softHyphen": "\N{SOFT HYPHEN}",
}
_BESIDE: Final = {
    "header": "the page header",
    "footer": "the page footer",
    "footnotes": "a footnote",
    "endnotes": "an endnote",
    "comments": "a remark in the margin",
}

Place = tuple[int, int, int]
"""A table of the document, a row and a column of it, all counted from 0."""


@dataclass(frozen=True, slots=True)
class Control:
    """A content control: the title it carries, what it shows and, for a box, whether it is ticked."""

    sort: Sort
    alias: str
    text: str = ""
    ticked: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; ``beside`` are its words without those in controls, ``remarks`` the numbers of what is in the margin.

    ``held`` is whether it is a further paragraph of a control that began before; ``pictured`` whether a picture stands in
    it, ``struck`` those of its words that have a line through them, and ``highlighted`` those that are in colour.
    """

    text: str
    beside: str
    marks: tuple[str, ...] = ()
    controls: tuple[Control, ...] = ()
    cell: Place | None = None
    remarks: tuple[str, ...] = ()
    held: bool = False
    pictured: bool = False
    struck: str = ""
    highlighted: str = ""

    def besides(self, control: Control) -> str:
        """The words of the paragraph without those of one control: of others, and those around them."""
        others = (one.text for one in self.controls if one is not control)
        return "\n".join(text.strip() for text in (*others, self.beside) if text.strip())


def lines_of(word: FormFile) -> tuple[Line, ...]:
    """Every paragraph of the document itself, in order."""
    body = word.root(word.main).find(f"{WORD}body")
    return () if body is None else tuple(_Walk().blocks(body, None))


def beside_of(word: FormFile) -> Iterator[tuple[str, str, str]]:
    """What stands beside the document: (where, the words, the number of a remark in the margin or nothing)."""
    for kind, _, part in word.related():
        where = _BESIDE.get(kind)
        if where and kind == "comments":
            for remark in word.root(part).iterfind(f"{WORD}comment"):
                yield where, _said(remark), str(remark.get(f"{WORD}id", ""))
        elif where:
            yield where, _said(word.root(part)), ""


def _said(element: etree._Element) -> str:
    return "\n".join(line.text for line in _Walk().blocks(element, None) if line.text.strip())


class _Walk:
    """One way through a document: tables are counted, bookmarks between paragraphs wait for the next one."""

    def __init__(self) -> None:
        self._tables = 0
        self._waiting: list[str] = []

    def blocks(self, holder: etree._Element, cell: Place | None) -> Iterator[Line]:
        for child in holder:
            if child.tag in _SKIPPED:
                continue
            if child.tag == f"{WORD}p":
                yield from self._paragraph(child, cell)
            elif child.tag == f"{WORD}tbl":
                yield from self._table(child, cell)
            elif child.tag == f"{WORD}bookmarkStart":
                self._waiting.append(str(child.get(f"{WORD}name", "")))
            elif child.tag == f"{WORD}sdt":
                yield from self._held(child, cell)
            else:
                yield from self.blocks(child, cell)

    def _held(self, element: etree._Element, cell: Place | None) -> Iterator[Line]:
        """A control around whole paragraphs: Word makes one of a control in which somebody began a new paragraph."""
        asked, _ = asked_by_control(element)
        if asked.shows_prompt:
            return
        for place, line in enumerate(self.blocks(element, cell)):
            if asked.sort not in {"text", "choice"} or line.controls:
                yield line
            elif place == 0:
                yield replace(line, beside="", controls=(Control(asked.sort, asked.alias, line.text),))
            else:
                yield replace(line, beside="", held=True)

    def _table(self, table: etree._Element, outer: Place | None) -> Iterator[Line]:
        """The cells of a table inside another one belong to the outer cell."""
        number = self._tables
        self._tables += outer is None
        for row, element in enumerate(rows_of(table)):
            column = number_of(element, "trPr/gridBefore", default=0)
            for cell in cells_of(element):
                yield from self.blocks(cell, outer or (number, row, column))
                column += number_of(cell, "tcPr/gridSpan", default=1)

    def _paragraph(self, element: etree._Element, cell: Place | None) -> Iterator[Line]:
        found = _Pieces(self._waiting)
        self._waiting = []
        found.take(element, within=False)
        yield Line(
            "".join(found.text),
            "".join(found.beside),
            tuple(found.marks),
            tuple(found.controls),
            cell,
            tuple(found.remarks),
            pictured=any(map(_is_there, element.iter(*PICTURES))),
            struck=struck_in(element),
            highlighted=highlighted_in(element),
        )
        for box in found.boxes:
            yield from self.blocks(box, cell)


class _Pieces:
    """What is in one paragraph; text boxes are set apart, as their words run beside the paragraph's."""

    def __init__(self, marks: list[str]) -> None:
        self.text: list[str] = []
        self.beside: list[str] = []
        self.marks = list(marks)
        self.controls: list[Control] = []
        self.remarks: list[str] = []
        self.boxes: list[etree._Element] = []

    def take(self, element: etree._Element, *, within: bool) -> None:
        for child in element:
            name = child.tag
            if name in _SKIPPED or _hidden(child):
                continue
            if name == f"{WORD}bookmarkStart":
                self.marks.append(str(child.get(f"{WORD}name", "")))
            elif name == f"{WORD}commentReference":
                self.remarks.append(str(child.get(f"{WORD}id", "")))
            elif name == f"{WORD}txbxContent":
                self.boxes.append(child)
            elif name == f"{WORD}sdt":
                self._control(child)
            elif name in {f"{WORD}t", _MATH, EQUATION}:
                self._add(_said_in(child), within=within)
            elif name in _SIGNS:
                self._add(_SIGNS[name], within=within)
            elif name == f"{WORD}sym":
                sign = symbol(str(child.get(f"{WORD}font", "")), str(child.get(f"{WORD}char", "")))
                self._add(sign, within=within)
            else:
                self.take(child, within=within)

    def _control(self, element: etree._Element) -> None:
        """The words of a control count as the paragraph's; a placeholder and the picture of a box are no words."""
        asked, _ = asked_by_control(element)
        inside = _Pieces([])
        inside.take(element, within=True)
        said = "" if asked.shows_prompt or asked.sort == "box" else "".join(inside.text)
        self.marks += inside.marks
        self.remarks += inside.remarks
        self.boxes += inside.boxes
        if inside.controls:
            self.controls += inside.controls
        else:
            entries = element.iterfind(f"{WORD}sdtPr/*/{WORD}listItem")
            options = tuple(
                str(entry.get(f"{WORD}displayText") or entry.get(f"{WORD}value", "")) for entry in entries
            )
            self.controls.append(Control(asked.sort, asked.alias, said, asked.ticked, options))
        self._add(said, within=True)

    def _add(self, text: str, *, within: bool) -> None:
        self.text.append(text)
        if not within:
            self.beside.append(text)


def _said_in(words: etree._Element) -> str:
    """The words of a run, in whatever font: LibreOffice keeps a box of a symbol font as a letter in that font."""
    if words.tag == EQUATION:
        return in_one_line(words)
    run = words.getparent()
    properties = None if run is None else run.find(f"{WORD}rPr")
    font = "" if properties is None else symbol_font(properties)
    return read_signs(words.text or "", font) if font else words.text or ""


def _is_there(element: etree._Element) -> bool:
    return not any(above.tag in _SKIPPED for above in element.iterancestors())


def _hidden(element: etree._Element) -> bool:
    vanish = element.find(f"{WORD}rPr/{WORD}vanish") if element.tag == f"{WORD}r" else None
    return vanish is not None and is_on(vanish)
