"""Projects of codings made in code: one small with everything in it, and as large ones as are asked for."""

from __future__ import annotations

import random
import uuid

from hypothesis import strategies as st

from penholder.pure.formats.coding_project import (
    Case,
    Coding,
    CodingProject,
    CodingSet,
    Link,
    Made,
    Reader,
    Selection,
    Source,
    Theme,
    Variable,
    VariableValue,
)


def uid(number: int) -> str:
    return str(uuid.UUID(int=number))


ADA, BEN = uid(1), uid(2)
CARE, LISTENING, NOT_NOW = uid(10), uid(11), uid(12)
AGE, SINCE = uid(20), uid(21)
LETTER, CALL = uid(30), uid(31)
FIRST, SECOND, THIRD = uid(40), uid(41), uid(42)
MEMO, ODD_MEMO = uid(50), uid(51)


def whole_project() -> CodingProject:
    """Everything a project can hold, with what is apt to break: rare characters, white space, quotation marks, nesting."""
    letter = "Dear all,\n🙂 I was not  heard, “ever” & <again>.\n\tYours, é"
    return CodingProject(
        name="Peers & “others”",
        origin="Another Program 1.2",
        description="line one\nline two",
        made=Made(ADA, "2026-11-22T08:15:00Z", BEN, "2026-11-22T09:15:00.5+01:00"),
        readers=(Reader(ADA, "Ada Ó", "AÓ"), Reader(BEN)),
        themes=(
            Theme(
                CARE,
                "Care",
                codable=False,
                colour="#1a2",
                description=" spaced ",
                themes=(Theme(LISTENING, 'Being "heard"\n', colour="#A1B2C3", notes=(MEMO,), themes=(Theme(NOT_NOW, ""),)),),
            ),
        ),
        variables=(Variable(AGE, "Age", "Integer", "in years"), Variable(SINCE, "Since", "Date")),
        cases=(
            Case(
                uid(60),
                "Ada",
                "a person",
                (CARE,),
                (VariableValue(AGE, "Integer", "-07"), VariableValue(SINCE, "Date", "2020-02-29"), VariableValue(AGE, "Integer")),
                (LETTER,),
                (SECOND,),
            ),
            Case(uid(61)),
        ),
        sources=(
            Source(
                LETTER,
                "letter <1>",
                letter,
                "came by post",
                (
                    Selection(FIRST, letter.index("I was"), letter.index(", “"), "I was not heard", "", (Coding(uid(70), LISTENING, ADA, "2026-11-22T08:15:00Z", (MEMO,)), Coding(uid(71), NOT_NOW)), (ODD_MEMO,), Made(BEN)),
                    Selection(SECOND, 10, 11, "🙂"),
                ),
                (Coding(uid(72), LISTENING, BEN),),
                (MEMO,),
                (VariableValue(AGE, "Text", "  forty\n"), VariableValue(AGE, "Boolean", "true"), VariableValue(AGE, "Float", "-1.50"), VariableValue(AGE, "DateTime", "2026-11-22T08:15:00")),
                Made(at="2026-11-22T08:15:00Z"),
            ),
            Source(CALL, "", ""),
        ),
        memos=(
            Source(MEMO, "why", "because\n she said so ", selections=(Selection(THIRD, 0, 7, codings=(Coding(uid(73), LISTENING),)),)),
            Source(ODD_MEMO, "odd", "a bell \x07 in it"),
        ),
        links=(Link(uid(80), "see", "OneWay", "#fff", FIRST, CALL, (MEMO,)), Link(uid(81))),
        sets=(CodingSet(uid(90), "mine", "chosen", (CARE, NOT_NOW), (CALL,), (MEMO,)), CodingSet(uid(91), "")),
        notes=(MEMO, ODD_MEMO),
    )  # fmt: skip


def large_project(points: int, *, seed: int = 1) -> CodingProject:
    """So many coded passages, ten to a text, by five readers on 200 themes."""
    chance = random.Random(seed)
    readers = tuple(
        Reader(str(uuid.UUID(int=chance.getrandbits(128))), f"Reader {number}") for number in range(5)
    )
    themes = tuple(
        Theme(str(uuid.UUID(int=chance.getrandbits(128))), f"Theme {number}") for number in range(200)
    )
    words = [
        "being",
        "heard",
        "by",
        "somebody",
        "who",
        "has",
        "been",
        "there",
        "themselves",
        "matters",
        "🙂",
        "more",
        "than",
        "any",
        "certificate",
    ]
    sources = []
    for number in range(points // 10):
        text = " ".join(chance.choice(words) for _ in range(300))
        selections = []
        for place in range(10):
            start = place * 100 + chance.randint(0, 40)
            coding = Coding(
                str(uuid.UUID(int=chance.getrandbits(128))),
                chance.choice(themes).uid,
                chance.choice(readers).uid,
            )
            selections.append(
                Selection(
                    str(uuid.UUID(int=chance.getrandbits(128))),
                    start,
                    start + 50,
                    text[start : start + 50],
                    codings=(coding,),
                )
            )
        sources.append(
            Source(
                str(uuid.UUID(int=chance.getrandbits(128))),
                f"Response {number}",
                text,
                selections=tuple(selections),
            )
        )
    return CodingProject("large", readers=readers, themes=themes, sources=tuple(sources))


_WORDS = st.text(max_size=12)


@st.composite
def projects(draw: st.DrawFn) -> CodingProject:
    """Small projects of any characters at all."""
    text = draw(st.text(min_size=1, max_size=30))
    starts = draw(st.lists(st.integers(0, len(text) - 1), max_size=3))
    selections = tuple(
        Selection(uid(100 + number), start, draw(st.integers(start + 1, len(text))), draw(_WORDS), draw(_WORDS), (Coding(uid(200 + number), CARE, draw(st.sampled_from(["", ADA]))),))
        for number, start in enumerate(starts)
    )  # fmt: skip
    return CodingProject(
        draw(_WORDS),
        draw(_WORDS),
        draw(_WORDS),
        readers=(Reader(ADA, draw(_WORDS), draw(_WORDS)),),
        themes=(
            Theme(
                CARE,
                draw(_WORDS),
                draw(st.booleans()),
                "",
                draw(_WORDS),
                (MEMO,),
                (Theme(LISTENING, draw(_WORDS)),),
            ),
        ),
        sources=(Source(LETTER, draw(_WORDS), text, draw(_WORDS), selections),),
        memos=(Source(MEMO, draw(_WORDS), draw(_WORDS)),),
    )
