"""Entries as they are kept and sent: each behind its length in two bytes (tlog-tiles entry bundles)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from penholder.pure.ledger.canon import checked_size
from penholder.pure.ledger.proven import Malformed

_LENGTH_BYTES = 2


def write_entries(entries: Iterable[bytes]) -> bytes:
    """All ``entries`` one after another; ``ValueError`` where one is too long to be an entry."""
    return b"".join(len(entry).to_bytes(_LENGTH_BYTES, "big") + entry for entry in map(checked_size, entries))


def read_entries(raw: bytes) -> tuple[bytes, ...]:
    """The entries in ``raw``, which must end exactly where the last one ends."""
    return tuple(entries_in(raw))


def entries_in(raw: bytes) -> Iterator[bytes]:
    """The same, one at a time: for a log too large to be held twice."""
    at, end, number = 0, len(raw), 0
    while at < end:
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(raw[at:start], "big")
        if at > end:  # a cut through the length itself lands here too, as `start` is already past the end
            raise Malformed(
                f"The entries break off in the middle of entry {number}: the file is damaged or not complete."
            )
        yield raw[start:at]
        number += 1
