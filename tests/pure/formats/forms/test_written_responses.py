"""Responses go into somebody's own file, and nothing else of it changes."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from penholder.pure.formats.comment_table_out import write_observations
from penholder.pure.formats.forms.profile import PROFILES, Profile
from penholder.pure.formats.forms.reading import read_form
from penholder.pure.formats.forms.written_comments import write_comments
from penholder.pure.formats.forms.written_responses import write_responses
from penholder.pure.formats.report import Unreadable
from tests.iso_form import fill_iso_form
from tests.pure.formats.forms.test_written_comments import ABOUT, COMMENTS
from tests.pure.formats.word_files import cell, docx, row, table

ANSWERED = tuple(
    profile for profile in PROFILES if profile.headings != "text" and "response" in profile.fields
)
HEADINGS = row("Section", "Comment", "Response")
SAID = "Thank you.\n\n\tچرا\N{ZERO WIDTH NON-JOINER}ها \u200f<b>&amp;</b> =1+1 😀"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def unanswered() -> tuple[Any, ...]:
    return tuple(dataclasses.replace(comment, response="") for comment in COMMENTS)


@pytest.mark.parametrize("profile", ANSWERED, ids=lambda profile: profile.name)
def test_every_row_gets_its_response_and_keeps_the_rest(profile: Profile) -> None:
    theirs = write_comments(profile, unanswered(), ABOUT)
    before = read_form(theirs).comments
    ours = write_responses(theirs, {one.row: f"{SAID} {one.row}" for one in before})
    after = read_form(ours).comments
    assert len(after) == len(COMMENTS)
    assert after == tuple(dataclasses.replace(one, response=f"{SAID} {one.row}") for one in before)
    old, new = parts(theirs), parts(ours)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {"word/document.xml"}


def test_the_real_form_is_filled_as_the_older_writer_does(shared: Path) -> None:
    folder = shared / "data/comment-tables"
    told = yaml.safe_load((folder / "iso_comments_metanorma_commenter.yaml").read_text("utf-8"))
    template = (folder / "iso_comment_template_2012-03.docx").read_bytes()
    theirs = fill_iso_form(template, told["comments"])
    words = {one.row: f"Response {one.row}\nand why" for one in read_form(theirs).comments}
    ours = write_responses(theirs, words)
    assert {one.row: one.response for one in read_form(ours).comments} == words
    assert len(words) == 55
    assert parts(ours) == parts(write_observations(theirs, words))


def test_merged_and_wrapped_cells_are_found_in_their_column() -> None:
    merged = cell("One answer for both", '<w:vMerge w:val="restart"/>')
    theirs = docx(
        table(
            HEADINGS,
            row("1", "First", merged),
            row("2", "Second", cell("", "<w:vMerge/>")),
            row(cell("3", '<w:gridSpan w:val="1"/>'), cell("Third"), cell("")),
        )
    )
    after = read_form(write_responses(theirs, {2: "A", 3: "B", 4: "C"}, replacing=True)).comments
    assert [(one.clause, one.comment, one.response) for one in after] == [
        ("1", "First", "A"),
        ("2", "Second", "B"),
        ("3", "Third", "C"),
    ]


def prompting(content: str) -> str:
    return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_a_response_in_a_cell_that_still_prompted_for_it_is_read() -> None:
    around = f"<w:tr>{cell('1')}{cell('First')}{prompting(cell('Click here'))}</w:tr>"
    within = row("2", "Second", cell(prompting("<w:p><w:r><w:t>Click here</w:t></w:r></w:p>")))
    of_row = prompting(prompting(row("3", "Third", "Click here")))
    theirs = docx(table(HEADINGS, around, within, of_row))
    assert [one.response for one in read_form(theirs).comments] == ["", ""]
    after = read_form(write_responses(theirs, {2: "A", 3: "B", 4: "C"})).comments
    assert [(one.comment, one.response) for one in after] == [("First", "A"), ("Second", "B"), ("Third", "C")]
    assert read_form(write_responses(theirs, {2: "Click here"})).comments[0].response == "Click here"


@pytest.mark.parametrize(
    ("data", "responses", "sentence"),
    [
        (docx(table(HEADINGS, row("1", "First", ""))), {9: "A"}, "no row 9; it has 2 rows"),
        (
            docx(table(HEADINGS, row("1", "First", ""), row("2", cell("Both", '<w:gridSpan w:val="2"/>')))),
            {3: "A"},
            "no cell for a response",
        ),
        (
            docx(table(row("Section number", "Page Number", "Comments"), row("1", "2", "x"))),
            {2: "A"},
            "no column",
        ),
        (docx("<w:p/>"), {1: "A"}, "no comment table"),
        (b"PK", {}, "damaged"),
    ],
)
def test_a_response_without_a_place_is_refused_with_a_sentence(
    data: bytes, responses: dict[int, str], sentence: str
) -> None:
    with pytest.raises(Unreadable, match=sentence):
        write_responses(data, responses)


@pytest.mark.parametrize(
    "odd",
    [
        "<w:vanish/>",
        "<w:strike/>",
        '<w:rFonts w:ascii="Wingdings"/>',
        '<w:rStyle w:val="PlaceholderText"/>',
        '<w:del w:id="1" w:author="A"/>',
    ],
)
def test_a_response_is_seen_whatever_the_look_of_its_cell(odd: str) -> None:
    words = f"<w:r><w:rPr>{odd}<w:b/></w:rPr><w:t>x</w:t></w:r>"
    theirs = docx(
        table(HEADINGS, row("1", "First", cell(f"<w:p><w:pPr><w:rPr>{odd}</w:rPr></w:pPr>{words}</w:p>")))
    )
    changed = write_responses(theirs, {2: "Thanks.\nIn full."}, replacing=True)
    reading = read_form(changed)
    assert [one.response for one in reading.comments] == ["Thanks.\nIn full."]
    assert not reading.report.oddities
    with zipfile.ZipFile(io.BytesIO(changed)) as archive:
        document = archive.read("word/document.xml").decode()
    assert f"{odd}<w:b/>" not in document
    assert "<w:b/>" in document


def test_a_picture_is_a_response_that_stands_there() -> None:
    drawn = '<w:p><w:r><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/></w:r></w:p>'
    theirs = docx(table(HEADINGS, row("1", "First", cell(drawn))))
    with pytest.raises(Unreadable, match="has a response already"):
        write_responses(theirs, {2: "Thanks."})
    changed = read_form(write_responses(theirs, {2: "Thanks."}, replacing=True))
    assert [one.response for one in changed.comments] == ["Thanks."]


def test_a_response_that_stands_there_is_not_replaced_by_another() -> None:
    theirs = docx(table(HEADINGS, row("1", "First", "Thanks."), row("2", "Second", "")))
    with pytest.raises(Unreadable, match="Row 2 of the comment table in The file has a response already"):
        write_responses(theirs, {2: "Other words", 3: "B"})
    for words, given in (("Thanks.", {}), ("Other words", {"replacing": True})):
        after = read_form(write_responses(theirs, {2: words, 3: "B"}, **given)).comments
        assert [one.response for one in after] == [words, "B"]


@pytest.mark.parametrize("heading", ["Answer", "Response"])
def test_what_respondents_answered_to_a_question_is_no_place_for_a_response(heading: str) -> None:
    theirs = docx(table(row("Question", heading, "Comments"), row("1. Do you agree?", "Yes", "but slowly")))
    with pytest.raises(Unreadable, match="no column for responses"):
        write_responses(theirs, {2: "Noted"})


def test_a_row_above_the_headings_is_no_row_of_the_table_and_the_others_keep_their_numbers() -> None:
    theirs = docx(table(row("Organisation", "ACME", ""), HEADINGS, row("1", "First", "")))
    assert [one.response for one in read_form(write_responses(theirs, {3: "A"})).comments] == ["A"]
    with pytest.raises(Unreadable, match="no row 1"):
        write_responses(theirs, {1: "A"})
