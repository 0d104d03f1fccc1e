"""An outline that somebody pasted: indented, numbered, bulleted, in Markdown, or a mixture of these."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from penholder.pure.formats.decoding import LARGEST_TEXT_FILE, WINDOWS_1252, decoded, storable
from penholder.pure.formats.outlines.outline_chapters import chapters_among
from penholder.pure.formats.outlines.outline_marks import (
    ENDED,
    NO_MARK,
    Mark,
    habits_of,
    indent_of,
    is_broken_off,
    marked,
)
from penholder.pure.formats.outlines.outline_places import Ladder
from penholder.pure.formats.outlines.outline_tree import FIELDS, Entry, tree_of_entries
from penholder.pure.formats.report import ImportReport, Tally, Unreadable, shown
from penholder.pure.tree.statement import Tree

__all__ = ["FIELDS", "read_outline"]

MOST_LINES = 100_000

_UNDERLINE = re.compile(r"(=+|-{3,})\s*")
_RULE = re.compile(r"\s*([-*_=])(?:\s*\1){2,}\s*")
_WEB_PAGE = re.compile(r"\s*(?:<!doctype html|<html|<\?xml)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: its number, indent, mark and words, and whether a blank line stands before it."""

    number: int
    indent: int
    mark: Mark
    words: str
    apart: bool

    @property
    def where(self) -> str:
        return f"line {self.number}"


def read_outline(data: bytes | str, *, name: str = "The outline") -> tuple[Tree, ImportReport]:
    """The framework in a plain outline; raises :class:`~penholder.pure.formats.report.Unreadable`.

    A line that ends in a colon is a stem and what is listed under it are its sub-points. A paragraph that has no place goes
    to the notes of the statement above it, and the report says so.
    """
    tally = Tally()
    raw = _text(data, name, tally).splitlines()
    if len(raw) > MOST_LINES:
        raise Unreadable(f"{name} has more than {MOST_LINES:,} lines. Split it into smaller pieces.")
    lines = _joined(_lines(raw, tally), tally)
    title, lines = _titled(lines, PurePath(name).stem, tally)
    entries = list(_entries(lines))
    tree = tree_of_entries(entries, tally, title=title)
    if not tree.statements:
        raise Unreadable(f"{name} holds no line that could be a statement. Put one statement on each line.")
    return tree, tally.report()


def _text(data: bytes | str, name: str, tally: Tally) -> str:
    if isinstance(data, bytes):
        text, encoding = decoded(data, name=name, wanted="a plain text")
        if encoding == WINDOWS_1252:
            so = "It was read as Windows-1252; check letters with accents and quotation marks."
            tally.note("the whole file", "The file is not in UTF-8.", so)
    else:
        text = data
        if len(text) > LARGEST_TEXT_FILE:
            raise Unreadable(f"{name} has more than 50 MB. Split it into smaller pieces.")
    if storable(text) != text:
        so = "Each was replaced by �; look for that mark."
        tally.note("the whole file", "The file holds characters that cannot be kept.", so)
    if _WEB_PAGE.match(text):
        raise Unreadable(
            f"{name} is a web page or an XML file, not a plain outline. Copy its words and paste them."
        )
    if not text.strip("\0 \t\r\n\ufeff"):
        raise Unreadable(f"{name} is empty. Paste the outline again.")
    return storable(text).removeprefix("\ufeff")


def _lines(raw: Sequence[str], tally: Tally) -> Iterator[_Line]:
    raw = _without_underlines(raw)
    habits = habits_of(raw)
    if habits.letter_o:
        so = "The letter was taken for a bullet, as in a list copied out of Word."
        tally.note("the whole file", "Lines begin with the letter “o” and a blank.", so)
    apart = True
    for number, line in enumerate(raw, start=1):
        words = line.strip()
        if not words or _RULE.fullmatch(words):
            apart = True
            continue
        indent = indent_of(line)
        mark, rest = marked(line.lstrip(" \t\xa0\u2003\u3000"), habits, indent)
        yield _Line(number, indent, mark, rest.strip(), apart)
        apart = False


def _without_underlines(raw: Sequence[str]) -> list[str]:
    """Markdown's other headings, words with a line drawn under them, as the usual ones."""
    lines = list(raw)
    for place in range(1, len(lines)):
        if lines[place - 1].strip() and not lines[place - 1].startswith((" ", "\t", "#", "-", "*")):
            found = _UNDERLINE.fullmatch(lines[place])
            if found:
                lines[place - 1] = f"{'#' if found[1][0] == '=' else '##'} {lines[place - 1]}"
                lines[place] = ""
    return lines


def _joined(lines: Iterator[_Line], tally: Tally) -> list[_Line]:
    """A mark that stands alone takes the next line's words; a line broken off in the middle goes on in the next."""
    whole: list[_Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last and not last.words and line.mark == NO_MARK:
            whole[-1] = replace(last, words=line.words)
        elif last and _goes_on(last, line):
            whole[-1] = replace(last, words=f"{last.words} {line.words}")
            tally.note(
                line.where, "A line goes on from the one above.", f"“{shown(line.words)}” was joined to it."
            )
        else:
            whole.append(line)
    kept = []
    for line in whole:
        if line.words:
            kept.append(line)
        else:
            tally.read += 1
            raw = line.mark.code or line.mark.style
            tally.leave_out(line.where, "A mark has no words.", f"“{shown(raw)}” was left out.", raw=raw)
    return kept


def _goes_on(last: _Line, line: _Line) -> bool:
    hanging = line.indent > last.indent or is_broken_off(last.words)
    return (
        not line.apart
        and line.mark == NO_MARK
        and last.mark != NO_MARK
        and not last.mark.heading
        and hanging
        and not last.words.endswith(ENDED)
        and line.words[:1].islower()
    )


def _titled(lines: list[_Line], title: str, tally: Tally) -> tuple[str, list[_Line]]:
    """A Markdown text begins with its title where its first heading is the only one of the highest rank."""
    headings = [line for line in lines if line.mark.heading]
    if not headings or len(lines) < 2 or lines[0] is not headings[0]:  # noqa: PLR2004 - a title and something under it
        return title, lines
    first = lines[0]
    if first.mark.heading != 1 or sum(line.mark.heading == 1 for line in headings) > 1 or first.mark.code:
        return title, lines
    tally.read += 1
    tally.kept += 1
    tally.note(first.where, "The first heading stands above all others.", "It was taken for the title.")
    return first.words, lines[1:]


def _entries(lines: Sequence[_Line]) -> Iterator[Entry]:
    any_mark = any(line.mark != NO_MARK for line in lines)
    any_indent = len({line.indent for line in lines}) > 1
    chapters = chapters_among([(line.mark, line.words) for line in lines])
    ladder = Ladder()
    under_stem = False
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        indent = line.indent
        stem = line.words.endswith(":")
        mark = chapters.get(place, line.mark)
        if mark == NO_MARK and not any_mark and not any_indent:
            listed = under_stem and line.words[:1].islower()
            indent, under_stem = int(listed), stem or listed
        elif (
            mark == NO_MARK
            and any_mark
            and not (ladder.stands_beside(indent) or _is_statement(line, following))
        ):
            yield Entry(line.where, line.words)
            continue
        depth = ladder.place(mark, indent)
        yield Entry(line.where, line.words, depth, line.mark.code)


def _is_statement(line: _Line, following: _Line | None) -> bool:
    """Among marked lines, words without a mark are a statement where something stands under them."""
    if following is None or following.mark.heading:
        return False
    return (
        line.words.endswith(":")
        or following.indent > line.indent
        or (following.mark != NO_MARK and line.apart)
    )
