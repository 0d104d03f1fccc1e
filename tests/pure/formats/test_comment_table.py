"""The ISO commenting form comes in row by row and goes out in the same file with its observations."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from penholder.pure.formats.comment_table import (
    CommentRow,
    parted_mark,
    read_comment_table,
    responses_by_body,
)
from penholder.pure.formats.comment_table_out import new_comment_table, write_observations
from penholder.pure.formats.report import Unreadable
from tests.iso_form import expected_cells, fill_iso_form
from tests.pure.formats.word_files import NAMESPACES, RELATIONS, cell, docx, paragraph, row, table

HEADINGS = (
    "MB/NC",
    "Line number (e.g. 17)",
    "Clause/ Subclause",
    "Paragraph/ Figure/ Table/",
    "Type of comment",
    "Comments",
    "Proposed change",
    "Observations of the secretariat",
)


@pytest.fixture(scope="module")
def real_comments(shared: Path) -> list[dict[str, Any]]:
    text = (shared / "data/comment-tables/iso_comments_metanorma_commenter.yaml").read_text("utf-8")
    comments: list[dict[str, Any]] = yaml.safe_load(text)["comments"]
    return comments


@pytest.fixture(scope="module")
def real_form(shared: Path) -> bytes:
    return (shared / "data/comment-tables/iso_comment_template_2012-03.docx").read_bytes()


def as_cells(row: CommentRow) -> tuple[str, ...]:
    mark = row.external_id or row.body
    return (mark, row.line, row.clause, row.element, row.kind, row.comment, row.proposed, row.observations)


def test_read_comment_table_of_the_real_form_gives_every_field(
    real_form: bytes, real_comments: list[dict[str, Any]]
) -> None:
    read, report = read_comment_table(fill_iso_form(real_form, real_comments, with_observations=True))
    expected = []
    for comment in real_comments:
        cells = expected_cells(comment)
        expected.append((*cells[:4], cells[4].lower(), *cells[5:]))
    assert [as_cells(row) for row in read.rows] == expected
    assert [row.row for row in read.rows] == list(range(1, 56))
    assert (report.read, report.kept, report.left_out, report.oddities) == (55, 55, 0, ())


def test_responses_by_body_of_the_real_form_gives_three_bodies(
    real_form: bytes, real_comments: list[dict[str, Any]]
) -> None:
    read, _ = read_comment_table(fill_iso_form(real_form, real_comments))
    assert [(body, len(rows)) for body, rows in responses_by_body(read)] == [
        ("DE", 40),
        ("PL", 1),
        ("CC", 14),
    ]


def test_write_observations_into_the_real_form_changes_nothing_else(
    real_form: bytes, real_comments: list[dict[str, Any]]
) -> None:
    filled = fill_iso_form(real_form, real_comments)
    before, _ = read_comment_table(filled)
    words = {
        number: comment.get("observations") or "Noted.\nWith thanks."
        for number, comment in enumerate(real_comments, start=1)
    }
    written = write_observations(filled, words)
    after, _ = read_comment_table(written)
    assert [as_cells(row)[:7] for row in after.rows] == [as_cells(row)[:7] for row in before.rows]
    assert [row.observations for row in after.rows] == [words[row.row].strip() for row in after.rows]
    with zipfile.ZipFile(io.BytesIO(filled)) as old, zipfile.ZipFile(io.BytesIO(written)) as new:
        assert old.namelist() == new.namelist()
        assert [part for part in old.namelist() if old.read(part) != new.read(part)] == ["word/document.xml"]


def test_write_observations_with_the_words_already_there_leaves_the_document_as_it_is(
    real_form: bytes, real_comments: list[dict[str, Any]]
) -> None:
    filled = fill_iso_form(real_form, real_comments, with_observations=True)
    same = {row.row: row.observations for row in read_comment_table(filled)[0].rows}
    with (
        zipfile.ZipFile(io.BytesIO(filled)) as old,
        zipfile.ZipFile(io.BytesIO(write_observations(filled, same))) as new,
    ):
        assert old.read("word/document.xml") == new.read("word/document.xml")


def test_read_comment_table_of_the_empty_real_form_stops_with_a_sentence(real_form: bytes) -> None:
    read, report = read_comment_table(real_form)
    assert read.rows == ()
    assert report.stopped


def test_read_comment_table_passes_over_headings_in_the_body() -> None:
    numbers = ("1", "2", "(3)", "4", "5", "(6)", "(7)", "8")
    one = ("DE-001", "17", "3.1", "Table 1", "te", "Unclear.", "Say more.", "")
    read, report = read_comment_table(docx(table(row(*HEADINGS), row(*numbers), row(*one))))
    assert [as_cells(comment) for comment in read.rows] == [one]
    assert read.rows[0].row == 3
    assert report.read == 1


def test_read_comment_table_keeps_a_comment_that_sounds_like_a_heading() -> None:
    one = ("MB-1", "line 5", "Clause 4", "Table 1", "te", "Comments are missing.", "Add the Type column.", "")
    read, _ = read_comment_table(docx(table(row(*one))))
    assert [as_cells(comment) for comment in read.rows] == [one]


def test_read_comment_table_skips_empty_rows_and_reports_odd_ones() -> None:
    rows = (
        row(*[""] * 8),
        row("", "", "2", "", "xx", "Nobody signed this.", "", ""),
        row("DE", "", "2", "", "te", "", "", ""),
        row("DE", *[""] * 7),
        row("DE", "", "3", "", "te", "", "Only a proposal.", ""),
        row("FR-7", "", "3", "", "ge", "Once.", "", ""),
        row("FR-7", "", "3", "", "ge", "Twice.", "", ""),
    )
    read, report = read_comment_table(docx(table(*rows)))
    assert [(comment.row, comment.body) for comment in read.rows] == [
        (2, ""),
        (5, "DE"),
        (6, "FR"),
        (7, "FR"),
    ]
    assert (report.read, report.kept, report.left_out) == (5, 4, 1)
    assert [(oddity.where, oddity.severity) for oddity in report.oddities] == [
        ("row 2", "note"),
        ("row 2", "note"),
        ("row 3 (DE)", "left out"),
        ("row 5 (DE)", "note"),
        ("rows 6 and 7", "note"),
    ]


def test_read_comment_table_reads_what_word_shows() -> None:
    tracked = (
        '<w:p><w:r><w:t>kept </w:t></w:r><w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>new</w:t></w:r></w:ins></w:p>'
    )
    control = "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>from a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    placeholder = (
        "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        "<w:r><w:t>Click here</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    nested = table(row("left", "right"))
    equation = "<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath><w:r><w:br/><w:t>next</w:t></w:r></w:p>"
    cells = [
        cell(content)
        for content in (paragraph("DE"), placeholder, control, nested, "", tracked, equation, "")
    ]
    read, _ = read_comment_table(docx(table(row(*cells))))
    assert as_cells(read.rows[0]) == (
        "DE",
        "",
        "from a control",
        "left\tright",
        "",
        "kept new",
        "x=1\nnext",
        "",
    )


def test_read_comment_table_reads_wrapped_and_deleted_rows() -> None:
    inside = row("DE", "", "1", "", "te", "In a control.", "", "")
    wrapped = f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    deleted = row("DE", "", "2", "", "te", "Deleted.", "", "").replace(
        "<w:tr>", '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>'
    )
    read, _ = read_comment_table(docx(table(wrapped, deleted)))
    assert [comment.comment for comment in read.rows] == ["In a control."]


def test_read_comment_table_with_merged_cells_uses_the_grid() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        row(cell("DE", down), "1", "2", "3", "te", "First.", "Change it.", "Done."),
        row(cell("", on), "1", "2", "3", "te", cell("Second, merged with its proposal.", wide), "Noted."),
        row(cell("Section 2", '<w:gridSpan w:val="8"/>')),
    )
    read, report = read_comment_table(docx(table(*rows)))
    assert [as_cells(comment) for comment in read.rows] == [
        ("DE", "1", "2", "3", "te", "First.", "Change it.", "Done."),
        ("DE", "1", "2", "3", "te", "Second, merged with its proposal.", "", "Noted."),
    ]
    assert [oddity.where for oddity in report.oddities] == ["row 3 (Section 2)"]


def test_write_observations_reaches_merged_and_missing_cells() -> None:
    on = "<w:vMerge/>"
    rows = (
        row("DE", "", "1", "", "te", "First.", "", cell("", '<w:vMerge w:val="restart"/>')),
        row("DE", "", "2", "", "te", "Second.", "", cell("", on)),
        row("DE", "", "3", "", "te", "Third.", cell("Proposal.", '<w:gridSpan w:val="2"/>')),
        row("DE", "", "4", "", "te", "Fourth.", "Proposal."),
    )
    words = {1: "One.", 2: "Two.", 3: "Three.", 4: "Four, of\ntwo lines."}
    read, _ = read_comment_table(write_observations(docx(table(*rows)), words))
    assert {comment.row: comment.observations for comment in read.rows} == words
    assert [comment.proposed for comment in read.rows] == ["", "", "Proposal.", "Proposal."]


def test_write_observations_for_a_row_that_is_not_there_says_so() -> None:
    form = docx(table(row("DE", "", "1", "", "te", "First.", "", "")))
    with pytest.raises(Unreadable, match="has no row 7; it has 1 rows"):
        write_observations(form, {7: "Noted."})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (paragraph("A letter."), "has no table"),
        (table(row(*"abcdefg")), "no table with eight columns"),
    ],
)
def test_read_comment_table_of_a_file_without_the_form_says_so(body: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_comment_table(docx(body))


def test_read_comment_table_reads_date_and_document_from_the_page_header() -> None:
    header = f"<w:hdr {NAMESPACES}>{table(row('Date: 2026-03-01', 'Document: Draft 2', 'Project: Peer work'))}</w:hdr>"
    reference = '<w:sectPr><w:headerReference w:type="default" r:id="rId7"/></w:sectPr>'
    form = docx(
        table(row("DE", "", "1", "", "te", "First.", "", "")) + f"<w:p><w:pPr>{reference}</w:pPr></w:p>",
        parts={"word/header2.xml": header},
        relations=[("rId7", f"{RELATIONS}/header", "header2.xml", "")],
    )
    read, _ = read_comment_table(form)
    assert (read.date, read.document, read.project) == ("2026-03-01", "Draft 2", "Peer work")


@pytest.mark.parametrize(
    ("mark", "parted"),
    [
        ("DE-002", ("DE", "DE-002")),
        ("CC-01-043", ("CC", "CC-01-043")),
        ("de 2", ("DE", "de 2")),
        ("US12", ("US", "US12")),
        ("PL", ("PL", "")),
        ("**", ("**", "")),
        ("Peer Voices North 3", ("Peer Voices North", "Peer Voices North 3")),
        ("Peer Voices", ("Peer Voices", "")),
        ("007", ("007", "")),
        ("", ("", "")),
    ],
)
def test_parted_mark_tells_body_from_number(mark: str, parted: tuple[str, str]) -> None:
    assert parted_mark(mark) == parted


def test_new_comment_table_is_read_back_as_it_was_written() -> None:
    rows = (
        CommentRow(
            1, "Peer Voices", clause="2.1", kind="te", comment="Two\nlines & <marks>.", proposed="“Ask”"
        ),
        CommentRow(
            2, "DE", external_id="DE-002", line="4", element="Table 1", comment="Bell\x07 and tab\there"
        ),
    )
    form = new_comment_table(rows, document="Draft 2", date="1 March 2026", project="Peer work")
    read, report = read_comment_table(form)
    assert [as_cells(row) for row in read.rows] == [
        ("Peer Voices", "", "2.1", "", "te", "Two\nlines & <marks>.", "“Ask”", ""),
        ("DE-002", "4", "", "Table 1", "", "Bell and tab\there", "", ""),
    ]
    assert (read.document, read.date, read.project) == ("Draft 2", "1 March 2026", "Peer work")
    assert report.oddities == ()
    assert form == new_comment_table(rows, document="Draft 2", date="1 March 2026", project="Peer work")
