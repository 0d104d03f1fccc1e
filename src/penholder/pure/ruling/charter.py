"""What a charter asks of a group, held against its seats as they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from penholder.pure.ruling.quorum import out_of_reach
from penholder.pure.ruling.rule import Quorum

MORE_THAN_HALF = 51


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat as far as a charter is concerned: whose knowledge it is for, and whether somebody sits in it."""

    lived: bool
    held: bool = True


def breaches(seats: Iterable[Chair], lived_share: int) -> tuple[str, ...]:
    """How the seats break the charter: one sentence for each way, none where they keep it."""
    held = [seat for seat in seats if seat.held]
    if not held:
        return ("Nobody holds a seat in this group.",)
    lived = sum(seat.lived for seat in held)
    if 100 * lived < lived_share * len(held):
        fact = f"{lived} of {len(held)} held seats are lived-experience seats"
        return (f"{fact}; the charter asks for at least {lived_share} of every hundred.",)
    return ()


def impossible(quorum: int, quorum_lived: int, lived_share: int) -> tuple[str, ...]:
    """Why no group could ever keep these numbers; none where one could."""
    wrong = []
    if quorum < 1:
        wrong.append("At least one seat must vote: a decision that nobody took is none.")
    if quorum_lived > quorum:
        wrong.append(
            f"{quorum_lived} lived-experience votes can't be part of a quorum of {quorum}. "
            "Raise the quorum or lower its lived-experience part."
        )
    if not 0 <= lived_share <= 100:  # noqa: PLR2004 - a share of a hundred
        wrong.append("The share of lived-experience seats is a number from 0 to 100.")
    return tuple(wrong)


def cautions(quorum: Quorum, lived_share: int, seats: Sequence[Chair]) -> tuple[str, ...]:
    """What somebody adopting this charter should know: it is allowed, and may not be what they want."""
    told = []
    held = [seat for seat in seats if seat.held]
    short = out_of_reach(quorum, seats=len(held), lived=sum(seat.lived for seat in held))
    if short:
        told.append(f"{short} Nothing can be decided until more seats are filled.")
    if held:
        told.extend(breaches(held, lived_share))
    if lived_share < MORE_THAN_HALF:
        told.append("Under this charter people with lived experience can be outnumbered in their own group.")
    return tuple(told)
