"""What became of points: decided how and why, by whom, with which words changed. Seven queries at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from penholder.decisions.models import PROMISES, Disposition, Dissent, Kind, Motion, ProposedDisposition
from penholder.decisions.queries.motion import PILLS
from penholder.frameworks.models import Change, Operation, Significance
from penholder.listening.models import Point
from penholder.publication.models import Reply
from penholder.pure.tree.diff import words

_DONE = {
    Operation.ADD: "Added",
    Operation.REWORD: "Reworded",
    Operation.MOVE: "Moved",
    Operation.RETIRE: "Taken out",
    Operation.RECODE: "Given another code",
}


@dataclass(frozen=True, slots=True)
class DissentShown:
    """A disagreement in the dissenter's own words, under the name of the seat."""

    uid: str
    seat: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What a group decided about a point, and why."""

    uid: str
    kind: str
    label: str
    pill: str
    reason: str
    at: datetime
    group: str
    motion: str
    address: str
    tally: str
    charter_not_met: tuple[str, ...]
    """In what the group was not as its charter says when it decided."""
    dissents: tuple[DissentShown, ...]

    @property
    def promises(self) -> bool:
        """Whether the words have to change for it."""
        return self.kind in PROMISES


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One change to the words: what was done, and where it can be read now."""

    uid: str
    statement: int
    code: str
    done: str
    pieces: tuple[tuple[str, str], ...]
    also: str
    now: str
    editorial: bool
    at: datetime
    version: int | None
    address: str
    warrant: int
    """The key of the entry that allowed it."""

    @property
    def worded(self) -> bool:
        """Whether words came or went, not only the statement's place or code."""
        return any(kind != "same" for kind, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Fate:
    """How far a point has come."""

    decision: Decision | None = None
    changes: tuple[ChangeShown, ...] = ()
    voting: str = ""
    """Where the group is voting on it now, if it is."""
    last_reply: Reply | None = None


def fates_of(points: Sequence[Point]) -> dict[int, Fate]:
    """What became of each point, by its key. Give them with their statement."""
    keys = [point.pk for point in points]
    dispositions = {each.point_id: each for each in _dispositions(keys)}
    warrants = {each.motion.closed_entry_id for each in dispositions.values()}
    changes = changes_by_warrant(warrant for warrant in warrants if warrant)
    elsewhere = _done_by_others(points, dispositions, changes)
    voting = _voting(keys)
    replies = last_replies(keys)
    fates: dict[int, Fate] = {}
    for point in points:
        disposition = dispositions.get(point.pk)
        fates[point.pk] = Fate(
            decision=_decision(disposition) if disposition else None,
            changes=_changes_for(point, disposition, changes) or elsewhere.get(point.pk, ())
            if disposition
            else (),
            voting=voting.get(point.pk, ""),
            last_reply=replies.get(point.pk),
        )
    return fates


def changes_by_warrant(warrants: Iterable[int]) -> Mapping[int, tuple[ChangeShown, ...]]:
    """The changes each entry allowed, in the order they were made; by the entry's key."""
    found: dict[int, list[ChangeShown]] = defaultdict(list)
    for change in _in_full(Change.objects.filter(warrant__in=tuple(warrants))):
        found[change.warrant_id].append(change_shown(change))
    return {warrant: tuple(changes) for warrant, changes in found.items()}


def change_shown(change: Change) -> ChangeShown:
    """A change as a page shows it; give it with its statement and its draft up to the community."""
    before, after = change.before, change.after
    framework = change.draft.framework
    became = change.draft.became
    return ChangeShown(
        uid=change.uid,
        statement=change.statement_id,
        code=after.get("code") or before.get("code", ""),
        done=_DONE[Operation(change.operation)],
        pieces=words(before.get("text", ""), after.get("text", "")),
        also=_also(before, after),
        now=after.get("text", ""),
        editorial=change.significance == Significance.EDITORIAL,
        at=change.applied_at,
        version=became.number if became else None,
        address=reverse(
            "frameworks:statement", args=[framework.community.slug, framework.slug, change.statement.uid]
        ),
        warrant=change.warrant_id,
    )


def last_replies(points: Iterable[int]) -> dict[int, Reply]:
    """The newest reply to each point; the one that counts."""
    replies = Reply.objects.filter(point__in=tuple(points)).order_by("replied_at", "pk")
    return {reply.point_id: reply for reply in replies}


def tally_words(motion: Motion) -> str:
    """The count in words, as the ruling put it."""
    tally: dict[str, Any] = motion.tally or {}
    if tally.get("sentence"):
        return str(tally["sentence"])
    if "in_favour" not in tally:
        return ""
    return f"{tally['in_favour']} for, {tally.get('against', 0)} against, {tally.get('abstaining', 0)} abstaining"


def _dispositions(points: Iterable[int]) -> Iterable[Disposition]:
    dissents = Prefetch("motion__dissents", Dissent.objects.select_related("seat"))
    found = Disposition.objects.filter(point__in=tuple(points)).select_related("motion__group__community")
    return found.prefetch_related(dissents)


def _voting(points: Iterable[int]) -> dict[int, str]:
    put = ProposedDisposition.objects.filter(point__in=tuple(points), motion__state=Motion.State.OPEN)
    return {
        each.point_id: each.motion.get_absolute_url()
        for each in put.select_related("motion__group__community")
    }


def _decision(disposition: Disposition) -> Decision:
    motion = disposition.motion
    kind = Kind(disposition.kind)
    return Decision(
        uid=disposition.uid,
        kind=kind,
        label=kind.label,
        pill=PILLS[kind],
        reason=disposition.reason,
        at=disposition.decided_at,
        group=motion.group.name,
        motion=f"Motion {motion.number}: {motion.title}",
        address=motion.get_absolute_url(),
        tally=tally_words(motion),
        charter_not_met=tuple((motion.tally or {}).get("charter_not_met", ())),
        dissents=tuple(
            DissentShown(each.uid, each.seat.title, each.text, each.recorded_at)
            for each in motion.dissents.all()
        ),
    )


def _changes_for(
    point: Point, disposition: Disposition, changes: Mapping[int, tuple[ChangeShown, ...]]
) -> tuple[ChangeShown, ...]:
    """Those the decision allowed on the point's own statement.

    Where the point stands on no statement, or was accepted by changing others, all that the decision allowed.
    """
    allowed = changes.get(disposition.motion.closed_entry_id or 0, ())
    if point.statement_id is None:
        return allowed
    own = tuple(change for change in allowed if change.statement == point.statement_id)
    return own or (allowed if disposition.kind in PROMISES else ())


def _done_by_others(
    points: Sequence[Point],
    dispositions: Mapping[int, Disposition],
    changes: Mapping[int, tuple[ChangeShown, ...]],
) -> Mapping[int, tuple[ChangeShown, ...]]:
    """Where a decision promised a change and made none itself: what others on the same draft did to the statement."""
    owed: dict[tuple[int, int], list[int]] = defaultdict(list)
    for point in points:
        disposition = dispositions.get(point.pk)
        if disposition is None or disposition.kind not in PROMISES or point.statement_id is None:
            continue
        if not changes.get(disposition.motion.closed_entry_id or 0):
            owed[disposition.motion.draft_id, point.statement_id].append(point.pk)
    if not owed:
        return {}
    found: dict[int, list[ChangeShown]] = defaultdict(list)
    drafts, statements = zip(*owed, strict=True)
    made = Change.objects.filter(draft__in=drafts, statement__in=statements, warrant__kind="motion.carried")
    for change in _in_full(made):
        for point_key in owed.get((change.draft_id, change.statement_id), ()):
            found[point_key].append(change_shown(change))
    return {point_key: tuple(shown) for point_key, shown in found.items()}


def _in_full(changes: QuerySet[Change]) -> QuerySet[Change]:
    """As ``change_shown`` needs them, in the order they were made."""
    return changes.select_related("statement", "draft__became", "draft__framework__community").order_by(
        "draft", "number"
    )


def _also(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What changed beside the words; nothing to say of a statement that came or went."""
    if not before or not after:
        return ""
    said: list[str] = []
    if before.get("parent") != after.get("parent"):
        said.append("It stands in another part now.")
    elif before.get("position") != after.get("position"):
        said.append("It stands in another place of its list now.")
    if before.get("code") != after.get("code"):
        said.append(f"Its code went from {before.get('code') or 'none'} to {after.get('code') or 'none'}.")
    return " ".join(said)
