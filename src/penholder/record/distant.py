"""A signer in a process of its own: what is said over the socket, from both ends. Needs no settings.

One question a connection, one line of JSON each way. Whoever may write to the socket may have checkpoints signed, and
only such as continue the last one; the key itself never comes through.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import socketserver
import stat
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from penholder.pure.ledger.base64_text import from_base64, to_base64
from penholder.pure.ledger.checkpoint import Checkpoint
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.proven import NotProven
from penholder.record.signer import KeptSigner

PATIENCE = 2.0  # seconds for a question and its answer: whoever asks holds up everybody else who has just sent something
RESTING = 5.0  # seconds in which a signer that was away is not asked again, so that nobody queues for it
PLACES = 16  # questions answered at once; the site asks one at a time
_LONGEST = 1_000_000

_away_until: dict[Path, float] = {}


class SignerAway(OSError):
    """The signer does not answer; what was entered stays entered, and is signed when it is back."""


class SignsAlready(Exception):
    """Another signer is at this folder or this socket; the message says which."""


@dataclass(frozen=True, slots=True)
class DistantSigner:
    """The site's end."""

    socket: Path
    resting: float = RESTING

    def verifiers(self) -> tuple[Verifier, ...]:
        """The public keys in force."""
        return tuple(Verifier.parse(vkey) for vkey in self._asked("keys")["keys"])

    def latest(self) -> str:
        """The note it signed last."""
        return str(self._asked("latest")["note"])

    def sign(self, checkpoint: Checkpoint, proof: Sequence[bytes]) -> str:
        """The signed note; ``NotProven`` as the signer says it."""
        steps = [to_base64(step) for step in proof]
        return str(self._asked("sign", checkpoint=checkpoint.body(), proof=steps)["note"])

    def remember(self, note: str) -> None:
        """Take up a memory that was lost."""
        self._asked("remember", note=note)

    def _asked(self, question: str, **said: Any) -> dict[str, Any]:
        away = SignerAway(f"The signer at {self.socket} does not answer. Is `penholder sign` running?")
        if time.monotonic() < _away_until.get(self.socket, 0.0):
            raise away
        try:
            answer = self._exchanged(json.dumps({"ask": question, **said}).encode() + b"\n")
        except (OSError, ValueError, TypeError, RecursionError) as fault:
            _away_until[self.socket] = time.monotonic() + self.resting
            raise away from fault
        if "trouble" in answer:
            raise SignerAway(str(answer["trouble"]))
        if "refused" in answer:
            raise NotProven(str(answer["refused"]))
        return answer

    def _exchanged(self, line: bytes) -> dict[str, Any]:
        by = time.monotonic() + PATIENCE
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line_to:
            line_to.settimeout(PATIENCE)
            line_to.connect(str(self.socket))
            line_to.sendall(line)
            answer = json.loads(_line_from(line_to, by=by))
        if not isinstance(answer, dict):
            raise TypeError("the answer is no object")
        return answer


def answer(signer: KeptSigner, line: bytes) -> dict[str, object]:
    """What the signer says to one line; whatever is wrong with it is said in a sentence."""
    try:
        said = json.loads(line)
        return _QUESTIONS[said["ask"]](signer, said)
    except NotProven as fault:
        return {"refused": str(fault)}
    except OSError as fault:
        return {"trouble": f"The signer could not write what it signs: {fault.strerror or fault}."}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {"refused": "The signer could not read the question."}


def _told_keys(signer: KeptSigner, _said: dict[str, Any]) -> dict[str, object]:
    return {"keys": [verifier.vkey() for verifier in signer.verifiers()]}


def _told_latest(signer: KeptSigner, _said: dict[str, Any]) -> dict[str, object]:
    return {"note": signer.latest()}


def _signed(signer: KeptSigner, said: dict[str, Any]) -> dict[str, object]:
    proof = [from_base64(step, where="A step of the proof") for step in said["proof"]]
    return {"note": signer.sign(Checkpoint.parse(said["checkpoint"]), proof)}


def _remembered(signer: KeptSigner, said: dict[str, Any]) -> dict[str, object]:
    signer.remember(said["note"])
    return {}


_QUESTIONS: dict[str, Callable[[KeptSigner, dict[str, Any]], dict[str, object]]] = {
    "keys": _told_keys,
    "latest": _told_latest,
    "sign": _signed,
    "remember": _remembered,
}


class Listening(socketserver.ThreadingUnixStreamServer):
    """The signer's end, ready to ``serve_forever``."""

    daemon_threads = True

    def __init__(self, signer: KeptSigner, path: Path, *, places: int = PLACES) -> None:
        self.signer = signer
        self._path = path
        self._places = threading.BoundedSemaphore(places)
        self._made = 0
        self._only = _alone_in(signer.folder)
        try:
            _make_way(path)
        except BaseException:
            os.close(self._only)
            raise
        super().__init__(str(path), _Answering)  # which closes all it has where it fails
        self._made = path.stat().st_ino

    def server_close(self) -> None:
        """Listen no more, and take away the socket if it is still this one's."""
        super().server_close()
        with suppress(FileNotFoundError):
            if self._path.stat().st_ino == self._made:
                self._path.unlink()
        os.close(self._only)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own, where there is a place; whoever finds none is sent away and asks again."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """In the thread: whatever comes of it, the place is free again."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked has gone, or was too slow. What was signed is remembered and is told when asked again."""


class _Answering(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        by = time.monotonic() + PATIENCE
        said = answer(cast("Listening", self.server).signer, _line_from(self.request, by=by))
        self.request.settimeout(PATIENCE)
        self.request.sendall(json.dumps(said).encode() + b"\n")


def listen(signer: KeptSigner, path: Path, *, places: int = PLACES) -> Listening:
    """Listen at ``path``, which its owner and group may use; raises SignsAlready."""
    before = os.umask(0o117)
    try:
        return Listening(signer, path, places=places)
    finally:
        os.umask(before)


def _line_from(line_to: socket.socket, *, by: float) -> bytes:
    """One line, or as much of it as came before the other end closed; TimeoutError where it is not there in time."""
    line = bytearray()
    while not line.endswith(b"\n") and len(line) < _LONGEST:
        left = by - time.monotonic()
        if left <= 0:
            raise TimeoutError
        line_to.settimeout(left)
        piece = line_to.recv(64 * 1024)
        if not piece:
            break
        line += piece
    return bytes(line)


def _alone_in(folder: Path) -> int:
    """A lock that is let go of when its handle is closed, or when we are killed."""
    handle = os.open(folder / "serving.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        os.close(handle)
        raise SignsAlready(f"A signer runs already with the key in {folder}.") from fault
    return handle


def _make_way(path: Path) -> None:
    """Take away a socket that a killed signer has left; what anybody else put there stays."""
    try:
        kind = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(kind):
        raise SignsAlready(f"{path} is there already and is no socket: choose another path, or take it away.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trying:
        trying.settimeout(PATIENCE)
        try:
            trying.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise SignsAlready(f"Another signer listens at {path} already.")
