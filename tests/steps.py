"""A step of the test command: one command in a group of processes of its own, which ends, or is ended and says where it was."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

# Seconds: several times what the longest step takes, so that whatever is still running hangs.
LONGEST = 1500.0
GRACE = 10.0  # seconds to say where it was, or to put things away
STILL_THERE = 0  # the signal that only asks


@dataclass(frozen=True, slots=True)
class Step:
    """One command and what it is for."""

    name: str
    command: tuple[str, ...]
    settings: dict[str, str] = field(default_factory=dict)
    results: Path | None = None  # where pytest leaves its results, if it is pytest


@dataclass(frozen=True, slots=True)
class Ended:
    """How a step ended: its exit code, how long it took, and all it said."""

    code: int
    seconds: float
    said: str


@dataclass(slots=True)
class Steps:
    """Runs steps; several threads may at once. After ``stop`` none is begun any more."""

    _running: set[subprocess.Popen[bytes]] = field(default_factory=set)
    stopped: bool = False

    def run(self, step: Step, settings: Mapping[str, str], *, where: Path, longest: float = LONGEST) -> Ended:
        """Run one step to its end. One that hangs is ended after ``longest`` seconds: pytest then tells where it was.

        What it says goes into a file: a pipe is held open by whatever a test has left behind, and is read for ever.
        """
        began = monotonic()
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            process = subprocess.Popen(
                step.command,
                cwd=where,
                env={**settings, **step.settings},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._running.add(process)
            hung = ""
            try:
                process.wait(longest)
            except subprocess.TimeoutExpired:
                hung = f"\nThis had not ended after {longest:.0f} seconds, and so it was ended.\n"
                _end(process, signal.SIGABRT)  # on which pytest tells where each of its processes was
            self._running.discard(process)
            said.seek(0)
            return Ended(process.returncode, monotonic() - began, said.read() + hung)

    def stop(self) -> None:
        """End all that runs, and begin nothing more."""
        self.stopped = True
        for process in tuple(self._running):
            _end(process, signal.SIGINT)


def _end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """End it with all that it has begun: asked first, then not asked. What it began is gone, not just told to go."""
    for number in (how, signal.SIGKILL):
        _tell(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
    latest = monotonic() + GRACE
    while _tell(process.pid, STILL_THERE) and monotonic() < latest:
        sleep(0.01)


def _tell(group: int, number: int) -> bool:
    """Send a signal to a group of processes; whether there was anybody in it."""
    with suppress(ProcessLookupError):
        os.killpg(group, number)
        return True
    return False
