"""What one row of somebody's table says of one statement, apart from its identifier and its place.

The same for every table, however it says its tree. Nothing in a row is lost: what no field of ours says again exactly is
kept in ``extras`` under its heading.
"""

from __future__ import annotations

from collections.abc import Mapping

from penholder.pure.formats.json_file import as_json
from penholder.pure.formats.plain_text import has_markup, plain_text
from penholder.pure.formats.report import Tally, shown
from penholder.pure.formats.sheets.column_map import ColumnMap
from penholder.pure.formats.sheets.csv_framework_parents import cell_of
from penholder.pure.tree.statement import Statement

YES = frozenset({"1", "true", "yes", "y", "x", "optional"})
_OPTIONAL = YES | {"o", "opt"}
_CORE = frozenset(
    {"", "0", "false", "no", "n", "-", "–", "—", "core", "c", "mandatory", "m", "required", "r", "compulsory"}
)

_FAITHFUL = (
    *("identifier", "code", "text", "kind", "short", "plain", "notes", "uri"),
    *("easy", "stage", "language"),
)


def statement_of(
    cells: Mapping[str, str], column_map: ColumnMap, where: str, tally: Tally, *, text: str | None = None
) -> Statement:
    """The statement of a row, still without an identifier; ``text`` where its words are known already."""

    def readable(field: str) -> str:
        return readable_words(cells, getattr(column_map, field, ""), where, tally)

    if text is None:
        text = readable("text")
    if not text and cell_of(cells, column_map, "short"):
        tally.note(where, "A statement has no full words.", "Its short form was taken.")
        text = readable("short")
    return Statement(
        uid="",
        text=text,
        code=cell_of(cells, column_map, "code"),
        kind=cell_of(cells, column_map, "kind"),
        short=readable("short"),
        plain=readable("plain"),
        notes=readable("notes"),
        optional=_is_optional(cells, column_map, where, tally),
        uri=cell_of(cells, column_map, "uri"),
        easy=readable("easy"),
        level=cell_of(cells, column_map, "stage"),
        language=cell_of(cells, column_map, "language"),
        extras=_extras(cells, column_map),
    )


def _is_optional(cells: Mapping[str, str], column_map: ColumnMap, where: str, tally: Tally) -> bool:
    said = cell_of(cells, column_map, "optional")
    if said.casefold() not in _OPTIONAL | _CORE:
        so = f"“{shown(said)}” was read as core and kept beside the statement."
        tally.note(where, "It is not clear whether a statement is core or optional.", so)
    return said.casefold() in _OPTIONAL


def readable_words(cells: Mapping[str, str], column: str, where: str, tally: Tally) -> str:
    """The words in a cell; HTML is made readable, and the original stays in ``extras``."""
    words = cells.get(column, "").strip()
    if not has_markup(words):
        return words
    tally.note(
        where,
        f"The column “{column}” holds HTML.",
        "Its words were taken without the markup; the original is kept beside them.",
    )
    return plain_text(words)


def _extras(cells: Mapping[str, str], column_map: ColumnMap) -> tuple[tuple[str, str], ...]:
    """Columns outside the map, and those whose words a field of ours does not say again exactly."""
    faithful = {getattr(column_map, field, "") for field in _FAITHFUL}
    kept = {
        column: cell
        for column, cell in cells.items()
        if cell.strip() and (column not in faithful or has_markup(cell))
    }
    return tuple(sorted((column, as_json(cell)) for column, cell in kept.items()))
