"""The page that tells a doubting member how to check a receipt without us: what it says must work as it stands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from hashlib import pbkdf2_hmac
from pathlib import Path

import pytest

from penholder.pure.ledger.code import code_hash, normalise
from tests.pure.ledger.logs import SIGNER, made_log
from tests.pure.ledger.test_vectors import FOLDER, INDEX, SIZE

PAGE = (Path(__file__).resolve().parents[3] / "docs/record-format.md").read_text(encoding="utf-8")
RECEIPT = "R-0004.tlog-proof"


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)
    return str(found)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the receipt and the program of the page, and nothing of ours within reach."""
    (tmp_path / "check.py").write_text(block("python"), encoding="utf-8")
    shutil.copy(FOLDER / RECEIPT, tmp_path)
    return tmp_path


def test_the_program_of_the_page_prints_words_and_entry(desk: Path) -> None:
    done = checked(desk)

    assert done.returncode == 0, done.stderr
    assert "The garden gate should stay open on Sundays." in done.stdout
    assert made_log(SIZE).entries[INDEX].decode() in done.stdout


def test_the_program_of_the_page_refuses_other_words_and_another_entry(desk: Path) -> None:
    log = made_log(SIZE)
    other = made_log(SIZE).receipt(INDEX + 1)
    for spoilt in (
        log.receipt(INDEX).text().replace(f"index {INDEX}", f"index {INDEX + 1}"),
        other.text().replace(f"index {INDEX + 1}", f"index {INDEX}"),
    ):
        (desk / RECEIPT).write_text(spoilt, encoding="utf-8", newline="\n")
        assert checked(desk).returncode == 1


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed on this machine")
def test_openssl_says_of_the_signature_what_the_page_says_it_does(desk: Path) -> None:
    command = block("sh").splitlines()[1].split(" ")
    checked(desk)

    good = subprocess.run(command, cwd=desk, capture_output=True, text=True, check=False)
    text = desk / "text"
    text.write_bytes(text.read_bytes().replace(b"\n7\n", b"\n8\n"))
    bad = subprocess.run(command, cwd=desk, capture_output=True, text=True, check=False)

    assert "Signature Verified Successfully" in good.stdout
    assert (good.returncode, bad.returncode) == (0, 1)


def test_the_examples_of_the_page_are_those_of_the_vectors() -> None:
    assert made_log(SIZE).note in PAGE
    assert SIGNER.verifier.vkey() in PAGE


def test_the_page_says_how_codes_are_kept() -> None:

    (code,) = re.findall(r"`([a-z]+-[a-z]+-[a-z]+-[a-z]+-\d{4}-\d{4})`", PAGE)
    (salt,) = re.findall(r"the salt `([^`]+)`", PAGE)

    assert normalise(code) == code
    assert code_hash(code) == pbkdf2_hmac("sha256", code.encode(), salt.encode(), 1_000).hex()


def checked(desk: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "check.py", RECEIPT, SIGNER.verifier.vkey()]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=desk, env=env, capture_output=True, encoding="utf-8", check=False)
