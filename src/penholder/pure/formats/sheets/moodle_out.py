"""A framework as Moodle's CSV: its fourteen columns in its order, and one more that Moodle passes over.

Moodle cuts an ID number and a short name at 100 characters, compares ID numbers as PHP does (“1.1” equals “1.10”), and takes
“0” for nothing; so an ID number that would get lost or mistaken is replaced by one that is not, and the real one stands
in our own column. Cells are not guarded against spreadsheets: Moodle would take the guard for words.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.plain_text import plain_text
from penholder.pure.formats.sheets.column_map import heading_key
from penholder.pure.formats.sheets.csv_framework_own import every_statement, extras_told, link_told
from penholder.pure.formats.sheets.moodle_columns import (
    FRAMEWORK_DEFAULTS,
    HEADINGS,
    KEPT_TEXTS,
    OURS,
    RELATED,
    STATEMENT_DEFAULTS,
    Said,
    as_html,
    fields_in,
    kept_told,
)
from penholder.pure.tree.statement import Association, Statement, Tree

LONGEST = 100
_BESIDE = f"“{OURS}”"
_ONLY_HERE = "Moodle has no place for it, and drops it"
FIELDS: tuple[FieldFate, ...] = (
    FieldFate(
        "words",
        "Short name",
        "kept",
        f"on one line and cut at 100 characters; then whole in the description and, to the letter, in {_BESIDE}; "
        "cells like formulas are written as they are",
    ),
    FieldFate("code", _BESIDE, "kept", _ONLY_HERE),
    FieldFate("kind", _BESIDE, "kept", _ONLY_HERE),
    FieldFate("core or optional", _BESIDE, "kept", _ONLY_HERE),
    FieldFate("level", _BESIDE, "kept", _ONLY_HERE),
    FieldFate("plain words", _BESIDE, "kept", _ONLY_HERE),
    FieldFate("easy read", _BESIDE, "kept", _ONLY_HERE),
    FieldFate("short form", _BESIDE, "kept", _ONLY_HERE),
    FieldFate(
        "notes", "Description", "kept", f"as HTML; to the letter in {_BESIDE} where HTML cannot say it"
    ),
    FieldFate("language", _BESIDE, "kept", _ONLY_HERE),
    FieldFate("address", _BESIDE, "kept", _ONLY_HERE),
    FieldFate(
        "identifier",
        "ID number",
        "kept",
        f"one that Moodle would cut or mistake gets another; the real one stands in {_BESIDE}",
    ),
    FieldFate(
        "place and order",
        "Parent ID number, and the order of the rows",
        "kept",
        "siblings are numbered anew from 0",
    ),
    FieldFate(
        "associations",
        "Cross-referenced competency ID numbers",
        "kept",
        f"“isRelatedTo” between statements of the framework; all others in {_BESIDE}, grouped by where they begin",
    ),
    FieldFate(
        "whatever else", "the scale and rule columns", "kept", f"what is not Moodle's own stands in {_BESIDE}"
    ),
)

_NUMERIC = re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*")
_SIMPLE = re.compile(r"[^\x00-\x1f\x7f<>\\]+")


def write_moodle(tree: Tree) -> bytes:
    """The framework as CSV in UTF-8 for Moodle's importer; the same bytes for the same tree."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([*HEADINGS.values(), OURS])
    numbers = _id_numbers(tree)
    links = _links_by_origin(tree)
    writer.writerow(_line(_framework_cells(tree, links.pop("", ()))))
    for statement in every_statement(tree):
        cells = _statement_cells(statement, tree, numbers, links.get(statement.uid, ()))
        writer.writerow(_line(cells))
    return page.getvalue().encode()


def _line(cells: Mapping[str, str]) -> list[str]:
    return [storable(cells.get(key, "")) for key in (*HEADINGS, OURS)]


def _framework_cells(tree: Tree, links: Iterable[Association]) -> dict[str, str]:
    cells = {**_given_back(tree.extras, FRAMEWORK_DEFAULTS), "isframework": "1"}
    cells["idnumber"] = tree.uid if _fits(tree.uid) else derived_uid(tree.title, tree.uid)
    _put_words(cells, tree.title, tree.description, tree.extras)
    said = fields_in(cells, framework=True)
    texts = {"text": tree.title, "notes": tree.description, "uri": tree.uri, "language": tree.language}
    cells[OURS] = _ours({"uid": tree.uid, **texts}, cells, said, extras=tree.extras, links=links)
    return cells


def _statement_cells(
    statement: Statement, tree: Tree, numbers: Mapping[str, str], links: Iterable[Association]
) -> dict[str, str]:
    cells = _given_back(statement.extras, STATEMENT_DEFAULTS)
    cells["idnumber"] = numbers[statement.uid]
    cells["parentidnumber"] = numbers.get(statement.parent, "")
    _put_words(cells, statement.text, statement.notes, statement.extras)
    related = [link for link in links if link.kind == "isRelatedTo" and link.destination in tree.by_uid]
    named = list(dict.fromkeys(numbers[link.destination] for link in related))
    cells[RELATED] = ",".join(number.replace(",", "%2C") for number in named)
    once = Counter(link.destination for link in related)
    others = [link for link in links if once[link.destination] != 1 or not _said_by_column(link, tree)]
    said = fields_in(cells)
    texts = {name: getattr(statement, name) for name in KEPT_TEXTS.values()}
    cells[OURS] = _ours(
        texts, cells, said, extras=statement.extras, links=others, optional=statement.optional
    )
    return cells


def _ours(
    texts: Mapping[str, str],
    cells: Mapping[str, str],
    said: Said,
    *,
    extras: tuple[tuple[str, str], ...],
    links: Iterable[Association],
    optional: bool = False,
) -> str:
    """Whatever the reader would not find in Moodle's own columns."""
    found = {"uid": cells["idnumber"], "text": said.text, "notes": said.notes}
    kept: dict[str, object] = {
        name: texts[ours] for name, ours in KEPT_TEXTS.items() if texts.get(ours, "") != found.get(ours, "")
    }
    if optional:
        kept["optional"] = True
    if extras != said.extras:
        kept["whatever else"] = extras_told(extras)
    if others := [link_told(link) for link in links]:
        kept["associations"] = others
    return kept_told(kept)


def _put_words(cells: dict[str, str], words: str, notes: str, extras: tuple[tuple[str, str], ...]) -> None:
    """The short name and the description; the HTML that came with the framework goes back where it still says the same."""
    original = {heading_key(name): _text_in(value) for name, value in extras}
    name = original.get("shortname", "")
    cells["shortname"] = (
        name if name and len(name) <= LONGEST and plain_text(name) == words else _one_line(words)
    )
    described = original.get("description", "")
    if described and plain_text(described) == notes:
        cells["description"] = described
    else:
        cut = len(words) > LONGEST and cells["shortname"] != name
        cells["description"] = (as_html(words) if cut else "") + as_html(notes)


def _one_line(words: str) -> str:
    """The words as Moodle can show them for a name: one line, cut with a mark, never “0” and never nothing."""
    line = " ".join("".join(char if char.isprintable() else " " for char in words).split())
    if '\\"' in line or line.endswith("\\"):
        line = line.replace("\\", "/")
    if len(line) > LONGEST:
        line = f"{line[: LONGEST - 1].rstrip()}…"
    return f"{line or 'no words'}." if line in {"", "0"} else line


def _given_back(extras: tuple[tuple[str, str], ...], defaults: Mapping[str, str]) -> dict[str, str]:
    cells = dict(defaults)
    for name, value in extras:
        key = heading_key(name)
        if key in HEADINGS and key not in _OF_THE_TREE and (text := _text_in(value)):
            cells[key] = text
    return cells


_OF_THE_TREE = frozenset({"parentidnumber", "idnumber", "shortname", "description", RELATED, "isframework"})


def _text_in(value: str) -> str:
    try:
        text = json.loads(value)
    except (ValueError, RecursionError):
        return ""
    return text if isinstance(text, str) else ""


def _id_numbers(tree: Tree) -> dict[str, str]:
    """An ID number for every statement: its identifier, unless Moodle would cut it, lose it or mistake it for another."""
    numbers: dict[str, str] = {}
    taken: set[object] = set()
    for statement in sorted(tree.statements, key=lambda one: not _fits(one.uid)):
        number = statement.uid
        if not _fits(number) or number == tree.uid or _as_php_compares(number) in taken:
            number = f"id-{derived_uid(statement.uid)}"
        taken.add(_as_php_compares(number))
        numbers[statement.uid] = number
    return numbers


def _fits(uid: str) -> bool:
    """Whether Moodle takes the identifier as it is; in its list of related ones a “%2C” is a comma."""
    plain = bool(_SIMPLE.fullmatch(uid)) and uid == uid.strip() and "%2C" not in uid
    return plain and len(uid) <= LONGEST and uid != "0"


def _as_php_compares(number: str) -> object:
    return float(number) if _NUMERIC.fullmatch(number) else number


def _links_by_origin(tree: Tree) -> dict[str, list[Association]]:
    """Associations by the statement they begin at; those that begin elsewhere are the framework's, under no name."""
    found: dict[str, list[Association]] = {}
    for link in tree.associations:
        found.setdefault(link.origin if link.origin in tree.by_uid else "", []).append(link)
    return found


def _said_by_column(link: Association, tree: Tree) -> bool:
    """Whether the reader makes exactly this association of an ID number in the column of related ones."""
    plain = Association(
        derived_uid(link.origin, "isRelatedTo", link.destination),
        "isRelatedTo",
        link.origin,
        link.destination,
    )
    return link == plain and link.destination in tree.by_uid
