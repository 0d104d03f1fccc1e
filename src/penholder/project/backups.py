"""Backups: one folder each, with the database as it stood at one moment and the public log as it was published.

A backup has everybody's words in it and no key. After thirty days it is taken away, because what was erased since must
not live on in it; whoever puts one back has the erasures of the time between made again by the record itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from penholder.record import clock, store
from penholder.record.durable import force_folder, write_whole
from penholder.record.folder import RecordFolder
from penholder.record.signing import here

KEPT_DAYS = 30
SQLITE_FILE = "database.sqlite3"
DUMP_FILE = "database.pgdump"
ABOUT = "about.json"
REPLACED = "replaced-"
_NAME = "%Y%m%dT%H%M%SZ"
_PAGES = 2_000

Say = Callable[[str], None]


class CannotBackUp(Exception):
    """A backup could not be made or put back; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One finished backup."""

    folder: Path
    made: datetime
    size: int


def backups_folder() -> Path:
    """Where backups go when nobody says otherwise."""
    return Path(settings.DATA) / "backups"


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """Every finished backup in this folder, oldest first; half-made ones are none."""
    found = (_read(path) for path in sorted(folder.glob("[0-9]*Z")) if (path / ABOUT).is_file())
    return tuple(sorted(found, key=lambda backup: backup.made))


def make_backup(folder: Path, *, say: Say) -> Backup:
    """Copy the database at one moment, and the log; the folder has its name only when all of it is there."""
    now = clock.now().replace(microsecond=0)
    making = folder / f".making-{now:{_NAME}}"
    shutil.rmtree(making, ignore_errors=True)
    try:
        making.mkdir(mode=0o700, parents=True)
        say("The database …")
        _copy_database(making, say)
        say("The public log …")
        sealed = _copy_log(here().log, making / "log")
        about = {"made": now.isoformat(), "entries": sealed.size if sealed else 0, "origin": _origin(sealed)}
        write_whole(making / ABOUT, json.dumps(about, indent=1).encode())
        finished = folder / f"{now:{_NAME}}"
        making.rename(finished)
        force_folder(folder)
    except CannotBackUp:
        shutil.rmtree(making, ignore_errors=True)
        raise
    except OSError as fault:
        shutil.rmtree(making, ignore_errors=True)
        raise CannotBackUp(f"No backup was made: {fault.strerror} ({fault.filename}).") from fault
    return _read(finished)


def forget_old(folder: Path) -> int:
    """Take away what is older than thirty days, and what was never finished; how many backups went."""
    limit = clock.now() - timedelta(days=KEPT_DAYS)
    old = [backup.folder for backup in backups_in(folder) if backup.made < limit]
    replaced = [
        path for path in folder.glob(f"{REPLACED}*") if _made(path.name.removeprefix(REPLACED)) < limit
    ]
    for path in (*old, *replaced):
        shutil.rmtree(path)
    return len(old) + len(replaced)


def put_back(backup: Path, *, say: Say) -> Path | None:
    """Put the backup's database in the place of the present one, which is set aside; where it was set aside to.

    The published log only ever grows: files of the backup that are missing here are brought, and none is replaced.
    Start the site afterwards, or call ``recover``: the database is then brought up to the published log.
    """
    if not (backup / ABOUT).is_file():
        raise CannotBackUp(f"{backup} is not a finished backup: it has no file “{ABOUT}”.")
    connections.close_all()
    aside = None
    if connection.vendor == "sqlite":
        say("The present database is set aside …")
        aside = _set_aside(Path(str(connection.settings_dict["NAME"])))
        say("The database …")
        _put_sqlite(backup / SQLITE_FILE, Path(str(connection.settings_dict["NAME"])))
    else:
        say("The database …")
        _put_dump(backup / DUMP_FILE)
    say("The public log …")
    _bring_log(backup / "log", here())
    return aside


def _copy_database(making: Path, say: Say) -> None:
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(str(connection.settings_dict["NAME"])), making / SQLITE_FILE, say)
    else:
        _dump(making / DUMP_FILE)


def _copy_sqlite(database: Path, to: Path, say: Say) -> None:
    def told(_status: int, remaining: int, total: int) -> None:
        if total > 2 * _PAGES:
            say(f"  {100 * (total - remaining) // total} %")

    if not database.is_file():
        raise CannotBackUp(f"There is no database in {database.parent}: is this the folder of a site?")
    with (
        contextlib.closing(sqlite3.connect(database)) as source,
        contextlib.closing(sqlite3.connect(to)) as copy,
    ):
        source.backup(copy, pages=_PAGES, progress=told)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
    _force(to)


def _put_sqlite(copy: Path, database: Path) -> None:
    if not copy.is_file():
        raise CannotBackUp(f"This backup holds no {SQLITE_FILE}: it was made of a site on PostgreSQL.")
    waiting = database.with_suffix(".coming")
    shutil.copyfile(copy, waiting)
    waiting.chmod(0o600)
    _force(waiting)
    waiting.replace(database)
    force_folder(database.parent)


def _set_aside(database: Path) -> Path | None:
    """Nothing is thrown away by putting something back: what was there goes to the backups, and goes with them."""
    present = [path for path in _with_log(database) if path.exists()]
    if not present:
        return None
    aside = backups_folder() / f"{REPLACED}{clock.now():{_NAME}}"
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in present:
        path.replace(aside / path.name)
    force_folder(aside)
    return aside


def _with_log(database: Path) -> Iterator[Path]:
    for end in ("", "-wal", "-shm", "-journal"):
        yield database.with_name(database.name + end)


def _dump(to: Path) -> None:
    _run_postgres("pg_dump", "--format=custom", "--no-owner", f"--file={to}")
    _force(to)


def _put_dump(dump: Path) -> None:
    if not dump.is_file():
        raise CannotBackUp(
            f"This backup holds no {DUMP_FILE}: it was made of a site on the embedded database."
        )
    _run_postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(dump))


def _run_postgres(program: str, *words: str) -> None:
    """Run PostgreSQL's own tool; the password goes by the environment, where no list of processes shows it."""
    told = connection.settings_dict
    named = (
        f"--dbname={told['NAME']}",
        f"--host={told['HOST']}",
        f"--port={told['PORT']}",
        f"--username={told['USER']}",
    )
    try:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own tool, with words made here
            [program, *named, "--no-password", *words],
            env={**os.environ, "PGPASSWORD": str(told["PASSWORD"])},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as fault:
        raise CannotBackUp(
            f"{program} is not on this machine: install PostgreSQL's client programs."
        ) from fault
    if done.returncode != 0:
        raise CannotBackUp(
            f"{program} could not do it: {done.stderr.strip().splitlines()[-1] if done.stderr else 'no reason given'}"
        )


def _copy_log(log: Path, to: Path) -> store.Sealed | None:
    """The log's files, the checkpoint read first: whatever grows meanwhile, its tiles are there."""
    to.mkdir(mode=0o700)
    checkpoint = (log / store.CHECKPOINT).read_bytes() if (log / store.CHECKPOINT).is_file() else b""
    for path in _files_of(log):
        if path.name != store.CHECKPOINT or path.parent != log:
            _link_or_copy(path, to / path.relative_to(log))
    if checkpoint:
        write_whole(to / store.CHECKPOINT, checkpoint)
    return store.newest(RecordFolder(to.parent))


def _bring_log(copy: Path, folder: RecordFolder) -> None:
    published = store.newest(folder)
    for path in _files_of(copy):
        name = path.relative_to(copy)
        if str(name) != store.CHECKPOINT and not (folder.log / name).exists():
            write_whole(folder.log / name, path.read_bytes())
    copied = store.newest(RecordFolder(copy.parent))
    if copied is not None and (published is None or published.size < copied.size):
        store.publish(folder, store.CHECKPOINT, copied.note.encode())


def _files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]


def _link_or_copy(path: Path, to: Path) -> None:
    """Published files never change in place, so a second name for one is a copy of it that takes no room."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):  # a partial tile that has just become a full one
        try:
            os.link(path, to)
        except OSError:
            shutil.copyfile(path, to)


def _force(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _origin(sealed: store.Sealed | None) -> str:
    return sealed.note.partition("\n")[0] if sealed else ""


def _read(folder: Path) -> Backup:
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    return Backup(folder=folder, made=datetime.fromisoformat(about["made"]), size=int(about["entries"]))


def _made(name: str) -> datetime:
    return datetime.strptime(name, _NAME).replace(tzinfo=UTC)
