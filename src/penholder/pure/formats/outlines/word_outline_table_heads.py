"""Which column of a table in a Word document means what, and which of its rows are titles and headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from penholder.pure.formats.sheets.column_map import SheetMap, heading_key, suggest_map, used_columns
from penholder.pure.formats.sheets.column_map_guess import guess_map
from penholder.pure.formats.sheets.column_map_levels import level_headings
from penholder.pure.formats.tables import Table, distinct_headings

_WORDS = "Statement"
"""A heading that every map knows for the words of statements."""

_DEEPER = "Substatement"
_ANY_TABLE = frozenset(
    {"section", "chapter", "part", "topic", "module", "field", "group", "function", "unit"}
)
"""Words for levels that stand, alone, over tables of many other sorts."""

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2}")
_MOST = 0.9

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """How many rows are titles over the table, how many headings come then, and what the columns are and are called."""

    titles: int
    headings: int
    map: SheetMap
    columns: Cells

    @property
    def certain(self) -> bool:
        """Whether a column can be told to hold the words of statements."""
        return bool(self.map.text and (self.map.code or self.map.identifier or self.headings))


def headings_at(titles: int, rows: Sequence[Cells], width: int) -> Cells:
    """The row after the titles as headings that can be told apart."""
    return distinct_headings((*rows[titles], *[""] * (width - len(rows[titles]))))


def with_headings(columns: Cells, body: Sequence[Cells], titles: int) -> Understood | None:
    """The table under these headings; None where they are not headings of statements."""
    column_map = _by_known_words(columns, body) or _by_levels(columns, body) or _by_one_word(columns, body)
    return None if column_map is None else Understood(titles, 1, column_map, columns)


def without_headings(body: Sequence[Cells], width: int) -> Understood:
    """The table by what stands in its cells."""
    columns = tuple(f"column {place}" for place in range(1, width + 1))
    return Understood(0, 0, guess_map(_table(columns, body)), columns)


def _by_known_words(columns: Cells, body: Sequence[Cells]) -> SheetMap | None:
    """A heading for the words of statements is known, in the singular or the plural."""
    named = {column: _singular(column) for column in columns}
    if len({*named.values()}) < len(named):
        named = {column: column for column in columns}
    return _guessed(named, body) if suggest_map([*named.values()]).text else None


def _by_levels(columns: Cells, body: Sequence[Cells]) -> SheetMap | None:
    """Headings are words for levels, from the wide to the narrow."""
    levels = level_headings(columns)
    if not levels:
        return None
    others = tuple(column for column in columns if column not in levels)
    places = [columns.index(column) for column in others]
    rest = [tuple(row[place] if place < len(row) else "" for place in places) for row in body]
    beside = guess_map(_table(others, rest))
    return replace(beside, text=levels[-1], levels=levels)


def _by_one_word(columns: Cells, body: Sequence[Cells]) -> SheetMap | None:
    """The first heading, but for that of codes, is a word for a level, or it is empty over what each row is about."""
    for column in columns[:2]:
        empty = column == "column 1" and _is_about_rows(columns, body)
        if empty or (_is_level(column) and heading_key(column) not in _ANY_TABLE):
            return _guessed({one: _WORDS if one == column else one for one in columns}, body)
        if not suggest_map((column,)).code:
            break
    return None


def _is_level(column: str) -> bool:
    return bool(level_headings((column, _DEEPER)))


def _is_about_rows(columns: Cells, body: Sequence[Cells]) -> bool:
    """Whether all other columns have headings, the first has words in nearly every row, and the others are no figures."""
    named = not any(re.fullmatch(r"column \d+", column) for column in columns[1:])
    first = [row[0].strip() for row in body if any(cell.strip() for cell in row)]
    others = [cell for row in body for cell in row[1:] if cell.strip()]
    return named and _mostly(_WORD, first) and _mostly(_LETTER, others)


def _mostly(found: re.Pattern[str], cells: Sequence[str]) -> bool:
    return bool(cells) and sum(bool(found.search(cell)) for cell in cells) >= _MOST * len(cells)


def _singular(column: str) -> str:
    """“Statements” as “Statement”, where only that is known; but people and dates have “Names” and “Titles” too."""
    key = heading_key(column)
    if used_columns(suggest_map((column,))):
        return column
    for many, one in (("ies", "y"), ("s", "")):
        word = f"{key.removesuffix(many)}{one}"
        known = suggest_map((word,)) if key.endswith(many) else SheetMap()
        if known.code or (known.text and _is_level(column)):
            return word
    return column


def _guessed(named: Mapping[str, str], body: Sequence[Cells]) -> SheetMap:
    """The map of the columns under other names, which say more, told in their own."""
    guess = guess_map(_table(tuple(named.values()), body))
    own = {name: column for column, name in named.items()} | {"": ""}
    changed: dict[str, Any] = {
        field.name: own[value]
        for field in fields(guess)
        if isinstance(value := getattr(guess, field.name), str)
    }
    return replace(
        guess,
        **changed,
        links=tuple((kind, own[column]) for kind, column in guess.links),
        levels=tuple(own[column] for column in guess.levels),
        level_codes=tuple((own[level], own[code]) for level, code in guess.level_codes),
    )


def _table(columns: Cells, body: Sequence[Cells]) -> Table:
    return Table(columns, tuple(body), "", "")
