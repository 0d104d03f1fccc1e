"""Reading the log: an entry, the keys it tells of, and the proof that an entry is in the log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from penholder.pure.ledger.counting import KEY_RETIRED, KEY_ROTATED, Mark
from penholder.pure.ledger.enclosure import enclose
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.receipt import Receipt
from penholder.pure.ledger.succession import is_by
from penholder.pure.ledger.tiles import Tile
from penholder.record import store
from penholder.record.events import RECORD, sentence_of
from penholder.record.models import Entry, Head
from penholder.record.signing import here, public_keys
from penholder.record.store import Sealed

# Other stages name these two types; only this package may import ``models``.
__all__ = [
    "Entry",
    "Line",
    "Sealed",
    "all_keys",
    "body_of",
    "counts_of_kinds",
    "lines",
    "log_size",
    "marks_of_keys",
    "newest_first",
    "newest_sealed",
    "published_text",
    "receipt_for",
    "sealed_over",
    "tile_at",
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


def counts_of_kinds(*kinds: str) -> dict[str, int]:
    """How many entries there are of each of these kinds; those there are none of are left out."""
    counted = Entry.objects.filter(kind__in=kinds).order_by().values_list("kind").annotate(Count("pk"))
    return dict(counted)


def newest_sealed() -> Sealed | None:
    """The newest signed size and root, as published."""
    return store.newest(here())


def newest_first() -> QuerySet[Entry]:
    return Entry.objects.order_by("-index")


def sealed_over(index: int) -> Sealed | None:
    """The checkpoint for a receipt of this entry, if one covers it yet: rather one that witnesses have signed too."""
    folder = here()
    witnessed = store.newest(folder, store.WITNESSED)
    # Witnesses may have been away since the key changed: what only a retired key signed is for nobody new.
    if witnessed is not None and witnessed.size > index and is_by(public_keys(), witnessed.note):
        return witnessed
    sealed = newest_sealed()
    return sealed if sealed is not None and sealed.size > index else None


def all_keys() -> tuple[Verifier, ...]:
    """Every key that ever signed here: those in force first, then the others that the log announced or retired."""
    announced = (Verifier.parse(str(dict(mark.body.facts)["vkey"])) for mark in marks_of_keys())
    return tuple(dict.fromkeys((*public_keys(), *announced)))


def marks_of_keys() -> tuple[Mark, ...]:
    """The entries that announce or retire a key, oldest first."""
    told = Entry.objects.filter(scope=RECORD, kind__in=(KEY_ROTATED, KEY_RETIRED))  # few have that scope
    return tuple(Mark(entry.index, bytes(entry.body)) for entry in told)


def receipt_for(entry: Entry, sealed: Sealed, *, disclosures: Sequence[str] = ()) -> Receipt:
    """The proof that ``entry`` is in the log ``sealed`` signs, with the entry and the words it opens inside."""
    proof = store.tree_of(here(), sealed.size).inclusion(entry.index)
    bare = Receipt(index=entry.index, proof=proof, checkpoint_note=sealed.note)
    return enclose(bare, bytes(entry.body), disclosures)


def tile_at(path: str) -> bytes | None:
    """The published file at this path, if it is one: the path is taken apart and put together again, never just followed."""
    try:
        tile = Tile.parse(path)
        return (here().log / tile.path).read_bytes()
    except (NotProven, FileNotFoundError):
        return None


def published_text(name: str) -> str | None:
    """One of the texts published beside the tiles, by its own name."""
    try:
        return (here().log / name).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
