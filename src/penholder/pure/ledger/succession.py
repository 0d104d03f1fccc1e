"""Which key follows which: a log announces a new key, and retires an old one, in entries of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from penholder.pure.ledger.checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint
from penholder.pure.ledger.counting import KEY_RETIRED, KEY_ROTATED, Mark
from penholder.pure.ledger.keys import SignatureKind, Verifier
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.proven import Malformed, NotProven


def with_announced(
    keys: Sequence[Verifier], marks: Sequence[Mark], notes: Sequence[str]
) -> tuple[Verifier, ...]:
    """``keys``, and those the log announced in an entry that one of ``notes`` covers, signed by a key already trusted."""
    trusted = list(keys)
    announced = [(mark.index, key) for mark in marks for key in _key_in(mark, KEY_ROTATED)]
    while True:
        vouching = (note for note in notes if _may_vouch(note, trusted, marks))
        covered = max((_size(note) for note in vouching), default=0)
        # The same id twice could not be told apart in a note, so a second key of it is not taken on.
        ids = {(key.name, key.key_id) for key in trusted}
        new = [key for index, key in announced if index < covered and (key.name, key.key_id) not in ids]
        if not new:
            return tuple(trusted)
        trusted.append(new[0])


def require_in_force(signed: SignedCheckpoint, marks: Sequence[Mark]) -> None:
    """Nothing, if a key signed that was not retired before; whoever finds an old key lying about continues no log."""
    retired = [index for one in signed.log for index in _retired_before(signed, one.verifier, marks)]
    if len(retired) == len(signed.log):
        raise NotProven(
            f"Nobody but a key that the log retired, in its entry {retired[0]:,}, has signed this checkpoint of "
            f"{signed.checkpoint.size:,} entries."
        )


def is_by(keys: Sequence[Verifier], note: str) -> bool:
    """Whether one of ``keys`` signed this, in force or retired."""
    try:
        open_checkpoint(note, keys=keys)
    except NotProven:
        return False
    return True


def _may_vouch(note: str, keys: Sequence[Verifier], marks: Sequence[Mark]) -> bool:
    try:
        require_in_force(open_checkpoint(note, keys=keys), marks)
    except NotProven:
        return False
    return True


def _retired_before(signed: SignedCheckpoint, key: Verifier, marks: Sequence[Mark]) -> list[int]:
    """Where the log retired this key, if it did so before this checkpoint; the one that ends there it may still sign."""
    found = [mark.index for mark in marks for one in _key_in(mark, KEY_RETIRED) if one == key]
    return [index for index in found if index + 1 < signed.checkpoint.size][:1]


def _key_in(mark: Mark, kind: str) -> Iterator[Verifier]:
    body = mark.body
    vkey = dict(body.facts).get("vkey")
    if body.type != kind or not isinstance(vkey, str):
        return
    try:
        key = Verifier.parse(vkey)
    except Malformed:
        return
    if key.kind is SignatureKind.LOG:
        yield key


def _size(note: str) -> int:
    return Checkpoint.parse(split_note(note)[0]).size
