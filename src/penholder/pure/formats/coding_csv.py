"""Codings as a table, one row for each passage, theme and reader: for a spreadsheet, and for measuring agreement.

A cell that a spreadsheet would run gets an apostrophe in front and loses it again when it is read; so does a cell that came
with one, or the two could not be told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from penholder.pure.formats.coding_project import Coding, CodingProject, Selection, Source, Theme
from penholder.pure.formats.csv_out import safe_cell, write_csv
from penholder.pure.formats.report import ImportReport, Tally, Unreadable, listed, shown
from penholder.pure.formats.tables import Table, read_table

COLUMNS = ("passage", "source", "start", "end", "theme", "reader", "words")
PATH = " > "
"""Between the names of a theme and of the one it stands under."""

_NEEDED = ("passage", "theme")
_KNOWN_AS = {
    "passage id": "passage",
    "code": "theme",
    "tag": "theme",
    "coder": "reader",
    "text": "words",
    "content": "words",
    "document": "source",
}
"""What other programs call a column, where no column has the name it has here."""
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """One row. ``start`` and ``end`` count code points from 0, the end excluded; both are None for a whole text."""

    passage: str
    theme: str
    source: str = ""
    start: int | None = None
    end: int | None = None
    reader: str = ""
    words: str = ""


def read_coding_csv(data: bytes, *, name: str = "The file") -> tuple[tuple[CodedPassage, ...], ImportReport]:
    """The rows and what was odd about them; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    table = read_table(data, name=name)
    places = _places(table, name=name)
    tally = Tally(oddities=list(table.oddities))
    for place, heading in enumerate(table.columns):
        if place not in places.values():
            meaning = _meaning(heading)
            known = f"There is a column for “{meaning}” already; its" if meaning in places else "Its"
            tally.leave_out(
                f"column “{shown(heading)}”",
                "A column is not known here.",
                f"{known} cells were left out.",
                counted=False,
            )
    rows: list[CodedPassage] = []
    for number, row in table.numbered():
        tally.read += 1
        if any(cell.strip() for cell in row[len(table.columns) :]):
            what = "A row has more cells than there are columns."
            tally.note(f"row {number}", what, "The others were left out.")
        coded = _coded(number, row, places, tally)
        if coded is not None:
            tally.kept += 1
            rows.append(coded)
    return tuple(rows), tally.report()


def write_coding_csv(rows: Iterable[CodedPassage]) -> bytes:
    """The table in UTF-8 with a mark, every cell quoted and none that a spreadsheet would run."""
    cells = (
        (row.passage, row.source, _written(row.start), _written(row.end), row.theme, row.reader, row.words)
        for row in rows
    )
    return write_csv(COLUMNS, ([_guarded(cell) for cell in row] for row in cells))


def coded_passages(project: CodingProject) -> Iterator[CodedPassage]:
    """Every coding of a project's texts: themes by their path, readers by name (or id), texts by name (or id).

    Selections of the very same words are one passage, by the id of the first: many programs make one for each reader, and
    agreement is about passages that several have read.
    """
    themes = dict(_paths(project.themes, ""))
    readers = {reader.uid: reader.name or reader.uid for reader in project.readers}
    for source in project.sources:
        for coding in source.codings:
            yield _row(source, None, coding, themes, readers)
        first: dict[tuple[int, int], str] = {}
        for selection in source.selections:
            uid = first.setdefault((selection.start, selection.end), selection.uid)
            for coding in selection.codings:
                yield replace(_row(source, selection, coding, themes, readers), passage=uid)


def _row(
    source: Source,
    selection: Selection | None,
    coding: Coding,
    themes: Mapping[str, str],
    readers: Mapping[str, str],
) -> CodedPassage:
    return CodedPassage(
        passage=(selection or source).uid,
        theme=themes.get(coding.theme, coding.theme),
        source=source.name or source.uid,
        start=selection.start if selection else None,
        end=selection.end if selection else None,
        reader=readers.get(coding.by, coding.by),
        words=source.text[selection.start : selection.end] if selection else "",
    )


def _paths(themes: Iterable[Theme], above: str) -> Iterator[tuple[str, str]]:
    for theme in themes:
        path = f"{above}{PATH}{theme.name}" if above else theme.name
        yield theme.uid, path
        yield from _paths(theme.themes, path)


def _plain(heading: str) -> str:
    return heading.casefold().replace("_", " ").strip()


def _meaning(heading: str) -> str:
    return _KNOWN_AS.get(_plain(heading), _plain(heading))


def _places(table: Table, *, name: str) -> dict[str, int]:
    """Where each known column stands: the first of its own name, else the first that others call so."""
    places: dict[str, int] = {}
    for named in (_plain, _meaning):
        for place, heading in enumerate(table.columns):
            if named(heading) in COLUMNS:
                places.setdefault(named(heading), place)
    numbered = [place for place, heading in enumerate(table.columns) if _plain(heading) == "id"]
    if "theme" in places and numbered:  # else it may be the id of anything
        places.setdefault("passage", numbered[0])
    missing = [column for column in _NEEDED if column not in places]
    if missing:
        raise Unreadable(
            f"{name} has no column {listed(f'“{one}”' for one in missing)} in line {table.first_row - 1}. "
            f"A table of codings has {listed(f'“{one}”' for one in COLUMNS)}. Name the columns so and try again."
        )
    return places


def _coded(number: int, row: tuple[str, ...], places: Mapping[str, int], tally: Tally) -> CodedPassage | None:
    where = f"row {number}"
    cells = {
        column: _unguarded(row[places[column]])
        for column in COLUMNS
        if places.get(column, len(row)) < len(row)
    }
    passage, theme = cells.get("passage", "").strip(), cells.get("theme", "").strip()
    if not passage or not theme:
        missing = "passage" if not passage else "theme"
        tally.leave_out(where, f"A row names no {missing}.", "The row was left out.")
        return None
    span = _span(cells, where, tally)
    if span is None:
        return None
    return CodedPassage(
        passage, theme, cells.get("source", ""), *span, cells.get("reader", ""), cells.get("words", "")
    )


def _span(cells: Mapping[str, str], where: str, tally: Tally) -> tuple[int | None, int | None] | None:
    start, end = cells.get("start", "").strip(), cells.get("end", "").strip()
    if not start and not end:
        return None, None
    numbers = all(one.isascii() and one.isdecimal() and len(one) <= _LONGEST_NUMBER for one in (start, end))
    if not numbers or int(start) >= int(end):
        so = f"“{shown(start)}” to “{shown(end)}”: the row was left out. Give whole numbers, the end after the start."
        tally.leave_out(where, "A passage has no proper start and end.", so)
        return None
    return int(start), int(end)


def _written(place: int | None) -> str:
    return "" if place is None else str(place)


def _guarded(cell: str) -> str:
    """One more apostrophe before a cell that begins with some and would be run without them."""
    return f"'{cell}" if cell.startswith("'") and _would_run(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _would_run(cell) else cell


def _would_run(cell: str) -> bool:
    bare = cell.lstrip("'")
    return safe_cell(bare).startswith("'")
