"""The proof that a number cannot be worked out: whole people put where they would fit all that is shown, differently.

What a crowd of them says about one number it says about all, so a few walks prove most numbers, and only the others
need integer programmes of their own. What is reported is what was reached by people who fit: the truth may be still
further apart, never nearer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from penholder.pure.disclosure.counts import SMALLEST
from penholder.pure.disclosure.knowledge import Knowledge, Told
from penholder.pure.disclosure.layout import Layout
from penholder.pure.disclosure.solving import Contradiction, Goal, People, Solver
from penholder.pure.disclosure.walking import FAR, Crowd, Move, Walk, Walkers

ENOUGH = 5
"""How many values a hidden number must be able to have, from the lowest to the highest."""

Difference = tuple[int, int]
"""A number to be kept: a row of the knowledge, less another one (or ``NOTHING``)."""
NOTHING = -1

_WALKERS = 64
_MOST_KEPT = 512
_EXPLORED, _NOTED = 60, 10  # steps before a question, and after how many who was met is kept
_STEPS, _MORE_STEPS = 4, 2  # for a number, before a programme is solved for it


class Verdict(Enum):
    """What comes of telling something."""

    SAFE = auto()
    UNSAFE = auto()
    IMPOSSIBLE = auto()


class Reached:
    """The lowest and the highest value of each number to be kept, in some people who fit."""

    def __init__(self, numbers: int) -> None:
        self.lowest = np.full(numbers, FAR)
        self.highest = np.full(numbers, -FAR)

    def add(self, values: NDArray[np.int64]) -> None:
        """Take in the numbers of some people, a row for each."""
        np.minimum(self.lowest, values.min(axis=0), out=self.lowest)
        np.maximum(self.highest, values.max(axis=0), out=self.highest)

    def add_ends(
        self, numbers: NDArray[np.int64], lowest: NDArray[np.int64], highest: NDArray[np.int64]
    ) -> None:
        """The same for some of the numbers, of which the lowest and the highest are known."""
        self.lowest[numbers] = np.minimum(self.lowest[numbers], lowest)
        self.highest[numbers] = np.maximum(self.highest[numbers], highest)

    def ends(self, number: int) -> tuple[int, int]:
        return int(self.lowest[number]), int(self.highest[number])

    def is_apart_in(self, number: int) -> bool:
        return bool(self.highest[number] - self.lowest[number] + 1 >= ENOUGH)

    def is_apart(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.highest - self.lowest + 1 >= ENOUGH
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What comes of telling something, and the people found who prove it."""

    verdict: Verdict
    reached: Reached
    certain: NDArray[np.bool_]


class Proof:
    """Says of any state of knowledge whether every number to be kept has enough values in it.

    It keeps the people it found: those who fit a later state, too, prove it.
    """

    def __init__(
        self,
        layout: Layout,
        told: Sequence[Told],
        knowledge: Knowledge,
        kept: Sequence[Difference],
        solver: Solver,
        *,
        zero_is_told: bool,
    ) -> None:
        self._told = told
        self._kept = tuple(kept)
        self._solver = solver
        self._zero_is_told = zero_is_told
        self._rows = np.array([row for row, _ in kept])
        self._less = np.array([less for _, less in kept])
        self._wanted = _differences(knowledge, kept)
        self._walk = Walk(layout, max(one.additions for one in told), self._wanted)
        self._certain = np.zeros(len(self._kept), dtype=bool)
        self._crowd: Crowd = np.empty((0, sum(self._wanted.shape)), dtype=np.int64)
        self._noted: list[Crowd] = []  # who are to join the crowd
        self._last_unsafe = 0

    def judged(self, knowledge: Knowledge, active: NDArray[np.bool_]) -> Judgement:
        """Whether all ``active`` numbers are safe if ``knowledge`` is what everybody knows.

        Raises ``Exhausted`` where the programmes allowed for do not tell.
        """
        reached = Reached(len(self._kept))
        open_ = active & ~self._certain & ~self._is_large(knowledge)
        before = open_.copy()
        verdict = self._verdict(knowledge, open_, reached)
        return Judgement(verdict, reached, self._certain | (before & ~open_))

    def ends(self, row: int, knowledge: Knowledge) -> tuple[int, int]:
        """What the number in ``row`` lies between. Raises ``Contradiction`` where nobody fits."""
        return self._solver.ends(knowledge.sums[[row]].toarray()[0].astype(np.int64), knowledge)

    def is_nobody(self, row: int, knowledge: Knowledge) -> bool:
        """Whether everybody can see that the number in ``row`` is none. One programme at most."""
        goal = knowledge.sums[[row]].toarray()[0].astype(np.int64)
        return self._solver.lowest(-goal, knowledge)[0] == 0

    def explore(self, row: int, knowledge: Knowledge) -> None:
        """Find more people who fit, with different numbers in ``row`` and elsewhere, before something is asked of it."""
        crowd = self._everybody()
        if not len(crowd):
            return
        walkers = self._walk.walkers(np.resize(crowd, (_WALKERS, crowd.shape[1])), knowledge)
        for step in range(_EXPLORED):
            walkers.step(self._anywhere(row if step % 3 == 0 else self._walk.one_of(len(self._told))))
            if step % _NOTED == _NOTED - 1:
                self._noted.append(walkers.crowd().copy())

    def settle_on(self, knowledge: Knowledge, judgement: Judgement) -> None:
        """Go on from ``knowledge``, which was judged so, and keep only the people who fit it."""
        self._certain = judgement.certain
        fit = self._fitting(knowledge)
        numbers = fit[:, : len(self._kept)]
        farthest = np.unique(np.concatenate([numbers.argmin(axis=0), numbers.argmax(axis=0)]))
        self._crowd = np.concatenate([fit[farthest], fit[-_MOST_KEPT:]])

    def _verdict(self, knowledge: Knowledge, open_: NDArray[np.bool_], reached: Reached) -> Verdict:
        fit = self._fitting(knowledge)
        if not len(fit):
            try:
                found = self._solver.anybody(knowledge)
            except Contradiction:
                return Verdict.IMPOSSIBLE
            if found is None:
                return Verdict.UNSAFE
            fit = self._walk.crowd_of(found)
            self._noted.append(fit)
        reached.add(fit[:, : len(self._kept)])
        self._walk_apart(fit, knowledge, open_, reached)
        for number in self._in_turn(open_):
            if reached.is_apart_in(number):
                continue
            self._push_apart(number, fit, knowledge, reached)
            if not reached.is_apart_in(number) and not self._prove(number, knowledge, open_, reached):
                self._last_unsafe = number
                return Verdict.UNSAFE
        return Verdict.SAFE

    def _in_turn(self, open_: NDArray[np.bool_]) -> list[int]:
        """The numbers that are open; first the one that was found unsafe last, which may well be so again."""
        return sorted(np.flatnonzero(open_).tolist(), key=lambda number: number != self._last_unsafe)

    def _everybody(self) -> Crowd:
        if self._noted:
            self._crowd = np.concatenate([self._crowd, *self._noted])
            self._noted = []
        return self._crowd

    def _fitting(self, knowledge: Knowledge) -> Crowd:
        crowd = self._everybody()
        numbers = crowd[:, : knowledge.told]
        lowest, highest = knowledge.lowest[: knowledge.told], knowledge.highest[: knowledge.told]
        found: Crowd = crowd[np.all((numbers >= lowest) & (numbers <= highest), axis=1)]
        return found

    def _is_large(self, knowledge: Knowledge) -> NDArray[np.bool_]:
        """Which numbers are not small already by what is shown of them alone."""
        less = np.where(self._less == NOTHING, 0, knowledge.highest[self._less])
        found: NDArray[np.bool_] = knowledge.lowest[self._rows] - less >= SMALLEST
        return found

    def _walk_apart(
        self, fit: Crowd, knowledge: Knowledge, open_: NDArray[np.bool_], reached: Reached
    ) -> None:
        """Walk towards more and fewer people in the numbers that are not apart yet."""
        if not (open_ & ~reached.is_apart()).any():
            return
        walkers = self._walk.walkers(np.resize(fit, (_WALKERS, fit.shape[1])), knowledge)
        for _ in range(_STEPS):
            for number in np.flatnonzero(open_ & ~reached.is_apart()).tolist():
                if not reached.is_apart_in(number):
                    self._step(number, walkers, reached)
        self._noted.append(walkers.crowd())

    def _push_apart(self, number: int, fit: Crowd, knowledge: Knowledge, reached: Reached) -> None:
        """The same for one number, with all force."""
        walkers = self._walk.walkers(np.resize(fit, (_WALKERS, fit.shape[1])), knowledge)
        for _ in range(_MORE_STEPS):
            self._step(number, walkers, reached, push=True)
            if reached.is_apart_in(number):
                break
            walkers.step(self._anywhere(self._walk.one_of(len(self._told))))
        self._noted.append(walkers.crowd())

    def _step(self, number: int, walkers: Walkers, reached: Reached, *, push: bool = False) -> None:
        row, less = self._kept[number]
        first = 0 if less == NOTHING else self._told[less].additions + 1
        move = self._walk.move(self._told[row].place, (first, self._told[row].additions))
        lowest, highest = walkers.step(move, push=push)
        reached.add_ends(move.columns[: move.numbers], lowest, highest)

    def _anywhere(self, row: int) -> Move:
        return self._walk.move(self._told[row].place, (0, self._told[row].additions))

    def _prove(self, number: int, knowledge: Knowledge, open_: NDArray[np.bool_], reached: Reached) -> bool:
        """Whether ``number`` is safe, by the programmes it needs itself; it is not ``open_`` if it isn't small."""
        goal = self._goal(number)

        def reach(found: People | None) -> bool:
            if found is not None:
                crowd = self._walk.crowd_of(found)
                self._noted.append(crowd)
                reached.add(crowd[:, : len(self._kept)])
            return reached.is_apart_in(number)

        # As if people could be divided, which is cheap, and mostly they come out whole.
        low = self._least(number, knowledge)
        if reached.lowest[number] > low:
            low, found = self._solver.lowest(goal, knowledge)
            if low >= SMALLEST:
                open_[number] = False
                return True
            if reach(found):
                return True
        less_high, found = self._solver.lowest(-goal, knowledge)
        if self._is_none(number, -less_high, knowledge):
            open_[number] = False
            return True
        if reach(found):
            return True
        if -less_high - low + 1 < ENOUGH:
            return False
        start_low, start_high = reached.ends(number)
        # The first people who are far enough from those there are: cheaper than the farthest ones.
        return (
            reach(self._solver.at_most(-goal, -(start_low + ENOUGH - 1), knowledge))
            or reach(self._solver.at_most(goal, start_high - ENOUGH + 1, knowledge))
            or reach(self._solver.farthest(goal, knowledge))
            or reach(self._solver.farthest(-goal, knowledge))
        )

    def _goal(self, number: int) -> Goal:
        found: Goal = self._wanted[[number]].toarray()[0].astype(np.int64)
        return found

    def _least(self, number: int, knowledge: Knowledge) -> int:
        """What ``number`` can't be below by what is told of it alone."""
        row, less = self._kept[number]
        return int(knowledge.lowest[row]) if less == NOTHING else 0

    def _is_none(self, number: int, high: int, knowledge: Knowledge) -> bool:
        """Whether it is known that there is nobody, where that may be known."""
        if high > 0 or not self._zero_is_told:
            return False
        return self._kept[number][1] == NOTHING or self.ends(self._kept[number][0], knowledge)[1] == 0


def _differences(knowledge: Knowledge, kept: Sequence[Difference]) -> sp.csr_array:
    places = [(number, row) for number, pair in enumerate(kept) for row in pair if row != NOTHING]
    signs = [1 if row == pair[0] else -1 for pair in kept for row in pair if row != NOTHING]
    rows, columns = np.array(places, dtype=np.int64).reshape(-1, 2).T
    chosen = sp.csr_array((np.array(signs), (rows, columns)), shape=(len(kept), knowledge.sums.shape[0]))
    return sp.csr_array(chosen @ knowledge.sums)
