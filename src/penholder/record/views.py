"""The public log: what it says, entry by entry, and everything needed to check it without this site."""

from __future__ import annotations

from contextlib import suppress

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from penholder.pure.ledger.proven import NotProven
from penholder.record import queries, signing
from penholder.record.access import access_entry
from penholder.record.actions import NotSealed, seal
from penholder.record.alarms import alarms
from penholder.record.considering import consider
from penholder.record.forms import CompareForm

PAGE = 50
TEXT = "text/plain; charset=utf-8"
NOT_NOW = "The record can't be read just now. Nothing in it is lost; please try again later.\n"
# What can't be done just now and will be later: the signer is away, the disk is full, a published file is damaged.
NotYet = (NotSealed, NotProven, OSError)

# The kinds of entries by which words change or go, as people say it.
_GONE = {
    "response.corrected": "Responses changed by whoever sent them",
    "response.withdrawn": "Responses taken back",
    "response.redacted": "Times words were taken out of a response",
    "words.redacted": "Times words were taken out of what was made from one",
    "response.erased": "Responses erased",
}


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The newest entries in words."""
    page = Paginator(queries.newest_first(), PAGE).get_page(request.GET.get("page"))
    context = {
        "lines": queries.lines(page.object_list),
        "size": page.paginator.count,
        "page": page,
        "facts": _facts_of_log(page.paginator.count),
        "gone": _facts_of_gone(),
        "alarms": [
            (alarm.kind.value, reverse("record:alarm", args=[alarm.number]))
            for alarm in alarms(signing.here())
        ],
    }
    return render(request, "record/log.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """Hold a receipt or checkpoint somebody brings against what is published here; proof of two records is shown to all."""
    form = CompareForm(request.POST or None, request.FILES or None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = consider(form.brought)
        except NotYet:
            form.add_error(
                None,
                "The record of this site can’t be read just now, so nothing was compared. Please try again later.",
            )
    context = {
        "form": form,
        "found": found,
        "fits": found is not None and found.kind.fits,
        "alarm": reverse("record:alarm", args=[found.alarm.number]) if found and found.alarm else "",
        "crumbs": (("The record", reverse("record:log")), ("Compare", "")),
    }
    return render(request, "record/compare.html", context, status=422 if form.errors else 200)


@require_safe
def entry(request: HttpRequest, index: int) -> HttpResponse:
    """One entry: in words, in its exact bytes, and its proof."""
    return _entry_page(request, access_entry(index), covered=_covering(index))


@require_safe
def entry_receipt(request: HttpRequest, index: int) -> HttpResponse:
    """The proof that this entry is in the log; it opens no words. While it isn't ready, the page that says so."""
    found = access_entry(index)
    try:
        covered = _covering(index)
        text = queries.receipt_for(found, covered).text() if covered else ""
    except NotYet:
        text = ""
    if not text:
        return _entry_page(request, found, covered=None, status=503)
    return _file(text.encode("utf-8"), f"entry-{index}.tlog-proof", TEXT)


@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest signed size and root, in the bytes of the public format."""
    with suppress(*NotYet):  # what was published last stands all the same
        seal()
    try:
        sealed = queries.newest_sealed()
    except NotYet:
        return HttpResponse(NOT_NOW, content_type=TEXT, status=503, headers={"Retry-After": "60"})
    if sealed is None:
        raise Http404("Nothing has been entered yet.")
    return HttpResponse(sealed.note, content_type=TEXT, headers={"Cache-Control": "max-age=5"})


@require_safe
def witnessed(_request: HttpRequest) -> HttpResponse:
    """The newest checkpoint that as many witnesses have signed as this site's policy asks for."""
    return _text(queries.published_text("witnessed"))


@require_safe
def alarm(_request: HttpRequest, number: int) -> HttpResponse:
    """One alarm, with the signed notes that prove it."""
    return _text(queries.published_text(f"alarms/{number}.txt"))


@require_safe
def tile(_request: HttpRequest, path: str) -> HttpResponse:
    """One file of the log, hashes or entries; it never changes, so it may be kept for ever."""
    data = queries.tile_at(f"tile/{path}")
    if data is None:
        raise Http404("The record has no such file.")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)


@require_safe
def key(_request: HttpRequest) -> HttpResponse:
    """The public keys everything here is signed with, the oldest first."""
    lines = "".join(f"{verifier.vkey()}\n" for verifier in signing.public_keys())
    return HttpResponse(lines, content_type=TEXT)


def _entry_page(
    request: HttpRequest, found: queries.Entry, *, covered: queries.Sealed | None, status: int = 200
) -> HttpResponse:
    context = {
        "line": queries.lines([found])[0],
        "facts": _facts_of_entry(found),
        "crumbs": (("The record", reverse("record:log")), (f"Entry {found.index}", "")),
        "text": bytes(found.body).decode("utf-8"),
        "checkpoint": covered,
    }
    return render(request, "record/entry.html", context, status=status)


def _covering(index: int) -> queries.Sealed | None:
    """The checkpoint over this entry; None while it can't be signed or read."""
    try:
        return queries.sealed_over(index) or seal()
    except NotYet:
        return None


def _text(text: str | None) -> HttpResponse:
    if text is None:
        raise Http404("The record has no such file.")
    return HttpResponse(text, content_type=TEXT, headers={"Cache-Control": "max-age=5"})


def _facts_of_log(size: int) -> tuple[tuple[str, str], ...]:
    try:
        sealed = queries.newest_sealed()
        signed = (
            f"{sealed.size} of them, on {date_format(localtime(sealed.at), 'j F Y, H:i')}"
            if sealed
            else "nothing yet"
        )
    except NotYet:
        signed = "can’t be told just now"
    return (
        ("Entries", str(size)),
        ("Signed", signed),
        ("Name of the log", signing.public_keys()[0].name),
    )


def _facts_of_gone() -> tuple[tuple[str, int], ...]:
    """How often words changed or went, for those kinds of it that ever happened."""
    counted = queries.counts_of_kinds(*_GONE)
    return tuple((said, counted[kind]) for kind, said in _GONE.items() if kind in counted)


def _facts_of_entry(entry: queries.Entry) -> tuple[tuple[str, str], ...]:
    body = queries.body_of(entry)
    facts = [("Kind", entry.kind), ("About", entry.obj), ("Within", entry.scope)]
    facts += [("Refers to", ", ".join(body["re"]))] if body.get("re") else []
    facts += [
        (name.replace("_", " ").capitalize(), str(value)) for name, value in body.get("facts", {}).items()
    ]
    facts += [("Commitments to words", str(len(body["_sd"])))] if body.get("_sd") else []
    return (*facts, ("Hash of the leaf", bytes(entry.leaf_hash).hex()))


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
