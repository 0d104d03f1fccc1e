"""Make the changes a carried motion asked for: the decision reaches down into the draft."""

from __future__ import annotations

from penholder.accounts.models import Member
from penholder.decisions.events import MotionEnacted
from penholder.decisions.models import Motion, ProposedChange
from penholder.decisions.queries import operation_of, overtaken, proposed_changes
from penholder.frameworks.actions import apply_change
from penholder.frameworks.models import Change, Draft
from penholder.frameworks.queries import tree_of
from penholder.record.actions import append
from penholder.record.queries import Entry
from penholder.record.recording import Refused, records


@records(MotionEnacted)
def enact_motion(*, motion: Motion, by: Member) -> tuple[Change, ...]:
    """Make every change of a carried motion, or none; the entry that says it was carried is their warrant.

    Refused where the draft is no longer what was voted on. Changed: the draft, the motion. Appended: change.applied for
    each, and motion.enacted.
    """
    Draft.objects.select_for_update().get(pk=motion.draft_id)
    Motion.objects.select_for_update().get(pk=motion.pk)
    motion.refresh_from_db(fields=["state", "closed_entry", "enacted_entry"])
    changes = tuple(proposed_changes(motion))
    warrant = _warrant(motion, changes)
    late = overtaken(tree_of(motion.draft), changes)
    if late:
        raise Refused(
            f"{late} What was voted on no longer fits. Put a new motion on the words as they are now."
        )
    applied = tuple(
        apply_change(
            draft=motion.draft,
            operation=operation_of(change),
            significance=change.significance,
            why=motion.title,
            warrant=warrant,
            by=by,
        )
        for change in changes
    )
    motion.enacted_entry = append(
        MotionEnacted(
            scope=motion.group.uid,
            obj=motion.uid,
            re=tuple(change.uid for change in applied),
            changes=len(applied),
        ),
        by=by.actor,
    )
    motion.save(update_fields=["enacted_entry"])
    return applied


def _warrant(motion: Motion, changes: tuple[ProposedChange, ...]) -> Entry:
    if motion.state != Motion.State.CARRIED or motion.closed_entry is None:
        raise Refused("Only a motion that was carried can be enacted.")
    if motion.enacted_entry_id:
        raise Refused(f"Motion {motion.number} has been enacted already. Its changes are in the draft, once.")
    if not changes:
        raise Refused("This motion asked for no change, so there is nothing to enact.")
    return motion.closed_entry
