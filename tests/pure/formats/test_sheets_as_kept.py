"""Spreadsheets as people keep them, read without a map: what their columns mean, and what is told where it is a guess."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from penholder.pure.formats.report import ImportReport
from penholder.pure.formats.sheets.column_map import SheetMap
from penholder.pure.formats.sheets.column_map_guess import guess_map
from penholder.pure.formats.sheets.csv_framework_in import read_csv_framework
from penholder.pure.formats.sheets.csv_headings import read_csv_table
from penholder.pure.formats.sheets.xlsx_framework import read_xlsx, read_xlsx_table
from penholder.pure.formats.tables import read_table
from penholder.pure.tree.statement import Tree
from tests.pure.formats.test_xlsx_framework import workbook


def read(text: str) -> tuple[Tree, ImportReport]:
    return read_csv_framework(text.encode(), name="Small.csv")


def guessed(text: str) -> SheetMap:
    return guess_map(read_table(text.encode()))


def outline(tree: Tree) -> list[tuple[int, str, str]]:
    return [(depth, one.code, one.text) for depth, one in tree.walk()]


def told(report: ImportReport) -> list[tuple[str, str]]:
    return [(one.where, one.what) for one in report.oddities]


# A level is a depth, or how demanding a statement is

DEPTH = ("the whole file", "A column of numbers was read as depth.")


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Code,Competency,Level\n1.1,Listens to people,1\n1.2,Asks back,2\n1.3,Speaks clearly,1\n", "121"),
        ("Unit,Title,Level,Credit\nU1,Care,2,3\nU2,More care,3,4\nU3,Again,2,3\n", "232"),
        ("Competency,Level\nListens,1\nAsks,3\nSpeaks,1\n", "131"),
        ("Competency,Level\nListens,1\nAsks,1\nSpeaks,1\n", "111"),
        ("Competency,Level\nListens,2\nAsks,1\nSpeaks,2\n", "212"),
        ("Competency,Level\nListens,1.0\nAsks,3.0\n", ["1.0", "3.0"]),
    ],
)
def test_a_level_that_goes_as_no_depth_goes_is_that_of_the_statement(
    text: str, levels: Sequence[str]
) -> None:
    tree, report = read(text)
    assert [one.level for one in tree.statements] == [*levels]
    assert [depth for depth, _ in tree.walk()] == [0] * len(levels)
    assert DEPTH not in told(report)


def test_a_level_beside_columns_for_levels_is_that_of_the_statement() -> None:
    two = "Domain,Statement,Level\nRelating,Listens,5\nRelating,Asks,6\nKnowing,Reads,5\nKnowing,Writes,7\n"
    three = (
        "Domain,Competency,Statement,Level,Type\nRelating,Listening,Listens,1,skill\n"
        "Relating,Listening,Hears,2,skill\nRelating,Asking,Asks,1,skill\n"
    )
    for text, deepest, levels in ((two, 1, "5657"), (three, 2, "121")):
        tree, report = read(text)
        assert [one.level for depth, one in tree.walk() if depth == deepest] == [*levels]
        assert DEPTH not in told(report)


def test_a_level_that_counts_the_columns_for_levels_says_nothing_more() -> None:
    tree, report = read("Level,Area,Skill\n1,Cooking,\n2,,Cutting\n2,,Boiling\n1,Care,\n2,,Washing\n")
    assert [(depth, one.text, one.level) for depth, one in tree.walk()] == [
        (0, "Cooking", ""),
        (1, "Cutting", ""),
        (1, "Boiling", ""),
        (0, "Care", ""),
        (1, "Washing", ""),
    ]
    assert (report.left_out, DEPTH in told(report)) == (0, False)


@pytest.mark.parametrize(
    "text",
    [
        "Code,Statement,Level\n1,Relating,1\n1.1,Listening,2\n1.2,Asking,2\n2,Knowing,1\n",
        "Level,Statement\n0,Relating\n1,Listening\n1,Asking\n0,Knowing\n",
        "No,Level,Statement\n1,1,Relating\n2,2,Listening\n3,2,Asking\n4,1,Knowing\n",
    ],
)
def test_a_level_that_goes_as_depths_go_is_believed_and_told(text: str) -> None:
    tree, report = read(text)
    assert [(depth, one.text) for depth, one in tree.walk()] == [
        (0, "Relating"),
        (1, "Listening"),
        (1, "Asking"),
        (0, "Knowing"),
    ]
    assert told(report) == [DEPTH]


def test_a_depth_may_be_written_with_a_nought_after_its_point() -> None:
    tree, report = read("Level,Statement\n1.0,Relating\n2.0,Listening\n")
    assert [(depth, one.text) for depth, one in tree.walk()] == [(0, "Relating"), (1, "Listening")]
    assert told(report) == [DEPTH]


def test_numbers_that_name_a_row_in_every_row_are_no_parents() -> None:
    tree, report = read("Unit,Title,Level,Credit\n1,Care,2,3\n2,More care,3,3\n3,Again,2,2\n")
    assert [depth for depth, _ in tree.walk()] == [0, 0, 0]
    assert report.oddities == ()


# An ID is mostly a code


def test_an_id_that_looks_like_a_code_is_one_and_leaves_the_columns_for_levels() -> None:
    tree, report = read(
        "ID,Domain,Competency,Statement\n1,Communication,Listening,Listens to people\n"
        "2,Communication,Listening,Hears them out\n3,Communication,Asking,Asks back\n"
    )
    assert outline(tree) == [
        (0, "", "Communication"),
        (1, "", "Listening"),
        (2, "1", "Listens to people"),
        (2, "2", "Hears them out"),
        (1, "", "Asking"),
        (2, "3", "Asks back"),
    ]
    assert (report.read, report.kept) == (3, 3)


def test_ids_of_stairs_are_the_codes_of_their_steps() -> None:
    tree, report = read(
        "ID,Level 1,Level 2,Level 3\n1,Communication,,\n1.1,,Listening,\n1.1.1,,,Listens to people\n"
        "1.1.2,,,Hears them out\n1.2,,Asking,\n1.2.1,,,Asks back\n"
    )
    assert outline(tree) == [
        (0, "1", "Communication"),
        (1, "1.1", "Listening"),
        (2, "1.1.1", "Listens to people"),
        (2, "1.1.2", "Hears them out"),
        (1, "1.2", "Asking"),
        (2, "1.2.1", "Asks back"),
    ]
    assert (report.read, report.kept) == (6, 6)


def test_identifiers_leave_columns_that_are_surely_for_levels() -> None:
    text = "Identifier,Domain,Competency,Statement\nx,Communication,Listening,Listens\ny,Communication,Listening,Hears\n"
    assert guessed(text) == SheetMap(
        identifier="Identifier", text="Statement", levels=("Domain", "Competency", "Statement")
    )
    assert [one.uid for one in read(text)[0].statements[2:]] == ["x", "y"]


def test_an_id_in_a_tree_of_codes_gives_the_tree() -> None:
    tree, _ = read("ID,Statement\n1,Relating\n1.1,Listening\nA1,Knowing\n")
    assert outline(tree) == [(0, "1", "Relating"), (1, "1.1", "Listening"), (0, "A1", "Knowing")]


@pytest.mark.parametrize(
    "text",
    [
        "ID,Code,Statement\n1,A,Listens\n2,B,Asks\n",
        "ID,Parent,Statement\n1,,Listens\n2,1,Hears\n",
        "ID,Statement,isRelatedTo\n1,Listens,2\n2,Hears,\n",
        "UUID,Statement\n1,Listens\n2,Hears\n",
    ],
)
def test_an_id_that_rows_are_named_by_stays_one(text: str) -> None:
    assert guessed(text).identifier in {"ID", "UUID"}


# Codes that begin again in each part

PARTS = [
    (0, "1", "Listening"),
    (1, "1.1", "Hears"),
    (0, "2", "Speaking"),
    (0, "1", "Lifting"),
    (1, "1.1", "Bends knees"),
    (0, "2", "Walking"),
]


def test_codes_that_begin_again_stand_under_the_last_one_above_in_the_order_of_the_rows() -> None:
    tree, report = read(
        "Code,Statement\n1,Listening\n1.1,Hears\n2,Speaking\n1,Lifting\n1.1,Bends knees\n2,Walking\n"
    )
    assert outline(tree) == PARTS
    assert told(report) == [
        (f"row {row} (code {code})", "A path is used twice.")
        for row, code in ((5, "1"), (6, "1.1"), (7, "2"))
    ]


def test_parents_named_by_codes_that_begin_again_are_the_last_ones_above() -> None:
    tree, report = read(
        "Code,Parent,Statement\n1,,Listening\n1.1,1,Hears\n2,,Speaking\n1,,Lifting\n1.1,1,Bends knees\n2,,Walking\n"
    )
    assert outline(tree) == PARTS
    assert told(report) == [("row 5 (code 1)", "A code is used twice.")]


def test_a_parent_may_stand_below_and_words_may_be_said_again() -> None:
    tree, report = read("Parent,Statement\nLater,Now\n,Later\nLater,Then\n,Later\nLater,Again\n")
    assert [(depth, one.text) for depth, one in tree.walk()] == [
        (0, "Later"),
        (1, "Now"),
        (1, "Then"),
        (0, "Later"),
        (1, "Again"),
    ]
    assert told(report) == [("row 5", "Words that others stand under are used twice.")]


def test_a_part_that_ended_takes_nothing_more() -> None:
    tree, report = read("Code,Statement\n1,A\n1.1,AA\n1.1.1,AAA\n1,B\n1.1.1,BAA\n")
    assert [(depth, one.text) for depth, one in tree.walk()] == [
        (0, "A"),
        (1, "AA"),
        (2, "AAA"),
        (0, "B"),
        (1, "BAA"),
    ]
    assert report.oddities[-1].so == "“what is above 1.1.1” is missing. It was put under row 5 (code 1)."


# Codes with a stop at their end

STOPPED = [(0, "1.", "Communication"), (1, "1.1.", "Listening"), (2, "1.1.1.", "Listens")]


@pytest.mark.parametrize(
    "text",
    [
        "Code,Statement\n1.,Communication\n1.1.,Listening\n1.1.1.,Listens\n",
        "Code,Under,Statement\n1.,,Communication\n1.1.,1,Listening\n1.1.1.,1.1.,Listens\n",
        "Code,Above it,Statement\n1.,,Communication\n1.1.,1,Listening\n1.1.1.,1.1,Listens\n",
    ],
)
def test_a_stop_that_closes_a_code_hides_no_parent(text: str) -> None:
    tree, report = read(text)
    assert outline(tree) == STOPPED
    assert report.oddities == ()


# Codes that a spreadsheet took for numbers or days

CUT = "A code seems to have lost its nought."


@pytest.mark.parametrize(
    ("after", "depths"),
    [([[1.11, "After"]], [1, 1]), ([["1.10.1", "Below"]], [1, 2]), ([[2, "Next"]], [1, 0]), ([], [1])],
)
def test_a_code_that_lost_its_nought_stays_in_its_place_and_is_told(
    after: Sequence[Sequence[object]], depths: Sequence[int]
) -> None:
    rows = [[1, "All"], *([float(f"1.{one}"), f"It {one}"] for one in range(1, 10)), [1.1, "Cut"], *after]
    tree, report = read_xlsx(workbook(["Code", "Statement"], *rows))
    assert [(depth, one.text) for depth, one in tree.walk()][10:] == [
        (depth, row[1]) for depth, row in zip(depths, [[1.1, "Cut"], *after], strict=True)
    ]
    assert [one.code for _, one in tree.walk()][10] == "1.1"
    assert told(report) == [("row 12 (code 1.1)", CUT)]
    assert report.oddities[0].so.startswith("“1.1” is probably 1.10, ")


def test_a_nought_is_missed_in_a_list_without_a_tree_too() -> None:
    rows = "".join(f"1.{one},It {one}\n" for one in (*range(1, 10), 1, *range(11, 20), 2, 21))
    tree, report = read(f"Code,Statement\n{rows}")
    assert told(report) == [("row 11 (code 1.1)", CUT), ("row 21 (code 1.2)", CUT)]
    assert len(tree.statements) == 21


@pytest.mark.parametrize("after", ["1.2,Again\n", "1.1.1,Below\n", "1.10,The tenth\n"])
def test_codes_that_begin_again_lost_no_nought(after: str) -> None:
    rows = "".join(f"1.{one},It {one}\n" for one in (*range(1, 10), 1))
    _, report = read(f"Code,Statement\n{rows}{after}")
    assert CUT not in {what for _, what in told(report)}


def test_codes_that_became_days_are_told() -> None:
    data = workbook(
        ["Code", "Statement"],
        ["1", "Listen"],
        [dt.date(2024, 2, 1), "With care"],
        then=lambda sheet: setattr(sheet["A3"], "number_format", "d.m"),
    )
    tree, report = read_xlsx(data)
    assert [one.code for one in tree.statements] == ["1", "2024-02-01"]
    assert told(report) == [("row 3 (code 2024-02-01)", "A code is a day.")]
    assert told(read("Code,Statement\n01-Feb,With care\n")[1]) == [
        ("row 2 (code 01-Feb)", "A code is a day.")
    ]


@pytest.mark.parametrize(
    "code", ["01. Okt", "01-août", "janv-10", "1-mrt", "ene-10", "01/02/2024", "1.2.2024", "February 10"]
)
def test_days_are_told_as_spreadsheets_of_other_countries_write_them(code: str) -> None:
    assert told(read(f"Code,Statement\n{code},With care\n")[1]) == [
        (f"row 2 (code {code})", "A code is a day.")
    ]


@pytest.mark.parametrize("code", ["1.00E+05", "1,23457E+11", "2E+10"])
def test_a_long_number_that_was_cut_short_is_told(code: str) -> None:
    assert told(read(f'Code,Statement\n"{code}",With care\n')[1]) == [
        (f"row 2 (code {code})", "A code is a number cut short.")
    ]


@pytest.mark.parametrize("code", ["Mark 10", "Decision 01", "1-A", "3 marks", "2024", "Set 10", "1.2.24"])
def test_a_code_that_is_no_day_is_not_called_one(code: str) -> None:
    assert told(read(f"Code,Statement\n{code},With care\n")[1]) == []


def test_codes_with_a_decimal_comma_say_the_tree_and_miss_their_nought_too() -> None:
    rows = "".join(f'"1,{one}",It {one}\n' for one in (*range(1, 10), 1, 11))
    tree, report = read(f"Code,Statement\n1,All\n{rows}2,More\n")
    assert outline(tree) == [
        (0, "1", "All"),
        *((1, f"1,{one}", f"It {one}") for one in range(1, 10)),
        (1, "1,1", "It 1"),
        (1, "1,11", "It 11"),
        (0, "2", "More"),
    ]
    assert told(report) == [("row 12 (code 1,1)", CUT)]
    assert report.oddities[0].so.startswith("“1,1” is probably 1,10, ")


# Blanks that say the tree to people

INDENTED = "Words begin with blanks, as if they stood under others."


def test_words_that_begin_with_blanks_are_told_where_nothing_else_says_the_tree() -> None:
    tree, report = read("Statement,Notes\nCare,\n  Listen,\n    In person,\n Safety,\n\tAct,\n")
    assert {depth for depth, _ in tree.walk()} == {0}
    assert told(report) == [("row 3, row 4 and row 6", INDENTED)]
    assert told(read("Code,Statement\n1,Care\n1.1,  Listen\n")[1]) == []


# What a statement is related to


def test_a_statement_may_be_related_by_the_codes_of_others_where_each_means_one() -> None:
    tree, report = read(
        'ID,Code,Statement,isRelatedTo\na,1,Listen,"2., c,4"\nb,2,Speak,3\nc,3,Wait,a\nd,4,Act,\ne,4,Rest,\n'
    )
    assert [(one.origin, one.destination) for one in tree.associations] == [
        ("a", "b"),
        ("a", "c"),
        ("a", "4"),
        ("b", "c"),
        ("c", "a"),
    ]
    assert [one.so for one in report.oddities] == ["The relation was kept; it names 4."]


# Headings that are said again

AGAIN = "A row says the headings again."


@pytest.mark.parametrize(
    "text",
    [
        "Code,Statement,Notes\n1,A,\n Code , Statement,Notes\n2,B,\n",
        "Level 1,Level 2,Level 3\nA,B,C\nLevel 1,Level 2,Level 3\nD,E,F\n",
        ",Code,Statement,\n,1,A,\n,Code,Statement,\n,2,B,\n",
    ],
)
def test_headings_that_are_said_again_are_no_statement(text: str) -> None:
    tree, report = read(text)
    assert told(report) == [("row 3", AGAIN)]
    assert (report.read, report.kept, report.left_out) == (3, 2, 1)
    assert "Statement" in report.oddities[0].raw or "Level 2" in report.oddities[0].raw
    assert not {"Code", "Statement", "Level 1", "Level 2"} & {one.text for one in tree.statements}


def test_headings_that_a_sheet_says_again_are_no_statement() -> None:
    headings = ["Code", "Statement", "", ""]
    _, report = read_xlsx(workbook(headings, ["1", "A", "", "x"], ["Code", "Statement"], ["2", "B"]))
    assert told(report) == [("row 3", AGAIN)]


# Two rows of headings, and titles above them


TWO_ROWS = [
    ["Domain", None, "Competency", None],
    ["Code", "Title", "Code", "Title"],
    ["1", "Relating", "1.1", "Listening"],
    ["1", "Relating", "1.2", "Asking"],
    ["2", "Knowing", "2.1", "Reading"],
]
TWO_LEVELS = [
    (0, "1", "Relating"),
    (1, "1.1", "Listening"),
    (1, "1.2", "Asking"),
    (0, "2", "Knowing"),
    (1, "2.1", "Reading"),
]


@pytest.mark.parametrize("merged", [(), ("A1:B1", "C1:D1")])
def test_two_rows_of_headings_are_joined(merged: Sequence[str]) -> None:
    data = workbook(*TWO_ROWS, then=lambda sheet: [sheet.merge_cells(ref) for ref in merged])
    assert read_xlsx_table(data).columns == (
        "Domain Code",
        "Domain Title",
        "Competency Code",
        "Competency Title",
    )
    tree, report = read_xlsx(data)
    assert outline(tree) == TWO_LEVELS
    assert told(report)[0] == ("row 1 to 2", "Two rows hold the headings.")
    assert (report.read, report.kept) == (3, 3)


def test_cells_merged_down_and_columns_on_their_own_stand_beside_two_rows_of_headings() -> None:
    rows = [["Our work"], [*TWO_ROWS[0], None, "Level"], [*TWO_ROWS[1], "Notes", None]]
    rows += [[*row, "n", "A1"] for row in TWO_ROWS[2:]]
    data = workbook(*rows, then=lambda sheet: [sheet.merge_cells(ref) for ref in ("A2:B2", "C2:D2", "F2:F3")])
    assert read_xlsx_table(data).columns[4:] == ("Notes", "Level")
    tree, report = read_xlsx(data)
    assert outline(tree) == TWO_LEVELS
    assert tree.statements[1].notes == "n"
    assert [where for where, _ in told(report)][:2] == ["row 1", "row 2 to 3"]


def test_a_row_of_words_under_the_headings_is_no_second_row_of_them() -> None:
    columns = read_xlsx_table(workbook(["Code", "Statement"], ["Code", "Title"], ["1", "Listen"])).columns
    assert columns == ("Code", "Statement")


def test_a_column_of_codes_has_not_the_words() -> None:
    assert guessed("Competency,Explained\n1.1,Listens to people\n1.2,Asks back\n") == SheetMap(
        code="Competency", text="Explained"
    )
    assert guessed("Competency,Title\n1.1,Listens to people\n1.2,Asks back\n") == SheetMap(
        code="Competency", text="Title"
    )
    assert guessed("Statement\n1.1\n1.2\n").text == "Statement"


# Core or optional


@pytest.mark.parametrize(
    ("cells", "optional"),
    [("CO", [False, True]), ("MO", [False, True]), ("co", [False, True]), ("x-", [True, False])],
)
def test_letters_say_core_or_optional(cells: str, optional: Sequence[bool]) -> None:
    tree, report = read(f"Statement,Core or optional\nListen,{cells[0]}\nAsk,{cells[1]}\n")
    assert [one.optional for one in tree.statements] == optional
    assert report.oddities == ()


def test_what_says_neither_core_nor_optional_is_told() -> None:
    tree, report = read("Statement,Core or optional\nListen,perhaps\nAsk,core\n")
    assert [one.optional for one in tree.statements] == [False, False]
    assert told(report) == [("row 2", "It is not clear whether a statement is core or optional.")]
    assert dict(tree.statements[0].extras) == {"Core or optional": '"perhaps"'}


# Descriptions that stand under the deepest level


@pytest.mark.parametrize(
    "rows",
    [
        "1. Information,1.1 Browsing,To search,A1\n1. Information,1.1 Browsing,To search more,A2\n1. Information,1.2 Evaluating,To judge,A1\n",
        "1. Information,,,\n,1.1 Browsing,To search,A1\n,,To search more,A2\n,1.2 Evaluating,To judge,A1\n",
        "1. Information,1.1 Browsing,To search,A1\n,,To search more,A2\n,1.2 Evaluating,To judge,A1\n",
    ],
)
def test_a_description_for_each_level_of_a_competence_is_a_statement_under_it(rows: str) -> None:
    tree, report = read(f"Area,Competence,Description,Level\n{rows}")
    assert [(depth, one.code, one.text, one.level) for depth, one in tree.walk()] == [
        (0, "1", "Information", ""),
        (1, "1.1", "Browsing", ""),
        (2, "", "To search", "A1"),
        (2, "", "To search more", "A2"),
        (1, "1.2", "Evaluating", ""),
        (2, "", "To judge", "A1"),
    ]
    assert report.left_out == 0


def test_a_description_of_each_competence_is_its_note() -> None:
    text = "Area,Competence,Description\nInformation,Browsing,To search\n,Evaluating,To judge\n"
    tree, _ = read(text)
    assert [(one.text, one.notes) for one in tree.statements][1:] == [
        ("Browsing", "To search"),
        ("Evaluating", "To judge"),
    ]


# Titles above the headings of a CSV file

STANDARDS = [(0, "1", "Practise safely"), (0, "2", "Look after yourself")]
ROWS = "Number,Standard,Examples\n1,Practise safely,as in a long example of it\n2,Look after yourself,as in rest\n"


@pytest.mark.parametrize(
    "top", ["Standards of Proficiency 2023,,\n,,\n", "Standards of Proficiency 2023\n\n\n"]
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_titles_and_blank_rows_above_the_headings_are_passed_over_and_told(top: str, delimiter: str) -> None:
    tree, report = read(f"{top}{ROWS}".replace(",", delimiter))
    assert outline(tree) == STANDARDS
    row = 1 + top.count("\n")
    assert told(report) == [("row 1", "A row stands above the headings.")]
    assert report.oddities[0].raw.startswith("Standards of Proficiency 2023")
    assert (report.read, report.kept) == (2, 2)
    again = read_csv_table(f"{top}{ROWS}".encode())
    assert (again.columns, again.first_row) == (("Number", "Standard", "Examples"), row + 1)


def test_a_map_finds_its_headings_under_a_title() -> None:
    data = f"Standards of Proficiency 2023,,\n{ROWS}".encode()
    tree, _ = read_csv_framework(data, column_map=SheetMap(text="Standard", code="Number"))
    assert outline(tree) == STANDARDS


def test_two_rows_of_headings_in_a_csv_file_are_joined() -> None:
    rows = "\n".join(",".join(cell or "" for cell in row) for row in TWO_ROWS)
    tree, report = read(f"{rows}\n")
    assert outline(tree) == TWO_LEVELS
    assert told(report)[0] == ("row 1 to 2", "Two rows hold the headings.")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Words of ours\nListen\nAsk, too\n", ("Words of ours",)),
        ("Words of ours\nListen; wait\nAsk; go on\nNotes; code\n", ("Words of ours",)),
        ("x,y\n1,Listen\n2,Name\n", ("x", "y")),
        ("Code,Statement\n1,Code\nNotes,Title\n", ("Code", "Statement")),
    ],
)
def test_the_first_row_stays_the_headings_where_no_other_one_says_more(
    text: str, columns: Sequence[str]
) -> None:
    assert read_csv_table(text.encode()).columns == columns
