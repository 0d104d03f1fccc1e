"""A framework from any CSV file: our own, Moodle's, OpenSALT's, or a sheet that somebody keeps."""

from __future__ import annotations

from pathlib import PurePath

from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.report import ImportReport
from penholder.pure.formats.sheets.column_map import ColumnMap, used_columns
from penholder.pure.formats.sheets.csv_framework import tree_from_table
from penholder.pure.formats.sheets.csv_framework_out import tree_from_own_csv
from penholder.pure.formats.sheets.csv_headings import with_headings_found
from penholder.pure.formats.sheets.guessed_framework import tree_by_guess
from penholder.pure.formats.sheets.moodle import in_moodles_order, is_moodle, tree_from_moodle
from penholder.pure.formats.tables import read_table
from penholder.pure.tree.statement import Tree

_BY_MAP = "outer white space goes; HTML gives its words and is kept beside them"
FIELDS: tuple[FieldFate, ...] = (
    FieldFate("words", "fullStatement, or the column of the map", "kept", _BY_MAP),
    FieldFate("code", "humanCodingScheme, or the column of the map", "kept"),
    FieldFate(
        "kind",
        "CFItemType, or the column of the map",
        "kept",
        "of a sheet with a column for each level, its heading",
    ),
    FieldFate(
        "core or optional", "the column of the map", "changed", "yes or no; the cell is kept beside it"
    ),
    FieldFate("level", "the column of the map (“stage”)", "kept"),
    FieldFate("plain words", "the column of the map", "kept", _BY_MAP),
    FieldFate("easy read", "the column of the map", "kept", _BY_MAP),
    FieldFate("short form", "abbreviatedStatement, or the column of the map", "kept", _BY_MAP),
    FieldFate("notes", "notes, or the column of the map", "kept", _BY_MAP),
    FieldFate(
        "language", "language, or the column of the map", "kept", "said once where every row says the same"
    ),
    FieldFate("address", "the column of the map", "kept"),
    FieldFate(
        "identifier",
        "identifier, or the column of the map",
        "kept",
        "else made from path, code or words, or the words from the top down",
    ),
    FieldFate(
        "place and order",
        "smartLevel, or a named parent, a path, a depth, a column for each level",
        "kept",
        "numbered anew from 0",
    ),
    FieldFate(
        "associations", "columns named as CASE's kinds", "kept", "identifiers or codes with commas between"
    ),
    FieldFate("whatever else", "every other column", "kept", "under its heading"),
)
"""Of a table that is neither ours nor Moodle's: OpenSALT's export, and the sheets that people keep."""


def read_csv_framework(
    data: bytes, *, name: str = "The file", column_map: ColumnMap | None = None
) -> tuple[Tree, ImportReport]:
    """The framework in a CSV file; raises :class:`~penholder.pure.formats.report.Unreadable`.

    A map that is given decides; without one our own files and Moodle's are known by their headings, and for any other
    table the map is guessed.
    """
    table = read_table(data, name=name)
    title = PurePath(name).stem
    if column_map is not None:
        if not used_columns(column_map) <= {*table.columns}:
            table = with_headings_found(table, data, name=name)
        return tree_from_table(table, column_map, title=title)
    if ours := tree_from_own_csv(table, title=title):
        return ours
    if is_moodle(table.columns):
        return tree_from_moodle(table, title=title)
    if moodles := in_moodles_order(table):
        return tree_from_moodle(moodles, title=title)
    return tree_by_guess(with_headings_found(table, data, name=name), title=title)
