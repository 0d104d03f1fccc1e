"""Whatever a programme or a person does to the structure of our form, every word that was given is still told somewhere."""

from __future__ import annotations

import random
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from penholder.pure.formats.forms.own_form_in import read_own_form
from penholder.pure.formats.report import Unreadable
from tests.pure.formats.forms.own_form_pen import FORM, Pen, W, paragraph, run
from tests.pure.formats.forms.test_own_form_in import BLANK

GIVEN = tuple(f"WORD{number:02}" for number in range(16))
Damage = Callable[[Pen, random.Random], None]


def filled() -> Pen:
    pen = Pen(BLANK)
    pen.write("ph_q1_words", f"{GIVEN[0]}\n{GIVEN[1]}").write("ph_q4_words", GIVEN[2])
    for row in range(1, 5):
        pen.write(f"ph_s{row}_comment", GIVEN[2 + row]).write(f"ph_s{row}_proposed", GIVEN[6 + row])
    pen.under("End of the form", GIVEN[11]).under("Questions", GIVEN[12]).under("What is missing?", GIVEN[13])
    pen.write("ph_q2_choice", GIVEN[14])
    pen.paragraph("1.2 to colleagues").append(run(f" {GIVEN[15]}"))
    return pen


def every(pen: Pen, *names: str) -> list[etree._Element]:
    return list(pen.root.iter(*(f"{W}{name}" for name in names)))


def lose_a_bookmark(pen: Pen, chance: random.Random) -> None:
    if marks := every(pen, "bookmarkStart"):
        mark = chance.choice(marks)
        mark.getparent().remove(mark)


def move_a_bookmark(pen: Pen, chance: random.Random) -> None:
    if marks := every(pen, "bookmarkStart"):
        chance.choice(every(pen, "p")).insert(0, chance.choice(marks))


def lose_a_control(pen: Pen, chance: random.Random) -> None:
    if controls := every(pen, "sdt"):
        control = chance.choice(controls)
        for child in list(control.find(f"{W}sdtContent")):
            control.addprevious(child)
        control.getparent().remove(control)


def lose_the_titles(pen: Pen, _: random.Random) -> None:
    pen.without(lambda element: element.tag == f"{W}alias")


def lose_the_placeholder_marks(pen: Pen, _: random.Random) -> None:
    pen.without(lambda element: element.tag == f"{W}showingPlcHdr")


def lose_every_bookmark(pen: Pen, _: random.Random) -> None:
    pen.without_bookmarks()


def join_two_paragraphs(pen: Pen, chance: random.Random) -> None:
    one = chance.choice(every(pen, "p"))
    following = one.getnext()
    if following is not None and following.tag == f"{W}p":
        for child in list(following):
            one.append(child)
        following.getparent().remove(following)


def part_a_paragraph(pen: Pen, chance: random.Random) -> None:
    one = chance.choice(every(pen, "p"))
    made = etree.Element(f"{W}p")
    one.addnext(made)
    children = list(one)
    for child in children[chance.randint(0, len(children)) :]:
        made.append(child)


def move_a_paragraph(pen: Pen, chance: random.Random) -> None:
    paragraphs = [one for one in every(pen, "p") if one.getparent().tag == f"{W}body"]
    one, two = chance.sample(paragraphs, 2)
    two.addnext(one)


def merge_two_cells(pen: Pen, chance: random.Random) -> None:
    rows = [one for one in every(pen, "tr") if len(one.findall(f"{W}tc")) > 1]
    if rows:
        row = chance.choice(rows)
        cells = row.findall(f"{W}tc")
        place = chance.randrange(len(cells) - 1)
        for child in list(cells[place + 1]):
            if child.tag != f"{W}tcPr":
                cells[place].append(child)
        row.remove(cells[place + 1])


def copy_a_row(pen: Pen, chance: random.Random) -> None:
    rows = every(pen, "tr")
    if rows:
        pen.copied(chance.choice(rows), marks=chance.choice(["", "_Copy_1"]))


def write_over_a_printed_line(pen: Pen, chance: random.Random) -> None:
    chance.choice(every(pen, "p")).append(run("EXTRA"))


def put_a_paragraph_into_a_cell(pen: Pen, chance: random.Random) -> None:
    if cells := every(pen, "tc"):
        chance.choice(cells).append(paragraph("MORE"))


DAMAGE: tuple[Damage, ...] = (
    lose_a_bookmark,
    move_a_bookmark,
    lose_a_control,
    lose_the_titles,
    lose_the_placeholder_marks,
    lose_every_bookmark,
    join_two_paragraphs,
    part_a_paragraph,
    move_a_paragraph,
    merge_two_cells,
    copy_a_row,
    write_over_a_printed_line,
    put_a_paragraph_into_a_cell,
)


@settings(max_examples=12)
@given(st.lists(st.sampled_from(DAMAGE), max_size=12), st.integers(0, 2**32), st.booleans())
def test_no_word_is_lost_whatever_is_damaged(damage: list[Damage], seed: int, knows: bool) -> None:
    pen = filled()
    chance = random.Random(seed)
    for one in damage:
        one(pen, chance)
    there = "".join(pen.root.itertext())
    try:
        answers, report = read_own_form(pen.file(), asked=FORM if knows else None)
    except Unreadable as why:
        assert "no question and no statement" in why.sentence  # noqa: PT017 - either way is right
        return
    told = repr(answers)
    lost = [word for word in (*GIVEN, "EXTRA", "MORE") if word in there and word not in told]
    assert lost == []
    assert report.read == report.kept + report.left_out
