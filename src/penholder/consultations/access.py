"""Fetch and authorise in one call: a consultation with its place, a file that brought responses, a response."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from penholder.accounts.access import Doing, Place, access_community
from penholder.consultations.models import Consultation, ReceivedFile, Response
from penholder.pure.ledger.code import check_code, code_hash


@dataclass(frozen=True, slots=True)
class Asked:
    """A consultation, and where the person who looks at it stands in its community."""

    place: Place
    consultation: Consultation


@dataclass(frozen=True, slots=True)
class Opened:
    """A response, opened by its receipt code: the code is all anybody needs."""

    response: Response
    code: str


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


def access_response(
    asking: AbstractBaseUser | AnonymousUser, community: str, slug: str, uid: str, *, to: Doing
) -> tuple[Asked, Response]:
    """One response to this consultation, for those who read it or run it; nobody else."""
    asked = access_consultation(asking, community, slug, to=to)
    return asked, _response_in(asked.consultation, uid=uid)


def access_yours(
    asking: AbstractBaseUser | AnonymousUser, community: str, slug: str, code: str
) -> tuple[Asked, Opened]:
    """The response this receipt code opens, if it answers this consultation."""
    asked = access_consultation(asking, community, slug)
    try:
        checked = check_code(code)
    except ValueError as mistyped:
        raise Http404(
            "No response has this receipt code. Look at your receipt again, and mind every word and digit."
        ) from mistyped
    return asked, Opened(_response_in(asked.consultation, code_hash=code_hash(checked)), checked)


def _response_in(consultation: Consultation, **named: str) -> Response:
    response = consultation.responses.select_related("entry").filter(**named).first()
    if response is None:
        raise Http404("There is no such response to this consultation.")
    response.consultation = consultation
    return response
