"""What became of what you said; the gate; the public account of a version; the comment table going back out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from penholder.consultations.actions import issue_receipt
from penholder.consultations.models import Response
from penholder.consultations.views.refusing import sentence_of
from penholder.decisions.models import Kind
from penholder.publication import actions, queries
from penholder.publication.access import (
    access_gate,
    access_outcome,
    access_point_of,
    access_publication,
    access_publishing,
    access_table,
)
from penholder.publication.forms import FindForm, ReplyForm
from penholder.publication.gate import obstacles
from penholder.publication.models import Reply
from penholder.publication.queries.account import Totals
from penholder.publication.queries.outcomes import PointOutcome
from penholder.pure.ledger.enclosure import open_receipt
from penholder.pure.ledger.proven import NotProven
from penholder.record import signing
from penholder.record.actions import NotSealed
from penholder.record.events import GUEST
from penholder.record.recording import Refused

WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
private = cache_control(private=True, no_store=True)


@dataclass(frozen=True, slots=True)
class Line:
    """One point's line, with the two forms that stand in it."""

    outcome: PointOutcome
    address: str
    said: str
    """When and where it was said, in a few words; so for the other steps."""
    read: str
    decided: str
    changed: str
    unchanged: str
    """Why the words stayed as they were, if they did."""
    contest: ReplyForm
    answer: ReplyForm
    contesting: bool
    """Whether the form to contest was just sent and came back."""
    answering: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What the page found when it checked the receipt against the record; ``ready`` is false until there is one."""

    ready: bool = True
    proven: bool = False
    index: int = 0
    last: int = 0
    """The last entry of the record that is sealed."""
    why_not: str = ""
    key: str = ""
    """The key it was checked by: what somebody types to check it elsewhere."""


@private
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """One field for the code; the code goes in by POST, so that it is in no search box's history."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect("publication:outcome", form.cleaned_data["code"])
    return render(request, "publication/find.html", {"form": form})


@private
@require_safe
def outcome(request: HttpRequest, code: str) -> HttpResponse:
    return _outcome_page(request, access_outcome(code), code)


@private
@require_POST
def reply(request: HttpRequest, code: str, point: str) -> HttpResponse:
    """Content or not, or *that is not what I said*: no account, the code is enough."""
    response = access_outcome(code)
    about = access_point_of(response, point)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _outcome_page(request, response, code, refused=(point, form))
    verdict = form.cleaned_data["verdict"]
    try:
        actions.reply_to_outcome(point=about, verdict=verdict, words=form.cleaned_data["words"], by=GUEST)
    except Refused as refused:
        form.add_error(None, sentence_of(refused))
        return _outcome_page(request, response, code, refused=(point, form))
    messages.success(request, _THANKS[verdict])
    return redirect(f"{reverse('publication:outcome', args=[code])}#point-{about.number}")


@private
@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt as a file, to check without us; while it isn't ready, the page that says so."""
    response = access_outcome(code)
    try:
        text = issue_receipt(response=response).text()
    except NotSealed:
        return _outcome_page(request, response, code, status=503)
    disposition = f'attachment; filename="{response.reference}.tlog-proof"'
    return HttpResponse(
        text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": disposition}
    )


@require_safe
def gate(request: HttpRequest, community: str, framework: str) -> HttpResponse:
    """What still stands in the way of the next version; public."""
    stands = access_gate(request.user, community, framework)
    in_the_way = obstacles(stands.draft) if stands.draft else ()
    tasks = tuple(
        {
            "title": each.sentence,
            "href": each.address,
            "status": "to do" if each.count == 1 else f"{each.count} to do",
            "kind": "open",
        }
        for each in in_the_way
    )
    values = {"gate": stands, "obstacles": in_the_way, "tasks": tasks}
    return render(request, "publication/gate.html", values)


@require_POST
def publish(request: HttpRequest, community: str, framework: str) -> HttpResponse:
    draft, member = access_publishing(request.user, community, framework)
    try:
        publication = actions.publish_version(draft=draft, by=member)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("publication:gate", community, framework)
    number = publication.version.number
    messages.success(request, f"Version {number} is published, with what became of every response.")
    return redirect("publication:account", community, framework, number)


@require_safe
def account(request: HttpRequest, community: str, framework: str, number: int) -> HttpResponse:
    """You said, we did: statement by statement."""
    _, publication = access_publication(request.user, community, framework, number)
    told = queries.account_of(publication)
    values = {
        "account": told,
        "facts": _facts(told.totals),
        "in_short": _totals_in_short(told.totals),
        "version": publication.version,
    }
    return render(request, "publication/account.html", values)


@require_safe
def changes(request: HttpRequest, community: str, framework: str, number: int) -> HttpResponse:
    """What changed since the version before, and why."""
    _, publication = access_publication(request.user, community, framework, number)
    compared = queries.comparison_of(publication)
    return render(
        request, "publication/changes.html", {"comparison": compared, "version": publication.version}
    )


@private
@require_safe
def comment_table(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """The comments with what became of them, as a Word file: all of them, or one form as it came in."""
    asked, file = access_table(request.user, community, consultation, request.GET.get("file", ""))
    if file:
        data, name = queries.filled_table(file), slugify(file.filename.rsplit(".", 1)[0]) or "comments"
    else:
        data = queries.table_of(asked.consultation, every_word=asked.place.coordinates)
        name = f"{asked.consultation.slug}-comments"
    return HttpResponse(
        data, content_type=WORD_FILE, headers={"Content-Disposition": f'attachment; filename="{name}.docx"'}
    )


_UNCHANGED: dict[str, str] = {
    Kind.COVERED: "What you asked for stands in the text already.",
    Kind.ANSWERED: "It was a question, and the answer stands above.",
    Kind.NOTED: "No change was asked for.",
    Kind.OUT_OF_SCOPE: "It reaches beyond this framework, so nothing was changed for it here.",
    Kind.DEFERRED: "It was put off, so nothing was changed for it yet.",
    Kind.DECLINED: "It was not accepted, so nothing was changed for it.",
}
_THANKS = {
    Reply.Verdict.CONTENT: "Thank you. It is noted that you are content.",
    Reply.Verdict.NOT_CONTENT: "Thank you for saying so. It is counted in public, and whoever decides next will see it.",
    Reply.Verdict.NOT_SAID: "Thank you. It is on record that this is not what you said, and the group will see it.",
}


def _totals_in_short(totals: Totals) -> str:
    if not totals.points:
        return "Nobody asked for anything that needed an answer."
    people = "1 response" if totals.responses == 1 else f"{totals.responses} responses"
    points = "1 point" if totals.points == 1 else f"{totals.points} points"
    return (
        f"{people}, {points}: {totals.changed} changed the text, {totals.without_change} answered without a change, "
        f"{totals.declined} not accepted. Each with its reason."
    )


def _facts(totals: Totals) -> tuple[tuple[str, int], ...]:
    return (
        ("Responses received", totals.responses),
        ("Points drawn from them", totals.points),
        ("Points that changed the text", totals.changed),
        ("Answered without a change, with the reason", totals.without_change),
        ("Not accepted, with the reason", totals.declined),
        ("Authors not content with an answer", totals.not_content),
        ("Authors who say it is not what they said", totals.contested),
    )


def _outcome_page(
    request: HttpRequest,
    response: Response,
    code: str,
    refused: tuple[str, ReplyForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    became = queries.outcome_of(response)
    values = {
        "outcome": became,
        "lines": tuple(_line(point, code, response.received_at, refused) for point in became.points),
        "sent_on": _day(response.received_at),
        "checked": _checked(response),
        "code": code,
        "wrong": tuple(said for said_ in refused[1].errors.values() for said in said_) if refused else (),
        "quiet_exit": became.consultation.quiet_exit,
    }
    shown = render(request, "publication/outcome.html", values, status=status)
    shown.headers["X-Robots-Tag"] = "noindex"
    return shown


def _line(point: PointOutcome, code: str, said_at: datetime, refused: tuple[str, ReplyForm] | None) -> Line:
    """The two forms of a point; what was typed into one that was refused is still in it."""
    typed = refused[1].data if refused and refused[0] == point.uid else {}
    contesting = typed.get("verdict") == Reply.Verdict.NOT_SAID
    first = point.changes[0] if point.changes else None
    said_before = point.reply.words if point.reply and point.contested else ""
    return Line(
        outcome=point,
        said=_in_short(_day(said_at), f"about {point.said.code}" if point.said.code else ""),
        read=_in_short(_day(point.read_at), "by a reader"),
        decided=_in_short(_day(point.decision.at), point.decision.group) if point.decision else "",
        changed=_in_short(_day(first.at), f"version {first.version}" if first.version else "in the draft")
        if first
        else "",
        unchanged=_UNCHANGED.get(point.decision.kind, "") if point.decision else "",
        address=reverse("publication:reply", args=[code, point.uid]),
        contest=ReplyForm(
            auto_id=f"id_p{point.number}_contest_%s",
            initial={"words": typed.get("words", "") if contesting else said_before},
            label="What did you mean?",
            hint="In your own words, if you like. The group will see it.",
        ),
        answer=ReplyForm(
            auto_id=f"id_p{point.number}_answer_%s",
            initial={"words": "" if contesting else typed.get("words", "")},
            label="Your words",
            hint="They go to the group and are not published.",
        ),
        contesting=contesting,
        answering=bool(typed) and not contesting,
    )


def _in_short(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F")


def _checked(response: Response) -> Checked:
    """Check the receipt here as its owner could anywhere: the entry, its place in the log, the signature, every word."""
    try:
        receipt = issue_receipt(response=response)
        keys = signing.public_keys()
        opened = open_receipt(receipt, keys=keys)
    except NotSealed:
        return Checked(ready=False)
    except NotProven as fault:
        return Checked(index=receipt.index, why_not=str(fault), key=keys[-1].vkey())
    return Checked(
        proven=True,
        index=receipt.index,
        last=opened.proven.checkpoint.size - 1,
        key=opened.proven.signed.log[0].verifier.vkey(),
    )
