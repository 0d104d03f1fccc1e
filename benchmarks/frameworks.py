"""``python -m benchmarks.frameworks``: reading and writing CASE beside bare ``json.loads`` and ``json.dumps``.

On a real release of ESCO, where the folder of real material is beside the checkout, and on a made framework of 15,000
statements. Each is measured in turn in one run, of processor time, the best of several rounds; ratios count. Memory is
measured in a process of its own: what the tree and its report needed at the most, beside the file.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.made_framework import SIZE, made_framework
from benchmarks.peak import peak_megabytes
from penholder.pure.formats.case.out import write_case
from penholder.pure.formats.case.reading import read_case

ROOT = Path(__file__).resolve().parents[1]
RELEASE = "data/frameworks/releases/esco120-occupations.case.json.gz"
ROUNDS = 9
STAMP = "2026-01-01T00:00:00Z"
READ_AT_MOST, WRITE_AT_MOST, MEMORY_AT_MOST = 3.0, 3.0, 6.0
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """One package: how often the bare thing each took, and how much memory the file times."""

    name: str
    statements: int
    megabytes: float
    loads: float
    read: float
    dumps: float
    strict: float
    compat: float
    memory: float


def lines() -> tuple[str, ...]:
    """The section of the page of figures, as Markdown."""
    measured = [measure(name, data) for name, data in packages()]
    rows = [
        f"| {one.name} | {one.statements:,} | {one.megabytes:.1f} | {one.loads * 1000:.0f} ms | {one.read:.1f} "
        f"| {one.dumps * 1000:.0f} ms | {one.strict:.1f} | {one.compat:.1f} | {one.memory:.1f} |"
        for one in measured
    ]
    return (
        (
            "CASE in and out, of processor time, in one run, the best of "
            f"{ROUNDS} rounds in turn. Budgets: reading {READ_AT_MOST:.0f}×, writing {WRITE_AT_MOST:.0f}×, "
            f"memory {MEMORY_AT_MOST:.0f}× the file."
        ),
        "",
        (
            "| package | statements | MB | json.loads | read ÷ loads | json.dumps | strict ÷ dumps | compat ÷ dumps "
            "| memory ÷ file |"
        ),
        "|---|---|---|---|---|---|---|---|---|",
        *rows,
        "",
        (
            "Not measured by us: OpenCASE was seen to import 14,579 statements with 26,644 associations (21.9 MB) in 0.73 s "
            "and to export them in 0.66 s, with 522 MB held; COMPEITO to import them in 11.3 s with 262 MB. One run each, on "
            "another day; an order of magnitude, no more."
        ),
    )


def packages() -> list[tuple[str, bytes]]:
    """The release, where there is one, and the made framework."""
    release = Path(os.environ.get("PENHOLDER_SHARED", ROOT.parent / "shared")) / RELEASE
    found = [("ESCO 1.2.0 occupations", gzip.decompress(release.read_bytes()))] if release.is_file() else []
    return [*found, (f"made, {SIZE:,} statements", made_framework())]


def measure(name: str, data: bytes) -> Measured:
    """The best of several rounds, each of which runs everything once."""
    package = json.loads(data)
    tree, _ = read_case(data)
    ways: dict[str, Callable[[], object]] = {
        "loads": lambda: json.loads(data),
        "read": lambda: read_case(data),
        "dumps": lambda: json.dumps(package),
        "strict": lambda: write_case(tree, "strict", stamp=STAMP),
        "compat": lambda: write_case(tree, "compat"),
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for way, run in ways.items():
            best[way] = min(best[way], _processor_time(run))
    return Measured(
        name=name,
        statements=len(tree.statements),
        megabytes=len(data) / MEGABYTE,
        loads=best["loads"],
        read=best["read"] / best["loads"],
        dumps=best["dumps"],
        strict=best["strict"] / best["dumps"],
        compat=best["compat"] / best["dumps"],
        memory=memory_of_reading(data),
    )


def memory_of_reading(data: bytes) -> float:
    """How many times the file a process grows by reading it, at the most; the file itself is there before."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.json"
        path.write_bytes(data)
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        command = [sys.executable, "-m", "benchmarks.frameworks", str(path)]
        told = subprocess.run(
            command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        )
    return float(told.stdout) * MEGABYTE / len(data)


def _processor_time(run: Callable[[], object]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


def _grown(path: Path) -> float:
    data = path.read_bytes()
    before = peak_megabytes()
    tree, report = read_case(data)
    grown = peak_megabytes() - before
    if len(tree.statements) != report.kept:
        raise ValueError("a statement was lost")
    return grown


if __name__ == "__main__":
    print(_grown(Path(sys.argv[1])) if sys.argv[1:] else "\n".join(lines()))
