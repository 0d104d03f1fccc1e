"""Close a motion: count, rule, and give every point its disposition if it carried."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from penholder.accounts.models import Member
from penholder.decisions.events import MotionCarried, MotionLost, PointsDisposed
from penholder.decisions.models import Disposition, Motion
from penholder.decisions.queries import ballots, electorate_of, proposed_dispositions, votes_in_force
from penholder.groups.queries import chairs_of, seats_of
from penholder.pure.ruling.charter import breaches
from penholder.pure.ruling.decide import Ruling, decide
from penholder.pure.ruling.rule import Quorum, Rule
from penholder.record import clock
from penholder.record.actions import append
from penholder.record.queries import Entry
from penholder.record.recording import Refused, committed, records


@records(MotionCarried, MotionLost)
def close_motion(*, motion: Motion, by: Member) -> Motion:
    """Close a motion and count, under the charter and the electorate frozen when it was put.

    Changed: the motion. Carried: every point in it gets its disposition, for good. Lost: the points are open again.
    Where the seats break the charter at this moment, that is written beside the tally: *charter not met*.
    Appended: motion.carried and points.disposed, or motion.lost.
    """
    Motion.objects.select_for_update().get(pk=motion.pk)
    motion.refresh_from_db(fields=["state", "tally", "closed_at", "closed_entry"])
    if motion.state != Motion.State.OPEN:
        raise Refused(f"Motion {motion.number} is closed already: it was {motion.get_state_display()}.")
    now = clock.now()
    ruling, not_met = _rule(motion)
    motion.state = Motion.State.CARRIED if ruling.carried else Motion.State.LOST
    motion.closed_at = now
    motion.tally = {
        **asdict(ruling.tally),
        "because": ruling.because,
        "sentence": ruling.sentence,
        "charter_not_met": list(not_met),
    }
    motion.closed_entry = append(_event(motion, ruling, charter_met=not not_met), by=by.actor)
    motion.save(update_fields=["state", "closed_at", "tally", "closed_entry"])
    if ruling.carried:
        _dispose_of_points(motion, now, by)
    return motion


def _rule(motion: Motion) -> tuple[Ruling, tuple[str, ...]]:
    charter = motion.charter
    entitled = {seat.uid for seat in electorate_of(motion)}
    quorum = Quorum(charter.quorum, charter.quorum_lived)
    ruling = decide(Rule(charter.rule), quorum, entitled, ballots(votes_in_force(motion)))
    return ruling, breaches(chairs_of(seats_of(motion.group)), charter.lived_share)


def _event(motion: Motion, ruling: Ruling, *, charter_met: bool) -> MotionCarried | MotionLost:
    scope, obj, re = motion.group.uid, motion.uid, (motion.draft.uid,)
    counted = asdict(ruling.tally)
    if ruling.carried:
        return MotionCarried(
            scope=scope, obj=obj, re=re, **counted, charter="met" if charter_met else "not met"
        )
    return MotionLost(scope=scope, obj=obj, re=re, **counted, because=ruling.because)


def _dispose_of_points(motion: Motion, now: datetime, by: Member) -> None:
    rows = [
        Disposition(
            point=proposed.point,
            motion=motion,
            number=number,
            kind=proposed.kind,
            reason=proposed.reason,
            decided_at=now,
        )
        for number, proposed in enumerate(proposed_dispositions(motion), start=1)
    ]
    if not rows:
        return
    entry = _append_disposed(motion, rows, by)
    for row in rows:
        row.entry = entry
    Disposition.objects.bulk_create(rows)


def _append_disposed(motion: Motion, rows: list[Disposition], by: Member) -> Entry:
    """Reasons are numbered in the commitments, so that each can be opened without the others."""
    event = PointsDisposed(
        scope=motion.group.uid,
        obj=motion.uid,
        re=tuple(row.point.uid for row in rows),
        words=tuple(committed(row.salt, f"{row.number}.reason", row.reason) for row in rows if row.reason),
        outcomes=tuple(str(row.kind) for row in rows),
    )
    return append(event, by=by.actor)
