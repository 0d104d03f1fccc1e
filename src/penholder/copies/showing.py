"""Showing on a terminal what a stranger wrote: it is shown, and can do nothing else there."""

from __future__ import annotations

import os
import sys
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from penholder.pure.formats.report import Oddity
from penholder.pure.ledger.audit import AuditState
from penholder.pure.ledger.checkpoint import SignedCheckpoint
from penholder.pure.ledger.entry import moment
from penholder.pure.ledger.keys import Verifier

SECONDS_UNTOLD = 1.0

# Characters that would turn a line around or hide it on a terminal, besides the control characters.
_MISLEADING = frozenset("\u200e\u200f\u061c\u2028\u2029") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)


@dataclass(slots=True)
class Patience:
    """Says on stderr how far something is, once it has taken longer than anybody should wait without a word."""

    told_at: float = field(default_factory=time.monotonic)

    def told(self, done: int, of: int, what: str) -> None:
        now = time.monotonic()
        if now - self.told_at >= SECONDS_UNTOLD:
            self.told_at = now
            say(f"{done:,} of {of:,} {what} …", to=sys.stderr)


@dataclass(slots=True)
class Clock:
    """The same for an audit."""

    size: int
    patience: Patience = field(default_factory=Patience)

    def told(self, state: AuditState) -> None:
        self.patience.told(state.size, self.size, "entries hashed")


def say(line: str, *, to: TextIO | None = None) -> None:
    """One line; a terminal of a small character set still gets every letter, spelt out.

    Where nobody reads on (``| head``) the rest goes nowhere, and the verdict is still told by the exit code.
    """
    stream = to or sys.stdout
    encoding = stream.encoding or "utf-8"
    try:
        print(line.encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)
    except OSError as fault:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(fault, BrokenPipeError) and stream is sys.stdout:
            say(f"The output can't be written: {fault.strerror}.", to=sys.stderr)


def say_line(label: str, text: str) -> None:
    """One labelled line; further lines of ``text`` stay under its first."""
    say(labelled(label, text))


def labelled(label: str, text: str) -> str:
    """A label and ``text``, whose further lines stay under its first, so that none can pose as a label."""
    first, *further = shown(text).split("\n")
    return "\n".join([f"  {label:<10} {first}", *(f"  {'':<10} {line}" for line in further)])


def say_signers(signed: SignedCheckpoint) -> None:
    """Who signed a checkpoint, and which witnesses saw it when."""
    for one in signed.log:
        say_line("Signed by", f"{one.verifier.name} (key id {one.verifier.key_id.hex()})")
    for one in signed.witnesses:
        when = f", {at_second(one.time)} by its own clock" if one.time is not None else ""
        say_line("Seen by", f"{one.verifier.name} (key id {one.verifier.key_id.hex()}){when}")


def say_oddities(oddities: Iterable[Oddity]) -> None:
    """What was odd about a file, on stderr: nothing about it is changed or left out in silence."""
    for one in oddities:
        say(harmless(f"Mind: {one.where}: {one.what} {one.so}"), to=sys.stderr)


def refuse(fault: Exception, path: Path) -> None:
    """Why a file is not read, on stderr: the sentence of its reader, or what the machine says of it."""
    sentence = getattr(fault, "sentence", "")
    if isinstance(fault, OSError):
        sentence = f"{fault.filename or path} can’t be read: {fault.strerror}. Name another file."
    say(harmless(sentence), to=sys.stderr)


def harmless(sentence: str) -> str:
    """On one line of a terminal, whatever a file or its name holds."""
    return shown(sentence).replace("\n", "\\n")


def put(data: bytes) -> None:
    """To stdout as it is, whatever the terminal's own letters are, so that a file is the same on every machine.

    Raises ``OSError`` where it can't be written, unless nobody reads on: then the rest goes nowhere.
    """
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as fault:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OSError(fault.errno, fault.strerror, "The output") from fault


def put_line(line: str) -> None:
    """One line, as :func:`say` says it, of an answer that somebody keeps: raises ``OSError`` where it can't be written."""
    put(f"{line}\n".encode(sys.stdout.encoding or "utf-8", "backslashreplace"))


def unwritten(fault: OSError) -> None:
    """Why something could not be written, on stderr."""
    say(harmless(f"{fault.filename} can’t be written: {fault.strerror}. Name another place."), to=sys.stderr)


def say_announced(keys: Iterable[Verifier]) -> None:
    """Keys that are trusted because the log announced them."""
    for key in keys:
        say_line(
            "New key", f"{key.key_id.hex()}, announced by the log in an entry that the key before it signed"
        )


def shown(text: str) -> str:
    """``text`` without anything that would do something to a terminal instead of showing on it."""
    return "".join(
        f"\\u{ord(char):04x}"
        if char != "\n" and (unicodedata.category(char) in {"Cc", "Cs"} or char in _MISLEADING)
        else char
        for char in text
    )


def in_words(kind: str) -> str:
    """A kind of entry as one would say it: ``response.received`` is *response received*."""
    return kind.replace("_", " ").replace(".", " ")


def at_minute(t: str) -> str:
    """The time of an entry."""
    when = moment(t)
    return f"{when.day} {when:%B %Y, %H:%M} UTC"


def at_second(seconds: int) -> str:
    """The time a witness stated, in seconds since 1970; a senseless one is shown as the number it is."""
    try:
        when = datetime.fromtimestamp(seconds, tz=UTC)
    except (OverflowError, OSError, ValueError):
        return f"at second {seconds}"
    return f"{when.day} {when:%B %Y, %H:%M:%S} UTC"
