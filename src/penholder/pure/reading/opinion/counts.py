"""How often each group agreed with, disagreed with and passed on each statement: all that later figures are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penholder.pure.reading.opinion.votes import AGREE, DISAGREE, Votes

Counts = NDArray[np.int64]
Labels = NDArray[np.integer]

OUTSIDE = -1
"""The label of a person who belongs to no group."""


@dataclass(frozen=True, slots=True, eq=False)
class GroupCounts:
    """Numbers of votes, a row for each group (G) and a column for each statement (S), those taken out included.

    ``votes`` counts passes too. ``moderated`` (S) marks the statements that were taken out; their columns are zero.
    """

    agrees: Counts
    disagrees: Counts
    votes: Counts
    moderated: NDArray[np.bool_]

    def on(self, side: int) -> Counts:
        """The votes of one side, ``AGREE`` or ``DISAGREE``."""
        return self.agrees if side == AGREE else self.disagrees

    def of_others(self) -> GroupCounts:
        """For each group, what all the *other* groups together said; people outside every group are not among them."""
        agrees, disagrees, votes = (
            one.sum(axis=0, keepdims=True) - one for one in (self.agrees, self.disagrees, self.votes)
        )
        return GroupCounts(agrees, disagrees, votes, self.moderated)


def counts_by_group(votes: Votes, labels: Labels, groups: int) -> GroupCounts:
    """Count by group; ``labels`` (P) gives each person's group from 0, or ``OUTSIDE``.

    Raises ``ValueError`` where there is not one label for each person, or a label that is no group's.
    """
    if len(labels) != len(votes.people):
        raise ValueError(f"{len(labels)} labels for {len(votes.people)} people")
    if len(labels) and not (labels.min() >= OUTSIDE and labels.max() < groups):
        raise ValueError(f"labels go from 0 to {groups - 1}, or are {OUTSIDE} for nobody's group")
    of_vote = labels[votes.person].astype(np.int64)
    inside = of_vote != OUTSIDE
    width = len(votes.statements)
    place = of_vote[inside] * width + votes.statement[inside]
    value = votes.value[inside]

    def counted(places: Counts) -> Counts:
        return np.bincount(places, minlength=groups * width).astype(np.int64).reshape(groups, width)

    return GroupCounts(
        counted(place[value == AGREE]), counted(place[value == DISAGREE]), counted(place), votes.moderated
    )


def counts_of_all(votes: Votes) -> GroupCounts:
    """The same with everybody who voted in one single group."""
    return counts_by_group(votes, np.zeros(len(votes.people), dtype=np.int32), 1)
