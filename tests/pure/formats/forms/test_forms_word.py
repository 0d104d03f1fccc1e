"""What a Word form holds is read as its respondent saw it: words, boxes and fields, each in its place."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penholder.pure.formats.forms.reading import read_form
from penholder.pure.formats.forms.values import Cell, Table, WordForm, Words
from penholder.pure.formats.forms.word_form import read_word_form
from penholder.pure.formats.report import Oddity, Unreadable
from tests.pure.formats.word_files import (
    CONTENT_TYPES,
    NAMESPACES,
    RELATIONS,
    cell,
    docx,
    paragraph,
    rels,
    row,
    table,
    zipped,
)
from tests.pure.rings import no_rings_left

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def tick(*, on: bool) -> str:
    return f'<w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="{int(on)}"/></w14:checkbox>'


def field(data: str, shown: str = "", *, kind: str = "FORMTEXT") -> str:
    result = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}' if shown else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText> {kind} </w:instrText></w:r>{result}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def form_of(body: str, **parts: str) -> WordForm:
    data = docx(body, parts={name.replace("__", "/"): text for name, text in parts.items()})
    with no_rings_left():
        return read_word_form(data)[0]


def oddities_of(body: str) -> tuple[Oddity, ...]:
    return read_form(docx(body)).report.oddities


def texts(body: str) -> list[str]:
    return [block.text for block in form_of(body).blocks if isinstance(block, Words)]


def cells(body: str) -> tuple[Cell, ...]:
    block = form_of(body).blocks[0]
    assert isinstance(block, Table)
    return block.cells


# Words


def test_what_was_deleted_is_not_read_and_what_was_inserted_is() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>old</w:delText></w:r></w:del>'
    assert texts(para(run("a "), deleted, f'<w:ins w:id="2">{run("new")}</w:ins>', run(" z"))) == ["a new z"]


def test_a_deleted_end_of_a_paragraph_joins_it_with_the_next() -> None:
    joined = (
        para(run("One "), properties='<w:rPr><w:del w:id="1"/></w:rPr>')
        + paragraph("line")
        + paragraph("two")
    )
    assert texts(joined) == ["One line", "two"]
    assert cells(table(row(cell(joined))))[0].text == "One line\ntwo"


def test_a_deleted_row_is_not_a_row() -> None:
    gone = f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr>{cell("gone")}</w:tr>'
    assert [(one.row, one.text) for one in cells(table(row("a"), gone, row("b")))] == [(0, "a"), (1, "b")]


def test_hidden_words_are_not_read() -> None:
    assert texts(para(run("x", "<w:vanish/>"), run("y", '<w:vanish w:val="0"/>'), run("z"))) == ["yz"]


def test_words_hidden_by_a_style_are_not_read() -> None:
    styles = (
        f'<w:styles xmlns:w="{"http://schemas.openxmlformats.org/wordprocessingml/2006/main"}">'
        '<w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Deeper"><w:basedOn w:val="Secret"/></w:style>'
        '<w:style w:styleId="Open"><w:basedOn w:val="Secret"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
        '<w:style w:styleId="Round"><w:basedOn w:val="Circle"/></w:style>'
        '<w:style w:styleId="Circle"><w:basedOn w:val="Round"/></w:style></w:styles>'
    )
    body = para(
        *(
            run(style, f'<w:rStyle w:val="{style}"/>')
            for style in ("Secret", "Deeper", "Open", "Round", "None")
        )
    ) + para(
        run("unseen "), run("seen", "<w:vanish w:val='false'/>"), properties='<w:pStyle w:val="Deeper"/>'
    )
    relation = ("rId5", f"{RELATIONS}/styles", "styles.xml", "")
    form, _ = read_word_form(docx(body, parts={"word/styles.xml": styles}, relations=(relation,)))
    assert [block.text for block in form.blocks if isinstance(block, Words)] == ["OpenRoundNone", ""]


def test_signs_of_a_line_are_read() -> None:
    signs = (
        "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t></w:r>"
    )
    assert texts(para(run("a"), signs)) == ["a\tb\nc\nd\N{NON-BREAKING HYPHEN}e"]


def test_a_text_box_is_read_once_and_its_table_stands_in_it() -> None:
    inside = f"<w:txbxContent>{paragraph('In the box')}{table(row('T'))}{paragraph('below')}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice><w:drawing>{inside}</w:drawing></mc:Choice>'
        f"<mc:Choice><w:drawing>{inside}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    (words,) = form_of(para(run("Before"), f"<w:r>{both}</w:r>", run("after"))).blocks
    assert isinstance(words, Words)
    assert words.text == "Before\nIn the box\n\nbelow\nafter"
    assert [inner.cells[0].text for _, inner in words.tables] == ["T"]


def test_blank_lines_at_the_ends_are_left_out_and_all_other_space_is_kept() -> None:
    body = (
        paragraph(" \u2002")
        + paragraph("  two  words ")
        + paragraph("")
        + paragraph("end ")
        + paragraph("\t")
    )
    assert cells(table(row(cell(body))))[0].text == "  two  words \n\nend "
    assert cells(table(row(cell(paragraph(" \u2002 ")))))[0].text == ""


def test_the_result_of_a_calculated_field_is_read_and_its_instruction_is_not() -> None:
    inner = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("inner")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    outer = (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{inner}'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("shown")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(para(run("a "), outer, run(" b"))) == ["a shown b"]


def test_a_field_that_never_ends_takes_no_words_with_it() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert texts(para(run("a"), begun, run("b")) + paragraph("c")) == ["ab", "c"]
    body = table(row(cell(para(begun, run("one"))), "two")) + para(run("three"))
    assert [one.text for one in cells(body)] == ["one", "two"]
    assert [one.what for one in oddities_of(body)] == ["A field begins and never ends."]


# Content controls


@pytest.mark.parametrize(
    "body",
    [
        para(control(run("ANSWER"))),
        control(para(run("ANSWER"))),
        table(row(cell(control(para(run("ANSWER")))))),
        table(f"<w:tr>{control(cell('ANSWER'))}</w:tr>"),
    ],
)
def test_an_answer_in_a_control_is_read_wherever_the_control_stands(body: str) -> None:
    form = form_of(body)
    assert [(one.value, one.answered, one.at) for one in form.fields] == [("ANSWER", True, 0)]
    assert read_form(docx(body)).rows[0].text == "ANSWER"


@pytest.mark.parametrize("around", ["run", "paragraph", "cell", "row"])
def test_a_prompt_is_no_answer_and_its_cell_stays(around: str) -> None:
    asks = "<w:showingPlcHdr/>"
    first = {
        "run": cell(para(control(run("Say it"), asks))),
        "paragraph": cell(control(paragraph("Say it"), asks)),
        "cell": control(cell("Say it"), asks),
        "row": cell("Say it"),
    }[around]
    whole = f"<w:tr>{first}{cell('B')}</w:tr>"
    found = cells(table(control(whole, asks) if around == "row" else whole))
    assert [(one.column, one.text) for one in found] == [(0, ""), (1, "B" if around != "row" else "")]
    if around != "row":
        assert [one.answered for one in found[0].words.fields] == [False]


@pytest.mark.parametrize(
    "prompt",
    [
        "Click or tap here to enter text.",
        "Click here to enter text",
        "Choose an item.",
        "click or tap to enter a date.",
    ],
)
def test_a_prompt_that_lost_its_mark_is_still_no_answer(prompt: str) -> None:
    form = form_of(para(run("Name: "), control(run(prompt))))
    assert [(one.answered, one.value) for one in form.fields] == [(False, "")]
    assert texts(para(run("Name: "), control(run(prompt)))) == ["Name: "]
    assert cells(table(row("Name", prompt)))[1].text == ""
    (oddity,) = oddities_of(para(control(run(prompt))))
    assert (oddity.where, oddity.severity) == ("the document", "note")
    assert texts(para(control(run(f"{prompt} I did.")))) == [f"{prompt} I did."]


def test_a_choice_is_answered_unless_its_entry_stands_for_none() -> None:
    entries = (
        '<w:dropDownList><w:listItem w:displayText="Which?" w:value=""/>'
        '<w:listItem w:displayText="This" w:value="t"/></w:dropDownList>'
    )
    for shown, answered in (("This", True), ("Which?", False)):
        (field,) = form_of(para(control(run(shown), entries))).fields
        assert (field.kind, field.value, field.answered) == ("choice", shown if answered else "", answered)


def test_a_control_says_how_it_is_called() -> None:
    named = '<w:alias w:val="Your view"/><w:tag w:val="q4"/><w:date/>'
    marked = '<w:bookmarkStart w:id="7" w:name="ph_q4"/>'
    for body in (
        para(marked, control(run("x"), named), '<w:bookmarkEnd w:id="7"/>'),
        para(control(f'{marked}{run("x")}<w:bookmarkEnd w:id="7"/>', named)),
    ):
        (field,) = form_of(body).fields
        assert (field.name, field.alias, field.bookmark, field.kind) == ("q4", "Your view", "ph_q4", "date")
    passing = para('<w:bookmarkStart w:id="1" w:name="_GoBack"/>', control(run("x")))
    assert form_of(passing).fields[0].bookmark == ""


@pytest.mark.parametrize("on", [True, False])
def test_the_state_of_a_box_is_its_property_not_its_sign(on: bool) -> None:
    wrong = "☐" if on else "☒"
    bodies = (
        para(control(run(wrong), tick(on=on)), run(" Yes")),
        para(control('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', tick(on=on)), run(" Yes")),
        para(control("", tick(on=on)), run(" Yes")),
        table(row(cell(control(para(run(wrong), run(" Yes")), tick(on=on))))),
        table(f"<w:tr>{control(cell(f'{wrong} Yes'), tick(on=on))}</w:tr>"),
        control(para(run(f"{wrong} Yes")), tick(on=on)),
    )
    for body in bodies:
        form = form_of(body)
        assert [(box.ticked, box.label) for box in form.boxes] == [(on, "Yes")]
        assert read_form(docx(body)).rows[0].text == f"{'☒' if on else '☐'} Yes"


def test_a_box_that_is_a_whole_cell_is_in_its_cell() -> None:
    body = table(f"<w:tr>{cell('Agree')}{control(cell('☐'), tick(on=True))}{cell('words')}</w:tr>")
    assert [(one.column, one.text) for one in cells(body)] == [(0, "Agree"), (1, "☒"), (2, "words")]


# Old form fields


@pytest.mark.parametrize(
    ("state", "ticked"),
    [
        ('<w:default w:val="0"/><w:checked/>', True),
        ('<w:default w:val="1"/><w:checked w:val="0"/>', False),
        ('<w:default w:val="1"/>', True),
        ("<w:default/>", True),
        ("", False),
        ('<w:default w:val="0"/><w:checked w:val="true"/>', True),
    ],
)
def test_an_old_box_has_the_state_that_was_set_last(state: str, ticked: bool) -> None:
    box = field(f"<w:name w:val='c'/><w:checkBox>{state}</w:checkBox>", run("☐"), kind="FORMCHECKBOX")
    (found,) = form_of(para(box, run(" Yes"))).boxes
    assert (found.ticked, found.label, found.name, found.kind) == (ticked, "Yes", "c", "form field")


@pytest.mark.parametrize(
    ("state", "chosen"),
    [
        ("", ""),
        ('<w:result w:val="1"/>', "Blue"),
        ('<w:result w:val="0"/>', ""),
        ('<w:default w:val="2"/>', "Green"),
        ('<w:default w:val="2"/><w:result w:val="1"/>', "Blue"),
        ('<w:result w:val="9"/>', ""),
        ('<w:result w:val="x"/>', ""),
    ],
)
def test_an_old_drop_down_gives_the_chosen_entry_and_no_other(state: str, chosen: str) -> None:
    entries = "".join(f'<w:listEntry w:val="{one}"/>' for one in ("Select...", "Blue", "Green"))
    body = para(field(f"<w:ddList>{state}{entries}</w:ddList>", run("stale"), kind="FORMDROPDOWN"), run("!"))
    (found,) = form_of(body).fields
    assert (found.value, found.answered) == (chosen, bool(chosen))
    assert texts(body) == [f"{chosen}!"]


def test_a_first_entry_that_was_chosen_and_asks_nothing_is_an_answer() -> None:
    entries = '<w:result w:val="0"/><w:listEntry w:val="Yes"/><w:listEntry w:val="No"/>'
    assert form_of(para(field(f"<w:ddList>{entries}</w:ddList>"))).fields[0].value == "Yes"


def test_an_old_text_field_keeps_words_and_leaves_blanks_out() -> None:
    blank = field("<w:name w:val='a'/><w:textInput/>", run("\u2002" * 5))
    filled = field("<w:name w:val='a'/><w:textInput/>", run(" me "))
    form = form_of(para(run("1: "), blank, run(" 2: "), filled))
    assert [(one.value, one.answered, one.at, one.name) for one in form.fields] == [
        ("", False, 3, "a"),
        (" me ", True, 7, "a"),
    ]
    assert texts(para(run("1: "), blank, run(" 2: "), filled)) == ["1:  2:  me "]


def test_an_old_text_field_may_run_over_paragraphs() -> None:
    whole = field("<w:textInput/>", run("one") + "</w:p><w:p>" + run("two"))
    form = form_of(f"<w:p>{whole}</w:p>")
    assert [(one.value, one.blocks) for one in form.fields] == [("one\ntwo", 2)]


# Boxes and their labels


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("☒ Yes   ☐ No", ["Yes", "No"]),
        ("Yes ☒  No ☐", ["Yes", "No"]),
        ("Do you agree? ☒ Yes ☐ No", ["Yes", "No"]),
        ("Answer: ☒ Yes ☐ No", ["Yes", "No"]),
        ("male ☒ female ☐ other", ["", ""]),
        ("☒☐☒", ["", "", ""]),
        ("☒", [""]),
        ("a ☒ -> ☐", ["", ""]),
        ("Yes ☒\n☐ No", ["Yes", "No"]),
    ],
)
def test_a_box_has_a_label_only_where_its_line_leaves_no_doubt(line: str, labels: list[str]) -> None:
    body = "".join(map(paragraph, line.split("\n")))
    (found,) = cells(table(row(cell(body))))
    assert [box.label for box in found.words.boxes] == labels
    assert [found.text[box.at] for box in found.words.boxes] == [sign for sign in line if sign in "☐☒"]
    assert {box.kind for box in found.words.boxes} == {"character"}


@pytest.mark.parametrize(
    ("font", "char", "text"),
    [
        ("Wingdings", "F0FE", "☒"),
        ("Wingdings", "FE", "☒"),
        ("Wingdings", "F0FD", "☒"),
        ("Wingdings 2", "F052", "☒"),
        ("Wingdings", "F0A8", "☐"),
        ("Wingdings", "F06F", "☐"),
        ("Wingdings", "F0FC", "✓"),
        ("MS Gothic", "2612", "☒"),
        ("Segoe UI Symbol", "2611", "☒"),
        ("Symbol", "F0B1", "±"),
        ("Symbol", "F0A3", "≤"),
        ("Symbol", "F06F", "ο"),
        ("Symbol", "F094", "�"),
        ("Wingdings", "F04A", "☺"),
        ("Wingdings", "F0E0", "→"),
        ("Wingdings", "F0F3", "⇔"),
        ("Wingdings", "F024", "�"),
        ("Wingdings 2", "F0E0", "�"),
        ("Webdings", "F061", "�"),
        ("Arial", "D800", "�"),
        ("Arial", "110000", "�"),
        ("Arial", "-1", "�"),
        ("Wingdings", "nonsense", "�"),
    ],
)
def test_a_symbol_is_read_where_it_is_known_and_else_its_place_is_seen(
    font: str, char: str, text: str
) -> None:
    body = para(f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>')
    assert texts(body) == [text]
    assert len(form_of(body).boxes) == (text in {"☒", "☐"})
    assert bool(oddities_of(body)) == (text == "�")


def in_font(font: str, text: str) -> str:
    return run(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')


def test_a_box_that_libreoffice_made_a_letter_of_its_font_is_a_box() -> None:
    body = para(in_font("Wingdings", "\uf0fe"), run(" Yes "), in_font("Wingdings", "o"), run(" No"))
    assert texts(body) == ["☒ Yes ☐ No"]
    assert [(box.label, box.ticked, box.kind) for box in form_of(body).boxes] == [
        ("Yes", True, "symbol"),
        ("No", False, "symbol"),
    ]
    assert cells(table(row("Q", cell(body))))[1].text == "☒ Yes ☐ No"


def test_words_in_a_symbol_font_by_mistake_stay_and_unknown_signs_are_seen() -> None:
    body = para(in_font("Symbol", "abc"), in_font("Wingdings", "Yes"), in_font("Wingdings", "\uf024"))
    assert texts(body) == ["abcYes�"]
    assert [one.what for one in oddities_of(body)] == ["A sign of a symbol font is no tick that is known."]


def test_hidden_words_stay_hidden_beside_a_symbol_font() -> None:
    body = para(in_font("Wingdings", "\uf0fe"), run("unseen", "<w:vanish/>"), run(" seen"))
    assert texts(body) == ["☒ seen"]


@pytest.mark.parametrize(
    ("shown", "entries", "answered"),
    [
        ("Please select", (("Please select", "0"), ("Yes", "1")), False),
        ("-- choose --", (("-- choose --", "-1"), ("Yes", "1")), False),
        ("Choisissez un élément.", (("", "Choisissez un élément."), ("Oui", "1")), False),
        ("Select committee", (("Plenary", "0"), ("Select committee", "1")), True),
        ("Ja", (("", "Ja"), ("", "Nein")), True),
        ("Select one", (("Select one", "1"),), True),
        ("Plenary", (("Plenary", "0"), ("Select committee", "1")), True),
    ],
)
def test_the_first_entry_of_a_drop_down_may_only_ask(
    shown: str, entries: tuple[tuple[str, str], ...], *, answered: bool
) -> None:
    items = "".join(
        f'<w:listItem w:displayText="{text}" w:value="{value}"/>'.replace(' w:displayText=""', "")
        for text, value in entries
    )
    body = para(control(run(shown), f"<w:dropDownList>{items}</w:dropDownList>"))
    assert [(one.value, one.answered) for one in form_of(body).fields] == [
        (shown if answered else "", answered)
    ]
    assert texts(body) == [shown if answered else ""]


def test_an_equation_stands_in_one_line_and_is_told() -> None:
    half = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    body = para(run("At least 2"), half, run(" people"))
    assert texts(body) == ["At least 2(1/2) people"]
    assert cells(table(row("Q", cell(body))))[1].text == "At least 2(1/2) people"
    assert [one.what for one in oddities_of(body)] == ["An equation stands among the words."]


def test_a_picture_in_an_answer_is_told_and_one_in_a_page_header_is_not() -> None:
    drawn = '<w:r><w:drawing><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/></w:drawing></w:r>'
    old = '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata/></v:shape></w:pict></w:r>'
    told = [("2 places in the document", "A picture stands among the words.", "note")]
    body = (
        table(row("Your proposal", cell(para(drawn))))
        + para(run("See "), old)
        + para(f"<w:del>{old}</w:del>")
    )
    assert [(one.where, one.what, one.severity) for one in oddities_of(body)] == told
    header = f"<w:hdr {NAMESPACES}><w:p>{drawn}</w:p></w:hdr>"
    data = docx(
        '<w:sectPr><w:headerReference w:type="default" r:id="rId7"/></w:sectPr>',
        parts={"word/header1.xml": header},
        relations=[("rId7", f"{RELATIONS}/header", "header1.xml", "")],
    )
    assert read_form(data).report.oddities == ()


def test_words_that_are_struck_through_are_kept_and_told() -> None:
    strike = "<w:strike/>"
    answer = para(
        run("Yes / "), run("No, ", strike), run("never", "<w:dstrike/>"), run(" x", '<w:strike w:val="0"/>')
    )
    body = table(row("Do you agree? (delete as appropriate)", cell(answer))) + para(run(" ", strike))
    assert cells(body)[1].text == "Yes / No, never x"
    assert [(one.what, one.so, one.severity) for one in oddities_of(body)] == [
        (
            "Words are struck through.",
            "“No, never” was kept; look in Word whether it was taken back.",
            "note",
        )
    ]
    controlled = para(control(run("Maybe", strike)))
    assert [one.what for one in oddities_of(controlled)] == ["Words are struck through."]
    assert not oddities_of(para(run("plain", '<w:strike w:val="false"/>')))


def test_highlighted_words_are_kept_and_told_in_one_sentence() -> None:
    yellow, none = '<w:highlight w:val="yellow"/>', '<w:highlight w:val="none"/>'
    body = "".join(
        table(row("Do you agree?", cell(para(run("Ye", yellow), run("s", yellow), run(" / No", none)))))
        for _ in range(2)
    ) + para(run("Perhaps", f"<w:strike/>{yellow}"), run(" not", f"<w:strike/>{yellow}"))
    assert [one.text for one in cells(body)] == ["Do you agree?", "Yes / No"]
    assert texts(body)[-1] == "Perhaps not"
    assert [(one.where, one.what, one.so) for one in oddities_of(body)] == [
        (
            "the document",
            "Words are struck through.",
            "“Perhaps not” was kept; look in Word whether it was taken back.",
        ),
        (
            "3 places in the document",
            "Words are highlighted.",
            "“Yes”, “Yes” and “Perhaps not” were kept; look in Word whether the colour says what was chosen.",
        ),
    ]
    assert not oddities_of(para(run("plain", none)))


def test_words_with_their_reading_above_them_have_it_in_brackets() -> None:
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('とうきょう')}</w:rt><w:rubyBase>{run('東京')}</w:rubyBase></w:ruby></w:r>"
    assert texts(para(ruby, run("都"))) == ["東京(とうきょう)都"]


def test_a_cell_that_was_deleted_with_changes_tracked_is_gone() -> None:
    gone = cell("gone", '<w:cellDel w:id="1" w:author="A"/>')
    body = table(row("a", gone, "b"), row("c", gone, "d"))
    assert [(one.column, one.text) for one in cells(body)] == [(0, "a"), (1, "b"), (0, "c"), (1, "d")]


def test_words_in_a_control_that_says_nobody_filled_it_in_are_told_of() -> None:
    stale = para(control(run("We oppose this plan."), "<w:showingPlcHdr/>"))
    assert texts(stale) == [""]
    assert [one.what for one in oddities_of(stale)] == [
        "A control says that nobody filled it in, and holds words that do not ask for an answer."
    ]
    styled = run("Your own words", '<w:rStyle w:val="PlaceholderText"/>')
    for asking in (styled, run("Click here to enter text.")):
        assert not oddities_of(para(control(asking, "<w:showingPlcHdr/>")))


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("Yes: ☒ No: ☐ (please tick one)", ["", ""]),
        ("Yes: ☒ No: ☐ Don’t know: ☐ because it is cheap", ["", "", ""]),
        ("Yes: ☒ No: ☐", ["Yes:", "No:"]),
        ("Do you agree? ☒ Yes ☐ No", ["Yes", "No"]),
    ],
)
def test_no_box_gets_the_label_of_its_neighbour(line: str, labels: list[str]) -> None:
    assert [box.label for box in form_of(para(run(line))).boxes] == labels


# The grid


def test_a_cell_merged_downwards_is_there_once_and_its_neighbours_keep_their_columns() -> None:
    top, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (row(cell("A", top), "b", "c"), row(cell("", on), "d", "e"), row("f", "g"), row(cell("H", on)))
    assert [(one.row, one.column, one.height, one.text) for one in cells(table(*rows))] == [
        (0, 0, 2, "A"),
        (0, 1, 1, "b"),
        (0, 2, 1, "c"),
        (1, 1, 1, "d"),
        (1, 2, 1, "e"),
        (2, 0, 1, "f"),
        (2, 1, 1, "g"),
        (3, 0, 1, "H"),
    ]


def test_words_that_a_merged_cell_covers_are_set_apart_and_told() -> None:
    top, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    (oddity,) = oddities_of(table(row(cell("A", top), "b"), row(cell("under", on), "c")))
    assert (oddity.severity, oddity.raw) == ("left out", "under")


def test_cells_merged_across_are_one() -> None:
    merged = row(cell("A", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), "b")
    assert [(one.column, one.span, one.text) for one in cells(table(merged))] == [(0, 2, "A"), (2, 1, "b")]


# Strict, headers, notes


def test_a_strict_file_is_read_like_any_other() -> None:
    strict = "http://purl.oclc.org/ooxml"
    body = table(row("A", cell("B", '<w:gridSpan w:val="2"/>')))
    document = (
        f'<w:document xmlns:w="{strict}/wordprocessingml/main" xmlns:r="{strict}/officeDocument/relationships">'
        f"<w:body>{body}{paragraph('see http://purl.oclc.org/ooxml/')}"
        f'<w:p><w:r><p:pic xmlns:p="{strict}/drawingml/picture"/></w:r></w:p>'
        '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr></w:body></w:document>'
    )
    header = f'<w:hdr xmlns:w="{strict}/wordprocessingml/main">{paragraph("Top")}</w:hdr>'
    data = zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": rels(
                (("a", f"{strict}/officeDocument/relationships/officeDocument", "/word/main.xml", ""),)
            ),
            "word/main.xml": document,
            "word/_rels/main.xml.rels": rels(
                (("h", f"{strict}/officeDocument/relationships/header", "header1.xml", ""),)
            ),
            "word/header1.xml": header,
        }
    )
    reading = read_form(data)
    assert [(one.column, one.span, one.text) for one in reading.rows[0].cells] == [(0, 1, "A"), (1, 2, "B")]
    assert [one.text for one in reading.rows[1:]] == ["see http://purl.oclc.org/ooxml/", "Top"]
    assert [one.what for one in reading.report.oddities] == ["A picture stands among the words."]


def test_only_headers_that_a_page_shows_are_told() -> None:
    header = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:hdr>'
    kinds = ("default", "first", "even")
    references = "".join(f'<w:headerReference w:type="{kind}" r:id="{kind}"/>' for kind in kinds)
    relations = [(kind, f"{RELATIONS}/header", f"{kind}.xml", "") for kind in kinds]
    parts = {f"word/{kind}.xml": header.format(paragraph(kind)) for kind in kinds}
    for title, shown in (("", ["default"]), ("<w:titlePg/>", ["default", "first"])):
        section = para(properties=f"<w:sectPr>{references}{title}</w:sectPr>")
        reading = read_form(docx(section, parts=parts, relations=relations))
        assert [one.text for one in reading.rows] == shown
        assert reading.form is not None
        assert len(reading.form.margins) == 3


def test_a_section_shows_the_headers_it_takes_over_from_the_one_before() -> None:
    header = f"<w:hdr {NAMESPACES}>{paragraph('Ref 17')}</w:hdr>"
    first = para(properties='<w:sectPr><w:headerReference w:type="first" r:id="h"/></w:sectPr>')
    for title, shown in (("", []), ("<w:titlePg/>", ["Ref 17"])):
        body = f"{first}{para(properties=f'<w:sectPr>{title}</w:sectPr>')}"
        relations = [("h", f"{RELATIONS}/header", "header1.xml", "")]
        reading = read_form(docx(body, parts={"word/header1.xml": header}, relations=relations))
        assert [one.text for one in reading.rows] == shown


def test_notes_and_remarks_are_told_and_the_lines_that_part_them_are_not() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = f'<w:footnote w:type="separator">{paragraph("---")}</w:footnote><w:footnote>{paragraph("Note")}</w:footnote>'
    parts = {
        "word/footnotes.xml": f"<w:footnotes {space}>{note}</w:footnotes>",
        "word/comments.xml": f"<w:comments {space}><w:comment>{paragraph('I object')}</w:comment></w:comments>",
    }
    relations = [(name, f"{RELATIONS}/{name}", f"{name}.xml", "") for name in ("footnotes", "comments")]
    reading = read_form(docx(paragraph("Text"), parts=parts, relations=relations))
    assert [(one.where, one.text) for one in reading.rows] == [
        ("paragraph 1", "Text"),
        ("footnote 1", "Note"),
        ("remark 1", "I object"),
    ]


def test_a_remark_says_whose_it_is_and_what_it_is_about() -> None:
    begin, end = '<w:commentRangeStart w:id="{0}"/>', '<w:commentRangeEnd w:id="{0}"/>'
    body = (
        para(run("We propose "), begin.format(4), run("three "), begin.format(5), run("days")) + para(run("of training"))
        + para(end.format(4), run(" now")) + para(begin.format(6), *[run("a")] * 200) * 3
    )  # fmt: skip
    remark = '<w:comment w:id="{}" w:author="{}">' + paragraph("Too vague.") + "</w:comment>"
    comments = remark.format(4, "Ann Lee") + remark.format(5, "") + remark.format(7, "Bo")
    reading = read_form(
        docx(
            body,
            parts={"word/comments.xml": f"<w:comments {NAMESPACES}>{comments}</w:comments>"},
            relations=[("rId1", f"{RELATIONS}/comments", "comments.xml", "")],
        )
    )
    assert [one.where for one in reading.rows if one.text == "Too vague."] == [
        "remark 1 by Ann Lee on “three days of training”",
        f"remark 2 on “days of training now {'a' * 39}…”",
        "remark 3 by Bo",
    ]


def test_a_main_part_that_is_no_document_is_refused() -> None:
    with pytest.raises(Unreadable, match="no pages"):
        read_form(docx("", parts={"word/document.xml": "<a/>"}))


# Whatever is written is read


HOSTILE = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="☐☑☒￾￿")
    | st.sampled_from("<&>\"' \u202e=+@"),
    min_size=1,
    max_size=60,
).filter(lambda text: bool(text.strip()))


@given(st.lists(st.lists(HOSTILE, min_size=2, max_size=4), min_size=1, max_size=5), st.booleans())
@settings(max_examples=25)
def test_every_text_comes_back_to_the_letter_from_cells_and_controls(
    grid: list[list[str]], in_controls: bool
) -> None:
    def filled(text: str) -> str:
        return cell(para(control(run(escape(text))) if in_controls else run(escape(text))))

    reading = read_form(docx(table(*(row(*map(filled, line)) for line in grid))), profile=None)
    assert [[one.text for one in line.cells] for line in reading.rows] == grid
    assert (reading.report.read, reading.report.left_out) == (len(grid), 0)
