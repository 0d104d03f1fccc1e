"""What an audit remembers between runs, in a file: how far it came, and the checkpoints it was shown."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from penholder.copies.files import Unreadable
from penholder.pure.ledger.audit import AuditState
from penholder.pure.ledger.checkpoint import Checkpoint
from penholder.pure.ledger.conflict import Conflict
from penholder.pure.ledger.counting import Mark
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.merkle import HASH_BYTES
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.tiles import WIDTH, size_of_edge

_FORMAT = "penholder audit 1"


@dataclass(frozen=True, slots=True)
class Remembered:
    """The state of an audit, and the keys that were trusted for it: by a person, or only because the copy had them.

    ``announced`` are those that the log itself led to from there.
    """

    state: AuditState
    keys: tuple[Verifier, ...]
    keys_came_with_copy: bool = False
    announced: tuple[Verifier, ...] = ()


def usual_place(origin: str, environment: Mapping[str, str]) -> Path:
    """Where the audits of a log are remembered if nobody says otherwise."""
    base = environment.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "penholder" / "audits" / f"{sha256(origin.encode()).hexdigest()[:32]}.json"


def remembered_at(path: Path) -> Remembered | None:
    """What is remembered there; ``None`` where nothing is yet."""
    try:
        told = json.loads(path.read_bytes())
        return _read(told)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise Unreadable(
            f"{path} cannot be read: {fault.strerror or fault}. Name another file with --state."
        ) from fault
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Unreadable(
            f"{path} is not what an audit leaves behind. Name another file with --state, or take this one away."
        ) from fault


def remember(path: Path, remembered: Remembered) -> None:
    """Put it there, as a whole or not at all."""
    write_aside(path, json.dumps(_told(remembered), ensure_ascii=False, separators=(",", ":")).encode())


def keep_evidence(path: Path, conflict: Conflict) -> Path:
    """Write both notes of a conflict beside the state, in a file of their own that no other one is written over."""
    text = conflict.text().encode("utf-8")
    place = path.with_name(f"{path.stem}.{sha256(text).hexdigest()[:16]}.evidence")
    write_aside(place, text)
    return place


def write_aside(path: Path, data: bytes) -> None:
    """Write beside, then rename: whoever stops this in the middle leaves the old file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(waiting).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(waiting).unlink()
            raise
    except OSError as fault:
        raise Unreadable(
            f"{path} cannot be written: {fault.strerror or fault}. Name another file with --state."
        ) from fault


def _told(remembered: Remembered) -> dict[str, Any]:
    state = remembered.state
    return {
        "format": _FORMAT,
        "origin": state.origin,
        "keys": [key.vkey() for key in remembered.keys],
        "keys came with the copy": remembered.keys_came_with_copy,
        "announced": [key.vkey() for key in remembered.announced],
        "size": state.size,
        "proven": state.proven,
        "edge": [[one.hex() for one in level] for level in state.edge],
        "kinds": dict(state.kinds),
        "marks": [[mark.index, mark.entry.decode("utf-8")] for mark in state.marks],
        "seen": list(state.seen),
    }


def _read(told: Any) -> Remembered:
    if told["format"] != _FORMAT:
        raise ValueError("another format")
    state = AuditState(
        origin=_text(told["origin"]),
        size=int(told["size"]),
        edge=tuple(tuple(_hash(one) for one in level) for level in told["edge"]),
        kinds=tuple(sorted((_text(kind), int(count)) for kind, count in told["kinds"].items())),
        marks=tuple(Mark(int(index), _text(entry).encode("utf-8")) for index, entry in told["marks"]),
        seen=tuple(map(_text, told["seen"])),
        proven=int(told["proven"]),
    )
    if state.size % WIDTH or size_of_edge(state.edge) != state.size or state.proven > state.size:
        raise ValueError("the hashes are not those of so many entries")
    for note in state.seen:
        _ = Checkpoint.parse(split_note(note)[0])
    for mark in state.marks:
        _ = mark.body
    return Remembered(
        state,
        keys=_keys(told["keys"]),
        keys_came_with_copy=bool(told["keys came with the copy"]),
        announced=_keys(told["announced"]),
    )


def _keys(lines: Any) -> tuple[Verifier, ...]:
    return tuple(Verifier.parse(_text(line)) for line in lines)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _hash(text: str) -> bytes:
    raw = bytes.fromhex(text)
    if len(raw) != HASH_BYTES:
        raise ValueError("not a hash")
    return raw
