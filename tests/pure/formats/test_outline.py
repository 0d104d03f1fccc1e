"""Pasted outlines: however people indent, number and bullet, every line finds a place or is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.formats.outlines.outline import MOST_LINES, read_outline
from penholder.pure.formats.outlines.outline_tree import DEEPEST, FIELDS
from penholder.pure.formats.report import Unreadable
from penholder.pure.tree.statement import Tree


def outline(tree: Tree) -> list[str]:
    return [f"{'>' * depth}{one.code}|{one.text}" for depth, one in tree.walk()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "1 Values\n1.1 Respect\n1.1.1 Listen to:\n- people\n- families\n1.10 Hope\n2 Knowledge\n2.1 Trauma\n",
            [
                "1|Values",
                ">1.1|Respect",
                ">>1.1.1|Listen to:",
                ">>>|people",
                ">>>|families",
                ">1.10|Hope",
                "2|Knowledge",
                ">2.1|Trauma",
            ],
            id="dotted numbers",
        ),
        pytest.param(
            "1. Listen\na) with care\nb) with time\n  i) now\n  ii) then\n2. Ask\n",
            ["1|Listen", ">a|with care", ">b|with time", ">>i|now", ">>ii|then", "2|Ask"],
            id="numbers, letters and Roman numerals without indents",
        ),
        pytest.param(
            "(g) seven\n(h) eight\n(i) nine\n(j) ten\n",
            ["g|seven", "h|eight", "i|nine", "j|ten"],
            id="an i that comes after h",
        ),
        pytest.param(
            "Values\n\tRespect\n\t\tListen\n\tHope\nKnowledge\n    Trauma\n",
            ["|Values", ">|Respect", ">>|Listen", ">|Hope", "|Knowledge", ">|Trauma"],
            id="tabs and spaces",
        ),
        pytest.param(
            "• One\no\tTwo\n▪ Three\n• Four\n",
            ["|One", ">|Two", ">>|Three", "|Four"],
            id="bullets without indents",
        ),
        pytest.param(
            "• Communication\n  o Listening\n    ▪ hears\n  o Speaking\n• Safety\n",
            ["|Communication", ">|Listening", ">>|hears", ">|Speaking", "|Safety"],
            id="bullets of Word with blanks after them",
        ),
        pytest.param(
            "Listening:\no hears\no attends\n",
            ["|Listening:", ">|hears", ">|attends"],
            id="the letter o for a bullet and no other",
        ),
        pytest.param(
            "- ascolta le persone che vivono sole nella propria casa\no in una comunità\n- chiede\n",
            ["|ascolta le persone che vivono sole nella propria casa o in una comunità", "|chiede"],
            id="a line broken off before the word o",
        ),
        pytest.param(
            "- One\n  - Two\n      - Three\n  - Four\n- Five",
            ["|One", ">|Two", ">>|Three", ">|Four", "|Five"],
            id="bullets that are indented",
        ),
        pytest.param(
            "A1 Values\nA1.1 Respect\nA2 Hope\nB1 Law\n",
            ["A1|Values", ">A1.1|Respect", "A2|Hope", "B1|Law"],
            id="codes with letters",
        ),
        pytest.param(
            "Able to:\nlisten to people\nwait;\nAble to ask\n",
            ["|Able to:", ">|listen to people", ">|wait;", "|Able to ask"],
            id="a stem with sub-points and no marks at all",
        ),
        pytest.param(
            "Able to listen to:\n\u2022\tpeople\n\u2022\tfamilies\nAble to ask\n",
            ["|Able to listen to:", ">|people", ">|families", "|Able to ask"],
            id="a stem with bullets",
        ),
        pytest.param(
            "## Values\n### 1.1 Respect\n* a\n    * b\n\n## Law ##\n1. One\n",
            ["|Values", ">1.1|Respect", ">>|a", ">>>|b", "|Law", ">1|One"],
            id="Markdown",
        ),
        pytest.param(
            "Values\n======\n\nRespect\n-------\n\n- a\n\nLaw\n===\n",
            ["|Values", ">|Respect", ">>|a", "|Law"],
            id="Markdown with lines drawn under its headings",
        ),
        pytest.param(
            "Work 24 hours a day\nB12 is a vitamin\n3.5 hours at most\nA. Smith\n",
            ["|Work 24 hours a day", "|B12 is a vitamin", "|3.5 hours at most", "|A. Smith"],
            id="numbers that are none",
        ),
        pytest.param(
            "A. Values\n1. Listen\nB. Law\n", ["A|Values", ">1|Listen", "B|Law"], id="capital letters"
        ),
        pytest.param(
            "1.1\nListen\n1.2\nAsk\n", ["1.1|Listen", "1.2|Ask"], id="numbers on lines of their own"
        ),
        pytest.param(
            "- Able to draw on knowledge of the many ways in which people\nlisten to others\n- Ask\n",
            ["|Able to draw on knowledge of the many ways in which people listen to others", "|Ask"],
            id="a line broken off by the width of a page",
        ),
        pytest.param(
            "\ufeff1.1.1 Deep first\r\n1.2 Next\r\n1 Top\r\n",
            ["1.1.1|Deep first", "1.2|Next", "1|Top"],
            id="out of order",
        ),
        pytest.param(
            "1. Autonomy\n1.1 practise\n1.2 know\n2. Law\n3. Records\n3.1 keep\n10. Ten\n",
            ["1|Autonomy", ">1.1|practise", ">1.2|know", "2|Law", "3|Records", ">3.1|keep", "10|Ten"],
            id="chapters without sections",
        ),
        pytest.param(
            "1 Communication\n1.1 Listening to people\n2 Safety\n",
            ["1|Communication", ">1.1|Listening to people", "2|Safety"],
            id="a chapter with one section",
        ),
        pytest.param(
            "1. Values\n1.1 Respect\n2. Law\n",
            ["1|Values", ">1.1|Respect", "2|Law"],
            id="a chapter with one section, numbers with stops",
        ),
        pytest.param(
            "## 1. Values\n### 1.1 Respect\n1. listen\n2. wait\n## 2. Law\n## 3. Records\n",
            ["1|Values", ">1.1|Respect", ">>1|listen", ">>2|wait", "2|Law", "3|Records"],
            id="a list under chapters that are headings",
        ),
        pytest.param(
            "1 Values\n2 Law\n3 Care\n3.1 Listen\n4 Records\n",
            ["1|Values", "2|Law", "3|Care", ">3.1|Listen", "4|Records"],
            id="chapters without sections before the first that has some",
        ),
        pytest.param(
            "1) Autonomy\n   1.1 practise\n      1) safely\n      2) well\n   1.2 know\n2) Law\n",
            ["1|Autonomy", ">1.1|practise", ">>1|safely", ">>2|well", ">1.2|know", "2|Law"],
            id="a list numbered like the chapters, but indented",
        ),
        pytest.param(
            "1. Values\n1.1 Respect\n(1) listen\n(2) wait\n1.2 Hope\n2. Law\n",
            ["1|Values", ">1.1|Respect", ">>1|listen", ">>2|wait", ">1.2|Hope", "2|Law"],
            id="a list numbered in another way than the chapters",
        ),
    ],
)
def test_an_outline_is_read_as_it_is_meant(text: str, expected: list[str]) -> None:
    tree, report = read_outline(text)
    assert outline(tree) == expected
    assert (report.read, report.kept, report.left_out) == (len(expected), len(expected), 0)
    assert read_outline(text.encode()) == (tree, report)


def test_a_paragraph_without_a_place_is_a_note_and_is_told() -> None:
    tree, report = read_outline(
        "# Peer work\n\nAn introduction.\n\n## Values\n\n- Respect\n\nBecause.\n\nAnd so.\n"
    )
    assert (tree.title, tree.description) == ("Peer work", "An introduction.")
    assert outline(tree) == ["|Values", ">|Respect"]
    assert tree.statements[1].notes == "Because.\n\nAnd so."
    assert [(one.where, one.what) for one in report.oddities] == [
        ("line 1", "The first heading stands above all others."),
        ("line 3", "A paragraph has no place in the outline."),
        ("line 9", "A paragraph has no place in the outline."),
        ("line 11", "A paragraph has no place in the outline."),
    ]
    assert (report.read, report.kept) == (6, 6)


def test_the_letter_o_as_a_bullet_is_told() -> None:
    _, report = read_outline("• One\n  o Two\n")
    assert [one.what for one in report.oddities] == ["Lines begin with the letter “o” and a blank."]
    _, report = read_outline("• One\no\tTwo\n")
    assert report.oddities == ()


@pytest.mark.parametrize(
    ("text", "expected", "description"),
    [
        pytest.param(
            "Competency framework\n\nDomain 1: Communication\n1.1 Listens\n   1.1.1 With respect\n1.2 Speaks\n"
            "Domain 2: Safety\n2.1 Lifts\n",
            [
                *("|Domain 1: Communication", ">1.1|Listens", ">>1.1.1|With respect", ">1.2|Speaks"),
                *("|Domain 2: Safety", ">2.1|Lifts"),
            ],
            "Competency framework",
            id="numbers that go on",
        ),
        pytest.param(
            "Caring\n\n1.1 Listens\n1.2 Speaks\n\nLifting\n\n1.1 Lifts\n1.2 Moves\n",
            ["|Caring", ">1.1|Listens", ">1.2|Speaks", "|Lifting", ">1.1|Lifts", ">1.2|Moves"],
            "",
            id="numbers that begin again",
        ),
        pytest.param(
            "An introduction.\n1.1 Listens\nA note\n2.1 Lifts\nAnother\n3.1 Writes\n",
            ["|An introduction.", "1.1|Listens", "2.1|Lifts", "3.1|Writes"],
            "",
            id="not where the first code has none",
        ),
        pytest.param(
            "Competency framework\n1.1 Listens\n2.1 Lifts\n",
            ["|Competency framework", "1.1|Listens", "2.1|Lifts"],
            "",
            id="not where one stands over all",
        ),
    ],
)
def test_headings_without_a_number_stand_over_their_codes(
    text: str, expected: list[str], description: str
) -> None:
    tree, report = read_outline(text)
    assert (outline(tree), tree.description) == (expected, description)
    assert report.read == report.kept


def test_a_mark_without_words_is_set_apart() -> None:
    tree, report = read_outline("- One\n-\n- Two\n-")
    assert outline(tree) == ["|One", "|Two"]
    assert [(one.where, one.raw, one.severity) for one in report.oddities] == [
        ("line 2", "-", "left out"),
        ("line 4", "-", "left out"),
    ]
    assert (report.read, report.kept, report.left_out) == (4, 2, 2)


def test_the_same_outline_gives_the_same_identifiers_and_no_two_alike() -> None:
    text = "- One\n- One\n  - One\n  - One\n"
    first, _ = read_outline(text, name="peers.txt")
    assert first == read_outline(text, name="peers.txt")[0]
    assert len(first.by_uid) == 4
    assert first.title == "peers"


def test_a_statement_keeps_its_identifier_when_another_is_put_before_it() -> None:
    before, _ = read_outline("1. One\n- a\n2. Two\n- b\n")
    after, _ = read_outline("1. One\n- new\n- a\n2. Two\n- b\n")
    assert set(before.by_uid) < set(after.by_uid)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        ("", "is empty"),
        ("\0\0\n", "is empty|no line"),
        (" \n\t\n", "is empty"),
        ("---\n***\n", "no line that could be a statement"),
        ("-\n-\n", "no line that could be a statement"),
        ("# Only\n\n", ""),
        (b"PK\x03\x04", "a zip archive"),
        (b"%PDF-1.7", "a PDF"),
        ("<!DOCTYPE html><p>x", "web page"),
        ("x\n" * (MOST_LINES + 1), "more than 100,000 lines"),
    ],
)
def test_what_is_no_outline_gets_a_sentence(data: bytes | str, sentence: str) -> None:
    if not sentence:
        assert outline(read_outline(data)[0]) == ["|Only"]
        return
    with pytest.raises(Unreadable, match=sentence):
        read_outline(data)


def test_old_encodings_and_odd_characters_are_told() -> None:
    tree, report = read_outline("- Caf\xe9\n".encode("latin-1"))
    assert (tree.statements[0].text, report.oddities[0].what) == ("Café", "The file is not in UTF-8.")
    tree, report = read_outline("- a\0b\ud800")
    assert (tree.statements[0].text, len(report.oddities)) == ("a��b".replace("��b", "�b�"), 1)


def test_a_staircase_without_end_is_read_as_deep_as_can_be() -> None:
    text = "\n".join(f"{' ' * depth}- {depth}" for depth in range(2_000))
    tree, report = read_outline(text)
    assert len(tree.statements) == 2_000
    assert max(depth for depth, _ in tree.walk()) == DEEPEST - 1
    assert report.kept == 2_000


def test_long_runs_of_anything_take_no_time_to_speak_of() -> None:
    for run in (
        "# " + " " * 200_000 + "x",
        "-" * 200_000 + "x",
        "1." * 200_000,
        " " * 200_000 + "x",
        "#" * 200_000,
        "- " * 99_000,
    ):
        tree, report = read_outline(f"{run}\nlast words\n")
        assert report.read == report.kept + report.left_out
        assert tree.statements


lines = st.one_of(
    st.sampled_from(
        (
            "",
            "1. ",
            "a) ",
            "(i)",
            "- ",
            "• x",
            "# H",
            "###",
            "1.1 ",
            "A1 x",
            "x:",
            "\t",
            "   - y",
            "o\tz",
            "---",
            "===",
        )
    ),
    st.text(max_size=12),
)


@given(st.lists(lines, max_size=12), st.lists(st.integers(0, 9), max_size=12))
def test_whatever_is_pasted_gives_a_tree_or_a_sentence(texts: list[str], indents: list[int]) -> None:
    text = "\n".join(
        f"{' ' * indent}{line}" for line, indent in zip(texts, [*indents, *[0] * 12], strict=False)
    )
    try:
        tree, report = read_outline(text)
    except Unreadable:
        return  # a sentence or a tree, either will do
    assert report.read == report.kept + report.left_out
    said = " ".join(
        [tree.title, tree.description, *(f"{one.code} {one.text} {one.notes}" for one in tree.statements)]
    )
    set_apart = " ".join(one.raw for one in report.oddities)
    for line in text.splitlines():
        for word in line.split():
            core = "".join(filter(str.isalnum, "" if word == "o" else word))
            assert core.replace("\0", "") in "".join(filter(str.isalnum, said + set_apart))


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.from_regex(r"[A-Z][a-z]{1,8}( [a-z]{1,8})?", fullmatch=True)),
        min_size=1,
        max_size=12,
    )
)
def test_an_indented_outline_is_read_as_deep_as_it_was_written(steps: list[tuple[int, str]]) -> None:
    depths: list[int] = []
    for wanted, _ in steps:
        depths.append(min(wanted, depths[-1] + 1 if depths else 0))
    text = "\n".join(f"{'    ' * depth}- {words}" for depth, (_, words) in zip(depths, steps, strict=True))
    tree, _ = read_outline(text)
    assert [(depth, one.text) for depth, one in tree.walk()] == [
        (depth, words) for depth, (_, words) in zip(depths, steps, strict=True)
    ]


def test_every_field_has_its_fate() -> None:
    assert len({one.field for one in FIELDS}) == len(FIELDS) == 15
