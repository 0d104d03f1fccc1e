"""The rows of a file of comments, large ones too: a table or JSON lines, read as they come from an open file.

A file of a gigabyte must not stand in memory three times, so what comes here as lines is read line by line. A smaller
table is read by :func:`~penholder.pure.formats.tables.read_table`, which finds out more about it.
"""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from penholder.pure.formats.decoding import MARK, storable
from penholder.pure.formats.json_file import not_a_text
from penholder.pure.formats.report import Oddity, Unreadable
from penholder.pure.formats.tables import (
    Beginning,
    about_title,
    beginning_of,
    distinct_headings,
    read_table,
)


@dataclass(frozen=True, slots=True)
class CommentRows:
    """The file as it stands: its columns, its records with the row each is in, and what was odd about it."""

    columns: tuple[str, ...]
    records: Sequence[tuple[int, Sequence[str]]]
    oddities: tuple[Oddity, ...] = ()


def rows_of_table(data: bytes, *, name: str) -> CommentRows:
    """The rows of a table that is small enough to look at it twice; raises ``Unreadable``."""
    table = read_table(data, name=name)
    return CommentRows(table.columns, list(table.numbered()), table.oddities)


def rows_of_table_lines(beginning: str, lines: Iterable[str], *, name: str) -> CommentRows:
    """The rows of a table of any size; ``lines`` are all of them, and ``beginning`` is its first part or first line.

    Raises ``Unreadable``, also where the lines turn out not to be UTF-8.
    """
    begun = beginning_of(beginning.lstrip(MARK))
    line = 0
    try:
        reader = csv.reader(_table_lines(lines, begun), delimiter=begun.delimiter, strict=True)
        numbered = enumerate(reader, start=1 + begun.is_told)
        columns, oddities = _headings(numbered, begun)
        line = reader.line_num + begun.is_told
        records: list[tuple[int, list[str]]] = []
        for number, row in numbered:
            line = reader.line_num + begun.is_told
            if any(row):
                records.append((number, row))
    except csv.Error as fault:
        where = f"after line {line}" if line else "from its beginning"
        sentence = (
            f"{name} cannot be read {where}: {fault}. Correct that place, often a stray quotation mark."
        )
        raise Unreadable(sentence) from fault
    except UnicodeDecodeError as fault:
        raise Unreadable(not_utf_8(name, f" after line {line}" if line else " near its beginning")) from fault
    if not records:
        raise Unreadable(f"{name} has no rows. Choose the file again, or save it again where it comes from.")
    return CommentRows(columns, records, oddities)


def _table_lines(lines: Iterable[str], begun: Beginning) -> Iterator[str]:
    """Those that are rows: without Excel's own first line, and without a second byte order mark."""
    left = iter(lines)
    first = next(left, "").lstrip(MARK)
    return left if begun.is_told else itertools.chain([first], left)


def _headings(
    numbered: Iterator[tuple[int, list[str]]], begun: Beginning
) -> tuple[tuple[str, ...], tuple[Oddity, ...]]:
    """The columns, and what stood above them; ``numbered`` goes on with the row below."""
    filled = ((number, row) for number, row in numbered if any(cell.strip() for cell in row))
    titles = itertools.islice(filled, begun.titles)
    oddities = tuple(about_title(number, [*map(storable, row)], begun.delimiter) for number, row in titles)
    _, heading = next(filled, (0, []))
    return distinct_headings(map(storable, heading)), oddities


def rows_of_json_lines(lines: Iterable[str], *, name: str, oddities: tuple[Oddity, ...] = ()) -> CommentRows:
    """The rows of JSON lines, each a text or an object, whose fields are the columns; raises ``Unreadable``."""
    columns: dict[str, None] = {}
    found: list[tuple[int, dict[str, str]]] = []
    try:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                record = _record(line, number, name=name)
                columns.update(dict.fromkeys(record))
                found.append((number, record))
    except UnicodeDecodeError as fault:
        raise Unreadable(not_utf_8(name)) from fault
    if not found:
        raise Unreadable(f"{name} is empty. Choose the file again, or save it again where it comes from.")
    records = [(number, [record.get(column, "") for column in columns]) for number, record in found]
    return CommentRows(tuple(columns), records, oddities)


def not_utf_8(name: str, where: str = "") -> str:
    """The sentence about a large file in another encoding."""
    return f"{name} is not UTF-8{where}, which so large a file has to be. Save it again as UTF-8."


def _record(line: str, number: int, *, name: str) -> dict[str, str]:
    try:
        value = json.loads(line)
    except ValueError as fault:  # a number of thousands of digits is one too, and has no place
        where = f", column {fault.colno}" if isinstance(fault, json.JSONDecodeError) else ""
        sentence = f"{name} is not JSON at line {number}{where}: there has to be one whole value a line. Correct that line."
        raise Unreadable(sentence) from fault
    except RecursionError as fault:
        raise Unreadable(f"{name} is nested too deep in line {number}. Correct that line.") from fault
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, dict):
        return {key: _as_text(cell) for key, cell in value.items()}
    raise not_a_text(value, number, name=name)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
