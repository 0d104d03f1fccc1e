"""Differences go by identity, and their word marks make up both texts."""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.formats.case.reading import read_case
from penholder.pure.tree.change import Add, Move, Recode, Retire, Reword, apply_all
from penholder.pure.tree.diff import Difference, DifferenceKind, Mark, diff, words
from penholder.pure.tree.statement import Statement, Tree

Kind = DifferenceKind

TREE = Tree(
    "Small",
    (
        Statement("a", "Listen", code="1"),
        Statement("b", "With care", parent="a", position=0, code="1.1"),
        Statement("c", "With time", parent="a", position=1, code="1.2"),
        Statement("d", "With others", parent="a", position=2, code="1.3"),
        Statement("e", "Speak", position=1, code="2"),
    ),
)


def changed(uid: str, **fields: object) -> Tree:
    return replace(
        TREE,
        statements=tuple(
            replace(one, **fields) if one.uid == uid else one  # type: ignore[arg-type]  # fields come from the test
            for one in TREE.statements
        ),
    )


def test_diff_of_a_tree_with_itself_is_empty() -> None:
    assert diff(TREE, replace(TREE, statements=TREE.statements[::-1])) == ()


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (apply_all(TREE, [Add("f", "Rest", "", 0)]), (Difference(Kind.ADDED, "f", new="Rest"),)),
        (apply_all(TREE, [Retire("b")]), (Difference(Kind.RETIRED, "b", old="With care"),)),
        (apply_all(TREE, [Move("a", "e")]), (Difference(Kind.MOVED, "a", old="", new="e"),)),
        (apply_all(TREE, [Move("d", "a", 0)]), (Difference(Kind.REORDERED, "d", old="3", new="1"),)),
        (apply_all(TREE, [Recode("b", "1.9")]), (Difference(Kind.RECODED, "b", "1.1", "1.9"),)),
        (
            apply_all(TREE, [Reword("b", "With love")]),
            (Difference(Kind.RESTATED, "b", "With care", "With love"),),
        ),
        (
            changed("b", text=" With care "),
            (Difference(Kind.RESTATED, "b", "With care", " With care ", "ends"),),
        ),
        (
            changed("b", text="With  care"),
            (Difference(Kind.RESTATED, "b", "With care", "With  care", "inside"),),
        ),
        (changed("b", short="Care"), (Difference(Kind.SHORT, "b", "", "Care"),)),
        (changed("b", plain="Be kind"), (Difference(Kind.PLAIN, "b", "", "Be kind"),)),
        (changed("b", notes="Since 2020"), (Difference(Kind.NOTES, "b", "", "Since 2020"),)),
        (changed("b", kind="ability"), (Difference(Kind.KIND, "b", "", "ability"),)),
        (changed("b", optional=True), (Difference(Kind.OPTIONAL, "b", "core", "optional"),)),
        (changed("e", position=9), ()),
        (changed("e", parent="nowhere"), ()),
    ],
)
def test_diff_tells_one_difference_for_one_change(new: Tree, expected: tuple[Difference, ...]) -> None:
    assert diff(TREE, new) == expected


def test_diff_is_told_in_reading_order_and_retired_last() -> None:
    new = apply_all(
        TREE, [Retire("b"), Reword("e", "Speak up"), Move("c", ""), Recode("c", "3"), Reword("a", "Hear")]
    )
    assert [(one.uid, one.kind) for one in diff(TREE, new)] == [
        ("a", Kind.RESTATED),
        ("e", Kind.RESTATED),
        ("c", Kind.MOVED),
        ("c", Kind.RECODED),
        ("b", Kind.RETIRED),
    ]


def test_diff_of_rings_still_tells_every_statement() -> None:
    ring = Tree("Ring", (Statement("x", "X", parent="y"), Statement("y", "Y", parent="x")))
    assert {one.uid for one in diff(Tree("Empty", ()), ring)} == {"x", "y"}


@given(st.permutations(range(7)))
def test_diff_of_a_new_order_names_the_fewest_statements(order: list[int]) -> None:
    old = Tree("T", tuple(Statement(str(place), "w", position=place) for place in range(7)))
    new = Tree("T", tuple(Statement(str(uid), "w", position=place) for place, uid in enumerate(order)))
    moved = {int(one.uid) for one in diff(old, new)}
    stayed = [uid for uid in order if uid not in moved]
    assert stayed == sorted(stayed)
    assert len(stayed) == longest_rising(order)


def longest_rising(order: list[int]) -> int:
    best = [1] * len(order)
    for place, value in enumerate(order):
        best[place] = 1 + max((best[i] for i in range(place) if order[i] < value), default=0)
    return max(best)


def test_diff_of_two_real_releases_finds_the_true_delta(shared: Path) -> None:
    folder = shared / "data/frameworks/releases"
    old, new = (
        read_case(gzip.decompress((folder / f"esco{release}-occupations.case.json.gz").read_bytes()))[0]
        for release in ("111", "120")
    )
    found = diff(old, new)
    for difference in found:
        words(difference.old, difference.new)

    counts = Counter(one.kind for one in found if one.spacing != "ends" or one.kind is Kind.RESTATED)
    assert counts == {
        Kind.ADDED: 35,
        Kind.RETIRED: 3,
        Kind.RESTATED: 27,
        Kind.NOTES: 75,
        Kind.MOVED: 14,
        Kind.RECODED: 15,
        Kind.REORDERED: 1,
    }
    assert sum(one.kind is Kind.NOTES and one.spacing == "ends" for one in found) == 35


# Words


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ()),
        ("same", "same", (("same", "same"),)),
        ("", "new", (("ins", "new"),)),
        ("old", "", (("del", "old"),)),
        (
            "Ability to listen with care.",
            "Ability to listen, with great care.",
            (
                ("same", "Ability to listen"),
                ("ins", ","),
                ("same", " with"),
                ("ins", " great"),
                ("same", " care."),
            ),
        ),
        (
            "one two three",
            "one four five",
            (("same", "one "), ("del", "two three"), ("ins", "four five")),
        ),
        (
            "the worker’s pay",
            "the worker's pay",
            (("same", "the "), ("del", "worker’s"), ("ins", "worker's"), ("same", " pay")),
        ),
    ],
)
def test_words_marks_what_went_and_what_came(
    old: str, new: str, expected: tuple[tuple[Mark, str], ...]
) -> None:
    assert words(old, new) == expected


TEXTS = st.lists(
    st.sampled_from(["care", "time", "a", " ", "  ", "\n", ",", "’", "é", "-"]), max_size=30
).map("".join)


@given(TEXTS | st.text(max_size=40), TEXTS | st.text(max_size=40))
def test_words_make_up_both_texts_to_the_letter(old: str, new: str) -> None:
    marked = words(old, new)
    assert "".join(text for mark, text in marked if mark != "ins") == old
    assert "".join(text for mark, text in marked if mark != "del") == new
    assert all(text for _, text in marked)


def test_words_of_two_huge_texts_are_replaced_outright() -> None:
    old, new = "a b " * 20_000, "b c " * 20_000
    marked = words(old, new)
    assert len(marked) <= 4, "marks in so long a text would help nobody"
    assert "".join(text for mark, text in marked if mark != "ins") == old
