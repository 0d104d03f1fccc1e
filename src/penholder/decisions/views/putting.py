"""Put a motion, in five plain steps of one form. Everything typed travels with the form, so going back loses nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from penholder.decisions import actions, queries
from penholder.decisions.access import access_docket
from penholder.decisions.forms import NewChangeForm, TitleForm, changes_in, renumbered, with_new_change
from penholder.decisions.models import Kind
from penholder.decisions.queries import Proposed
from penholder.decisions.views.steps import STEPS, Bench, answers_in, bench_for, planned_in, show_step, stands
from penholder.record.recording import Refused


@never_cache
@require_http_methods(["GET", "POST"])
def put(request: HttpRequest, community: str, group: str) -> HttpResponse:
    there = access_docket(request.user, community, group, to="put")
    asked = request.POST if request.method == "POST" else request.GET
    draft = queries.draft_for(there.group, asked.get("draft", ""))
    if draft is None:
        messages.warning(
            request,
            "There is no open draft to decide on. Import a framework, or open a new draft of one, first.",
        )
        return redirect("decisions:docket", community, group)
    bench = bench_for(there, draft)
    if request.method != "POST":
        return show_step(request, bench, "points", _begun(request.GET, bench))
    gone = bench.gone(request.POST)
    if gone:
        return show_step(request, bench, "points", _without(request.POST, gone), refused=_told(bench, gone))
    return _step(request, bench, request.POST)


def _begun(asked: QueryDict, bench: Bench) -> QueryDict:
    """A link may choose points in advance: those about one statement, or all; and what becomes of them."""
    data = QueryDict(mutable=True)
    if asked.get("all") or asked.get("statement"):
        data.setlist("point", bench.uids(asked.get("statement", "all")))
    if asked.get("kind") in Kind.values:
        data["answer-kind"] = asked.get("kind", "")
    return data


def _step(request: HttpRequest, bench: Bench, data: QueryDict) -> HttpResponse:
    """What the pressed button asks for; going forward only past what is filled in rightly."""
    here, go = data.get("step", "points"), data.get("go", "")
    if go.startswith("choose:"):
        return show_step(request, bench, "points", _choosing(data, bench, go.removeprefix("choose:")))
    if go == "add":
        return _add_change(request, bench, data)
    data = renumbered(data)
    if go == "show":
        return show_step(request, bench, "changes", data, checked=True)
    target = go if go in STEPS else "check" if go == "put" else "points"
    start = 0 if go == "put" or here not in STEPS else STEPS.index(here)
    for step in STEPS[start : STEPS.index(target)]:
        if not stands(step, bench, data):
            return show_step(request, bench, step, data, checked=True)
    return _put(request, bench, data) if go == "put" else show_step(request, bench, target, data)


def _add_change(request: HttpRequest, bench: Bench, data: QueryDict) -> HttpResponse:
    asked = NewChangeForm(data, tree=bench.tree)
    if not asked.is_valid():
        return show_step(request, bench, "changes", data, new=asked)
    return show_step(request, bench, "changes", renumbered(with_new_change(data, asked, bench.tree)))


def _put(request: HttpRequest, bench: Bench, data: QueryDict) -> HttpResponse:
    """Every step has been found to stand; the action has the last word."""
    answers, title = answers_in(bench, data), TitleForm(data)
    answers.is_valid()
    title.is_valid()
    try:
        motion = actions.put_motion(
            group=bench.there.group,
            draft=bench.draft,
            title=title.cleaned_data["title"],
            about=title.cleaned_data["about"],
            dispositions=tuple(
                Proposed(bench.points[answer.point], answer.kind, answer.reason)
                for answer in answers.answers()
            ),
            changes=planned_in(changes_in(data, bench.tree)),
            by=bench.there.member,
        )
    except Refused as refused:
        return show_step(request, bench, "check", data, refused=str(refused))
    messages.success(
        request,
        f"Motion {motion.number} was put. The seats can vote on it now; nobody sees how until it is closed.",
    )
    return redirect(motion)


def _choosing(data: QueryDict, bench: Bench, which: str) -> QueryDict:
    fresh = data.copy()
    chosen = [] if which == "none" else [*data.getlist("point"), *bench.uids(which)]
    fresh.setlist("point", list(dict.fromkeys(chosen)))
    return fresh


def _without(data: QueryDict, gone: tuple[str, ...]) -> QueryDict:
    fresh = data.copy()
    fresh.setlist("point", [uid for uid in data.getlist("point") if uid not in gone])
    return fresh


def _told(bench: Bench, gone: tuple[str, ...]) -> str:
    """What became of points that somebody chose, while they were still writing."""
    rows = queries.points_named(bench.draft, gone)
    told = queries.whereabouts([point.pk for point in rows]) or "A point you chose is no longer open."
    number = "1 point you chose" if len(gone) == 1 else f"{len(gone)} points you chose"
    return f"{told} {number} can’t be answered here and {'was' if len(gone) == 1 else 'were'} taken out."
