"""Fetch and authorise in one call: a gate, a publication, an outcome by its receipt code, a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from penholder.accounts.access import Place
from penholder.accounts.models import Member
from penholder.consultations.access import Asked, access_consultation, access_file
from penholder.consultations.models import ReceivedFile, Response
from penholder.consultations.queries import response_by_code, said_is_shown
from penholder.frameworks.access import access_framework
from penholder.frameworks.models import Draft, Framework
from penholder.frameworks.queries import open_draft_of
from penholder.listening.models import Point
from penholder.publication.models import Publication
from penholder.record import clock

Asking = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class Gate:
    """A framework's open draft, if it has one, and where the asker stands before the gate."""

    place: Place
    framework: Framework
    draft: Draft | None


def access_gate(asking: Asking, community: str, framework: str) -> Gate:
    """Anybody may see what stands in the way of a version."""
    place, work = access_framework(asking, community, framework)
    draft = open_draft_of(work)
    if draft:
        draft.framework = work
    return Gate(place, work, draft)


def access_publishing(asking: Asking, community: str, framework: str) -> tuple[Draft, Member]:
    """The open draft, for a coordinator who may publish it; 404 where none is open."""
    place, work = access_framework(asking, community, framework, to="coordinate")
    draft = open_draft_of(work)
    if draft is None or place.member is None:
        raise Http404("This framework has no open draft.")
    draft.framework = work
    return draft, place.member


def access_publication(
    asking: Asking, community: str, framework: str, number: int
) -> tuple[Place, Publication]:
    """A published version with its account; anybody may read it."""
    place, work = access_framework(asking, community, framework)
    found = Publication.objects.filter(version__framework=work, version__number=number)
    publication = found.select_related("version", "draft__based_on", "entry").first()
    if publication is None:
        raise Http404("This framework has no published version with this number.")
    publication.version.framework = publication.draft.framework = work
    publication.version.draft = publication.draft
    if publication.draft.based_on:
        publication.draft.based_on.framework = work
    return place, publication


def access_outcome(code: str) -> Response:
    """The response this receipt code opens, however it was typed. The code is all anybody needs."""
    response = response_by_code(code)
    if response is None:
        raise Http404(
            "No response has this receipt code. Look at your receipt again, and mind every word and digit."
        )
    return response


def access_point_of(response: Response, uid: str) -> Point:
    """One of the points drawn from this response."""
    found = Point.objects.filter(answer__response=response, uid=uid)
    point = found.select_related("answer__response__consultation", "statement").first()
    if point is None:
        raise Http404("This response has no such point.")
    return point


def access_table(
    asking: Asking, community: str, consultation: str, file: str
) -> tuple[Asked, ReceivedFile | None]:
    """A consultation's whole table: for readers at any time, for everybody once nothing more can be said.

    The filled form of one file is for coordinators only.
    """
    if file:
        found = access_file(asking, community, consultation, file)
        if found[1].erased_at:
            raise Http404("This file is not kept any more: words in it were erased.")
        return found
    asked = access_consultation(asking, community, consultation)
    if not said_is_shown(asked.consultation, reads=asked.place.reads, at=clock.now()):
        raise PermissionDenied(
            "What people said is shown when the consultation has closed, so that everybody can answer for themselves."
        )
    return asked, None
