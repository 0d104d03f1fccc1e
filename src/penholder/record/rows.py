"""The few statements every act on the site pays for, said to the database directly.

Appending is measured against bare inserts of the same rows; through the object layer it took several times as long.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper

_NEXT = "UPDATE record_head SET size = size + 1 WHERE id = 1 RETURNING size"
_SIZE = "SELECT size FROM record_head WHERE id = 1"
ENTRY_COLUMNS = ("id", "index", "kind", "scope", "obj", "body", "leaf_hash", "appended_at")
_INSERT = (
    'INSERT INTO record_entry ("index", kind, scope, obj, body, leaf_hash, appended_at) '
    "VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id"
)
_BODIES = 'SELECT body FROM record_entry WHERE "index" >= %s AND "index" < %s ORDER BY "index"'


def take_next_index(cursor: CursorWrapper) -> int:
    """The place of the next entry, taken for good if this transaction is committed; locks the head row until then."""
    return _one(cursor, _NEXT) - 1


def insert_entry(cursor: CursorWrapper, values: tuple[int, str, str, str, bytes, bytes, datetime]) -> int:
    """Write one entry, its columns in the order of ``ENTRY_COLUMNS``; the primary key it got."""
    at = connection.ops.adapt_datetimefield_value(values[-1])
    return _one(cursor, _INSERT, *values[:-1], at)


def committed_size() -> int:
    """How many entries there are."""
    with connection.cursor() as cursor:
        return _one(cursor, _SIZE)


def bodies_between(start: int, end: int) -> list[bytes]:
    """The exact bytes of the entries from ``start`` up to ``end``, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_BODIES, (start, end))
        return [bytes(body) for (body,) in cursor.fetchall()]


def _one(cursor: CursorWrapper, statement: str, *values: int | str | bytes | None) -> int:
    cursor.execute(statement, values)
    row = cursor.fetchone()
    if row is None:
        raise RuntimeError("the head row of the record is missing: has the database been migrated?")
    value: int = row[0]
    return value
