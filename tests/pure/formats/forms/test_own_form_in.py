"""What people and their programmes do to our own form, and that nothing they say is lost."""

from __future__ import annotations

import copy

import pytest
from lxml import etree

from penholder.pure.formats.forms.own_form import write_own_form
from penholder.pure.formats.forms.own_form_answers import (
    Elsewhere,
    OwnAnswers,
    QuestionAnswer,
    StatementAnswer,
)
from penholder.pure.formats.forms.own_form_asked import ConsultationForm, QuestionAsked
from penholder.pure.formats.forms.own_form_in import read_own_form
from penholder.pure.formats.report import ImportReport, Unreadable
from tests.pure.formats.forms.own_form_pen import FORM, W14, Pen, W, paragraph, run
from tests.pure.formats.word_files import NAMESPACES, docx, rels

BLANK = write_own_form(FORM)
ASKS = "Click here and write your answer."


@pytest.fixture
def pen() -> Pen:
    return Pen(BLANK)


def read(pen: Pen) -> tuple[OwnAnswers, ImportReport]:
    return read_own_form(pen.file())


def answer(answers: OwnAnswers, number: int) -> QuestionAnswer:
    return next(one for one in answers.answers if one.number == number)


def row(answers: OwnAnswers, number: int) -> StatementAnswer:
    return next(one for one in answers.statements if one.row == number)


def fill(pen: Pen) -> Pen:
    """An ordinary answer in every sort of place."""
    pen.write("ph_q1_words", "Nothing on night shifts.\nAnd\tnothing on pay.").write(
        "ph_q2_choice", "Not yet"
    )
    pen.tick("ph_q3_o1").tick("ph_q3_o3").write("ph_s1_stance", FORM.stances[1])
    pen.write("ph_s1_comment", "To whom?").write("ph_s1_proposed", "Able to listen to everybody")
    return pen.write("ph_s4_comment", "=1+1 & <b>more</b>")


FILLED = (
    {1: "Nothing on night shifts.\nAnd\tnothing on pay."},
    {2: ("Not yet",), 3: ("Peer worker", "Somebody else & more")},
    {
        FORM.statements[0].uid: (FORM.stances[1], "To whom?", "Able to listen to everybody"),
        "s3": ("", "=1+1 & <b>more</b>", ""),
    },
)


def said(
    answers: OwnAnswers,
) -> tuple[dict[int, str], dict[int, tuple[str, ...]], dict[str, tuple[str, str, str]]]:
    return (
        {one.number: one.words for one in answers.answers if one.words},
        {one.number: one.chosen for one in answers.answers if one.chosen},
        {
            one.statement: (one.stance, one.comment, one.proposed)
            for one in answers.statements
            if one.answered
        },
    )


def test_every_sort_of_answer_comes_back(pen: Pen) -> None:
    answers, report = read(fill(pen))
    assert said(answers) == FILLED
    assert answers.elsewhere == ()
    assert report.oddities == ()


def test_words_beside_and_under_a_place_belong_to_it(pen: Pen) -> None:
    pen.control("ph_q1_words").addprevious(run("First: "))
    pen.under("What is missing?", "Before the box.")
    pen.bookmark("ph_q2_choice").getparent().addnext(paragraph("Because of the pay."))
    pen.paragraph("\N{BALLOT BOX} Carer").append(run(" of my sister"))
    pen.bookmark("ph_s1_comment").getparent().addnext(paragraph("Under the box."))
    answers, report = read(pen.write("ph_q1_words", "Pay."))
    assert answer(answers, 1).words == "Before the box.\nFirst: Pay."
    assert answer(answers, 2).words == "Because of the pay."
    assert answer(answers, 3).words == "of my sister"
    assert row(answers, 1).comment == "Under the box."
    assert answers.elsewhere == ()
    assert {odd.severity for odd in report.oddities} == {"note"}


def test_a_control_over_several_paragraphs_is_one_answer(pen: Pen) -> None:
    """As Word makes it where somebody presses Enter in a control."""
    place = pen.write("ph_q1_words", "One").bookmark("ph_q1_words").getparent()
    control = pen.control("ph_q1_words")
    place.addprevious(control)
    content = control.find(f"{W}sdtContent")
    place.append(content.find(f"{W}r"))
    content.append(place)
    content.append(paragraph("Two"))
    answers, report = read(pen)
    assert answer(answers, 1).words == "One\nTwo"
    assert report.oddities == ()


def test_words_after_the_printed_question_are_its_answer(pen: Pen) -> None:
    pen.paragraph("What is missing?").append(run(" The night shift."))
    assert answer(read(pen)[0], 1).words == "The night shift."


def test_a_cross_before_a_label_is_a_tick_and_other_words_are_not(pen: Pen) -> None:
    for place, text in ((1, "x "), (2, "no "), (3, "\N{BALLOT BOX WITH CHECK} ")):
        control = pen.control(f"ph_q3_o{place}")
        control.addprevious(run(text))
        control.getparent().remove(control)
    answers, _ = read(pen)
    assert answer(answers, 3).chosen == ("Peer worker", "Somebody else & more")
    assert answer(answers, 3).words == "no"


@pytest.mark.parametrize("typed", ["[x] ", "(X) ", "[✓] "])
def test_a_cross_in_brackets_is_a_tick_and_empty_brackets_are_none(pen: Pen, typed: str) -> None:
    for place, text in ((1, typed), (2, "[ ] ")):
        control = pen.control(f"ph_q3_o{place}")
        control.addprevious(run(text))
        control.getparent().remove(control)
    answers, _ = read(pen)
    assert (answer(answers, 3).chosen, answer(answers, 3).words) == (("Peer worker",), "")


def test_a_box_that_is_a_letter_of_a_symbol_font_is_a_tick(pen: Pen) -> None:
    control = pen.control("ph_q3_o1")
    letter = run("\uf0fe")
    letter.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W[1:-1]}"><w:rFonts w:ascii="Wingdings"/></w:rPr>'))
    control.addprevious(letter)
    control.getparent().remove(control)
    answers, _ = read(pen)
    assert (answer(answers, 3).chosen, answer(answers, 3).words) == (("Peer worker",), "")


def test_a_cross_after_a_label_with_an_x_in_it_leaves_the_label_whole() -> None:
    questions = (QuestionAsked("q", 1, "Who?", "boxes", ("Ex-patient", "Carer")),)
    pen = Pen(write_own_form(ConsultationForm("f", "Who", questions=questions)))
    pen.paragraph("\N{BALLOT BOX} Ex-patient").append(run(" x"))
    assert answer(read(pen)[0], 1) == QuestionAnswer("q", 1, "", ("Ex-patient",))


def test_a_label_somebody_changed_is_kept_as_words(pen: Pen) -> None:
    label = next(words for words in pen.root.iter(f"{W}t") if words.text == "Carer")
    label.text = "Carers and friends"
    answers, _ = read(pen.tick("ph_q3_o2"))
    assert answer(answers, 3) == QuestionAnswer("who", 3, "Carers and friends", ("Carers and friends",))


def test_a_choice_that_was_not_offered_is_kept_as_words(pen: Pen) -> None:
    answers, report = read(pen.write("ph_q2_choice", "Ask me in May").write("ph_s2_stance", "Maybe"))
    assert (answer(answers, 2).chosen, answer(answers, 2).words) == ((), "Ask me in May")
    assert (row(answers, 2).stance, row(answers, 2).comment) == ("", "Maybe")
    assert any("none of those" in odd.what for odd in report.oddities)


def test_words_outside_every_place_are_kept_with_where_they_stand(pen: Pen) -> None:
    pen.under("We ask everybody who gives or gets peer support.", "Hello!")
    pen.under("End of the form", "Dear group,", "I am tired.")
    answers, report = read(pen)
    assert answers.elsewhere == (
        Elsewhere("after “We ask everybody who gives or gets peer support.”", "Hello!"),
        Elsewhere("after “End of the form”", "Dear group,"),
        Elsewhere("after “End of the form”", "I am tired."),
    )
    assert (report.read, report.kept, report.left_out) == (11, 8, 3)
    assert [odd.raw for odd in report.oddities] == ["Hello!", "Dear group,", "I am tired."]


def test_a_letter_that_names_the_questions_answers_them(pen: Pen) -> None:
    pen.under("End of the form", "Question 4", "Yes, pay.", "Question 2:", "Not for me.")
    answers, _ = read(pen)
    assert answer(answers, 4).words == "Yes, pay."
    assert answer(answers, 2).words == "Not for me."


def test_a_statement_somebody_rewrote_is_set_apart_whole(pen: Pen) -> None:
    words = next(words for words in pen.root.iter(f"{W}t") if words.text == "1.1 Able to listen")
    words.text = "1.1 Able to really listen"
    pen.paragraph("1.2 to colleagues").append(run(" and friends"))
    answers, report = read(pen)
    assert [odd.words for odd in answers.elsewhere] == ["1.1 Able to really listen"]
    assert "statement 1" in answers.elsewhere[0].where
    assert row(answers, 2).comment == "and friends"
    assert report.left_out == 1


def test_tracked_changes_count_as_accepted(pen: Pen) -> None:
    changed = pen.write("ph_q1_words", "One two three").control("ph_q1_words").find(f"{W}sdtContent")
    one = changed.find(f"{W}r")
    deleted = etree.SubElement(changed, f"{W}del")
    deleted.append(run("GONE"))
    deleted.find(f".//{W}t").tag = f"{W}delText"
    etree.SubElement(changed, f"{W}ins").append(run(" four"))
    hidden = run("HIDDEN")
    hidden.insert(0, etree.fromstring(f"<w:rPr {NAMESPACES}><w:vanish/></w:rPr>"))
    one.addnext(hidden)
    assert answer(read(pen)[0], 1).words == "One two three four"


def test_a_row_somebody_added_is_another_comment_on_the_same_statement(pen: Pen) -> None:
    pen.write("ph_s2_comment", "First")
    for marks in ("", "_Copy_1"):
        again = pen.row_again("ph_s2_comment", marks=marks)
        next(words for words in again.iter(f"{W}t") if words.text == "First").text = f"More{marks}"
    answers, report = read(pen)
    assert [(one.statement, one.row, one.comment) for one in answers.statements[1:4]] == [
        ("s2", 2, "First"),
        ("s2", 0, "More_Copy_1"),
        ("s2", 0, "More"),
    ]
    assert sum(odd.what == "A row was added to the table." for odd in report.oddities) == 2


def test_a_row_about_something_else_is_kept_with_the_words_of_its_label(pen: Pen) -> None:
    again = pen.row_again("ph_s4_comment")
    next(words for words in again.iter(f"{W}t") if words.text == "2.2 Knows where to ask").text = "2.3 Rest"
    for control in list(again.iter(f"{W}sdt")):
        control.addprevious(run("We need rest."))
        control.getparent().remove(control)
    answers, _ = read(pen)
    added = answers.statements[-1]
    assert (added.statement, added.label, added.proposed) == ("", "2.3 Rest", "We need rest.")
    assert "We need rest." in added.comment


def test_a_table_of_somebodys_own_is_words(pen: Pen) -> None:
    table = etree.fromstring(
        f"<w:tbl {NAMESPACES}>" + "<w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>" * 2 + "</w:tbl>"
    )
    for cell, text in zip(table.iter(f"{W}tc"), ("Day", "Hours", "Monday", "11"), strict=True):
        cell.append(paragraph(text))
    pen.bookmark("ph_q1_words").getparent().addnext(table)
    inner = copy.deepcopy(table)
    pen.bookmark("ph_s3_comment").getparent().addnext(inner)
    answers, _ = read(pen)
    assert answer(answers, 1).words == "Day\tHours\nMonday\t11"
    assert row(answers, 3).comment.split() == ["Day", "Hours", "Monday", "11"]


def test_two_boxes_in_one_line_are_still_two_boxes(pen: Pen) -> None:
    first, second = (pen.bookmark(f"ph_q3_o{place}").getparent() for place in (1, 2))
    for child in list(second):
        first.append(child)
    second.getparent().remove(second)
    answers, _ = read(pen.tick("ph_q3_o2"))
    assert answer(answers, 3).chosen == ("Carer",)
    assert [odd.words for odd in answers.elsewhere] == ["Peer worker Carer"]


def test_placeholders_that_became_words_are_no_answers(pen: Pen) -> None:
    answers, report = read(pen.without(lambda element: element.tag == f"{W}showingPlcHdr"))
    assert said(answers) == ({}, {}, {})
    assert report.oddities == ()
    pen.control("ph_q1_words").addnext(run(" Pay!"))
    assert answer(read(pen)[0], 1).words == "Pay!"


def test_words_own_placeholder_is_no_answer(pen: Pen) -> None:
    assert said(read(pen.write("ph_q1_words", "Click or tap here to enter text."))[0]) == ({}, {}, {})


def test_a_form_without_content_controls_is_read_by_its_bookmarks(pen: Pen) -> None:
    fill(pen)
    for place in (1, 2, 3):
        pen.bookmark(f"ph_q3_o{place}").tag = f"{W}bookmarkStart"
    answers, _ = read(pen.without_controls())
    assert said(answers) == FILLED


def test_a_form_without_bookmarks_is_read_by_titles_of_controls_and_headings_of_columns(pen: Pen) -> None:
    answers, report = read_own_form(fill(pen).without_bookmarks().file(), asked=FORM)
    words, chosen, statements = said(answers)
    assert (words, chosen) == FILLED[:2]
    assert statements == FILLED[2]
    assert answers.elsewhere == ()
    assert answers.form == FORM.uid
    assert report.left_out == 0


def test_a_form_without_bookmarks_and_controls_is_read_by_what_is_printed(pen: Pen) -> None:
    answers, _ = read_own_form(fill(pen).without_bookmarks().without_controls().file(), asked=FORM)
    words, _, statements = said(answers)
    assert words[1] == FILLED[0][1]
    assert "Not yet" in words[2]
    assert "Peer worker" in words[3]
    assert statements == FILLED[2]


def test_the_same_without_the_form_as_it_was_sent_loses_nothing(pen: Pen) -> None:
    answers, report = read(fill(pen).without_bookmarks().without_controls())
    every = repr(answers)
    for text in ("night shifts", "Not yet", "To whom?", "Able to listen to everybody", "=1+1"):
        assert text in every
    assert any("no longer says which question" in odd.what for odd in report.oddities)


def test_a_question_taken_out_of_the_file_is_told(pen: Pen) -> None:
    for mark in ("ph_q4_label", "ph_q4_words"):
        gone = pen.bookmark(mark).getparent()
        gone.getparent().remove(gone)
    answers, report = read_own_form(pen.file(), asked=FORM)
    assert [one.number for one in answers.answers] == [1, 2, 3]
    assert [odd.so for odd in report.oddities] == ["Nothing was read for question 4."]


def test_remarks_in_the_margin_notes_and_page_headers_are_found(pen: Pen) -> None:
    kinds = {"comments": "comment", "footnotes": "footnote", "header": "hdr"}
    related = [(f"rIdX{kind}", f"http://x/{kind}", f"{kind}.xml", "") for kind in kinds]
    own = pen.parts["word/_rels/document.xml.rels"].decode()
    inside = rels(related).partition(">")[2]
    pen.parts["word/_rels/document.xml.rels"] = own.replace("</Relationships>", inside).encode()
    said_there = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    pen.parts["word/comments.xml"] = (
        f'<w:comments {NAMESPACES}><w:comment w:id="7">{said_there.format("I disagree.")}</w:comment></w:comments>'
    ).encode()
    pen.parts["word/footnotes.xml"] = (
        f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{said_there.format("See my letter.")}</w:footnote></w:footnotes>'
    ).encode()
    pen.parts["word/header.xml"] = f"<w:hdr {NAMESPACES}>{said_there.format('From Ada')}</w:hdr>".encode()
    reference = etree.SubElement(pen.paragraph("1.1 Able to listen"), f"{W}r")
    etree.SubElement(reference, f"{W}commentReference").set(f"{W}id", "7")
    answers, _ = read(pen)
    assert {odd.words: odd.where for odd in answers.elsewhere} == {
        "I disagree.": "a remark in the margin, at statement 1.1 Able to listen",
        "See my letter.": "a footnote",
        "From Ada": "the page header",
    }


def test_pictures_and_marked_words_are_told_where_they_stand(pen: Pen) -> None:
    fill(pen)
    answer_run = pen.control("ph_q1_words").find(f".//{W}r")
    picture = etree.SubElement(answer_run, f"{W}drawing")
    etree.SubElement(picture, "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic")
    label = pen.paragraph("1.1 Able to listen")
    (printed,) = label.iterchildren(f"{W}r")
    printed.insert(
        0, etree.fromstring(f'<w:rPr xmlns:w="{W[1:-1]}"><w:strike/><w:highlight w:val="yellow"/></w:rPr>')
    )
    etree.SubElement(label, f"{W}del").append(copy.deepcopy(answer_run))
    answers, report = read(pen)
    assert answer(answers, 1).words == FILLED[0][1]
    told = [(odd.where, odd.what) for odd in report.oddities]
    assert told == [
        ("question 1", "A picture stands among the words."),
        ("statement 1.1 Able to listen", "Words are struck through."),
        ("statement 1.1 Able to listen", "Words are highlighted."),
    ]


def test_a_text_box_is_read_once(pen: Pen) -> None:
    box = etree.fromstring(
        f'<w:r {NAMESPACES} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        "<mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    pen.paragraph("Anything else?").append(box)
    assert answer(read(pen)[0], 4).words == "In a box"


def test_a_box_with_a_state_of_its_own_is_not_read_from_its_picture(pen: Pen) -> None:
    box = pen.control("ph_q3_o1")
    box.find(f".//{W}t").text = "\N{BALLOT BOX WITH X}"
    assert answer(read(pen)[0], 3).chosen == ()
    box.find(f"{W}sdtPr/{W14}checkbox/{W14}checked").set(f"{W14}val", "true")
    assert answer(read(pen)[0], 3).chosen == ("Peer worker",)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04nonsense", "damaged"),
        (docx("<w:p><w:r><w:t>A letter</w:t></w:r></w:p>"), "no question and no statement"),
        (docx("<w:p>" * 400 + "</w:p>" * 400), "deeper than Word"),
    ],
)
def test_a_file_that_is_no_form_of_ours_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_own_form(data)
