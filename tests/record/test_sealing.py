"""What is published after each act: tiles anybody can follow, signed by a signer that remembers, never two histories."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint
from penholder.pure.ledger.merkle import root_of, verify_consistency
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.tiles import Tile, tiles_of
from penholder.record import signing, store
from penholder.record.actions import recover, seal
from penholder.record.actions.sealing import NotSealed
from penholder.record.alarms import alarms
from penholder.record.considering import consider
from penholder.record.distant import DistantSigner, SignerAway, listen
from penholder.record.folder import RecordFolder
from penholder.record.models import Entry, Head
from penholder.record.queries import log_size
from penholder.record.recording import Refused
from penholder.record.signer import KeptSigner
from penholder.record.standing import hold, why_held
from tests.factories.record import fill_log, forget_from, light_lamp

pytestmark = pytest.mark.django_db


def _sealed() -> store.Sealed:
    sealed = seal()
    assert sealed is not None
    return sealed


def test_every_file_of_the_tree_is_published_and_adds_up() -> None:
    for size in (1, 3, 255, 256, 257, 600):
        fill_log(size)
        sealed = _sealed()

        assert sealed.size == size
        folder = signing.here()
        assert all((folder.log / tile.path).is_file() for tile in tiles_of(size))
        leaves = [bytes(leaf) for leaf in Entry.objects.order_by("index").values_list("leaf_hash", flat=True)]
        assert store.tree_of(folder, size).root() == root_of(leaves) == sealed.root
        bodies = [bytes(body) for body in Entry.objects.order_by("index").values_list("body", flat=True)]
        assert list(store.entries_from(folder, 0, size)) == bodies


def test_partial_tiles_go_when_the_full_one_is_there_and_old_proofs_still_can_be_made() -> None:
    fill_log(200)
    before = _sealed()
    fill_log(300)
    after = _sealed()

    folder = signing.here()
    for thread in threading.enumerate():
        if thread.name == "dropping partial tiles":
            thread.join()
    assert not (folder.log / "tile/0/000.p").exists()
    tree = store.tree_of(folder, after.size)
    verify_consistency(200, 300, tree.consistency(200), before.root, after.root)
    assert store.tree_of(folder, 200).root() == before.root


def test_seal_inside_an_action_is_refused_because_the_action_may_still_be_undone() -> None:
    with pytest.raises(RuntimeError, match="after the action"):
        light_lamp(then=seal)


def test_nothing_is_sealed_while_the_site_is_read_only() -> None:
    fill_log(2)
    hold(signing.here(), "The lamps are being counted.")

    with pytest.raises(NotSealed, match="lamps are being counted"):
        seal()
    with pytest.raises(Refused, match="lamps are being counted"):
        light_lamp()


def test_many_threads_that_have_the_same_signed_at_once_get_the_same() -> None:
    fill_log(40)
    folder = signing.here()
    signer = KeptSigner.at(folder.signer, origin="meadow.example/record")
    empty = Checkpoint(origin=signer.keys()[0].name, size=0, root=root_of([]))
    notes: list[str] = []
    threads = [threading.Thread(target=lambda: notes.append(signer.sign(empty, ()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(notes)) == 1
    assert _sealed().size == 40


# The signer


def test_the_signer_signs_nothing_that_does_not_continue_what_it_remembers() -> None:
    fill_log(5)
    sealed = _sealed()
    signer = KeptSigner(signing.here().signer)
    origin = signing.origin()

    for size, root in ((5, bytes(32)), (4, bytes(32)), (6, bytes(32))):
        with pytest.raises(NotProven):
            signer.sign(Checkpoint(origin=origin, size=size, root=root), ())
    assert signer.latest() == sealed.note


def test_the_signer_s_folder_is_its_own() -> None:
    fill_log(1)
    _sealed()
    folder = signing.here().signer
    assert {path.name: path.stat().st_mode & 0o077 for path in (folder / "key", folder / "last")} == {
        "key": 0,
        "last": 0,
    }


@contextmanager
def _distant(folder: Path, *, origin: str) -> Iterator[DistantSigner]:
    server = listen(KeptSigner.at(folder / "signer", origin=origin), folder / "socket")
    serving = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    serving.start()
    try:
        yield DistantSigner(folder / "socket")
    finally:
        server.shutdown()
        server.server_close()


def test_a_signer_in_a_process_of_its_own_signs_the_same_and_says_no_the_same(tmp_path: Path) -> None:
    with _distant(tmp_path, origin="meadow.example/record") as signer:
        (verifier,) = signer.verifiers()
        first = Checkpoint(origin="meadow.example/record", size=1, root=bytes(32))
        note = signer.sign(first, ())

        assert open_checkpoint(note, keys=[verifier]).checkpoint == first
        assert signer.latest() == note
        with pytest.raises(NotProven, match="different roots"):
            signer.sign(Checkpoint(origin="meadow.example/record", size=1, root=bytes([1] * 32)), ())


def test_a_signer_that_is_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(SignerAway, match="penholder sign"):
        DistantSigner(tmp_path / "nobody").latest()


# Recovery


def test_a_start_where_all_is_well_changes_nothing() -> None:
    fill_log(7)
    sealed = _sealed()

    standing = recover()

    assert standing.sentences == ()
    assert _sealed().note == sealed.note


def test_a_database_put_back_from_a_backup_is_brought_up_to_the_published_log() -> None:
    fill_log(300)
    before = _sealed()
    forget_from(120)

    standing = recover()

    assert (standing.read_back, standing.held) == (180, "")
    assert log_size() == 301
    assert Entry.objects.get(index=300).kind == "log.restored"
    after = _sealed()
    tree = store.tree_of(signing.here(), after.size)
    verify_consistency(300, 301, tree.consistency(300), before.root, after.root)


def test_a_database_that_is_behind_enters_nothing_before_the_start_has_set_it_right() -> None:
    fill_log(9)
    _sealed()
    forget_from(4)

    with pytest.raises(Refused, match="older than its public record"):
        light_lamp()
    recover()
    assert light_lamp().index == 10


def test_what_was_signed_and_not_shown_is_shown_after_the_next_start() -> None:
    fill_log(3)
    _sealed()
    fill_log(5)
    folder = signing.here()
    kept = (folder.log / "checkpoint").read_bytes()
    sealed = _sealed()
    (folder.log / "checkpoint").write_bytes(kept)

    recover()

    assert _sealed().note == sealed.note


@pytest.mark.parametrize("lost", ["log", "log/tile/0", "log/tile/entries", "log/checkpoint"])
def test_published_files_that_are_lost_are_made_anew_from_the_database(lost: str) -> None:
    fill_log(300)
    sealed = _sealed()
    path = signing.here().data / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()

    assert recover().held == ""
    assert _sealed().note == sealed.note
    assert all((signing.here().log / tile.path).is_file() for tile in tiles_of(300))


def test_a_damaged_file_is_found_and_made_anew() -> None:
    fill_log(300)
    sealed = _sealed()
    path = signing.here().log / "tile/0/000"
    raw = bytearray(path.read_bytes())
    raw[40] ^= 1
    path.write_bytes(raw)

    assert recover().rebuilt
    assert _sealed().note == sealed.note


def test_a_signer_that_lost_its_memory_takes_it_from_the_published_checkpoint() -> None:
    fill_log(4)
    sealed = _sealed()
    (signing.here().signer / "last").unlink()

    assert recover().held == ""
    assert signing.signer().latest() == sealed.note


def test_both_memories_lost_is_for_a_person_to_decide() -> None:
    fill_log(4)
    _sealed()
    shutil.rmtree(signing.here().log)
    (signing.here().signer / "last").unlink()

    assert "both missing" in recover().held
    with pytest.raises(Refused, match="both missing"):
        light_lamp()

    assert recover(accept_database=True).held == ""
    assert why_held(signing.here()) == ""
    assert Entry.objects.get(index=4).kind == "database.accepted"


def test_signed_further_than_anything_here_reaches_is_for_a_person_to_put_right() -> None:
    fill_log(10)
    _sealed()
    shutil.rmtree(signing.here().log)
    forget_from(6)

    assert "signed up to 10 entries" in recover().held


def test_a_record_signed_by_another_key_is_left_as_it_is_and_the_site_held() -> None:
    fill_log(5)
    sealed = _sealed()
    folder = signing.here()
    shutil.rmtree(folder.signer)
    KeptSigner.at(folder.signer, origin="another.example/record")

    assert "another key" in recover().held
    assert store.newest(folder) == sealed


def test_an_empty_database_under_a_record_that_has_entries_is_not_taken_for_this_site_s() -> None:
    fill_log(5)
    sealed = _sealed()
    forget_from(0)

    assert "database is empty" in recover().held
    assert log_size() == 0
    assert store.newest(signing.here()) == sealed


def test_a_database_is_not_accepted_where_the_published_files_know_more() -> None:
    fill_log(9)
    _sealed()
    forget_from(6)
    folder = signing.here()
    (folder.log / "checkpoint").unlink()
    (folder.signer / "last").unlink()

    assert "hold entries that the database does not know" in recover(accept_database=True).held
    assert log_size() == 6


def test_tiles_that_were_never_signed_do_not_take_the_place_of_those_that_were() -> None:
    """Killed after the full tile and before the signature; then an older database is put back."""
    fill_log(250)
    before = _sealed()
    kept = (signing.here().log / "checkpoint").read_bytes(), (signing.here().signer / "last").read_bytes()
    partials = {path: path.read_bytes() for path in (signing.here().log / "tile").rglob("*.p/*")}
    fill_log(257)
    _sealed()
    _let_partial_tiles_go()
    for path, data in partials.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (signing.here().log / "checkpoint").write_bytes(kept[0])
    (signing.here().signer / "last").write_bytes(kept[1])
    forget_from(200)

    assert recover().held == ""
    assert log_size() == 251
    after = _sealed()
    tree = store.tree_of(signing.here(), after.size)
    assert tree.root_at(250) == before.root


def _let_partial_tiles_go() -> None:
    """They are taken away in the background, where a full tile has taken their place."""
    for thread in threading.enumerate():
        if thread.name == "dropping partial tiles":
            thread.join()


def test_a_full_disk_at_the_start_is_not_a_reason_to_stay_read_only() -> None:
    fill_log(3)
    _sealed()
    fill_log(5)
    tiles = signing.here().log / "tile"
    aside = tiles.rename(tiles.with_name("aside"))
    tiles.write_text("nothing can be written below a file")

    assert recover().trouble
    tiles.unlink()
    aside.rename(tiles)
    assert why_held(signing.here()) == ""
    assert _sealed().size == 5


def test_a_rebuild_shows_the_checkpoint_all_the_while_and_nobody_is_accused() -> None:
    fill_log(300)
    sealed = _sealed()
    (signing.here().log / "tile/0/000").unlink()
    seen: list[str] = []
    publish = store.publish_tiles

    def watched(folder: RecordFolder, tiles: Iterable[tuple[Tile, bytes]]) -> None:
        seen.append(consider(sealed.note).kind.value)
        publish(folder, tiles)

    vars(store)["publish_tiles"] = watched
    try:
        assert recover().rebuilt
    finally:
        vars(store)["publish_tiles"] = publish
    assert seen == ["same"]
    assert alarms(signing.here()) == ()


def test_a_database_with_another_history_is_never_published() -> None:
    fill_log(10)
    _sealed()
    forget_from(6)
    Head.objects.update(size=10)
    published = store.newest(signing.here())
    (signing.here().log / "checkpoint").rename(signing.here().data / "aside")
    Head.objects.update(size=6)
    fill_log(12, room=99)
    (signing.here().data / "aside").rename(signing.here().log / "checkpoint")

    assert "differ at entry 6" in recover().held
    assert store.newest(signing.here()) == published
