"""Who may do what about a motion: yes, or a sentence saying why not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether somebody may; and if not, why."""

    may: bool
    why: str = ""


def may_vote(*, motion_open: bool, seat_entitled: bool, holds_seat: bool, seat_left: bool) -> Standing:
    """Only the holder of a seat that was entitled when the motion was put, while it is open."""
    if not holds_seat:
        return Standing(may=False, why="Only the person who holds a seat can vote from it.")
    if seat_left:
        return Standing(may=False, why="This seat has been left, so it has no vote any more.")
    if not seat_entitled:
        return Standing(
            may=False, why="This seat was filled after the motion was put, so it has no vote on it."
        )
    if not motion_open:
        return Standing(may=False, why="This motion is closed. Votes can't be cast or changed any more.")
    return Standing(may=True)


def may_dissent(*, published: bool, seat_entitled: bool, held_seat: bool) -> Standing:
    """Whoever held an entitled seat, even after leaving it, until the decision has been published."""
    if not held_seat:
        return Standing(
            may=False, why="A dissent is written by the person who holds the seat, in their own words."
        )
    if not seat_entitled:
        return Standing(
            may=False, why="This seat was filled after the motion was put, so it has no part in it."
        )
    if published:
        return Standing(
            may=False,
            why="This decision has been published, with the dissent there was. It can't be added to now.",
        )
    return Standing(may=True)
