"""Where the rows of somebody's table stand in the tree: by a named parent, by a dotted path, or by a depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from penholder.pure.formats.ordering import NaturalKey, natural
from penholder.pure.formats.report import Tally, listed, shown
from penholder.pure.formats.sheets.column_map import ColumnMap
from penholder.pure.tree.check import cycles
from penholder.pure.tree.statement import Statement


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its cells by heading, and the statement made from it."""

    where: str
    cells: dict[str, str]
    statement: Statement


def cell_of(cells: Mapping[str, str], column_map: ColumnMap, field: str) -> str:
    """What a row says of one thing we know, without white space at the ends."""
    return cells.get(getattr(column_map, field, ""), "").strip()


def parents_of(
    rows: dict[str, TableRow], column_map: ColumnMap, framework: TableRow | None, tally: Tally
) -> dict[str, str]:
    """The parent of every row by identifier, empty at the top; rings are broken, and whatever was odd is told."""
    finding = _Finding(rows, column_map, framework, tally)
    if column_map.parent:
        finding.parents = dict(finding.named())
    elif column_map.path:
        finding.parents = dict(finding.by_path())
    elif column_map.level:
        finding.parents = dict(finding.by_depth())
    else:
        finding.parents = dict.fromkeys(rows, "")
    finding.break_rings()
    return finding.parents


class _Finding:
    def __init__(
        self, rows: dict[str, TableRow], column_map: ColumnMap, framework: TableRow | None, tally: Tally
    ) -> None:
        self.rows = rows
        self.map = column_map
        self.framework = framework
        self.tally = tally
        self.parents: dict[str, str] = {}

    def named(self) -> Iterator[tuple[str, str]]:
        """A parent is named by identifier, else by code, else by its words."""
        names: dict[str, str] = {}
        for field in ("uid", "code", "text"):
            for uid, row in self.rows.items():
                said: str = getattr(row.statement, field)
                if said:
                    names.setdefault(said.casefold(), uid)
        top = {""}
        if self.framework:
            top |= {self.framework.statement.uid.casefold(), self.framework.statement.text.casefold()}
        for uid, row in self.rows.items():
            named = cell_of(row.cells, self.map, "parent")
            if named.casefold() in top:
                yield uid, ""
            elif named.casefold() in names:
                yield uid, names[named.casefold()]
            else:
                self._tell_missing_parent(row, named, "It was put at the top.")
                yield uid, ""

    def by_path(self) -> Iterator[tuple[str, str]]:
        paths: dict[NaturalKey, str] = {}
        for uid, row in self.rows.items():
            path = natural(cell_of(row.cells, self.map, "path"))
            if path and path in paths:
                self.tally.note(
                    row.where,
                    "A path is used twice.",
                    f"{self.rows[paths[path]].where} has it too; both were kept side by side.",
                )
            paths.setdefault(path, uid)
        for uid, row in self.rows.items():
            path = natural(cell_of(row.cells, self.map, "path"))
            if not path:
                self.tally.note(row.where, "A row has no path.", "It was put at the top.")
            above = [path[:length] for length in range(len(path) - 1, 0, -1)]
            nearest = next((paths[prefix] for prefix in above if prefix in paths), "")
            if above and above[0] not in paths:
                named = cell_of(row.cells, self.map, "path")
                so = f"It was put under {self.rows[nearest].where}." if nearest else "It was put at the top."
                self._tell_missing_parent(row, f"what is above {named}", so)
            yield uid, nearest

    def by_depth(self) -> Iterator[tuple[str, str]]:
        above: list[tuple[int, str]] = []
        for uid, row in self.rows.items():
            level = _whole_number(cell_of(row.cells, self.map, "level"))
            if level is None:
                self.tally.note(row.where, "A level is not a whole number.", "The row was put at the top.")
                level = -1
            while above and above[-1][0] >= level:
                above.pop()
            yield uid, above[-1][1] if above else ""
            above.append((level, uid))

    def _tell_missing_parent(self, row: TableRow, named: str, so: str) -> None:
        self.tally.note(
            row.where,
            "A statement belongs under something that is not in this file.",
            f"“{shown(named)}” is missing. {so}",
        )

    def break_rings(self) -> None:
        for ring in cycles({uid: parent for uid, parent in self.parents.items() if parent}):
            first = ring[0]
            names = listed(self.rows[uid].where for uid in ring)
            self.tally.note(
                self.rows[first].where,
                "A statement stands under itself."
                if len(ring) == 1
                else "Statements stand under each other in a ring.",
                f"{names}: the first was put at the top; the parent it named is kept beside it.",
            )
            self.parents[first] = ""


def _whole_number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else None  # noqa: PLR2004 - no framework is a thousand levels deep
