"""Fetch and authorise for the pages that speak of several stages."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from penholder.accounts.access import Place, access_member
from penholder.accounts.models import Member
from penholder.accounts.queries import places_of


def access_desk(asking: AbstractBaseUser | AnonymousUser) -> tuple[Member, tuple[Place, ...]]:
    """Whoever is signed in, and their places; 403 for guests."""
    member = access_member(asking)
    return member, tuple(Place(place.community, member, place.role) for place in places_of(member))
