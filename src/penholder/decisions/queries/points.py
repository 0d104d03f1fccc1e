"""Points on their way to a decision: which are still open, and how much of them this reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from penholder.consultations.models import Publishing, Stance
from penholder.decisions.models import Disposition, Motion, ProposedDisposition
from penholder.frameworks.models import Draft
from penholder.groups.models import Group
from penholder.listening.models import Point
from penholder.listening.queries import passage_of, public_gist, shortened, undisposed_points, words_of
from penholder.pure.tree.statement import Tree

NOWHERE = "-"
"""Stands for *not about one statement* where an address or a button needs a word for it."""

MOST_READINGS = 4
LONGEST_READING = 120


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody wants a motion to decide about a point."""

    point: Point
    kind: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PointShown:
    """A point as one reader may see it. ``private`` marks words that were given to be counted, not shown."""

    uid: str
    reference: str
    about: str
    gist: str
    words: str
    proposed: str
    stance: str
    private: bool
    erased: bool
    """Whether the words are gone for good."""


@dataclass(frozen=True, slots=True)
class About:
    """A statement, and the open points people have on it."""

    uid: str
    code: str
    words: str
    points: tuple[PointShown, ...]
    responses: int

    @property
    def name(self) -> str:
        return f"{self.code} {self.words}".strip()

    @property
    def readings(self) -> tuple[tuple[str, int], ...]:
        """What the points were read as, the most frequent first, and how often; only what this reader may see."""
        said = (point.gist or shortened(point.words, LONGEST_READING) for point in self.points)
        return tuple(Counter(reading for reading in said if reading).most_common(MOST_READINGS))


def open_points(draft: Draft, group: Group) -> QuerySet[Point]:
    """Points this group has still to answer: without a disposition, and in no open motion."""
    under_way = ProposedDisposition.objects.filter(motion__state=Motion.State.OPEN).values("point")
    return (
        undisposed_points(draft)
        .filter(answer__response__consultation__decider=group)
        .exclude(pk__in=under_way)
    )


def whereabouts(points: Sequence[int]) -> str:
    """The first of these points, by key, that no other motion can answer, in a sentence; empty where all are free."""
    decided = (
        Disposition.objects.filter(point__in=points)
        .select_related("point__answer__response", "motion")
        .first()
    )
    if decided is not None:
        return f"{decided.point} was answered by motion {decided.motion.number} already."
    under_way = ProposedDisposition.objects.filter(point__in=points, motion__state=Motion.State.OPEN)
    taken = under_way.select_related("point__answer__response", "motion").first()
    if taken is not None:
        return f"{taken.point} is part of motion {taken.motion.number}, which is still open."
    return ""


def points_named(draft: Draft, uids: Sequence[str]) -> QuerySet[Point]:
    """Points on this draft by their uids, decided or not."""
    return Point.objects.filter(uid__in=uids, answer__response__consultation__draft=draft)


def by_statement(points: Iterable[Point], tree: Tree, *, all_words: bool) -> tuple[About, ...]:
    """Points under the statements they are about, in reading order; then those on statements that are gone, or on none."""
    gathered: dict[str, list[Point]] = {}
    for point in points:
        uid = point.statement.uid if point.statement else NOWHERE
        gathered.setdefault(uid, []).append(point)
    order = [statement.uid for _, statement in tree.walk() if statement.uid in gathered]
    order += [uid for uid in gathered if uid not in tree.by_uid and uid != NOWHERE]
    order += [NOWHERE] if NOWHERE in gathered else []
    return tuple(_about(uid, gathered[uid], tree, all_words=all_words) for uid in order)


def point_shown(point: Point, *, all_words: bool) -> PointShown:
    """One point; give it with answer and response."""
    answer = point.answer
    private = answer.response.publishing != Publishing.WORDS
    readable = all_words or not private
    words = passage_of(point) if readable else ""
    gist = point.gist if readable else public_gist(point)
    return PointShown(
        uid=point.uid,
        reference=str(point),
        about=_asked_about(point),
        gist="" if gist.strip() == words.strip() else gist,
        words=words,
        proposed=answer.proposed if readable and answer.proposed != words_of(answer) else "",
        stance=Stance(answer.stance).label if readable and answer.stance not in {"", Stance.UNSAID} else "",
        private=private,
        erased=point.erased,
    )


def _asked_about(point: Point) -> str:
    """The code people saw when they said it; how it stands now may be another one."""
    asked = point.answer.asked
    return asked.code if asked else ""


def _about(uid: str, points: list[Point], tree: Tree, *, all_words: bool) -> About:
    statement = tree.by_uid.get(uid)
    if statement is not None:
        words = statement.short or statement.text
    else:
        words = "Not about one statement" if uid == NOWHERE else "A statement that is no longer in the draft"
    return About(
        uid=uid,
        code=statement.code if statement else "",
        words=words,
        points=tuple(point_shown(point, all_words=all_words) for point in points),
        responses=len({point.answer.response_id for point in points}),
    )
