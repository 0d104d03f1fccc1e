"""What the record says of those who decide."""

from __future__ import annotations

from dataclasses import dataclass

from penholder.record.events import Event


@dataclass(frozen=True, kw_only=True)
class GroupFormed(Event):
    """A group was formed in a community."""

    kind = "group.formed"
    says = "A group was formed."


@dataclass(frozen=True, kw_only=True)
class CharterAdopted(Event):
    """A group's power, rule and quorum, as numbers and fixed words."""

    kind = "charter.adopted"
    says = "Charter {number} was adopted: the group {power}, by {rule}, quorum {quorum}, of whom {quorum_lived} lived experience."

    number: int
    power: str
    rule: str
    quorum: int
    quorum_lived: int
    lived_share: int


@dataclass(frozen=True, kw_only=True)
class SeatAdded(Event):
    """A group got a seat that nobody holds yet. ``re`` names the group."""

    kind = "seat.added"
    says = "Seat {number} ({seat_kind}) was added and is vacant."

    number: int
    seat_kind: str


@dataclass(frozen=True, kw_only=True)
class SeatFilled(Event):
    """Somebody took a seat. ``re`` names the group."""

    kind = "seat.filled"
    says = "Seat {number} ({seat_kind}) was filled."

    number: int
    seat_kind: str


@dataclass(frozen=True, kw_only=True)
class SeatLeft(Event):
    """Somebody left a seat; what they said about it is committed to, in their words.

    ``noted_by`` says whether the holder put it down, or a coordinator for them.
    """

    kind = "seat.left"
    says = "Seat {number} was left (noted by: {noted_by})."

    number: int
    noted_by: str
