"""Which key follows which: a log announces a new key, and retires an old one, in entries of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from penholder.pure.ledger.checkpoint import SignedCheckpoint, open_checkpoint
from penholder.pure.ledger.counting import KEY_RETIRED, KEY_ROTATED, Mark
from penholder.pure.ledger.keys import SignatureKind, Verifier
from penholder.pure.ledger.proven import Malformed, NotProven


def with_announced(
    keys: Sequence[Verifier], marks: Sequence[Mark], notes: Sequence[str]
) -> tuple[Verifier, ...]:
    """``keys``, and those the log announced in an entry that one of ``notes`` covers, signed by a key already trusted.

    A retired key covers nothing beyond its own retirement, however long the log is that it signs.
    """
    trusted = list(keys)
    announced = [(mark.index, key) for mark in marks for key in _key_in(mark, KEY_ROTATED)]
    last = _last_sizes(marks)
    while True:
        covered = max((_covered_by(note, trusted, last) for note in notes), default=0)
        # The same id twice could not be told apart in a note, so a second key of it is not taken on.
        ids = {(key.name, key.key_id) for key in trusted}
        new = [key for index, key in announced if index < covered and (key.name, key.key_id) not in ids]
        if not new:
            return tuple(trusted)
        trusted.append(new[0])


def require_in_force(signed: SignedCheckpoint, marks: Sequence[Mark]) -> None:
    """Nothing, if a key signed that was not retired before; whoever finds an old key lying about continues no log."""
    size, last = signed.checkpoint.size, _last_sizes(marks)
    if all(last.get(one.verifier, size) < size for one in signed.log):
        raise NotProven(
            f"Nobody but a key that the log retired, in its entry {last[signed.log[0].verifier] - 1:,}, has signed this "
            f"checkpoint of {size:,} entries."
        )


def is_by(keys: Sequence[Verifier], note: str) -> bool:
    """Whether one of ``keys`` signed this, in force or retired."""
    try:
        open_checkpoint(note, keys=keys)
    except NotProven:
        return False
    return True


def _covered_by(note: str, keys: Sequence[Verifier], last: Mapping[Verifier, int]) -> int:
    """How many entries this note covers, by the word of those of ``keys`` that signed it."""
    try:
        signed = open_checkpoint(note, keys=keys)
    except NotProven:
        return 0
    size = signed.checkpoint.size
    return max(min(size, last.get(one.verifier, size)) for one in signed.log)


def _last_sizes(marks: Sequence[Mark]) -> Mapping[Verifier, int]:
    """Of each key the log retired, the last size it may sign: that of the log which ends with its retirement."""
    retired = [(key, mark.index + 1) for mark in marks for key in _key_in(mark, KEY_RETIRED)]
    return dict(reversed(retired))


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
