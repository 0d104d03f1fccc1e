"""The page where anyone checks a receipt, and the whole record, in their own browser; without scripts, this site checks it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from penholder.pure.ledger.checkpoint import SignedCheckpoint
from penholder.pure.ledger.counting import KEY_RETIRED
from penholder.pure.ledger.enclosure import OpenedReceipt, open_receipt
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.receipt import Receipt
from penholder.pure.ledger.succession import require_in_force
from penholder.record import queries, signing
from penholder.record.events import minute_said
from penholder.record.forms import ReceiptForm, Trust

Fact = tuple[str, str]

# What page.js and saying.js say as well.
MIND = ("Mind", "the key came from this site. Compare it with the one the community publishes elsewhere.")
RETIRED = ("Mind", "it was signed by a key that was retired since.")
_NAMES_OF_WORDS = {
    "publishing": "May your words be shown",
    "label": "Your name as you gave it",
    "answers": "Answers (ids)",
}
_NAMES_IN_ANSWER = {
    "text": "what you said",
    "proposed": "how you would put it",
    "stance": "your choice",
    "about": "about",
}


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
    is_ours = form.data.get("trust", "").split() == key.split()
    checked = _checked(form.brought, form.cleaned_data["trust"], is_ours=is_ours) if form.is_valid() else None
    context = {
        "form": form,
        "checked": checked,
        "key": key,
        "retired": "\n".join(f"{last} {vkey}" for vkey, last in _retired().items()),
        "address": request.build_absolute_uri(reverse("record:log")),
        "crumbs": (("The record", reverse("record:log")), ("Check it without us", "")),
    }
    return render(request, "record/check.html", context, status=422 if form.errors else 200)


def name_of_words(name: str) -> str:
    """What somebody said, named as people would: ``3.text`` is what the third answer says."""
    number, _, part = name.partition(".")
    if part in _NAMES_IN_ANSWER and re.fullmatch("[1-9][0-9]*", number):
        return f"Answer {number}: {_NAMES_IN_ANSWER[part]}"
    return _NAMES_OF_WORDS.get(name, name)


def _checked(raw: bytes, trust: Trust, *, is_ours: bool) -> Checked:
    """By the keys of this site, a receipt from before those keys is as good as it was then."""
    try:
        opened = open_receipt(Receipt.parse(raw), keys=queries.all_keys() if is_ours else trust.keys)
        if is_ours:
            require_in_force(opened.proven.signed, queries.marks_of_keys())
        if not trust.is_enough(opened.proven.signed):
            raise NotProven(
                "The record signed this, but fewer witnesses have seen it than the policy you gave asks for."
            )
    except ValueError as fault:  # NotProven is one; so is what is too long to be an entry
        return Checked(why_not=str(fault))
    return Checked(
        facts=(*_facts(opened), *(_minds(opened.proven.signed) if is_ours else ())),
        words=tuple((name_of_words(words.name), _said(words.value)) for words in opened.words),
    )


def _minds(signed: SignedCheckpoint) -> tuple[Fact, ...]:
    retired = _retired()
    return (RETIRED, MIND) if all(one.verifier.vkey() in retired for one in signed.log) else (MIND,)


def _retired() -> dict[str, int]:
    """The keys that sign no more, and the size of the last record each signed."""
    marks = [(mark.index + 1, mark.body) for mark in queries.marks_of_keys()]
    return {str(dict(body.facts)["vkey"]): last for last, body in marks if body.type == KEY_RETIRED}


def _facts(opened: OpenedReceipt) -> tuple[Fact, ...]:
    body, proven = opened.body, opened.proven
    size = proven.checkpoint.size
    facts = [
        ("What", f"{body.type.replace('_', ' ').replace('.', ' ')} ({body.type})"),
        ("When", f"{minute_said(body.t)}, to the minute, by the clock of the host"),
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
