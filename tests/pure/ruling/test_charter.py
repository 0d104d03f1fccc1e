"""What a charter asks of the seats, and which charters nobody could keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.ruling.charter import Chair, breaches, cautions, impossible
from penholder.pure.ruling.quorum import out_of_reach
from penholder.pure.ruling.rule import Quorum


def seats(lived: int, technical: int = 0, vacant: int = 0) -> tuple[Chair, ...]:
    return (
        (Chair(lived=True),) * lived
        + (Chair(lived=False),) * technical
        + (Chair(lived=True, held=False),) * vacant
    )


def test_breaches_are_none_at_exactly_the_share() -> None:
    assert breaches(seats(3, 1), 75) == ()


def test_breaches_count_held_seats_only() -> None:
    (sentence,) = breaches(seats(2, 1, vacant=5), 75)

    assert (
        sentence
        == "2 of 3 held seats are lived-experience seats; the charter asks for at least 75 of every hundred."
    )


def test_breaches_say_when_nobody_holds_a_seat() -> None:
    assert breaches(seats(0, vacant=3), 0) == ("Nobody holds a seat in this group.",)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 100))
def test_breaches_never_come_from_filling_another_lived_seat(lived: int, technical: int, share: int) -> None:
    if not breaches(seats(lived, technical), share):
        assert not breaches(seats(lived + 1, technical), share)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [((0, 0, 75), "At least one seat"), ((3, 4, 75), "4 lived-experience votes"), ((3, 2, 101), "0 to 100")],
)
def test_impossible_says_which_numbers_nobody_could_keep(numbers: tuple[int, int, int], words: str) -> None:
    assert any(words in sentence for sentence in impossible(*numbers))


def test_impossible_has_nothing_to_say_of_a_quorum_above_the_seats() -> None:
    assert impossible(9, 7, 75) == ()


def test_cautions_warn_of_a_quorum_above_the_seats_that_are_held() -> None:
    (sentence,) = cautions(Quorum(5, 4), 75, seats(3, 1))

    assert sentence.startswith("The charter asks for 5 votes, and 4 seats are held.")


def test_cautions_warn_where_lived_experience_can_be_outnumbered() -> None:
    assert any("outnumbered" in sentence for sentence in cautions(Quorum(1), 50, seats(4)))


def test_out_of_reach_names_the_lived_experience_seats_that_are_missing() -> None:
    assert out_of_reach(Quorum(3, 3), seats=4, lived=1) == (
        "The charter asks for 3 votes from lived-experience seats, and 1 lived-experience seat is held."
    )
    assert out_of_reach(Quorum(3, 1), seats=4, lived=1) == ""


@pytest.mark.parametrize("numbers", [(0, 0), (2, 3), (2, -1)])
def test_quorum_refuses_numbers_that_cannot_be(numbers: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="quorum"):
        Quorum(*numbers)
