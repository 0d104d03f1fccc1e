"""The signer alone: its key is made once and never beside a record, and no bytes make it forget or fall over."""

from __future__ import annotations

import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint
from penholder.pure.ledger.merkle import EMPTY_ROOT
from penholder.pure.ledger.proven import NotProven
from penholder.record import distant
from penholder.record.distant import DistantSigner, Listening, SignerAway, SignsAlready, answer, listen
from penholder.record.once import kept_once
from penholder.record.signer import KeptSigner, KeyDamaged, KeyMissing, MemoryDamaged

ORIGIN = "meadow.example/record"
EMPTY = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
ONE = Checkpoint(ORIGIN, 1, bytes(32))


@pytest.fixture
def signer(tmp_path: Path) -> KeptSigner:
    return KeptSigner.at(tmp_path / "signer", origin=ORIGIN)


# The key


def test_of_many_threads_that_make_a_secret_all_get_the_one_that_is_kept(tmp_path: Path) -> None:
    for number in range(40):
        path = tmp_path / str(number) / "key"
        got: list[str] = []
        together = threading.Barrier(4)

        def make(path: Path = path, got: list[str] = got, together: threading.Barrier = together) -> None:
            together.wait()
            got.append(kept_once(path, lambda: secrets.token_hex(16)))

        threads = [threading.Thread(target=make) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert got == [path.read_text().strip()] * 4


def test_what_a_killed_start_left_of_a_secret_is_swept(tmp_path: Path) -> None:
    (tmp_path / ".new-key-1-1").write_text("half a sec")
    (tmp_path / "key.1").write_text("somebody's own copy")

    kept_once(tmp_path / "key", lambda: "whole")

    assert {path.name for path in tmp_path.iterdir()} == {"key", "key.1"}
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("trace", ["log/checkpoint", "log/key", "signer/last"])
def test_no_key_is_made_where_a_record_is_already(tmp_path: Path, trace: str) -> None:
    (tmp_path / trace).parent.mkdir()
    (tmp_path / trace).write_text("something")

    with pytest.raises(KeyMissing, match="penholder key restore SHEET"):
        KeptSigner.at(tmp_path / "signer", origin=ORIGIN, log=tmp_path / "log")
    assert not (tmp_path / "signer/key").exists()


def test_without_a_record_the_key_is_made(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()

    assert KeptSigner.at(tmp_path / "signer", origin=ORIGIN, log=tmp_path / "log").keys()[0].name == ORIGIN


@pytest.mark.parametrize("raw", [b"", b"\n", b"\xff\xfe", b"PRIVATE+KEY+meadow", b"PRIVATE+KEY+a+b+c\n"])
def test_a_damaged_key_is_told_in_a_sentence_that_does_not_repeat_it(signer: KeptSigner, raw: bytes) -> None:
    (signer.folder / "key").write_bytes(raw)

    with pytest.raises(KeyDamaged, match="backup sheet") as told:
        signer.keys()
    assert "PRIVATE+KEY+meadow" not in str(told.value)
    with pytest.raises(KeyDamaged):
        signer.sign(EMPTY, ())


# The memory


@pytest.mark.parametrize("raw", [b"", b"\xff", b"meadow.example/record\n1\n", b"torn"])
def test_with_a_damaged_memory_nothing_is_signed_until_it_is_told_again(
    signer: KeptSigner, raw: bytes
) -> None:
    note = signer.sign(ONE, ())
    (signer.folder / "last").write_bytes(raw)

    assert signer.latest() == ""
    with pytest.raises(MemoryDamaged, match="Start the site again"):
        signer.sign(Checkpoint(ORIGIN, 1, bytes([1] * 32)), ())
    signer.remember(note)
    assert signer.latest() == note
    assert signer.sign(ONE, ()) == note


def test_a_memory_whose_signature_does_not_fit_is_damaged(signer: KeptSigner) -> None:
    note = signer.sign(ONE, ())
    (signer.folder / "last").write_text(note.replace("\n1\n", "\n0\n"))

    assert signer.latest() == ""
    with pytest.raises(MemoryDamaged):
        signer.sign(EMPTY, ())


def test_nothing_is_signed_under_another_name(signer: KeptSigner) -> None:
    signer.sign(EMPTY, ())

    with pytest.raises(NotProven, match=r"elsewhere\.example/log"):
        signer.sign(Checkpoint("elsewhere.example/log", 5, bytes(32)), ())
    assert open_checkpoint(signer.sign(ONE, ()), keys=signer.verifiers()).checkpoint == ONE


# One key after another


def test_the_next_key_stays_the_same_until_it_has_been_taken_up(signer: KeptSigner) -> None:
    (old,) = signer.verifiers()
    following = signer.make_next()

    assert signer.make_next() == following
    assert signer.put_next_in_force() == following
    assert signer.put_next_in_force() == signer.make_next() == following
    assert signer.verifiers() == (old, following)
    signer.forget_next()
    assert signer.make_next() not in signer.verifiers()


def test_without_a_next_key_none_is_put_in_force(signer: KeptSigner) -> None:
    with pytest.raises(NotProven, match="No key has been made"):
        signer.put_next_in_force()


@pytest.mark.parametrize("raw", [b"", b"\xff", b"torn"])
def test_a_damaged_next_key_is_told(signer: KeptSigner, raw: bytes) -> None:
    (signer.folder / "next").write_bytes(raw)

    with pytest.raises(KeyDamaged):
        signer.make_next()


def test_a_key_is_dropped_only_where_the_one_that_stays_knows_what_was_signed(signer: KeptSigner) -> None:
    (old,) = signer.verifiers()
    with pytest.raises(NotProven, match="only key"):
        signer.drop(old)
    signer.sign(EMPTY, ())
    following = signer.make_next()
    signer.put_next_in_force()

    with pytest.raises(NotProven, match="has signed nothing yet"):
        signer.drop(old)
    signer.sign(ONE, ())
    signer.drop(old)

    assert signer.verifiers() == (following,)
    assert Checkpoint.parse(signer.latest().partition("\n\n")[0] + "\n") == ONE
    with pytest.raises(NotProven, match="does not sign here"):
        signer.drop(old)


# Over the socket


@contextmanager
def _listening(signer: KeptSigner, path: Path, *, places: int = 16) -> Iterator[Listening]:
    server = listen(signer, path, places=places)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 900_000,
        b'{"ask":"latest"',
        b'{"ask":["x"]}',
        b'{"ask":"sign","checkpoint":5,"proof":[]}',
        b'{"ask":"remember","note":5}',
        b'{"ask":"remember","note":"\\ud800"}',
    ],
)
def test_no_question_makes_the_signer_fall_over(signer: KeptSigner, line: bytes) -> None:
    assert "refused" in answer(signer, line)


def test_a_signer_that_can_not_write_says_so(signer: KeptSigner) -> None:
    (signer.folder / "lock").mkdir()  # stands where a file has to be opened

    said = answer(signer, json.dumps({"ask": "sign", "checkpoint": EMPTY.body(), "proof": []}).encode())

    assert "could not write" in str(said["trouble"])


def test_one_signer_at_a_folder_and_one_at_a_socket(signer: KeptSigner, tmp_path: Path) -> None:
    other = KeptSigner.at(tmp_path / "other", origin=ORIGIN)
    with _listening(signer, tmp_path / "sign"):
        with pytest.raises(SignsAlready, match="runs already with the key"):
            listen(signer, tmp_path / "elsewhere")
        with pytest.raises(SignsAlready, match="listens at"):
            listen(other, tmp_path / "sign")
        assert DistantSigner(tmp_path / "sign").verifiers() == signer.verifiers()
    assert not (tmp_path / "sign").exists()
    with _listening(other, tmp_path / "sign"):
        assert DistantSigner(tmp_path / "sign").verifiers() == other.verifiers()


def test_a_socket_a_killed_signer_left_is_taken_over_and_a_file_is_not(
    signer: KeptSigner, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "sign"))
    with _listening(signer, tmp_path / "sign"):
        assert DistantSigner(tmp_path / "sign").latest() == ""
    (tmp_path / "letter").write_text("Dear all")

    with pytest.raises(SignsAlready, match="is no socket"):
        listen(signer, tmp_path / "letter")
    assert (tmp_path / "letter").read_text() == "Dear all"


def test_a_signer_takes_away_no_socket_but_its_own(signer: KeptSigner, tmp_path: Path) -> None:
    with _listening(signer, tmp_path / "sign"), socket.socket(socket.AF_UNIX) as another:
        (tmp_path / "sign").rename(tmp_path / "aside")
        another.bind(str(tmp_path / "sign"))
    assert (tmp_path / "sign").exists()


def test_whoever_finds_no_place_is_sent_away_and_silence_does_not_keep_one(
    signer: KeptSigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distant, "PATIENCE", 0.5)
    path = tmp_path / "sign"
    with _listening(signer, path, places=1), socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(path))
        with socket.socket(socket.AF_UNIX) as more:
            more.connect(str(path))
            more.settimeout(30)
            assert more.recv(10) == b""  # at once: the silent one has the place
        silent.settimeout(30)
        assert silent.recv(10) == b""  # when its time is over
        assert _in_the_end(DistantSigner(path, resting=0.0)) == signer.verifiers()


def _in_the_end(asked: DistantSigner) -> object:
    for _ in range(200):
        try:
            return asked.verifiers()
        except SignerAway:
            time.sleep(0.05)
    return None


def test_a_signer_that_was_away_is_left_in_peace_for_a_while(signer: KeptSigner, tmp_path: Path) -> None:
    path = tmp_path / "sign"
    with pytest.raises(SignerAway):
        DistantSigner(path, resting=3600.0).latest()
    with _listening(signer, path), pytest.raises(SignerAway, match="penholder sign"):
        DistantSigner(path).latest()


def test_after_the_while_it_is_asked_again(signer: KeptSigner, tmp_path: Path) -> None:
    path = tmp_path / "sign"
    with pytest.raises(SignerAway):
        DistantSigner(path, resting=0.0).latest()
    with _listening(signer, path):
        assert DistantSigner(path).verifiers() == signer.verifiers()
