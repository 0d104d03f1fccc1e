"""A form that is no comment table, row by row: what was asked, and what was answered.

In a row of two cells the first asks and the second answers. In a wider table under a row of headings each cell stands
under its own. Nothing else is paired: what only looks as if it stood beside something is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from penholder.pure.formats.forms.values import (
    Block,
    Box,
    Cell,
    Note,
    Table,
    WordForm,
    Words,
    all_words,
    words_of,
)
from penholder.pure.formats.report import shown

_PAIR: Final = 2
_LONGEST_HEADING: Final = 120


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or a paragraph as one cell.

    ``where`` says it to a person. ``table`` and ``number`` count from 0, within the pages of the document; a paragraph
    has no table (-1). ``headings`` are those that the cells stand under, or nothing.
    """

    where: str
    cells: tuple[Cell, ...]
    table: int = -1
    number: int = -1
    headings: tuple[str, ...] = ()
    is_heading: bool = False

    @property
    def text(self) -> str:
        """All its words, with tabs between the cells."""
        return "\t".join(all_words(cell.words) for cell in self.cells)

    @property
    def question(self) -> str:
        """What the row asks: its first cell, where there are others."""
        return all_words(self.cells[0].words) if len(self.cells) > 1 and not self.is_heading else ""

    @property
    def answer(self) -> str:
        """What stands beside the question, in a row of two cells."""
        return all_words(self.cells[1].words) if len(self.cells) == _PAIR and not self.is_heading else ""

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Every box in it."""
        return tuple(box for cell in self.cells for words in words_of((cell.words,)) for box in words.boxes)


def rows_of_form(form: WordForm, *, without: frozenset[int] = frozenset()) -> Iterator[Row]:
    """Everything on the pages in order, then headers, footers and notes; ``without`` some of the tables, by number."""
    yield from _rows(form.blocks, without)
    for margin in form.margins:
        if margin.shown:
            yield from _apart(margin.blocks, f"page {margin.kind}")
    counts: dict[str, int] = {}
    for note in form.notes:
        counts[note.kind] = counts.get(note.kind, 0) + 1
        yield from _apart(note.blocks, f"{note.kind} {counts[note.kind]}{_whose(note)}")


def _whose(note: Note) -> str:
    """Whose remark it is and what about: without that, “Too vague” says nothing."""
    by = f" by {shown(note.by)}" if note.by else ""
    return f"{by} on “{shown(note.on)}”" if note.on else by


def rows_of_table(table: Table, *, number: int, where: str) -> Iterator[Row]:
    """The rows of one table."""
    rows = table.by_row()
    headings = _headings(table, rows)
    first = max(table.heading_rows, 1) if headings else 0
    for place, cells in enumerate(rows):
        is_heading = place < first
        under = () if is_heading else tuple(headings.get(cell.column, "") for cell in cells)
        yield Row(f"{where}, row {place + 1}", cells, number, place, under if any(under) else (), is_heading)


def _rows(blocks: tuple[Block, ...], without: frozenset[int]) -> Iterator[Row]:
    tables = paragraphs = 0
    for block in blocks:
        if isinstance(block, Words):
            paragraphs += 1
            if _says_something(block):
                yield Row(f"paragraph {paragraphs}", (Cell(0, 0, 1, 1, block),))
        else:
            if tables not in without:
                yield from rows_of_table(block, number=tables, where=f"table {tables + 1}")
            tables += 1


def _apart(blocks: tuple[Block, ...], where: str) -> Iterator[Row]:
    for block in blocks:
        if isinstance(block, Table):
            for row in rows_of_table(block, number=-1, where=where):
                if any(_says_something(cell.words) for cell in row.cells):
                    yield Row(where, row.cells, -1, row.number)
        elif _says_something(block):
            yield Row(where, (Cell(0, 0, 1, 1, block),))


def _says_something(words: Words) -> bool:
    return bool(words.text.strip() or words.fields or words.boxes or words.tables)


def _headings(table: Table, rows: tuple[tuple[Cell, ...], ...]) -> dict[int, str]:
    """The headings by column: a row that Word repeats, or a first row of short words over a wide table."""
    if len(rows) <= 1:
        return {}
    first = rows[max(table.heading_rows - 1, 0)]
    looks_so = len(first) > _PAIR and len(first) == table.columns and all(_is_short(cell) for cell in first)
    if table.heading_rows >= len(rows) or not (table.heading_rows or looks_so):
        return {}
    return {cell.column: cell.text for cell in first}


def _is_short(cell: Cell) -> bool:
    words = cell.words
    plain = not (words.boxes or words.fields or words.tables)
    return plain and 0 < len(words.text) <= _LONGEST_HEADING and any(map(str.isalpha, words.text))
