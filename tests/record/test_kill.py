"""A process killed between the row and its entry, or after both and before the commit, leaves neither."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.site import ROOT, Tables

FOUND = """
import os, signal, sys
import django
django.setup()
from penholder.accounts import actions
from penholder.accounts.models import Community
from penholder.record.events import GUEST
from penholder.record.models import Entry

append = actions.append

def die(*, before):
    def append_and_die(event, *, by):
        if not before:
            append(event, by=by)
        assert Community.objects.filter(slug="marram").exists(), "the row is written when the process dies"
        print("dying", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    return append_and_die

when = sys.argv[1]
if when == "count":
    print(Community.objects.count(), Entry.objects.count())
    sys.exit()
if when != "never":
    actions.append = die(before=when == "before")
actions.found_community(name="Marram", about="", contact="", by=GUEST)
"""


@pytest.fixture
def environment(tmp_path: Path, tables: Tables) -> Iterator[dict[str, str]]:
    with tables.copied(tmp_path) as database:
        yield {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "PENHOLDER_DATA": str(tmp_path),
            "PENHOLDER_DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "penholder.project.settings",
        }


def _run(when: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", FOUND, when], env=environment, capture_output=True, text=True, check=False
    )


def _counts(environment: dict[str, str]) -> str:
    return _run("count", environment).stdout.strip()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_killed_around_the_entry_leaves_neither_row_nor_entry(
    when: str, environment: dict[str, str]
) -> None:
    killed = _run(when, environment)

    assert killed.stdout.strip() == "dying", killed.stderr
    assert killed.returncode == -9
    assert _counts(environment) == "0 0"


def test_the_same_process_not_killed_leaves_both(environment: dict[str, str]) -> None:
    assert _run("never", environment).returncode == 0
    assert _counts(environment) == "1 1"


def test_the_log_goes_on_after_a_kill_without_a_gap(environment: dict[str, str]) -> None:
    _run("before", environment)
    _run("after", environment)

    assert _run("never", environment).returncode == 0
    assert _counts(environment) == "1 1"
