"""The only door into the log: append an entry, and seal what has been appended."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from penholder.pure.ledger import merkle
from penholder.pure.ledger.checkpoint import Checkpoint as LogState
from penholder.pure.ledger.checkpoint import sign_checkpoint
from penholder.pure.ledger.disclosure import pad
from penholder.pure.ledger.entry import EntryBody, facts_of, minute
from penholder.record import clock, signing
from penholder.record.events import Actor, Event, id_in_record
from penholder.record.models import Checkpoint, Entry, Hand, Head, StoredHash
from penholder.record.queries import stored_hashes
from penholder.record.recording import note_appended


def append(event: Event, *, by: Actor) -> Entry:
    """Write one event into the log, inside the action that did what it says.

    Locks the one head row until the action commits, so indexes are gapless and in commit order; call it near the end.
    Raises SilentAction outside an action. Appends: the entry, the hashes it completes, and (beside the log) whose act.
    """
    note_appended(event)
    now = clock.now()
    head = Head.objects.select_for_update().get(pk=1)
    body = _body(event, at=now)
    leaf = merkle.leaf_hash(body)
    entry = Entry.objects.create(
        index=head.size,
        kind=event.kind,
        scope=id_in_record(event.scope),
        obj=id_in_record(event.obj),
        body=body,
        leaf_hash=leaf,
        appended_at=now,
    )
    hashes = merkle.hashes_to_store(head.size, leaf, stored_hashes)
    StoredHash.objects.bulk_create(StoredHash(position=position, hash=value) for position, value in hashes)
    head.size += 1
    head.save(update_fields=["size"])
    if by.uid:
        Hand.objects.create(entry=entry, actor_uid=by.uid, name=by.name)
    return entry


def _body(event: Event, *, at: datetime) -> bytes:
    return EntryBody(
        t=minute(at),
        type=event.kind,
        scope=id_in_record(event.scope),
        obj=id_in_record(event.obj),
        re=tuple(map(id_in_record, event.re)),
        facts=facts_of(event.facts),
        sd=pad(event.words, ()),
    ).to_bytes()


@transaction.atomic
def seal() -> Checkpoint | None:
    """Sign the size and root of everything committed so far; nothing to do where that is sealed already.

    Signing the same size twice would sign the same root twice, so two at once do no harm: the first row stands.
    """
    size = Head.objects.values_list("size", flat=True).get(pk=1)
    newest = Checkpoint.objects.last()
    if size == 0 or (newest is not None and newest.size >= size):
        return newest
    root = merkle.root_from(size, stored_hashes(merkle.positions_for_root(size)))
    note = sign_checkpoint(LogState(origin=signing.origin(), size=size, root=root), signing.signer())
    Checkpoint.objects.bulk_create(
        [Checkpoint(size=size, note=note, sealed_at=clock.now())], ignore_conflicts=True
    )
    return Checkpoint.objects.get(size=size)
