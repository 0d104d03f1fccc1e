"""What texts are called in their own file: the column that holds an id, named by somebody or plainly meant for it.

A row's number changes when a table is sorted; an id stays with its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from penholder.pure.formats.report import listed
from penholder.pure.formats.tables import read_table
from penholder.pure.formats.written_texts import MOST_TEXTS, Form, NoSuchColumn, values_of_lines

ID_HEADINGS = frozenset({"id", "comment id", "response id", "response", "respondent", "reference", "ref"})
"""Headings that are plainly meant for an id, in small letters and with blanks."""


def is_id_heading(heading: str) -> bool:
    """Whether a heading is plainly meant for an id: “Comment-ID” too."""
    return heading.casefold().replace("-", " ").replace("_", " ") in ID_HEADINGS


def read_ids(data: bytes, *, form: Form, column: str = "", name: str = "The file") -> dict[int, str] | None:
    """The id in each row (or line) that has one, counted as :func:`read_written_texts` does; None where there is no column.

    Without ``column`` it is the first whose heading says so, if every id in it is another. Raises
    :class:`~penholder.pure.formats.report.Unreadable`.
    """
    columns = _of_table(data, name) if form == "csv" else _of_lines(data, name)
    if column:
        if column not in columns:
            had = listed((f"“{one}”" for one in columns), most=20)
            raise NoSuchColumn(f"{name} has no column “{column}”. It has {had}.")
        return columns[column]
    rows = len({row for ids in columns.values() for row in ids})
    for heading, ids in columns.items():
        if is_id_heading(heading) and len(set(ids.values())) == len(ids) == rows:
            return ids
    return None


def _of_table(data: bytes, name: str) -> dict[str, dict[int, str]]:
    table = read_table(data, name=name, most_rows=MOST_TEXTS)
    return _by_column(
        table.columns, ((row, zip(table.columns, cells, strict=False)) for row, cells in table.numbered())
    )


def _of_lines(data: bytes, name: str) -> dict[str, dict[int, str]]:
    lines = [
        (number, value) for number, value in values_of_lines(data, name=name) if isinstance(value, Mapping)
    ]
    columns = dict.fromkeys(str(field) for _, value in lines for field in value)
    return _by_column(tuple(columns), ((number, _written(value)) for number, value in lines))


def _written(value: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for field, inner in value.items():
        if isinstance(inner, (str, int)) and not isinstance(inner, bool):
            yield str(field), str(inner)


def _by_column(
    columns: Sequence[str], rows: Iterable[tuple[int, Iterable[tuple[str, str]]]]
) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {column: {} for column in columns}
    for row, cells in rows:
        for column, cell in cells:
            if cell.strip():
                found[column][row] = cell.strip()
    return found
