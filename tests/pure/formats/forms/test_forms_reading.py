"""Comment tables are known by their headings, wherever these stand, and every row is taken or set apart."""

from __future__ import annotations

import dataclasses
import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from penholder.pure.formats.forms.columns import columns_of
from penholder.pure.formats.forms.comment import Comment
from penholder.pure.formats.forms.issue_list import is_issue_list
from penholder.pure.formats.forms.profile import (
    FORM_13B,
    ISO,
    NICE_CONSULTEE,
    NICE_GUIDELINE,
    NICE_SURVEILLANCE,
    PROFILES,
    W3C_ISSUES,
    Profile,
    profile_called,
)
from penholder.pure.formats.forms.reading import FormReading, read_form
from penholder.pure.formats.forms.told import told_as_json, told_as_rows
from penholder.pure.formats.report import Unreadable
from tests.iso_form import expected_cells, fill_iso_form
from tests.pure.formats.word_files import NAMESPACES, RELATIONS, cell, docx, paragraph, row, table

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ISO_PRINTED = (
    "MB/NC1",
    "Line number (e.g. 17)",
    "Clause/ Subclause",
    "Paragraph/ Figure/ Table/",
    "Type of comment2",
    "Comments",
    "Proposed change",
    "Observations of the secretariat",
)
FILLED = ("DE-002", "17", "3.1", "Table 1", "te", "Say whose.", "Add “whose”.", "Accepted.")


def headings(profile: Profile) -> tuple[str, ...]:
    return tuple(heading.replace("\n", " ") for heading, _ in profile.columns)


def with_header(body: str, header: str) -> bytes:
    section = '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr></w:pPr></w:p>'
    return docx(
        body + section,
        parts={"word/header1.xml": f"<w:hdr {SPACE}>{header}</w:hdr>"},
        relations=(("h", f"{RELATIONS}/header", "header1.xml", ""),),
    )


def is_accounted_for(reading: FormReading) -> None:
    report = reading.report
    assert report.read == report.kept + report.left_out
    assert report.kept == len(reading.comments) + len(reading.rows)
    assert sum(bool(one.raw) for one in report.oddities if one.severity == "left out") == report.left_out


# The real ISO form


def test_the_real_iso_form_gives_its_fifty_five_comments(shared: Path) -> None:
    tables = shared / "data/comment-tables"
    text = (tables / "iso_comments_metanorma_commenter.yaml").read_text("utf-8")
    wanted: list[dict[str, Any]] = yaml.safe_load(text)["comments"]
    template = (tables / "iso_comment_template_2012-03.docx").read_bytes()
    reading = read_form(fill_iso_form(template, wanted, with_observations=True), name="form.docx")
    assert reading.profile == ISO.name
    assert len(reading.comments) == len(wanted) == 55
    read = [tuple(getattr(one, name) for name in ISO.fields) for one in reading.comments]
    assert read == [expected_cells(one) for one in wanted]
    assert [(one.external_id, one.organisation) for one in reading.comments[:2]] == [
        ("DE-002", "DE"),
        ("DE-003", "DE"),
    ]
    is_accounted_for(reading)
    assert reading.about == (("Date", ""), ("Document", ""), ("Project", ""))


def test_the_empty_iso_form_is_known_and_has_no_comment(shared: Path) -> None:
    template = shared / "data/comment-tables/iso_comment_template_2012-03.docx"
    reading = read_form(template.read_bytes())
    assert (reading.profile, reading.comments, reading.report.left_out) == (ISO.name, (), 0)


# Profiles by their headings


def test_headings_are_known_as_they_are_printed() -> None:
    found = columns_of(ISO_PRINTED)
    assert found is not None
    assert (found.profile, found.fields) == (ISO.name, ISO.fields)
    printed = (
        "MB1",
        "Clause/\nSubclause/\nAnnex/Figure/Table\n(e.g. 3.1, Table 2)",
        "Paragraph/\nList item/\nNote/\n(e.g. Note 2)",
        "Type of com-ment2",
        "Comment (justification for change)",
        "Proposed change",
        "Secretariat observations\non each comment submitted",
    )
    assert (columns_of(printed) or found).profile == FORM_13B.name


@pytest.mark.parametrize(
    "profile", [one for one in PROFILES if one is not W3C_ISSUES], ids=lambda one: one.name
)
def test_each_profile_is_known_by_its_own_headings(profile: Profile) -> None:
    texts = [f"text of {name}" for name in profile.fields]
    body = table(row(*headings(profile)), row(*texts))
    reading = read_form(docx(paragraph("Question 1?") + body))
    assert reading.profile == profile.name
    (comment,) = reading.comments
    assert [getattr(comment, name) for name in profile.fields] == texts
    assert comment.question == ("Question 1?" if profile is NICE_SURVEILLANCE else "")
    assert comment.row == 2


def test_a_nice_table_may_have_more_columns() -> None:
    names = (
        "ID",
        "Type",
        "Stakeholder",
        "Document",
        "Page number",
        "Line number",
        "Comments",
        "Developer's response",
        "Mood",
    )
    said = ("7", "SH", "A trust", "Guideline", "3", "12-14", "No.", "Thank you.", "cross")
    (comment,) = read_form(docx(table(row(*names), row(*said)))).comments
    assert comment == Comment(
        row=2,
        external_id="7",
        kind="SH",
        organisation="A trust",
        document="Guideline",
        page="3",
        line="12-14",
        comment="No.",
        response="Thank you.",
        extras=(("Mood", "cross"),),
    )


ISO_2001 = (
    "MB1",
    "Clause No./ Subclause No./ Annex (e.g. 3.1)",
    "Paragraph/ Figure/Table/Note (e.g. Table 1)",
    "Type of comment2",
    "Comment (justification for change) by the MB",
    "Proposed change by the MB",
    "Secretariat observations on each comment submitted",
)


def test_the_wording_of_the_older_iso_form_is_known() -> None:
    said = ("DE-002", "3.1", "Table 1", "te", "Say whose.", "Add “whose”.", "Accepted.")
    reading = read_form(docx(table(row(*ISO_2001), row(*said))))
    assert reading.profile == FORM_13B.name
    assert tuple(getattr(reading.comments[0], name) for name in FORM_13B.fields) == said


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (
            ("Document", "Stakeholder", "Page No", "Line No", "Comments", "Developer’s response"),
            ("document", "organisation", "page", "line", "comment", "response"),
        ),
        (
            ("No.", "Page", "Section", "Comment", "Suggested change", "Reason"),
            ("external_id", "page", "clause", "comment", "proposed", "rationale"),
        ),
        (
            ("Clause/ Subclause (e.g. 3.1)", "MB/NC1", "Line number (e.g. 17)", "Comments", "Type of comment2", "Proposed change", "Mood"),
            ("clause", "mark", "line", "comment", "kind", "proposed", ""),
        ),
    ],
)  # fmt: skip
def test_wide_tables_are_known_by_their_headings_in_any_order(
    names: tuple[str, ...], fields: tuple[str, ...]
) -> None:
    texts = [f"text of {field}" for field in fields]
    reading = read_form(docx(table(row(*names), row(*texts))))
    (comment,) = reading.comments
    assert reading.profile == ""
    assert [getattr(comment, field) for field in fields if field] == [text for text in texts if len(text) > 8]
    assert comment.extras == ((("Mood", "text of "),) if "Mood" in names else ())


@pytest.mark.parametrize(
    "names",
    [
        ("Statement", "Agree", "Disagree", "Unsure", "Comments", "Suggested change"),
        ("Week", "Start", "Day", "Topic", "Homework", "Comments"),
    ],
)
def test_a_wide_table_of_other_things_is_no_comment_table(names: tuple[str, ...]) -> None:
    assert read_form(docx(table(row(*names), row("a", "b", "c", "d", "e", "f")))).comments == ()


def test_headings_with_instructions_under_them_are_known() -> None:
    names = list(headings(NICE_GUIDELINE))
    names[4] = "Comments<w:br/>"
    printed = [
        cell(paragraph(name.replace("<w:br/>", "")) + paragraph("Please use a new row")) for name in names
    ]
    reading = read_form(docx(table(row(*printed), row(*["x"] * 6))))
    assert reading.profile == NICE_GUIDELINE.name


def test_headings_in_the_page_header_hold_for_the_table_of_the_body() -> None:
    header = table(row("Comments", "Date: 2026-05-12", "Document: N 12", "Project:")) + table(
        row(*ISO_PRINTED)
    )
    reading = read_form(with_header(table(row(*FILLED), row(*[""] * 8)), header))
    assert reading.profile == ISO.name
    assert reading.about == (("Date", "2026-05-12"), ("Document", "N 12"), ("Project", ""))
    (comment,) = reading.comments
    assert (comment.row, comment.mark, comment.external_id, comment.organisation) == (
        1,
        "DE-002",
        "DE-002",
        "DE",
    )
    assert tuple(getattr(comment, name) for name in ISO.fields) == FILLED


def test_headings_pasted_into_the_body_as_well_are_no_comment() -> None:
    numbers = row(*map(str, range(1, 9)))
    reading = read_form(
        with_header(table(numbers, row(*ISO_PRINTED), row(*FILLED)), table(row(*ISO_PRINTED)))
    )
    assert [one.comment for one in reading.comments] == ["Say whose."]
    assert reading.comments[0].row == 3


def test_every_question_of_a_surveillance_review_has_a_table_of_its_own() -> None:
    one, two = (
        table(row(*headings(NICE_SURVEILLANCE)), row(f"Body {n}", "Yes", f"Comment {n}", "")) for n in (1, 2)
    )
    reading = read_form(docx(paragraph("Should it change?") + one + paragraph("Anything missing?") + two))
    assert [(one.question, one.stance, one.organisation, one.row) for one in reading.comments] == [
        ("Should it change?", "Yes", "Body 1", 2),
        ("Anything missing?", "Yes", "Body 2", 4),
    ]


def test_who_answers_stands_above_a_consultee_form() -> None:
    above = paragraph("Name: Ann") + table(row("Organisation", "The trust"))
    reading = read_form(docx(above + table(row(*headings(NICE_CONSULTEE)), row("general", "3", "Too long."))))
    assert reading.about == (("Name", "Ann"), ("Organisation", "The trust"))
    assert reading.comments[0].clause == "general"


def test_a_questionnaire_with_boxes_is_no_comment_table() -> None:
    names = ("Question", "Agree / Disagree", "Comment", "Suggested change")
    reading = read_form(docx(table(row(*names), row("Q1", "☒ Agree ☐ Disagree", "", ""))))
    assert (reading.comments, len(reading.rows)) == ((), 2)
    assert reading.rows[1].headings == names
    assert reading.rows[1].question == "Q1"


def test_a_questionnaire_with_a_column_for_each_answer_is_no_comment_table() -> None:
    names = ("Statement", "Agree", "Disagree", "Comments")
    reading = read_form(docx(table(row(*names), row("S1", "x", "", "good"))))
    assert (reading.comments, reading.rows[1].headings) == ((), names)
    beside = row("Section", "Agree/Disagree", "Comment")
    (comment,) = read_form(docx(table(beside, row("3.1", "Disagree", "Too vague")))).comments
    assert (comment.comment, comment.extras) == ("Too vague", (("Agree/Disagree", "Disagree"),))


def test_a_box_that_somebody_typed_unmakes_no_comment_table() -> None:
    head = row("Section", "Comment", "Response")
    reading = read_form(docx(table(head, row("3.1", "Please use ☐ not O", "☑ done"))))
    assert [(one.comment, one.response) for one in reading.comments] == [("Please use ☐ not O", "☑ done")]
    tick = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>'
    assert read_form(docx(table(head, row("3.1", cell(tick), "")))).comments == ()


def test_no_box_unmakes_a_table_whose_sort_is_known() -> None:
    tick = cell('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>')
    filled = table(row(*FILLED[:6], tick, ""))
    assert [one.proposed for one in read_form(with_header(filled, table(row(*ISO_PRINTED)))).comments] == [
        "☒"
    ]
    assert len(read_form(docx(filled), profile="iso-2012-03").comments) == 1


@pytest.mark.parametrize("heading", ["Answer", "Response", "Your response"])
@pytest.mark.parametrize("as_csv", [False, True])
def test_what_is_answered_to_a_question_is_the_respondents(heading: str, *, as_csv: bool) -> None:
    rows = (("Question", heading, "Comments"), ("1?", "Yes", "but slowly"), ("2?", OBJECTION.strip(), ""))
    lines = "\n".join(";".join(line) for line in rows)
    data = lines.encode() if as_csv else docx(table(*(row(*line) for line in rows)))
    first, second = read_form(data).comments
    assert (first.question, first.stance, first.comment, first.response) == ("1?", "Yes", "but slowly", "")
    assert (second.stance, second.response, second.extras) == ("", "", ((heading, OBJECTION.strip()),))


def test_our_response_beside_what_was_answered_is_ours() -> None:
    names = ("Question", "Answer", "Comments", "Response")
    (comment,) = read_form(docx(table(row(*names), row("1?", "Yes", "but slowly", "Noted")))).comments
    assert (comment.stance, comment.comment, comment.response) == ("Yes", "but slowly", "Noted")
    (comment,) = read_form(b"Question,Answer,Agree,Comments\n1?,Twice,No,never\n").comments
    assert (comment.stance, comment.extras) == ("No", (("Answer", "Twice"),))


def test_a_profile_that_is_named_reads_a_table_without_headings_by_its_columns() -> None:
    body = docx(table(row(*FILLED)))
    assert read_form(body).comments == ()
    (comment,) = read_form(body, profile="iso-2012-03").comments
    assert comment.response == "Accepted."


def test_a_profile_that_does_not_fit_or_is_unknown_is_refused() -> None:
    with pytest.raises(Unreadable, match="no table with the columns of NICE guideline"):
        read_form(docx(table(row("a", "b"))), profile="nice-guideline")
    with pytest.raises(Unreadable, match=r"no sort of comment table called nonsense.*iso-2012-03"):
        read_form(docx(paragraph("x")), profile="nonsense")
    with pytest.raises(Unreadable, match="not the columns"):
        read_form(b"a,b\n1,2\n", profile="nice-guideline")
    with pytest.raises(Unreadable, match="no issue list"):
        read_form(b"a,b\n1,2\n", profile="w3c-issues")


def test_the_names_of_profiles_are_distinct() -> None:
    assert len({one.name for one in PROFILES}) == len(PROFILES)
    assert profile_called("nice-consultee") is NICE_CONSULTEE
    assert profile_called("") is None


# Rows


def test_rows_that_say_nothing_are_set_apart_with_their_words() -> None:
    rows = (
        row(*ISO_PRINTED),
        row(*FILLED),
        row(*[""] * 8),
        row("FR", "3", "", "", "", "", "", ""),
        row(cell("Section two", '<w:gridSpan w:val="8"/>')),
    )
    reading = read_form(docx(table(*rows)))
    assert len(reading.comments) == 1
    assert (reading.report.read, reading.report.kept, reading.report.left_out) == (3, 1, 2)
    assert [one.raw.strip() for one in reading.report.oddities] == ["FR\t3", "Section two"]
    is_accounted_for(reading)


def test_rows_above_the_headings_are_rows_as_others_are() -> None:
    above = (row("Organisation", "ACME Ltd", ""), row("Title", "", ""))
    head, said = row("Section", "Comment", "Response"), row("3.1", "Too vague", "")
    reading = read_form(docx(paragraph("Intro") + table(*above, head, said) + paragraph("Outro")))
    assert [(one.row, one.comment) for one in reading.comments] == [(4, "Too vague")]
    assert [(one.where, one.table, one.number, one.text.strip()) for one in reading.rows] == [
        ("paragraph 1", -1, -1, "Intro"),
        ("table 1, row 1", 0, 0, "Organisation\tACME Ltd"),
        ("table 1, row 2", 0, 1, "Title"),
        ("paragraph 3", -1, -1, "Outro"),
    ]
    is_accounted_for(reading)


def test_a_comment_above_headings_that_were_pasted_is_still_one() -> None:
    body = table(row(*FILLED), row(*ISO_PRINTED), row(*FILLED))
    reading = read_form(with_header(body, table(row(*ISO_PRINTED))))
    assert [one.row for one in reading.comments] == [1, 3]


def test_boxes_above_the_headings_unmake_no_comment_table() -> None:
    tick = cell('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>')
    head = row("Section", "Comment", "Response")
    reading = read_form(docx(table(row("Individual", tick, ""), head, row("3.1", "Too vague", ""))))
    assert ([one.comment for one in reading.comments], len(reading.rows[0].boxes)) == (["Too vague"], 1)


OBJECTION = "GENERAL: we object to the whole of it, which costs small charities far more than it says " * 2


@pytest.mark.parametrize("words", [OBJECTION.strip(), "We object to this.", "(“This must go away!”)"])
def test_what_is_written_across_the_table_or_in_place_of_a_place_is_a_comment(words: str) -> None:
    across = row(cell(words, '<w:gridSpan w:val="3"/>'))
    head = row("Section", "Comment", "Response")
    reading = read_form(docx(table(head, across, row(words, "", ""), row("3.1", "Too vague", ""))))
    assert [(one.row, one.clause, one.comment) for one in reading.comments] == [
        (2, "", words),
        (3, "", words),
        (4, "3.1", "Too vague"),
    ]
    assert [one.severity for one in reading.report.oddities] == ["note", "note"]
    is_accounted_for(reading)


def test_a_long_question_or_statement_of_the_form_is_no_comment() -> None:
    for heading in ("Question", "Statement"):
        body = table(row(heading, "Comment", "Suggested change"), row(OBJECTION, "", ""), row("2", "No", ""))
        assert [one.comment for one in read_form(docx(body)).comments] == ["No"]


def test_what_is_set_apart_is_told_as_rows_too() -> None:
    across = row(cell("Section two", '<w:gridSpan w:val="8"/>'))
    place = row("FR", "", "3", "", "", "", "", "")
    reading = read_form(docx(table(row(*ISO_PRINTED), across, row(*FILLED), place)))
    assert told_by_column(reading)[1:] == [
        {"where": "row 2, set apart", "cell 1": "Section two"},
        {"where": "row 4, set apart", "cell 1": "FR", "cell 2": "3"},
    ]
    alone = read_form(docx(table(row(*ISO_PRINTED), across)))
    assert told_by_column(alone) == [{"where": "row 2, set apart", "cell 1": "Section two"}]


def test_cells_that_were_split_or_merged_fall_into_their_columns() -> None:
    names = ("Stakeholder", "Document", "Page No", "Line No", "Comments", "Developer’s response")
    wide = row(cell("Both", '<w:gridSpan w:val="2"/>'), "4", "5", "said", "")
    split = row("A", "B", "1", "2", "one", "two", "three")
    reading = read_form(docx(table(row(*names), wide, split)))
    first, second = reading.comments
    assert (first.organisation, first.page, first.comment) == ("Both", "4", "said")
    assert (second.comment, second.response, second.extras) == ("one", "two", (("", "three"),))
    assert [(one.where, one.what) for one in reading.report.oddities] == [
        ("row 3", "A row has more cells than the table has headings.")
    ]


def test_a_cell_that_was_split_within_its_column_is_one_text() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    head = row("Section", "Comment", cell("Response", wide))
    reading = read_form(docx(table(head, row("1", "a", "b", "c"), row("2", "d", cell("", wide)))))
    assert [(one.response, one.extras) for one in reading.comments] == [("b\nc", ()), ("", ())]


def test_numbers_that_word_prints_in_the_first_column_are_read() -> None:
    listed = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    deleted = row(listed, "G", "1", "1", "gone").replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>")
    asking = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here to enter text.</w:t></w:r></w:sdtContent>"
    prompt = f"<w:p><w:sdt>{asking}</w:sdt></w:p>"
    rows = (
        row("Comment number", "Document", "Page", "Line", "Comments"),
        row(listed, "Guide", "3", "4", "First"),
        deleted,
        row(listed, "", "", "", prompt),
        row(listed, "Guide", "5", "6", "Third"),
        row(listed * 2, "Guide", "7", "8", "Sixth, as two are in one cell"),
        row("", "Guide", "7", "8", listed),
    )
    numbering = (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    data = docx(
        table(*rows),
        parts={"word/numbering.xml": numbering},
        relations=[("rId1", f"{RELATIONS}/numbering", "numbering.xml", "")],
    )
    reading = read_form(data)
    assert [(one.external_id, one.comment) for one in reading.comments] == [
        ("1.", "First"),
        ("3.", "Third"),
        ("", "Sixth, as two are in one cell"),
    ]
    assert [odd.raw for odd in reading.report.oddities] == ["\tGuide\t7\t8\t"]
    assert [one.external_id for one in read_form(docx(table(*rows))).comments] == ["", "", ""]


def test_a_place_merged_downwards_holds_for_every_row_and_what_was_said_is_said_once() -> None:
    top, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        row(cell("Trust", top), "3.1", "first", cell("one answer", top)),
        row(cell("", on), "3.2", "second", cell("", on)),
    )
    reading = read_form(docx(table(row("From", "Section", "Comment", "Response"), *rows)))
    assert [(one.organisation, one.clause, one.comment, one.response) for one in reading.comments] == [
        ("Trust", "3.1", "first", "one answer"),
        ("Trust", "3.2", "second", ""),
    ]


def test_a_table_within_a_comment_is_kept_with_it() -> None:
    inner = cell(paragraph("Compare:") + table(row("old", "new")) + paragraph("so"))
    reading = read_form(docx(table(row("Section", "Comment", "Response"), row("3", inner, ""))))
    assert reading.comments[0].comment == "Compare:\nold\tnew\nso"


@pytest.mark.parametrize(
    ("mark", "organisation", "external_id"),
    [("DE", "DE", ""), ("DE-002", "DE", "DE-002"), ("**", "**", ""), ("", "", ""), ("de 4", "DE", "de 4")],
)
def test_a_mark_says_whose_and_which_and_is_kept_as_it_stands(
    mark: str, organisation: str, external_id: str
) -> None:
    (comment,) = read_form(docx(table(row(*ISO_PRINTED), row(mark, *FILLED[1:])))).comments
    assert (comment.organisation, comment.external_id, comment.mark) == (organisation, external_id, mark)


# Issue lists


LIST = """Draft:    https://example.org/draft/
Title:    A Draft

Some words that
have no label.

----
Issue 1.
Summary:  One thing.
From:     Ann
Comment:  https://example.org/1
Comment:  https://example.org/1b
Response: https://example.org/2
Closed:   Rejected (no consensus)
Verified  https://example.org/3
----
Issue 2
Summary:  Another: thing
          over two lines
Colour:   blue
From:     Bob
From:     Cy
"""


def test_an_issue_list_gives_its_issues_and_all_that_is_said_of_them() -> None:
    reading = read_form(LIST.encode())
    assert reading.profile == W3C_ISSUES.name
    assert reading.about == (("Draft", "https://example.org/draft/"), ("Title", "A Draft"))
    assert [one.text for one in reading.rows] == ["Some words that", "have no label."]
    assert reading.comments == (
        Comment(
            row=1,
            external_id="1",
            comment="One thing.",
            commenter="Ann",
            status="Rejected (no consensus)",
            links=(
                ("Comment", "https://example.org/1"),
                ("Comment", "https://example.org/1b"),
                ("Response", "https://example.org/2"),
                ("Verified", "https://example.org/3"),
            ),
        ),
        Comment(
            row=2,
            external_id="2",
            comment="Another: thing\nover two lines",
            commenter="Bob",
            extras=(("Colour", "blue"), ("From", "Cy")),
        ),
    )
    is_accounted_for(reading)


def test_a_label_that_is_repeated_above_the_issues_loses_no_text() -> None:
    above = "Editor: Alice\nTitle: A Draft\nEditor: Bob\n"
    told = told_as_json(read_form((above + LIST).encode()))
    assert told["about"]["Editor"] == "Alice\nBob"
    assert list(told["about"]) == ["Editor", "Title", "Draft"]


def test_an_issue_list_may_end_its_lines_as_windows_does() -> None:
    assert (
        read_form(LIST.replace("\n", "\r\n").encode("utf-8-sig")).comments
        == read_form(LIST.encode()).comments
    )


def test_an_issue_list_has_a_summary_in_the_lines_under_the_heading_of_an_issue() -> None:
    for text in ("Issue 1.\nSummary: x", "a\nIssue 7 \r\nFrom: b\r\nSummary: x\r\n"):
        assert is_issue_list(text)
    for text in (
        "Issue 1.\n\nSummary: x\n",
        "Issue 1.\n  more\nSummary: x",
        "Issue 1 is\nSummary: x",
        "Summary:",
    ):
        assert not is_issue_list(text)


def test_many_lines_that_are_nearly_an_issue_list_take_no_longer_than_they_are_long() -> None:
    begun = time.process_time()
    assert not is_issue_list("Issue 1\n" * 100_000)
    assert len(read_form(b"Issue 1\nSummary: a\n" + b"and more\n" * 200_000).comments) == 1
    assert time.process_time() - begun < 2


def test_the_real_issue_list_loses_no_line(shared: Path) -> None:
    data = (shared / "data/comment-tables/w3c-process-issues-20180201.txt").read_bytes()
    reading = read_form(data)
    assert len(reading.comments) == 73
    assert [one.external_id for one in reading.comments] == [str(number) for number in range(1, 74)]
    assert not any(one.extras for one in reading.comments)
    said = json.dumps(told_as_json(reading), ensure_ascii=False)
    for line in data.decode().splitlines():
        words = line.partition(":  ")[2] or line.partition(": ")[2]
        assert json.dumps(words.strip(), ensure_ascii=False)[1:-1] in said


# CSV


def test_a_csv_table_of_comments_is_read_by_its_headings() -> None:
    data = (
        b"Ref;Section;Comment;Suggested change;Mood\n1;3.1;Too long;Cut it;cross\n;;;;\n2;3.2;;;\n3;;Fine;;\n"
    )
    reading = read_form(data, name="comments.csv")
    assert reading.comments == (
        Comment(
            row=2,
            external_id="1",
            clause="3.1",
            comment="Too long",
            proposed="Cut it",
            extras=(("Mood", "cross"),),
        ),
        Comment(row=5, external_id="3", comment="Fine"),
    )
    assert reading.report.left_out == 1
    is_accounted_for(reading)


def test_a_csv_table_that_is_none_of_comments_gives_its_rows() -> None:
    reading = read_form(b"Name,Age\nAnn,40\n", name="people.csv")
    assert [[one.text for one in line.cells] for line in reading.rows] == [["Name", "Age"], ["Ann", "40"]]
    is_accounted_for(reading)


def test_a_csv_row_with_more_cells_than_headings_loses_none() -> None:
    reading = read_form(b"Section,Comment,Response\n3,one,two,three\n")
    (comment,) = reading.comments
    assert (comment.response, comment.extras) == ("two", (("", "three"),))
    assert [one.where for one in reading.report.oddities] == ["row 2"]
    assert read_form(b"Section,Comment\n3,one,,\n").report.oddities == ()
    assert [line["no heading"] for line in told_by_column(reading)] == ["three"]


@pytest.mark.parametrize("heading", ["PK", "<intro>", "<p-value>"])
def test_a_table_may_begin_as_other_files_do(heading: str) -> None:
    (comment,) = read_form(f"{heading},Comment,Response\n3.1,Hello,\n".encode()).comments
    assert (comment.comment, comment.extras) == ("Hello", ((heading, "3.1"),))


def test_text_that_is_no_table_is_told_so_only_where_it_is_not_named_as_a_word_file() -> None:
    with pytest.raises(Unreadable, match="nothing under it"):
        read_form(b"Comment", name="comments.csv")
    with pytest.raises(Unreadable, match=r"form.DOCX is not a Word file"):
        read_form(b"Comment", name="form.DOCX")


def test_under_a_single_heading_a_comma_parts_nothing() -> None:
    reading = read_form(b'Comment\nHello, world\n"Quoted, so"\nSecond; comment\n')
    assert [one.comment for one in reading.comments] == ["Hello, world", "Quoted, so", "Second; comment"]


# Told


def test_a_form_is_told_with_its_texts_verbatim_and_each_once() -> None:
    body = paragraph("Welcome é 🙂") + table(row("Name", "“Ann” &amp; Bo"), row("Publish?", "☒ Yes ☐ No"))
    told = told_as_json(read_form(docx(body), name="form.docx"))
    assert told == {
        "file": "form.docx",
        "profile": "",
        "rows": [
            {"where": "paragraph 1", "text": "Welcome é 🙂"},
            {
                "where": "table 1, row 1",
                "table": 0,
                "row": 0,
                "cells": [
                    {"column": 0, "text": "Name", "is": "question"},
                    {"column": 1, "text": "“Ann” & Bo", "is": "answer"},
                ],
            },
            {
                "where": "table 1, row 2",
                "table": 0,
                "row": 1,
                "cells": [
                    {"column": 0, "text": "Publish?", "is": "question"},
                    {
                        "column": 1,
                        "text": "☒ Yes ☐ No",
                        "boxes": [
                            {"at": 0, "ticked": True, "label": "Yes"},
                            {"at": 6, "ticked": False, "label": "No"},
                        ],
                        "is": "answer",
                    },
                ],
            },
        ],
        "report": {"read": 3, "kept": 3, "left_out": 0, "oddities": []},
    }
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told


def test_a_form_is_told_as_rows_for_a_spreadsheet() -> None:
    body = paragraph("Welcome") + table(row("Publish?", "☒ Yes ☐ No"))
    assert told_as_rows(read_form(docx(body))) == (
        ("where", "ticked", "cell 1", "cell 2"),
        ("paragraph 1", "", "Welcome"),
        ("table 1, row 1", "Yes", "Publish?", "☒ Yes ☐ No"),
    )


def test_comments_are_told_under_the_headings_that_are_used() -> None:
    told = told_as_rows(read_form(LIST.encode()))
    assert told[0] == (
        "row",
        "external_id",
        "commenter",
        "comment",
        "status",
        "Comment",
        "Response",
        "Verified",
        "Colour",
        "From",
        "where",
        "ticked",
        "cell 1",
        "cell 2",
    )
    assert told[1][5] == "https://example.org/1\nhttps://example.org/1b"
    assert told_as_json(read_form(LIST.encode()))["comments"][1] == {
        "row": 2,
        "external_id": "2",
        "commenter": "Bob",
        "comment": "Another: thing\nover two lines",
        "extras": [["Colour", "blue"], ["From", "Cy"]],
    }


def test_the_words_of_a_comment_table_are_not_told_again_as_rows() -> None:
    reading = read_form(docx(paragraph("Intro") + table(row(*ISO_PRINTED), row(*FILLED))))
    told = json.dumps(told_as_json(reading), ensure_ascii=False)
    assert told.count("Say whose.") == 1
    assert [one.text for one in reading.rows] == ["Intro"]


def told_by_column(reading: FormReading) -> list[dict[str, str]]:
    """The lines for a spreadsheet, each with what is filled in it."""
    heading, *rows = told_as_rows(reading)
    assert len(set(heading)) == len(heading)
    return [{name: text for name, text in zip(heading, line, strict=False) if text} for line in rows]


def test_what_stands_beside_a_comment_table_is_told_as_rows_too() -> None:
    body = paragraph("Consultation") + table(row("Your name:", "Jane"), row("", ""), row("Agree?", "☒ Yes"))
    footer = f"<w:ftr {SPACE}>{paragraph('Send it to us')}</w:ftr>"
    notes = f'<w:footnotes {SPACE}><w:footnote w:id="2">{paragraph("As we said")}</w:footnote></w:footnotes>'
    section = '<w:p><w:pPr><w:sectPr><w:footerReference w:type="default" r:id="f"/></w:sectPr></w:pPr></w:p>'
    data = docx(
        body + table(row("Section", "Comment", "Response"), row("3.1", "Too vague", "")) + section,
        parts={"word/footer1.xml": footer, "word/footnotes.xml": notes},
        relations=(
            ("f", f"{RELATIONS}/footer", "footer1.xml", ""),
            ("n", f"{RELATIONS}/footnotes", "footnotes.xml", ""),
        ),
    )
    assert told_by_column(read_form(data)) == [
        {"row": "2", "clause": "3.1", "comment": "Too vague"},
        {"where": "paragraph 1", "cell 1": "Consultation"},
        {"where": "table 1, row 1", "cell 1": "Your name:", "cell 2": "Jane"},
        {"where": "table 1, row 3", "ticked": "Yes", "cell 1": "Agree?", "cell 2": "☒ Yes"},
        {"where": "page footer", "cell 1": "Send it to us"},
        {"where": "footnote 1", "cell 1": "As we said"},
    ]


def test_what_stands_above_a_list_of_issues_is_told_as_rows_too() -> None:
    assert told_by_column(read_form(LIST.encode()))[2:] == [
        {"where": "above the comments", "cell 1": "Draft", "cell 2": "https://example.org/draft/"},
        {"where": "above the comments", "cell 1": "Title", "cell 2": "A Draft"},
        {"where": "line 1 above the issues", "cell 1": "Some words that"},
        {"where": "line 2 above the issues", "cell 1": "have no label."},
    ]


def test_headings_that_are_names_of_our_columns_lose_no_column() -> None:
    pairs = (
        ("row", "77"),
        ("comment", "two"),
        ("cell 1", "c"),
        ("Mood\n", "x"),
        ("comment (2)", "y"),
        ("", "z"),
    )
    reading = dataclasses.replace(
        read_form(docx(paragraph("Intro"))), comments=(Comment(row=2, comment="one", extras=pairs),)
    )
    comment, intro = told_by_column(reading)
    assert comment == {
        "row": "2",
        "comment": "one",
        "row (2)": "77",
        "comment (2)": "two",
        "cell 1 (2)": "c",
        "Mood": "x",
        "comment (2) (2)": "y",
        "no heading": "z",
    }
    assert intro == {"where": "paragraph 1", "cell 1": "Intro"}
