"""Moodle's CSV of a competency framework, as its exporter has written it in either spelling of its headings, read.

What Moodle has no column for stands, where we wrote the file, in one more column as JSON, which Moodle passes over; its own
columns are read first, and that column says what they could not. Scales and rules are kept in ``extras`` under Moodle's
present headings and given back by :mod:`penholder.pure.formats.sheets.moodle_out`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.plain_text import has_markup
from penholder.pure.formats.report import ImportReport, Oddity, Tally, Unreadable, listed, shown
from penholder.pure.formats.sheets.column_map import heading_key
from penholder.pure.formats.sheets.csv_framework_places import Row, in_place, row_as_text
from penholder.pure.formats.sheets.moodle_columns import (
    HEADINGS,
    OURS,
    RELATED,
    KeptByUs,
    cells_by_key,
    fields_in,
    kept_in,
    related_names,
)
from penholder.pure.formats.tables import Table, read_table
from penholder.pure.tree.statement import Association, Statement, Tree

_NEEDED = frozenset({"parentidnumber", "idnumber", "shortname", "isframework"})
_YES = frozenset({"1", "true", "yes"})


def read_moodle(data: bytes, *, name: str = "The file") -> tuple[Tree, ImportReport]:
    """The framework in a Moodle CSV; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    table = read_table(data, name=name)
    known = table if is_moodle(table.columns) else in_moodles_order(table)
    if known is None:
        raise Unreadable(
            f"{name} is not Moodle's CSV of a framework: the columns “{HEADINGS['parentidnumber']}”, "
            f"“{HEADINGS['idnumber']}”, “{HEADINGS['shortname']}” and “{HEADINGS['isframework']}” have to be there. "
            f"Its columns are {listed(map(shown, table.columns), most=20)}."
        )
    return tree_from_moodle(known, title=PurePath(name).stem)


def is_moodle(columns: Iterable[str]) -> bool:
    """Whether a table has the headings that both of Moodle's spellings have."""
    return {heading_key(column) for column in columns} >= _NEEDED


def in_moodles_order(table: Table) -> Table | None:
    """The same table under the headings we know, where it is Moodle's; None where it is none of Moodle's.

    Moodle writes its headings in the language of whoever exports. The order of its columns is always the same, and the
    row of the framework names a scale as nobody else writes it.
    """
    width = len(HEADINGS)
    if len(table.columns) < width:
        return None
    rows = [(*row, *[""] * (width - len(row))) for _, row in table.numbered()]
    place = {key: number for number, key in enumerate(HEADINGS)}
    said = [row[place["isframework"]].strip() for row in rows]
    if said.count("1") != 1 or not {*said} <= {"", "0", "1"}:
        return None
    framework = rows[said.index("1")]
    if (
        '"scaleid"' not in framework[place["scaleconfiguration"]]
        or framework[place["parentidnumber"]].strip()
    ):
        return None
    told = Oddity(
        "the whole file",
        "Moodle's headings are in another language than English.",
        f"Its columns were known by their order: “{shown(table.columns[place['shortname']])}” is the short name.",
    )
    columns = (*HEADINGS.values(), *table.columns[width:])
    return replace(table, columns=columns, oddities=(*table.oddities, told))


def tree_from_moodle(table: Table, *, title: str) -> tuple[Tree, ImportReport]:
    """The framework in such a table; ``title`` is taken where no row says that it is the framework."""
    return _Reading(table, title).result()


class _Reading:
    def __init__(self, table: Table, title: str) -> None:
        self.table = table
        self.tally = Tally(oddities=list(table.oddities))
        self.tree = Tree(title=title, statements=())
        self.framework = ""
        self.rows: list[Row] = []
        self.real: dict[str, str] = {}
        """The identifier of each ID number, where that had to be another."""
        self.related: list[tuple[str, str, list[str], set[str]]] = []
        """Where, which statement, the ID numbers in its column, and those of which our own column says more."""
        self.links: list[Association] = []

    def result(self) -> tuple[Tree, ImportReport]:
        for number, row in self.table.numbered():
            self.tally.read += 1
            cells = cells_by_key(self.table.columns, row)
            where = f"row {number}"
            if not self.framework and cells.get("isframework", "").strip().casefold() in _YES:
                self._framework(cells, where)
            else:
                self._statement(cells, where, row_as_text(row))
        if not self.framework:
            what = "No row says that it is the framework."
            self.tally.note("the whole file", what, "The name of the file was taken for its title.")
        rows = [replace(row, parent=self.real.get(row.parent, row.parent)) for row in self.rows]
        statements = in_place(rows, self.tally, top=frozenset({self.framework}))
        self.tally.kept = self.tally.read - self.tally.left_out
        if not statements:
            self.tally.stop("the whole file", "No row holds a statement.", "Check that it is the right file.")
        links = (*self._by_column({one.uid for one in statements}), *self.links)
        self.tally.links_read += len(links)
        return replace(self.tree, statements=statements, associations=links), self.tally.report()

    def _framework(self, cells: dict[str, str], where: str) -> None:
        self.framework = cells.get("idnumber", "").strip() or " "
        said = fields_in(cells, framework=True)
        kept = self._kept(cells, where)
        self._tell_markup(cells, where)
        self.links.extend(kept.links)
        self.tree = Tree(
            title=kept.texts.get("text", said.text or self.tree.title),
            statements=(),
            uid=kept.texts.get("uid", self.framework.strip()),
            uri=kept.texts.get("uri", ""),
            description=kept.texts.get("notes", said.notes),
            language=kept.texts.get("language", ""),
            extras=said.extras if kept.extras is None else kept.extras,
        )

    def _statement(self, cells: dict[str, str], where: str, raw: str) -> None:
        number = cells.get("idnumber", "").strip()
        said = fields_in(cells)
        kept = self._kept(cells, where)
        texts: dict[str, Any] = {"text": said.text, "notes": said.notes, **kept.texts}
        if not texts["text"].strip() and "text" not in kept.texts:
            texts["text"] = said.notes
            if said.notes:
                self.tally.note(where, "A statement has no short name.", "Its description was taken.")
        uid = texts.pop("uid", number) or derived_uid(texts["text"], str(len(self.rows)))
        if not number and not texts["text"].strip():
            self.tally.leave_out(where, "A row has no words for its statement.", "It was left out.", raw=raw)
            return
        if not number:
            so = "One was made from its words and its place; Moodle would have left the row out."
            self.tally.note(where, "A row has no ID number.", so)
        self._tell_markup(cells, where)
        if number:
            self.real.setdefault(number, uid)
        extras = said.extras if kept.extras is None else kept.extras
        statement = replace(Statement(uid, ""), optional=kept.optional, extras=extras, **texts)
        self.rows.append(Row(where, statement, cells.get("parentidnumber", "").strip(), raw))
        known = {link.destination for link in kept.links if link.kind == "isRelatedTo"}
        self.related.append((where, uid, related_names(cells.get(RELATED, "")), known))
        self.links.extend(kept.links)

    def _kept(self, cells: dict[str, str], where: str) -> KeptByUs:
        kept = kept_in(cells.get(heading_key(OURS), ""))
        if kept is None:
            so = "It was passed over; Moodle's own columns were read."
            self.tally.leave_out(
                where, f"The column “{OURS}” is damaged.", so, counted=False, raw=cells[heading_key(OURS)]
            )
        return kept or KeptByUs()

    def _tell_markup(self, cells: dict[str, str], where: str) -> None:
        for key in ("shortname", "description"):
            if has_markup(cells.get(key, "")):
                so = "Its words were taken without the markup; the original is kept beside them."
                self.tally.note(where, f"The column “{HEADINGS[key]}” holds HTML.", so)

    def _by_column(self, known: set[str]) -> Iterator[Association]:
        for where, uid, numbers, said in self.related:
            real = [name for number in numbers if (name := self.real.get(number, number)) not in said]
            strangers = [name for name in real if name not in known]
            if strangers:
                self.tally.note(
                    where,
                    "A statement is related to something that is not in this file.",
                    f"The relation was kept; it names {listed(shown(name) for name in strangers)}.",
                )
            for name in dict.fromkeys(real):
                yield Association(derived_uid(uid, "isRelatedTo", name), "isRelatedTo", uid, name)
