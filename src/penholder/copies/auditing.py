"""Audit a copy of a log, wherever it lies: its entries, its tiles, and every checkpoint that can be had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from penholder.copies.files import Files, TileReader, checkpoint_of, further_checkpoints, notes_in_alarms
from penholder.copies.hashing import hashing_of
from penholder.pure.ledger.audit import AuditedLog, AuditState, Named, audit_tiles
from penholder.pure.ledger.bundle import read_entries
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.merkle import HASH_BYTES
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.tiles import BUNDLES, WIDTH, Tile, width_of

Progress = Callable[[AuditState], None]


def audit_log(
    files: Files,
    *,
    keys: Sequence[Verifier],
    since: AuditState | None = None,
    also: Iterable[Named] = (),
    progress: Progress | None = None,
) -> AuditedLog:
    """The log in this copy, if it is whole and unchanged; ``NotProven`` names the first thing that is not.

    Alarms that were published with it are held against it. In a folder or a .zip every further checkpoint must agree, and every partial tile left lying about must be the
    beginning of the fuller one. An audit that goes on from ``since`` and fails is begun again, so that the sentence
    says what is wrong here, and not that something is.
    """
    # The newest last: a log that grows meanwhile has then nothing beside it that is newer still.
    notes = (*also, *((f"the file {name}", one) for name, one in further_checkpoints(files)))
    alarms = tuple(notes_in_alarms(files))
    note = checkpoint_of(files)

    def audited(state: AuditState | None) -> AuditedLog:
        return audit_tiles(
            TileReader(files),
            note,
            keys=keys,
            since=state,
            also=notes,
            alarms=alarms,
            progress=progress,
            hashing=hashing_of(files),
        )

    try:
        log = audited(since)
    except NotProven:
        if since is None or since.size == 0:
            raise
        log = audited(since.begun_again())
    _require_partials(files, log)
    return log


def _require_partials(files: Files, log: AuditedLog) -> None:
    """Nothing, if every partial tile there is the beginning of what was audited at its place."""
    read, size = TileReader(files), log.checkpoint.size
    place, whole = (-2, -1), b""
    for tile in sorted(_partials(files)):
        width = width_of(tile.level, tile.number, size)
        end = (tile.number + 1) * WIDTH << (8 * max(tile.level, 0))
        # What lies beyond the checkpoint is not spoken for yet: files go first, and the checkpoint follows.
        if width == 0 or end <= log.begun:
            continue
        if place != (tile.level, tile.number):
            place, whole = (tile.level, tile.number), read(Tile(tile.level, tile.number, width))
        _require_beginning(tile, read(tile), whole, Tile(tile.level, tile.number, width))


def _require_beginning(tile: Tile, raw: bytes, whole: bytes, fuller: Tile) -> None:
    parts, others = _parts(tile, raw), _parts(fuller, whole)
    if len(parts) != tile.width:
        raise Malformed(f"{tile.path} holds {len(parts)} instead of {tile.width}: it is damaged.")
    both = min(len(parts), len(others))
    if parts[:both] != others[:both]:
        at = next(at for at in range(both) if parts[at] != others[at])
        raise NotProven(f"{tile.path} is not the beginning of {fuller.path}: they differ at number {at}.")


def _parts(tile: Tile, raw: bytes) -> tuple[bytes, ...]:
    if tile.level == BUNDLES:
        try:
            return read_entries(raw)
        except Malformed as fault:
            raise Malformed(f"{tile.path}: {fault}") from fault
    if len(raw) % HASH_BYTES:
        raise Malformed(f"{tile.path} has {len(raw):,} bytes, which is no number of hashes: it is damaged.")
    return tuple(raw[at : at + HASH_BYTES] for at in range(0, len(raw), HASH_BYTES))


def _partials(files: Files) -> Iterator[Tile]:
    for name in files.names():
        if ".p/" in name:
            try:
                yield Tile.parse(name)
            except Malformed:
                continue  # no client would ask for a file of such a name
