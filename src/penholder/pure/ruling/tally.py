"""Counting ballots. Silence is never counted as anything."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Choice(enum.StrEnum):
    """What a seat may say."""

    AGREE = "agree"
    OBJECT = "object"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Ballot:
    """The vote in force of one seat, and whether it is a lived-experience seat."""

    seat: str
    lived: bool
    choice: Choice


@dataclass(frozen=True, slots=True)
class Tally:
    """How many seats said what; whoever voted in any way was present."""

    in_favour: int = 0
    against: int = 0
    abstaining: int = 0
    present: int = 0
    present_lived: int = 0


def count(ballots: Iterable[Ballot]) -> Tally:
    """The tally; ``ValueError`` where a seat stands in it twice."""
    cast = tuple(ballots)
    if len({ballot.seat for ballot in cast}) != len(cast):
        raise ValueError("A seat is counted once: only its vote in force belongs here.")
    said = [ballot.choice for ballot in cast]
    return Tally(
        in_favour=said.count(Choice.AGREE),
        against=said.count(Choice.OBJECT),
        abstaining=said.count(Choice.ABSTAIN),
        present=len(cast),
        present_lived=sum(ballot.lived for ballot in cast),
    )
