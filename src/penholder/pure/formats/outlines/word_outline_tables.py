"""A table in a Word document as lines of an outline: a column of codes, a column of words, and what else a heading names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from penholder.pure.formats.report import Tally, shown
from penholder.pure.formats.sheets.column_map import SheetMap, suggest_map
from penholder.pure.formats.sheets.column_map_guess import guess_map
from penholder.pure.formats.sheets.csv_framework_levels import Levels
from penholder.pure.formats.sheets.csv_framework_places import row_as_text
from penholder.pure.formats.tables import Table, distinct_headings
from penholder.pure.formats.word_rows import continues_above
from penholder.pure.formats.word_text import WORD, cells_of, number_of, rows_of, text_of

_MOST_COLUMNS = 63
"""More than that Word does not make."""

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row: its number in the table, its code, words, notes and kind; ``section`` where one cell runs across it all.

    ``depth`` is how deep it stands in the table, where that has a column for each level; a row may then be several lines.
    """

    row: int
    text: str
    code: str = ""
    notes: str = ""
    kind: str = ""
    section: bool = False
    depth: int | None = None


def lines_of(table: etree._Element, where: str, tally: Tally) -> list[TableLine] | None:
    """The lines in a table; None where no column of it can be told to hold the words of statements."""
    rows = _rows(table)
    width = max((len(cells) for cells, _ in rows), default=0)
    if width < 2:  # noqa: PLR2004 - one column is a frame around text
        return None
    heading, column_map, columns = _understood(rows, width)
    if not column_map.text or not (column_map.code or column_map.identifier or heading):
        return None
    if heading:
        tally.note(f"{where}, row 1", "A table has a row of headings.", f"“{shown(' | '.join(rows[0][0]))}”")
    if column_map.levels and not any(across for _, across in rows):
        return list(
            _levels(rows[heading:], heading, column_map=column_map, columns=columns, where=where, tally=tally)
        )
    return list(
        _lines(rows[heading:], heading, column_map=column_map, columns=columns, where=where, tally=tally)
    )


def _rows(table: etree._Element) -> list[tuple[Cells, bool]]:
    """The texts of each row by the columns of the grid, and whether one cell runs across the whole row."""
    rows: list[tuple[Cells, bool]] = []
    above: dict[int, str] = {}
    for row in rows_of(table):
        cells: list[str] = [""] * min(number_of(row, "trPr/gridBefore", default=0), _MOST_COLUMNS)
        count = 0
        for cell in cells_of(row):
            place = len(cells)
            text = above.get(place, "") if continues_above(cell) else text_of(cell)
            above[place] = text
            span = max(1, min(number_of(cell, "tcPr/gridSpan", default=1), _MOST_COLUMNS))
            cells.extend((text, *[""] * (span - 1)))
            count += 1
        rows.append((tuple(cells), count == 1 and len(cells) > 1))
    return rows


def _understood(rows: Sequence[tuple[Cells, bool]], width: int) -> tuple[int, SheetMap, Cells]:
    """How many heading rows there are, which column is which, and what the columns are called."""
    first = (*rows[0][0], *[""] * (width - len(rows[0][0])))
    columns = distinct_headings(first)
    suggestion = suggest_map(columns)
    if suggestion.text and not rows[0][1] and len(rows) > 1:
        body = tuple(cells for cells, across in rows[1:] if not across)
        guess = guess_map(Table(columns, body, "", ""))
        return 1, guess, columns
    columns = tuple(f"column {place}" for place in range(1, width + 1))
    body = tuple(cells for cells, across in rows if not across)
    return 0, guess_map(Table(columns, body, "", "")), columns


def _lines(
    rows: Sequence[tuple[Cells, bool]],
    heading: int,
    *,
    column_map: SheetMap,
    columns: Cells,
    where: str,
    tally: Tally,
) -> Iterator[TableLine]:
    for number, (cells, across) in enumerate(rows, start=heading + 1):
        if across and cells[0].strip():
            yield TableLine(number, cells[0].strip(), section=True)
            continue
        named = dict(zip(columns, cells, strict=False))
        text = named.get(column_map.text, "").strip()
        if not text:
            if any(cell.strip() for cell in cells):
                tally.read += 1
                what = "A row has no words for its statement."
                tally.leave_out(f"{where}, row {number}", what, "It was left out.", raw=row_as_text(cells))
            continue
        known = {column_map.text, column_map.code, column_map.notes, column_map.kind} - {""}
        others = [
            f"{column}: {cell.strip()}"
            for column, cell in named.items()
            if cell.strip() and column not in known
        ]
        notes = [named.get(column_map.notes, "").strip(), *others]
        yield TableLine(
            number,
            text,
            code=named.get(column_map.code, "").strip() if column_map.code else "",
            notes="\n".join(filter(None, notes)),
            kind=named.get(column_map.kind, "").strip() if column_map.kind else "",
        )


def _levels(
    rows: Sequence[tuple[Cells, bool]],
    heading: int,
    *,
    column_map: SheetMap,
    columns: Cells,
    where: str,
    tally: Tally,
) -> Iterator[TableLine]:
    """The lines of a table with one column for each level: a row begins as many as it has new words."""
    own = Tally()
    body = tuple((*cells, *[""] * (len(columns) - len(cells))) for cells, _ in rows)
    table = Table(columns, body, "", "", first_row=heading + 1)
    levels = Levels(table, column_map, own, lambda said: said)
    for number, cells in table.numbered():
        levels.row(dict(zip(columns, cells, strict=False)), f"row {number}")
    tally.read += own.left_out
    tally.left_out += own.left_out
    depths: dict[str, int] = {}
    for uid, row in levels.rows().items():
        one = row.statement
        depths[uid] = depths.get(levels.parents[uid], -1) + 1
        others = (f"{name}: {json.loads(value)}" for name, value in one.extras)
        number = int(row.where.split()[1])
        notes = "\n".join(filter(None, (one.notes, *others)))
        yield TableLine(number, one.text, one.code, notes, one.kind, depth=depths[uid])
    for oddity in own.oddities:
        place = where if oddity.where == "the whole file" else f"{where}, {oddity.where}"
        tally.oddities.append(replace(oddity, where=place))


def is_frame(table: etree._Element) -> bool:
    """Whether a table is only a frame around text: one cell in every row."""
    return all(sum(1 for _ in cells_of(row)) <= 1 for row in rows_of(table))


def all_words(table: etree._Element) -> str:
    """All a table says, row by row, for the report."""
    return "\n".join(row_as_text([text_of(cell) for cell in cells_of(row)]) for row in rows_of(table))


def cells_with_blocks(table: etree._Element) -> Iterator[etree._Element]:
    for row in rows_of(table):
        yield from (cell for cell in cells_of(row) if cell.find(f"{WORD}p") is not None)
