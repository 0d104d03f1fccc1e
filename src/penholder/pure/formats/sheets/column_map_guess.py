"""Which column of a table means what, from its headings and, where they do not say, from its cells.

Codes with dots that stand under each other, identifiers, and columns that name other rows can be recognised whatever
they are called. It is a guess all the same: :func:`~penholder.pure.formats.sheets.column_map_file.map_told` shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from penholder.pure.formats.identifiers import is_uuid
from penholder.pure.formats.sheets.column_map import (
    ColumnMap,
    SheetMap,
    heading_key,
    suggest_map,
    used_columns,
)
from penholder.pure.formats.sheets.column_map_depth import with_depth_believed
from penholder.pure.formats.sheets.column_map_levels import level_columns, stands_below, surely_levels
from penholder.pure.formats.sheets.csv_framework_called import bare
from penholder.pure.formats.tables import Table

_LOOKED_AT = 5_000
_MOST = 0.9
"""The share of filled cells that has to fit; somebody's slip must not hide what a column is."""

_MORE_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "easy": ("easyread", "easytoread", "easyreadtext", "easyreadversion"),
    "stage": ("proficiencylevel", "proficiency", "stage", "skilllevel", "levelname", "band"),
    "language": ("language", "lang", "xmllang", "languagecode"),
}
_LINK_HEADINGS: Mapping[str, str] = {
    "ispeerof": "isPeerOf",
    "ispartof": "isPartOf",
    "exactmatchof": "exactMatchOf",
    "precedes": "precedes",
    "isrelatedto": "isRelatedTo",
    "replacedby": "replacedBy",
    "exemplar": "exemplar",
    "hasskilllevel": "hasSkillLevel",
    "istranslationof": "isTranslationOf",
}
_CODE = re.compile(r"[A-Za-z]{0,8}[.\- ]?\d+(?:[.\-][0-9A-Za-z]{1,4})*\.?")
_BARE_CODE = re.compile(r"[A-Za-z]{0,4}[.\-]?\d+(?:[.\-][0-9A-Za-z]{1,4})*\.?")
_LEVEL_HEADING = re.compile(r"level\s*\d{1,2}", re.IGNORECASE)
_DEPTH = re.compile(r"\d{1,2}(?:\.0)?")


def guess_map(table: Table) -> SheetMap:
    """A likely map of this table; whether it is right is for a person to say."""
    cells = _cells(table)
    column_map = _by_more_headings(table.columns, cells)
    column_map = with_depth_believed(_by_values(_with_id_as_code(column_map, cells), cells), cells)
    return _by_levels(column_map, cells) or _with_codes_as_path(column_map, cells)


def _by_levels(otherwise: SheetMap, cells: Mapping[str, list[str]]) -> SheetMap | None:
    """The map of a sheet with one column for each level; None for any other, and where the tree is said otherwise."""
    found = level_columns(cells)
    if found is None:
        return None
    taken = {*found.levels, *(column for _, column in found.codes), found.code}
    others = _by_more_headings([column for column in cells if column not in taken], cells)
    below = others.text if others.text and stands_below(found.levels, others.text, cells) else ""
    if heading_key(others.text) == "description" and not others.notes and not below:
        others = replace(others, notes=others.text)
    text = below or found.levels[-1]
    known = replace(others, text=text, code=found.code, levels=found.levels, level_codes=found.codes)
    column_map = with_depth_believed(_by_values(_with_id_as_code(known, cells), cells), cells)
    said = (column_map.parent, column_map.path, column_map.level, column_map.framework)
    if column_map.identifier and not surely_levels(found.levels):
        return None
    in_every_row = all(cells[text]) and _with_codes_as_path(otherwise, cells).path
    return None if any(said) or in_every_row else column_map


def knows_heading(columns: Sequence[str]) -> bool:
    """Whether these are headings of a table of statements: one of them is known, or they count levels."""
    mapped = suggest_map(columns)
    return bool(mapped.text or mapped.code) or any(
        _LEVEL_HEADING.fullmatch(column.strip()) for column in columns
    )


def _cells(table: Table) -> dict[str, list[str]]:
    """The cells by heading, row beside row: where a row is too short its last cells are blank."""
    rows = [row for _, row in table.numbered()][:_LOOKED_AT]
    return {
        column: [row[place].strip() if place < len(row) else "" for row in rows]
        for place, column in enumerate(table.columns)
    }


def _by_more_headings(columns: Sequence[str], cells: Mapping[str, list[str]]) -> SheetMap:
    keys = {heading_key(column): column for column in reversed(columns)}
    named: dict[str, Any] = {
        field: next((keys[key] for key in headings if key in keys), "")
        for field, headings in _MORE_HEADINGS.items()
    }
    wider = SheetMap(
        **named,
        links=tuple((kind, keys[key]) for key, kind in _LINK_HEADINGS.items() if key in keys),
    )
    others = [column for column in columns if column not in used_columns(wider)]
    suggestion = _without_codes_as_text(suggest_map(others), others, cells)
    if suggestion.level and not _mostly(_DEPTH.fullmatch, cells[suggestion.level]):
        stage = wider.stage or suggestion.level
        suggestion, wider = replace(suggestion, level=""), replace(wider, stage=stage)
    return replace(wider, **asdict(suggestion))


def _without_codes_as_text(
    suggestion: ColumnMap, columns: Sequence[str], cells: Mapping[str, list[str]]
) -> ColumnMap:
    """A column that holds nothing but codes has not the words of the statements, whatever it is called."""
    text = suggestion.text
    rest = [column for column in columns if column != text]
    worded = any(cells[column] and not _mostly(_BARE_CODE.fullmatch, cells[column]) for column in rest)
    if not text or not worded or not _mostly(_BARE_CODE.fullmatch, cells[text]):
        return suggestion
    other = suggest_map(rest)
    return other if other.code else replace(other, code=text)


def _with_id_as_code(column_map: SheetMap, cells: Mapping[str, list[str]]) -> SheetMap:
    """What people call an ID is mostly the printed code; where other columns name rows by it, it stays what it is."""
    column = column_map.identifier
    named = (column_map.code, column_map.parent, column_map.path, column_map.related, *column_map.links)
    if heading_key(column) != "id" or any(named) or not _mostly(_CODE.fullmatch, cells[column]):
        return column_map
    return replace(column_map, identifier="", code=column)


def _by_values(column_map: SheetMap, cells: Mapping[str, list[str]]) -> SheetMap:
    """What headings left open, in the order in which a mistake would matter least."""
    free = [column for column in cells if column not in used_columns(column_map)]
    if not column_map.identifier:
        found = _first(free, lambda column: _mostly(is_uuid, cells[column]) and _distinct(cells[column]))
        column_map = replace(column_map, identifier=found)
    if not column_map.code:
        found = _first(_without(free, column_map), lambda column: _like_codes(cells[column]))
        column_map = replace(column_map, code=found)
    if not column_map.parent and not column_map.path:
        found = _first(_without(free, column_map), lambda column: _names_others(column, column_map, cells))
        column_map = replace(column_map, parent=found)
    if not column_map.text:
        longest = max(_without(free, column_map), key=lambda column: _length(cells[column]), default="")
        column_map = replace(column_map, text=longest)
    return column_map


def _with_codes_as_path(column_map: SheetMap, cells: Mapping[str, list[str]]) -> SheetMap:
    """Sheets that people keep say the tree in the code alone: 1.1 stands under 1. Only where some code does so."""
    if not column_map.code or column_map.parent or column_map.path or column_map.level:
        return column_map
    codes = set(map(bare, cells[column_map.code]))
    nested = any(_above(code) in codes for code in codes if _above(code))
    return replace(column_map, path=column_map.code) if nested else column_map


def _above(code: str) -> str:
    """What a code stands under; where 1.1 was taken for a number, some countries' spreadsheets save it as 1,1."""
    mark = "," if re.fullmatch(r"\d+,\d+", code) else "."
    return code.rpartition(mark)[0]


def _first(columns: Sequence[str], fits: Callable[[str], object]) -> str:
    return next((column for column in columns if fits(column)), "")


def _without(columns: Sequence[str], column_map: SheetMap) -> list[str]:
    used = used_columns(column_map)
    return [column for column in columns if column not in used]


def _mostly(fits: Callable[[str], object], cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(bool(fits(cell)) for cell in filled) >= _MOST * len(filled)


def _distinct(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(set(filled)) == len(filled)


def _like_codes(cells: Sequence[str]) -> bool:
    """Mostly codes, hardly any twice, and some sign that they are none but codes: years and counts look like them."""
    filled = [cell for cell in cells if cell]
    several = len(set(filled)) >= _MOST * len(filled)
    counted = [cell.rstrip(".") for cell in filled] == [str(number + 1) for number in range(len(filled))]
    sign = counted or any("." in cell or cell[:1].isalpha() for cell in filled)
    return several and sign and _mostly(_CODE.fullmatch, cells)


def _names_others(column: str, column_map: SheetMap, cells: Mapping[str, list[str]]) -> bool:
    """Whether the filled cells of a column are identifiers or codes of other rows; then some row has none above it."""
    for named in (column_map.identifier, column_map.code):
        names = [bare(name) for name in cells.get(named, ())]
        naming = [bare(cell) for cell in cells[column]]
        known = set(names) - {""}
        filled = [cell for cell in naming if cell]
        own = sum(cell == name for cell, name in zip(naming, names, strict=False) if cell)
        some_top = len(filled) < len(naming) or not known.issuperset(filled)
        if known and filled and not own and some_top and _mostly(known.__contains__, filled):
            return True
    return False


def _length(cells: Sequence[str]) -> float:
    filled = [cell for cell in cells if cell]
    return sum(map(len, filled)) / len(cells) if filled else 0
