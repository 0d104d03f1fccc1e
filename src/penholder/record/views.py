"""The public log: what it says, entry by entry, and everything needed to check it without this site."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from penholder.record import queries, signing
from penholder.record.access import access_entry
from penholder.record.actions import seal

PAGE = 50


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The newest entries in words."""
    page = Paginator(queries.newest_first(), PAGE).get_page(request.GET.get("page"))
    context = {
        "lines": queries.lines(page.object_list),
        "size": page.paginator.count,
        "page": page,
        "facts": _facts_of_log(page.paginator.count, queries.newest_checkpoint()),
    }
    return render(request, "record/log.html", context)


@require_safe
def entry(request: HttpRequest, index: int) -> HttpResponse:
    """One entry: in words, in its exact bytes, and its proof."""
    found = access_entry(index)
    covered = queries.checkpoint_over(index) or seal()
    context = {
        "line": queries.lines([found])[0],
        "facts": _facts_of_entry(found),
        "crumbs": (("The record", reverse("record:log")), (f"Entry {index}", "")),
        "text": bytes(found.body).decode("utf-8"),
        "checkpoint": covered,
    }
    return render(request, "record/entry.html", context)


@require_safe
def entry_receipt(_request: HttpRequest, index: int) -> HttpResponse:
    """The proof that this entry is in the log; it opens no words."""
    found = access_entry(index)
    covered = queries.checkpoint_over(index) or seal()
    if covered is None:
        raise RuntimeError("an entry exists, so there is something to seal")
    text = queries.receipt_for(found, covered).text()
    return _file(text.encode("utf-8"), f"entry-{index}.tlog-proof", "text/plain; charset=utf-8")


@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest signed size and root, in the bytes of the public format."""
    sealed = seal()
    note = sealed.note if sealed else ""
    return HttpResponse(
        note, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "max-age=5"}
    )


@require_safe
def entries(_request: HttpRequest) -> HttpResponse:
    """The whole log, each entry behind its length."""
    return _file(queries.bundle(), "entries", "application/octet-stream")


@require_safe
def key(_request: HttpRequest) -> HttpResponse:
    """The public key everything here is signed with."""
    return HttpResponse(signing.verifier().vkey() + "\n", content_type="text/plain; charset=utf-8")


def _facts_of_log(size: int, sealed: queries.Checkpoint | None) -> tuple[tuple[str, str], ...]:
    signed = (
        f"{sealed.size}, on {date_format(localtime(sealed.sealed_at), 'j F Y, H:i')}"
        if sealed
        else "nothing yet"
    )
    return (("Entries", str(size)), ("Signed up to entry", signed), ("Name of the log", signing.origin()))


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
