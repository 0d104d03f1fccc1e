"""Real forms, and made ones with their answers: every word that was given is found, in its place, once, and no other."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from penholder.pure.formats.forms.asked_rows import Row
from penholder.pure.formats.forms.comment import Comment
from penholder.pure.formats.forms.reading import FormReading, read_form
from penholder.pure.formats.forms.told import told_as_json, told_as_rows
from penholder.pure.formats.forms.values import Cell, Table, WordForm, Words

MUST = [
    "PLAINPARA",
    "GRIDSPAN2",
    "AFTERSPAN",
    "VMERGETOP",
    "SDTINLINE",
    "SDTCELL",
    "SDTROW",
    "SDTBLOCKINCELL",
    "CHK14ON",
    "LEGACYON",
    "OUTERBEFORE",
    "NESTEDCELL",
    "OUTERAFTER",
    "INSERTED",
    "HYPERLINK",
    "SMARTTAG",
    "MOVEDTO",
    "VISIBLE",
    "SYMTICK",
    "DDCHOSEN",
    "TABLEINSDT",
    "TEXTBOX",
    "INSPARA",
    "SDTBLOCKPARA",
]
MUST_NOT = ("DELETED", "MOVEDFROM", "HIDDENTEXT", "PLACEHOLDERTEXT", "DDFIRST")
ONCE = ("GRIDSPAN2", "VMERGETOP", "TEXTBOX", "NESTEDCELL")


@pytest.fixture(scope="module")
def forms(shared: Path) -> Path:
    return shared / "data/forms"


def reading_of(path: Path) -> FormReading:
    return read_form(path.read_bytes(), name=path.name)


def form_of(path: Path) -> WordForm:
    form = reading_of(path).form
    assert form is not None
    return form


def squeezed(text: str) -> str:
    return " ".join(text.split())


def texts_of(told: Any) -> Iterator[str]:
    """Every text of an answer as JSON, but not labels and names, which say it again or are none of its words."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key == "text":
                yield value
            else:
                yield from texts_of(value)
    elif isinstance(told, list):
        for value in told:
            yield from texts_of(value)


def tables_of(form: WordForm) -> list[Table]:
    return [block for block in form.blocks if isinstance(block, Table)]


def by_place(table: Table) -> dict[tuple[int, int], Cell]:
    return {(cell.row, cell.column): cell for cell in table.cells}


def row_texts(table: Table, row: int) -> list[str]:
    return [squeezed(cell.text) for cell in table.by_row()[row]]


# made_all_traps


def test_the_file_of_traps_gives_every_token_and_none_that_is_not_said(forms: Path) -> None:
    reading = reading_of(forms / "made_all_traps.docx")
    said = " ".join(texts_of(told_as_json(reading)))
    assert [token for token in MUST if token not in said] == []
    assert [token for token in MUST_NOT if token in json.dumps(told_as_json(reading))] == []
    assert {token: said.count(token) for token in MUST} == dict.fromkeys(MUST, 1)
    rows = "\n".join("\t".join(row) for row in told_as_rows(reading))
    assert [token for token in MUST if token not in rows] == []
    assert [token for token in MUST_NOT if token in rows] == []
    assert [rows.count(token) for token in ONCE] == [1] * 4


def test_the_file_of_traps_has_its_ticks(forms: Path) -> None:
    boxes = form_of(forms / "made_all_traps.docx").boxes
    assert [(box.label, box.ticked, box.kind) for box in boxes] == [
        ("CHK14ON", True, "control"),
        ("LEGACYON", True, "form field"),
        ("SYMTICK", True, "symbol"),
    ]


def test_the_file_of_traps_has_every_cell_in_its_place(forms: Path) -> None:
    first, second = tables_of(form_of(forms / "made_all_traps.docx"))
    cells = by_place(first)
    assert {
        place: (cell.span, cell.height) for place, cell in cells.items() if cell.span + cell.height > 2
    } == {
        (0, 0): (2, 1),
        (1, 0): (1, 2),
    }
    assert {place: cell.text for place, cell in cells.items()} == {
        (0, 0): "GRIDSPAN2",
        (0, 2): "AFTERSPAN",
        (1, 0): "VMERGETOP",
        (1, 1): "B2",
        (1, 2): "SDTINLINE",
        (2, 1): "SDTCELL",
        (2, 2): "C3",
        (3, 0): "SDTROW",
        (3, 1): "x",
        (3, 2): "y",
        (4, 0): "SDTBLOCKINCELL",
        (4, 1): "☒CHK14ON",
        (4, 2): "☒LEGACYON",
        (5, 0): "OUTERBEFORE\nOUTERAFTER",
        (5, 1): "INSERTED",
        (5, 2): "HYPERLINKSMARTTAG",
        (6, 0): "MOVEDTO",
        (6, 1): "VISIBLE",
        (6, 2): "",
        (7, 0): "☒SYMTICK",
        (7, 1): "DDCHOSEN",
        (7, 2): "A\nB\tC",
    }
    ((at, nested),) = cells[5, 0].words.tables
    assert "OUTERBEFORE\nOUTERAFTER"[:at].strip() == "OUTERBEFORE"
    assert [cell.text for cell in nested.cells] == ["NESTEDCELL"]
    assert [cell.text for cell in second.cells] == ["TABLEINSDT"]
    assert [(field.kind, field.answered) for field in cells[6, 2].words.fields] == [("text", False)]
    after = [
        block.text for block in form_of(forms / "made_all_traps.docx").blocks if isinstance(block, Words)
    ]
    assert after == ["PLAINPARA", "TEXTBOX", "INSPARA", "SDTBLOCKPARA"]


# docx2python_checked_boxes_form


def test_the_referral_form_has_its_ticks_by_name_and_label(forms: Path) -> None:
    form = form_of(forms / "docx2python_checked_boxes_form.docx")
    assert len(form.boxes) == 44
    assert {box.name: box.label for box in form.boxes if box.ticked} == {
        "chkMember_APS": "Adult Protective Services",
        "chkMember_GENESIS": "Older Adult Mental Health",
        "chkMember_DA": "Prosecutor’s Office",
        "chkMember_Regional": "Regional Center",
        "chkMember_CoronerME": "Coroner/Medical Examiner",
        "chkMember_LawEnforce": "Law Enforcement",
        "chkMember_AttorneyOt": "Civil Attorney/Legal Services",
        "chkMember_Psych": "Psychologist",
        "chkMember_Medical": "Medical Practitioner",
        "chkMember_Ombudsman": "LTC Ombudsman",
        "chkMember_PublicGuar": "Public Guardian",
        "chkMember_Other": "Other (describe):",
    }
    first = tables_of(form)[0]
    assert {cell.row for cell in first.cells for box in cell.words.boxes if box.ticked} == {3, 4, 5}
    urgent = by_place(first)[0, 0].words.boxes
    assert [(box.name, box.ticked) for box in urgent] == [
        ("chkOfficeUse_Urgent", False),
        ("chkOfficeUse_Routine", False),
    ]


def test_the_referral_form_has_no_other_answer(forms: Path) -> None:
    reading = reading_of(forms / "docx2python_checked_boxes_form.docx")
    assert reading.form is not None
    fields = reading.form.fields
    assert Counter(field.kind for field in fields) == {"choice": 14, "text": 46}
    assert not any(field.answered or field.value for field in fields)
    assert len({thing.name for thing in (*fields, *reading.form.boxes)}) == 104
    assert "Select..." not in json.dumps(told_as_json(reading))
    assert "\u2002" not in "".join(texts_of(told_as_json(reading)))
    assert [oddity.where for oddity in reading.report.oddities] == ["14 places in the document"]


def test_the_referral_form_has_its_grid(forms: Path) -> None:
    form = form_of(forms / "docx2python_checked_boxes_form.docx")
    first, second = tables_of(form)
    assert [(table.rows, table.columns) for table in (first, second)] == [(24, 12), (25, 12)]
    cells = by_place(first)
    medicine = cells[19, 10]
    assert (medicine.span, medicine.height, medicine.words.fields[0].name) == (2, 5, "fldClient_Meds")
    assert cells[18, 10].text == "Medications and Dosage"
    team = next(cell for cell in first.cells if cell.row == 8 and len(cell.words.fields) == 2)
    assert [field.name for field in team.words.fields] == ["drpRef_FCTeam", "fldRef_FCOther"]
    assert squeezed(team.text) == "other:"
    footers = [margin for margin in form.margins if margin.kind == "footer"]
    assert len(footers) == 2
    assert all("Privacy Notice" in str(margin.blocks) for margin in footers)
    assert "Privacy Notice" not in str(form.blocks)


# docx2python_weekly_schedule_vmerge


def test_the_timetable_has_each_merged_cell_once_and_its_neighbours_in_place(forms: Path) -> None:
    form = form_of(forms / "docx2python_weekly_schedule_vmerge.docx")
    main, last = tables_of(form)
    assert (main.rows, main.columns, last.rows, last.columns) == (30, 5, 8, 2)
    assert row_texts(main, 0) == ["Spring 2026", "Week Starting", "Day", "Topics (Sections – Blitzer)", ""]
    merged = [cell for cell in main.cells if cell.height == 2]
    assert Counter(cell.column for cell in merged) == {0: 14, 1: 14, 4: 14}
    weeks = [squeezed(cell.text) for cell in merged if cell.column == 0]
    assert weeks == [f"Week {week}" for week in (*range(1, 8), *range(9, 16))]
    starts = [
        "1/5",
        "1/12",
        "1/19",
        "1/26",
        "2/2",
        "2/9",
        "2/16",
        "3/2",
        "3/9",
        "3/16",
        "3/23",
        "3/30",
        "4/6",
        "4/13",
    ]
    assert [squeezed(cell.text) for cell in merged if cell.column == 1] == starts
    homework = [squeezed(cell.text) for cell in merged if cell.column == 4]
    assert homework[0] == "Pre class assignment(on canvas) HW 1 (on MML)"
    assert [text.rpartition("HW ")[2] for text in homework[1:13]] == [
        str(n) for n in (*range(2, 8), *range(9, 15))
    ]
    assert homework[13] == ""
    days = [squeezed(cell.text) for cell in main.cells if cell.column == 2 and 0 < cell.row < 29]
    assert days == ["Tuesday", "Thursday Class"] * 14
    assert [cell.column for cell in main.by_row()[2]] == [2, 3]


def test_the_timetable_keeps_what_stands_around_empty_nested_tables(forms: Path) -> None:
    form = form_of(forms / "docx2python_weekly_schedule_vmerge.docx")
    main, last = tables_of(form)
    cells = by_place(main)
    assert squeezed(cells[2, 3].text) == (
        "Pre-Class Assignment: Functions In-Class: Functions (2.1) Functional Notation (2.1) Domain and Range (2.1)"
    )
    around = {cell.row: squeezed(cell.text) for cell in main.cells if cell.words.tables}
    assert around == {11: "Math Lab", 13: "Test 2 in GL 263 (2.2, 2.5, 2.6, 3.1, 3.5)", 17: "Math Lab"}
    nested = [table for cell in main.cells for _, table in cell.words.tables]
    assert [(table.rows, table.columns, table.cells[0].text) for table in nested] == [(1, 1, "")] * 3
    assert row_texts(main, 29) == ["Week 16", "4/20", "Final Exam (Date and Time TBD)", ""]
    assert cells[29, 2].span == 2
    loose = [block.text for block in form.blocks if isinstance(block, Words) and block.text.strip()]
    assert loose == ["** All exams are taken in GL 263", "Grading Components"]
    assert [row_texts(last, row) for row in range(8)] == [
        ["Final Exam", "20%"],
        ["Tests", "45%"],
        ["Lab Participation", "5%"],
        ["MML HW", "15%"],
        ["Pre-Class", "3%"],
        ["Understanding Checkpoints", "5%"],
        ["In-Class _________________", "7% _____"],
        ["Total", "100%"],
    ]
    assert [cell.text.partition("\n")[2] != "" for cell in last.by_row()[6]] == [True, True]


# feedback_form_template_oscarb


def test_the_empty_feedback_form_has_five_questions_and_no_answer(forms: Path) -> None:
    rows = reading_of(forms / "feedback_form_template_oscarb.docx").rows
    assert [squeezed(row.question) for row in rows] == [
        "Your name:",
        "Current date:",
        "Your favourite 3 parts of the website you’ve reviewed:",
        "Areas you thought we could do better at :",
        "Features you think would be valuable to us, that we have not added currently:",
    ]
    assert [row.answer for row in rows] == [""] * 5


# poi_form_footnotes_29_legacy_checkboxes


def test_the_visa_form_has_no_tick_and_no_answer(forms: Path) -> None:
    form = form_of(forms / "poi_form_footnotes_29_legacy_checkboxes.docx")
    sizes = [(table.rows, table.columns) for table in tables_of(form)]
    assert sizes == [(1, 4), (15, 15), (4, 6), (6, 5), (3, 5), (1, 1)]
    assert (len(form.boxes), len(form.fields)) == (29, 40)
    assert not any(box.ticked for box in form.boxes)
    assert not any(field.answered for field in form.fields)
    names = Counter(thing.name for thing in (*form.boxes, *form.fields))
    assert [names[name] for name in ("Check1", "Text43", "Text42", "Text41", "")] == [16, 5, 3, 3, 7]


def test_the_visa_form_pairs_only_boxes_whose_words_are_sure(forms: Path) -> None:
    form = form_of(forms / "poi_form_footnotes_29_legacy_checkboxes.docx")
    tables = tables_of(form)
    purpose = by_place(tables[3])
    assert [box.label for box in purpose[1, 0].words.boxes] == [""] * 16
    assert not purpose[1, 1].words.boxes
    sex = next(cell for cell in tables[1].cells if cell.row == 4 and cell.words.boxes)
    assert [box.label for box in sex.words.boxes] == ["male", "female"]
    level = next(cell for cell in tables[1].cells if cell.row == 12 and cell.words.boxes)
    assert len(level.words.boxes) == 9
    assert level.words.boxes[0].label == "no diploma"
    assert all(box.label for box in level.words.boxes)
    assert not any(cell.words.boxes for cell in tables[2].cells)


def test_the_visa_form_has_its_footnote(forms: Path) -> None:
    reading = reading_of(forms / "poi_form_footnotes_29_legacy_checkboxes.docx")
    notes = [row for row in reading.rows if row.where.startswith("footnote")]
    assert [squeezed(row.text) for row in notes] == ["testdoc test phrase"]


# the others


def test_the_boxes_of_poi_have_the_state_of_their_default(forms: Path) -> None:
    form = form_of(forms / "poi_checkboxes.docx")
    assert [box.ticked for box in form.boxes] == [False, True, False, True, False, True, True, False, True]
    assert Counter(box.name for box in form.boxes) == {
        "Check1": 2,
        "Check2": 4,
        "Check3": 1,
        "Check4": 1,
        "": 1,
    }
    assert [box.label for box in form.boxes[:2]] == ["unchecked:", "Or checked:"]
    (table,) = tables_of(form)
    assert [[box.ticked for box in cell.words.boxes] for cell in table.cells] == [[False], [True]]
    assert [box.label for box in form.boxes[4:]] == [""] * 5


def test_the_invoice_has_what_stands_in_its_controls_once(forms: Path) -> None:
    reading = reading_of(forms / "docx4j_invoice2013_sdt_checkbox.docx")
    said = "\n".join(texts_of(told_as_json(reading)))
    once = (
        "John Citizen",
        "Contozo Inc",
        "Unit 4",
        "some street",
        "Griffith",
        "NSW",
        "2680",
        "29 January 2015",
        "PO1234",
        "Rich Word content can go here",
        "note 1",
        "ITEM1",
        "Some item",
        "$120",
    )
    everything = json.dumps(told_as_json(reading))
    assert {text: (said.count(text), everything.count(text)) for text in once} == dict.fromkeys(once, (1, 1))
    assert said.count("1234") == 2
    assert not any(text in said for text in ("Another item", "note 2", "Funky"))
    assert reading.form is not None
    first, second = tables_of(reading.form)
    assert by_place(first)[0, 1].text == "29 January 2015"
    assert [row_texts(second, row) for row in range(2)] == [
        ["productcode", "description", "quantity", "price"],
        ["ITEM1", "Some item", "2", "$120"],
    ]
    assert [(box.label, box.ticked) for box in reading.form.boxes] == [("VAT applies", True)]
    (date,) = [field for field in reading.form.fields if field.kind == "date"]
    assert date.value == "29 January 2015"
    assert all(field.answered for field in reading.form.fields)


def test_a_control_around_paragraphs_keeps_their_order(forms: Path) -> None:
    form = form_of(forms / "pandoc_nested_sdt.docx")
    paragraphs = [block.text for block in form.blocks if isinstance(block, Words)]
    assert paragraphs == ["Test Paragraph1", "", "Test Paragraph2", "", "Test Paragraph3"]


def test_a_tracked_deletion_is_not_read(forms: Path) -> None:
    (row,) = reading_of(forms / "pandoc_track_changes_deletion.docx").rows
    assert row.text == "This is a text with a deletion."


def test_a_table_whose_rows_begin_in_other_columns_has_its_grid(forms: Path) -> None:
    (table,) = tables_of(form_of(forms / "pandoc_table_gridbefore.docx"))
    assert (table.rows, table.columns) == (16, 11)
    cells = by_place(table)
    assert [row[0].column for row in table.by_row()] == [1] * 12 + [0] + [1] * 3
    assert (cells[0, 1].text, cells[0, 1].span, cells[0, 9].text, cells[0, 10].text) == ("Bits", 8, "", "")
    assert [cells[1, column].text for column in range(1, 9)] == list("87654321")
    for row in (2, 13):
        assert not "".join(row_texts(table, row))
    kinds = "TEXT,BINARY,HYPERLINKS,FILEURL,LOCATION,ENHANCED STATUS,Value allocated for use in interworking (NOTE)"
    more = "LOCATION ALTITUDE,LOCATION TIMESTAMP,CODED TEXT"
    assert [squeezed(cells[row, 10].text) for row in range(3, 13)] == f"{kinds},{more}".split(",")
    assert cells[12, 0].span == 2
    for number, row in enumerate(range(3, 13), start=1):
        bits = [cell.text for cell in table.by_row()[row] if cell.column < 9]
        assert int("".join(bits), 2) == number
    assert (cells[14, 1].text, cells[14, 1].span) == ("All other values are reserved.", 10)
    assert cells[15, 1].text.startswith("NOTE:\t")
    assert squeezed(cells[15, 1].text) == "NOTE: Usage of this value is described in 3GPP TS 29.582 [48]."


# the fifteen filled forms


def test_the_fifteen_filled_forms_give_every_answer_to_the_letter(forms: Path) -> None:
    truth = json.loads((forms / "generated/truth.json").read_text("utf-8"))
    assert len(truth) == 15
    for name, wanted in truth.items():
        reading = reading_of(forms / "generated" / name)
        assert (reading.profile, reading.report.left_out, reading.report.oddities) == ("", 0, ())
        _is_as_filled(reading.rows, wanted)
        assert [_as_filled(one) for one in reading.comments] == wanted["comment_rows"]


def _is_as_filled(rows: tuple[Row, ...], wanted: dict[str, Any]) -> None:
    loose = [row.text for row in rows if row.table < 0]
    assert loose == [wanted["title"], wanted["intro"], "Anything else?", *wanted["anything_else"]]
    details = {row.question: row for row in rows if row.table == 0}
    assert details.pop("May we publish?").boxes[0].label == "Yes"
    assert {key: row.answer for key, row in details.items()} == {
        key: text for key, text in wanted["details"].items() if key != "May we publish?"
    }
    section, answers = "", []
    for row in [row for row in rows if row.table == 1][1:]:
        if len(row.cells) == 1:
            section = row.text
            continue
        question, boxes, comment, change = row.cells
        ticked = [box.label for box in boxes.words.boxes if box.ticked]
        assert [box.label for box in boxes.words.boxes] == ["Agree", "Disagree", "Unsure"]
        answers.append((section, question.text, ticked, comment.text, change.text))
        assert row.headings[2:] == ("Comment", "Suggested change")
    assert answers == [
        (one["section"], one["question"], [one["answer"]], one["comment"], one["suggested_change"])
        for one in wanted["questions"]
    ]
    assert {row.table for row in rows} == {-1, 0, 1}


def _as_filled(comment: Comment) -> dict[str, str]:
    """A row of the third table, a comment table by its headings, under the names it was filled by."""
    said = (comment.external_id, comment.clause, comment.element, comment.kind, comment.comment)
    office = dict(comment.extras).get("Office", "")
    names = ("ref", "clause", "paragraph", "type", "comment", "proposed_change", "office")
    return dict(zip(names, (*said, comment.proposed, office), strict=True))
