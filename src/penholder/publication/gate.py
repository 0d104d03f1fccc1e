"""The gate: what still stands between a draft and its publication. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q
from django.template.defaultfilters import date as written
from django.urls import reverse

from penholder.consultations.models import Consultation
from penholder.consultations.queries.asking import window_of
from penholder.decisions.models import PROMISES, Motion
from penholder.decisions.queries import operation_of, overtaken, proposed_changes
from penholder.frameworks.models import Change, Draft, Significance
from penholder.frameworks.queries import outline_of
from penholder.groups.queries import chairs_of, charter_in_force, seats_of
from penholder.listening.queries import undisposed_points, unread_answers
from penholder.pure.ruling.charter import breaches
from penholder.pure.tree.change import CannotApply, apply_operation
from penholder.pure.tree.statement import Tree
from penholder.record import clock


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that is not as it must be: what, how many, and where it can be mended."""

    kind: str
    sentence: str
    url_name: str
    args: tuple[str | int, ...]
    count: int = 1

    @property
    def address(self) -> str:
        return reverse(self.url_name, args=self.args)


def obstacles(draft: Draft) -> tuple[Obstacle, ...]:
    """Everything in the way, in the order of the journey; empty when the gate is open."""
    return (
        *_open_consultations(draft),
        *_unread(draft),
        *_undisposed(draft),
        *_open_motions(draft),
        *_promises(draft),
        *_unmet_charters(draft),
        *_unwarranted(draft),
        *_nothing_new(draft),
    )


def _open_consultations(draft: Draft) -> Iterator[Obstacle]:
    now = clock.now()
    for consultation in _consultations(draft):
        window = window_of(consultation, now)
        if window.state == "closed":
            continue
        when = "has not opened yet" if window.state == "not yet" else "is still open"
        yield Obstacle(
            "consultation_open",
            f"“{consultation.title}” {when}, and people may answer until {written(window.ends_at, 'j F')}.",
            "consultations:consultation",
            (_community(draft), consultation.slug),
        )


def _unread(draft: Draft) -> Iterator[Obstacle]:
    waiting = (
        unread_answers(draft)
        .order_by()
        .values("response__consultation__slug", "response__consultation__title")
    )
    for row in waiting.annotate(number=Count("pk")):
        number = row["number"]
        answers = "1 answer has" if number == 1 else f"{number} answers have"
        yield Obstacle(
            "unread",
            f"{answers} not been read yet, in “{row['response__consultation__title']}”.",
            "listening:desk",
            (_community(draft), row["response__consultation__slug"]),
            number,
        )


def _undisposed(draft: Draft) -> Iterator[Obstacle]:
    decider = "answer__response__consultation__decider"
    waiting = undisposed_points(draft).order_by().values(f"{decider}__slug", f"{decider}__name")
    for row in waiting.annotate(number=Count("pk")):
        number = row["number"]
        points = "1 point waits" if number == 1 else f"{number} points wait"
        yield Obstacle(
            "undisposed",
            f"{points} for an answer from {row[f'{decider}__name']}.",
            "decisions:docket",
            (_community(draft), row[f"{decider}__slug"]),
            number,
        )


def _open_motions(draft: Draft) -> Iterator[Obstacle]:
    for motion in Motion.objects.filter(draft=draft, state=Motion.State.OPEN).select_related("group"):
        yield Obstacle(
            "motion_open",
            f"{motion} is still open for votes.",
            "decisions:motion",
            (_community(draft), motion.group.slug, motion.number),
        )


def _promises(draft: Draft) -> Iterator[Obstacle]:
    """Carried, and not done: a change was promised and the words are as they were.

    A motion without changes of its own promises what another decision on this draft does. One that no longer fits the
    words can't be enacted any more; then what was decided after it has to have been done. So each can be mended.
    """
    carried = Motion.objects.filter(draft=draft, state=Motion.State.CARRIED, enacted_entry=None)
    promised = Count("dispositions", filter=Q(dispositions__kind__in=PROMISES), distinct=True)
    counted = carried.select_related("group", "closed_entry").annotate(
        promised=promised, planned=Count("changes", distinct=True)
    )
    promising = tuple(counted.filter(Q(promised__gt=0) | Q(planned__gt=0)))
    if not promising:
        return
    done = Motion.objects.filter(draft=draft).exclude(enacted_entry=None)
    newest = done.aggregate(newest=Max("closed_entry__index"))["newest"]
    tree = outline_of(draft)
    for motion in promising:
        if newest is not None and (not motion.planned or _done_otherwise(motion, newest, tree)):
            continue
        yield Obstacle(
            "promise",
            f"{motion} was carried, and the change it promises is not in the text yet.",
            "decisions:motion",
            (_community(draft), motion.group.slug, motion.number),
            motion.promised,
        )


def _done_otherwise(motion: Motion, newest: int, tree: Tree) -> bool:
    """Whether its changes can't be made any more, and something decided after it was done instead."""
    if motion.closed_entry is None or newest < motion.closed_entry.index:
        return False
    changes = tuple(proposed_changes(motion))
    if overtaken(tree, changes):
        return True
    try:
        for change in changes:
            tree = apply_operation(tree, operation_of(change))
    except CannotApply:
        return True
    return False


def _unmet_charters(draft: Draft) -> Iterator[Obstacle]:
    """Decided by a group that was not as its charter says, and still is not. Once it is, the motion itself says it was not."""
    carried = Motion.objects.filter(draft=draft, state=Motion.State.CARRIED).select_related("group")
    late = {motion.group_id: motion for motion in carried if (motion.tally or {}).get("charter_not_met")}
    for motion in late.values():
        charter = charter_in_force(motion.group)
        unmet = (
            breaches(chairs_of(seats_of(motion.group)), charter.lived_share)
            if charter
            else ("It has no charter.",)
        )
        if unmet:
            yield Obstacle(
                "charter",
                f"{motion} was carried while {motion.group.name} did not meet its own charter, and it still does not: {unmet[0]}",
                "groups:group",
                (_community(draft), motion.group.slug),
                len(unmet),
            )


def _unwarranted(draft: Draft) -> Iterator[Obstacle]:
    by_decision = Q(warrant__kind="motion.carried", warrant__motion_closed__draft=F("draft"))
    by_fix = Q(warrant__kind="editorial_fix.made", significance=Significance.EDITORIAL)
    number = (
        Change.objects.filter(draft=draft).exclude(pk__in=_warranted(draft, by_decision | by_fix)).count()
    )
    if number:
        changes = "1 change has" if number == 1 else f"{number} changes have"
        yield Obstacle(
            "warrant",
            f"{changes} no decision behind {'it' if number == 1 else 'them'}. Put a motion, or take back what was changed.",
            "frameworks:draft",
            (_community(draft), draft.framework.slug, draft.number),
            number,
        )


def _warranted(draft: Draft, proper: Q) -> list[int]:
    return list(Change.objects.filter(proper, draft=draft).values_list("pk", flat=True))


def _nothing_new(draft: Draft) -> Iterator[Obstacle]:
    """A first version may be what was brought in; a later one has to differ from the one before."""
    if draft.based_on_id and not Change.objects.filter(draft=draft).exists():
        yield Obstacle(
            "nothing_new",
            "Nothing has changed since the version before, so there is nothing to publish yet.",
            "frameworks:draft",
            (_community(draft), draft.framework.slug, draft.number),
        )


def _consultations(draft: Draft) -> tuple[Consultation, ...]:
    return tuple(Consultation.objects.filter(draft=draft).order_by("opens_at"))


def _community(draft: Draft) -> str:
    return draft.framework.community.slug
