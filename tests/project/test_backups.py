"""Backups: whole whenever they are made, put back whole whatever happens, and taken away in time and not before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from penholder.project.backups import backups_in, forget_old, sweep_half_made
from penholder.record import clock
from tests.journeys.site import ROOT, Tables
from tests.project.restores import AFTER, BEFORE
from tests.servers.postgres import newest_tools

EMBEDDED = not os.environ.get("PENHOLDER_DATABASE_URL")
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def _played(case: str, folder: Path, tables: Tables) -> dict[str, Any]:
    with tables.copied(folder / "data") as database:
        done = subprocess.run(
            [sys.executable, "-m", "tests.project.restores", case, str(folder / "data")],
            env={
                **os.environ,
                "PATH": f"{newest_tools()}{os.environ['PATH']}",
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
                "PENHOLDER_DATABASE_URL": database,
            },
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-4000:]
    came_of_it: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return came_of_it


def test_a_restore_that_is_killed_before_any_step_leaves_a_whole_database(
    tmp_path: Path, tables: Tables
) -> None:
    starts = _played("killed_at_every_step", tmp_path, tables)["starts"]

    assert len(starts) > (15 if EMBEDDED else 2)
    assert [start for start in starts if start["held"] or not start["whole"]] == []
    assert {start["responses"] for start in starts} <= {BEFORE, AFTER}
    assert starts[-1]["responses"] == BEFORE
    if EMBEDDED:
        assert starts[0]["responses"] == AFTER
        # Wherever the newer database has given way, it is whole among the backups.
        assert all(AFTER in start["aside"] for start in starts if start["responses"] == BEFORE)


def test_a_backup_is_whole_though_the_site_goes_on_meanwhile(tmp_path: Path, tables: Tables) -> None:
    assert _played("grown_meanwhile", tmp_path, tables) == {
        "partial gone": True,
        "size": 250,
        "root": True,
        "entries": 250,
    }


def test_what_was_erased_and_not_yet_published_is_erased_after_a_restore(
    tmp_path: Path, tables: Tables
) -> None:
    assert _played("erased_and_not_sealed", tmp_path, tables) == {"left": 0}


def test_after_a_restore_no_number_is_given_twice_and_nothing_ended_lives_on(
    tmp_path: Path, tables: Tables
) -> None:
    came_of_it = _played("numbers", tmp_path, tables)

    assert came_of_it["given"] == [2, 3]
    assert came_of_it["again"] == [4, 5]
    assert "2 response.received" in came_of_it["kinds"]
    assert came_of_it["unsent"] == came_of_it["sessions"] == 0


def _made(folder: Path, *, days: int) -> Path:
    at = NOW - timedelta(days=days)
    path = folder / f"{at:%Y%m%dT%H%M%SZ}"
    path.mkdir()
    (path / "about.json").write_text(json.dumps({"made": at.isoformat(), "entries": 1, "origin": ""}))
    return path


def test_what_is_older_than_thirty_days_goes_and_what_cant_be_read_is_passed_over(tmp_path: Path) -> None:
    old, new, damaged = (_made(tmp_path, days=days) for days in (31, 1, 2))
    (damaged / "about.json").write_text("{")
    for name in ("replaced-anything", "replaced-20260101T000000Z", "notes"):
        (tmp_path / name).mkdir()

    with clock.at(NOW):
        assert forget_old(tmp_path, say=pytest.fail) == 2

    assert [backup.folder for backup in backups_in(tmp_path)] == [new]
    assert not old.exists()
    assert {path.name for path in tmp_path.iterdir()} == {
        new.name,
        damaged.name,
        "replaced-anything",
        "notes",
    }


def test_a_clock_that_runs_ahead_takes_no_backup_away(tmp_path: Path) -> None:
    kept = [_made(tmp_path, days=days) for days in (3, 2, 1)]
    said: list[str] = []

    with clock.at(NOW + timedelta(days=40)):
        assert forget_old(tmp_path, say=said.append) == 0

    assert all(path.exists() for path in kept)
    assert "Is the clock right?" in said[0]


def test_what_a_killed_backup_left_is_swept_and_one_in_the_making_is_not(tmp_path: Path) -> None:
    making = tmp_path / ".making-20260301T000000Z"
    making.mkdir()
    hold = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path / ".lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        sweep_half_made(tmp_path)
        assert making.exists()
        other.communicate()

    sweep_half_made(tmp_path)

    assert not making.exists()
