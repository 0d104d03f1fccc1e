"""A motion's page: what is put, who has voted, what came of it; and the acts on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from penholder.decisions import actions, queries
from penholder.decisions.access import MotionPlace, access_motion, reads_all_words
from penholder.decisions.forms import DissentForm, VoteForm
from penholder.decisions.models import Choice
from penholder.groups.queries import rule_words
from penholder.record.recording import Refused


@never_cache
@require_safe
def motion(request: HttpRequest, community: str, group: str, number: int) -> HttpResponse:
    return _page(request, access_motion(request.user, community, group, number))


@never_cache
@require_http_methods(["GET", "POST"])
def cast(request: HttpRequest, community: str, group: str, number: int) -> HttpResponse:
    at = access_motion(request.user, community, group, number, to="speak")
    if request.method != "POST":
        return redirect(at.motion)
    form = VoteForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.cast_vote(
                motion=at.motion,
                seat=at.own_seat,
                choice=Choice(given["choice"]),
                reason=given["reason"],
                by=at.member,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                "Your vote is in. You can change it until the motion is closed; nobody sees it before then.",
            )
            return redirect(at.motion)
    return _page(request, at, vote=form)


@never_cache
@require_http_methods(["GET", "POST"])
def dissent(request: HttpRequest, community: str, group: str, number: int) -> HttpResponse:
    at = access_motion(request.user, community, group, number, to="speak")
    if request.method != "POST":
        return redirect(at.motion)
    form = DissentForm(request.POST)
    if form.is_valid():
        try:
            actions.record_dissent(
                motion=at.motion, seat=at.own_seat, text=form.cleaned_data["text"], by=at.member
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, "Your dissent is on record. It stands beside this decision wherever that goes."
            )
            return redirect(at.motion)
    return _page(request, at, dissent=form)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, community: str, group: str, number: int) -> HttpResponse:
    """A page that says who has not voted, with a button: closing can't be undone."""
    at = access_motion(request.user, community, group, number, to="coordinate")
    if request.method == "POST":
        try:
            closed = actions.close_motion(motion=at.motion, by=at.member)
        except Refused as refused:
            messages.info(request, str(refused))
        else:
            messages.success(request, (closed.tally or {})["sentence"])
        return redirect(at.motion)
    shown = queries.motion_shown(at.motion, all_words=True, seat=None)
    if not shown.is_open:
        return redirect(at.motion)
    return render(request, "decisions/motion_close.html", {**_around(at), "shown": shown})


@require_POST
def enact(request: HttpRequest, community: str, group: str, number: int) -> HttpResponse:
    at = access_motion(request.user, community, group, number, to="coordinate")
    try:
        changes = actions.enact_motion(motion=at.motion, by=at.member)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        made = "1 change was" if len(changes) == 1 else f"{len(changes)} changes were"
        messages.success(request, f"{made} made in the draft, by the warrant of this motion.")
    return redirect(at.motion)


def _page(
    request: HttpRequest, at: MotionPlace, *, vote: VoteForm | None = None, dissent: DissentForm | None = None
) -> HttpResponse:
    all_words = reads_all_words(at.there)
    shown = queries.motion_shown(at.motion, all_words=all_words, seat=at.seat)
    own = shown.own_vote
    typed = vote or dissent
    may_vote = shown.is_open and at.entitled and at.seat is not None and at.seat.left_at is None
    may_dissent = at.entitled and at.motion.draft.became_id is None
    values = {
        "shown": shown,
        "all_words": all_words,
        "rule": rule_words(at.motion.charter),
        "charter_not_met": (at.motion.tally or {}).get("charter_not_met", ()),
        "vote": vote or VoteForm(initial={"choice": own.choice, "reason": own.reason} if own else None),
        "dissent": dissent or DissentForm(),
        "may_vote": may_vote,
        "may_dissent": may_dissent,
        "no_longer": (vote if not may_vote else None) or (dissent if not may_dissent else None),
        "form": typed,
        "seat": at.seat,
        "entitled": at.entitled,
    }
    return render(request, "decisions/motion.html", {**_around(at), **values}, status=422 if typed else 200)


def _around(at: MotionPlace) -> dict[str, object]:
    group = at.there.group
    docket = reverse("decisions:docket", args=[group.community.slug, group.slug])
    return {
        "crumbs": (
            (group.name, group.get_absolute_url()),
            ("Docket", docket),
            (f"Motion {at.motion.number}", ""),
        ),
        "place": at.there.place,
        "group": group,
        "motion": at.motion,
    }
