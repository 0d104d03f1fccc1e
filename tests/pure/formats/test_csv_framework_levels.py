"""Sheets with one column for each level: known when they are met, and read with every row accounted for."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from penholder.pure.formats.report import ImportReport, Unreadable
from penholder.pure.formats.sheets.column_map import ColumnMap, SheetMap
from penholder.pure.formats.sheets.column_map_file import map_told, read_map, write_map
from penholder.pure.formats.sheets.column_map_guess import guess_map
from penholder.pure.formats.sheets.column_map_levels import level_headings
from penholder.pure.formats.sheets.csv_framework import tree_from_table
from penholder.pure.formats.sheets.csv_framework_in import read_csv_framework
from penholder.pure.formats.sheets.xlsx_framework import read_xlsx
from penholder.pure.formats.tables import read_table
from penholder.pure.tree.statement import Tree

HEADINGS = ("Domain", "Competence", "Statement")
LEVELS = SheetMap(levels=HEADINGS, notes="Notes")
TREE = [
    (0, "Relating"),
    (1, "Listening"),
    (2, "With care"),
    (2, "With time"),
    (1, "Asking"),
    (2, "Openly"),
    (0, "Knowing"),
    (1, "Limits"),
    (2, "One's own"),
]
FIRST_ROW_ONLY = "Domain,Competence,Statement\nRelating,Listening,With care\n,,With time\n , Asking ,Openly\nKnowing,Limits,One's own\n"
EVERY_ROW = (
    "Domain,Competence,Statement\nRelating,Listening,With care\nRelating,Listening,With time\n"
    "Relating,Asking,Openly\nKnowing,Limits,One's own\n"
)
STAIRS = (
    "Domain,Competence,Statement\nRelating,,\n,Listening,\n,,With care\n,,With time\n,Asking,\n,,Openly\n"
    "Knowing,,\n,Limits,\n,,One's own\n"
)


def read(text: str, column_map: ColumnMap | None = None) -> tuple[Tree, ImportReport]:
    table = read_table(text.encode())
    return tree_from_table(table, column_map or guess_map(table), title="Small")


def outline(tree: Tree) -> list[tuple[int, str]]:
    return [(depth, statement.text) for depth, statement in tree.walk()]


def told(report: ImportReport) -> list[tuple[str, str]]:
    return [(oddity.where, oddity.what) for oddity in report.oddities if oddity.where != "the whole file"]


# The tree


@pytest.mark.parametrize("text", [FIRST_ROW_ONLY, EVERY_ROW, STAIRS])
def test_however_the_groups_are_filled_the_tree_is_the_same(text: str) -> None:
    tree, report = read(text)
    assert outline(tree) == TREE
    assert [one.kind for one in tree.statements[:3]] == list(HEADINGS)
    assert report.read == report.kept == text.count("\n") - 1
    assert told(report) == []
    assert tree == read(FIRST_ROW_ONLY)[0]


def test_what_was_repeated_is_told() -> None:
    _, report = read(EVERY_ROW)
    assert report.oddities[0].so == (
        "Domain > Competence > Statement; a blank cell goes on with what stands above it, "
        "and 3 repeat what stands above them and were taken once."
    )


def test_identifiers_come_from_the_words_above_and_not_from_the_place() -> None:
    before, after = read(FIRST_ROW_ONLY)[0], read(FIRST_ROW_ONLY.replace("\nRel", "\nNew,,\nRel"))[0]
    ids = {one.text: one.uid for one in before.statements}
    assert ids.items() <= {one.text: one.uid for one in after.statements}.items()
    again, _ = read("Domain,Competence,Statement\nA b c d,Same,Same\n,Other,Same\n", LEVELS_ONLY)
    assert len({one.uid for one in again.statements}) == 5


LEVELS_ONLY = SheetMap(levels=HEADINGS)


def test_other_columns_speak_of_the_deepest_statement_of_the_row() -> None:
    text = (
        "Domain,Competence,Statement,Notes,Colour\nRelating,Listening,With care,of care,red\n"
        ",Asking,,of asking,\n,Listening,,of listening,blue\nKnowing,,,of knowing,\n"
    )
    tree, report = read(text, LEVELS)
    notes = {one.text: one.notes for one in tree.statements}
    assert notes["With care"] == "of care"
    assert notes["Relating"] == ""
    assert (notes["Asking"], notes["Knowing"]) == ("of asking", "of knowing")
    assert dict(tree.statements[2].extras) == {"Colour": '"red"'}
    assert told(report) == [
        ("row 4", "A group has two statements with the same words, apart from each other.")
    ]


def test_a_group_may_have_a_row_of_its_own_after_its_first_statement() -> None:
    tree, report = read(
        "Domain,Competence,Statement,Notes,No\nRelating,Listening,With care,,1.1.1\nRelating,Listening,,all of it,1.1\n"
        "Relating,Listening,With time,,1.1.2\n",
        replace(LEVELS, code="No"),
    )
    assert [(one.code, one.text, one.notes) for one in tree.statements] == [
        ("", "Relating", ""),
        ("1.1", "Listening", "all of it"),
        ("1.1.1", "With care", ""),
        ("1.1.2", "With time", ""),
    ]
    assert (report.read, report.kept, told(report)) == (3, 3, [])


def test_a_row_that_comes_twice_is_told_and_one_that_says_otherwise_is_set_apart() -> None:
    row = "Relating,Listening,With care,of care\n"
    tree, report = read(
        f"Domain,Competence,Statement,Notes\n{row}{row},,,\n{row.replace('of', 'no')}", LEVELS
    )
    assert len(tree.statements) == 3
    assert (report.read, report.kept, report.left_out) == (3, 2, 1)
    assert told(report) == [
        ("row 4", "Rows are empty."),
        ("row 3", "A row repeats a statement above it."),
        ("row 5", "A row repeats a statement above it and says something else beside it."),
    ]
    assert report.oddities[2].raw == "Relating,Listening,With care,no care"


def test_gaps_and_a_deeper_cell_without_any_above_are_told() -> None:
    tree, report = read(
        "Domain,Competence,Statement,Notes\n,,Alone,\nRelating,,Directly,\n,Listening,With care,\n,,,only a note\n",
        LEVELS,
    )
    assert outline(tree) == [
        (0, "Alone"),
        (0, "Relating"),
        (1, "Directly"),
        (1, "Listening"),
        (2, "With care"),
    ]
    assert told(report) == [
        ("row 2", "Nothing stands in the column “Competence” above a statement."),
        ("row 3", "Nothing stands in the column “Competence” above a statement."),
        ("row 5", "A row has no words for its statement."),
    ]
    assert (report.oddities[0].so, report.oddities[1].so) == (
        "“Alone” was put at the top.",
        "“Directly” was put under “Relating”.",
    )
    assert (report.read, report.kept, report.left_out, report.oddities[2].raw) == (4, 3, 1, ",,,only a note")


def test_a_sheet_with_no_words_at_any_level_stops() -> None:
    _, report = read("Domain,Competence,Statement,Notes\n,,,a\n", LEVELS)
    assert report.stopped


# Codes


def test_codes_stand_in_the_cells_or_beside_them() -> None:
    inside = "Domain,Competence,Statement\n1 Relating,1.1 Listening,1.1.1 With care\n,,1.1.2. With time\n"
    beside = (
        "Domain code,Domain,Competence no.,Competence,No.,Statement\n1,Relating,1.1,Listening,1.1.1,With care\n"
        "1,,1.1,Listening,1.1.2,With time\n"
    )
    expected = [("1", "Relating"), ("1.1", "Listening"), ("1.1.1", "With care"), ("1.1.2", "With time")]
    for text in (inside, beside):
        tree, report = read(text)
        assert [(one.code, one.text) for one in tree.statements] == expected
        assert (report.read, report.kept, told(report)) == (2, 2, [])
    assert dict(read(inside)[0].statements[3].extras) == {"Statement": '"1.1.2. With time"'}


def test_words_that_differ_only_in_their_code_are_two_statements() -> None:
    tree, _ = read(
        "Domain,Statement,No.\nRelating,Listen,1\n,Listen,2\n",
        SheetMap(levels=("Domain", "Statement"), code="No."),
    )
    assert [(one.code, one.text) for one in tree.statements] == [
        ("", "Relating"),
        ("1", "Listen"),
        ("2", "Listen"),
    ]


def test_a_code_without_words_is_kept_and_told() -> None:
    column_map = SheetMap(levels=("Domain", "Statement"), level_codes=(("Domain", "Code"),))
    tree, report = read("Code,Domain,Statement\n1,Relating,Listen\n2,,Ask\n", column_map)
    assert dict(tree.statements[2].extras) == {"Code": '"2"'}
    assert told(report) == [("row 3", "The column “Code” has a code without words.")]


def test_given_identifiers_are_those_of_the_deepest_statements() -> None:
    column_map = SheetMap(levels=("Domain", "Statement"), identifier="ID")
    tree, report = read("Domain,Statement,ID\nRelating,Listen,a\n,Ask,b\n,Wait,a\n,Ask,c\n", column_map)
    assert [one.uid for one in tree.statements][1:] == ["a", "b", "c"]
    assert told(report) == [
        ("row 4", "The identifier of a statement is used twice."),
        ("row 5", "A group has two statements with the same words, apart from each other."),
    ]
    assert (report.read, report.kept, report.left_out) == (4, 3, 1)


def test_html_in_a_level_gives_its_words_once_and_is_kept() -> None:
    tree, report = read(
        "Domain,Statement\n<b>Relating</b>,Listen\n<b>Relating</b>,Ask\n",
        SheetMap(levels=("Domain", "Statement")),
    )
    assert outline(tree) == [(0, "Relating"), (1, "Listen"), (1, "Ask")]
    assert dict(tree.statements[0].extras) == {"Domain": '"<b>Relating</b>"'}
    assert told(report)[0] == ("row 2", "The column “Domain” holds HTML.")


# Known when met


@pytest.mark.parametrize(
    ("headings", "levels"),
    [
        ("Domain,Competence,Statement", ("Domain", "Competence", "Statement")),
        ("Area,Unit,Element,Performance criteria", ("Area", "Unit", "Element", "Performance criteria")),
        ("Section,Subsection,Sub-subsection", ("Section", "Subsection", "Sub-subsection")),
        ("Level 1,Level 2,Level 3", ("Level 1", "Level 2", "Level 3")),
        ("No.,Domain title,Competencies,Notes", ("Domain title", "Competencies")),
        ("Level 1,Level 2,Statement", ("Level 1", "Level 2", "Statement")),
        ("Competence,Level 1,Level 2", ()),
        ("Level 1,Level 3", ()),
        ("Statement,Domain", ()),
        ("Statement,Notes", ()),
    ],
)
def test_headings_that_go_from_the_wide_to_the_narrow_are_words_for_levels(
    headings: str, levels: tuple[str, ...]
) -> None:
    assert level_headings(headings.split(",")) == levels


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FIRST_ROW_ONLY, SheetMap(text="Statement", levels=HEADINGS)),
        (EVERY_ROW, SheetMap(text="Statement", levels=HEADINGS)),
        (STAIRS, SheetMap(text="Statement", levels=HEADINGS)),
        (
            "Domain,Competence,Statement\nRelating,Listening,With care\n",
            SheetMap(text="Statement", levels=HEADINGS),
        ),
        (
            "Unit no.,Unit,Element,Performance criteria,Description\n1,Together,Listen,Hear all,x\n1,Together,Listen,Hear it,y\n",
            SheetMap(
                text="Performance criteria",
                notes="Description",
                levels=("Unit", "Element", "Performance criteria"),
                level_codes=(("Unit", "Unit no."),),
            ),
        ),
        (
            "No.,Section,No.,Subsection\n1,Relating,1.1,Listening\n,,1.2,Asking\n",
            SheetMap(
                text="Subsection",
                levels=("Section", "Subsection"),
                level_codes=(("Section", "No."), ("Subsection", "No. (2)")),
            ),
        ),
        (
            "Code,Domain,Competence,Statement\n1,Relating,,\n1.1,,Listening,\n1.1.1,,,With care\n",
            SheetMap(text="Statement", code="Code", levels=HEADINGS),
        ),
    ],
)
def test_a_sheet_with_a_column_for_each_level_is_known(text: str, expected: SheetMap) -> None:
    assert guess_map(read_table(text.encode())) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ID,Domain,Statement\na,Relating,Listen well\nb,Relating,Ask well\nc,Knowing,Know it\n",
        "Domain,Statement,Parent\nRelating,Listen well,\nRelating,Ask well,Listen well\nRelating,Wait,\n",
        "Path,Domain,Statement\n1,Relating,Listen well\n1.1,Relating,Ask well\n1.2,Relating,Wait\n",
        "Level,Domain,Statement\n1,Relating,Listen well\n2,Relating,Ask well\n2,Relating,Wait\n",
        "Code,Domain,Statement\n1,Relating,Listen well\n1.1,Relating,Ask well\n1.2,Relating,Wait\n",
        "Domain,Statement\nRelating,Listen well\nKnowing,Know it\nRelating,Ask well\nKnowing,Know more\n",
        "Domain,Statement\nRelating,Listen well\nKnowing,Know it\nBeing,Ask well\n",
        "Competence,Level 1,Level 2,Level 3\nListen,a bit,some more,a lot\nAsk,seldom,often,always\n",
        "Level 1,Level 2,Level 3\na bit,some more,a lot\nseldom,,always\nnever,now,then\n",
        "Section,Statement\n1.1,Listen well\n1.1,Ask well\n1.1,Wait\n",
        "Domain,Statement\n,Listen well\nRelating,Ask well\n,Wait\n",
        "Domain,Statement\nRelating,\n,\nKnowing,\n",
        "Statement,Domain\nListen well,Relating\nAsk well,Relating\nWait,Relating\n",
    ],
)
def test_an_ordinary_sheet_with_such_a_column_is_left_alone(text: str) -> None:
    assert guess_map(read_table(text.encode())).levels == ()


# The map


def test_a_map_with_levels_is_saved_loaded_and_told() -> None:
    column_map = SheetMap(levels=("Area", "Unit"), level_codes=(("Area", "No"),), notes="Notes")
    assert read_map(write_map(column_map)) == column_map
    assert map_told(column_map, ("No", "Area", "Unit", "Notes", "Colour")) == (
        "No: codes of “Area”",
        "Area: statements of level 1",
        "Unit: statements of level 2",
        "Notes: notes",
        "Colour: kept beside, unread",
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'{"levels": "Area"}', "has to be a list of headings from the top down"),
        (b'{"levels": ["Area", 3]}', "has to be a list of headings from the top down"),
        (b'{"levels": ["Area", "Area"]}', "names a column twice in “levels”"),
        (b'{"levels": []}', "does not say which column holds the words"),
        (
            b'{"levels": ["Area"], "level_codes": ["No"]}',
            "an object of headings of levels and of their codes",
        ),
        (b'{"levels": ["Area"], "level_codes": {"Unit": "No"}}', "gives a column of codes to “Unit”"),
    ],
)
def test_a_wrong_map_of_levels_gets_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_map(data)


def test_a_level_that_the_table_does_not_have_is_named() -> None:
    with pytest.raises(
        Unreadable, match=r"no column “Area”. Its columns are Domain, Competence and Statement"
    ):
        read(FIRST_ROW_ONLY, SheetMap(levels=("Area", "Statement")))


def test_a_column_of_words_that_is_no_level_is_the_deepest() -> None:
    tree, _ = read(FIRST_ROW_ONLY, SheetMap(levels=("Domain", "Competence"), text="Statement"))
    assert outline(tree) == TREE


# Whole files


def test_a_csv_file_and_a_workbook_with_merged_cells_give_the_same_tree() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["Our framework"])
    for line in csv.reader(io.StringIO(FIRST_ROW_ONLY)):
        sheet.append([cell.strip() or None for cell in line])
    sheet.merge_cells("A3:A5")
    sheet.merge_cells("B3:B4")
    page = io.BytesIO()
    book.save(page)
    from_book, report = read_xlsx(page.getvalue(), name="Small.xlsx")
    from_text, _ = read_csv_framework(FIRST_ROW_ONLY.encode(), name="Small.csv")
    assert outline(from_book) == TREE
    assert from_book == from_text
    assert (report.read, report.kept) == (4, 4)


cells = st.sampled_from(
    ["", " ", "A", "B", "1 A", "1.1 B", "1", "<b>A</b>", "=1+1", "two\nlines", "\u202eA", "😀"]
)


@settings(max_examples=60)
@given(
    st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=10),
    st.sampled_from(
        [
            LEVELS,
            replace(LEVELS, code="No"),
            replace(LEVELS, identifier="No"),
            replace(LEVELS, level_codes=(("Domain", "No"),)),
        ]
    ),
)
def test_whatever_such_a_sheet_holds_every_row_is_accounted_for(
    rows: list[list[str]], column_map: SheetMap
) -> None:
    page = io.StringIO()
    csv.writer(page).writerows([[*HEADINGS, "No", "Notes"], *rows])
    tree, report = read(page.getvalue(), column_map)
    assert report.read == report.kept + report.left_out == sum(any(map(str.strip, row)) for row in rows)
    assert len(list(tree.walk())) == len(tree.by_uid) == len(tree.statements)
    found = {said for one in tree.statements for said in (one.text, f"{one.code} {one.text}")}
    found |= {json.loads(value) for one in tree.statements for _, value in one.extras}
    raw = "".join(oddity.raw for oddity in report.oddities)
    for cell in (cell for row in rows for cell in row[:3] if cell.strip()):
        assert cell in found or cell in raw
    assert (tree, report) == read(page.getvalue(), column_map)
    guess_map(read_table(page.getvalue().encode()))
