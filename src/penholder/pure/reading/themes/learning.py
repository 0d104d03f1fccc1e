"""Which theme a text may belong to, learnt from the passages that people have coded so far.

A linear classifier (support vector machine, one theme against the rest; Cortes and Vapnik 1995) on everything known of a text
side by side: its words, pairs and runs of letters, and its vector. With few examples the vectors tell more, with many the
words; side by side they are as good as the better of the two. That it is linear is what lets it say why: what each word of
the text added to the score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from penholder.pure.reading.themes.confidence import (
    Calibration,
    Right,
    Scale,
    Scores,
    calibration,
    fit_scale,
    unmet_share,
)
from penholder.pure.reading.themes.corpus import Corpus, corpus_of
from penholder.pure.reading.themes.reasons import reasons_from
from penholder.pure.reading.themes.vectors import (
    MORE_DIRECTIONS,
    Features,
    Vectors,
    features_of,
    one_core,
    vectors_of,
)
from penholder.pure.saying import counted

SUGGESTED = 3
FEWEST_CODED = 20
"""Coded texts below which nothing can be held out, and so nothing said of how sure a suggestion is."""
FOLDS = 5

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme for a text.

    ``words``: what in it spoke most for the theme, never none. ``like``: the row of the coded text most like it in that
    theme. ``confidence``: between 0 and 1, None where too few are coded to say. ``score``: the classifier's own, the higher
    the surer, to put suggestions in order where there is no confidence; it is no share of anything.
    """

    theme: str
    confidence: float | None
    score: float
    words: tuple[str, ...]
    like: int


@dataclass(frozen=True, slots=True)
class Learnt:
    """``suggestions``: for each row up to three, the likeliest first; none for coded rows.

    ``without``: rows that nobody has coded and no word of which speaks for a theme. ``calibration``: how the confidences did on coded texts held out. ``verdict``: that in sentences.
    """

    themes: tuple[str, ...]
    suggestions: tuple[tuple[Suggestion, ...], ...]
    without: tuple[int, ...]
    coded: int
    calibration: Calibration | None
    verdict: str


def learn(
    texts: Sequence[str],
    coded: Sequence[tuple[int, str]],
    *,
    seed: int = 0,
    told: Told = lambda _: None,
) -> Learnt:
    """Suggestions for every text not coded yet. ``coded``: rows of ``texts``, from 0, and a theme a reader gave them.

    A text may have been given several themes; copies of a coded text count as coded. Raises ``ValueError`` for a row
    that is not there.
    """
    if any(not 0 <= row < len(texts) for row, _ in coded):
        raise ValueError("a coded row is not among the texts")
    told("reading the texts")
    corpus = corpus_of(texts)
    themes = tuple(sorted({theme for _, theme in coded}))
    right = _right(corpus, coded, themes)
    examples = np.flatnonzero(right.any(axis=1))
    if len(themes) < 2 or len(examples) < 2:  # noqa: PLR2004 - one theme is no choice
        return _nothing(texts, themes, len(examples))
    told("learning what words mean here")
    read = _read(corpus, seed)
    told("checking suggestions against coded passages held out")
    scale, checked = _checked(read.known[examples], right[examples], seed)
    told("making suggestions")
    suggested = _suggestions(corpus, read, themes=themes, right=right, scale=scale)
    for_row = tuple(suggested[text] if text >= 0 else () for text in corpus.row)
    return Learnt(
        themes=themes,
        suggestions=for_row,
        without=_without(corpus, coded, for_row),
        coded=len(examples),
        calibration=checked,
        verdict=_verdict(len(examples), len(themes), checked),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What is known of the texts: ``known`` (texts × everything) holds features and vectors side by side."""

    features: Features
    vectors: Vectors
    known: sparse.csr_array


def _read(corpus: Corpus, seed: int) -> _Read:
    features = features_of(corpus)
    vectors = vectors_of(corpus, features, directions=MORE_DIRECTIONS, seed=seed)
    known = sparse.hstack([features.words, features.letters, sparse.csr_array(vectors.of)]).tocsr()
    return _Read(features, vectors, known)


def _suggestions(
    corpus: Corpus, read: _Read, *, themes: tuple[str, ...], right: Right, scale: Scale | None
) -> list[tuple[Suggestion, ...]]:
    """For each different text; a theme that no word of the text speaks for is not suggested."""
    examples = np.flatnonzero(right.any(axis=1))
    weights, offsets = _trained(read.known[examples], right[examples])
    scores: Scores = read.known @ weights.T + offsets
    confidences = scale.confidences(scores) if scale is not None else None
    order = np.argsort(-scores, axis=1, kind="stable")[:, : min(SUGGESTED, len(themes))]
    order[right.any(axis=1) | ~read.vectors.of.any(axis=1)] = -1
    reasons = reasons_from(corpus, read.features, read.vectors, weights).of(order)
    like = _most_like(read.vectors.of, examples, right[examples], order)
    first_row = _first_rows(corpus)
    return [
        tuple(
            Suggestion(
                themes[theme],
                None if confidences is None else float(confidences[text, theme]),
                float(scores[text, theme]),
                words,
                int(first_row[like[text, rank]]),
            )
            for rank, (theme, words) in enumerate(zip(order[text], reasons[text], strict=True))
            if theme >= 0 and words
        )
        for text in range(len(corpus))
    ]


def _without(
    corpus: Corpus, coded: Sequence[tuple[int, str]], suggestions: Sequence[tuple[Suggestion, ...]]
) -> tuple[int, ...]:
    """Rows that nobody has coded, nor a copy of theirs, and that got no suggestion either."""
    rows = {row for row, _ in coded}
    texts = {int(corpus.row[row]) for row in rows} - {-1}
    return tuple(
        row
        for row, text in enumerate(corpus.row)
        if not suggestions[row] and row not in rows and int(text) not in texts
    )


def _right(corpus: Corpus, coded: Sequence[tuple[int, str]], themes: tuple[str, ...]) -> Right:
    place = {theme: number for number, theme in enumerate(themes)}
    right = np.zeros((len(corpus), len(themes)), dtype=bool)
    for row, theme in coded:
        if corpus.row[row] >= 0:
            right[corpus.row[row], place[theme]] = True
    return right


def _trained(known: sparse.csr_array, right: Right) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights (themes × features) and offsets (themes); a theme without examples, or with all, gets no say of its own."""
    weights = np.zeros((right.shape[1], known.shape[1]))
    offsets = np.full(right.shape[1], -1.0)
    with one_core():
        for theme in range(right.shape[1]):
            given = right[:, theme]
            if given.any() and not given.all():
                machine = LinearSVC(C=1.0, random_state=0, max_iter=3000).fit(known, given)
                weights[theme], offsets[theme] = machine.coef_[0], machine.intercept_[0]
            elif given.all():
                offsets[theme] = 1.0
    return weights, offsets


def _checked(known: sparse.csr_array, right: Right, seed: int) -> tuple[Scale | None, Calibration | None]:
    """The scale from scores held out; and how it does, where each fifth is scaled by what the others taught."""
    if len(right) < FEWEST_CODED or (right.sum(axis=0) > 1).sum() < 2:  # noqa: PLR2004 - two themes to choose from
        return None, None
    fold = _folds(right, seed)
    scores: Scores = np.zeros(right.shape)
    for one in range(FOLDS):
        out = fold == one
        weights, offsets = _trained(known[~out], right[~out])
        scores[out] = known[out] @ weights.T + offsets
    unmet = unmet_share(right)
    confidences = np.zeros(right.shape)
    for one in range(FOLDS):
        out = fold == one
        confidences[out] = fit_scale(scores[~out], right[~out], unmet=unmet).confidences(scores[out])
    return fit_scale(scores, right, unmet=unmet), calibration(confidences, right)


def _folds(right: Right, seed: int) -> NDArray[np.intp]:
    """Five parts with about as many texts of each theme in every one."""
    mixed = np.random.default_rng(seed).permutation(len(right))
    by_theme = mixed[np.argsort(right[mixed].argmax(axis=1), kind="stable")]
    fold = np.zeros(len(right), dtype=np.intp)
    fold[by_theme] = np.arange(len(right)) % FOLDS
    return fold


def _most_like(
    vectors: NDArray[np.float32], examples: NDArray[np.intp], right: Right, order: NDArray[np.intp]
) -> NDArray[np.intp]:
    """(texts × suggestions) The coded text of the theme suggested that lies nearest."""
    like = np.full(order.shape, -1, dtype=np.intp)
    for theme in range(right.shape[1]):
        text, rank = np.nonzero(order == theme)
        members = examples[right[:, theme]]
        if len(text) and len(members):
            like[text, rank] = members[(vectors[text] @ vectors[members].T).argmax(axis=1)]
    return like


def _first_rows(corpus: Corpus) -> NDArray[np.intp]:
    first = np.full(len(corpus) + 1, -1, dtype=np.intp)
    for row in range(len(corpus.row) - 1, -1, -1):
        first[corpus.row[row]] = row
    return first


def _nothing(texts: Sequence[str], themes: tuple[str, ...], coded: int) -> Learnt:
    verdict = (
        f"No suggestions yet: {counted(coded, 'different text is', 'different texts are')} coded, to "
        f"{counted(len(themes), 'theme', 'themes')}. It takes at least two texts, coded to two themes."
    )
    return Learnt(themes, tuple(() for _ in texts), (), coded, None, verdict)


def _verdict(coded: int, themes: int, checked: Calibration | None) -> str:
    learnt = (
        f"Learnt from {counted(coded, 'coded text', 'coded texts')} of {counted(themes, 'theme', 'themes')}."
    )
    if checked is None:
        return (
            f"{learnt} How sure a suggestion is can’t be said yet: it takes at least {FEWEST_CODED} coded texts, and two "
            "themes that have two coded texts each."
        )
    return (
        f"{learnt} On coded texts held out, the first suggestion was a reader’s own in {checked.right:.0%}, one of the first "
        f"three in {checked.among_three:.0%}; confidence was off by {checked.error * 100:.0f} percentage "
        "points on average. That holds for texts like those coded."
    )
