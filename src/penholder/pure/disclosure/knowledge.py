"""What anybody can know about the people in a run of releases: sums of unknown counts, and what each lies between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from penholder.pure.disclosure.counts import Shown
from penholder.pure.disclosure.layout import Layout
from penholder.pure.disclosure.tables import Place


@dataclass(frozen=True, slots=True)
class Told:
    """One number of one release: where it stands, what is shown, and after how many additions of people."""

    place: Place
    shown: Shown
    additions: int


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Everything that is known, as rows over whole unknowns of zero or more.

    The first ``told`` rows of ``sums`` are the numbers that were shown, in their order; the others say which sums are
    the same. An unknown is a cell of a part of the layout: the people there at first, then those added, release by
    release. ``lowest`` and ``highest`` have a place for each row.
    """

    sums: sp.csr_array
    told: int
    lowest: NDArray[np.int64]
    highest: NDArray[np.int64]
    end: int

    def bounded(self, row: int, shown: Shown) -> Knowledge:
        """The same with another thing shown in ``row``."""
        lowest, highest = self.lowest.copy(), self.highest.copy()
        lowest[row] = shown.lowest
        highest[row] = self.end if shown.highest is None else shown.highest
        return replace(self, lowest=lowest, highest=highest)

    def ended(self, end: int) -> Knowledge:
        """The same where everybody knows that there are no more than ``end`` people."""
        return replace(self, highest=np.minimum(self.highest, end), end=end)


def knowledge_of(layout: Layout, numbers: Sequence[Told], end: int) -> Knowledge:
    """What ``numbers`` tell together of at most ``end`` people who stay, stay where they are, and are only added to."""
    blocks = 1 + max((number.additions for number in numbers), default=0)
    rows = [_row(layout, number) for number in numbers]
    same = [
        (one + block * layout.size, other + block * layout.size)
        for block in range(blocks)
        for one, other in layout.agreements()
    ]
    places = [*rows, *(np.concatenate(pair) for pair in same)]
    signs = [
        *(np.ones(len(row), dtype=np.int64) for row in rows),
        *(np.repeat(np.array([1, -1]), [len(one), len(other)]) for one, other in same),
    ]
    ends = np.cumsum([0, *(len(place) for place in places)])
    sums = sp.csr_array(
        (np.concatenate(signs), np.concatenate(places), ends), shape=(len(places), blocks * layout.size)
    )
    none = np.zeros(len(same), dtype=np.int64)
    told = [number.shown.highest for number in numbers]
    return Knowledge(
        sums,
        len(rows),
        np.concatenate([np.array([number.shown.lowest for number in numbers], dtype=np.int64), none]),
        np.concatenate(
            [np.array([end if high is None else min(high, end) for high in told], dtype=np.int64), none]
        ),
        end,
    )


def _row(layout: Layout, number: Told) -> NDArray[np.int64]:
    columns = layout.columns(number.place)
    return np.concatenate([columns + block * layout.size for block in range(number.additions + 1)])
