"""Statements of a table put in their places: doubled identifiers, parents that are missing, rings, positions.

Whoever reads a table knows what a row says; what its rows make together is the same for every table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from penholder.pure.formats.ordering import dense_positions
from penholder.pure.formats.report import Tally, listed, shown
from penholder.pure.tree.check import cycles
from penholder.pure.tree.statement import Statement


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it stands, the statement made from it, the parent it names, and the whole of it as it was."""

    where: str
    statement: Statement
    parent: str
    raw: str


def row_as_text(cells: Iterable[str]) -> str:
    """A row as it would stand in a CSV file: how a row that cannot be taken is set apart, whole."""
    page = io.StringIO()
    csv.writer(page, lineterminator="").writerow(cells)
    return page.getvalue()


def in_place(
    rows: Sequence[Row], tally: Tally, *, top: frozenset[str] = frozenset()
) -> tuple[Statement, ...]:
    """The statements under the parents they name, in the order of the rows.

    A parent is named by identifier, else by code. ``top`` are names of the framework itself. Nothing is lost: a parent
    that is missing, and a ring, put the statement at the top, and what the row named is in the report.
    """
    kept = _without_doubles(rows, tally)
    parents = dict(_parents(kept, tally, top=top | {""}))
    _break_rings(parents, kept, tally)
    positions = dense_positions(kept, parents)
    return tuple(
        replace(row.statement, parent=parents[uid], position=positions[uid]) for uid, row in kept.items()
    )


def _without_doubles(rows: Sequence[Row], tally: Tally) -> dict[str, Row]:
    kept: dict[str, Row] = {}
    for row in rows:
        uid = row.statement.uid
        if uid in kept:
            tally.leave_out(
                row.where,
                "The identifier of a statement is used twice.",
                f"{kept[uid].where} keeps “{shown(uid)}”; this row was left out.",
                raw=row.raw,
            )
        else:
            kept[uid] = row
    return kept


def _parents(kept: dict[str, Row], tally: Tally, *, top: frozenset[str]) -> Iterator[tuple[str, str]]:
    codes: dict[str, str] = {}
    for uid, row in kept.items():
        codes.setdefault(row.statement.code, uid)
    for uid, row in kept.items():
        named = row.parent
        if named in kept:
            yield uid, named
        elif named in top:
            yield uid, ""
        elif named in codes:
            yield uid, codes[named]
        else:
            tally.note(
                row.where,
                "A statement belongs under something that is not in this file.",
                f"“{shown(named)}” is missing. It was put at the top.",
            )
            yield uid, ""


def _break_rings(parents: dict[str, str], kept: dict[str, Row], tally: Tally) -> None:
    for ring in cycles({uid: parent for uid, parent in parents.items() if parent}):
        first = ring[0]
        tally.note(
            kept[first].where,
            "A statement stands under itself."
            if len(ring) == 1
            else "Statements stand under each other in a ring.",
            f"{listed(kept[uid].where for uid in ring)}: the first, which named “{shown(kept[first].parent)}”, "
            "was put at the top.",
        )
        parents[first] = ""
