"""What readers gave to units as a value: how often each unit was given each value, whatever order they came in."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

FEW_VALUES = 64
"""Up to so many values the counts are kept as they stand; beyond, only those that are not 0."""

_DIMENSIONS = 2
_LARGEST = 2**62


class Level(StrEnum):
    """What the values mean: names, ranks, numbers with equal steps, or numbers with a zero that means nothing."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


Counts = NDArray[np.float64] | sp.csr_array


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Values given to units, units with the same ones put together. Who gave a value is not kept: nothing depends on it.

    ``values`` (V) are ascending numbers, or 0, 1, 2 … where the level is nominal. ``counts`` (V × S) say how many readers
    gave a value to a unit of that sort: an array up to ``FEW_VALUES``, else a sparse one. ``often`` (S) is how many units
    there are of a sort; sorts stand in an order of their own, whatever that of units and readers was.
    """

    level: Level
    values: NDArray[np.float64]
    counts: Counts
    often: NDArray[np.float64]

    @property
    def units(self) -> int:
        return int(self.often.sum())

    @property
    def readers(self) -> NDArray[np.float64]:
        """How many readers each sort of unit had."""
        return np.asarray(self.counts.sum(axis=0), dtype=np.float64)

    def pairable(self) -> Ratings:
        """Only what can be compared: the units with two ratings or more, and the values they were given."""
        kept = self.readers > 1
        counts = self.counts if kept.all() else self.counts[:, kept]  # a copy takes as long as all the rest
        given = np.asarray(counts.sum(axis=1)) > 0
        counts = counts if given.all() else counts[given]
        return Ratings(self.level, self.values[given], counts, self.often[kept])


def ratings_of(rows: Iterable[tuple[Hashable, Hashable]], *, level: Level) -> Ratings:
    """From (unit, value) pairs, a pair for every rating. Values are numbers, unless ``level`` is nominal.

    Raises ``ValueError`` with a sentence for a value the level has no meaning for.
    """
    pairs = list(rows)
    units = {unit: number for number, unit in enumerate(dict.fromkeys(unit for unit, _ in pairs))}
    unit = np.fromiter((units[each] for each, _ in pairs), dtype=np.int64, count=len(pairs))
    if level is Level.NOMINAL:
        names = {
            value: number for number, value in enumerate(sorted({value for _, value in pairs}, key=repr))
        }
        numbers = np.fromiter((names[value] for _, value in pairs), dtype=np.float64, count=len(pairs))
    else:
        numbers = np.array([_number(value) for _, value in pairs], dtype=np.float64)
    _refuse(numbers, level)
    values, value = np.unique(numbers, return_inverse=True)
    counts = _counted(unit, value, len(units), len(values))
    return _put_together(level, values, counts, np.ones(len(units)))


def ratings_in(table: NDArray[np.float64] | Sequence[Sequence[float]], *, level: Level) -> Ratings:
    """From a table with a row for each reader and a column for each unit; NaN where a reader gave nothing.

    Units with fewer than two ratings may be left out. Raises ``ValueError`` as ``ratings_of`` does.
    """
    grid = np.asarray(table, dtype=np.float64)
    if grid.ndim != _DIMENSIONS:
        raise ValueError("The ratings must be a table: a row for each reader, a column for each unit.")
    values, codes = _coded(grid)
    _refuse(values, level)
    radix = len(values) + 1
    if radix ** len(codes) > _LARGEST:
        unit, value = _given(codes)
        counts = _counted(unit, value, codes.shape[1], len(values))
        return _put_together(level, values, counts, np.ones(codes.shape[1]))
    sorts, often = _sorts(codes, radix)
    read_twice = np.count_nonzero(sorts, axis=0) > 1
    sorts, often = sorts[:, read_twice], often[read_twice]
    there = np.bincount(sorts.ravel(), minlength=radix)[1:] > 0
    counts = _counts_in(sorts, np.append(0, np.cumsum(there)))
    return Ratings(level, values[there], counts, often.astype(np.float64))


Codes = NDArray[np.unsignedinteger]
"""The place of a value among the values, plus one; 0 where nothing was given. Readers × units."""


def _coded(grid: NDArray[np.float64]) -> tuple[NDArray[np.float64], Codes]:
    """Values, ascending, among them all that were given, and the codes of the table."""
    whole = _whole(grid)
    if whole is not None:
        return np.arange(whole.max(initial=0), dtype=np.float64), whole
    given = ~np.isnan(grid)
    values = np.unique(grid[given])
    codes = (np.searchsorted(values, grid) + 1) * given
    return values, codes.astype(np.min_scalar_type(len(values)))


def _whole(grid: NDArray[np.float64]) -> NDArray[np.uint8] | None:
    """The codes if values are small whole numbers, found without sorting; None where they are not."""
    codes = np.empty(grid.shape, dtype=np.uint8)
    with np.errstate(invalid="ignore"):
        for row, code in zip(grid, codes, strict=True):  # reader by reader: a row stays near the processor
            code[:] = row  # of a number that does not fit it makes another, which is not the same
            same = code == row
            np.add(code, 1, out=code)  # the largest becomes 0, as if nothing were given, and is missed below
            np.multiply(code, same, out=code)
            if np.count_nonzero(code) + np.count_nonzero(np.isnan(row)) < row.size:
                return None
    return codes


def _sorts(codes: Codes, radix: int) -> tuple[Codes, NDArray[np.int64]]:
    """The different columns of ``codes``, whatever the order in each, and how often each is there.

    A column's codes, in ascending order, are the digits of a number: one number a unit is quick to sort.
    """
    rows = list(codes)
    for one, other in itertools.combinations(range(len(rows)), 2):
        rows[one], rows[other] = np.minimum(rows[one], rows[other]), np.maximum(rows[one], rows[other])
    numbers = np.zeros(codes.shape[1], dtype=np.min_scalar_type(radix ** len(rows)))
    for row in rows:
        numbers *= numbers.dtype.type(radix)
        numbers += row
    numbers, often = _tallied(numbers, radix ** len(rows))
    sorts = np.empty((len(rows), len(numbers)), dtype=codes.dtype)
    for row in sorts[::-1]:
        numbers, row[:] = np.divmod(numbers, numbers.dtype.type(radix))
    return sorts, often


def _tallied(numbers: Codes, below: int) -> tuple[Codes, NDArray[np.int64]]:
    """The different numbers, ascending, and how often each is there; counted where they are few, else sorted."""
    if below > len(numbers):
        return np.unique(numbers, return_counts=True)
    often = np.bincount(numbers, minlength=below)
    there = np.flatnonzero(often)
    return there.astype(numbers.dtype), often[there]


def _counts_in(sorts: Codes, place: NDArray[np.int64]) -> Counts:
    """The counts of sorts of units, where ``place`` says for each code which value it is now, from 1 on."""
    values = int(place[-1])
    if values > FEW_VALUES:
        unit, value = _given(sorts)
        return _counted(unit, place[value + 1] - 1, sorts.shape[1], values)
    counts = np.zeros((values + 1, sorts.shape[1]))
    units = np.arange(sorts.shape[1])
    for row in sorts:
        counts[place[row], units] += 1
    return counts[1:]


def _given(codes: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The unit and the value of every rating."""
    given = codes > 0
    return np.nonzero(given)[1], codes[given].astype(np.int64) - 1


def _counted(unit: NDArray[np.int64], value: NDArray[np.int64], units: int, values: int) -> Counts:
    if values <= FEW_VALUES:
        found = np.bincount(value * units + unit, minlength=values * units)
        return found.reshape(values, units).astype(np.float64)
    counts = sp.csr_array((np.ones(len(unit)), (value, unit)), shape=(values, units))
    counts.sum_duplicates()
    return counts


def _put_together(
    level: Level, values: NDArray[np.float64], counts: Counts, often: NDArray[np.float64]
) -> Ratings:
    _, first, sort = np.unique(_ranked(_as_rows(counts)), return_index=True, return_inverse=True)
    together = np.bincount(sort, weights=often, minlength=len(first))
    return Ratings(level, values, counts[:, first], together.astype(np.float64))


def _ranked(rows: NDArray[np.float64]) -> NDArray[np.int64]:
    """A number for each row, the same for the same rows: as many columns at a time as one number can hold."""
    digits = rows.astype(np.int64) + 1
    radix = int(digits.max(initial=0)) + 1
    width = max(1, int(math.log(_LARGEST, max(radix, 2))))
    rank = np.zeros(len(rows), dtype=np.int64)
    for start in range(0, rows.shape[1], width):
        numbers = np.zeros(len(rows), dtype=np.int64)
        for column in digits.T[start : start + width]:
            numbers = numbers * radix + column
        values, place = np.unique(numbers, return_inverse=True)
        rank = np.unique(rank * len(values) + place, return_inverse=True)[1].astype(np.int64)
    return rank


def _as_rows(counts: Counts) -> NDArray[np.float64]:
    """For each unit numbers that are the same for the same ratings: the counts, or values and counts in turn."""
    if isinstance(counts, np.ndarray):
        return counts.T
    by_unit = sp.csr_array(counts.T)
    by_unit.sort_indices()
    different = np.diff(by_unit.indptr)
    place = np.arange(by_unit.nnz) - np.repeat(by_unit.indptr[:-1], different)
    unit = np.repeat(np.arange(len(different)), different)
    rows = np.full((len(different), 2 * int(different.max(initial=0))), -1.0)
    rows[unit, 2 * place], rows[unit, 2 * place + 1] = by_unit.indices, by_unit.data
    return rows


def _refuse(numbers: NDArray[np.float64], level: Level) -> None:
    if not np.isfinite(numbers).all():
        raise ValueError("A value is not a finite number. Leave it out, or choose the level nominal.")
    if level is Level.RATIO and (numbers < 0).any():
        raise ValueError(
            f"The value {numbers.min():g} is below zero, and the level ratio has none. Choose the level interval."
        )


def _number(value: Hashable) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]  # that it may be none is what the sentence is for
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"The value “{value}” is not a number. Give numbers, or choose the level nominal.")
    return number
