"""Comment tables go out in the shapes that secretariats know, and say the same when they come back."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from docx.table import Table
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from penholder.pure.formats.comment_table import read_comment_table
from penholder.pure.formats.docx_safely import open_docx
from penholder.pure.formats.forms.comment import Comment
from penholder.pure.formats.forms.profile import (
    FORM_13B,
    ISO,
    NICE_CONSULTEE,
    NICE_SURVEILLANCE,
    PLAIN_5,
    PROFILES,
    W3C_ISSUES,
    Profile,
)
from penholder.pure.formats.forms.reading import read_form
from penholder.pure.formats.forms.written_comments import told_of_comments, write_comments
from penholder.pure.formats.forms.written_list import changed_in_list
from penholder.pure.formats.forms.written_word import storable
from tests.iso_form import expected_cells, fill_iso_form
from tests.pure.formats.forms.own_form_pen import W

WORD_PROFILES = tuple(profile for profile in PROFILES if profile.headings != "text")
ABOUT = {
    "date": "20 March 2027",
    "document": "Second draft",
    "project": "Peers",
    "commenter": "Ada",
    "title": "Draft 2",
}
COMMENTS = tuple(
    Comment(
        row=number,
        external_id=f"{body}-00{number}",
        organisation=body,
        document="Full",
        page=str(number),
        line="12–14",
        clause="3.1",
        element="Table 1",
        kind="te",
        question=f"Question {number % 2 + 1}. Is it clear?",
        stance="Yes",
        comment=f"Remark {number}\n\nwith a second paragraph & a <tag>",
        proposed="=1+1\tand a tab",
        response="Accepted: “thank you”",
    )
    for number, body in enumerate(("DE", "PL", "DE", "CC"), start=1)
)


def texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


def xml(data: bytes, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(part))


def expected(profile: Profile, comments: tuple[Comment, ...]) -> list[tuple[str, ...]]:
    return [tuple(getattr(comment, field) for field in profile.fields) for comment in comments]


@pytest.mark.parametrize("profile", WORD_PROFILES, ids=lambda profile: profile.name)
def test_a_table_has_title_language_and_every_row(profile: Profile) -> None:
    data = write_comments(profile, COMMENTS, ABOUT)
    open_docx(data)
    assert data == write_comments(profile, COMMENTS, ABOUT)
    word = Document(io.BytesIO(data))
    assert word.core_properties.title.startswith(profile.title)
    assert word.core_properties.language == "en-GB"
    rows = [row for table in word.tables for row in texts(table)]
    if profile.headings == "table":
        header = tuple(heading for heading, _ in profile.columns)
        assert all(texts(table)[0] == header for table in word.tables)
        rows = [row for row in rows if row != header]
    assert sorted(rows) == sorted(expected(profile, COMMENTS))


@pytest.mark.parametrize("profile", WORD_PROFILES, ids=lambda profile: profile.name)
def test_headings_stand_where_the_profile_has_them(profile: Profile) -> None:
    data = write_comments(profile, COMMENTS, ABOUT)
    root = xml(data)
    marked = list(root.iter(f"{W}tblHeader"))
    tables = list(root.iter(f"{W}tbl"))
    assert tables
    assert not list(root.iter(f"{W}gridSpan", f"{W}vMerge"))
    assert all(table.getnext().tag == f"{W}p" for table in tables)
    if profile.headings == "table":
        assert len(marked) == len(tables)
        return
    assert marked == []
    header = Document(io.BytesIO(data)).sections[0].header
    assert texts(header.tables[1]) == [tuple(heading for heading, _ in profile.columns)]
    assert list(texts(header.tables[0])[0])[1:] == [
        f"{label}: {ABOUT[name]}" for label, name in profile.about
    ]


def test_each_question_has_a_table_of_its_own_under_its_heading() -> None:
    loose = Comment(organisation="NSUN", comment="About all of it")
    word = Document(io.BytesIO(write_comments(NICE_SURVEILLANCE, (*COMMENTS, loose))))
    blocks = list(word.iter_inner_content())
    tables = [(place, block) for place, block in enumerate(blocks) if isinstance(block, Table)]
    assert [len(table.rows) - 1 for _, table in tables] == [1, 2, 2]
    headings = [blocks[place - 1] for place, _ in tables]
    assert [heading.text for heading in headings if not isinstance(heading, Table)] == [
        NICE_SURVEILLANCE.title,
        COMMENTS[0].question,
        COMMENTS[1].question,
    ]


def test_what_all_comments_share_stands_above_the_consultees_table() -> None:
    comments = tuple(Comment(commenter="Ada", organisation="NSUN", comment=text) for text in ("One", "Two"))
    word = Document(io.BytesIO(write_comments(NICE_CONSULTEE, comments)))
    assert [p.text for p in word.paragraphs[1:3]] == ["Name: Ada", "Organisation: NSUN"]
    assert told_of_comments(NICE_CONSULTEE, comments) == ()


def test_an_empty_table_is_still_a_table() -> None:
    for profile in WORD_PROFILES:
        word = Document(io.BytesIO(write_comments(profile, ())))
        assert sum(len(table.rows) for table in word.tables) <= 1


def test_what_has_no_column_is_told() -> None:
    told = told_of_comments(FORM_13B, COMMENTS[:1])
    assert {odd.so.partition("”")[0] for odd in told} == {
        f"“{field}" for field in ("page", "line", "question", "stance")
    }
    assert all(odd.where == "comment DE-001" for odd in told)
    two = (COMMENTS[0], Comment(document="Short", comment="B"))
    assert any(odd.so.startswith("“document”") for odd in told_of_comments(FORM_13B, two))
    assert told_of_comments(PLAIN_5, (Comment(organisation="A", comment="B\x00"),))[0].so.startswith(
        "1 of them"
    )


@pytest.fixture(scope="module")
def real_comments(shared: Path) -> tuple[Comment, ...]:
    """What our reader makes of the real template with the real comments in it."""
    folder = shared / "data/comment-tables"
    told = yaml.safe_load((folder / "iso_comments_metanorma_commenter.yaml").read_text("utf-8"))
    listed: list[dict[str, Any]] = told["comments"]
    template = (folder / "iso_comment_template_2012-03.docx").read_bytes()
    reading = read_form(fill_iso_form(template, listed, with_observations=True))
    assert [tuple(getattr(one, field) for field in ISO.fields) for one in reading.comments] == [
        expected_cells(comment) for comment in listed
    ]
    return reading.comments


def test_the_real_comments_come_back_from_our_form_row_by_row(real_comments: tuple[Comment, ...]) -> None:
    assert len(real_comments) == 55
    again = read_form(write_comments(ISO, real_comments, ABOUT))
    assert again.profile == ISO.name
    assert again.comments == real_comments
    assert again.about == (("Date", "20 March 2027"), ("Document", "Second draft"), ("Project", "Peers"))
    assert (again.report.read - len(again.rows), again.report.left_out) == (55, 0)
    assert told_of_comments(ISO, real_comments) == ()


def test_the_older_reader_finds_the_same_rows_in_our_form(real_comments: tuple[Comment, ...]) -> None:
    read, report = read_comment_table(write_comments(ISO, real_comments, ABOUT))
    assert (report.read, report.kept, len(read.rows)) == (55, 55, 55)
    assert [
        (row.external_id, row.clause, row.comment, row.proposed, row.observations) for row in read.rows
    ] == [(one.external_id, one.clause, one.comment, one.proposed, one.response) for one in real_comments]
    assert (read.document, read.date, read.project) == ("Second draft", "20 March 2027", "Peers")


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_what_is_written_is_read_as_the_same_profile_and_the_same_comments(profile: Profile) -> None:
    comments = tuple(shaped(comment, profile, row) for row, comment in enumerate(COMMENTS, start=1))
    again = read_form(write_comments(profile, comments, ABOUT))
    assert again.profile == profile.name
    assert sorted(map(without_row, again.comments), key=repr) == sorted(map(without_row, comments), key=repr)
    assert again.report.left_out == 0


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@pytest.mark.parametrize("named", [False, True])
def test_a_box_in_the_words_of_a_comment_changes_nothing(profile: Profile, *, named: bool) -> None:
    typed = dataclasses.replace(COMMENTS[0], comment="Use ☐, not ☑ or ☒", response="☒ done", stance="☒ Yes")
    comments = tuple(shaped(one, profile, row) for row, one in enumerate((typed, *COMMENTS[2:]), start=1))
    again = read_form(write_comments(profile, comments, ABOUT), profile=profile.name if named else None)
    assert again.profile == profile.name
    assert sorted(map(without_row, again.comments), key=repr) == sorted(map(without_row, comments), key=repr)


def test_real_issues_go_out_and_come_in_as_they_are(shared: Path) -> None:
    data = (shared / "data/comment-tables/w3c-process-issues-20180201.txt").read_bytes()
    first = read_form(data)
    assert len(first.comments) == 73
    assert read_form(write_comments(W3C_ISSUES, first.comments)).comments == first.comments


def shaped(comment: Comment, profile: Profile, row: int) -> Comment:
    """Only what the profile has a place for."""
    kept = {*profile.fields} | ({"question"} if profile.one_table_a_question else set())
    if "mark" in kept:
        kept |= {"organisation", "external_id"}
    every = {field.name: getattr(comment, field.name) for field in dataclasses.fields(Comment)}
    links = (("Comment", "https://a.example/1"), ("Resolved", "By the group")) if "links" in kept else ()
    return Comment(
        **{name: said for name, said in every.items() if name in kept} | {"row": row, "links": links}
    )


def without_row(comment: Comment) -> Comment:
    """Headings count as rows of the file, and tables are put together by question; text is one line in a list."""
    return dataclasses.replace(comment, row=0, comment=comment.comment.replace("\n\n", "\n"))


def test_an_issue_list_is_text_as_it_is_published() -> None:
    issue = Comment(
        external_id="7",
        commenter="Ada",
        comment="Say who decides.\nAnd when.\n----\nIssue 9.",
        status="Accepted",
        links=(
            ("Comment", "https://a.example/1"),
            ("Response", "https://a.example/2"),
            ("Resolved", "minutes"),
        ),
    )
    text = write_comments(W3C_ISSUES, (issue, Comment(comment="Second")), {"title": "Draft 2"}).decode()
    assert text.split("\n") == [
        "Title:    Draft 2",
        "",
        "----",
        "Issue 7.",
        "Summary:  Say who decides.",
        "          And when.",
        "          ----",
        "          Issue 9.",
        "From:     Ada",
        "Comment:  https://a.example/1",
        "Response: https://a.example/2",
        "Closed:   Accepted",
        "Resolved: minutes",
        "----",
        "Issue 2.",
        "Summary:  Second",
        "----",
        "",
    ]


def test_what_a_list_of_issues_says_otherwise_is_told() -> None:
    odd = Comment(external_id="1.2", comment="One\n\nTwo", extras=(("the room", "12"),))
    told = told_of_comments(W3C_ISSUES, (odd,))
    assert [one.where for one in told] == ["comment 1.2"] * 3
    text = write_comments(W3C_ISSUES, (odd,)).decode()
    assert text == "----\nIssue 1-2.\nSummary:  One\n          Two\nNote:     the room: 12\n----\n"
    assert told_of_comments(W3C_ISSUES, (Comment(external_id="7", comment="One\nTwo"),)) == ()


HOSTILE = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("\x00\x0b\r\n\t <>&\"'=@\u200f\u202e\ufffe\ud800😀")),
    max_size=60,
)


PLAIN = HOSTILE.map(lambda text: storable(text).strip())
"""What is left of any text in a Word file: ends trimmed, and � for what XML cannot hold."""


@settings(max_examples=20)
@given(st.sampled_from(WORD_PROFILES), st.data())
def test_whatever_is_written_in_a_word_table_comes_back(profile: Profile, data: st.DataObject) -> None:
    fields = [field for field in profile.fields if field not in {"mark", "comment"}]
    comments = tuple(
        Comment(
            row=row,
            organisation="DE" if "mark" in profile.fields else "",
            external_id=f"DE-{row}" if "mark" in profile.fields else "",
            question="Is it clear?" if profile.one_table_a_question else "",
            comment=f"So: {data.draw(PLAIN)}".strip(),
        )
        for row in range(1, data.draw(st.integers(1, 4)) + 1)
    )
    said = [{field: data.draw(PLAIN) for field in fields} for _ in comments]
    comments = tuple(dataclasses.replace(one, **more) for one, more in zip(comments, said, strict=True))
    again = read_form(write_comments(profile, comments, ABOUT))
    assert tuple(map(without_row, again.comments)) == tuple(map(without_row, comments))


@settings(max_examples=20)
@given(st.lists(st.tuples(*[HOSTILE] * 5), min_size=1, max_size=4))
def test_every_issue_of_a_list_comes_back_whatever_it_says(said: list[tuple[str, ...]]) -> None:
    comments = tuple(
        Comment(external_id=one, comment=two, status=three, links=(("Comment", four),), extras=((five, one),))
        for one, two, three, four, five in said
    )
    again = read_form(write_comments(W3C_ISSUES, comments)).comments
    assert [(one.comment, one.status) for one in again] == [
        tuple("\n".join(written_lines(text)) for text in (comment.comment, comment.status))
        for comment in comments
    ]
    for comment, back in zip(comments, again, strict=True):
        if not list(changed_in_list(comment)):
            assert back.links == tuple((label, storable(text).strip()) for label, text in comment.links)
            assert back.external_id in {comment.external_id, str(back.row)}


def test_a_status_of_odd_characters_alone_is_there_as_a_mark() -> None:
    comments = (Comment(external_id="1", comment="Listen", status="\x0c"),)
    again = read_form(write_comments(W3C_ISSUES, comments)).comments
    assert [one.status for one in again] == ["\N{REPLACEMENT CHARACTER}"]


def written_lines(text: str) -> list[str]:
    return [line.strip() for line in storable(text).splitlines() if line.strip()]


@settings(max_examples=15)
@given(st.sampled_from(PROFILES), st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE), max_size=4), HOSTILE)
def test_no_text_is_too_odd_to_be_written(
    profile: Profile, said: list[tuple[str, str, str]], about: str
) -> None:
    comments = tuple(
        Comment(organisation=one, comment=two, response=three, question=one, clause=three, external_id=two)
        for one, two, three in said
    )
    data = write_comments(profile, comments, dict.fromkeys(ABOUT, about))
    told_of_comments(profile, comments)
    if profile.headings == "text":
        assert data.decode("utf-8").count("\n----\nIssue ") >= len(comments) - 1
    else:
        rows = len(xml(data).findall(f".//{W}tr")) - len(xml(data).findall(f".//{W}tblHeader"))
        assert rows == max(len(comments), profile.headings == "page header")
