"""Fetch a framework, or what belongs to one, and authorise in the same call."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from penholder.accounts.access import Doing, Place, access_community
from penholder.frameworks.models import Draft, Framework, StagedImport, Statement, Version

Asking = AbstractBaseUser | AnonymousUser


def access_framework(
    asking: Asking, community: str, framework: str, *, to: Doing = "see"
) -> tuple[Place, Framework]:
    """The framework at this address of the community; 404 where there is none."""
    place = access_community(asking, community, to=to)
    frameworks = Framework.objects.select_related("entry")
    found = frameworks.filter(community=place.community, slug=framework).first()
    if found is None:
        raise Http404("There is no framework at this address.")
    found.community = place.community
    return place, found


def access_version(asking: Asking, community: str, framework: str, number: int) -> tuple[Place, Version]:
    """A published version; anyone may read it."""
    place, work = access_framework(asking, community, framework)
    versions = Version.objects.select_related("draft__based_on", "entry")
    found = versions.filter(framework=work, number=number).first()
    if found is None:
        raise Http404("This framework has no version with this number.")
    found.framework = work
    return place, found


def access_draft(
    asking: Asking, community: str, framework: str, number: int, *, to: Doing = "see"
) -> tuple[Place, Draft]:
    """A draft; drafts are read in the open too."""
    place, work = access_framework(asking, community, framework, to=to)
    found = Draft.objects.select_related("based_on", "became").filter(framework=work, number=number).first()
    if found is None:
        raise Http404("This framework has no draft with this number.")
    found.framework = work
    return place, found


def access_statement(asking: Asking, community: str, framework: str, uid: str) -> tuple[Place, Statement]:
    """A statement by its permanent id, in whatever draft or version it stands, or stood."""
    place, work = access_framework(asking, community, framework)
    found = Statement.objects.filter(framework=work, uid=uid).first()
    if found is None:
        raise Http404("This framework has never had a statement with this identifier.")
    found.framework = work
    return place, found


def access_staged(asking: Asking, community: str, uid: str) -> tuple[Place, StagedImport]:
    """A file that was given and not imported yet; only those who coordinate see it."""
    place = access_community(asking, community, to="coordinate")
    staged = StagedImport.objects.select_related("became")
    found = staged.filter(community=place.community, uid=uid).first()
    if found is None:
        raise Http404("There is no file waiting at this address. Choose the file again.")
    found.community = place.community
    if found.became is not None:
        found.became.community = place.community
    return place, found
