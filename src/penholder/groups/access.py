"""Fetch and authorise in one call: a group, or one of its seats, and where the asker stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from penholder.accounts.access import Doing, Place, access_community
from penholder.accounts.models import Member
from penholder.groups.models import Group, Seat


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """A group, where the asker stands in its community, and the seat they hold in it."""

    place: Place
    group: Group
    seat: Seat | None

    @property
    def member(self) -> Member:
        """Whoever is signed in; only for those whom access has let through as more than a guest."""
        if self.place.member is None:
            raise PermissionDenied("Sign in to do this.")
        return self.place.member


def access_group(
    asking: AbstractBaseUser | AnonymousUser, community: str, slug: str, *, to: Doing = "see"
) -> GroupPlace:
    """The group; 404 where there is none, 403 where the asker may not do this."""
    place = access_community(asking, community, to=to)
    group = Group.objects.filter(community=place.community, slug=slug).first()
    if group is None:
        raise Http404("There is no group at this address.")
    group.community = place.community
    return GroupPlace(place, group, _seat_held(group, place.member))


def access_seat(
    asking: AbstractBaseUser | AnonymousUser, community: str, slug: str, number: int
) -> tuple[GroupPlace, Seat]:
    """A seat somebody wants to leave: only the one who holds it, or a coordinator."""
    there = access_group(asking, community, slug, to="take_part")
    seat = _seat_numbered(there.group, number)
    if not there.place.coordinates and seat.holder != there.place.member:
        raise PermissionDenied("Only the person who holds this seat, or a coordinator, can do this.")
    return there, seat


def access_vacancy(
    asking: AbstractBaseUser | AnonymousUser, community: str, slug: str, number: int
) -> tuple[GroupPlace, Seat]:
    """A vacant seat somebody wants to fill: only coordinators."""
    there = access_group(asking, community, slug, to="coordinate")
    return there, _seat_numbered(there.group, number)


def _seat_held(group: Group, member: Member | None) -> Seat | None:
    return Seat.objects.filter(group=group, holder=member, left_at=None).first() if member else None


def _seat_numbered(group: Group, number: int) -> Seat:
    seat = Seat.objects.filter(group=group, number=number).select_related("holder").first()
    if seat is None:
        raise Http404("There is no seat with this number in this group.")
    seat.group = group
    return seat
