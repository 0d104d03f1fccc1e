"""Telling families: the letter as people can read it, once, and beside it each person's own words."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from penholder.pure.reading.families.finding import find_families
from penholder.pure.reading.families.telling import LEFT_OUT, Family, Told, tell
from penholder.pure.reading.families.words import words_of
from tests.pure.reading.families.letters import (
    LETTER,
    OTHER_LETTER,
    some_comments,
    two_letters,
    unread_words,
)


def told(*texts: str) -> Told:
    return tell(texts, find_families(texts))


def only(*texts: str) -> Family:
    (family,) = told(*texts).families
    return family


def own(text: str, family: Family, place: int) -> list[str]:
    return [text[start:end] for start, end in family.members[place].own]


def test_the_letter_is_recovered_though_nobody_sent_it_bare() -> None:
    texts = [
        f"{opening} {LETTER}\n\n{name}"
        for opening, name in (("Sirs:", "Ann"), ("Hello!", "Bo"), ("Dear all,", "Cy"))
    ]

    family = only(*texts)

    assert family.core == LETTER
    assert [own(text, family, place) for place, text in enumerate(texts)] == [
        ["Sirs:", "Ann"],
        ["Hello!", "Bo"],
        ["Dear all,", "Cy"],
    ]


def test_what_each_person_added_stands_beside_it_word_for_word() -> None:
    before, after = "“Ça suffit”, as my gran said.", "(Nothing more from me.)"
    texts = [LETTER, f"{before} {LETTER} {after}", LETTER.upper()]

    family = only(*texts)

    assert own(texts[1], family, 1) == [before, after]
    assert own(texts[0], family, 0) == own(texts[2], family, 2) == []
    assert [member.own_words for member in family.members] == [0, 10, 0]


def test_the_three_figures_count_people_texts_and_words() -> None:
    texts = [LETTER, f"{LETTER} Ann", f"{LETTER} Ann", f"{LETTER} Bo of Ely"]

    family = only(*texts)

    assert (family.people, family.distinct_texts, family.own_words_added) == (4, 3, 4)


def test_a_core_nobody_sent_whole_shows_where_words_are_left_out() -> None:
    one, two, three, four = LETTER.split(". ")
    aside = "which I for one never asked of anybody in that office or any other"
    texts = [f"{one}. {two}. {aside} {number}. {three}. {four}" for number in "abc"]

    family = only(*[text.replace(aside, f"{aside} {place} {place}") for place, text in enumerate(texts)])

    assert family.core.startswith(f"{one}. {two}.")
    assert LEFT_OUT in family.core


def test_short_texts_are_told_whole() -> None:
    family = only("I agree", "I agree.", "i agree")

    assert family.core in {"I agree", "I agree.", "i agree"}
    assert [member.own for member in family.members] == [(), (), ()]


def test_the_larger_family_comes_first_and_singles_are_named() -> None:
    found = told("Alone here.", OTHER_LETTER, OTHER_LETTER, LETTER, LETTER, LETTER)

    assert [family.people for family in found.families] == [3, 2]
    assert [family.core for family in found.families] == [LETTER, OTHER_LETTER]
    assert found.singles == (0,)


def test_every_text_is_in_one_family_or_single_and_its_own_passages_are_in_order_within_it() -> None:
    made = some_comments()
    found = tell(made.texts, find_families(made.texts))

    members = [member for family in found.families for member in family.members]
    assert sorted([*(member.text for member in members), *found.singles]) == list(range(len(made.texts)))
    for member in members:
        text = made.texts[member.text]
        assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in member.own)
        assert all(one[1] <= other[0] for one, other in pairwise(member.own))
        assert bool(member.own) == bool(member.own_words)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.integers(4, 10))
def test_every_word_of_every_member_is_in_the_core_shown_or_among_its_own_words(
    seed: int, letters: int
) -> None:
    made = some_comments(400, seed=seed, letters=letters)

    assert_nothing_vanishes(made.texts)


@settings(max_examples=12, deadline=None)
@given(st.integers(30, 50), st.integers(2, 12), st.integers(2, 12), st.randoms(use_true_random=False))
def test_no_word_vanishes_where_two_letters_share_a_paragraph(
    share: int, one: int, other: int, chance: random.Random
) -> None:
    letters = two_letters(share)
    texts = [
        " ".join([*letter[chance.randint(0, 40) :], f"Signed {chance.randint(0, 9)}"])
        for letter, count in zip(letters, (one, other), strict=True)
        for _ in range(count)
    ]

    assert_nothing_vanishes([*texts, " ".join(letters[0][-share:]), " ".join(letters[1] + letters[0])])


def assert_nothing_vanishes(texts: Sequence[str]) -> None:
    found = tell(texts, find_families(texts))

    assert found.families
    for family in found.families:
        for member in family.members:
            text = texts[member.text]
            if len(words_of([text]).hashes) >= 4:
                assert unread_words(text, family, member) == 0, (text, family.core)


def test_a_version_of_the_letter_that_is_not_shown_is_among_the_own_words() -> None:
    one, two, three, four = LETTER.split(". ")
    instead, _, _, other = OTHER_LETTER.split(". ")
    main = [f"{one}. {two}. {three}. {four} {name}" for name in ("Ann", "Bo", "Cy", "Di", "Ed")]
    version = [f"{one}. {two}. {instead}. {other} {name}" for name in ("Flo", "Guy", "Hal")]

    found = told(*main, *version).families
    texts = [*main, *version]

    for family in found:
        for member in family.members:
            said = f"{family.core} {' '.join(own(texts[member.text], family, family.members.index(member)))}"
            assert set(words_of([texts[member.text]]).hashes) <= set(words_of([said]).hashes)


def test_the_family_told_is_the_same_for_any_order_of_texts() -> None:
    made = some_comments(600)
    backwards = made.texts[::-1]

    one, other = (tell(texts, find_families(texts)).families for texts in (made.texts, backwards))

    assert [(each.core, each.people, each.own_words_added) for each in one] == [
        (each.core, each.people, each.own_words_added) for each in other
    ]
