"""CSV in from any programme, and out so that no spreadsheet runs it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.formats.csv_out import safe_cell, write_csv
from penholder.pure.formats.report import Unreadable
from penholder.pure.formats.tables import read_table

TEXT = "Code;Statement;Notes\r\n1;Écoute;“Oui”\r\n2;Parle;\r\n"


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_read_table_finds_the_encoding_and_tells_it(codec: str, told: str) -> None:
    table = read_table(TEXT.encode(codec))
    assert table.columns == ("Code", "Statement", "Notes")
    assert table.rows == (("1", "Écoute", "“Oui”"), ("2", "Parle", ""))
    assert (table.encoding, table.delimiter) == (told, ";")
    assert bool(table.oddities) == (codec == "cp1252")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_read_table_finds_the_delimiter_behind_quotes_and_other_marks(delimiter: str) -> None:
    rows = [["Code", "Statement"], ["1", "listen, then; then\tspeak\nand wait"], ["2", 'say "yes"']]
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=delimiter).writerows(rows)
    table = read_table(page.getvalue().encode())
    assert [list(table.columns), *map(list, table.rows)] == rows
    assert table.delimiter == delimiter


def test_read_table_of_one_column_reads_it() -> None:
    assert read_table(b"Statement\nListen\nSpeak\n").rows == (("Listen",), ("Speak",))


def test_read_table_numbers_rows_as_a_spreadsheet_does() -> None:
    table = read_table(b'sep=;\r\n\r\nCode;Statement\r\n1;"two\r\nlines"\r\n;\r\n2;Speak\r\n;\r\n')
    assert [(number, row[0]) for number, row in table.numbered()] == [(4, "1"), (6, "2")]
    assert len(table.rows) == 3


@pytest.mark.parametrize("title", ["Standards 2023\n\n", "Standards 2023,,\n,,\n", "sep=,\nStandards 2023\n"])
def test_read_table_finds_headings_under_a_title_and_tells_it(title: str) -> None:
    table = read_table(f"{title}No,Standard,Such as\n1,A,\n2,B,c\n3,C,\n".encode())
    assert table.columns == ("No", "Standard", "Such as")
    assert table.first_row == 4
    assert [one.what for one in table.oddities] == ["A row stands above the headings."]


@pytest.mark.parametrize(
    "text",
    [
        "Comment\nI like it, truly, yes\nI, too, agree\nNo, no, no\nSo, so, so\n",
        "Comment\na,b\nc,d\ne,f\ng,h\n",
        "Comment\na,b,c\nd\ne,f,g\nh,i\n",
    ],
)
def test_read_table_takes_no_heading_for_a_title_where_rows_are_not_surely_a_table(text: str) -> None:
    table = read_table(text.encode())
    assert table.columns[0] == "Comment"
    assert table.oddities == ()


def test_read_table_names_headings_apart() -> None:
    table = read_table(b"Notes,,Notes , Notes\n1,2,3,4\n")
    assert table.columns == ("Notes", "column 2", "Notes (2)", "Notes (3)")


def test_read_table_takes_a_stray_quotation_mark_within_a_line_and_a_quoted_cell_of_several_lines() -> None:
    table = read_table(b'Code,Statement\n1,"He said" no\n2,"two\nlines, ""here"""\n3,5" tall\n')
    assert table.rows == (("1", "He said no"), ("2", 'two\nlines, "here"'), ("3", '5" tall'))


def test_read_table_replaces_null_characters_and_tells() -> None:
    table = read_table(b"Code,Statement\n1,Lis\x00ten\n")
    assert table.rows == (("1", "Lis\ufffdten"),)
    assert [oddity.what for oddity in table.oddities] == ["The file holds characters that cannot be kept."]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
        (b",,,\n,,\n", "has no rows"),
        (b"Code,Statement\n", "a heading row and nothing under it"),
        (b'Code,Statement\n1,Listen\n2,"never closed\n3,x\n', "opens in line 3 or after is never closed"),
        (
            b'Code,Statement\n1,"He said" no\n2,"never closed\n3,x\n',
            "opens in line 3 or after is never closed",
        ),
        (
            b'Code,Statement\n1,"never closed\n2,x\n3,"a quoted, proper one"\n4,y\n',
            "opens in line 2 or after takes in the lines up to 4",
        ),
        (b'sep=;\nCode;Statement\n1;Listen\n2;"broken off', "opens in line 4 is never closed"),
        (b"PK\x03\x04sheet", "Word or Excel file"),
        (b"a,b\n" + b"1,2\n" * 100_001, "more than 100,000 rows"),
        (b"a,b\n1," + b"x" * 1_000_001 + b"\n", "near line 2"),
    ],
)
def test_read_table_of_something_else_says_what_and_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_table(data, name="sheet.csv")
    assert refused.value.sentence.startswith("sheet.csv ")
    assert said in refused.value.sentence


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠", " =", "\xa0@"]
)
def test_safe_cell_never_begins_like_a_formula(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1".replace("\0", "\ufffd") or start == "\0"
    assert safe_cell(f"{start}1+1")[0] in "'\ufffd"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_write_csv_quotes_every_cell_and_is_read_back(cells: list[str]) -> None:
    data = write_csv(["Code", "Words"], [(str(number), cell) for number, cell in enumerate(cells, start=1)])
    assert data.startswith(b'\xef\xbb\xbf"Code","Words"\r\n')
    back = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    assert [row[1] for row in back] == [safe_cell(cell) for cell in cells]
    assert all(
        cell.removeprefix("'") == given or cell == given for (_, cell), given in zip(back, cells, strict=True)
    )
