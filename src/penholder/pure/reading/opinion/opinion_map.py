"""The opinion map as one value: where people and statements lie, who stands together, and whether that is more than chance.

The pieces are in the modules beside this one; here they are put together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from penholder.pure.reading.opinion.centred import Centred, centred
from penholder.pure.reading.opinion.chance import chance_of
from penholder.pure.reading.opinion.components import EXACT, components_of
from penholder.pure.reading.opinion.grouping import Grouping, again, finished
from penholder.pure.reading.opinion.likelihood import likelihoods
from penholder.pure.reading.opinion.positions import counted_in as who_counts
from penholder.pure.reading.opinion.positions import positions_of_people, positions_of_statements
from penholder.pure.reading.opinion.splitting import Splits, clear_on_some, splits_of
from penholder.pure.reading.opinion.steadiness import Resample, resampled, steadiness_of_everyone
from penholder.pure.reading.opinion.verdict import (
    GROUPS,
    LEVEL,
    NO_GROUPS,
    NOT_TESTED,
    Kind,
    Qualities,
    Verdict,
    best_split,
    by_chance,
    judged,
    no_split,
    untested,
)
from penholder.pure.reading.opinion.votes import Votes, unlike

__all__ = [
    "CLOSE",
    "EXACT",
    "GROUPS",
    "LEAST",
    "NOT_TESTED",
    "NO_GROUPS",
    "Kind",
    "OpinionMap",
    "Progress",
    "Verdict",
    "draw_map",
]

Numbers = NDArray[np.float64]

LEAST = 5
PERMUTATIONS = 99
RESAMPLES = 20
SAMPLE = 2_000
LOOKED_AT = 1_000
CLOSE = 3e-5
"""Radians: what an update may be content with to be quicker. 1 − cosine is under 5e-10, and no eye sees the difference."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps of it are done, and how many there are."""


@dataclass(frozen=True, slots=True, eq=False)
class OpinionMap:
    """Everything the map says.

    P people, S statements (those taken out included, with zeros), G groups. ``counted_in`` (P): who voted enough to
    be put in a group. ``means`` (S): a statement's mean vote, 0 where nobody voted. ``components`` (2 × S): directions
    of unit length in which opinions differ most, zeros where they do not differ. ``explained`` (2): the share of all
    variance along each. ``angle``: how far the components may lie from the true ones, in radians. ``statement_positions`` (S × 2), ``positions`` (P × 2). ``labels`` (P): the group of each
    person from 0, the largest first; −1 for none. ``sizes`` (G). ``steadiness`` (P): the share of resamples in which
    someone stayed in their group; NaN for people in none, and where that was not tested.
    """

    votes: Votes
    counted_in: NDArray[np.bool_]
    means: Numbers
    components: Numbers
    explained: Numbers
    angle: float
    statement_positions: Numbers
    positions: Numbers
    labels: NDArray[np.int32]
    sizes: tuple[int, ...]
    steadiness: Numbers
    verdict: Verdict


def draw_map(
    votes: Votes,
    *,
    seed: int = 0,
    least: int = LEAST,
    permutations: int = PERMUTATIONS,
    resamples: int = RESAMPLES,
    sample: int = SAMPLE,
    earlier: OpinionMap | None = None,
    angle: float = EXACT,
    progress: Progress | None = None,
) -> OpinionMap:
    """The map of all votes; the same for the same votes and seed.

    No group has fewer than ``least`` people. ``permutations`` and ``resamples`` say how often chance and stability are
    tried: chance on at most ``sample`` people (or as many as there are statements) drawn by chance, stability on ten times
    as many; without either, groups are given as *not tested*. ``earlier`` is the map before some votes came in: positions are the same as without it, found
    sooner; and while no more than a hundredth of the votes that were tested came, went or changed since, the number of
    groups and the tests stand, each group is the one it was, and the verdict says so. ``angle`` is how far a component
    may lie from the true one, in radians: as near as the votes can tell, unless more is allowed (``CLOSE``).
    Raises ``ValueError`` for a smallest size under 1, and for so few ``permutations`` that no groups could ever be found.
    """
    if least < 1:
        raise ValueError("the smallest size of a group is at least 1")
    if permutations and (permutations + 1) * LEVEL < 1:
        raise ValueError(f"chance is tried 0 times, or at least {round(1 / LEVEL) - 1}")
    matrix = centred(votes)
    components = components_of(matrix, start=_start(votes, earlier), angle=angle)
    positions = positions_of_people(matrix, components.vectors)
    inside = who_counts(matrix)
    talk = _Conversation(votes, matrix, inside, positions[inside], seed, least)
    times = (permutations, resamples)
    found = _as_before(talk, earlier, tested=all(times)) or _found(
        talk, max(sample, votes.shape[1]), times, progress or _quietly
    )
    return OpinionMap(
        votes,
        inside,
        matrix.means,
        components.vectors,
        components.explained,
        angle,
        positions_of_statements(matrix, components.vectors),
        positions,
        found.labels,
        found.sizes,
        found.steadiness,
        found.verdict if found.verdict.votes else replace(found.verdict, votes=len(votes)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Conversation:
    votes: Votes
    matrix: Centred
    inside: NDArray[np.bool_]
    points: Numbers
    seed: int
    least: int


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    labels: NDArray[np.int32]
    sizes: tuple[int, ...]
    steadiness: Numbers
    verdict: Verdict


def _quietly(_what: str, _done: int, _of: int) -> None:
    """Nobody asked how far it is."""


def _start(votes: Votes, earlier: OpinionMap | None) -> Numbers | None:
    """The earlier components, each statement's entry where the statement is now; 0 for those that are new."""
    if earlier is None:
        return None
    if earlier.votes.statements == votes.statements:
        return earlier.components
    place = {one: at for at, one in enumerate(earlier.votes.statements)}
    before = np.array([place.get(one, len(place)) for one in votes.statements], dtype=np.intp)
    return np.append(earlier.components, np.zeros((2, 1)), axis=1)[:, before]


def _as_before(talk: _Conversation, earlier: OpinionMap | None, *, tested: bool) -> _Found | None:
    """The groups of the earlier map, as they are now; ``None`` where it is time to look for groups anew."""
    votes = talk.votes
    if earlier is None:
        return None
    changed = unlike(earlier.votes, votes)
    if not earlier.verdict.kept_for(changed, talk.least, tested=tested):
        return None
    if not earlier.sizes:
        return _without(talk, earlier.verdict.with_more((), earlier.verdict.silhouette, changed))
    before = _place_of_people(earlier, votes)
    labels, steady = (
        np.append(one, none)[before] for one, none in ((earlier.labels, -1), (earlier.steadiness, np.nan))
    )
    groups = again(talk.points, labels[talk.inside], len(earlier.sizes))
    if min(groups.sizes) < talk.least:
        return None
    silhouette = clear_on_some(talk.points, groups, np.random.default_rng([talk.seed]), LOOKED_AT)
    return _with(
        talk, groups, steady[talk.inside], earlier.verdict.with_more(groups.sizes, silhouette, changed)
    )


def _place_of_people(earlier: OpinionMap, votes: Votes) -> NDArray[np.intp]:
    """Where each person stood among the earlier people; −1, the last place, for who is new."""
    known = earlier.votes.people
    if known is votes.people or known == votes.people:
        return np.arange(len(known))
    place = {one: at for at, one in enumerate(known)}
    return np.array([place.get(one, -1) for one in votes.people], dtype=np.intp)


def _found(talk: _Conversation, sample: int, times: tuple[int, int], told: Progress) -> _Found:
    people = int(talk.inside.sum())
    splits = splits_of(talk.points, np.random.default_rng([talk.seed]), least=talk.least, sample=sample)
    if not all(times):
        chosen = _clearest(talk, splits)
        if chosen is None:
            return _without(talk, no_split(people, talk.least))
        at, groups = chosen
        return _with(talk, groups, None, untested(len(groups.sizes), float(splits.clear[at]), talk.least))
    return _tested(talk, splits, times, told)


def _tested(talk: _Conversation, splits: Splits, times: tuple[int, int], told: Progress) -> _Found:
    people = int(talk.inside.sum())
    if not np.isfinite(splits.clear).any():
        return _without(talk, no_split(people, talk.least))
    part, inside = _drawn(talk, splits.sample)
    chance = chance_of(
        part,
        inside,
        times=times[0],
        seed=talk.seed,
        least=talk.least,
        done=lambda number: told("chance", number, times[0]),
    )
    if chance.share > LEVEL:
        at = int(np.nanargmax(splits.clear))
        verdict = by_chance(
            len(splits.groupings[at].sizes),
            float(splits.clear[at]),
            talk.least,
            chance=(chance.share, chance.made),
            tested_on=len(splits.sample),
            counted_in=people,
        )
        return _without(talk, verdict)
    more = _more_people(talk, splits.sample)
    part, inside = _drawn(talk, more)
    maps = resampled(
        part,
        inside,
        [_part(finished(talk.points, one), more) for one in splits.groupings],
        times=times[1],
        seed=talk.seed,
        done=lambda number: told("stability", number, times[1]),
    )
    chosen = _chosen(talk, splits, _qualities(talk, splits, maps, chance.clear))
    if chosen is None:
        return _without(talk, no_split(people, talk.least))
    at, groups = chosen
    verdict = judged(
        groups.sizes,
        float(splits.clear[at]),
        talk.least,
        chance=(chance.share, chance.made),
        stability=(float(np.mean([each.seen[at].alike for each in maps])), len(maps)),
        tested_on=(len(splits.sample), len(more)),
        counted_in=people,
    )
    if verdict.kind == NO_GROUPS:
        return _without(talk, verdict)
    return _with(talk, groups, _steadiness(talk, splits, groups, maps, at), verdict)


def _more_people(talk: _Conversation, some: NDArray[np.intp]) -> NDArray[np.intp]:
    """Ten times as many for the test of stability: how well a map is known depends on how many people it is made of."""
    people, asked = len(talk.points), 10 * len(some)
    if people <= asked:
        return np.arange(people)
    return np.sort(np.random.default_rng([talk.seed, 9]).choice(people, asked, replace=False))


def _part(groups: Grouping, people: NDArray[np.intp]) -> Grouping:
    """The same groups, of some of the people."""
    return replace(groups, labels=groups.labels[people])


def _drawn(talk: _Conversation, sample: NDArray[np.intp]) -> tuple[Votes, NDArray[np.bool_]]:
    """The conversation the tests are made on: all of it, or the votes of the people drawn from those counted in."""
    if len(sample) == len(talk.points):
        return talk.votes, talk.inside
    votes = talk.votes
    chosen = np.flatnonzero(talk.inside)[sample]
    starts, cast = talk.matrix.matrix.indptr, talk.matrix.cast[chosen]
    places = np.repeat(starts[chosen] - (np.cumsum(cast) - cast), cast) + np.arange(cast.sum())
    return Votes(
        tuple(votes.people[person] for person in chosen),
        votes.statements,
        np.repeat(np.arange(len(chosen), dtype=np.int32), cast),
        votes.statement[places],
        votes.value[places],
        votes.moderated,
    ), np.ones(len(chosen), dtype=bool)


def _qualities(
    talk: _Conversation, splits: Splits, maps: tuple[Resample, ...], by_chance: Numbers
) -> Qualities:
    stable = np.mean([[one.alike for one in each.seen] for each in maps], axis=0)
    likely = likelihoods(*_drawn(talk, splits.sample), splits.groupings)
    return Qualities(splits.clear - by_chance, stable, likely)


def _chosen(talk: _Conversation, splits: Splits, good: Qualities) -> tuple[int, Grouping] | None:
    """The best split, on everyone; one that turns out to have too small a group is none."""
    clear = good.clear.copy()
    while (at := best_split(replace(good, clear=clear))) is not None:
        groups = finished(talk.points, splits.groupings[at])
        if min(groups.sizes) >= talk.least:
            return at, groups
        clear[at] = np.nan
    return None


def _clearest(talk: _Conversation, splits: Splits) -> tuple[int, Grouping] | None:
    """The same by clearness alone, where nothing else was looked at."""
    alike = np.ones(len(splits.clear))
    return _chosen(talk, splits, Qualities(splits.clear, alike, np.nan_to_num(splits.clear, nan=-np.inf)))


def _steadiness(
    talk: _Conversation, splits: Splits, groups: Grouping, maps: tuple[Resample, ...], at: int
) -> Numbers:
    """Of those counted in."""
    if len(maps[0].stayed[at]) == len(talk.points) == len(splits.sample):
        stayed: Numbers = np.mean([each.stayed[at] for each in maps], axis=0)
        return stayed
    labels = np.zeros(len(talk.inside), dtype=np.int32)
    labels[talk.inside] = groups.labels
    return steadiness_of_everyone(talk.votes, talk.matrix, labels, maps, at, seed=talk.seed)[talk.inside]


def _with(talk: _Conversation, groups: Grouping, steadiness: Numbers | None, verdict: Verdict) -> _Found:
    labels = np.full(len(talk.inside), -1, dtype=np.int32)
    labels[talk.inside] = groups.labels
    steady = np.full(len(talk.inside), np.nan)
    if steadiness is not None:
        steady[talk.inside] = steadiness
    return _Found(labels, groups.sizes, steady, verdict)


def _without(talk: _Conversation, verdict: Verdict) -> _Found:
    people = len(talk.inside)
    return _Found(np.full(people, -1, dtype=np.int32), (), np.full(people, np.nan), verdict)
