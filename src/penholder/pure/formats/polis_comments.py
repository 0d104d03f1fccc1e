"""The words of the statements, and which were taken out, from a ``comments.csv`` as Polis publishes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from penholder.pure.formats.report import Oddity, Unreadable, listed, shown
from penholder.pure.formats.tables import Table, read_table
from penholder.pure.reading.opinion.votes import Votes

_ID = ("comment-id", "statement-id", "tid", "id")
_TEXT = ("comment-body", "comment", "body", "text", "statement", "txt")
_MODERATED = ("moderated", "mod")
_META = ("is-meta", "meta")
_OUT, _NOT_YET, _ACCEPTED = -1, 0, 1
_YES = frozenset({"1", "true", "t", "yes"})


@dataclass(frozen=True, slots=True, eq=False)
class Comments:
    """``texts`` by statement id; ``moderated`` the ids taken out by moderation, or asked about the voters (*meta*)."""

    texts: Mapping[str, str]
    moderated: frozenset[str]
    oddities: tuple[Oddity, ...] = ()

    def unlisted(self, votes: Votes, *, name: str = "The file") -> tuple[Oddity, ...]:
        """What to say where the file has no row for statements that were voted on: they stay in, taken out or not."""
        voted_on = (votes.statements[place] for place in np.unique(votes.statement))
        without = [one for one in voted_on if one not in self.texts]
        if not without:
            return ()
        what = f"A statement with votes has no row in {name}, so that its words are not known, nor whether it was taken out."
        so = "Its votes count. If it is written another way there, or the two files are of two conversations, put that right."
        return (Oddity(f"statement {listed(map(shown, without))}", what, so),)


def read_comments(data: bytes, *, name: str = "The file") -> Comments:
    """The statements in the file; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    table = read_table(data, name=name)
    columns = ["-".join(column.casefold().replace("_", "-").split()) for column in table.columns]
    at = next((columns.index(one) for one in _ID if one in columns), None)
    if at is None:
        raise Unreadable(
            f"{name} has no column called “comment-id” among its headings in line {table.first_row - 1}: "
            "it has to be known which statement each row is. Give that column its name."
        )
    text, moderated, meta = (
        next((columns.index(one) for one in names if one in columns), None)
        for names in (_TEXT, _MODERATED, _META)
    )
    texts: dict[str, str] = {}
    out: set[str] = set()
    oddities = list(table.oddities)
    again: list[str] = []
    for line, row in _by_line(table):
        _require_as_wide(table, line, row, name)
        one = _cell(row, at)
        if not one:
            raise Unreadable(
                f"{name}: line {line} has words and no number in the column “{shown(table.columns[at])}”. Give it one."
            )
        if one in texts:
            again.append(one)
        texts[one] = " ".join(_cell(row, text).split())
        if _is_out(table, line, row, moderated, name) or _cell(row, meta).casefold() in _YES:
            out.add(one)
        else:
            out.discard(one)
    if again:
        oddities.append(
            Oddity(
                f"statement {listed(map(shown, again))}",
                "A statement stands in more than one row.",
                "The last row counts.",
            )
        )
    return Comments(texts, frozenset(out), tuple(oddities))


def _by_line(table: Table) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every row that is not blank with the line it begins in: cells of several lines move those below them down."""
    more = 0
    for number, row in table.numbered():
        yield number + more, row
        more += sum(cell.count("\n") for cell in row)


def _require_as_wide(table: Table, line: int, row: tuple[str, ...], name: str) -> None:
    """In a row that is too long the cells may have slipped, and somebody's statement would be out or in by mistake."""
    width = len(table.columns)
    if any(cell.strip() for cell in row[width:]):
        raise Unreadable(
            f"{name}: line {line} has {len(row)} cells, but the heading has {width}. Put words that hold a delimiter in "
            "quotation marks, or save the table again."
        )


def _is_out(table: Table, line: int, row: tuple[str, ...], moderated: int | None, name: str) -> bool:
    told = _cell(row, moderated)
    if told not in ("", str(_OUT), str(_NOT_YET), str(_ACCEPTED)):
        raise Unreadable(
            f"{name}: line {line}, column {(moderated or 0) + 1} (“{shown(table.columns[moderated or 0])}”), has “{shown(told)}”. "
            "Moderation is told as -1 (taken out), 0 (not looked at yet) or 1 (accepted)."
        )
    return told == str(_OUT)


def _cell(row: tuple[str, ...], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""
