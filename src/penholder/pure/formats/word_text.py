"""The words of a Word table as a reader of the accepted text sees them.

Tracked insertions count and deletions do not, nor do hidden words; content controls, fields and links give what they
show, equations and symbol fonts signs that can be typed; a nested table gives its words. Used where comments are read out
of somebody's form, and statements out of an outline.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from penholder.pure.formats.word_formula import EQUATION, in_one_line
from penholder.pure.formats.word_names import WORD, is_on
from penholder.pure.formats.word_symbols import UNKNOWN, read_signs, symbol, symbol_font

__all__ = ["WORD", "cells_of", "line_of", "number_of", "rows_of", "tables_of", "text_of", "value_of"]

_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_LEFT_OUT: Final = frozenset(
    f"{WORD}{name}"
    for name in (
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "pPr",
        "rPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "tblPr",
        "trPr",
    )
) | {f"{_COMPATIBILITY}Fallback"}
_MARKS: Final = {
    f"{WORD}tab": "\t",
    f"{WORD}br": "\n",
    f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
}
_WRAPPERS: Final = frozenset(
    f"{WORD}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)


def text_of(cell: etree._Element) -> str:
    """All words in an element, one line for each paragraph, without white space at the ends."""
    return "\n".join(_paragraphs(cell)).strip()


def line_of(paragraph: etree._Element) -> str:
    """The words of one paragraph."""
    return "".join(_pieces(paragraph))


def tables_of(body: etree._Element) -> Iterator[etree._Element]:
    """The tables that stand in the document itself, in order, not those inside another table."""
    return _within(body, f"{WORD}tbl")


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table; a row that somebody deleted with changes tracked is not one."""
    for row in _within(table, f"{WORD}tr"):
        if row.find(f"{WORD}trPr/{WORD}del") is None:
            yield row


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, also those inside content controls; one deleted with changes tracked is not one."""
    for cell in _within(row, f"{WORD}tc"):
        if cell.find(f"{WORD}tcPr/{WORD}cellDel") is None:
            yield cell


def value_of(element: etree._Element, path: str) -> str:
    """The ``w:val`` of a descendant given by local names, or nothing."""
    found = element.find("/".join(f"{WORD}{name}" for name in path.split("/")))
    return "" if found is None else str(found.get(f"{WORD}val", ""))


def number_of(element: etree._Element, path: str, *, default: int) -> int:
    """The same as a whole number."""
    value = value_of(element, path)
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else default  # noqa: PLR2004 - no table has more columns


def _within(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, name)


def _paragraphs(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{WORD}p":
            yield line_of(child)
        elif child.tag == f"{WORD}tbl":
            for row in rows_of(child):
                yield "\t".join(text_of(cell) for cell in cells_of(row))
        elif child.tag == f"{WORD}sdt" and _shows_placeholder(child):
            continue
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _paragraphs(child)


def _pieces(element: etree._Element) -> Iterator[str]:
    font = _font_of(element)
    if font is None:
        return
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _LEFT_OUT:
            continue
        words = _said(child, font)
        if words is not None:
            yield words
        elif child.tag == f"{WORD}sdt" and _shows_placeholder(child):
            continue
        elif child.tag == f"{WORD}txbxContent":
            yield "\n" + "\n".join(_paragraphs(child)) + "\n"
        elif child.tag == f"{WORD}ruby":
            yield from _with_reading(child)
        else:
            yield from _pieces(child)


def _font_of(element: etree._Element) -> str | None:
    """The symbol font of a run, nothing for any other element; None where its words are hidden."""
    properties = element.find(f"{WORD}rPr") if element.tag == f"{WORD}r" else None
    if properties is None:
        return ""
    vanish = properties.find(f"{WORD}vanish")
    return None if vanish is not None and is_on(vanish) else symbol_font(properties)


def _said(element: etree._Element, font: str) -> str | None:
    """The words of an element that has no others in it, in the symbol font of its run; None if it is no such element."""
    if element.tag in {f"{WORD}t", f"{_MATH}t"}:
        words = element.text or ""
        return read_signs(words, font) if font else words
    if element.tag == f"{WORD}sym":
        return symbol(str(element.get(f"{WORD}font", "")), str(element.get(f"{WORD}char", ""))) or UNKNOWN
    return in_one_line(element) if element.tag == EQUATION else _MARKS.get(str(element.tag))


def _with_reading(ruby: etree._Element) -> Iterator[str]:
    """Words with what is printed above them, how they are read: in brackets after them, as Word itself saves it as text."""
    for name, form in (("rubyBase", "{}"), ("rt", "({})")):
        if words := "".join(map("".join, map(_pieces, ruby.iterfind(f"{WORD}{name}")))):
            yield form.format(words)


def _shows_placeholder(control: etree._Element) -> bool:
    """A content control that nobody filled in shows “Click here to enter text”, which nobody said."""
    return control.find(f"{WORD}sdtPr/{WORD}showingPlcHdr") is not None
