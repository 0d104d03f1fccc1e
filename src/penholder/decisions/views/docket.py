"""The docket: what a group has to answer, what it is voting on, what it has decided."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from penholder.decisions import queries
from penholder.decisions.access import access_docket, reads_all_words
from penholder.groups.queries import composition_of


@never_cache  # for members it holds words that were given to be counted only
@require_safe
def docket(request: HttpRequest, community: str, group: str) -> HttpResponse:
    there = access_docket(request.user, community, group)
    draft = queries.draft_for(there.group, request.GET.get("draft", ""))
    all_words = reads_all_words(there)
    return render(
        request,
        "decisions/docket.html",
        {
            "crumbs": (
                ("Who decides", reverse("groups:groups", args=[community])),
                (there.group.name, there.group.get_absolute_url()),
                ("Docket", ""),
            ),
            "place": there.place,
            "group": there.group,
            "docket": queries.docket_of(there.group, draft, all_words=all_words),
            "composition": composition_of(there.group),
            "all_words": all_words,
            "may_put": there.seat is not None or there.place.coordinates,
        },
    )
