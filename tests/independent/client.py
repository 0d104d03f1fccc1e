"""Asks the client that is not ours (`logcheck`, in Go) whether a log or a receipt is sound."""

import base64
import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Question:
    """A log with other bytes in some of its files or, where there is one, a receipt."""

    files: Mapping[str, bytes]
    receipt: bytes | None = None

    def line(self) -> str:
        asked: dict[str, object] = {
            "files": {path: base64.b64encode(raw).decode() for path, raw in self.files.items()}
        }
        if self.receipt is not None:
            asked["receipt"] = base64.b64encode(self.receipt).decode()
        return json.dumps(asked)


@dataclass(frozen=True, slots=True)
class Client:
    """The program, and the one key it is to trust."""

    program: Path
    vkey: str

    def fault_in_log(self, folder: Path) -> str | None:
        """The first fault of the log in ``folder``, if it has one."""
        return self._fault("log", folder)

    def fault_in_receipt(self, path: Path) -> str | None:
        return self._fault("receipt", path)

    def faults(self, folder: Path, questions: Iterable[Question]) -> list[str | None]:
        """For each question about the log in ``folder`` the first fault, if there is one."""
        asked = [question.line() for question in questions]
        done = self._run("cases", folder, given="\n".join(asked))
        answers = done.stdout.splitlines()
        assert done.returncode == 0, done.stderr
        assert len(answers) == len(asked), done.stderr
        return [None if answer == "sound" else answer.removeprefix("refused: ") for answer in answers]

    def _fault(self, what: str, place: Path) -> str | None:
        done = self._run(what, place)
        # Anything but 0 and 1 is a program that broke, and says nothing about the log.
        assert done.returncode in {0, 1}, done.stderr
        return done.stderr.strip() if done.returncode else None

    def _run(self, what: str, place: Path, *, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.program), self.vkey, what, str(place)],
            input=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
