"""A staged file as it reads now: the tree in it, what was odd, and, for a table, which column means what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import PurePath

from django.db import models

from penholder.frameworks.models import Association, Framework, StagedImport, Statement, Worded
from penholder.pure.formats.case.reading import read_case
from penholder.pure.formats.decoding import storable
from penholder.pure.formats.report import ImportReport, Oddity, Unreadable
from penholder.pure.formats.sheets.csv_framework import ColumnMap, suggest_map, tree_from_table
from penholder.pure.formats.tables import Table, read_table
from penholder.pure.tree.statement import Tree

LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a staged file. Without a tree, ``unreadable`` says in a sentence why there is none."""

    source: str
    tree: Tree | None = None
    report: ImportReport | None = None
    unreadable: str = ""
    table: Table | None = None
    column_map: ColumnMap | None = None

    @property
    def left_out(self) -> int:
        """How many things in the file would not come along: rows, and relations that say too little."""
        oddities = self.report.oddities if self.report else ()
        return sum(oddity.severity == "left out" for oddity in oddities)

    @property
    def stops(self) -> tuple[Oddity, ...]:
        """What stands in the way of importing anything."""
        oddities = self.report.oddities if self.report else ()
        return tuple(oddity for oddity in oddities if oddity.severity == "stops")


def read_staged(staged: StagedImport) -> Reading:
    """Read the file as it was given, with the title and the column map chosen so far."""
    data = bytes(staged.data)
    if _is_json(data, staged.filename):
        return _case(data, staged)
    return _table(data, staged)


def map_in_force(staged: StagedImport, table: Table) -> ColumnMap:
    """The map somebody chose for this table, or the one its headings suggest."""
    if staged.column_map is None:
        return _with_codes_as_paths(suggest_map(table.columns), table)
    known = {field.name for field in fields(ColumnMap)}
    return ColumnMap(**{name: column for name, column in staged.column_map.items() if name in known})


def _with_codes_as_paths(suggestion: ColumnMap, table: Table) -> ColumnMap:
    """Sheets that people keep say the tree in the code alone: 1.1 stands under 1. Only where some code does so."""
    if not suggestion.code or suggestion.parent or suggestion.path or suggestion.level:
        return suggestion
    place = table.columns.index(suggestion.code)
    codes = {row[place].strip() for row in table.rows if len(row) > place}
    nested = any(code.rpartition(".")[0] in codes for code in codes if "." in code)
    return replace(suggestion, path=suggestion.code) if nested else suggestion


def map_as_kept(column_map: ColumnMap) -> dict[str, str]:
    return asdict(column_map)


def _is_json(data: bytes, filename: str) -> bool:
    beginning = data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return filename.lower().endswith(".json") or beginning[:1] in (b"{", b"[")


def _case(data: bytes, staged: StagedImport) -> Reading:
    try:
        tree, report = read_case(data, name=staged.filename)
    except Unreadable as unreadable:
        return Reading("CASE", unreadable=unreadable.sentence)
    return _keepable(Reading("CASE", tree, report), staged)


def _table(data: bytes, staged: StagedImport) -> Reading:
    try:
        table = read_table(data, name=staged.filename)
    except Unreadable as unreadable:
        return Reading("CSV", unreadable=unreadable.sentence)
    column_map = map_in_force(staged, table)
    title = staged.title or PurePath(staged.filename).stem
    try:
        tree, report = tree_from_table(table, column_map, title=title)
    except Unreadable as unreadable:
        return Reading("CSV", unreadable=unreadable.sentence, table=table, column_map=column_map)
    return _keepable(Reading("CSV", tree, report, table=table, column_map=column_map), staged)


def _keepable(reading: Reading, staged: StagedImport) -> Reading:
    """The reading under the chosen title, with whatever our own tables could not hold named as a stop."""
    if reading.tree is None or reading.report is None:
        return reading
    tree = replace(reading.tree, title=staged.title) if staged.title else reading.tree
    unkeepable = tuple(_unkeepable(tree))
    report = replace(reading.report, oddities=(*reading.report.oddities, *unkeepable))
    return replace(reading, tree=tree, report=report)


def _unkeepable(tree: Tree) -> Iterator[Oddity]:
    yield from _over(
        "the framework",
        Framework,
        title=tree.title,
        language=tree.language,
        source_uid=tree.uid,
        source_uri=tree.uri,
    )
    yield from _unstorable("the framework", tree.extras)
    for number, one in enumerate(tree.statements, start=1):
        where = f"statement {number} (code {one.code[:40]})" if one.code else f"statement {number}"
        yield from _over(where, Statement, uid=one.uid, uri=one.uri)
        yield from _over(where, Worded, code=one.code, kind=one.kind)
        yield from _unstorable(where, one.extras)
    for number, link in enumerate(tree.associations, start=1):
        where = f"relation {number}"
        yield from _over(where, Association, uid=link.uid, kind=link.kind, origin=link.origin)
        yield from _over(where, Association, destination=link.destination, origin_uri=link.origin_uri)
        yield from _over(where, Association, destination_uri=link.destination_uri)
        yield from _unstorable(where, link.extras)
        if abs(link.position or 0) > LARGEST_NUMBER:
            yield Oddity(where, "A sequence number is too large to be kept.", "Make it smaller.", "stops")


def _unstorable(where: str, extras: Iterable[tuple[str, str]]) -> Iterator[Oddity]:
    if any(storable(name) != name for name, _ in extras):
        what = "The name of a field holds a character that cannot be kept."
        yield Oddity(where, what, "Correct the name in the file.", "stops")


_NAMES = {
    "title": "title",
    "language": "language",
    "source_uid": "identifier",
    "source_uri": "address",
    "uid": "identifier",
    "uri": "address",
    "code": "code",
    "kind": "kind",
    "origin": "identifier of one end",
    "origin_uri": "address of one end",
    "destination": "identifier of the other end",
    "destination_uri": "address of the other end",
}


def _over(where: str, model: type[models.Model], **values: str) -> Iterator[Oddity]:
    for name, value in values.items():
        limit = model._meta.get_field(name).max_length  # type: ignore[union-attr]  # noqa: SLF001  all of these are text; _meta is Django's public door
        if limit is not None and len(value) > limit:
            yield Oddity(
                where,
                f"The {_NAMES[name]} is longer than the {limit} characters that can be kept.",
                f"It has {len(value)}. Shorten it in the file, or choose another column.",
                "stops",
            )
