"""The numbers that Word prints in the first column of a table: they stand nowhere in the file and have to be counted.

In many comment tables the cell for the number holds nothing but an empty paragraph of a list. Without its number nobody
could say which comment is meant.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from penholder.pure.formats.outlines.word_outline_cells import is_gone
from penholder.pure.formats.outlines.word_outline_numbers import Numbers
from penholder.pure.formats.outlines.word_outline_styles import Styles
from penholder.pure.formats.word_names import WORD, is_on

_CELL, _PARAGRAPH, _ROW, _WORDS = f"{WORD}tc", f"{WORD}p", f"{WORD}tr", f"{WORD}t"
_SHOWS_PROMPT = f"{WORD}sdtPr/{WORD}showingPlcHdr"


def cells_to_number(document: etree._Element) -> dict[etree._Element, etree._Element]:
    """The first cells of rows that say something, by the paragraph in them, where that is in a list and has no words."""
    return {
        paragraph: cell
        for paragraph in dict.fromkeys(map(_paragraph_of, document.iter(f"{WORD}numPr")))
        if paragraph is not None and (cell := _numbered_cell(paragraph)) is not None
    }


def printed_numbers(
    document: etree._Element,
    wanted: Mapping[etree._Element, etree._Element],
    numbering: etree._Element,
    styles: etree._Element | None,
) -> dict[etree._Element, str]:
    """What is printed in these cells, counted along with all lists of the document."""
    known = Styles(styles)
    numbers = Numbers(numbering, known)
    found: dict[etree._Element, str] = {}
    gone = set(_deleted_rows(document))
    for paragraph in document.iter(_PARAGRAPH):
        if is_gone(paragraph) or not gone.isdisjoint(paragraph.iterancestors(_ROW)):
            continue
        number = numbers.of(paragraph, known)
        if number is not None and paragraph in wanted:
            found[wanted[paragraph]] = number.printed.strip()
    return found


def _deleted_rows(document: etree._Element) -> Iterator[etree._Element]:
    for mark in document.iter(f"{WORD}del"):
        properties = mark.getparent()
        row = None if properties is None or properties.tag != f"{WORD}trPr" else properties.getparent()
        if row is not None:
            yield row


def _paragraph_of(numbered: etree._Element) -> etree._Element | None:
    above = numbered.getparent()
    return None if above is None else above.getparent()


def _numbered_cell(paragraph: etree._Element) -> etree._Element | None:
    cell = paragraph.getparent()
    row = None if cell is None else cell.getparent()
    if cell is None or row is None or (cell.tag, row.tag) != (_CELL, _ROW):
        return None
    if _has_sibling(paragraph) or next(row.iterchildren(_CELL)) is not cell:
        return None
    return cell if any(_said_in(row)) and not any(_said_in(cell)) else None


def _has_sibling(paragraph: etree._Element) -> bool:
    return any(
        next(paragraph.itersiblings(_PARAGRAPH, preceding=before), None) is not None
        for before in (False, True)
    )


def _said_in(element: etree._Element) -> Iterator[bool]:
    """Whether words stand there, for all there are; a prompt is none."""
    for words in element.iter(_WORDS):
        yield bool((words.text or "").strip()) and not any(
            mark is not None and is_on(mark)
            for control in words.iterancestors(f"{WORD}sdt")
            for mark in (control.find(_SHOWS_PROMPT),)
        )
