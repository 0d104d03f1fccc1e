"""Who may vote and dissent, and the sentence for those who may not."""

from __future__ import annotations

import pytest

from penholder.pure.ruling.standing import may_dissent, may_vote

VOTER = {"motion_open": True, "seat_entitled": True, "holds_seat": True, "seat_left": False}
DISSENTER = {"published": False, "seat_entitled": True, "held_seat": True}


def test_may_vote_is_so_for_the_holder_of_an_entitled_seat_while_it_is_open() -> None:
    assert may_vote(**VOTER).may


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"motion_open": False}, "closed"),
        ({"seat_entitled": False}, "filled after"),
        ({"holds_seat": False}, "Only the person"),
        ({"seat_left": True}, "has been left"),
    ],
)
def test_may_vote_says_why_not(change: dict[str, bool], words: str) -> None:
    standing = may_vote(**{**VOTER, **change})

    assert not standing.may
    assert words in standing.why


def test_may_dissent_is_so_until_the_decision_is_published() -> None:
    assert may_dissent(**DISSENTER).may
    assert "published" in may_dissent(**{**DISSENTER, "published": True}).why


@pytest.mark.parametrize(
    ("change", "words"), [({"seat_entitled": False}, "filled after"), ({"held_seat": False}, "own words")]
)
def test_may_dissent_says_why_not(change: dict[str, bool], words: str) -> None:
    standing = may_dissent(**{**DISSENTER, **change})

    assert not standing.may
    assert words in standing.why
