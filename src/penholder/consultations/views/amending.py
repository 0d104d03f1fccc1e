"""Words that change or go: a response's page for coordinators, and the same by receipt code for whoever sent it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from penholder.accounts.access import access_member
from penholder.consultations import actions
from penholder.consultations.access import Opened, access_response, access_yours
from penholder.consultations.forms import GroundForm, NothingToFillForm, PassageForm, RedactForm
from penholder.consultations.models import Consultation, DoneBy, Ground, Response
from penholder.consultations.queries import (
    is_correctable,
    said_in,
    unsent_at,
    window_of,
    without,
)
from penholder.consultations.views.refusing import sentence_of
from penholder.consultations.views.session import begin_correcting, writing_at
from penholder.record import clock
from penholder.record.events import GUEST, Actor
from penholder.record.recording import Refused

_GONE = "It is done. What was decided stays, without the words."
_OUT = "The words were taken out. Copies that others took before are not in our hands."


@never_cache
@require_safe
def response(request: HttpRequest, community: str, consultation: str, response: str) -> HttpResponse:
    """One response in full, for readers; for coordinators with the ways to take words out."""
    seen, found = access_response(request.user, community, consultation, response, to="read")
    values = {"place": seen.place, "consultation": seen.consultation, "response": found}
    return render(request, "consultations/response_see.html", {**values, "said": said_in(found)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: HttpRequest, community: str, consultation: str, response: str) -> HttpResponse:
    """Take somebody's name out of a response: which words, why, how it will read, and then for good."""
    _, found = access_response(request.user, community, consultation, response, to="coordinate")
    form = RedactForm(request.POST if request.method == "POST" else None)
    back = reverse("consultations:response", args=[community, consultation, found.uid])
    by = access_member(request.user).actor
    return _redact_page(request, found, form, back=back, done_by=DoneBy.COORDINATOR, by=by)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, community: str, consultation: str, response: str) -> HttpResponse:
    """Erase a response: why, what goes and what stays, and then for good."""
    seen, found = access_response(request.user, community, consultation, response, to="coordinate")
    back = reverse("consultations:response", args=[community, consultation, found.uid])
    form = GroundForm(request.POST if request.method == "POST" else None)
    values = {"consultation": seen.consultation, "response": found, "form": form, "back": back}
    if form.is_bound and form.is_valid():
        if "sure" not in request.POST:
            ground = Ground(form.cleaned_data["ground"])
            return render(
                request, "consultations/response_erase.html", {**values, "ground": ground, "sure": True}
            )
        by = access_member(request.user).actor
        _erase(request, found, ground=form.cleaned_data["ground"], done_by=DoneBy.COORDINATOR, by=by)
        return redirect(back)
    return render(request, "consultations/response_erase.html", values, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def yours(request: HttpRequest, community: str, consultation: str, code: str) -> HttpResponse:
    """What whoever holds the code can still do with their words."""
    seen, opened = access_yours(request.user, community, consultation, code)
    values = _yours(seen.consultation, opened)
    values |= {"said": said_in(opened.response), "correctable": is_correctable(opened.response)}
    return render(request, "consultations/yours.html", values)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct_yours(request: HttpRequest, community: str, consultation: str, code: str) -> HttpResponse:
    """Lay the words out on the pages of the asking, to be changed there and sent again."""
    seen, opened = access_yours(request.user, community, consultation, code)
    found, subject = opened.response, seen.consultation
    in_the_way = _why_not_corrected(request, subject, found)
    if in_the_way:
        messages.info(request, in_the_way)
        return redirect("consultations:yours", community, consultation, opened.code)
    if request.method == "POST":
        writing = begin_correcting(request, subject, opened.code)
        actions.begin_correction(response=found, uid=writing.uid)
        return redirect("consultations:check", community, consultation)
    return render(request, "consultations/yours_correct.html", _yours(subject, opened))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_yours(request: HttpRequest, community: str, consultation: str, code: str) -> HttpResponse:
    """Take it back: asked once more first."""
    seen, opened = access_yours(request.user, community, consultation, code)
    form = NothingToFillForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.withdraw_response(response=opened.response, by=GUEST)
        except Refused as refused:
            messages.info(request, sentence_of(refused))
        else:
            messages.success(request, "It is done. You have taken it back.")
        return redirect("consultations:yours", community, consultation, opened.code)
    return render(request, "consultations/yours_withdraw.html", _yours(seen.consultation, opened))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def redact_yours(request: HttpRequest, community: str, consultation: str, code: str) -> HttpResponse:
    """Take a name or a sentence out of one's own words, at any time."""
    _, opened = access_yours(request.user, community, consultation, code)
    form = PassageForm(request.POST if request.method == "POST" else None)
    back = reverse("consultations:yours", args=[community, consultation, opened.code])
    return _redact_page(request, opened.response, form, back=back, done_by=DoneBy.RESPONDENT, by=GUEST)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_yours(request: HttpRequest, community: str, consultation: str, code: str) -> HttpResponse:
    """Erase one's own words, at any time: first what goes and what stays."""
    seen, opened = access_yours(request.user, community, consultation, code)
    form = NothingToFillForm(request.POST if request.method == "POST" else None)
    back = reverse("consultations:yours", args=[community, consultation, opened.code])
    if form.is_bound and form.is_valid():
        _erase(request, opened.response, ground=Ground.AUTHOR, done_by=DoneBy.RESPONDENT, by=GUEST)
        return redirect(back)
    values = {**_yours(seen.consultation, opened), "yours": True, "sure": True, "back": back}
    return render(request, "consultations/response_erase.html", values)


def _redact_page(
    request: HttpRequest, found: Response, form: PassageForm, *, back: str, done_by: DoneBy, by: Actor
) -> HttpResponse:
    values: dict[str, object] = {
        "consultation": found.consultation,
        "response": found,
        "form": form,
        "back": back,
        "yours": done_by == DoneBy.RESPONDENT,
        "quiet_exit": done_by == DoneBy.RESPONDENT and found.consultation.quiet_exit,
        "said": said_in(found),
    }
    if form.is_bound and form.is_valid():
        ground = Ground(form.cleaned_data.get("ground") or Ground.AUTHOR)
        passage = form.cleaned_data["passage"]
        if "sure" not in request.POST:
            values |= {"sure": True, "ground": ground, "passage": passage}
            values["shown"] = without(found, passage, ground.marker)
            return render(request, "consultations/response_redact.html", values)
        try:
            actions.redact_response(response=found, passage=passage, ground=ground, done_by=done_by, by=by)
        except Refused as refused:
            form.add_error("passage", sentence_of(refused))
        else:
            messages.success(request, _OUT)
            return redirect(back)
    return render(request, "consultations/response_redact.html", values, status=422 if form.is_bound else 200)


def _erase(request: HttpRequest, found: Response, *, ground: str, done_by: DoneBy, by: Actor) -> None:
    """A second press does no harm: it says so."""
    try:
        actions.erase_response(response=found, ground=ground, done_by=done_by, by=by)
    except Refused as refused:
        messages.info(request, sentence_of(refused))
    else:
        messages.success(request, _GONE)


def _yours(subject: Consultation, opened: Opened) -> dict[str, object]:
    return {
        "consultation": subject,
        "response": opened.response,
        "opened": opened,
        "code": opened.code,
        "window": window_of(subject, clock.now()),
        "quiet_exit": subject.quiet_exit,
    }


def _why_not_corrected(request: HttpRequest, subject: Consultation, found: Response) -> str:
    """In a sentence; empty where the words can be changed here."""
    if found.erased_at or found.withdrawn_at:
        return "There are no words left here to change. You can answer anew while the consultation is open."
    if not window_of(subject, clock.now()).open:
        return (
            "The consultation has closed, so nothing more can be changed. You can still have words taken out."
        )
    if not is_correctable(found):
        return f"This came in a table, which says more than these pages can hold. Send a new one to {subject.contact}."
    writing = writing_at(request, subject)
    unsent = unsent_at(subject, writing.uid) if writing else None
    if unsent is not None and unsent.corrects_id != found.pk:
        return "There are answers in this browser that are not sent yet. Send them first, then come back with your code."
    return ""
