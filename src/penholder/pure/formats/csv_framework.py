"""A framework from a table: OpenSALT's and Moodle's exports, and the sheets that people keep themselves.

Nothing in a row is lost: a column that the map does not speak of is kept in the statement's ``extras`` under its
heading, and HTML is kept there too where its words were made readable.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from penholder.pure.formats.column_map import ColumnMap, suggest_map, used_columns
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.json_file import as_json
from penholder.pure.formats.ordering import NaturalKey, dense_positions, natural
from penholder.pure.formats.plain_text import has_markup, plain_text
from penholder.pure.formats.report import ImportReport, Tally, Unreadable, listed, shown
from penholder.pure.formats.tables import Table
from penholder.pure.tree.check import cycles
from penholder.pure.tree.statement import Association, Statement, Tree

__all__ = ["ColumnMap", "suggest_map", "tree_from_table"]

_YES = frozenset({"1", "true", "yes", "y", "x", "optional"})


def tree_from_table(
    table: Table,
    column_map: ColumnMap,
    *,
    title: str,
    make_uid: Callable[[str], str] | None = None,
) -> tuple[Tree, ImportReport]:
    """The framework in a table; raises Unreadable if the map does not fit the table.

    Where a row has no identifier one is made from what the row says of itself: its path, else its code, else its words.
    Without ``make_uid`` that is a UUID (version 5) of the title and that text, so the same file gives the same
    identifiers again.
    """
    _refuse_unknown_columns(table, column_map)
    return _Reading(table, column_map, title=title, make_uid=make_uid).result()


def _refuse_unknown_columns(table: Table, column_map: ColumnMap) -> None:
    unknown = sorted(used_columns(column_map) - set(table.columns))
    if unknown:
        names = listed(f"“{name}”" for name in unknown)
        raise Unreadable(
            f"The table has no column {names}. Its columns are {listed(table.columns, most=20)}."
        )
    if not column_map.text:
        raise Unreadable("Say which column holds the words of the statements.")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its cells by heading, and the statement made from it."""

    where: str
    cells: dict[str, str]
    statement: Statement


class _Reading:
    """One table on its way into a tree: rows, then parents, then places."""

    def __init__(
        self, table: Table, column_map: ColumnMap, *, title: str, make_uid: Callable[[str], str] | None
    ) -> None:
        self.table = table
        self.map = column_map
        self.title = title
        self.make_uid = make_uid or (lambda said: derived_uid(title, said))
        self.tally = Tally(oddities=list(table.oddities))
        self.rows: dict[str, _Row] = {}
        self.framework: _Row | None = None
        self.made: dict[str, int] = {}
        self.parents: dict[str, str] = {}

    def result(self) -> tuple[Tree, ImportReport]:
        self._find_rows()
        self._find_parents()
        self._break_rings()
        tree = self._tree()
        return tree, self.tally.report()

    # Rows

    def _find_rows(self) -> None:
        self._tell_blank_rows()
        for number, row in self.table.numbered():
            self.tally.read += 1
            where = f"row {number}"
            cells = self._cells(row, where)
            if self.framework is None and self._cell(cells, "framework").casefold() in _YES:
                self.framework = _Row(where, cells, self._statement(cells, where))
            else:
                self._find_row(cells, where)
        if not self.rows:
            self.tally.stop(
                "the whole file", "No row holds a statement.", "Check which column holds the words."
            )

    def _find_row(self, cells: dict[str, str], where: str) -> None:
        code = self._cell(cells, "code")
        where = f"{where} (code {shown(code)})" if code else where
        if self._cell(cells, "framework").casefold() in _YES:
            self.tally.note(
                where, "A second row says that it is the framework.", "It was read as a statement."
            )
        statement = self._statement(cells, where)
        if not statement.text.strip():
            self.tally.leave_out(where, "A row has no words for its statement.", "It was left out.")
            return
        if statement.uid in self.rows:
            self.tally.leave_out(
                where,
                "The identifier of a statement is used twice.",
                f"{self.rows[statement.uid].where} keeps “{shown(statement.uid)}”; this row was left out.",
            )
            return
        self.rows[statement.uid] = _Row(where, cells, statement)

    def _cells(self, row: tuple[str, ...], where: str) -> dict[str, str]:
        cells = dict(zip(self.table.columns, row, strict=False))
        beyond = row[len(self.table.columns) :]
        if any(cell.strip() for cell in beyond):
            self.tally.note(
                where,
                "A row has more cells than there are headings.",
                f"{len(beyond)} were kept aside; a comma or quotation mark may be out of place.",
            )
            for place, cell in enumerate(beyond, start=len(self.table.columns) + 1):
                cells[f"cell {place}"] = cell
        return cells

    def _cell(self, cells: dict[str, str], field: str) -> str:
        return cells.get(getattr(self.map, field), "").strip()

    def _statement(self, cells: dict[str, str], where: str) -> Statement:
        text = self._readable(cells, "text", where)
        if not text and self._cell(cells, "short"):
            self.tally.note(where, "A statement has no full words.", "Its short form was taken.")
            text = self._readable(cells, "short", where)
        return Statement(
            uid=self._uid(cells, text, where),
            text=text,
            code=self._cell(cells, "code"),
            kind=self._cell(cells, "kind"),
            short=self._readable(cells, "short", where),
            plain=self._readable(cells, "plain", where),
            notes=self._readable(cells, "notes", where),
            optional=self._cell(cells, "optional").casefold() in _YES,
            uri=self._cell(cells, "uri"),
            extras=self._extras(cells),
        )

    def _readable(self, cells: dict[str, str], field: str, where: str) -> str:
        words = self._cell(cells, field)
        if not has_markup(words):
            return words
        self.tally.note(
            where,
            f"The column “{getattr(self.map, field)}” holds HTML.",
            "Its words were taken without the markup; the original is kept beside them.",
        )
        return plain_text(words)

    def _extras(self, cells: dict[str, str]) -> tuple[tuple[str, str], ...]:
        """Columns outside the map, and those whose words a field of ours does not say again exactly."""
        faithful = {
            getattr(self.map, field)
            for field in ("identifier", "code", "text", "kind", "short", "plain", "notes", "uri")
        }
        kept = {
            column: cell
            for column, cell in cells.items()
            if cell.strip() and (column not in faithful or has_markup(cell))
        }
        return tuple(sorted((column, as_json(cell)) for column, cell in kept.items()))

    def _uid(self, cells: dict[str, str], text: str, where: str) -> str:
        given = self._cell(cells, "identifier")
        if given:
            return given
        if self.map.identifier and text:
            self.tally.note(
                where, "A row has no identifier.", "One was derived from its path, code or words."
            )
        said = self._cell(cells, "path") or self._cell(cells, "code") or text
        self.made[said] = self.made.get(said, 0) + 1
        times = self.made[said]
        return self.make_uid(said if times == 1 else f"{said}\n{times}")

    def _tell_blank_rows(self) -> None:
        filled = {number for number, _ in self.table.numbered()}
        every = range(self.table.first_row, self.table.first_row + len(self.table.rows))
        blank = [str(number) for number in every if number not in filled]
        if blank:
            self.tally.note(f"row {listed(blank)}", "Rows are empty.", "They were passed over.")

    # Parents

    def _find_parents(self) -> None:
        if self.map.parent:
            self.parents = dict(self._named_parents())
        elif self.map.path:
            self.parents = dict(self._path_parents())
        elif self.map.level:
            self.parents = dict(self._level_parents())
        else:
            self.parents = dict.fromkeys(self.rows, "")

    def _named_parents(self) -> Iterator[tuple[str, str]]:
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
            named = self._cell(row.cells, "parent")
            if named.casefold() in top:
                yield uid, ""
            elif named.casefold() in names:
                yield uid, names[named.casefold()]
            else:
                self._tell_missing_parent(row, named, "It was put at the top.")
                yield uid, ""

    def _path_parents(self) -> Iterator[tuple[str, str]]:
        paths: dict[NaturalKey, str] = {}
        for uid, row in self.rows.items():
            path = natural(self._cell(row.cells, "path"))
            if path and path in paths:
                self.tally.note(
                    row.where,
                    "A path is used twice.",
                    f"{self.rows[paths[path]].where} has it too; both were kept side by side.",
                )
            paths.setdefault(path, uid)
        for uid, row in self.rows.items():
            path = natural(self._cell(row.cells, "path"))
            if not path:
                self.tally.note(row.where, "A row has no path.", "It was put at the top.")
            above = [path[:length] for length in range(len(path) - 1, 0, -1)]
            nearest = next((paths[prefix] for prefix in above if prefix in paths), "")
            if above and above[0] not in paths:
                named = self._cell(row.cells, "path")
                so = f"It was put under {self.rows[nearest].where}." if nearest else "It was put at the top."
                self._tell_missing_parent(row, f"what is above {named}", so)
            yield uid, nearest

    def _level_parents(self) -> Iterator[tuple[str, str]]:
        above: list[tuple[int, str]] = []
        for uid, row in self.rows.items():
            level = self._whole_number(self._cell(row.cells, "level"))
            if level is None:
                self.tally.note(row.where, "A level is not a whole number.", "The row was put at the top.")
                level = -1
            while above and above[-1][0] >= level:
                above.pop()
            yield uid, above[-1][1] if above else ""
            above.append((level, uid))

    def _tell_missing_parent(self, row: _Row, named: str, so: str) -> None:
        self.tally.note(
            row.where,
            "A statement belongs under something that is not in this file.",
            f"“{shown(named)}” is missing. {so}",
        )

    def _break_rings(self) -> None:
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

    # The tree

    def _tree(self) -> Tree:
        positions = dense_positions(self._reading_order(), self.parents)
        statements = tuple(
            replace(row.statement, parent=self.parents[uid], position=positions[uid])
            for uid, row in self.rows.items()
        )
        self.tally.kept = len(statements) + (self.framework is not None)
        tree = Tree(title=self.title, statements=statements, associations=tuple(self._related()))
        if self.framework is None:
            return tree
        described = self.framework.statement
        return replace(
            tree,
            title=described.text or self.title,
            uid=described.uid,
            uri=described.uri,
            description=described.notes,
            extras=described.extras,
        )

    def _reading_order(self) -> list[str]:
        if self.map.position:
            return sorted(
                self.rows, key=lambda uid: self._sort_key(self._cell(self.rows[uid].cells, "position"))
            )
        if self.map.path:
            return sorted(self.rows, key=lambda uid: self._sort_key(self._cell(self.rows[uid].cells, "path")))
        return list(self.rows)

    @staticmethod
    def _sort_key(said: str) -> tuple[bool, NaturalKey]:
        """What says nothing of its order comes last, as it stands in the file."""
        return (not natural(said), natural(said))

    @staticmethod
    def _whole_number(said: str) -> int | None:
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else None  # noqa: PLR2004 - no framework is a thousand levels deep

    def _related(self) -> Iterator[Association]:
        if not self.map.related:
            return
        for uid, row in self.rows.items():
            names = [name.strip().replace("%2C", ",") for name in self._cell(row.cells, "related").split(",")]
            strangers = [name for name in names if name and name not in self.rows]
            for name in dict.fromkeys(filter(None, names)):
                yield Association(
                    uid=derived_uid(self.title, uid, "isRelatedTo", name),
                    kind="isRelatedTo",
                    origin=uid,
                    destination=name,
                )
            if strangers:
                self.tally.note(
                    row.where,
                    "A statement is related to something that is not in this file.",
                    f"The relation was kept; it names {listed(shown(name) for name in strangers)}.",
                )
