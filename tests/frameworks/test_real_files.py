"""Real files of other people, through the pages a coordinator uses: nothing is lost, and what was odd is said."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from penholder.accounts.models import Community
from penholder.frameworks.models import Framework
from penholder.frameworks.queries import tree_of
from penholder.pure.formats.case.out import case_package, write_case
from penholder.pure.formats.case.reading import read_case
from penholder.pure.formats.sheets.column_map import suggest_map
from penholder.pure.formats.sheets.csv_framework import tree_from_table
from penholder.pure.formats.tables import read_table
from penholder.pure.tree.statement import Tree
from tests.factories.accounts import community, coordinator
from tests.factories.frameworks import draft_of
from tests.journeys.real_input import Visitor, bring_in, in_one_line, signed_in

pytestmark = pytest.mark.django_db

Package = dict[str, Any]

CASE_FILES = (
    "opensalt-fixture-ItemTypeTestFramework",
    "opensalt-fixture-MarkdownFramework",
    "opensalt-fixture-Ordering",
    "opensalt-fixture-SequenceNumberFramework",
    "opensalt-fixture-Utf8TestFramework",
    "sbac-DOK",
    "sbac-HSMATH",
    "sbac-IT",
    "sbac-PT",
)
OPENSALT = "opensalt-fixture-ccsso_ela_item.csv"
MOODLE = "moodle/moodle-lptmanager-example.csv"
BESIDE = ("smartLevel", "listEnumeration", "language", "educationLevel", "lastChangeDateTime")
"""Columns of OpenSALT's that no field of ours says again to the letter."""

DIGCOMP = {"core-framework": 52, "glossary": 252, "levels": 32, "outcomes": 523, "statements": 362}


@pytest.fixture
def frameworks(shared: Path) -> Path:
    return shared / "data/frameworks"


@pytest.fixture
def place() -> Community:
    return community()


@pytest.fixture
def visitor(place: Community) -> Visitor:
    """A coordinator, signed in by a link."""
    return signed_in(coordinator(place))


def bring(visitor: Visitor, place: Community, path: Path) -> None:
    bring_in(visitor, place, path.name, path.read_bytes())


def imported() -> Tree:
    """The one framework there is, as its draft has it."""
    return tree_of(draft_of(Framework.objects.get()))


def told(visitor: Visitor) -> dict[str, int]:
    """The sentences under “What was odd”, and how often each is so."""
    cards = visitor.page.cssselect("#odd ~ .card")
    times = [in_one_line(card.cssselect(".pill")[0].getparent()) for card in cards]
    numbers = (int(next(word for word in said.split() if word.isdecimal())) for said in times)
    return dict(zip((in_one_line(card.cssselect("h3")[0]) for card in cards), numbers, strict=True))


def chosen_columns(visitor: Visitor) -> dict[str, str]:
    return {
        one.get("name"): one.value for one in visitor.page.cssselect("#map select, form select") if one.value
    }


def by_identifier(entries: Iterable[Package]) -> list[Package]:
    return sorted(entries, key=lambda entry: str(entry["identifier"]))


# CASE


def test_import_of_sbac_pt_keeps_every_statement_in_its_place(
    visitor: Visitor, place: Community, frameworks: Path
) -> None:
    path = frameworks / "case/sbac-PT.json"
    original = json.loads(path.read_bytes())
    bring(visitor, place, path)
    visitor.press("Import these 164 statements")

    tree = imported()
    top = original["CFDocument"]["identifier"]
    links = [one for one in original["CFAssociations"] if one["associationType"] == "isChildOf"]
    parents = {one["originNodeURI"]["identifier"]: one["destinationNodeURI"]["identifier"] for one in links}
    assert len(links) == len(tree.statements) == 164
    assert [(one.uid, one.text, one.code) for one in tree.statements] == [
        (entry["identifier"], entry["fullStatement"], entry.get("humanCodingScheme", ""))
        for entry in original["CFItems"]
    ]
    assert {one.uid: one.parent or top for one in tree.statements} == parents
    assert {
        parent or top: [one.uid for one in siblings] for parent, siblings in tree.children.items()
    } == _in_order(original)
    assert len([one for one in tree.associations if one.kind != "isChildOf"]) == len(tree.associations) == 76


def _in_order(package: Package) -> dict[str, list[str]]:
    """Siblings as the file means them: by number, else by list mark, else as they stand in it."""
    place = {entry["identifier"]: number for number, entry in enumerate(package["CFItems"])}
    marks = {entry["identifier"]: entry.get("listEnumeration") for entry in package["CFItems"]}
    under: dict[str, list[tuple[bool, int, bool, int, int, str]]] = {}
    for link in package["CFAssociations"]:
        if link["associationType"] == "isChildOf":
            uid, parent = link["originNodeURI"]["identifier"], link["destinationNodeURI"]["identifier"]
            number, mark = link.get("sequenceNumber"), marks[uid]
            rank = (number is None, number or 0, mark is None, int(mark or 0), place[uid], uid)
            under.setdefault(parent, []).append(rank)
    return {parent: [uid for *_, uid in sorted(ranks)] for parent, ranks in under.items()}


@pytest.mark.parametrize("name", CASE_FILES)
def test_import_of_a_real_package_loses_nothing(
    visitor: Visitor, place: Community, frameworks: Path, name: str
) -> None:
    path = frameworks / f"case/{name}.json"
    original = json.loads(path.read_bytes().decode("utf-8-sig"))
    as_read, _ = read_case(path.read_bytes(), name=path.name)
    bring(visitor, place, path)
    visitor.press("Import th")

    tree = imported()
    assert tree == as_read
    again = json.loads(write_case(tree))
    assert again == json.loads(json.dumps(case_package(tree)))
    assert by_identifier(again["CFAssociations"]) == by_identifier(original["CFAssociations"])
    rest = {part: value for part, value in again.items() if part != "CFAssociations"}
    assert rest == {part: value for part, value in original.items() if part != "CFAssociations"}


def test_check_of_sbac_pt_says_what_was_odd(visitor: Visitor, place: Community, frameworks: Path) -> None:
    bring(visitor, place, frameworks / "case/sbac-PT.json")

    heading = visitor.text(".heading")
    assert "English Language Arts Performance Task Specification: Grade 5 Informational Writing" in heading
    assert (
        "164 statements in 5 levels, 4 at the top, and 76 relations beside the tree. Nothing is left out."
        in heading
    )
    assert told(visitor) == {
        "Statements side by side have no sequence number.": 23,
        "An association ends at something that is not in this file.": 58,
    }
    words = visitor.text()
    assert "item 4: 2 of 2 were put in order as they stand in the file." in words
    assert (
        "association 107 (exactMatchOf): It was kept; it names 26144c12-f1c8-5572-8ac4-7e9750a1ddc6." in words
    )
    assert "The other 8" in words
    assert not Framework.objects.exists()


def test_check_of_sbac_hsmath_names_the_statement_with_markup(
    visitor: Visitor, place: Community, frameworks: Path
) -> None:
    bring(visitor, place, frameworks / "case/sbac-HSMATH.json")

    assert told(visitor) == {
        "A statement holds HTML markup.": 1,
        "Statements side by side have no sequence number.": 10,
        "An association ends at something that is not in this file.": 24,
    }
    assert "item 83: It was kept as it is; reword it without markup." in visitor.text()


def test_real_frameworks_read_as_map_tree_and_draft_with_the_same_few_queries(
    visitor: Visitor, place: Community, frameworks: Path
) -> None:
    asked: dict[str, set[int]] = {"": set(), "whole/": set(), "drafts/1/": set()}
    for name in CASE_FILES:
        path = frameworks / f"case/{name}.json"
        first = json.loads(path.read_bytes().decode("utf-8-sig"))["CFItems"][0]["fullStatement"]
        bring(visitor, place, path)
        visitor.press("Import th")
        home = visitor.address
        for page, counts in asked.items():
            with CaptureQueriesContext(connection) as queries:
                visitor.open(f"{home}{page}")
            counts.add(len(queries))
        visitor.open(f"{home}whole/")
        assert " ".join(first.split()) in visitor.text(), f"{name} does not show its first statement"

    assert {page: len(counts) for page, counts in asked.items()} == {"": 1, "whole/": 1, "drafts/1/": 1}
    assert max(max(counts) for counts in asked.values()) <= 16


# Tables


def test_import_of_the_opensalt_export_as_its_map_is_prefilled(
    visitor: Visitor, place: Community, frameworks: Path
) -> None:
    path = frameworks / OPENSALT
    bring(visitor, place, path)

    assert "1,189 statements in 5 levels, 12 at the top. Nothing is left out." in visitor.text(".heading")
    assert told(visitor) == {"The column “fullStatement” holds HTML.": 4}
    assert "row 64 (code RI.9-10.10): Its words were taken without the markup" in visitor.text()
    assert chosen_columns(visitor) == {
        "text": "fullStatement",
        "code": "humanCodingScheme",
        "identifier": "identifier",
        "path": "smartLevel",
        "kind": "CFItemType",
        "short": "abbreviatedStatement",
        "notes": "notes",
    }

    visitor.press("Import these 1,189 statements")
    tree = imported()
    table = read_table(path.read_bytes(), name=path.name)
    assert tree == tree_from_table(table, suggest_map(table.columns), title=path.stem)[0]
    for row in _rows(path):
        statement = tree.by_uid[row["identifier"]]
        steps = row["smartLevel"].split(".")
        assert (statement.code, statement.kind, statement.notes) == (
            row["humanCodingScheme"],
            row["CFItemType"],
            row["notes"],
        )
        assert (len(tree.ancestors(statement.uid)), statement.position) == (
            len(steps) - 1,
            int(steps[-1]) - 1,
        )
        kept = {name: json.loads(said) for name, said in statement.extras}
        assert kept.pop("fullStatement", row["fullStatement"]) == row["fullStatement"]
        assert kept == {name: row[name] for name in BESIDE if row[name]}
    visitor.open(f"{visitor.address}whole/")


def test_import_of_the_opensalt_export_with_other_columns(
    visitor: Visitor, place: Community, frameworks: Path
) -> None:
    path = frameworks / OPENSALT
    bring(visitor, place, path)
    check = visitor.address

    visitor.press("Try this map", {"title": "By school year", "kind": "educationLevel", "path": ""})
    assert visitor.address == check
    assert visitor.text("h1") == "By school year"
    assert "1,189 statements in 1 level, 1,189 at the top." in visitor.text(".heading")
    assert {in_one_line(cell) for cell in visitor.page.cssselect("td[data-label=Under]")} == {"the top"}

    visitor.press("Try this map", {"path": "smartLevel"})
    assert "1,189 statements in 5 levels, 12 at the top." in visitor.text(".heading")
    assert chosen_columns(visitor)["kind"] == "educationLevel"
    visitor.press("Import these 1,189 statements")

    tree = imported()
    assert tree.title == "By school year"
    rows = _rows(path)
    assert {one.uid: one.kind for one in tree.statements} == {
        row["identifier"]: row["educationLevel"] for row in rows
    }
    kept = {one.uid: dict(one.extras).get("CFItemType", '""') for one in tree.statements}
    assert {uid: json.loads(said) for uid, said in kept.items()} == {
        row["identifier"]: row["CFItemType"] for row in rows
    }


def test_import_of_the_moodle_export_as_its_map_is_prefilled(
    visitor: Visitor, place: Community, frameworks: Path
) -> None:
    path = frameworks / MOODLE
    bring(visitor, place, path)

    assert visitor.text("h1") == "OECD"
    assert "64 statements in 4 levels, 2 at the top, and 78 relations beside the tree." in visitor.text(
        ".heading"
    )
    assert told(visitor) == {"The column “Description” holds HTML.": 64}
    assert chosen_columns(visitor) == {
        "text": "Shortname",
        "identifier": "Id number",
        "parent": "Parent id number",
        "notes": "Description",
        "framework": "Is framework",
        "related": "Cross referenced competency id numbers",
    }

    visitor.press("Import these 64 statements")
    tree = imported()
    first, *rows = _rows(path)
    assert (tree.uid, tree.title) == (first["Id number"], first["Shortname"])
    assert tree.description.startswith("The Core Competencies summarise")
    assert [(one.uid, one.text) for one in tree.statements] == [
        (row["Id number"], row["Shortname"].strip()) for row in rows
    ]
    assert {one.uid: one.parent for one in tree.statements} == {
        row["Id number"]: row["Parent id number"] for row in rows
    }
    assert [one.uid for _, one in tree.walk() if one.parent == "levels"] == [
        row["Id number"] for row in rows if row["Parent id number"] == "levels"
    ]
    related = [
        (row["Id number"], other.strip())
        for row in rows
        for other in row["Cross referenced competency id numbers"].split(",")
        if other.strip()
    ]
    assert [(one.origin, one.destination) for one in tree.associations] == related
    assert len(related) == 78


def test_import_of_the_moodle_export_by_its_descriptions_leaves_a_row_out_only_when_told_to(
    visitor: Visitor, place: Community, frameworks: Path
) -> None:
    path = frameworks / MOODLE
    bring(visitor, place, path)
    visitor.press("Try this map", {"text": "Description", "notes": "Shortname"})
    (wordless,) = (row for row in _rows(path) if not row["Description"])

    assert "1 would be left out." in visitor.text(".heading")
    assert told(visitor)["A row has no words for its statement."] == 1
    assert "Import the rest: leave out this one thing" in visitor.text()
    visitor.press("Import these 63 statements", refused=True)
    assert "1 of the things in this file would be left out" in visitor.text(".error-summary")
    assert not Framework.objects.exists()

    visitor.press("Import these 63 statements", {"accept_left_out": "on"})
    tree = imported()
    assert wordless["Id number"] not in tree.by_uid
    assert {one.uid: one.notes for one in tree.statements} == {
        row["Id number"]: row["Shortname"].strip()
        for row in _rows(path)[1:]
        if row is not wordless and row["Description"]
    }


@pytest.mark.parametrize("name", DIGCOMP)
def test_import_of_a_digcomp_table_keeps_every_row_in_order(
    visitor: Visitor, place: Community, frameworks: Path, name: str
) -> None:
    path = frameworks / f"digcomp/digcomp3-{name}-en.csv"
    bring(visitor, place, path)
    assert chosen_columns(visitor) == {"text": "source", "identifier": "location", "notes": "context"}
    visitor.press("Try this map", {"title": f"DigComp: {name}", "kind": "context", "notes": ""})
    visitor.press(f"Import these {DIGCOMP[name]} statements")

    tree = imported()
    assert tree.title == f"DigComp: {name}"
    assert [(one.uid, one.text, one.kind) for _, one in tree.walk()] == [
        (row["location"], row["source"], row["context"]) for row in _rows(path)
    ]
    visitor.open(f"{visitor.address}whole/")


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
