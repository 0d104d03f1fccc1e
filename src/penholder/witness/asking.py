"""Asking a witness over the web: only at addresses somebody wrote down beforehand, never sent on elsewhere."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from penholder.pure.ledger.checkpoint import read_number
from penholder.pure.ledger.conflict import STRAY, Conflict, read_blocks
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.witness import SIZE_TYPE, AddCheckpoint, place_of

PATIENCE = 10.0
ANSWER_MAX = 16 * 1024 * 1024
_PIECE = 64 * 1024


class Unreachable(Exception):
    """The witness could not be asked, or did not answer in time or in form; the message says which."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: a status, a text, and for 409 the size the witness knows."""

    status: int
    body: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class DistantWitness:
    """A witness at an address from a policy file. Redirections are not followed and no proxy is used."""

    url: str
    patience: float = PATIENCE

    def add(self, request: AddCheckpoint) -> Answered:
        """Ask for a cosignature."""
        status, kind, body = self._exchange("POST", "/add-checkpoint", request.text().encode())
        size = None
        if status == HTTPStatus.CONFLICT and kind.partition(";")[0].strip() == SIZE_TYPE:
            size = _size_in(body)
        return Answered(status=status, body=body, size=size)

    def checkpoint(self, origin: str) -> str:
        """The newest checkpoint it signed of this log; empty where it never did."""
        return self._text(f"/{place_of(origin)}/checkpoint")

    def conflicts(self, origin: str) -> tuple[Conflict, ...]:
        """What it holds as proof against this log. Not every witness keeps such; of others there is none."""
        try:
            return Conflict.parse_all(self._text(f"/{place_of(origin)}/conflicts", always=False))
        except NotProven as fault:
            raise Unreachable(
                f"The witness at {self.url} tells of conflicts in no readable form: {fault}"
            ) from fault

    def strays(self, origin: str) -> tuple[str, ...]:
        """Notes the log signed that it could not connect to what it knows; of other witnesses there is none."""
        told = read_blocks(self._text(f"/{place_of(origin)}/strays", always=False))
        return tuple(note for word, note in told if word == STRAY)

    def _text(self, path: str, *, always: bool = True) -> str:
        """What is there, or nothing; ``always`` where every witness has to have an answer."""
        status, _, body = self._exchange("GET", path)
        if status == HTTPStatus.OK:
            return body
        if always and status != HTTPStatus.NOT_FOUND:
            raise Unreachable(f"The witness at {self.url} answered with {status} where it has to answer.")
        return ""

    def _exchange(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str, str]:
        try:
            return self._exchanged(method, path, body)
        except (OSError, HTTPException, ValueError) as fault:
            raise Unreachable(f"The witness at {self.url} can't be reached: {_reason(fault)}.") from fault

    def _exchanged(self, method: str, path: str, body: bytes | None) -> tuple[int, str, str]:
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("its address does not begin with https:// or http://")
        made = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        deadline = time.monotonic() + self.patience
        connection = made(parts.hostname, parts.port, timeout=self.patience)
        try:
            kind = {"Content-Type": "text/plain; charset=utf-8"} if body is not None else {}
            connection.request(method, f"{parts.path.rstrip('/')}{path}", body=body, headers=kind)
            response = connection.getresponse()
            pieces: list[bytes] = []
            while piece := response.read1(_PIECE):
                pieces.append(piece)
                if sum(map(len, pieces)) > ANSWER_MAX:
                    raise ValueError("its answer is far too long")
                if time.monotonic() > deadline:
                    raise TimeoutError("timed out")
            if response.length:  # what is still missing of the length it announced
                raise ValueError("its answer breaks off")
            text = b"".join(pieces).decode("utf-8")
            return response.status, response.headers.get("Content-Type", ""), text
        finally:
            connection.close()


def _size_in(body: str) -> int | None:
    try:
        return read_number(body.removesuffix("\n"), what="The size the witness knows")
    except Malformed:
        return None


def _reason(fault: Exception) -> str:
    if isinstance(fault, TimeoutError):
        return "it took too long to answer"
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror
    return str(fault).rstrip(".") or type(fault).__name__
