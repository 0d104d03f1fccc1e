"""Texts out of a file as people have them: plain text, a column of a CSV table, one JSON value a line.

Each keeps the row it stood in, counted as the program shows it that the file comes from, so that a person finds it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from penholder.pure.formats.decoding import WINDOWS_1252, decoded, storable
from penholder.pure.formats.json_file import loaded, not_a_text
from penholder.pure.formats.report import Oddity, Tally, Unreadable, listed
from penholder.pure.formats.tables import Table, read_table

Form = Literal["text", "csv", "jsonl"]

MOST_TEXTS = 1_000_000
"""Rows of a table of texts: a large consultation has more than a person would fill in."""

_ENDINGS: dict[str, Form] = {"csv": "csv", "tsv": "csv", "jsonl": "jsonl", "ndjson": "jsonl"}


class NoSuchColumn(Unreadable):
    """The file is well, but has no such column: the sentence names those it has."""


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text, the row (or line) it stands in, counted from 1, and its column or field; "" where there is none."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """Every text that was asked for, in the order of the file, and what was odd about the file."""

    texts: tuple[WrittenText, ...]
    oddities: tuple[Oddity, ...] = ()


def form_of(name: str) -> Form:
    """How a file of this name is read; whatever is neither CSV nor JSON lines is plain text."""
    return _ENDINGS.get(name.rpartition(".")[2].casefold(), "text")


def read_written_texts(
    data: bytes, *, form: Form, column: str = "", name: str = "The file"
) -> tuple[WrittenText, ...]:
    """Every text in the file, as :func:`read_written` finds them."""
    return read_written(data, form=form, column=column, name=name).texts


def read_written(data: bytes, *, form: Form, column: str = "", name: str = "The file") -> Written:
    """Every text in the file; of a table or of JSON objects only those of one ``column``, or of all where it is "".

    A plain text is one text in row 1. Raises :class:`~penholder.pure.formats.report.Unreadable`, and
    :class:`NoSuchColumn` where the file has no ``column``.
    """
    if form == "csv":
        table = read_table(data, name=name, most_rows=MOST_TEXTS)
        return Written(tuple(_of_table(table, column, name=name)), table.oddities)
    text, oddities = _decoded(data, name=name)
    if form == "jsonl":
        return Written(tuple(_of_lines(text, column, name=name)), oddities)
    if column:
        raise NoSuchColumn(f"{name} is read as plain text, which has no column. Leave --column out.")
    return Written((WrittenText(1, "", text),), oddities)


def values_of_lines(data: bytes, *, name: str = "The file") -> Iterator[tuple[int, object]]:
    """The value of every line of JSON lines that is not blank, and the line's number: a text, or an object."""
    return _values(_decoded(data, name=name)[0], name=name)


def _decoded(data: bytes, *, name: str) -> tuple[str, tuple[Oddity, ...]]:
    text, encoding = decoded(data, name=name, wanted="a text file")
    if encoding != WINDOWS_1252:
        return storable(text), ()
    so = f"It was read as {WINDOWS_1252}; check letters with accents and quotation marks."
    return storable(text), (Oddity("the whole file", "The file is not in UTF-8.", so),)


def _of_table(table: Table, column: str, *, name: str) -> Iterator[WrittenText]:
    if column and column not in table.columns:
        columns = listed((f"“{one}”" for one in table.columns), most=20)
        raise NoSuchColumn(f"{name} has no column “{column}”. It has {columns}.")
    for number, row in table.numbered():
        for heading, cell in zip(table.columns, row, strict=False):
            if column in {"", heading} and cell:
                yield WrittenText(number, heading, cell)
        if not column:
            for place, cell in enumerate(row[len(table.columns) :], start=len(table.columns) + 1):
                yield WrittenText(number, f"column {place}", cell)


def _of_lines(text: str, column: str, *, name: str) -> Iterator[WrittenText]:
    fields: dict[str, None] = {}
    for number, value in _values(text, name=name):
        for field, words in _strings(value, ""):
            fields[field] = None
            if column in {"", field}:
                yield WrittenText(number, field, words)
    if column and column not in fields:
        has = listed((f"“{one}”" for one in fields if one), most=20)
        others = (
            f"It has text in {has}." if has else "Its lines are texts without a field: leave --column out."
        )
        raise NoSuchColumn(f"{name} has no text in a field “{column}”. {others}")


def _values(text: str, *, name: str) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            value = _value(line, number, name=name)
            if not isinstance(value, (str, dict)):
                raise not_a_text(value, number, name=name)
            yield number, value


def _value(line: str, number: int, *, name: str) -> object:
    try:
        return loaded(line, name=name, tally=Tally())
    except Unreadable as fault:
        cause = fault.__cause__
        where = f"line {number}" + (
            f", column {cause.colno}" if isinstance(cause, json.JSONDecodeError) else ""
        )
        sentence = f"{name} is not JSON at {where}: there has to be one whole value a line. Correct that line and try again."
        raise Unreadable(sentence) from fault


def _strings(value: object, field: str) -> Iterator[tuple[str, str]]:
    """Every text inside a JSON value, with the way to it: “answers.2.text”."""
    if isinstance(value, str):
        yield field, storable(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, f"{field}.{key}" if field else str(key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _strings(inner, f"{field}.{place}" if field else str(place))
