"""How likely the votes themselves are under a split of the people: what decides between splits that are about as clear.

A position holds two numbers of what somebody said; here every vote counts. Within a group the votes on each statement are
taken to be drawn with shares of their own, and over all shares it could have the likelihood is integrated (Dirichlet and
multinomial), so that a finer split is more likely only where it tells more than its own shares cost (Biernacki, Celeux and
Govaert 2000).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from penholder.pure.reading.opinion.grouping import Grouping, Labels
from penholder.pure.reading.opinion.votes import Votes

Numbers = NDArray[np.float64]

PRIOR = 2.0
"""A group begins with so many votes on each statement, cast as everybody's were."""

_ANSWERS = 3


def likelihoods(votes: Votes, counted_in: NDArray[np.bool_], groupings: Sequence[Grouping]) -> Numbers:
    """K: the logarithm of each grouping's likelihood; of the votes of those counted in, in the order of their labels."""
    return np.array([_likelihood(_told(votes, counted_in, one), one.sizes) for one in groupings])


def _told(votes: Votes, counted_in: NDArray[np.bool_], groups: Grouping) -> Numbers:
    """Groups × statements × answers: how many votes."""
    labels: Labels = np.full(len(counted_in), -1, dtype=np.int32)
    labels[counted_in] = groups.labels
    group = labels[votes.person]
    known = group >= 0
    shape = (len(groups.sizes), len(votes.statements), _ANSWERS)
    cells = np.ravel_multi_index((group[known], votes.statement[known], votes.value[known] + 1), shape)
    return np.bincount(cells, minlength=int(np.prod(shape))).reshape(shape).astype(float)


def _likelihood(told: Numbers, sizes: tuple[int, ...]) -> float:
    everybody = told.sum(axis=0) + 1 / 2
    prior = PRIOR * everybody / everybody.sum(axis=1, keepdims=True)
    answers = (gammaln(told + prior) - gammaln(prior)).sum()
    answers -= (gammaln(told.sum(axis=2) + PRIOR) - gammaln(PRIOR)).sum()
    people = gammaln(np.array(sizes) + 1).sum() + gammaln(len(sizes)) - gammaln(sum(sizes) + len(sizes))
    return float(answers + people)
