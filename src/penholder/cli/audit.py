"""``penholder audit``: check a whole log, ours or anybody's, from its own files; the next time only what is new."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from penholder.copies.auditing import audit_log
from penholder.copies.files import Files, Unreadable, bytes_of, checkpoint_of, witnessed_of
from penholder.copies.keys import keys_given, keys_or_those_of, policy_in
from penholder.copies.memory import Remembered, keep_evidence, remember, remembered_at, usual_place
from penholder.copies.opening import open_copy
from penholder.copies.showing import Clock, say
from penholder.copies.telling import NOT_CONFIRMED, UNSOUND, Fault, Heard, Sound
from penholder.pure.ledger.audit import AuditedLog, AuditState, Forked, Named
from penholder.pure.ledger.checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint
from penholder.pure.ledger.keys import SignatureKind, Verifier
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.policy import Policy
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.receipt import FORMAT, Receipt
from penholder.witness.asking import Unreachable
from penholder.witness.comparing import Comparison, LogCopy, Outcome, View, compare, look, report

HELP = "check a whole log, at an address or in a folder, from its own files"

SOUND, NOT_SOUND, BAD_USAGE, STOPPED = 0, 1, 2, 130

_ENTRIES_UNSAVED = 250_000


class _Unconfirmed(NotProven):
    """The log is whole, and those whose word was asked for do not stand for it."""


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
        "--witness",
        action="append",
        default=[],
        metavar="URL",
        help="a witness to ask what it saw of this log; those with an address in the policy are asked anyway",
    )
    parser.add_argument(
        "--no-witness", action="store_true", help="ask no witness but those named with --witness"
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
        return _audit(args)
    except Unreadable as fault:
        say(str(fault), to=sys.stderr)
        return BAD_USAGE
    except _Unconfirmed as fault:
        return _refuse(args, Fault(args.copy, str(fault), NOT_CONFIRMED))
    except NotProven as fault:
        return _refuse(args, Fault(args.copy, str(fault)))


def _audit(args: argparse.Namespace) -> int:
    given = _Given.read(args)
    looks = _look(given)  # before anything of the log is fetched: an honest copy can't be behind then
    asked = _asked(args, given)
    watch = _Watch.over(asked)
    try:
        log = audit_log(asked.files, keys=asked.keys, since=asked.since, also=asked.also, progress=watch.told)
    except Forked as fork:
        evidence = str(keep_evidence(asked.place, fork.conflict))
        return _refuse(args, Fault(args.copy, str(fork), evidence=evidence))
    except KeyboardInterrupt:
        watch.save()
        say(
            f"Stopped. {watch.last.size:,} entries are done, and the next run goes on from there.",
            to=sys.stderr,
        )
        return STOPPED
    met = _meet(looks, log)
    if (worst := _worst(met)) is not None:
        return _refuse(args, _fault_of(worst, args.copy, asked.place))
    quorum = _quorum(given.policy, log)
    remember(asked.place, asked.with_state(log.state, log.announced))
    heard = (*(one.heard for one in met), *_unasked(given))
    untried = asked.log_keys if asked.keys_came_with_copy else ()
    found = Sound(asked.files.where, log, quorum, heard, untried)
    if args.json:
        found.say_as_json()
    else:
        found.say()
    return SOUND


def _refuse(args: argparse.Namespace, fault: Fault) -> int:
    if args.json:
        fault.say_as_json()
    else:
        fault.say()
    return NOT_SOUND


# What was asked


@dataclass(frozen=True, slots=True)
class _Given:
    """What can be known before anything of the log is fetched: whom a person trusts, and what is remembered."""

    policy: Policy | None
    keys: tuple[Verifier, ...]
    state: Path | None
    named: tuple[str, ...]
    from_policy: tuple[str, ...]

    @classmethod
    def read(cls, args: argparse.Namespace) -> _Given:
        policy = policy_in(args.policy) if args.policy else None
        named = tuple(dict.fromkeys(url.rstrip("/") for url in args.witness))
        listed = [witness.url.rstrip("/") for witness in policy.witnesses if witness.url] if policy else []
        return cls(
            policy=policy,
            keys=tuple(dict.fromkeys((*keys_given(args.key), *(policy.keys if policy else ())))),
            state=args.state,
            named=named,
            from_policy=() if args.no_witness else tuple(url for url in listed if url not in named),
        )

    @property
    def log_keys(self) -> tuple[Verifier, ...]:
        return _log_keys_in(self.keys)

    @property
    def origins(self) -> tuple[str, ...]:
        """The logs this may be about; the copy is not asked, as it could name one that no witness knows."""
        names = tuple(dict.fromkeys(key.name for key in self.log_keys))
        before = remembered_at(self.state) if self.state is not None and not names else None
        return (before.state.origin,) if before is not None else names

    def keys_of(self, origin: str) -> tuple[Verifier, ...]:
        """All keys trusted for this log so far, with those that it announced in earlier audits."""
        before = remembered_at(self.place_of(origin))
        if before is None or before.state.origin != origin:
            return self.keys
        keys = self.keys if self.log_keys else (*self.keys, *before.keys)
        return tuple(dict.fromkeys((*keys, *before.announced)))

    def place_of(self, origin: str) -> Path:
        return self.state or usual_place(origin, os.environ)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Everything an audit needs, read and ready."""

    files: Files
    keys: tuple[Verifier, ...]
    keys_came_with_copy: bool
    also: tuple[Named, ...]
    place: Path
    since: AuditState
    announced: tuple[Verifier, ...]
    claimed: Checkpoint

    @property
    def log_keys(self) -> tuple[Verifier, ...]:
        return _log_keys_in(self.keys)

    def with_state(self, state: AuditState, announced: tuple[Verifier, ...]) -> Remembered:
        """What to remember of this audit."""
        return Remembered(state, self.log_keys, self.keys_came_with_copy, announced)


def _asked(args: argparse.Namespace, given: _Given) -> _Asked:
    files = open_copy(args.copy)
    claimed = Checkpoint.parse(split_note(checkpoint_of(files))[0])
    place = given.place_of(claimed.origin)
    before = remembered_at(place)
    if before is not None and before.state.origin != claimed.origin:
        raise Unreadable(
            f"{place} remembers the log “{before.state.origin}”, and this is “{claimed.origin}”. Name another file with --state."
        )
    keys, came_with_copy = given.keys, False
    if not given.log_keys:
        # The key of the first time, and not one that the copy may bring today.
        came_with_copy = before is None or before.keys_came_with_copy
        keys = (*keys, *(before.keys if before is not None else keys_or_those_of(files, ())))
    since = before.state if before is not None else AuditState(origin=claimed.origin)
    return _Asked(
        files=files,
        keys=tuple(dict.fromkeys(keys)),
        keys_came_with_copy=came_with_copy,
        also=(*map(_note_in, args.checkpoint), *(witnessed_of(files) if given.policy else ())),
        place=place,
        since=since.begun_again() if args.fresh else since,
        announced=before.announced if before is not None else (),
        claimed=claimed,
    )


def _log_keys_in(keys: Iterable[Verifier]) -> tuple[Verifier, ...]:
    return tuple(key for key in keys if key.kind is SignatureKind.LOG)


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
        remember(self.asked.place, self.asked.with_state(self.last, self.asked.announced))


# With a policy


def _quorum(policy: Policy | None, log: AuditedLog) -> SignedCheckpoint | None:
    """The largest checkpoint that satisfies the policy; ``_Unconfirmed`` where there is none, None without a policy."""
    if policy is None:
        return None
    keys = (*log.keys, *policy.witness_keys)
    opened = (open_checkpoint(note, keys=tuple(dict.fromkeys(keys))) for note in (log.note, *log.held))
    enough = [signed for signed in opened if policy.is_satisfied_by(signed)]
    if enough:
        return max(enough, key=lambda signed: signed.checkpoint.size)
    listed = {key.public for key in policy.log_keys}
    if listed and listed.isdisjoint(one.verifier.public for one in log.signed.log):
        raise _Unconfirmed(
            "Your policy does not list any of the keys that sign this log now. If you trust this one, add it in a line: "
            f"log {log.signed.log[-1].verifier.vkey()}"
        )
    raise _Unconfirmed("Not enough of the witnesses you ask for have seen any checkpoint of this log.")


# With witnesses


@dataclass(frozen=True, slots=True)
class _Look:
    """What a witness said of a log before that was fetched; ``is_named`` if a person asked for this very witness."""

    url: str
    origin: str
    answer: View | NotProven | Unreachable
    is_named: bool


@dataclass(frozen=True, slots=True)
class _Met:
    """What came of holding the log against one witness; ``comparison`` is missing where it could not be reached."""

    heard: Heard
    is_named: bool
    comparison: Comparison | None = None

    @property
    def is_bad(self) -> bool:
        """A witness of the policy that was never shown this log is nothing to refuse it for: the quorum says who is enough."""
        if self.comparison is None or self.comparison.is_sound:
            return False
        return self.is_named or self.comparison.outcome is not Outcome.UNSEEN


def _look(given: _Given) -> tuple[_Look, ...]:
    """Ask every witness what it knows, of each log that this may turn out to be."""
    urls = {**dict.fromkeys(given.from_policy, False), **dict.fromkeys(given.named, True)}
    if given.named and not given.origins:
        raise Unreadable(
            "A witness is asked before the log is read, so say which log it is: --key with its key line, --policy with a "
            "line for it, or --state with the file of an earlier audit."
        )
    if given.named and all(key.kind is not SignatureKind.COSIGNATURE for key in given.keys):
        raise Unreadable("Say which key the witness has: --key with its key line, or --policy.")
    return tuple(
        _Look(url, origin, _answer_of(url, origin, given, is_named=is_named), is_named)
        for url, is_named in urls.items()
        for origin in given.origins
    )


def _unasked(given: _Given) -> tuple[Heard, ...]:
    sentence = "It was not asked, as nobody said which log this is before it was read: give the key of the log as well."
    return () if given.origins else tuple(Heard(url, "not asked", sentence) for url in given.from_policy)


def _answer_of(url: str, origin: str, given: _Given, *, is_named: bool) -> View | NotProven | Unreachable:
    try:
        return look(url, origin=origin, keys=given.keys_of(origin))
    except Unreachable as fault:
        if is_named:
            raise Unreadable(f"{fault} Nothing was audited.") from fault
        return fault
    except NotProven as fault:
        return fault  # it may be about another log of the policy


def _meet(looks: Iterable[_Look], log: AuditedLog) -> tuple[_Met, ...]:
    """Hold the log against what each witness saw, and show every one of them what was found."""
    copy = LogCopy(log.note, log.tree)
    of_this = [one for one in looks if one.origin == log.checkpoint.origin]
    views = {one.url: _with_keys(one.answer, log) for one in of_this if isinstance(one.answer, View)}
    met = tuple(_met(one, copy, log) for one in of_this)
    for one in met:
        if one.comparison is not None:
            proven = one.comparison.conflict is not None
            for view in views.values() if proven else (views[one.heard.url],):
                report(view, copy, one.comparison)
    return met


def _met(one: _Look, copy: LogCopy, log: AuditedLog) -> _Met:
    if isinstance(one.answer, Unreachable):
        return _Met(Heard(one.url, "unreachable", str(one.answer)), one.is_named)
    if isinstance(one.answer, NotProven):
        raise _Unconfirmed(f"What the witness at {one.url} answered proves nothing. {one.answer}")
    try:
        found = compare(_with_keys(one.answer, log), copy)
    except NotProven as fault:
        raise NotProven(
            f"Held against what the witness at {one.url} saw, its files lead nowhere. {fault}"
        ) from fault
    return _Met(Heard(one.url, found.outcome.value, found.sentence, found.is_sound), one.is_named, found)


def _with_keys(view: View, log: AuditedLog) -> View:
    """With the keys that this audit found announced as well: the log may have signed with nothing else."""
    more = (key for key in _log_keys_in(log.keys) if key.name == view.origin)
    return replace(view, keys=tuple(dict.fromkeys((*view.keys, *more))))


def _worst(met: Iterable[_Met]) -> _Met | None:
    """Proof before what is only to be explained."""
    bad = [one for one in met if one.is_bad and one.comparison is not None]
    return min(bad, key=lambda one: one.comparison is None or one.comparison.conflict is None, default=None)


def _fault_of(bad: _Met, copy: str, place: Path) -> Fault:
    conflict = bad.comparison.conflict if bad.comparison is not None else None
    verdict = NOT_CONFIRMED if conflict is None else UNSOUND
    evidence = str(keep_evidence(place, conflict)) if conflict is not None else ""
    return Fault(copy, bad.heard.sentence, verdict, evidence, witness=bad.heard.url)
