"""Appends in the embedded default, beside bare inserts of the same rows with as many writes forced to disk.

Run by ``benchmarks.record`` as a process of its own, in a data folder of its own (PENHOLDER_DATA); says on its output, as
JSON, how many were done in a second.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penholder.project.settings")
django.setup()

from django.core.management import call_command
from django.db import connection

from penholder.pure.ledger.disclosure import decoy
from penholder.record import recording, signer, store
from penholder.record.actions import append
from penholder.record.durable import write_whole
from penholder.record.events import GUEST, Event
from penholder.record.models import Entry
from penholder.record.queries import log_size
from penholder.record.recording import records

ROUNDS = 5
Row = tuple[Any, ...]
_COLUMNS = ("index", "kind", "scope", "obj", "body", "leaf_hash", "appended_at")


@dataclass(frozen=True, kw_only=True)
class MeasurementTaken(Event):
    """What is appended again and again."""

    kind = "measurement.taken"
    says = "A measurement was taken."

    number: int


@records(MeasurementTaken)
def take_measurement(*, number: int) -> None:
    """Appends two commitments and a number: an entry of about 300 bytes."""
    words = tuple(decoy(number.to_bytes(16, "big") + bytes([at]) * 16) for at in range(2))
    append(MeasurementTaken(scope="measured", obj=f"{number:032}", words=words, number=number), by=GUEST)


@dataclass(slots=True)
class Written:
    """The files that were written whole, as where and how much: entry by entry."""

    by_entry: list[list[tuple[str, int]]] = field(default_factory=list)

    def write(self, path: Path, data: bytes, *, mode: int = 0o644) -> None:
        self.by_entry[-1].append((str(path.relative_to(os.environ["PENHOLDER_DATA"])), len(data)))
        write_whole(path, data, mode=mode)


def measure(count: int) -> dict[str, float]:
    """Medians of some rounds of ``count`` each, ours and the bare ones in turn, in entries a second."""
    call_command("migrate", verbosity=0, interactive=False)
    folder = Path(os.environ["PENHOLDER_DATA"]) / "bare"
    folder.mkdir()
    rates: dict[str, list[float]] = {}
    with closing(_bare_database(folder)) as bare, _writes_noted() as written:
        for _ in range(ROUNDS):
            for name, sealing in (("append", False), ("append and seal", True)):
                first = log_size()
                written.by_entry = []
                with _sealing(sealing):
                    took = _took(_ours(count, first, written))
                rates.setdefault(name, []).append(count / took)
                rows = _rows(first)
                took = _took(_replayed(bare, folder, rows, written.by_entry if sealing else [[]] * count))
                rates.setdefault(f"bare {name}", []).append(count / took)
    return {name: statistics.median(taken) for name, taken in rates.items()}


def _ours(count: int, first: int, written: Written) -> Callable[[], None]:
    def append_them() -> None:
        for number in range(first, first + count):
            written.by_entry.append([])
            take_measurement(number=number)

    return append_them


def _replayed(
    bare: sqlite3.Connection, folder: Path, rows: Sequence[Row], writes: Sequence[Sequence[tuple[str, int]]]
) -> Callable[[], None]:
    """The same rows, each in a transaction of its own, and after each the same number and size of files."""
    for path in {path for some in writes for path, _ in some}:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    insert = f"INSERT INTO record_entry ({names}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608  our own words

    def write_them() -> None:
        for row, files in zip(rows, writes, strict=True):
            bare.execute("BEGIN IMMEDIATE")
            bare.execute(insert, row)
            bare.execute("UPDATE record_head SET size = ?", (row[0] + 1,))
            bare.execute("COMMIT")
            for path, size in files:
                _write(folder / path, size)

    return write_them


def _write(path: Path, size: int) -> None:
    """A file as durable as ours: beside, forced, renamed, and the folder forced."""
    beside = f"{path}.new"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(handle, bytes(size))
    os.fsync(handle)
    os.close(handle)
    os.replace(beside, path)  # noqa: PTH105  no more than the bare calls
    handle = os.open(path.parent, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _bare_database(folder: Path) -> sqlite3.Connection:
    """The same tables, indexes and triggers, under the same pragmas, in another file."""
    connection.ensure_connection()
    bare = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    connection.connection.backup(bare)
    bare.executescript(connection.settings_dict["OPTIONS"]["init_command"])
    return bare


def _rows(first: int) -> list[Row]:
    rows = Entry.objects.filter(index__gte=first).order_by("index").values_list(*_COLUMNS)
    return [
        (*row[:4], bytes(row[4]), bytes(row[5]), row[6].replace(tzinfo=None).isoformat(" ")) for row in rows
    ]


def _took(do: Callable[[], None]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


@contextmanager
def _writes_noted() -> Iterator[Written]:
    written = Written()
    store.write_whole = signer.write_whole = written.write  # type: ignore[attr-defined]  noted on the way
    yield written
    store.write_whole = signer.write_whole = write_whole  # type: ignore[attr-defined]


@contextmanager
def _sealing(wanted: bool) -> Iterator[None]:
    """Without it an action only appends; what is left unsealed is sealed by the next one that does."""
    seal = recording._seal  # noqa: SLF001  left out on purpose
    if not wanted:
        recording._seal = lambda: None  # noqa: SLF001
    yield
    recording._seal = seal  # noqa: SLF001


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
