"""What stands for a group, and what all groups consent to, exactly as Polis defines both.

These are the figures others publish, so that a community can compare. They name some statement for every group whether
or not it means anything; :mod:`~penholder.pure.reading.opinion.holding` says what a group can be shown to hold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penholder.pure.reading.opinion.counts import Counts, GroupCounts
from penholder.pure.reading.opinion.votes import AGREE, DISAGREE

Numbers = NDArray[np.float64]

NINETY = 1.2816
"""What a standard normal variable exceeds once in ten times, to the four places that Polis uses."""

MOST_SHOWN = 5
_HALF = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Representativeness:
    """One side (agree or disagree), for each group (G) and statement (S).

    ``p``: the share in the group, drawn towards ½ by one imaginary vote for and one against. ``r``: that over the same
    share in all other groups. ``z_share``, ``z_ratio``: the tests of the two (1.1.9's z₁ and z₂).
    """

    p: Numbers
    r: Numbers
    z_share: Numbers
    z_ratio: Numbers

    @property
    def qualifies(self) -> NDArray[np.bool_]:
        """Both tests beyond 90 %, one-sided."""
        return (self.z_share > NINETY) & (self.z_ratio > NINETY)

    @property
    def rank(self) -> Numbers:
        return self.r * self.z_ratio * self.p * self.z_share


@dataclass(frozen=True, slots=True)
class Representative:
    """A statement, by its index, that stands for a group, and the side the group takes."""

    statement: int
    side: int
    is_best_agree: bool = False


def representativeness(counts: GroupCounts, side: int) -> Representativeness:
    """The four figures of one side, ``AGREE`` or ``DISAGREE``, from the counts of each group and of all the others."""
    others = counts.of_others()
    n, total = counts.on(side), counts.votes
    n_others, total_others = others.on(side), others.votes
    p = (n + 1) / (total + 2)
    return Representativeness(
        p=p,
        r=p / ((n_others + 1) / (total_others + 2)),
        z_share=_z_share(n, total),
        z_ratio=_z_ratio(n + 1, total + 1, n_others + 1, total_others + 1),
    )


def representative_statements(counts: GroupCounts) -> tuple[tuple[Representative, ...], ...]:
    """At most five statements for each group; always one, significant or not, unless nobody voted at all."""
    agree, disagree = representativeness(counts, AGREE), representativeness(counts, DISAGREE)
    return tuple(_listed(counts, agree, disagree, group) for group in range(len(counts.votes)))


def group_informed_consensus(counts: GroupCounts, side: int = AGREE) -> Numbers:
    """(S) The product over groups of each group's share, drawn towards ½: high only where *every* group is.

    NaN for a statement that was taken out.
    """
    product = np.prod((counts.on(side) + 1) / (counts.votes + 2), axis=0)
    return np.where(counts.moderated, np.nan, product)


def overall_consensus(everyone: GroupCounts, side: int = AGREE, *, most: int = MOST_SHOWN) -> tuple[int, ...]:
    """Indexes of statements that most of all voters take this side on, the surest first; groups play no part."""
    p = ((everyone.on(side) + 1) / (everyone.votes + 2))[0]
    z = _z_share(everyone.on(side), everyone.votes)[0]
    found = np.flatnonzero((p > _HALF) & (z > NINETY) & ~everyone.moderated)
    best_first = found[np.argsort(-(p * z)[found], kind="stable")]
    return tuple(int(one) for one in best_first[:most])


def _z_share(n: Counts, total: Counts) -> Numbers:
    return np.asarray(2 * np.sqrt(total + 1) * ((n + 1) / (total + 1) - 0.5), dtype=float)


def _z_ratio(a: Counts, b: Counts, c: Counts, d: Counts) -> Numbers:
    share = (a + c) / (b + d)
    spread = np.sqrt(share * np.maximum(1 - share, 0) * (1 / b + 1 / d))
    certain = share >= 1
    return np.where(certain, 0.0, (a / b - c / d) / np.where(certain, 1.0, spread))


def _listed(
    counts: GroupCounts, agree: Representativeness, disagree: Representativeness, group: int
) -> tuple[Representative, ...]:
    spoken = (counts.agrees[group] + counts.disagrees[group] > 0) & ~counts.moderated
    best = _best_agree(agree, group, np.flatnonzero(spoken))
    qualified = _qualified(agree, disagree, group, np.flatnonzero(~counts.moderated))
    if not qualified:
        return _at_least_one(agree, disagree, group, best, np.flatnonzero(~counts.moderated))
    first = () if best is None else (Representative(best, AGREE, is_best_agree=True),)
    rest = tuple(one for one in qualified if one.statement != best)
    chosen = (*first, *rest)[:MOST_SHOWN]
    return (*(one for one in chosen if one.side == AGREE), *(one for one in chosen if one.side != AGREE))


def _best_agree(agree: Representativeness, group: int, spoken: NDArray[np.intp]) -> int | None:
    p, r = agree.p[group], agree.r[group]
    z_share, rank = agree.z_share[group], agree.rank[group]
    best: int | None = None
    for one in map(int, spoken):
        if best is None:
            if z_share[one] > NINETY or (r[one] > 1 and p[one] > _HALF):
                best = one
        elif rank[one] > rank[best] if r[best] > 1 else p[one] * z_share[one] > p[best] * z_share[best]:
            best = one
    return best


def _qualified(
    agree: Representativeness, disagree: Representativeness, group: int, among: NDArray[np.intp]
) -> list[Representative]:
    """Those that qualify on either side, the highest rank first."""
    either = agree.qualifies[group] | disagree.qualifies[group]
    ranked: list[tuple[float, Representative]] = []
    for one in map(int, among[either[among]]):
        agrees = agree.z_ratio[group, one] > disagree.z_ratio[group, one]
        rank = (agree if agrees else disagree).rank[group, one]
        ranked.append((float(rank), Representative(one, AGREE if agrees else DISAGREE)))
    ranked.sort(key=lambda pair: -pair[0])
    return [one for _, one in ranked]


def _at_least_one(
    agree: Representativeness,
    disagree: Representativeness,
    group: int,
    best: int | None,
    among: NDArray[np.intp],
) -> tuple[Representative, ...]:
    if best is not None:
        return (Representative(best, AGREE, is_best_agree=True),)
    if not len(among):
        return ()
    sides = np.stack([agree.z_ratio[group, among], disagree.z_ratio[group, among]])
    one = int(np.argmax(sides.max(axis=0)))
    side = AGREE if sides[0, one] > sides[1, one] else DISAGREE
    return (Representative(int(among[one]), side),)
