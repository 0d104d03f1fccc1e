"""Confidence that means what it says: of the suggestions made with 70 %, seven in ten are what a reader said.

A classifier's scores are no probabilities. They are turned into such on passages that were held out while it learnt: one
number, the temperature, is fitted so that what readers said of them is least surprising (Guo and others 2017). And as the
next text may be about something nobody has coded yet, some room is left for that: the share of coded texts that stand alone in
their theme estimates it (Good and Turing; Good 1953).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

Scores = NDArray[np.float64]
"""(texts × themes) whatever the classifier says; higher is more."""
Right = NDArray[np.bool_]
"""(texts × themes) true where a reader gave the text the theme."""

BINS = 10
_COLDEST, _HOTTEST = 0.05, 50.0
_FIRM = 2.0
"""How many examples' worth of belief that the temperature is what it usually is; few examples fit anything."""
_USUAL = 3.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Held-out texts whose first suggestion had a confidence from ``low`` to ``high``.

    How many, their mean confidence, the share that was right, and its 95 % interval (Wilson).
    """

    low: float
    high: float
    texts: int
    confidence: float
    right: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How confidences did on texts held out.

    ``error`` is the expected calibration error: the mean distance between confidence and share right, weighted by texts.
    ``right`` and ``among_three``: the share right of first suggestions, and of texts with one right among three.
    """

    texts: int
    error: float
    right: float
    among_three: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """From scores to confidences: the temperature scores are multiplied by, and the room left for themes not met yet."""

    temperature: float
    unmet: float

    def confidences(self, scores: Scores) -> Scores:
        """(texts × themes) Each between 0 and 1; a text's sum up to 1 less the room left."""
        found: Scores = softmax(scores * self.temperature, axis=1) * (1 - self.unmet)
        return found


def fit_scale(scores: Scores, right: Right, *, unmet: float) -> Scale:
    """The temperature under which what readers said of held-out texts is least surprising.

    Texts with no theme among the columns tell nothing of it.
    """
    told = right.any(axis=1)
    scores, right = scores[told], right[told]

    def surprise(power: float) -> float:
        chances = log_softmax(scores * np.exp(power), axis=1)
        said = np.logaddexp.reduce(np.where(right, chances, -np.inf), axis=1)
        return float(-said.sum() + _FIRM * (power - np.log(_USUAL)) ** 2)

    found = minimize_scalar(surprise, bounds=(np.log(_COLDEST), np.log(_HOTTEST)), method="bounded")
    return Scale(float(np.exp(found.x)), unmet)


def unmet_share(right: Right) -> float:
    """The chance that the next text is of a theme nobody has coded: the share of texts alone in their theme."""
    alone = right.sum(axis=0) == 1
    return float(right[:, alone].any(axis=1).mean()) if len(right) else 0.0


def calibration(confidences: Scores, right: Right) -> Calibration:
    """How far confidences and what readers said agree, from texts that had no part in either."""
    order = np.argsort(-confidences, axis=1, kind="stable")
    first = np.take_along_axis(confidences, order[:, :1], axis=1)[:, 0]
    hit = np.take_along_axis(right, order[:, :1], axis=1)[:, 0]
    place = np.minimum((first * BINS).astype(int), BINS - 1)
    bins = tuple(
        _bin(number, first[place == number], hit[place == number])
        for number in range(BINS)
        if (place == number).any()
    )
    return Calibration(
        texts=len(first),
        error=sum(one.texts * abs(one.confidence - one.right) for one in bins) / max(len(first), 1),
        right=float(hit.mean()),
        among_three=float(np.take_along_axis(right, order[:, :3], axis=1).any(axis=1).mean()),
        bins=bins,
    )


def wilson(share: float, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z = 1.96
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (max(0.0, middle - half), min(1.0, middle + half))


def _bin(number: int, confidences: NDArray[np.float64], hit: NDArray[np.bool_]) -> Bin:
    share = float(hit.mean())
    return Bin(
        number / BINS,
        (number + 1) / BINS,
        len(hit),
        float(confidences.mean()),
        share,
        wilson(share, len(hit)),
    )
