"""Merkle trees as in RFC 6962: hashing, proving and checking, with SHA-256.

Proofs are made here from all leaf hashes; ``tiles`` makes the same ones from the few hashes they need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.subtrees import spans_for_consistency, spans_for_inclusion

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root over ``leaf_hashes``; an odd one at the right edge moves up unchanged."""
    if not leaf_hashes:
        return EMPTY_ROOT
    row = list(leaf_hashes)
    while len(row) > 1:
        above = _pairs_of(row)
        if len(row) % 2:
            above.append(row[-1])
        row = above
    return row[0]


# Proofs from all leaf hashes


def inclusion_proof(index: int, leaf_hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """The hashes that lead from leaf ``index`` to the root over ``leaf_hashes``."""
    spans = spans_for_inclusion(index, len(leaf_hashes))
    return tuple(root_of(leaf_hashes[start:end]) for start, end in spans)


def consistency_proof(older: int, leaf_hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """The hashes that show the first ``older`` leaves stand unchanged in the tree over ``leaf_hashes``."""
    spans = spans_for_consistency(older, len(leaf_hashes))
    return tuple(root_of(leaf_hashes[start:end]) for start, end in spans)


# Checking


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Nothing, if ``proof`` leads from ``leaf`` at ``index`` to ``root``; else ``NotProven`` (RFC 9162, 2.1.3.2)."""
    _require_hashes((leaf, root, *proof))
    if not 0 <= index < size:
        raise NotProven(f"The proof is for entry {index}, but the log had only {size} entries then.")
    place, last = index, size - 1
    reached = leaf
    for sibling in proof:
        if last == 0:
            raise NotProven("The proof has more steps than the path from the entry to the root.")
        if place & 1 or place == last:
            reached = node_hash(sibling, reached)
            while not place & 1 and place:  # an edge moves up unchanged until it has a left neighbour
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise NotProven("The proof has fewer steps than the path from the entry to the root.")
    if reached != root:
        raise NotProven("The proof does not lead from this entry to the signed root of the log.")


def verify_consistency(
    older: int, newer: int, proof: Sequence[bytes], older_root: bytes, newer_root: bytes
) -> None:
    """Nothing, if the newer tree continues the older one; else ``NotProven`` (RFC 9162, 2.1.4.2).

    An empty older log proves nothing: whoever holds one has nothing to compare, and must not call this.
    """
    if not 0 < older <= newer:
        raise NotProven(f"A log of {newer} entries cannot be checked against one of {older}.")
    if older == newer:
        if proof or older_root != newer_root:
            raise NotProven("Two logs of the same size have different roots, or a proof where none belongs.")
        return
    _require_hashes((older_root, newer_root, *proof))
    path = list(proof)
    if older & (older - 1) == 0:  # a whole subtree: its root starts the path, and was left out as known
        path.insert(0, older_root)
    if not path:
        raise NotProven("The proof that the log only grew is empty.")
    _walk_consistency(older, newer, path, older_root, newer_root)


def _walk_consistency(
    older: int, newer: int, path: Sequence[bytes], older_root: bytes, newer_root: bytes
) -> None:
    place, last = older - 1, newer - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    was = now = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise NotProven("The proof that the log only grew has too many steps.")
        if place & 1 or place == last:
            was, now = node_hash(sibling, was), node_hash(sibling, now)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            now = node_hash(now, sibling)
        place, last = place >> 1, last >> 1
    if last != 0 or was != older_root or now != newer_root:
        raise NotProven(
            "The newer log does not continue the older one: something before was changed or taken out."
        )


def _require_hashes(values: Iterable[bytes]) -> None:
    if any(len(value) != HASH_BYTES for value in values):
        raise NotProven(f"Every hash of a proof has {HASH_BYTES} bytes, and one here has not.")


def _pairs_of(row: Sequence[bytes]) -> list[bytes]:
    return [sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row) - 1, 2)]
