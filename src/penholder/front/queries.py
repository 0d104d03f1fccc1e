"""Reads for the pages that speak of several stages: what there is, what is open, what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from penholder.accounts.access import Place
from penholder.accounts.models import Community, Member
from penholder.consultations.models import Consultation
from penholder.decisions.models import Motion
from penholder.frameworks.models import Draft, Framework
from penholder.groups.models import Group
from penholder.listening.queries import answers_with_words, undisposed_points


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for somebody, and where to do it."""

    title: str
    href: str
    status: str
    kind: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What waits in one community."""

    community: Community
    role: str
    tasks: tuple[Task, ...]
    coordinates: bool


@dataclass(frozen=True, slots=True)
class Open:
    """A consultation people can answer now."""

    title: str
    href: str
    asker: str
    until: datetime
    about: str


def open_consultations(at: datetime, community: Community | None = None) -> tuple[Open, ...]:
    """What people can answer now, the nearest deadline first."""
    rows = Consultation.objects.filter(opens_at__lte=at, closes_at__gt=at, closed_at=None).select_related(
        "community"
    )
    if community:
        rows = rows.filter(community=community)
    return tuple(
        Open(row.title, row.get_absolute_url(), row.asker, row.closes_at, row.about)
        for row in rows.order_by("closes_at")
    )


def frameworks_of(community: Community) -> QuerySet[Framework]:
    """The community's frameworks, with the number of the newest version (none: a draft so far)."""
    rows = Framework.objects.filter(community=community).select_related("community")
    return rows.annotate(newest=Max("versions__number")).order_by("title")


def groups_of(community: Community) -> QuerySet[Group]:
    """The community's groups, with how many seats are held."""
    rows = Group.objects.filter(community=community).select_related("community")
    return rows.annotate(held=Count("seats", filter=Q(seats__holder__isnull=False, seats__left_at=None)))


def parts_for(member: Member, places: tuple[Place, ...], at: datetime) -> tuple[Part, ...]:
    """What waits for this member, community by community."""
    return tuple(
        Part(place.community, place.role, tuple(_tasks(place, member, at)), place.coordinates)
        for place in places
    )


def _tasks(place: Place, member: Member, at: datetime) -> Iterator[Task]:
    yield from _votes(place.community, member)
    if place.reads:
        yield from _reading(place.community)
    if place.coordinates:
        yield from _docket(place.community)
        yield from _drafts(place.community, at)


def _votes(community: Community, member: Member) -> Iterator[Task]:
    """Open motions on which a seat of this member has not voted."""
    waiting = (
        Motion.objects.filter(group__community=community, state=Motion.State.OPEN, electorate__holder=member)
        .exclude(votes__in_force=True, votes__seat__holder=member)
        .select_related("group__community")
        .distinct()
    )
    for motion in waiting:
        yield Task(
            f"Vote on “{motion.title}”", motion.get_absolute_url(), "Your vote", "open", motion.group.name
        )


def _reading(community: Community) -> Iterator[Task]:
    """Consultations with words nobody has read yet, however many there are in one query."""
    counted = (
        answers_with_words(community)
        .values(slug=F("response__consultation__slug"), title=F("response__consultation__title"))
        .annotate(total=Count("pk"), left=Count("pk", filter=Q(reading=None)))
    )
    for row in counted.filter(left__gt=0).order_by("response__consultation__closes_at"):
        href = reverse("listening:desk", args=[community.slug, row["slug"]])
        hint = f"{row['total'] - row['left']} of {row['total']} answers read"
        yield Task(f"Read: {row['title']}", href, f"{row['left']} to read", "part", hint)


def _docket(community: Community) -> Iterator[Task]:
    undecided = (
        undisposed_points(community)
        .order_by()
        .values(group=F("answer__response__consultation__decider"))
        .annotate(points=Count("pk"))
    )
    points = {row["group"]: row["points"] for row in undecided}
    for group in Group.objects.filter(pk__in=points).select_related("community"):
        href = reverse("decisions:docket", args=[community.slug, group.slug])
        yield Task(
            f"Decide: {group.name}",
            href,
            f"{points[group.pk]} to decide",
            "part",
            "Points that have no answer yet",
        )
    carried = Motion.objects.filter(
        group__community=community, state=Motion.State.CARRIED, enacted_entry=None, changes__isnull=False
    )
    for motion in carried.select_related("group__community").distinct():
        yield Task(
            f"Enact “{motion.title}”",
            motion.get_absolute_url(),
            "Carried",
            "accepted",
            "Decided, and not in the text yet",
        )


def _drafts(community: Community, at: datetime) -> Iterator[Task]:
    asking = Consultation.objects.filter(draft=OuterRef("pk"), closes_at__gt=at, closed_at=None)
    drafts = Draft.objects.filter(framework__community=community, became=None).select_related("framework")
    until = Subquery(asking.order_by("-closes_at").values("closes_at")[:1])
    for draft in drafts.annotate(made=Count("changes"), asked_until=until):
        href = reverse("publication:gate", args=[community.slug, draft.framework.slug])
        end = draft.asked_until
        asked = f"People are asked until {date_format(localtime(end), 'j F')}. " if end else ""
        hint = f"{asked}{draft.made} change{'' if draft.made == 1 else 's'} so far"
        yield Task(f"Publish: {draft.framework.title}", href, "Draft", "neutral", hint)
