"""What could not be sealed is sealed in the background, without anybody doing anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.journeys.site import ROOT, Tables

IN_A_PROCESS = """
import threading, time
import django
django.setup()
from penholder.record import catching_up, signing, store
from penholder.record.actions import recover, seal
from tests.factories.record import fill_log

catching_up._catching_up = catching_up.CatchingUp(first_pause=0.05)

recover()
fill_log(3)
seal()
folder = signing.here()
tiles = folder.log / "tile"
aside = tiles.rename(folder.log / "aside")
tiles.write_text("nothing can be written below a file")
fill_log(5)
for _ in range(9):
    catching_up.catch_up_later()
print("threads", [thread.name for thread in threading.enumerate()].count("catching up"))
time.sleep(0.2)
print("published", store.published_size(folder))
tiles.unlink()
aside.rename(tiles)
until = time.monotonic() + 60
while store.published_size(folder) < 5 and time.monotonic() < until:
    time.sleep(0.02)
print("published", store.published_size(folder))
"""


def test_what_a_full_disk_held_up_is_sealed_when_there_is_room_again(tmp_path: Path, tables: Tables) -> None:
    with tables.copied(tmp_path / "data") as database:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PENHOLDER")}
        environment = {
            **kept,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "penholder.project.settings",
            "PENHOLDER_DATA": str(tmp_path / "data"),
            "PENHOLDER_DATABASE_URL": database,
        }
        said = subprocess.run(
            [sys.executable, "-c", IN_A_PROCESS],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    assert said.returncode == 0, said.stderr
    lines = [line for line in said.stdout.splitlines() if not line.startswith("threads")]
    assert lines == ["published 3", "published 5"]
    assert "threads 1" in said.stdout
