"""A sheet that has one column for each level: “Domain | Competence | Statement”, as voluntary groups mostly keep them.

A cell is filled only in the first row of its group, or merged, or repeated in every row. So a blank cell goes on with
what stands above it, and the same words again, in the next row and under the same parent, are the same statement. What
the other columns say is said of the deepest statement of the row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from penholder.pure.formats.json_file import as_json
from penholder.pure.formats.outlines.outline_marks import Habits, habits_of, marked
from penholder.pure.formats.plain_text import has_markup
from penholder.pure.formats.report import Tally, shown
from penholder.pure.formats.sheets.column_map import ColumnMap, SheetMap
from penholder.pure.formats.sheets.csv_framework_parents import TableRow
from penholder.pure.formats.sheets.csv_framework_places import row_as_text
from penholder.pure.formats.sheets.csv_framework_row import readable_words, statement_of
from penholder.pure.formats.tables import Table
from penholder.pure.tree.statement import Statement

_STEP = "\x1f"
_UNNAMED = "column "
"""A column without a heading is called so and its number; that is no kind of statement."""


def has_levels(column_map: ColumnMap) -> bool:
    """Whether the map speaks of a sheet with one column for each level."""
    return isinstance(column_map, SheetMap) and bool(column_map.levels)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says at one level: its words in one line to compare by, and the code that stands with them."""

    column: str
    words: str
    code: str
    text: str
    whole: str

    @property
    def taken_apart(self) -> bool:
        """Whether the cell as it was cannot be put together again from code and words."""
        return has_markup(self.whole) or self.whole.strip() not in {self.text, f"{self.code} {self.text}"}


@dataclass(slots=True)
class _Open:
    """A statement under which the next rows may go on; ``own`` is the row that spoke of it and nothing deeper."""

    uid: str
    words: str
    code: str
    whole: str
    where: str
    own: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: ``others`` are its cells that speak of the deepest statement, ``uid`` is the identifier it gives."""

    where: str
    cells: dict[str, str]
    others: dict[str, str]
    uid: str


class Levels:
    """Statements of such a sheet, row by row; ``parents`` names the one above each of them."""

    def __init__(
        self, table: Table, column_map: SheetMap, tally: Tally, make_uid: Callable[[str], str]
    ) -> None:
        self.map = column_map
        deepest = (column_map.text,) if column_map.text and column_map.text not in column_map.levels else ()
        self.columns = (*column_map.levels, *deepest)
        self.codes = dict(column_map.level_codes)
        self.tally = tally
        self.make_uid = make_uid
        self.habits = self._habits(table)
        self.parents: dict[str, str] = {}
        self._rows: dict[str, TableRow] = {}
        self._open: dict[int, _Open] = {}
        self._made: dict[str, int] = {}
        self._repeated = 0
        self._seen: dict[tuple[str, str, str], str] = {}

    def rows(self) -> dict[str, TableRow]:
        """Each statement with the row that it stands in, in the order of the sheet; said once all rows are in."""
        so = f"{' > '.join(self.columns)}; a blank cell goes on with what stands above it"
        more = f", and {self._repeated} repeat what stands above them and were taken once" * bool(
            self._repeated
        )
        self.tally.note("the whole file", "The sheet has one column for each level.", f"{so}{more}.")
        return self._rows

    def row(self, cells: dict[str, str], where: str) -> None:
        said = self._said(cells, where)
        if not said:
            what, so = "A row has no words for its statement.", "It was left out."
            self.tally.leave_out(where, what, so, raw=row_as_text(cells.values()))
            return
        row = _Row(where, cells, self._others(cells, said), cells.get(self.map.identifier, "").strip())
        if self._is_settled(row, said):
            return
        deepest = max(said)
        for depth, one in said.items():
            if not self._goes_on(depth, one, row, last=depth == deepest):
                self._begin(depth, one, row, last=depth == deepest)
        self._open[deepest].own = row.others
        self.tally.kept += 1

    # What a row says

    def _habits(self, table: Table) -> Habits:
        places = [place for place, column in enumerate(table.columns) if column in self.columns]
        return habits_of(row[place] for _, row in table.numbered() for place in places if place < len(row))

    def _said(self, cells: Mapping[str, str], where: str) -> dict[int, _Said]:
        """What stands at each level, from the top down; a code of no level is that of the deepest statement."""
        words = {
            depth: text
            for depth, column in enumerate(self.columns)
            if (text := readable_words(cells, column, where, self.tally))
        }
        said: dict[int, _Said] = {}
        for depth, column in enumerate(self.columns):
            source = self.codes.get(column) or (self.map.code if depth == max(words, default=-1) else "")
            code = cells.get(source, "").strip()
            if depth in words:
                code, text = self._apart(code, words[depth])
                said[depth] = _Said(column, " ".join(text.split()), code, text, cells[column])
            elif code and not (depth in self._open and code == self._open[depth].code):
                so = f"“{shown(code)}” was kept beside the statement of the row."
                self.tally.note(where, f"The column “{source}” has a code without words.", so)
        return said

    def _apart(self, code: str, text: str) -> tuple[str, str]:
        """“1.2 Listening” is a code and words; where the code has a cell of its own, only that one is taken off."""
        mark, rest = marked(text, self.habits)
        if not mark.code or not rest.strip() or code not in {"", mark.code, f"{mark.code}."}:
            return code, text
        return code or mark.code, rest.strip()

    def _others(self, cells: Mapping[str, str], said: Mapping[int, _Said]) -> dict[str, str]:
        """All that the row says besides the words of its levels, and the codes that were taken with them."""
        taken = {*self.columns, *(self.codes.get(one.column, "") for one in said.values())}
        repeated = {
            self.codes[self.columns[depth]]: one.code
            for depth, one in self._open.items()
            if self.columns[depth] in self.codes
        }
        return {
            column: cell
            for column, cell in cells.items()
            if column not in taken and not (column in repeated and cell.strip() == repeated[column])
        }

    # Groups

    def _is_settled(self, row: _Row, said: Mapping[int, _Said]) -> bool:
        """Whether there is nothing more to do: the row repeats what is there, or cannot be taken."""
        deepest = max(said)
        one = self._open.get(deepest)
        same = all(self._same(depth, each, row, last=depth == deepest) for depth, each in said.items())
        if not same or one is None:
            if row.uid in self._rows:
                what = "The identifier of a statement is used twice."
                so = f"{self._rows[row.uid].where} keeps “{shown(row.uid)}”; this row was left out."
                self.tally.leave_out(row.where, what, so, raw=row_as_text(row.cells.values()))
            return row.uid in self._rows
        if one.own is None:
            return False
        own = one.own
        if any(cell.strip() and own.get(column, "") != cell for column, cell in row.others.items()):
            what = "A row repeats a statement above it and says something else beside it."
            so = f"{one.where} keeps “{shown(one.words)}”; this row was left out."
            self.tally.leave_out(row.where, what, so, raw=row_as_text(row.cells.values()))
        else:
            so = f"“{shown(one.words)}” stands in {one.where} already."
            self.tally.note(row.where, "A row repeats a statement above it.", so)
            self.tally.kept += 1
        return True

    def _same(self, depth: int, said: _Said, row: _Row, *, last: bool) -> bool:
        one = self._open.get(depth)
        if one is None or one.words != said.words:
            return False
        if said.taken_apart and said.whole.strip() != one.whole:
            return False  # the same words, but written in another way, which has to be kept
        told_later = last and one.own is None
        coded = said.code in {"", one.code} or (told_later and not one.code)
        return coded and (not last or told_later or row.uid in {"", one.uid})

    def _goes_on(self, depth: int, said: _Said, row: _Row, *, last: bool) -> bool:
        """Whether it is the statement that is open at this level; what stands deeper then goes on too."""
        if not self._same(depth, said, row, last=last):
            return False
        self._repeated += 1
        if last:
            self._close(depth + 1)
            self._speak_of(self._open[depth], said, row)
        return True

    def _speak_of(self, one: _Open, said: _Said, row: _Row) -> None:
        """A row of its own for a statement that was known from those of the statements under it."""
        statement = self._statement(said, row, last=True)
        if row.uid not in {"", one.uid}:
            what, so = (
                "An identifier comes after the first row of its group.",
                "It was kept beside the statement.",
            )
            self.tally.note(row.where, what, so)
            more = (self.map.identifier, as_json(row.uid))
            statement = replace(statement, extras=tuple(sorted((*statement.extras, more))))
        before = self._rows[one.uid]
        kept = dict(before.statement.extras) | dict(statement.extras)
        one.code = statement.code or one.code
        statement = replace(statement, uid=one.uid, code=one.code, extras=tuple(sorted(kept.items())))
        self._rows[one.uid] = TableRow(before.where, row.cells, statement)

    def _begin(self, depth: int, said: _Said, row: _Row, *, last: bool) -> None:
        self._close(depth)
        above = max(self._open, default=-1)
        parent = self._open[above].uid if self._open else ""
        if above != depth - 1:
            self._tell_gap(above, depth, said, row.where)
        statement = self._statement(said, row, last=last)
        uid = self._uid([*(self._open[one].words for one in sorted(self._open)), said.words], row.uid * last)
        where = f"{row.where} (code {shown(statement.code)})" if statement.code else row.where
        key = (parent, said.words, statement.code)
        if key in self._seen:
            what = "A group has two statements with the same words, apart from each other."
            self.tally.note(
                where, what, f"“{shown(said.words)}” stands in {self._seen[key]} too; both were kept."
            )
        self._seen.setdefault(key, where)
        self._rows[uid] = TableRow(where, row.cells if last else {}, replace(statement, uid=uid))
        self.parents[uid] = parent
        self._open[depth] = _Open(uid, said.words, statement.code, said.whole.strip(), where)

    def _close(self, depth: int) -> None:
        for deeper in [one for one in self._open if one >= depth]:
            del self._open[deeper]

    def _tell_gap(self, above: int, depth: int, said: _Said, where: str) -> None:
        place = f"under “{shown(self._open[above].words)}”" if above >= 0 else "at the top"
        what = f"Nothing stands in the column “{self.columns[depth - 1]}” above a statement."
        self.tally.note(where, what, f"“{shown(said.words)}” was put {place}.")

    # Statements

    def _statement(self, said: _Said, row: _Row, *, last: bool) -> Statement:
        heading = "" if said.column.startswith(_UNNAMED) else said.column
        statement = Statement("", said.text)
        if last:
            statement = statement_of(row.others, self.map, row.where, self.tally, text=said.text)
        statement = replace(statement, code=said.code, kind=statement.kind or heading)
        if not said.taken_apart:
            return statement
        whole = (said.column, as_json(said.whole))
        return replace(statement, extras=tuple(sorted((*statement.extras, whole))))

    def _uid(self, path: list[str], given: str) -> str:
        if given:
            return given
        said = _STEP.join(path)
        self.tally.identifiers_made += 1
        while True:
            times = self._made[said] = self._made.get(said, 0) + 1
            uid = self.make_uid(said if times == 1 else f"{said}\n{times}")
            if uid not in self._rows:
                return uid
