"""The few rows that publication's boxes on lower pages need."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from penholder.consultations.models import Consultation, ReceivedFile
from penholder.decisions.models import Motion
from penholder.frameworks.models import Draft, Framework, Statement
from penholder.groups.models import Group
from penholder.listening.models import Point
from penholder.listening.queries import still_standing
from penholder.publication.models import Publication, Reply
from penholder.publication.queries.account import PointSaid, said_in_public
from penholder.publication.queries.fates import ChangeShown, Decision, fates_of


@dataclass(frozen=True, slots=True)
class Answered:
    """Points on a statement that got the same answer together."""

    said: tuple[PointSaid, ...]
    not_shown: int
    erased: int
    decision: Decision | None
    changes: tuple[ChangeShown, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """What was said about a statement in every consultation, and what came of it."""

    points: int
    responses: int
    answered: tuple[Answered, ...]


def trail_of_statement(statement: Statement) -> Trail | None:
    """The trail, newest answers first; None where nobody has said anything about it."""
    placed = still_standing().filter(statement=statement)
    points = tuple(placed.select_related("answer__response", "statement").order_by("-drawn_at", "number"))
    if not points:
        return None
    fates = fates_of(points)
    grouped: dict[tuple[str, str, str], list[Point]] = {}
    for point in points:
        decision = fates[point.pk].decision
        key = (decision.address, decision.kind, decision.reason) if decision else ("", "", "")
        grouped.setdefault(key, []).append(point)
    answered = []
    for together in grouped.values():
        fate = fates[together[0].pk]
        said = said_in_public(together)
        erased = sum(point.erased for point in together)
        not_shown = max(0, len(together) - len(said) - erased)
        answered.append(Answered(said, not_shown, erased, fate.decision, fate.changes))
    responses = len({point.answer.response_id for point in points})
    return Trail(points=len(points), responses=responses, answered=tuple(answered))


@dataclass(frozen=True, slots=True)
class SaidBack:
    """What the author of a point says to how it was read, or to its answer. Their words go to the group only."""

    reference: str
    contested: bool
    words: str


def said_back(points: QuerySet[Point]) -> tuple[SaidBack, ...]:
    """The newest replies of those who are not content or say that it is not what they said: one query."""
    replies = Reply.objects.filter(point__in=points, point__answer__response__withdrawn_at=None)
    newest = {
        reply.point_id: reply
        for reply in replies.select_related("point__answer__response").order_by("replied_at", "pk")
    }
    return tuple(
        SaidBack(str(reply.point), reply.verdict == Reply.Verdict.NOT_SAID, reply.words)
        for reply in newest.values()
        if reply.verdict != Reply.Verdict.CONTENT
    )


def points_of_motion(motion: Motion) -> QuerySet[Point]:
    """The points a motion answers, or would."""
    return Point.objects.filter(proposed__motion=motion)


def points_waiting_for(group: Group) -> QuerySet[Point]:
    """The points a group has not answered yet."""
    return still_standing().filter(answer__response__consultation__decider=group, disposition=None)


def newest_publication(framework: Framework) -> tuple[Publication | None, Draft | None]:
    """The newest publication, and the draft that may become the next one.

    Every draft, not only the open one: the page has them already, and then nothing more is asked.
    """
    found = Publication.objects.filter(version__framework=framework).select_related("version")
    draft = next((draft for draft in framework.drafts.all() if draft.became_id is None), None)
    return found.order_by("-version__number").first(), draft


def files_back(consultation: Consultation) -> tuple[ReceivedFile, ...]:
    """The tables that were taken in and are still kept, without their bytes."""
    taken = ReceivedFile.objects.filter(consultation=consultation, erased_at=None).exclude(accepted_at=None)
    return tuple(taken.defer("data").order_by("received_at"))
