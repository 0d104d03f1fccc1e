"""Alpha is Krippendorff's, to the published digit, whatever the order and whoever is who."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from penholder.pure.reading.agreement.alpha import Agreement, agreement
from penholder.pure.reading.agreement.ratings import FEW_VALUES, Level, ratings_in, ratings_of

_ = math.nan
PUBLISHED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
"""Four observers, twelve units: the example of “Computing Krippendorff's Alpha-Reliability” (2011)."""

TABLES = st.lists(
    st.lists(st.one_of(st.none(), st.integers(min_value=0, max_value=4)), min_size=5, max_size=5),
    min_size=2,
    max_size=4,
)


def _pairs(table: list[list[int | None]]) -> list[tuple[int, int]]:
    return [(unit, value) for row in table for unit, value in enumerate(row) if value is not None]


def _of(pairs: list[tuple[int, int]], level: Level) -> Agreement:
    return agreement(ratings_of(pairs, level=level), seed=None)


def _by_pairs(pairs: Sequence[tuple[int, float]], level: Level) -> float | None:
    """The definition, pair by pair, without any sum turned round."""
    units: dict[int, list[float]] = {}
    for unit, value in pairs:
        units.setdefault(unit, []).append(value)
    kept = [values for values in units.values() if len(values) > 1]
    values = [value for each in kept for value in each]

    @cache
    def apart(one: float, other: float) -> float:
        if level is Level.NOMINAL:
            return float(one != other)
        if level is Level.INTERVAL:
            return float((one - other) ** 2)
        if level is Level.RATIO:
            return ((one - other) / (one + other)) ** 2 if one + other else 0.0
        low, high = sorted((one, other))
        between = sum(low <= value <= high for value in values)
        return (between - (values.count(one) + values.count(other)) / 2) ** 2 if one != other else 0.0

    observed = sum(
        sum(apart(one, other) for one, other in itertools.permutations(each, 2)) / (len(each) - 1)
        for each in kept
    )
    expected = sum(apart(one, other) for one, other in itertools.permutations(values, 2))
    return 1 - (len(values) - 1) * observed / expected if expected else None


@pytest.mark.parametrize(
    ("level", "alpha"),
    [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849), (Level.RATIO, 0.797)],
)
def test_alpha_equals_the_published_example(level: Level, alpha: float) -> None:
    found = agreement(ratings_in(PUBLISHED, level=level))
    assert found.alpha is not None
    assert round(found.alpha, 3) == alpha
    assert (found.units, found.ratings) == (11, 40)


@pytest.mark.parametrize(
    ("one", "other", "alpha"),
    [
        ([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], 0.095),
        ([0, 0, 1, 1, 3, 2, 2, 2, 4, 3, 3, 0], [1, 0, 1, 1, 1, 2, 2, 2, 4, 3, 3, 3], 0.692),
    ],
    ids=["two observers, two values", "two observers, five values"],
)
def test_alpha_equals_the_two_published_examples_without_gaps(
    one: list[int], other: list[int], alpha: float
) -> None:
    found = agreement(ratings_in([one, other], level=Level.NOMINAL), seed=None).alpha
    assert found is not None
    assert round(found, 3) == alpha


@given(table=TABLES, level=st.sampled_from(list(Level)))
def test_alpha_is_the_definition_pair_by_pair(table: list[list[int | None]], level: Level) -> None:
    pairs = _pairs(table)
    wanted = _by_pairs(pairs, level)
    found = _of(pairs, level).alpha
    assert found == pytest.approx(wanted, abs=1e-12) if wanted is not None else found is None


@given(
    table=TABLES,
    level=st.sampled_from(list(Level)),
    first=st.sampled_from([0, 0.5, 251]),
    step=st.sampled_from([1, 0.25, 100]),
)
def test_a_table_of_any_numbers_says_what_its_pairs_say(
    table: list[list[int | None]], level: Level, first: float, step: float
) -> None:
    grid = [[_ if value is None else first + step * value for value in row] for row in table]
    pairs = [(unit, value) for row in grid for unit, value in enumerate(row) if not math.isnan(value)]
    wanted = _by_pairs(pairs, level)
    found = agreement(ratings_in(grid, level=level), seed=None).alpha
    assert found == pytest.approx(wanted, abs=1e-12) if wanted is not None else found is None


@pytest.mark.parametrize("level", list(Level))
def test_many_readers_are_compared_as_a_few_are(level: Level) -> None:
    """With many readers and values, a unit's ratings no longer fit in one number."""
    rng = np.random.default_rng(2)
    table = rng.integers(0, 9, 12) + rng.integers(0, 3, (30, 12))
    pairs = [(unit, int(value)) for row in table for unit, value in enumerate(row)]
    found = agreement(ratings_in(table.astype(float), level=level), seed=None)
    assert found.alpha == pytest.approx(_by_pairs(pairs, level), abs=1e-12)


@given(table=TABLES, level=st.sampled_from(list(Level)), data=st.data())
def test_the_order_of_rows_changes_no_digit(
    table: list[list[int | None]], level: Level, data: st.DataObject
) -> None:
    pairs = _pairs(table)
    turned = data.draw(st.permutations(pairs))
    assert _of(pairs, level) == _of(turned, level)


@given(table=TABLES, level=st.sampled_from(list(Level)))
def test_two_readers_who_never_read_the_same_may_as_well_be_one(
    table: list[list[int | None]], level: Level
) -> None:
    one, other, *rest = table
    apart = [[value if unit % 2 else None for unit, value in enumerate(one)]]
    apart.append([None if unit % 2 else value for unit, value in enumerate(other)])
    merged = [
        theirs if unit % 2 else others for unit, (theirs, others) in enumerate(zip(*apart, strict=True))
    ]
    assert _of(_pairs([*apart, *rest]), level) == _of(_pairs([merged, *rest]), level)


@given(table=TABLES)
def test_names_of_values_do_not_matter_where_they_are_names(table: list[list[int | None]]) -> None:
    pairs = _pairs(table)
    named = [(unit, "abcde"[4 - value]) for unit, value in pairs]
    found, again = _of(pairs, Level.NOMINAL), agreement(ratings_of(named, level=Level.NOMINAL), seed=None)
    assert found == again


@given(table=TABLES, shift=st.integers(min_value=-1000, max_value=1000))
def test_where_the_scale_begins_does_not_matter_to_an_interval(
    table: list[list[int | None]], shift: int
) -> None:
    pairs = _pairs(table)
    alpha = _of(pairs, Level.INTERVAL).alpha
    assume(alpha is not None)
    moved = _of([(unit, 3 * value + shift) for unit, value in pairs], Level.INTERVAL).alpha
    assert moved == pytest.approx(alpha, abs=1e-9)


def _made(units: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    rng = np.random.default_rng(7)
    truth = rng.integers(0, 4, units)
    return np.where(rng.random((3, units)) < 0.7, truth, rng.integers(0, 4, (3, units))).astype(float)


@pytest.mark.parametrize("level", list(Level))
def test_the_interval_holds_alpha_and_is_the_same_for_the_same_seed(level: Level) -> None:
    table = _made(200)
    one, again = (agreement(ratings_in(table, level=level), seed=3) for _ in range(2))
    turned = agreement(ratings_in(table[::-1, ::-1], level=level), seed=3)
    mixed = np.random.default_rng(1).permuted(table, axis=0)  # other readers in every unit
    assert one == again == turned == agreement(ratings_in(mixed, level=level), seed=3)
    assert one.alpha is not None
    assert one.interval is not None
    low, high = one.interval
    assert low < one.alpha < high


def test_who_always_agrees_has_an_interval_that_does_not_reach_above_one() -> None:
    table = np.tile(np.round(np.random.default_rng(9).random(50) * 100, 1), (3, 1))
    for level in Level:
        found = agreement(ratings_in(table, level=level))
        assert found.interval is not None
        assert max(found.interval) <= 1.0


def test_the_order_of_rows_changes_no_digit_of_the_interval_either() -> None:
    pairs = [(unit, "dcba"[int(value)]) for row in _made(60) for unit, value in enumerate(row)]
    one, turned = (agreement(ratings_of(rows, level=Level.NOMINAL)) for rows in (pairs, pairs[::-1]))
    assert one.interval is not None
    assert one == turned


@pytest.mark.parametrize("level", list(Level))
def test_many_different_values_are_compared_as_a_few_are(level: Level) -> None:
    """With many, only the counts that are not 0 are kept."""
    rng = np.random.default_rng(5)
    table = np.round(rng.gamma(9, 20, size=90) + rng.normal(0, 9, size=(3, 90))).clip(0)
    pairs = [(unit, int(value)) for row in table for unit, value in enumerate(row)]
    found = agreement(ratings_in(table, level=level))
    assert len({value for _, value in pairs}) > FEW_VALUES
    assert found.alpha == pytest.approx(_by_pairs(pairs, level), abs=1e-12)
    assert found == agreement(ratings_in(table[:, ::-1], level=level))
    assert found.interval is not None


def test_the_interval_narrows_as_units_are_added() -> None:
    few, many = (agreement(ratings_in(_made(units), level=Level.NOMINAL)).interval for units in (50, 5000))
    assert few is not None
    assert many is not None
    assert many[1] - many[0] < (few[1] - few[0]) / 5


def test_the_interval_is_as_wide_as_drawing_every_unit_by_itself_makes_it() -> None:
    """Units with the same ratings are drawn together; drawn one by one the spread must be the same."""
    table = _made(150)
    rng = np.random.default_rng(1)
    alphas = []
    for _ in range(400):
        drawn = table[:, rng.integers(0, 150, 150)]
        alphas.append(agreement(ratings_in(drawn, level=Level.ORDINAL), seed=None).alpha or 0.0)
    interval = agreement(ratings_in(table, level=Level.ORDINAL)).interval
    assert interval is not None
    assert interval == pytest.approx(tuple(np.quantile(alphas, (0.025, 0.975))), abs=0.03)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ([[1, 2, 3]], "No unit was read by two readers"),
        ([[1, _], [_, 2]], "No unit was read by two readers"),
        ([[]], "No unit was read by two readers"),
        ([[2, 2, 2], [2, 2, _]], "the same value throughout"),
        ([[1, 2, 3], [1, 2, 2]], "With fewer than 10 units"),
    ],
)
def test_what_is_not_defined_is_said_in_a_sentence(table: list[list[float]], sentence: str) -> None:
    found = agreement(ratings_in(table, level=Level.NOMINAL))
    assert sentence in found.sentence
    assert found.interval is None
    assert found.alpha is None or math.isfinite(found.alpha)


def test_where_nearly_all_is_the_same_there_is_no_interval() -> None:
    table = np.zeros((2, 40))
    table[0, 0] = 1
    found = agreement(ratings_in(table, level=Level.NOMINAL))
    assert found.alpha is not None
    assert found.interval is None
    assert "Nearly all values are the same" in found.sentence


def test_a_value_next_to_a_whole_number_is_not_taken_for_it() -> None:
    close = np.nextafter(1.0, 2.0)
    found = agreement(ratings_in([[1, 2, 1], [close, 2, 1]], level=Level.NOMINAL), seed=None)
    assert found.alpha is not None
    assert found.alpha < 1


def test_a_ratio_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="-2 is below zero"):
        ratings_in([[1, -2], [1, 2]], level=Level.RATIO)


@pytest.mark.parametrize("value", ["much", "nan", "inf", None])
def test_a_value_that_is_no_number_is_refused_where_numbers_are_meant(value: str | None) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        ratings_of([(1, value), (1, 2)], level=Level.ORDINAL)
