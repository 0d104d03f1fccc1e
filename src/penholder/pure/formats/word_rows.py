"""The rows of an eight-column form in a Word file, whatever was merged, split or wrapped in it."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from penholder.pure.formats.report import Unreadable, listed
from penholder.pure.formats.word_text import WORD, cells_of, number_of, rows_of, tables_of, text_of

COLUMNS = 8
_REPEATED_DOWNWARDS = 5
"""Cells merged downwards repeat in the columns that say whose and where; in the others they are said once."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row: its number in the table from 1, its eight texts, and the cell that each column falls into."""

    number: int
    texts: tuple[str, ...]
    element: etree._Element
    cells: tuple[etree._Element | None, ...]

    @property
    def spans_all(self) -> bool:
        """Whether one cell runs across the whole row."""
        return len({id(cell) for cell in self.cells if cell is not None}) == 1


def form_rows(document: etree._Element, *, name: str) -> tuple[FormRow, ...]:
    """All rows of all eight-column tables of a document, in order; raises Unreadable where there is no such table."""
    body = document.find(f"{WORD}body")
    tables = [] if body is None else list(tables_of(body))
    forms = [table for table in tables if _widest(table) == COLUMNS]
    if not forms:
        raise Unreadable(_no_form(tables, name=name))
    rows: list[FormRow] = []
    for table in forms:
        rows.extend(_rows(table, first=len(rows) + 1))
    return tuple(rows)


def _no_form(tables: Sequence[etree._Element], *, name: str) -> str:
    if not tables:
        return f"{name} has no table. Choose the filled commenting form, a table with eight columns."
    widths = listed(str(_widest(table)) for table in tables)
    return (
        f"{name} has no table with eight columns (its tables have {widths}). "
        "Copy the comments into the 2012-03 form and try again."
    )


def _widest(table: etree._Element) -> int:
    """How many columns a table really has: the number of cells that most of its rows have."""
    counts = Counter(sum(1 for _ in cells_of(row)) for row in rows_of(table))
    if counts.get(COLUMNS, 0):
        return COLUMNS
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _rows(table: etree._Element, *, first: int) -> Iterator[FormRow]:
    starts = _column_starts(table)
    above: tuple[str, ...] = ("",) * COLUMNS
    for number, row in enumerate(rows_of(table), start=first):
        spans = list(_spans(row))
        if len(spans) == COLUMNS:
            cells: tuple[etree._Element | None, ...] = tuple(cell for _, _, cell in spans)
            begun: tuple[tuple[etree._Element, ...], ...] = tuple((cell,) for _, _, cell in spans)
        else:
            cells = tuple(
                next((cell for begin, end, cell in spans if begin <= at < end), None) for at in starts
            )
            begun = _begun(spans, starts)
        texts = tuple(_text(begun[column], column, above) for column in range(COLUMNS))
        yield FormRow(number, texts, row, cells)
        above = texts


def _column_starts(table: etree._Element) -> tuple[int, ...]:
    """Where the eight columns begin on the table's grid, as most of the eight-cell rows have it."""
    shapes: Counter[tuple[int, ...]] = Counter()
    for row in rows_of(table):
        begins = [start for start, _, _ in _spans(row)]
        if len(begins) == COLUMNS:
            shapes[tuple(begins)] += 1
    return shapes.most_common(1)[0][0]


def _spans(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Each cell with its first grid column and the one after its last."""
    place = number_of(row, "trPr/gridBefore", default=0)
    for cell in cells_of(row):
        end = place + number_of(cell, "tcPr/gridSpan", default=1)
        yield place, end, cell
        place = end


def _begun(
    spans: Sequence[tuple[int, int, etree._Element]], starts: tuple[int, ...]
) -> tuple[tuple[etree._Element, ...], ...]:
    """The cells that begin in each column, so that a cell somebody split or merged is read once and never lost."""
    ends = (*starts[1:], sys.maxsize)
    firsts = (0, *starts[1:])
    return tuple(
        tuple(cell for begin, _, cell in spans if first <= begin < end)
        for first, end in zip(firsts, ends, strict=True)
    )


def _text(cells: tuple[etree._Element, ...], column: int, above: tuple[str, ...]) -> str:
    if len(cells) == 1 and continues_above(cells[0]):
        return above[column] if column < _REPEATED_DOWNWARDS else ""
    return "\n".join(filter(None, (text_of(cell) for cell in cells if not continues_above(cell))))


def continues_above(cell: etree._Element) -> bool:
    """Whether a cell is merged with the one above it, so that Word does not show its own words."""
    merge = cell.find(f"{WORD}tcPr/{WORD}vMerge")
    return merge is not None and merge.get(f"{WORD}val", "continue") == "continue"
