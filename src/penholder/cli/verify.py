"""``penholder verify``: check receipts and whole copies of the record, offline, trusting nobody but a key."""

from __future__ import annotations

import argparse
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from penholder.pure.ledger.audit import CHECKPOINT_FILE, ENTRIES_FILE, KEY_FILE, AuditedLog, audit
from penholder.pure.ledger.bundle import entries_in
from penholder.pure.ledger.checkpoint import SignedCheckpoint
from penholder.pure.ledger.enclosure import OpenedReceipt, open_receipt
from penholder.pure.ledger.entry import moment
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.receipt import Receipt

HELP = "check receipts, or a whole copy of the record, without trusting the server"

PROVEN, NOT_PROVEN, BAD_USAGE = 0, 1, 2

# Characters that would turn a line around or hide it on a terminal, besides the control characters.
_MISLEADING = frozenset("\u200e\u200f\u061c\u2028\u2029") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)


class _BadUsage(Exception):
    """What was asked cannot be done as asked; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy of the log as found on disk, not yet believed."""

    checkpoint: bytes
    entries: bytes
    key: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "receipts", nargs="*", type=Path, metavar="RECEIPT", help="receipt files (.tlog-proof)"
    )
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="KEY",
        help="the key you trust, as a line name+id+key or a file of such lines; may be given more than once",
    )
    parser.add_argument(
        "--entry", type=Path, metavar="FILE", help="the entry, for a receipt that does not enclose it"
    )
    parser.add_argument(
        "--log",
        type=Path,
        metavar="COPY",
        help="a copy of the whole record: a folder or .zip with the files checkpoint, entries and key, "
        "or a file of entries with its checkpoint beside it (COPY.checkpoint)",
    )


def run(args: argparse.Namespace) -> int:
    try:
        _require_sense(args)
        copy = _copy_at(args.log) if args.log else None
        keys = _keys(args.key, copy)
        entry = _bytes_of(args.entry) if args.entry else None
        receipts = [(path, _bytes_of(path)) for path in args.receipts]
    except _BadUsage as fault:
        _say(str(fault), to=sys.stderr)
        return BAD_USAGE
    except NotProven as fault:
        _say(f"{args.log}: {fault}", to=sys.stderr)
        return NOT_PROVEN

    log = _check_log(args.log, copy, keys, key_is_given=bool(args.key)) if copy else None
    results = [_check_receipt(path, raw, keys=keys, entry=entry, log=log) for path, raw in receipts]
    return PROVEN if all(results) and (log is not None or copy is None) else NOT_PROVEN


def _require_sense(args: argparse.Namespace) -> None:
    if not args.receipts and not args.log:
        raise _BadUsage("Give a receipt to check, or a copy of the record with --log.")
    if args.entry and len(args.receipts) != 1:
        raise _BadUsage("--entry belongs to one receipt: give exactly one with it.")


# Checking


def _check_log(path: Path, copy: _Copy, keys: Sequence[Verifier], *, key_is_given: bool) -> AuditedLog | None:
    try:
        log = audit(entries_in(copy.entries), copy.checkpoint, keys=keys, progress=_say_progress)
    except NotProven as fault:
        _say(f"{path}: not proven. {fault}", to=sys.stderr)
        return None
    _say(f"{path}: proven. This copy of the record is whole and unchanged.")
    _say_line("Log", log.checkpoint.origin)
    _say_line("Entries", f"{log.checkpoint.size:,}, every one hashed again just now")
    _say_signers(log.signed)
    if not key_is_given:
        _say_line(
            "Mind", "the key came with the copy. Compare it with the one the community publishes elsewhere:"
        )
        _say_line("", "\n".join(key.vkey() for key in keys))
    return log


def _check_receipt(
    path: Path, raw: bytes, *, keys: Sequence[Verifier], entry: bytes | None, log: AuditedLog | None
) -> bool:
    try:
        opened = open_receipt(Receipt.parse(raw), keys=keys, entry=entry)
        if log is not None:
            log.require_agreement(opened.proven)
    except NotProven as fault:
        _say(f"{path}: not proven. {fault}", to=sys.stderr)
        return False
    _say(f"{path}: proven.")
    _say_entry(opened)
    _say_words(opened)
    if log is not None:
        _say_line(
            "Record", "the copy you gave has the same entry in the same place, and the same entries before it"
        )
    return True


# Saying what is proven


def _say_entry(opened: OpenedReceipt) -> None:
    body, proven = opened.body, opened.proven
    when = moment(body.t)
    _say_line("What", f"{body.type.replace('_', ' ').replace('.', ' ')} ({body.type})")
    _say_line("When", f"{when.day} {when:%B %Y, %H:%M} UTC, to the minute, by the clock of the host")
    _say_line("On", f"{body.scope}, as {body.obj}")
    if body.re:
        _say_line("After", ", ".join(body.re))
    for name, fact in body.facts:
        _say_line("Fact", f"{name}: {fact}")
    _say_line(
        "Place", f"entry {proven.index:,}, counted from 0, of a log that had {proven.checkpoint.size:,} then"
    )
    _say_signers(proven.signed)


def _say_words(opened: OpenedReceipt) -> None:
    bound = len(opened.body.sd)
    if not bound:
        return
    _say_line(
        "Words", f"{len(opened.words)} opened of {bound} commitments, of which some may stand for nothing"
    )
    for disclosure in opened.words:
        _say_line("", f"{disclosure.name}: {disclosure.value}")


def _say_signers(signed: SignedCheckpoint) -> None:
    for one in signed.log:
        _say_line("Signed by", f"{one.verifier.name} (key id {one.verifier.key_id.hex()})")
    for one in signed.witnesses:
        _say_line("Seen by", f"{one.verifier.name} (key id {one.verifier.key_id.hex()})")


def _say_progress(count: int) -> None:
    _say(f"{count:,} entries hashed …", to=sys.stderr)


def _say_line(label: str, text: str) -> None:
    """One labelled line; further lines of ``text`` stay under its first, so that none can pose as a label."""
    first, *further = _shown(text).split("\n")
    _say(f"  {label:<10} {first}")
    for line in further:
        _say(f"  {'':<10} {line}")


def _shown(text: str) -> str:
    """``text`` without anything that would do something to a terminal instead of showing on it."""
    return "".join(
        f"\\u{ord(char):04x}"
        if char != "\n" and (unicodedata.category(char) in {"Cc", "Cs"} or char in _MISLEADING)
        else char
        for char in text
    )


def _say(line: str, *, to: TextIO | None = None) -> None:
    stream = to or sys.stdout
    encoding = (
        stream.encoding or "utf-8"
    )  # a terminal of a small character set still gets every letter, spelt out
    print(line.encode(encoding, "backslashreplace").decode(encoding), file=stream)


# Reading what was given


def _keys(given: Sequence[str], copy: _Copy | None) -> tuple[Verifier, ...]:
    lines = [line for text in given for line in _key_lines(text)]
    if not lines and copy is not None:
        lines = _lines_of(copy.key)
    if not lines:
        raise _BadUsage(
            "Say which key you trust: --key with the key line the community publishes, or a file that holds it."
        )
    try:
        return tuple(Verifier.parse(line) for line in lines)
    except Malformed as fault:
        raise _BadUsage(str(fault)) from fault


def _key_lines(text: str) -> list[str]:
    try:
        is_file = Path(text).is_file()
    except (OSError, ValueError):  # too long to be a path, or with characters none can have
        is_file = False
    return _lines_of(_bytes_of(Path(text)).decode("utf-8", "replace")) if is_file else [text.strip()]


def _lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _copy_at(path: Path) -> _Copy:
    if path.is_dir():
        key = path / KEY_FILE
        return _Copy(
            checkpoint=_bytes_of(path / CHECKPOINT_FILE),
            entries=_bytes_of(path / ENTRIES_FILE),
            key=_bytes_of(key).decode("utf-8", "replace") if key.exists() else "",
        )
    if zipfile.is_zipfile(path):
        return _copy_in_zip(path)
    return _Copy(
        entries=_bytes_of(path), checkpoint=_bytes_of(path.with_name(f"{path.name}.{CHECKPOINT_FILE}"))
    )


def _copy_in_zip(path: Path) -> _Copy:
    try:
        with zipfile.ZipFile(path) as packed:
            found = dict(_members(packed))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError) as fault:
        raise Malformed("This .zip is damaged or locked and cannot be read.") from fault
    if not {CHECKPOINT_FILE, ENTRIES_FILE} <= found.keys():
        raise Malformed(f"This .zip does not hold the files “{CHECKPOINT_FILE}” and “{ENTRIES_FILE}”.")
    return _Copy(
        checkpoint=found[CHECKPOINT_FILE],
        entries=found[ENTRIES_FILE],
        key=found.get(KEY_FILE, b"").decode("utf-8", "replace"),
    )


def _members(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for info in packed.infolist():
        name = info.filename.rpartition("/")[2]
        if name in {CHECKPOINT_FILE, ENTRIES_FILE, KEY_FILE}:
            yield name, packed.read(info)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else "not a path"
        raise _BadUsage(f"{path} cannot be read: {reason}.") from fault
