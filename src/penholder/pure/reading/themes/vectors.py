"""Texts as vectors, learnt from these texts alone, so that texts about one thing lie close together.

Two views side by side (both of unit length, then the whole of unit length):

- *what it says*: words and pairs of neighbouring words, weighted by TF-IDF, in the directions in which texts differ most
  (truncated SVD; Deerwester and others 1990);
- *what its words mean here*: for each word the company it keeps in these texts (positive pointwise mutual information in
  a window of five words, contexts to the power ¾; Levy, Goldberg and Dagan 2015), averaged over the text with frequent words
  counting less and the common direction taken out (SIF; Arora, Liang and Ma 2017).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.utils.extmath import randomized_svd
from threadpoolctl import threadpool_limits

from penholder.pure.reading.themes.corpus import Corpus, is_content

Dense = NDArray[np.float32]
Sparse = sparse.csr_array

DIRECTIONS, MORE_DIRECTIONS, MANY_THEMES = 100, 200, 50
"""How many directions words and pairs are seen in; more where more than MANY_THEMES are looked for."""

_MEANINGS, _WINDOW, _CONTEXT_POWER, _SIF = 200, 5, 0.75, 1e-3
_GRAMS = (3, 4, 5)
_SMALL = 500
"""Below so many texts a word met twice has to count, or nothing would be left."""
_MOST_GRAMS = 200_000
_ROUNDS = 5  # of the randomised SVD: one more changes no figure in the third place


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What stands in T texts, sparse, rows of unit length (or empty): TF-IDF of words and pairs, and of letters.

    ``names``: what each column of ``words`` is, a pair with a space. ``words``: (T × names). ``letters``: (T × runs of
    three to five letters within words).
    """

    names: tuple[str, ...]
    words: Sparse
    letters: Sparse


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """(T × D) ``of`` the texts, unit length, zeros where nothing is known of a text; and how a word leads to them.

    ``directions``: (names × D₁) and ``meanings``: (words of the corpus × D₂); a text's two halves are its TF-IDF row
    times the one and the sum of its words in the other, each made unit length.
    """

    of: Dense
    directions: Dense
    meanings: Dense


@contextmanager
def one_core() -> Iterator[None]:
    """Sums in another order round otherwise: on one core the answer is the same on every number of cores.

    That a group found nothing to hold, or a fit stopped short of the last digit, is no news to whoever asked.
    """
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


def features_of(corpus: Corpus) -> Features:
    """What stands in the texts; runs of letters join the forms of a word (“appoint”, “appointment”) and misspellings."""
    names, counts = _words_and_pairs(corpus)
    return Features(names, _tfidf(counts), _tfidf(_letters(corpus)))


def vectors_of(corpus: Corpus, features: Features, *, directions: int = DIRECTIONS, seed: int = 0) -> Vectors:
    """The two views side by side."""
    with one_core():
        seen = _directions(features.words, directions, seed)
        meanings = _meanings(corpus, seed)
        # A stop word has company too, and says little: its weight in the sum sees to it.
        averaged = word_counts(corpus) @ meanings
        both = np.hstack([_unit(features.words @ seen), _unit(averaged)])
    return Vectors(_unit(both), seen, meanings)


def word_counts(corpus: Corpus) -> Sparse:
    """(T × W) How often each word stands in each text."""
    return _counted(corpus.text, corpus.word, (len(corpus), len(corpus.words)))


# What stands in a text


def _words_and_pairs(corpus: Corpus) -> tuple[tuple[str, ...], Sparse]:
    content = np.array([is_content(word, ENGLISH_STOP_WORDS) for word in corpus.words], dtype=bool)
    keep = content[corpus.word] if len(corpus.word) else np.zeros(0, dtype=bool)
    word, text = corpus.word[keep].astype(np.int64), corpus.text[keep].astype(np.int64)
    beside = text[1:] == text[:-1]
    pair = word[:-1][beside] * len(corpus.words) + word[1:][beside]
    single, at_single = np.unique(word, return_inverse=True)
    double, at_double = np.unique(pair, return_inverse=True)
    counts = _counted(
        np.concatenate([text, text[1:][beside]]),
        np.concatenate([at_single, at_double + len(single)]),
        (len(corpus), len(single) + len(double)),
    )
    known = np.flatnonzero(np.bincount(counts.indices, minlength=counts.shape[1]) > 1)
    every = [corpus.words[place] for place in single]
    names = tuple(
        every[place]
        if place < len(single)
        else " ".join(corpus.words[part] for part in divmod(double[place - len(single)], len(corpus.words)))
        for place in known
    )
    return names, counts[:, known]


def _letters(corpus: Corpus) -> Sparse:
    """Counts of runs of letters, by way of the words they stand in: each different word is taken apart only once."""
    known: dict[str, int] = {}
    word, gram = [], []
    for place, written in enumerate(corpus.words):
        for run in _runs(written):
            word.append(place)
            gram.append(known.setdefault(run, len(known)))
    within = _counted(
        np.array(word, dtype=np.int64), np.array(gram, dtype=np.int64), (len(corpus.words), len(known))
    )
    by_word = word_counts(corpus)
    spread = np.bincount(by_word.indices, minlength=len(corpus.words))  # texts each word stands in
    at_most = spread.astype(np.float32) @ within
    least = 3 if len(corpus) >= _SMALL else 2
    kept = np.flatnonzero(at_most >= least)
    if len(kept) > _MOST_GRAMS:
        kept = np.sort(kept[np.argsort(-at_most[kept], kind="stable")[:_MOST_GRAMS]])
    counts: Sparse = by_word @ within[:, kept]
    return counts


def _runs(word: str) -> list[str]:
    padded = f" {word} "
    found = []
    for length in _GRAMS:
        found += [padded[start : start + length] for start in range(max(1, len(padded) - length + 1))]
        if len(padded) <= length:
            break  # the whole word counts once
    return found


def _tfidf(counts: Sparse) -> Sparse:
    """(1 + ln count) × (ln((1 + T)/(1 + texts)) + 1), rows of unit length."""
    texts = counts.shape[0]
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = (np.log((1 + texts) / (1 + spread)) + 1).astype(np.float32)
    counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    counts.data /= np.repeat(lengths, np.diff(counts.indptr)).astype(np.float32)
    return counts


def _counted(row: NDArray[np.integer], column: NDArray[np.integer], shape: tuple[int, int]) -> Sparse:
    ones = np.ones(len(row), dtype=np.float32)
    counts = sparse.coo_array((ones, (row.astype(np.int32), column.astype(np.int32))), shape=shape).tocsr()
    counts.sum_duplicates()
    counts.sort_indices()
    return counts


# What words mean here


def _directions(weighted: Sparse, wanted: int, seed: int) -> Dense:
    return _svd(weighted, wanted, seed)[2].T


def _meanings(corpus: Corpus, seed: int) -> Dense:
    """(W × D) A vector for each word, already weighted for the average; zeros for the words too rare to say."""
    often = np.bincount(corpus.word, minlength=len(corpus.words))
    least = 3 if len(corpus) >= _SMALL else 2
    known = np.flatnonzero(often >= least)
    if len(known) < 2:  # noqa: PLR2004 - a word alone keeps no company
        return np.zeros((len(corpus.words), 1), dtype=np.float32)
    company = _company(corpus, known)
    left, strength, _ = _svd(company, _MEANINGS, seed)
    share = often[known] / often[known].sum()
    weighted = (left * np.sqrt(strength)) * (_SIF / (_SIF + share))[:, None]
    meanings = np.zeros((len(corpus.words), weighted.shape[1]), dtype=np.float32)
    meanings[known] = weighted
    return _without_what_all_share(meanings, word_counts(corpus))


def _without_what_all_share(meanings: Dense, counts: Sparse) -> Dense:
    """The direction all texts share says nothing of any of them. Taken out of the words, it is out of every text."""
    texts = counts @ meanings
    different = np.diff(counts.indptr)
    texts /= np.maximum(different, 1)[:, None]
    shared = np.linalg.eigh(texts.T @ texts)[1][:, -1]
    return (meanings - np.outer(meanings @ shared, shared)).astype(np.float32)


def _company(corpus: Corpus, known: NDArray[np.integer]) -> Sparse:
    """(known × known) Positive pointwise mutual information of words within five of each other, nearer ones more."""
    place = np.full(len(corpus.words), -1, dtype=np.int64)
    place[known] = np.arange(len(known))
    kept = place[corpus.word] >= 0
    word, text = place[corpus.word[kept]], corpus.text[kept]
    size = len(known)
    met: Sparse = sparse.csr_array((size, size), dtype=np.float64)
    for apart in range(1, _WINDOW + 1):
        same = text[:-apart] == text[apart:]
        pairs = (word[:-apart][same], word[apart:][same])
        met = met + sparse.coo_array((np.full(int(same.sum()), 1 / apart), pairs), shape=(size, size)).tocsr()
    both = (met + met.T).tocoo()
    total: NDArray[np.float64] = np.asarray(both.sum(axis=1)).ravel()
    context = total**_CONTEXT_POWER
    context /= context.sum() or 1.0
    first, second = both.coords
    told = np.log(both.data / (total[first] * context[second]))
    speaks = told > 0
    return sparse.coo_array(
        (told[speaks].astype(np.float32), (first[speaks], second[speaks])), shape=(size, size)
    ).tocsr()


# Numbers


def _svd(matrix: Sparse, wanted: int, seed: int) -> tuple[Dense, Dense, Dense]:
    """Left, strengths, right; at most ``wanted`` directions, signs fixed, none without strength."""
    most = min(wanted, min(matrix.shape) - 1)
    if most < 1 or not matrix.nnz:
        rows, columns = matrix.shape
        return (
            np.zeros((rows, 1), dtype=np.float32),
            np.zeros(1, dtype=np.float32),
            np.zeros((1, columns), dtype=np.float32),
        )
    left, strength, right = randomized_svd(matrix, most, n_iter=_ROUNDS, random_state=seed, flip_sign=True)
    strong = strength > strength[0] * 1e-6
    return left[:, strong], strength[strong], right[strong]


def _unit(rows: Dense) -> Dense:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Dense = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit
