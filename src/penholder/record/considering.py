"""Considering what somebody brings: whether this checkpoint, or the one in this receipt, belongs to this record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint
from penholder.pure.ledger.conflict import Conflict
from penholder.pure.ledger.note import as_text
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.receipt import FORMAT, Receipt
from penholder.pure.ledger.succession import require_in_force
from penholder.record import clock, signing, store
from penholder.record.alarms import Alarm, AlarmKind, raise_alarm
from penholder.record.queries import all_keys, marks_of_keys
from penholder.record.standing import why_held
from penholder.witness.comparing import LogCopy, conflict_with


class Considered(Enum):
    """How a checkpoint stands to this record."""

    SAME = "same"
    OLDER = "older"
    NOT_OURS = "not ours"
    UNREADABLE = "unreadable"
    SPLIT = "split"
    ROLLED_BACK = "rolled back"
    NOT_NOW = "not now"

    @property
    def fits(self) -> bool:
        """Whether it belongs to the record that is published here."""
        return self in {Considered.SAME, Considered.OLDER}


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of it, in a sentence for whoever brought it; and the alarm it raised, if it did."""

    kind: Considered
    sentence: str
    alarm: Alarm | None = None


def consider(brought: str | bytes) -> Finding:
    """Hold a checkpoint or a receipt against the published record. Raises the alarm where it proves a second history.

    Nothing but this record's own key can make it do so.
    """
    try:
        note = _note_in(as_text(brought, what="What you brought"))
        signed = open_checkpoint(note, keys=all_keys())
        require_in_force(signed, marks_of_keys())
    except Malformed as fault:
        return Finding(
            Considered.UNREADABLE, f"This is neither a checkpoint nor a receipt, or it was damaged. {fault}"
        )
    except NotProven as fault:
        return Finding(Considered.NOT_OURS, f"This was not signed with the key of this record. {fault}")
    folder = signing.here()
    newest = store.newest(folder)  # read after the note: whoever holds a note got it after it was published
    if newest is None or why_held(folder):
        return Finding(
            Considered.NOT_NOW, "This site's record is being set right, so nothing can be compared just now."
        )
    return _compared(note, signed.checkpoint, newest)


def _compared(note: str, theirs: Checkpoint, newest: store.Sealed) -> Finding:
    if theirs.size > newest.size:
        return _alarmed(Considered.ROLLED_BACK, AlarmKind.ROLLED_BACK, Conflict(one=note, other=newest.note))
    copy = LogCopy(newest.note, store.tree_of(signing.here(), newest.size))
    conflict = conflict_with(note, copy, keys=all_keys())
    if conflict is not None:
        return _alarmed(Considered.SPLIT, AlarmKind.SPLIT, conflict)
    if theirs.size == newest.size:
        return Finding(Considered.SAME, f"This is the record as it is now, with {theirs.size:,} entries.")
    return Finding(
        Considered.OLDER,
        f"This is the record as it was with {theirs.size:,} entries. It now has {newest.size:,}, and the first "
        f"{theirs.size:,} are unchanged.",
    )


def _note_in(text: str) -> str:
    return Receipt.parse(text).checkpoint_note if text.startswith(f"{FORMAT}\n") else text


def _alarmed(kind: Considered, alarm: AlarmKind, evidence: Conflict) -> Finding:
    raised = raise_alarm(signing.here(), alarm, evidence, at=clock.now())
    return Finding(
        kind, f"{alarm.value} What you brought proves it, and everybody can see it from now on.", raised
    )
