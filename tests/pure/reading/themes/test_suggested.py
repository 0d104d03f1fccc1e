"""Themes are suggested where texts have them, the same in any order, and not where nothing can be said."""

from __future__ import annotations

import random
import string

import numpy as np
import pytest
from sklearn.metrics import v_measure_score

from penholder.pure.reading.themes.suggested import suggest_themes
from tests.pure.reading.themes.made_texts import SUBJECTS, comments

TEXTS, SUBJECT_OF = comments(400)


def test_suggest_themes_finds_how_many_there_are_and_which_text_is_about_which() -> None:
    found = suggest_themes(TEXTS)

    assert len(found.themes) == len(SUBJECTS)
    assert found.agreement is not None
    assert found.agreement > 0.9
    assert v_measure_score(SUBJECT_OF, found.nearest) > 0.95
    for theme in found.themes:
        about = SUBJECT_OF[theme.rows[0]]
        assert set(" ".join(theme.words[:3]).split()) <= set(" ".join(SUBJECTS[about]).split())
        assert len(theme.typical) == 3
        assert all(TEXTS[one.row][slice(*one.passage)] == one.text for one in theme.typical)


def test_suggest_themes_says_the_same_in_any_order_and_twice() -> None:
    mixed = random.Random(5).sample(range(len(TEXTS)), len(TEXTS))
    found, again = suggest_themes(TEXTS), suggest_themes([TEXTS[row] for row in mixed])

    assert [theme.words for theme in again.themes] == [theme.words for theme in found.themes]
    assert [sorted(mixed[row] for row in theme.rows) for theme in again.themes] == [
        list(one.rows) for one in found.themes
    ]
    assert [[one.text for one in theme.typical] for theme in again.themes] == [
        [one.text for one in theme.typical] for theme in found.themes
    ]
    assert suggest_themes(TEXTS).nearest.tolist() == found.nearest.tolist()


def test_every_text_is_in_one_theme_or_unplaced_or_without_words() -> None:
    texts = [*TEXTS, "???", "zyx wvu tsr", ""]
    found = suggest_themes(texts, themes=4)
    rows = [*(row for theme in found.themes for row in theme.rows), *found.unplaced, *found.wordless]

    assert sorted(rows) == list(range(len(texts)))
    assert found.wordless == (400, 402)
    assert 401 in found.unplaced


def test_copies_are_counted_and_make_no_theme_of_their_own() -> None:
    found = suggest_themes([*TEXTS, *["No comment."] * 1000], themes=4)

    assert [theme.words for theme in found.themes] == [
        theme.words for theme in suggest_themes([*TEXTS, "No comment."], themes=4).themes
    ]
    assert found.texts == 1400
    assert set(found.unplaced) >= set(range(400, 1400))


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["", " ", "\x00"],
        ["More pay"] * 10_000,
        TEXTS[:5],
        list(string.ascii_letters + string.digits),
        [f"{word}x{number}" for number, word in enumerate(string.ascii_lowercase * 3)],
        ["word " * 40_000, "\x00" * 50, "سلام"],
    ],
    ids=["none", "blank", "identical", "five", "letters", "no word in common", "long"],
)
def test_where_nothing_can_be_said_a_sentence_says_so(texts: list[str]) -> None:
    found = suggest_themes(texts)

    assert found.themes == ()
    assert found.verdict.startswith(("Too few texts to suggest themes", "No themes are suggested"))
    assert sorted((*found.unplaced, *found.wordless)) == list(range(len(texts)))


def test_words_thrown_together_by_chance_give_no_themes() -> None:
    chance = np.random.default_rng(3)
    words = ["".join(chance.choice(list(string.ascii_lowercase), 6)) for _ in range(400)]
    found = suggest_themes([" ".join(chance.choice(words, 12)) for _ in range(600)])

    assert found.themes == ()
    assert "two halves" in found.verdict


def test_fifty_and_two_hundred_texts_work_and_tell_how_little_they_tell() -> None:
    for many in (50, 200):
        found = suggest_themes(TEXTS[:many], themes=4)
        assert 1 < len(found.themes) <= 4
        assert "agreement" in found.verdict


def test_texts_of_a_very_different_length_are_grouped_by_what_they_say() -> None:
    texts = [*TEXTS[:80], " ".join(TEXTS[:1] * 4000), "x"]
    found = suggest_themes(texts, themes=4)

    assert found.nearest[80] == found.nearest[0]
    assert all(len(one.text) <= 300 for theme in found.themes for one in theme.typical)


def test_one_theme_is_refused() -> None:
    with pytest.raises(ValueError, match="at least two"):
        suggest_themes(TEXTS, themes=1)
