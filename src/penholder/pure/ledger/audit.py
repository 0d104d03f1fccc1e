"""Checking a whole log: hash every entry again, and compare with the root that was signed.

A receipt shows that one entry is in; an audit shows that nothing else was changed, taken out or slipped in. It builds
the root from the entries themselves and trusts no stored hash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from penholder.pure.ledger.checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.merkle import leaf_hash, positions_for_root, root_from, root_of, stored_hashes
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.receipt import VerifiedReceipt

# The files of a copy of the log, as it is exported: the signed checkpoint, the entries (bundle), the key line.
CHECKPOINT_FILE = "checkpoint"
ENTRIES_FILE = "entries"
KEY_FILE = "key"

_STEP = 100_000


@dataclass(frozen=True)
class AuditedLog:
    """A log whose entries add up to what its checkpoint signs."""

    signed: SignedCheckpoint
    leaves: tuple[bytes, ...]

    @property
    def checkpoint(self) -> Checkpoint:
        return self.signed.checkpoint

    def require_agreement(self, proven: VerifiedReceipt) -> None:
        """Nothing, if ``proven`` was given out by this very log; ``NotProven`` says where the two part."""
        then = proven.checkpoint
        if then.origin != self.checkpoint.origin:
            raise NotProven(
                f"The receipt is from the log “{then.origin}”, not from “{self.checkpoint.origin}”."
            )
        if then.size > self.checkpoint.size:
            raise NotProven(
                f"The receipt was signed when the log had {then.size:,} entries, and this copy of it ends at "
                f"{self.checkpoint.size:,}. Get a newer copy and try again."
            )
        if self.leaves[proven.index] != proven.leaf:
            raise NotProven(
                f"This copy of the log has another entry at place {proven.index} than the receipt proves."
            )
        if root_from(then.size, {at: self._stored[at] for at in positions_for_root(then.size)}) != then.root:
            raise NotProven(
                "The log that signed the receipt had other entries before than this copy of it has."
            )

    @cached_property
    def _stored(self) -> Mapping[int, bytes]:
        return stored_hashes(self.leaves)


def audit(
    entries: Iterable[bytes],
    checkpoint_note: str | bytes,
    *,
    keys: Iterable[Verifier],
    progress: Callable[[int], None] | None = None,
) -> AuditedLog:
    """The log of ``entries``, if they are exactly what ``checkpoint_note`` signs; ``NotProven`` if they are not.

    ``progress`` is told the number of entries hashed, after every hundred thousand.
    """
    signed = open_checkpoint(checkpoint_note, keys=keys)
    leaves: list[bytes] = []
    coming = iter(entries)
    while step := [leaf_hash(entry) for entry in islice(coming, _STEP)]:
        leaves.extend(step)
        if progress is not None and len(step) == _STEP:
            progress(len(leaves))
    size = signed.checkpoint.size
    if len(leaves) != size:
        raise NotProven(f"The checkpoint signs {size:,} entries and there are {len(leaves):,} here.")
    if root_of(leaves) != signed.checkpoint.root:
        raise NotProven(
            "The entries do not add up to the root that was signed: one was changed, moved, added or taken out."
        )
    return AuditedLog(signed=signed, leaves=tuple(leaves))
