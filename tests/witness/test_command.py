"""``penholder witness``: from an empty folder to a witness that answers, and a sentence for whatever is wrong."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from penholder.pure.ledger.keys import Verifier
from penholder.witness.asking import DistantWitness
from penholder.witness.folder import WitnessFolder
from tests.journeys.site import ROOT, free_port
from tests.witness.running import LOG, ORIGIN, story

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("PENHOLDER", "DJANGO"))},
    "PYTHONPATH": str(ROOT / "src"),
}


def _witness(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "penholder", "witness", *words, "--data", str(data)]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    assert _witness(tmp_path / "w", "init", "--name", "library.example/witness").returncode == 0
    return tmp_path / "w"


def test_init_makes_a_key_only_its_owner_can_read_and_says_the_public_half(tmp_path: Path) -> None:
    said = _witness(tmp_path / "w", "init", "--name", "library.example/witness")

    folder = WitnessFolder(tmp_path / "w")
    key = folder.cosigner().verifier
    assert said.returncode == 0
    assert key.vkey() in said.stdout.splitlines()
    assert Verifier.parse(key.vkey()) == key
    assert "Keep a copy" in said.stdout
    assert "PRIVATE" not in said.stdout
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.key.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.memory.stat().st_mode) == 0o600


def test_init_never_replaces_a_witness(data: Path) -> None:
    before = WitnessFolder(data).key.read_bytes()

    said = _witness(data, "init", "--name", "another.example/witness")

    assert said.returncode == 1
    assert "There is a witness in" in said.stderr
    assert WitnessFolder(data).key.read_bytes() == before


def test_init_with_a_name_no_key_can_have_makes_nothing(tmp_path: Path) -> None:
    said = _witness(tmp_path / "w", "init", "--name", "Our Library")

    assert said.returncode == 2
    assert "may not be empty or have spaces" in said.stderr
    assert not (tmp_path / "w").exists()


def test_add_log_lists_what_is_watched(data: Path) -> None:
    added = _witness(data, "add-log", LOG.verifier.vkey())
    again = _witness(data, "add-log", LOG.verifier.vkey())
    listed = _witness(data, "add-log")

    assert added.returncode == again.returncode == listed.returncode == 0
    assert added.stdout == again.stdout == listed.stdout
    assert listed.stdout.splitlines()[0] == LOG.verifier.vkey()
    assert "not seen yet" in listed.stdout


@pytest.mark.parametrize(
    ("vkey", "said"),
    [("garden", "A key is one line of three parts"), ("", "one line of three parts")],
)
def test_add_log_with_what_is_no_key_says_so(data: Path, vkey: str, said: str) -> None:
    answer = _witness(data, "add-log", vkey or " ")

    assert answer.returncode == 2
    assert said in answer.stderr


def test_add_log_with_the_key_of_a_witness_says_so(data: Path) -> None:
    answer = _witness(data, "add-log", WitnessFolder(data).cosigner().verifier.vkey())

    assert answer.returncode == 2
    assert "This is the key of a witness" in answer.stderr


@pytest.mark.parametrize("words", [("add-log",), ("serve",)])
def test_without_a_witness_it_says_how_to_make_one(tmp_path: Path, words: tuple[str, ...]) -> None:
    said = _witness(tmp_path / "w", *words)

    assert said.returncode == 1
    assert "penholder witness init --name" in said.stderr


def test_a_damaged_key_is_never_used(data: Path) -> None:
    key = WitnessFolder(data).key
    key.write_text(key.read_text()[:-5])

    said = _witness(data, "serve")

    assert said.returncode == 2
    assert "signing key" in said.stderr
    assert key.read_text().strip() not in said.stderr


def test_serve_on_a_taken_port_says_so(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = _witness(data, "serve", "--port", str(taken.getsockname()[1]))

    assert said.returncode == 1
    assert "Choose another one with --port" in said.stderr


def test_serve_answers_at_the_address_it_prints_and_writes_down_nobody(data: Path) -> None:
    _witness(data, "add-log", LOG.verifier.vkey())
    command = [sys.executable, "-m", "penholder", "witness", "serve", "--port", str(free_port())]
    with subprocess.Popen(
        [*command, "--data", str(data)],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as serving:
        assert serving.stdout is not None
        assert "library.example/witness is at" in serving.stdout.readline()
        witness = DistantWitness(serving.stdout.readline().strip())
        assert story(7).shown_to(witness).status == 200
        assert witness.checkpoint(ORIGIN).startswith(story(7).checkpoint.body())
        serving.terminate()
        rest = serving.stdout.read()

    assert "127.0.0.1" not in rest
    assert "7 entries" in _witness(data, "add-log").stdout
