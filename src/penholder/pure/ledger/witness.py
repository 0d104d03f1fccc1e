"""What is asked of a witness, how it judges, and what it answers (C2SP tlog-witness, tlog-cosignature).

A witness remembers of each log the largest state it has seen, and signs a newer one only if that one continues it.
So two people who ask for the same witness's word cannot be shown two different histories without one of them noticing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from http import HTTPStatus
from itertools import islice

from penholder.pure.ledger.base64_text import from_base64, to_base64
from penholder.pure.ledger.checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint, read_number
from penholder.pure.ledger.growth import require_growth
from penholder.pure.ledger.keys import SignatureKind, Signer, Verifier
from penholder.pure.ledger.merkle import HASH_BYTES
from penholder.pure.ledger.note import (
    NOTE_CHARACTERS_MAX,
    SIGNATURES_MAX,
    Signature,
    as_text,
    open_note,
    signature_line,
    split_note,
)
from penholder.pure.ledger.proven import Malformed, NotProven

PROOF_MAX = 63
REQUEST_BYTES_MAX = 256 * 1024
"""Room for a checkpoint with sixteen of the largest signatures there are, and to spare."""

CHECKPOINT_BYTES_MAX = 16 * 1024
"""Of this the text: somebody else's log may add lines to its checkpoints, but not a book."""

SIZE_TYPE = "text/x.tlog.size"
_OLD = "old "
_TIME_BYTES = 8


@dataclass(frozen=True)
class Cosigner:
    """A witness's secret key. It is kept in the form other witnesses keep theirs, and signs nothing but cosignatures."""

    signer: Signer

    @classmethod
    def parse(cls, skey: str) -> Cosigner:
        return cls(Signer.parse(skey))

    @cached_property
    def verifier(self) -> Verifier:
        """The public half: what a policy names a witness by."""
        public = self.signer.verifier.public
        return Verifier(name=self.signer.name, public=public, kind=SignatureKind.COSIGNATURE)

    def line(self, text: str, *, time: int) -> str:
        """The signature line that says: at ``time`` this was the largest state of the log I had seen."""
        if not 0 < time < 2**63:
            raise ValueError("A cosignature states a time after 1970.")
        stated = self.signer.sign(f"cosignature/v1\ntime {time}\n{text}")
        return signature_line(
            self.signer.name, self.verifier.key_id, time.to_bytes(_TIME_BYTES, "big") + stated
        )


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request for a cosignature: the size the witness is thought to know, the proof from there, and the note."""

    older: int
    proof: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        """The body of the request."""
        steps = "".join(f"{to_base64(step)}\n" for step in self.proof)
        return f"{_OLD}{self.older}\n{steps}\n{self.note}"

    @classmethod
    def parse(cls, raw: str | bytes) -> AddCheckpoint:
        """The request in ``raw``; ``Malformed`` if it is not in the one form it may have."""
        if len(raw) > REQUEST_BYTES_MAX:
            raise Malformed(f"The request is longer than {REQUEST_BYTES_MAX:,} bytes.")
        head, blank, note = as_text(raw, what="The request").partition("\n\n")
        first, *steps = head.split("\n")
        if not blank or not first.startswith(_OLD):
            raise Malformed(
                "The request must be a line “old SIZE”, the lines of the proof, an empty line and a checkpoint."
            )
        if len(steps) > PROOF_MAX:
            raise Malformed(f"The proof has {len(steps)} lines, and no proof needs more than {PROOF_MAX}.")
        text, _ = split_note(note)
        if len(text.encode()) > CHECKPOINT_BYTES_MAX:
            raise Malformed(f"The text of the checkpoint is longer than {CHECKPOINT_BYTES_MAX:,} bytes.")
        Checkpoint.parse(text)
        older = read_number(first.removeprefix(_OLD), what="The old size in the request")
        return cls(older=older, proof=tuple(map(_read_step, steps)), note=note)

    @property
    def claimed(self) -> Checkpoint:
        """The checkpoint as it stands in the note, whoever signed it."""
        return Checkpoint.parse(split_note(self.note)[0])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a witness answers, as a status of HTTP and a sentence. ``signed`` stands once the log's signature was good."""

    status: HTTPStatus
    sentence: str = ""
    signed: SignedCheckpoint | None = None


def judge(request: AddCheckpoint, *, latest: Checkpoint | None, keys: Iterable[Verifier]) -> Verdict:
    """What to answer, knowing ``latest`` of this log and trusting ``keys``; checked in the order of the format."""
    claimed = request.claimed
    known = tuple(key for key in keys if key.name == claimed.origin)
    if not known:
        return Verdict(HTTPStatus.NOT_FOUND, "This witness does not watch this log.")
    try:
        signed = open_checkpoint(request.note, keys=known)
    except NotProven as fault:
        return Verdict(HTTPStatus.FORBIDDEN, str(fault))
    if request.older > claimed.size:
        return Verdict(HTTPStatus.BAD_REQUEST, "The old size is larger than that of the checkpoint.", signed)
    if request.older != (latest.size if latest else 0):
        return Verdict(HTTPStatus.CONFLICT, "The old size is not the one this witness knows.", signed)
    try:
        require_growth(latest, claimed, proof=request.proof)
    except NotProven as fault:
        return Verdict(HTTPStatus.UNPROCESSABLE_ENTITY, str(fault), signed)
    return Verdict(HTTPStatus.OK, signed=signed)


def place_of(origin: str) -> str:
    """What stands for a log in a witness's addresses."""
    return sha256(origin.encode()).hexdigest()


def cosignatures_in(answer: str | bytes, *, note: str, keys: Iterable[Verifier]) -> tuple[str, ...]:
    """The signature lines of ``keys`` in a witness's answer, each good for ``note``: of each key the newest one.

    Lines of unknown keys are passed over; ``NotProven`` if no known one is there, or one is bad.
    """
    text, _ = split_note(note)
    answered = f"{text}\n{as_text(answer, what='The answer of the witness')}"
    if split_note(answered)[0] != text:
        raise Malformed("The answer of the witness has more in it than signature lines.")
    signed = open_note(answered, keys).signed
    newest: dict[Verifier, tuple[int, str]] = {}
    lines = _lines_by([one.verifier for one in signed], answered)
    for one, line in zip(signed, lines, strict=True):  # both in the order of the answer
        stated = (one.time or 0, line)
        newest[one.verifier] = max(newest.get(one.verifier, stated), stated)
    return tuple(line for _, line in newest.values())


def signed_only_by(verifiers: Iterable[Verifier], note: str) -> str:
    """``note`` with the signature lines of ``verifiers`` only, which were checked."""
    text, _ = split_note(note)
    return f"{text}\n{''.join(_lines_by(verifiers, note))}"


def with_signatures(note: str, lines: Sequence[str]) -> str:
    """``note`` with ``lines`` added; a line of the same key gives way to the newer one.

    Each key has one line, and there are never more than a note may have: what would be too much is left out, and
    the log's own signatures stand first.
    """
    text, before = split_note(note)
    added = [signature for line in lines for signature in split_note(f"{text}\n{line}")[1]]
    newest = {(one.name, one.key_id): _line_of(one) for one in (*before, *added)}
    kept, left = "", NOTE_CHARACTERS_MAX - len(text) - 1
    for line in islice(newest.values(), SIGNATURES_MAX):
        if len(kept) + len(line) <= left:
            kept += line
    return f"{text}\n{kept}"


def _lines_by(verifiers: Iterable[Verifier], note: str) -> tuple[str, ...]:
    wanted = {(key.name, key.key_id) for key in verifiers}
    return tuple(_line_of(one) for one in split_note(note)[1] if (one.name, one.key_id) in wanted)


def _line_of(signature: Signature) -> str:
    return signature_line(signature.name, signature.key_id, signature.raw)


def _read_step(line: str) -> bytes:
    raw = from_base64(line, where="A line of the proof")
    if len(raw) != HASH_BYTES:
        raise Malformed(f"A line of the proof has {len(raw)} bytes instead of {HASH_BYTES}.")
    return raw
