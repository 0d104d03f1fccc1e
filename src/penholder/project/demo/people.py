"""Who is who in the demo: a community, those who read and coordinate, and a group with a charter and seats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from penholder.accounts.actions import admit_member, found_community
from penholder.accounts.models import Community, Member, Role
from penholder.groups.actions import adopt_charter, fill_seat, form_group, leave_seat
from penholder.groups.models import Group, Power, Rule, Seat, SeatKind
from penholder.record import clock
from penholder.record.events import GUEST


@dataclass(frozen=True, slots=True)
class People:
    """Who is who in the demo."""

    community: Community
    coordinator: Member
    readers: tuple[Member, ...]
    group: Group
    seats: tuple[Seat, ...]


def found(at: datetime) -> People:
    with clock.at(at):
        community = found_community(
            name="Lanternfold Peer Circle",
            about="We are about ninety people in three valleys who support each other, some of us paid for it and most of us not.",
            contact="Ada Finch, 01632 960 117, ada@lanternfold.example",
            by=GUEST,
        )
        ada = admit_member(
            community=community,
            name="Ada Finch",
            role=Role.COORDINATOR,
            by=GUEST,
            email="ada@lanternfold.example",
        )
        readers = tuple(
            admit_member(community=community, name=name, role=Role.READER, by=ada.actor)
            for name in ("Ines Marlow", "Tobias Wren")
        )
        group = form_group(
            community=community,
            name="The Drafting Circle",
            purpose="Holds the pen of our frameworks: reads what people say, decides, and answers for it.",
            by=ada,
        )
        seats = _fill_seats(group, community, ada)
        adopt_charter(
            group=group,
            power=Power.DECIDES,
            rule=Rule.CONSENT,
            quorum=5,
            quorum_lived=4,
            lived_share=75,
            chosen_how="Advertised in our newsletter and at both drop-ins for four weeks; drawn by lot among those who put themselves forward.",
            interests="Said aloud before each motion, and written in the minutes.",
            offer="£20 an hour, travel, and somebody to sit with beforehand. Anyone may say no to the money.",
            review_on=(at + timedelta(days=730)).date(),
            by=ada,
        )
    return People(community, ada, readers, group, seats)


def one_leaves(people: People, at: datetime) -> People:
    """Somebody leaves with a statement; from here on the seats are those that are left."""
    leaving = people.seats[6]
    with clock.at(at):
        leave_seat(
            seat=leaving,
            statement="I joined to be heard about wards. We talk mostly about community posts. I wish you well.",
            by=leaving.holder or people.coordinator,
        )
    return replace(people, seats=people.seats[:6] + people.seats[7:8])


def _fill_seats(group: Group, community: Community, ada: Member) -> tuple[Seat, ...]:
    titles = (
        "Peer worker, community",
        "Peer worker, wards",
        "Volunteer, the drop-ins",
        "Somebody supported by peers",
        "Peer worker, young people",
        "Carer and survivor",
        "Peer worker, crisis house",
        "Adviser on employment law",
    )
    names = (
        "Ada Finch",
        "Ruth Calder",
        "Imran Yates",
        "Delphine Oar",
        "Sam Tolley",
        "Brigid Lowe",
        "Marek Stone",
        "Nia Prosser",
    )
    members = [
        ada,
        *(admit_member(community=community, name=name, role=Role.MEMBER, by=ada.actor) for name in names[1:]),
    ]
    seats = []
    for number, member in enumerate(members, start=1):
        lived = number != len(members)
        kind = SeatKind.LIVED if lived else SeatKind.TECHNICAL
        how = "drawn by lot" if lived else "invited by the group for advice on employment law"
        seats.append(
            fill_seat(group=group, kind=kind, title=titles[number - 1], holder=member, filled_how=how, by=ada)
        )
    fill_seat(
        group=group,
        kind=SeatKind.LIVED,
        title="Somebody from the far valley",
        holder=None,
        filled_how="",
        by=ada,
    )
    return tuple(seats)
