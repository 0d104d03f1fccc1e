"""Putting a backup back: the database in one step, the log only ever longer, and nothing that was ended living on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connections

from penholder.accounts.actions import make_sign_in_link
from penholder.accounts.models import Membership, Role, SignInLink
from penholder.cli.serve import address
from penholder.consultations.actions import discard_unsent
from penholder.consultations.models import UnsentResponse
from penholder.project import databases
from penholder.project.backups import ABOUT, Say, new_folder_aside, require_whole
from penholder.project.databases import CannotBackUp
from penholder.pure.ledger.checkpoint import open_checkpoint
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.tiles import WIDTH, tiles_of
from penholder.record import store
from penholder.record.actions import NotSealed, seal
from penholder.record.durable import write_whole
from penholder.record.erasing import purge_later
from penholder.record.events import RECORD, LogRestored
from penholder.record.folder import RecordFolder
from penholder.record.queries import Entry, body_of
from penholder.record.signing import here, verifiers

NO_KEY = (
    "This site has no key yet, so nobody can tell whether the backup is of its record. Bring the key back from its "
    "sheet first: penholder key restore SHEET. Only if every sheet is lost, begin a new record with the words of the "
    "old one: penholder restore BACKUP --accept-database"
)
OTHER_SITE = "This backup is not of this site's record, so nothing was changed: {fault}"


def put_back(backup: Path, *, say: Say, accept_database: bool = False) -> Path | None:
    """Put the backup's database in the place of the present one, which is set aside; where it was set aside to.

    The published log only ever grows. Bring the tables up to date afterwards, call ``finish`` and ``recover``: the
    database is then brought up to the published log. ``accept_database`` is a person's word for putting back a database
    of which nobody can tell that it is this site's; its log stays out.
    """
    if not (backup / ABOUT).is_file():
        raise CannotBackUp(f"{backup} is not a finished backup: it has no file “{ABOUT}”.")
    sealed = _of_this_record(RecordFolder(backup), say, accept_database=accept_database)
    say("The database …")
    waiting = databases.make_ready(backup)
    aside = None
    if databases.is_there():
        _seal_present(say)
        connections.close_all()
        aside = new_folder_aside()
        say("The present database is set aside …")
        databases.set_aside(aside)
    write_whole(_put_back_mark(), b"A backup was put back; what it brought to life again has yet to go.\n")
    databases.put_in_place(waiting)
    if sealed is not None:
        say("The public log …")
        _bring_log(RecordFolder(backup), sealed, here())
    return aside


def finish(*, say: Say) -> None:
    """After a restore, and once: let go of sessions, sign-in links and unsent words that may have been ended since.

    Told are the links by which those who coordinate sign in again. Made up for at the next start if we are killed.
    """
    if not _put_back_mark().exists():
        return
    Session.objects.all().delete()
    SignInLink.objects.filter(used_at=None).delete()
    discard_unsent(uids=UnsentResponse.objects.values_list("uid", flat=True))
    purge_later()
    say("Everybody was signed out. Those who coordinate sign in by opening, once:")
    for place in Membership.objects.filter(role=Role.COORDINATOR).select_related("member", "community"):
        say(f"  {place.community.name}, {place.member.name}: {_link_for(place)}")
    _put_back_mark().unlink()


def kinds_read_back() -> str:
    """What the newest reading back brought, as a sentence: the host has to look after these by hand."""
    restored = Entry.objects.filter(scope=RECORD, kind=LogRestored.kind).order_by("-index").first()
    if restored is None:
        return ""
    facts = body_of(restored)["facts"]
    first, number = facts["first"], facts["entries"]
    kinds = Entry.objects.filter(index__gte=first, index__lt=first + number).values_list("kind", flat=True)
    counted = ", ".join(f"{times} {kind}" for kind, times in sorted(Counter(kinds).items()))
    return f"Read back were: {counted}. The record has these acts and the pages do not: look through them, and do again what has to be."


def _of_this_record(copy: RecordFolder, say: Say, *, accept_database: bool) -> store.Sealed | None:
    """The backup's checkpoint, if a key of this site signed it and the log leads to it; None where the log stays out."""
    try:
        sealed = store.newest(copy)
        if sealed is None:
            return None
        _require_ours(sealed)
    except (NotProven, CannotBackUp) as fault:
        if not accept_database:
            raise CannotBackUp(
                str(fault) if isinstance(fault, CannotBackUp) else OTHER_SITE.format(fault=fault)
            ) from fault
        say(f"The log in this backup stays out. {fault}")
        return None
    try:
        require_whole(copy, sealed)
    except NotProven as fault:
        say(f"The log in this backup is damaged and stays out. {fault}")
        return None
    return sealed


def _require_ours(sealed: store.Sealed) -> None:
    if not settings.CONFIG.text("signer") and not (here().signer / "key").is_file():
        raise CannotBackUp(NO_KEY)
    keys = verifiers()
    try:
        open_checkpoint(sealed.note, keys=keys)
    except NotProven:
        # A key that was retired since may have signed it: then the present log begins with it.
        published = store.newest(here())
        if published is None or published.size < sealed.size:
            raise
        open_checkpoint(published.note, keys=keys)
        if store.tree_of(here(), published.size).root_at(sealed.size) != sealed.root:
            raise


def _seal_present(say: Say) -> None:
    """Publish what was entered and not yet published: an erasure that the log knows is made again after the restore."""
    try:
        if store.newest(here()) is not None:
            seal()
    except (NotSealed, NotProven, DatabaseError, RuntimeError) as fault:
        say(
            f"What was entered last could not be published before it is replaced. {fault} "
            "If something was erased in the last moments, it has to be erased again by hand."
        )


def _bring_log(copy: RecordFolder, sealed: store.Sealed, folder: RecordFolder) -> None:
    """Bring what is missing here; where the backup's log is the longer one, all that it consists of."""
    longer = _published_size(folder) < sealed.size
    read = store.reader(copy)
    for tile in tiles_of(sealed.size):
        path = folder.log / tile.path
        missing = not path.is_file() and tile.width == WIDTH
        if missing or (longer and not (path.is_file() and path.read_bytes() == read(tile))):
            store.publish(folder, tile.path, read(tile))
    for path in copy.log.rglob("*"):
        name = path.relative_to(copy.log)
        beside = path.is_file() and name.parts[0] not in ("tile", store.CHECKPOINT)
        if beside and not (folder.log / name).exists():
            store.publish(folder, str(name), path.read_bytes())
    if longer:
        store.publish(folder, store.CHECKPOINT, sealed.note.encode())


def _published_size(folder: RecordFolder) -> int:
    try:
        published = store.newest(folder)
    except NotProven:  # a damaged checkpoint counts as lost
        published = None
    return published.size if published is not None else -1


def _put_back_mark() -> Path:
    return Path(settings.DATA) / "put-back"


def _link_for(place: Membership) -> str:
    site = address(settings.CONFIG.text("host"), settings.CONFIG.number("port"))
    return f"{site}sign-in/{make_sign_in_link(member=place.member)}/"
