"""Conversations made up with known groups, of any size, and conversations with the groups taken out.

Each statement has a leaning, about N(0.35, 0.35); for half of the statements each group leans its own way besides, by
N(0, separation). Somebody agrees with odds of (1 + leaning) ÷ 2, passes 12 times in 100, and votes on as many
statements as a log-normal law says, which gives many people with few votes and a few with many.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from penholder.pure.reading.opinion.votes import Votes, votes_indexed

SHARES = {2: (0.6, 0.4), 3: (0.5, 0.3, 0.2), 4: (0.45, 0.3, 0.17, 0.08)}
PASSES = 0.12
SPREAD = 0.9
CORNERS = {
    2: ((1, 0), (-1, 0)),
    3: ((1, 0), (-0.5, 0.87), (-0.5, -0.87)),
    4: ((1, 0.8), (1, -0.8), (-1, 0.8), (-1, -0.8)),
}
_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """The votes and, for each person, the group they were made in."""

    votes: Votes
    truth: NDArray[np.int64]


def made_votes(
    people: int,
    statements: int,
    votes: int,
    *,
    groups: int = 4,
    separation: float = 0.55,
    seed: int = 0,
    shares: Sequence[float] = (),
    along_two: bool = False,
) -> Made:
    """About as many votes as asked for; nobody votes twice on one statement.

    ``along_two`` puts the groups apart along two questions that many statements touch, as on a map, instead of each
    statement on its own.
    """
    rng = np.random.default_rng(seed)
    odds = _odds(statements, groups, separation, rng, along_two=along_two)
    truth = rng.choice(groups, size=people, p=shares or SHARES[groups])
    return _voted(odds, truth, _cast(people, statements, votes, rng), rng)


def made_each_apart(
    people: int,
    statements: int,
    votes: int,
    *,
    groups: int,
    evenness: float,
    seed: int,
    shares: Sequence[float] = (),
) -> Made:
    """The same, but that each group agrees with each statement as often as chance says, whatever the others do.

    ``evenness`` is both parameters of the beta law it is drawn from: the smaller, the more of one mind a group is.
    """
    rng = np.random.default_rng(seed)
    odds = rng.beta(evenness, evenness, size=(groups, statements))
    truth = rng.choice(groups, size=people, p=shares or SHARES[groups])
    return _voted(odds, truth, _cast(people, statements, votes, rng), rng)


def _voted(
    odds: NDArray[np.float64], truth: NDArray[np.int64], cast: NDArray[np.int64], rng: Generator
) -> Made:
    """The votes of people, each of whom casts so many; ``odds`` (groups × statements) are those of agreeing."""
    people, statements = len(truth), odds.shape[1]
    person = np.repeat(np.arange(people, dtype=np.int32), cast)
    statement, value = np.empty(len(person), dtype=np.int32), np.empty(len(person), dtype=np.int8)
    ends = np.concatenate([[0], np.cumsum(cast)])
    for begin in range(0, people, _AT_ONCE):
        some = slice(begin, min(begin + _AT_ONCE, people))
        votes_of_some = slice(ends[some.start], ends[some.stop])
        statement[votes_of_some] = _chosen(cast[some], statements, rng)
        their_odds = odds[truth[person[votes_of_some]], statement[votes_of_some]]
        value[votes_of_some] = _said(their_odds, rng)
    return Made(votes_indexed(_ids(people), _ids(statements), person, statement, value), truth)


def without_groups(votes: Votes, *, seed: int) -> Votes:
    """The same people voting on the same statements, each statement's votes dealt out anew: nothing hangs together."""
    rng = np.random.default_rng(seed)
    order = np.lexsort((rng.random(len(votes)), votes.statement))
    home = np.lexsort((votes.person, votes.statement))
    value = np.empty_like(votes.value)
    value[home] = votes.value[order]
    return Votes(votes.people, votes.statements, votes.person, votes.statement, value, votes.moderated)


def _ids(count: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(count))


def _odds(
    statements: int, groups: int, separation: float, rng: Generator, *, along_two: bool
) -> NDArray[np.float64]:
    leaning = np.tile(rng.normal(0.35, 0.35, size=statements), (groups, 1))
    own = rng.permutation(statements)[: math.ceil(statements / 2)]
    apart = rng.normal(0, separation, size=(groups, len(own)))
    if along_two:
        apart = np.array(CORNERS[groups]) @ apart[:2]
    leaning[:, own] += apart
    odds: NDArray[np.float64] = (1 + np.clip(leaning, -1, 1)) / 2
    return odds


def _cast(people: int, statements: int, votes: int, rng: Generator) -> NDArray[np.int64]:
    wanted = rng.lognormal(0, SPREAD, size=people)
    scale = votes / wanted.sum()
    for _ in range(30):  # what is cut off at the number of statements is given to the others
        cast = np.clip(np.rint(wanted * scale), 1, statements)
        scale *= votes / cast.sum()
    return cast.astype(np.int64)


def _chosen(cast: NDArray[np.int64], statements: int, rng: Generator) -> NDArray[np.int64]:
    """Different statements for each person, in order: a walk round all statements in steps that share no factor with S."""
    steps = np.array([step for step in range(1, statements + 1) if math.gcd(step, statements) == 1])
    walk = np.arange(cast.sum()) - np.repeat(np.cumsum(cast) - cast, cast)
    begin = np.repeat(rng.integers(statements, size=len(cast)), cast)
    step = np.repeat(steps[rng.integers(len(steps), size=len(cast))], cast)
    person = np.repeat(np.arange(len(cast)), cast)
    return np.sort(person * statements + (begin + walk * step) % statements) % statements


def _said(odds: NDArray[np.float64], rng: Generator) -> NDArray[np.int8]:
    said = np.where(rng.random(len(odds)) < odds, 1, -1)
    said[rng.random(len(odds)) < PASSES] = 0
    return said.astype(np.int8)
