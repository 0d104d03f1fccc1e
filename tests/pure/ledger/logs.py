"""Small logs of invented entries, the same every time, for tests and for the vectors kept beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from penholder.pure.ledger.checkpoint import Checkpoint, sign_checkpoint
from penholder.pure.ledger.disclosure import decoy, digest, disclose, pad
from penholder.pure.ledger.enclosure import enclose
from penholder.pure.ledger.entry import EntryBody, facts_of
from penholder.pure.ledger.keys import SignatureKind, Signer, Verifier
from penholder.pure.ledger.merkle import inclusion_proof, leaf_hash, root_of
from penholder.pure.ledger.note import signature_line, split_note
from penholder.pure.ledger.receipt import Receipt

ORIGIN = "meadow.example/record"
SIGNER = Signer(name=ORIGIN, seed=bytes(range(32)))
STRANGER = Signer(name=ORIGIN, seed=bytes(range(1, 33)))
KEYS = (SIGNER.verifier,)
WITNESS = Signer(name="library.example/witness", seed=bytes(range(2, 34)))
WITNESS_KEY = Verifier(name=WITNESS.name, public=WITNESS.verifier.public, kind=SignatureKind.COSIGNATURE)


@dataclass(frozen=True)
class MadeLog:
    """A log with everything one needs to hand out its receipts."""

    entries: tuple[bytes, ...]
    disclosures: tuple[tuple[str, ...], ...]
    note: str

    def receipt(self, index: int) -> Receipt:
        proof = inclusion_proof(index, [leaf_hash(entry) for entry in self.entries])
        bare = Receipt(index=index, proof=proof, checkpoint_note=self.note)
        return enclose(bare, self.entries[index], self.disclosures[index])


@cache
def made_log(size: int, *, signer: Signer = SIGNER) -> MadeLog:
    made = [_made_entry(number) for number in range(size)]
    entries = tuple(entry for entry, _ in made)
    root = root_of([leaf_hash(entry) for entry in entries])
    note = sign_checkpoint(Checkpoint(origin=ORIGIN, size=size, root=root), signer)
    return MadeLog(entries=entries, disclosures=tuple(opened for _, opened in made), note=note)


def cosigned(note: str, *, time: int, signer: Signer = WITNESS) -> str:
    """``note`` with the line of a witness that saw it at ``time``."""
    text, _ = split_note(note)
    key = Verifier(name=signer.name, public=signer.verifier.public, kind=SignatureKind.COSIGNATURE)
    stamped = time.to_bytes(8, "big") + signer.sign(f"cosignature/v1\ntime {time}\n{text}")
    return note + signature_line(signer.name, key.key_id, stamped)


def changed_bytes(raw: bytes) -> Iterator[bytes]:
    """``raw`` with one byte changed, for every byte of it."""
    for at, byte in enumerate(raw):
        yield raw[:at] + bytes([byte ^ 1]) + raw[at + 1 :]


def _made_entry(number: int) -> tuple[bytes, tuple[str, ...]]:
    words = ("The garden gate should stay open on Sundays.", "Thank you – we are glad to be asked. Schön!")
    opened = tuple(
        disclose(_random(f"salt {number} {name}"), name, words[(number + at) % 2])
        for at, name in enumerate(("question.1", "question.2"))
    )
    body = EntryBody(
        t=f"2026-05-{number % 28 + 1:02}T{number % 24:02}:30Z",
        type="response.received",
        scope="consultation/garden",
        obj=_random(f"obj {number}").hex()[:32],
        facts=facts_of({"channel": "web", "number": number + 1}),
        sd=pad(map(digest, opened), [decoy(_random(f"decoy {number} {at}")) for at in range(2)]),
    )
    return body.to_bytes(), opened


def _random(label: str) -> bytes:
    """Bytes that look random and come again: never a way to make a salt outside tests."""
    return sha256(label.encode()).digest()
