"""Holding a copy of a log against what a witness saw, to find out whether everybody was shown the same one.

Look at the witness *before* fetching the log. A log publishes before it asks a witness, so an honest copy fetched
afterwards can't be behind; one that is behind all the same was kept from growing, or is another story.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from penholder.pure.ledger.audit import is_state
from penholder.pure.ledger.checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint
from penholder.pure.ledger.conflict import Conflict, full_path
from penholder.pure.ledger.keys import SignatureKind, Verifier
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.tiles import TiledTree
from penholder.pure.ledger.witness import AddCheckpoint
from penholder.witness.asking import PATIENCE, DistantWitness, Unreachable


class Outcome(Enum):
    """How a copy of a log and a witness stand to each other."""

    SAME = "same"
    CONTINUES = "continues"  # the copy is newer, and continues what the witness saw
    UNSEEN = "unseen"
    BEHIND = "behind"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class View:
    """What a witness had to say about a log, checked; ``notes`` are states the log signed that were shown to it."""

    witness: DistantWitness
    origin: str
    keys: tuple[Verifier, ...]
    seen: SignedCheckpoint | None
    note: str
    conflicts: tuple[Conflict, ...] = ()
    strays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogCopy:
    """A copy of a log, audited: its signed checkpoint, and the tree that leads to it.

    Of the tree nothing is believed but what proves itself against the checkpoint: its files may be told anew each time.
    """

    note: str
    tree: TiledTree


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of it. ``conflict`` is proof for everybody; without one it is for those who keep the log to explain."""

    outcome: Outcome
    sentence: str
    conflict: Conflict | None = None

    @property
    def is_sound(self) -> bool:
        return self.outcome in {Outcome.SAME, Outcome.CONTINUES}


def hold_against(
    url: str,
    fetch: Callable[[], LogCopy],
    *,
    origin: str,
    keys: Iterable[Verifier],
    patience: float = PATIENCE,
) -> Comparison:
    """All of it in the order that counts: look at the witness, ``fetch`` and audit the log, compare, tell the witness."""
    view = look(url, origin=origin, keys=keys, patience=patience)
    copy = fetch()
    found = compare(view, copy)
    report(view, copy, found)
    return found


def look(url: str, *, origin: str, keys: Iterable[Verifier], patience: float = PATIENCE) -> View:
    """Ask the witness what it knows of this log.

    ``keys`` are the log's and the witness's own (``Policy.keys``). ``Unreachable`` where it does not answer, and
    ``NotProven`` where what it answers was not signed by both.
    """
    witness, known = DistantWitness(url, patience), tuple(keys)
    note = witness.checkpoint(origin)
    seen = open_checkpoint(note, keys=known) if note else None
    if seen is not None and seen.checkpoint.origin != origin:
        raise NotProven("The witness answered with the checkpoint of another log.")
    if seen is not None and not seen.witnesses:
        raise NotProven("No witness you trust has signed what this witness answered.")
    return View(
        witness=witness,
        origin=origin,
        keys=tuple(key for key in known if key.kind is SignatureKind.LOG and key.name == origin),
        seen=seen,
        note=note,
        conflicts=witness.conflicts(origin),
        strays=witness.strays(origin),
    )


def compare(view: View, copy: LogCopy) -> Comparison:
    """How the copy stands to what the witness saw and was shown; the worst thing found is what is told."""
    ours = open_checkpoint(copy.note, keys=view.keys).checkpoint
    for note in _notes_against(view):
        if conflict := conflict_with(note, copy, keys=view.keys):
            return Comparison(Outcome.SPLIT, _SPLIT.format(origin=view.origin), conflict)
    for conflict in view.conflicts:
        with contextlib.suppress(NotProven):
            conflict.require_proof(view.keys)
            return Comparison(Outcome.SPLIT, _SPLIT.format(origin=view.origin), conflict)
    if view.seen is None:
        return Comparison(Outcome.UNSEEN, f"The witness has never been shown the log “{view.origin}”.")
    seen = view.seen.checkpoint
    if seen.size > ours.size:
        return Comparison(Outcome.BEHIND, _BEHIND.format(seen=seen.size, ours=ours.size))
    if seen.size == ours.size:
        return Comparison(Outcome.SAME, f"The witness saw exactly this log, with {seen.size:,} entries.")
    return Comparison(
        Outcome.CONTINUES, f"This copy continues what the witness saw, which had {seen.size:,} entries."
    )


def conflict_with(note: str, copy: LogCopy, *, keys: Iterable[Verifier]) -> Conflict | None:
    """The proof that ``note`` and the copy are of two stories; None where they are one.

    None too where it can't be told: ``note`` is of a larger log, or not signed by this one. ``NotProven`` where the
    files of the copy lead neither to the one nor to the other.
    """
    known = tuple(keys)
    ours = open_checkpoint(copy.note, keys=known).checkpoint
    try:
        theirs = open_checkpoint(note, keys=known).checkpoint
    except NotProven:
        return None
    if theirs.origin != ours.origin or theirs.size > ours.size or is_state(copy.tree, ours, theirs):
        return None
    path: tuple[bytes, ...] = ()
    if 0 < theirs.size < ours.size:
        proof = copy.tree.consistency(theirs.size, ours.size)
        path = full_path(theirs.size, copy.tree.root_at(theirs.size), proof)
    conflict = Conflict(one=note, other=copy.note, path=path)
    conflict.require_proof(known)
    return conflict


def report(view: View, copy: LogCopy, found: Comparison) -> None:
    """Show the witness what was found, so that others find out on their next look. Nothing happens where it is away."""
    if found.outcome is Outcome.BEHIND:
        _show(view, copy.note)
    if found.conflict is not None:
        one, other = sorted((found.conflict.one, found.conflict.other), key=_size)
        _show(view, one)
        _show(view, other, older=_size(one), path=found.conflict.path)


def _show(view: View, note: str, *, older: int | None = None, path: tuple[bytes, ...] = ()) -> None:
    """Never as the beginning of a log: a witness that knows nothing of it yet would sign that."""
    size = _size(note) if older is None else older
    if size:
        with contextlib.suppress(Unreachable):
            view.witness.add(AddCheckpoint(older=size, proof=path, note=note))


def _size(note: str) -> int:
    return Checkpoint.parse(split_note(note)[0]).size


def _notes_against(view: View) -> Iterator[str]:
    """Every note the witness has, the one it signed itself first."""
    if view.note:
        yield view.note
    for conflict in view.conflicts:
        yield from (conflict.one, conflict.other)
    yield from view.strays


_SPLIT = (
    "The log “{origin}” signed two checkpoints that can't both be true: different people were shown different records. "
    "Keep the two signed notes; they prove it to anybody."
)
_BEHIND = (
    "The witness saw this log with {seen:,} entries, and you were shown only {ours:,}. Get it again: an honest log "
    "catches up at once. If it does not, entries are being kept from you, or this is another record under the same name."
)
