"""What each group can be shown to hold: most of the group take one side, and clearly more than the others do.

Both have to be so, each by an exact test; the larger of the two probabilities counts (an intersection–union test), and
all statements, groups and sides together are kept under one limit on false discoveries. Nothing is named only to name
something: a group may hold nothing of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penholder.pure.reading.opinion.counts import GroupCounts
from penholder.pure.reading.opinion.discovery import LEVEL, Numbers, adjusted, beyond_draw, beyond_half
from penholder.pure.reading.opinion.intervals import Interval, differences, shares
from penholder.pure.reading.opinion.votes import AGREE, DISAGREE

SIDES = (AGREE, DISAGREE)

FEWEST_VOTES = 5
"""Fewer could not be shown to be more than half even if all were alike: such a test would only burden the others."""


@dataclass(frozen=True, slots=True)
class Held:
    """A statement, by its index, that a group holds: ``with_it`` of its ``votes`` took the side, passes counted.

    ``share`` and ``others`` are the shares in the group and among all other groups, ``difference`` the first less the
    second; ``chance`` the probability of the test, ``discovery`` the same after allowing for all tests made.
    """

    group: int
    statement: int
    side: int
    with_it: int
    votes: int
    others_with_it: int
    others_votes: int
    share: Interval
    others: Interval
    difference: Interval
    chance: float
    discovery: float


def what_groups_hold(counts: GroupCounts, *, level: float = LEVEL) -> tuple[tuple[Held, ...], ...]:
    """For each group what it holds, first what sets it apart the most, counted at the careful end of the interval."""
    others = counts.of_others()
    chances = np.stack([_chances(counts, others, side) for side in SIDES])
    discoveries = adjusted(chances)
    found: list[list[Held]] = [[] for _ in range(len(counts.votes))]
    for place, group, statement in zip(*np.nonzero(discoveries <= level), strict=True):
        tests = float(chances[place, group, statement]), float(discoveries[place, group, statement])
        found[int(group)].append(
            _held(counts, others, (int(group), int(statement)), SIDES[int(place)], tests)
        )
    return tuple(
        tuple(sorted(group, key=lambda held: (-held.difference.low, held.statement))) for group in found
    )


def what_divides(held: tuple[tuple[Held, ...], ...]) -> tuple[tuple[Held, ...], ...]:
    """Statements that some group is for and another against: for each, what the groups that hold it hold.

    First the one that parts them the most.
    """
    by_statement: dict[int, list[Held]] = {}
    for one in (one for group in held for one in group):
        by_statement.setdefault(one.statement, []).append(one)
    parted = [tuple(holders) for holders in by_statement.values() if len({one.side for one in holders}) > 1]
    return tuple(
        sorted(
            parted, key=lambda holders: (-sum(one.difference.low for one in holders), holders[0].statement)
        )
    )


def testable(counts: GroupCounts) -> NDArray[np.bool_]:
    """(G × S) Where there are votes enough to show anything."""
    return (counts.votes >= FEWEST_VOTES) & ~counts.moderated


def _chances(counts: GroupCounts, others: GroupCounts, side: int) -> Numbers:
    n, total = counts.on(side), counts.votes
    everyone, everyone_with_it = total + others.votes, n + others.on(side)
    tested = testable(counts) & (others.votes > 0)
    chance = np.maximum(beyond_half(n, total), beyond_draw(n, total, everyone_with_it, everyone))
    return np.where(tested, chance, np.nan)


def _held(
    counts: GroupCounts, others: GroupCounts, place: tuple[int, int], side: int, tests: tuple[float, float]
) -> Held:
    ours = int(counts.on(side)[place]), int(counts.votes[place])
    theirs = int(others.on(side)[place]), int(others.votes[place])
    share, other = shares(*ours), shares(*theirs)
    between = differences(share, other)
    return Held(*place, side, *ours, *theirs, share.at(), other.at(), between.at(), *tests)
