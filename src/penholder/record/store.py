"""The log as it lies on disk and is served: its newest checkpoint, and its tiles."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from penholder.pure.ledger.bundle import read_entries
from penholder.pure.ledger.checkpoint import Checkpoint, read_number
from penholder.pure.ledger.note import as_text, split_note
from penholder.pure.ledger.proven import Malformed
from penholder.pure.ledger.tiles import BUNDLES, WIDTH, Read, Tile, TiledTree, width_of
from penholder.record.durable import files_below, locked, write_whole
from penholder.record.folder import RecordFolder

CHECKPOINT = "checkpoint"
WITNESSED = "witnessed"
KEY = "key"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signed statement of the log's size and root, and when it was published here."""

    size: int
    root: bytes
    note: str
    at: datetime


def newest(folder: RecordFolder, name: str = CHECKPOINT) -> Sealed | None:
    """What was published last; None where nothing was. ``Malformed`` where the file is damaged."""
    path = folder.log / name
    try:
        with path.open("rb") as file:
            raw = file.read()
            at = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, tz=UTC)
    except FileNotFoundError:
        return None
    note = as_text(raw, what=f"The file {path}")
    state = Checkpoint.parse(split_note(note)[0])
    return Sealed(size=state.size, root=state.root, note=note, at=at)


def read_back(folder: RecordFolder, name: str) -> Sealed:
    """What has just been published, as everybody else reads it."""
    sealed = newest(folder, name)
    if sealed is None:
        raise RuntimeError(f"{name} has just been written")
    return sealed


def published_size(folder: RecordFolder) -> int:
    """How long the published log is; 0 where nothing is. ``Malformed`` where the checkpoint is damaged."""
    try:
        there = os.stat(folder.checkpoint)  # noqa: PTH116  a plain path: every act asks
    except FileNotFoundError:
        return 0
    return _size_in(folder.checkpoint, (there.st_ino, there.st_mtime_ns, there.st_size))


@lru_cache(maxsize=8)
def _size_in(checkpoint: str, _state: tuple[int, int, int]) -> int:
    """Read once for each state of the file: every act asks, and it changes with every seal only."""
    with Path(checkpoint).open("rb") as file:
        lines = file.read().split(b"\n", 2)
    number = lines[1].decode("ascii", "replace") if len(lines) > 1 else ""
    return read_number(number, what="The size in the checkpoint")


def reader(folder: RecordFolder) -> Read:
    """Reads tiles, each in its own width or, where that one has gone since, as the beginning of a fuller one."""

    def read(tile: Tile) -> bytes:
        try:
            return (folder.log / tile.path).read_bytes()
        except FileNotFoundError:
            return _beginning_of(tile, fuller(folder, tile))

    return read


def fuller(folder: RecordFolder, tile: Tile) -> tuple[Tile, bytes]:
    """The least tile at the same place that holds more; ``Malformed`` where there is none."""
    whole = Tile(tile.level, tile.number)
    partials = files_below(folder.log / f"{whole.path}.p")
    widths = sorted(int(path.name) for path in partials if path.name.isdigit())
    for width in (*(width for width in widths if width > tile.width), WIDTH):
        one = Tile(tile.level, tile.number, width)
        with suppress(FileNotFoundError):  # it may go while we look, and then there is a fuller one
            return one, (folder.log / one.path).read_bytes()
    raise Malformed(f"The file {tile.path} of the record is missing.")


def tree_of(folder: RecordFolder, size: int) -> TiledTree:
    """The tree over the first ``size`` entries, as published."""
    return TiledTree(size, reader(folder))


def entries_from(folder: RecordFolder, start: int, size: int) -> Iterable[bytes]:
    """The published entries from ``start`` up to ``size``, out of their bundles."""
    read = reader(folder)
    for number in range(start // WIDTH, -(-size // WIDTH)):
        tile = Tile(BUNDLES, number, width_of(BUNDLES, number, size))
        entries = read_entries(read(tile))
        if len(entries) != tile.width:
            raise Malformed(
                f"The file {tile.path} of the record has {len(entries)} entries instead of {tile.width}."
            )
        yield from entries[max(0, start - number * WIDTH) :]


def publish(folder: RecordFolder, path: str, data: bytes) -> None:
    """Put one file of the log in its place."""
    write_whole(folder.log / path, data)


def publish_tiles(folder: RecordFolder, tiles: Iterable[tuple[Tile, bytes]]) -> None:
    """Put tiles in their places."""
    for tile, data in tiles:
        publish(folder, tile.path, data)


def drop_partials(folder: RecordFolder, full: Iterable[Tile]) -> threading.Thread:
    """Let the partial tiles go that a full one has replaced, while those who wait for an answer get it.

    What a kill leaves behind is swept at the next start.
    """

    def drop() -> None:
        for tile in full:
            _drop_partials(folder, tile)

    dropping = threading.Thread(target=drop, name="dropping partial tiles", daemon=True)
    dropping.start()
    return dropping


def sweep_partials(folder: RecordFolder, size: int) -> None:
    """Let the partial tiles go that are full in a log of ``size`` entries, and not a moment earlier."""
    for left in {path.parent for path in files_below(folder.log / "tile")}:
        if left.suffix != ".p":
            continue
        with suppress(Malformed):
            tile = Tile.parse(str(left.with_suffix("").relative_to(folder.log)))
            if width_of(tile.level, tile.number, size) == WIDTH and left.with_suffix("").is_file():
                _drop_partials(folder, tile)


def leaf_tiles(folder: RecordFolder) -> Iterator[tuple[Tile, bytes]]:
    """Every tile of level 0 that lies here, of whatever size the log was then."""
    for path in files_below(folder.log / "tile" / "0"):
        with suppress(Malformed, FileNotFoundError):
            yield Tile.parse(str(path.relative_to(folder.log))), path.read_bytes()


def lock(folder: RecordFolder) -> AbstractContextManager[None]:
    """Held while publishing."""
    return locked(folder.lock)


def _beginning_of(tile: Tile, found: tuple[Tile, bytes]) -> bytes:
    larger, data = found
    if tile.level != BUNDLES:
        return data[: len(data) * tile.width // larger.width]
    end = 0
    for _ in range(tile.width):
        end += 2 + int.from_bytes(data[end : end + 2], "big")
    return data[:end]


def _drop_partials(folder: RecordFolder, tile: Tile) -> None:
    left = folder.log / f"{tile.path}.p"
    with suppress(OSError):  # somebody else drops them too, or the disk is in trouble: they do no harm
        for path in left.iterdir():
            path.unlink()
        left.rmdir()
