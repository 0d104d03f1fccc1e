"""The sheets of our own workbook, and what to do with a text that is longer than a cell may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from penholder.pure.formats.sheets.csv_framework_own import FRAMEWORK_COLUMNS, LINK_COLUMNS, STATEMENT_COLUMNS

CONTINUED = "Continued"
SHEETS = ("Framework", "Statements", "Associations", CONTINUED)
CONTINUED_COLUMNS = ("sheet", "identifier", "column", "text")
COLUMNS_OF = {
    SHEETS[0]: FRAMEWORK_COLUMNS,
    SHEETS[1]: STATEMENT_COLUMNS,
    SHEETS[2]: LINK_COLUMNS,
    CONTINUED: CONTINUED_COLUMNS,
}
LONGEST_CELL = 32_767
"""Of a cell's text, in units of UTF-16, as Excel counts."""

_LONGEST_ESCAPE = 7
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """The text as a cell holds it: what XML cannot say, and what looks like an escape, becomes “_xHHHH_”."""
    guarded = _LIKE_ESCAPED.sub("_x005F_", text)
    return _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", guarded)


def pieces(text: str) -> Sequence[str]:
    """The text in pieces that each fit a cell; nearly always there is one."""
    if len(escaped(text).encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return (text,)
    step = LONGEST_CELL // _LONGEST_ESCAPE
    return tuple(text[begin : begin + step] for begin in range(0, len(text), step))


def joined(rows: Iterable[Sequence[str]]) -> dict[tuple[str, str, str], str]:
    """What is to be added to a cell, by sheet, identifier and column: the rows of the sheet “Continued” in order."""
    more: dict[tuple[str, str, str], str] = {}
    for row in rows:
        sheet, uid, column, text = (*row, "", "", "", "")[:4]
        more[sheet, uid, column] = more.get((sheet, uid, column), "") + text
    return more


def continued(sheet: str, uid: str, column: str, text: str) -> Iterator[tuple[str, str, str, str]]:
    """The rows of the sheet “Continued” for one cell."""
    for piece in pieces(text)[1:]:
        yield (sheet, uid, column, piece)
