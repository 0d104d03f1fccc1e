"""Logs as static files, grown in steps as a real one grows: for tests of tiles, and for other people's clients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from penholder.pure.ledger.checkpoint import Checkpoint, sign_checkpoint
from penholder.pure.ledger.enclosure import enclose
from penholder.pure.ledger.keys import Signer
from penholder.pure.ledger.merkle import leaf_hash
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.receipt import Receipt
from penholder.pure.ledger.tiles import WIDTH, Edge, Tile, TiledTree, bundle_up, grow, root_of_edge
from tests.pure.ledger.logs import SIGNER

CHECKPOINT = "checkpoint"
KEY = "key"


@dataclass(frozen=True)
class TiledLog:
    """The entries of a log, and all its files by path: those of every step, as nothing is ever taken away."""

    entries: tuple[bytes, ...]
    files: Mapping[str, bytes]

    @property
    def note(self) -> str:
        return self.files[CHECKPOINT].decode()

    def read(self, tile: Tile) -> bytes:
        if tile.path not in self.files:
            raise NotProven(f"{tile.path} is not there.")
        return self.files[tile.path]

    def tree(self) -> TiledTree:
        return TiledTree(len(self.entries), self.read)

    def receipt(self, index: int, disclosures: Sequence[str] = ()) -> Receipt:
        bare = Receipt(index=index, proof=self.tree().inclusion(index), checkpoint_note=self.note)
        return enclose(bare, self.entries[index], disclosures)

    def with_files(self, changed: Mapping[str, bytes]) -> TiledLog:
        """The same log with other bytes in some of its files."""
        return replace(self, files={**self.files, **changed})

    def write(self, folder: Path) -> None:
        for path, raw in self.files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(raw)


def tiled_log(entries: Sequence[bytes], *sizes: int, signer: Signer = SIGNER) -> TiledLog:
    """The log of ``entries`` that was published at each of ``sizes`` and now, when it has all of them."""
    files: dict[str, bytes] = {}
    for written in growing(
        entries, *sizes, *(() if len(entries) in sizes else (len(entries),)), signer=signer
    ):
        files |= written
    return TiledLog(entries=tuple(entries), files=files)


def growing(entries: Sequence[bytes], *sizes: int, signer: Signer = SIGNER) -> Iterator[dict[str, bytes]]:
    """What a log writes on reaching each of ``sizes``, by path and in the order of writing: the checkpoint last."""
    edge: Edge = ()
    for older, size in pairwise((0, *sizes)):
        tiles, edge = grow(edge, [leaf_hash(entry) for entry in entries[older:size]])
        bundles = bundle_up(older, entries[older - older % WIDTH : older], entries[older:size])
        checkpoint = Checkpoint(origin=signer.name, size=size, root=root_of_edge(edge))
        yield {
            **{tile.path: raw for tile, raw in (*bundles, *tiles)},
            KEY: f"{signer.verifier.vkey()}\n".encode(),
            CHECKPOINT: sign_checkpoint(checkpoint, signer).encode(),
        }


def cheap_entries(size: int) -> tuple[bytes, ...]:
    """Entries in the one form they may have, made so quickly that there can be very many of them."""
    return tuple(
        b'{"obj":"%032x","scope":"consultation/garden","t":"2026-05-%02dT%02d:30Z","type":"response.received","v":1}'
        % (number, number % 28 + 1, number % 24)
        for number in range(size)
    )
