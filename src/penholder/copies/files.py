"""The files of a copy of a log, wherever it lies, and its tiles among them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from penholder.pure.ledger.conflict import ONE, OTHER, read_blocks
from penholder.pure.ledger.note import NOTE_CHARACTERS_MAX
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.tiles import BUNDLES, WIDTH, Tile

CHECKPOINT = "checkpoint"
WITNESSED = "witnessed"
KEY = "key"

_ALARMS_MAX = 1_000
_LENGTH_BYTES = 2
_ENTRY_BYTES_MAX = 65_535
TILE_BYTES_MAX = WIDTH * (_LENGTH_BYTES + _ENTRY_BYTES_MAX)
NOTE_BYTES_MAX = 4 * NOTE_CHARACTERS_MAX


class Unreadable(Exception):
    """What was named cannot be read as asked; the message says what to do instead."""


class Together(Enum):
    """How the files can be read side by side: by several processes, by several threads, or not at all."""

    PROCESSES = "processes"
    THREADS = "threads"
    NO = "no"


class Files(Protocol):
    """A copy of a log as it was found, not yet believed."""

    @property
    def where(self) -> str:
        """How to call it in a sentence."""

    @property
    def together(self) -> Together: ...

    def read(self, name: str, *, most: int) -> bytes | None:
        """The file of this name below the log's prefix; ``None`` where there is none.

        ``NotProven`` where it has more than ``most`` bytes, ``Unreadable`` where it cannot be read at all.
        """

    def names(self) -> Iterator[str]:
        """Every file there, where the place can say it; a web address cannot."""


def checkpoint_of(files: Files) -> bytes:
    """The newest checkpoint. Without one there is no log here."""
    note = files.read(CHECKPOINT, most=NOTE_BYTES_MAX)
    if note is None:
        raise Unreadable(
            f"{files.where} is not a copy of a log: there is no file “{CHECKPOINT}” in it. Name the folder or the address that holds this file."
        )
    return note


def key_lines_of(files: Files) -> str:
    """What the copy itself says its key is; empty where it does not say."""
    raw = files.read(KEY, most=NOTE_BYTES_MAX)
    return raw.decode("utf-8", "replace") if raw is not None else ""


def further_checkpoints(files: Files) -> Iterator[tuple[str, bytes]]:
    """The signed checkpoints that lie beside the newest one, with their names."""
    for name in sorted(files.names()):
        if name == WITNESSED or (name.startswith(f"{CHECKPOINT}.") and "/" not in name):
            note = files.read(name, most=NOTE_BYTES_MAX)
            if note is not None:
                yield name, note


def witnessed_of(files: Files) -> tuple[tuple[str, bytes], ...]:
    """The newest checkpoint that enough witnesses have seen, asked for by its name: an address has no list of files."""
    note = files.read(WITNESSED, most=NOTE_BYTES_MAX)
    return () if note is None else ((f"the file {WITNESSED}", note),)


def notes_in_alarms(files: Files) -> Iterator[tuple[str, str]]:
    """The notes in the alarms that lie beside the log, numbered from 1 without a gap."""
    for number in range(1, _ALARMS_MAX + 1):
        name = f"alarms/{number}.txt"
        raw = files.read(name, most=NOTE_BYTES_MAX)
        if raw is None:
            return
        with contextlib.suppress(Malformed):  # nothing in it can be told from what people wrote around it
            yield from ((f"the file {name}", note) for word, note in read_blocks(raw) if word in {ONE, OTHER})


@dataclass(frozen=True, slots=True)
class TileReader:
    """Reads tiles, each in its own width or, where that file is gone, as the beginning of the full one."""

    files: Files

    def __call__(self, tile: Tile) -> bytes:
        raw = self.files.read(tile.path, most=TILE_BYTES_MAX)
        if raw is None and tile.width < WIDTH:
            full = self.files.read(Tile(tile.level, tile.number).path, most=TILE_BYTES_MAX)
            raw = None if full is None else beginning_of(full, tile)
        if raw is None:
            raise NotProven(f"{tile.path} is missing.")
        return raw


def beginning_of(full: bytes, tile: Tile) -> bytes:
    """As much of a full tile or bundle as ``tile`` should hold."""
    if tile.level != BUNDLES:
        return full[: len(full) * tile.width // WIDTH]
    end = 0
    for _ in range(tile.width):
        end += _LENGTH_BYTES + int.from_bytes(full[end : end + _LENGTH_BYTES], "big")
    return full[:end]


def bytes_of(path: Path) -> bytes:
    """A file that a person named."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else "not a path"
        raise Unreadable(f"{path} cannot be read: {reason}.") from fault


def require_size(name: str, raw: bytes, most: int) -> bytes:
    if len(raw) > most:
        raise Malformed(f"{name} is longer than such a file can be: more than {most:,} bytes.")
    return raw
