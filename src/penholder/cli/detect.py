"""``penholder detect``: what in a file of texts gives somebody away, for the person who holds the file.

What is found goes to the terminal of whoever asked, and nowhere else.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from penholder.copies.showing import Patience, put, put_line, say, say_oddities, shown, unwritten

if TYPE_CHECKING:
    from penholder.pure.formats.written_texts import WrittenText
    from penholder.pure.reading.names.found import Found

HELP = "find e-mail addresses, numbers, dates, titled names and wards in a file of texts"

DONE, AT_FAULT, BAD_USAGE = 0, 1, 2
_PIECE = 100_000
_BETWEEN = tuple(map(re.compile, (r"\n\n", r"\n", r"(?<=[a-z]{5})[.!?] ", r" ")))


@dataclass(frozen=True, slots=True)
class _Place:
    """A find in its text."""

    where: WrittenText
    found: Found

    @property
    def words(self) -> str:
        return self.where.text[self.found.start : self.found.end]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="plain text, .csv or .jsonl")
    parser.add_argument(
        "--column", default="", metavar="C", help="the column or field to read; all of them without it"
    )
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="print one JSON object (docs/schemas/detect.json)")
    forms.add_argument(
        "--csv", action="store_true", help="print a table: row, column, start, end, kind, words"
    )


def run(args: argparse.Namespace) -> int:
    """Print every find; 1 where the file can’t be read or this can’t be written, 2 where it has no such column, with a sentence why."""
    from penholder.pure.formats.report import Unreadable
    from penholder.pure.formats.written_texts import NoSuchColumn, form_of, read_written

    name = args.file.name
    try:
        read = read_written(args.file.read_bytes(), form=form_of(name), column=args.column, name=name)
    except OSError as fault:
        say(f"{args.file} can’t be read: {fault.strerror}. Name another file.", to=sys.stderr)
        return AT_FAULT
    except Unreadable as fault:
        say(shown(fault.sentence), to=sys.stderr)
        return BAD_USAGE if isinstance(fault, NoSuchColumn) else AT_FAULT
    say_oddities(read.oddities)
    texts = read.texts
    places = list(_found_in(texts))
    try:
        _put(texts, places, args)
    except OSError as fault:
        unwritten(fault)
        return AT_FAULT
    return DONE


def _put(texts: Sequence[WrittenText], places: Sequence[_Place], args: argparse.Namespace) -> None:
    if args.json:
        put_line(json.dumps(_as_json(texts, places)))
    elif args.csv:
        _print_table(places)
    else:
        _print_lines(texts, places)


def _found_in(texts: Sequence[WrittenText]) -> Iterator[_Place]:
    from penholder.pure.reading.names.finding import find_names

    patience = Patience()
    done, of = 0, sum(len(one.text) for one in texts)
    for one in texts:
        for offset, piece in _pieces(one.text):
            for found in find_names(piece):
                yield _Place(one, replace(found, start=found.start + offset, end=found.end + offset))
            done += len(piece)
            patience.told(done, of, "characters read")


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A book in pieces with their places, cut between lines, else sentences: what is held in memory does not grow with it."""
    start = 0
    while len(text) - start > 2 * _PIECE:
        cuts = (mark.search(text, start + _PIECE, start + 2 * _PIECE) for mark in _BETWEEN)
        cut = next((found.end() for found in cuts if found), 0)
        if not cut:
            break
        yield start, text[start:cut]
        start = cut
    yield start, text[start:]


def _as_json(texts: Sequence[WrittenText], places: Sequence[_Place]) -> dict[str, object]:
    kinds = Counter(str(place.found.kind) for place in places)
    return {
        "texts": len(texts),
        "kinds": dict(sorted(kinds.items())),
        "found": [
            {
                "row": place.where.row,
                "column": place.where.column or None,
                "start": place.found.start,
                "end": place.found.end,
                "kind": str(place.found.kind),
                "words": place.words,
            }
            for place in places
        ],
    }


def _print_table(places: Sequence[_Place]) -> None:
    from penholder.pure.formats.csv_out import write_csv

    rows = (
        (
            str(place.where.row),
            place.where.column,
            str(place.found.start),
            str(place.found.end),
            str(place.found.kind),
            place.words,
        )
        for place in places
    )
    put(write_csv(("row", "column", "start", "end", "kind", "words"), rows))


def _print_lines(texts: Sequence[WrittenText], places: Sequence[_Place]) -> None:
    lines = _Lines()
    for place in places:
        put_line(f"{lines.where(place)}: {place.found.kind}: {_on_one_line(place.words)}")
    kinds = Counter(str(place.found.kind) for place in places)
    if not kinds:
        put_line(
            "Nothing found. A name that no title or relation announces is not looked for: read it yourself too."
        )
        return
    counted = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
    within = f"{len(texts):,} {'text' if len(texts) == 1 else 'texts'}"
    put_line(f"{len(places):,} found in {within}: {counted}. There may be more: read it yourself too.")


@dataclass(slots=True)
class _Lines:
    """Line and column of one place after another in a text, without counting from its beginning each time."""

    text: str = ""
    read: int = 0
    line: int = 1
    begins: int = 0

    def where(self, place: _Place) -> str:
        """Line and column for a plain text; row, column and characters for a table. People count from 1."""
        start = place.found.start
        if place.where.column:
            column = _on_one_line(place.where.column)
            return f"row {place.where.row}, {column}, characters {start + 1}–{place.found.end}"
        if self.text is not place.where.text:
            self.text, self.read, self.line, self.begins = place.where.text, 0, 1, 0
        self.line += self.text.count("\n", self.read, start)
        self.begins = max(self.begins, self.text.rfind("\n", self.read, start) + 1)
        self.read = start
        line = self.line if place.where.row == 1 else place.where.row
        return f"line {line}, column {start - self.begins + 1}"


def _on_one_line(words: str) -> str:
    return " ".join(shown(words).split())
