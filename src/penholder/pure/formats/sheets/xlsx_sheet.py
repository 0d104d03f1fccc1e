"""The cells of one sheet as texts, with everything that a reader of the sheet would not see told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.report import Oddity, Unreadable, listed, shown
from penholder.pure.formats.sheets.xlsx_numbers import as_shown
from penholder.pure.formats.sheets.xlsx_parts import (
    MOST_TEXT,
    SheetEntry,
    Workbook,
    elements,
    text_in,
    unescaped,
)
from penholder.pure.formats.tables import MOST_ROWS
from penholder.pure.formats.xml_safely import local_name

MOST_COLUMNS = 500
MOST_CELLS = 5_000_000

_REFERENCE = re.compile(r"^\$?([A-Za-z]{1,3})\$?(\d{1,7})$")
_TRUE = frozenset({"1", "true"})
_FORMULA = "A cell holds a formula."


@dataclass(slots=True)
class Sheet:
    """One sheet: its rows by number, from 1, what was odd about it, and the last place of cells merged across."""

    entry: SheetEntry
    rows: dict[int, tuple[str, ...]] = field(default_factory=dict)
    oddities: list[Oddity] = field(default_factory=list)
    across: dict[tuple[int, int], int] = field(default_factory=dict)


def read_sheet(workbook: Workbook, entry: SheetEntry) -> Sheet:
    """All filled rows of a sheet; raises :class:`~penholder.pure.formats.report.Unreadable` where it is too large."""
    sheet = Sheet(entry)
    reading = _Reading(workbook, sheet)
    if entry.part not in workbook.archive.parts:
        return sheet
    for element in elements(workbook.archive, entry.part, "col", "row", "mergeCell"):
        name = local_name(element)
        if name == "row":
            reading.row(element)
        elif name == "mergeCell":
            reading.merged.append(element.get("ref", ""))
        elif element.get("hidden") in _TRUE:
            reading.hidden_columns = True
    reading.end()
    return sheet


class _Reading:
    def __init__(self, workbook: Workbook, sheet: Sheet) -> None:
        self.workbook = workbook
        self.sheet = sheet
        self.merged: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns = False
        self.number = 0
        self.cells = 0
        self.size = 0

    def row(self, row: etree._Element) -> None:
        said = row.get("r", "")
        self.number = int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else self.number + 1  # noqa: PLR2004 - a sheet has a million rows
        cells = dict(self._cells(row))
        if not cells:
            return
        width = max(cells) + 1
        self.cells += width
        self.size += sum(map(len, cells.values()))
        if self.number > MOST_ROWS + 1 or self.cells > MOST_CELLS or self.size > MOST_TEXT:
            raise Unreadable(
                f"{self.workbook.name} has more in its sheet “{shown(self.sheet.entry.name)}” than can be read "
                f"({MOST_ROWS:,} rows, {MOST_CELLS:,} cells, {MOST_TEXT:,} characters). Split it into smaller files."
            )
        self.sheet.rows[self.number] = tuple(cells.get(place, "") for place in range(width))
        if row.get("hidden") in _TRUE:
            self.hidden_rows.append(self.number)

    def _cells(self, row: etree._Element) -> Iterator[tuple[int, str]]:
        place = -1
        for cell in row.iterfind("{*}c"):
            found = _REFERENCE.match(cell.get("r", ""))
            place = _column(found[1]) if found else place + 1
            text = self._text(cell, place)
            if not text:
                continue
            if place >= MOST_COLUMNS:
                where = f"row {self.number}"
                what = f"A row has cells beyond column {MOST_COLUMNS}."
                self.sheet.oddities.append(Oddity(where, what, "They were left out.", "left out", text))
                continue
            yield place, text

    def _text(self, cell: etree._Element, place: int) -> str:
        kind = cell.get("t", "n")
        value = cell.findtext("{*}v") or ""
        text = self._by_kind(cell, kind, value)
        formula = cell.find("{*}f")
        if formula is not None:
            self._tell_formula(place, formula.text or "", text)
        if kind == "e":
            where = f"row {self.number}"
            self.sheet.oddities.append(
                Oddity(
                    where, "A cell shows an error.", f"Column {_letters(place)}: “{shown(text)}” was taken."
                )
            )
        return storable(text)

    def _by_kind(self, cell: etree._Element, kind: str, value: str) -> str:
        if kind == "s":
            place = int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else -1  # noqa: PLR2004 - more texts than a sheet has cells
            return self.workbook.texts[place] if 0 <= place < len(self.workbook.texts) else ""
        if kind == "inlineStr":
            return text_in(cell)
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if kind in {"str", "e", "d"}:
            return unescaped(value)
        style = cell.get("s", "0")
        formats = self.workbook.formats
        place = int(style) if style.isascii() and style.isdecimal() and len(style) < 7 else -1  # noqa: PLR2004 - more styles than there are
        code = formats[place] if 0 <= place < len(formats) else ""
        return as_shown(value, code, from_1904=self.workbook.from_1904) if value else ""

    def _tell_formula(self, place: int, formula: str, text: str) -> None:
        where, column = f"row {self.number}", f"Column {_letters(place)}"
        if text:
            so = f"{column}: the value it last had was taken; “={shown(formula)}” was not."
            self.sheet.oddities.append(Oddity(where, _FORMULA, so))
        else:
            so = f"{column}: no value is stored with it, so nothing was taken. Save the file again in Excel."
            self.sheet.oddities.append(Oddity(where, _FORMULA, so, "left out", f"={formula}"))

    def end(self) -> None:
        if self.hidden_rows:
            so = "They were read like the others."
            where = f"row {listed(map(str, self.hidden_rows))}"
            self.sheet.oddities.append(Oddity(where, "Rows are hidden in the sheet.", so))
        if self.hidden_columns:
            what = "Columns are hidden in the sheet."
            self.sheet.oddities.append(Oddity("the whole file", what, "They were read like the others."))
        left = MOST_CELLS
        for ref in self.merged:
            left -= self._spread(ref, left)

    def _spread(self, ref: str, most: int) -> int:
        """Cells merged downwards say the same for every row they cover; across, the words stand in the first."""
        first, _, last = ref.partition(":")
        begin, end = _REFERENCE.match(first), _REFERENCE.match(last)
        if not begin or not end:
            return 0
        top, bottom, place = (
            int(begin[2]),
            min(int(end[2]), max(self.sheet.rows, default=0)),
            _column(begin[1]),
        )
        if begin[2] == end[2]:
            self.sheet.across[top, place] = _column(end[1])
        words = self._cell(top, place)
        if not words or bottom <= top or bottom - top > most:
            return 0
        below = [number for number in range(top + 1, bottom + 1) if number in self.sheet.rows]
        for number in below:
            row = list(self.sheet.rows[number])
            row.extend("" for _ in range(place + 1 - len(row)))
            row[place] = row[place] or words
            self.sheet.rows[number] = tuple(row)
        what = "Cells are merged downwards."
        so = f"{shown(ref)}: “{shown(words)}” was taken for each of these rows."
        self.sheet.oddities.append(Oddity(f"row {top} to {bottom}", what, so))
        return bottom - top

    def _cell(self, number: int, place: int) -> str:
        row = self.sheet.rows.get(number, ())
        return row[place] if place < len(row) else ""


def _column(letters: str) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
