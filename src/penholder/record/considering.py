"""Considering what somebody brings: whether this checkpoint, or the one in this receipt, belongs to this record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from penholder.pure.ledger.checkpoint import open_checkpoint
from penholder.pure.ledger.conflict import Conflict
from penholder.pure.ledger.note import as_text
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.receipt import FORMAT, Receipt
from penholder.record import clock, signing, store
from penholder.record.alarms import Alarm, AlarmKind, raise_alarm
from penholder.witness.comparing import LogCopy, conflict_with


class Considered(Enum):
    """How a checkpoint stands to this record."""

    SAME = "same"
    OLDER = "older"
    NOT_OURS = "not ours"
    UNREADABLE = "unreadable"
    SPLIT = "split"
    ROLLED_BACK = "rolled back"

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
        theirs = open_checkpoint(note, keys=signing.verifiers()).checkpoint
    except Malformed as fault:
        return Finding(
            Considered.UNREADABLE, f"This is neither a checkpoint nor a receipt, or it was damaged. {fault}"
        )
    except NotProven as fault:
        return Finding(Considered.NOT_OURS, f"This was not signed with the key of this record. {fault}")
    folder = signing.here()
    newest = store.newest(folder)  # read after the note: whoever holds a note got it after it was published
    if newest is None or theirs.size > newest.size:
        ours = newest.note if newest else ""
        return _alarmed(Considered.ROLLED_BACK, AlarmKind.ROLLED_BACK, Conflict(one=note, other=ours))
    copy = LogCopy(newest.note, store.tree_of(folder, newest.size))
    conflict = conflict_with(note, copy, keys=signing.verifiers())
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
