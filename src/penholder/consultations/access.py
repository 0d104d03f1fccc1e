"""Fetch and authorise in one call: a consultation with its place, or a file that brought responses."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from penholder.accounts.access import Doing, Place, access_community
from penholder.consultations.models import Consultation, ReceivedFile


@dataclass(frozen=True, slots=True)
class Asked:
    """A consultation, and where the person who looks at it stands in its community."""

    place: Place
    consultation: Consultation


def access_consultation(
    asking: AbstractBaseUser | AnonymousUser, community: str, slug: str, *, to: Doing = "see"
) -> Asked:
    """The consultation at this address; 404 where there is none. Seeing and responding are open to everybody."""
    place = access_community(asking, community, to=to)
    consultation = (
        Consultation.objects.filter(community=place.community, slug=slug)
        .select_related("community", "decider__community", "draft__framework__community")
        .first()
    )
    if consultation is None:
        raise Http404("There is no consultation at this address.")
    return Asked(place, consultation)


def access_file(
    asking: AbstractBaseUser | AnonymousUser, community: str, slug: str, uid: str
) -> tuple[Asked, ReceivedFile]:
    """A file somebody brought to this consultation; coordinators only, because it holds people's words."""
    asked = access_consultation(asking, community, slug, to="coordinate")
    file = ReceivedFile.objects.filter(consultation=asked.consultation, uid=uid).first()
    if file is None:
        raise Http404("There is no such file here.")
    return asked, file
