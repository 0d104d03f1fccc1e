"""Which words go when an entry says so: each stage says how, and the log itself can drive it again after a restore.

An eraser takes the entry and nothing else, so that what was erased once can be erased again from the log alone, in a
database that has forgotten it. Then ``purge`` clears what a database keeps of deleted rows: free pages, the
write-ahead log, statistics.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection, models
from django.db.utils import DatabaseError, ProgrammingError

from penholder.pure.ledger.entry import EntryBody
from penholder.record.durable import write_whole
from penholder.record.models import Entry, Hand

Eraser = Callable[[EntryBody], bool]
Model = type[models.Model]

PATIENCE = 5_000
"""Milliseconds to wait for others who read or write; longer would keep whoever asked waiting. It is made up for later."""

_erasers: dict[str, list[tuple[int, Eraser]]] = {}
_holding: set[Model] = {Hand}
"""Tables that words are taken out of."""


def erases(kind: str, *, order: int, tables: Collection[Model]) -> Callable[[Eraser], Eraser]:
    """Register what takes words away when an entry of this kind says so; lower orders come first.

    The function returns whether there was anything to take away, and does no harm where there was not.
    """

    def register(eraser: Eraser) -> Eraser:
        known = _erasers.setdefault(kind, [])
        if all(one is not eraser for _, one in known):
            known.append((order, eraser))
            known.sort(key=lambda pair: pair[0])
        _holding.update(tables)
        return eraser

    return register


def erase(body: EntryBody) -> bool:
    """Take away the words this entry speaks of, wherever they are; whether there were any."""
    found = [eraser(body) for _, eraser in _erasers.get(body.type, ())]
    return any(found)


def erase_again(bodies: Iterable[EntryBody]) -> int:
    """Take away once more what these entries, oldest first, say was taken away: for how many of them there was something.

    For after a restore, inside its transaction; enter the entries themselves first, and ``purge`` afterwards.
    """
    return sum(erase(body) for body in bodies)


def newest_entry(obj: str, *kinds: str) -> Entry | None:
    """The newest entry of these kinds about a thing."""
    return Entry.objects.filter(obj=obj, kind__in=kinds).order_by("index").last()


def bound_by(body: EntryBody, *kinds: str) -> frozenset[str]:
    """The digests by which words may still stand: those of this entry, and of the newest of these kinds about the same thing."""
    newest = newest_entry(body.obj, *kinds)
    return frozenset((*body.sd, *(EntryBody.parse(bytes(newest.body)).sd if newest else ())))


def forget_hands(obj: str, *kinds: str) -> bool:
    """Forget whose act these entries about a thing were; whether anybody was known. The entries stay."""
    forgotten, _ = Hand.objects.filter(entry__obj=obj, entry__kind__in=kinds).delete()
    return forgotten > 0


def purge() -> bool:
    """Clear what the database still keeps of deleted words. Call it after the commit; False where it has to be made up for.

    It never waits long for others. Where they were in the way, a file remembers it and ``purge_if_due`` makes up for it.
    """
    purge_later()
    for cache in caches.all(initialized_only=True):
        cache.clear()
    with contextlib.suppress(DatabaseError):
        if _purged():
            _due().unlink(missing_ok=True)
    return not _due().exists()


def purge_later() -> None:
    """Remember that deleted words may still lie in free pages."""
    if not _due().exists():
        write_whole(_due(), b"Deleted words may still lie in free pages of the database.\n")


def purge_if_due() -> bool:
    """Make up for a purge that others stood in the way of; for every start. Whether all is clear now."""
    return purge() if _due().exists() else True


def _due() -> Path:
    return Path(settings.DATA) / "purge-due"


def _purged() -> bool:
    return _purge_sqlite() if connection.vendor == "sqlite" else _purge_postgres()


def _purge_sqlite() -> bool:
    """Rewrite the file with nothing in it but what is in force, and empty the write-ahead log."""
    with connection.cursor() as cursor, _patient_sqlite(cursor):
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = bool(cursor.fetchone()[0])
    return not busy and not any(_left_beside(str(connection.settings_dict["NAME"])))


def _left_beside(database: str) -> Iterator[Path]:
    """Files beside the database that still hold pages of it."""
    for suffix in ("-wal", "-journal"):
        path = Path(database + suffix)
        if path.is_file() and path.stat().st_size:
            yield path


@contextlib.contextmanager
def _patient_sqlite(cursor: Any) -> Iterator[None]:
    cursor.execute("PRAGMA busy_timeout")
    before = int(cursor.fetchone()[0])
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {before}")


def _purge_postgres() -> bool:
    """Rewrite the tables, and what statistics quote of them; then begin a new write-ahead log, as far as our role may.

    What the host has to set for that stands in docs/erasure.md.
    """
    quote = connection.ops.quote_name
    tables = sorted(quote(table._meta.db_table) for table in _holding)  # noqa: SLF001  Django's documented name
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {PATIENCE}")
        try:
            for table in tables:
                cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
            cursor.execute("VACUUM (FULL) pg_statistic")
        finally:
            cursor.execute("RESET lock_timeout")
        for statement in ("SELECT pg_switch_wal()", "CHECKPOINT"):
            with contextlib.suppress(ProgrammingError):  # our role need not be allowed to
                cursor.execute(statement)
    return True
