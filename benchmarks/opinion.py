"""``python -m benchmarks.opinion [small|large|huge …]``: the opinion map at three sizes, beside red-dwarf on two.

Each run is a process of its own on the same made votes, one after the other; the clock starts with the votes in memory,
as columns in any order for ours and as the filled table it wants for red-dwarf. ``large`` takes red-dwarf minutes and
8 GB; ``huge`` is more than it can hold.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.made_votes import made_votes
from benchmarks.peers import interpreter_with

ROOT = Path(__file__).resolve().parents[1]
PEER = Path(__file__).with_name("opinion_peer.py")


@dataclass(frozen=True, slots=True)
class Size:
    """A conversation, and what is asked of us on it."""

    people: int
    statements: int
    votes: int
    peer: bool = True
    faster: int = 0
    smaller: int = 0
    tested_within: int = 0

    @property
    def told(self) -> str:
        return f"{self.people:,} × {self.statements:,} × {self.votes:,}"


SIZES = {
    "small": Size(10_000, 300, 1_000_000, faster=20),
    "large": Size(100_000, 1_000, 10_000_000, faster=150, smaller=8, tested_within=20),
    "huge": Size(1_000_000, 2_000, 100_000_000, peer=False),
}


def lines(*names: str) -> tuple[str, ...]:
    """The section of docs/performance-listening.md; ``names`` are those of the sizes, all without any."""
    sizes = [SIZES[name] for name in names or SIZES]
    with tempfile.TemporaryDirectory() as made:
        rows = [row for size in sizes for row in _rows(size, Path(made) / "votes.npz")]
    return (
        "| people × statements × votes | what | figure | asked |",
        "|---|---|---|---|",
        *rows,
        "",
        "Votes are made, four groups, log-normal numbers of votes. Times start with the votes in memory: columns in any order for ours, the",
        "filled table for red-dwarf 0.4.0. Both give components, positions and groups; peaks are of the whole process. The update is a",
        "thousandth more votes, merged and drawn again: with components as near as the figure below it says, and once more to nine digits",
        "of every position. An earlier verdict stands with so few, so that an update costs as much with the tests as without.",
    )


def _rows(size: Size, path: Path) -> list[str]:
    _say(f"making {size.told} …")
    _write(size, path)
    ours, build = _ours(path, "map"), _ours(path, "build")
    rows = [
        _row(size, "our time; peak memory", f"{ours['seconds']:.2f} s; {ours['megabytes']:,.0f} MB", ""),
        _row(
            size, "÷ one pass of building scipy's matrix", f"{ours['seconds'] / build['seconds']:.1f}", "15"
        ),
        _row(size, "after 0.1 % new votes, of that time", f"{ours['update'] / ours['seconds']:.2f}", "0.33"),
        _row(size, "1 − cosine from components found afresh", f"{ours['off']:.0e}", "1e-09"),
        _row(
            size,
            "the same to nine digits of every position, of that time",
            f"{ours['exact_update'] / ours['seconds']:.2f}",
            "",
        ),
        _row(size, "furthest position then from one drawn afresh", f"{ours['exact_off']:.0e}", "1e-09"),
    ]
    if size.peer:
        tested, peer = _ours(path, "tested"), _peer(path)
        ratio, memory = peer["seconds"] / ours["seconds"], peer["megabytes"] / ours["megabytes"]
        rows += [
            _row(size, f"red-dwarf ({peer['seconds']:.1f} s) ÷ ours", f"{ratio:.0f}", f"≥ {size.faster}"),
            _row(
                size,
                f"its memory ({peer['megabytes']:,.0f} MB) ÷ ours",
                f"{memory:.1f}",
                f"≥ {size.smaller}" if size.smaller else "",
            ),
            _row(
                size,
                f"with chance and stability (on {tested['tested_on']:,.0f} people) ÷ without",
                f"{tested['seconds'] / ours['seconds']:.1f}",
                f"{size.tested_within}" if size.tested_within else "",
            ),
            _row(
                size,
                "after 0.1 % new votes, of the time with chance and stability",
                f"{ours['update'] / tested['seconds']:.2f}",
                "0.33",
            ),
        ]
    return rows


def _row(size: Size, what: str, figure: str, asked: str) -> str:
    return f"| {size.told} | {what} | {figure} | {asked} |"


def _write(size: Size, path: Path) -> None:
    votes = made_votes(size.people, size.statements, size.votes, seed=1).votes
    order = np.random.default_rng(1).permutation(len(votes))
    person, statement, value = (column[order] for column in (votes.person, votes.statement, votes.value))
    np.savez(
        path,
        person=person,
        statement=statement,
        value=value,
        people=np.array(size.people),
        statements=np.array(size.statements),
    )


def _ours(path: Path, what: str) -> dict[str, float]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    return _said([sys.executable, "-m", "benchmarks.opinion_ours", str(path), what], environment)


def _peer(path: Path) -> dict[str, float]:
    return _said([str(interpreter_with("opinion")), str(PEER), str(path)], dict(os.environ))


def _said(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment, cwd=ROOT)
    figures: dict[str, float] = json.loads(said.stdout)
    _say(f"{command[-2:]}: {figures}")
    return figures


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    print("\n".join(lines(*sys.argv[1:])))
