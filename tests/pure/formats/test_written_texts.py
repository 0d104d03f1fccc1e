"""Texts come out of a file with the row a person finds them in, whatever kind of file it is."""

from __future__ import annotations

import pytest

from penholder.pure.formats.report import Unreadable
from penholder.pure.formats.text_ids import read_ids
from penholder.pure.formats.written_texts import (
    Form,
    NoSuchColumn,
    WrittenText,
    form_of,
    read_written,
    read_written_texts,
)


def test_a_plain_text_is_one_text() -> None:
    assert read_written_texts(b"one\ntwo", form="text") == (WrittenText(1, "", "one\ntwo"),)


def test_a_table_gives_every_cell_with_its_row_also_those_beyond_the_headings() -> None:
    read = read_written_texts(b"id,said\n1,yes\n\n2,no,more\n", form="csv")
    assert read == (
        WrittenText(2, "id", "1"),
        WrittenText(2, "said", "yes"),
        WrittenText(4, "id", "2"),
        WrittenText(4, "said", "no"),
        WrittenText(4, "column 3", "more"),
    )
    assert [one.row for one in read_written_texts(b"id,said\n1,yes\n2,no\n", form="csv", column="said")] == [
        2,
        3,
    ]


def test_json_lines_give_every_text_inside_with_the_way_to_it() -> None:
    data = b'{"id": 1, "said": {"a": ["yes"]}}\n\n"no \\u00e9 \\ud800"\n'
    assert read_written_texts(data, form="jsonl") == (
        WrittenText(1, "said.a.0", "yes"),
        WrittenText(3, "", "no é �"),
    )


@pytest.mark.parametrize(
    ("data", "form", "column", "said"),
    [
        (b"", "text", "", "is empty"),
        (b"words", "text", "said", "Leave --column out"),
        (b"id,said\n1,yes\n", "csv", "sad", "has no column “sad”. It has “id” and “said”"),
        (b'id,said\n1,"yes\n', "csv", "", "opens in line 2"),
        (b'{"a": "b"}\n{"a": }\n', "jsonl", "", "line 2, column 7"),
        (b'{"a": "b"}\n', "jsonl", "c", "no text in a field “c”"),
        (b'{"a": "b"}\n', "jsonl", "c", "It has text in “a”"),
        (b'"b"\n', "jsonl", "c", "leave --column out"),
        (b'{"a": "b"}\n3\n', "jsonl", "", "line 2, is a number"),
        (b'"b"\n[1]\n', "jsonl", "", "line 2, is a list"),
        (b'"b"\n\ntrue\n', "jsonl", "", "line 3, is “true”"),
        (b"[" * 100_000, "jsonl", "", "line 1"),
        (b"PK\x03\x04....", "text", "", "a zip archive"),
    ],
)
def test_a_file_that_can_not_be_read_gets_a_sentence(data: bytes, form: Form, column: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_written_texts(data, form=form, column=column)
    assert said in refused.value.sentence


def test_the_ending_of_a_name_tells_its_form() -> None:
    assert [form_of(name) for name in ("a.csv", "a.TSV", "a.jsonl", "a.ndjson", "a.txt", "a")] == [
        "csv",
        "csv",
        "jsonl",
        "jsonl",
        "text",
        "text",
    ]


def test_a_column_that_is_not_there_is_told_apart_from_a_file_at_fault() -> None:
    for data, form in ((b"id,said\n1,yes\n", "csv"), (b'{"a": "b"}\n', "jsonl"), (b"words", "text")):
        with pytest.raises(NoSuchColumn):
            read_written_texts(data, form=form, column="sad")


def test_an_old_encoding_is_told() -> None:
    for form in ("csv", "jsonl", "text"):
        read = read_written('said\n"café"\n'.encode("cp1252")[5 * (form == "jsonl") :], form=form)
        assert read.texts[-1].text.rstrip('"\n').endswith("café")
        assert "Windows-1252" in read.oddities[0].so


def test_an_id_is_read_from_the_column_named_or_from_the_one_plainly_meant_for_it() -> None:
    table = b"code,Comment-ID,said\nx,7,yes\nx,8,no\n"
    assert read_ids(table, form="csv") == {2: "7", 3: "8"}
    assert read_ids(table, form="csv", column="code") == {2: "x", 3: "x"}
    assert read_ids(b"id,said\n7,yes\n7,no\n", form="csv") is None
    assert read_ids(b"id,said\n7,yes\n,no\n", form="csv") is None
    assert read_ids(b'{"id": 7, "said": "yes"}\n\n{"id": "8"}\n', form="jsonl") == {1: "7", 3: "8"}
    with pytest.raises(NoSuchColumn, match="It has “code”, “Comment-ID” and “said”"):
        read_ids(table, form="csv", column="number")


def test_more_texts_than_a_table_that_is_filled_in_by_hand_has_rows_are_read() -> None:
    data = b"id,said\n" + b"".join(b"%d,yes\n" % number for number in range(100_001))

    assert read_written(data, form="csv", column="said").texts[-1] == WrittenText(100_002, "said", "yes")
    assert (read_ids(data, form="csv") or {})[100_002] == "100000"
