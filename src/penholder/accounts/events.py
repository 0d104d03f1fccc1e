"""What the record says of communities and their members: that there are some, never who."""

from __future__ import annotations

from dataclasses import dataclass

from penholder.record.events import Event


@dataclass(frozen=True, kw_only=True)
class CommunityFounded(Event):
    """A community was founded on this host."""

    kind = "community.founded"
    says = "A community was founded."


@dataclass(frozen=True, kw_only=True)
class MemberAdmitted(Event):
    """Somebody was given a place in a community, or another task in it."""

    kind = "member.admitted"
    says = "A member was admitted."
