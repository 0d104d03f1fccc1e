"""Everything that is said beside the map, worked out once: by the shell, and by pages later."""

from __future__ import annotations

from dataclasses import dataclass

from penholder.pure.reading.opinion.counts import GroupCounts, Labels, counts_by_group, counts_of_all
from penholder.pure.reading.opinion.discovery import LEVEL
from penholder.pure.reading.opinion.holding import Held, what_divides, what_groups_hold
from penholder.pure.reading.opinion.minorities import Minorities, minorities_of
from penholder.pure.reading.opinion.uniting import United, what_unites
from penholder.pure.reading.opinion.votes import Votes


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """What the votes say with the groups as they are.

    ``everyone`` counts all who voted, in one row; ``groups`` those of each group. ``agreed`` is what more than half of
    everybody share, groups or none; ``united`` what more than half of *every* group share, ``held`` what each group
    holds and ``divides`` what one is for and another against: all three empty where there are fewer than two groups.
    """

    everyone: GroupCounts
    groups: GroupCounts
    agreed: tuple[United, ...]
    united: tuple[United, ...]
    held: tuple[tuple[Held, ...], ...]
    divides: tuple[tuple[Held, ...], ...]
    minorities: Minorities
    level: float


def findings_of(
    votes: Votes, labels: Labels, groups: int, *, level: float = LEVEL, seed: int = 0
) -> Findings:
    """All of it, from the votes and each person's group (from 0; −1 for none)."""
    counts, everyone = counts_by_group(votes, labels, groups), counts_of_all(votes)
    several = groups > 1
    held = what_groups_hold(counts, level=level) if several else ()
    return Findings(
        everyone=everyone,
        groups=counts,
        agreed=what_unites(everyone, level=level),
        united=what_unites(counts, level=level) if several else (),
        held=held,
        divides=what_divides(held),
        minorities=minorities_of(votes, level=level, seed=seed),
        level=level,
    )
