"""Auditing a log from its tiles: everything is hashed again, everything is compared, and nothing is believed."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import pytest

from penholder.pure.ledger import audit as auditing
from penholder.pure.ledger.audit import AuditedLog, AuditState, Forked, audit_tiles
from penholder.pure.ledger.bundle import write_entries
from penholder.pure.ledger.checkpoint import Checkpoint, sign_checkpoint
from penholder.pure.ledger.entry import EntryBody, facts_of
from penholder.pure.ledger.keys import SignatureKind, Signer, Verifier
from penholder.pure.ledger.merkle import EMPTY_ROOT, leaf_hash, root_of
from penholder.pure.ledger.note import sign_note
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.tiles import BUNDLES, Tile
from tests.pure.ledger.logs import KEYS, ORIGIN, SIGNER, STRANGER, changed_bytes, made_log
from tests.pure.ledger.tiled import TiledLog, cheap_entries, tiled_log

SIZES = (0, 1, 2, 7, 255, 256, 257, 511, 512, 513, 1000)
NEWER = Signer(name=ORIGIN, seed=bytes(range(9, 41)))


def audited(log: TiledLog, since: AuditState | None = None, **more: object) -> AuditedLog:
    return audit_tiles(log.read, log.note, keys=KEYS, since=since, **more)  # type: ignore[arg-type]  # named below


def entry(kind: str, **facts: object) -> bytes:
    return EntryBody(t="2026-05-04T03:30Z", type=kind, scope="s", obj="o", facts=facts_of(facts)).to_bytes()


def note_of(entries: Sequence[bytes], *signers: Signer) -> str:
    state = Checkpoint(origin=ORIGIN, size=len(entries), root=root_of(list(map(leaf_hash, entries))))
    return sign_note(state.body(), *(signers or (SIGNER,)))


@pytest.mark.parametrize("size", [0, 1, 7, 255, 256, 257, 65_535, 65_536, 65_537])
def test_audit_of_a_whole_log_is_sound_at_every_size(size: int) -> None:
    log = tiled_log(cheap_entries(size)) if size else empty_log()

    done = audited(log)

    assert done.checkpoint.size == size
    assert dict(done.kinds) == ({"response.received": size} if size else {})
    assert done.begun == 0
    assert done.state.size == size - size % 256


def empty_log() -> TiledLog:
    return TiledLog(entries=(), files={"checkpoint": note_of(()).encode()})


@pytest.mark.parametrize("older", SIZES)
@pytest.mark.parametrize("newer", [1000, 1024])
def test_audit_goes_on_where_the_one_before_stopped(older: int, newer: int) -> None:
    entries = cheap_entries(newer)
    before = audited(tiled_log(entries[:older]) if older else empty_log()).state
    log = tiled_log(entries)
    asked: list[Tile] = []

    def read(tile: Tile) -> bytes:
        asked.append(tile)
        return log.read(tile)

    done = audit_tiles(read, log.note, keys=KEYS, since=before)

    assert done.begun == older - older % 256
    assert done.kinds == audited(log).kinds
    assert done.state.edge == audited(log).state.edge
    assert {tile.number for tile in asked if tile.level == BUNDLES} == set(
        range(older // 256, -(-newer // 256))
    )


def test_audit_tells_its_state_on_the_way_and_can_go_on_from_any() -> None:
    log = tiled_log(cheap_entries(40_000))
    told: list[AuditState] = []

    whole = audited(log, progress=told.append)

    assert [state.size for state in told] == [16_384, 32_768, 39_936]
    for state in told:
        done = audited(log, state)
        assert (done.kinds, done.begun) == (whole.kinds, state.size)


@pytest.mark.parametrize("size", [2, 257])
def test_audit_of_a_log_with_any_one_byte_of_a_bundle_or_tile_changed_is_not_sound(size: int) -> None:
    log = tiled_log(made_log(size).entries)
    last = size // 256
    for path in (Tile(BUNDLES, last, size % 256).path, Tile(0, last, size % 256).path):
        for raw in changed_bytes(log.files[path]):
            with pytest.raises(NotProven, match=path):
                audited(log.with_files({path: raw}))


def test_audit_compares_every_tile_above_the_entries() -> None:
    log = tiled_log(cheap_entries(66_000))
    for path in ("tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1", "tile/0/100"):
        raw = log.files[path]
        with pytest.raises(NotProven, match=path):
            audited(log.with_files({path: raw[:-1] + bytes([raw[-1] ^ 1])}))
        with pytest.raises(Malformed, match=path):
            audited(log.with_files({path: raw[:-1]}))


def test_audit_names_the_entry_that_does_not_fit_its_hash() -> None:
    log = tiled_log(cheap_entries(600))
    entries = list(log.entries[256:512])
    entries[3] = entries[3].replace(b"garden", b"gardez")

    with pytest.raises(NotProven, match=r"^Entry 259 \(in tile/entries/001\) and its hash \(in tile/0/001\)"):
        audited(log.with_files({"tile/entries/001": write_entries(entries)}))


def test_audit_of_an_entry_changed_with_all_tiles_above_it_is_not_sound() -> None:
    """What a client that believes tiles would take (CVE-2026-56865): everything fits but the signed root."""
    honest = tiled_log(cheap_entries(600))
    forged = tiled_log((*honest.entries[:5], b"{}", *honest.entries[6:]))

    with pytest.raises(NotProven, match="do not add up to the root that was signed"):
        audited(forged.with_files({"checkpoint": honest.note.encode()}))


def test_audit_names_a_bundle_that_breaks_off_or_holds_too_few() -> None:
    log = tiled_log(cheap_entries(300))
    raw = log.files["tile/entries/000"]

    with pytest.raises(Malformed, match=r"^tile/entries/000: The entries break off"):
        audited(log.with_files({"tile/entries/000": raw[:-1]}))
    with pytest.raises(NotProven, match=r"^tile/entries/000 holds 255 entries instead of 256"):
        audited(log.with_files({"tile/entries/000": write_entries(log.entries[:255])}))


def test_audit_by_another_key_or_of_another_log_is_not_sound() -> None:
    log = tiled_log(cheap_entries(3))

    with pytest.raises(NotProven, match="None of the keys you trust"):
        audit_tiles(log.read, log.note, keys=[STRANGER.verifier])
    with pytest.raises(NotProven, match=r"what was audited before from “hill\.example/record”"):
        audited(log, AuditState(origin="hill.example/record"))


def test_audit_counts_what_is_not_ours_and_names_what_was_taken_back() -> None:
    entries = (
        b"something else",
        entry("response.received", source="web"),
        entry("response.erased", ground="asked"),
        entry("point.waived", ground="out of time"),
        entry("log.restored", entries=3),
        *cheap_entries(300),
    )

    done = audited(tiled_log(entries))

    assert dict(done.kinds) == {
        "": 1,
        "response.received": 301,
        "response.erased": 1,
        "point.waived": 1,
        "log.restored": 1,
    }
    assert [(mark.index, mark.body.type) for mark in done.marks] == [
        (2, "response.erased"),
        (3, "point.waived"),
        (4, "log.restored"),
    ]
    assert done.state.marks == done.marks


def test_audit_that_goes_on_names_what_stood_in_the_partial_bundle_once() -> None:
    entries = (*cheap_entries(299), entry("response.erased"), *cheap_entries(300))
    before = audited(tiled_log(entries[:310]))

    done = audited(tiled_log(entries), before.state)

    assert [mark.index for mark in before.marks] == [mark.index for mark in done.marks] == [299]
    assert dict(done.kinds) == {"response.received": 599, "response.erased": 1}


def test_entries_of_an_audited_log_are_held_against_what_was_audited() -> None:
    log = tiled_log(cheap_entries(600))
    files = dict(log.files)
    done = audit_tiles(lambda tile: files[tile.path], log.note, keys=KEYS)

    assert [index for index, _ in done.entries(255)] == list(range(255, 600))
    assert [raw for _, raw in done.entries()] == list(log.entries)
    files["tile/entries/002.p/88"] = write_entries((*log.entries[512:599], b"{}"))
    with pytest.raises(NotProven, match=r"tile/entries/002\.p/88 was changed while it was being read"):
        list(done.entries())


def test_entries_from_before_an_audit_began_are_not_given() -> None:
    log = tiled_log(cheap_entries(600))
    done = audited(log, audited(log).state)

    assert [index for index, _ in done.entries(512)] == list(range(512, 600))
    with pytest.raises(ValueError, match="began at entry 512"):
        list(done.entries(511))


# Other checkpoints


@pytest.mark.parametrize("older", SIZES)
def test_audit_holds_the_log_against_every_other_checkpoint(older: int) -> None:
    entries = cheap_entries(1000)
    log = tiled_log(entries)

    done = audited(log, also=[("a copy", note_of(entries[:older])), ("bytes", note_of(entries[:9]).encode())])

    assert len(done.held) == len({older, 9} - {1000})
    assert note_of(entries[:older]) in done.state.seen


@pytest.mark.parametrize("older", [1, 2, 7, 256, 257, 512, 999, 1000])
def test_a_log_with_two_histories_is_found_out_and_both_notes_prove_it(older: int) -> None:
    entries = cheap_entries(1000)
    other = note_of((b"{}", *entries[1:older]))

    with pytest.raises(Forked, match="two histories") as caught:
        audited(tiled_log(entries), also=[("what Ada holds", other)])

    assert {caught.value.conflict.one, caught.value.conflict.other} == {other, note_of(entries)}
    smaller, larger = caught.value.conflict.require_proof(KEYS)
    assert (smaller.size, larger.size) == (older, 1000)


def test_a_checkpoint_of_an_empty_log_has_one_root_only() -> None:
    wrong = sign_checkpoint(Checkpoint(origin=ORIGIN, size=0, root=bytes(32)), SIGNER)
    right = sign_checkpoint(Checkpoint(origin=ORIGIN, size=0, root=EMPTY_ROOT), SIGNER)
    log = tiled_log(cheap_entries(3))

    assert audited(log, also=[("it", right)]).held == (right,)
    with pytest.raises(Forked, match="two histories"):
        audited(log, also=[("it", wrong)])


def test_a_checkpoint_that_nobody_trusted_signed_is_named() -> None:
    log = tiled_log(cheap_entries(3))

    with pytest.raises(NotProven, match=r"^The file checkpoint.2: None of the keys you trust"):
        audited(log, also=[("the file checkpoint.2", note_of(log.entries[:2], STRANGER))])


def test_a_checkpoint_larger_than_the_log_is_named() -> None:
    entries = cheap_entries(9)

    with pytest.raises(Forked, match="What Ada holds is of 9 entries, and this log ends at 8"):
        audited(tiled_log(entries[:8]), also=[("what Ada holds", note_of(entries))])


@pytest.mark.parametrize("older", [3, 300, 999])
def test_every_checkpoint_seen_before_must_still_hold(older: int) -> None:
    entries = cheap_entries(1000)
    seen = audited(tiled_log(entries[:older])).state
    other = tiled_log((b"{}", *entries[1:]))

    with pytest.raises(Forked, match=f"the checkpoint of {older} entries seen before"):
        audited(other, seen.begun_again())
    with pytest.raises(NotProven):
        audited(other, seen)


def test_a_log_that_goes_back_is_named_with_both_notes() -> None:
    entries = cheap_entries(1000)
    seen = audited(tiled_log(entries)).state

    with pytest.raises(Forked, match=r"went back: it had 1,000 entries \(root .*now shows 999") as caught:
        audited(tiled_log(entries[:999]), seen)

    assert caught.value.conflict.one == note_of(entries)
    assert caught.value.conflict.other == note_of(entries[:999])


def test_a_log_that_signs_another_root_at_a_size_seen_before_is_named_before_anything_is_read() -> None:
    entries = cheap_entries(500)
    seen = audited(tiled_log(entries)).state

    with pytest.raises(Forked, match="for its 500 entries it signed the root"):
        audit_tiles(nothing_read, note_of((b"{}", *entries[1:])), keys=KEYS, since=seen)


def test_an_interrupted_audit_begun_again_is_still_held_against_what_was_seen() -> None:
    """Its state is further than anything proven, so nothing seen may be passed over as agreed with."""
    entries = cheap_entries(40_000)
    seen = audited(tiled_log(entries[:20_000])).state
    forged = tiled_log((b"{}", *entries[1:]))
    told: list[AuditState] = []
    with pytest.raises(Forked):
        audited(forged, seen.begun_again(), progress=told.append)

    with pytest.raises(Forked, match="the checkpoint of 20,000 entries seen before"):
        audited(forged, told[-1])


def test_only_the_largest_checkpoints_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "_REMEMBERED", 3)
    entries = cheap_entries(9)

    done = audited(tiled_log(entries), also=[(f"{size}", note_of(entries[:size])) for size in range(9)])

    assert done.state.seen == tuple(note_of(entries[:size]) for size in (7, 8, 9))


# A new key


def rotated(size: int = 300, *, at: int = 100, key: Signer | Verifier = NEWER) -> tuple[bytes, ...]:
    vkey = key.verifier.vkey() if isinstance(key, Signer) else key.vkey()
    return (*cheap_entries(at), entry("key.rotated", vkey=vkey), *cheap_entries(size - at - 1))


def under_new_key(entries: Sequence[bytes], *signers: Signer) -> TiledLog:
    return tiled_log(entries).with_files({"checkpoint": note_of(entries, *(signers or (NEWER,))).encode()})


def test_a_key_announced_under_the_trusted_one_is_accepted_and_told() -> None:
    entries = rotated()

    done = audited(under_new_key(entries), also=[("what Ada holds", note_of(entries[:200]))])

    assert done.announced == (NEWER.verifier,)
    assert [one.verifier for one in done.signed.log] == [NEWER.verifier]
    assert audited(under_new_key(entries, SIGNER, NEWER)).announced == (NEWER.verifier,)


@pytest.mark.parametrize("at", [10, 100, 290])
def test_a_key_announced_in_an_earlier_audit_is_accepted(at: int) -> None:
    entries = rotated(at=at)
    seen = audited(tiled_log(entries)).state
    more = (*entries, *cheap_entries(400))

    done = audited(under_new_key(more), seen)

    assert done.announced == (NEWER.verifier,)
    later = audited(under_new_key((*more, *cheap_entries(300))), done.state)
    assert later.announced == (NEWER.verifier,)


@pytest.mark.parametrize(
    "held",
    [
        (),
        (("what Ada holds", note_of(rotated()[:100])),),
        (("by another", note_of(rotated()[:200], STRANGER)),),
    ],
)
def test_a_key_that_the_trusted_one_has_not_covered_is_not_accepted(
    held: tuple[tuple[str, str], ...],
) -> None:
    with pytest.raises(NotProven, match="None of the keys you trust has signed this"):
        audited(under_new_key(rotated()), also=held)


def test_a_key_announced_in_another_history_is_not_accepted() -> None:
    """The trusted key covers a log of this length, but not this log: what stands in it announces nothing."""
    other = cheap_entries(300)[:200]

    with pytest.raises(NotProven, match="None of the keys you trust"):
        audited(under_new_key(rotated()), also=[("what Ada holds", note_of((b"{}", *other[1:])))])


def test_a_witness_key_or_a_senseless_one_is_not_taken_on_as_a_log_s() -> None:
    witness = Verifier(name=ORIGIN, public=NEWER.verifier.public, kind=SignatureKind.COSIGNATURE)

    assert audited(tiled_log(rotated(key=witness))).announced == ()
    assert audited(tiled_log((entry("key.rotated", vkey="nonsense"), entry("key.rotated")))).announced == ()


def test_keys_announced_one_after_another_are_all_accepted() -> None:
    third = Signer(name=ORIGIN, seed=bytes(range(7, 39)))
    first = rotated(300)
    entries = (*first, entry("key.rotated", vkey=third.verifier.vkey()), *cheap_entries(99))

    done = audited(
        under_new_key(entries, third),
        also=[("one", note_of(entries[:150])), ("two", note_of(entries[:350], NEWER))],
    )

    assert done.announced == (NEWER.verifier, third.verifier)


def test_a_bad_signature_of_a_trusted_key_is_told_at_once_though_others_vouch() -> None:
    entries = rotated()
    log = under_new_key(entries, SIGNER)
    spoilt = log.note.replace("\n300\n", "\n299\n")

    with pytest.raises(NotProven, match="does not fit the text"):
        audit_tiles(nothing_read, spoilt, keys=KEYS, also=[("it", note_of(entries[:200]))])


def nothing_read(_: Tile) -> bytes:
    raise AssertionError("nothing needs to be read for this")


@pytest.mark.parametrize(
    "held",
    [
        (),
        (("by another", note_of(rotated()[:200], STRANGER)),),
    ],
)
def test_a_checkpoint_that_no_trusted_key_can_lead_to_is_refused_before_anything_is_read(
    held: tuple[tuple[str, str], ...],
) -> None:
    with pytest.raises(NotProven, match="None of the keys you trust"):
        audit_tiles(nothing_read, note_of(rotated(), STRANGER), keys=KEYS, also=held)


@pytest.mark.parametrize("size", [2**40, 2**63 - 1])
def test_a_checkpoint_that_claims_more_than_there_is_costs_no_more_than_what_is_there(size: int) -> None:
    log = tiled_log(cheap_entries(600))
    claim = sign_checkpoint(Checkpoint(origin=ORIGIN, size=size, root=bytes(32)), SIGNER)

    with pytest.raises(NotProven, match="tile/entries/002 is not there"):
        audited(log.with_files({"checkpoint": claim.encode()}))


# A key that is retired


def retired(size: int, *, at: int = 200, key: Signer = SIGNER) -> tuple[bytes, ...]:
    """A log whose new key was announced at entry 100, and where the old one was retired."""
    return (*rotated(at), entry("key.retired", vkey=key.verifier.vkey()), *cheap_entries(size - at - 1))


def test_a_retired_key_signs_the_checkpoint_of_its_own_retirement_and_none_after_it() -> None:
    ada = [("what Ada holds", note_of(rotated(150)))]

    assert audited(under_new_key(retired(201), SIGNER)).announced == (NEWER.verifier,)
    assert audited(under_new_key(retired(300), SIGNER, NEWER)).signed.checkpoint.size == 300
    assert audited(under_new_key(retired(300), NEWER), also=ada).announced == (NEWER.verifier,)
    for also in ([], ada):
        with pytest.raises(
            NotProven, match=r"^Nobody but a key that the log retired, in its entry 200, .* of 300 entries"
        ):
            audited(under_new_key(retired(300), SIGNER), also=also)


def test_a_retired_key_vouches_for_no_other() -> None:
    """Whoever found the old key goes on from the true entries, and announces a key of their own."""
    entries = (*retired(300), entry("key.rotated", vkey=STRANGER.verifier.vkey()), *cheap_entries(9))

    with pytest.raises(NotProven, match="Nobody but a key that the log retired"):
        audited(under_new_key(entries, SIGNER, STRANGER))


def test_what_a_retired_key_once_signed_still_proves_two_histories() -> None:
    other = (b"{}", *cheap_entries(249))
    seen = audited(tiled_log(other)).state

    with pytest.raises(Forked) as caught:
        audited(under_new_key(retired(300), SIGNER, NEWER), seen.begun_again())

    caught.value.conflict.require_proof(KEYS)


def test_an_entry_that_retires_another_key_or_none_changes_nothing() -> None:
    for vkey in ({"vkey": STRANGER.verifier.vkey()}, {"vkey": "nonsense"}, {}):
        entries = (*cheap_entries(3), entry("key.retired", **vkey), *cheap_entries(3))
        assert [mark.index for mark in audited(tiled_log(entries)).marks] == [3]


def test_faults_survive_the_way_between_processes() -> None:
    with pytest.raises(Forked) as caught:
        audited(tiled_log(cheap_entries(9)), also=[("it", note_of((b"{}",)))])

    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  our own bytes
    assert (str(again), again.conflict) == (str(caught.value), caught.value.conflict)
