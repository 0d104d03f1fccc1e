"""Sealing: publish what has been committed, have it signed, and only then let anybody see the new checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint
from penholder.pure.ledger.merkle import leaf_hash
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.tiles import WIDTH, Edge, bundle_up, grow, root_of_edge
from penholder.record import recording, store, witnessing
from penholder.record.folder import RecordFolder
from penholder.record.rows import bodies_between, committed_size
from penholder.record.signing import here, signer
from penholder.record.standing import hold, why_held
from penholder.record.store import Sealed

NOT_CONTINUED = (
    "The published record could not be continued, so nothing more is entered. {fault} "
    "Whoever runs the site has to start it again: it then tries to set this right."
)


class NotSealed(Exception):
    """What was entered is kept, but could not be published and signed yet; the message says why."""


@dataclass(frozen=True, slots=True)
class _End:
    """Where the published log ends: all that growing it needs."""

    size: int
    edge: Edge
    bundled: tuple[bytes, ...]


def seal() -> Sealed | None:
    """Publish and sign everything committed so far; nothing to do where that has been done.

    Written: tiles, then the signer's memory, then the checkpoint; each is on disk before the next is begun, so
    whatever moment the power goes, what was signed can be read, and what was shown was signed. One publisher at a
    time; the others find that theirs is done too. Raises NotSealed while the site is read-only or can't write; where
    what is published can't be continued, the site becomes read-only.
    """
    if recording.is_under_way():
        raise RuntimeError(
            "seal after the action has been committed: what is undone must not have been published"
        )
    folder = here()
    try:
        sealed = _sealed(folder)
    except NotProven as fault:
        hold(folder, NOT_CONTINUED.format(fault=fault))
        raise NotSealed(str(fault)) from fault
    except OSError as fault:  # a full disk, a signer that is away: it is made up for at the next seal
        raise NotSealed(f"The record could not be written: {fault.strerror or fault}.") from fault
    witnessing.after_seal()
    return sealed


def _sealed(folder: RecordFolder) -> Sealed | None:
    if store.published_size(folder) >= committed_size():
        return store.newest(folder)
    with store.lock(folder):
        published = store.newest(folder)
        size = committed_size()
        if published is not None and published.size >= size:
            return published
        reason = why_held(folder)
        if reason:
            raise NotSealed(reason)
        return publish_up_to(size, after=_end_of(folder, published), folder=folder)


def sign_anew() -> Sealed | None:
    """Have the newest checkpoint signed once more, by the keys that are in force now."""
    folder = here()
    with store.lock(folder):
        published = store.newest(folder)
        if published is None:
            return None
        note = _signed(folder, published.size, published.root)
        store.publish(folder, store.CHECKPOINT, note.encode())
        return store.newest(folder)


def publish_up_to(size: int, *, after: _End | None, folder: RecordFolder) -> Sealed:
    """Publish the committed entries from the end of the log up to ``size``, and have that signed. Hold the lock."""
    end = after or _End(0, (), ())
    bodies = _bodies(end.size, size)
    tiles, edge = grow(end.edge, [leaf_hash(body) for body in bodies])
    files = (*bundle_up(end.size, end.bundled, bodies), *tiles)
    store.publish_tiles(folder, files)
    root = root_of_edge(edge)
    note = _signed(folder, size, root)
    store.publish(folder, store.CHECKPOINT, note.encode())
    full = [tile for tile, _ in files if tile.width == WIDTH]
    if full:
        store.drop_partials(folder, full)
    return store.read_back(folder, store.CHECKPOINT)


def _signed(folder: RecordFolder, size: int, root: bytes) -> str:
    signing = signer()
    keys = signing.verifiers()
    latest = signing.latest()
    older = Checkpoint.parse(split_note(latest)[0]).size if latest else 0
    if older > size:
        raise NotSealed("The signer has signed a longer log than the database holds.")
    _publish_keys(folder, "".join(f"{key.vkey()}\n" for key in keys))
    proof = store.tree_of(folder, size).consistency(older)
    note = signing.sign(Checkpoint(origin=keys[0].name, size=size, root=root), proof)
    open_checkpoint(
        note, keys=keys
    )  # a signer elsewhere may be another program: nothing is shown that can't be opened
    return note


def _publish_keys(folder: RecordFolder, lines: str) -> None:
    path = folder.log / store.KEY
    if not path.is_file() or path.read_bytes() != lines.encode():
        store.publish(folder, store.KEY, lines.encode())


def _end_of(folder: RecordFolder, published: Sealed | None) -> _End | None:
    if published is None:
        return None
    size = published.size
    edge = store.tree_of(folder, size).edge()
    bundled = tuple(store.entries_from(folder, size - size % WIDTH, size))
    fits = tuple(map(leaf_hash, bundled)) == (edge[0] if edge else ())
    if root_of_edge(edge) != published.root or not fits:
        raise Malformed("The last files of the published record do not add up to its checkpoint.")
    return _End(size, edge, bundled)


def _bodies(start: int, size: int) -> Sequence[bytes]:
    bodies = bodies_between(start, size)
    if len(bodies) != size - start:
        raise RuntimeError(f"the log has a gap between {start} and {size}")
    return bodies
