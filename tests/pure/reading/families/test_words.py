"""The words of texts: the same whatever the capitals and the punctuation, and found in the right place."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.reading.families.words import LONGEST_WORD, blocks, characters, words_of

TEXTS = st.text(
    st.one_of(
        st.sampled_from("aBéÉßŸ’' .,-–\0\n١אбШकाツ語👍🏽\u202e\ud800\u0301Ⱥ\u00ad\u200b\u200dก\ufe0f"),
        st.characters(exclude_categories=()),
    ),
    max_size=60,
)


def words_in(text: str) -> list[str]:
    """Each word as it stands, by its places."""
    found = words_of([text])
    starts = characters(text, found.starts - found.places[0])
    ends = characters(text, found.ends - found.places[0])
    return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def slowly(text: str) -> list[str]:
    """The definition, character by character."""
    signs = (sign if belongs(sign) else " " for sign in seen(text))
    return "".join(signs).split()


def seen(text: str) -> str:
    """Without the signs nobody sees; a space without width is one in the scripts that part words with it."""
    text = re.sub("(?<=[\u0800-\u1fff])\u200b", " ", text)
    return "".join(sign for sign in text if not (ord(sign) < 0x10000 and is_unseen(sign)))


def is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" or sign == "\u034f" or "\ufe00" <= sign <= "\ufe0f"


def belongs(sign: str) -> bool:
    if ord(sign) >= 0x10000:
        return not 0x1F000 <= ord(sign) < 0x20000
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


@given(TEXTS)
def test_words_are_runs_of_letters_digits_and_their_marks_in_any_script(text: str) -> None:
    assert [seen(word) for word in words_in(text)] == slowly(text)


@given(st.lists(TEXTS, max_size=5))
def test_a_text_has_the_same_words_alone_and_between_others(texts: list[str]) -> None:
    together = words_of(texts)

    for number, text in enumerate(texts):
        part = together.hashes[together.first[number] : together.first[number + 1]]
        assert part.tolist() == words_of([text]).hashes.tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Don’t DELETE – “this”!", "don't delete - 'this'"),
        ("ÉCOLE Привет ΑΒΓ", "école привет αβγ"),
        ("one\u00a0two\u2003three", "one two three"),
        ("nothing\0at\0all", "nothing at all"),
        ("yes 👍🏽 please 👍 ❤\ufe0f", "yes please"),
        ("a super\u00advision by \ufeffpeers\u200b, \u200bplease\u00ad", "a supervision by peers please"),
        ("می\u200cخواهم", "میخواهم"),
        ("ភាសា\u200bខ្មែរ", "ភាសា ខ្មែរ"),
    ],
)
def test_capitals_spaces_and_typography_make_no_difference(one: str, other: str) -> None:
    assert words_of([one]).hashes.tolist() == words_of([other]).hashes.tolist()


def test_words_that_differ_anywhere_have_other_numbers_however_long_they_are() -> None:
    for length in (1, 7, 8, 9, 16, 17, LONGEST_WORD, LONGEST_WORD + 1, 500):
        words = {"a" * place + "b" + "a" * (length - place - 1) for place in range(length)} | {"a" * length}
        found = words_of(sorted(words))

        assert len(set(found.hashes.tolist())) == len(words)


def test_blocks_go_through_all_texts_once_in_order() -> None:
    lengths = [300_000, 1, 900_000, 0, 5]

    covered = [place for start, end in blocks(lengths) for place in range(start, end)]

    assert covered == [0, 1, 2, 3, 4]
    assert len(blocks(lengths)) > 1
    assert blocks([]) == []


def test_no_text_at_all_has_no_words() -> None:
    found = words_of(["", "…", "\n"])

    assert len(found.hashes) == 0
    assert np.array_equal(found.first, [0, 0, 0, 0])
