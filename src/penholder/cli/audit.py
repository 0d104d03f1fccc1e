"""``penholder audit``: check a whole log, ours or anybody's, from its own files; the next time only what is new."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from penholder.copies.auditing import audit_log
from penholder.copies.files import Files, Unreadable, bytes_of, checkpoint_of, witnessed_of
from penholder.copies.keys import keys_given, keys_or_those_of, policy_in
from penholder.copies.memory import Remembered, keep_evidence, remember, remembered_at, usual_place
from penholder.copies.opening import open_copy
from penholder.copies.showing import Clock, at_minute, in_words, say, say_line, say_signers
from penholder.pure.ledger.audit import AuditedLog, AuditState, Forked, Named
from penholder.pure.ledger.checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint
from penholder.pure.ledger.counting import NOT_OURS, Mark
from penholder.pure.ledger.keys import SignatureKind, Verifier
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.policy import Policy
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.receipt import FORMAT, Receipt

HELP = "check a whole log, at an address or in a folder, from its own files"

SOUND, NOT_SOUND, BAD_USAGE, STOPPED = 0, 1, 2, 130

_ENTRIES_UNSAVED = 250_000
_LISTED_MAX = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "copy", metavar="COPY", help="the log: its web address, or a folder or .zip with a copy of it"
    )
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="KEY",
        help="the key you trust, as a line name+id+key or a file of such lines; may be given more than once",
    )
    parser.add_argument(
        "--policy", type=Path, metavar="FILE", help="whose word you ask for: logs, witnesses and a quorum"
    )
    parser.add_argument(
        "--checkpoint",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="a checkpoint or a receipt that somebody holds, and that must agree; may be given more than once",
    )
    parser.add_argument(
        "--state",
        type=Path,
        metavar="FILE",
        help="where to remember how far this came (usually in your cache)",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="hash every entry again, also those audited before"
    )
    parser.add_argument("--json", action="store_true", help="the result as one JSON object")


def run(args: argparse.Namespace) -> int:
    try:
        asked = _asked(args)
        return _audit(args, asked)
    except Unreadable as fault:
        say(str(fault), to=sys.stderr)
        return BAD_USAGE
    except NotProven as fault:
        return _refuse(args, str(fault))


def _audit(args: argparse.Namespace, asked: _Asked) -> int:
    watch = _Watch.over(asked)
    try:
        log = audit_log(asked.files, keys=asked.keys, since=asked.since, also=asked.also, progress=watch.told)
    except Forked as fork:
        return _refuse(args, str(fork), evidence=str(keep_evidence(asked.place, fork)))
    except KeyboardInterrupt:
        watch.save()
        say(
            f"Stopped. {watch.last.size:,} entries are done, and the next run goes on from there.",
            to=sys.stderr,
        )
        return STOPPED
    quorum = _quorum(asked.policy, log)
    remember(asked.place, asked.with_state(log.state))
    if args.json:
        say(json.dumps(_as_json(asked, log, quorum), indent=1))
    else:
        _say_sound(asked, log, quorum)
    return SOUND


# What was asked


@dataclass(frozen=True, slots=True)
class _Asked:
    """Everything an audit needs, read and ready."""

    files: Files
    keys: tuple[Verifier, ...]
    keys_came_with_copy: bool
    policy: Policy | None
    also: tuple[Named, ...]
    place: Path
    since: AuditState
    claimed: Checkpoint

    @property
    def log_keys(self) -> tuple[Verifier, ...]:
        return tuple(key for key in self.keys if key.kind is SignatureKind.LOG)

    def with_state(self, state: AuditState) -> Remembered:
        """What to remember of this audit."""
        return Remembered(state, self.log_keys, self.keys_came_with_copy)


def _asked(args: argparse.Namespace) -> _Asked:
    files = open_copy(args.copy)
    policy = policy_in(args.policy) if args.policy else None
    claimed = Checkpoint.parse(split_note(checkpoint_of(files))[0])
    place = args.state or usual_place(claimed.origin, os.environ)
    before = remembered_at(place)
    if before is not None and before.state.origin != claimed.origin:
        raise Unreadable(
            f"{place} remembers the log “{before.state.origin}”, and this is “{claimed.origin}”. Name another file with --state."
        )
    given = (*keys_given(args.key), *(policy.keys if policy else ()))
    came_with_copy = False
    if not any(key.kind is SignatureKind.LOG for key in given):
        # The key of the first time, and not one that the copy may bring today.
        came_with_copy = before is None or before.keys_came_with_copy
        given = (*given, *(before.keys if before is not None else keys_or_those_of(files, ())))
    since = before.state if before is not None else AuditState(origin=claimed.origin)
    return _Asked(
        files=files,
        keys=tuple(dict.fromkeys(given)),
        keys_came_with_copy=came_with_copy,
        policy=policy,
        also=(*map(_note_in, args.checkpoint), *(witnessed_of(files) if policy else ())),
        place=place,
        since=since.begun_again() if args.fresh else since,
        claimed=claimed,
    )


def _note_in(path: Path) -> Named:
    """The checkpoint in this file, or in the receipt that it is."""
    raw = bytes_of(path)
    try:
        if raw.startswith(f"{FORMAT}\n".encode()):
            return f"the receipt {path}", Receipt.parse(raw).checkpoint_note
        _ = split_note(raw)
    except Malformed as fault:
        raise Unreadable(f"{path} is neither a checkpoint nor a receipt. {fault}") from fault
    return f"the checkpoint {path}", raw


# While it runs


@dataclass(slots=True)
class _Watch:
    """Tells how far it is when it takes long, and sees to it that little is lost if it is stopped."""

    asked: _Asked
    clock: Clock
    last: AuditState
    saved: int

    @classmethod
    def over(cls, asked: _Asked) -> _Watch:
        return cls(asked, Clock(asked.claimed.size), asked.since, asked.since.size)

    def told(self, state: AuditState) -> None:
        self.last = state
        self.clock.told(state)
        # Begun again after a fault, it counts from 0: until it is further than what is saved, that stays.
        if state.size - self.saved >= _ENTRIES_UNSAVED:
            self.save()

    def save(self) -> None:
        self.saved = self.last.size
        remember(self.asked.place, self.asked.with_state(self.last))


# With a policy


def _quorum(policy: Policy | None, log: AuditedLog) -> SignedCheckpoint | None:
    """The largest checkpoint that satisfies the policy; ``NotProven`` where there is none, None without a policy."""
    if policy is None:
        return None
    keys = (*log.keys, *policy.witness_keys)
    opened = (open_checkpoint(note, keys=tuple(dict.fromkeys(keys))) for note in (log.note, *log.held))
    enough = [signed for signed in opened if policy.is_satisfied_by(signed)]
    if not enough:
        raise NotProven("Not enough of the witnesses you ask for have seen any checkpoint of this log.")
    return max(enough, key=lambda signed: signed.checkpoint.size)


# Saying it


def _refuse(args: argparse.Namespace, sentence: str, *, evidence: str = "") -> int:
    if args.json:
        kept = {"evidence": evidence} if evidence else {}
        say(json.dumps({"sound": False, "fault": sentence, **kept}, indent=1))
        return NOT_SOUND
    say(f"{args.copy}: not sound. {sentence}", to=sys.stderr)
    if evidence:
        say(f"Both checkpoints are kept in {evidence}. Show them to others who use this log.", to=sys.stderr)
    return NOT_SOUND


def _say_sound(asked: _Asked, log: AuditedLog, quorum: SignedCheckpoint | None) -> None:
    point = log.checkpoint
    say(f"{asked.files.where}: sound. This log is whole and unchanged.")
    say_line("Log", point.origin)
    before = f", {log.begun:,} of them in earlier audits" if log.begun else ", every one just now"
    say_line("Entries", f"{point.size:,}, hashed{before}")
    say_line("Root", point.root.hex())
    say_signers(log.signed)
    for key in log.announced:
        say_line(
            "New key", f"{key.key_id.hex()}, announced by the log in an entry that the key before it signed"
        )
    if quorum is not None:
        say_line(
            "Quorum", f"enough of the witnesses you ask for have seen {quorum.checkpoint.size:,} entries"
        )
    if log.held:
        say_line("Agrees", f"with {len(log.held):,} other checkpoint{'s' if len(log.held) > 1 else ''}")
    _say_kinds(log)
    for mark in log.marks[-_LISTED_MAX:]:
        say_line("Of note", _named(mark))
    if len(log.marks) > _LISTED_MAX:
        say_line("", f"and {len(log.marks) - _LISTED_MAX:,} before these; --json lists them all")
    if asked.keys_came_with_copy:
        say_line("Mind", "the key came with the copy. Compare it with the one published elsewhere:")
        say_line("", "\n".join(key.vkey() for key in asked.log_keys))


def _say_kinds(log: AuditedLog) -> None:
    for kind, count in log.kinds:
        if kind != NOT_OURS:
            say_line("", f"{count:>11,}  {in_words(kind)}")
    others = dict(log.kinds).get(NOT_OURS, 0)
    if others:
        say_line("", f"{others:>11,}  not entries of Penholder")


def _named(mark: Mark) -> str:
    body = mark.body
    facts = "".join(f", {name}: {fact}" for name, fact in body.facts)
    return f"entry {mark.index:,}: {in_words(body.type)}, {at_minute(body.t)}{facts}"


def _as_json(asked: _Asked, log: AuditedLog, quorum: SignedCheckpoint | None) -> dict[str, Any]:
    point = log.checkpoint
    kinds = dict(log.kinds)
    return {
        "sound": True,
        "origin": point.origin,
        "size": point.size,
        "root": point.root.hex(),
        "signed by": [one.verifier.vkey() for one in log.signed.log],
        "seen by": [{"key": one.verifier.vkey(), "time": one.time} for one in log.signed.witnesses],
        "keys came with the copy": asked.keys_came_with_copy,
        "keys announced by the log": [key.vkey() for key in log.announced],
        "witnessed up to": quorum.checkpoint.size if quorum is not None else None,
        "audited before": log.begun,
        "other checkpoints": len(log.held),
        "not entries of Penholder": kinds.pop(NOT_OURS, 0),
        "entries": kinds,
        "of note": [_mark_as_json(mark) for mark in log.marks],
    }


def _mark_as_json(mark: Mark) -> dict[str, Any]:
    body = mark.body
    return {
        "index": mark.index,
        "kind": body.type,
        "time": body.t,
        "about": body.obj,
        "facts": dict(body.facts),
    }
