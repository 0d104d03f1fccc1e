"""Where the rows of somebody's table stand in the tree: by a named parent, by a dotted path, or by a depth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from penholder.pure.formats.ordering import NaturalKey, natural
from penholder.pure.formats.report import Tally, listed, shown
from penholder.pure.formats.sheets.codes_as_numbers import with_noughts
from penholder.pure.formats.sheets.column_map import ColumnMap
from penholder.pure.formats.sheets.csv_framework_called import Called, Name, bare
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


def paths_of(rows: Mapping[str, TableRow], column_map: ColumnMap) -> dict[str, NaturalKey]:
    """The dotted path of every row by identifier, empty where it has none; noughts that were cut stand in it again."""
    paths = {uid: cell_of(row.cells, column_map, "path") for uid, row in rows.items()}
    return {uid: natural(path) for uid, path in (paths | with_noughts(paths)).items()}


def begin_again(paths: Mapping[str, NaturalKey]) -> bool:
    """Whether paths are counted anew in each part: one that others stand under is there twice."""
    again = Called(paths.items()).again()
    return bool(again) and any(
        path[:length] in again for path in paths.values() for length in range(1, len(path))
    )


def _nearest(called: Called[NaturalKey], path: NaturalKey, row: int) -> tuple[str, int]:
    """The row that a path stands under, and how much of the path that row has; not one of a part that ended above."""
    nearest, found, begun = "", 0, -1
    for length in range(1, len(path)):
        place = called.place(path[:length], row)
        if place is None or place < begun:
            continue
        nearest, found = called.uid(path[:length], row), length
        if called.several(path[:length]) and place < row:
            begun = place
    return nearest, found


_NAMED_BY: tuple[tuple[str, Callable[[str], str], str], ...] = (
    ("uid", str.casefold, "An identifier is used twice."),
    ("code", bare, "A code is used twice."),
    ("text", str.casefold, "Words that others stand under are used twice."),
)


@dataclass(frozen=True, slots=True)
class _Naming:
    """One way to name a parent; ``meant`` are the names that some row used."""

    rows: Called[str]
    key: Callable[[str], str]
    what: str
    meant: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Mapping[str, TableRow], said: str, key: Callable[[str], str], what: str) -> _Naming:
        return cls(Called((uid, key(getattr(row.statement, said))) for uid, row in rows.items()), key, what)

    def uid(self, named: str, place: int) -> str:
        """The row that is named so, for the row at this place; empty where none is."""
        self.meant.add(self.key(named))
        return self.rows.uid(self.key(named), place)

    def meant_again(self) -> dict[str, tuple[str, ...]]:
        """The rows of every name that was used and that several have."""
        return {name: rows for name, rows in self.rows.again().items() if name in self.meant}


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
        namings = [_Naming.of(self.rows, *one) for one in _NAMED_BY]
        top = {""}
        if self.framework:
            top |= {self.framework.statement.uid.casefold(), self.framework.statement.text.casefold()}
        for place, (uid, row) in enumerate(self.rows.items()):
            named = cell_of(row.cells, self.map, "parent")
            parent = next(filter(None, (one.uid(named, place) for one in namings)), "")
            at_top = named.casefold() in top
            if not at_top and not parent:
                self._tell_missing_parent(row, named, "It was put at the top.")
            yield uid, "" if at_top else parent
        for one in namings:
            self._tell_again(one.meant_again(), one.what)

    def by_path(self) -> Iterator[tuple[str, str]]:
        paths = paths_of(self.rows, self.map)
        called = Called(paths.items())
        self._tell_again(called.again(), "A path is used twice.")
        for place, (uid, row) in enumerate(self.rows.items()):
            path = paths[uid]
            if not path:
                self.tally.note(row.where, "A row has no path.", "It was put at the top.")
            nearest, length = _nearest(called, path, place)
            if length < len(path) - 1:
                named = cell_of(row.cells, self.map, "path")
                so = f"It was put under {self.rows[nearest].where}." if nearest else "It was put at the top."
                self._tell_missing_parent(row, f"what is above {named}", so)
            yield uid, nearest

    def _tell_again(self, again: Mapping[Name, Sequence[str]], what: str) -> None:
        """In the order of the rows: which one has what another above it has already."""
        first = {uid: rows[0] for rows in again.values() for uid in rows[1:]}
        for uid in filter(first.__contains__, self.rows):
            so = "both were kept; what belongs under them stands under the last one above it."
            self.tally.note(self.rows[uid].where, what, f"{self.rows[first[uid]].where} has it too; {so}")

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
    said = said.removesuffix(".0")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else None  # noqa: PLR2004 - no framework is a thousand levels deep
