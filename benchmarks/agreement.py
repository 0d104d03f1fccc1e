"""``python -m benchmarks.agreement [UNITS]``: alpha of 100,000 units and 5 readers, beside the package krippendorff.

The same table in memory, numbers with NaN for what is missing, in the same run, in turn. What counts is the median of
the rounds' ratios, and that both say the same. Time is the processor's, so that what else runs does not count.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers import interpreter_with
from penholder.pure.reading.agreement.alpha import RESAMPLES, agreement
from penholder.pure.reading.agreement.ratings import Level, ratings_in

ROOT = Path(__file__).resolve().parents[1]
UNITS = 100_000
READERS = 5
ROUNDS = 3
TIMES = 5
VALUES = (2, 5, 10, 20, 30, 60)


@dataclass(frozen=True, slots=True)
class Peer:
    """What the peer said, and what it took."""

    alpha: float
    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Round:
    """Our seconds and alpha, and the peer's."""

    seconds: float
    alpha: float
    peer: Peer


def lines(units: int = UNITS) -> tuple[str, ...]:
    """The section of docs/performance.md."""
    rows = [
        _row(values, level, _rounds(made_table(units, values), level)) for values in VALUES for level in Level
    ]
    begun = time.perf_counter()
    agreement(ratings_in(made_table(2_000, 5), level=Level.NOMINAL))
    interval = time.perf_counter() - begun
    return (
        f"Krippendorff's alpha of {units:,} units and {READERS} readers, a tenth of the ratings missing; seconds of the processor, medians of {ROUNDS} rounds in turn:",
        "",
        "| values | level | ours | krippendorff 0.9.0 | ratio | apart | its memory |",
        "|---|---|---|---|---|---|---|",
        *rows,
        "",
        "The peer looks at every pair of values for every unit, so the ratio grows with how many there are.",
        "Sixty are the themes of a long codebook: there it takes its six or seven seconds.",
        "Of our time with few values, most is to look once at every number of the table.",
        f"An interval of {RESAMPLES:,} resamples over 2,000 of the units takes {interval:.2f} s.",
        "",
    )


def _rounds(table: NDArray[np.float64], level: Level) -> list[Round]:
    found: list[Round] = []
    for _ in range(ROUNDS):
        peer = _peer(table, level)
        took: list[float] = []
        for _ in range(TIMES):
            begun = time.process_time()
            alpha = agreement(ratings_in(table, level=level), seed=None).alpha
            took.append(time.process_time() - begun)
        found.append(Round(min(took), alpha or 0.0, peer))
    print(f"{level}: {found}", file=sys.stderr, flush=True)
    return found


def made_table(units: int, values: int) -> NDArray[np.float64]:
    """Readers who see the true value seven times in ten and else anything, and leave a tenth out."""
    rng = np.random.default_rng(1)
    truth = rng.integers(1, values + 1, units)
    shape = (READERS, units)
    table = np.where(rng.random(shape) < 0.7, truth, rng.integers(1, values + 1, shape)).astype(np.float64)
    table[rng.random(shape) < 0.1] = np.nan
    return table


def _row(values: int, level: Level, rounds: list[Round]) -> str:
    ours = statistics.median(one.seconds for one in rounds)
    theirs = statistics.median(one.peer.seconds for one in rounds)
    ratio = statistics.median(one.peer.seconds / one.seconds for one in rounds)
    apart = max(abs(one.alpha - one.peer.alpha) for one in rounds)
    most = max(one.peer.megabytes for one in rounds)
    return (
        f"| {values} | {level} | {ours * 1000:.1f} ms | {theirs * 1000:,.0f} ms | {ratio:.0f} "
        f"| {apart:.0e} | {most:,.0f} MB |"
    )


def _peer(table: NDArray[np.float64], level: Level) -> Peer:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.npy"
        np.save(path, table)
        script = str(Path(__file__).with_name("agreement_peer.py"))
        command = [str(interpreter_with("agreement")), script, str(path), level.value]
        said = subprocess.run(command, check=True, capture_output=True)
    return Peer(**json.loads(said.stdout))


if __name__ == "__main__":
    print("\n".join(lines(int(sys.argv[1]) if len(sys.argv) > 1 else UNITS)))
