"""Words said to Penholder in a shell, each in a process of its own, on a site of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from penholder.pure.ledger.bundle import read_entries
from penholder.pure.ledger.checkpoint import Checkpoint
from tests.journeys.site import ROOT
from tests.servers.postgres import newest_tools

Environment = dict[str, str]


def environment_of(data: Path, database: str) -> Environment:
    """What a shell hands over: nothing of Penholder's own but where this site is kept."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PENHOLDER", "DJANGO"))}
    return {
        **kept,
        "PATH": f"{newest_tools()}{kept['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "PENHOLDER_DATA": str(data),
        "PENHOLDER_DATABASE_URL": database,
    }


def penholder(environment: Environment, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "penholder", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def done(environment: Environment, *words: str) -> str:
    """What it printed; it must have gone well."""
    said = penholder(environment, *words)
    assert said.returncode == 0, said.stderr
    return said.stdout


def found(environment: Environment, name: str) -> None:
    done(environment, "init", "--community", name, "--coordinator", "Ida")


def checkpoint_in(data: Path) -> Checkpoint:
    return Checkpoint.parse((data / "log/checkpoint").read_text().partition("\n\n")[0] + "\n")


def kinds_in(data: Path) -> list[str]:
    """The kinds of all published entries; there are fewer than a bundle of them."""
    bundle = data / f"log/tile/entries/000.p/{checkpoint_in(data).size}"
    return [json.loads(entry)["type"] for entry in read_entries(bundle.read_bytes())]
