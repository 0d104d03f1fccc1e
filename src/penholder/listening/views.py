"""The reader's desk: one answer at a time, by keyboard or not, with or without script."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from penholder.consultations.access import access_consultation
from penholder.consultations.models import Answer
from penholder.consultations.queries import said_is_shown, window_of
from penholder.listening import actions, queries
from penholder.listening.access import Desk, access_answer, access_desk, access_point
from penholder.listening.forms import DrawForm, PlaceForm
from penholder.pure import disclosure
from penholder.pure.reading import anchors
from penholder.record import clock
from penholder.record.recording import Refused

POINTS_ON_A_PAGE = 50


@never_cache
@require_safe
def desk(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """Opens the first answer nobody has read; where there is none, says so."""
    sat = access_desk(request.user, community, consultation)
    waiting = queries.unread_answers(sat.consultation).first()
    if waiting:
        return redirect("listening:read", *sat.address, waiting.uid)
    return render(
        request, "listening/desk.html", {"desk": sat, "progress": queries.progress_of(sat.consultation)}
    )


@never_cache  # people’s words, some of them given to be counted only
@require_safe
def read(request: HttpRequest, community: str, consultation: str, answer: str) -> HttpResponse:
    sat = access_desk(request.user, community, consultation)
    opened = access_answer(sat, answer)
    return _answer_page(request, sat, opened, DrawForm(answer=opened))


@never_cache
@require_POST
def draw(request: HttpRequest, community: str, consultation: str, answer: str) -> HttpResponse:
    """A point from a passage; the same answer stays open while words of it are left."""
    sat = access_desk(request.user, community, consultation)
    opened = access_answer(sat, answer)
    form = DrawForm(request.POST, answer=opened)
    if not form.is_valid():
        return _answer_page(request, sat, opened, form)
    try:
        (point,) = actions.draw_points(answer=opened, points=(form.cleaned_data["point"],), by=sat.reader)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _answer_page(request, sat, opened, form)
    messages.success(request, f"Point {point.number} of {opened.response.reference} is drawn.")
    marked = [(start, end) for start, end, *_ in queries.marks_of(opened)]
    if anchors.unread(queries.words_of(opened), marked):
        return redirect("listening:read", *sat.address, opened.uid)
    return _go_on(sat, opened)


@require_POST
def draw_whole(request: HttpRequest, community: str, consultation: str, answer: str) -> HttpResponse:
    """One key: the whole answer is one point, about the statement it was written to."""
    sat = access_desk(request.user, community, consultation)
    opened = access_answer(sat, answer)
    statement = opened.asked.statement if opened.asked else None
    try:
        point = actions.draw_whole_answer(answer=opened, statement=statement, by=sat.reader)
        messages.success(request, f"{opened.response.reference}: the whole answer is point {point.number}.")
    except Refused as refused:
        messages.info(request, str(refused))
    return _go_on(sat, opened)


@require_POST
def set_aside(request: HttpRequest, community: str, consultation: str, answer: str) -> HttpResponse:
    """One key: read, and nothing in it asks for a reply."""
    sat = access_desk(request.user, community, consultation)
    opened = access_answer(sat, answer)
    try:
        actions.set_answer_aside(answer=opened, by=sat.reader)
        messages.success(request, f"{opened.response.reference}: noted that nothing here asks for a reply.")
    except Refused as refused:
        messages.info(request, str(refused))
    return _go_on(sat, opened)


@never_cache
@require_safe
def points(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """Every point, unplaced ones first, then statement by statement."""
    sat = access_desk(request.user, community, consultation)
    page = Paginator(queries.points_in_consultation(sat.consultation), POINTS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    shown = queries.drawn(page.object_list, queries.names_in(sat.consultation))
    values = {"desk": sat, "page": page, "points": shown, "progress": queries.progress_of(sat.consultation)}
    return render(request, "listening/points.html", values)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, community: str, consultation: str, point: str) -> HttpResponse:
    sat = access_desk(request.user, community, consultation)
    drawn = access_point(sat, point)
    asked = queries.asked_statements(sat.consultation)
    form = PlaceForm(request.POST if request.method == "POST" else None, asked=asked, placed=drawn.statement)
    if request.method == "POST" and form.is_valid():
        try:
            actions.place_point(point=drawn, statement=form.cleaned_data["statement"], by=sat.reader)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{drawn} is placed.")
            return redirect("listening:points", *sat.address)
    values = {"desk": sat, "point": drawn, "words": queries.passage_of(drawn), "form": form}
    return render(request, "listening/point_place.html", values)


@require_safe
def heard(request: HttpRequest, community: str, consultation: str) -> HttpResponse:
    """What was said, statement by statement: for readers as it stands, for everybody else after the end and rounded."""
    seen = access_consultation(request.user, community, consultation)
    now = clock.now()
    told = said_is_shown(seen.consultation, reads=seen.place.reads, at=now)
    said = queries.heard_in(seen.consultation) if told else ()
    values = {
        "place": seen.place,
        "consultation": seen.consultation,
        "window": window_of(seen.consultation, now),
        "told": told,
        "columns": ["Statement", *({"label": label, "number": True} for label in _HEARD.values())],
        "rows": tuple((each, _numbers(each, exact=seen.place.reads)) for each in said),
    }
    return render(request, "listening/heard.html", values)


_HEARD = {
    "comments": "In words",
    "keep": "Keep it",
    "reword": "Other words",
    "remove": "Take it out",
    "points": "Points",
}


def _numbers(heard: queries.Heard, *, exact: bool) -> tuple[tuple[str, str], ...]:
    """Each number with its heading, as this reader may see it."""
    counts = ((label, int(getattr(heard, name))) for name, label in _HEARD.items())
    return tuple((label, f"{count:,}" if exact else disclosure.shown(count)) for label, count in counts)


def _answer_page(request: HttpRequest, sat: Desk, answer: Answer, form: DrawForm) -> HttpResponse:
    points = queries.points_drawn_from(answer)
    previous = queries.previous_answer(answer)
    values = {
        "desk": sat,
        "answer": answer,
        "words": queries.words_of(answer),
        "about": queries.about_of(answer),
        "stem": queries.stem_of(answer),
        "marks": queries.marks_of(answer),
        "points": points,
        "rest": queries.rest_of(answer),
        "progress": queries.progress_of(sat.consultation),
        "tasks": _tasks(sat, queries.next_few(answer)),
        "next": queries.next_unread(answer),
        "previous": previous,
        "keys": _keys(whole=not points, aside=not hasattr(answer, "reading"), back=previous is not None),
        "form": form,
    }
    return render(request, "listening/answer_read.html", values)


def _keys(*, whole: bool, aside: bool, back: bool) -> tuple[tuple[str, str], ...]:
    """The keys that do something here; each clicks a button or link that stands on the page as well."""
    keys = (
        ("A", "whole answer", whole),
        ("N", "nothing to answer", aside),
        ("Enter", "next", True),
        ("K", "back", back),
    )
    return tuple((key, words) for key, words, works in keys if works)


def _go_on(sat: Desk, answer: Answer) -> HttpResponse:
    following = queries.next_unread(answer)
    if following:
        return redirect("listening:read", *sat.address, following.uid)
    return redirect("listening:desk", *sat.address)


def _tasks(sat: Desk, waiting: Iterable[queries.Waiting]) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "title": f"{each.reference} · {each.source}",
            "href": "" if each.current else reverse("listening:read", args=[*sat.address, each.uid]),
            "hint": each.about,
            "status": "open now" if each.current else "",
            "kind": "open",
        }
        for each in waiting
    )
