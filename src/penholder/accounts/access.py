"""Fetch and authorise in one call: nothing else may fetch a community for a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from penholder.accounts.models import Community, Member, Membership, Role
from penholder.record.events import GUEST, Actor

Doing = Literal["see", "take_part", "read", "coordinate"]

ALLOWED: dict[Doing, frozenset[str]] = {
    "take_part": frozenset(Role.values),
    "read": frozenset({Role.READER, Role.COORDINATOR}),
    "coordinate": frozenset({Role.COORDINATOR}),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A community, and where the person who asks stands in it."""

    community: Community
    member: Member | None
    role: str

    @property
    def actor(self) -> Actor:
        return self.member.actor if self.member else GUEST

    def may(self, doing: Doing) -> bool:
        return doing == "see" or self.role in ALLOWED[doing]

    @property
    def coordinates(self) -> bool:
        """For templates: whether to offer what only coordinators do."""
        return self.may("coordinate")

    @property
    def reads(self) -> bool:
        """For templates: whether to offer the reader's desk."""
        return self.may("read")


def access_community(asking: AbstractBaseUser | AnonymousUser, slug: str, *, to: Doing = "see") -> Place:
    """The community, and the asker's place in it; 404 where there is none, 403 where they may not do this."""
    place = place_at(asking, slug)
    if place is None:
        raise Http404("There is no community at this address.")
    if not place.may(to):
        raise PermissionDenied(_WHY[to] if place.member else "Sign in to do this.")
    return place


def place_at(asking: AbstractBaseUser | AnonymousUser, slug: str) -> Place | None:
    """The asker's place in this community, whatever they want there; None where there is no such community.

    The view, the frame and the panels of one page all ask, so it is kept with the asker. Every request has an asker of
    its own, and signing in or out puts another in their place: nothing outlives the request, or the person.
    """
    kept: dict[str, Place | None] | None = getattr(asking, _PLACES, None)
    if kept is None:
        kept = {}
        setattr(asking, _PLACES, kept)
    if slug not in kept:
        kept[slug] = _place(asking, slug)
    return kept[slug]


def access_member(asking: AbstractBaseUser | AnonymousUser) -> Member:
    """Whoever is signed in; 403 for guests."""
    if not isinstance(asking, Member):
        raise PermissionDenied("Sign in to do this.")
    return asking


def access_member_of(asking: AbstractBaseUser | AnonymousUser, slug: str, uid: str) -> tuple[Place, Member]:
    """A member of a community the asker coordinates, to be signed in by a link; 404 where there is none.

    403 where the member has a place somewhere the asker does not coordinate: who may sign somebody in may do
    everything they may do, there too.
    """
    place = access_community(asking, slug, to="coordinate")
    membership = (
        Membership.objects.filter(community=place.community, member__uid=uid).select_related("member").first()
    )
    if membership is None:
        raise Http404("This community has no such member.")
    own = Membership.objects.filter(member=place.member, role=Role.COORDINATOR).values("community")
    if Membership.objects.filter(member=membership.member).exclude(community__in=own).exists():
        raise PermissionDenied(
            "This member has a place in another community too, whose coordinator makes their links."
        )
    return place, membership.member


_PLACES = "_places_of_this_request"

_WHY: dict[Doing, str] = {
    "see": "",
    "take_part": "Only members of this community can do this.",
    "read": "Only this community's readers and coordinators can do this.",
    "coordinate": "Only this community's coordinators can do this.",
}


def _place(asking: AbstractBaseUser | AnonymousUser, slug: str) -> Place | None:
    """Both in one query: the community, and what the asker is in it."""
    member = asking if isinstance(asking, Member) else None
    found = Membership.objects.filter(community=OuterRef("pk"), member=member).values("role")
    communities = Community.objects.annotate(role_of_asker=Coalesce(Subquery(found), Value("")))
    community = communities.filter(slug=slug).first()
    return Place(community, member, community.role_of_asker) if community else None
