"""Receipts: proof, on its own and offline, that an entry is in the log (C2SP ``tlog-proof@v1``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from penholder.pure.ledger.base64_text import from_base64, to_base64
from penholder.pure.ledger.checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint, read_number
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.merkle import HASH_BYTES, leaf_hash, verify_inclusion
from penholder.pure.ledger.note import as_text, split_note
from penholder.pure.ledger.proven import Malformed

FORMAT = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"

# A tree of fewer than 2**63 leaves has no longer path.
_STEPS_MAX = 63


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry's place, the path from it to a root, and the checkpoint that signs this root.

    ``extra`` is not covered by any signature. We put the entry and the opened words there (``enclosure``), and
    believe none of it until it has been bound to the leaf.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint_note: str
    extra: bytes = b""

    def text(self) -> str:
        """The receipt as a file: encode it as UTF-8, and change nothing."""
        lines = [FORMAT]
        if self.extra:
            lines.append(f"extra {to_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines.extend(to_base64(step) for step in self.proof)
        return "\n".join(lines) + "\n\n" + self.checkpoint_note

    @classmethod
    def parse(cls, given: str | bytes) -> Receipt:
        head, blank, note = as_text(given, what="The receipt").partition("\n\n")
        lines = head.split("\n")
        if lines.pop(0) != FORMAT or not blank:
            raise Malformed(f"This is not a receipt: its first line would be “{FORMAT}”.")
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = from_base64(lines.pop(0).removeprefix("extra "), where="The enclosure of the receipt")
            if not extra:
                raise Malformed("The receipt has a line for an enclosure and nothing in it.")
        if not lines or not lines[0].startswith("index "):
            raise Malformed("The receipt does not say which entry of the log it is for.")
        index = read_number(
            lines.pop(0).removeprefix("index "), what="The number of the entry in the receipt"
        )
        return cls(index=index, proof=_read_proof(lines), checkpoint_note=note, extra=extra)

    def claimed_checkpoint(self) -> Checkpoint:
        """The checkpoint as it stands in the receipt, before any signature is checked: believe nothing of it yet."""
        return Checkpoint.parse(split_note(self.checkpoint_note)[0])


@dataclass(frozen=True, slots=True)
class VerifiedReceipt:
    """What is proven: these bytes are entry ``index`` of the log, which signed that it was in this state."""

    index: int
    entry: bytes
    leaf: bytes
    signed: SignedCheckpoint

    @property
    def checkpoint(self) -> Checkpoint:
        return self.signed.checkpoint


def verify_receipt(receipt: Receipt, entry: bytes, *, keys: Iterable[Verifier]) -> VerifiedReceipt:
    """What ``receipt`` proves of ``entry`` to one who trusts ``keys``; ``NotProven`` says why it proves nothing."""
    signed = open_checkpoint(receipt.checkpoint_note, keys=keys)
    leaf = leaf_hash(entry)
    verify_inclusion(leaf, receipt.index, signed.checkpoint.size, receipt.proof, signed.checkpoint.root)
    return VerifiedReceipt(index=receipt.index, entry=entry, leaf=leaf, signed=signed)


def _read_proof(lines: list[str]) -> tuple[bytes, ...]:
    if len(lines) > _STEPS_MAX:
        raise Malformed("The proof in the receipt has more steps than any log needs.")
    proof = tuple(
        from_base64(line, where=f"Step {number} of the proof") for number, line in enumerate(lines, start=1)
    )
    if any(len(step) != HASH_BYTES for step in proof):
        raise Malformed(f"Every step of the proof has {HASH_BYTES} bytes, and one here has not.")
    return proof
