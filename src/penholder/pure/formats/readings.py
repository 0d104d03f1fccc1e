"""What readers gave to units, out of a table: a row for each reading, or a column for each reader."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from penholder.pure.formats.report import Oddity, Unreadable, shown
from penholder.pure.formats.tables import Table

UNIT_HEADINGS = (
    "passage",
    "unit",
    "item",
    "point",
    "passage id",
    "unit id",
    "point id",
    "id",
    "response",
    "text",
    "no",
)
READER_HEADINGS = ("reader", "coder", "rater", "observer", "annotator", "coded by", "who")
THEME_HEADINGS = ("theme", "code", "themes", "codes")
VALUE_HEADINGS = ("value", "rating", "score", "label", "level", "category", "stance")

MOST_ROWS = 1_000_000
"""Ten times as many as of other tables: a row for each reading makes several of every passage."""

NO_READERS = frozenset(
    {
        *UNIT_HEADINGS,
        "comment",
        "comments",
        "words",
        "quote",
        "quotation",
        "note",
        "notes",
        "source",
        "document",
    }
)
"""Headings of columns that no reader's values stand in: without a column “reader” every other column is a reader's."""

_BLANKS = frozenset({"", ".", "*", "na", "n/a", "nan"})
_FEWEST_READERS = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader's word on one unit; an empty ``value`` is a theme that was not given. ``row`` as a spreadsheet has it."""

    unit: str
    reader: str
    value: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Readings:
    """``of_themes``: any number of values for a unit, each a theme; else one value for each reader of a unit."""

    readings: tuple[Reading, ...]
    of_themes: bool
    oddities: tuple[Oddity, ...] = ()

    @property
    def readers(self) -> tuple[str, ...]:
        return tuple(sorted({one.reader for one in self.readings}))


def readings_in(table: Table, *, name: str = "The file") -> Readings:
    """The readings of ``table``, in whichever of the two forms; raises ``Unreadable`` with a sentence."""
    headings = {heading.casefold().strip(): at for at, heading in reversed(list(enumerate(table.columns)))}
    reader = _first(headings, READER_HEADINGS)
    theme = _first(headings, THEME_HEADINGS)
    value = _first(headings, VALUE_HEADINGS) if theme is None else theme
    unit = _first(headings, UNIT_HEADINGS)
    if reader is None:
        others = [at for at in range(len(table.columns)) if at != unit]
        readers = [at for at in others if table.columns[at].casefold() not in NO_READERS]
        oddities = [_about_no_reader(table.columns[at]) for at in others if at not in readers]
        wide = tuple(_wide(table, unit, readers, name))
        oddities += _about_nothing_shared(wide)
        return Readings(wide, of_themes=False, oddities=tuple(oddities))
    if unit is None or value is None:
        missing = "the passage or unit" if unit is None else "the theme or value"
        sentence = (
            f"{name} has the column “{table.columns[reader]}”, so it has a row for each reading; but no column says {missing}. "
            "Name one “passage” and one “theme” or “value”."
        )
        raise Unreadable(sentence)
    found = tuple(_long(table, (unit, reader, value), is_theme=theme is not None, name=name))
    if theme is None:
        _refuse_two_words(found, name)
    return Readings(found, of_themes=theme is not None)


def require_numbers(readings: Readings, *, below_zero: bool = True, name: str = "The file") -> None:
    """Raise ``Unreadable`` for the first value that is not a number, or is below zero where that means nothing."""
    for one in readings.readings:
        number = _number(one.value)
        if number is None:
            raise Unreadable(
                f"{name}, row {one.row}, column “{one.column}”: “{one.value}” is not a number. Correct it, or choose --level nominal."
            )
        if number < 0 and not below_zero:
            raise Unreadable(
                f"{name}, row {one.row}, column “{one.column}”: {one.value} is below zero, which the level ratio does not have. Choose --level interval."
            )


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _first(headings: dict[str, int], wanted: tuple[str, ...]) -> int | None:
    return next((headings[heading] for heading in wanted if heading in headings), None)


def _long(table: Table, columns: tuple[int, int, int], *, is_theme: bool, name: str) -> Iterator[Reading]:
    for row, cells in table.numbered():
        unit, reader, value = (_cell(cells, at) for at in columns)
        for at, given in ((columns[0], unit), (columns[1], reader)):
            if not given:
                raise Unreadable(
                    f"{name}, row {row}: the column “{table.columns[at]}” is empty. Fill it in, or take the row out."
                )
        if value or is_theme:
            yield Reading(unit, reader, value, row, table.columns[columns[2]])


def _about_no_reader(heading: str) -> Oddity:
    return Oddity(
        f"the column “{shown(heading)}”",
        "A column is no reader's by its name.",
        "It was left out. Give it the reader's name if it is one's.",
        "left out",
    )


def _about_nothing_shared(readings: Sequence[Reading]) -> Iterator[Oddity]:
    """Columns of quite different things are hardly readers': a row may be one reading, with headings that are not known."""
    given = {(one.reader, one.value) for one in readings}
    if given and len({value for _, value in given}) == len(given) and len({who for who, _ in given}) > 1:
        yield Oddity(
            "the whole file",
            "No two columns have a value in common, and each was taken for a reader's.",
            "If a row is one reading, name the columns passage, reader, and theme or value.",
        )


def _wide(table: Table, unit: int | None, readers: Sequence[int], name: str) -> Iterator[Reading]:
    _refuse_values_as_headings(table, name)
    if len(readers) < _FEWEST_READERS:
        sentence = (
            f"{name} has no column named “reader” and fewer than two columns that could each be a reader's. "
            "Give a row for each reading (columns passage, reader, theme), or a column for each reader."
        )
        raise Unreadable(sentence)
    rows = list(table.numbered())
    seen: dict[str, int] = {}
    for row, cells in rows:
        named = _cell(cells, unit) if unit is not None else ""
        if named and seen.setdefault(named, row) != row:
            raise Unreadable(
                f"{name}, row {row}: “{named}” stands in row {seen[named]} already. Give each unit one row."
            )
        if len(cells) > len(table.columns) and any(cell.strip() for cell in cells[len(table.columns) :]):
            raise Unreadable(
                f"{name}, row {row} has more cells than there are headings. Look for a stray comma or quotation mark."
            )
        for at in readers:
            value = _cell(cells, at)
            if value:
                yield Reading(named or f"row {row}", table.columns[at], value, row, table.columns[at])


def _refuse_values_as_headings(table: Table, name: str) -> None:
    """A table without headings: its first values stand where the readers' names should, and soon one stands there twice."""
    for heading in table.columns:
        first, again, _ = heading.rpartition(" (2)")
        if again and first in table.columns and _number(first) is not None:
            raise Unreadable(
                f"{name}, row {table.first_row - 1}: “{first}” stands there twice, where each reader should be named. "
                "Put a row of headings above the values."
            )


def _refuse_two_words(readings: tuple[Reading, ...], name: str) -> None:
    seen: dict[tuple[str, str], int] = {}
    for one in readings:
        before = seen.setdefault((one.unit, one.reader), one.row)
        if before != one.row:
            raise Unreadable(
                f"{name}, row {one.row}: {one.reader} has a value for “{one.unit}” in row {before} already. "
                "Leave one of them, or name the column “theme” if a passage may have several."
            )


def _cell(cells: tuple[str, ...], at: int | None) -> str:
    text = cells[at].strip() if at is not None and at < len(cells) else ""
    return "" if text.casefold() in _BLANKS else text
