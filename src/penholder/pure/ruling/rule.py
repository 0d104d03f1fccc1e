"""The rules a group may decide by, and the quorum it asks for."""

import enum
from dataclasses import dataclass


class Rule(enum.StrEnum):
    """How the votes make a decision."""

    CONSENT = "consent"
    MAJORITY = "majority"
    TWO_THIRDS = "two_thirds"


RULE_WORDS: dict[Rule, str] = {
    Rule.CONSENT: "consent: it carries when nobody objects",
    Rule.MAJORITY: "a majority: it carries when more seats are for it than against",
    Rule.TWO_THIRDS: "two thirds: it carries when at least two of every three votes for or against are for it",
}


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many seats must vote, and how many of those must be lived-experience seats."""

    total: int
    lived: int = 0

    def __post_init__(self) -> None:
        if self.total < 1:
            raise ValueError("A quorum is at least one: a decision that nobody took is none.")
        if not 0 <= self.lived <= self.total:
            raise ValueError("The lived-experience part of a quorum lies between none and all of it.")
