"""What stands around every page: whose site this is, the ways about, and who is signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from penholder.accounts.access import place_at
from penholder.accounts.models import Community, Member
from penholder.consultations.queries import response_by_code
from penholder.record.alarms import Alarm, AlarmKind, alarms
from penholder.record.signing import here
from penholder.record.standing import why_held
from penholder.ui.context import Frame, NavLink, SiteNotice


def frame(request: HttpRequest) -> Frame:
    """The frame for this request: the community in the address, or the site's own."""
    community = _community(request)
    person = request.user if isinstance(request.user, Member) else None
    return Frame(
        community_name=community.name if community else "Penholder",
        home_url=community.get_absolute_url() if community else reverse("front:home"),
        nav=_ways(community, person, request.path),
        person_name=person.name if person else "",
        sign_in_url="" if person else reverse("accounts:sign_in"),
        sign_out_url=reverse("accounts:sign_out") if person else "",
        exit_url=_exit_url(request, community),
        footer=(
            NavLink("What Penholder is for", reverse("front:about")),
            NavLink("Check the record", reverse("record:log")),
            NavLink("What is kept about you", reverse("front:kept")),
            NavLink("Accessibility", reverse("front:accessibility")),
        ),
        notices=_notices(),
    )


def _notices() -> tuple[SiteNotice, ...]:
    """What everybody should know; asks files, never the database, because every page asks."""
    folder = here()
    reason = why_held(folder)
    # One alarm of a kind is enough on every page; the record's own page has them all.
    raised: dict[AlarmKind, Alarm] = {}
    for alarm in alarms(folder):
        raised.setdefault(alarm.kind, alarm)
    return (*((_read_only(reason),) if reason else ()), *map(_alarmed, raised.values()))


def _read_only(reason: str) -> SiteNotice:
    return SiteNotice(
        kind="warning",
        title="This site can only be read just now",
        text=reason,
        calm="This site can only be read just now. Nothing can be sent or changed until those who run it have seen to "
        "it. Please come back later.",
    )


def _alarmed(alarm: Alarm) -> SiteNotice:
    return SiteNotice(
        kind="error",
        title=alarm.kind.value,
        text="Keep your receipts, and your copies of the record.",
        calm="There is an open question about the public record of this site, which those who keep it must answer in "
        "public. Your code works as before. Keep your receipt.",
        link=NavLink("See what was found", reverse("record:alarm", args=[alarm.number])),
    )


def _community(request: HttpRequest) -> Community | None:
    """The community named in the address of this request, or the one that a receipt code leads to."""
    match = request.resolver_match
    named = match.kwargs if match else {}
    if "community" in named:
        place = place_at(request.user, named["community"])
        return place.community if place else None
    response = response_by_code(named["code"]) if "code" in named else None
    return response.consultation.community if response else None


def _ways(community: Community | None, person: Member | None, path: str) -> tuple[NavLink, ...]:
    ways = [("What became of what you said", reverse("publication:find"))]
    if community:
        ways = [
            ("Frameworks", reverse("frameworks:frameworks", args=[community.slug])),
            ("Consultations", reverse("consultations:consultations", args=[community.slug])),
            ("Who decides", reverse("groups:groups", args=[community.slug])),
            *ways,
        ]
    if person:
        ways.append(("My desk", reverse("front:desk")))
    return tuple(NavLink(label, url, current=path.startswith(url)) for label, url in ways)


def _exit_url(request: HttpRequest, community: Community | None) -> str:
    """The way out goes through an address of ours that clears what the browser keeps, then leaves."""
    match = request.resolver_match
    if community and match and match.app_name == "consultations" and "consultation" in match.kwargs:
        return reverse("consultations:leave", args=[community.slug, match.kwargs["consultation"]])
    return settings.CONFIG.text("exit_url")
