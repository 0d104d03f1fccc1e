"""Form a group, give it a charter, fill its seats and leave them."""

from __future__ import annotations

from datetime import date

from django.utils.text import slugify

from penholder.accounts.models import Community, Member
from penholder.groups.events import CharterAdopted, GroupFormed, SeatAdded, SeatFilled, SeatLeft
from penholder.groups.models import Charter, Group, Power, Rule, Seat, SeatKind
from penholder.groups.queries import possible_holders, seat_of
from penholder.pure.ruling.charter import impossible
from penholder.record import clock
from penholder.record.actions import append
from penholder.record.recording import Refused, committed, records

KEPT_ADDRESSES = frozenset({"form"})
"""Addresses that are pages of ours, so no group can have them."""


@records(GroupFormed)
def form_group(*, community: Community, name: str, purpose: str, by: Member) -> Group:
    """Form a group. Made: the group. Appended: group.formed. It decides nothing before it has a charter."""
    slug = slugify(name)[:50].strip("-")
    if not slug:
        raise Refused("Give the group a name with at least one letter in it.")
    slug = f"{slug}-group" if slug in KEPT_ADDRESSES else slug
    if Group.objects.filter(community=community, slug=slug).exists():
        raise Refused(
            f"This community already has a group called “{name}”, or nearly so. Choose another name."
        )
    group = Group.objects.create(community=community, slug=slug, name=name.strip(), purpose=purpose.strip())
    group.entry = append(GroupFormed(scope=group.uid, obj=group.uid, re=(community.uid,)), by=by.actor)
    group.save(update_fields=["entry"])
    return group


@records(CharterAdopted)
def adopt_charter(
    *,
    group: Group,
    power: Power,
    rule: Rule,
    quorum: int,
    quorum_lived: int,
    lived_share: int,
    chosen_how: str,
    interests: str,
    offer: str,
    review_on: date | None,
    by: Member,
) -> Charter:
    """Give the group a charter; it replaces the one before. Motions already put keep the charter they were put under.

    Made: the charter. Appended: charter.adopted.
    """
    wrong = impossible(quorum, quorum_lived, lived_share)
    if wrong:
        raise Refused(" ".join(wrong))
    _lock(group)
    charter = Charter(
        group=group,
        number=Charter.objects.filter(group=group).count() + 1,
        power=power,
        rule=rule,
        quorum=quorum,
        quorum_lived=quorum_lived,
        lived_share=lived_share,
        chosen_how=chosen_how.strip(),
        interests=interests.strip(),
        offer=offer.strip(),
        review_on=review_on,
        adopted_at=clock.now(),
    )
    charter.entry = append(
        CharterAdopted(
            scope=group.uid,
            obj=charter.uid,
            number=charter.number,
            power=str(power),
            rule=str(rule),
            quorum=quorum,
            quorum_lived=quorum_lived,
            lived_share=lived_share,
        ),
        by=by.actor,
    )
    charter.save(force_insert=True)
    return charter


@records(SeatFilled, SeatAdded)
def fill_seat(
    *, group: Group, kind: SeatKind, title: str, holder: Member | None, filled_how: str, by: Member
) -> Seat:
    """Add a seat, with somebody in it or vacant. Made: the seat. Appended: seat.filled, or seat.added where it is vacant."""
    if not title.strip():
        raise Refused("Give the seat a title: it votes under it, so that people need not be named in public.")
    _lock(group)
    if Seat.objects.filter(group=group, title__iexact=title.strip(), left_at=None).exists():
        raise Refused(f"This group already has a seat called “{title.strip()}”. Choose another title.")
    if holder is not None:
        _refuse_holder(group, holder, filled_how)
    seat = Seat.objects.create(
        group=group,
        number=Seat.objects.filter(group=group).count() + 1,
        kind=kind,
        title=title.strip(),
        holder=holder,
        filled_how=filled_how.strip(),
        filled_at=clock.now() if holder else None,
    )
    event = SeatFilled if holder else SeatAdded
    append(
        event(scope=group.uid, obj=seat.uid, re=(group.uid,), number=seat.number, seat_kind=str(kind)),
        by=by.actor,
    )
    return seat


@records(SeatFilled)
def fill_vacant_seat(*, seat: Seat, holder: Member, filled_how: str, by: Member) -> Seat:
    """Put somebody in a seat that nobody holds. Changed: the seat. Appended: seat.filled."""
    group = seat.group
    _lock(group)
    seat.refresh_from_db(fields=["holder", "left_at"])
    if seat.holder_id or seat.left_at:
        raise Refused(f"The seat “{seat.title}” is not vacant. Add another seat if the group needs one.")
    _refuse_holder(group, holder, filled_how)
    seat.holder, seat.filled_how, seat.filled_at = holder, filled_how.strip(), clock.now()
    seat.save(update_fields=["holder", "filled_how", "filled_at"])
    append(
        SeatFilled(scope=group.uid, obj=seat.uid, re=(group.uid,), number=seat.number, seat_kind=seat.kind),
        by=by.actor,
    )
    return seat


@records(SeatLeft)
def leave_seat(*, seat: Seat, statement: str, by: Member) -> Seat:
    """Leave a seat; what the person said about it is kept in their words, or nothing where they said nothing.

    A coordinator can put it down for them; seat, page and entry say so, because leaving is the holder's own act.
    Changed: the seat. Appended: seat.left, committed to the statement.
    """
    group = seat.group
    _lock(group)
    seat.refresh_from_db(fields=["holder", "left_at"])
    if seat.left_at:
        raise Refused(f"The seat “{seat.title}” has been left already.")
    if not seat.holder_id:
        raise Refused(f"Nobody holds the seat “{seat.title}”, so nobody can leave it.")
    seat.left_at, seat.left_statement = clock.now(), statement.strip()
    seat.left_noted_by = "holder" if seat.holder_id == by.pk else "coordinator"
    seat.save(update_fields=["left_at", "left_statement", "left_noted_by"])
    words = (committed(seat.salt, "statement", seat.left_statement),) if seat.left_statement else ()
    append(
        SeatLeft(
            scope=group.uid,
            obj=seat.uid,
            re=(group.uid,),
            words=words,
            number=seat.number,
            noted_by=seat.left_noted_by,
        ),
        by=by.actor,
    )
    return seat


def _lock(group: Group) -> None:
    """Charters and seats are numbered within their group, so only one of these actions runs on it at a time."""
    Group.objects.select_for_update().get(pk=group.pk)


def _refuse_holder(group: Group, holder: Member, filled_how: str) -> None:
    if not filled_how.strip():
        raise Refused("Say how this seat was filled: elected, asked, drawn by lot. Anyone may want to know.")
    if seat_of(group, holder) is not None:
        raise Refused(f"{holder.name} already holds a seat in this group. One person has one seat.")
    if not possible_holders(group).filter(pk=holder.pk).exists():
        raise Refused(
            f"{holder.name} is not a member of this community. Admit them first, then fill the seat."
        )
