"""Several votes by one person on one statement: whether it is known which was the last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNTOLD = -np.inf
"""The time of a vote that does not say when it was cast."""


@dataclass(frozen=True, slots=True)
class Again:
    """What is in doubt where people voted again.

    ``in_doubt`` are the places of the first two unlike votes that were cast at the same time, none later; ``None`` where
    there are none such. ``untimed``: whether, of unlike votes of one person on one statement, some do not say when.
    """

    in_doubt: tuple[int, int] | None = None
    untimed: bool = False


def voted_again(
    person: NDArray[np.int32],
    statement: NDArray[np.int32],
    value: NDArray[np.int8],
    time: NDArray[np.float64] | None,
) -> Again:
    """From columns in the order of the file; ``time`` is ``None`` where no vote says when it was cast."""
    rows, starts = _repeated(person, statement)
    if not len(rows):
        return Again()
    pair = np.zeros(len(rows), dtype=np.intp)
    pair[starts[1:]] = 1
    pair = np.cumsum(pair)
    values = value[rows]
    times = np.full(len(rows), UNTOLD) if time is None else time[rows]
    latest = np.maximum.reduceat(times, starts)
    last = times == latest[pair]
    doubtful = _unlike(np.where(last, values, 2), np.where(last, values, -2), starts) & np.isfinite(latest)
    untimed = _unlike(values, values, starts) & (np.minimum.reduceat(times, starts) == UNTOLD)
    if not doubtful.any():
        return Again(None, bool(untimed.any()))
    asked = rows[last & (pair == np.flatnonzero(doubtful)[np.argmin(rows[starts[doubtful]])])]
    other = asked[value[asked] != value[asked[0]]][0]
    return Again((int(asked[0]), int(other)), bool(untimed.any()))


def _repeated(
    person: NDArray[np.int32], statement: NDArray[np.int32]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows of every pair that has several, pair by pair and as they come; and where each pair starts among them."""
    pairs = person.astype(np.int64) * (int(statement.max(initial=0)) + 1) + statement
    order = np.argsort(pairs, kind="stable")
    pairs = pairs[order]
    same = pairs[1:] == pairs[:-1]
    several = np.append(same, False) | np.append(False, same)
    rows, pairs = order[several], pairs[several]
    return rows, np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)])


def _unlike(low: NDArray[np.int8], high: NDArray[np.int8], starts: NDArray[np.intp]) -> NDArray[np.bool_]:
    """For each pair whether its votes differ."""
    unlike: NDArray[np.bool_] = np.minimum.reduceat(low, starts) < np.maximum.reduceat(high, starts)
    return unlike
