"""Suggestions learnt from coded passages: right, with reasons, and as sure as they say."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from penholder.pure.reading.themes.calibration_plot import COLUMNS, plot_of, table_of
from penholder.pure.reading.themes.confidence import Scale, calibration, fit_scale, unmet_share
from penholder.pure.reading.themes.corpus import corpus_of
from penholder.pure.reading.themes.learning import learn
from penholder.pure.reading.themes.reasons import reasons_from
from penholder.pure.reading.themes.vectors import features_of, vectors_of
from tests.pure.reading.themes.made_texts import SUBJECTS, comments

TEXTS, SUBJECT_OF = comments(300, seed=4)
CODED = [(row, SUBJECT_OF[row]) for row in range(60)]


def test_learn_suggests_the_theme_a_reader_would_with_its_words_and_a_passage_like_it() -> None:
    found = learn(TEXTS, CODED)
    asked = [row for row in range(300) if found.suggestions[row]]

    assert len(asked) > 150
    assert np.mean([found.suggestions[row][0].theme == SUBJECT_OF[row] for row in asked]) > 0.95
    for row in asked:
        first = found.suggestions[row][0]
        assert all(one.words for one in found.suggestions[row])
        assert [one.score for one in found.suggestions[row]] == sorted(
            (one.score for one in found.suggestions[row]), reverse=True
        )
        assert all(word in TEXTS[row].casefold() for name in first.words for word in name.split())
        assert (first.like, first.theme) in CODED
    assert found.calibration is not None
    assert found.calibration.right > 0.9


def test_coded_texts_and_their_copies_get_no_suggestion() -> None:
    found = learn([*TEXTS, TEXTS[0].upper()], CODED)

    assert not any(found.suggestions[row] for row, _ in CODED)
    assert found.suggestions[300] == ()


def test_learn_says_the_same_in_any_order() -> None:
    mixed = random.Random(1).sample(range(300), 300)
    found = learn(TEXTS, CODED)
    again = learn(
        [TEXTS[row] for row in mixed], [(mixed.index(row), theme) for row, theme in reversed(CODED)]
    )

    for place, row in enumerate(mixed):
        assert [(one.theme, one.confidence, one.words) for one in again.suggestions[place]] == [
            (one.theme, one.confidence, one.words) for one in found.suggestions[row]
        ]


def test_with_few_coded_there_are_suggestions_but_no_confidence() -> None:
    found = learn(TEXTS, CODED[:10])

    assert found.calibration is None
    assert any(found.suggestions)
    assert all(one.confidence is None for suggested in found.suggestions for one in suggested)
    assert "can’t be said yet" in found.verdict
    assert "10 coded texts of 4 themes" in found.verdict


def test_a_text_no_word_of_which_speaks_for_a_theme_gets_no_suggestion_and_is_counted() -> None:
    odd = ["quiet rooms", "Quiet  rooms", "zyx wvu", "?", TEXTS[0]]
    found = learn([*TEXTS, *odd], CODED[:2])

    assert all(one.words for suggested in found.suggestions for one in suggested)
    assert {300, 301, 302, 303} <= set(found.without)
    assert 304 not in found.without
    assert list(found.without) == [row for row in range(2, 304) if not found.suggestions[row]]


@pytest.mark.parametrize("coded", [[], [(0, "pay")], [(row, "pay") for row in range(40)]])
def test_with_no_choice_of_themes_nothing_is_suggested_and_a_sentence_says_why(
    coded: list[tuple[int, str]],
) -> None:
    found = learn(TEXTS, coded)

    assert not any(found.suggestions)
    assert found.verdict.startswith("No suggestions yet")


def test_a_coded_row_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="not among the texts"):
        learn(TEXTS, [(300, "pay")])


def test_a_text_may_be_coded_to_several_themes() -> None:
    found = learn(TEXTS, [*CODED, *((row, "first of all") for row in range(30))])

    assert len(found.themes) == len(SUBJECTS) + 1
    assert found.coded == len({TEXTS[row] for row in range(60)})


def test_what_words_added_sums_up_to_the_score_that_vectors_and_words_make() -> None:
    corpus = corpus_of(TEXTS)
    features = features_of(corpus)
    vectors = vectors_of(corpus, features)
    letters = features.letters.shape[1]
    chance = np.random.default_rng(0)
    weights = chance.normal(size=(1, len(features.names) + letters + vectors.of.shape[1]))
    weights[0, len(features.names) : len(features.names) + letters] = 0
    text = np.flatnonzero(vectors.of.any(axis=1))
    score = (
        features.words @ weights[0, : len(features.names)]
        + vectors.of @ weights[0, len(features.names) + letters :]
    )

    added = reasons_from(corpus, features, vectors, weights).added(0, text).sum(axis=1)

    assert np.abs(added - score[text]).max() < 1e-4


def test_a_scale_fitted_to_honest_scores_gives_confidences_that_mean_what_they_say() -> None:
    chance = np.random.default_rng(2)
    scores = chance.normal(size=(4000, 5))
    odds = np.exp(scores * 2.5)
    drawn = [chance.choice(5, p=row / row.sum()) for row in odds]
    right = np.eye(5, dtype=bool)[drawn]

    scale = fit_scale(scores, right, unmet=0.0)

    assert scale.temperature == pytest.approx(2.5, rel=0.08)
    assert calibration(scale.confidences(scores), right).error < 0.03
    assert calibration(Scale(25.0, 0.0).confidences(scores), right).error > 0.2


def test_room_is_left_for_themes_nobody_has_coded_yet() -> None:
    right = np.zeros((10, 4), dtype=bool)
    right[:8, 0] = right[8, 1] = right[9, 2] = True

    assert unmet_share(right) == pytest.approx(0.2)
    assert Scale(1.0, 0.2).confidences(np.zeros((1, 4))).sum() == pytest.approx(0.8)


def test_the_plot_is_drawn_from_its_table_and_says_in_words_what_it_shows() -> None:
    found = learn(TEXTS, CODED).calibration
    assert found is not None
    picture = ET.fromstring(plot_of(found))  # noqa: S314 - our own

    assert all(len(row) == len(COLUMNS) for row in table_of(found))
    assert len(picture.findall("{*}circle")) == len(found.bins) == len(table_of(found))
    assert sum(one.texts for one in found.bins) == found.texts == found_texts()
    described = picture.findtext("{*}desc")
    assert described is not None
    assert f"{found.texts} coded texts were held out" in described


def found_texts() -> int:
    return len({TEXTS[row] for row, _ in CODED})
