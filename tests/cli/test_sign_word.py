"""The signer as a process of its own: the site signs through it, and says so where it is away."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from penholder.pure.ledger.checkpoint import open_checkpoint
from penholder.record.distant import DistantSigner
from tests.cli.shell import Environment
from tests.journeys.site import ROOT


@pytest.fixture
def socket() -> Iterator[Path]:
    """A short path: the name of a socket may have about a hundred letters."""
    with tempfile.TemporaryDirectory(prefix="ph-") as folder:
        yield Path(folder) / "sign"


@pytest.fixture
def environment(environment: Environment, socket: Path) -> Environment:
    return environment | {"PENHOLDER_SIGNER": str(socket)}


@contextmanager
def _signer(folder: Path, socket: Path) -> Iterator[subprocess.Popen[str]]:
    words = ("sign", "--folder", str(folder), "--socket", str(socket), "--origin", "marram.example/record")
    command = [sys.executable, "-m", "penholder", *words]
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Signing for marram.example/record")
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _penholder(environment: Environment, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "penholder", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_the_site_signs_through_another_process_and_has_no_key(
    environment: Environment, socket: Path, tmp_path: Path
) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    with _signer(tmp_path / "signer", socket):
        said = _penholder(environment, "init", "--community", "Marram", "--coordinator", "Ida")

        assert said.returncode == 0, said.stderr
        keys = DistantSigner(socket).verifiers()
        note = (data / "log/checkpoint").read_text()
        assert open_checkpoint(note, keys=keys).checkpoint.size == 2
        assert not (data / "signer").exists()


def test_a_signer_that_was_killed_goes_on_where_it_was(
    environment: Environment, socket: Path, tmp_path: Path
) -> None:
    words = ("init", "--coordinator", "Ida", "--community")
    with _signer(tmp_path / "signer", socket):
        _penholder(environment, *words, "Marram")
    away = _penholder(environment, *words, "Sedge")
    assert away.returncode == 1
    assert "Is `penholder sign` running?" in away.stderr

    with _signer(tmp_path / "signer", socket):
        back = _penholder(environment, *words, "Rush")

        assert back.returncode == 0, back.stderr
        assert DistantSigner(socket).latest().splitlines()[1] == "4"


def test_a_signer_without_a_key_asks_for_the_name_of_the_record(tmp_path: Path) -> None:
    said = _penholder(
        {**os.environ, "PYTHONPATH": str(ROOT / "src")},
        "sign", "--folder", str(tmp_path / "none"), "--socket", str(tmp_path / "s"),
    )  # fmt: skip
    assert said.returncode == 2
    assert "--origin" in said.stderr


def test_a_second_signer_refuses_with_a_sentence_and_leaves_the_first_alone(
    socket: Path, tmp_path: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with _signer(tmp_path / "signer", socket):
        elsewhere = str(socket.with_name("other"))
        same = _penholder(environment, "sign", "--folder", str(tmp_path / "signer"), "--socket", elsewhere)
        other = _penholder(
            environment,
            "sign", "--folder", str(tmp_path / "other"), "--socket", str(socket), "--origin", "o.example/r",
        )  # fmt: skip

        assert (same.returncode, other.returncode) == (2, 2)
        assert "runs already" in same.stderr
        assert "listens at" in other.stderr
        assert len(DistantSigner(socket).verifiers()) == 1


def test_a_signer_whose_key_is_gone_makes_no_other(tmp_path: Path, socket: Path) -> None:
    (tmp_path / "last").write_text("what was signed last")
    said = _penholder(
        {**os.environ, "PYTHONPATH": str(ROOT / "src")},
        "sign", "--folder", str(tmp_path), "--socket", str(socket), "--origin", "marram.example/record",
    )  # fmt: skip

    assert said.returncode == 1
    assert "The record's key is missing" in said.stderr
    assert not (tmp_path / "key").exists()


def test_a_key_of_a_distant_signer_is_not_looked_for_here(environment: Environment) -> None:
    said = _penholder(environment, "key", "show")
    assert said.returncode == 1
    assert "signer of its own" in said.stderr
