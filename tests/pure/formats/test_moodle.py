"""Moodle's CSV: both spellings in, Moodle's own rules kept on the way out."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.report import Unreadable
from penholder.pure.formats.sheets.csv_framework_in import read_csv_framework
from penholder.pure.formats.sheets.moodle import read_moodle
from penholder.pure.formats.sheets.moodle_columns import HEADINGS, OURS, as_html
from penholder.pure.formats.sheets.moodle_out import LONGEST, write_moodle
from penholder.pure.tree.statement import Association, Statement, Tree

MOODLE_14 = list(HEADINGS.values())
MOODLE_12 = [
    *("Parent ID number", "ID number", "Shortname", "Description", "Description format", "Scale values"),
    *("Scale configuration", "Rule type", "Rule outcome", "Rule config", "Is framework", "Taxonomy"),
]


def table(headings: list[str], *rows: dict[str, str]) -> bytes:
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, headings)
    writer.writeheader()
    writer.writerows(rows)
    return page.getvalue().encode()


def written(tree: Tree) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write_moodle(tree).decode(), newline="")))


@pytest.mark.parametrize("headings", [MOODLE_14, MOODLE_12])
def test_both_spellings_give_the_same_framework(headings: list[str]) -> None:
    short, rule = headings[2], headings[7]
    data = table(
        headings,
        {
            "ID number": "FW",
            short: "Peer work",
            "Description": "<p>What we do</p>",
            "Is framework": "1",
            "Taxonomy": "skill",
        },
        {
            "ID number": "a",
            short: "Listen ",
            "Description": "<p>To &amp; fro<br>on</p><p>x</p>",
            rule: "points",
        },
        {"Parent ID number": "a", "ID number": "b", short: "With care", "Description": "plain"},
    )
    tree, report = read_moodle(data)
    assert (tree.title, tree.uid, tree.description) == ("Peer work", "FW", "What we do")
    assert tree.extras == (("Taxonomy", '"skill"'),)
    assert [(one.uid, one.parent, one.text, one.notes) for one in tree.statements] == [
        ("a", "", "Listen", "To & fro\non\n\nx"),
        ("b", "a", "With care", "plain"),
    ]
    assert tree.by_uid["a"].extras == (("Rule type (optional)", '"points"'),)
    assert (report.read, report.kept, report.left_out) == (3, 3, 0)
    assert read_csv_framework(data) == (tree, report)


def test_the_real_export_goes_out_and_comes_in_again(shared: Path) -> None:
    data = (shared / "data/frameworks/moodle/moodle-lptmanager-example.csv").read_bytes()
    tree, report = read_moodle(data, name="oecd.csv")
    assert (tree.title, tree.uid, len(tree.statements), len(tree.associations)) == (
        "OECD",
        "OECD-CORE",
        64,
        78,
    )
    assert (report.read, report.kept, report.links_read, report.links_kept) == (65, 65, 78, 78)
    again, _ = read_moodle(write_moodle(tree))
    assert again.by_uid == tree.by_uid
    assert replace(again, statements=()) == replace(tree, statements=(), associations=again.associations)
    assert set(again.associations) == set(tree.associations)
    original = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    old_names = list(original[0])
    assert len(old_names) == 14
    by_number = {row["ID number"]: row for row in written(tree)}
    assert len(by_number) == len(original) == 65
    for before in original:
        row = by_number[before["Id number"]]
        for heading, old in zip(MOODLE_14, old_names, strict=True):
            related = heading.startswith("Cross-referenced")
            assert row[heading] == (
                before[old].replace(" ", "") if related else before[old].strip() or row[heading]
            )
        assert row[OURS] == ""


def test_a_row_that_cannot_be_taken_is_set_apart_whole() -> None:
    rows = [
        {"ID number": "FW", "Short name": "F", "Is framework": "1"},
        {"ID number": "a", "Short name": "A"},
        {"ID number": "a", "Short name": "Again", "Taxonomy": "lost?"},
        {"Parent ID number": "a", "Scale values": "no words"},
        {"Parent ID number": "z", "ID number": "c", "Description": "Only described"},
        {"Short name": "No number"},
    ]
    tree, report = read_moodle(table(MOODLE_14, *rows))
    left = [one for one in report.oddities if one.severity == "left out"]
    assert [(one.where, one.what) for one in left] == [
        ("row 5", "A row has no words for its statement."),
        ("row 4", "The identifier of a statement is used twice."),
    ]
    assert "no words" in left[0].raw
    assert "lost?" in left[1].raw
    assert [one.text for one in tree.statements] == ["A", "Only described", "No number"]
    assert {one.what for one in report.oddities if one.severity == "note"} == {
        "A statement has no short name.",
        "A row has no ID number.",
        "A statement belongs under something that is not in this file.",
    }
    assert (report.read, report.kept, report.left_out) == (6, 4, 2)


def test_a_table_that_is_not_moodles_gets_a_sentence() -> None:
    with pytest.raises(
        Unreadable, match="is not Moodle's CSV of a framework: the columns “Parent ID number”"
    ):
        read_moodle(b"Code,Statement\n1,Listen\n")


def test_our_own_column_when_damaged_is_passed_over_and_set_apart() -> None:
    tree = Tree("T", (Statement("a", "A", code="1"),))
    data = write_moodle(tree).replace(b'{""code"":""1""}', b'{""code""')
    again, report = read_moodle(data)
    assert again.statements == (Statement("a", "A"),)
    (odd,) = report.oddities
    assert (odd.what, odd.raw) == ("The column “Kept by Penholder” is damaged.", '{"code"')


# Out


def test_the_columns_stand_as_moodle_takes_them_and_ours_comes_last() -> None:
    head = write_moodle(Tree("T", ())).decode().splitlines()[0]
    assert head == ",".join(f'"{one}"' for one in [*MOODLE_14, OURS])


def test_a_framework_has_what_moodle_asks_of_one() -> None:
    (row,) = written(Tree("Peer work", (), description="What\n\nwe do", uid="FW"))
    assert {name: value for name, value in row.items() if value} == {
        "ID number": "FW",
        "Short name": "Peer work",
        "Description": "<p>What</p><p>we do</p>",
        "Description format": "1",
        "Scale values": "Not yet competent,Competent",
        "Scale configuration": '[{"scaleid":"1"},{"id":2,"scaledefault":1,"proficient":1}]',
        "Is framework": "1",
        "Taxonomy": "competency,competency,competency,competency",
    }


def test_words_that_moodle_would_cut_stand_whole_in_the_description() -> None:
    words = "able to listen " * 20
    tree = Tree("T", (Statement("a", words, notes="why"),))
    row = written(tree)[1]
    assert len(row["Short name"]) <= LONGEST
    assert row["Short name"].endswith("…")
    assert row["Description"] == f"{as_html(words)}<p>why</p>"
    assert read_moodle(write_moodle(tree))[0].statements == tree.statements


def test_id_numbers_that_moodle_would_cut_or_mistake_are_replaced() -> None:
    uids = ("x" * 200 + "1", "x" * 200 + "2", "1.1", "1.10", "0", "<b>", " a", "a\nb", "FW", "fine")
    tree = Tree("T", tuple(Statement(uid, "A", position=place) for place, uid in enumerate(uids)), uid="FW")
    numbers = [row["ID number"] for row in written(tree)]
    assert numbers[0] == "FW"
    assert {numbers[3], numbers[10]} == {"1.1", "fine"}
    assert all(len(number) <= LONGEST for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert sum(number.startswith("id-") for number in numbers) == 8
    assert read_moodle(write_moodle(tree))[0] == tree


def test_only_relations_that_moodle_knows_stand_in_its_column() -> None:
    links = (
        Association("1", "isRelatedTo", "a", "b,c"),
        Association("2", "exactMatchOf", "a", "b,c"),
        Association("3", "isRelatedTo", "a", "https://e.org"),
        Association("4", "isRelatedTo", "elsewhere", "a"),
        Association("5", "isRelatedTo", "b,c", "%2C"),
        Association(derived_uid("a", "isRelatedTo", "b,c"), "isRelatedTo", "a", "b,c"),
    )
    tree = Tree(
        "T",
        (Statement("a", "A"), Statement("b,c", "B", position=1), Statement("%2C", "C", position=2)),
        links,
        uid="FW",
    )
    assert written(tree)[1]["Cross-referenced competency ID numbers"] == "b%2Cc"
    again, report = read_moodle(write_moodle(tree))
    assert sorted(again.associations, key=repr) == sorted(links, key=repr)
    assert (report.links_read, report.links_left_out) == (6, 0)


def test_scales_and_rules_are_given_back_from_whatever_spelling() -> None:
    extras = (("Rule type", '"core\\\\rule"'), ("Scale configuration", '"[1]"'))
    tree = Tree("T", (Statement("a", "A", extras=extras),))
    row = written(tree)[1]
    assert (row["Rule type (optional)"], row["Scale configuration"]) == ("core\\rule", "[1]")
    assert read_moodle(write_moodle(tree))[0] == replace(tree, uid="")


def test_html_that_somebody_changed_the_words_of_does_not_go_back() -> None:
    html = '"<p><b>Old</b></p>"'
    same, changed = (
        Statement(uid, "A", notes=notes, extras=(("Description", html),))
        for uid, notes in (("a", "Old"), ("b", "New"))
    )
    rows = written(Tree("T", (same, changed)))
    assert [row["Description"] for row in rows[1:]] == ["<p><b>Old</b></p>", "<p>New</p>"]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), st.text(max_size=30))
def test_no_cell_breaks_the_table_for_php(words: str, notes: str) -> None:
    """PHP's reader of CSV takes a backslash before a quotation mark for its own, and would run into the next row."""
    tree = Tree("T", (Statement("a", words, notes=notes, plain='\\"' + words),))
    page = write_moodle(tree).decode()
    assert '\\"' not in page.replace('"core\\', "")


def test_headings_in_another_language_are_known_by_the_order_of_the_columns() -> None:
    tree = Tree(
        "Care", (Statement("a", "Listen"), Statement("b", "Speak", parent="a", notes="Clearly")), uid="f"
    )
    rows = list(csv.reader(io.StringIO(write_moodle(tree).decode("utf-8-sig"))))
    page = io.StringIO()
    csv.writer(page).writerows(
        [[f"Spalte {place}" for place in range(len(rows[0]) - 1)] + rows[0][-1:], *rows[1:]]
    )

    again, report = read_csv_framework(page.getvalue().encode())
    plain, _ = read_csv_framework(write_moodle(tree))

    assert again == plain == read_moodle(page.getvalue().encode())[0]
    assert [one.what for one in report.oddities][:1] == [
        "Moodle's headings are in another language than English."
    ]
    assert "“Spalte 2” is the short name" in report.oddities[0].so


def test_a_table_of_as_many_columns_is_not_moodles_for_that() -> None:
    columns = ",".join(f"c{place}" for place in range(14))
    rows = "".join(f"{place},Words of {place}{',' * 10},{int(place == 1)},\n" for place in range(1, 4))
    _, report = read_csv_framework(f"{columns}\n{rows}".encode())

    assert all("Moodle" not in one.what for one in report.oddities)
