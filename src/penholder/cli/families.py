"""``penholder families``: which comments say nearly the same, the letter once, and what each person added to it.

Reads a file and prints; nothing is kept and nothing is sent.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from penholder.copies.showing import Patience, put, put_line, say, say_oddities, shown, unwritten

if TYPE_CHECKING:
    from penholder.pure.formats.comment_rows import CommentRows
    from penholder.pure.formats.report import Oddity
    from penholder.pure.reading.families.telling import Family, Member, Told

HELP = "find the comments that say nearly the same, and what each person added"

DONE, AT_FAULT, BAD_USAGE = 0, 1, 2

_SMALL_FILE = 50 * 1024 * 1024
_SMALL_TABLE = 100_000
_LOOKED_AT = 200
_WORDS_OF_TEXT = 4
_ADDITIONS_SHOWN = 5
_WIDTH = 100
_ID_HEADINGS = frozenset({"id", "comment id", "response id", "response", "respondent", "reference", "ref"})
_TABLES = frozenset({".csv", ".tsv"})
_LINES = frozenset({".jsonl", ".ndjson"})


class _Unclear(Exception):
    """It has to be said which column is meant; the sentence names them."""


@dataclass(frozen=True, slots=True)
class _Comments:
    """The texts that are not blank, the row each stands in, its id where the file has one, and the blank rows.

    ``spoilt`` are the rows whose text holds characters that cannot be kept.
    """

    column: str
    texts: list[str]
    rows: list[int]
    ids: list[str] | None
    blank: list[int]
    spoilt: list[int]

    def name(self, place: int) -> dict[str, object]:
        """What a comment is called in the JSON: its row, and its id if it has one."""
        return {"row": self.rows[place], **({"id": self.ids[place]} if self.ids else {})}

    def named(self, place: int) -> str:
        return f"{self.ids[place]} (row {self.rows[place]})" if self.ids else f"row {self.rows[place]}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a table (.csv, .tsv) or JSON lines (.jsonl)")
    parser.add_argument("--column", metavar="C", help="the column that holds the comments")
    parser.add_argument("--id", metavar="C", help="the column that says which comment it is")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="everything, as JSON (docs/schemas/families.json)")
    how.add_argument("--csv", action="store_true", help="a row for each comment: its family, its own words")


def run(args: argparse.Namespace) -> int:
    """Print the families; 1 where the file cannot be read, 2 where it is unclear which column is meant."""
    from penholder.pure.formats.report import Unreadable
    from penholder.pure.reading.families.finding import find_families
    from penholder.pure.reading.families.telling import tell

    try:
        read = _read(args.file)
        say_oddities(read.oddities)
        comments = _comments(read, args.column, args.id, name=args.file.name)
        say_oddities(_about_spoilt(comments))
    except OSError as fault:
        say(f"{args.file} can’t be read: {fault.strerror}. Name another file.", to=sys.stderr)
        return AT_FAULT
    except Unreadable as fault:
        say(shown(fault.sentence), to=sys.stderr)
        return AT_FAULT
    except _Unclear as fault:
        say(shown(str(fault)), to=sys.stderr)
        return BAD_USAGE
    grouping = find_families(comments.texts, progress=_told("comments read"))
    told = tell(comments.texts, grouping, progress=_told("comments of families laid beside their core"))
    say_it = _print_json if args.json else _print_csv if args.csv else _print_words
    try:
        say_it(comments, told)
    except OSError as fault:
        unwritten(fault)
        return AT_FAULT
    return DONE


def _told(what: str) -> Callable[[int, int], None]:
    return partial(Patience().told, what=what)


# The file


def _read(path: Path) -> CommentRows:
    from penholder.pure.formats.report import Unreadable

    if path.suffix.casefold() in _TABLES:
        return _read_table(path)
    if path.suffix.casefold() in _LINES:
        return _read_lines(path)
    raise Unreadable(f"{path.name} is neither .csv nor .jsonl. Save the comments as one of these.")


def _read_table(path: Path) -> CommentRows:
    from penholder.pure.formats.comment_rows import rows_of_table, rows_of_table_lines
    from penholder.pure.formats.tables import SAMPLE

    if path.stat().st_size <= _SMALL_FILE:
        data = path.read_bytes()
        if max(data.count(b"\n"), data.count(b"\r")) <= _SMALL_TABLE:
            return rows_of_table(data, name=path.name)
        del data
    # Only to see how its cells are parted; whether it is UTF-8 shows when its rows are read.
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        beginning = lines.read(SAMPLE)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return rows_of_table_lines(beginning, lines, name=path.name)


def _read_lines(path: Path) -> CommentRows:
    from penholder.pure.formats.comment_rows import rows_of_json_lines
    from penholder.pure.formats.decoding import WINDOWS_1252, decoded
    from penholder.pure.formats.report import Oddity

    if path.stat().st_size > _SMALL_FILE:
        with path.open(encoding="utf-8-sig", newline="\n") as lines:
            return rows_of_json_lines(lines, name=path.name)
    text, encoding = decoded(path.read_bytes(), name=path.name, wanted="a JSON lines file")
    so = f"It was read as {WINDOWS_1252}; check letters with accents and quotation marks."
    oddity = Oddity("the whole file", "The file is not in UTF-8.", so)
    oddities = (oddity,) if encoding == WINDOWS_1252 else ()
    return rows_of_json_lines(text.split("\n"), name=path.name, oddities=oddities)


# The columns


def _comments(read: CommentRows, column: str | None, id_column: str | None, *, name: str) -> _Comments:
    from penholder.pure.formats.decoding import storable
    from penholder.pure.formats.report import Unreadable

    place = _named(read, column, name=name) if column is not None else _guessed(read, name=name)
    texts, rows, blank, spoilt = [], [], [], []
    for row, record in read.records:
        text = record[place] if place < len(record) else ""
        if text.strip():
            kept = storable(text)
            texts.append(kept)
            rows.append(row)
            if kept != text:
                spoilt.append(row)
        else:
            blank.append(row)
    if not texts:
        raise Unreadable(
            f"{name} has nothing in its column “{read.columns[place]}”. Choose another with --column."
        )
    ids = _ids(read, id_column, set(blank), name=name)
    return _Comments(read.columns[place], texts, rows, ids, blank, spoilt)


def _about_spoilt(comments: _Comments) -> Iterator[Oddity]:
    from penholder.pure.formats.report import Oddity, listed

    if comments.spoilt:
        where = f"row {listed(map(str, comments.spoilt))}"
        what = "The comment holds characters that cannot be kept."
        yield Oddity(where, what, "Each was replaced by �; look for that mark.")


def _named(read: CommentRows, column: str, *, name: str) -> int:
    if column in read.columns:
        return read.columns.index(column)
    raise _Unclear(f"{name} has no column “{column}”. Its columns are {_listed(read.columns)}.")


def _guessed(read: CommentRows, *, name: str) -> int:
    """The only column, or the only one that holds more than a few words at a time."""
    if len(read.columns) == 1:
        return 0
    wordy = [place for place in range(len(read.columns)) if _is_text(read, place)]
    if len(wordy) == 1:
        return wordy[0]
    columns = [read.columns[place] for place in wordy] or read.columns
    what = "several columns of text" if wordy else "no column that is plainly text"
    raise _Unclear(f"{name} has {what}. Say which one holds the comments with --column: {_listed(columns)}.")


def _is_text(read: CommentRows, place: int) -> bool:
    cells = (record[place] for _, record in read.records if place < len(record) and record[place].strip())
    words = [len(cell.split()) for cell in itertools.islice(cells, _LOOKED_AT)]
    return bool(words) and sum(words) / len(words) >= _WORDS_OF_TEXT


def _ids(read: CommentRows, column: str | None, blank: set[int], *, name: str) -> list[str] | None:
    """What each comment is called in its own file: by the column named, or by one that is plainly meant for it."""
    if column is not None:
        place = _named(read, column, name=name)
        return [
            record[place] if place < len(record) else "" for row, record in read.records if row not in blank
        ]
    for place, heading in enumerate(read.columns):
        if heading.casefold().replace("-", " ").replace("_", " ") in _ID_HEADINGS:
            ids = [
                record[place] if place < len(record) else ""
                for row, record in read.records
                if row not in blank
            ]
            if all(ids) and len(set(ids)) == len(ids):
                return ids
    return None


def _listed(columns: Sequence[str]) -> str:
    from penholder.pure.formats.report import listed

    return listed((f"“{column}”" for column in columns), most=20)


# Saying it


def _print_json(comments: _Comments, told: Told) -> None:
    """A family a line, so that even a large answer is never held twice."""
    put_line(f'{{"column": {json.dumps(comments.column)}, "comments": {len(comments.texts)}, "families": [')
    for number, family in enumerate(told.families, start=1):
        value = {
            "core": family.core,
            "people": family.people,
            "distinct_texts": family.distinct_texts,
            "own_words_added": family.own_words_added,
            "members": [
                {**comments.name(member.text), "own_words": _own(comments, member)}
                for member in family.members
            ],
        }
        put_line(json.dumps(value) + ("," if number < len(told.families) else ""))
    singles = [comments.name(place) for place in told.singles]
    put_line(f'], "singles": {json.dumps(singles)}, "blank": {json.dumps(comments.blank)}}}')


def _print_csv(comments: _Comments, told: Told) -> None:
    from penholder.pure.formats.csv_out import write_csv

    columns = ("row", *(("id",) if comments.ids else ()), "family", "own words", "own words, counted")
    put(write_csv(columns, (tuple(row) for _, row in sorted(_cells(comments, told)))))


def _cells(comments: _Comments, told: Told) -> Iterator[tuple[int, list[str]]]:
    for number, family in enumerate(told.families, start=1):
        for member in family.members:
            own = " … ".join(_own(comments, member))
            yield member.text, [*_first_cells(comments, member.text), str(number), own, str(member.own_words)]
    for place in told.singles:
        yield place, [*_first_cells(comments, place), "", "", ""]


def _first_cells(comments: _Comments, place: int) -> list[str]:
    return [str(comments.rows[place]), *([comments.ids[place]] if comments.ids else [])]


def _print_words(comments: _Comments, told: Told) -> None:
    inside = sum(family.people for family in told.families)
    parts = [
        f"{inside:,} in {_counted(len(told.families), 'family', 'families')}",
        _counted(len(told.singles), "single one", "single ones"),
        *([_counted(len(comments.blank), "blank row", "blank rows")] if comments.blank else []),
    ]
    read = _counted(len(comments.texts), "comment", "comments")
    put_line(f"{read} in the column “{shown(comments.column)}”: {', '.join(parts)}.")
    for number, family in enumerate(told.families, start=1):
        _print_family(comments, number, family)


def _print_family(comments: _Comments, number: int, family: Family) -> None:
    put_line("")
    put_line(
        f"Family {number}: {_counted(family.people, 'person', 'people')}, {_counted(family.distinct_texts, 'distinct text', 'distinct texts')}, "
        f"{_counted(family.own_words_added, 'own word', 'own words')} added"
    )
    for line in _wrapped(family.core):
        put_line(f"  | {line}")
    added = [member for member in family.members if member.own]
    for member in added[:_ADDITIONS_SHOWN]:
        own = " … ".join(_own(comments, member))
        first, *more = _wrapped(f"{comments.named(member.text)}: {own}")
        put_line(f"  + {first}")
        for line in more:
            put_line(f"    {line}")
    if len(added) > _ADDITIONS_SHOWN:
        put_line(
            f"  + {len(added) - _ADDITIONS_SHOWN:,} more added words of their own: --json or --csv has them all."
        )
    if not added:
        put_line("    Nobody added a word.")


def _own(comments: _Comments, member: Member) -> list[str]:
    text = comments.texts[member.text]
    return [text[start:end] for start, end in member.own]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(shown(" ".join(text.split())), _WIDTH) or [""]


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
