"""What a witness remembers, in a SQLite file of its own: on disk before anybody is answered.

Every checkpoint it cosigned is kept, not just the newest, because an old one may be what proves a lie.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from penholder.pure.ledger.checkpoint import Checkpoint
from penholder.pure.ledger.conflict import Conflict
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.witness import place_of

STRAYS_MAX = 10_000
CONFLICTS_MAX = 100
"""A log that lies may sign as many lies as it likes: a hundred proofs are enough, and must not fill the disk."""

_WAIT_SECONDS = 20.0
_TABLES = """
CREATE TABLE IF NOT EXISTS log (
    vkey TEXT PRIMARY KEY, origin TEXT NOT NULL, place TEXT NOT NULL, watched_since INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS cosigned (
    origin TEXT NOT NULL, size INTEGER NOT NULL, note TEXT NOT NULL, line TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (origin, size)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stray (
    id INTEGER PRIMARY KEY, origin TEXT NOT NULL, size INTEGER NOT NULL, body TEXT NOT NULL, note TEXT NOT NULL,
    at INTEGER NOT NULL, UNIQUE (origin, size, body)
) STRICT;
CREATE TABLE IF NOT EXISTS conflict (
    id INTEGER PRIMARY KEY, origin TEXT NOT NULL, pair TEXT NOT NULL, evidence TEXT NOT NULL, at INTEGER NOT NULL,
    UNIQUE (origin, pair)
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A checkpoint this witness has signed: the note with the log's own signature, its line, and when."""

    note: str
    line: str
    at: int

    @property
    def checkpoint(self) -> Checkpoint:
        return Checkpoint.parse(split_note(self.note)[0])


@dataclass(frozen=True, slots=True)
class Shown:
    """A conflict and when this witness came to know of it."""

    conflict: Conflict
    at: int


class Memory:
    """The file. A connection lives as long as a request does; SQLite keeps several processes apart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._connected() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_TABLES)

    @contextmanager
    def reading(self) -> Iterator[Desk]:
        """A look at one moment of the memory."""
        with self._connected() as connection:
            connection.execute("BEGIN")
            yield Desk(connection)
            connection.execute("ROLLBACK")

    @contextmanager
    def deciding(self) -> Iterator[Desk]:
        """Alone with the memory from the first look to the last word; on disk when this ends, or undone."""
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield Desk(connection)
            connection.execute("COMMIT")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """Closing undoes whatever was not committed."""
        with closing(sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=FULL")
            yield connection


class Desk:
    """What can be looked up and written down while one is at the memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def watch(self, key: Verifier, *, at: int) -> bool:
        """Watch the log of this key from now on; whether that is news."""
        row = (key.vkey(), key.name, place_of(key.name), at)
        return self._connection.execute("INSERT OR IGNORE INTO log VALUES (?, ?, ?, ?)", row).rowcount == 1

    def watched(self) -> tuple[Verifier, ...]:
        """The keys of all logs watched, by origin."""
        rows = self._connection.execute("SELECT vkey FROM log ORDER BY origin, watched_since, vkey")
        return tuple(Verifier.parse(vkey) for (vkey,) in rows)

    def keys_of(self, origin: str) -> tuple[Verifier, ...]:
        rows = self._connection.execute("SELECT vkey FROM log WHERE origin = ?", (origin,))
        return tuple(Verifier.parse(vkey) for (vkey,) in rows)

    def origin_at(self, place: str) -> str | None:
        """The log that this part of an address stands for."""
        row = self._connection.execute("SELECT origin FROM log WHERE place = ?", (place,)).fetchone()
        return str(row[0]) if row else None

    def latest(self, origin: str) -> Cosigned | None:
        """The largest checkpoint cosigned for this log."""
        return self._cosigned("WHERE origin = ? ORDER BY size DESC LIMIT 1", origin)

    def keep(self, origin: str, checkpoint: Checkpoint, cosigned: Cosigned) -> None:
        """Remember what was cosigned; of the same size the newer cosignature stands."""
        row = (origin, checkpoint.size, cosigned.note, cosigned.line, cosigned.at)
        self._connection.execute("INSERT OR REPLACE INTO cosigned VALUES (?, ?, ?, ?, ?)", row)

    def known_at(self, origin: str, size: int) -> tuple[str, ...]:
        """Every note the log signed at this size, as far as this witness has been shown."""
        found = self._cosigned("WHERE origin = ? AND size = ?", origin, size)
        strays = self._connection.execute(
            "SELECT note FROM stray WHERE origin = ? AND size = ? ORDER BY id", (origin, size)
        )
        return (*((found.note,) if found else ()), *(note for (note,) in strays))

    def strays(self, origin: str) -> tuple[str, ...]:
        """What the log signed and nobody has connected to what this witness cosigned, oldest first."""
        rows = self._connection.execute("SELECT note FROM stray WHERE origin = ? ORDER BY id", (origin,))
        return tuple(note for (note,) in rows)

    def keep_stray(self, origin: str, checkpoint: Checkpoint, note: str, *, at: int) -> None:
        """Remember it for whoever can tell whether it fits; the oldest give way."""
        row = (origin, checkpoint.size, checkpoint.body(), note, at)
        self._connection.execute(
            "INSERT OR IGNORE INTO stray (origin, size, body, note, at) VALUES (?, ?, ?, ?, ?)", row
        )
        self._connection.execute(
            "DELETE FROM stray WHERE origin = ? AND id NOT IN "
            "(SELECT id FROM stray WHERE origin = ? ORDER BY id DESC LIMIT ?)",
            (origin, origin, STRAYS_MAX),
        )

    def conflicts(self, origin: str) -> tuple[Shown, ...]:
        """Every proof that this log told two stories, oldest first."""
        rows = self._connection.execute(
            "SELECT evidence, at FROM conflict WHERE origin = ? ORDER BY id", (origin,)
        )
        return tuple(
            Shown(conflict, at) for evidence, at in rows for conflict in Conflict.parse_all(evidence)
        )

    def keep_conflict(self, origin: str, conflict: Conflict, *, at: int) -> None:
        """Remember a proof; the same two checkpoints once, and no more than enough of them."""
        (count,) = self._connection.execute(
            "SELECT count(*) FROM conflict WHERE origin = ?", (origin,)
        ).fetchone()
        if count >= CONFLICTS_MAX:
            return
        pair = "".join(sorted(split_note(note)[0] for note in (conflict.one, conflict.other)))
        self._connection.execute(
            "INSERT OR IGNORE INTO conflict (origin, pair, evidence, at) VALUES (?, ?, ?, ?)",
            (origin, pair, conflict.text(), at),
        )

    def _cosigned(self, where: str, *values: str | int) -> Cosigned | None:
        row = self._connection.execute(
            f"SELECT note, line, at FROM cosigned {where}",  # noqa: S608 - `where` is written above, never given
            values,
        ).fetchone()
        return Cosigned(*row) if row else None
