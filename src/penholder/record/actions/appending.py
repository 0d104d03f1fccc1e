"""Appending an entry, inside the action that did what it says."""

from __future__ import annotations

from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connection

from penholder.pure.ledger import merkle
from penholder.pure.ledger.disclosure import pad
from penholder.pure.ledger.entry import EntryBody, facts_of, minute
from penholder.pure.ledger.proven import NotProven
from penholder.record import clock, store
from penholder.record.events import Actor, Event, id_in_record
from penholder.record.folder import RecordFolder
from penholder.record.models import Entry, Hand
from penholder.record.recording import Refused, note_appended
from penholder.record.rows import ENTRY_COLUMNS, insert_entry, take_next_index
from penholder.record.signing import here
from penholder.record.standing import why_held

BEHIND = (
    "This site's database is older than its public record, so nothing can be entered just now. "
    "Whoever runs the site has to start it again: it then puts this right."
)
DAMAGED = (
    "The published files of this site's record are damaged, so nothing can be entered just now. "
    "Whoever runs the site has to start it again: it then puts this right."
)


def append(event: Event, *, by: Actor) -> Entry:
    """Write one event into the log, inside the action that did what it says.

    Locks the one head row until the action commits, so indexes are gapless and in commit order; call it near the end.
    Raises SilentAction outside an action; Refused while the site is read-only. Appends: the entry, and (beside the
    log) whose act.
    """
    note_appended(event)
    now, folder = clock.now(), here()
    _refuse_where_held(folder)
    with connection.cursor() as cursor:
        index = take_next_index(cursor)
        _refuse_where_published(folder, index)
        said = _body(event, at=now)
        body = said.to_bytes()
        values = (index, said.type, said.scope, said.obj, body, merkle.leaf_hash(body), now)
        key = insert_entry(cursor, values)
    entry = Entry.from_db(DEFAULT_DB_ALIAS, ENTRY_COLUMNS, (key, *values))
    if by.uid:
        Hand.objects.create(entry=entry, actor_uid=by.uid, name=by.name)
    return entry


def _refuse_where_held(folder: RecordFolder) -> None:
    reason = why_held(folder)
    if reason:
        raise Refused(reason)


def _refuse_where_published(folder: RecordFolder, index: int) -> None:
    """An index that was published once is never given out again, even by a database that has forgotten it."""
    try:
        published = store.published_size(folder)
    except NotProven as fault:
        raise Refused(DAMAGED) from fault
    if published > index:
        raise Refused(BEHIND)


def _body(event: Event, *, at: datetime) -> EntryBody:
    return EntryBody(
        t=minute(at),
        type=event.kind,
        scope=id_in_record(event.scope),
        obj=id_in_record(event.obj),
        re=tuple(map(id_in_record, event.re)),
        facts=facts_of(event.facts),
        sd=pad(event.words, ()),
    )
