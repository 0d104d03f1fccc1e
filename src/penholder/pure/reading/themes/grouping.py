"""Texts into a given number of groups: k-means on their vectors, then read again by their words.

K-means draws balls, and themes are not balls. So its groups are only a start: from the words and runs of letters in each
group it is learnt what texts there say (multinomial naive Bayes), every text goes where its words are most at home, and
that is repeated a few times (classification EM: Celeux and Govaert 1992; with words: Nigam and others 2000).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.cluster import KMeans

from penholder.pure.reading.themes.vectors import Dense, Features, one_core

Groups = NDArray[np.int32]

STARTS = 4
_READINGS = 5
_SMOOTHING = 0.05


def grouped(vectors: Dense, features: Features, wanted: int, *, seed: int = 0) -> Groups:
    """(T) The group of each text, 0 … at most ``wanted`` − 1; some may have been left empty."""
    with one_core():
        return read_again(features, begun(vectors, wanted, seed=seed), wanted)


def begun(vectors: Dense, wanted: int, *, seed: int = 0) -> Groups:
    """(T) K-means: the best of a few starts."""
    with one_core():
        found = KMeans(wanted, n_init=STARTS, random_state=seed).fit(vectors)
    groups: Groups = found.labels_.astype(np.int32)
    return groups


def read_again(features: Features, groups: Groups, wanted: int, *, readings: int = _READINGS) -> Groups:
    """(T) Every text in the group whose words are most like its own, group and words adjusted to one another."""
    for _ in range(readings):
        nearest = at_home(features, groups, wanted).argmax(axis=1).astype(np.int32)
        if (nearest == groups).all():
            break
        groups = nearest
    return groups


def at_home(features: Features, groups: Groups, wanted: int) -> NDArray[np.float64]:
    """(T × groups) ln of how likely each text's words are in each group, and the group itself."""
    texts = len(groups)
    within = sparse.csr_array(
        (np.ones(texts, dtype=np.float32), (np.arange(texts), groups)), shape=(texts, wanted)
    )
    blocks = [block for block in (features.words, features.letters) if block.shape[1]]
    said = [np.asarray((block.T @ within).todense(), dtype=np.float64) + _SMOOTHING for block in blocks]
    whole = np.log(sum((part.sum(axis=0) for part in said), np.zeros(wanted)))
    size = np.bincount(groups, minlength=wanted) + 1
    score = np.tile(np.log(size / size.sum()), (texts, 1))
    for block, part in zip(blocks, said, strict=True):
        score += block @ (np.log(part) - whole)
    return score
