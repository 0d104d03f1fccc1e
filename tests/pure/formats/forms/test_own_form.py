"""Our own consultation form: what it looks like to a screen reader, and that every place of it comes back."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Sequence

import pytest
from docx import Document
from docx.table import Table
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from penholder.pure.formats.docx_safely import open_docx
from penholder.pure.formats.forms.marks import is_prompt
from penholder.pure.formats.forms.own_form import told_of_own_form, write_own_form
from penholder.pure.formats.forms.own_form_asked import ConsultationForm, QuestionAsked, StatementPut
from penholder.pure.formats.forms.own_form_in import read_own_form
from tests.pure.formats.forms.own_form_pen import FORM, W14, Pen, W


def marks(data: bytes) -> list[str]:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return [mark.get(f"{W}name") or "" for mark in root.iter(f"{W}bookmarkStart")]


def test_the_form_has_a_title_a_language_and_nested_headings() -> None:
    word = Document(io.BytesIO(write_own_form(FORM)))
    assert word.core_properties.title == FORM.title
    assert word.core_properties.language == "en-GB"
    styles = etree.tostring(word.styles.element.find(f"{W}docDefaults")).decode()
    assert 'w:lang w:val="en-GB"' in styles
    levels = [int(p.style.name[-1]) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert not [p for p in word.paragraphs if not p.text.strip() and not p._p.findall(f".//{W}sdt")]


def test_every_table_has_a_marked_header_a_caption_before_it_and_no_merged_cells() -> None:
    word = Document(io.BytesIO(write_own_form(FORM)))
    blocks = list(word.iter_inner_content())
    tables = [(place, block) for place, block in enumerate(blocks) if isinstance(block, Table)]
    assert len(tables) == 2
    for place, table in tables:
        before = blocks[place - 1]
        assert not isinstance(before, Table)
        assert before.style is not None
        assert before.style.name == "Caption"
        assert table._tbl.tr_lst[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in table._tbl.tr_lst[1:])
        assert not list(table._tbl.iter(f"{W}gridSpan", f"{W}vMerge"))
        assert all(len(row.tc_lst) == 4 for row in table._tbl.tr_lst)


def test_every_control_has_a_title_that_says_what_it_is_for() -> None:
    root = Pen(write_own_form(FORM)).root
    titles = [control.find(f"{W}sdtPr/{W}alias").get(f"{W}val") for control in root.iter(f"{W}sdt")]
    assert len(titles) == 1 + 1 + 3 + 1 + 4 * 3
    assert "Question 3, 3: Somebody else & more" in titles
    assert "Statement 1.2: Words you would use instead" in titles
    assert all(0 < len(title) <= 64 for title in titles)


def test_bookmarks_are_as_word_wants_them() -> None:
    names = marks(write_own_form(FORM))
    assert len(names) == len({name.casefold() for name in names})
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name, re.ASCII) for name in names)


def test_the_same_form_gives_the_same_bytes_and_opens_as_a_safe_file() -> None:
    assert write_own_form(FORM) == write_own_form(FORM)
    open_docx(write_own_form(FORM))


def test_an_unfilled_form_gives_every_place_and_no_answer() -> None:
    answers, report = read_own_form(write_own_form(FORM))
    assert answers.form == FORM.uid
    assert [(a.question, a.number) for a in answers.answers] == [(q.uid, q.number) for q in FORM.questions]
    assert [(s.statement, s.row) for s in answers.statements] == [
        (put.uid, row) for row, put in enumerate(FORM.statements, start=1)
    ]
    assert not any(answer.answered for answer in (*answers.answers, *answers.statements))
    assert answers.elsewhere == ()
    assert (report.read, report.kept, report.left_out, report.oddities) == (8, 8, 0, ())


def test_a_form_from_right_to_left_says_so() -> None:
    questions, statements = (QuestionAsked("q", 1, "ما رأيك؟"),), (StatementPut("s", "الاستماع"),)
    form = ConsultationForm("f", "نموذج", questions=questions, statements=statements, language="ar")
    with zipfile.ZipFile(io.BytesIO(write_own_form(form))) as archive:
        assert b"<w:bidi/>" in archive.read("word/styles.xml")
        assert b"<w:bidiVisual/>" in archive.read("word/document.xml")
    assert b"bidi" not in etree.tostring(Pen(write_own_form(FORM)).root)
    assert read_own_form(write_own_form(form))[0].answers[0].question == "q"


@pytest.mark.parametrize(
    ("questions", "sentence"),
    [
        ((QuestionAsked("a", 1, "?"), QuestionAsked("b", 1, "?")), "the same number"),
        ((QuestionAsked("a", 0, "?"),), "below 1"),
        ((QuestionAsked("a", 1, "?", "choice"),), "has no options"),
        ((QuestionAsked("a", 1, "?", "boxes", ("Yes", " yes ")),), "empty or the same"),
    ],
)
def test_a_form_that_could_not_be_read_back_is_refused(
    questions: tuple[QuestionAsked, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        ConsultationForm("f", "Title", questions=questions)


def test_a_form_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="no title"):
        ConsultationForm("f", " ")


def test_characters_without_a_place_in_word_are_told() -> None:
    form = ConsultationForm("f", "A\x00B", questions=(QuestionAsked("q", 1, "Say\x0b\ud800 it"),))
    told = told_of_own_form(form)
    assert [odd.where for odd in told] == ["the title", "question 1"]
    assert "2 of them" in told[1].so
    assert Document(io.BytesIO(write_own_form(form))).core_properties.title == "A�B"
    assert told_of_own_form(FORM) == ()


HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            "\x00\x0b\r\n\t \u00a0\u200f\u202e\u2028\ufffe\ud800<>&\"'=+-@]\N{ZERO WIDTH JOINER}😀"
        ),
    ),
    max_size=40,
)
ANSWERS = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"),
        st.sampled_from("\n\t <>&\"'=+-@]\u200f\u202e\N{ZERO WIDTH JOINER}😀"),
    ),
    max_size=200,
).filter(lambda text: text == text.strip() and not is_prompt(text) and "Click here" not in text)


@st.composite
def forms(draw: st.DrawFn) -> ConsultationForm:
    def options() -> tuple[str, ...]:
        drawn: Sequence[str] = draw(st.lists(HOSTILE, min_size=1, max_size=4))
        return tuple(f"{place} {text}" for place, text in enumerate(drawn))

    questions = []
    for number in draw(st.lists(st.integers(1, 400), max_size=4, unique=True)):
        kind = draw(st.sampled_from(["words", "choice", "boxes"]))
        questions.append(
            QuestionAsked(
                draw(HOSTILE),
                number,
                draw(HOSTILE),
                kind,
                options() if kind != "words" else (),
                draw(HOSTILE),
            )
        )
    put = st.builds(StatementPut, st.text(max_size=60), HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    statements = tuple(draw(st.lists(put, min_size=not questions, max_size=4)))
    stances = draw(st.sampled_from([(), FORM.stances]))
    return ConsultationForm(
        draw(HOSTILE),
        draw(HOSTILE.filter(str.strip)),
        tuple(draw(st.lists(HOSTILE, max_size=2))),
        *(draw(HOSTILE) for _ in range(5)),
        questions=tuple(questions),
        statements=statements,
        stances=stances,
    )


@settings(max_examples=12)
@given(forms(), st.data())
def test_whatever_is_asked_and_answered_comes_back(form: ConsultationForm, data: st.DataObject) -> None:
    pen = Pen(write_own_form(form))
    said: dict[int, str] = {}
    chosen: dict[int, tuple[str, ...]] = {}
    for question in form.questions:
        n = question.number
        if question.kind == "words" and (text := data.draw(ANSWERS)):
            pen.write(f"ph_q{n}_words", text)
            said[n] = text
        elif question.kind == "choice":
            entries = pen.control(f"ph_q{n}_choice").iterfind(f"{W}sdtPr/*/{W}listItem")
            option = data.draw(st.sampled_from([entry.get(f"{W}value") or "" for entry in entries]))
            pen.write(f"ph_q{n}_choice", option)
            chosen[n] = (option,)
        elif question.kind == "boxes":
            pen.tick(f"ph_q{n}_o{len(question.options)}")
    comments = {}
    for row in range(1, len(form.statements) + 1):
        comments[row] = data.draw(ANSWERS)
        pen.write(f"ph_s{row}_comment", comments[row])
    answers, report = read_own_form(pen.file())
    assert {a.number: a.words for a in answers.answers if a.words} == said
    for answer in answers.answers:
        question = next(q for q in form.questions if q.number == answer.number)
        if question.kind == "boxes":
            assert len(answer.chosen) == 1
            assert answer.chosen[0].startswith(f"{len(question.options) - 1} ".strip())
        else:
            assert answer.chosen == chosen.get(answer.number, ())
        if question.uid and not re.search("[\ud800-\udfff]", question.uid):
            assert answer.question == question.uid
    assert {s.row: s.comment for s in answers.statements} == comments
    if not re.search("[\ud800-\udfff]", form.uid):
        assert answers.form == form.uid
        assert [s.statement for s in answers.statements] == [put.uid for put in form.statements]
    assert answers.elsewhere == ()
    assert report.read == report.kept == len(form.questions) + len(form.statements)


def test_a_ticked_box_says_so_to_word_too() -> None:
    control = Pen(write_own_form(FORM)).tick("ph_q3_o2").control("ph_q3_o2")
    assert control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked").get(f"{W14}val") == "1"
