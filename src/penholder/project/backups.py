"""Backups: one folder each, with the database as it stood at one moment and the public log as it was published.

A backup has everybody's words in it and no key. After thirty days it is taken away, because what was erased since must
not live on in it; whoever puts one back has the erasures of the time between made again by the record itself.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from penholder.project import databases
from penholder.project.databases import CannotBackUp
from penholder.pure.ledger.merkle import leaf_hash
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.tiles import grow, root_of_edge, tiles_of
from penholder.record import alarms, clock, store
from penholder.record.durable import force_folder
from penholder.record.folder import RecordFolder
from penholder.record.signing import here

__all__ = ["Backup", "CannotBackUp", "backups_folder", "backups_in", "forget_old", "make_backup"]

KEPT_DAYS = 30
ABOUT = "about.json"
REPLACED = "replaced-"
_MAKING = ".making-"
_NAME = "%Y%m%dT%H%M%SZ"

Say = Callable[[str], None]


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
    """Every finished backup in this folder, oldest first; half-made ones are none, nor is what can't be read."""
    found = [backup for path in folder.glob("[0-9]*Z") if (backup := _read(path)) is not None]
    return tuple(sorted(found, key=lambda backup: backup.made))


def make_backup(folder: Path, *, say: Say) -> Backup:
    """Copy the log and then the database; the folder has its name only when all of it is there and on disk.

    The log goes first: a database that is copied later holds at least what the log holds.
    """
    try:
        with _alone_in(folder):
            _sweep(folder)
            return _made_in(folder, say)
    except NotProven as fault:
        raise CannotBackUp(
            f"No backup was made, as the published files are damaged: {fault} Start the site again, which makes them anew."
        ) from fault
    except OSError as fault:
        raise CannotBackUp(f"No backup was made: {fault.strerror} ({fault.filename}).") from fault


def forget_old(folder: Path, *, say: Say) -> int:
    """Take away what is older than thirty days; how many backups went.

    Where even the newest is older than that, the clock may be wrong or nobody makes backups any more: then all stay,
    for taking the last one away could not be undone.
    """
    limit = clock.now() - timedelta(days=KEPT_DAYS)
    backups = backups_in(folder)
    if backups and backups[-1].made < limit:
        say(
            f"Every backup in {folder} is older than thirty days, so none was taken away. Is the clock right? "
            "Make a new backup; until then, what was erased since lives on in these."
        )
        return 0
    replaced = [path for path in folder.glob(f"{REPLACED}*") if (_moment_in(path) or limit) < limit]
    old = [*(backup.folder for backup in backups if backup.made < limit), *replaced]
    for path in old:
        try:
            shutil.rmtree(path)
        except OSError as fault:
            say(
                f"{path} is older than thirty days and can't be taken away: {fault.strerror}. Please delete it."
            )
    return sum(not path.exists() for path in old)


def sweep_half_made(folder: Path) -> None:
    """Take away what a backup that was killed left behind; one that is being made now is left alone."""
    if folder.is_dir():
        with contextlib.suppress(CannotBackUp), _alone_in(folder):
            _sweep(folder)


def new_folder_aside() -> Path:
    """An empty folder among the backups for what is about to be replaced; it goes when backups of its age go."""
    folder = backups_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = folder / f"{REPLACED}{_free_name(folder, REPLACED)}"
    aside.mkdir(mode=0o700)
    return aside


def require_whole(folder: RecordFolder, sealed: store.Sealed) -> None:
    """``Malformed`` unless every tile of this log is there, is made of its entries, and leads to the signed root."""
    read = store.reader(folder)
    tiles, edge = grow((), [leaf_hash(body) for body in store.entries_from(folder, 0, sealed.size)])
    if any(read(tile) != data for tile, data in tiles) or root_of_edge(edge) != sealed.root:
        raise Malformed("The files of the record do not lead to its checkpoint.")


def _made_in(folder: Path, say: Say) -> Backup:
    now = clock.now().replace(microsecond=0)
    name = _free_name(folder, "")
    making = folder / f"{_MAKING}{name}"
    finished = folder / name
    making.mkdir(mode=0o700)
    try:
        say("The public log …")
        sealed = _copy_log(here(), RecordFolder(making))
        say("The database …")
        databases.copy_out(making)
        size = sealed.size if sealed else 0
        about = {"made": now.isoformat(), "entries": size, "origin": _origin(sealed)}
        (making / ABOUT).write_text(json.dumps(about, indent=1), encoding="utf-8")
        os.sync()  # every file at once, however many there are
        making.rename(finished)
        force_folder(folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return Backup(folder=finished, made=now, size=size)


def _copy_log(folder: RecordFolder, to: RecordFolder) -> store.Sealed | None:
    """The log as its checkpoint says it is, and not a file more: whatever grows meanwhile is for the next backup."""
    to.log.mkdir(mode=0o700)
    for name in (store.KEY, store.WITNESSED):  # before the checkpoint, which is then at least as new
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(folder.log / name, to.log / name)
    for path in (folder.log / alarms.FOLDER).glob("*.txt"):
        databases.link_or_copy(path, to.log / alarms.FOLDER / path.name)
    sealed = store.newest(folder)
    if sealed is None:
        return None
    read = store.reader(folder)
    for tile in tiles_of(sealed.size):
        try:
            databases.link_or_copy(folder.log / tile.path, to.log / tile.path)
        except FileNotFoundError:  # a partial one, of which a fuller one has just taken the place
            (to.log / tile.path).write_bytes(read(tile))
    (to.log / store.CHECKPOINT).write_text(sealed.note, encoding="utf-8")
    require_whole(to, sealed)
    return sealed


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Held while a backup is made in this folder; the system lets go of it if we are killed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise CannotBackUp(
                f"Another backup is being made in {folder}: wait until it is finished."
            ) from fault
        yield


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"{_MAKING}*"):
        shutil.rmtree(left, ignore_errors=True)


def _free_name(folder: Path, prefix: str) -> str:
    """This moment's name or, where that is taken, the next second's."""
    moment = clock.now()
    while (folder / f"{prefix}{moment:{_NAME}}").exists():
        moment += timedelta(seconds=1)
    return f"{moment:{_NAME}}"


def _origin(sealed: store.Sealed | None) -> str:
    return sealed.note.partition("\n")[0] if sealed else ""


def _read(folder: Path) -> Backup | None:
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        return Backup(folder, datetime.fromisoformat(about["made"]).astimezone(UTC), int(about["entries"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _moment_in(replaced: Path) -> datetime | None:
    try:
        return datetime.strptime(replaced.name.removeprefix(REPLACED), _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
