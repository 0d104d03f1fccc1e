"""Asking witnesses after each seal, in the background: nobody who is at the site ever waits for one.

The witnesses are those in the file ``policy`` in the data folder (C2SP tlog-policy), which only the host can write. The
site asks at the addresses given there, and nowhere else.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from django.db import DatabaseError, connections

from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.policy import KnownWitness, Policy
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.witness import AddCheckpoint, cosignatures_in, with_signatures
from penholder.record import clock, signing, store
from penholder.record.considering import Considered, Finding, consider
from penholder.record.durable import write_whole
from penholder.record.folder import RecordFolder
from penholder.witness.asking import Answered, DistantWitness, Unreachable

log = logging.getLogger(__name__)

PAUSE = 1.0  # between two rounds, so that a busy hour asks about the newest seal and not about each
FIRST_RETRY, LAST_RETRY = 5.0, 3600.0
FAILURES_MAX = 20
AT_START = 3.0  # seconds a witness has to say what it has seen before the site starts without its word
HEARING = 600.0  # how often a witness is asked whether others have shown it anything
_ALARMING = {Considered.SPLIT, Considered.ROLLED_BACK}


class Reaction(Enum):
    """What a witness did."""

    COSIGNED = "cosigned"
    WAITING = "waiting"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking one witness; ``again_in`` seconds it will be asked again, where it has to be."""

    witness: str
    reaction: Reaction
    sentence: str
    again_in: float = 0.0


@dataclass(frozen=True, slots=True)
class _Acquaintance:
    """What is remembered of a witness between two rounds. All of it may be lost: the witness tells its size anew."""

    size: int = 0
    failures: int = 0
    not_before: float = 0.0
    heard: float = 0.0


def policy_path() -> Path:
    """Where the host writes whose word this site asks for."""
    return signing.here().data / "policy"


def policy_in_force() -> Policy | None:
    """The policy of this site; None where there is none, ``Malformed`` where it breaks a rule."""
    try:
        return Policy.parse(policy_path().read_bytes())
    except FileNotFoundError:
        return None


def longest_seen() -> str:
    """The longest checkpoint of ours that any witness shows, asked briefly; empty where none can be had.

    For the start: a database, files and signer that were all put back from one old copy agree with each other, and only
    somebody elsewhere can know better.
    """
    try:
        policy = policy_in_force()
    except NotProven as fault:
        log.warning("The policy of this site can't be read, so no witness is asked: %s", fault)
        return ""
    notes = [_shown(witness) for witness in policy.witnesses if witness.url] if policy else []
    return max(filter(None, notes), key=lambda note: Checkpoint.parse(split_note(note)[0]).size, default="")


def _shown(witness: KnownWitness) -> str:
    """What this witness shows of our record, if our key signed it."""
    try:
        note = DistantWitness(witness.url, patience=AT_START).checkpoint(signing.origin())
        if note:
            open_checkpoint(note, keys=signing.verifiers())
    except (Unreachable, NotProven) as fault:
        log.warning("Witness %s could not tell what it has seen: %s", witness.name, fault)
        return ""
    return note


def after_seal() -> None:
    """Have the witnesses asked soon. Returns at once, and does nothing where there is no policy."""
    if policy_path().is_file():
        _background.wake()


def ask_witnesses(note: str) -> tuple[Answer, ...]:
    """Ask every witness of the policy about this checkpoint, one after the other, and publish what they sign.

    Written: their lines into ``checkpoint`` while that is still the same, ``witnessed`` as soon as the quorum is
    there, and an alarm where a witness proves that this record signed something else.
    """
    policy = policy_in_force()
    if policy is None:
        return ()
    round_ = _Round(note=note, policy=policy, folder=signing.here(), keys=signing.verifiers())
    return tuple(round_.ask(witness) for witness in policy.witnesses if witness.url)


@dataclass(slots=True)
class _Round:
    """One checkpoint, shown to everyone in turn."""

    note: str
    policy: Policy
    folder: RecordFolder
    keys: tuple[Verifier, ...]
    lines: list[str] = field(default_factory=list)

    @property
    def checkpoint(self) -> Checkpoint:
        return Checkpoint.parse(split_note(self.note)[0])

    def ask(self, witness: KnownWitness) -> Answer:
        now = clock.now().timestamp()
        known = _remembered(self.folder, witness, now=now)
        if known.not_before > now:
            wait = known.not_before - now
            return Answer(
                witness.name, Reaction.WAITING, "It did not answer lately and is left in peace.", wait
            )
        distant = DistantWitness(witness.url)
        try:
            answer, known = self._asked(witness, distant, known)
            if known.heard + HEARING <= now:
                answer = self._heard(witness, distant) or answer
                known = replace(known, heard=now)
        except Unreachable as fault:
            wait = min(FIRST_RETRY * 2.0**known.failures, LAST_RETRY)
            answer = Answer(witness.name, Reaction.UNREACHABLE, str(fault), wait)
            known = replace(known, failures=min(known.failures + 1, FAILURES_MAX), not_before=now + wait)
        else:
            known = replace(known, failures=0, not_before=0.0)
        _remember(self.folder, witness, known)
        return answer

    def _asked(
        self, witness: KnownWitness, distant: DistantWitness, known: _Acquaintance
    ) -> tuple[Answer, _Acquaintance]:
        size = self.checkpoint.size
        answered = self._add(distant, min(known.size, size))
        if answered.size is not None and answered.size <= size:
            known = replace(known, size=answered.size)
            answered = self._add(distant, answered.size)
        if answered.status != HTTPStatus.OK:
            return self._refused(witness, distant, answered), known
        try:
            self._publish(cosignatures_in(answered.body, note=self.note, keys=[witness.verifier]))
        except NotProven as fault:
            return Answer(witness.name, Reaction.REFUSED, f"Its signature can't be used. {fault}"), known
        return Answer(witness.name, Reaction.COSIGNED, f"It has seen {size:,} entries."), replace(
            known, size=size
        )

    def _add(self, distant: DistantWitness, older: int) -> Answered:
        tree = store.tree_of(self.folder, self.checkpoint.size)
        return distant.add(AddCheckpoint(older=older, proof=tree.consistency(older), note=self.note))

    def _refused(self, witness: KnownWitness, distant: DistantWitness, answered: Answered) -> Answer:
        """What a refusal means is seen from what the witness has: it has to show our own signature to raise an alarm."""
        if answered.status in {HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}:
            seen = distant.checkpoint(self.checkpoint.origin)
            if alarm := _alarm_of(witness, (consider(seen),) if seen else ()):
                return alarm
        why = _WHY.get(
            answered.status, f"It answered with {answered.status}, which says nothing about this record."
        )
        return Answer(witness.name, Reaction.REFUSED, why)

    def _heard(self, witness: KnownWitness, distant: DistantWitness) -> Answer | None:
        """What others have shown the witness may be proof against this record."""
        shown = distant.conflicts(self.checkpoint.origin)
        return _alarm_of(witness, [consider(note) for one in shown for note in (one.one, one.other)])

    def _publish(self, lines: Sequence[str]) -> None:
        """Under the lock of the seal, so that no newer checkpoint gives way to an older one with more signatures.

        Raises NotProven, and publishes nothing, where the result could not be opened by those who read it.
        """
        with store.lock(self.folder):
            newest = store.newest(self.folder)
            is_newest = newest is not None and split_note(newest.note)[0] == split_note(self.note)[0]
            before = newest.note if newest is not None and is_newest else self.note
            note = with_signatures(before, [*self.lines, *lines])
            opened = open_checkpoint(note, keys=(*self.keys, *self.policy.witness_keys))
            self.note = note
            self.lines.extend(lines)
            if is_newest:
                store.publish(self.folder, store.CHECKPOINT, note.encode())
            if self.policy.is_satisfied_by(opened) and self._is_newest_witnessed():
                store.publish(self.folder, store.WITNESSED, note.encode())

    def _is_newest_witnessed(self) -> bool:
        before = store.newest(self.folder, store.WITNESSED)
        return before is None or before.size <= self.checkpoint.size


_WHY: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "It does not watch this record: give whoever runs it the key of this record.",
    HTTPStatus.FORBIDDEN: "It knows another key of this record: give whoever runs it the newest one.",
    HTTPStatus.CONFLICT: "It says it has seen a longer record and shows none; another process may have asked it already.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "It says this does not continue what it saw, and shows nothing that differs.",
}


def _alarm_of(witness: KnownWitness, findings: Iterable[Finding]) -> Answer | None:
    for finding in findings:
        if finding.kind in _ALARMING and finding.alarm is not None:
            return Answer(witness.name, Reaction.ALARM, finding.alarm.kind.value)
    return None


# What is remembered of each witness


def _remembered(folder: RecordFolder, witness: KnownWitness, *, now: float) -> _Acquaintance:
    """What is known of this witness. What lies in a future we never meant comes from a clock that was wrong."""
    try:
        told = json.loads(_place(folder, witness).read_bytes())
        known = _Acquaintance(
            size=int(told["size"]),
            failures=min(int(told["failures"]), FAILURES_MAX),
            not_before=float(told["not_before"]),
            heard=float(told["heard"]),
        )
    except (FileNotFoundError, ValueError, TypeError, KeyError, OverflowError):
        return _Acquaintance()
    return replace(
        known,
        size=max(known.size, 0),
        not_before=known.not_before if known.not_before <= now + LAST_RETRY else 0.0,
        heard=known.heard if known.heard <= now else 0.0,
    )


def _remember(folder: RecordFolder, witness: KnownWitness, known: _Acquaintance) -> None:
    write_whole(_place(folder, witness), json.dumps(asdict(known)).encode(), mode=0o600)


def _place(folder: RecordFolder, witness: KnownWitness) -> Path:
    return folder.data / "witnesses" / f"{sha256(witness.verifier.vkey().encode()).hexdigest()[:32]}.json"


# In the background


class _Background:
    """One thread in each process that seals. It lives as long as the process, and holds nobody up when that ends."""

    def __init__(self) -> None:
        self._wanted = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._folder: RecordFolder | None = None

    def wake(self) -> None:
        self._folder = signing.here()
        self._wanted.set()
        with self._starting:
            if self._thread is None or not self._thread.is_alive():  # nor is it after a fork
                self._thread = threading.Thread(target=self._run, name="asking witnesses", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        again_in: float | None = None
        while True:
            self._wanted.wait(again_in)
            self._wanted.clear()
            again_in = self._ask()
            time.sleep(PAUSE)

    def _ask(self) -> float | None:
        """How soon to ask again without being woken; None if nothing is left to ask."""
        answers: tuple[Answer, ...] = ()
        folder = signing.here()
        if folder != self._folder:
            return None
        try:
            newest = store.newest(folder)
            if newest is not None:
                answers = ask_witnesses(newest.note)
        except (OSError, NotProven, DatabaseError) as fault:
            log.warning("The witnesses could not be asked: %s", fault)
            return LAST_RETRY
        finally:
            connections.close_all()
        for answer in answers:
            if answer.reaction is not Reaction.COSIGNED:
                log.warning("Witness %s: %s. %s", answer.witness, answer.reaction.value, answer.sentence)
        return min((answer.again_in for answer in answers if answer.again_in), default=None)


_background = _Background()
