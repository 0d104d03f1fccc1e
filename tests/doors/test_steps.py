"""A step of the test command ends, whatever hangs in it and whatever it leaves behind."""

import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest

from tests.steps import Step, Steps

HANGS = """
import subprocess, sys
subprocess.run([sys.executable, "-c", sys.argv[2]], stdin=open(sys.argv[1]))
"""
HOLDS = """
import fcntl, pathlib
held = open("held", "a")
fcntl.flock(held, fcntl.LOCK_EX)
pathlib.Path("begun").touch()
input()
"""
LEAVES = """
import subprocess, sys
left = subprocess.Popen([sys.executable, "-c", "input()"], stdin=open(sys.argv[1]))
print(left.pid)
"""


def _step(program: str, *words: str) -> Step:
    return Step("A step", (sys.executable, "-c", program, *words))


@pytest.fixture
def silence(tmp_path: Path) -> Iterator[str]:
    """A pipe nobody ever writes to: whoever reads from it waits; it is opened for writing too, or opening it would wait."""
    path = tmp_path / "silence"
    os.mkfifo(path)
    handle = os.open(path, os.O_RDWR)
    yield str(path)
    os.close(handle)


def test_run_tells_code_and_words_of_both_channels(tmp_path: Path) -> None:
    program = "import os, sys; print(os.environ['A'], os.environ['B'], flush=True); sys.exit('wrong \\udcff')"

    ended = Steps().run(
        Step("A step", (sys.executable, "-c", program), {"B": "2"}), {**os.environ, "A": "1"}, where=tmp_path
    )

    assert ended.code == 1
    assert ended.said.startswith("1 2\nwrong ")


def test_run_ends_a_step_that_hangs_with_all_it_has_begun(tmp_path: Path, silence: str) -> None:
    ended = Steps().run(_step(HANGS, silence, HOLDS), os.environ, where=tmp_path, longest=3.0)

    assert ended.code == -signal.SIGABRT
    assert "This had not ended after 3 seconds, and so it was ended." in ended.said
    assert _is_let_go(tmp_path / "held")


def test_run_does_not_wait_for_what_a_step_leaves_behind(tmp_path: Path, silence: str) -> None:
    ended = Steps().run(_step(LEAVES, silence), os.environ, where=tmp_path)

    with suppress(ProcessLookupError):
        os.kill(int(ended.said), signal.SIGKILL)
    assert ended.code == 0


def test_stop_ends_what_runs_with_all_it_has_begun(tmp_path: Path, silence: str) -> None:
    steps = Steps()
    stopping = Thread(target=_stop_when_begun, args=(steps, tmp_path / "begun"))
    stopping.start()

    ended = steps.run(_step(HANGS, silence, HOLDS), os.environ, where=tmp_path)

    stopping.join()
    assert ended.code != 0
    assert steps.stopped
    assert _is_let_go(tmp_path / "held")


def _stop_when_begun(steps: Steps, begun: Path) -> None:
    while not begun.exists():
        sleep(0.05)
    steps.stop()


def _is_let_go(path: Path) -> bool:
    """Whether nobody holds this lock file any more: whoever held it has ended, or is just being taken away."""
    latest = monotonic() + 60
    with path.open("a") as file:
        while monotonic() < latest:
            with suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            sleep(0.01)
    return False
