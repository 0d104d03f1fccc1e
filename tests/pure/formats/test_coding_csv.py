"""A table of codings comes back as it went out, and a row that says nothing whole is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.formats.coding_csv import CodedPassage, coded_passages, read_coding_csv, write_coding_csv
from penholder.pure.formats.coding_project import Coding, CodingProject, Reader, Selection, Source, Theme
from penholder.pure.formats.report import Unreadable
from tests.pure.formats.coding_projects import CALL, FIRST, LETTER, uid, whole_project

_CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)
_NAMES = _CELLS.map(str.strip).filter(bool)
_SPANS = st.one_of(st.just((None, None)), st.tuples(st.integers(0, 99), st.integers(100, 999)))


@given(st.lists(st.tuples(_NAMES, _NAMES, _CELLS, _SPANS, _CELLS, _CELLS), min_size=1, max_size=5))
def test_any_rows_come_back_identical(made: list[tuple[str, str, str, tuple[int, int], str, str]]) -> None:
    rows = tuple(
        CodedPassage(one, theme, source, *span, reader, words)
        for one, theme, source, span, reader, words in made
    )
    again, report = read_coding_csv(write_coding_csv(rows))
    assert again == rows
    assert report.complete


def test_no_cell_can_be_run_by_a_spreadsheet_and_apostrophes_of_the_text_stay() -> None:
    rows = (CodedPassage("=1+1", "'=a", words="''@b"),)
    data = write_coding_csv(rows).decode("utf-8-sig")
    assert '"\'=1+1"' in data
    assert "\"''=a\"" in data
    assert read_coding_csv(data.encode())[0] == rows


def test_a_project_gives_a_row_for_every_coding() -> None:
    rows = list(coded_passages(whole_project()))
    assert [(row.passage, row.theme, row.reader) for row in rows] == [
        (LETTER, 'Care > Being "heard"\n', "00000000-0000-0000-0000-000000000002"),
        (FIRST, 'Care > Being "heard"\n', "Ada Ó"),
        (FIRST, 'Care > Being "heard"\n > ', ""),
    ]
    assert rows[1].words == "I was not  heard"
    assert (rows[0].start, rows[0].source) == (None, "letter <1>")
    assert CALL not in {row.passage for row in rows}


def test_selections_of_the_same_words_are_one_passage_so_that_readers_can_be_compared() -> None:
    readers = (Reader(uid(1), "Ann"), Reader(uid(2), "Bo"))
    theme = Theme(uid(3), "pay")
    selections = tuple(
        Selection(
            uid(10 + number), start, 4, codings=(Coding(uid(20 + number), theme.uid, by=readers[by].uid),)
        )
        for number, (start, by) in enumerate([(0, 0), (0, 1), (1, 1)])
    )
    source = Source(uid(4), "letter", "Poor", selections=selections)
    rows = coded_passages(CodingProject("p", readers=readers, themes=(theme,), sources=(source,)))
    assert [(row.passage, row.reader) for row in rows] == [
        (uid(10), "Ann"),
        (uid(10), "Bo"),
        (uid(12), "Bo"),
    ]


def test_what_is_odd_about_a_row_is_told_with_its_number() -> None:
    data = b"Passage ID;Code;start;end;Coder;mood\np1;Care;0;5;Ada;x\n;Care;;;;\np2;;;;;\np3;Care;5;5;;\np4;Care;a;9;;\np5;Care;;;;\n"
    rows, report = read_coding_csv(data)
    assert [(row.passage, row.start, row.reader) for row in rows] == [("p1", 0, "Ada"), ("p5", None, "")]
    assert [(one.where, one.what) for one in report.oddities] == [
        ("column “mood”", "A column is not known here."),
        ("row 3", "A row names no passage."),
        ("row 4", "A row names no theme."),
        ("row 5", "A passage has no proper start and end."),
        ("row 6", "A passage has no proper start and end."),
    ]
    assert (report.read, report.kept, report.left_out) == (6, 2, 4)


def test_a_table_of_tags_and_contents_is_read_by_the_names_it_has() -> None:
    data = b'id,document,tag,content\r\n1,Interview 1,pay,"I am paid, too little"\r\n'
    rows, report = read_coding_csv(data)
    assert rows == (CodedPassage("1", "pay", "Interview 1", words="I am paid, too little"),)
    assert report.complete


def test_of_two_columns_for_the_same_the_one_of_its_own_name_counts_and_the_other_is_told() -> None:
    rows, report = read_coding_csv(b"id,code,passage,theme\n1,old,a,pay\n2,old,b,time,more\n")
    assert [(row.passage, row.theme) for row in rows] == [("a", "pay"), ("b", "time")]
    assert [(one.where, one.so) for one in report.oddities] == [
        ("column “id”", "Its cells were left out."),
        ("column “code”", "There is a column for “theme” already; its cells were left out."),
        ("row 3", "The others were left out."),
    ]
    assert not report.complete


def test_a_table_of_something_else_gets_a_sentence() -> None:
    with pytest.raises(Unreadable, match="has no column “passage” and “theme” in line 1"):
        read_coding_csv(b"id,said\n1,yes\n")
