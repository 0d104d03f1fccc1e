"""A column map saved, loaded and shown: what somebody settled once for a sheet serves again for its next edition."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields

from penholder.pure.formats.decoding import decoded, storable
from penholder.pure.formats.json_file import loaded
from penholder.pure.formats.report import Tally, Unreadable, listed, shown
from penholder.pure.formats.sheets.column_map import ColumnMap, SheetMap, used_columns

LARGEST_MAP = 1024 * 1024

WORDS: dict[str, str] = {
    "identifier": "permanent identifier",
    "parent": "what it stands under",
    "code": "printed code",
    "text": "words of the statement",
    "kind": "kind of statement",
    "short": "short form",
    "notes": "notes",
    "plain": "plain words",
    "path": "place as a dotted path",
    "level": "depth as a number",
    "position": "order among its neighbours",
    "optional": "core or optional",
    "uri": "web address",
    "framework": "which row is the framework",
    "related": "related statements",
    "easy": "easy read",
    "stage": "level in the framework's words",
    "language": "language",
}
_LINKS, _LEVELS, _LEVEL_CODES = "links", "levels", "level_codes"


def write_map(column_map: ColumnMap) -> bytes:
    """The map as JSON that a person can read and change: what we know, and the heading of its column."""
    known = {name: getattr(column_map, name) for name in WORDS if getattr(column_map, name, "")}
    whole: dict[str, object] = {**known}
    if isinstance(column_map, SheetMap):
        wider: dict[str, object] = {
            _LINKS: dict(column_map.links),
            _LEVELS: list(column_map.levels),
            _LEVEL_CODES: dict(column_map.level_codes),
        }
        whole |= {name: value for name, value in wider.items() if value}
    return storable(json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def read_map(data: bytes, *, name: str = "The map") -> SheetMap:
    """The map again; raises :class:`~penholder.pure.formats.report.Unreadable` where it is not one."""
    if len(data) > LARGEST_MAP:
        raise Unreadable(f"{name} is larger than any map of columns. Choose the right file.")
    text, _ = decoded(data, name=name, wanted="a map of columns (JSON)")
    whole = loaded(text, name=name, tally=Tally())
    if not isinstance(whole, dict):
        raise Unreadable(f"{name} is not a map of columns: it has to be one JSON object. {_example()}")
    wider = (_LINKS, _LEVELS, _LEVEL_CODES)
    unknown = [key for key in whole if key not in WORDS and key not in wider]
    if unknown:
        names = listed(f"“{shown(key)}”" for key in unknown)
        raise Unreadable(
            f"{name} speaks of {names}, which is unknown. Known are {listed((*WORDS, *wider), most=99)}."
        )
    links = _pairs_in(
        whole.pop(_LINKS, {}), _LINKS, 'kinds and headings, as {"isRelatedTo": "See also"}', name
    )
    levels = _levels(whole.pop(_LEVELS, []), name=name)
    so = 'headings of levels and of their codes, as {"Domain": "Domain code"}'
    codes = _pairs_in(whole.pop(_LEVEL_CODES, {}), _LEVEL_CODES, so, name)
    _refuse_codes_of_no_level(codes, levels, name=name)
    for key, column in whole.items():
        if not isinstance(column, str):
            raise Unreadable(f"{name} gives “{key}” no heading but something else. {_example()}")
    if not whole.get("text") and not levels:
        raise Unreadable(f"{name} does not say which column holds the words of the statements. {_example()}")
    return SheetMap(**whole, links=links, levels=levels, level_codes=codes)


def map_told(column_map: ColumnMap, columns: Sequence[str]) -> tuple[str, ...]:
    """The map in lines for a person to look over: every column and what it was taken for."""
    by_column: dict[str, list[str]] = {}
    for words, column in _pairs(column_map):
        by_column.setdefault(column, []).append(words)
    missing = sorted(used_columns(column_map) - set(columns))
    return (
        *(
            f"{shown(column)}: {listed(by_column[column]) if column in by_column else 'kept beside, unread'}"
            for column in columns
        ),
        *(f"{shown(column)}: {listed(by_column[column])}, but there is no such column" for column in missing),
    )


def _pairs(column_map: ColumnMap) -> Iterator[tuple[str, str]]:
    for field in fields(column_map):
        if field.name in WORDS and (column := getattr(column_map, field.name)):
            yield WORDS[field.name], column
    if isinstance(column_map, SheetMap):
        for depth, column in enumerate(column_map.levels, start=1):
            yield f"statements of level {depth}", column
        for level, column in column_map.level_codes:
            yield f"codes of “{shown(level)}”", column
        for kind, column in column_map.links:
            yield f"associations ({kind})", column


def _pairs_in(value: object, key: str, wanted: str, name: str) -> tuple[tuple[str, str], ...]:
    if isinstance(value, dict) and all(kind and isinstance(column, str) for kind, column in value.items()):
        return tuple((kind, column) for kind, column in value.items() if column)
    raise Unreadable(f"{name} has “{key}” in a form that cannot be read. It has to be an object of {wanted}.")


def _levels(value: object, *, name: str) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(column, str) and column for column in value):
        if len({*value}) == len(value):
            return tuple(value)
        raise Unreadable(
            f"{name} names a column twice in “{_LEVELS}”. Name each level once, from the top down."
        )
    raise Unreadable(
        f"{name} has “{_LEVELS}” in a form that cannot be read. It has to be a list of headings from the top down, "
        'as ["Domain", "Competence", "Statement"].'
    )


def _refuse_codes_of_no_level(
    codes: tuple[tuple[str, str], ...], levels: tuple[str, ...], *, name: str
) -> None:
    strange = [level for level, _ in codes if level not in levels]
    if strange:
        raise Unreadable(
            f"{name} gives a column of codes to {listed(f'“{shown(one)}”' for one in strange)}, which is not among "
            f"its “{_LEVELS}”. Add it there or take it away here."
        )


def _example() -> str:
    return 'It looks like this: {"text": "Statement", "code": "Number"}.'
