"""A log as long as one likes, of entries as Penholder makes them, written as tiles: something to measure on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import shake_256
from itertools import islice
from pathlib import Path

from penholder.pure.ledger.checkpoint import Checkpoint, sign_checkpoint
from penholder.pure.ledger.entry import EntryBody, facts_of
from penholder.pure.ledger.keys import Signer
from penholder.pure.ledger.merkle import leaf_hash
from penholder.pure.ledger.tiles import WIDTH, Edge, Tile, bundle_up, grow, root_of_edge

SIGNER = Signer(name="measured.example/record", seed=bytes(range(32)))
_AT_ONCE = 65_536
_ID = re.compile('"(?:o{32}|r{32})"')
_DIGEST = re.compile('"[0-9]{43}"')

# type, how many ids it refers to, how many commitments it has, its facts
_KINDS: dict[str, tuple[str, int, int, dict[str, object]]] = {
    "response": ("response.received", 0, 8, {"source": "web"}),
    "points": ("points.drawn", 1, 1, {"points": 1}),
    "placed": ("point.placed", 1, 0, {}),
    "vote": ("vote.cast", 2, 2, {}),
}
# What a consultation leaves behind, in the proportions of one whose answers are read and voted on.
_ROUND = ("response", *("points",) * 3, *("vote",) * 4, "placed", "points", "placed", *("vote",) * 3)


def made_entries(size: int) -> Iterator[bytes]:
    """``size`` entries in canonical form, none like another, the same every time."""
    patterns = [_pattern(kind) for kind in _ROUND]
    return (patterns[number % len(patterns)](number) for number in range(size))


def put_log(folder: Path, size: int, signer: Signer = SIGNER) -> None:
    """Write the log into ``folder``: bundles, tiles, and a signed checkpoint. Nothing is forced to disk."""
    entries = made_entries(size)
    edge: Edge = ()
    for start in range(0, size, _AT_ONCE):
        some = list(islice(entries, _AT_ONCE))
        tiles, edge = grow(edge, [leaf_hash(entry) for entry in some])
        full = (
            made for made in tiles if made[0].width == WIDTH
        )  # of the partial ones only the last are kept
        _put(folder, (*full, *bundle_up(start, (), some)))
    _put(
        folder,
        (
            (Tile(level, (size >> (8 * level)) // WIDTH, len(hashes)), b"".join(hashes))
            for level, hashes in enumerate(edge)
            if hashes
        ),
    )
    note = sign_checkpoint(Checkpoint(origin=signer.name, size=size, root=root_of_edge(edge)), signer)
    (folder / "checkpoint").write_bytes(note.encode())
    (folder / "key").write_text(f"{signer.verifier.vkey()}\n", encoding="utf-8")


def _put(folder: Path, files: Iterable[tuple[Tile, bytes]]) -> None:
    for tile, data in files:
        path = folder / tile.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _pattern(kind: str) -> Callable[[int], bytes]:
    """Makes entries of a kind: written once by the code that writes all entries, then with other ids and digests."""
    text = _body(kind).to_bytes().decode()
    commitments, ids = len(_DIGEST.findall(text)), len(_ID.findall(text))
    form = _ID.sub('"%s"', _DIGEST.sub('"%s"', text))

    def made(number: int) -> bytes:
        drawn = shake_256(number.to_bytes(8, "big")).hexdigest(16 * ids + 22 * commitments)
        some = [drawn[at : at + 32] for at in range(0, 32 * ids, 32)]
        digests = sorted(drawn[at : at + 43] for at in range(32 * ids, len(drawn), 44))
        return (form % (*digests, *some)).encode()

    return made


def _body(kind: str) -> EntryBody:
    """An entry of the kind, with numbers where digests go and letters where ids go."""
    type_of, references, commitments, facts = _KINDS[kind]
    return EntryBody(
        t="2026-11-21T22:00Z",
        type=type_of,
        scope="254d860c057ec2cda57664941d7b93f5/",
        obj="o" * 32,
        re=("r" * 32,) * references,
        facts=facts_of(facts),
        sd=tuple(f"{number:043}" for number in range(commitments)),
    )
