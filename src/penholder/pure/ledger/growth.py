"""Whether one state of a log continues another: what a signer asks before it signs, and a witness before it cosigns."""

from __future__ import annotations

from collections.abc import Sequence

from penholder.pure.ledger.checkpoint import Checkpoint
from penholder.pure.ledger.merkle import EMPTY_ROOT, verify_consistency
from penholder.pure.ledger.proven import NotProven


def require_growth(latest: Checkpoint | None, newer: Checkpoint, *, proof: Sequence[bytes]) -> None:
    """Nothing, if ``newer`` continues ``latest`` or is the same; ``NotProven`` says in which way it does not.

    Without a ``latest`` anything may begin, and so it may after an empty log; there a proof has no place.
    """
    if newer.size == 0 and newer.root != EMPTY_ROOT:
        raise NotProven("A log without entries has one root only, and this is another.")
    if latest is None or latest.size == 0:
        _require_no_proof(proof)
        return
    if newer.origin != latest.origin:
        raise NotProven(f"This is the log “{newer.origin}”, and the one before was “{latest.origin}”.")
    if newer.size < latest.size:
        raise NotProven(
            f"The log would go back from {latest.size:,} entries to {newer.size:,}: entries that were signed are missing."
        )
    verify_consistency(latest.size, newer.size, proof, latest.root, newer.root)


def _require_no_proof(proof: Sequence[bytes]) -> None:
    if proof:
        raise NotProven("There is nothing before an empty log that a proof could connect to.")
