"""A CSV file as a table, whatever programme saved it: encoding and delimiter are found out and told.

Rows are numbered as a spreadsheet shows them, so that a report's “row 17” can be looked up.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from penholder.pure.formats.decoding import WINDOWS_1252, decoded, storable
from penholder.pure.formats.report import Oddity, Unreadable, shown

MOST_ROWS = 100_000
LONGEST_CELL = 1_000_000
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}

SAMPLE = 200_000
"""Characters from the beginning by which it is found out what a table is like."""

_LOOKED_AT = 200
_LONGEST_HEADING = 80
_ENOUGH_ALIKE = 0.5
_NEARLY_ALL = 0.9
_MOST_TITLES = 5
_FEWEST_ROWS = {3: 3}
"""So many rows of three cells, under their headings, are no chance; of wider ones two are none."""

# The csv module has one limit for the whole programme, 131,072 unless told; so it is told in this one place.
csv.field_size_limit(LONGEST_CELL)


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


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first lines of a table tell: how its cells are parted, whether Excel's own first line says so, and titles.

    ``titles`` is how many rows that are not blank stand above the headings.
    """

    delimiter: str
    is_told: bool
    titles: int


def beginning_of(text: str) -> Beginning:
    """How a table begins; ``text`` is its first part, or all of it."""
    delimiter, told = _told_delimiter(text)
    text = text[told:]
    delimiter = delimiter or _likely_delimiter(text)
    return Beginning(delimiter, bool(told), _titles(_sampled(text[:SAMPLE], delimiter)))


def read_table(data: bytes, *, name: str = "The file", most_rows: int = MOST_ROWS) -> Table:
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
    records = _records(text, delimiter, name=name, skipped=skipped, most=most_rows)
    not_blank = (place for place, record in enumerate(records) if any(cell.strip() for cell in record))
    filled = list(islice(not_blank, _LOOKED_AT))
    if not filled:
        raise Unreadable(f"{name} has no rows. Choose the file again, or save it again where it comes from.")
    titles = filled[: _titles([records[place] for place in filled])]
    oddities += [about_title(place + 1 + skipped, records[place], delimiter) for place in titles]
    heading = filled[len(titles)]
    if len(records) - heading == 1:
        raise Unreadable(f"{name} has a heading row and nothing under it. Save it again with its rows.")
    return Table(
        columns=distinct_headings(records[heading]),
        rows=tuple(tuple(record) for record in _without_blank_end(records[heading + 1 :])),
        encoding=encoding,
        delimiter=delimiter,
        first_row=heading + 2 + skipped,
        oddities=tuple(oddities),
    )


def likely_headings(text: str) -> tuple[str, ...]:
    """The headings of a text that looks like a table: rows as wide as a first row of short names; else none."""
    delimiter, told = _told_delimiter(text)
    text = text[told:]
    delimiter = delimiter or _likely_delimiter(text)
    share, _ = _fit(text[:SAMPLE], delimiter)
    rows = _sampled(text[:SAMPLE], delimiter)
    first = rows[_titles(rows)] if rows else []
    named = _are_names(first) and share >= _ENOUGH_ALIKE
    return tuple(" ".join(cell.split()) for cell in first) if named else ()


def is_surely_table(text: str) -> bool:
    """Whether the rows are so alike that it is a table, whatever its headings say: prose has no such commas."""
    delimiter, told = _told_delimiter(text)
    text = text[told:]
    rows = _sampled(text[:SAMPLE], delimiter or _likely_delimiter(text))
    return _are_alike(rows[_titles(rows) :])


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
        score = _fit(text[:SAMPLE], delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _fit(sample: str, delimiter: str) -> tuple[float, int]:
    rows = _sampled(sample, delimiter)
    rows = rows[_titles(rows) :]
    width = len(rows[0]) if rows else 0
    if width < 2:  # noqa: PLR2004 - a delimiter that splits nothing is no delimiter
        return 0.0, 0
    return round(sum(len(row) == width for row in rows) / len(rows), 1), width


def _sampled(sample: str, delimiter: str) -> list[list[str]]:
    """The first rows that are not blank; none where they cannot be read."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        return list(islice((row for row in reader if any(cell.strip() for cell in row)), _LOOKED_AT))
    except csv.Error:
        return []


def _titles(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the headings: each fills one cell, and what follows is surely a table."""
    wide = next((place for place, row in enumerate(rows) if sum(bool(cell.strip()) for cell in row) > 1), 0)
    return wide if 0 < wide <= _MOST_TITLES and _are_alike(rows[wide:]) else 0


def _are_alike(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows of three cells or more stand under headings, with nothing beside the marks that part them."""
    width = len(rows[0]) if rows else 0
    below = rows[1:]
    if width < 3 or len(below) < _FEWEST_ROWS.get(width, 2) or not _are_names(rows[0]):  # noqa: PLR2004 - two marks
        return False
    later = [cell for row in rows for cell in row[1:] if cell]
    spaced = sum(cell.startswith(" ") for cell in later)
    as_wide = sum(len(row) == width for row in below)
    return as_wide >= _NEARLY_ALL * len(below) and spaced <= (1 - _NEARLY_ALL) * len(later)


def _are_names(headings: Sequence[str]) -> bool:
    """Short, and hardly any twice; spreadsheets save empty columns too, which have no heading at all."""
    named = [cell for cell in headings if cell.strip()]
    short = all(len(cell) <= _LONGEST_HEADING for cell in named)
    return short and len({*named}) >= len(named) - 1


def about_title(number: int, row: Sequence[str], delimiter: str) -> Oddity:
    """What to say of a row above the headings."""
    words = next(cell.strip() for cell in row if cell.strip())
    return Oddity(
        f"row {number}",
        "A row stands above the headings.",
        f"“{shown(words)}” was left out.",
        "left out",
        delimiter.join(row),
    )


def _records(text: str, delimiter: str, *, name: str, skipped: int, most: int) -> list[list[str]]:
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter)
    records: list[list[str]] = []
    begin = 0
    try:
        for record in reader:
            records.append(record)
            if len(records) > most:
                raise Unreadable(f"{name} has more than {most:,} rows. Split it into smaller files.")
            _refuse_swallowed(lines, begin, reader.line_num, delimiter, name=name, skipped=skipped)
            begin = reader.line_num
    except csv.Error as fault:
        line = reader.line_num + skipped
        sentence = f"{name} cannot be read near line {line}: {fault}. Correct that place and save it again."
        raise Unreadable(sentence) from fault
    return records


def _refuse_swallowed(
    lines: Sequence[str], begin: int, end: int, delimiter: str, *, name: str, skipped: int
) -> None:
    """A quotation mark opened and never closed, or closed by the next one far below, would take in rows in silence.

    A cell may hold several lines if it is quoted as it should be; within one line nothing can be lost, and it is read
    as well as can be.
    """
    last = end == len(lines)
    if end - begin == 1 and not last:
        return
    try:
        for _ in csv.reader(lines[begin:end], delimiter=delimiter, strict=True):
            pass
    except csv.Error as fault:
        where = f"in line {begin + 1 + skipped}" + (" or after" if end - begin > 1 else "")
        if "unexpected end of data" in str(fault):
            sentence = (
                f"{name} breaks off: a quotation mark that opens {where} is never closed. "
                "Close it, or save the table again."
            )
            raise Unreadable(sentence) from fault
        if end - begin > 1:
            sentence = (
                f"{name} cannot be read: a quotation mark that opens {where} takes in the lines up to {end + skipped}. "
                "Close it where the cell ends, or save the table again."
            )
            raise Unreadable(sentence) from fault


def _without_blank_end(records: Sequence[list[str]]) -> Sequence[list[str]]:
    """Spreadsheets often save hundreds of empty rows after the last one."""
    end = len(records)
    while end and not any(cell.strip() for cell in records[end - 1]):
        end -= 1
    return records[:end]


def distinct_headings(headings: Iterable[str]) -> tuple[str, ...]:
    """Headings that can be told apart: an empty one gets its number, a repeated one a count."""
    names: dict[str, None] = {}
    for place, heading in enumerate(headings, start=1):
        plain = " ".join(heading.split()) or f"column {place}"
        name, count = plain, 1
        while name in names:
            count += 1
            name = f"{plain} ({count})"
        names[name] = None
    return tuple(names)
