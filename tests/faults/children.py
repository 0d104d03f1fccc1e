"""Processes made by forking a parent in which Django is loaded but no connection is open: a start costs milliseconds."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

LONGEST = 65_536


@dataclass(slots=True)
class Child:
    """A process and what it has told so far, line by line; a line cut short by its death does not count."""

    pid: int
    pipe: int
    lines: list[dict[str, Any]] = field(default_factory=list)
    _rest: bytes = b""
    ended: int | None = None

    def listen(self, seconds: float) -> bool:
        """Take in what it says for at most so long; False once it has said its last."""
        ready, _, _ = select.select([self.pipe], [], [], seconds)
        if not ready:
            return True
        said = os.read(self.pipe, LONGEST)
        *whole, self._rest = (self._rest + said).split(b"\n")
        self.lines += [json.loads(line) for line in whole]
        return bool(said)

    def kill(self) -> None:
        """Kill it, hear out what it had said, and let it go."""
        os.kill(self.pid, signal.SIGKILL)
        self.join()

    def join(self) -> int:
        """Wait for its end; the signal or exit code it ended with."""
        while self.listen(60.0):
            pass
        os.close(self.pipe)
        _, status = os.waitpid(self.pid, 0)
        self.ended = os.waitstatus_to_exitcode(status)
        return self.ended


def begin(job: Callable[[Callable[[str], None]], None]) -> Child:
    """Run ``job`` in a process of its own; it is given a way to tell us things."""
    read, write = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(write)
        return Child(pid, read)
    os.close(read)
    code = 1
    try:
        job(lambda line: _tell(write, line))
        code = 0
    except BaseException:  # noqa: BLE001 - a forked child must never go on in the parent's place
        traceback.print_exc()
    finally:
        os._exit(code)


def answer_of(job: Callable[[], Any]) -> Any:
    """What ``job`` answers, run in a process of its own so that no connection is left behind in this one."""
    child = begin(lambda tell: tell(json.dumps({"answer": job()})))
    if child.join() != 0:
        raise RuntimeError("a step of the runner itself failed; what it said stands above")
    return child.lines[-1]["answer"]


def _tell(pipe: int, line: str) -> None:
    raw = line.encode() + b"\n"
    while raw:
        raw = raw[os.write(pipe, raw) :]
