"""A form that was read, told to a programme: one object for each file, or rows for a spreadsheet; words verbatim.

In the object every word of the form stands once. A field says by ``at`` and ``length`` where in the text its value is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any, Final

from penholder.pure.formats.forms.asked_rows import Row
from penholder.pure.formats.forms.comment import Comment, Pair
from penholder.pure.formats.forms.reading import FormReading
from penholder.pure.formats.forms.values import Box, Cell, Field, Table, Words, all_words
from penholder.pure.formats.report import ImportReport

_NO_TEXTS: Final = frozenset(("row", "links", "extras"))
_TEXTS: Final = tuple(field.name for field in fields(Comment) if field.name not in _NO_TEXTS)
_PAIR: Final = 2
_NO_HEADING: Final = "no heading"
_CELL: Final = re.compile(r"cell \d+")


def told_as_json(reading: FormReading) -> dict[str, Any]:
    """One object; what is empty is left out, but for the texts of cells. Rows and columns are counted from 0."""
    told: dict[str, Any] = {"file": reading.name, "profile": reading.profile}
    if reading.about:
        told["about"] = _about(reading.about)
    if reading.comments:
        told["comments"] = [_comment(comment) for comment in reading.comments]
    told["rows"] = [_row(row) for row in reading.rows]
    told["report"] = _report(reading.report)
    return told


def told_as_rows(reading: FormReading) -> tuple[tuple[str, ...], ...]:
    """A table with a heading row: the comments first, then in columns beside theirs whatever else holds words."""
    apart = tuple(_set_apart(reading.report))
    if not reading.comments:
        return tuple(_answer_rows((*reading.rows, *apart)))
    heading, *comments = _comment_rows(reading.comments)
    others = (*_above_comments(reading), *filter(_holds_words, reading.rows), *apart)
    if not others:
        return (heading, *comments)
    beside, *lines = _answer_rows(others)
    before = ("",) * len(heading)
    return (heading + beside, *comments, *(before + line for line in lines))


def _above_comments(reading: FormReading) -> Iterator[Row]:
    """What stands above a list of issues; in a Word file the same words are among its rows."""
    if reading.form is None:
        for pair in reading.about:
            yield _row_of("above the comments", pair)


def _set_apart(report: ImportReport) -> Iterator[Row]:
    """The words of what was read and left out: a heading within the table, a place without a comment."""
    for oddity in report.oddities:
        texts = tuple(filter(str.strip, oddity.raw.split("\t")))
        if oddity.severity == "left out" and texts:
            yield _row_of(f"{oddity.where.partition(' (')[0]}, set apart", texts)


def _row_of(where: str, texts: Iterable[str]) -> Row:
    return Row(where, tuple(Cell(0, column, 1, 1, Words(text)) for column, text in enumerate(texts)))


def _holds_words(row: Row) -> bool:
    return any(all_words(cell.words).strip() for cell in row.cells)


def _about(pairs: Iterable[Pair]) -> dict[str, str]:
    """The texts by label; a label that stands there more than once has a line for each."""
    told: dict[str, str] = {}
    for label, text in pairs:
        told[label] = f"{told[label]}\n{text}" if label in told else text
    return told


def _comment(comment: Comment) -> dict[str, Any]:
    told: dict[str, Any] = {"row": comment.row}
    told.update({name: text for name in _TEXTS if (text := getattr(comment, name))})
    for name, pairs in (("links", comment.links), ("extras", comment.extras)):
        if pairs:
            told[name] = [list(pair) for pair in pairs]
    return told


def _row(row: Row) -> dict[str, Any]:
    told: dict[str, Any] = {"where": row.where}
    if row.table >= 0:
        told |= {"table": row.table, "row": row.number}
    elif len(row.cells) == 1:
        return told | _words(row.cells[0].words)
    cells = [_cell(cell) for cell in row.cells]
    if row.is_heading:
        for cell in cells:
            cell["is"] = "heading"
    elif len(cells) == _PAIR:
        cells[0]["is"], cells[1]["is"] = "question", "answer"
    return told | {"cells": cells}


def _cell(cell: Cell) -> dict[str, Any]:
    told: dict[str, Any] = {"column": cell.column}
    if cell.span > 1:
        told["span"] = cell.span
    if cell.height > 1:
        told["height"] = cell.height
    return told | _words(cell.words)


def _words(words: Words) -> dict[str, Any]:
    told: dict[str, Any] = {"text": words.text}
    if words.boxes:
        told["boxes"] = [_box(box) for box in words.boxes]
    if words.fields:
        told["fields"] = [_field(field) for field in words.fields]
    if words.tables:
        told["tables"] = [{"at": at, "rows": _nested(table)} for at, table in words.tables]
    return told


def _nested(table: Table) -> list[dict[str, Any]]:
    return [
        {"row": number, "cells": [_cell(cell) for cell in row]} for number, row in enumerate(table.by_row())
    ]


def _box(box: Box) -> dict[str, Any]:
    told: dict[str, Any] = {"at": box.at, "ticked": box.ticked}
    named = {"label": box.label, "name": box.name, "alias": box.alias, "bookmark": box.bookmark}
    return told | {key: text for key, text in named.items() if text}


def _field(field: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": field.kind, "answered": field.answered, "at": field.at}
    told["length"] = len(field.value)
    if field.blocks > 1:
        told["paragraphs"] = field.blocks
    named = {"name": field.name, "alias": field.alias, "bookmark": field.bookmark}
    return told | {key: text for key, text in named.items() if text}


def _report(report: ImportReport) -> dict[str, Any]:
    oddities = [
        {"where": oddity.where, "what": oddity.what, "so": oddity.so, "severity": oddity.severity}
        | ({"raw": oddity.raw} if oddity.raw else {})
        for oddity in report.oddities
    ]
    return {"read": report.read, "kept": report.kept, "left_out": report.left_out, "oddities": oddities}


def _comment_rows(comments: tuple[Comment, ...]) -> tuple[tuple[str, ...], ...]:
    """Columns that no comment fills are left out; links and whatever a table had besides follow under their headings."""
    used = [name for name in _TEXTS if any(getattr(comment, name) for comment in comments)]
    others = _distinct(key for comment in comments for key, _ in (*comment.links, *comment.extras))
    rows = [("row", *used, *others.values())]
    for comment in comments:
        pairs = (*comment.links, *comment.extras)
        beside = ["\n".join(text for key, text in pairs if key == other) for other in others]
        rows.append((str(comment.row), *(getattr(comment, name) for name in used), *beside))
    return tuple(rows)


def _distinct(headings: Iterable[str]) -> dict[str, str]:
    """The name of a column for each heading of a table, none of them the name of another column."""
    names: dict[str, str] = {}
    taken = {"file", "row", *_TEXTS, "where", "ticked"}
    for heading in dict.fromkeys(headings):
        plain = " ".join(heading.split()) or _NO_HEADING
        name, count = plain, 1
        while name in taken or _CELL.fullmatch(name):
            count += 1
            name = f"{plain} ({count})"
        names[heading] = name
        taken.add(name)
    return names


def _answer_rows(rows: tuple[Row, ...]) -> Iterator[tuple[str, ...]]:
    """A line for each row with its cells in their order, no longer than it has cells."""
    yield (
        "where",
        "ticked",
        *(f"cell {place + 1}" for place in range(max((len(row.cells) for row in rows), default=0))),
    )
    for row in rows:
        ticked = "; ".join(box.label or "☒" for box in row.boxes if box.ticked)
        yield row.where, ticked, *(all_words(cell.words) for cell in row.cells)
