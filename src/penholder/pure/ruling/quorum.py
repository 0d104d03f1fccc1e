"""Whether enough seats voted, and enough of the right ones."""

from penholder.pure.ruling.rule import Quorum
from penholder.pure.ruling.tally import Tally


def enough_voted(quorum: Quorum, tally: Tally) -> bool:
    return tally.present >= quorum.total


def enough_lived_voted(quorum: Quorum, tally: Tally) -> bool:
    return tally.present_lived >= quorum.lived


def out_of_reach(quorum: Quorum, *, seats: int, lived: int) -> str:
    """Why these seats could not make the quorum if every one of them voted; empty where they could."""
    if seats < quorum.total:
        return f"The charter asks for {_votes(quorum.total)}, and {_seats(seats)} held."
    if lived < quorum.lived:
        return (
            f"The charter asks for {_votes(quorum.lived)} from lived-experience seats, "
            f"and {_seats(lived, 'lived-experience ')} held."
        )
    return ""


def _votes(number: int) -> str:
    return "1 vote" if number == 1 else f"{number} votes"


def _seats(number: int, what: str = "") -> str:
    return f"1 {what}seat is" if number == 1 else f"{number or 'no'} {what}seats are"
