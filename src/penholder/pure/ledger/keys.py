"""Keys that sign and check notes, in the text forms everybody's tools exchange (C2SP signed-note)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from hashlib import sha256
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from penholder.pure.ledger.base64_text import from_base64, to_base64
from penholder.pure.ledger.proven import Malformed, NotProven

_KEY_BYTES = 32
_KEY_ID_BYTES = 4
_SIGNATURE_BYTES = 64
_TIME_MAX = 2**63 - 1
_SECRET_PREFIX = "PRIVATE+KEY+"  # noqa: S105 - what every such key starts with, and no secret


class SignatureKind(IntEnum):
    """What a key's signature says. Other kinds exist; a key of one of them is refused by name."""

    LOG = 0x01  # plain Ed25519 over the note: how a log signs
    COSIGNATURE = 0x04  # Ed25519 over time and note: how a witness says it has seen this


@dataclass(frozen=True)
class Verifier:
    """A public key one has reason to trust. ``name`` and ``key_id`` say which signatures are its own."""

    name: str
    public: bytes
    kind: SignatureKind = SignatureKind.LOG

    def __post_init__(self) -> None:
        require_name(self.name)
        if len(self.public) != _KEY_BYTES:
            raise Malformed(f"An Ed25519 key has {_KEY_BYTES} bytes and this one has {len(self.public)}.")

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """A verifier from its text ``name+key id+key``; every part is checked against the others."""
        parts = vkey.split("+", 2)
        if len(parts) != 3:  # noqa: PLR2004 - the three parts of the text form
            raise Malformed("A key is one line of three parts, name+key id+key, and this is not one.")
        name, key_id, encoded = parts
        require_name(name)
        raw = from_base64(encoded, where=f"The key of “{name}”")
        verifier = cls(name=name, public=raw[1:], kind=_kind_of(raw, name))
        if verifier.key_id.hex() != key_id:
            raise Malformed(
                f"The key of “{name}” does not belong to its key id {key_id!r}: a character may be missing or changed."
            )
        return verifier

    @cached_property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:_KEY_ID_BYTES]

    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"

    def verify(self, text: str, signature: bytes) -> int | None:
        """The time a cosignature states, or ``None`` from a log's key; ``NotProven`` if the signature is bad."""
        stated: int | None = None
        message = text.encode()
        if self.kind is SignatureKind.COSIGNATURE:
            stated, signature = self._split_cosignature(signature)
            message = f"cosignature/v1\ntime {stated}\n".encode() + message
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            self._refuse()
        return stated

    def _split_cosignature(self, signature: bytes) -> tuple[int, bytes]:
        if len(signature) != 8 + _SIGNATURE_BYTES:
            self._refuse()
        (stated,) = struct.unpack(">Q", signature[:8])
        if stated > _TIME_MAX:
            self._refuse()
        return stated, signature[8:]

    def _refuse(self) -> NoReturn:
        raise NotProven(f"The signature of “{self.name}” does not fit the text: one of the two was changed.")


@dataclass(frozen=True)
class Signer:
    """A log's secret key. It never shows its seed except in ``skey()``."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        require_name(self.name)
        if len(self.seed) != _KEY_BYTES:
            raise Malformed(
                f"The seed of a signing key has {_KEY_BYTES} bytes and this one has {len(self.seed)}."
            )

    @classmethod
    def parse(cls, skey: str) -> Signer:
        """A signer from its text ``PRIVATE+KEY+name+key id+seed``. The sentence of a refusal never repeats the key."""
        parts = skey.removeprefix(_SECRET_PREFIX).split("+", 2)
        if not skey.startswith(_SECRET_PREFIX) or len(parts) != 3:  # noqa: PLR2004 - name, key id, seed
            raise Malformed("A signing key is one line PRIVATE+KEY+name+key id+seed, and this is not one.")
        name, key_id, encoded = parts
        raw = from_base64(encoded, where="The signing key")
        if raw[:1] != bytes([SignatureKind.LOG]):
            raise Malformed("The signing key is not an Ed25519 key, the only kind used here.")
        signer = cls(name=name, seed=raw[1:])
        if signer.verifier.key_id.hex() != key_id:
            raise Malformed(
                "The signing key does not belong to its key id: a character may be missing or changed."
            )
        return signer

    @cached_property
    def verifier(self) -> Verifier:
        return Verifier(name=self.name, public=self._private.public_key().public_bytes_raw())

    def skey(self) -> str:
        """The secret text form: to be kept like a key to the building, and shown to nobody."""
        encoded = to_base64(bytes([SignatureKind.LOG]) + self.seed)
        return f"{_SECRET_PREFIX}{self.name}+{self.verifier.key_id.hex()}+{encoded}"

    def sign(self, text: str) -> bytes:
        return self._private.sign(text.encode())

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def is_name(text: str) -> bool:
    """Whether ``text`` can name a key: not empty, no spaces of any script, no plus sign, no control characters."""
    return (
        bool(text)
        and not any(char.isspace() or char == "+" or char < " " for char in text)
        and _is_unicode(text)
    )


def require_name(name: str) -> None:
    if not is_name(name):
        raise Malformed("The name of a key may not be empty or have spaces, “+” or control characters in it.")


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _kind_of(raw: bytes, name: str) -> SignatureKind:
    try:
        return SignatureKind(raw[0])
    except (IndexError, ValueError) as fault:
        raise Malformed(
            f"The key of “{name}” is of a kind not used here: Ed25519 log keys and Ed25519 cosigners are."
        ) from fault
