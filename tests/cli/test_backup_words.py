"""Backups and keys from the shell: what a group with nobody for computers has to get right on a bad day."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from penholder.pure.ledger.checkpoint import open_checkpoint
from penholder.pure.ledger.keys import Verifier
from penholder.record.signer import KeptSigner
from tests.cli.shell import Environment, done, found, kinds_in, penholder

EMBEDDED_ONLY = pytest.mark.skipif(
    bool(os.environ.get("PENHOLDER_DATABASE_URL")), reason="this is about the embedded database's file"
)


def _backup(environment: Environment) -> Path:
    said = done(environment, "backup")
    found = re.search(r"The backup is in (\S+),", said)
    assert found, said
    return Path(found[1])


def test_a_backup_put_back_is_brought_up_to_what_was_published_since(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    backup = _backup(environment)
    found(environment, "Sedge")
    before = kinds_in(data)

    said = done(environment, "restore", str(backup))

    assert "2 entries were read back" in said
    assert kinds_in(data) == [*before, "log.restored"]
    found(environment, "Rush")
    assert kinds_in(data)[-2:] == ["community.founded", "member.admitted"]


def test_a_backup_on_a_new_machine_goes_on_with_the_key_from_its_sheet(
    environment: Environment, tmp_path: Path
) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    key = done(environment, "key", "show")
    sheet = tmp_path / "typed in"
    sheet.write_text(done(environment, "key", "sheet"))
    backup = tmp_path / "carried"
    shutil.move(_backup(environment), backup)
    shutil.rmtree(data)

    assert "Its public half" in done(environment, "key", "restore", str(sheet))
    done(environment, "restore", str(backup))

    assert done(environment, "key", "show") == key
    assert kinds_in(data) == ["community.founded", "member.admitted"]


def test_the_secret_key_is_in_no_backup(environment: Environment) -> None:
    found(environment, "Marram")
    secret = (Path(environment["PENHOLDER_DATA"]) / "signer/key").read_bytes().strip()
    files = [path for path in _backup(environment).rglob("*") if path.is_file()]

    assert len(files) > 4
    assert all(secret not in path.read_bytes() for path in files)


def test_backups_go_after_thirty_days(environment: Environment) -> None:
    found(environment, "Marram")
    old = _backup(environment)
    about = json.loads((old / "about.json").read_text())
    (old / "about.json").write_text(json.dumps({**about, "made": "2024-01-01T00:00:00+00:00"}))
    old = old.rename(old.with_name("20240101T000000Z"))

    said = done(environment, "backup")

    assert "1 older than thirty days went" in said
    assert not old.exists()


def test_what_is_no_backup_is_refused_and_changes_nothing(environment: Environment, tmp_path: Path) -> None:
    found(environment, "Marram")
    data = Path(environment["PENHOLDER_DATA"])
    before = kinds_in(data)

    said = penholder(environment, "restore", str(tmp_path))

    assert said.returncode == 1
    assert "is not a finished backup" in said.stderr
    assert "penholder restore BACKUP" in penholder(environment, "restore").stderr
    assert kinds_in(data) == before


def test_a_new_key_is_announced_under_the_old_one_and_both_sign(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    (old,) = map(Verifier.parse, done(environment, "key", "show").split())

    done(environment, "key", "rotate")

    both = [Verifier.parse(line) for line in done(environment, "key", "show").split()]
    assert both[0] == old
    assert done(environment, "key", "show", "--data", str(data)).split()[0] == old.vkey()
    assert kinds_in(data)[-1] == "key.rotated"
    note = (data / "log/checkpoint").read_bytes()
    assert {one.verifier for one in open_checkpoint(note, keys=both).log} == set(both)
    assert (data / "log/key").read_text().split() == [key.vkey() for key in both]

    done(environment, "key", "retire", old.vkey())

    assert done(environment, "key", "show").split() == [both[1].vkey()]
    assert kinds_in(data)[-1] == "key.retired"
    open_checkpoint((data / "log/checkpoint").read_bytes(), keys=[both[1]])
    only = penholder(environment, "key", "retire", both[1].vkey())
    assert only.returncode == 1
    assert "This is the only key" in only.stderr


def test_a_backup_of_another_site_is_refused_and_brings_nothing(
    environment: Environment, tmp_path: Path
) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    backup = _backup(environment)
    found(environment, "Sedge")
    before = {path: path.read_bytes() for path in (data / "log").rglob("*") if path.is_file()}
    with _another_key(data, tmp_path):
        ours = (data / "signer/key").read_bytes()
        said = penholder(environment, "restore", str(backup))

        assert said.returncode == 1
        assert "not of this site's record, so nothing was changed" in said.stderr
        assert (data / "signer/key").read_bytes() == ours
    assert {path: path.read_bytes() for path in before} == before
    assert not list((data / "backups").glob("replaced-*"))


@contextmanager
def _another_key(data: Path, aside: Path) -> Iterator[None]:
    """As if this folder were another site's: it has a key and no record yet."""
    for name in ("signer", "log"):
        (data / name).rename(aside / name)
    KeptSigner.at(data / "signer", origin="other.example/record").verifiers()
    yield
    shutil.rmtree(data / "signer")
    shutil.rmtree(data / "log", ignore_errors=True)
    for name in ("signer", "log"):
        (aside / name).rename(data / name)


def test_without_a_key_a_restore_asks_for_the_sheet_and_begins_anew_only_when_told_so(
    environment: Environment, tmp_path: Path
) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    backup = tmp_path / "carried"
    shutil.move(_backup(environment), backup)
    shutil.rmtree(data)

    said = penholder(environment, "restore", str(backup))

    assert said.returncode == 1
    assert "penholder key restore SHEET" in said.stderr
    assert not (data / "signer/key").exists()
    assert not (data / "penholder.sqlite3").exists()
    assert (
        "The log in this backup stays out"
        in penholder(environment, "restore", str(backup), "--accept-database").stderr
    )
    assert kinds_in(data) == ["community.founded", "member.admitted", "database.accepted"]


def test_a_backup_from_before_the_key_was_replaced_is_still_this_records(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    backup = _backup(environment)
    old = done(environment, "key", "show").strip()
    done(environment, "key", "rotate")
    done(environment, "key", "retire", old)

    done(environment, "restore", str(backup))

    assert kinds_in(data)[-3:] == ["key.rotated", "key.retired", "log.restored"]


@EMBEDDED_ONLY
def test_a_damaged_backup_is_refused_and_changes_nothing(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    backup = _backup(environment)
    with (backup / "database.sqlite3").open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 8192)
    before = (data / "penholder.sqlite3").read_bytes()

    said = penholder(environment, "restore", str(backup))

    assert said.returncode == 1
    assert "take another backup" in said.stderr
    assert (data / "penholder.sqlite3").read_bytes() == before
    assert not (data / "penholder.coming").exists()


@EMBEDDED_ONLY
def test_a_damaged_database_is_set_aside_with_the_log_beside_it(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    backup = _backup(environment)
    (data / "penholder.sqlite3").write_bytes(b"no database" * 1000)
    (data / "penholder.sqlite3-wal").write_bytes(b"what was entered last")

    done(environment, "restore", str(backup))

    (aside,) = (data / "backups").glob("replaced-*")
    assert (aside / "penholder.sqlite3").read_bytes().startswith(b"no database")
    assert (aside / "penholder.sqlite3-wal").read_bytes() == b"what was entered last"
    assert kinds_in(data) == ["community.founded", "member.admitted"]


def test_a_full_disk_is_said_in_a_sentence(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    backup = _backup(environment)
    shutil.rmtree(data / "backups" / "replaced", ignore_errors=True)
    kept = backup.rename(data / "kept")
    shutil.rmtree(data / "backups")
    (data / "backups").write_text("a file where a folder should be: nothing can be set aside")

    said = penholder(environment, "restore", str(kept))

    assert said.returncode == 1
    assert "The backup was not put back, or not all of it: " in said.stderr
    assert "Traceback" not in said.stderr


def test_what_is_entered_after_a_restore_is_told_by_kind_and_coordinators_are_let_in_again(
    environment: Environment,
) -> None:
    found(environment, "Marram")
    backup = _backup(environment)
    found(environment, "Sedge")

    said = done(environment, "restore", str(backup))

    assert "Read back were: 1 community.founded, 1 member.admitted." in said
    assert len(re.findall(r"Marram, Ida: http\S+/sign-in/\S+/", said)) == 1
    assert "signed out" not in done(environment, "init", "--community", "Rush", "--coordinator", "Ida")


def test_what_was_there_before_a_restore_is_kept_on_postgresql_too_and_nothing_newer_stays(
    environment: Environment,
) -> None:
    database = environment["PENHOLDER_DATABASE_URL"]
    if not database:
        pytest.skip("the embedded database is one file, which is replaced as a whole")
    found(environment, "Marram")
    backup = _backup(environment)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE newer (entry_id bigint REFERENCES record_entry (id))")

    done(environment, "restore", str(backup))

    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT to_regclass('newer')").fetchone() == (None,)
    (aside,) = Path(environment["PENHOLDER_DATA"]).glob("backups/replaced-*")
    assert (aside / "database.pgdump").stat().st_size


def test_a_stray_folder_among_the_backups_stops_no_start(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    for name in ("replaced-by hand", "20260101T000000Z", ".making-20260101T000000Z"):
        (data / "backups" / name).mkdir(parents=True)
    (data / "backups/20260101T000000Z/about.json").write_text("[]")
    (data / "penholder.coming").write_text("half")

    found(environment, "Marram")

    left = {path.name for path in (data / "backups").iterdir()}
    assert left == {"replaced-by hand", "20260101T000000Z", ".lock"}
    assert not (data / "penholder.coming").exists()


@pytest.mark.parametrize("word", [("init", "--community", "Sedge", "--coordinator", "Ida"), ("backup",)])
def test_nothing_else_runs_while_a_backup_is_put_back(
    environment: Environment, word: tuple[str, ...]
) -> None:
    found(environment, "Marram")
    command = [sys.executable, "-m", "penholder", *word]
    with (Path(environment["PENHOLDER_DATA"]) / "serving.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        waiting = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                waiting.wait(4)
            fcntl.flock(file, fcntl.LOCK_UN)
            assert waiting.wait(60) == 0
        finally:
            waiting.kill()
            waiting.wait()


def test_another_web_server_makes_the_site_ready_and_holds_it(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    found(environment, "Marram")
    serves = "import sys; from penholder.project.wsgi import application; print(flush=True); sys.stdin.read()"
    shutil.rmtree(data / "log")
    with subprocess.Popen(
        [sys.executable, "-c", serves],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        umask=0o022,
    ) as server:
        assert server.stdout is not None
        server.stdout.readline()
        assert kinds_in(data) == ["community.founded", "member.admitted"]
        assert (data / "opening.lock").stat().st_mode & 0o077 == 0
        said = penholder(environment, "restore", "--accept-database")
        assert "The site is running" in said.stderr
        server.communicate()


def test_a_demo_that_is_being_made_is_not_taken_away_by_another(
    environment: Environment, tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    for name in ("demo", "made so far"):
        (folder / name).touch()
    with (folder / "making.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

        said = penholder(environment, "demo", "--data", str(folder))

    assert said.returncode == 1
    assert "is being made just now" in said.stderr
    assert (folder / "made so far").exists()
