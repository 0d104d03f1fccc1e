"""Frameworks from tables: other systems' exports and people's own sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from penholder.pure.formats.plain_text import plain_text
from penholder.pure.formats.report import ImportReport, Unreadable
from penholder.pure.formats.sheets.column_map import ColumnMap, suggest_map
from penholder.pure.formats.sheets.csv_framework import tree_from_table
from penholder.pure.formats.tables import read_table
from penholder.pure.tree.statement import Tree

MOODLE_14 = (
    "Parent ID number,ID number,Shortname,Description,Description format,Scale values,Scale configuration,"
    "Rule type (optional),Rule outcome (optional),Rule config (optional),Cross-referenced competency ID numbers,"
    "Exported ID (optional),Is framework,Taxonomy"
)
MOODLE_12 = (
    "Parent ID number,ID number,Short name,Description,Description format,Scale values,Scale configuration,"
    "Rule type,Rule outcome,Rule config,Is framework,Taxonomy"
)


def read(text: str, column_map: ColumnMap | None = None) -> tuple[Tree, ImportReport]:
    table = read_table(text.encode())
    return tree_from_table(table, column_map or suggest_map(table.columns), title="Small")


def outline(tree: Tree) -> list[tuple[int, str]]:
    return [(depth, statement.text) for depth, statement in tree.walk()]


def told(report: ImportReport) -> list[tuple[str, str]]:
    return [(oddity.where, oddity.what) for oddity in report.oddities]


# Real tables


def test_tree_from_table_of_the_opensalt_export_keeps_every_row_in_its_place(shared: Path) -> None:
    table = read_table((shared / "data/frameworks/opensalt-fixture-ccsso_ela_item.csv").read_bytes())
    tree, report = tree_from_table(table, suggest_map(table.columns), title="ELA")
    assert (report.read, report.kept, report.left_out) == (1189, 1189, 0)
    assert len(list(tree.walk())) == 1189
    assert max(depth for depth, _ in tree.walk()) == 4
    place = {statement.uid: statement for statement in tree.statements}
    for row in table.rows:
        cells = dict(zip(table.columns, row, strict=True))
        statement = place[cells["identifier"]]
        assert statement.code == cells["humanCodingScheme"]
        steps = cells["smartLevel"].split(".")
        assert len(tree.ancestors(statement.uid)) == len(steps) - 1
        assert statement.position == int(steps[-1]) - 1
    assert [what for what, _ in report.by_what()] == ["The column “fullStatement” holds HTML."]


def test_tree_from_table_of_the_moodle_export_reads_framework_and_words(shared: Path) -> None:
    table = read_table((shared / "data/frameworks/moodle/moodle-lptmanager-example.csv").read_bytes())
    tree, report = tree_from_table(table, suggest_map(table.columns), title="file name")
    assert (tree.title, tree.uid) == ("OECD", "OECD-CORE")
    assert tree.description.startswith("The Core Competencies summarise")
    assert "\n\n• The delivery-related competencies" in tree.description
    assert (report.read, report.kept, report.left_out) == (65, 65, 0)
    assert len(list(tree.walk())) == 64
    level = tree.by_uid["level-1"]
    assert (level.text, level.parent) == ("Level 1", "levels")
    assert (
        level.notes
        == "Level 1 is typically associated with jobs such as Assistants, Secretaries and Operators."
    )
    assert dict(level.extras)["Description"].startswith('"<p>Level 1')
    assert len([one for one in tree.associations if one.origin == "level-1"]) == 39


# Maps


@pytest.mark.parametrize("headings", [MOODLE_14, MOODLE_12])
def test_suggest_map_knows_both_of_moodles_spellings(headings: str) -> None:
    suggestion = suggest_map(headings.split(","))
    assert suggestion.parent == "Parent ID number"
    assert suggestion.identifier == "ID number"
    assert suggestion.text in {"Shortname", "Short name"}
    assert suggestion.notes == "Description"
    assert suggestion.framework == "Is framework"


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("Code", "Statement", "Notes"), ColumnMap(code="Code", text="Statement", notes="Notes")),
        (
            ("Ref.", "Competence", "Type", "Plain language"),
            ColumnMap(code="Ref.", text="Competence", kind="Type", plain="Plain language"),
        ),
        (("Level", "Description"), ColumnMap(level="Level", text="Description")),
        (
            ("location", "context", "source", "target"),
            ColumnMap(identifier="location", notes="context", text="source"),
        ),
        (
            ("ID", "Parent", "Title", "Description", "Order"),
            ColumnMap(identifier="ID", parent="Parent", text="Title", notes="Description", position="Order"),
        ),
        (("colour", "weight"), ColumnMap()),
    ],
)
def test_suggest_map_understands_plain_headings(columns: tuple[str, ...], expected: ColumnMap) -> None:
    assert suggest_map(columns) == expected


def test_tree_from_table_with_a_map_that_does_not_fit_says_so() -> None:
    with pytest.raises(Unreadable, match=r"no column “Wording”. Its columns are Code and Statement"):
        read("Code,Statement\n1,Listen\n", ColumnMap(text="Wording"))
    with pytest.raises(Unreadable, match="which column holds the words"):
        read("Code,Statement\n1,Listen\n", ColumnMap(code="Code"))


# Places


def test_tree_from_table_places_by_path_and_tells_of_gaps() -> None:
    text = "Code,Statement\n2.10,J\n2.9,I\n2,B\n1,A\n1.1.1,AAA\n9.9,Z\n2.9,I again\n,No path\n"
    tree, report = read(text, ColumnMap(code="Code", text="Statement", path="Code"))
    assert outline(tree) == [
        (0, "A"),
        (1, "AAA"),
        (0, "B"),
        (1, "I"),
        (1, "I again"),
        (1, "J"),
        (0, "Z"),
        (0, "No path"),
    ]
    assert told(report) == [
        ("row 8 (code 2.9)", "A path is used twice."),
        ("row 6 (code 1.1.1)", "A statement belongs under something that is not in this file."),
        ("row 7 (code 9.9)", "A statement belongs under something that is not in this file."),
        ("row 9", "A row has no path."),
    ]


def test_tree_from_table_finds_parents_by_identifier_code_or_words() -> None:
    text = "ID,Code,Parent,Statement\na,1,,Listen\nb,1.1,a,With care\nc,1.2,1,With time\nd,1.3,listen,With others\n"
    tree, report = read(text)
    assert outline(tree) == [(0, "Listen"), (1, "With care"), (1, "With time"), (1, "With others")]
    assert report.oddities == ()


def test_tree_from_table_with_a_missing_parent_puts_the_row_at_the_top() -> None:
    tree, report = read("ID,Parent,Statement\na,z,Listen\n")
    assert outline(tree) == [(0, "Listen")]
    assert report.oddities[0].so == "“z” is missing. It was put at the top."


def test_tree_from_table_with_rings_puts_the_first_row_at_the_top() -> None:
    tree, report = read("ID,Parent,Statement\na,b,A\nb,a,B\nc,c,C\nd,b,D\n")
    assert outline(tree) == [(0, "A"), (1, "B"), (2, "D"), (0, "C")]
    assert told(report) == [
        ("row 2", "Statements stand under each other in a ring."),
        ("row 4", "A statement stands under itself."),
    ]


def test_tree_from_table_places_by_level() -> None:
    tree, report = read("Level,Statement\n1,A\n2,AA\n3,AAA\n2,AB\n1,B\n?,C\n")
    assert outline(tree) == [(0, "A"), (1, "AA"), (2, "AAA"), (1, "AB"), (0, "B"), (0, "C")]
    assert told(report) == [("row 7", "A level is not a whole number.")]


def test_tree_from_table_orders_by_position() -> None:
    tree, _ = read("Order,Statement\n10,C\n,D\n2,B\n1,A\n")
    assert [text for _, text in outline(tree)] == ["A", "B", "C", "D"]


# Rows


def test_tree_from_table_leaves_out_and_reports_row_by_row() -> None:
    text = "ID,Statement,Colour\na,Listen,blue,extra,\na,Again,\n,,red\n,,\nb,Speak\n"
    tree, report = read(text)
    assert [statement.uid for statement in tree.statements] == ["a", "b"]
    assert (report.read, report.kept, report.left_out) == (4, 2, 2)
    assert [(oddity.where, oddity.what, oddity.severity) for oddity in report.oddities] == [
        ("row 5", "Rows are empty.", "note"),
        ("row 2", "A row has more cells than there are headings.", "note"),
        ("row 3", "The identifier of a statement is used twice.", "left out"),
        ("row 4", "A row has no words for its statement.", "left out"),
    ]
    assert tree.statements[0].extras == (("Colour", '"blue"'), ("cell 4", '"extra"'))


def test_tree_from_table_makes_the_same_identifiers_again() -> None:
    text = "Statement\nListen\nListen\nSpeak\n"
    first, second = read(text)[0], read(text)[0]
    assert first == second
    assert len({statement.uid for statement in first.statements}) == 3


def test_tree_from_table_takes_identifiers_from_the_one_who_asks() -> None:
    table = read_table(b"Code,Statement\n1,Listen\n2,Speak\n2,Again\n")
    tree, _ = tree_from_table(table, suggest_map(table.columns), title="T", make_uid=lambda said: f"<{said}>")
    assert [statement.uid for statement in tree.statements] == ["<1>", "<2>", "<2\n2>"]


def test_tree_from_table_makes_html_readable_and_keeps_the_original() -> None:
    html = "<p>First &amp; last</p><ol><li>one</li><li>two<ul><li>deep</li></ul></li></ol><a href='https://e.org'>see</a>"
    tree, report = read(f'Statement,Description\nListen,"{html}"\n')
    assert tree.statements[0].notes == "First & last\n\n1. one\n2. two\n\n\u2003• deep\n\nsee (https://e.org)"
    assert tree.statements[0].extras[0][0] == "Description"
    assert told(report) == [("row 2", "The column “Description” holds HTML.")]


def test_tree_from_table_with_no_words_anywhere_stops() -> None:
    _, report = read("Statement,Code\n,1\n")
    assert report.stopped


def test_tree_from_table_of_moodles_first_row_gives_title_and_description() -> None:
    rows = [
        MOODLE_12,
        ",FW,Peer work,<p>What we do</p>,1,,,,,,1,",
        ",a,Listen,,1,,,,,,,",
        "FW,b,Speak,,1,,,,,,,",
        "a,c,With care,,1,,,,,,1,",
    ]
    tree, report = read("\n".join(rows) + "\n")
    assert (tree.title, tree.uid, tree.description) == ("Peer work", "FW", "What we do")
    assert outline(tree) == [(0, "Listen"), (1, "With care"), (0, "Speak")]
    assert ("row 5", "A second row says that it is the framework.") in told(report)


def test_a_section_that_no_program_writes_is_text() -> None:
    assert plain_text("<p>Care <![[CDATA[;x</p>") == "Care <![[CDATA[;x"
