"""The 10-5 rule: nothing below ten is told apart, and nothing above is told exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.disclosure import SMALLEST, STEP, shown


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "none"),
        (1, "fewer than 10"),
        (9, "fewer than 10"),
        (10, "10"),
        (12, "10"),
        (13, "15"),
        (17, "15"),
        (1998, "2,000"),
    ],
)
def test_shown_says_no_more_than_it_may(count: int, words: str) -> None:
    assert shown(count) == words


def test_shown_tells_no_two_small_numbers_apart() -> None:
    assert len({shown(count) for count in range(1, SMALLEST)}) == 1


@given(st.integers(min_value=SMALLEST, max_value=10_000_000))
def test_shown_is_the_nearest_five(count: int) -> None:
    rounded = int(shown(count).replace(",", ""))
    assert rounded % STEP == 0
    assert abs(rounded - count) <= STEP // 2


def test_shown_refuses_what_is_no_count() -> None:
    with pytest.raises(ValueError, match="-1"):
        shown(-1)
