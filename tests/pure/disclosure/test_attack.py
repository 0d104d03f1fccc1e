"""The attack gets nothing out of releases, and would get it out of tables that are only rounded."""

from __future__ import annotations

import pytest

from penholder.pure.disclosure.counts import shown_as
from penholder.pure.disclosure.released import Cell, Release
from penholder.pure.disclosure.tables import Dimension, Table
from tests.pure.disclosure.attack import Tally, attacked, read, truth_of


@pytest.mark.parametrize("number", range(0, 8, 2))
def test_nothing_is_recovered_from_random_tables_and_their_next_release(number: int) -> None:
    tally = Tally(solutions=100)
    for each in range(number, number + 2):
        tally.add(20, each)
    assert tally.tried
    assert not tally.recovered


def test_what_everybody_can_see_to_be_none_is_said_to_be_none_though_the_questions_end_before() -> None:
    tally = Tally()
    tally.add(1, 1496)
    assert tally.told["not shown"]
    assert not tally.recovered


def test_the_attack_recovers_what_rounding_alone_gives_away() -> None:
    role = Dimension("role", ("peer worker", "nurse"))
    table = Table("people", (role,), (20, 1))
    truth = truth_of([table])
    rounded = Release(
        {"people": (table.dimensions,)},
        {"people": tuple(Cell(place, shown_as(count)) for place, count in truth.items())},
    )
    (found,), tried = attacked([rounded], [truth])
    assert (found.truth, found.lowest, found.highest) == (1, 1, 4)
    assert tried == 1


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("none", (0, 0)),
        ("fewer than 10", (1, 9)),
        ("fewer than 13", (0, 12)),
        ("10", (10, 12)),
        ("1,250", (1248, 1252)),
        ("93 to 102", (93, 102)),
    ],
)
def test_the_attack_reads_what_the_words_say(words: str, bounds: tuple[int, int]) -> None:
    assert read(words, none_is_small=False) == bounds


def test_the_attack_knows_that_none_may_be_among_the_small_ones() -> None:
    assert read("fewer than 10", none_is_small=True) == (0, 9)
