"""Receipt codes: the words are fit for their purpose, and people may type them as they like."""

from __future__ import annotations

import secrets
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.ledger.code import Mistyped, check_code, code_hash, new_code, normalise
from penholder.pure.ledger.words import WORDS

CODE = "amber-otter-violet-spoon-4827-1933"


def test_there_are_1024_plain_words_of_three_to_seven_letters_in_order() -> None:
    assert len(WORDS) == 1024
    assert all(3 <= len(word) <= 7 and word.isascii() and word.isalpha() and word.islower() for word in WORDS)
    assert list(WORDS) == sorted(set(WORDS))


def test_no_word_begins_another() -> None:
    assert [(one, next_one) for one, next_one in pairwise(WORDS) if next_one.startswith(one)] == []


def test_no_two_words_differ_by_one_letter_or_by_two_swapped() -> None:
    alike = [
        pair for pair in combinations(WORDS, 2) if abs(len(pair[0]) - len(pair[1])) <= 1 and _are_alike(*pair)
    ]

    assert alike == []


def test_no_word_could_be_read_as_digits() -> None:
    assert [word for word in WORDS if set(word) <= set("oil")] == []


def test_words_that_could_hurt_or_confuse_are_not_among_them() -> None:
    unfit = {
        "bridge",
        "cliff",
        "rope",
        "needle",
        "stool",
        "chamber",
        "hymn",
        "temple",
        "donkey",
        "flour",
        "flower",
        "eight",
    }

    assert unfit.isdisjoint(WORDS)


def test_new_code_is_even_over_all_words_and_digits() -> None:
    asked: list[int] = []

    def last_one(below: int) -> int:
        asked.append(below)
        return below - 1

    assert new_code(last_one) == f"{'-'.join([WORDS[-1]] * 4)}-9999-9999"
    assert asked == [1024, 1024, 1024, 1024, 10**8]
    assert new_code(lambda _: 0) == f"{'-'.join([WORDS[0]] * 4)}-0000-0000"


def test_new_codes_are_accepted_however_they_are_joined() -> None:
    for _ in range(200):
        code = new_code(secrets.randbelow)
        for typed in (code, code.upper(), code.replace("-", ""), code.replace("-", " ")):
            assert check_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "Amber Otter Violet Spoon 4827 1933",
        "  amber-otter-violet-spoon-4827-1933.\n",
        "amberottervioletspoon48271933",
        "AMBER, OTTER, VIOLET, SPOON, 48 27 19 33",
        "amber – otter — violet_spoon / 4827‑1933",
        "ａｍｂｅｒ　ｏｔｔｅｒ　ｖｉｏｌｅｔ　ｓｐｏｏｎ　４８２７　１９３３",
        "amber otter violet spoon ٤٨٢٧ ١٩٣٣",
        "4827 1933 amber otter violet spoon",
        "amber otter violet spoon4827 1933",
    ],
)
def test_check_code_reads_what_people_type(typed: str) -> None:
    assert check_code(typed) == CODE
    assert normalise(typed) == CODE


def test_check_code_reads_letters_that_look_like_digits() -> None:
    assert check_code("amber otter violet spoon l0O1 oO33") == "amber-otter-violet-spoon-1001-0033"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type the code from your receipt"),
        ("–––", "Type the code from your receipt"),
        ("ambr otter violet spoon 4827 1933", "The first word, “ambr”, is not one .* Could it be “amber”"),
        ("amber ottar violet spoon 4827 1933", "The second word, “ottar”, .* “otter”"),
        ("amber otter violetspon 4827 1933", "The third word, “violetspon”, .* “violet”"),
        ("amber otter violet xqzw 4827 1933", "The fourth word, “xqzw”, .* Please look at your receipt"),
        (f"{'x' * 500} otter", "The first word, “xxxxxxxxxx…”"),
        ("amber otter violet 4827 1933", "four words and you typed 3"),
        ("amber otter violet spoon spoon 4827 1933", "four words and you typed 5"),
        ("4827 1933", "four words and you typed none"),
        ("amber otter violet spoon", "eight digits and you typed none"),
        ("amber otter violet spoon 4827 193", "eight digits and you typed 7"),
        ("amber otter violet spoon 4827 19333", "eight digits and you typed 9"),
    ],
)
def test_check_code_says_what_is_wrong(typed: str, sentence: str) -> None:
    with pytest.raises(Mistyped, match=sentence):
        check_code(typed)


@given(st.text())
def test_check_code_of_anything_gives_a_sentence_or_a_code(typed: str) -> None:
    try:
        code = check_code(typed)
    except Mistyped as fault:
        said = str(fault)
    else:
        said = "A code."
        assert check_code(code) == code

    assert said.endswith((".", "?"))


def test_code_hash_is_the_same_however_the_code_is_typed_and_says_nothing_of_it() -> None:
    hashed = code_hash(CODE)

    assert code_hash("AMBER otter violet spoon 48271933") == hashed
    assert code_hash("otter-amber-violet-spoon-4827-1933") != hashed
    assert hashed == "d092879eec3beeb51dcf6c048501ecf3ceffada41ae24d707d9ce049449eb94b"


def _dropped(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _are_alike(one: str, other: str) -> bool:
    if len(one) != len(other):
        return one in _dropped(other) or other in _dropped(one)
    apart = [at for at in range(len(one)) if one[at] != other[at]]
    if len(apart) == 2:
        first, second = apart
        return second == first + 1 and one[first] == other[second] and one[second] == other[first]
    return len(apart) == 1
