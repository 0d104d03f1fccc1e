"""Salted commitments: the log binds a person's words without holding them (RFC 9901 disclosures).

The log keeps only the digest. Whoever holds the disclosure (salt, name, value) can show that these are the words; once
every copy of it is deleted, the digest tells nothing, because nobody can try words against a salt that is gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from penholder.pure.ledger.base64_text import from_base64url, to_base64url
from penholder.pure.ledger.canon import Json
from penholder.pure.ledger.proven import Malformed, NotProven

SALT_BYTES = 32
DIGEST_ALGORITHM = "sha-256"

_RESERVED_NAMES = frozenset({"", "_sd", "..."})
_PARTS = 3  # salt, name, value


@dataclass(frozen=True, slots=True)
class Disclosure:
    """An opened commitment. ``text`` is the exact string that was hashed; it is never written anew."""

    salt: str
    name: str
    value: Json
    text: str

    @property
    def digest(self) -> str:
        return digest(self.text)


def disclose(salt: bytes, name: str, value: Json) -> str:
    """The disclosure of ``value`` under ``name``. Every salt is fresh, random and used once."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"A salt has {SALT_BYTES} random bytes, not {len(salt)}.")
    if name in _RESERVED_NAMES:
        raise ValueError(f"A disclosure cannot be named {name!r}: the format keeps this name for itself.")
    return _encode(to_base64url(salt), name, value)


def digest(disclosure: str) -> str:
    """The commitment to ``disclosure``: the digest of its characters, not of what they say."""
    return to_base64url(sha256(disclosure.encode("ascii")).digest())


def decoy(random_bytes: bytes) -> str:
    """A digest of nothing, which nobody can tell from a real one."""
    if len(random_bytes) != SALT_BYTES:
        raise ValueError(f"A decoy is made from {SALT_BYTES} random bytes, not {len(random_bytes)}.")
    return to_base64url(sha256(random_bytes).digest())


def pad(digests: Iterable[str], decoys: Iterable[str]) -> tuple[str, ...]:
    """Real digests and decoys together, sorted, so that neither their order nor their number says anything."""
    together = sorted((*digests, *decoys))
    if len(set(together)) != len(together):
        raise ValueError("A commitment stands here twice: every disclosure needs a salt of its own.")
    return tuple(together)


def read_disclosure(text: str) -> Disclosure:
    """The salt, name and value in ``text``."""
    raw = from_base64url(text, where="A disclosure")
    try:
        parts = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise Malformed("A disclosure does not hold readable JSON.") from fault
    if not isinstance(parts, list) or len(parts) != _PARTS:
        raise Malformed("A disclosure holds three things, a salt, a name and a value, and this one does not.")
    salt, name, value = parts
    if not isinstance(salt, str) or not isinstance(name, str) or not salt or name in _RESERVED_NAMES:
        raise Malformed("The salt and the name of a disclosure are texts, and here they are not.")
    return Disclosure(salt=salt, name=name, value=value, text=text)


def open_commitments(sd: Iterable[str], disclosures: Iterable[str]) -> tuple[Disclosure, ...]:
    """``disclosures``, opened, if each of them is bound by a digest in ``sd``; ``NotProven`` if one is not."""
    bound = frozenset(sd)
    opened = tuple(read_disclosure(text) for text in disclosures)
    for disclosure in opened:
        if disclosure.digest not in bound:
            raise NotProven(f"The words shown as “{disclosure.name}” are not those the entry was made for.")
    if len({disclosure.name for disclosure in opened}) != len(opened):
        raise NotProven("Two disclosures claim to be the same part of the entry.")
    return opened


def _encode(salt: str, name: str, value: Json) -> str:
    """The one serialisation used here: that of the examples in RFC 9901, with a space after each comma and colon."""
    try:
        return to_base64url(
            json.dumps([salt, name, value], ensure_ascii=False, allow_nan=False).encode("utf-8")
        )
    except (TypeError, ValueError, RecursionError) as fault:
        raise ValueError(f"The value of {name!r} cannot be written as JSON: {fault}.") from fault
