"""Checkpoints: what a log was, how large, and with which root, in a note it signed (C2SP tlog-checkpoint)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from penholder.pure.ledger.base64_text import from_base64, to_base64
from penholder.pure.ledger.keys import SignatureKind, Signer, Verifier
from penholder.pure.ledger.merkle import HASH_BYTES
from penholder.pure.ledger.note import Signed, open_note, sign_note, split_note
from penholder.pure.ledger.proven import Malformed, NotProven

# Other clients count in signed 64-bit numbers.
SIZE_MAX = 2**63 - 1

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log. ``extensions`` are lines somebody else's log added; we read past them and write none."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def body(self) -> str:
        """The text that is signed."""
        _require_origin(self.origin)
        if not 0 <= self.size <= SIZE_MAX or len(self.root) != HASH_BYTES:
            raise ValueError(f"A checkpoint has a size from 0 and a root of {HASH_BYTES} bytes.")
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """The checkpoint in the text of a note."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() != "" or not all(lines):  # noqa: PLR2004 - three lines and the last break
            raise Malformed(
                "A checkpoint has at least three lines: the name of the log, its size and its root."
            )
        origin, size, root, *extensions = lines
        _require_origin(origin)
        raw = from_base64(root, where="The root in the checkpoint")
        if len(raw) != HASH_BYTES:
            raise Malformed(f"The root in the checkpoint has {len(raw)} bytes instead of {HASH_BYTES}.")
        return cls(
            origin=origin,
            size=read_number(size, what="The size in the checkpoint"),
            root=raw,
            extensions=tuple(extensions),
        )


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint that its log signed, and the witnesses among those we know that have seen it."""

    checkpoint: Checkpoint
    log: tuple[Signed, ...]
    witnesses: tuple[Signed, ...] = ()


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> str:
    """The signed note of ``checkpoint``, as it is published and put into receipts."""
    return sign_note(checkpoint.body(), signer)


def open_checkpoint(note: str | bytes, *, keys: Iterable[Verifier]) -> SignedCheckpoint:
    """The checkpoint in ``note`` if a log key among ``keys`` signed it under that log's own name.

    Cosigning keys among ``keys`` are those of witnesses. A witness alone never suffices: it says that it has seen
    the checkpoint, and only the log can say that the checkpoint is its own.
    """
    known = tuple(keys)
    claimed = Checkpoint.parse(split_note(note)[0])
    names = sorted({key.name for key in known if key.kind is SignatureKind.LOG})
    if claimed.origin not in names:
        trusted = " or ".join(f"“{name}”" for name in names) or "no log at all"
        raise NotProven(
            f"This comes from the log “{claimed.origin}”, and the key you trust is for {trusted}."
        )
    opened = open_note(note, known)
    log = tuple(one for one in opened.signed if _is_log_itself(one.verifier, claimed.origin))
    if not log:
        raise NotProven(f"The log “{claimed.origin}” itself has not signed this checkpoint.")
    witnesses = tuple(one for one in opened.signed if one.verifier.kind is SignatureKind.COSIGNATURE)
    return SignedCheckpoint(checkpoint=claimed, log=log, witnesses=witnesses)


def read_number(text: str, *, what: str) -> int:
    """A decimal number as the formats write it: ASCII digits, no sign, no leading zero."""
    if not _NUMBER.fullmatch(text) or int(text) > SIZE_MAX:
        raise Malformed(f"{what} must be a plain decimal number.")
    return int(text)


def _is_log_itself(key: Verifier, origin: str) -> bool:
    return key.kind is SignatureKind.LOG and key.name == origin


def _require_origin(origin: str) -> None:
    if not origin or any(char < " " for char in origin):
        raise Malformed(
            "The name of the log in a checkpoint may not be empty or have control characters in it."
        )
