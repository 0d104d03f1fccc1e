"""Pages that everybody may see before they decide whether to answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from penholder.accounts.access import access_community
from penholder.consultations.access import access_consultation
from penholder.consultations.queries import (
    asked_of,
    consultations_of,
    minutes_to_read,
    parts_of,
    questions_of,
    unsent_at,
    window_of,
)
from penholder.consultations.views.facts import facts_of
from penholder.consultations.views.session import sent_at, writing_at
from penholder.record import clock


@require_safe
def consultations(request: HttpRequest, community: str) -> HttpResponse:
    """What people are asked now, and what they were asked before."""
    place = access_community(request.user, community)
    now = clock.now()
    listed = [
        (consultation, window_of(consultation, now)) for consultation in consultations_of(place.community)
    ]
    return render(
        request,
        "consultations/consultation_list.html",
        {
            "place": place,
            "open_now": [pair for pair in listed if pair[1].state != "closed"],
            "closed": [pair for pair in listed if pair[1].state == "closed"],
        },
    )


@require_safe
def consultation(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """Everything that is said before the first field: what, why, by whom, who decides, what happens, until when."""
    seen = access_consultation(request.user, community, consultation)
    subject = seen.consultation
    asked, questions = asked_of(subject), questions_of(subject)
    writing = writing_at(request, subject)
    return render(
        request,
        "consultations/consultation_see.html",
        {
            "place": seen.place,
            "consultation": subject,
            "window": window_of(subject, clock.now()),
            "facts": facts_of(subject),
            "parts": parts_of(asked, questions),
            "statements": len(asked),
            "questions": len(questions),
            "minutes": minutes_to_read(asked, questions),
            "unsent": writing is not None and unsent_at(subject, writing.uid) is not None,
            "sent": sent_at(request, subject) is not None,
            "quiet_exit": subject.quiet_exit,
        },
    )
