"""Sign in by a link, and out again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from penholder.accounts import actions, queries
from penholder.accounts.access import access_community, access_member_of
from penholder.accounts.forms import AdmitForm
from penholder.accounts.models import Role
from penholder.record import clock
from penholder.record.recording import Refused

_RUN_OUT = "It has been used already, or has run out. Ask for a new one."


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Says how to sign in; the link itself comes from a coordinator, or from the terminal of the demo."""
    return render(request, "accounts/sign_in.html")


@never_cache
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: mail scanners that open every link must not use it up."""
    if request.method != "POST":
        link = queries.open_link(token, at=clock.now())
        if link is None:
            return render(request, "accounts/sign_in.html", {"refused": _RUN_OUT}, status=410)
        return render(
            request, "accounts/link_open.html", {"link": link, "sign_in_as": f"Sign in as {link.member.name}"}
        )
    try:
        member = actions.use_sign_in_link(token=token)
    except Refused as refused:
        return render(request, "accounts/sign_in.html", {"refused": str(refused)}, status=410)
    login(request, member)
    messages.success(request, f"Welcome, {member.name}.")
    return redirect("front:desk")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, "You are signed out.")
    return redirect("front:home")


@never_cache
@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, community: str) -> HttpResponse:
    """Who has a place here; give somebody one."""
    place = access_community(request.user, community, to="coordinate")
    form = AdmitForm(request.POST or None)
    if place.member and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            member = actions.admit_member(
                community=place.community,
                name=given["name"],
                role=Role(given["role"]),
                email=given["email"] or None,
                by=place.member.actor,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{member.name} has a place here. Make them a link to sign in with.")
            return redirect("accounts:members", community)
    shown = {"place": place, "form": form, "members": queries.members_of(place.community)}
    return render(request, "accounts/members.html", shown)


@never_cache
@require_POST
def make_link(request: HttpRequest, community: str, member: str) -> HttpResponse:
    """A link for one member, shown once, to be handed over by the coordinator."""
    place, found = access_member_of(request.user, community, member)
    token = actions.make_sign_in_link(member=found)
    link = request.build_absolute_uri(reverse("accounts:open_link", args=[token]))
    return render(request, "accounts/link_made.html", {"place": place, "found": found, "link": link})
