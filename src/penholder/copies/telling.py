"""Telling what an audit found: in words for a terminal, or as one JSON object for programs."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

from penholder.copies.showing import at_minute, in_words, say, say_announced, say_line, say_signers
from penholder.pure.ledger.audit import AuditedLog
from penholder.pure.ledger.checkpoint import SignedCheckpoint
from penholder.pure.ledger.counting import NOT_OURS, Mark
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.note import split_note

UNSOUND, NOT_CONFIRMED = "not sound", "whole in itself, but not confirmed"

_LISTED_MAX = 20


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of asking a witness about the log, in a word and in a sentence; ``is_good`` if it saw the same log."""

    url: str
    outcome: str
    sentence: str
    is_good: bool = False

    @property
    def told(self) -> str:
        return self.sentence if self.url in self.sentence else f"{self.url}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Sound:
    """A log that an audit found sound. ``untried`` are its keys where only the copy itself vouches for them."""

    where: str
    log: AuditedLog
    quorum: SignedCheckpoint | None = None
    heard: tuple[Heard, ...] = ()
    untried: tuple[Verifier, ...] = ()

    def say(self) -> None:
        """In words."""
        say(f"{self.where}: sound. This log is whole and unchanged.")
        self._say_log()
        self._say_others()
        _say_kinds(self.log)
        _say_marks(self.log.marks)
        for one in self.heard:
            if not one.is_good:
                say_line("Mind", one.told)
        if self.untried:
            say_line("Mind", "the key came with the copy. Compare it with the one published elsewhere:")
            say_line("", "\n".join(key.vkey() for key in self.untried))

    def say_as_json(self) -> None:
        """The same, and every entry of note."""
        say(json.dumps(self._as_json(), indent=1))

    def _say_log(self) -> None:
        point, begun = self.log.checkpoint, self.log.begun
        say_line("Log", point.origin)
        before = f", {begun:,} of them in earlier audits" if begun else ", every one just now"
        say_line("Entries", f"{point.size:,}, hashed{before}")
        say_line("Root", point.root.hex())
        say_signers(self.log.signed)
        say_announced(self.log.announced)

    def _say_others(self) -> None:
        if self.quorum is not None:
            say_line("Quorum", f"met: enough of the witnesses you ask for have seen {_entries(self.quorum)}")
        for one in self.heard:
            if one.is_good:
                say_line("Witness", one.told)
        if number := self._others:
            say_line("Agrees", f"with {number:,} other checkpoint{'s' if number > 1 else ''}")

    @property
    def _others(self) -> int:
        """How many other states it agrees with; one of them may be held with various signatures."""
        states = {split_note(note)[0] for note in (self.log.note, *self.log.held)}
        return len(states) - 1

    def _as_json(self) -> dict[str, Any]:
        log, point = self.log, self.log.checkpoint
        kinds = dict(log.kinds)
        return {
            "sound": True,
            "origin": point.origin,
            "size": point.size,
            "root": point.root.hex(),
            "signed by": [one.verifier.vkey() for one in log.signed.log],
            "seen by": [{"key": one.verifier.vkey(), "time": one.time} for one in log.signed.witnesses],
            "keys came with the copy": bool(self.untried),
            "keys announced by the log": [key.vkey() for key in log.announced],
            "witnessed up to": self.quorum.checkpoint.size if self.quorum is not None else None,
            "witnesses asked": [
                {"url": one.url, "outcome": one.outcome, "says": one.sentence} for one in self.heard
            ],
            "audited before": log.begun,
            "other checkpoints": self._others,
            "not entries of Penholder": kinds.pop(NOT_OURS, 0),
            "entries": kinds,
            "of note": [_mark_as_json(mark) for mark in log.marks],
        }


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a log is not sound, and where the proof of it is kept, if there is one."""

    where: str
    sentence: str
    verdict: str = UNSOUND
    evidence: str = ""
    witness: str = ""

    def say(self) -> None:
        """In words, where faults are told."""
        say(f"{self.where}: {self.verdict}. {self.sentence}", to=sys.stderr)
        if self.witness:
            say(f"This came out by asking the witness at {self.witness}.", to=sys.stderr)
        if self.evidence:
            say(
                f"Both checkpoints are kept in {self.evidence}. Show them to others who use this log.",
                to=sys.stderr,
            )

    def say_as_json(self) -> None:
        """The same as one object."""
        more = {"witness": self.witness, "evidence": self.evidence}
        told = {"sound": False, "fault": self.sentence, **{name: one for name, one in more.items() if one}}
        say(json.dumps(told, indent=1))


def _entries(signed: SignedCheckpoint) -> str:
    size = signed.checkpoint.size
    return f"{size:,} {'entry' if size == 1 else 'entries'}"


def _say_kinds(log: AuditedLog) -> None:
    counted = [(count, in_words(kind)) for kind, count in log.kinds if kind != NOT_OURS]
    others = dict(log.kinds).get(NOT_OURS, 0)
    if others:
        counted.append((others, "not entries of Penholder"))
    width = max((len(f"{count:,}") for count, _ in counted), default=0)
    if counted:
        say_line("Of these", "\n".join(f"{count:>{width},}  {what}" for count, what in counted))


def _say_marks(marks: tuple[Mark, ...]) -> None:
    for mark in marks[-_LISTED_MAX:]:
        say_line("Of note", _named(mark))
    if len(marks) > _LISTED_MAX:
        say_line("", f"and {len(marks) - _LISTED_MAX:,} before these; --json lists them all")


def _named(mark: Mark) -> str:
    body = mark.body
    facts = "".join(f", {in_words(name)}: {fact}" for name, fact in body.facts)
    return f"entry {mark.index:,}: {in_words(body.type)}, {at_minute(body.t)}{facts}"


def _mark_as_json(mark: Mark) -> dict[str, Any]:
    body = mark.body
    return {
        "index": mark.index,
        "kind": body.type,
        "time": body.t,
        "about": body.obj,
        "facts": dict(body.facts),
    }
