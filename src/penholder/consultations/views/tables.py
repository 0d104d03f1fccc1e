"""Comment tables: bring one, look at what was read, take it in, hand on the codes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from penholder.accounts.access import access_member
from penholder.consultations import actions
from penholder.consultations.access import access_consultation, access_file
from penholder.consultations.forms import TableForm, TakeInForm
from penholder.consultations.models import Consultation, ReceivedFile
from penholder.consultations.queries import read_file, window_of
from penholder.consultations.views.session import forget_slips, remember_slips, slips_at
from penholder.record import clock
from penholder.record.recording import Refused

_IN_ONE = "The response is in. It has a receipt code of its own."


@require_http_methods(["GET", "HEAD", "POST"])
def stage_table(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """Bring a filled comment table. Nothing is taken in before somebody has looked at what was read."""
    seen = access_consultation(request.user, community, consultation, to="coordinate")
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if form.is_bound and form.is_valid():
        brought = form.cleaned_data["file"]
        # One byte more than allowed is enough to refuse by; a larger file is not read into memory.
        data = brought.read(actions.LARGEST_TABLE + 1)
        try:
            file = actions.stage_table(
                consultation=seen.consultation,
                filename=brought.name,
                data=data,
                by=access_member(request.user),
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("consultations:receive_table", community, consultation, file.uid)
    return render(
        request,
        "consultations/table_stage.html",
        {
            "place": seen.place,
            "consultation": seen.consultation,
            "form": form,
            "window": window_of(seen.consultation, clock.now()),
        },
        status=422 if form.is_bound else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receive_table(request: HttpRequest, community: str, consultation: str, file: str) -> HttpResponse:
    """What was read from the table, and the button that takes it in; afterwards the codes, once."""
    seen, brought = access_file(request.user, community, consultation, file)
    if brought.accepted_at:
        return _taken_in(request, seen.consultation, brought)
    form = TakeInForm(request.POST) if request.method == "POST" else TakeInForm()
    if form.is_bound and form.is_valid():
        try:
            received = actions.receive_table(
                file=brought,
                accept_left_out=form.cleaned_data["accept_left_out"],
                by=access_member(request.user),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            remember_slips(request, brought, received)
            messages.success(
                request,
                _IN_ONE
                if len(received) == 1
                else f"{len(received)} responses are in. Each has a receipt code of its own.",
            )
            return redirect("consultations:receive_table", community, consultation, file)
    return render(
        request,
        "consultations/table_receive.html",
        {
            "place": seen.place,
            "consultation": seen.consultation,
            "file": brought,
            "read": read_file(brought),
            "columns": ("Comment", "Place", "What it says", "Proposed change"),
            "form": form,
            "window": window_of(seen.consultation, clock.now()),
        },
        status=422 if form.is_bound else 200,
    )


def _taken_in(request: HttpRequest, subject: Consultation, file: ReceivedFile) -> HttpResponse:
    """The codes while this browser holds them. POST: a second press of the first button, or they are handed on."""
    if request.method == "POST":
        if "handed_on" in request.POST:
            forget_slips(request, file)
            messages.success(request, "The codes are no longer kept in this browser.")
            return redirect("consultations:responses", subject.community.slug, subject.slug)
        messages.info(request, f"“{file.filename}” has been taken in already. Nothing was taken in twice.")
        return redirect("consultations:receive_table", subject.community.slug, subject.slug, file.uid)
    return render(
        request,
        "consultations/table_received.html",
        {"consultation": subject, "file": file, "slips": slips_at(request, file)},
    )
