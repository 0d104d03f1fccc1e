"""Fetch and authorise in one call: a group's docket, and its motions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from penholder.accounts.models import Member
from penholder.decisions.models import Motion
from penholder.groups.access import GroupPlace, access_group
from penholder.groups.models import Seat

Asking = AbstractBaseUser | AnonymousUser
Doing = Literal["see", "speak", "coordinate"]


@dataclass(frozen=True, slots=True)
class MotionPlace:
    """A motion, where the asker stands, and the seat they have a part in it from."""

    there: GroupPlace
    motion: Motion
    seat: Seat | None
    entitled: bool

    @property
    def member(self) -> Member:
        return self.there.member

    @property
    def own_seat(self) -> Seat:
        """The seat somebody speaks from; only for those whom access has let through to speak."""
        if self.seat is None:
            raise PermissionDenied(_NO_SEAT)
        return self.seat


def access_docket(
    asking: Asking, community: str, group: str, *, to: Literal["see", "put"] = "see"
) -> GroupPlace:
    """The group whose docket it is. Anybody may look; putting a motion is for its seats and for coordinators."""
    there = access_group(asking, community, group, to="see" if to == "see" else "take_part")
    if to == "put" and there.seat is None and not there.place.coordinates:
        raise PermissionDenied(
            "Only those who hold a seat in this group, or a coordinator, can put a motion to it."
        )
    return there


def access_motion(
    asking: Asking, community: str, group: str, number: int, *, to: Doing = "see"
) -> MotionPlace:
    """A motion. Anybody may look; seats vote and dissent (*speak*); coordinators close and enact."""
    there = access_group(asking, community, group, to=_IN_COMMUNITY[to])
    motions = Motion.objects.select_related(
        "charter", "draft__framework", "entry", "closed_entry", "enacted_entry"
    )
    motion = motions.filter(group=there.group, number=number).first()
    if motion is None:
        raise Http404("This group has no motion with this number.")
    motion.group = there.group
    seat, entitled = _part_in(motion, there)
    if to == "speak" and seat is None:
        raise PermissionDenied(_NO_SEAT)
    return MotionPlace(there, motion, seat, entitled)


def reads_all_words(there: GroupPlace) -> bool:
    """Those who answer people read all they wrote; everybody else reads what its author lets be shown."""
    return there.seat is not None or there.place.reads


_NO_SEAT = "Only those who hold a seat in this group can do this."
_IN_COMMUNITY: dict[Doing, Literal["see", "take_part", "coordinate"]] = {
    "see": "see",
    "speak": "take_part",
    "coordinate": "coordinate",
}


def _part_in(motion: Motion, there: GroupPlace) -> tuple[Seat | None, bool]:
    """The asker's seat among those entitled, held or left by now; or the one they hold without being entitled."""
    if there.place.member is None:
        return None, False
    entitled = motion.electorate.filter(holder=there.place.member).first()
    return (entitled, True) if entitled else (there.seat, False)
