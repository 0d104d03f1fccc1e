"""Checking a whole log: hash every entry again, and compare with the root that was signed.

A receipt shows that one entry is in; an audit shows that nothing else was changed, taken out or slipped in. The root
is built from the entries themselves. The tiles of hashes are compared with what was built and never believed: a client
that took proofs from them unchecked has been deceived before (CVE-2026-56865).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from penholder.pure.ledger.checkpoint import Checkpoint, SignedCheckpoint, open_checkpoint
from penholder.pure.ledger.conflict import Conflict, full_path
from penholder.pure.ledger.counting import NOT_OURS, Mark
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.merkle import EMPTY_ROOT, leaf_hash, root_of, verify_consistency
from penholder.pure.ledger.note import as_text, split_note
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.receipt import VerifiedReceipt
from penholder.pure.ledger.stretch import Hashing, Stretch, entries_of, hash_in_turn, require_tile
from penholder.pure.ledger.succession import is_by, require_in_force, with_announced
from penholder.pure.ledger.tiles import (
    BUNDLES,
    WIDTH,
    Edge,
    Read,
    Tile,
    TiledTree,
    grow,
    hashes_in,
    root_of_edge,
    width_of,
)

_REMEMBERED = 100

Kinds: TypeAlias = tuple[tuple[str, int], ...]
Named: TypeAlias = tuple[str, "str | bytes"]
"""A signed note, and what to call it in a sentence: the file it came from, or who holds it."""


class Forked(NotProven):
    """The log contradicts what it signed before: ``conflict`` holds both notes, to be shown to anybody."""

    def __init__(self, sentence: str, conflict: Conflict) -> None:
        super().__init__(sentence, conflict)
        self.conflict = conflict

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class AuditState:
    """How far an audit has come, so that the next one goes on from there: always at the end of a full bundle.

    ``edge`` is all that growing needs of the hashes. ``seen`` are the checkpoints that the log has shown and that must
    stay true for ever; up to ``proven`` entries the edge is known to agree with them.
    """

    origin: str
    size: int = 0
    edge: Edge = ()
    kinds: Kinds = ()
    marks: tuple[Mark, ...] = ()
    seen: tuple[str, ...] = ()
    proven: int = 0

    def begun_again(self) -> AuditState:
        """Nothing hashed yet, and every checkpoint still remembered."""
        return AuditState(origin=self.origin, seen=self.seen)


@dataclass(frozen=True, slots=True, eq=False)
class AuditedLog:
    """A log whose entries add up to what its checkpoint signs, and whose tiles hold the hashes of these entries.

    ``keys`` are those trusted in the end; ``announced`` the ones among them that the log itself announced. ``held`` are
    the other checkpoints it agrees with. ``begun`` is where this audit began: what lies before was audited earlier.
    """

    note: str
    signed: SignedCheckpoint
    keys: tuple[Verifier, ...]
    announced: tuple[Verifier, ...]
    kinds: Kinds
    marks: tuple[Mark, ...]
    held: tuple[str, ...]
    begun: int
    state: AuditState
    tree: TiledTree = field(repr=False)
    _read: Read = field(repr=False)
    _roots: tuple[bytes, ...] = field(repr=False)

    @property
    def checkpoint(self) -> Checkpoint:
        return self.signed.checkpoint

    def entries(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """The entries from ``start`` on, with their places, read anew and held against what was audited."""
        if start < self.begun:
            raise ValueError(f"This audit began at entry {self.begun}; what lies before it was not read.")
        size = self.checkpoint.size
        for number in range(start // WIDTH, -(-size // WIDTH)):
            tile = Tile(BUNDLES, number, width_of(BUNDLES, number, size))
            entries = entries_of(self._read, tile)
            if root_of([leaf_hash(entry) for entry in entries]) != self._roots[number - self.begun // WIDTH]:
                raise NotProven(f"{tile.path} was changed while it was being read.")
            for index, entry in enumerate(entries, start=number * WIDTH):
                if index >= start:
                    yield index, entry

    def require(self, older: Checkpoint, *, what: str, note: str) -> None:
        """Nothing, if ``older`` is a state this very log went through; ``Forked`` if it signed another history."""
        require_state(self.tree, self.checkpoint, older, what=what, notes=(note, self.note))

    def require_agreement(self, proven: VerifiedReceipt) -> None:
        """Nothing, if ``proven`` was given out by this very log; ``NotProven`` says where the two part."""
        then = proven.checkpoint
        if then.origin != self.checkpoint.origin:
            raise NotProven(
                f"The receipt is from the log “{then.origin}”, not from “{self.checkpoint.origin}”."
            )
        if then.size > self.checkpoint.size:
            raise NotProven(
                f"The receipt was signed when the log had {then.size:,} entries, and this copy of it ends at "
                f"{self.checkpoint.size:,}. Get a newer copy and try again."
            )
        if self.tree.leaf(proven.index) != proven.leaf:
            raise NotProven(
                f"This copy of the log has another entry at place {proven.index} than the receipt proves."
            )
        if not is_state(self.tree, self.checkpoint, then):
            raise NotProven(
                "The log that signed the receipt had other entries before than this copy of it has."
            )


def audit_tiles(
    read: Read,
    checkpoint_note: str | bytes,
    *,
    keys: Iterable[Verifier],
    since: AuditState | None = None,
    also: Iterable[Named] = (),
    alarms: Iterable[Named] = (),
    progress: Callable[[AuditState], None] | None = None,
    hashing: Hashing = hash_in_turn,
) -> AuditedLog:
    """The log that ``read`` gives the files of, if it is exactly what ``checkpoint_note`` signs; else ``NotProven``.

    ``since`` is where an earlier audit of the same log stopped; its entries are not read again, and every checkpoint it
    has seen must still hold. ``also`` are further notes that must agree; ``alarms`` are notes that must agree if this log
    signed them, and else say nothing about it. ``progress`` is told the state now and then. ``Forked`` where the log contradicts what it signed before.
    """
    note = as_text(checkpoint_note, what="The checkpoint")
    given = tuple(keys)
    notes = _read_named(also)
    claimed = Checkpoint.parse(split_note(note)[0])
    start = since or AuditState(origin=claimed.origin)
    if start.origin != claimed.origin:
        raise NotProven(
            f"This comes from the log “{claimed.origin}”, and what was audited before from “{start.origin}”."
        )
    known = with_announced(given, start.marks, start.seen)
    if _is_signed_for(known, note) or not any(is_by(known, one) for one in (*start.seen, *_texts(notes))):
        _open_newest(note, known)
        _require_not_back(start.seen, note, claimed, known)

    rebuilt = _rebuild(read, claimed, start, progress, hashing)
    tree = TiledTree(claimed.size, read)
    agreeing = [
        one for one in (*start.seen, *_texts(notes)) if _agrees(tree, claimed, one, up_to=start.proven)
    ]
    trusted = with_announced(given, rebuilt.marks, (*agreeing, note))
    signed = _open_newest(note, trusted)
    require_in_force(signed, rebuilt.marks)
    _require_not_back(start.seen, note, claimed, trusted)
    held = [one for one in start.seen if is_by(trusted, one)]
    for one in held:
        size = _claim(one).size
        if size > start.proven:
            require_state(
                tree,
                claimed,
                _claim(one),
                what=f"the checkpoint of {size:,} entries seen before",
                notes=(one, note),
            )
    signed_by_it = ((what, one) for what, one in _read_named(alarms) if is_by(trusted, one))
    for what, one in (*notes, *signed_by_it):
        require_state(tree, claimed, _opened(what, one, trusted), what=what, notes=(one, note))
    state = replace(
        rebuilt.state,
        seen=_remembered((*start.seen, *_texts(notes), note), trusted),
        proven=rebuilt.state.size,
    )
    return AuditedLog(
        note=note,
        signed=signed,
        keys=trusted,
        announced=trusted[len(given) :],
        kinds=rebuilt.kinds,
        marks=rebuilt.marks,
        held=tuple(one for one in dict.fromkeys((*held, *_texts(notes))) if one != note),
        begun=start.size,
        state=state,
        tree=tree,
        _read=read,
        _roots=rebuilt.roots,
    )


def is_state(tree: TiledTree, newest: Checkpoint, older: Checkpoint) -> bool:
    """Whether the log that has come to ``newest`` was at ``older`` once. The tiles are only asked for a proof of it."""
    if older.size in {0, newest.size}:
        return older.root == (newest.root if older.size else EMPTY_ROOT)
    try:
        verify_consistency(older.size, newest.size, tree.consistency(older.size), older.root, newest.root)
    except Malformed:
        raise
    except NotProven:
        return False
    return True


def require_state(
    tree: TiledTree, newest: Checkpoint, older: Checkpoint, *, what: str, notes: tuple[str, str]
) -> None:
    """Nothing, if the log that has come to ``newest`` was at ``older`` once; ``Forked`` if it never was."""
    if older.size > newest.size:
        raise Forked(
            f"{_capital(what)} is of {older.size:,} entries, and this log ends at {newest.size:,}: it is an old copy, "
            "or it went back.",
            Conflict(*notes),
        )
    if not is_state(tree, newest, older):
        raise Forked(
            f"This log has two histories: {what} says that its first {older.size:,} entries have the root "
            f"{older.root.hex()}, and they have not in the log of {newest.size:,} entries with the root "
            f"{newest.root.hex()}.",
            Conflict(*notes, path=_path(tree, older.size) if 0 < older.size < newest.size else ()),
        )


@dataclass(frozen=True, slots=True)
class _Rebuilt:
    """What hashing gave: the state at the last full bundle, and everything with the partial one."""

    state: AuditState
    kinds: Kinds
    marks: tuple[Mark, ...]
    roots: tuple[bytes, ...]


def _rebuild(
    read: Read,
    claimed: Checkpoint,
    start: AuditState,
    progress: Callable[[AuditState], None] | None,
    hashing: Hashing,
) -> _Rebuilt:
    """Hash every bundle from ``start`` on, and compare the tiles and the root with what comes of it."""
    first, end = start.size // WIDTH, -(-claimed.size // WIDTH)
    if start.size > claimed.size:
        raise NotProven(
            f"{start.size:,} entries were audited before, and this checkpoint is of {claimed.size:,}."
        )
    state, marks, last = start, start.marks, Stretch((), (), (), (), ())
    roots: list[bytes] = []
    with closing(hashing(read, claimed.size, range(first, end))) as stretches:
        for last in stretches:
            roots.extend(last.roots)
            marks = (*marks, *last.marks)
            state = _grown(state, last, read)
            if progress is not None:
                progress(state)
    edge = (last.rest, *state.edge[1:])
    _require_edge(read, claimed.size, edge)
    if root_of_edge(edge) != claimed.root:
        raise NotProven(
            "The entries do not add up to the root that was signed: one was changed, moved, added or taken out."
        )
    rest = (root_of(last.rest),) if last.rest else ()
    return _Rebuilt(state, _sum(state.kinds, last.kinds_in_rest), marks, (*roots, *rest))


def _grown(state: AuditState, stretch: Stretch, read: Read) -> AuditState:
    """``state`` after a stretch; every tile above the entries that it fills must be as it comes out."""
    tiles, above = grow(state.edge[1:], stretch.roots)
    for tile, hashes in tiles:
        if tile.width == WIDTH:
            lifted = Tile(tile.level + 1, tile.number)
            require_tile(read, lifted, hashes_in(hashes, tile))
    size = state.size + WIDTH * len(stretch.roots)
    return replace(
        state,
        size=size,
        edge=((), *above),
        kinds=_sum(state.kinds, stretch.kinds),
        marks=(*state.marks, *(mark for mark in stretch.marks if mark.index < size)),
    )


def _require_edge(read: Read, size: int, edge: Edge) -> None:
    """The last tile of each level above the entries. That of level 0 was compared with its bundle."""
    for level, hashes in enumerate(edge):
        if level and hashes:
            require_tile(read, Tile(level, (size >> (8 * level)) // WIDTH, len(hashes)), hashes)


def _path(tree: TiledTree, older: int) -> tuple[bytes, ...]:
    """What shows anybody that the newest root has another log below it than the older checkpoint says."""
    return full_path(older, tree.root_at(older), tree.consistency(older))


def _is_signed_for(keys: Sequence[Verifier], note: str) -> bool:
    """Whether one of ``keys`` is named as having signed it, well or badly: then no other key can help it."""
    ids = {(key.name, key.key_id) for key in keys}
    return any((one.name, one.key_id) in ids for one in split_note(note)[1])


def _texts(notes: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(note for _, note in notes)


def _claim(note: str) -> Checkpoint:
    return Checkpoint.parse(split_note(note)[0])


def _read_named(notes: Iterable[Named]) -> tuple[tuple[str, str], ...]:
    return tuple((what, as_text(one, what=what)) for what, one in notes)


def _open_newest(note: str, keys: Sequence[Verifier]) -> SignedCheckpoint:
    try:
        return open_checkpoint(note, keys=keys)
    except NotProven as fault:
        if _is_signed_for(keys, note) or _claim(note).origin not in {key.name for key in keys}:
            raise
        raise NotProven(
            f"{fault} If the key of the log was changed, give the new one, or a checkpoint or a receipt from the days when "
            "both signed: it leads from the old one to the new one."
        ) from fault


def _opened(what: str, note: str, keys: Sequence[Verifier]) -> Checkpoint:
    try:
        return open_checkpoint(note, keys=keys).checkpoint
    except NotProven as fault:
        raise NotProven(f"{_capital(what)}: {fault}") from fault


def _agrees(tree: TiledTree, newest: Checkpoint, note: str, *, up_to: int) -> bool:
    try:
        older = _claim(note)
        return older.origin == newest.origin and (
            older.size <= up_to or (older.size <= newest.size and is_state(tree, newest, older))
        )
    except NotProven:
        return False


def _require_not_back(seen: Sequence[str], note: str, claimed: Checkpoint, keys: Sequence[Verifier]) -> None:
    """Nothing, if the log is at least as long as ever before, and not another one of the same length."""
    for one in seen:
        before = _claim(one)
        if before.size < claimed.size or not is_by(keys, one):
            continue
        if before.size > claimed.size:
            raise Forked(
                f"The log went back: it had {before.size:,} entries (root {before.root.hex()}) when it was seen before, and "
                f"now shows {claimed.size:,} (root {claimed.root.hex()}). This is an old copy, or entries were taken out.",
                Conflict(one, note),
            )
        if before.root != claimed.root:
            raise Forked(
                f"This log has two histories: for its {claimed.size:,} entries it signed the root {before.root.hex()} "
                f"before, and now {claimed.root.hex()}.",
                Conflict(one, note),
            )


def _remembered(notes: Sequence[str], keys: Sequence[Verifier]) -> tuple[str, ...]:
    """The largest checkpoints, one of each size, and the largest by each key: that one may vouch for a newer key."""
    by_size = {_claim(note).size: note for note in notes if is_by(keys, note)}
    largest = sorted(by_size, reverse=True)
    by_key = {next((size for size in largest if is_by([key], by_size[size])), None) for key in keys}
    kept = {*largest[:_REMEMBERED], *(size for size in by_key if size is not None)}
    return tuple(by_size[size] for size in sorted(kept))


def _sum(kinds: Kinds, more: Kinds) -> Kinds:
    together = Counter(dict(kinds))
    together.update(dict(more))
    return tuple(sorted(together.items()))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


__all__ = [
    "NOT_OURS",
    "AuditState",
    "AuditedLog",
    "Forked",
    "Kinds",
    "Named",
    "audit_tiles",
    "is_state",
    "require_state",
]
