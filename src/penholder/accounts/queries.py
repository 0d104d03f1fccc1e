"""Reads: who belongs where, and which sign-in link is still good."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db.models import QuerySet

from penholder.accounts.models import Community, Member, Membership, Role, SignInLink


def token_hash(token: str) -> str:
    """What is kept of a link's token: enough to know it again, too little to use it."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def open_link(token: str, *, at: datetime) -> SignInLink | None:
    """The link with this token, if it was not used and has not run out."""
    good = SignInLink.objects.filter(token_hash=token_hash(token), used_at=None, expires_at__gt=at)
    return good.select_related("member").first()


def places_of(member: Member) -> QuerySet[Membership]:
    return Membership.objects.filter(member=member).select_related("community").order_by("community__name")


def members_of(community: Community) -> QuerySet[Membership]:
    """Everybody with a place here, by name."""
    return Membership.objects.filter(community=community).select_related("member").order_by("member__name")


def communities() -> QuerySet[Community]:
    return Community.objects.all()


def first_coordinator() -> Member:
    """Whoever coordinated here first: the demo signs newcomers in as them."""
    place = Membership.objects.filter(role=Role.COORDINATOR).select_related("member").order_by("pk").first()
    if place is None:
        raise Member.DoesNotExist("nobody coordinates here yet")
    return place.member
