"""``penholder verify``: check receipts and whole copies of the record, offline, trusting nobody but a key."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from penholder.copies.auditing import audit_log
from penholder.copies.files import Files, Unreadable, bytes_of, checkpoint_of
from penholder.copies.keys import keys_given, keys_or_those_of, policy_in
from penholder.copies.opening import open_local_copy
from penholder.copies.showing import Clock, at_minute, in_words, say, say_announced, say_line, say_signers
from penholder.pure.ledger.audit import AuditedLog, Named
from penholder.pure.ledger.checkpoint import Checkpoint
from penholder.pure.ledger.enclosure import OpenedReceipt, open_receipt
from penholder.pure.ledger.entry import EntryBody
from penholder.pure.ledger.keys import SignatureKind, Verifier
from penholder.pure.ledger.note import as_text, split_note
from penholder.pure.ledger.policy import Policy
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.receipt import Receipt
from penholder.pure.ledger.succession import is_by
from penholder.pure.ledger.trail import Step, follow

HELP = "check receipts, or a whole copy of the record, without trusting the server"

PROVEN, NOT_PROVEN, BAD_USAGE = 0, 1, 2

ANSWERS = "answers"
"""The disclosure in a receipt that names the answers of a response: their ids, joined by spaces."""

_RESPONSE = "response."
_WITHOUT_ANSWERS = (
    ". The receipt does not open which answers were yours, so points drawn from them cannot be followed"
)
_SHORT = 40


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
        "--policy", type=Path, metavar="FILE", help="whose word you ask for: logs, witnesses and a quorum"
    )
    parser.add_argument(
        "--entry", type=Path, metavar="FILE", help="the entry, for a receipt that does not enclose it"
    )
    parser.add_argument(
        "--log",
        type=Path,
        metavar="COPY",
        help="a copy of the whole record: a folder, or a .zip of one, with the files checkpoint and tile/…",
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """Everything that is needed to check, read and ready."""

    receipts: tuple[tuple[Path, bytes], ...]
    keys: tuple[Verifier, ...]
    keys_came_with_copy: bool
    policy: Policy | None
    entry: bytes | None
    copy: Files | None


def run(args: argparse.Namespace) -> int:
    try:
        asked = _asked(args)
        log = _check_log(asked.copy, asked) if asked.copy is not None else None
        results = [_check_receipt(path, raw, asked, log) for path, raw in asked.receipts]
    except Unreadable as fault:
        say(str(fault), to=sys.stderr)
        return BAD_USAGE
    except NotProven as fault:
        say(f"{args.log}: {fault}", to=sys.stderr)
        return NOT_PROVEN
    return PROVEN if all(results) and (log is not None or asked.copy is None) else NOT_PROVEN


# What was asked


def _asked(args: argparse.Namespace) -> _Asked:
    if not args.receipts and not args.log:
        raise Unreadable("Give a receipt to check, or a copy of the record with --log.")
    if args.entry and len(args.receipts) != 1:
        raise Unreadable("--entry belongs to one receipt: give exactly one with it.")
    copy = open_local_copy(args.log) if args.log else None
    policy = policy_in(args.policy) if args.policy else None
    given = (*keys_given(args.key), *(policy.keys if policy else ()))
    is_given = any(key.kind is SignatureKind.LOG for key in given)
    return _Asked(
        receipts=tuple((path, bytes_of(path)) for path in args.receipts),
        keys=tuple(dict.fromkeys(given if is_given else (*given, *keys_or_those_of(copy, ())))),
        keys_came_with_copy=not is_given,
        policy=policy,
        entry=bytes_of(args.entry) if args.entry else None,
        copy=copy,
    )


# Checking


def _check_log(copy: Files, asked: _Asked) -> AuditedLog | None:
    try:
        note = as_text(checkpoint_of(copy), what="The checkpoint")
        size = Checkpoint.parse(split_note(note)[0]).size
        also = () if is_by(asked.keys, note) else _vouching(asked)
        log = audit_log(copy, keys=asked.keys, also=also, progress=Clock(size).told)
    except NotProven as fault:
        say(f"{copy.where}: not proven. {fault}", to=sys.stderr)
        return None
    say(f"{copy.where}: proven. This copy of the record is whole and unchanged.")
    say_line("Log", log.checkpoint.origin)
    say_line("Entries", f"{log.checkpoint.size:,}, every one hashed again just now")
    say_signers(log.signed)
    say_announced(log.announced)
    if asked.keys_came_with_copy:
        say_line(
            "Mind", "the key came with the copy. Compare it with the one the community publishes elsewhere:"
        )
        say_line("", "\n".join(key.vkey() for key in asked.keys if key.kind is SignatureKind.LOG))
    return log


def _vouching(asked: _Asked) -> tuple[Named, ...]:
    """What the trusted keys signed in the receipts: it may cover the entry that announces the key of the copy."""
    found: list[Named] = []
    for path, raw in asked.receipts:
        with contextlib.suppress(NotProven):  # what is wrong with a receipt is said when its turn comes
            note = Receipt.parse(raw).checkpoint_note
            if is_by(asked.keys, note):
                found.append((f"the receipt {path}", note))
    return tuple(found)


def _check_receipt(path: Path, raw: bytes, asked: _Asked, log: AuditedLog | None) -> bool:
    """Whether the receipt is proven; with a copy of the log beside it, by the keys that the log announced as well."""
    try:
        opened = open_receipt(
            Receipt.parse(raw), keys=log.keys if log is not None else asked.keys, entry=asked.entry
        )
        _require_quorum(asked.policy, opened, log)
        trail: tuple[Step, ...] = ()
        if log is not None:
            log.require_agreement(opened.proven)
            trail = _trail(opened, log)
    except NotProven as fault:
        say(f"{path}: not proven. {fault}", to=sys.stderr)
        return False
    say(f"{path}: proven.")
    _say_entry(opened)
    _say_words(opened)
    if log is not None:
        say_line(
            "Record", "the copy you gave has the same entry in the same place, and the same entries before it"
        )
        _say_trail(opened, trail)
    elif asked.copy is not None:
        say_line("After it", "the copy you gave is not proven, so nothing in it says what became of this")
    else:
        say_line(
            "After it",
            "a receipt alone cannot say. Give a copy of the record with --log for what became of this",
        )
    return True


def _require_quorum(policy: Policy | None, opened: OpenedReceipt, log: AuditedLog | None) -> None:
    if policy is None or policy.is_satisfied_by(opened.proven.signed):
        return
    # The copy's own checkpoint covers the receipt's entry too, and may have been seen by more.
    if log is None or not policy.is_satisfied_by(log.signed):
        raise NotProven("Not enough of the witnesses you ask for have seen the checkpoint it rests on.")


def _trail(opened: OpenedReceipt, log: AuditedLog) -> tuple[Step, ...]:
    start = opened.proven.index + 1
    return follow(_followed_from(opened), _ours(log.entries(start)))


def _followed_from(opened: OpenedReceipt) -> tuple[str, ...]:
    answers = (
        one.value.split() for one in opened.words if one.name == ANSWERS and isinstance(one.value, str)
    )
    return (opened.body.obj, *(uid for one in answers for uid in one))


def _ours(entries: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, EntryBody]]:
    for index, entry in entries:
        try:
            yield index, EntryBody.parse(entry)
        except Malformed:
            continue  # the log may hold what another program wrote; it is nothing that became of a response


# Saying what is proven


def _say_entry(opened: OpenedReceipt) -> None:
    body, proven = opened.body, opened.proven
    say_line("What", f"{in_words(body.type)} ({body.type})")
    say_line("When", f"{at_minute(body.t)}, to the minute, by the clock of the host")
    say_line("Within", body.scope)
    say_line("About", body.obj)
    if body.re:
        say_line("Refers to", ", ".join(body.re))
    for name, fact in body.facts:
        say_line("Fact", f"{name}: {fact}")
    say_line(
        "Place", f"entry {proven.index:,}, counted from 0, of a log that had {proven.checkpoint.size:,} then"
    )
    say_signers(proven.signed)


def _say_words(opened: OpenedReceipt) -> None:
    bound = len(opened.body.sd)
    if not bound:
        return
    say_line(
        "Words", f"{len(opened.words)} opened of {bound} commitments, of which some may stand for nothing"
    )
    for disclosure in opened.words:
        say_line("", f"{disclosure.name}: {disclosure.value}")


def _say_trail(opened: OpenedReceipt, trail: Sequence[Step]) -> None:
    """What became of it, an entry a line; the kinds in plain words, as this program knows no more of them."""
    if not trail:
        say_line(
            "After it",
            f"nothing in this copy speaks of it yet{'' if _tells_all(opened) else _WITHOUT_ANSWERS}",
        )
        return
    say_line("After it", "these entries of the copy tell what became of it:")
    for step in trail:
        say_line("", f"entry {step.index:,}: {_told(step)}, {at_minute(step.body.t)}")


def _tells_all(opened: OpenedReceipt) -> bool:
    """Whether everything that is to be followed is known; of a response that takes the ids of its answers."""
    return not opened.body.type.startswith(_RESPONSE) or any(one.name == ANSWERS for one in opened.words)


def _told(step: Step) -> str:
    """The entry in words; of an entry that disposes of many points, only what became of this one's."""
    facts = dict(step.body.facts)
    if step.outcomes:
        return f"{in_words(step.body.type)}: {', '.join(map(in_words, step.outcomes))}"
    said = ", ".join(f"{name.replace('_', ' ')} {fact}" for name, fact in facts.items() if _is_short(fact))
    return f"{in_words(step.body.type)}{f' ({said})' if said else ''}"


def _is_short(fact: object) -> bool:
    return isinstance(fact, int | str) and len(str(fact)) <= _SHORT
