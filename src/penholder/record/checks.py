"""The page where anyone checks a receipt, and the whole record, in their own browser; without scripts, this site checks it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from penholder.pure.ledger.checkpoint import SignedCheckpoint
from penholder.pure.ledger.enclosure import OpenedReceipt, open_receipt
from penholder.pure.ledger.entry import moment
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.receipt import Receipt
from penholder.record import signing
from penholder.record.forms import ReceiptForm, Trust

Fact = tuple[str, str]

# What page.js says as well.
MIND = ("Mind", "the key came from this site. Compare it with the one the community publishes elsewhere.")


@dataclass(frozen=True, slots=True)
class Checked:
    """What is proven, in words: the same facts as ``penholder verify`` prints; or why nothing is."""

    facts: tuple[Fact, ...] = ()
    words: tuple[Fact, ...] = ()
    why_not: str = ""


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """A receipt sent here is read and forgotten. With scripts it never comes: the browser checks it."""
    key = "\n".join(verifier.vkey() for verifier in signing.public_keys())
    if request.method == "POST":
        form = ReceiptForm(request.POST, request.FILES)
    else:
        form = ReceiptForm(initial={"trust": key})
    checked = _checked(form.receipt, form.cleaned_data["trust"]) if form.is_valid() else None
    if checked is not None and checked.facts and form.data["trust"].split() == key.split():
        checked = replace(checked, facts=(*checked.facts, MIND))
    context = {
        "form": form,
        "checked": checked,
        "key": key,
        "address": request.build_absolute_uri(reverse("record:log")),
        "crumbs": (("The record", reverse("record:log")), ("Check it without us", "")),
    }
    return render(request, "record/check.html", context, status=422 if form.errors else 200)


def _checked(raw: bytes, trust: Trust) -> Checked:
    try:
        opened = open_receipt(Receipt.parse(raw), keys=trust.keys)
        if not trust.is_enough(opened.proven.signed):
            raise NotProven(
                "The record signed this, but fewer witnesses have seen it than the policy you gave asks for."
            )
    except ValueError as fault:  # NotProven is one; so is what is too long to be an entry
        return Checked(why_not=str(fault))
    return Checked(
        facts=_facts(opened), words=tuple((words.name, _said(words.value)) for words in opened.words)
    )


def _facts(opened: OpenedReceipt) -> tuple[Fact, ...]:
    body, proven = opened.body, opened.proven
    at = moment(body.t)
    size = proven.checkpoint.size
    facts = [
        ("What", f"{body.type.replace('_', ' ').replace('.', ' ')} ({body.type})"),
        ("When", f"{at.day} {at:%B %Y, %H:%M} UTC, to the minute, by the clock of the host"),
        ("On", f"{body.scope}, as {body.obj}"),
    ]
    facts += [("After", ", ".join(body.re))] if body.re else []
    facts += [("Fact", f"{name}: {_said(fact)}") for name, fact in body.facts]
    facts += [("Place", f"entry {proven.index:,}, counted from 0, of a record that had {size:,} then")]
    facts += _signers(proven.signed)
    if body.sd:
        opening = (
            f"{len(opened.words)} opened of {len(body.sd)} commitments, of which some may stand for nothing"
        )
        facts += [("Words", opening)]
    return tuple(facts)


def _signers(signed: SignedCheckpoint) -> list[Fact]:
    facts = [("Signed by", f"{one.verifier.name} (key id {one.verifier.key_id.hex()})") for one in signed.log]
    return facts + [
        ("Seen by", f"{one.verifier.name} (key id {one.verifier.key_id.hex()})") for one in signed.witnesses
    ]


def _said(value: object) -> str:
    """A text as it is; anything else as JSON spells it, as the page's script does."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
