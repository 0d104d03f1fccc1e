"""Reading the log: an entry, the trail of a thing, and the proof that an entry is in the log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from penholder.pure.ledger import merkle
from penholder.pure.ledger.bundle import write_entries
from penholder.pure.ledger.enclosure import enclose
from penholder.pure.ledger.receipt import Receipt
from penholder.record.events import sentence_of
from penholder.record.models import Checkpoint, Entry, Hand, Head, StoredHash

# Other stages name these two types; only this package may import ``models``.
__all__ = [
    "Checkpoint",
    "Entry",
    "Line",
    "body_of",
    "bundle",
    "checkpoint_over",
    "hand_of",
    "lines",
    "log_size",
    "newest_checkpoint",
    "newest_first",
    "receipt_for",
    "stored_hashes",
    "trail_of",
]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a person reads it."""

    index: int
    kind: str
    sentence: str
    at: datetime
    obj: str
    scope: str


def log_size() -> int:
    return Head.objects.values_list("size", flat=True).get(pk=1)


def lines(entries: Iterable[Entry]) -> tuple[Line, ...]:
    """Entries in words, in the order given."""
    return tuple(
        Line(
            entry.index,
            entry.kind,
            sentence_of(entry.kind, body_of(entry).get("facts", {})),
            entry.appended_at,
            entry.obj,
            entry.scope,
        )
        for entry in entries
    )


def body_of(entry: Entry) -> dict[str, Any]:
    """The entry's own JSON, as anyone reads it from the bytes."""
    body: dict[str, Any] = json.loads(bytes(entry.body))
    return body


def newest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.last()


def newest_first() -> QuerySet[Entry]:
    return Entry.objects.order_by("-index")


def trail_of(*uids: str) -> QuerySet[Entry]:
    """Every entry about these things, oldest first."""
    return Entry.objects.filter(obj__in=uids)


def hand_of(entry: Entry) -> str:
    """Whose act it was, as far as that is still kept; empty for guests and after erasure."""
    hand = Hand.objects.filter(entry=entry).first()
    return hand.name if hand else ""


def stored_hashes(positions: Sequence[int]) -> dict[int, bytes]:
    """The hashes of complete subtrees at these positions."""
    rows = StoredHash.objects.filter(position__in=positions).values_list("position", "hash")
    return {position: bytes(value) for position, value in rows}


def checkpoint_over(index: int) -> Checkpoint | None:
    """The newest checkpoint that covers this entry, if there is one yet."""
    newest = Checkpoint.objects.last()
    return newest if newest is not None and newest.size > index else None


def receipt_for(entry: Entry, checkpoint: Checkpoint, *, disclosures: Sequence[str] = ()) -> Receipt:
    """The proof that ``entry`` is in the log ``checkpoint`` signs, with the entry and the words it opens inside."""
    positions = merkle.positions_for_inclusion(entry.index, checkpoint.size)
    proof = merkle.inclusion_from(entry.index, checkpoint.size, stored_hashes(positions))
    bare = Receipt(index=entry.index, proof=proof, checkpoint_note=checkpoint.note)
    return enclose(bare, bytes(entry.body), disclosures)


def bundle() -> bytes:
    """Every entry behind its length, as auditors read the whole log."""
    return write_entries(bytes(body) for body in Entry.objects.values_list("body", flat=True).iterator())
