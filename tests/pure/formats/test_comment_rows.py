"""Rows of comments from lines as they come: each with its number, and a sentence for a line that is none."""

from __future__ import annotations

import io

import pytest

from penholder.pure.formats.comment_rows import rows_of_json_lines, rows_of_table, rows_of_table_lines
from penholder.pure.formats.report import Unreadable

TABLE = 'id;comment\na1;"one\ntwo"\n\nb2;three\n'


def test_a_table_read_by_lines_has_the_rows_it_has_when_read_at_once() -> None:
    by_lines = rows_of_table_lines("id;comment\n", io.StringIO(TABLE, newline=""), name="a.csv")
    at_once = rows_of_table(TABLE.encode(), name="a.csv")

    assert by_lines.columns == at_once.columns == ("id", "comment")
    assert [(row, tuple(cells)) for row, cells in by_lines.records] == list(at_once.records)


THREE = "id;comment;name\n" + "".join(f"a{row};comma, and more;n{row}\n" for row in range(5))


@pytest.mark.parametrize(
    "table",
    [
        f"sep=;\n{TABLE}",
        f"\n;\n{TABLE}",
        f"\ufeff\ufeff{TABLE}",
        f"What people said;;\n\n{THREE}",
        THREE.replace("id;comment;name", "id, or number, or code;comment;name"),
        THREE.replace("id;comment;name", "id;;id"),
        THREE.replace("\n", "\r"),
    ],
    ids=["told by Excel", "blank rows", "two marks", "a title", "commas", "headings alike", "returns"],
)
def test_what_stands_above_the_rows_is_read_alike_by_lines_and_at_once(table: str) -> None:
    by_lines = rows_of_table_lines(table, io.StringIO(table.removeprefix("\ufeff"), newline=""), name="a.csv")
    at_once = rows_of_table(table.encode(), name="a.csv")

    assert by_lines.columns == at_once.columns
    assert [(row, tuple(cells)) for row, cells in by_lines.records] == list(at_once.records)
    assert by_lines.oddities == at_once.oddities


def test_json_lines_have_every_field_as_a_column_and_the_number_of_their_line() -> None:
    found = rows_of_json_lines(['{"a": "x", "b": 5}\n', "\n", '{"c": null, "a": "y"}\n'], name="a.jsonl")

    assert found.columns == ("a", "b", "c")
    assert list(found.records) == [(1, ["x", "5", ""]), (3, ["y", "", ""])]


def test_texts_without_a_field_are_one_column() -> None:
    assert rows_of_json_lines(['"x"', '"y"'], name="a.jsonl").records == [(1, ["x"]), (2, ["y"])]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("5", "a number"),
        ("[1, 2]", "a list"),
        ("true", "“true”"),
        ('"', "column 1"),
        ("[" * 99_999, "too deep"),
    ],
)
def test_a_line_that_is_neither_a_text_nor_an_object_is_named(line: str, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        rows_of_json_lines(['"one"', line], name="a.jsonl")

    assert words in refused.value.sentence
    assert "line 2" in refused.value.sentence


def test_a_table_that_breaks_off_is_named_with_the_line_before() -> None:
    with pytest.raises(Unreadable, match="after line 2"):
        rows_of_table_lines("a\n", io.StringIO('a\nb\n"c\n', newline=""), name="a.csv")


@pytest.mark.parametrize("lines", [[], ["id;comment\n"], ["id;comment\n", "\n"]])
def test_a_table_without_rows_is_refused(lines: list[str]) -> None:
    with pytest.raises(Unreadable) as refused:
        rows_of_table_lines("".join(lines[:1]), lines, name="a.csv")

    assert refused.value.sentence.startswith("a.csv has no rows.")
