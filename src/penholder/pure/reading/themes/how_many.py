"""How many themes: as many as two halves of the texts agree on best.

Each half is grouped by itself; then all texts are put where either half would put them, and the two answers are compared
(adjusted mutual information: 1 the same, 0 no more than by chance; Vinh, Epps and Bailey 2010; the idea of two halves is that of
prediction strength, Tibshirani and Walther 2005). Too many themes cut differently in each half, too few merge differently.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_mutual_info_score

from penholder.pure.reading.themes.vectors import Dense, one_core

MOST_THEMES = 30
"""More than people can hold in mind; a number asked for may be higher."""
TEXTS_A_THEME = 15
"""Fewer texts a theme, and any two halves differ by chance."""

_LOOKED_AT = 2_000
_SPLITS = 2
_NUMBERS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two halves of the texts agree when each is grouped by itself into ``themes``: 1 wholly, 0 by chance."""

    themes: int
    value: float


def agreements(vectors: Dense, *, seed: int = 0) -> tuple[Agreement, ...]:
    """For every number that so many texts allow; none where there are fewer than thirty."""
    most = min(MOST_THEMES, len(vectors) // TEXTS_A_THEME)
    return tuple(agreement(vectors, themes, seed=seed) for themes in _NUMBERS if themes <= most)


def agreement(vectors: Dense, themes: int, *, seed: int = 0) -> Agreement:
    """For one number: the mean of a few ways to halve the texts, or a sample of two thousand of them."""
    found = []
    for split in range(_SPLITS):
        mixed = np.random.default_rng([seed, split]).permutation(len(vectors))[:_LOOKED_AT]
        half = len(mixed) // 2
        if half < themes:
            return Agreement(themes, 0.0)
        looked_at = vectors[mixed]
        with one_core():
            one, other = (
                KMeans(themes, n_init=2, random_state=seed).fit(part).predict(looked_at)
                for part in (looked_at[:half], looked_at[half:])
            )
        found.append(adjusted_mutual_info_score(one, other))
    return Agreement(themes, float(np.mean(found)))


def best(tried: tuple[Agreement, ...]) -> Agreement | None:
    """The number most agreed on; of equals the smaller."""
    return max(tried, key=lambda one: (round(one.value, 6), -one.themes), default=None)
