"""Why a theme was suggested: what each word of the text added to its score.

The score is a sum over the words and pairs of the text, its vector too being a sum over them, so that each part's share can be
told exactly. What runs of letters add besides is not told: they repeat what their word says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from penholder.pure.reading.themes.corpus import Corpus
from penholder.pure.reading.themes.speaking import said_once
from penholder.pure.reading.themes.vectors import Features, Vectors, word_counts

WORDS = 3
LEAST = 0.05
"""What a word has to add before it is said to have spoken for a theme, in a text of one word; in a text of n it is 1/√n of that,
as the weights in a text are of unit length together. Between yes and no lie 2. With few examples every word adds a little to
something; on questions that people have labelled this leaves out one first suggestion in a hundred."""


@dataclass(frozen=True, slots=True, eq=False)
class Reasons:
    """``weights``: (themes × features) of a linear classifier on words, runs of letters and vectors, in that order.

    ``counts``: (T × W) the words of the texts. ``lengths``: (T × 2) what the two halves of a text's vector were divided by.
    ``column``: (W) where a word's share is told: at its name among the features, behind them where it has none.
    """

    features: Features
    vectors: Vectors
    weights: NDArray[np.float64]
    counts: sparse.csr_array
    lengths: NDArray[np.float64]
    column: NDArray[np.intp]

    def of(self, suggested: NDArray[np.intp]) -> list[list[tuple[str, ...]]]:
        """For each text and each of its suggested themes (−1 for none), up to three words or pairs, the weightiest first.

        None where no word says more than by chance any word would.
        """
        found: list[list[tuple[str, ...]]] = [[() for _ in row] for row in suggested]
        for theme in range(len(self.weights)):
            text, rank = np.nonzero(suggested == theme)
            added = self.added(theme, text)
            for place, (one, at) in enumerate(zip(text, rank, strict=True)):
                start, end = added.indptr[place : place + 2]
                found[one][at] = self._weightiest(added.data[start:end], added.indices[start:end])
        return found

    def added(self, theme: int, text: NDArray[np.intp]) -> sparse.csr_array:
        """(texts × (names + W)) What each word and pair of these texts added to their score of the theme."""
        names, letters = len(self.features.names), self.features.letters.shape[1]
        direct = self.weights[theme, :names]
        seen, meant = np.split(self.weights[theme, names + letters :], [self.vectors.directions.shape[1]])
        said, used = self.features.words[text], self.counts[text]
        said_row, used_row = (np.repeat(np.arange(len(text)), np.diff(part.indptr)) for part in (said, used))
        lengths = self.lengths[text]
        by_names = (
            direct[said.indices] + (self.vectors.directions @ seen)[said.indices] / lengths[said_row, 0]
        )
        by_meaning = (self.vectors.meanings @ meant)[used.indices] / lengths[used_row, 1]
        return sparse.coo_array(
            (
                np.concatenate([said.data * by_names, used.data * by_meaning]),
                (
                    np.concatenate([said_row, used_row]),
                    np.concatenate([said.indices, self.column[used.indices]]),
                ),
            ),
            shape=(len(text), names + len(self.column)),
        ).tocsr()

    def _weightiest(self, much: NDArray[np.float64], columns: NDArray[np.integer]) -> tuple[str, ...]:
        # Stop words add a little too, and tell a person nothing: they have no name.
        order = np.lexsort((columns, -np.round(much, 9)))
        names = self.features.names
        least = LEAST / np.sqrt(max(len(much), 1))
        return said_once(
            (names[columns[at]] for at in order if much[at] > least and columns[at] < len(names)), WORDS
        )


def reasons_from(
    corpus: Corpus, features: Features, vectors: Vectors, weights: NDArray[np.float64]
) -> Reasons:
    """What is needed to tell them, measured once."""
    counts = word_counts(corpus)
    halves = np.stack(
        [
            np.linalg.norm(features.words @ vectors.directions, axis=1),
            np.linalg.norm(counts @ vectors.meanings, axis=1),
        ],
        axis=1,
    )
    known = np.maximum((halves > 0).sum(axis=1, keepdims=True), 1)
    at = {name: place for place, name in enumerate(features.names)}
    column = [at.get(word, len(features.names) + place) for place, word in enumerate(corpus.words)]
    return Reasons(
        features,
        vectors,
        weights,
        counts,
        np.maximum(halves * np.sqrt(known), 1e-9),
        np.array(column, dtype=np.intp),
    )
