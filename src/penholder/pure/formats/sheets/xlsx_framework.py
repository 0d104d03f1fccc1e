"""A framework from an Excel workbook: ours, read to the letter, or a sheet that somebody keeps.

A workbook has many sheets and a sheet has titles above its headings. The sheet whose headings say most is taken, the
others are named, and what stands above the headings is told. From there on it is a table like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from penholder.pure.formats.report import ImportReport, Oddity, Tally, Unreadable, listed, shown
from penholder.pure.formats.sheets.column_map import ColumnMap
from penholder.pure.formats.sheets.csv_framework import tree_from_table
from penholder.pure.formats.sheets.csv_framework_own import (
    ASSOCIATION,
    FRAMEWORK,
    ROW,
    STATEMENT,
    is_ours,
    tree_of_records,
)
from penholder.pure.formats.sheets.csv_framework_places import row_as_text
from penholder.pure.formats.sheets.guessed_framework import tree_by_guess
from penholder.pure.formats.sheets.heading_rows import Headings, about_the_top, headings_of
from penholder.pure.formats.sheets.xlsx_columns import CONTINUED, SHEETS, joined
from penholder.pure.formats.sheets.xlsx_parts import Workbook, open_workbook
from penholder.pure.formats.sheets.xlsx_sheet import Sheet, read_sheet
from penholder.pure.formats.tables import Table, distinct_headings
from penholder.pure.saying import counted
from penholder.pure.tree.statement import Tree


def read_xlsx(
    data: bytes, *, name: str = "The file", column_map: ColumnMap | None = None, sheet: str = ""
) -> tuple[Tree, ImportReport]:
    """The framework in a workbook; raises :class:`~penholder.pure.formats.report.Unreadable`.

    ``sheet`` names the sheet to take where the best fit is not the right one.
    """
    workbook = open_workbook(data, name=name)
    title = PurePath(name).stem
    if column_map is None and not sheet and (ours := _ours(workbook, title=title)):
        return ours
    table = _table(workbook, sheet)
    if column_map is None:
        return tree_by_guess(table, title=title)
    return tree_from_table(table, column_map, title=title)


def read_xlsx_table(data: bytes, *, name: str = "The file", sheet: str = "") -> Table:
    """The table in a workbook, for whoever wants to see its columns first."""
    return _table(open_workbook(data, name=name), sheet)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sheet with the row that holds its headings."""

    sheet: Sheet
    headings: Headings

    @property
    def rows(self) -> int:
        return sum(number > self.headings.last for number in self.sheet.rows)

    @property
    def fit(self) -> tuple[bool, bool, int, int]:
        """A sheet in sight, with rows, whose headings are understood; of equals the longer one."""
        return (self.rows > 0, not self.sheet.entry.hidden, self.headings.known, self.rows)


def _table(workbook: Workbook, wanted: str) -> Table:
    entries = [entry for entry in workbook.sheets if not wanted or entry.name == wanted]
    if not entries:
        names = listed(f"“{shown(entry.name)}”" for entry in workbook.sheets)
        raise Unreadable(f"{workbook.name} has no sheet “{shown(wanted)}”. Its sheets are {names}.")
    sheets = [read_sheet(workbook, entry) for entry in entries]
    candidates = [_Candidate(sheet, headings_of(sheet.rows, sheet.across)) for sheet in sheets]
    best = max(candidates, key=lambda candidate: candidate.fit)
    if not best.sheet.rows:
        raise Unreadable(f"{workbook.name} has no rows. Choose the file again, or save it again in Excel.")
    if not best.rows:
        raise Unreadable(
            f"{workbook.name} has a heading row and nothing under it. Save it again with its rows."
        )
    top = about_the_top(best.sheet.rows, best.headings)
    return _as_table(best, (*_about_sheets(best, candidates, workbook), *top))


def _as_table(best: _Candidate, told: Sequence[Oddity]) -> Table:
    rows, begin = best.sheet.rows, best.headings.last + 1
    headings = best.headings.cells
    width = max(len(headings), *(len(row) for number, row in rows.items() if number >= begin), 0)
    return Table(
        columns=distinct_headings((*headings, *("" for _ in range(width - len(headings))))),
        rows=tuple(rows.get(number, ()) for number in range(begin, max(rows) + 1)),
        encoding="UTF-8",
        delimiter="",
        first_row=begin,
        oddities=(*told, *best.sheet.oddities),
    )


def _about_sheets(best: _Candidate, every: Sequence[_Candidate], workbook: Workbook) -> Iterator[Oddity]:
    others = [candidate for candidate in every if candidate is not best and candidate.sheet.rows]
    if others:
        named = listed(
            f"“{shown(one.sheet.entry.name)}” ({counted(len(one.sheet.rows), 'row', 'rows')}{', hidden' if one.sheet.entry.hidden else ''})"
            for one in others
        )
        so = f"“{shown(best.sheet.entry.name)}” was taken; left out: {named}. Name the one to read with --sheet."
        raw = "\n".join(row_as_text(row) for one in others for row in one.sheet.rows.values())
        yield Oddity("the whole file", "The workbook has more than one sheet.", so, "left out", raw)
    looked_at = {one.sheet.entry.name for one in every}
    if unread := [entry.name for entry in workbook.sheets if entry.name not in looked_at]:
        named = listed(f"“{shown(name)}”" for name in unread)
        so = f"“{shown(best.sheet.entry.name)}” was asked for; not looked at: {named}."
        yield Oddity("the whole file", "The workbook has more than one sheet.", so, "left out")
    if any(part.startswith("xl/") and "comments" in part.casefold() for part in workbook.archive.parts):
        yield Oddity("the whole file", "Cells have comments.", "The comments were not read.", "left out")


# Our own workbook


def _ours(workbook: Workbook, *, title: str) -> tuple[Tree, ImportReport] | None:
    tables = {
        entry.name: _whole(read_sheet(workbook, entry)) for entry in workbook.sheets if entry.name in SHEETS
    }
    statements = tables.get(SHEETS[1])
    if statements is None or not is_ours((ROW, *statements.columns)):
        return None
    continued = tables.get(CONTINUED)
    more = joined(row for row in continued.rows if row) if continued else {}
    tally = Tally()
    for table in tables.values():
        tally.oddities.extend(table.oddities if table else ())
    others = [entry for entry in workbook.sheets if entry.name not in SHEETS]
    for entry in others:
        so = f"“{shown(entry.name)}” is not one of ours; it was left out."
        raw = "\n".join(map(row_as_text, read_sheet(workbook, entry).rows.values()))
        tally.leave_out("the whole file", "The workbook has a sheet more.", so, counted=False, raw=raw)
    records = [
        (where, {**record, ROW: sort})
        for sort, name in zip((FRAMEWORK, STATEMENT, ASSOCIATION), SHEETS, strict=False)
        for where, record in _records(tables.get(name), name, more)
    ]
    tree = tree_of_records(records, tally, title=title)
    return tree, tally.report()


def _whole(sheet: Sheet) -> Table | None:
    if not sheet.rows:
        return None
    first = min(sheet.rows)
    return _as_table(_Candidate(sheet, Headings(sheet.rows[first], first, first, 0)), ())


def _records(
    table: Table | None, sheet: str, more: dict[tuple[str, str, str], str]
) -> Iterator[tuple[str, dict[str, str]]]:
    if table is None:
        return
    for number, row in enumerate(table.rows, start=table.first_row):
        record = dict(zip(table.columns, row, strict=False))
        if not any(row):
            continue
        uid = record.get("identifier", "")
        for column in record:
            record[column] += more.get((sheet, uid, column), "")
        yield f"{sheet}, row {number}", record
