"""What a minority of any size holds: views that few take, and that the same few take together.

A group of the map has to be large enough to bend it; a handful of people is not, however firm they are. So the map is
left aside here. On every statement the smaller side is the *minority's*. Two such sides are *held together* where those
who take one take the other far more often than chance lets two sides meet (Fisher's exact test, all pairs under one
limit on false discoveries). Sides of which every two are held together are one minority's view: it grows from the surest
pair, and no side is in two. It is held firmly by those who take most of its sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penholder.pure.reading.opinion.counts import counts_of_all
from penholder.pure.reading.opinion.discovery import LEVEL, Numbers, adjusted, beyond_draw
from penholder.pure.reading.opinion.intervals import Interval, shares
from penholder.pure.reading.opinion.votes import AGREE, DISAGREE, Votes

MOST = 0.5
FIRMLY = 2 / 3
"""The part of a view's statements, of those someone voted on, that a person takes the minority's side on."""

FEWEST_PAIR = 2
LARGEST_WORK = 40_000_000_000
"""People × statements × statements that are counted; of more people a seeded sample is taken, and that is told."""

_ROWS = 8_192


@dataclass(frozen=True, slots=True)
class Side:
    """One statement of a minority's view: how many of its holders take the side, and of all others who voted on it."""

    statement: int
    side: int
    with_it: int
    votes: int
    others_with_it: int
    others_votes: int
    share: Interval
    others: Interval


@dataclass(frozen=True, slots=True)
class Minority:
    """People, by their indexes, who firmly hold what most others do not, and the statements they hold it on.

    ``among`` is how many voted on two or more of these statements; ``share`` that of the holders among them.
    ``discovery`` is the adjusted probability of the weakest link by which a statement belongs here.
    """

    people: tuple[int, ...]
    among: int
    share: Interval
    sides: tuple[Side, ...]
    discovery: float


@dataclass(frozen=True, slots=True)
class Minorities:
    """All that were found, the largest first, and of how many people the pairs were counted."""

    found: tuple[Minority, ...]
    counted_on: int
    sampled: bool


def minorities_of(votes: Votes, *, level: float = LEVEL, seed: int = 0) -> Minorities:
    """Every view that a minority holds together; ``seed`` matters only where people have to be sampled."""
    side = _smaller_sides(votes)
    among = np.flatnonzero(side)
    people = _people_counted(len(votes.people), len(among), seed)
    sampled = len(people) < len(votes.people)
    if len(among) < FEWEST_PAIR or not len(people):
        return Minorities((), len(people), sampled)
    discoveries = _links(votes, side, among, people)
    found = [
        minority
        for view, discovery in _views(discoveries, level)
        if (minority := _minority(votes, side, among[view], discovery)) is not None
    ]
    found.sort(key=lambda one: (-len(one.people), one.sides[0].statement))
    return Minorities(tuple(found), len(people), sampled)


def _smaller_sides(votes: Votes) -> NDArray[np.int8]:
    """(S) The side that fewer took; 0 where nobody took either, or as many took both."""
    counts = counts_of_all(votes)
    agrees, disagrees = counts.agrees[0], counts.disagrees[0]
    smaller = np.where(agrees < disagrees, AGREE, np.where(disagrees < agrees, DISAGREE, 0))
    smaller[np.minimum(agrees, disagrees) < FEWEST_PAIR] = 0
    return smaller.astype(np.int8)


def _people_counted(people: int, statements: int, seed: int) -> NDArray[np.int64]:
    most = LARGEST_WORK // max(statements, 1) ** 2
    if people <= most:
        return np.arange(people)
    return np.sort(np.random.default_rng(seed).choice(people, size=most, replace=False))


def _links(
    votes: Votes, side: NDArray[np.int8], among: NDArray[np.intp], people: NDArray[np.int64]
) -> Numbers:
    """For each pair of minority sides the adjusted probability that chance alone lets them meet as often."""
    both, one, of = _pairs(votes, side, among, people)
    upper = np.triu_indices(len(among), 1)
    count, first, second, total = both[upper], one[upper], one.T[upper], of[upper]
    tested = (np.minimum(first, second) >= FEWEST_PAIR) & (np.maximum(first, second) < total)
    chance = np.full(len(count), np.nan)
    chance[tested] = beyond_draw(count[tested], first[tested], second[tested], total[tested])
    values = np.ones((len(among), len(among)))
    values[upper] = np.nan_to_num(adjusted(chance), nan=1.0)
    return np.minimum(values, values.T)


def _pairs(
    votes: Votes, side: NDArray[np.int8], among: NDArray[np.intp], people: NDArray[np.int64]
) -> tuple[Numbers, Numbers, Numbers]:
    """For each pair: how many take both sides; take the first and voted on the second; voted on both.

    Counted in dense blocks of people, which beats sparse products as soon as people vote on more than a few. A block's
    numbers fit a single-precision float exactly.
    """
    width = len(among)
    column = np.full(len(votes.statements), -1)
    column[among] = np.arange(width)
    both, one, of = (np.zeros((width, width)) for _ in range(3))
    starts = np.searchsorted(votes.person, np.arange(len(votes.people) + 1))
    for block in np.array_split(people, -(-len(people) // _ROWS)):
        voted = np.zeros((len(block), width), dtype=np.float32)
        holds = np.zeros_like(voted)
        lengths = starts[block + 1] - starts[block]
        row = np.repeat(np.arange(len(block)), lengths)
        place = np.repeat(starts[block] - np.cumsum(lengths) + lengths, lengths) + np.arange(len(row))
        at = column[votes.statement[place]]
        kept = at >= 0
        voted[row[kept], at[kept]] = 1
        holding = kept & (votes.value[place] == side[votes.statement[place]])
        holds[row[holding], at[holding]] = 1
        both += holds.T @ holds
        one += holds.T @ voted
        of += voted.T @ voted
    return both, one, of


def _views(discoveries: Numbers, level: float) -> Iterator[tuple[NDArray[np.intp], float]]:
    """Sides of which every two are held together, as indexes, each view with its weakest link."""
    free = discoveries.copy()
    np.fill_diagonal(free, 1)
    while True:
        first, second = np.unravel_index(int(np.argmin(free)), free.shape)
        if free[first, second] > level:
            return
        members = [int(first), int(second)]
        weakest = np.maximum(free[first], free[second])
        last = float(free[first, second])
        while weakest.min() <= level:
            following = int(np.argmin(weakest))
            last = max(last, float(weakest[following]))
            members.append(following)
            weakest = np.maximum(
                weakest, free[following]
            )  # its own entry becomes 1, like those of the members
        yield np.array(sorted(members)), last
        free[members, :] = 1
        free[:, members] = 1


def _minority(
    votes: Votes, side: NDArray[np.int8], statements: NDArray[np.intp], discovery: float
) -> Minority | None:
    of_view = np.isin(votes.statement, statements)
    person, statement = votes.person[of_view], votes.statement[of_view]
    takes = votes.value[of_view] == side[statement]
    voted = np.bincount(person, minlength=len(votes.people))
    taken = np.bincount(person[takes], minlength=len(votes.people))
    asked = voted >= FEWEST_PAIR
    holders = asked & (taken >= FEWEST_PAIR) & (taken > FIRMLY * voted - 1e-9)
    if not 0 < holders.sum() <= MOST * asked.sum():
        return None
    every = (_side(statement, takes, holders[person], int(one), int(side[one])) for one in statements)
    sides = sorted(
        (one for one in every if one.with_it > MOST * one.votes),
        key=lambda one: (-(one.share.low - one.others.estimate), one.statement),
    )
    if len(sides) < FEWEST_PAIR:
        return None
    return Minority(
        tuple(map(int, np.flatnonzero(holders))),
        int(asked.sum()),
        shares(int(holders.sum()), int(asked.sum())).at(),
        tuple(sides),
        discovery,
    )


def _side(
    statement: NDArray[np.int32],
    takes: NDArray[np.bool_],
    is_holder: NDArray[np.bool_],
    one: int,
    side: int,
) -> Side:
    on_it = statement == one
    ours, theirs = on_it & is_holder, on_it & ~is_holder
    counted = (
        int((ours & takes).sum()),
        int(ours.sum()),
        int((theirs & takes).sum()),
        int(theirs.sum()),
    )
    return Side(one, side, *counted, shares(*counted[:2]).at(), shares(*counted[2:]).at())
