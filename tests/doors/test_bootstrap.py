"""The bootstrap makes an environment once, from anywhere, whatever happens in between. Nothing is fetched here."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

HOME = Path(__file__).resolve().parents[2]
PROGRAM = (
    "import json, sys; print(json.dumps({'words': sys.argv[1:], 'prefix': sys.prefix, 'file': __file__}))\n"
)
SETTING_UP = "Setting up a Python environment"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A checkout with both doors, a program that tells how it was called, and nothing to fetch."""
    house = tmp_path / "a house"
    (house / "src" / "penholder").mkdir(parents=True)
    (house / "tests").mkdir()
    for door in ("penholder", "bootstrap.py"):
        shutil.copy(HOME / door, house / door)
    for lock in ("requirements.txt", "requirements-test.txt"):
        (house / lock).write_text("# nothing\n")
    (house / "src" / "penholder" / "__init__.py").touch()
    (house / "src" / "penholder" / "__main__.py").write_text(PROGRAM)
    (house / "tests" / "run.py").write_text(PROGRAM)
    return house


def start(door: Path, *words: str, where: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(door), *words],
        cwd=where,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_start_from_another_folder_through_a_link_hands_every_word_over(house: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "penholder.py").write_text("raise SystemExit('the wrong program')\n")
    (elsewhere / "door").symlink_to(Path("..") / house.name / "penholder")
    (elsewhere / "front").symlink_to("door")

    first = start(elsewhere / "front", "verify", "a b", "--port=1", where=elsewhere)
    assert SETTING_UP in first.stderr
    assert '"words": ["verify", "a b", "--port=1"]' in first.stdout
    assert str(house / ".venv") in first.stdout

    second = start(elsewhere / "front", where=elsewhere)
    assert second.stderr == ""
    assert '"words": []' in second.stdout


def test_start_the_tests_uses_an_environment_of_their_own(house: Path) -> None:
    done = start(house / "penholder", "test", "-k", "one", where=house)
    assert '"words": ["-k", "one"]' in done.stdout
    assert str(house / ".venv-test") in done.stdout
    assert not (house / ".venv").exists()


@pytest.mark.parametrize("change", ["lock", "move"])
def test_start_after_a_change_sets_up_anew(house: Path, change: str) -> None:
    start(house / "penholder", where=house)
    if change == "lock":
        (house / "requirements.txt").write_text("# something else\n")
    else:
        house = house.rename(house.with_name("moved"))
    again = start(house / "penholder", where=house)
    assert SETTING_UP in again.stderr
    assert str(house / ".venv") in again.stdout
    assert SETTING_UP not in start(house / "penholder", where=house).stderr


def test_start_after_being_killed_in_the_middle_sets_up_anew(house: Path) -> None:
    begun = subprocess.Popen(
        [str(house / "penholder")],
        cwd=house,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for((house / ".venv" / "bin" / "python").exists)
    os.killpg(begun.pid, signal.SIGKILL)
    begun.wait()
    assert not (house / ".venv" / "made-from").exists()

    again = start(house / "penholder", where=house)
    assert (SETTING_UP in again.stderr, again.returncode) == (True, 0)


def test_start_twice_at_once_sets_up_once(house: Path) -> None:
    both = [
        subprocess.Popen(
            [str(house / "penholder")], cwd=house, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert sum(SETTING_UP in aside for _, aside in said) == 1


def test_start_where_pip_cannot_bring_the_packages_says_so_and_leaves_no_half(house: Path) -> None:
    (house / "requirements.txt").write_text(f"no-such-package-of-ours==1.0 --hash=sha256:{'0' * 64}\n")
    failed = start(house / "penholder", where=house, PIP_NO_INDEX="1")
    assert failed.returncode == 1
    assert "Setting up stopped at fetching the packages." in failed.stderr
    assert "no-such-package-of-ours" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not (house / ".venv" / "made-from").exists()


@pytest.mark.parametrize(
    ("fake", "sentence"),
    [
        (
            'case "$*" in *version_info*) exit 1;; *--version) echo Python 3.9.2;; esac',
            "needs Python 3.11 or newer and this machine has Python 3.9.2",
        ),
        ("exit 127", "needs Python 3.11 or newer and this machine has no Python"),
    ],
)
def test_start_without_a_python_new_enough_says_what_to_install(
    house: Path, fake_pythons: Callable[[str], str], fake: str, sentence: str
) -> None:
    refused = start(house / "penholder", where=house, PATH=fake_pythons(fake))
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "apt install python3" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


@pytest.fixture
def fake_pythons(tmp_path: Path) -> Callable[[str], str]:
    """A search path on which every Python is a small script, before the machine's own."""

    def make(script: str) -> str:
        folder = tmp_path / "fakes"
        folder.mkdir()
        for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
            (folder / name).write_text(f"#!/bin/sh\n{script}\n")
            (folder / name).chmod(0o755)
        return f"{folder}{os.pathsep}{os.environ['PATH']}"

    return make


def wait_for(so: Callable[[], bool], patience: float = 30) -> None:
    last = monotonic() + patience
    while not so():
        assert monotonic() < last, "waited too long"
        sleep(0.005)
