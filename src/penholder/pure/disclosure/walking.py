"""Many people who all fit what is shown, got from few by putting somebody elsewhere: much cheaper than solving anew.

Everything is in whole numbers and stays within what is known, so each place they come to is as good as a solution of
the integer programme. Where they can't get to proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from penholder.pure.disclosure.knowledge import Knowledge
from penholder.pure.disclosure.layout import Columns, Layout
from penholder.pure.disclosure.tables import Place

Crowd = NDArray[np.int64]
"""Some people who fit, each as a row: the numbers to be kept, then how many are in each unknown."""

FAR = 2**40
"""Farther than any number of people."""

_ANYWHERE, _OTHER_TIME, _LINE, _FOUR = range(1, 5)
"""Where somebody is taken from who is put in a place; else nowhere."""
_MOVES = 24  # that are thought of for a place; then they come round again


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Which columns of a crowd change by a step, the ``numbers`` to be kept first, and by how much: 1 or −1, upright."""

    columns: Columns
    signs: NDArray[np.int64]
    numbers: int


class Walk:
    """Thinks of moves over the unknowns of a layout, after some additions of people.

    ``wanted`` has a row for each number to be kept, first those that are told, and a column for each unknown.
    """

    def __init__(self, layout: Layout, additions: int, wanted: sp.csr_array) -> None:
        self._layout = layout
        self._blocks = additions + 1
        self._wanted = wanted
        self._by_unknown = sp.csc_array(wanted)
        self._random = np.random.default_rng(0)  # the same walks every time
        self._names = list(layout.categories)
        self._sizes = np.array([len(one) for one in layout.categories.values()])
        self._strides, self._begins = _strides(layout)
        self._moves: dict[tuple[Place, tuple[int, int]], list[Move]] = {}

    def one_of(self, number: int) -> int:
        """One of the numbers from 0, by chance."""
        return int(self._random.integers(number))

    def crowd_of(self, people: NDArray[np.int64]) -> Crowd:
        """A crowd of these people alone."""
        return np.concatenate([self._wanted @ people, people])[None]

    def walkers(self, crowd: Crowd, knowledge: Knowledge) -> Walkers:
        """All of ``crowd``, to walk where ``knowledge`` allows it."""
        return Walkers(crowd, self._wanted.shape[0], knowledge, self._random)

    def move(self, place: Place, blocks: tuple[int, int]) -> Move:
        """A move that puts somebody in ``place``; ``blocks`` are the first and the last addition they may come with."""
        moves = self._moves.setdefault((place, blocks), [])
        if len(moves) == _MOVES:
            return moves[self.one_of(_MOVES)]
        while True:
            change = self._change(place, int(self._random.integers(blocks[0], blocks[1] + 1)))
            moved = np.flatnonzero(change)
            if len(moved):  # else they were put where they were taken from
                moves.append(self._move(moved, change[moved]))
                return moves[-1]

    def _move(self, moved: Columns, change: NDArray[np.int64]) -> Move:
        by = self._by_unknown
        effect = np.zeros(self._wanted.shape[0], dtype=np.int64)
        for unknown, step in zip(moved.tolist(), change.tolist(), strict=True):
            inside = slice(by.indptr[unknown], by.indptr[unknown + 1])
            effect[by.indices[inside]] += step * by.data[inside]
        numbers = np.flatnonzero(effect)
        columns = np.concatenate([numbers, self._wanted.shape[0] + moved])
        return Move(columns, np.concatenate([effect[numbers], change])[:, None], len(numbers))

    def _change(self, place: Place, block: int) -> NDArray[np.int64]:
        """Somebody more in ``place``, and, mostly, fewer where it keeps other numbers as they are."""
        change = np.zeros(self._wanted.shape[1], dtype=np.int64)
        here = self._somebody(place)
        begin = block * self._layout.size
        change[begin + self._unknowns(here)] += 1
        inside = [self._names.index(name) for name, _ in place]
        kind = int(self._random.integers(5))
        if kind == _ANYWHERE:
            change[self._anywhere(self._somebody(()))] -= 1
        elif kind == _OTHER_TIME and self._blocks > 1:
            change[self._anywhere(here)] -= 1
        elif kind >= _OTHER_TIME and inside:
            one, other = (inside[int(at)] for at in self._random.integers(len(inside), size=2))
            there = self._elsewhere(here, one)
            change[begin + self._unknowns(there)] -= 1
            if kind == _FOUR and one != other:
                beside = self._elsewhere(here, other)
                across = there.copy()
                across[other] = beside[other]
                change[begin + self._unknowns(beside)] -= 1
                change[begin + self._unknowns(across)] += 1
        return change

    def _anywhere(self, somebody: NDArray[np.int64]) -> Columns:
        """The unknowns that somebody is counted in who came with any of the additions."""
        block = int(self._random.integers(self._blocks))
        return block * self._layout.size + self._unknowns(somebody)

    def _elsewhere(self, somebody: NDArray[np.int64], dimension: int) -> NDArray[np.int64]:
        """The same but in another category of ``dimension``, if it has one."""
        found = somebody.copy()
        size = int(self._sizes[dimension])
        if size > 1:
            found[dimension] = (found[dimension] + self._random.integers(1, size)) % size
        return found

    def _somebody(self, place: Place) -> NDArray[np.int64]:
        """The categories of somebody in ``place``."""
        chosen = self._random.integers(self._sizes)
        for name, category in place:
            at = self._names.index(name)
            chosen[at] = self._layout.categories[name].index(category)
        return chosen

    def _unknowns(self, somebody: NDArray[np.int64]) -> Columns:
        """The unknowns that somebody is counted in."""
        found: Columns = self._begins + self._strides @ somebody
        return found


class Walkers:
    """Some people who walk about, all with the same moves, and never leave what is known."""

    def __init__(self, crowd: Crowd, numbers: int, knowledge: Knowledge, random: np.random.Generator) -> None:
        self._at = np.ascontiguousarray(crowd.T)
        told, end = knowledge.told, knowledge.end
        self._lowest = np.zeros((len(self._at), 1), dtype=np.int64)
        self._highest = np.full((len(self._at), 1), FAR)
        self._lowest[:told, 0] = knowledge.lowest[:told]
        self._lowest[told:numbers] = -FAR
        self._highest[:told, 0] = knowledge.highest[:told]
        self._end = end
        self._random = random

    def crowd(self) -> Crowd:
        """Where they are now."""
        return self._at.T

    def step(self, move: Move, *, push: bool = False) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Take ``move`` some times, or back; to either end for ``push``.

        Says the lowest and the highest the ``numbers`` of the move can come to by it.
        """
        columns, signs = move.columns, move.signs
        at = self._at[columns]
        above, below = self._highest[columns] - at, at - self._lowest[columns]
        more = signs > 0
        up = np.minimum(np.where(more, above, below).min(axis=0), self._end)
        down = np.minimum(np.where(more, below, above).min(axis=0), self._end)
        if push:
            far = up.copy()
            far[1::2] = -down[1::2]
        else:
            far = (self._random.random(len(up)) * (up + down + 1)).astype(np.int64) - down
        self._at[columns] = at + signs * far
        first, last = at[: move.numbers], signs[: move.numbers]
        ends = np.concatenate([first + last * up, first - last * down], axis=1)
        return ends.min(axis=1), ends.max(axis=1)


def _strides(layout: Layout) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    names = list(layout.categories)
    strides = np.zeros((len(layout.parts), len(names)), dtype=np.int64)
    sizes = []
    for number, part in enumerate(layout.parts):
        size = 1
        for name in reversed(part):
            strides[number, names.index(name)] = size
            size *= len(layout.categories[name])
        sizes.append(size)
    return strides, np.cumsum([0, *sizes[:-1]])
