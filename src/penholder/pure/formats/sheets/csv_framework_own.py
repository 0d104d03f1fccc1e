"""Our own table of a framework: the columns of the CSV and the workbook that go out, and the way back.

It is read to the letter: nothing is trimmed, no markup is interpreted, the order of the rows is the order of the
statements. A row says in its first column whether it is the framework, a statement or an association; somebody who adds
a row by hand may leave the identifier blank and name the parent by its code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.json_file import as_json, is_pair_of_texts
from penholder.pure.formats.report import Tally, shown
from penholder.pure.formats.sheets.codes_as_numbers import tell_of_numbers
from penholder.pure.formats.sheets.csv_framework_places import Row, in_place, row_as_text
from penholder.pure.tree.statement import Association, Statement, Tree

ROW = "row"
FRAMEWORK, STATEMENT, ASSOCIATION = "framework", "statement", "association"
ELSE = "whatever else"
OPTIONAL = "core or optional"
STATEMENT_FIELDS: Mapping[str, str] = {
    "identifier": "uid",
    "parent": "parent",
    "code": "code",
    "statement": "text",
    "kind": "kind",
    OPTIONAL: "",
    "level": "level",
    "short form": "short",
    "plain words": "plain",
    "easy read": "easy",
    "notes": "notes",
    "language": "language",
    "address": "uri",
}
LINK_FIELDS: Mapping[str, str] = {
    "identifier": "uid",
    "from": "origin",
    "relation": "kind",
    "to": "destination",
    "from address": "origin_uri",
    "to address": "destination_uri",
    "to title": "destination_title",
    "order": "",
}
FRAMEWORK_FIELDS: Mapping[str, str] = {
    "identifier": "uid",
    "statement": "title",
    "notes": "description",
    "language": "language",
    "address": "uri",
}
STATEMENT_COLUMNS = (*STATEMENT_FIELDS, ELSE)
LINK_COLUMNS = (*LINK_FIELDS, ELSE)
FRAMEWORK_COLUMNS = (*FRAMEWORK_FIELDS, ELSE)
COLUMNS = (ROW, *STATEMENT_FIELDS, *(name for name in LINK_FIELDS if name != "identifier"), ELSE)

_OURS = frozenset({ROW, "identifier", "parent", "statement", OPTIONAL})
_YES = frozenset({"optional", "o", "yes", "true", "y", "x", "1"})

Record = Mapping[str, str]


def is_ours(columns: Iterable[str]) -> bool:
    """Whether a table with these headings is one of ours; columns that somebody added do not matter."""
    return set(columns) >= _OURS


def records_of(tree: Tree) -> Iterator[dict[str, str]]:
    """The framework, its statements in reading order, its associations: one record a row, in words."""
    yield {ROW: FRAMEWORK, **_said(tree, FRAMEWORK_FIELDS), ELSE: extras_told(tree.extras)}
    for statement in every_statement(tree):
        yield {
            ROW: STATEMENT,
            **_said(statement, STATEMENT_FIELDS),
            OPTIONAL: "optional" if statement.optional else "core",
            ELSE: extras_told(statement.extras),
        }
    for link in tree.associations:
        yield {ROW: ASSOCIATION, **link_told(link)}


def link_told(link: Association) -> dict[str, str]:
    """An association by the columns of its sheet."""
    order = "" if link.position is None else str(link.position)
    return {**_said(link, LINK_FIELDS), "order": order, ELSE: extras_told(link.extras)}


def link_from(record: object) -> Association | None:
    """The association again, to the letter; None where it is not one."""
    if not isinstance(record, dict) or set(record) != set(LINK_COLUMNS):
        return None
    if not all(isinstance(one, str) for one in record.values()):
        return None
    extras = extras_of(record[ELSE])
    if extras is None:
        return None
    named: dict[str, Any] = {name: record[column] for column, name in LINK_FIELDS.items() if name}
    return replace(Association("", "", "", "", position=_whole(record["order"]), extras=extras), **named)


def every_statement(tree: Tree) -> tuple[Statement, ...]:
    """In reading order; those in a ring, which no walk from the top meets, follow as they were given."""
    walked = tuple(statement for _, statement in tree.walk())
    met = {statement.uid for statement in walked}
    return (*walked, *(statement for statement in tree.statements if statement.uid not in met))


def tree_of_records(records: Iterable[tuple[str, Record]], tally: Tally, *, title: str) -> Tree:
    """The framework in records, each with where it stands; ``title`` is taken where no row says one."""
    tree: Tree | None = None
    rows: list[Row] = []
    links: list[Association] = []
    for where, record in records:
        sort = _sort(record)
        if sort == FRAMEWORK:
            tree = _framework(record, where, tally, taken=tree)
        elif sort == ASSOCIATION:
            links.extend(_link(record, where, tally))
        else:
            rows.extend(_row(record, where, len(rows), tally))
    tree = tree or Tree(title=title, statements=())
    statements = in_place(rows, tally, top=frozenset({tree.uid}))
    tell_of_numbers({row.statement.uid: (row.where, row.statement.code.strip()) for row in rows}, tally)
    tally.kept = tally.read - tally.left_out
    if not statements:
        tally.stop("the whole file", "No row holds a statement.", "Check that it is the right file.")
    return replace(tree, statements=statements, associations=tuple(links))


def extras_told(extras: Sequence[tuple[str, str]]) -> str:
    """Extras as one line of JSON: an object where that says them exactly, else pairs of name and JSON text."""
    if not extras:
        return ""
    values: dict[str, object] = {}
    for name, text in extras:
        value = _value(text)
        if name in values or value is None or as_json(value[0]) != text:
            return as_json([list(pair) for pair in extras])
        values[name] = value[0]
    return as_json(values) if list(values) == sorted(values) else as_json([list(pair) for pair in extras])


def extras_of(told: str) -> tuple[tuple[str, str], ...] | None:
    """The extras again; None where somebody wrote something else there."""
    if not told:
        return ()
    value = _value(told)
    if value is None:
        return None
    if isinstance(value[0], dict):
        return tuple(sorted((str(name), as_json(one)) for name, one in value[0].items()))
    if isinstance(value[0], list) and all(is_pair_of_texts(one) for one in value[0]):
        return tuple((one[0], one[1]) for one in value[0])
    return None


def _value(text: str) -> tuple[object] | None:
    """The value in a JSON text, in a wrapper because a null is a value too."""
    try:
        return (json.loads(text, parse_constant=_refuse),)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _said(thing: object, names: Mapping[str, str]) -> dict[str, str]:
    return {column: str(getattr(thing, name)) for column, name in names.items() if name}


def _sort(record: Record) -> str:
    told = record.get(ROW, "").strip().casefold()
    if told in {FRAMEWORK, STATEMENT, ASSOCIATION}:
        return told
    return ASSOCIATION if record.get("from") and record.get("to") else STATEMENT


def _framework(record: Record, where: str, tally: Tally, *, taken: Tree | None) -> Tree:
    tally.read += 1
    if taken is not None:
        tally.leave_out(
            where,
            "A second row says that it is the framework.",
            "The first one was taken.",
            raw=row_as_text(record.values()),
        )
        return taken
    named: dict[str, Any] = {name: record.get(column, "") for column, name in FRAMEWORK_FIELDS.items()}
    extras = _extras(record, where, tally, FRAMEWORK_COLUMNS)
    return replace(Tree("", (), extras=extras), **named)


def _row(record: Record, where: str, number: int, tally: Tally) -> Iterator[Row]:
    tally.read += 1
    named: dict[str, Any] = {
        name: record.get(column, "") for column, name in STATEMENT_FIELDS.items() if name
    }
    parent = named.pop("parent")
    if not named["uid"] and not named["text"].strip():
        tally.leave_out(
            where,
            "A row has no words for its statement.",
            "It was left out.",
            raw=row_as_text(record.values()),
        )
        return
    if not named["text"].strip():
        tally.note(where, "A statement has no words.", "It was kept as it is.")
    if not named["uid"]:
        named["uid"] = derived_uid(named["code"], named["text"], str(number))
        tally.note(where, "A row has no identifier.", "One was made from its code, its words and its place.")
    optional = record.get(OPTIONAL, "").strip().casefold() in _YES
    extras = _extras(record, where, tally, STATEMENT_COLUMNS)
    statement = replace(Statement("", "", optional=optional, extras=extras), **named)
    yield Row(where, statement, parent, row_as_text(record.values()))


def _link(record: Record, where: str, tally: Tally) -> Iterator[Association]:
    tally.links_read += 1
    named: dict[str, Any] = {name: record.get(column, "") for column, name in LINK_FIELDS.items() if name}
    missing = [column for column in ("from", "to", "relation") if not record.get(column)]
    if missing:
        so = f"Nothing stands under “{missing[0]}”; it was left out."
        tally.leave_link_out(
            where, "An association does not say enough.", so, raw=row_as_text(record.values())
        )
        return
    if not named["uid"]:
        named["uid"] = derived_uid(named["origin"], named["kind"], named["destination"])
    order = _whole(record.get("order", ""))
    if order is None and record.get("order"):
        so = f"“{shown(record['order'])}” was not taken."
        tally.note(where, "The order of an association is not a whole number.", so)
    extras = _extras(record, where, tally, LINK_COLUMNS)
    yield replace(Association("", "", "", "", position=order, extras=extras), **named)


def _whole(said: str) -> int | None:
    digits = said.removeprefix("-")
    return int(said) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else None  # noqa: PLR2004 - no list is longer


def _extras(record: Record, where: str, tally: Tally, known: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    told = record.get(ELSE, "")
    extras = extras_of(told)
    if extras is None:
        tally.note(where, f"What stands under “{ELSE}” is not as we write it.", "It was kept as a text.")
        extras = ((ELSE, as_json(told)),)
    beside = [
        (column, as_json(cell))
        for column, cell in record.items()
        if cell and column not in known and column != ROW
    ]
    return tuple(sorted((*extras, *beside))) if beside else extras
