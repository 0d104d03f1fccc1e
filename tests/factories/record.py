"""Entries of a made-up kind, as many as a test wants, through the real door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from penholder.record.actions import append
from penholder.record.events import GUEST, Event, type_of_kind
from penholder.record.models import Entry, Hand, Head
from penholder.record.queries import log_size
from penholder.record.recording import records


@dataclass(frozen=True, kw_only=True)
class LanternLit(Event):
    """Made up for tests."""

    kind = "lantern.lit"
    says = "A lantern was lit in room {room}."

    room: int


# The registry is of what the product enters; what tests make up has no place in its documents.
type_of_kind.pop("lantern.lit")


@records(LanternLit)
def light_lamp(*, room: int = 1, then: Callable[[], object] | None = None) -> Entry:
    """One entry; ``then`` is done inside the same action."""
    entry = append(LanternLit(scope="house", obj=f"lantern-{room}", room=room), by=GUEST)
    if then is not None:
        then()
    return entry


def fill_log(size: int, *, room: int = 1) -> None:
    """Bring the log to this size."""
    for _ in range(log_size(), size):
        light_lamp(room=room)


def trail_of(*uids: str) -> QuerySet[Entry]:
    """Every entry about these things, oldest first."""
    return Entry.objects.filter(obj__in=uids)


def hand_of(entry: Entry) -> str:
    """Whose act it was, as far as that is still kept; empty for guests and after erasure."""
    hand = Hand.objects.filter(entry=entry).first()
    return hand.name if hand else ""


def forget_from(index: int) -> None:
    """What putting back an older backup does: the database knows nothing from this entry on."""
    with connection.cursor() as cursor, _triggers_asleep(cursor):
        cursor.execute('DELETE FROM record_entry WHERE "index" >= %s', [index])
    Head.objects.update(size=index)


@contextmanager
def _triggers_asleep(cursor: CursorWrapper) -> Iterator[None]:
    """A backup is put back underneath the triggers; a test has to go past them to do the same."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
        return
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'record_entry_no_delete'")
    ((made_by,),) = cursor.fetchall()
    cursor.execute("DROP TRIGGER record_entry_no_delete")
    yield
    cursor.execute(made_by)
