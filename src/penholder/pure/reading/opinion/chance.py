"""Whether votes hang together, and people fall into groups, more than they would by chance.

Chance deals the votes of each statement out anew among those who voted on it: who voted on what, and how each statement
was received, stay as they are, and only what ties one vote of a person to another is gone. Everything is computed again
for each such conversation. Noise alone gives silhouettes of 0.3 to 0.5, different ones for each number of groups, and
splits off a few people far out; so several figures are taken, each is measured against what chance gives for it, and
the one that stands out most counts: for the conversations made by chance too, which keeps the test honest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from penholder.pure.reading.opinion.components import KEPT
from penholder.pure.reading.opinion.splitting import near_map, splits_of
from penholder.pure.reading.opinion.votes import Votes

Numbers = NDArray[np.float64]

LOOKS = (19, 49)
"""After so many conversations, those that look hopeless are given up: that can only make groups rarer."""
HOPELESS = 0.2
STARTS = 3  # of k-means, in each conversation
LOOKED_AT = 1_000  # people whose splits are compared in each conversation
CHANCE = 1  # a stream of random numbers of its own


@dataclass(frozen=True, slots=True, eq=False)
class Dealer:
    """Deals the votes of one conversation out anew, as often as asked."""

    votes: Votes
    _by_statement: NDArray[np.intp]
    _keys: NDArray[np.int64]

    @classmethod
    def of(cls, votes: Votes) -> Dealer:
        """Sorts the votes by statement once."""
        order = np.argsort(votes.statement, kind="stable")
        keys = votes.statement[order].astype(np.int64) << _ABOVE | (votes.value[order].astype(np.int64) + 1)
        return cls(votes, order, keys)

    def dealt(self, rng: Generator) -> Votes:
        """The same people and statements, each statement's votes in an order by chance.

        A vote is sorted with its statement before it and a random number between the two: faster than one shuffle
        for each statement.
        """
        lots = rng.integers(1 << _LOTS, size=len(self._keys), dtype=np.int64)
        mixed = np.sort(self._keys | lots << _VOTE)
        value = np.empty_like(self.votes.value)
        value[self._by_statement] = (mixed & ((1 << _VOTE) - 1)).astype(np.int8) - 1
        votes = self.votes
        return Votes(votes.people, votes.statements, votes.person, votes.statement, value, votes.moderated)


_VOTE = 2  # bits for a vote
_LOTS = 40  # bits for chance
_ABOVE = _VOTE + _LOTS


def share_by_chance(seen: Numbers, by_chance: Numbers) -> float:
    """(b + 1) ÷ (B + 1): b of B conversations by chance are as clearly grouped as the one seen, or more clearly.

    ``seen`` (K) and ``by_chance`` (B × K) are figures that are larger the more a conversation hangs together, NaN where
    there is none. Each is measured in standard deviations from its mean over all B + 1, and the largest counts.
    """
    every = np.vstack([seen, by_chance])
    known = np.isfinite(every)
    counts = np.maximum(known.sum(axis=0), 1)
    away = np.where(known, every, 0.0)
    away = np.where(known, away - away.sum(axis=0) / counts, 0.0)
    spread = np.sqrt((away**2).sum(axis=0) / counts)
    clearest = np.where(known, away / np.maximum(spread, _SAME), -np.inf).max(axis=1)
    return float((clearest[1:] >= clearest[0]).sum() + 1) / len(every)


_SAME = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """``share`` as `share_by_chance` says, from ``made`` conversations.

    ``clear`` (K, the number of splits tried): the mean silhouette that chance gives for as many groups; where it never
    gave a split, that of the others.
    """

    share: float
    made: int
    clear: Numbers


def chance_of(
    votes: Votes,
    counted_in: NDArray[np.bool_],
    *,
    times: int,
    seed: int,
    least: int,
    done: Callable[[int], None],
) -> Chance:
    """How often chance gives as much as these votes do, in ``times`` conversations; fewer where it soon shows.

    The same steps are taken for the conversation seen and for all those made from it.
    """
    dealer = Dealer.of(votes)
    seen = _figures(votes, counted_in, np.random.default_rng([seed, CHANCE, 0]), least)
    by_chance: list[Numbers] = []
    share = 1.0
    for number in range(1, times + 1):
        rng = np.random.default_rng([seed, CHANCE, number])
        by_chance.append(_figures(dealer.dealt(rng), counted_in, rng, least))
        done(number)
        if number in (*LOOKS, times):
            share = share_by_chance(seen, np.array(by_chance))
            if share > HOPELESS:
                break
    return Chance(share, len(by_chance), _clear(np.array(by_chance)))


def _clear(by_chance: Numbers) -> Numbers:
    """What the columns of the splits hold on average."""
    splits = by_chance[:, KEPT:]
    known = np.isfinite(splits)
    sums, counts = np.where(known, splits, 0.0).sum(axis=0), known.sum(axis=0)
    every = sums.sum() / max(counts.sum(), 1)
    clear: Numbers = np.where(counts > 0, sums / np.maximum(counts, 1), every)
    return clear


def _figures(votes: Votes, counted_in: NDArray[np.bool_], rng: Generator, least: int) -> Numbers:
    """What is compared: how much of the variance lies along the first component and along both, and how clear each split is."""
    _, components, positions = near_map(votes)
    along = np.cumsum(components.explained)
    splits = splits_of(positions[counted_in], rng, least=least, sample=LOOKED_AT, starts=STARTS)
    return np.concatenate([along, splits.clear])
