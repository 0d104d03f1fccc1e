"""A CSV file as a table, whatever programme saved it: encoding and delimiter are found out and told.

Rows are numbered as a spreadsheet shows them, so that a report's “row 17” can be looked up.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from penholder.pure.formats.decoding import WINDOWS_1252, decoded, storable
from penholder.pure.formats.report import Oddity, Unreadable

MOST_ROWS = 100_000
LONGEST_CELL = 1_000_000
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}

_LOOKED_AT = 200
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows as they stand, blank rows included; ``first_row`` is the number of the first row of ``rows``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    delimiter: str
    first_row: int = 2
    oddities: tuple[Oddity, ...] = ()

    def numbered(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Every row that is not blank, with its number in the file."""
        for number, row in enumerate(self.rows, start=self.first_row):
            if any(cell.strip() for cell in row):
                yield number, row


def read_table(data: bytes, *, name: str = "The file") -> Table:
    """The table in a CSV file; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    text, encoding = decoded(data, name=name, wanted="a CSV file")
    oddities = list(_about_encoding(text, encoding))
    text = storable(text)
    skipped = 0
    delimiter, told = _told_delimiter(text)
    if told:
        text = text[told:]
        skipped = 1
    delimiter = delimiter or _likely_delimiter(text)
    records = _records(text, delimiter, name=name)
    heading = next(
        (place for place, record in enumerate(records) if any(cell.strip() for cell in record)), None
    )
    if heading is None:
        raise Unreadable(f"{name} has no rows. Choose the file again, or save it again where it comes from.")
    if len(records) - heading == 1:
        raise Unreadable(f"{name} has a heading row and nothing under it. Save it again with its rows.")
    return Table(
        columns=_distinct(records[heading]),
        rows=tuple(tuple(record) for record in _without_blank_end(records[heading + 1 :])),
        encoding=encoding,
        delimiter=delimiter,
        first_row=heading + 2 + skipped,
        oddities=tuple(oddities),
    )


def _about_encoding(text: str, encoding: str) -> Iterator[Oddity]:
    if encoding == WINDOWS_1252:
        yield Oddity(
            "the whole file",
            "The file is not in UTF-8.",
            "It was read as Windows-1252, as older spreadsheets save; check letters with accents and quotation marks.",
        )
    if storable(text) != text:
        yield Oddity(
            "the whole file",
            "The file holds characters that cannot be kept.",
            "Each was replaced by �; look for that mark.",
        )


def _told_delimiter(text: str) -> tuple[str, int]:
    """Excel's own first line “sep=;” and how much of the text it takes."""
    first, newline, _ = text.partition("\n")
    line = first.rstrip("\r")
    if newline and line.casefold().startswith("sep=") and line[4:] in DELIMITERS:
        return line[4:], len(first) + 1
    return "", 0


def _likely_delimiter(text: str) -> str:
    """The delimiter that gives the most rows as wide as the heading; more columns decide between equals."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        score = _fit(text[:_SAMPLE], delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _fit(sample: str, delimiter: str) -> tuple[float, int]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(row):
                rows.append(row)
            if len(rows) == _LOOKED_AT:
                break
    except csv.Error:
        return 0.0, 0
    width = len(rows[0]) if rows else 0
    if width < 2:  # noqa: PLR2004 - a delimiter that splits nothing is no delimiter
        return 0.0, 0
    return round(sum(len(row) == width for row in rows) / len(rows), 1), width


def _records(text: str, delimiter: str, *, name: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    _refuse_unclosed_quote(text, delimiter, name=name)
    records: list[list[str]] = []
    try:
        for record in reader:
            records.append(record)
            if len(records) > MOST_ROWS:
                raise Unreadable(f"{name} has more than {MOST_ROWS:,} rows. Split it into smaller files.")
    except csv.Error as fault:
        sentence = f"{name} cannot be read near line {reader.line_num}: {fault}. Correct that place and save it again."
        raise Unreadable(sentence) from fault
    return records


def _refuse_unclosed_quote(text: str, delimiter: str, *, name: str) -> None:
    """A quotation mark that is opened and never closed would swallow the rest of the file in silence."""
    strict = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for _ in strict:
            line = strict.line_num + 1
    except csv.Error as fault:
        if "unexpected end of data" in str(fault):
            sentence = (
                f"{name} breaks off: a quotation mark that opens in line {line} or after is never closed. "
                "Close it, or save the table again."
            )
            raise Unreadable(sentence) from fault


def _without_blank_end(records: Sequence[list[str]]) -> Sequence[list[str]]:
    """Spreadsheets often save hundreds of empty rows after the last one."""
    end = len(records)
    while end and not any(cell.strip() for cell in records[end - 1]):
        end -= 1
    return records[:end]


def _distinct(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings that can be told apart: an empty one gets its number, a repeated one a count."""
    names: list[str] = []
    for place, heading in enumerate(headings, start=1):
        plain = " ".join(heading.split()) or f"column {place}"
        name, count = plain, 1
        while name in names:
            count += 1
            name = f"{plain} ({count})"
        names.append(name)
    return tuple(names)
