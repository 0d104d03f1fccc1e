"""Statements are matched by identity; without it by code and words; and what is less sure is only suggested."""

from __future__ import annotations

import gzip
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.formats.case.reading import read_case
from penholder.pure.tree.diff import Difference, DifferenceKind, diff
from penholder.pure.tree.matching import Match, adopted, matches
from penholder.pure.tree.statement import Statement, Tree
from tests.pure.tree.plans import trees

OLD = Tree(
    "Old",
    (
        Statement("a", "Listen", code="1"),
        Statement("b", "Listen with care and with time", parent="a", code="1.1"),
        Statement("c", "Draw on lived experience", parent="a", position=1, code="1.2"),
        Statement("d", "Know when to refer somebody to another service nearby", position=1, code="2"),
    ),
)


def typed_again(tree: Tree, **texts: str) -> Tree:
    """The same tree with other identifiers, and other words for some statements."""
    return Tree(
        tree.title,
        tuple(
            replace(
                one,
                uid=f"new-{one.uid}",
                parent=f"new-{one.parent}" if one.parent else "",
                text=texts.get(one.uid, one.text),
            )
            for one in tree.statements
        ),
    )


def test_where_no_identifier_is_shared_code_and_words_say_which_is_which() -> None:
    new = typed_again(OLD, b="Listen with great care and with time")
    found = matches(OLD, new)

    assert {(one.old, one.new) for one in found.sure} == {(uid, f"new-{uid}") for uid in "abcd"}
    assert diff(OLD, adopted(new, found.sure)) == (
        Difference(
            DifferenceKind.RESTATED,
            "b",
            "Listen with care and with time",
            "Listen with great care and with time",
        ),
    )


def test_words_are_the_same_whatever_their_case_spacing_and_quotation_marks() -> None:
    new = typed_again(replace(OLD, statements=OLD.statements[:3]), c="draw on  “lived” experience.")
    new = replace(new, statements=tuple(replace(one, code="") for one in new.statements))

    assert Match("c", "new-c", "words") in matches(OLD, new).sure


def test_a_code_that_went_to_quite_other_words_is_not_believed() -> None:
    new = typed_again(OLD, d="Bring cake on Fridays")

    assert "d" not in {one.old for one in matches(OLD, new).sure}


def test_where_a_list_grew_and_codes_were_given_anew_words_decide() -> None:
    old = Tree(
        "O",
        (
            Statement("a", "Explain the law of contract", code="1.1"),
            Statement("b", "Explain the law of tort", code="1.2"),
        ),
    )
    new = Tree(
        "N",
        (
            Statement("x", "Explain the law of evidence", code="1.1"),
            Statement("y", "Explain the law of contract", code="1.2"),
            Statement("z", "Explain the law of tort", code="1.3"),
        ),
    )

    assert {(one.old, one.new) for one in matches(old, new).sure} == {("a", "y"), ("b", "z")}


def test_texts_that_repeat_themselves_are_compared_in_no_time_worth_telling() -> None:
    chance = random.Random(1)
    texts = [" ".join(chance.choice(("yes", "no")) for _ in range(500)) for _ in range(160)]
    old, new = (
        Tree(name, tuple(Statement(f"{name}{number}", text) for number, text in enumerate(part)))
        for name, part in (("o", texts[:80]), ("n", texts[80:]))
    )

    assert len(matches(old, new).suggestions) <= 80


def test_what_is_less_sure_is_suggested_with_a_score() -> None:
    new = typed_again(OLD, d="Know how to refer somebody to a service nearby")
    new = replace(new, statements=tuple(replace(one, code="") for one in new.statements))
    found = matches(OLD, new)

    assert [(one.old, one.new) for one in found.suggestions] == [("d", "new-d")]
    assert 0.6 <= found.suggestions[0].score < 1


def test_where_identifiers_are_shared_they_are_believed() -> None:
    new = Tree("New", (*OLD.statements[:3], Statement("x", OLD.statements[3].text, code="2", position=1)))
    found = matches(OLD, new)

    assert found.sure == ()
    assert [(one.old, one.new, one.score) for one in found.suggestions] == [("d", "x", 1.0)]
    assert {one.kind for one in diff(OLD, adopted(new, found.sure))} == {
        DifferenceKind.ADDED,
        DifferenceKind.RETIRED,
    }


@given(trees())
def test_nothing_is_matched_twice(tree: Tree) -> None:
    found = matches(tree, typed_again(tree))
    olds, news = [one.old for one in found.sure], [one.new for one in found.sure]

    assert len(set(olds)) == len(olds)
    assert len(set(news)) == len(news)
    assert not set(olds) & {one.old for one in found.suggestions}


def test_a_real_framework_that_lost_its_identifiers_is_found_again(shared: Path) -> None:
    packed = shared / "data/frameworks/releases/esco111-occupations.case.json.gz"
    tree = read_case(gzip.decompress(packed.read_bytes()))[0]
    some = replace(tree, statements=tuple(random.Random(1).sample(tree.statements, 800)))
    found = matches(some, typed_again(some))

    right = sum(one.new == f"new-{one.old}" for one in found.sure)
    assert right == len(found.sure) >= 0.99 * len(some.statements)


def outline(*lines: str, codes: bool = False) -> Tree:
    """A tree of headings and what stands below them, as “Listening: Explain, Assess”; coded in order if wanted."""
    made: list[Statement] = []
    for first, line in enumerate(lines):
        heading, _, below = line.partition(": ")
        code = str(first + 1) if codes else ""
        made.append(Statement(f"{first}", heading, position=first, code=code))
        made += [
            Statement(f"{first}.{place}", text, f"{first}", place, f"{code}.{place + 1}" if codes else "")
            for place, text in enumerate(filter(None, below.split(", ")))
        ]
    return Tree("Made", tuple(made))


def kinds(old: Tree, new: Tree) -> Counter[DifferenceKind]:
    """How many differences of each kind there are once the two are matched."""
    new = typed_again(new)
    return Counter(one.kind for one in diff(old, adopted(new, matches(old, new).sure)))


def test_repeated_words_are_told_apart_by_the_heading_above_them() -> None:
    old = outline("Listening: Assess, Record", "Speaking: Assess, Record")
    new = outline("Listening: Assess, Record", "Speaking: Assess, Report, Record")

    assert kinds(old, new) == {DifferenceKind.ADDED: 1}
    assert kinds(old, old) == {}


def test_headings_that_repeat_are_told_apart_by_what_is_above_them_in_turn() -> None:
    deep = Tree(
        "Deep",
        tuple(
            Statement(f"{top}{depth}", text, f"{top}{depth - 1}" if depth else "", position=place)
            for place, top in enumerate("ab")
            for depth, text in enumerate((f"Domain {top}", "Skills", "Explain", "Explain"))
        ),
    )

    assert kinds(deep, deep) == {}


def test_a_list_that_grew_in_front_does_not_shift_its_repeated_words() -> None:
    old = outline("Listening", "Explain", "Speaking", "Explain")
    new = outline("Greeting", "Explain", "Listening", "Explain", "Speaking", "Explain")

    assert kinds(old, new) == {DifferenceKind.ADDED: 2}


def test_codes_that_begin_again_below_each_heading_are_believed_below_it() -> None:
    old, new = (
        Tree(
            "Made",
            tuple(
                Statement(f"{top}{code}", text, f"{top}0" if code else "", code, str(code or ""))
                for top in ("Listening", "Speaking")
                for code, text in enumerate((top, f"Explain {much} of the {top} plan", "Do"))
            ),
        )
        for much in ("most", "all")
    )

    assert kinds(old, new) == {DifferenceKind.RESTATED: 2}


@pytest.mark.parametrize("texts", ["C, C++, C#", "C#, C#, C++", "😀, 🎉, 😀", "कि, की, का"])
def test_texts_of_the_same_letters_are_told_apart_by_their_signs(texts: str) -> None:
    old = outline(*texts.split(", "))
    backwards = outline(*reversed(texts.split(", ")))

    assert kinds(old, old) == {}
    assert set(kinds(old, backwards)) <= {DifferenceKind.REORDERED}


def test_a_text_that_went_to_another_heading_is_found_though_its_letters_stayed() -> None:
    old = outline("Old: C++, C#", "Other: Do")
    new = outline("Old: C#", "Other: Do, C++")

    assert kinds(old, new) == {DifferenceKind.MOVED: 1}


REPEATED = st.sampled_from(
    ["Explain", "Explain", "explain.", "C++", "C#", "", "😀", "Do it with care and time"]
)


@st.composite
def repeating(draw: st.DrawFn) -> Tree:
    """A tree of few words, said often, in which parents may also stand in a ring or be missing."""
    uids = [f"s{number}" for number in range(draw(st.integers(0, 12)))]
    statements = (
        Statement(
            uid,
            draw(REPEATED),
            parent=draw(st.sampled_from(["", "missing", *uids])),
            position=draw(st.integers(0, 3)),
            code=draw(st.sampled_from(["", "1", "1.1"])),
        )
        for uid in uids
    )
    return Tree("Made", tuple(statements))


@given(trees() | repeating())
def test_a_copy_without_its_identifiers_differs_in_nothing(tree: Tree) -> None:
    old, new = replace(tree, associations=()), typed_again(tree)
    found = matches(old, new)

    assert diff(old, adopted(new, found.sure)) == ()
    assert found.suggestions == ()


def test_repeated_words_stay_below_their_headings_when_codes_are_given_anew() -> None:
    old = outline("Listening: Explain", "Speaking: Explain", codes=True)
    new = outline("Intro: Greet", "Listening: Explain", "Speaking: Explain", codes=True)

    assert kinds(old, new) == {DifferenceKind.ADDED: 2, DifferenceKind.RECODED: 4}


def test_a_heading_that_went_and_one_that_came_with_the_same_words_below_moved_nothing() -> None:
    old = outline("Listening: Explain", "Speaking: Explain")
    new = outline("Writing: Explain", "Listening: Explain")

    assert kinds(old, new) == {DifferenceKind.ADDED: 2, DifferenceKind.RETIRED: 2}


def test_repeated_words_that_went_to_another_heading_are_moved() -> None:
    old = outline("Listening: Explain, Do", "Speaking: Explain", "Writing: Spell")
    new = outline("Listening: Do", "Speaking: Explain", "Writing: Spell, Explain")

    assert kinds(old, new) == {DifferenceKind.MOVED: 1}


@given(repeating(), repeating())
def test_matching_is_the_same_from_either_side(old: Tree, new: Tree) -> None:
    new = typed_again(new)
    there, back = matches(old, new).sure, matches(new, old).sure

    assert {(one.old, one.new, one.how) for one in there} == {(one.new, one.old, one.how) for one in back}
    assert len({one.old for one in there}) == len({one.new for one in there}) == len(there)
