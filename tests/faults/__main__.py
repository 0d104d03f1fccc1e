"""``python -m tests.faults``: the whole trial, part after part, and a table of what came of it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TMPFS = "96m"  # room for what a hundred rounds leave: every partial tile stays until it is full


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--kills", type=int, default=1000, help="kill -9 at chance, at named points, before any step"
    )
    parser.add_argument("--full", type=int, default=100, help="full disks; needs leave to mount a small one")
    parser.add_argument("--database-kills", type=int, default=100, help="PostgreSQL killed under a worker")
    parser.add_argument("--restores", type=int, default=100, help="older backups of the database put back")
    parser.add_argument("--pairs", type=int, default=50, help="two publishers at once")
    asked = parser.parse_args()
    reports = [
        run(kind, rounds, asked.seed)
        for kind, rounds in (
            ("kills", asked.kills),
            ("full", asked.full),
            ("database_kills", asked.database_kills),
            ("restores", asked.restores),
            ("pairs", asked.pairs),
        )
        if rounds
    ]
    broken = [promise for report in reports for promise in (*report["broken promises"], *report["held"])]
    for promise in broken:
        print(promise)
    return 1 if broken else 0


def run(kind: str, rounds: int, seed: int, *, database: str = "") -> dict[str, Any]:
    """One part in a process of its own, on the embedded database or the one named; its report, printed too."""
    with _folder(kind) as folder:
        command = (sys.executable, "-m", "tests.faults.part", kind)
        words = ("--data", str(folder / "data"), "--rounds", str(rounds), "--seed", str(seed))
        environment = {**os.environ, "PENHOLDER_DATABASE_URL": database}
        done = subprocess.run(
            [*command, *words], env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        sys.stderr.write(done.stderr[-8000:])
        raise SystemExit(f"The part “{kind}” broke off with seed {seed}.")
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(report, indent=1), flush=True)
    return report


def can_fill_a_disk() -> bool:
    """Whether this machine lets us mount a small disk of our own to fill."""
    with tempfile.TemporaryDirectory() as folder:
        mounted = _mount(Path(folder))
        if mounted:
            subprocess.run(["umount", folder], check=True)
        return mounted


@contextmanager
def _folder(kind: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="penholder-faults-"))
    small = kind == "full"
    if small and not _mount(folder):
        raise SystemExit("A full disk needs leave to mount one (root). Leave it out with --full 0.")
    try:
        yield folder
    finally:
        if small:
            subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(folder, ignore_errors=True)


def _mount(folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={TMPFS}", "none", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    sys.exit(main())
