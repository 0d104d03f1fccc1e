"""A framework as a CSV file that goes out and comes in again without a loss.

A spreadsheet runs a cell that begins like a formula; such a cell gets an apostrophe in front. Unlike in a file that only
goes out, the apostrophe has to come off again exactly: so a text that has apostrophes before something like a formula
gets one more, and one is taken off on the way back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from penholder.pure.formats.csv_out import safe_cell
from penholder.pure.formats.decoding import storable
from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.report import ImportReport, Tally
from penholder.pure.formats.sheets.csv_framework_own import COLUMNS, ROW, is_ours, records_of, tree_of_records
from penholder.pure.formats.tables import Table
from penholder.pure.tree.statement import Tree

_APOSTROPHE = "a cell like a formula gets an apostrophe in front, which is taken off again on the way in"
FIELDS: tuple[FieldFate, ...] = (
    FieldFate(
        "words",
        "statement",
        "kept",
        f"to the letter; {_APOSTROPHE}; null characters and half characters become �",
    ),
    FieldFate("code", "code", "kept"),
    FieldFate("kind", "kind", "kept"),
    FieldFate("core or optional", "core or optional", "kept"),
    FieldFate("level", "level", "kept"),
    FieldFate("plain words", "plain words", "kept"),
    FieldFate("easy read", "easy read", "kept"),
    FieldFate("short form", "short form", "kept"),
    FieldFate("notes", "notes", "kept"),
    FieldFate("language", "language", "kept"),
    FieldFate("address", "address", "kept"),
    FieldFate("identifier", "identifier", "kept"),
    FieldFate(
        "place and order", "parent, and the order of the rows", "kept", "siblings are numbered anew from 0"
    ),
    FieldFate("associations", "rows that say “association”", "kept"),
    FieldFate("whatever else", "whatever else", "kept", "as JSON"),
)


def write_csv_framework(tree: Tree) -> bytes:
    """The framework as CSV in UTF-8 with a byte order mark, every cell quoted; the same bytes for the same tree."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in records_of(tree):
        writer.writerow([guarded(storable(record.get(column, ""))) for column in COLUMNS])
    return page.getvalue().encode("utf-8-sig")


def tree_from_own_csv(table: Table, *, title: str) -> tuple[Tree, ImportReport] | None:
    """The framework in a table that we wrote ourselves, whatever was done to it since; None where it is not ours."""
    if not is_ours(table.columns):
        return None
    tally = Tally(oddities=list(table.oddities))
    tree = tree_of_records(_records(table), tally, title=title)
    return tree, tally.report()


def guarded(text: str) -> str:
    """The text as no spreadsheet takes it for a formula; :func:`unguarded` gives it back exactly."""
    return f"'{text}" if _like_a_formula(text.lstrip("'")) else text


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _like_a_formula(cell.lstrip("'")) else cell


def _like_a_formula(text: str) -> bool:
    return safe_cell(text) != text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _records(table: Table) -> Iterator[tuple[str, dict[str, str]]]:
    for number, row in table.numbered():
        record = {column: unguarded(cell) for column, cell in zip(table.columns, row, strict=False)}
        for place, cell in enumerate(row[len(table.columns) :], start=len(table.columns) + 1):
            if cell:
                record[f"cell {place}"] = cell
        record.setdefault(ROW, "")
        yield f"row {number}", record
