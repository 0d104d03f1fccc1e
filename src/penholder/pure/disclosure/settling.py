"""How finely each number of a new release is told: as finely as it is safe to, whatever the truth.

It is settled by questions, one after the other: “in which of these ranges is this number?” The ranges are chosen from
what everybody knows already (the answers so far, and earlier releases), such that each of them that is possible at all
would be safe to tell. So which questions are asked tells nothing: whoever knows this program, and what was told, could
have asked them too. All truths that fit the words have the same answers, and so are shown in the same words.

This is a *simulatable* choice (Kenthapadi, Mishra and Nissim, “Simulatable Auditing”, 2005). The truth is in ``Truth``
alone, and nothing here sees anything of it but answers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from penholder.pure.disclosure.counts import (
    NARROWEST,
    NONE,
    NOT_SHOWN,
    SMALLEST,
    Shown,
    finest,
    grouped,
    range_around,
    shown_as,
    together,
)
from penholder.pure.disclosure.gathering import Numbers
from penholder.pure.disclosure.knowledge import Knowledge, Told, knowledge_of
from penholder.pure.disclosure.proof import NOTHING, Difference, Judgement, Proof, Reached, Verdict
from penholder.pure.disclosure.released import Cell
from penholder.pure.disclosure.solving import Contradiction, Exhausted, Solver
from penholder.pure.disclosure.tables import MOST_PEOPLE, Place

_MOST_RANGES = 6
"""How many ranges a question has, if its number is not known to be in fewer."""
_FIRST_RANGES = 40
"""How wide the ranges are in which it is first asked how many all are."""

Part = tuple[Shown, ...]
"""Some of the finest ranges, which follow on each other and are told as one."""


class Truth:
    """The true counts, which answer questions and say nothing else."""

    def __init__(self, counts: Mapping[Place, int], *, zero_is_told: bool) -> None:
        self._counts = counts
        self._zero_is_told = zero_is_told

    def finest(self, place: Place) -> Shown:
        """The count by the 10-5 rule."""
        return shown_as(self._counts[place], zero_is_told=self._zero_is_told)

    def width(self, place: Place, width: int) -> tuple[int, int]:
        """The range of ``width`` it is in."""
        return range_around(self._counts[place], width)

    def which(self, place: Place, parts: Sequence[Part]) -> int:
        """The number of the part it is in. Raises ``Contradiction`` where it is in none."""
        count = self._counts[place]
        for number, part in enumerate(parts):
            if together(part).takes_in(count):
                return number
        raise Contradiction


class Settling:
    """Asks, and tells the answers."""

    def __init__(self, numbers: Numbers, truth: Truth, *, solutions: int) -> None:
        self._numbers = numbers
        self._truth = truth
        self._told = list(numbers.told)
        self._kept = tuple(_kept(numbers.told))
        self._solver = Solver(solutions)
        self._known = knowledge_of(numbers.layout, self._told, MOST_PEOPLE)
        self._proof = Proof(
            numbers.layout,
            self._told,
            self._known,
            self._kept,
            self._solver,
            zero_is_told=numbers.zero_is_told,
        )
        self._reached = Reached(len(self._kept))

    def cells(self) -> tuple[Cell, ...]:
        """The new numbers as they are told. Raises ``Contradiction``, and ``Exhausted`` where nothing can be told."""
        self._begin()
        try:
            for row in self._unasked():
                self._ask(row)
        except Exhausted:  # all told so far is proved, and everybody knows that it ended here
            self._tell_nobody()
        return tuple(
            Cell(one.place, one.shown, self._reached.ends(row) if one.shown.is_hidden else None)
            for row, one in enumerate(self._told)
            if row >= self._numbers.first_new
        )

    def _tell_nobody(self) -> None:
        """Say “none” of what nothing was asked about, where everybody can see that it is so and may know it."""
        if not self._numbers.zero_is_told:
            return
        empty = [
            row
            for row in self._new_rows()
            if self._told[row].shown == NOT_SHOWN and self._reached.ends(row)[1] == 0
        ]
        self._solver.allow(len(empty))
        for row in empty:
            if self._proof.is_nobody(row, self._known):
                self._tell(row, NONE)

    def _begin(self) -> None:
        """Tell what needs no question: the cells of one table, or, if there were releases, what they told."""
        if self._numbers.first_new:
            self._tell_again()
            self._ask_how_many()
        else:
            self._tell_cells()
        judgement = self._judged(self._known, self._told)
        if judgement.verdict is Verdict.IMPOSSIBLE:
            raise Contradiction
        if judgement.verdict is Verdict.UNSAFE:
            raise Exhausted
        self._reached = judgement.reached
        self._proof.settle_on(self._known, judgement)

    def _tell_cells(self) -> None:
        """The cells of a table by the 10-5 rule: nothing is known yet that ties one to another."""
        most = 0
        for row, one in enumerate(self._told):
            if {name for name, _ in one.place} == self._numbers.foremost:
                shown = self._truth.finest(one.place)
                self._tell(row, shown)
                most += shown.highest or 0
        self._known = self._known.ended(most)

    def _tell_again(self) -> None:
        """What was told of the very same people."""
        before = {(one.place, one.additions): one.shown for one in self._told[: self._numbers.first_new]}
        for row in self._new_rows():
            one = self._told[row]
            if (one.place, one.additions) in before:
                self._tell(row, before[one.place, one.additions])

    def _ask_how_many(self) -> None:
        """In which range the number of all people is, who are more than before.

        Where it is far enough above, nothing else is known of those who came: any of them may be anywhere.
        """
        row = next(row for row in self._new_rows() if not self._told[row].place)
        before = max(
            (one.shown for one in self._told[: self._numbers.first_new] if not one.place),
            key=lambda shown: shown.lowest,
        )
        if before.highest is None:
            raise Exhausted
        if self._told[row].shown == NOT_SHOWN:
            far = range_around(before.highest + SMALLEST, _FIRST_RANGES)[1]
            parts = list(self._safe_parts(row, grouped(self._finest(before.lowest, far), _FIRST_RANGES)))
            if not parts:
                raise Exhausted
            if (together(parts[-1]).highest or 0) < self._truth.width((), _FIRST_RANGES)[0]:
                parts.append(self._finest(*self._truth.width((), _FIRST_RANGES)))
            self._tell(row, together(parts[self._truth.which((), parts)]))
        self._known = self._known.ended(self._told[row].shown.highest or 0)

    def _unasked(self) -> list[int]:
        """The numbers that were not told yet: all together first, then the margins, the smallest tables first."""
        rows = [row for row in self._new_rows() if self._told[row].shown.is_hidden and not self._is_told(row)]
        return sorted(rows, key=lambda row: (len(self._told[row].place), self._told[row].place))

    def _is_told(self, row: int) -> bool:
        one = self._told[row]
        names = {name for name, _ in one.place}
        if not self._numbers.first_new:
            return names == self._numbers.foremost
        return bool(one.place) and one.shown != NOT_SHOWN

    def _ask(self, row: int) -> None:
        """Ask in ever narrower ranges where the number in ``row`` is, as far as it is safe."""
        low, high = self._proof.ends(row, self._known)
        now = self._told[row].shown
        left = self._finest(max(low, now.lowest), high if now.highest is None else min(high, now.highest))
        if len(left) == 1 and left[0] == NONE:
            self._tell(row, NONE)
        while not self._told[row].shown.rounded and left:
            ranges = _ranges(left)
            self._proof.explore(row, self._known)
            parts = self._safe_parts(row, ranges)
            if not parts:
                return
            left = self._answer(row, parts)
            if all(len(one) == 1 for one in ranges):
                return

    def _safe_parts(self, row: int, ranges: Sequence[Part]) -> dict[Part, Judgement]:
        """``ranges``, put together where they would not be safe to tell."""
        parts: dict[Part, Judgement] = {}
        part: Part = ()
        for one in ranges:
            part += one
            judgement = self._judgement(row, part)
            if judgement.verdict is Verdict.SAFE:
                parts[part] = judgement
                part = ()
        while part and parts and judgement.verdict is Verdict.UNSAFE:
            part = parts.popitem()[0] + part
            judgement = self._judgement(row, part)
            if judgement.verdict is Verdict.SAFE:
                parts[part] = judgement
                part = ()
        return parts

    def _judgement(self, row: int, part: Part) -> Judgement:
        """What would come of telling that the number in ``row`` is in ``part``."""
        shown = together(part)
        told = list(self._told)
        told[row] = replace(told[row], shown=shown)
        return self._judged(self._known.bounded(row, shown), told)

    def _judged(self, known: Knowledge, told: Sequence[Told]) -> Judgement:
        return self._proof.judged(known, _watched(told, self._kept))

    def _answer(self, row: int, parts: Mapping[Part, Judgement]) -> Part:
        part = list(parts)[self._truth.which(self._told[row].place, list(parts))]
        self._reached = parts[part].reached
        self._tell(row, together(part))
        self._proof.settle_on(self._known, parts[part])
        return part

    def _tell(self, row: int, shown: Shown) -> None:
        self._told[row] = replace(self._told[row], shown=shown)
        self._known = self._known.bounded(row, shown)

    def _new_rows(self) -> range:
        return range(self._numbers.first_new, len(self._told))

    def _finest(self, lowest: int, highest: int) -> Part:
        return finest(lowest, highest, zero_is_told=self._numbers.zero_is_told)


def _ranges(parts: Part) -> tuple[Part, ...]:
    """``parts`` themselves, or the narrowest ranges of them that are few."""
    found: tuple[Part, ...] = tuple((part,) for part in parts)
    width = NARROWEST
    while len(found) > _MOST_RANGES:
        found = grouped(parts, width)
        width *= 2
    return found


def _kept(told: Sequence[Told]) -> Iterator[Difference]:
    """Every number, and how many were added in a place between any two releases that show it."""
    rows: dict[Place, list[int]] = {}
    for row, one in enumerate(told):
        yield row, NOTHING
        rows.setdefault(one.place, []).append(row)
    for same in rows.values():
        for before, after in itertools.combinations(same, 2):
            if told[before].additions < told[after].additions:
                yield after, before


def _watched(told: Sequence[Told], kept: Sequence[Difference]) -> NDArray[np.bool_]:
    """Hidden numbers, and additions; where none are shown, that none were added may be known too."""
    return np.array(
        [
            told[row].shown.is_hidden if less == NOTHING else told[row].shown.rounded != 0
            for row, less in kept
        ],
        dtype=bool,
    )
