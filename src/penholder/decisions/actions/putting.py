"""Put a motion: freeze what is decided on, by what rule, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

from penholder.accounts.models import Member
from penholder.decisions.events import MotionPut
from penholder.decisions.models import PROMISES, Kind, Motion, ProposedChange, ProposedDisposition
from penholder.decisions.queries import Planned, Proposed, in_order, kept, named_operation, whereabouts
from penholder.frameworks.models import Change, Draft, Statement
from penholder.frameworks.queries import tree_of
from penholder.groups.models import Charter, Group, Power, Seat, SeatKind
from penholder.groups.queries import charter_in_force, held_seats
from penholder.listening.models import Point
from penholder.pure.ledger.canon import canonical
from penholder.pure.ruling.quorum import out_of_reach
from penholder.pure.ruling.rule import Quorum
from penholder.pure.tree.change import CannotApply
from penholder.pure.tree.statement import Tree
from penholder.record import clock
from penholder.record.actions import append
from penholder.record.recording import Refused, committed, records

MOST_POINTS = 500
"""Every point is named in the entry, and an entry has a size."""


@records(MotionPut)
def put_motion(
    *,
    group: Group,
    draft: Draft,
    title: str,
    about: str,
    dispositions: Sequence[Proposed],
    changes: Sequence[Planned],
    by: Member,
) -> Motion:
    """Put a motion to a group: what it would answer to points, and what it would change in the draft.

    Made: the motion, with the charter in force and the seats held now frozen into it, what it proposes about each
    point, and its changes as they would be made. Appended: motion.put, committed to its words.
    """
    # Two motions at once must not take the same point.
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    Group.objects.select_for_update().get(pk=group.pk)  # motions are numbered within their group
    charter = _charter_that_decides(group)
    seats = _seats_that_can(group, charter)
    _refuse_empty(group, draft, title, dispositions, changes)
    _refuse_reasons(draft, dispositions, changes)
    points = _points_to_answer(group, draft, dispositions)
    tree = tree_of(draft)
    planned = _in_order(tree, changes)

    motion = Motion.objects.create(
        group=group,
        draft=draft,
        number=Motion.objects.filter(group=group).count() + 1,
        title=title.strip(),
        about=about.strip(),
        charter=charter,
        put_by=by,
        put_at=clock.now(),
    )
    motion.electorate.set(seats)
    proposed = _keep_dispositions(motion, dispositions, points)
    kept_changes = _keep_changes(motion, tree, planned)
    motion.entry = append(
        MotionPut(
            scope=group.uid,
            obj=motion.uid,
            re=(group.uid, draft.uid, *(point.uid for point in points)),
            words=_words(motion, proposed, kept_changes),
            rule=charter.rule,
            quorum=charter.quorum,
            quorum_lived=charter.quorum_lived,
            seats=len(seats),
            points=len(points),
            changes=len(kept_changes),
        ),
        by=by.actor,
    )
    motion.save(update_fields=["entry"])
    return motion


def _charter_that_decides(group: Group) -> Charter:
    charter = charter_in_force(group)
    if charter is None:
        raise Refused(
            f"{group.name} has no charter yet. Adopt one first: it says by what rule the group decides."
        )
    if charter.power != Power.DECIDES:
        raise Refused(
            f"Under its charter {group.name} {charter.power}, so it can't answer points or change the text. "
            "Put this to the group that decides."
        )
    return charter


def _seats_that_can(group: Group, charter: Charter) -> tuple[Seat, ...]:
    seats = tuple(held_seats(group))
    lived = sum(seat.kind == SeatKind.LIVED for seat in seats)
    short = out_of_reach(Quorum(charter.quorum, charter.quorum_lived), seats=len(seats), lived=lived)
    if short:
        raise Refused(
            f"{short} No vote on this could count, so fill the seats first, or adopt a charter that fits."
        )
    return seats


def _refuse_empty(
    group: Group, draft: Draft, title: str, dispositions: Sequence[Proposed], changes: Sequence[Planned]
) -> None:
    if draft.framework.community_id != group.community_id:
        raise Refused("This draft belongs to another community.")
    if draft.became_id:
        raise Refused(
            "This draft has been published. What is published does not change; open a new draft first."
        )
    if not title.strip():
        raise Refused("Give the motion a title, so that people know what they vote on.")
    if not dispositions and not changes:
        raise Refused("A motion answers at least one point or makes at least one change. Choose one.")
    if len(dispositions) > MOST_POINTS:
        raise Refused(f"One motion can answer {MOST_POINTS} points at most. Put the rest in another one.")
    twin = Motion.objects.filter(group=group, state=Motion.State.OPEN, title=title.strip()).first()
    if twin is not None:
        raise Refused(
            f"Motion {twin.number} has this title and is still open. Vote on it, or choose another title."
        )


def _refuse_reasons(draft: Draft, dispositions: Sequence[Proposed], changes: Sequence[Planned]) -> None:
    changed_before = bool(changes) or Change.objects.filter(draft=draft).exists()
    for proposed in dispositions:
        if proposed.kind not in Kind.values:
            raise Refused(f"Say what becomes of {proposed.point}.")
        if proposed.reason.strip():
            if proposed.kind in PROMISES and not changed_before:
                raise Refused(
                    f"{proposed.point} would be accepted, and nothing in the draft has changed or would change. "
                    "Add the change, or choose another answer."
                )
            continue
        if proposed.kind != Kind.ACCEPTED:
            raise Refused(f"Give a reason for what becomes of {proposed.point}. Its author will read it.")
        if not changes:
            raise Refused(
                f"{proposed.point} would be accepted, and this motion changes nothing. "
                "Add the change, or say in the reason which earlier change it was."
            )


def _points_to_answer(group: Group, draft: Draft, dispositions: Sequence[Proposed]) -> tuple[Point, ...]:
    """The points afresh, in the order given; Refused for the first that this motion can't answer."""
    wanted = [proposed.point.pk for proposed in dispositions]
    found = Point.objects.select_related("answer__response__consultation").in_bulk(wanted)
    points = tuple(found[pk] for pk in wanted)
    if len(found) != len(wanted):
        twice = next(point for place, point in enumerate(points) if point in points[:place])
        raise Refused(f"{twice} stands in this motion twice. Answer it once.")
    for point in points:
        consultation = point.answer.response.consultation
        if consultation.draft_id != draft.pk:
            raise Refused(f"{point} was said about another draft.")
        if consultation.decider_id != group.pk:
            raise Refused(f"{point} was said in a consultation on which another group decides.")
    taken = whereabouts(wanted)
    if taken:
        raise Refused(taken)
    return points


def _in_order(tree: Tree, changes: Sequence[Planned]) -> tuple[Planned, ...]:
    try:
        return in_order(tree, changes)
    except CannotApply as cannot:
        raise Refused(cannot.sentence) from cannot


def _keep_dispositions(
    motion: Motion, dispositions: Sequence[Proposed], points: Sequence[Point]
) -> tuple[ProposedDisposition, ...]:
    rows = tuple(
        ProposedDisposition(motion=motion, point=point, kind=proposed.kind, reason=proposed.reason.strip())
        for proposed, point in zip(dispositions, points, strict=True)
    )
    ProposedDisposition.objects.bulk_create(rows)
    return rows


def _keep_changes(motion: Motion, tree: Tree, planned: Sequence[Planned]) -> tuple[ProposedChange, ...]:
    uids = [plan.operation.uid for plan in planned]
    statements = {
        row.uid: row for row in Statement.objects.filter(framework=motion.draft.framework_id, uid__in=uids)
    }
    rows = tuple(
        ProposedChange(
            motion=motion,
            position=position,
            operation=named_operation(plan.operation),
            statement=statements.get(plan.operation.uid),
            payload=kept(tree, plan.operation),
            significance=plan.significance,
        )
        for position, plan in enumerate(planned)
    )
    ProposedChange.objects.bulk_create(rows)
    return rows


def _words(
    motion: Motion, proposed: Sequence[ProposedDisposition], changes: Sequence[ProposedChange]
) -> tuple[str, ...]:
    """Commitments to all that is put. A salt is used once, so each of the three has its own."""
    proposal = {
        "points": [[row.point.uid, str(row.kind), row.reason] for row in proposed],
        "changes": [[str(row.operation), row.payload, str(row.significance)] for row in changes],
    }
    words = [
        committed(motion.salt, "title", motion.title),
        committed(motion.proposal_salt, "proposal", canonical(proposal).decode("utf-8")),
    ]
    if motion.about:
        words.append(committed(motion.about_salt, "about", motion.about))
    return tuple(words)
