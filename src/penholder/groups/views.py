"""Pages about groups: who decides, by what rule, and who sits where."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from penholder.accounts.access import access_community
from penholder.groups import actions, queries
from penholder.groups.access import GroupPlace, access_group, access_seat, access_vacancy
from penholder.groups.forms import CharterForm, GroupForm, LeaveForm, SeatForm, VacancyForm
from penholder.groups.models import Charter, Power, Rule, SeatKind
from penholder.pure.ruling.charter import cautions
from penholder.pure.ruling.rule import Quorum
from penholder.record.recording import Refused


@require_safe
def groups(request: HttpRequest, community: str) -> HttpResponse:
    place = access_community(request.user, community)
    return render(
        request,
        "groups/group_list.html",
        {"place": place, "compositions": queries.groups_of(place.community)},
    )


@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, community: str) -> HttpResponse:
    place = access_community(request.user, community, to="coordinate")
    asked = GroupForm(request.POST or None)
    if place.member and request.method == "POST" and asked.is_valid():
        try:
            group = actions.form_group(community=place.community, by=place.member, **asked.cleaned_data)
        except Refused as refused:
            asked.add_error("name", str(refused))
        else:
            messages.success(
                request,
                f"“{group.name}” was formed. Give it a charter next: until then it can't decide anything.",
            )
            return redirect("groups:adopt", community, group.slug)
    crumbs = (("Who decides", reverse("groups:groups", args=[community])), ("Form a group", ""))
    return render(request, "groups/group_form.html", {"place": place, "form": asked, "crumbs": crumbs})


@require_safe
def group(request: HttpRequest, community: str, group: str) -> HttpResponse:
    there = access_group(request.user, community, group)
    composition = queries.composition_of(there.group)
    facts = queries.charter_facts(composition.charter) if composition.charter else ()
    shown = {
        "composition": composition,
        "facts": facts,
        "names": there.place.may("take_part"),
        "seat_columns": ("Seat", "For", "Held", "How it was filled"),
    }
    return render(request, "groups/group.html", {**_around(there), **shown})


@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, community: str, group: str) -> HttpResponse:
    there = access_group(request.user, community, group, to="coordinate")
    before = queries.charter_in_force(there.group)
    asked = CharterForm(request.POST) if request.method == "POST" else CharterForm(initial=_as_before(before))
    if request.method == "POST" and asked.is_valid():
        given = asked.cleaned_data
        try:
            charter = actions.adopt_charter(
                group=there.group,
                by=there.member,
                **{**given, "power": Power(given["power"]), "rule": Rule(given["rule"])},
            )
        except Refused as refused:
            asked.add_error(None, str(refused))
        else:
            messages.success(
                request,
                f"Charter {charter.number} is in force. Motions already put keep the one they were put under.",
            )
            chairs = queries.chairs_of(queries.seats_of(there.group))
            for sentence in cautions(
                Quorum(charter.quorum, charter.quorum_lived), charter.lived_share, chairs
            ):
                messages.warning(request, sentence)
            return redirect(there.group)
    return render(
        request,
        "groups/charter_adopt.html",
        {**_around(there, "A new charter"), "form": asked, "before": before},
    )


@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, community: str, group: str) -> HttpResponse:
    """Add a seat, with somebody in it or vacant."""
    there = access_group(request.user, community, group, to="coordinate")
    asked = SeatForm(request.POST or None, group=there.group)
    if request.method == "POST" and asked.is_valid():
        given = {**asked.cleaned_data, "kind": SeatKind(asked.cleaned_data["kind"])}
        try:
            seat = actions.fill_seat(group=there.group, by=there.member, **given)
        except Refused as refused:
            asked.add_error(None, str(refused))
        else:
            messages.success(
                request, f"“{seat.title}” was added{'' if seat.holder_id else ' and is vacant'}."
            )
            return redirect(there.group)
    return render(
        request, "groups/seat_fill.html", {**_around(there, "Fill a seat"), "form": asked, "seat": None}
    )


@require_http_methods(["GET", "POST"])
def fill_vacant(request: HttpRequest, community: str, group: str, number: int) -> HttpResponse:
    there, seat = access_vacancy(request.user, community, group, number)
    asked = VacancyForm(request.POST or None, group=there.group)
    if request.method == "POST" and asked.is_valid():
        try:
            actions.fill_vacant_seat(seat=seat, by=there.member, **asked.cleaned_data)
        except Refused as refused:
            asked.add_error(None, str(refused))
        else:
            messages.success(request, f"“{seat.title}” is filled.")
            return redirect(there.group)
    return render(
        request, "groups/seat_fill.html", {**_around(there, "Fill a seat"), "form": asked, "seat": seat}
    )


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, community: str, group: str, number: int) -> HttpResponse:
    there, seat = access_seat(request.user, community, group, number)
    asked = LeaveForm(request.POST or None)
    own = seat.holder == there.place.member
    if request.method == "POST" and asked.is_valid():
        try:
            actions.leave_seat(seat=seat, by=there.member, **asked.cleaned_data)
        except Refused as refused:
            asked.add_error(None, str(refused))
        else:
            messages.success(
                request,
                f"“{seat.title}” has been left.{' Thank you for what you gave to it.' if own else ''}",
            )
            return redirect(there.group)
    return render(
        request,
        "groups/seat_leave.html",
        {**_around(there, "Leave a seat"), "form": asked, "seat": seat, "own": own},
    )


def _around(there: GroupPlace, here: str = "") -> dict[str, object]:
    group = there.group
    above = ("Who decides", reverse("groups:groups", args=[group.community.slug]))
    crumbs = (
        (above, (group.name, group.get_absolute_url()), (here, "")) if here else (above, (group.name, ""))
    )
    return {"place": there.place, "group": group, "own_seat": there.seat, "crumbs": crumbs}


def _as_before(before: Charter | None) -> dict[str, object]:
    """The charter in force, as the starting point for the next one."""
    names = tuple(CharterForm.base_fields)
    return {name: getattr(before, name) for name in names} if before else {}
