"""A framework from a table: OpenSALT's and Moodle's exports, and the sheets that people keep themselves.

Nothing in a row is lost: a column that the map does not speak of is kept in the statement's ``extras`` under its
heading, and HTML is kept there too where its words were made readable.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.ordering import NaturalKey, dense_positions, natural
from penholder.pure.formats.report import ImportReport, Tally, Unreadable, listed, shown
from penholder.pure.formats.sheets.codes_as_numbers import tell_of_numbers
from penholder.pure.formats.sheets.column_map import ColumnMap, SheetMap, suggest_map, used_columns
from penholder.pure.formats.sheets.csv_framework_called import Called, bare
from penholder.pure.formats.sheets.csv_framework_levels import Levels, has_levels
from penholder.pure.formats.sheets.csv_framework_parents import (
    TableRow,
    begin_again,
    cell_of,
    parents_of,
    paths_of,
)
from penholder.pure.formats.sheets.csv_framework_places import row_as_text
from penholder.pure.formats.sheets.csv_framework_row import YES, statement_of
from penholder.pure.formats.tables import Table, distinct_headings
from penholder.pure.saying import counted
from penholder.pure.tree.statement import Association, Statement, Tree

_INDENTED = re.compile(r"(?:\t|[ \xa0\u3000]{2,}|[\u2003\u3000])[ \t\xa0]*\S")

__all__ = ["ColumnMap", "suggest_map", "tree_from_table"]


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
    if not column_map.text and not has_levels(column_map):
        raise Unreadable("Say which column holds the words of the statements.")


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
        self.rows: dict[str, TableRow] = {}
        self.framework: TableRow | None = None
        self.made: dict[str, int] = {}
        self.parents: dict[str, str] = {}

    def result(self) -> tuple[Tree, ImportReport]:
        if isinstance(self.map, SheetMap) and has_levels(self.map):
            self._find_levels(self.map)
        else:
            self._find_rows()
            self.parents = parents_of(self.rows, self.map, self.framework, self.tally)
            self._tell_of_indents()
            self.tally.kept = len(self.rows) + (self.framework is not None)
        self._tell_of_codes()
        tree = self._tree()
        return tree, self.tally.report()

    # Rows

    def _find_rows(self) -> None:
        self._tell_blank_rows()
        for number, row in self.table.numbered():
            self.tally.read += 1
            where = f"row {number}"
            if self._says_the_headings(row):
                self._leave_headings_out(row, where)
                continue
            cells = self._cells(row, where)
            if self.framework is None and self._cell(cells, "framework").casefold() in YES:
                self.framework = TableRow(where, cells, self._statement(cells, where))
            else:
                self._find_row(cells, where)
        self._stop_without_rows()

    def _stop_without_rows(self) -> None:
        if not self.rows:
            self.tally.stop(
                "the whole file", "No row holds a statement.", "Check which column holds the words."
            )

    def _find_levels(self, column_map: SheetMap) -> None:
        self._tell_blank_rows()
        levels = Levels(self.table, column_map, self.tally, self.make_uid)
        for number, row in self.table.numbered():
            self.tally.read += 1
            where = f"row {number}"
            if self._says_the_headings(row):
                self._leave_headings_out(row, where)
            else:
                levels.row(self._cells(row, where), where)
        self.rows, self.parents = levels.rows(), levels.parents
        self._stop_without_rows()

    def _find_row(self, cells: dict[str, str], where: str) -> None:
        code = self._cell(cells, "code")
        where = f"{where} (code {shown(code)})" if code else where
        if self._cell(cells, "framework").casefold() in YES:
            self.tally.note(
                where, "A second row says that it is the framework.", "It was read as a statement."
            )
        statement = self._statement(cells, where)
        if not statement.text.strip():
            self.tally.leave_out(
                where,
                "A row has no words for its statement.",
                "It was left out.",
                raw=row_as_text(cells.values()),
            )
            return
        if statement.uid in self.rows:
            self.tally.leave_out(
                where,
                "The identifier of a statement is used twice.",
                f"{self.rows[statement.uid].where} keeps “{shown(statement.uid)}”; this row was left out.",
                raw=row_as_text(cells.values()),
            )
            return
        self.rows[statement.uid] = TableRow(where, cells, statement)

    def _says_the_headings(self, row: tuple[str, ...]) -> bool:
        """Sheets that are to be printed, or were pasted together, say their headings again further down."""
        first, columns = " ".join(row[0].split()), self.table.columns
        if first and first != columns[0]:
            return False
        return distinct_headings((*row, *[""] * (len(columns) - len(row)))) == columns

    def _leave_headings_out(self, row: tuple[str, ...], where: str) -> None:
        self.tally.leave_out(
            where, "A row says the headings again.", "It was left out.", raw=row_as_text(row)
        )

    def _cells(self, row: tuple[str, ...], where: str) -> dict[str, str]:
        cells = dict(zip(self.table.columns, row, strict=False))
        beyond = row[len(self.table.columns) :]
        if any(cell.strip() for cell in beyond):
            self.tally.note(
                where,
                "A row has more cells than there are headings.",
                f"{counted(len(beyond), 'cell was', 'cells were')} kept aside; a comma or quotation mark may be out of place.",
            )
            for place, cell in enumerate(beyond, start=len(self.table.columns) + 1):
                cells[f"cell {place}"] = cell
        return cells

    def _cell(self, cells: dict[str, str], field: str) -> str:
        return cell_of(cells, self.map, field)

    def _statement(self, cells: dict[str, str], where: str) -> Statement:
        statement = statement_of(cells, self.map, where, self.tally)
        return replace(statement, uid=self._uid(cells, statement.text, where))

    def _uid(self, cells: dict[str, str], text: str, where: str) -> str:
        given = self._cell(cells, "identifier")
        if given:
            return given
        if self.map.identifier and text:
            self.tally.note(
                where, "A row has no identifier.", "One was derived from its path, code or words."
            )
        self.tally.identifiers_made += 1
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

    def _tell_of_indents(self) -> None:
        """Blanks before words often say the tree to people, and nothing to a reader of columns."""
        if self.map.parent or self.map.path or self.map.level or not self.map.text:
            return
        indented = [
            row.where for row in self.rows.values() if _INDENTED.match(row.cells.get(self.map.text, ""))
        ]
        if indented:
            so = "They were taken off, and nothing stands under anything for them. Give a column that says how deep each row stands."
            self.tally.note(listed(indented), "Words begin with blanks, as if they stood under others.", so)

    def _tell_of_codes(self) -> None:
        column = self.map.path or self.map.code
        codes = {
            uid: row.cells.get(column, "").strip() if column else row.statement.code
            for uid, row in self.rows.items()
        }
        tell_of_numbers({uid: (self.rows[uid].where, code) for uid, code in codes.items()}, self.tally)

    # The tree

    def _tree(self) -> Tree:
        positions = dense_positions(self._reading_order(), self.parents)
        statements = tuple(
            replace(row.statement, parent=self.parents[uid], position=positions[uid])
            for uid, row in self.rows.items()
        )
        language, statements = _one_language(statements)
        associations = (*self._related(), *self._linked())
        self.tally.links_read += len(associations)
        tree = Tree(self.title, statements, associations, language=language)
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
        if has_levels(self.map):
            return list(self.rows)
        if self.map.position:
            return sorted(
                self.rows, key=lambda uid: self._sort_key(self._cell(self.rows[uid].cells, "position"))
            )
        paths = paths_of(self.rows, self.map)
        if begin_again(paths):
            return list(self.rows)
        return sorted(self.rows, key=lambda uid: (not paths[uid], paths[uid]))

    @staticmethod
    def _sort_key(said: str) -> tuple[bool, NaturalKey]:
        """What says nothing of its order comes last, as it stands in the file."""
        return (not natural(said), natural(said))

    def _related(self) -> Iterator[Association]:
        if self.map.related:
            yield from self._named_links("isRelatedTo", self.map.related)

    def _linked(self) -> Iterator[Association]:
        for kind, column in self.map.links if isinstance(self.map, SheetMap) else ():
            yield from self._named_links(kind, column)

    def _named_links(self, kind: str, column: str) -> Iterator[Association]:
        codes = self._codes_met_once()
        for uid, row in self.rows.items():
            names = [name.strip().replace("%2C", ",") for name in row.cells.get(column, "").split(",")]
            meant = {name: name if name in self.rows else codes.get(bare(name), name) for name in names}
            strangers = [name for name, end in meant.items() if name and end not in self.rows]
            for name in filter(None, meant):
                yield Association(
                    uid=derived_uid(self.title, uid, kind, name),
                    kind=kind,
                    origin=uid,
                    destination=meant[name],
                )
            if strangers:
                self.tally.note(
                    row.where,
                    "A statement is related to something that is not in this file.",
                    f"The relation was kept; it names {listed(shown(name) for name in strangers)}.",
                )

    def _codes_met_once(self) -> dict[str, str]:
        """Which statement a code means, where it means one: people name others by what is printed."""
        called = Called((uid, bare(row.statement.code)) for uid, row in self.rows.items())
        again = called.again()
        return {
            code: uid
            for uid, row in self.rows.items()
            if (code := bare(row.statement.code)) and code not in again
        }


def _one_language(statements: tuple[Statement, ...]) -> tuple[str, tuple[Statement, ...]]:
    """One language in every row is the framework's, and then no statement needs to say it."""
    said = {statement.language for statement in statements}
    if len(said) != 1 or said == {""}:
        return "", statements
    return said.pop(), tuple(replace(statement, language="") for statement in statements)
