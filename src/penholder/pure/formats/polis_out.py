"""Votes out again in the two forms in which Polis publishes them, column for column, for tools that read those.

These cells are numbers and ids that other programs take as they are, so they are not quoted against spreadsheets; an id
that a spreadsheet would run as a formula is refused instead.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np

from penholder.pure.formats.csv_out import safe_cell
from penholder.pure.formats.polis_votes import TOLD
from penholder.pure.reading.opinion.votes import AGREE, DISAGREE, Votes

LONG = ("timestamp", "datetime", "comment-id", "voter-id", "vote")


def write_participants_votes(
    votes: Votes,
    *,
    groups: Sequence[str] = (),
    comments: Sequence[str] = (),
    order: Sequence[str] = (),
) -> bytes:
    """``participants-votes.csv``: a row for each person, a column for each statement, blank where nothing was voted.

    ``groups`` and ``comments`` are each person's group-id and number of comments, where known; ``order`` is the order of
    the rows, by id, where it is to be another than that of ``votes.people``. Raises ``ValueError``
    for ids that would run in a spreadsheet.
    """
    _require_harmless(votes)
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(("participant", *TOLD, *votes.statements))
    starts = np.searchsorted(votes.person, np.arange(len(votes.people) + 1)).tolist()
    at = {one: place for place, one in enumerate(votes.people)}
    for one in order or votes.people:
        place = at[one]
        mine = slice(starts[place], starts[place + 1])
        values = votes.value[mine]
        cells = [""] * len(votes.statements)
        for statement, value in zip(votes.statement[mine].tolist(), values.tolist(), strict=True):
            cells[statement] = str(value)
        writer.writerow(
            (
                one,
                groups[place] if groups else "",
                comments[place] if comments else "",
                len(values),
                int((values == AGREE).sum()),
                int((values == DISAGREE).sum()),
                *cells,
            )
        )
    return page.getvalue().encode()


def write_votes(votes: Votes) -> bytes:
    """``votes.csv``: a row for each vote that counts, by statement and then by person; when it was cast is left blank.

    Raises ``ValueError`` for ids that would run in a spreadsheet.
    """
    _require_harmless(votes)
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(LONG)
    order = np.lexsort((votes.person, votes.statement))
    for person, statement, value in zip(
        votes.person[order].tolist(),
        votes.statement[order].tolist(),
        votes.value[order].tolist(),
        strict=True,
    ):
        writer.writerow(("", "", votes.statements[statement], votes.people[person], value))
    return page.getvalue().encode()


def _require_harmless(votes: Votes) -> None:
    for one in (*votes.people, *votes.statements):
        if safe_cell(one) != one:
            raise ValueError(f"the id “{one}” begins like a formula; a spreadsheet would run it")
