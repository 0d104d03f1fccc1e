"""``python -m benchmarks.record [ENTRIES]``: the record at scale, beside sha256sum, bare inserts and pymerkle.

Ratios count, and what is counted and not timed. ``python -m benchmarks`` puts the section into docs/performance.md.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.made_log import SIGNER, put_log
from benchmarks.peers import interpreter_with
from penholder.pure.ledger import merkle
from penholder.pure.ledger.checkpoint import open_checkpoint
from penholder.pure.ledger.merkle import leaf_hash, verify_inclusion
from penholder.pure.ledger.tiles import (
    BUNDLES,
    WIDTH,
    Edge,
    Tile,
    TiledTree,
    bundle_up,
    grow,
    root_of_edge,
    tiles_of,
)

ROOT = Path(__file__).resolve().parents[1]
ENTRIES = 1_000_000
ROUNDS = 3
RECEIPTS = 2_000
APPENDS = 200
PEER_SIZES = (10_000, 100_000)
PEER_PROOFS = 500
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Receipts:
    """The most and the mean of what a receipt needs."""

    tiles_most: int
    tiles_mean: float
    hashes_most: int
    hashes_mean: float


@dataclass(frozen=True, slots=True)
class Audits:
    """Seconds, medians: a full audit, the one after it, sha256sum over the same files, and one signature."""

    full: float
    again: float
    sha256sum: float
    signature: float


def section(size: int = ENTRIES) -> str:
    """Measure everything, and write it down."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "log"
        print(f"a log of {size:,} entries …", flush=True)
        put_log(folder, size)
        print("receipts …", flush=True)
        receipts = _receipts(folder, size)
        print("audits …", flush=True)
        audits = _audits(folder, Path(made) / "state.json")
        weights = _weights(folder, size)
    print("appends …", flush=True)
    appends = _appends()
    print("pymerkle …", flush=True)
    peers = {count: (_ours_like_pymerkle(count), _pymerkle(count)) for count in PEER_SIZES}
    lines = (
        *_told_of_log(size, receipts, audits, weights),
        *_told_of_appends(appends),
        *_told_of_peer(peers),
    )
    return "\n".join(lines) + "\n"


# Receipts: counted, not timed


def _receipts(folder: Path, size: int) -> Receipts:
    """Those of many random entries, and of the first and last ones of entries, tiles and subtrees."""
    edges = {
        0,
        1,
        255,
        256,
        65_535,
        65_536,
        size // 2 - 1,
        size // 2,
        size - 257,
        size - 256,
        size - 2,
        size - 1,
    }
    edges |= {(size >> shift << shift) + step for shift in range(20) for step in (-1, 0)}
    drawn = random.Random(size).sample(range(size), min(size, RECEIPTS))  # noqa: S311  only a choice
    counts = [_counted(folder, index, size) for index in sorted({*drawn, *edges}) if 0 <= index < size]
    tiles, hashes = zip(*counts, strict=True)
    return Receipts(max(tiles), statistics.mean(tiles), max(hashes), statistics.mean(hashes))


def _counted(folder: Path, index: int, size: int) -> tuple[int, int]:
    read: list[Tile] = []

    def read_and_count(tile: Tile) -> bytes:
        read.append(tile)
        return (folder / tile.path).read_bytes()

    with _hashes_counted() as hashes:
        TiledTree(size, read_and_count).inclusion(index)
    return len(read), hashes[0]


@contextmanager
def _hashes_counted() -> Iterator[list[int]]:
    hashes = [0]

    def counting(raw: bytes) -> Any:
        hashes[0] += 1
        return sha256(raw)

    merkle.sha256 = counting  # type: ignore[assignment]  the one place where nodes are hashed
    try:
        yield hashes
    finally:
        merkle.sha256 = sha256


# Audits


def _audits(folder: Path, state: Path) -> Audits:
    """The command as people run it, from start to end, and sha256sum over the very same files, in turn."""
    names = b"\0".join(str(path).encode() for path in sorted(folder.rglob("*")) if path.is_file())
    audit = [
        *(sys.executable, "-m", "penholder", "audit", str(folder), "--state", str(state)),
        *("--key", SIGNER.verifier.vkey()),
    ]
    rows: list[tuple[float, float, float]] = []
    _run(["xargs", "-0", "sha256sum"], names)  # once before, so that both find the files in memory
    for _ in range(ROUNDS):
        state.unlink(missing_ok=True)
        peer, full = _seconds(["xargs", "-0", "sha256sum"], names), _seconds(audit)
        rows.append((full, _seconds(audit), peer))
    full, again, peer = (statistics.median(column) for column in zip(*rows, strict=True))
    return Audits(full, again, peer, _signature(folder))


def _seconds(command: list[str], given: bytes = b"") -> float:
    begun = time.perf_counter()
    _run(command, given)
    return time.perf_counter() - begun


def _run(command: list[str], given: bytes = b"") -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run(command, input=given, env=environment, capture_output=True, check=True)


def _signature(folder: Path) -> float:
    note = (folder / "checkpoint").read_bytes()
    return _microseconds(lambda _: open_checkpoint(note, keys=[SIGNER.verifier]), range(200)) / 1e6


def _weights(folder: Path, size: int) -> tuple[int, int]:
    """How many bytes the tiles of hashes have together, and the bundles."""
    tiles = list(tiles_of(size))
    hashes = sum((folder / tile.path).stat().st_size for tile in tiles if tile.level != BUNDLES)
    return hashes, sum((folder / tile.path).stat().st_size for tile in tiles if tile.level == BUNDLES)


# Appends


def _appends() -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.append", str(APPENDS)]
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PENHOLDER_DATA": data}
        environment.pop("PENHOLDER_DATABASE_URL", None)  # SQLite, as it comes
        said = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True)
    rates: dict[str, float] = json.loads(said.stdout)
    return rates


# pymerkle, in memory


def _ours_like_pymerkle(size: int) -> dict[str, float]:
    """The same in memory: each append makes the tiles and the bundle it ends in, as a seal would."""
    files: dict[tuple[int, int], bytes] = {}
    edge: Edge = ()
    entries = [number.to_bytes(300, "big") for number in range(size)]

    def append(number: int) -> None:
        nonlocal edge
        tiles, edge = grow(edge, [leaf_hash(entries[number])])
        bundles = bundle_up(number, entries[number - number % WIDTH : number], [entries[number]])
        files.update({(tile.level, tile.number): data for tile, data in (*tiles, *bundles)})

    appended = _microseconds(append, range(size))
    root = root_of_edge(edge)
    indexes = random.Random(1).sample(range(size), PEER_PROOFS)  # noqa: S311  only a choice
    proofs: list[tuple[bytes, ...]] = []

    def prove(index: int) -> None:
        proofs.append(TiledTree(size, lambda tile: files[tile.level, tile.number]).inclusion(index))

    def check(pair: tuple[int, tuple[bytes, ...]]) -> None:
        verify_inclusion(leaf_hash(entries[pair[0]]), pair[0], size, pair[1], root)

    proved = _microseconds(prove, indexes)
    checked = _microseconds(check, list(zip(indexes, proofs, strict=True)))
    return {"append": appended, "proof": proved, "verify": checked}


def _pymerkle(size: int) -> dict[str, float]:
    """It is GPL: an environment of its own, a script of its own, and nothing of it in our process."""
    command = [
        str(interpreter_with("pymerkle")),
        str(Path(__file__).with_name("pymerkle_peer.py")),
        str(size),
    ]
    said = subprocess.run(command, check=True, capture_output=True)
    took: dict[str, float] = json.loads(said.stdout)
    return took


def _microseconds(do: Callable[[Given], object], given: Sequence[Given]) -> float:
    """What one call takes, on average."""
    begun = time.perf_counter()
    for one in given:
        do(one)
    return (time.perf_counter() - begun) / len(given) * 1e6


# Writing it down


def _told_of_log(size: int, receipts: Receipts, audits: Audits, weights: tuple[int, int]) -> tuple[str, ...]:
    hashes, bundles = weights
    ratio = audits.full / (audits.sha256sum + audits.signature)
    return (
        "## The record",
        "",
        f"Measured on a log of {size:,} entries as Penholder makes them ({bundles / size:.0f} bytes each, with their length), in one run.",
        "",
        "| what | figure | budget |",
        "|---|---|---|",
        f"| tiles a receipt reads, most (mean) | {receipts.tiles_most} ({receipts.tiles_mean:.1f}) | 8 |",
        f"| hashes a receipt computes, most (mean) | {receipts.hashes_most:,} ({receipts.hashes_mean:,.0f}) | 1,000 |",
        f"| full audit ÷ `sha256sum` over the same files and one Ed25519 check | {ratio:.1f} | 8 |",
        f"| full audit; `sha256sum`; the check | {audits.full:.2f} s; {audits.sha256sum:.2f} s; {audits.signature * 1000:.2f} ms | |",
        f"| the next audit, nothing new | {audits.again:.2f} s | |",
        f"| tiles of hashes | {hashes / 1e6:.1f} MB, {hashes / size:.1f} bytes an entry | 40 MB |",
        f"| tiles and entries together | {(hashes + bundles) / 1e6:.0f} MB | |",
        "",
        f"Receipts are those of {RECEIPTS:,} random entries and of the first and last ones of tiles and subtrees, and they are counted, not",
        "timed. The audit is the whole command: every entry hashed and its kind told, every tile compared, from start to end; both find the",
        "files in memory.",
        "",
    )


def _told_of_appends(rates: dict[str, float]) -> tuple[str, ...]:
    rows = (
        ("append", "an append, alone", "bare inserts"),
        (
            "append and seal",
            "an append, sealed",
            "bare inserts, and as many files written, forced and renamed",
        ),
    )
    return (
        "| appends, embedded default | a second | the peer | a second | ratio |",
        "|---|---|---|---|---|",
        *(
            f"| {words} | {rates[name]:,.0f} | {peer} | {rates[f'bare {name}']:,.0f} | {rates[name] / rates[f'bare {name}']:.0%} |"
            for name, words, peer in rows
        ),
        "",
        f"One at a time, {APPENDS} in a round, in turn with bare inserts of the very same rows into the same tables with the same pragmas",
        "(synchronous=FULL), each row in a transaction of its own.",
        "",
    )


def _told_of_peer(peers: dict[int, tuple[dict[str, float], dict[str, float]]]) -> tuple[str, ...]:
    return (
        "Beside pymerkle 7, in memory, one entry of 300 bytes at a time, in microseconds:",
        "",
        "| entries | append: ours, pymerkle | proof: ours, pymerkle | verify: ours, pymerkle |",
        "|---|---|---|---|",
        *(
            f"| {count:,} | {' | '.join(f'{ours[step]:.1f}, {theirs[step]:.1f}' for step in ('append', 'proof', 'verify'))} |"
            for count, (ours, theirs) in peers.items()
        ),
        "",
        "pymerkle keeps every node of the tree in memory and looks a proof up; ours keeps none of it, reads the tiles, and makes at every append",
        "the tile and the bundle that will lie on disk.",
    )


if __name__ == "__main__":
    print(section(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES))
