"""``penholder audit``: any log, at an address or in a folder; sound or not in one sentence, and the next time only the new."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from penholder.cli import audit
from penholder.copies import files as copied
from penholder.copies import hashing, showing, web
from penholder.copies.files import Unreadable
from penholder.copies.memory import remembered_at
from penholder.pure.ledger.bundle import write_entries
from penholder.pure.ledger.checkpoint import Checkpoint, sign_checkpoint
from penholder.pure.ledger.conflict import Conflict
from penholder.pure.ledger.entry import EntryBody, facts_of
from penholder.pure.ledger.keys import Signer
from tests.cli.served import Served, serving
from tests.pure.ledger.logs import KEYS, ORIGIN, SIGNER, STRANGER, WITNESS_KEY, cosigned, made_log
from tests.pure.ledger.tiled import TiledLog, cheap_entries, tiled_log

VKEY = SIGNER.verifier.vkey()
Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What audits remember stays in the test's own folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def ran(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    audit.add_arguments(parser)
    return audit.run(parser.parse_args([str(argument) for argument in arguments]))


def put(folder: Path, log: TiledLog) -> Path:
    log.write(folder)
    return folder


def held_by_ada(folder: Path, note: str) -> Path:
    path = folder / "ada.note"
    path.write_bytes(note.encode())
    return path


def forged(size: int) -> TiledLog:
    """The other history: the same length, and another first entry."""
    return tiled_log((b"{}", *cheap_entries(size)[1:]))


# Sound


def test_audit_of_a_folder_says_what_it_found(tmp_path: Path, capsys: Said) -> None:
    entries = (
        *cheap_entries(298),
        EntryBody(
            t="2026-05-04T03:30Z",
            type="response.erased",
            scope="s",
            obj="o",
            facts=facts_of({"ground": "asked"}),
        ).to_bytes(),
        b"something else",
    )

    assert ran(put(tmp_path / "log", tiled_log(entries, 3, 256)), "--key", VKEY) == 0

    said = capsys.readouterr()
    for part in (
        "sound. This log is whole and unchanged.",
        ORIGIN,
        "300, hashed, every one just now",
        "298  response received",
        "1  not entries of Penholder",
        "entry 298: response erased, 4 May 2026, 03:30 UTC, ground: asked",
        "Signed by  meadow.example/record (key id 1ca52d47)",
    ):
        assert part in said.out
    assert "Mind" not in said.out
    assert said.err == ""


def test_audit_as_json_says_the_same(tmp_path: Path, capsys: Said) -> None:
    log = tiled_log(cheap_entries(300))

    assert ran(put(tmp_path / "log", log), "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["sound"], told["size"], told["entries"]) == (True, 300, {"response.received": 300})
    assert told["root"] == log.tree().root().hex()
    assert told["keys came with the copy"] is True


def test_audit_by_the_copy_s_own_key_says_so_and_keeps_to_that_key(tmp_path: Path, capsys: Said) -> None:
    folder = put(tmp_path / "log", tiled_log(cheap_entries(3)))
    assert ran(folder) == 0
    assert "Mind       the key came with the copy" in capsys.readouterr().out

    assert ran(put(folder, tiled_log(cheap_entries(4), signer=STRANGER))) == 1
    assert "None of the keys you trust" in capsys.readouterr().err
    assert ran(put(folder, tiled_log(cheap_entries(4))), "--key", VKEY) == 0
    assert ran(folder) == 0
    assert "Mind" not in capsys.readouterr().out


def test_audit_of_somebody_else_s_log_with_all_its_checkpoints(shared: Path, capsys: Said) -> None:
    known = json.loads((shared / "data/tlog/vectors.json").read_bytes())["tessera_testlog"]

    assert ran(shared / "data/tlog/tessera-testlog/log", "--key", known["vkey"]) == 0

    said = capsys.readouterr().out
    assert "15  not entries of Penholder" in said
    assert "with 15 other checkpoints" in said


def test_audit_of_a_zip(tmp_path: Path, capsys: Said) -> None:
    packed = tmp_path / "log.zip"
    with zipfile.ZipFile(packed, "w") as file:
        for path, raw in tiled_log(cheap_entries(300), 7).files.items():
            file.writestr(f"copy/log/{path}", raw)

    assert ran(packed, "--key", VKEY) == 0
    assert "300, hashed" in capsys.readouterr().out


# Not sound


def test_audit_names_the_first_fault_in_one_sentence(tmp_path: Path, capsys: Said) -> None:
    log = tiled_log(cheap_entries(600))
    entries = (*log.entries[:255], b"{}")
    folder = put(tmp_path / "log", log.with_files({"tile/entries/000": write_entries(entries)}))

    assert ran(folder, "--key", VKEY) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"{folder}: not sound. Entry 255 (in tile/entries/000) and its hash (in tile/0/000) do not fit together: "
        "one of the two was changed.\n"
    )


def test_audit_as_json_names_the_fault(tmp_path: Path, capsys: Said) -> None:
    folder = put(tmp_path / "log", tiled_log(cheap_entries(3)))
    (folder / "tile/0/000.p/3").unlink()

    assert ran(folder, "--json") == 1
    assert json.loads(capsys.readouterr().out) == {"sound": False, "fault": "tile/0/000.p/3 is missing."}


@pytest.mark.parametrize(
    "path", ["tile/entries/000.p/7", "tile/0/000.p/7", "tile/0/001.p/10", "tile/1/000.p/1"]
)
def test_audit_of_a_folder_compares_every_partial_tile_left_there(
    path: str, tmp_path: Path, capsys: Said
) -> None:
    log = tiled_log(cheap_entries(600), 7, 266)
    assert ran(put(tmp_path / "whole", log), "--key", VKEY) == 0
    raw = log.files[path]

    assert ran(put(tmp_path / "log", log.with_files({path: raw[:-2] + b"!!"})), "--key", VKEY, "--fresh") == 1
    assert f"{path} is not the beginning of tile/" in capsys.readouterr().err


def test_audit_of_a_folder_names_a_partial_tile_that_holds_more_or_less_than_its_name_says(
    tmp_path: Path, capsys: Said
) -> None:
    log = tiled_log(cheap_entries(600), 7)
    for path, raw in (
        ("tile/0/000.p/7", log.files["tile/0/000"][: 8 * 32]),
        ("tile/0/000.p/7", log.files["tile/0/000"][: 7 * 32 - 1]),
        ("tile/entries/000.p/7", write_entries(log.entries[:6])),
        ("tile/entries/000.p/7", log.files["tile/entries/000.p/7"][:-1]),
    ):
        assert ran(put(tmp_path / "log", log.with_files({path: raw})), "--key", VKEY, "--fresh") == 1
        assert path in capsys.readouterr().err


def test_audit_of_a_folder_passes_over_what_is_written_for_the_next_checkpoint(tmp_path: Path) -> None:
    coming = tiled_log(cheap_entries(700), 600)
    now = tiled_log(cheap_entries(600))
    log = coming.with_files(
        {"checkpoint": now.note.encode(), "tile/0/notes.txt": b"", "tile/0/000.p/300": b""}
    )

    assert ran(put(tmp_path / "log", log), "--key", VKEY) == 0


def test_audit_reads_a_partial_tile_that_has_gone_from_the_full_one(tmp_path: Path) -> None:
    now, coming = tiled_log(cheap_entries(600)), tiled_log(cheap_entries(800), 600)
    folder = put(tmp_path / "log", coming.with_files({"checkpoint": now.note.encode()}))
    for path in ("tile/0/002.p/88", "tile/entries/002.p/88"):
        (folder / path).unlink()

    assert ran(folder, "--key", VKEY) == 0


@pytest.mark.parametrize("name", ["checkpoint.2", "witnessed"])
def test_audit_of_a_folder_holds_the_log_against_checkpoints_beside_it(
    name: str, tmp_path: Path, capsys: Said
) -> None:
    log = tiled_log(cheap_entries(9))
    good, bad = tiled_log(cheap_entries(2)).note, forged(2).note

    assert ran(put(tmp_path / "log", log.with_files({name: good.encode()})), "--key", VKEY) == 0
    assert "with 1 other checkpoint\n" in capsys.readouterr().out
    assert ran(put(tmp_path / "log", log.with_files({name: bad.encode()})), "--key", VKEY) == 1
    assert (
        f"two histories: the file {name} says that its first 2 entries have the root"
        in capsys.readouterr().err
    )


def test_audit_holds_the_log_against_the_alarms_published_with_it(
    tmp_path: Path, served: Served, capsys: Said
) -> None:
    log = tiled_log(cheap_entries(600))

    def with_alarm(note: str) -> TiledLog:
        said = f"What people should know.\n\n{Conflict(note, tiled_log(cheap_entries(500)).note).text()}"
        return log.with_files(
            {"alarms/1.txt": b"an alarm nobody can read \xff", "alarms/2.txt": said.encode()}
        )

    harmless = (
        tiled_log(cheap_entries(400)).note,
        tiled_log(cheap_entries(9), signer=STRANGER).note,
        "no note\n",
    )
    for note in harmless:
        assert ran(put(tmp_path / "log", with_alarm(note)), "--key", VKEY) == 0
    for note, sentence in (
        (forged(400).note, "two histories: the file alarms/2.txt says"),
        (
            tiled_log(cheap_entries(700)).note,
            "The file alarms/2.txt is of 700 entries, and this log ends at 600",
        ),
    ):
        served.files = with_alarm(note).files
        for copy in (put(tmp_path / "log", with_alarm(note)), served.address):
            assert ran(copy, "--key", VKEY) == 1
            assert sentence in capsys.readouterr().err


# What somebody else holds


def test_audit_holds_the_log_against_a_checkpoint_or_a_receipt_given_by_hand(
    tmp_path: Path, capsys: Said
) -> None:
    folder = put(tmp_path / "log", tiled_log(made_log(9).entries))
    receipt = tmp_path / "mine.tlog-proof"
    receipt.write_bytes(made_log(7).receipt(3).text().encode())
    good = held_by_ada(tmp_path, tiled_log(made_log(4).entries).note)

    assert ran(folder, "--key", VKEY, "--checkpoint", receipt, "--checkpoint", good) == 0
    assert "with 2 other checkpoints" in capsys.readouterr().out

    bad = held_by_ada(tmp_path, forged(4).note)
    assert ran(folder, "--key", VKEY, "--checkpoint", bad, "--checkpoint", receipt) == 1
    assert f"the checkpoint {bad} says" in capsys.readouterr().err


def test_audit_with_two_histories_keeps_the_evidence(tmp_path: Path, cache: Path, capsys: Said) -> None:
    log, other = tiled_log(cheap_entries(9)), forged(4)
    arguments = (put(tmp_path / "log", log), "--key", VKEY, "--checkpoint", held_by_ada(tmp_path, other.note))

    assert ran(*arguments, "--json") == 1

    told = json.loads(capsys.readouterr().out)
    (found,) = cache.rglob("*.evidence")
    assert told["evidence"] == str(found)
    (conflict,) = Conflict.parse_all(found.read_bytes())
    assert {conflict.one, conflict.other} == {log.note, other.note}
    conflict.require_proof(KEYS)
    assert ran(*arguments) == 1
    assert f"Both checkpoints are kept in {found}" in capsys.readouterr().err


def test_audit_by_the_old_key_accepts_the_one_it_announced_and_says_so(tmp_path: Path, capsys: Said) -> None:
    newer = Signer(name=ORIGIN, seed=bytes(range(9, 41)))
    announced = EntryBody(
        t="2026-05-04T03:30Z",
        type="key.rotated",
        scope="record",
        obj="o",
        facts=facts_of({"vkey": newer.verifier.vkey()}),
    ).to_bytes()
    before = (*cheap_entries(5), announced)
    folder = put(tmp_path / "log", tiled_log((*before, *cheap_entries(300)), signer=newer))

    assert ran(folder, "--key", VKEY) == 1
    assert "None of the keys you trust" in capsys.readouterr().err
    ada = held_by_ada(tmp_path, tiled_log(before).note)
    assert ran(folder, "--key", VKEY, "--checkpoint", ada) == 0
    assert f"New key    {newer.verifier.key_id.hex()}, announced by the log" in capsys.readouterr().out
    assert ran(folder, "--key", VKEY) == 0  # it is remembered who vouched for it


# With a policy


def put_policy(folder: Path) -> Path:
    path = folder / "policy"
    path.write_text(f"log {VKEY}\nwitness library {WITNESS_KEY.vkey()}\nquorum library\n", encoding="utf-8")
    return path


def test_audit_with_a_policy_asks_for_its_witnesses(tmp_path: Path, capsys: Said) -> None:
    log = tiled_log(cheap_entries(9))
    older = cosigned(tiled_log(cheap_entries(6)).note, time=9)
    arguments = (tmp_path / "log", "--policy", put_policy(tmp_path))

    put(tmp_path / "log", log)
    assert ran(*arguments) == 1
    assert "Not enough of the witnesses you ask for" in capsys.readouterr().err
    put(tmp_path / "log", log.with_files({"witnessed": older.encode()}))
    assert ran(*arguments) == 0
    assert "enough of the witnesses you ask for have seen 6 entries" in capsys.readouterr().out
    put(tmp_path / "log", log.with_files({"checkpoint": cosigned(log.note, time=9).encode()}))
    assert ran(*arguments, "--json") == 0
    assert json.loads(capsys.readouterr().out)["witnessed up to"] == 9


# The next time


def test_audit_goes_on_where_it_stopped_and_reads_nothing_twice(tmp_path: Path, capsys: Said) -> None:
    folder = put(tmp_path / "log", tiled_log(cheap_entries(600)))
    assert ran(folder, "--key", VKEY) == 0
    put(folder, tiled_log(cheap_entries(900)))
    (folder / "tile/entries/001").unlink()
    capsys.readouterr()

    assert ran(folder, "--key", VKEY) == 0

    said = capsys.readouterr().out
    assert "900, hashed, 512 of them in earlier audits" in said
    assert "900  response received" in said
    assert ran(folder, "--key", VKEY, "--fresh") == 1
    assert "tile/entries/001 is missing" in capsys.readouterr().err


def test_audit_names_a_log_that_went_back(tmp_path: Path, capsys: Said) -> None:
    folder = tmp_path / "log"
    assert ran(put(folder, tiled_log(cheap_entries(600))), "--key", VKEY) == 0
    for fresh in ((), ("--fresh",)):
        assert ran(put(folder, tiled_log(cheap_entries(500))), "--key", VKEY, *fresh) == 1
        assert "The log went back: it had 600 entries" in capsys.readouterr().err


@pytest.mark.parametrize("size", [600, 601, 900])
def test_audit_names_another_history_than_the_one_seen_before(
    size: int, tmp_path: Path, capsys: Said
) -> None:
    assert ran(put(tmp_path / "log", tiled_log(cheap_entries(600))), "--key", VKEY) == 0

    assert ran(put(tmp_path / "other", forged(size)), "--key", VKEY) == 1
    assert "This log has two histories" in capsys.readouterr().err


def test_audit_with_a_state_that_leads_astray_begins_again(tmp_path: Path, capsys: Said) -> None:
    """It was left by an audit, stopped half way, of a copy that was not sound."""
    state = tmp_path / "state.json"
    assert ran(put(tmp_path / "forged", forged(600)), "--key", VKEY, "--state", state) == 0
    told = json.loads(state.read_text())
    state.write_text(json.dumps(told | {"seen": [], "proven": 0}))

    assert ran(put(tmp_path / "log", tiled_log(cheap_entries(900))), "--key", VKEY, "--state", state) == 0
    assert "every one just now" in capsys.readouterr().out
    assert ran(tmp_path / "log", "--key", VKEY, "--state", state) == 0
    assert "768 of them in earlier audits" in capsys.readouterr().out


def test_audit_that_is_not_sound_leaves_the_state_as_it_was(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    folder = put(tmp_path / "log", tiled_log(cheap_entries(600)))
    assert ran(folder, "--key", VKEY, "--state", state) == 0
    before = state.read_bytes()

    assert ran(put(folder, forged(900)), "--key", VKEY, "--state", state) == 1
    assert state.read_bytes() == before


def test_audit_says_how_far_it_is_and_saves_it_on_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    state = tmp_path / "state.json"
    folder = put(tmp_path / "log", tiled_log(cheap_entries(40_000)))
    (folder / "tile/entries/140").unlink()
    monkeypatch.setattr(audit, "_ENTRIES_UNSAVED", 20_000)
    monkeypatch.setattr(showing, "SECONDS_UNTOLD", 0.0)

    assert ran(folder, "--key", VKEY, "--state", state) == 1

    assert "32,768 of 40,000 entries hashed …\n" in capsys.readouterr().err
    kept = remembered_at(state)
    assert kept is not None
    assert (kept.state.size, kept.state.proven, kept.state.seen) == (32_768, 0, ())


def test_audit_that_is_stopped_goes_on_from_there(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path / "log", tiled_log(cheap_entries(40_000)))
    with monkeypatch.context() as patched:
        patched.setattr(showing.Clock, "told", lambda *_: signal.raise_signal(signal.SIGINT))
        assert ran(folder, "--key", VKEY) == 130
    assert "Stopped. 16,384 entries are done" in capsys.readouterr().err

    assert ran(folder, "--key", VKEY) == 0
    assert "16,384 of them in earlier audits" in capsys.readouterr().out


def test_audit_by_several_processes_finds_the_same(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tiled_log((b"something else", *cheap_entries(40_000)))
    folder = put(tmp_path / "log", log)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    told = []
    for worth in (2, 99):
        monkeypatch.setattr(hashing, "_WORTH_PROCESSES", worth)
        assert ran(folder, "--key", VKEY, "--json", "--state", tmp_path / f"{worth}.json") == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert (tmp_path / "2.json").read_bytes() == (tmp_path / "99.json").read_bytes()

    (folder / "tile/entries/100").write_bytes(write_entries(cheap_entries(256)))
    monkeypatch.setattr(hashing, "_WORTH_PROCESSES", 2)
    assert ran(folder, "--key", VKEY, "--fresh") == 1
    assert "Entry 25,600 (in tile/entries/100)" in capsys.readouterr().err


# At an address


@pytest.fixture
def served() -> Iterator[Served]:
    with serving(tiled_log(cheap_entries(600), 7).files) as place:
        yield place


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.mark.parametrize("end", ["", "/", "/checkpoint"])
@pytest.mark.parametrize("packed", [False, True])
def test_audit_of_an_address(end: str, packed: bool, served: Served, capsys: Said) -> None:
    served.packed = packed

    assert ran(served.address + end, "--key", VKEY) == 0

    assert "600, hashed, every one just now" in capsys.readouterr().out
    assert "tile/0/000.p/7" not in served.asked


def test_audit_of_an_address_asks_for_new_files_only_the_next_time(served: Served, capsys: Said) -> None:
    assert ran(served.address) == 0
    served.files = tiled_log(cheap_entries(700)).files
    served.asked.clear()

    assert ran(served.address) == 0
    assert "512 of them in earlier audits" in capsys.readouterr().out
    assert not {"tile/entries/000", "tile/0/001", "key"} & set(served.asked)


def test_audit_of_an_address_with_a_policy_asks_for_the_witnessed_checkpoint(
    served: Served, tmp_path: Path, capsys: Said
) -> None:
    arguments = (served.address, "--policy", put_policy(tmp_path))

    assert ran(*arguments) == 1
    assert "Not enough of the witnesses" in capsys.readouterr().err
    served.files = {**served.files, "witnessed": cosigned(tiled_log(cheap_entries(6)).note, time=9).encode()}
    assert ran(*arguments) == 0


def test_audit_of_an_address_names_what_is_missing_there(served: Served, capsys: Said) -> None:
    served.files = {path: raw for path, raw in served.files.items() if path != "tile/entries/001"}

    assert ran(served.address, "--key", VKEY) == 1
    assert capsys.readouterr().err == f"{served.address}: not sound. tile/entries/001 is missing.\n"


def test_audit_of_an_address_tries_again_where_the_server_is_busy(served: Served, capsys: Said) -> None:
    served.answers = [503, 429]
    assert ran(served.address, "--key", VKEY) == 0
    served.answers = [503] * 3
    assert ran(served.address, "--key", VKEY) == 2
    assert "cannot be fetched: the server answered 503" in capsys.readouterr().err
    served.asked.clear()
    served.answers = [403]
    assert ran(served.address, "--key", VKEY) == 2
    assert served.asked == ["checkpoint"]


def test_audit_of_an_address_that_is_no_log_says_so(served: Served, capsys: Said) -> None:
    served.files = {"checkpoint": b"<!doctype html><p>Hello"}
    assert ran(served.address, "--key", VKEY) == 1
    assert "The signed note must be a text, an empty line and signature lines" in capsys.readouterr().err
    served.files = {}
    assert ran(served.address, "--key", VKEY) == 2
    assert "is not a copy of a log: there is no file “checkpoint” in it" in capsys.readouterr().err


def test_audit_of_an_address_follows_no_redirect_off_the_web(
    served: Served, tmp_path: Path, capsys: Said
) -> None:
    put(tmp_path / "log", tiled_log(cheap_entries(3)))
    for location in (f"file://{tmp_path}/log/checkpoint", "ftp://127.0.0.1/checkpoint"):
        served.answers, served.location = [302] * 3, location
        assert ran(served.address, "--key", VKEY) == 2
        assert "cannot be fetched" in capsys.readouterr().err


def test_audit_of_an_address_takes_no_more_than_a_file_can_hold(
    served: Served, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copied, "TILE_BYTES_MAX", 30_000)
    for served.packed in (False, True):
        served.files = {**served.files, "tile/entries/000": b"\0" * 30_001}
        assert ran(served.address, "--key", VKEY, "--fresh") == 1
        assert "tile/entries/000 is longer than such a file can be" in capsys.readouterr().err


def test_what_is_sent_packed_must_be_whole(served: Served) -> None:
    class Broken:
        def __init__(self, raw: bytes) -> None:
            self.raw = raw

        def read(self, _: int) -> bytes:
            return self.raw

    for raw, encoding, sentence in (
        (gzip.compress(b"hello")[:-9], "gzip", "breaks off"),
        (b"hello", "gzip", "the packing is damaged"),
        (b"hello", "br", "in a way nobody asked for"),
    ):
        with pytest.raises(ValueError, match=sentence):
            web._unpacked("checkpoint", Broken(raw), encoding, 99)  # type: ignore[arg-type]  it is only read


def test_an_address_where_nobody_answers_is_named(capsys: Said) -> None:
    assert ran("http://127.0.0.1:9/record", "--key", VKEY) == 2
    assert (
        "http://127.0.0.1:9/record/checkpoint cannot be fetched: Connection refused."
        in capsys.readouterr().err
    )


# What makes no sense


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere"], "nowhere cannot be read: there is nothing of this name"),
        ([Path(__file__)], "is not a copy of a log"),
        ([Path(__file__).parent], "there is no file “checkpoint” in it"),
        (["ftp://a.example/record"], "is not the address of a log"),
        (["https:///record"], "is not the address of a log"),
        (["https://a.example/record?x=1"], "is not the address of a log"),
        (["LOG", "--key", "nonsense"], "name+key id+key"),
        (["LOG", "--policy", Path(__file__)], "Line 1 of the policy"),
        (["LOG", "--checkpoint", Path(__file__)], "is neither a checkpoint nor a receipt"),
        (["LOG", "--checkpoint", "nowhere"], "nowhere cannot be read: No such file"),
        (["LOG", "--state", Path(__file__)], "is not what an audit leaves behind"),
        (["LOG", "--state", Path(__file__).parent], "cannot be read: Is a directory"),
        (["LOG", "--state", f"{__file__}/state"], "cannot be read: Not a directory"),
    ],
)
def test_audit_that_makes_no_sense_says_what_to_do(
    arguments: list[str | Path], sentence: str, tmp_path: Path, capsys: Said
) -> None:
    folder = put(tmp_path / "log", tiled_log(cheap_entries(3)))

    assert ran(*(folder if argument == "LOG" else argument for argument in arguments)) == 2

    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""


def test_audit_without_any_key_asks_for_one(tmp_path: Path, capsys: Said) -> None:
    log = tiled_log(cheap_entries(3))
    folder = put(tmp_path / "log", log)
    (folder / "key").unlink()

    assert ran(folder) == 2
    assert "Say which key you trust" in capsys.readouterr().err


def test_audit_with_the_state_of_another_log_says_so(tmp_path: Path, capsys: Said) -> None:
    state = tmp_path / "state.json"
    hill = Signer(name="hill.example/record", seed=bytes(32))
    assert ran(put(tmp_path / "hill", tiled_log(cheap_entries(3), signer=hill)), "--state", state) == 0

    assert ran(put(tmp_path / "log", tiled_log(cheap_entries(3))), "--state", state) == 2
    assert (
        "remembers the log “hill.example/record”, and this is “meadow.example/record”"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    "spoilt",
    [
        {"format": "another"},
        {"size": 511},
        {"size": 256},
        {"proven": 1024},
        {"edge": [[], ["00"]]},
        {"edge": 3},
        {"seen": ["no note"]},
        {"seen": [3]},
        {"marks": [[3, "no entry"]]},
        {"keys": ["no key"]},
        {"kinds": []},
    ],
)
def test_a_spoilt_state_is_never_taken_for_one(spoilt: dict[str, object], tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    assert ran(put(tmp_path / "log", tiled_log(cheap_entries(600))), "--state", state) == 0
    state.write_text(json.dumps(json.loads(state.read_text()) | spoilt))

    with pytest.raises(Unreadable, match="is not what an audit leaves behind"):
        remembered_at(state)


def test_audit_of_a_folder_that_cannot_be_written_to_says_where_to_remember(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path / "log", tiled_log(cheap_entries(3)))
    (tmp_path / "taken").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "taken"))

    assert ran(folder) == 2
    assert "Name another file with --state" in capsys.readouterr().err


# A checkpoint that claims what nobody could read


@pytest.mark.parametrize("size", [2**40, 2**62, 2**63 - 1])
@pytest.mark.parametrize("at", ["a folder", "an address"])
def test_audit_of_a_log_that_claims_to_be_huge_ends_in_one_sentence_and_little_memory(
    size: int, at: str, served: Served, tmp_path: Path
) -> None:
    claim = sign_checkpoint(Checkpoint(origin=ORIGIN, size=size, root=bytes(32)), SIGNER)
    served.files = {**served.files, "checkpoint": claim.encode()}
    folder = put(tmp_path / "log", TiledLog((), served.files))
    copy = served.address if at == "an address" else folder

    done = run_apart("limit(600 * 2**20)", copy, tmp_path)

    where = f"{copy}: not sound. "
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == f"{where}tile/entries/002 is missing.\n"


def run_apart(before: str, copy: str | Path, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, after ``before``, and without Django."""
    program = (
        "import argparse, resource, sys\n"
        "limit = lambda most: resource.setrlimit(resource.RLIMIT_AS, (most, most))\n"
        f"sys.modules['django'] = None; {before}\n"
        "from penholder.cli import audit\n"
        "parser = argparse.ArgumentParser(); audit.add_arguments(parser)\n"
        "sys.exit(audit.run(parser.parse_args(sys.argv[1:])))\n"
    )
    environment = {
        "PYTHONPATH": str(Path(audit.__file__).parents[2]),
        "XDG_CACHE_HOME": str(folder),
        "no_proxy": "127.0.0.1",
    }
    command = [sys.executable, "-c", program, str(copy), "--key", VKEY]
    return subprocess.run(command, env=environment, capture_output=True, check=False)


def test_audit_that_nobody_reads_to_its_end_still_ends_with_its_verdict(tmp_path: Path) -> None:
    folder = put(tmp_path / "log", tiled_log(cheap_entries(9)))
    reading, writing = os.pipe()
    os.close(reading)

    with os.fdopen(writing, "wb") as cut:
        command = [sys.executable, "-m", "penholder", "audit", folder, "--key", VKEY]
        done = subprocess.run(command, stdout=cut, stderr=subprocess.PIPE, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


def test_audit_runs_without_django(tmp_path: Path) -> None:
    done = run_apart("pass", put(tmp_path / "log", tiled_log(cheap_entries(600))), tmp_path)

    assert (done.returncode, done.stderr) == (0, b"")
