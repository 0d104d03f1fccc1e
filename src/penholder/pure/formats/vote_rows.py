"""The rows of a CSV file of votes, one line each, with what is wrong in them told by line and column.

A file of votes can have millions of lines and holds nothing but ids and numbers, so it is read as it comes and strictly,
unlike the tables that people write.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from penholder.pure.formats.decoding import LARGEST_TEXT_FILE, WINDOWS_1252, decoded
from penholder.pure.formats.report import Unreadable, shown
from penholder.pure.formats.tables import DELIMITERS

LARGEST = 4 * 1024**3
"""Bytes. Files over the size other readers stop at have to be UTF-8: they come from programs, not from spreadsheets."""


def text_of_votes(data: bytes, name: str) -> tuple[str, str]:
    """The text of the file and the name of its encoding; raises ``Unreadable``, for null characters too."""
    if len(data) <= LARGEST_TEXT_FILE:
        text, encoding = decoded(data, name=name, wanted="a CSV file")
        if encoding == WINDOWS_1252:
            _refuse_mixture(data, name)
    elif len(data) > LARGEST:
        raise Unreadable(
            f"{name} has over 4 GB, more than can be read at once. Split the votes by conversation."
        )
    else:
        try:
            text, encoding = data.decode("utf-8-sig"), "UTF-8"
        except UnicodeDecodeError as fault:
            line = data.count(b"\n", 0, fault.start) + 1
            raise Unreadable(
                f"{name}: line {line} has a byte that is not UTF-8. Save it as UTF-8 and try again."
            ) from fault
    null = text.find("\0")
    if null >= 0:
        line = text.count("\n", 0, null) + 1
        raise Unreadable(
            f"{name}: line {line} holds a null character, so that the file is damaged there. Save it again where it comes from."
        )
    return text, encoding


def _refuse_mixture(data: bytes, name: str) -> None:
    """One person written in two encodings would be two."""
    seen: dict[bool, int] = {}
    for line, raw in enumerate(data.split(b"\n"), start=1):
        if not raw.isascii():
            seen.setdefault(_is_utf_8(raw), line)
    if len(seen) > 1:
        raise Unreadable(
            f"{name} mixes encodings: line {seen[True]} is UTF-8 and line {seen[False]} is not. "
            "Save the whole file as UTF-8 and try again."
        )


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _likely_delimiter(text: str) -> str:
    """The one the first line that says anything has most of."""
    line = next((line for line in io.StringIO(text[:1_000_000]) if line.strip()), "")
    return max(DELIMITERS, key=line.count)


class VoteRows:
    """The rows of the file with the line each ends in, each as wide as the heading."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.line = 0
        self._lines_told = 0
        self._text = text
        first, newline, rest = text.partition("\n")
        told = first.rstrip("\r").casefold()
        self.delimiter = ""
        if newline and told.startswith("sep=") and told[4:] in DELIMITERS:
            self.delimiter, text, self._lines_told = told[4:], rest, 1
        self.delimiter = self.delimiter or _likely_delimiter(text)
        # A line of votes never needs a line break within a cell, so a row over two lines is a quotation mark gone astray.
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter, strict=True)

    def heading(self) -> list[str]:
        for row in self._each():
            return row
        raise Unreadable(
            f"{self.name} has no rows. Choose the file again, or save it again where it comes from."
        )

    def once_more(self) -> VoteRows:
        """The same rows from the one under the heading on."""
        again = VoteRows(self._text, self.name)
        again.heading()
        return again

    def under(self, heading: Sequence[str]) -> Iterator[list[str]]:
        """Every row that is not blank; one that is too short or too long is refused, as its cells may have slipped."""
        width = len(heading)
        for row in self._each():
            if len(row) != width:
                while len(row) > width and not row[-1].strip():
                    row.pop()
                if len(row) != width:
                    raise self.fault(
                        f"has {len(row)} cells, but the heading has {width}",
                        "Put the missing or extra delimiter right, or save the table again",
                    )
            yield row

    def fault(self, what: str, so: str, column: int | None = None, heading: Sequence[str] = ()) -> Unreadable:
        where = f"line {self.line}"
        if column is not None:
            where += f", column {column + 1} (“{shown(heading[column])}”),"
        return Unreadable(f"{self.name}: {where} {what}. {so}.")

    def _each(self) -> Iterator[list[str]]:
        before = self._reader.line_num
        try:
            for row in self._reader:
                begun, before = before + 1, self._reader.line_num
                self.line = before + self._lines_told
                if before > begun:
                    raise self._astray(begun + self._lines_told)
                # Nearly every row begins with something; only then are the others looked at.
                if row and (row[0].strip() or any(cell.strip() for cell in row)):
                    yield row
        except csv.Error as fault:
            if self._reader.line_num > before + 1 or "unexpected end" in str(fault):
                raise self._astray(before + 1 + self._lines_told) from fault
            self.line = self._reader.line_num + self._lines_told
            raise self.fault(f"cannot be read ({fault})", "Look for a stray quotation mark there") from fault

    def _astray(self, line: int) -> Unreadable:
        return Unreadable(
            f"{self.name}: line {line} has a quotation mark that opens a cell and is not closed in that line. "
            "Take it out, or close it."
        )
