"""Base64 that has exactly one spelling for any bytes.

Python's decoders overlook stray characters and unused bits, so one changed letter could decode to the same bytes.
A receipt must not survive that: text is accepted only if encoding the result gives the same text again.
"""

from __future__ import annotations

import base64
import binascii

from penholder.pure.ledger.proven import Malformed


def to_base64(raw: bytes) -> str:
    """Standard base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(raw).decode("ascii")


def from_base64(text: str, *, where: str) -> bytes:
    """The bytes of ``text``; ``where`` names the place in the sentence if it is not base64."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raw = None
    if raw is None or to_base64(raw) != text:
        raise Malformed(f"{where} is not proper base64: characters are missing, changed or added.")
    return raw


def to_base64url(raw: bytes) -> str:
    """Base64 for addresses, without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_base64url(text: str, *, where: str) -> bytes:
    """The bytes of unpadded base64url ``text``."""
    standard = text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4)
    if set("+/=") & set(text):
        raise Malformed(f"{where} is not proper base64url: it has “+”, “/” or “=” in it.")
    return from_base64(standard, where=where)
