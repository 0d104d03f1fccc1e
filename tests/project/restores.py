"""What happens around backups on a whole site, in a process of its own; prints what came of it as JSON.

``python -m tests.project.restores CASE DATA``: each case is played in forked children, so that a kill is a kill.
"""

# ruff: noqa: PLC0415, T201  Django is set up late, and what came of it is printed

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import django

from tests.faults import children

STEPS = ("fsync", "replace", "rename", "link", "unlink", "mkdir")
BEFORE, AFTER = 3, 5


def killed_at_every_step(data: Path) -> dict[str, Any]:
    """A restore dies before each of its steps; this is what the next start finds."""
    backup = Path(children.answer_of(_backup_in_between))
    kept = data.with_name("kept")
    shutil.copytree(data, kept)
    every = 4 if os.environ.get("PENHOLDER_DATABASE_URL") else 1  # a dump for each of them takes its time
    rows: list[dict[str, Any]] = []
    step, died = 0, True
    while died:
        if not os.environ.get("PENHOLDER_DATABASE_URL"):
            shutil.rmtree(data)
            shutil.copytree(kept, data)
        died = children.begin(partial(_put_back, backup, step)).join() < 0
        rows.append(children.answer_of(_started))
        step += every
    return {"starts": rows}


def grown_meanwhile(data: Path) -> dict[str, Any]:
    """The site passes 256 entries while its log is being copied, and goes on while the database is."""
    return dict(children.answer_of(lambda: _grown(data)))


def erased_and_not_sealed(data: Path) -> dict[str, Any]:
    """Somebody's words are erased while the signer is away; then the backup from before is put back."""
    return dict(children.answer_of(lambda: _erased(data)))


def numbers(_: Path) -> dict[str, Any]:
    """A response is given its number after the backup; then the backup is put back."""
    return dict(children.answer_of(_numbered))


def _silent(_what: str) -> None:
    pass


def _site() -> Any:
    from django.core.management import call_command

    from tests.factories.consultations import consultation_on, scene

    call_command("migrate", verbosity=0, interactive=False)
    return consultation_on(scene())


def _say(asked: Any, words: str) -> Any:
    from penholder.consultations.actions import receive_response
    from penholder.consultations.models import Source
    from penholder.consultations.queries import AnswerGiven
    from penholder.record.events import GUEST

    given = [AnswerGiven(text=words)]
    return receive_response(consultation=asked, answers=given, source=Source.WEB, by=GUEST).response


def _backup() -> Path:
    from penholder.project.backups import backups_folder, make_backup

    return make_backup(backups_folder(), say=_silent).folder


def _restored(backup: Path) -> None:
    from penholder.cli.serve import bring_up_to_date
    from penholder.project.restoring import put_back
    from penholder.record.actions import recover

    put_back(backup, say=_silent)
    bring_up_to_date()
    assert not recover().held


def _backup_in_between() -> str:
    asked = _site()
    for _ in range(BEFORE):
        _say(asked, "before")
    backup = _backup()
    for _ in range(AFTER - BEFORE):
        _say(asked, "after")
    # As after a kill: what was entered last still lies in the log beside the database.
    return str(backup)


def _put_back(backup: Path, step: int, _tell: Callable[[str], None]) -> None:
    from penholder.project.restoring import put_back

    with _dying_at(step):
        put_back(backup, say=_silent)


def _started() -> dict[str, Any]:
    import sqlite3

    from penholder.cli.serve import bring_up_to_date
    from penholder.consultations.models import Response
    from penholder.project.backups import backups_folder
    from penholder.record.actions import recover
    from penholder.record.queries import log_size, newest_sealed

    bring_up_to_date()
    held = recover().held
    asides = []
    for path in backups_folder().glob("replaced-*/penholder.sqlite3"):
        with sqlite3.connect(path) as old:
            asides += old.execute("SELECT count(*) FROM consultations_response").fetchone()
    sealed = newest_sealed()
    return {
        "held": held,
        "responses": Response.objects.count(),
        "whole": sealed is not None and sealed.size == log_size(),
        "aside": asides,
    }


def _grown(data: Path) -> dict[str, Any]:
    from penholder.project import backups, databases
    from penholder.pure.ledger.tiles import tiles_of
    from penholder.record import store
    from penholder.record.actions import recover, seal
    from penholder.record.folder import RecordFolder
    from tests.factories.record import fill_log

    _site()
    recover()
    fill_log(250)
    seal()
    copy_out = databases.copy_out

    def late_tiles(size: int) -> Any:
        fill_log(257)
        seal()
        for dropping in threading.enumerate():
            if dropping.name == "dropping partial tiles":
                dropping.join()
        return tiles_of(size)

    def late_database(to: Path) -> None:
        fill_log(260)
        seal()
        copy_out(to)

    vars(backups)["tiles_of"] = late_tiles
    vars(databases)["copy_out"] = late_database
    made = backups.make_backup(backups.backups_folder(), say=_silent)
    copy = RecordFolder(made.folder)
    sealed = store.newest(copy)
    assert sealed is not None
    return {
        "partial gone": not (data / "log/tile/0/000.p/250").exists(),
        "size": made.size,
        "root": store.tree_of(copy, sealed.size).root() == sealed.root,
        "entries": len(list(store.entries_from(copy, 0, sealed.size))),
    }


def _erased(data: Path) -> dict[str, Any]:
    from django.conf import settings

    from penholder.consultations.actions import erase_response
    from penholder.consultations.models import Answer, DoneBy, Ground
    from penholder.record.events import GUEST

    response = _say(_site(), "Umberlain Foss hurt me.")
    backup = _backup()
    settings.CONFIG.values["signer"] = str(data / "nobody")
    erase_response(response=response, ground=Ground.AUTHOR, done_by=DoneBy.RESPONDENT, by=GUEST)
    settings.CONFIG.values["signer"] = ""
    _restored(backup)
    return {"left": Answer.objects.filter(text__contains="Foss").count()}


def _numbered() -> dict[str, Any]:
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from penholder.consultations.actions import discard_unsent, save_unsent
    from penholder.consultations.models import UnsentResponse
    from penholder.project.restoring import kinds_read_back

    asked = _site()
    _say(asked, "one")
    save_unsent(consultation=asked, uid="a" * 32, answers={"whole": {"text": "left behind"}})
    session = SessionStore()
    session["signed in"] = "yes"
    session.save()
    backup = _backup()
    given = [_say(asked, words).number for words in ("two", "three")]
    discard_unsent(uids=["a" * 32])
    Session.objects.all().delete()
    _restored(backup)
    kinds = kinds_read_back()
    again = [_say(asked, words).number for words in ("four", "five")]
    return {
        "given": given,
        "again": again,
        "kinds": kinds,
        "unsent": UnsentResponse.objects.count(),
        "sessions": Session.objects.count(),
    }


@contextmanager
def _dying_at(number: int) -> Iterator[None]:
    left = number

    def stepped(call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)  # nothing is tidied up
            return call(*given, **named)

        return step

    for name in STEPS:
        setattr(os, name, stepped(getattr(os, name)))
    yield


CASES = {
    case.__name__: case for case in (killed_at_every_step, grown_meanwhile, erased_and_not_sealed, numbers)
}


if __name__ == "__main__":
    os.environ["PENHOLDER_DATA"] = sys.argv[2]
    os.environ["DJANGO_SETTINGS_MODULE"] = "penholder.project.settings"
    django.setup()
    print(json.dumps(CASES[sys.argv[1]](Path(sys.argv[2]))))
