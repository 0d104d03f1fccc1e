"""Which row of a sheet holds its headings: above it stand titles, and it may itself be two rows, one above the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from penholder.pure.formats.report import Oddity, shown
from penholder.pure.formats.sheets.column_map import heading_key, suggest_map
from penholder.pure.formats.sheets.column_map_levels import level_headings
from penholder.pure.formats.sheets.csv_framework_places import row_as_text
from penholder.pure.formats.tables import distinct_headings

_TITLE_ROWS = 20
"""Headings are looked for in so many filled rows from the top."""

_SECOND = frozenset(
    {
        *("code", "no", "nr", "number", "ref", "reference", "notation", "id"),
        *("title", "name", "label", "text", "wording", "statement", "definition", "description"),
        *("notes", "type", "kind", "level"),
    }
)
"""What stands in a second row of headings: these words, and no others, say no statement."""

Rows = Mapping[int, Sequence[str]]
Across = Mapping[tuple[int, int], int]
"""Cells merged across, by row and place: the last place that each covers."""


@dataclass(frozen=True, slots=True)
class Headings:
    """The cells of the headings, the first and the last row that hold them, and how many of them are known."""

    cells: tuple[str, ...]
    first: int
    last: int
    known: int


def headings_of(rows: Rows, across: Across | None = None) -> Headings:
    """The row of headings that says most, joined with the other one where two rows hold them."""
    number, known = _best(rows)
    top, below = tuple(rows.get(number, ())), tuple(rows.get(number + 1, ()))
    if _hold_together(top, below):
        return _joined(rows, number, across or {})
    if number - 1 in rows and _hold_together(rows[number - 1], top):
        return _joined(rows, number - 1, across or {})
    return Headings(top, number, number, known)


def about_the_top(rows: Rows, headings: Headings) -> Iterator[Oddity]:
    """What is told of the headings, and of what stands above them and is no part of the table."""
    for number, row in sorted(rows.items()):
        if number >= headings.first:
            break
        if any(cell.strip() for cell in row):
            so = f"“{shown(' '.join(row))}” was left out."
            what = "A row stands above the headings."
            yield Oddity(f"row {number}", what, so, "left out", row_as_text(row))
    if headings.last > headings.first:
        so = f"They were joined, as “{shown(' | '.join(filter(None, headings.cells)))}”."
        yield Oddity(f"row {headings.first} to {headings.last}", "Two rows hold the headings.", so)


def understood(row: Sequence[str]) -> int:
    """How many headings of a row are known."""
    headings = distinct_headings(row)
    suggestion = suggest_map(headings)
    known = sum(bool(getattr(suggestion, one.name)) for one in fields(suggestion))
    return max(known, len(level_headings(headings)))


def filled(row: Sequence[str]) -> int:
    """How many cells of a row say something."""
    return sum(bool(cell.strip()) for cell in row)


def _best(rows: Rows) -> tuple[int, int]:
    number, known = min(rows, default=0), 0
    first = sorted(rows)[:_TITLE_ROWS]
    for one in first:
        found = understood(rows[one])
        if found > known and (filled(rows[one]) > 1 or len(rows[one]) == 1):
            number, known = one, found
    if not known:
        number = next((one for one in first if sum(map(bool, rows[one])) > 1), number)
    return number, known


def _hold_together(top: Sequence[str], below: Sequence[str]) -> bool:
    """Whether two rows are headings together: “Domain” over “Code” and “Title”, which stand there for each level."""
    words = [heading_key(cell) for cell in below if cell.strip()]
    same = {heading_key(cell) for cell in top if cell.strip()}
    several = filled(top) > 1 and len(words) > filled(top)
    second = {*words} & _SECOND
    return several and bool(second) and {*words} <= _SECOND | same and understood(top) > 0


def _joined(rows: Rows, number: int, across: Across) -> Headings:
    top, below = rows[number], rows[number + 1]
    told = {place: end for (row, place), end in across.items() if row == number}
    cells: list[str] = []
    above, until = "", -1
    for place in range(max(len(top), len(below))):
        own = top[place].strip() if place < len(top) else ""
        under = below[place].strip() if place < len(below) else ""
        if own:
            above, until = own, told.get(place, place if told else len(below))
        over = above if place <= until else ""
        cells.append(over if not under or over == under else f"{over} {under}".strip())
        if not own and not under:
            cells[-1] = ""
    return Headings(tuple(cells), number, number + 1, understood(cells))
