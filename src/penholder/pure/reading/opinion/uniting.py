"""What unites: statements that more than half take the same side on, in every group, or among everybody without groups.

In every group means in each: the least sure group decides (an intersection–union test), so that a large group can not
speak for a small one. All statements and both sides are kept under one limit on false discoveries.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penholder.pure.reading.opinion.counts import GroupCounts
from penholder.pure.reading.opinion.discovery import LEVEL, adjusted, beyond_half
from penholder.pure.reading.opinion.holding import SIDES, testable
from penholder.pure.reading.opinion.intervals import Interval, shares
from penholder.pure.reading.opinion.representative import group_informed_consensus


@dataclass(frozen=True, slots=True)
class United:
    """A statement, by its index, and the side that more than half of every group take.

    ``with_it`` of all ``votes`` in the groups took it; ``by_group`` are the shares in each, ``least`` the one whose low
    end is lowest. ``product`` is the group-informed consensus of Polis for this side. ``chance`` and ``discovery`` as
    for what a group holds.
    """

    statement: int
    side: int
    with_it: int
    votes: int
    by_group: tuple[Interval, ...]
    least: Interval
    product: float
    chance: float
    discovery: float


def what_unites(counts: GroupCounts, *, level: float = LEVEL) -> tuple[United, ...]:
    """The statements all groups are at one on, the surest first; with one group, those that everybody is at one on."""
    enough = testable(counts).all(axis=0)
    chances = np.stack(
        [np.where(enough, beyond_half(counts.on(side), counts.votes).max(axis=0), np.nan) for side in SIDES]
    )
    discoveries = adjusted(chances)
    products = [group_informed_consensus(counts, side) for side in SIDES]
    found = [
        _united(
            counts,
            int(statement),
            SIDES[int(place)],
            float(products[int(place)][statement]),
            (float(chances[place, statement]), float(discoveries[place, statement])),
        )
        for place, statement in zip(*np.nonzero(discoveries <= level), strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (-one.least.low, one.statement)))


def _united(
    counts: GroupCounts, statement: int, side: int, product: float, tests: tuple[float, float]
) -> United:
    with_it, votes = counts.on(side)[:, statement], counts.votes[:, statement]
    each = shares(with_it, votes)
    by_group = tuple(each.at(group) for group in range(len(votes)))
    return United(
        statement,
        side,
        int(with_it.sum()),
        int(votes.sum()),
        by_group,
        min(by_group, key=lambda share: share.low),
        product,
        *tests,
    )
