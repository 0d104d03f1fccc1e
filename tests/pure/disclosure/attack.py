"""Somebody who wants to know: works small numbers out of releases, from nothing but what everybody can read.

It shares no code with the protection: it reads the words, writes its own equations over the one great table of all
dimensions (never a shorter form of it), and has every small number's lowest and highest value looked for in whole
people. A number is recovered if it has fewer than five values from the lowest to the highest.

``python -m tests.pure.disclosure.attack [--trials 10000] [--seed 1] [--first 0]`` tries random tables, each with a
release after it; Ctrl-C stops it with what was found so far.
"""

from __future__ import annotations

import argparse
import itertools
import math
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array, vstack

from penholder.pure.disclosure.released import Release, Since
from penholder.pure.disclosure.releases import SOLUTIONS, release
from penholder.pure.disclosure.tables import Dimension, Table

SMALL, FEWEST_VALUES = 10, 5
WITHOUT_END = 1_000_000
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recovered:
    """A small number that was worked out too well."""

    what: str
    truth: int
    lowest: int
    highest: int


# Reading what was published


def read(words: str, *, none_is_small: bool) -> tuple[int, int]:
    """What a published number lies between."""
    if words == "none":
        return 0, 0
    if words == "not shown":
        return 0, WITHOUT_END
    if found := re.fullmatch(r"fewer than ([\d,]+)", words):
        most = _number(found[1]) - 1
        return (0 if none_is_small or most != SMALL - 1 else 1), most
    if found := re.fullmatch(r"([\d,]+) to ([\d,]+)", words):
        return _number(found[1]), _number(found[2])
    rounded = _number(words)
    assert rounded % 5 == 0
    return max(SMALL, rounded - 2), rounded + 2


def _number(words: str) -> int:
    return int(words.replace(",", ""))


# Working numbers out


@dataclass(slots=True)
class Attack:
    """The equations of some releases about the same people; ``links`` say how each is tied to the one before."""

    dimensions: dict[str, list[str]]
    releases: list[dict[str, Any]]
    links: list[str]
    solved: int = 0

    def intervals(
        self, wanted: Sequence[tuple[int, tuple[tuple[str, str], ...], int | None]]
    ) -> Iterator[tuple[int, int]]:
        """The lowest and highest value, for each (release, place, release to take off or None); or ones ≥ 5 apart."""
        rows, lows, highs = self._equations()
        goals = np.array(
            [
                self._row(number, dict(place)) - (0 if less is None else self._row(less, dict(place)))
                for number, place, less in wanted
            ]
        ).reshape(len(wanted), -1)
        lowest = np.full(len(wanted), np.inf)
        highest = np.full(len(wanted), -np.inf)
        known = LinearConstraint(rows, lows, highs)
        for at, goal in enumerate(goals):
            for sign in (1, -1):
                if highest[at] - lowest[at] >= FEWEST_VALUES - 1:
                    break
                found = milp(
                    sign * goal, integrality=np.ones(len(goal)), bounds=Bounds(0, np.inf), constraints=known
                )
                self.solved += 1
                if found.status == 3:  # without end
                    (lowest if sign == 1 else highest)[at] = -sign * WITHOUT_END
                    continue
                assert found.status == 0, found.message
                values = goals @ np.rint(found.x)
                lowest, highest = np.minimum(lowest, values), np.maximum(highest, values)
            yield int(lowest[at]), int(highest[at])

    def _equations(self) -> tuple[Any, Counts, Counts]:
        rows, lows, highs = [], [], []
        for number, published in enumerate(self.releases):
            for cell in published["cells"]:
                low, high = read(cell["words"], none_is_small=published["none is among fewer than 10"])
                rows.append(self._row(number, cell["place"]))
                lows.append(low)
                highs.append(high)
        parts = [lil_array(np.array(rows))]
        size = math.prod(len(one) for one in self.dimensions.values())
        for number in range(1, len(self.releases)):
            tie = lil_array((size, size * len(self.releases)))
            for cell in range(size):
                tie[cell, number * size + cell] = 1
                tie[cell, (number - 1) * size + cell] = -1
            parts.append(tie)
            lows += [0] * size
            highs += [0 if self.links[number] == "same" else WITHOUT_END] * size
        return vstack(parts, format="csr"), np.array(lows), np.array(highs)

    def _row(self, number: int, place: dict[str, str]) -> Counts:
        """Which unknowns of the great table of a release add up to the number in ``place``."""
        cells = itertools.product(*self.dimensions.values())
        names = list(self.dimensions)
        inside = [
            all(place.get(name, category) == category for name, category in zip(names, cell, strict=True))
            for cell in cells
        ]
        row = np.zeros(len(inside) * len(self.releases), dtype=np.int64)
        row[number * len(inside) : (number + 1) * len(inside)] = inside
        return row


def attacked(releases: Sequence[Release], truths: Sequence[dict[Any, int]]) -> tuple[list[Recovered], int]:
    """What is recovered from ``releases`` about “people”, and how many small numbers were tried.

    ``truths`` only tells which numbers are small, and whether the attack got hold of them.
    """
    published = [one.published() for one in releases]
    first = max((number for number, one in enumerate(published) if one["since"] == "changed"), default=0)
    found: list[Recovered] = []
    tried = 0
    for start, end in ((0, first), (first, len(published))):
        run = [number for number in range(start, end) if "people" in published[number]["about"]]
        if run:
            recovered, count = _attacked(published, run, truths)
            found += recovered
            tried += count
    return found, tried


def _attacked(
    published: list[dict[str, Any]], run: list[int], truths: Sequence[dict[Any, int]]
) -> tuple[list[Recovered], int]:
    about = [published[number]["about"]["people"] for number in run]
    dimensions = {
        one["name"]: one["categories"] for each in about for table in each["tables"] for one in table
    }
    links = ["same"]
    for before, after in itertools.pairwise(run):
        between = {published[number]["since"] for number in range(before + 1, after + 1)}
        links.append("grown" if "grown" in between else "same")
    attack = Attack(dimensions, about, links)
    wanted = list(_wanted(about, [truths[number] for number in run], links))
    found: list[Recovered] = []
    if not wanted:
        return found, 0
    intervals = attack.intervals([one for one, _ in wanted])
    for ((number, place, less), truth), (low, high) in zip(wanted, intervals, strict=True):
        if high - low + 1 < FEWEST_VALUES:
            what = f"release {number}, {dict(place)}" + ("" if less is None else f", added since {less}")
            found.append(Recovered(what, truth, low, high))
    return found, len(wanted)


def _wanted(
    about: list[dict[str, Any]], truths: list[dict[Any, int]], links: list[str]
) -> Iterator[tuple[tuple[int, tuple[tuple[str, str], ...], int | None], int]]:
    """Every published number whose truth is small and was not told, and every small addition."""
    seen: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for number, one in enumerate(about):
        for cell in one["cells"]:
            place = tuple(sorted(cell["place"].items()))
            if cell["words"] == "none":
                continue
            truth = truths[number][place]
            if truth < SMALL:
                yield (number, place, None), truth
            for before in seen.get(place, []):
                added = truth - truths[before][place]
                if "grown" in links[before + 1 : number + 1] and 0 <= added < SMALL:
                    yield (number, place, before), added
            seen.setdefault(place, []).append(number)


# Random tables


@dataclass(frozen=True, slots=True)
class Trial:
    """Tables about random people, and some more about them later."""

    first: tuple[Table, ...]
    second: tuple[Table, ...]
    since: Since


SETS = (
    (((0,),), 1),
    (((0, 1),), 2),
    (((0, 1), (1, 2)), 3),
    (((0, 1), (0, 2)), 3),
    (((0, 1), (1, 2), (0, 2)), 3),
    (((0, 1, 2),), 3),
    (((0,), (1,), (2,)), 3),
)
MOST_CATEGORIES = {1: 9, 2: 6, 3: 4}


def trial(seed: int, number: int) -> Trial:
    """The same for the same ``seed`` and ``number``."""
    rng = np.random.default_rng((seed, number))
    chosen, dimension_count = SETS[int(rng.integers(len(SETS)))]
    shape = rng.integers(2, MOST_CATEGORIES[dimension_count] + 1, size=dimension_count)
    dimensions = tuple(
        Dimension(name, tuple(f"{name}{at}" for at in range(size)), sensitive=bool(rng.random() < 0.2))
        for name, size in zip("abc", shape, strict=False)
    )
    mean = float(rng.choice([0.3, 2, 8, 30])) * (1 + 4 * float(rng.random()))
    people = rng.poisson(mean * rng.gamma(0.6, 1 / 0.6, size=shape))
    since = (Since.SAME, Since.GROWN, Since.GROWN, Since.CHANGED)[int(rng.integers(4))]
    later = people
    if since is Since.GROWN:
        later = people + rng.poisson(rng.choice([0.05, 0.5, 3]), size=shape)
    elif since is Since.CHANGED:
        later = np.maximum(0, people + rng.integers(-2, 3, size=shape))
    return Trial(
        _tables(people, dimensions, chosen),
        _tables(later, dimensions, _recut(rng, chosen, dimension_count)),
        since,
    )


def _recut(rng: np.random.Generator, chosen: tuple[Any, ...], dimension_count: int) -> tuple[Any, ...]:
    """Half of the time the same tables, else others about the same people."""
    if rng.random() < 0.5:
        return chosen
    possible = [one for one, count in SETS if count <= dimension_count]
    return possible[int(rng.integers(len(possible)))]


def _tables(people: Counts, dimensions: tuple[Dimension, ...], chosen: tuple[Any, ...]) -> tuple[Table, ...]:
    found = []
    for axes in chosen:
        gone = tuple(axis for axis in range(people.ndim) if axis not in axes)
        counts = people.sum(axis=gone).ravel().tolist()
        found.append(Table("people", tuple(dimensions[axis] for axis in axes), tuple(counts)))
    return tuple(found)


def truth_of(tables: Sequence[Table]) -> dict[Any, int]:
    """Every count in these tables and their margins, summed here and not by the protection."""
    found: dict[Any, int] = {}
    for table in tables:
        cells = itertools.product(*(one.categories for one in table.dimensions))
        for cell, count in zip(cells, table.counts, strict=True):
            place = [(one.name, category) for one, category in zip(table.dimensions, cell, strict=True)]
            for size in range(len(place) + 1):
                for part in itertools.combinations(sorted(place), size):
                    key = (frozenset(one.name for one in table.dimensions), part)
                    found[key] = found.get(key, 0) + count
    return {part: count for (_, part), count in found.items()}


@dataclass(slots=True)
class Tally:
    """What became of many trials."""

    solutions: int = SOLUTIONS
    trials: int = 0
    tables: int = 0
    withheld: int = 0
    tried: int = 0
    recovered: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)

    def add(self, seed: int, number: int) -> None:
        """Release a trial's tables, one set after the other, and attack both together."""
        one = trial(seed, number)
        first = release(one.first, solutions=self.solutions)
        second = release(one.second, since=one.since, earlier=[first], solutions=self.solutions)
        found, tried = attacked([first, second], [truth_of(one.first), truth_of(one.second)])
        self.trials += 1
        self.tables += len(one.first) + len(one.second)
        self.withheld += len(first.withheld) + len(second.withheld)
        self.tried += tried
        self.recovered += [f"trial {number}: {each}" for each in found]
        for each in (first, second):
            self.told.update(_sort(cell.shown.words) for cell in each.cells.get("people", ()))

    def sentence(self) -> str:
        told = ", ".join(f"{count:,} {sort}" for sort, count in self.told.most_common())
        return (
            f"{len(self.recovered)} of {self.tried:,} small numbers recovered, from {self.tables:,} tables in "
            f"{self.trials:,} pairs of successive releases; {self.withheld} tables withheld; told: {told}"
        )


def _sort(words: str) -> str:
    if words in {"none", "not shown", "fewer than 10"}:
        return words
    return "rounded" if words.replace(",", "").isdigit() else "in ranges"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.pure.disclosure.attack", description=__doc__)
    parser.add_argument("--trials", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--solutions", type=int, default=SOLUTIONS, help="the programmes solved for a set at most"
    )
    parser.add_argument("--first", type=int, default=0, help="the number of the first trial")
    asked = parser.parse_args(arguments)
    tally = Tally(asked.solutions)
    said = time.monotonic()
    try:
        for number in range(asked.first, asked.first + asked.trials):
            tally.add(asked.seed, number)
            if time.monotonic() - said > 10:
                said = time.monotonic()
                _say(f"{number + 1 - asked.first:,} of {asked.trials:,}: {tally.sentence()}", to=sys.stderr)
    except KeyboardInterrupt:
        _say("stopped", to=sys.stderr)
    _say("\n".join([tally.sentence(), *tally.recovered]), to=sys.stdout)
    return 1 if tally.recovered else 0


def _say(words: str, *, to: TextIO) -> None:
    to.write(f"{words}\n")
    to.flush()


if __name__ == "__main__":
    sys.exit(main())
