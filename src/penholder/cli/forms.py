"""``penholder forms``: what was filled in, in Word forms and comment tables, without losing an answer and without a database.

One file that can't be read never sinks the others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from penholder.copies.showing import Patience, harmless, put, put_line, refuse, say_oddities, unwritten

if TYPE_CHECKING:
    from penholder.pure.formats.forms.reading import FormReading

HELP = "read filled Word forms and comment tables: every answer, box and comment"

DONE, AT_FAULT = 0, 1
LARGEST = 50 * 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, what sort of comment table they are, and how the answers are to be told."""
    from penholder.pure.formats.forms.profile import PROFILES

    parser.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="Word files (.docx), comment tables as CSV, W3C issue lists",
    )
    parser.add_argument(
        "--profile",
        choices=[one.name for one in PROFILES],
        help="the sort of comment table, where its headings do not say it",
    )
    told = parser.add_mutually_exclusive_group()
    told.add_argument(
        "--json",
        action="store_true",
        help="one JSON object for each file, a line each (docs/schemas/forms.json)",
    )
    told.add_argument(
        "--csv",
        action="store_true",
        help="a table of all files; no spreadsheet takes an answer for a formula",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print what stands in each file; 1 where one of them is at fault, and the others are told all the same."""
    from penholder.pure.formats.report import Unreadable

    patience, at_fault = Patience(), False
    told = _Told(arguments)
    for number, path in enumerate(arguments.files):
        patience.told(number, len(arguments.files), "files read")
        try:
            reading = _read(path, arguments.profile)
        except (Unreadable, OSError) as fault:
            refuse(fault, path)
            at_fault = True
            continue
        say_oddities(reading.report.oddities)
        try:
            told.tell(reading)
        except OSError as fault:
            unwritten(fault)
            return AT_FAULT
    try:
        told.end()
    except OSError as fault:
        unwritten(fault)
        return AT_FAULT
    return AT_FAULT if at_fault else DONE


def _read(path: Path, profile: str | None) -> FormReading:
    from penholder.confined.asking import ask
    from penholder.confined.frameworks import bytes_of
    from penholder.pure.formats.forms.reading import FormReading
    from penholder.pure.formats.report import Unreadable

    data = bytes_of(path, largest=LARGEST)
    reading = ask("penholder.pure.formats.forms.reading:read_form", data, name=str(path), profile=profile)
    if not isinstance(reading, FormReading):
        raise Unreadable(f"{path} could not be read: the reader broke off.")
    return reading


class _Told:
    """What is printed of each file as soon as it is read; a table waits for its columns."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.as_json, self.as_csv = arguments.json, arguments.csv
        self.tables: list[tuple[str, tuple[tuple[str, ...], ...]]] = []

    def tell(self, reading: FormReading) -> None:
        from penholder.pure.formats.forms.told import told_as_json, told_as_rows

        if self.as_json:
            put((json.dumps(told_as_json(reading), ensure_ascii=False) + "\n").encode("utf-8", "replace"))
        elif self.as_csv:
            self.tables.append((reading.name, told_as_rows(reading)))
        else:
            _put_rows(reading.name, told_as_rows(reading))

    def end(self) -> None:
        if not self.as_csv:
            return
        from penholder.pure.formats.csv_out import write_csv

        columns = list(dict.fromkeys(column for _, rows in self.tables for column in rows[0]))
        put(write_csv(["file", *columns], self._rows(columns)))

    def _rows(self, columns: Sequence[str]) -> Iterator[list[str]]:
        for name, (heading, *rows) in self.tables:
            for row in rows:
                cells = dict(zip(heading, row, strict=False))  # a row ends where its form's row does
                yield [name, *(cells.get(column, "") for column in columns)]


def _put_rows(name: str, rows: tuple[tuple[str, ...], ...]) -> None:
    put_line(harmless(name))
    heading, *others = rows
    for row in others:
        cells = (cell.replace("\t", "  ") for cell in row)
        said = [f"{column}: {cell}" for column, cell in zip(heading, cells, strict=False) if cell.strip()]
        put_line("  " + harmless(" · ".join(said)))
