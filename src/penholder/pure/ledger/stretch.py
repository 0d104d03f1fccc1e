"""Hashing a stretch of a log: some bundles in a row, held against their tiles. Stretches can be hashed side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from penholder.pure.ledger.bundle import read_entries
from penholder.pure.ledger.counting import Mark, is_named, kind_of
from penholder.pure.ledger.merkle import HASH_BYTES, root_of
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.tiles import BUNDLES, WIDTH, Read, Tile, width_of

STRETCH = 64
"""How many bundles are hashed before anybody is told: a sixth of a second of work, and the unit of sharing it out."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What hashing some bundles gave: the root of each full one, the leaves of the last if it is partial."""

    roots: tuple[bytes, ...]
    rest: tuple[bytes, ...]
    kinds: tuple[tuple[str, int], ...]
    kinds_in_rest: tuple[tuple[str, int], ...]
    marks: tuple[Mark, ...]


Hashing: TypeAlias = Callable[[Read, int, range], Generator[Stretch, None, None]]
"""Whoever hashes the bundles of a log of a size, stretch by stretch and in order: one at a time, or several side by side."""


def hash_in_turn(read: Read, size: int, bundles: range) -> Generator[Stretch, None, None]:
    return (hash_stretch(read, size, part) for part in stretches_of(bundles))


def stretches_of(bundles: range, each: int = STRETCH) -> Iterator[range]:
    """Never all at once: a checkpoint may claim more bundles than there are bytes of memory."""
    return (bundles[at : at + each] for at in range(0, len(bundles), each))


def hash_stretch(read: Read, size: int, bundles: range) -> Stretch:
    """Hash these bundles of a log of ``size`` entries; ``NotProven`` where one is not what its tile says."""
    roots: list[bytes] = []
    rest: tuple[bytes, ...] = ()
    full: Counter[str] = Counter()
    partial: Counter[str] = Counter()
    marks: list[Mark] = []
    for number in bundles:
        width = width_of(BUNDLES, number, size)
        entries = entries_of(read, Tile(BUNDLES, number, width))
        leaves = [sha256(b"\x00" + entry).digest() for entry in entries]
        require_tile(read, Tile(0, number, width), leaves)
        kinds = list(map(kind_of, entries))
        if width == WIDTH:
            full.update(kinds)
            roots.append(root_of(leaves))
        else:
            partial.update(kinds)
            rest = tuple(leaves)
        if any(map(is_named, set(kinds))):
            marks.extend(
                Mark(number * WIDTH + at, entries[at]) for at, kind in enumerate(kinds) if is_named(kind)
            )
    return Stretch(tuple(roots), rest, tuple(full.items()), tuple(partial.items()), tuple(marks))


def entries_of(read: Read, tile: Tile) -> tuple[bytes, ...]:
    """The entries in a bundle, exactly as many as it should have."""
    try:
        entries = read_entries(read(tile))
    except Malformed as fault:
        raise Malformed(f"{tile.path}: {fault}") from fault
    if len(entries) != tile.width:
        raise NotProven(f"{tile.path} holds {len(entries)} entries instead of {tile.width}.")
    return entries


def require_tile(read: Read, tile: Tile, hashes: Sequence[bytes]) -> None:
    """Nothing, if the tile holds these hashes and no others; ``NotProven`` names the first that differs."""
    kept, made = read(tile), b"".join(hashes)
    if kept == made:
        return
    if len(kept) != len(made):
        raise Malformed(f"{tile.path} has {len(kept):,} bytes instead of {len(made):,}: it is damaged.")
    at = next(at for at in range(len(hashes)) if kept[at * HASH_BYTES : (at + 1) * HASH_BYTES] != hashes[at])
    index = tile.number * WIDTH + at
    if tile.level == 0:
        bundle = Tile(BUNDLES, tile.number, tile.width).path
        raise NotProven(
            f"Entry {index:,} (in {bundle}) and its hash (in {tile.path}) do not fit together: one of the two was changed."
        )
    raise NotProven(
        f"Hash {at} of {tile.path} is not the one that the tile below it, {Tile(tile.level - 1, index).path}, leads to."
    )
