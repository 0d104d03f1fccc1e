"""What sets the texts of a theme apart: its words, and the passages that speak most for it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from penholder.pure.reading.anchors import Passage, sentences
from penholder.pure.reading.themes.corpus import plain, words_of
from penholder.pure.reading.themes.vectors import Features

WORDS = 8
_LONG = 300
"""Characters from which a text is shown by its most telling passage, and not whole."""
_SURE = 1.64
"""z from which a word counts as set apart: one in twenty words would get there by chance, on one side."""


def distinctive(
    features: Features, inside: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Columns of ``features.words`` met more often inside than outside beyond chance, the most telling first; their z.

    Log-odds of how many texts hold the word, with the whole corpus as the prior, over their standard error (Monroe,
    Colaresi and Quinn 2008): neither a rare word met once nor a common one met everywhere comes first.
    """
    everywhere = np.bincount(features.words.indices, minlength=len(features.names)).astype(np.float64)
    here = np.bincount(features.words[np.flatnonzero(inside)].indices, minlength=len(features.names)).astype(
        np.float64
    )
    elsewhere = everywhere - here
    prior = everywhere / max(everywhere.sum(), 1.0) * 500
    whole = prior.sum()
    odds = _log_odds(here, prior, whole) - _log_odds(elsewhere, prior, whole)
    z = odds / np.sqrt(1 / (here + prior) + 1 / (elsewhere + prior))
    order = np.argsort(-z, kind="stable")
    order = order[(z[order] > _SURE) & (here[order] > 1)]
    return order, z[order]


def said_once(names: Iterable[str], most: int = WORDS) -> tuple[str, ...]:
    """The first names that bring a word of their own: “waiting list” says what “waiting” said already."""
    told: set[str] = set()
    chosen: list[str] = []
    for name in names:
        parts = set(name.split())
        if not parts <= told:
            chosen.append(name)
            told |= parts
        if len(chosen) == most:
            break
    return tuple(chosen)


def telling_passage(text: str, weight: dict[str, float]) -> Passage:
    """The whole of a short text; of a long one the sentence whose words weigh most, or its beginning."""
    if len(text) <= _LONG:
        return (0, len(text))
    found = [
        (sum(weight.get(word, 0.0) for word in set(words_of(plain(text[start:end])))), -start, end)
        for start, end in sentences(text)
    ]
    _, start, end = max(found, default=(0.0, 0, len(text)))
    return (-start, min(end, -start + _LONG))


def _log_odds(met: NDArray[np.float64], prior: NDArray[np.float64], whole: float) -> NDArray[np.float64]:
    among = met.sum() + whole
    odds: NDArray[np.float64] = np.log((met + prior) / np.maximum(among - met - prior, 1e-9))
    return odds
