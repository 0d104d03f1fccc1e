"""Everything in the data folder is its owner's alone, whatever the machine's habits are."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

from tests.journeys.site import ROOT


def test_init_makes_a_folder_and_files_that_nobody_else_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PENHOLDER_DATABASE_URL": ""}
    words = ["init", "--community", "Marram", "--coordinator", "Ida", "--data", str(folder)]
    subprocess.run(
        [sys.executable, "-m", "penholder", *words],
        env=environment,
        capture_output=True,
        check=True,
        umask=0o022,
    )
    kept = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert {"kept", "secret", "signer", "log", "penholder.sqlite3"} <= kept.keys()
    assert {name: oct(mode) for name, mode in kept.items() if mode & 0o077} == {}
