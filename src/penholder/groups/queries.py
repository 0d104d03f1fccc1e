"""Reads: which charter is in force, who sits where, and how a group stands against its own charter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from penholder.accounts.models import Community, Member
from penholder.groups.models import Charter, Group, Power, Seat, SeatKind
from penholder.pure.ruling.charter import Chair, breaches
from penholder.pure.ruling.rule import RULE_WORDS, Rule


@dataclass(frozen=True, slots=True)
class Composition:
    """A group as everybody may see it: its charter, its seats, and whether the one fits the other."""

    group: Group
    charter: Charter | None
    seats: tuple[Seat, ...]
    left: tuple[Seat, ...]

    @property
    def held(self) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.seats if seat.holder_id)

    @property
    def vacant(self) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.seats if not seat.holder_id)

    @property
    def lived(self) -> int:
        return sum(seat.kind == SeatKind.LIVED for seat in self.held)

    @property
    def chairs(self) -> tuple[dict[str, object], ...]:
        """For the seats component: the seats that are not left, by the title they vote under."""
        return tuple(
            {"kind": seat.kind, "holder": seat.title, "vacant": not seat.holder_id} for seat in self.seats
        )

    @property
    def share(self) -> str:
        """Lived-experience seats in words, beside the picture."""
        asked = f" (charter: at least {self.charter.lived_share}\u00a0%)" if self.charter else ""
        return f"{self.lived} of {len(self.held)} held by people with lived experience{asked}"

    @property
    def breaches(self) -> tuple[str, ...]:
        """How the seats break the charter at this moment; nothing where they keep it."""
        return breaches(chairs_of(self.seats), self.charter.lived_share) if self.charter else ()


def groups_of(community: Community) -> tuple[Composition, ...]:
    """Every group of a community, with its charter in force and its seats."""
    charters = Prefetch("charters", Charter.objects.order_by("number"), to_attr="adopted")
    groups = (
        Group.objects.filter(community=community)
        .select_related("community")
        .prefetch_related(charters, "seats")
    )
    return tuple(_composition(group, group.adopted, group.seats.all()) for group in groups)


def deciders_of(community: Community) -> tuple[Composition, ...]:
    """The groups that decide by the charter they have now; two queries."""
    charters = Charter.objects.filter(group__community=community).order_by("group__name", "number")
    newest = {
        charter.group_id: charter
        for charter in charters.select_related("group__community").prefetch_related("group__seats")
    }
    return tuple(
        _composition(charter.group, (charter,), charter.group.seats.all())
        for charter in newest.values()
        if charter.power == Power.DECIDES
    )


def composition_of(group: Group) -> Composition:
    return _composition(group, tuple(Charter.objects.filter(group=group)), seats_of(group))


def charter_in_force(group: Group) -> Charter | None:
    """The newest charter; a group without one can't decide anything."""
    return Charter.objects.filter(group=group).last()


def seats_of(group: Group) -> QuerySet[Seat]:
    """Every seat with its holder, left ones included, by number."""
    return Seat.objects.filter(group=group).select_related("holder")


def held_seats(group: Group) -> QuerySet[Seat]:
    """The seats somebody holds now."""
    return seats_of(group).filter(left_at=None, holder__isnull=False)


def seat_of(group: Group, member: Member) -> Seat | None:
    """The seat this member holds now."""
    return held_seats(group).filter(holder=member).first()


def chairs_of(seats: Sequence[Seat] | QuerySet[Seat]) -> tuple[Chair, ...]:
    """Seats as a charter sees them; those that were left are gone."""
    return tuple(
        Chair(lived=seat.kind == SeatKind.LIVED, held=seat.holder_id is not None)
        for seat in seats
        if seat.left_at is None
    )


def possible_holders(group: Group) -> QuerySet[Member]:
    """Members of the community who hold no seat in this group."""
    seated = Seat.objects.filter(group=group, left_at=None, holder__isnull=False).values("holder")
    return (
        Member.objects.filter(memberships__community=group.community_id)
        .exclude(pk__in=seated)
        .order_by("name")
    )


def charter_facts(charter: Charter) -> tuple[tuple[str, str], ...]:
    """A charter in words, for the facts component; what nobody wrote is left out."""
    facts = (
        ("What becomes of what it says", _POWER_WORDS[Power(charter.power)]),
        ("How it decides", rule_words(charter)),
        ("Seats held by lived experience", f"at least {charter.lived_share} of every hundred"),
        ("How seats are filled", charter.chosen_how),
        ("Interests", charter.interests),
        ("What members are offered for their time", charter.offer),
        ("To be looked at again", f"{charter.review_on:%-d %B %Y}" if charter.review_on else ""),
    )
    return tuple((label, words) for label, words in facts if words)


def rule_words(charter: Charter) -> str:
    """Rule and quorum in one line."""
    words = RULE_WORDS[Rule(charter.rule)]
    return f"By {words}. Quorum {charter.quorum}, of whom {charter.quorum_lived} lived experience."


_POWER_WORDS = {
    Power.DECIDES: "It decides: what it carries is done.",
    Power.RECOMMENDS: "It recommends; somebody else decides.",
    Power.COMMENTS: "It comments; somebody else decides.",
}


def _composition(
    group: Group, charters: Sequence[Charter], seats: Sequence[Seat] | QuerySet[Seat]
) -> Composition:
    return Composition(
        group=group,
        charter=charters[-1] if charters else None,
        seats=tuple(seat for seat in seats if seat.left_at is None),
        left=tuple(seat for seat in seats if seat.left_at is not None),
    )
