"""A table of comments into comments: every row is taken, or set apart with its words and why."""

import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from penholder.pure.formats.comment_table import parted_mark
from penholder.pure.formats.forms.columns import Columns, letters
from penholder.pure.formats.forms.comment import Comment, Pair
from penholder.pure.formats.forms.values import Cell, Table, all_words, words_of
from penholder.pure.formats.report import Tally, shown

_SAID: Final = frozenset(("comment", "proposed", "rationale", "response", "stance", "status", "answer"))
_PLACES: Final = frozenset(field.name for field in fields(Comment)) - _SAID | {"mark"}
"""Cells merged downwards repeat where they say whose and where; what they say is said once."""

_OPTIONS: Final = frozenset(("", "stance", "answer"))
"""Columns in which a typed box is there to be ticked, in a table of no known sort."""
_PLAIN: Final = frozenset(("", "plain-3", "plain-4", "plain-5"))
_BEYOND: Final = "A row has more cells than the table has headings."
_PRINTED: Final = frozenset(("question", "document"))
_LONGEST_PLACE: Final = 80
_LONGEST_STANCE: Final = 80
_FEWEST_WORDS: Final = 4
_ENDS_SENTENCE: Final = re.compile(r"[.!…][)”’»\"']*\s*$")
"""No question mark: a question across a table is most often one that the form asks."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """One row with a text for each of its columns; ``one_cell`` if a single cell runs across all of it.

    ``surplus`` is what stands further right than any heading.
    """

    texts: tuple[str, ...]
    one_cell: bool = False
    surplus: tuple[str, ...] = ()

    @property
    def raw(self) -> str:
        """All its words, with tabs between the cells."""
        return "\t".join((*self.texts, *self.surplus))


def has_columns(table: Table, count: int) -> bool:
    """Whether a table has rows of so many cells, and no row has more of them."""
    return any(len(row) == count for row in table.by_row())


def has_options(rows: Sequence[Sequence[Cell]], columns: Columns) -> bool:
    """Whether answers are ticked in a table, so that it asks questions; people also type a ☐ as a word of their comments."""
    is_plain = columns.profile in _PLAIN
    last = len(columns.fields) - 1
    for row in rows:
        for place, cell in enumerate(row):
            if not (cell.words.boxes or cell.words.tables):
                continue  # as nearly all are
            may_be_typed = is_plain and columns.fields[min(place, last)] in _OPTIONS
            boxes = (box for words in words_of((cell.words,)) for box in words.boxes)
            if any(may_be_typed or box.kind != "character" for box in boxes):
                return True
    return False


def laid_out(table: Table, columns: Sequence[str]) -> Iterator[LaidOut]:
    """The rows of a table in its true columns, whatever was merged or split in some of them."""
    count = len(columns)
    rows = table.by_row()
    shapes = Counter(tuple(cell.column for cell in row) for row in rows if len(row) == count)
    starts = shapes.most_common(1)[0][0] if shapes else tuple(range(count))
    end = max((row[-1].column + row[-1].span for row in rows if len(row) == count), default=sys.maxsize)
    hanging: list[Cell] = []
    for number, begun in enumerate(rows):
        hanging = [cell for cell in hanging if cell.row + cell.height > number]
        if not hanging and len(begun) == count:  # an ordinary row
            yield LaidOut(tuple([all_words(cell.words) for cell in begun]))
            hanging = [cell for cell in begun if cell.height > 1]
            continue
        here = sorted((*hanging, *begun), key=lambda cell: cell.column)
        texts: list[list[str]] = [[] for _ in range(count)]
        surplus: list[str] = []
        for place, cell in enumerate(here):
            column = place if len(here) == count else max(0, bisect_right(starts, cell.column) - 1)
            if cell.column >= end and len(here) > count:
                surplus.append(all_words(cell.words) if cell.row == number else "")
            elif cell.row == number or columns[column] in _PLACES:
                texts[column].append(all_words(cell.words))
        joined = tuple("\n".join(filter(None, text)) for text in texts)
        yield LaidOut(joined, len(here) == 1 < count, tuple(filter(str.strip, surplus)))
        hanging.extend(cell for cell in begun if cell.height > 1)


def comments_of(
    rows: Sequence[LaidOut], columns: Columns, tally: Tally, *, first: int = 1, question: str = ""
) -> Iterator[Comment]:
    """The comments in rows; ``first`` is the number of the first row in the file, for the report."""
    headings = tuple(letters(heading) for heading in columns.headings)
    for number, row in enumerate(rows, start=first):
        if not row.raw.strip() or (not row.surplus and _is_heading(row.texts, headings)):
            continue
        tally.read += 1
        why = _why_not(row, columns.fields)
        texts = _with_remark(row, columns) if why else row.texts
        if not texts:
            where = f"row {number} ({shown(row.raw)})"
            tally.leave_out(where, why, "It was set apart with its words.", raw=row.raw)
            continue
        tally.kept += 1
        if why:
            tally.note(f"row {number}", why, "It is long or a sentence, so it was read as a comment.")
        if row.surplus:
            tally.note(f"row {number}", _BEYOND, "What is beyond them was kept without a heading.")
        comment = _comment(texts, columns, number, question)
        beyond = tuple(("", text) for text in row.surplus)
        yield replace(comment, extras=comment.extras + beyond) if beyond else comment


def _is_heading(texts: Sequence[str], headings: Sequence[str]) -> bool:
    if all(letters(text) == heading for text, heading in zip(texts, headings, strict=True)):
        return True
    filled = [text.strip(" ()\n") for text in texts if text.strip()]
    numbers = [str(number) for number in range(1, len(texts) + 1)]
    return filled == numbers


def _why_not(row: LaidOut, names: Sequence[str]) -> str:
    if row.one_cell:
        return "A row runs across the whole table, as a heading does."
    said = any(text.strip() for text, name in zip(row.texts, names, strict=True) if name in _SAID or not name)
    return "" if said or row.surplus else "A row names a place but says nothing about it."


def _with_remark(row: LaidOut, columns: Columns) -> tuple[str, ...]:
    """The row with what somebody wrote across it, or in the cell of a place, as its comment; nothing if it is none."""
    for column, text in enumerate(row.texts):
        may_be = row.one_cell or not _is_printed(columns, column)
        if may_be and _is_remark(text) and "comment" in columns.fields:
            texts = list(row.texts)
            texts[column] = ""
            texts[columns.fields.index("comment")] = text
            return tuple(texts)
    return ()


def _is_printed(columns: Columns, column: int) -> bool:
    """Whether whoever made the form filled the column, however long its cells are."""
    return columns.fields[column] in _PRINTED or letters(columns.headings[column]) == "statement"


def _is_remark(text: str) -> bool:
    """Whether words are too long for a heading or a place, or are a sentence."""
    is_sentence = len(text.split()) >= _FEWEST_WORDS and _ENDS_SENTENCE.search(text)
    return len(text.strip()) > _LONGEST_PLACE or bool(is_sentence)


def _comment(texts: Sequence[str], columns: Columns, number: int, question: str) -> Comment:
    known: dict[str, Any] = {"row": number}
    extras: list[Pair] = []
    for text, name, heading in zip(texts, columns.fields, columns.headings, strict=True):
        if name == "mark":
            _, external_id = parted_mark(text)
            known["organisation"] = parted_mark(text)[0] if external_id else text
            known["external_id"] = text if external_id else ""
        elif name == "answer" and len(text) <= _LONGEST_STANCE and "stance" not in columns.fields:
            known["stance"] = text
        elif name and name != "answer":
            known[name] = text
        elif text:
            extras.append((heading, text))
    if question and not known.get("question"):
        known["question"] = question
    return Comment(**known, extras=tuple(extras))
