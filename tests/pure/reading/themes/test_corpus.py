"""Texts become numbered words: each different text once, whatever its spelling or its script."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.reading.themes.corpus import corpus_of, words_of


def test_spelling_spacing_and_copies_make_one_text_that_is_counted() -> None:
    corpus = corpus_of(["No  comment", "no comment", "", "  !? ", "ＮＯ comment", "More pay"])

    assert corpus.texts == ("More pay", "No  comment")
    assert corpus.row.tolist() == [1, 1, -1, -1, 1, 0]
    assert corpus.times.tolist() == [1, 3]


def test_words_keep_their_vowel_signs_and_apostrophes_and_scripts_without_spaces_give_single_letters() -> (
    None
):
    assert words_of("don't stop") == ["don't", "stop"]
    assert words_of("हिन्दी में") == ["हिन्दी", "में"]
    assert words_of("سلام عليكم") == ["سلام", "عليكم"]
    assert words_of("更多工资 now") == ["更", "多", "工", "资", "now"]


@given(st.lists(st.text(max_size=30), max_size=20))
def test_every_text_is_known_by_its_row_and_the_order_makes_no_difference(texts: list[str]) -> None:
    corpus, turned = corpus_of(texts), corpus_of(texts[::-1])

    assert corpus.texts == turned.texts
    assert corpus.word.tolist() == turned.word.tolist()
    assert corpus.row.tolist() == turned.row.tolist()[::-1]
    assert all(
        (row < 0) == (not words_of(text.casefold()))
        for row, text in zip(corpus.row, texts, strict=True)
        if text.isascii()
    )
