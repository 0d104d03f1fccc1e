"""The way in, a community's own page, “my desk”, and the pages that say what this place is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from penholder.accounts.access import access_community
from penholder.accounts.queries import communities
from penholder.front import queries
from penholder.front.access import access_desk
from penholder.record import clock


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this site is, who is here, what is asked now."""
    context = {"communities": communities(), "open_now": queries.open_consultations(clock.now())}
    return render(request, "front/home.html", context)


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """A page of plain words."""
    return render(request, f"front/{name}.html")


@require_safe
def community(request: HttpRequest, community: str) -> HttpResponse:
    """A community as anybody sees it."""
    place = access_community(request.user, community)
    context = {
        "place": place,
        "community": place.community,
        "open_now": queries.open_consultations(clock.now(), place.community),
        "frameworks": queries.frameworks_of(place.community),
        "groups": queries.groups_of(place.community),
    }
    return render(request, "front/community.html", context)


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for whoever is signed in."""
    member, places = access_desk(request.user)
    return render(
        request,
        "front/desk.html",
        {"member": member, "parts": queries.parts_for(member, places, clock.now())},
    )
