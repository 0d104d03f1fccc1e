"""Communities and members, made through the real actions."""

from __future__ import annotations

from itertools import count

from django.test import Client

from penholder.accounts.actions import admit_member, found_community
from penholder.accounts.models import Community, Member, Role
from penholder.record.events import GUEST

_communities = count(1)
_members = count(1)


def community(name: str = "") -> Community:
    """A community nobody belongs to yet."""
    name = name or f"Lantern Street {next(_communities)}"
    return found_community(
        name=name, about="People who walk alongside.", contact="Ada, 01632 960 000", by=GUEST
    )


def member(of: Community, *, role: Role = Role.MEMBER, name: str = "") -> Member:
    """Somebody with a place in the community."""
    number = next(_members)
    return admit_member(
        community=of,
        name=name or f"Member {number}",
        role=role,
        by=GUEST,
        email=f"member-{number}@lantern.example",
    )


def coordinator(of: Community) -> Member:
    return member(of, role=Role.COORDINATOR)


def signed_in(client: Client, who: Member) -> Client:
    """The client, with this member signed in."""
    client.force_login(who)
    return client
