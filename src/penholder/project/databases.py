"""The database as a file: copied out at one moment, checked, set aside, and another put in its place.

There is no moment without a whole database: the new one is complete and on disk before the old one gives way, and the
old one has a second name among the backups by then.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from penholder.record.durable import force_folder

SQLITE_FILE = "database.sqlite3"
DUMP_FILE = "database.pgdump"
_NEW_SCHEMA = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
_IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class CannotBackUp(Exception):
    """A backup could not be made or put back; the message says why, and what to do."""


def is_there() -> bool:
    """Whether there is a present database at all; a server's always is."""
    return not _embedded() or _file().is_file()


def copy_out(to: Path) -> None:
    """Copy the database into this folder, as it stands at one moment, while the site goes on."""
    if _embedded():
        _copy_sqlite(to / SQLITE_FILE)
    else:
        _run_postgres("pg_dump", "--format=custom", "--no-owner", f"--file={to / DUMP_FILE}")


def make_ready(backup: Path) -> Path:
    """Bring the backup's database beside the present one, whole, checked and on disk; nothing is changed yet."""
    name = SQLITE_FILE if _embedded() else DUMP_FILE
    copy = backup / name
    if not copy.is_file():
        other = "on PostgreSQL" if _embedded() else "on the embedded database"
        raise CannotBackUp(f"This backup holds no {name}: it was made of a site {other}.")
    waiting = _waiting()
    if _embedded():
        shutil.copyfile(copy, waiting)
        _require_sound(waiting, copy)
    else:
        _run("pg_restore", "--no-owner", f"--file={waiting}", str(copy))
    waiting.chmod(0o600)
    _force(waiting)
    return waiting


def set_aside(aside: Path) -> None:
    """Give the present database a second name in this folder, with all that belongs to it; it stays where it is, too."""
    if _embedded():
        _fold_in(_file())
        for path in _with_log(_file()):
            if path.exists():
                link_or_copy(path, aside / path.name)
    else:
        copy_out(aside)
    for path in aside.iterdir():
        _force(path)
    force_folder(aside)
    force_folder(aside.parent)


def put_in_place(waiting: Path) -> None:
    """Let what was made ready be the database, in one step."""
    if not _embedded():
        one_step = ("--single-transaction", "--set=ON_ERROR_STOP=1", "--quiet", "--no-psqlrc")
        _run_postgres("psql", *one_step, f"--command={_NEW_SCHEMA}", f"--file={waiting}")
        waiting.unlink()
        return
    _, *logs = _with_log(_file())
    for path in logs:
        path.unlink(
            missing_ok=True
        )  # folded in by now, or set aside; read with another database it would ruin that
    force_folder(waiting.parent)
    waiting.replace(_file())
    force_folder(waiting.parent)


def sweep_waiting() -> None:
    """Take away what a restore that was killed had made ready."""
    _waiting().unlink(missing_ok=True)


def link_or_copy(path: Path, to: Path) -> None:
    """A second name takes no room; on another disk it has to be a copy."""
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, to)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(path, to)


def _embedded() -> bool:
    return connection.vendor == "sqlite"


def _file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _waiting() -> Path:
    """Beside the database, so that it can take its place in one step."""
    return Path(settings.DATA) / "penholder.coming" if not _embedded() else _file().with_suffix(".coming")


def _copy_sqlite(to: Path) -> None:
    database = _file()
    if not database.is_file():
        raise CannotBackUp(f"There is no database in {database.parent}: is this the folder of a site?")
    with (
        contextlib.closing(sqlite3.connect(database)) as source,
        contextlib.closing(sqlite3.connect(to)) as copy,
    ):
        source.backup(copy, pages=-1)  # in one step: with several, every write in between starts it anew
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it


def _require_sound(waiting: Path, copy: Path) -> None:
    try:
        with contextlib.closing(sqlite3.connect(f"{waiting.as_uri()}?mode=ro", uri=True)) as opened:
            (said,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as fault:
        said = str(fault)
    if said != "ok":
        waiting.unlink()
        raise CannotBackUp(f"{copy} is damaged ({said}). Nothing was changed: take another backup.")


def _fold_in(database: Path) -> None:
    """Bring what still lies in the log beside it into the database; one that can't be opened keeps its log beside it."""
    if not database.is_file():
        return
    try:
        with contextlib.closing(sqlite3.connect(database)) as present:
            busy, *_ = present.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.DatabaseError as fault:
        busy = getattr(fault, "sqlite_errorcode", 0) in _IN_USE
    if busy:
        raise CannotBackUp("Something else has the database open: stop it first. Nothing was changed.")


def _with_log(database: Path) -> Iterator[Path]:
    for end in ("", "-wal", "-shm", "-journal"):
        yield database.with_name(database.name + end)


def _run_postgres(program: str, *words: str) -> None:
    """Run PostgreSQL's own tool on the database; the password goes by the environment, where no list of processes shows it."""
    told = connection.settings_dict
    named = (
        f"--dbname={told['NAME']}",
        f"--host={told['HOST']}",
        f"--port={told['PORT']}",
        f"--username={told['USER']}",
    )
    _run(program, *named, "--no-password", *words, password=str(told["PASSWORD"]))


def _run(program: str, *words: str, password: str = "") -> None:
    try:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own tool, with words made here
            [program, *words],
            env={**os.environ, "PGPASSWORD": password},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    except FileNotFoundError as fault:
        raise CannotBackUp(
            f"{program} is not on this machine: install PostgreSQL's client programs."
        ) from fault
    if done.returncode != 0:
        why = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no reason given"
        raise CannotBackUp(f"{program} could not do it: {why}")


def _force(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
