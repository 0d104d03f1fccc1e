"""Integer programmes over what is known: people put where they would fit, and how far a number can go.

Their number is limited, by a count and not a time, so that the answer is the same on any machine.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from penholder.pure.disclosure.knowledge import Knowledge

Goal = NDArray[np.int64]
People = NDArray[np.int64]
"""How many people are in each unknown."""

_NODES = 500
_FIRST = 1e9  # the first solution will do
_EXACT = 0.0
_NEARLY = 1e-6
_SOLVED, _INFEASIBLE = 0, 2


class Contradiction(Exception):
    """No people at all fit what is shown."""


class Exhausted(Exception):
    """The programmes allowed for were not enough."""


class Solver:
    """Solves at most ``solutions`` programmes, then raises ``Exhausted``."""

    def __init__(self, solutions: int) -> None:
        self._left = solutions

    def allow(self, further: int) -> None:
        """Let so many more programmes be solved than are left."""
        self._left += further

    def lowest(self, goal: Goal, knowledge: Knowledge) -> tuple[int, People | None]:
        """The lowest whole value of ``goal`` if people could be divided: it is not below. And who they are, if whole.

        Raises ``Contradiction`` where nobody fits.
        """
        found = self._solved(goal, knowledge)
        if found.status == _INFEASIBLE:
            raise Contradiction
        if found.status != _SOLVED:
            raise Exhausted
        return math.ceil(float(goal @ found.x) - _NEARLY), _checked(found, knowledge)

    def ends(self, goal: Goal, knowledge: Knowledge) -> tuple[int, int]:
        """The lowest and the highest value of ``goal`` by the same measure: it lies between them."""
        return self.lowest(goal, knowledge)[0], -self.lowest(-goal, knowledge)[0]

    def anybody(self, knowledge: Knowledge) -> People | None:
        """Some people that fit, checked in whole numbers; None where none were found.

        Raises ``Contradiction`` where there are none.
        """
        found = self._solved(np.zeros(knowledge.sums.shape[1], dtype=np.int64), knowledge, gap=_FIRST)
        if found.status == _INFEASIBLE:
            raise Contradiction
        return _checked(found, knowledge)

    def at_most(self, goal: Goal, limit: float, knowledge: Knowledge) -> People | None:
        """Some people that fit for whom ``goal`` is not above ``limit``; None where none were found."""
        return _checked(
            self._solved(goal, knowledge, LinearConstraint(goal, -np.inf, limit), gap=_FIRST), knowledge
        )

    def farthest(self, goal: Goal, knowledge: Knowledge) -> People | None:
        """The people that fit for whom ``goal`` is smallest; None where none were found."""
        return _checked(self._solved(goal, knowledge, gap=_EXACT), knowledge)

    def _solved(
        self, goal: Goal, knowledge: Knowledge, *further: LinearConstraint, gap: float | None = None
    ) -> OptimizeResult:
        """Solve for whole people, up to ``gap``, or for people that can be divided where there is none."""
        if not self._left:
            raise Exhausted
        self._left -= 1
        return milp(
            goal,
            integrality=np.full(len(goal), int(gap is not None)),
            bounds=Bounds(0, knowledge.end),
            constraints=[LinearConstraint(knowledge.sums, knowledge.lowest, knowledge.highest), *further],
            options={} if gap is None else {"node_limit": _NODES, "mip_rel_gap": gap},
        )


def _checked(found: OptimizeResult, knowledge: Knowledge) -> People | None:
    if found.x is None:
        return None
    people: People = np.rint(found.x).astype(np.int64)
    sums = knowledge.sums @ people
    fits = (people >= 0).all() and (sums >= knowledge.lowest).all() and (sums <= knowledge.highest).all()
    return people if fits else None
