"""Logs and receipts of ours, and one of somebody else's, before a client in Go that shares no line with our verifier."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from penholder.pure.ledger.checkpoint import Checkpoint, sign_checkpoint
from penholder.pure.ledger.entry import EntryBody, facts_of
from penholder.pure.ledger.keys import Signer
from penholder.pure.ledger.merkle import leaf_hash
from penholder.pure.ledger.receipt import Receipt
from penholder.pure.ledger.tiles import BUNDLES, Tile, tiles_of, width_of
from tests.independent.client import Client
from tests.independent.tampering import bundle_with
from tests.pure.ledger.logs import ORIGIN, SIGNER, STRANGER, cosigned, made_log
from tests.pure.ledger.tiled import CHECKPOINT, TiledLog, cheap_entries, tiled_log

LARGE = 70_000


def written(log: TiledLog, folder: Path) -> Path:
    log.write(folder)
    return folder


def fault(client: Client, receipt: Receipt, folder: Path) -> str | None:
    path = folder / "receipt.tlog-proof"
    path.write_text(receipt.text(), encoding="utf-8")
    return client.fault_in_receipt(path)


def words_log(size: int) -> TiledLog:
    return tiled_log(made_log(size).entries)


# What is sound


@pytest.mark.parametrize(
    "sizes", [(0,), (1,), (2,), (255,), (256,), (257,), (1, 255, 256, 257, 1_000), (300, 65_537, LARGE)]
)
def test_a_log_of_ours_is_sound(client: Client, tmp_path: Path, sizes: Sequence[int]) -> None:
    log = tiled_log(cheap_entries(sizes[-1]), *sizes)

    assert client.fault_in_log(written(log, tmp_path)) is None


def test_a_log_with_the_signatures_of_witnesses_it_does_not_know_is_sound(
    client: Client, tmp_path: Path
) -> None:
    log = words_log(7)
    log = log.with_files({CHECKPOINT: cosigned(log.note, time=1_795_000_000).encode()})

    assert client.fault_in_log(written(log, tmp_path)) is None
    assert fault(client, log.receipt(3), tmp_path) is None


def test_a_log_that_others_made_is_sound(logcheck: Path, shared: Path) -> None:
    known = json.loads((shared / "data/tlog/vectors.json").read_bytes())["tessera_testlog"]
    folder = shared / "data/tlog/tessera-testlog/log"

    assert Client(logcheck, known["vkey"]).fault_in_log(folder) is None


@pytest.mark.parametrize("size", [1, 2, 255, 257, 600])
def test_receipts_of_ours_are_sound_with_words_and_without(client: Client, tmp_path: Path, size: int) -> None:
    log, words = words_log(size), made_log(size).disclosures

    for index in {0, size // 2, size - 1}:
        assert fault(client, log.receipt(index, words[index]), tmp_path) is None
        assert fault(client, log.receipt(index, words[index][1:]), tmp_path) is None
        assert fault(client, log.receipt(index), tmp_path) is None


def test_receipts_of_a_long_log_are_sound(client: Client, tmp_path: Path) -> None:
    log = tiled_log(cheap_entries(LARGE))

    for index in (0, 65_535, 65_536, LARGE - 1):
        assert fault(client, log.receipt(index), tmp_path) is None


def test_a_receipt_with_every_kind_of_character_is_sound(client: Client, tmp_path: Path) -> None:
    text = "".join(map(chr, range(0x180))) + "\u2028\u2029\ufeff\ufffd\U0001f33b<&>\\u2028\\\\"
    body = EntryBody(
        t="2026-05-01T12:30Z",
        type="response.received",
        scope="consultation/garden",
        obj="1",
        facts=facts_of({"text": text}),
    )

    assert fault(client, tiled_log([body.to_bytes()]).receipt(0), tmp_path) is None


# What is not


def entry_changed(log: TiledLog, index: int) -> tuple[bytes, Mapping[str, bytes]]:
    """Another entry in place of the one at ``index``, and the bundle with it."""
    entry = log.entries[index].replace(b"response.received", b"response.rejected")
    assert entry != log.entries[index]
    return entry, bundle_with(log, index, entry)


def leaf_changed(log: TiledLog, index: int, leaf: bytes) -> Mapping[str, bytes]:
    tile = Tile(0, index // 256, width_of(0, index // 256, len(log.entries)))
    raw, at = log.read(tile), index % 256 * 32
    return {tile.path: raw[:at] + leaf + raw[at + 32 :]}


@pytest.mark.parametrize("index", [0, 255, 256, 299])
def test_a_changed_entry_is_refused(client: Client, tmp_path: Path, index: int) -> None:
    log = tiled_log(cheap_entries(300))
    _, files = entry_changed(log, index)

    assert "do not add up" in (client.fault_in_log(written(log.with_files(files), tmp_path)) or "")


def test_a_change_in_any_tile_of_hashes_is_refused(client: Client, tmp_path: Path) -> None:
    log = tiled_log(cheap_entries(600))

    for tile in tiles_of(600):
        if tile.level != BUNDLES:
            raw = bytearray(log.read(tile))
            raw[-1] ^= 1
            changed = written(log.with_files({tile.path: bytes(raw)}), tmp_path)
            assert f"{tile.path} does not hold" in (client.fault_in_log(changed) or "")


@pytest.mark.parametrize("index", [0, 255, 256, 299])
def test_a_changed_entry_with_the_tile_to_match_is_refused(
    client: Client, tmp_path: Path, index: int
) -> None:
    log = tiled_log(cheap_entries(300))
    entry, files = entry_changed(log, index)
    files = {**files, **leaf_changed(log, index, leaf_hash(entry))}

    assert "do not add up" in (client.fault_in_log(written(log.with_files(files), tmp_path)) or "")


def test_a_changed_entry_with_every_tile_above_to_match_is_refused(client: Client, tmp_path: Path) -> None:
    log = tiled_log(cheap_entries(600))
    entry, _ = entry_changed(log, 3)
    forged = tiled_log([*log.entries[:3], entry, *log.entries[4:]])
    kept = forged.with_files({CHECKPOINT: log.files[CHECKPOINT]})

    assert (
        client.fault_in_log(written(forged, tmp_path / "forged")) is None
    )  # nothing but the root tells of it
    assert "do not add up" in (client.fault_in_log(written(kept, tmp_path / "kept")) or "")


@pytest.mark.parametrize("size", [298, 299, 301])
def test_a_changed_size_is_refused_even_if_the_log_signs_it(
    client: Client, tmp_path: Path, size: int
) -> None:
    log = tiled_log(cheap_entries(301), 298, 299, 300, 301)
    right = tiled_log(cheap_entries(300))
    unsigned = right.note.replace("\n300\n", f"\n{size}\n")
    signed = sign_checkpoint(Checkpoint(ORIGIN, size, right.tree().root()), SIGNER)

    for note, why in ((unsigned, "invalid signature"), (signed, "do not add up")):
        folder = written(log.with_files({CHECKPOINT: note.encode()}), tmp_path)
        assert why in (client.fault_in_log(folder) or "")


def test_another_key_of_the_same_name_is_refused(logcheck: Path, client: Client, tmp_path: Path) -> None:
    log, strange = words_log(7), tiled_log(made_log(7).entries, signer=STRANGER)

    assert "no verifiable signatures" in (client.fault_in_log(written(strange, tmp_path)) or "")
    assert "no verifiable signatures" in (fault(client, strange.receipt(3), tmp_path) or "")
    assert fault(Client(logcheck, STRANGER.verifier.vkey()), strange.receipt(3), tmp_path) is None
    assert "no verifiable" in (
        fault(Client(logcheck, STRANGER.verifier.vkey()), log.receipt(3), tmp_path) or ""
    )


def test_a_checkpoint_of_another_log_is_refused_though_the_key_signed_it(
    client: Client, tmp_path: Path
) -> None:
    log = words_log(7)
    note = sign_checkpoint(Checkpoint("hill.example/record", 7, log.tree().root()), SIGNER)

    folder = written(log.with_files({CHECKPOINT: note.encode()}), tmp_path)

    assert "no checkpoint of the log" in (client.fault_in_log(folder) or "")


def test_words_that_are_not_those_of_the_entry_are_refused(client: Client, tmp_path: Path) -> None:
    log, words = words_log(7), made_log(7).disclosures

    for wrong in ((words[3][0], words[4][1]), (words[3][0], words[3][0]), (f"{words[3][0]}\n",)):
        assert fault(client, log.receipt(3, wrong), tmp_path)


def test_a_receipt_without_its_entry_is_refused(client: Client, tmp_path: Path) -> None:
    bare = replace(words_log(7).receipt(3), extra=b"")

    assert "with its entry in it" in (fault(client, bare, tmp_path) or "")


@pytest.mark.parametrize("words", [[], ["log", "."], ["no key", "log", "."], ["KEY", "prove", "."]])
def test_a_question_that_makes_no_sense_is_not_answered(logcheck: Path, words: list[str]) -> None:
    asked = [SIGNER.verifier.vkey() if word == "KEY" else word for word in words]

    done = subprocess.run([str(logcheck), *asked], capture_output=True, check=False)

    assert (done.returncode, done.stdout) == (2, b"")


def test_a_key_of_another_log_does_not_open_the_public_one(logcheck: Path, shared: Path) -> None:
    known = json.loads((shared / "data/tlog/vectors.json").read_bytes())["tessera_testlog"]
    name = Signer.parse(known["skey"]).name
    other = Client(logcheck, Signer(name=name, seed=bytes(32)).verifier.vkey())

    assert "no verifiable" in (other.fault_in_log(shared / "data/tlog/tessera-testlog/log") or "")
