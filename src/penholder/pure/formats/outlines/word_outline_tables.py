"""A table in a Word document as lines of an outline: a column of codes, a column of words, and what else a heading names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from penholder.pure.formats.outlines.word_outline_cells import Point, Said
from penholder.pure.formats.outlines.word_outline_numbers import Numbered
from penholder.pure.formats.outlines.word_outline_table_heads import (
    Understood,
    headings_at,
    with_headings,
    without_headings,
)
from penholder.pure.formats.outlines.word_outline_table_lines import Depths, TableLine
from penholder.pure.formats.outlines.word_outline_table_rows import TableRow, rows_in, split_by_points
from penholder.pure.formats.report import Tally, shown
from penholder.pure.formats.sheets.csv_framework_levels import Levels
from penholder.pure.formats.sheets.csv_framework_places import row_as_text
from penholder.pure.formats.tables import Table
from penholder.pure.formats.word_text import WORD, cells_of, rows_of, text_of
from penholder.pure.tree.statement import Statement


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is the same for every row of a table."""

    where: str
    tally: Tally
    printed: Mapping[etree._Element, Numbered]


def lines_of(
    table: etree._Element, where: str, tally: Tally, printed: Mapping[etree._Element, Numbered]
) -> list[TableLine] | None:
    """The lines in a table; None where no column of it can be told to hold the words of statements."""
    rows = rows_in(table, printed)
    width = max((len(row.cells) for row in rows), default=0)
    if width < 2:  # noqa: PLR2004 - one column is a frame around text
        return None
    found = _understood(rows, width)
    if not found.certain:
        return None
    if found.headings:
        heading = rows[found.titles]
        said = f"“{shown(' | '.join(heading.cells))}”"
        tally.note(f"{where}, row {heading.number}", "A table has a row of headings.", said)
    reading = _Reading(where, tally, printed)
    lines = list(_lines(rows[: found.titles], found, reading))
    for across, some in groupby(rows[found.titles + found.headings :], key=lambda row: row.across):
        read = _levels if found.map.levels and not across else _lines
        lines.extend(read(list(some), found, reading))
    return lines


def _understood(rows: Sequence[TableRow], width: int) -> Understood:
    """What the table says of its columns: in a row of headings, which titles may run above, or only in its cells."""
    titles = next(
        (place for place, row in enumerate(rows) if not row.across and any(map(str.strip, row.cells))), 0
    )
    listed = any(one.points for one in rows[titles].said.values())
    if len(rows) > titles + 1 and not listed:
        columns = headings_at(titles, [row.cells for row in rows], width)
        body = [row for row in rows[titles + 1 :] if not row.across]
        if found := with_headings(columns, [row.cells for row in split_by_points(body, columns)], titles):
            return found
    return without_headings([row.cells for row in rows if not row.across], width)


def _lines(rows: Sequence[TableRow], found: Understood, reading: _Reading) -> Iterator[TableLine]:
    for row in rows:
        if row.across and row.cells[0].strip():
            yield TableLine(row.number, row.cells[0].strip(), section=True)
            continue
        named = dict(zip(found.columns, row.cells, strict=False))
        if named.get(found.map.text, "").strip():
            yield from _statements(row, named, found, reading)
        elif any(cell.strip() for cell in row.cells):
            reading.tally.read += 1
            what = "A row has no words for its statement."
            where = f"{reading.where}, row {row.number}"
            reading.tally.leave_out(where, what, "It was left out.", raw=row_as_text(row.cells))


def _statements(
    row: TableRow, named: dict[str, str], found: Understood, reading: _Reading
) -> Iterator[TableLine]:
    """The statement of a row, and what is listed in its cell as statements under it."""
    said = row.said.get(found.columns.index(found.map.text)) or Said("", named[found.map.text])
    line = _line(row, named, found, said)
    if said.stem:
        yield replace(line, text=said.stem)
        yield from (replace(one, below=one.below + 1) for one in _below(said.points, row.number, reading))
    elif said.points and not line.code and said.points[0].inner is None:
        for place, one in enumerate(_below(said.points, row.number, reading)):
            yield one if place else replace(line, text=one.text, code=one.code)
    else:
        if said.points:
            _tell_joined(row, reading)
        yield line


def _line(row: TableRow, named: dict[str, str], found: Understood, said: Said) -> TableLine:
    """A row as one line; ``said`` is what its cell for the words says."""
    known = {found.map.text, found.map.code, found.map.notes, found.map.kind} - {""}
    others = [
        f"{column}: {cell.strip()}" for column, cell in named.items() if cell.strip() and column not in known
    ]
    return TableLine(
        row.number,
        (said.text or named[found.map.text]).strip(),
        code=_code(row, named, found) or said.code,
        notes="\n".join(filter(None, (named.get(found.map.notes, "").strip(), *others))),
        kind=named.get(found.map.kind, "").strip() if found.map.kind else "",
    )


def _code(row: TableRow, named: dict[str, str], found: Understood) -> str:
    if not found.map.code:
        return ""
    said = row.said.get(found.columns.index(found.map.code))
    printed = said.code if said and not said.text else ""
    return printed or named.get(found.map.code, "").strip()


def _tell_joined(row: TableRow, reading: _Reading) -> None:
    where = f"{reading.where}, row {row.number}"
    what = "A cell lists several points that could not be taken apart."
    reading.tally.note(where, what, "They were kept as one statement of several lines.")


def _below(points: Sequence[Point], row: int, reading: _Reading) -> Iterator[TableLine]:
    """The lines that points in a cell make; ``below`` counts from 0 here."""
    for point in points:
        if point.inner is None:
            yield TableLine(row, point.text, point.code, below=point.depth, loose=point.loose)
        else:
            yield from _inner(point.inner, row, reading)


def _inner(table: etree._Element, row: int, reading: _Reading) -> Iterator[TableLine]:
    """The rows of a table in a cell; as they stand where no column of it can be told to hold statements."""
    lines = lines_of(table, f"{reading.where}, row {row}, table in it", reading.tally, reading.printed)
    if lines is None:
        texts = (row_as_text([text_of(cell) for cell in cells_of(one)]) for one in rows_of(table))
        yield from (TableLine(row, text, loose=True) for text in texts if text.strip('\n,"'))
        return
    depths = Depths(0)
    for line in lines:
        yield replace(line, row=row, below=depths.of(line), section=False, depth=None)


def _levels(rows: Sequence[TableRow], found: Understood, reading: _Reading) -> Iterator[TableLine]:
    """The lines of a table with one column for each level: a row begins as many as it has new words."""
    own = Tally()
    columns, tally = found.columns, reading.tally
    each = split_by_points(rows, columns)
    body = tuple((*row.cells, *[""] * (len(columns) - len(row.cells))) for row in each)
    table = Table(columns, body, "", "", first_row=0)
    levels = Levels(table, found.map, own, lambda said: said)
    for place, cells in table.numbered():
        levels.row(dict(zip(columns, cells, strict=False)), each[place].where)
    tally.read += own.left_out
    tally.left_out += own.left_out
    for row in rows:
        if any(_stays_joined(one, columns[place], found) for place, one in row.said.items()):
            _tell_joined(row, reading)
    yield from _with_points(levels, found, each, reading)
    for oddity in own.oddities:
        whole = oddity.where == "the whole file"
        told = replace(oddity, where=reading.where if whole else f"{reading.where}, {oddity.where}")
        if told not in tally.oddities:
            tally.oddities.append(told)


def _stays_joined(said: Said, column: str, found: Understood) -> bool:
    """Whether a cell of a level lists points that are not taken apart: only those of the deepest are."""
    inner = any(point.inner is not None for point in said.points)
    return bool(said.points) and column in found.map.levels and (inner or column != found.map.levels[-1])


def _with_points(
    levels: Levels, found: Understood, rows: Sequence[TableRow], reading: _Reading
) -> Iterator[TableLine]:
    """The statements of the levels, each row followed by what is listed in its cell."""
    listed = {row.where: row for row in rows if row.points}
    depths: dict[str, int] = {}
    last = ""
    for uid, one in levels.rows().items():
        where = one.where.partition(" (code ")[0]
        if last != where:
            yield from _points_of(listed.pop(last, None), reading)
        last = where
        depths[uid] = depths.get(levels.parents[uid], -1) + 1
        yield _level_line(one.statement, int(where.split()[1].rstrip(",")), depths[uid], found)
    yield from _points_of(listed.pop(last, None), reading)
    for row in listed.values():  # rows that only repeat what stands above have no lines of their own
        yield from (replace(line, loose=True) for line in _points_of(row, reading))


def _level_line(one: Statement, row: int, depth: int, found: Understood) -> TableLine:
    extras = [(name, json.loads(value)) for name, value in one.extras]
    others = (
        f"{name}: {cell}"
        for name, cell in extras
        if not (name in found.map.levels and _is_code_and_words(cell, one))
    )
    notes = "\n".join(filter(None, (one.notes, *others)))
    return TableLine(row, one.text, one.code, notes, one.kind, depth=depth)


def _is_code_and_words(cell: str, statement: Statement) -> bool:
    """Whether a cell says no more than the statement does: brackets around the code and the stop after it are not kept."""
    code, _, words = cell.strip().partition(" ")
    return words.strip() == statement.text and code.strip("()[].:") == statement.code


def _points_of(row: TableRow | None, reading: _Reading) -> Iterator[TableLine]:
    if row is not None:
        yield from (replace(line, below=line.below + 1) for line in _below(row.points, row.number, reading))


def is_frame(table: etree._Element) -> bool:
    """Whether a table is only a frame around text: one cell in every row."""
    return all(sum(1 for _ in cells_of(row)) <= 1 for row in rows_of(table))


def all_words(table: etree._Element) -> str:
    """All a table says, row by row, for the report."""
    return "\n".join(row_as_text([text_of(cell) for cell in cells_of(row)]) for row in rows_of(table))


def cells_with_blocks(table: etree._Element) -> Iterator[etree._Element]:
    for row in rows_of(table):
        yield from (cell for cell in cells_of(row) if cell.find(f"{WORD}p") is not None)
