"""Tables are released as finely as they are safe, and never otherwise."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penholder.pure.disclosure.counts import finest, grouped, percentage, shown_as, together
from penholder.pure.disclosure.released import Release, Since
from penholder.pure.disclosure.releases import release
from penholder.pure.disclosure.tables import Dimension, Table, table_of

ROLE = Dimension("role", ("peer worker", "nurse", "manager"))
WARD = Dimension("ward", ("east", "west"))
HEALTH = Dimension("own distress", ("yes", "no"), sensitive=True)


def _words(released: Release, **place: str) -> str:
    return released.cell("members", place).shown.words


def _by_role(*counts: int) -> Table:
    return Table("members", (ROLE,), counts)


def test_an_ordinary_table_is_shown_by_the_10_5_rule() -> None:
    released = release([_by_role(43, 17, 22)])
    assert [_words(released, role=name) for name in ROLE.categories] == ["45", "15", "20"]
    assert _words(released) == "80"


def test_where_a_line_would_give_a_small_number_away_its_total_is_told_more_coarsely() -> None:
    released = release([_by_role(20, 0, 1)])
    assert _words(released, role="nurse") == "none"
    assert _words(released, role="manager") == "fewer than 10"
    assert _words(released) == "18 to 32"
    low, high = released.cell("members", {"role": "manager"}).proved or (0, 0)
    assert high - low >= 4


def test_of_a_sensitive_fact_neither_none_nor_all_is_told() -> None:
    released = release([Table("members", (WARD, HEALTH), (31, 0, 14, 12))])
    assert _words(released, ward="east", **{"own distress": "no"}) == "fewer than 10"
    assert "none" not in {cell.shown.words for cell in released.cells["members"]}
    assert released.published()["about"]["members"]["none is among fewer than 10"] is True


def test_every_hidden_number_has_a_proof_of_five_values_and_no_other_has_one() -> None:
    released = release([Table("members", (ROLE, WARD), (3, 40, 12, 0, 7, 8))])
    for cell in released.cells["members"]:
        if cell.shown.is_hidden:
            low, high = cell.proved or (0, 0)
            assert high - low + 1 >= 5
            assert cell.shown.lowest <= low
        else:
            assert cell.proved is None


def test_a_margin_that_two_tables_share_is_shown_once_and_the_same() -> None:
    tables = [
        Table("members", (ROLE, WARD), (30, 12, 14, 9, 0, 3)),
        Table("members", (ROLE, HEALTH), (20, 22, 3, 20, 1, 2)),
    ]
    released = release(tables)
    places = [cell.place for cell in released.cells["members"]]
    assert len(places) == len(set(places))
    assert released == release(reversed(tables))


def test_ten_and_again_ten_does_not_tell_how_few_came() -> None:
    first = release([_by_role(10, 40, 60)])
    second = release([_by_role(11, 40, 61)], since=Since.GROWN, earlier=[first])
    assert _words(first, role="peer worker") == "10"
    assert _words(second, role="peer worker") == "10 to 17"


def test_people_who_changed_nobody_knows_how_are_not_held_against_earlier_ones() -> None:
    first = release([_by_role(10, 40, 60)])
    second = release([_by_role(11, 40, 61)], since=Since.CHANGED, earlier=[first])
    assert _words(second, role="peer worker") == "10"


def test_a_later_table_of_the_same_people_does_not_undo_an_earlier_one() -> None:
    """Each alone is safe: together they would say that 21 nurses less 20 in the east leave one in the west."""
    first = release([Table("members", (WARD,), (22, 41))])
    second = release(
        [Table("members", (ROLE, WARD), (21, 40, 1, 1, 0, 0))], since=Since.SAME, earlier=[first]
    )
    for cell in second.cells["members"]:
        if cell.shown.is_hidden:
            low, high = cell.proved or (0, 0)
            assert high - low + 1 >= 5


def test_counts_that_cannot_be_of_the_same_people_are_refused() -> None:
    first = release([_by_role(43, 17, 22)])
    with pytest.raises(ValueError, match="do not fit what was released"):
        release([_by_role(90, 17, 22)], since=Since.SAME, earlier=[first])
    with pytest.raises(ValueError, match="if it is so since then: people were added, and nobody left"):
        release([_by_role(1, 17, 22)], since=Since.GROWN, earlier=[first])


def test_how_the_people_are_those_of_before_must_be_said() -> None:
    with pytest.raises(ValueError, match="Say how the people"):
        release([_by_role(43, 17, 22)], earlier=[release([_by_role(43, 17, 22)])])


def test_tables_that_disagree_about_the_same_people_are_refused() -> None:
    with pytest.raises(ValueError, match="disagree: role nurse are 4 in one and 5 in the other"):
        release([_by_role(1, 4, 6), Table("members", (ROLE, WARD), (1, 0, 5, 0, 6, 0))])


def test_other_categories_than_before_are_refused() -> None:
    with pytest.raises(ValueError, match="“role” has other categories"):
        release([_by_role(1, 4, 6), Table("members", (Dimension("role", ("nurse",)),), (11,))])


def test_what_cannot_be_proved_is_withheld_with_a_sentence() -> None:
    released = release([_by_role(20, 0, 1)], solutions=0)
    assert not released.cells
    assert "could not be proved" in released.withheld[0].sentence
    assert "20" not in json.dumps(released.published())


def test_an_empty_table_is_shown_as_such() -> None:
    assert _words(release([_by_role(0, 0, 0)])) == "none"


@settings(max_examples=15, deadline=None)
@given(counts=st.lists(st.integers(min_value=0, max_value=40), min_size=6, max_size=6))
def test_the_order_of_categories_and_dimensions_changes_nothing(counts: list[int]) -> None:
    people = [
        {"role": role, "ward": ward}
        for (role, ward), count in zip(
            itertools.product(ROLE.categories, WARD.categories), counts, strict=True
        )
        for _ in range(count)
    ]
    turned = Dimension("role", ROLE.categories[::-1])
    one = release([table_of("members", (ROLE, WARD), people)])
    other = release([table_of("members", (WARD, turned), people[::-1])])
    assert one.cells == other.cells


@given(count=st.integers(min_value=0, max_value=2000), told=st.booleans())
def test_a_coarser_range_holds_every_finer_one_whole(count: int, told: bool) -> None:
    plain = finest(0, 3000, zero_is_told=told)
    steps = [tuple((one,) for one in plain), *(grouped(plain, width) for width in (10, 20, 40))]
    held = [next(part for part in step if together(part).takes_in(count)) for step in steps]
    assert held[0] == (shown_as(count, zero_is_told=told),)
    for finer, coarser in itertools.pairwise(held):
        assert set(finer) <= set(coarser)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(12, 43, "22 %"), (7, 43, ""), (0, 43, ""), (43, 43, ""), (12, 15, ""), (199, 201, "")],
)
def test_a_percentage_is_of_what_is_shown_and_never_all_or_none(part: int, whole: int, words: str) -> None:
    assert percentage(shown_as(part), shown_as(whole)) == words


@pytest.mark.parametrize(
    ("dimensions", "counts", "sentence"),
    [
        ((ROLE,), (1, 2), "has 2 counts for 3 cells"),
        ((ROLE, ROLE), (1,) * 9, "a dimension twice"),
        ((ROLE,), (1, -1, 2), "is negative"),
        ((ROLE,), (10_000_000, 1, 0), "counts 10,000,001 people; at most 10,000,000"),
    ],
)
def test_what_is_no_table_is_refused(
    dimensions: tuple[Dimension, ...], counts: tuple[int, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        Table("members", dimensions, counts)


def test_somebody_in_no_category_is_refused() -> None:
    with pytest.raises(ValueError, match="Person 2 is in no known category of “role”"):
        table_of("members", (ROLE,), [{"role": "nurse"}, {}])
