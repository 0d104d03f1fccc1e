"""Fetch what is read, for those who may read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from penholder.accounts.access import Doing, Place
from penholder.accounts.models import Member
from penholder.consultations.access import access_consultation
from penholder.consultations.models import Answer, Consultation
from penholder.listening.models import Point

Asking = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class Desk:
    """A consultation's answers, and the reader who sits down to them."""

    place: Place
    consultation: Consultation
    reader: Member

    @property
    def address(self) -> tuple[str, str]:
        """The two words every address of this desk begins with."""
        return (self.place.community.slug, self.consultation.slug)


def access_desk(asking: Asking, community: str, consultation: str, *, to: Doing = "read") -> Desk:
    """The consultation, for its community's readers; 404 where there is none, 403 for anybody else."""
    asked = access_consultation(asking, community, consultation, to=to)
    if asked.place.member is None:
        raise PermissionDenied("Sign in to do this.")
    return Desk(asked.place, asked.consultation, asked.place.member)


def access_answer(desk: Desk, uid: str) -> Answer:
    """One of the desk's answers, with all that stands around it."""
    found = Answer.objects.filter(response__consultation=desk.consultation, uid=uid)
    answer = found.select_related(
        "response__consultation__draft__framework", "asked", "question", "reading__reader"
    ).first()
    if answer is None:
        raise Http404("There is no answer at this address.")
    return answer


def access_point(desk: Desk, uid: str) -> Point:
    """One of the points drawn at this desk."""
    found = Point.objects.filter(answer__response__consultation=desk.consultation, uid=uid)
    point = found.select_related(
        "answer__response__consultation__draft__framework", "answer__asked", "statement"
    ).first()
    if point is None:
        raise Http404("There is no point at this address.")
    return point
