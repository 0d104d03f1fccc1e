"""On every start: hold the database against the signer and the published files, and set right what a fault left.

Being behind is the normal case to recover from, not an error: a database put back from a backup is brought up to the
published log, entry by entry, before anything new may be entered. Whatever can't be set right without a person makes
the site read-only, with a sentence that says what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint
from penholder.pure.ledger.entry import EntryBody, moment
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.merkle import leaf_hash, root_of
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.tiles import WIDTH, grow, root_of_edge
from penholder.record import store, witnessing
from penholder.record.actions.appending import append
from penholder.record.actions.sealing import NotSealed, publish_up_to, seal
from penholder.record.distant import SignerAway
from penholder.record.durable import locked, sweep
from penholder.record.erasing import erase_again, purge_later
from penholder.record.events import GUEST, RECORD, DatabaseAccepted, LogRestored
from penholder.record.fields import new_uid
from penholder.record.folder import RecordFolder
from penholder.record.models import Entry, Head
from penholder.record.recording import records
from penholder.record.rows import committed_size
from penholder.record.signing import Signs, here, signer
from penholder.record.standing import hold, release

MEMORY_LOST = (
    "The published files of the record and the signer's memory are both missing, so nobody can say whether this "
    "database is the newest. Put back the folders “log” and “signer” from a copy, or accept the database as it is "
    "with: penholder restore --accept-database"
)
OTHER_KEY = (
    "The published record was signed with another key than the one that is here. Bring the record's own key back from "
    "its backup sheet: move the folder “signer” aside, then penholder key restore SHEET"
)
EMPTY = (
    "The database is empty, and the published record has {signed:,} entries: this is not the database of this site. "
    "Look at the settings, or put back a backup: penholder restore BACKUP"
)
FILES_KNOW_MORE = (
    "The published files here hold entries that the database does not know, and their checkpoint is lost. Put back the "
    "newest checkpoint from a backup or a mirror of the folder “log”, and start again."
)
FILES_TOO_OLD = (
    "The record was signed up to {signed:,} entries, and neither the database nor the published files here reach that "
    "far. Copy the newest “log” folder here from a backup, a mirror or a witness's host, and start again."
)
OTHER_HISTORY = (
    "The database and the published record differ at entry {index:,}. Nothing will be entered over that: put back a "
    "backup of the database from before it, and start again; the record itself brings back the rest."
)
FILES_DAMAGED = (
    "The published files of the record are damaged and this database can't make them anew. Copy the “log” folder here "
    "from a backup or a mirror, and start again."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the start went: how many entries were read back, words removed once more, and why the site is held if it is.

    ``trouble`` is what passes by itself, such as a full disk: nothing is entered wrongly meanwhile.
    """

    read_back: int = 0
    erased_again: int = 0
    rebuilt: bool = False
    held: str = ""
    trouble: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What whoever runs the site should know; nothing where all was well."""
        said = []
        if self.rebuilt:
            said.append("The published files of the record were missing or damaged and have been made anew.")
        if self.read_back:
            said.append(
                f"The database was older than the record: {self.read_back} entries were read back from the published "
                f"files, and {self.erased_again} erasures made again. What people wrote in them after the backup is not there."
            )
        if self.trouble:
            said.append(
                f"{self.trouble} Once that is mended it is made up for, at the next start at the latest."
            )
        if self.held:
            said.append(f"The site is read-only. {self.held}")
        return tuple(said)


class _Held(Exception):
    """Only a person can decide this; the message says what about."""


def recover(*, accept_database: bool = False) -> Standing:
    """Make database, files and signer agree, or the site read-only. Changed: whichever is behind. Appended: log.restored.

    The signer's memory and the published checkpoint say how far the log goes: a database that is shorter is brought up
    to it from the published bundles; files that are lost or damaged are made anew from a database that has all of it.
    ``accept_database`` is a person's word for going on where both memories are lost. Raises SignerAway where a signer
    of its own does not answer: nothing can be said then.
    """
    folder = here()
    with locked(folder.starting):  # of two starts at once the second finds everything done
        try:
            return _recovered(folder, witnessing.longest_seen(), accept_database=accept_database)
        except (_Held, NotProven) as fault:
            hold(folder, str(fault))
            return Standing(held=str(fault))
        except SignerAway:
            raise
        except OSError as fault:
            return Standing(trouble=f"The record could not be written: {fault.strerror or fault}.")


def _recovered(folder: RecordFolder, elsewhere: str, *, accept_database: bool) -> Standing:
    with store.lock(folder):
        sweep(folder.log)
        anchor, rebuilt = _agree(folder, signer(), elsewhere, accept_database=accept_database)
    release(folder)
    standing = _brought_up_to(folder, anchor, rebuilt=rebuilt)
    try:
        seal()
    except NotSealed as fault:
        return replace(standing, trouble=str(fault))
    return standing


def _agree(
    folder: RecordFolder, signing: Signs, elsewhere: str, *, accept_database: bool
) -> tuple[Checkpoint | None, bool]:
    """How far the log goes, with files that reach as far; and whether they had to be made anew."""
    anchor = _furthest(folder, signing, elsewhere)
    size = committed_size()
    if anchor is None:
        _begin(folder, size, accept_database=accept_database)
        return None, False
    if size == 0 < anchor.size and not accept_database:
        raise _Held(EMPTY.format(signed=anchor.size))
    leaves = _leaves_in_files(folder, anchor)
    if leaves is None:
        _rebuild(folder, anchor, size)
        return anchor, True
    _require_one_history(leaves[:size])
    _show(folder, signing, anchor)
    store.sweep_partials(folder, anchor.size)
    return anchor, False


def _begin(folder: RecordFolder, size: int, *, accept_database: bool) -> None:
    """A record nobody remembers is a new one, or one whose memories are lost: then a person has to say so."""
    if not size:
        publish_up_to(0, after=None, folder=folder)  # from here on there is a memory that can be lost
        return
    if not accept_database:
        raise _Held(MEMORY_LOST)
    leaves = _leaves_in_database(size)
    for tile, data in store.leaf_tiles(folder):
        first = tile.number * WIDTH
        if data != b"".join(leaves[first : first + tile.width]):
            raise _Held(FILES_KNOW_MORE)


def _show(folder: RecordFolder, signing: Signs, anchor: Checkpoint) -> None:
    """Publish what was signed and never shown, or whose file was damaged."""
    if _opened(_published_note(folder, signing.verifiers()), signing.verifiers()) != anchor:
        store.publish(folder, store.CHECKPOINT, signing.latest().encode())


def _brought_up_to(folder: RecordFolder, anchor: Checkpoint | None, *, rebuilt: bool) -> Standing:
    size = committed_size()
    if anchor is None and size:
        _say_accepted()
    if anchor is None or anchor.size <= size:
        return Standing(rebuilt=rebuilt)
    read_back, erased = _read_back(folder, anchor.size)
    return Standing(read_back=read_back, erased_again=erased, rebuilt=rebuilt)


def _furthest(folder: RecordFolder, signing: Signs, elsewhere: str) -> Checkpoint | None:
    """The longest log that was signed, as far as anybody remembers: the signer, the published files, or a witness.

    The signer is told what it has forgotten, so that it signs nothing beside it.
    """
    keys = signing.verifiers()
    remembered = _opened(signing.latest(), keys)
    for note in (_published_note(folder, keys), elsewhere):
        shown = _opened(note, keys)
        if shown is not None and (remembered is None or remembered.size < shown.size):
            signing.remember(note)
            remembered = shown
    return remembered


def _published_note(folder: RecordFolder, keys: tuple[Verifier, ...]) -> str:
    """The published checkpoint; a damaged one counts as lost, for it can be made again, one by another key does not."""
    try:
        published = store.newest(folder)
        if published is None:
            return ""
        ours = {(key.name, key.key_id) for key in keys}
        signed = split_note(published.note)[1]
    except NotProven:
        return ""
    if not any((one.name, one.key_id) in ours for one in signed):
        raise _Held(OTHER_KEY)
    try:
        open_checkpoint(published.note, keys=keys)
    except NotProven:
        return ""
    return published.note


def _opened(note: str, keys: tuple[Verifier, ...]) -> Checkpoint | None:
    return open_checkpoint(note, keys=keys).checkpoint if note else None


def _leaves_in_files(folder: RecordFolder, anchor: Checkpoint) -> Sequence[bytes] | None:
    """The hashes of all published entries, if every file is what they make and leads to the signed root."""
    read = store.reader(folder)
    try:
        leaves = [leaf_hash(body) for body in store.entries_from(folder, 0, anchor.size)]
        tiles, edge = grow((), leaves)
        whole = all(read(tile) == data for tile, data in tiles)
    except NotProven:
        return None
    return leaves if whole and root_of_edge(edge) == anchor.root else None


def _rebuild(folder: RecordFolder, anchor: Checkpoint, size: int) -> None:
    """Make all files anew from the database, if it is the database of this very log."""
    if size < anchor.size:
        raise _Held(FILES_TOO_OLD.format(signed=anchor.size))
    if root_of(_leaves_in_database(anchor.size)) != anchor.root:
        raise _Held(FILES_DAMAGED)
    publish_up_to(size, after=None, folder=folder)


def _require_one_history(published: Sequence[bytes]) -> None:
    """Every entry of the database is the published one at its place."""
    for index, leaf in enumerate(_leaves_in_database(len(published))):
        if leaf != published[index]:
            raise _Held(OTHER_HISTORY.format(index=index))


def _leaves_in_database(size: int) -> list[bytes]:
    rows = Entry.objects.filter(index__lt=size).order_by("index").values_list("leaf_hash", flat=True)
    return [bytes(leaf) for leaf in rows.iterator(chunk_size=10_000)]


@records(LogRestored)
def _read_back(folder: RecordFolder, size: int) -> tuple[int, int]:
    """Enter again, at their own places, the published entries the database has forgotten; and say so.

    What was erased after the backup was made is in the database again and goes once more: those very entries say what.
    """
    head = Head.objects.select_for_update().get(pk=1)
    start = head.size
    tree = store.tree_of(folder, size)
    bodies = tuple(store.entries_from(folder, start, size))
    for index, body in enumerate(bodies, start=start):
        if leaf_hash(body) != tree.leaf(index):
            raise _Held(FILES_DAMAGED)
    Entry.objects.bulk_create((_row(start + at, body) for at, body in enumerate(bodies)), batch_size=1_000)
    head.size = size
    head.save(update_fields=["size"])
    erased = erase_again(map(EntryBody.parse, bodies))
    if erased:
        purge_later()
    append(LogRestored(scope=RECORD, obj=new_uid(), first=start, entries=len(bodies)), by=GUEST)
    return len(bodies), erased


@records(DatabaseAccepted)
def _say_accepted() -> None:
    append(DatabaseAccepted(scope=RECORD, obj=new_uid()), by=GUEST)


def _row(index: int, body: bytes) -> Entry:
    said = EntryBody.parse(body)
    return Entry(
        index=index,
        kind=said.type,
        scope=said.scope,
        obj=said.obj,
        body=body,
        leaf_hash=leaf_hash(body),
        appended_at=moment(said.t),
    )
