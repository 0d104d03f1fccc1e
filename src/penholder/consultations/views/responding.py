"""The respondent's pages: part by part, check, send, the receipt, and the way out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from penholder.consultations import actions
from penholder.consultations.access import access_consultation
from penholder.consultations.forms import PartForm, SendForm
from penholder.consultations.models import Consultation, Response, UnsentResponse
from penholder.consultations.queries import (
    Part,
    Window,
    Written,
    asked_of,
    part_of_statement,
    parts_of,
    questions_of,
    response_by_uid,
    unsent_at,
    window_of,
    written_in,
)
from penholder.consultations.views.facts import facts_of
from penholder.consultations.views.refusing import sentence_of
from penholder.consultations.views.session import (
    Writing,
    all_writing,
    begin_writing,
    forget_sent,
    remember_sent,
    sent_at,
    writing_at,
)
from penholder.pure.ledger.receipt import SUFFIX, Receipt
from penholder.record import clock
from penholder.record.actions import NotSealed
from penholder.record.events import GUEST
from penholder.record.recording import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: HttpRequest, community: str, consultation: str, part: int | None = None) -> HttpResponse:
    """One part of the asking. What is written is saved at every step, and nothing of it is required."""
    subject = access_consultation(request.user, community, consultation).consultation
    parts = parts_of(asked_of(subject), questions_of(subject))
    if part is None:
        return _to_statement(request, subject, parts)
    if not 1 <= part <= len(parts):
        raise Http404("This consultation has no such part.")
    window = window_of(subject, clock.now())
    if not window.open and request.method != "POST":
        return redirect("consultations:check", community, consultation)
    here = parts[part - 1]
    writing = begin_writing(request, subject)
    unsent = unsent_at(subject, writing.uid)
    form = PartForm(
        here, unsent.answers if unsent else {}, request.POST if request.method == "POST" else None
    )
    if form.is_bound and form.is_valid():
        actions.save_unsent(consultation=subject, uid=writing.uid, answers=form.answers)
        return _onward(request, subject, here, window)
    return render(
        request,
        "consultations/response_write.html",
        {
            "consultation": subject,
            "part": here,
            "form": form,
            "facts": facts_of(subject),
            "unsent": unsent,
            "quiet_exit": subject.quiet_exit,
        },
        status=422 if form.is_bound else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """Everything that was written, to be read once more; then Send. A second press of Send does no harm."""
    subject = access_consultation(request.user, community, consultation).consultation
    window = window_of(subject, clock.now())
    writing = writing_at(request, subject)
    unsent = unsent_at(subject, writing.uid) if writing else None
    form = SendForm(request.POST) if request.method == "POST" else None
    away = _away_from_check(request, subject, form, unsent, window)
    if away is not None:
        return away

    parts = parts_of(asked_of(subject), questions_of(subject))
    written = written_in(parts, unsent.answers if unsent else {})
    if form is not None and form.is_valid() and writing is not None and unsent is not None:
        try:
            return _send(request, subject, writing, form=form, unsent=unsent, written=written)
        except Refused as refused:
            form.add_error(None, sentence_of(refused))
    return render(
        request,
        "consultations/response_check.html",
        {
            "consultation": subject,
            "written": written,
            "form": form,
            "unsent": unsent,
            "writing": writing,
            "made": SendForm.made_now(),
            "window": window,
            "facts": facts_of(subject),
            "quiet_exit": subject.quiet_exit,
        },
        status=422 if form is not None else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """It is in: the code, what happens next, the receipt. POST: the code is written down and may go."""
    subject = access_consultation(request.user, community, consultation).consultation
    kept = sent_at(request, subject)
    response = response_by_uid(subject, kept.response) if kept else None
    if kept is None or response is None:
        messages.info(
            request,
            "The code is shown only once, and only in the browser that sent the response. "
            f"If you have lost it, ask {subject.contact}.",
        )
        return redirect("consultations:consultation", community, consultation)
    if request.method == "POST":
        forget_sent(request, subject)
        messages.success(request, "Thank you. The code is no longer kept in this browser.")
        return redirect("consultations:consultation", community, consultation)
    return _sent_page(request, subject, response, kept.code, ready=_receipt_of(response) is not None)


@never_cache
@require_safe
def receipt(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """The receipt as a file; only for the browser that sent the response, while it still holds the code."""
    subject = access_consultation(request.user, community, consultation).consultation
    kept = sent_at(request, subject)
    response = response_by_uid(subject, kept.response) if kept else None
    if kept is None or response is None:
        raise Http404(
            "This browser holds no receipt for this consultation any more. Your code opens it again."
        )
    given = _receipt_of(response)
    if given is None:
        return _sent_page(request, subject, response, kept.code, ready=False, status=503)
    return HttpResponse(
        given.text().encode("utf-8"),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{response.reference}{SUFFIX}"'},
    )


@never_cache
@require_safe
def leave(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """Away at once, and nothing stays behind here: no words, no code, no session. A plain link, so that it always works."""
    access_consultation(request.user, community, consultation)
    actions.discard_unsent(uids=all_writing(request))
    request.session.flush()
    return HttpResponse(
        status=303,
        headers={
            "Location": settings.CONFIG.text("exit_url"),
            "Clear-Site-Data": '"cache", "cookies", "storage"',
        },
    )


def _sent_page(
    request: HttpRequest,
    subject: Consultation,
    response: Response,
    code: str,
    *,
    ready: bool,
    status: int = 200,
) -> HttpResponse:
    values = {
        "consultation": subject,
        "response": response,
        "code": code,
        "ready": ready,
        "quiet_exit": subject.quiet_exit,
    }
    return render(request, "consultations/response_sent.html", values, status=status)


def _receipt_of(response: Response) -> Receipt | None:
    """None while it isn't ready, which is nobody's fault who reads the page."""
    try:
        return actions.issue_receipt(response=response)
    except NotSealed:
        return None


def _to_statement(request: HttpRequest, subject: Consultation, parts: tuple[Part, ...]) -> HttpResponse:
    """The part in which this statement is asked about, scrolled to it; else the first part."""
    wanted = request.GET.get("statement", "")
    found = part_of_statement(parts, wanted) if wanted else None
    if wanted and found is None:
        messages.info(request, "This consultation does not ask about that statement. Here is its first part.")
    if found is None:
        return redirect(_part_url(subject, 1))
    return redirect(f"{_part_url(subject, found[0].number)}#s{found[1].asked.pk}")


def _onward(request: HttpRequest, subject: Consultation, part: Part, window: Window) -> HttpResponse:
    """Where the button leads; after the deadline always to the page that keeps the words in view."""
    go = request.POST.get("go", "on")
    if window.open and go == "back" and part.number > 1:
        return redirect(_part_url(subject, part.number - 1))
    if window.open and go == "on" and part.number < part.total:
        return redirect(_part_url(subject, part.number + 1))
    return redirect("consultations:check", subject.community.slug, subject.slug)


def _away_from_check(
    request: HttpRequest,
    subject: Consultation,
    form: SendForm | None,
    unsent: UnsentResponse | None,
    window: Window,
) -> HttpResponse | None:
    """Where to go instead, where there is nothing to check here or the page was from an earlier time."""
    address = (subject.community.slug, subject.slug)
    kept = sent_at(request, subject)
    posted = form.cleaned_data["writing"] if form is not None and form.is_valid() else ""
    if kept is not None and (posted == kept.writing or (form is None and unsent is None)):
        return redirect("consultations:sent", *address)
    if form is not None and (unsent is None or posted != unsent.uid):
        messages.info(request, "That page was from an earlier time. Here is what is written now.")
        return redirect("consultations:check", *address)
    if unsent is None and not window.open:
        return redirect("consultations:consultation", *address)
    return None


def _send(
    request: HttpRequest,
    subject: Consultation,
    writing: Writing,
    *,
    form: SendForm,
    unsent: UnsentResponse,
    written: Written,
) -> HttpResponse:
    """Through the one door; then the words that were not sent yet are let go."""
    if form.looks_automatic:
        raise Refused(
            "This came in faster than people write. If you are a person, please press Send once more."
        )
    if unsent.corrects:
        return _send_instead(request, subject, writing, unsent=unsent, written=written)
    try:
        response = actions.receive_response(
            consultation=subject,
            answers=written.given,
            source=unsent.source,
            by=unsent.typed_by.actor if unsent.typed_by else GUEST,
            label=written.label,
            publishing=written.publishing,
            unsent_uid=unsent.uid,
            code=writing.code,
        ).response
    except actions.AlreadyReceived as already:
        response = already.response
    remember_sent(request, subject, response, writing)
    actions.discard_unsent(uids=[unsent.uid])
    return redirect("consultations:sent", subject.community.slug, subject.slug)


def _send_instead(
    request: HttpRequest, subject: Consultation, writing: Writing, *, unsent: UnsentResponse, written: Written
) -> HttpResponse:
    """In place of what was said before; number and code stay."""
    if unsent.corrects is None:
        raise RuntimeError("these words correct nothing")
    response = actions.correct_response(
        response=unsent.corrects,
        answers=written.given,
        by=GUEST,
        label=written.label,
        publishing=written.publishing,
    )
    remember_sent(request, subject, response, writing)
    actions.discard_unsent(uids=[unsent.uid])
    return redirect("consultations:sent", subject.community.slug, subject.slug)


def _part_url(subject: Consultation, number: int) -> str:
    return reverse("consultations:respond", args=[subject.community.slug, subject.slug, number])
