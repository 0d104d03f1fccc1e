"""The log as static files: hashes in tiles of 256, entries in bundles of 256 (C2SP tlog-tiles).

A tile of level 0 holds the hashes of 256 entries; one of level 1 the roots of 256 tiles below it, and so on. The last
tile of each level may be partial. Every root and every proof is computed from a handful of tiles, however long the log.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from penholder.pure.ledger.bundle import write_entries
from penholder.pure.ledger.merkle import EMPTY_ROOT, HASH_BYTES, node_hash, root_of
from penholder.pure.ledger.proven import Malformed
from penholder.pure.ledger.subtrees import (
    Span,
    Subtree,
    spans_for_consistency,
    spans_for_inclusion,
    subtrees_of,
)

WIDTH = 256
_HEIGHT = 8
_LEVEL_MAX = 63
BUNDLES = -1
"""The level of entry bundles: what lies below the hashes. It is the path ``tile/entries``."""

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<number>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)
_GROUP = 1000


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """One file of the log: its level (or ``BUNDLES``), its number there, and how many hashes or entries it holds."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it lies, relative to the log's prefix."""
        groups = [f"{self.number % _GROUP:03}"]
        rest = self.number // _GROUP
        while rest:
            groups.append(f"x{rest % _GROUP:03}")
            rest //= _GROUP
        level = "entries" if self.level == BUNDLES else str(self.level)
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{level}/{'/'.join(reversed(groups))}{partial}"

    @classmethod
    def parse(cls, path: str) -> Tile:
        """The tile at this path; ``Malformed`` for anything but the one spelling a tile's path has."""
        found = _PATH.fullmatch(path)
        if found is None:
            raise Malformed("This is not the path of a tile.")
        level = BUNDLES if found["level"] == "entries" else int(found["level"])
        number = int(found["number"].replace("x", "").replace("/", ""))
        tile = cls(level=level, number=number, width=int(found["width"] or WIDTH))
        if tile.path != path or level > _LEVEL_MAX:
            raise Malformed("This is not the path of a tile.")
        return tile


Read: TypeAlias = Callable[[Tile], bytes]
Edge: TypeAlias = tuple[tuple[bytes, ...], ...]
"""The hashes in the last, partial tile of each level, from level 0 up: all that growing the log needs of it."""


def width_of(level: int, number: int, size: int) -> int:
    """How many hashes the tile holds in a log of ``size`` entries; 0 where there is none."""
    there = size if level == BUNDLES else size >> (_HEIGHT * level)
    return max(0, min(WIDTH, there - number * WIDTH))


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile and bundle of a log of ``size`` entries."""
    for level in (BUNDLES, *levels_of(size)):
        there = size if level == BUNDLES else size >> (_HEIGHT * level)
        for number in range(-(-there // WIDTH)):
            yield Tile(level, number, width_of(level, number, size))


def levels_of(size: int) -> range:
    """The levels on which a log of ``size`` entries has tiles of hashes."""
    return range(-(-size.bit_length() // _HEIGHT))


def hashes_in(raw: bytes, tile: Tile) -> tuple[bytes, ...]:
    """The hashes in a tile; ``Malformed`` where it has more or fewer bytes than its width says."""
    if len(raw) != tile.width * HASH_BYTES:
        raise Malformed(
            f"The tile {tile.path} has {len(raw):,} bytes instead of {tile.width * HASH_BYTES:,}: it is damaged."
        )
    return tuple(raw[at : at + HASH_BYTES] for at in range(0, len(raw), HASH_BYTES))


class TiledTree:
    """The tree over the first ``size`` entries, as its tiles tell it. Each tile is read once, and only if needed.

    Nothing here is proven yet: a root or a proof from tiles is worth what it is then held against.
    """

    def __init__(self, size: int, read: Read) -> None:
        self.size = size
        self._read = read
        self._tiles: dict[tuple[int, int], tuple[bytes, ...]] = {}

    def root(self) -> bytes:
        return self.root_at(self.size)

    def root_at(self, size: int) -> bytes:
        """The root this log had when it was of ``size`` entries."""
        return self._root_of_span((0, size)) if size else EMPTY_ROOT

    def leaf(self, index: int) -> bytes:
        return self._subtree((0, index))

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """The proof that leads from entry ``index`` to the root, now or at an earlier ``size``."""
        return tuple(map(self._root_of_span, spans_for_inclusion(index, self.size if size is None else size)))

    def consistency(self, older: int, size: int | None = None) -> tuple[bytes, ...]:
        """The proof that the first ``older`` entries stand unchanged; empty for a log that was empty."""
        if older == 0:
            return ()
        return tuple(
            map(self._root_of_span, spans_for_consistency(older, self.size if size is None else size))
        )

    def edge(self) -> Edge:
        """What growing this log needs of it."""
        return tuple(self._last(level) for level in levels_of(self.size))

    def _last(self, level: int) -> tuple[bytes, ...]:
        number, width = divmod(self.size >> (_HEIGHT * level), WIDTH)
        return self._tile(level, number) if width else ()

    def _root_of_span(self, span: Span) -> bytes:
        parts = list(map(self._subtree, subtrees_of(span)))
        root = parts.pop()
        while parts:
            root = node_hash(parts.pop(), root)
        return root

    def _subtree(self, subtree: Subtree) -> bytes:
        """A complete subtree's hash: from the tile level at or just below it, so few hashes are computed."""
        height, index = subtree
        if (index + 1) << height > self.size:
            raise ValueError(
                f"A log of {self.size} entries has no such entry, and no earlier size like this."
            )
        level, above = divmod(height, _HEIGHT)
        number, start = divmod(index << above, WIDTH)
        return root_of(self._tile(level, number)[start : start + (1 << above)])

    def _tile(self, level: int, number: int) -> tuple[bytes, ...]:
        if (level, number) not in self._tiles:
            tile = Tile(level, number, width_of(level, number, self.size))
            self._tiles[level, number] = hashes_in(self._read(tile), tile)
        return self._tiles[level, number]


def root_of_edge(edge: Edge) -> bytes:
    """The root of the log whose last tiles these are."""
    carried: tuple[bytes, ...] = ()
    for hashes in edge:
        row = (*hashes, *carried)
        carried = (root_of(row),) if row else ()
    return carried[0] if carried else EMPTY_ROOT


def size_of_edge(edge: Edge) -> int:
    """How many entries the log has whose last tiles these are, as far as they tell."""
    return sum(len(hashes) << (_HEIGHT * level) for level, hashes in enumerate(edge))


def grow(edge: Edge, leaves: Sequence[bytes]) -> tuple[tuple[tuple[Tile, bytes], ...], Edge]:
    """The tiles of hashes that appending ``leaves`` makes, and the new edge.

    Only what stands at the end is made, not the partial tiles on the way: no checkpoint will speak of those.
    """
    size = size_of_edge(edge)
    made: list[tuple[Tile, bytes]] = []
    after: list[tuple[bytes, ...]] = []
    coming: Sequence[bytes] = leaves
    level = 0
    while coming or level < len(edge):
        row = [*(edge[level] if level < len(edge) else ()), *coming]
        number = (size >> (_HEIGHT * level)) // WIDTH
        above: list[bytes] = []
        for start in range(0, len(row) - WIDTH + 1, WIDTH):
            full = row[start : start + WIDTH]
            made.append((Tile(level, number), b"".join(full)))
            above.append(root_of(full))
            number += 1
        rest = tuple(row[len(row) - len(row) % WIDTH :])
        if coming and rest:
            made.append((Tile(level, number, len(rest)), b"".join(rest)))
        after.append(rest)
        coming = above
        level += 1
    return tuple(made), tuple(after)


def bundle_up(size: int, last: Iterable[bytes], entries: Sequence[bytes]) -> tuple[tuple[Tile, bytes], ...]:
    """The bundles that appending ``entries`` to a log of ``size`` makes; ``last`` are those in its partial bundle."""
    row = [*last, *entries]
    first = size // WIDTH
    return tuple(
        (Tile(BUNDLES, first + at // WIDTH, len(row[at : at + WIDTH])), write_entries(row[at : at + WIDTH]))
        for at in range(0, len(row), WIDTH)
        if entries
    )
