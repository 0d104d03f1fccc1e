"""The rows of a table in a Word document by the columns of its grid, whatever is merged or listed in its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from penholder.pure.formats.outlines.word_outline_cells import Point, Said, said_in
from penholder.pure.formats.outlines.word_outline_numbers import Numbered
from penholder.pure.formats.outlines.word_outline_table_heads import Cells
from penholder.pure.formats.sheets.column_map_levels import level_headings
from penholder.pure.formats.word_rows import continues_above
from penholder.pure.formats.word_text import cells_of, number_of, rows_of

_MOST_COLUMNS = 63
"""More than that Word does not make."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by the columns of the grid; ``across`` where one cell runs across it all, ``said`` what more its cells hold."""

    number: int
    cells: Cells
    across: bool = False
    said: dict[int, Said] = field(default_factory=dict)
    points: tuple[Point, ...] = ()
    part: int = 0

    @property
    def where(self) -> str:
        return f"row {self.number}, point {self.part}" if self.part else f"row {self.number}"


def rows_in(table: etree._Element, printed: Mapping[etree._Element, Numbered]) -> list[TableRow]:
    rows: list[TableRow] = []
    above: dict[int, str] = {}
    for row in rows_of(table):
        cells: list[str] = [""] * min(number_of(row, "trPr/gridBefore", default=0), _MOST_COLUMNS)
        count = 0
        said: dict[int, Said] = {}
        for cell in cells_of(row):
            place = len(cells)
            text = above.get(place, "")
            if not continues_above(cell):
                said[place] = said_in(cell, printed)
                text = said[place].shown
            above[place] = text
            span = max(1, min(number_of(cell, "tcPr/gridSpan", default=1), _MOST_COLUMNS))
            cells.extend((text, *[""] * (span - 1)))
            count += 1
        rows.append(TableRow(len(rows) + 1, tuple(cells), count == 1 and len(cells) > 1, said))
    return rows


def split_by_points(rows: Sequence[TableRow], columns: Cells) -> list[TableRow]:
    """Rows of a table with a column for each level: what is listed in a cell of the deepest is a row for each point."""
    levels = level_headings(columns)
    place = columns.index(levels[-1]) if levels else -1
    return [one for row in rows for one in _points_apart(row, place)]


def _points_apart(row: TableRow, place: int) -> Iterator[TableRow]:
    said = row.said.get(place)
    if said is None or not said.points or any(point.inner is not None for point in said.points):
        yield row
    elif said.stem:
        yield replace(row, cells=_with(row.cells, place, said.stem), points=said.points)
    else:
        tops = [at for at, point in enumerate(said.points) if not (point.depth or point.loose)]
        for part, (begin, end) in enumerate(zip(tops, (*tops[1:], len(said.points)), strict=True), start=1):
            point = said.points[begin]
            cells = row.cells if part == 1 else ("",) * len(row.cells)
            words = " ".join(filter(None, (point.code, point.text)))
            below = tuple(replace(one, depth=max(one.depth - 1, 0)) for one in said.points[begin + 1 : end])
            yield replace(row, cells=_with(cells, place, words), points=below, part=part)


def _with(cells: Cells, place: int, text: str) -> Cells:
    return (*cells[:place], text, *cells[place + 1 :])
