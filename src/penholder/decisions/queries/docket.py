"""A group's docket: what it has still to answer, what it is voting on, what it has decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from penholder.decisions.models import Dissent, Motion, ProposedChange, ProposedDisposition, Vote
from penholder.decisions.queries.points import About, by_statement, open_points
from penholder.frameworks.models import Draft
from penholder.frameworks.queries import outline_of
from penholder.groups.models import Group
from penholder.listening.models import Point


@dataclass(frozen=True, slots=True)
class MotionLine:
    """A motion in a list."""

    number: int
    title: str
    url: str
    state: str
    points: int
    changes: int
    voted: int
    entitled: int
    dissents: int
    put_at: datetime
    closed_at: datetime | None
    enacted: bool

    @property
    def to_enact(self) -> bool:
        """Carried, and its changes not yet made."""
        return self.state == Motion.State.CARRIED and self.changes > 0 and not self.enacted


@dataclass(frozen=True, slots=True)
class Docket:
    """Everything before a group, for one draft."""

    draft: Draft | None
    others: tuple[Draft, ...]
    about: tuple[About, ...]
    open_motions: tuple[MotionLine, ...]
    closed_motions: tuple[MotionLine, ...]

    @property
    def points(self) -> int:
        return sum(len(about.points) for about in self.about)


def docket_of(group: Group, draft: Draft | None, *, all_words: bool) -> Docket:
    """The docket; ``draft`` says which one is looked at where the community has several open."""
    lines = motion_lines(group)
    about: tuple[About, ...] = ()
    if draft is not None:
        about = by_statement(open_points(draft, group), outline_of(draft), all_words=all_words)
    return Docket(
        draft=draft,
        others=tuple(other for other in open_drafts(group) if draft is None or other.pk != draft.pk),
        about=about,
        open_motions=tuple(line for line in lines if line.state == Motion.State.OPEN),
        closed_motions=tuple(line for line in reversed(lines) if line.state != Motion.State.OPEN),
    )


def open_drafts(group: Group) -> QuerySet[Draft]:
    """Drafts this group can change: the open ones of its community, those with most left to answer first."""
    waiting = Point.objects.filter(
        answer__response__consultation__draft=OuterRef("pk"),
        answer__response__consultation__decider=group,
        disposition=None,
    )
    counted = waiting.order_by().values("answer__response__consultation__draft").annotate(number=Count("pk"))
    return (
        Draft.objects.filter(framework__community=group.community_id, became=None)
        .select_related("framework")
        .annotate(waiting=Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), 0))
        .order_by("-waiting", "-opened_at", "pk")
    )


def draft_for(group: Group, uid: str) -> Draft | None:
    """The open draft with this uid, or the one with most left to answer where none is named."""
    drafts = open_drafts(group)
    named = drafts.filter(uid=uid).first() if uid else None
    return named or drafts.first()


def motion_lines(group: Group) -> tuple[MotionLine, ...]:
    """Every motion of a group in one query, oldest first."""
    return tuple(_line(motion, group) for motion in _counted(Motion.objects.filter(group=group)))


def _counted(motions: QuerySet[Motion]) -> QuerySet[Motion]:
    return motions.annotate(
        points_proposed=_count(ProposedDisposition),
        changes_proposed=_count(ProposedChange),
        votes_cast=_count(Vote, in_force=True),
        dissents_recorded=_count(Dissent),
        seats_entitled=_count(Motion.electorate.through),
    )


def _count(model: type[Model], **only: object) -> Coalesce:
    """How many rows of a table belong to the motion; counted apart, because joined counts multiply each other."""
    rows = model._default_manager.filter(motion=OuterRef("pk"), **only).order_by().values("motion")  # noqa: SLF001  Django's documented name
    return Coalesce(
        Subquery(rows.annotate(number=Count("pk")).values("number"), output_field=IntegerField()), 0
    )


def _line(motion: Motion, group: Group) -> MotionLine:
    motion.group = group
    counted = vars(motion)
    return MotionLine(
        number=motion.number,
        title=motion.title,
        url=motion.get_absolute_url(),
        state=motion.state,
        points=counted["points_proposed"],
        changes=counted["changes_proposed"],
        voted=counted["votes_cast"],
        entitled=counted["seats_entitled"],
        dissents=counted["dissents_recorded"],
        put_at=motion.put_at,
        closed_at=motion.closed_at,
        enacted=motion.enacted_entry_id is not None,
    )
