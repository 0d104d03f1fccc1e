"""A signer in a process of its own: what is said over the socket, from both ends. Needs no settings.

One question a connection, one line of JSON each way. Whoever may write to the socket may have checkpoints signed, and
only such as continue the last one; the key itself never comes through.
"""

from __future__ import annotations

import json
import os
import socket
import socketserver
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from penholder.pure.ledger.base64_text import from_base64, to_base64
from penholder.pure.ledger.checkpoint import Checkpoint
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.proven import NotProven
from penholder.record.signer import KeptSigner

PATIENCE = 10.0
_LONGEST = 1_000_000


class SignerAway(OSError):
    """The signer does not answer; what was entered stays entered, and is signed when it is back."""


@dataclass(frozen=True, slots=True)
class DistantSigner:
    """The site's end."""

    socket: Path

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
        try:
            answer = self._exchanged(json.dumps({"ask": question, **said}).encode() + b"\n")
        except (OSError, ValueError) as fault:
            raise SignerAway(
                f"The signer at {self.socket} does not answer. Is `penholder sign` running?"
            ) from fault
        if "refused" in answer:
            raise NotProven(str(answer["refused"]))
        return answer

    def _exchanged(self, line: bytes) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line_to:
            line_to.settimeout(PATIENCE)
            line_to.connect(str(self.socket))
            line_to.sendall(line)
            with line_to.makefile("rb") as back:
                answer: dict[str, Any] = json.loads(back.readline(_LONGEST))
        return answer


def answer(signer: KeptSigner, line: bytes) -> dict[str, object]:
    """What the signer says to one line; whatever is wrong with it is said in a sentence."""
    try:
        said = json.loads(line)
        return _QUESTIONS[said["ask"]](signer, said)
    except NotProven as fault:
        return {"refused": str(fault)}
    except (ValueError, KeyError, TypeError, AttributeError):
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


def listen(signer: KeptSigner, path: Path) -> socketserver.UnixStreamServer:
    """The signer's end, ready to ``serve_forever``. The socket may be used by its owner and group."""
    path.unlink(missing_ok=True)

    class _Answering(socketserver.StreamRequestHandler):
        timeout = PATIENCE

        def handle(self) -> None:
            said = answer(signer, self.rfile.readline(_LONGEST))
            self.wfile.write(json.dumps(said).encode() + b"\n")

    before = os.umask(0o117)
    try:
        return socketserver.ThreadingUnixStreamServer(str(path), _Answering)
    finally:
        os.umask(before)
