"""Coordinators' and readers' pages: open, watch what comes in, type in, close."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from penholder.accounts.access import access_community, access_member
from penholder.consultations import actions
from penholder.consultations.access import access_consultation
from penholder.consultations.forms import NothingToFillForm, OpenForm, TypeInForm
from penholder.consultations.queries import drafts_to_ask_on, responses_of, unsent_at, window_of
from penholder.consultations.views.session import begin_writing, writing_at
from penholder.record import clock
from penholder.record.recording import Refused

ON_ONE_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def open_(request: HttpRequest, community: str) -> HttpResponse:
    """Ask people about a draft."""
    place = access_community(request.user, community, to="coordinate")
    member = access_member(request.user)
    drafts = drafts_to_ask_on(place.community)
    wanted = next((draft for draft in drafts if draft.framework.slug == request.GET.get("framework")), None)
    form = OpenForm(
        place.community,
        request.POST or None,
        initial={"asker": place.community.name, "contact": place.community.contact, "draft": wanted},
    )
    if form.is_bound and form.is_valid():
        clean = form.cleaned_data
        try:
            consultation = actions.open_consultation(
                **{name: clean[name] for name in _TOLD},
                closes_at=form.closes_at,
                questions=form.asked_questions,
                by=member,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The consultation is open. Send people the address of this page.")
            return redirect(consultation)
    return render(
        request,
        "consultations/consultation_open.html",
        {"place": place, "form": form, "drafts": drafts},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """Close before the deadline; asked once more first."""
    seen = access_consultation(request.user, community, consultation, to="coordinate")
    form = NothingToFillForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.close_consultation(consultation=seen.consultation, by=access_member(request.user))
        except Refused as refused:
            messages.info(request, str(refused))
        else:
            messages.success(request, "The consultation is closed. Everything that came in is kept.")
        return redirect(seen.consultation)
    window = window_of(seen.consultation, clock.now())
    return render(
        request,
        "consultations/consultation_close.html",
        {"place": seen.place, "consultation": seen.consultation, "window": window, "form": form},
    )


@never_cache
@require_safe
def responses(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """What came in: number, way, time and how much; the words are read at the reader's desk."""
    seen = access_consultation(request.user, community, consultation, to="read")
    page = Paginator(responses_of(seen.consultation), ON_ONE_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "consultations/response_list.html",
        {"consultation": seen.consultation, "page": page, "columns": _COLUMNS},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def type_in(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """Begin a response for somebody who wrote on paper or spoke on the telephone; the pages that follow are the same."""
    seen = access_consultation(request.user, community, consultation, to="coordinate")
    subject = seen.consultation
    if not window_of(subject, clock.now()).open:
        messages.info(request, "This consultation is not open, so nothing more can be typed in.")
        return redirect(subject)
    form = TypeInForm(request.POST or None)
    if form.is_bound and form.is_valid():
        actions.save_unsent(
            consultation=subject,
            uid=begin_writing(request, subject, anew=True).uid,
            answers={},
            source=form.cleaned_data["source"],
            typed_by=access_member(request.user),
        )
        return redirect("consultations:respond", community, consultation, 1)
    writing = writing_at(request, subject)
    return render(
        request,
        "consultations/response_type_in.html",
        {
            "place": seen.place,
            "consultation": subject,
            "form": form,
            "unfinished": unsent_at(subject, writing.uid) if writing else None,
        },
        status=422 if form.is_bound else 200,
    )


_COLUMNS = (
    "Number",
    "How it came",
    "When",
    {"label": "Answers", "number": True},
    {"label": "With words", "number": True},
)
_TOLD = (
    "draft",
    "decider",
    "title",
    "about",
    "asker",
    "what_happens",
    "information_law",
    "contact",
    "quiet_exit",
)
