"""Finding families: members of one letter together, everybody else alone, whatever the order, and however many."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from benchmarks.families import right_by_kind, scores
from hypothesis import given, settings
from hypothesis import strategies as st

from penholder.pure.reading.families.finding import NOBODY, add_texts, find_families
from penholder.pure.reading.families.shingles import shingles_of
from penholder.pure.reading.families.words import words_of
from tests.pure.reading.families.letters import (
    LETTER,
    OTHER_LETTER,
    as_sets,
    some_comments,
    told_apart,
    two_letters,
)

MADE = some_comments(300, letters=3)
WORDS = "abcdefghij"


def variants(letter: str, count: int) -> list[str]:
    """The letter, signed by different people."""
    return [f"{letter} Signed, {WORDS[number % 10] * 4} {number}" for number in range(count)]


def test_the_members_of_made_letters_are_found_and_nobody_else() -> None:
    made = some_comments(2_500, seed=23, letters=8)

    precision, recall, heavy = scores(made.family, told_apart(find_families(made.texts)), made.made)

    assert precision >= 0.99
    assert recall >= 0.98
    assert heavy >= 0.7  # those of short letters are left to themselves, so that quoting is not signing


def test_of_those_who_are_of_no_letter_nearly_all_stay_alone() -> None:
    made = some_comments(2_500, seed=29, letters=10)

    kinds = right_by_kind(made, told_apart(find_families(made.texts)))

    for kind in ("independent", "polite", "quoting", "quoting, paired letter"):
        count, right = kinds[kind]
        assert right >= 0.95 * count, kind


@pytest.mark.parametrize("share", [30, 40, 48])
@pytest.mark.parametrize("others", [12, 40, 100])
def test_two_letters_that_share_a_paragraph_are_two_though_some_send_only_that(
    share: int, others: int
) -> None:
    letters = [" ".join(words) for words in two_letters(share)]
    shared = " ".join(letters[0].split()[-share:])
    texts = [
        *variants(letters[0], 100),
        *variants(letters[1], others),
        *(f"{shared} {number}" for number in range(10)),
    ]

    family = find_families(texts).family.tolist()

    assert len(set(family[:100])) == 1
    assert len(set(family[100 : 100 + others])) == 1
    assert NOBODY not in family[: 100 + others]
    assert family[0] != family[100]


def test_whom_only_polite_phrases_make_alike_are_no_large_family() -> None:
    made = some_comments(600, seed=31, letters=4)
    own = [text for text, how in zip(made.texts, made.made, strict=True) if how == "independent"]
    opening = "Thank you for the opportunity to respond to this consultation on the draft framework."
    closing = "I look forward to hearing from you about the next steps in this process."
    brief = [f"{opening} {text.split('.')[0]}. {closing}" for text in own[:20]]
    long = [f"{opening} {text} {closing}" for text in own[20:]]

    family = find_families([*brief, *long]).family.tolist()

    assert max(Counter(label for label in family if label != NOBODY).values(), default=0) <= len(brief)
    assert family[len(brief) :].count(NOBODY) >= 0.95 * len(long)


def test_who_quotes_one_sentence_of_a_letter_is_no_member() -> None:
    quote = LETTER.split(". ")[1]
    quoting = (
        f"I read somewhere: {quote}. That may be so, but my own town has nothing of the kind and never had."
    )

    family = find_families([*variants(LETTER, 6), quoting]).family.tolist()

    assert family == [0] * 6 + [NOBODY]


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 300))
def test_the_order_of_the_texts_decides_nothing(chance: random.Random, count: int) -> None:
    texts = [*MADE.texts[:count], "I agree", "i agree.", "", "No", *variants(LETTER, 3)]
    shuffled = chance.sample(texts, len(texts))

    assert as_sets(shuffled, find_families(shuffled)) == as_sets(texts, find_families(texts))


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 12), st.integers(2, 12), st.lists(st.text("klmnopqrst ", max_size=200), max_size=20))
def test_further_texts_that_share_nothing_break_up_no_family(
    one: int, other: int, further: list[str]
) -> None:
    texts = [*variants(LETTER, one), *variants(OTHER_LETTER, other)]
    before = as_sets(texts, find_families(texts))

    after = as_sets([*texts, *further], find_families([*texts, *further]))

    assert before <= after


def test_texts_that_hold_two_letters_do_not_chain_them() -> None:
    both = [f"{LETTER} {OTHER_LETTER} {word}" for word in ("Ann", "Bo")]
    texts = [*variants(LETTER, 12), *variants(OTHER_LETTER, 12), *both]

    family = find_families(texts).family.tolist()

    assert len(set(family[:12])) == 1
    assert len(set(family[12:24])) == 1
    assert family[0] != family[12]


def test_a_letter_rewritten_again_and_again_is_not_one_family_with_what_it_became() -> None:
    words = [f"{a}{b}{c}" for a in "bdfghklmnp" for b in "aeiou" for c in "klmnprst"]
    drifting = [" ".join(words[start : start + 60]) for start in range(0, 340, 5)]

    family = find_families(drifting).family.tolist()

    assert family[0] != family[-1]
    assert max(family.count(label) for label in set(family) - {NOBODY}) < len(drifting)


@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_adding_texts_gives_nearly_what_finding_all_anew_gives(share: float) -> None:
    made = some_comments(1_500, seed=5)
    cut = int(len(made.texts) * share)

    added = add_texts(find_families(made.texts[:cut]), made.texts[cut:]).family.tolist()

    anew = find_families(made.texts).family.tolist()
    differing = sum(one != other for one, other in zip(added, anew, strict=True))
    assert differing <= 0.002 * len(made.texts)


def test_texts_added_one_by_one_become_the_family_they_are() -> None:
    grouping = find_families(["Something else was said here by somebody."])

    for text in variants(LETTER, 12):
        grouping = add_texts(grouping, [text])

    assert grouping.family.tolist() == [NOBODY] + [0] * 12


def test_a_single_text_is_drawn_into_a_crowd_that_forms_later() -> None:
    sentences = LETTER.split(". ")
    own = "Forty years on the wards taught me to say little, and to watch who leaves the room before the end of it."
    heavy = f"{own} {sentences[0]}. {sentences[1]}. And so on and on until my sister said stop writing and eat something."
    grouping = add_texts(find_families([heavy, own]), variants(LETTER, 5))

    assert grouping.family.tolist() == [0, NOBODY, 0, 0, 0, 0, 0]


def test_adding_nothing_changes_nothing() -> None:
    grouping = find_families(MADE.texts)

    assert add_texts(grouping, []).family.tolist() == grouping.family.tolist()


def test_short_texts_are_one_family_only_where_the_words_are_the_very_same() -> None:
    texts = ["I agree", "I agree.", "i AGREE!", "I disagree", "Agree, I", "Yes", "yes", "", "—", "—"]

    family = find_families(texts).family.tolist()

    assert family == [0, 0, 0, NOBODY, NOBODY, 1, 1, NOBODY, NOBODY, NOBODY]


def test_very_many_identical_texts_are_one_family() -> None:
    assert set(find_families([LETTER] * 10_000 + ["Other"]).family.tolist()) == {0, NOBODY}


def test_very_long_and_very_short_texts_are_sound() -> None:
    long = " ".join(f"w{number}" for number in range(40_000))
    texts = [long, f"{long} and so say I", "x" * 200_000, "x" * 200_000, "a", "ab ab " * 30_000]

    assert find_families(texts).family.tolist() == [0, 0, 1, 1, NOBODY, NOBODY]


@pytest.mark.parametrize("texts", [[], [""], ["", "  "], ["x"], ["\0", "\ud800"]])
def test_next_to_nothing_has_no_families(texts: list[str]) -> None:
    grouping = find_families(texts)

    assert grouping.cores == ()
    assert grouping.family.tolist() == [NOBODY] * len(texts)


def test_the_same_slip_in_two_neighbouring_words_makes_other_shingles() -> None:
    right = words_of(["of jit but most vealmimful joos"])
    slipped = words_of(["of jit but msot vaelmimful joos"])

    assert not set(shingles_of(right)[:3].tolist()) & set(shingles_of(slipped)[:3].tolist())
