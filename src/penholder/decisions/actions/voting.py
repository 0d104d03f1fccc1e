"""Vote on a motion, and put a dissent on record."""

from __future__ import annotations

from penholder.accounts.models import Member
from penholder.decisions.events import DissentRecorded, VoteCast
from penholder.decisions.models import Choice, Dissent, Motion, Vote
from penholder.groups.models import Seat
from penholder.pure.ruling.standing import Standing, may_dissent, may_vote
from penholder.record import clock
from penholder.record.actions import append
from penholder.record.recording import Refused, committed, records


@records(VoteCast)
def cast_vote(*, motion: Motion, seat: Seat, choice: Choice, reason: str, by: Member) -> Vote:
    """Vote from a seat, or change its vote while the motion is open; every one is kept, the last one counts.

    Made: the vote. Changed: the one before it is no longer in force. Appended: vote.cast, committed to choice and reason.
    """
    _lock(motion)
    seat.refresh_from_db(fields=["holder", "left_at"])
    _require(
        may_vote(
            motion_open=motion.state == Motion.State.OPEN,
            seat_entitled=motion.electorate.filter(pk=seat.pk).exists(),
            holds_seat=seat.holder_id == by.pk,
            seat_left=seat.left_at is not None,
        )
    )
    reason = reason.strip()
    if choice not in Choice.values:
        raise Refused("Choose one of the three: agree, object or abstain.")
    if choice == Choice.OBJECT and not reason:
        raise Refused("An objection needs its reason: the others can only answer what they know.")
    before = Vote.objects.filter(motion=motion, seat=seat, in_force=True).first()
    if before is not None and (before.choice, before.reason) == (choice, reason):
        raise Refused("This is your vote already. Nothing was changed, and it counts once.")
    Vote.objects.filter(motion=motion, seat=seat, in_force=True).update(in_force=False)
    vote = Vote.objects.create(
        motion=motion, seat=seat, member=by, choice=choice, reason=reason, cast_at=clock.now()
    )
    words = [committed(vote.salt, "choice", str(choice))]
    if reason:
        words.append(committed(vote.reason_salt, "reason", reason))
    vote.entry = append(
        VoteCast(scope=motion.group.uid, obj=vote.uid, re=(motion.uid, seat.uid), words=tuple(words)),
        by=by.actor,
    )
    vote.save(update_fields=["entry"])
    return vote


@records(DissentRecorded)
def record_dissent(*, motion: Motion, seat: Seat, text: str, by: Member) -> Dissent:
    """Put a seat's disagreement on record, in its holder's words, until the decision is published.

    Whoever has left the seat since may still do so. Made: the dissent. Appended: dissent.recorded, committed to its text.
    """
    _lock(motion)
    seat.refresh_from_db(fields=["holder"])
    motion.draft.refresh_from_db(fields=["became"])
    _require(
        may_dissent(
            published=motion.draft.became_id is not None,
            seat_entitled=motion.electorate.filter(pk=seat.pk).exists(),
            held_seat=seat.holder_id == by.pk,
        )
    )
    text = text.strip()
    if not text:
        raise Refused("Write what you disagree with and why, in your own words.")
    if Dissent.objects.filter(motion=motion, seat=seat, text=text).exists():
        raise Refused("These words are on record already. They stand there once.")
    dissent = Dissent.objects.create(motion=motion, seat=seat, text=text, recorded_at=clock.now())
    dissent.entry = append(
        DissentRecorded(
            scope=motion.group.uid,
            obj=dissent.uid,
            re=(motion.uid, seat.uid),
            words=(committed(dissent.salt, "text", text),),
        ),
        by=by.actor,
    )
    dissent.save(update_fields=["entry"])
    return dissent


def _lock(motion: Motion) -> None:
    """A vote and the close must not pass each other: whoever holds the motion's row sees it as it is."""
    Motion.objects.select_for_update().get(pk=motion.pk)
    motion.refresh_from_db(fields=["state"])


def _require(standing: Standing) -> None:
    if not standing.may:
        raise Refused(standing.why)
