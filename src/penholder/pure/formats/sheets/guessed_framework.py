"""A framework from a table whose map nobody gave: it is guessed, and what may mislead in the guess is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from penholder.pure.formats.report import ImportReport, Oddity, shown
from penholder.pure.formats.sheets.column_map import SheetMap, used_columns
from penholder.pure.formats.sheets.column_map_file import map_told
from penholder.pure.formats.sheets.column_map_guess import guess_map
from penholder.pure.formats.sheets.csv_framework import tree_from_table
from penholder.pure.formats.tables import Table
from penholder.pure.tree.statement import Tree


def tree_by_guess(table: Table, *, title: str) -> tuple[Tree, ImportReport]:
    """The framework in a table, by a map that is guessed from its headings and its cells."""
    column_map = guess_map(table)
    told = replace(table, oddities=(*table.oddities, *_about(column_map)))
    tree, report = tree_from_table(told, column_map, title=title)
    return tree, replace(report, columns=map_told(column_map, tuple(_in_use(table, column_map))))


def _in_use(table: Table, column_map: SheetMap) -> Iterator[str]:
    """Columns that say something; spreadsheets save empty ones too."""
    used = used_columns(column_map)
    for place, column in enumerate(table.columns):
        if column in used or any(row[place].strip() for row in table.rows if len(row) > place):
            yield column


def _about(column_map: SheetMap) -> Iterator[Oddity]:
    by_depth = column_map.level and not (column_map.parent or column_map.path or column_map.levels)
    if by_depth:
        what = "A column of numbers was read as depth."
        so = (
            f"“{shown(column_map.level)}” says how deep each row stands in the tree. "
            "If it says how demanding a statement is, give a map that names it as “stage”."
        )
        yield Oddity("the whole file", what, so)
