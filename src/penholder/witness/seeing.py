"""The one act of a witness: look at a checkpoint, remember it, and only then sign that it was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from penholder.pure.ledger.checkpoint import Checkpoint
from penholder.pure.ledger.conflict import Conflict, are_at_odds
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.proven import Malformed
from penholder.pure.ledger.witness import SIZE_TYPE, AddCheckpoint, Cosigner, judge, signed_only_by
from penholder.witness.memory import Cosigned, Desk, Memory

PLAIN = "text/plain; charset=utf-8"
_WITHOUT_MEMORY = {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN, HTTPStatus.BAD_REQUEST}


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over the wire."""

    status: HTTPStatus
    body: str
    kind: str = PLAIN


@dataclass(frozen=True, slots=True)
class Witness:
    """A key, a memory and a clock."""

    cosigner: Cosigner
    memory: Memory
    clock: Callable[[], int]

    def see(self, raw: bytes) -> Reply:
        """Answer ``add-checkpoint``. What is answered is on disk before this returns."""
        try:
            request = AddCheckpoint.parse(raw)
        except Malformed as fault:
            return Reply(HTTPStatus.BAD_REQUEST, f"{fault}\n")
        with self.memory.reading() as desk:
            keys = desk.keys_of(request.claimed.origin)
        first = judge(request, latest=None, keys=keys)
        if first.status in _WITHOUT_MEMORY:  # nobody without the log's key can make this witness write
            return Reply(first.status, f"{first.sentence}\n")
        with self.memory.deciding() as desk:
            return self._decide(request, desk)

    def _decide(self, request: AddCheckpoint, desk: Desk) -> Reply:
        """Check and remember in one go, so that of two requests at once the later judges by what the earlier left."""
        checkpoint = request.claimed
        origin = checkpoint.origin
        latest = desk.latest(origin)
        verdict = judge(request, latest=latest.checkpoint if latest else None, keys=desk.keys_of(origin))
        if verdict.signed is None:
            return Reply(verdict.status, f"{verdict.sentence}\n")
        note = signed_only_by((one.verifier for one in verdict.signed.log), request.note)
        now = self.clock()
        conflicts = tuple(_conflicts(request, note, desk))
        for conflict in conflicts:
            desk.keep_conflict(origin, conflict, at=now)
        if verdict.status is HTTPStatus.OK:
            line = self.cosigner.line(split_note(request.note)[0], time=now)
            desk.keep(origin, checkpoint, Cosigned(note=note, line=line, at=now))
            return Reply(HTTPStatus.OK, line)
        if not conflicts and latest is not None:
            _keep_if_stray(desk, checkpoint, note, latest=latest.checkpoint, at=now)
        if verdict.status is HTTPStatus.CONFLICT:
            return Reply(verdict.status, f"{latest.checkpoint.size if latest else 0}\n", SIZE_TYPE)
        return Reply(verdict.status, f"{verdict.sentence}\n")


def _conflicts(request: AddCheckpoint, note: str, desk: Desk) -> Iterator[Conflict]:
    """What this request proves together with what is known, whatever else is to be answered to it.

    A proof that merely fails proves nothing: anybody could send one with a good checkpoint.
    """
    checkpoint = request.claimed
    for size, path in {checkpoint.size: (), request.older: request.proof}.items():
        for known in desk.known_at(checkpoint.origin, size):
            then = Checkpoint.parse(split_note(known)[0])
            if size <= checkpoint.size and are_at_odds(then, checkpoint, path):
                yield Conflict(one=known, other=note, path=path if size < checkpoint.size else ())


def _keep_if_stray(desk: Desk, checkpoint: Checkpoint, note: str, *, latest: Checkpoint, at: int) -> None:
    """A smaller checkpoint may be old and good, or of another story: whoever has the entries can tell."""
    if 0 < checkpoint.size < latest.size and not desk.known_at(checkpoint.origin, checkpoint.size):
        desk.keep_stray(checkpoint.origin, checkpoint, note, at=at)
