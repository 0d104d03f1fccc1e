"""The rows of a file of comments, large ones too: a table or JSON lines, read as they come from an open file.

A file of a gigabyte must not stand in memory three times, so what comes here as lines is read line by line. A smaller
table is read by :func:`~penholder.pure.formats.tables.read_table`, which finds out more about it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.json_file import not_a_text
from penholder.pure.formats.report import Oddity, Unreadable
from penholder.pure.formats.tables import DELIMITERS, read_table


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


def rows_of_table_lines(heading: str, lines: Iterable[str], *, name: str) -> CommentRows:
    """The rows of a table of any size, whose ``heading`` is its first line; ``lines`` are all of them.

    Raises ``Unreadable``, also where the lines turn out not to be UTF-8.
    """
    line = 1
    try:
        reader = csv.reader(lines, delimiter=max(DELIMITERS, key=heading.count), strict=True)
        columns = tuple(storable(" ".join(cell.split())) for cell in next(reader, ()))
        records: list[tuple[int, list[str]]] = []
        for number, row in enumerate(reader, start=2):
            line = reader.line_num
            if any(row):
                records.append((number, row))
    except csv.Error as fault:
        sentence = f"{name} cannot be read after line {line}: {fault}. Correct that place, often a stray quotation mark."
        raise Unreadable(sentence) from fault
    except UnicodeDecodeError as fault:
        raise Unreadable(not_utf_8(name, f" after line {line}")) from fault
    if not records:
        raise Unreadable(f"{name} has no rows. Choose the file again, or save it again where it comes from.")
    return CommentRows(columns, records)


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
