"""Backups and keys from the shell: what a group with nobody for computers has to get right on a bad day."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from penholder.pure.ledger.bundle import read_entries
from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint
from penholder.pure.ledger.keys import Verifier
from tests.journeys.site import ROOT, empty_database
from tests.servers.postgres import newest_tools

Environment = dict[str, str]


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[Environment]:
    with empty_database() as database:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PENHOLDER", "DJANGO"))
        }
        yield {
            **kept,
            "PATH": f"{newest_tools()}{kept['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "PENHOLDER_DATA": str(tmp_path / "data"),
            "PENHOLDER_DATABASE_URL": database,
        }


def _penholder(environment: Environment, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "penholder", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def _done(environment: Environment, *words: str) -> str:
    said = _penholder(environment, *words)
    assert said.returncode == 0, said.stderr
    return said.stdout


def _found(environment: Environment, name: str) -> None:
    _done(environment, "init", "--community", name, "--coordinator", "Ida")


def _kinds(data: Path) -> list[str]:
    """The kinds of all published entries; there are fewer than a bundle of them."""
    size = _checkpoint(data).size
    return [
        json.loads(entry)["type"]
        for entry in read_entries((data / f"log/tile/entries/000.p/{size}").read_bytes())
    ]


def _checkpoint(data: Path) -> Checkpoint:
    return Checkpoint.parse((data / "log/checkpoint").read_text().partition("\n\n")[0] + "\n")


def _backup(environment: Environment) -> Path:
    said = _done(environment, "backup")
    found = re.search(r"The backup is in (\S+),", said)
    assert found, said
    return Path(found[1])


def test_a_backup_put_back_is_brought_up_to_what_was_published_since(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    _found(environment, "Marram")
    backup = _backup(environment)
    _found(environment, "Sedge")
    before = _kinds(data)

    said = _done(environment, "restore", str(backup))

    assert "2 entries were read back" in said
    assert _kinds(data) == [*before, "log.restored"]
    _found(environment, "Rush")
    assert _kinds(data)[-2:] == ["community.founded", "member.admitted"]


def test_a_backup_on_a_new_machine_goes_on_with_the_key_from_its_sheet(
    environment: Environment, tmp_path: Path
) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    _found(environment, "Marram")
    key = _done(environment, "key", "show")
    sheet = tmp_path / "typed in"
    sheet.write_text(_done(environment, "key", "sheet"))
    backup = tmp_path / "carried"
    shutil.move(_backup(environment), backup)
    shutil.rmtree(data)

    assert "Its public half" in _done(environment, "key", "restore", str(sheet))
    _done(environment, "restore", str(backup))

    assert _done(environment, "key", "show") == key
    assert _kinds(data) == ["community.founded", "member.admitted"]


def test_the_secret_key_is_in_no_backup(environment: Environment) -> None:
    _found(environment, "Marram")
    secret = (Path(environment["PENHOLDER_DATA"]) / "signer/key").read_bytes().strip()
    files = [path for path in _backup(environment).rglob("*") if path.is_file()]

    assert len(files) > 4
    assert all(secret not in path.read_bytes() for path in files)


def test_backups_go_after_thirty_days(environment: Environment) -> None:
    _found(environment, "Marram")
    old = _backup(environment)
    about = json.loads((old / "about.json").read_text())
    (old / "about.json").write_text(json.dumps({**about, "made": "2024-01-01T00:00:00+00:00"}))
    old = old.rename(old.with_name("20240101T000000Z"))

    said = _done(environment, "backup")

    assert "1 older than thirty days went" in said
    assert not old.exists()


def test_what_is_no_backup_is_refused_and_changes_nothing(environment: Environment, tmp_path: Path) -> None:
    _found(environment, "Marram")
    data = Path(environment["PENHOLDER_DATA"])
    before = _kinds(data)

    said = _penholder(environment, "restore", str(tmp_path))

    assert said.returncode == 1
    assert "is not a finished backup" in said.stderr
    assert "penholder restore BACKUP" in _penholder(environment, "restore").stderr
    assert _kinds(data) == before


def test_a_new_key_is_announced_under_the_old_one_and_both_sign(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    _found(environment, "Marram")
    (old,) = map(Verifier.parse, _done(environment, "key", "show").split())

    _done(environment, "key", "rotate")

    both = [Verifier.parse(line) for line in _done(environment, "key", "show").split()]
    assert both[0] == old
    assert _done(environment, "key", "show", "--data", str(data)).split()[0] == old.vkey()
    assert _kinds(data)[-1] == "key.rotated"
    note = (data / "log/checkpoint").read_bytes()
    assert {one.verifier for one in open_checkpoint(note, keys=both).log} == set(both)
    assert (data / "log/key").read_text().split() == [key.vkey() for key in both]

    _done(environment, "key", "retire", old.vkey())

    assert _done(environment, "key", "show").split() == [both[1].vkey()]
    assert _kinds(data)[-1] == "key.retired"
    open_checkpoint((data / "log/checkpoint").read_bytes(), keys=[both[1]])
    only = _penholder(environment, "key", "retire", both[1].vkey())
    assert only.returncode == 1
    assert "This is the only key" in only.stderr
