"""Whether there are groups, which split they are, and the sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["groups", "no groups found", "not tested"]
Numbers = NDArray[np.float64]

GROUPS: Kind = "groups"
NO_GROUPS: Kind = "no groups found"
NOT_TESTED: Kind = "not tested"

LEVEL = 0.02  # of conversations without any groups, about so many are said to have some, before stability is asked for
STABLE = 0.6  # the adjusted Rand index that groups keep, on average, without every fifth vote
NEARLY = 0.6  # a split with so much of the best one's clearness times stability is about as good
FEW = 0.01  # so many votes, of those tested, may have come, gone or changed, and the tests stand


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether there are groups, and the tests behind it.

    ``k`` is how many groups the best split has, whatever became of it; 0 where no split was possible. ``silhouette``
    is that split's mean silhouette (−1 to 1). ``least`` is the smallest size a group may have. ``chance`` is the share
    of conversations without groups, made from this one, that hang together or group as much (see `chance`), ``None``
    where that was not tested; ``stability`` the mean adjusted Rand index of the groups with those found from four
    fifths of the votes, ``None`` where not tested. ``tested_on`` and ``steadied_on`` are how many people took
    part in the trials of chance and of stability; where the first are fewer than are counted in, ``sampled`` is true.
    ``votes`` is how many votes there were when it was found, ``changed`` how many came, went or changed since: while
    these are few, a map keeps it (see `kept_for`). ``finding`` and ``tests`` are what is said of them.
    """

    kind: Kind
    finding: str
    k: int
    silhouette: float
    least: int
    chance: float | None = None
    permutations: int = 0
    stability: float | None = None
    resamples: int = 0
    tested_on: int = 0
    sampled: bool = False
    votes: int = 0
    steadied_on: int = 0
    changed: int = 0
    tests: str = ""

    @property
    def sentence(self) -> str:
        """All of it in words, exactly."""
        return " ".join(said for said in (self.finding, self.tests, self._since()) if said)

    def _since(self) -> str:
        if self.kind == NOT_TESTED or not self.changed:
            return ""
        votes = "one vote" if self.changed == 1 else f"{self.changed:,} votes"
        return f"Tested before the last {votes} came or changed."

    def kept_for(self, changed: int, least: int, *, tested: bool) -> bool:
        """Whether nothing is tested or chosen anew though ``changed`` votes more came, went or changed.

        In all, since it was found, they may be one in a hundred.
        """
        same = self.least == least and (self.kind != NOT_TESTED) == tested
        return same and self.votes > 0 and self.changed + changed <= self.votes * FEW

    def with_more(self, sizes: tuple[int, ...], silhouette: float, changed: int) -> Verdict:
        """The same verdict, for the same groups as they are now; what was tested is said as it was."""
        finding = _found(sizes) if self.kind == GROUPS else self.finding
        return replace(self, finding=finding, silhouette=silhouette, changed=self.changed + changed)


@dataclass(frozen=True, slots=True, eq=False)
class Qualities:
    """How good each split is (K, the number tried).

    ``clear`` is how much larger its mean silhouette is than chance makes it for as many groups, NaN where it is no split;
    ``stable`` is the mean adjusted Rand index with those found in resamples, ``likely`` the logarithm of its likelihood.
    """

    clear: Numbers
    stable: Numbers
    likely: Numbers


def best_split(splits: Qualities) -> int | None:
    """The place of the split to judge; ``None`` where none is possible.

    Of the splits that are about as clear and stable as the best, and if any is, stable enough to be found, the one under
    which the votes are likeliest: positions alone would often put two groups together, or cut one in two.
    """
    known = np.isfinite(splits.clear)
    if not known.any():
        return None
    worth = np.where(known, np.nan_to_num(splits.clear) * splits.stable, -np.inf)
    near = worth >= np.minimum(NEARLY * worth.max(), worth.max())
    stable = near & (splits.stable >= STABLE)
    return int(np.argmax(np.where(stable if stable.any() else near, splits.likely, -np.inf)))


def no_split(people: int, least: int) -> Verdict:
    """Said where there is nothing to test."""
    said = (
        f"No groups found: {_people(people)} voted enough to be put in a group, and a group has at least {least}."
        if people < 2 * least
        else f"No groups found: however people are split, some part has fewer than {_people(least)}."
    )
    return Verdict(NO_GROUPS, said, 0, 0.0, least)


def untested(k: int, silhouette: float, least: int) -> Verdict:
    """Said where no test was asked for."""
    said = f"{k} groups, not tested: they may be chance."
    return Verdict(NOT_TESTED, said, k, silhouette, least)


def by_chance(
    k: int, silhouette: float, least: int, *, chance: tuple[float, int], tested_on: int, counted_in: int
) -> Verdict:
    """Said where chance does as well: nothing further is tested. ``chance`` is the share, and of how many."""
    said = "No groups found: these votes hang together no more than votes dealt out by chance."
    return Verdict(
        NO_GROUPS,
        said,
        k,
        silhouette,
        least,
        *chance,
        tested_on=tested_on,
        sampled=tested_on < counted_in,
        tests=f"{_of_chance(chance)}.{_drawn((tested_on,), counted_in)}",
    )


def judged(
    sizes: tuple[int, ...],
    silhouette: float,
    least: int,
    *,
    chance: tuple[float, int],
    stability: tuple[float, int],
    tested_on: tuple[int, int],
    counted_in: int,
) -> Verdict:
    """Said where votes hang together: groups, if they are stable.

    Each test is a figure, and how often it was tried; ``tested_on`` is how many people took part in the one and in the other.
    """
    stable, times = stability
    found = stable >= STABLE
    said = _found(sizes) if found else _unstable(len(sizes), stable)
    return Verdict(
        GROUPS if found else NO_GROUPS,
        said,
        len(sizes),
        silhouette,
        least,
        *chance,
        *stability,
        tested_on=tested_on[0],
        sampled=tested_on[0] < counted_in,
        steadied_on=tested_on[1],
        tests=f"{_of_chance(chance)}; {times} times without every fifth vote, the groups agree with these by "
        f"{stable:.2f} (adjusted Rand index; 1 is the same).{_drawn(tested_on, counted_in)}",
    )


def _found(sizes: tuple[int, ...]) -> str:
    counts = [f"{size:,}" for size in sizes]
    return f"{len(sizes)} groups found, of {', '.join(counts[:-1])} and {counts[-1]} people."


def _unstable(k: int, stable: float) -> str:
    return (
        f"No groups found: the votes hang together, but the best split, into {k}, is drawn differently when every "
        f"fifth vote is left out ({stable:.2f}; {STABLE} is asked for)."
    )


def _of_chance(chance: tuple[float, int]) -> str:
    share, made = chance
    reached = round(share * (made + 1)) - 1
    as_much = "none hangs" if not reached else f"{reached} {'hangs' if reached == 1 else 'hang'}"
    return (
        f"Of {made} conversations made from this one by chance {as_much} together as much (p = {share:.2g})"
    )


def _drawn(tested_on: tuple[int, ...], counted_in: int) -> str:
    if tested_on[0] >= counted_in:
        return ""
    both = f" (chance) and {tested_on[1]:,} (stability)" if tested_on[1:] else ""
    return f" Tested on {tested_on[0]:,}{both} of {counted_in:,} people, drawn by chance."


def _people(count: int) -> str:
    return "nobody" if not count else "one person" if count == 1 else f"{count:,} people"
