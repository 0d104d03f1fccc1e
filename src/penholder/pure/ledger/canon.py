"""One value, one row of bytes: canonical JSON (RFC 8785), and the size an entry may have."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

from penholder.pure.ledger.proven import Malformed

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

# An entry's length is written in two bytes wherever entries are kept or sent, so no entry can be longer.
ENTRY_BYTES_MAX = 65_535

_PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Json) -> bytes:
    """The canonical JSON bytes of ``value``; ``ValueError`` says why there are none."""
    try:
        return rfc8785.dumps(value)
    except RecursionError as fault:
        raise ValueError("This cannot be written as canonical JSON: it is nested too deeply.") from fault
    except ValueError as fault:
        raise ValueError(f"This cannot be written as canonical JSON: {fault}.") from fault


def canonical_plain(value: Mapping[str, Json]) -> bytes:
    """The same bytes, several times as fast, for a value without fractions whose names are ASCII.

    For such values the standard library writes what RFC 8785 asks for: names in order (code points and UTF-16 units
    agree on ASCII), no white space, characters as themselves, control characters in their short forms.
    """
    try:
        return _PLAIN.encode(value).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as fault:
        raise ValueError(f"This cannot be written as canonical JSON: {fault}.") from fault


def read_canonical(raw: bytes, *, what: str) -> Json:
    """The value of canonical JSON bytes; any other spelling of the same value is refused.

    Reading strictly is what binds every displayed field to the hash of the bytes: two spellings could be shown alike.
    """
    try:
        value: Json = json.loads(raw.decode("utf-8"))
        again = canonical(value)
    except (ValueError, RecursionError) as fault:
        raise Malformed(f"{what} is not readable JSON.") from fault
    if again != raw:
        raise Malformed(f"{what} is not in canonical form: the same thing is spelt in another way.")
    return value


def checked_size(entry: bytes) -> bytes:
    """``entry`` again, if the log can hold it."""
    if len(entry) > ENTRY_BYTES_MAX:
        raise ValueError(
            f"An entry may have {ENTRY_BYTES_MAX:,} bytes and this one has {len(entry):,}. "
            "Keep long texts outside the record and enter their commitments."
        )
    return entry
