"""How an asking is cut into pages: never a sub-point without its stem."""

from __future__ import annotations

import pytest

from penholder.consultations.queries import asked_of, parts_of, questions_of
from penholder.consultations.queries.asking import LONGEST_PART
from tests.factories.consultations import STEM, many_statements, open_consultation_with

pytestmark = pytest.mark.django_db

Tree = tuple[tuple[str, str, str], ...]


def pages(tree: Tree) -> list[tuple[str, list[str]]]:
    _, consultation = open_consultation_with(tree)
    parts = parts_of(asked_of(consultation), questions_of(consultation))
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    assert {part.total for part in parts} == {len(parts)}
    return [(part.heading, [placed.asked.code for placed in part.statements]) for part in parts]


def test_parts_are_the_domains_then_the_questions_then_the_last_words() -> None:
    tree = (("1", "", "First"), ("1.1", "1", "One"), ("2", "", "Second"), ("2.1", "2", "Two"))
    assert pages(tree) == [
        ("1. First", ["1.1", "1"]),
        ("2. Second", ["2.1", "2"]),
        ("Questions about the whole", []),
        ("Anything else", []),
    ]


def test_parts_put_statements_without_a_domain_together() -> None:
    tree = tuple((str(n), "", f"Words {n}") for n in range(1, 15))
    found = pages(tree)
    assert [heading for heading, _ in found[:2]] == ["Statements (1 of 2)", "Statements (2 of 2)"]
    assert [len(codes) for _, codes in found[:2]] == [12, 2]


def test_parts_keep_a_long_stem_whole_and_split_a_long_heading() -> None:
    whole = pages(many_statements(20))
    assert len(whole[0][1]) == 21
    heading = (("1", "", "Long"), *((f"1.{n}", "1", f"Does {n}") for n in range(1, 30)))
    assert [len(codes) for _, codes in pages(heading)[:3]] == [12, 12, 6]


def test_parts_never_separate_a_stem_from_its_sub_points() -> None:
    stems: Tree = tuple(
        row
        for n in range(1, 7)
        for row in (
            (f"1.{n}", "1", STEM),
            *((f"1.{n}.{point}", f"1.{n}", f"point {point}") for point in range(1, 5)),
        )
    )
    for _, codes in pages((("1", "", "Long"), *stems))[:-2]:
        assert len(codes) <= LONGEST_PART
        assert all(code.rpartition(".")[0] in codes for code in codes if code.count(".") == 2)


def test_parts_show_every_sub_point_with_its_stem_and_a_stem_of_a_stem() -> None:
    tree = (
        ("1", "", "First"),
        ("1.1", "1", STEM),
        ("1.1.1", "1.1", "listening, which means:"),
        ("1.1.1.1", "1.1.1", "waiting"),
    )
    _, consultation = open_consultation_with(tree)
    first = parts_of(asked_of(consultation), ())[0]
    stems = {placed.asked.code: placed.stem for placed in first.statements}
    assert stems == {"1.1": "", "1.1.1": STEM, "1.1.1.1": f"{STEM}\nlistening, which means:", "1": ""}
