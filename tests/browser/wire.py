"""The wire to the browser: the DevTools protocol over two pipes, one question at a time, with the standard library.

Everything happens in the caller's thread: events are handed out while an answer is awaited, so nothing can arrive
between two lines of a test. `docs/decisions/0003-our-own-browser-client.md` says why this is our own.
"""

import fcntl
import json
import os
import select
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

Parameters = dict[str, Any]  # the protocol's own JSON
Listener = Callable[[str, Parameters], None]

PATIENCE = 60.0  # seconds; far more than anything takes, even on a busy machine
END = b"\0"


class BrowserFaultError(Exception):
    """The browser refused something, or what a test asked for did not come about."""


@dataclass(slots=True)
class Wire:
    """Two open pipes, and who listens to which session's events."""

    reading: int
    writing: int
    _asked: int = 0
    _unread: bytearray = field(default_factory=bytearray)
    _answers: dict[int, Parameters] = field(default_factory=dict)
    _listeners: list[tuple[str, Listener]] = field(default_factory=list)

    def ask(self, method: str, parameters: Parameters | None = None, *, session: str = "") -> Parameters:
        """Send one command and wait for its answer."""
        number = self.tell(method, parameters, session=session)
        self.wait(lambda: number in self._answers, f"an answer to {method}")
        answer = self._answers.pop(number)
        if "error" in answer:
            raise BrowserFaultError(
                f"{method}: {answer['error'].get('message')} {answer['error'].get('data', '')}".strip()
            )
        result: Parameters = answer.get("result", {})
        return result

    def tell(self, method: str, parameters: Parameters | None = None, *, session: str = "") -> int:
        """Send one command without waiting."""
        self._asked += 1
        message: Parameters = {"id": self._asked, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        rest = memoryview(json.dumps(message).encode() + END)
        while rest:
            rest = rest[os.write(self.writing, rest) :]
        return self._asked

    def listen(self, session: str, listener: Listener) -> None:
        """Hear of one session's events; the session without a name is the browser's own."""
        self._listeners.append((session, listener))

    def forget(self, listener: Listener) -> None:
        self._listeners[:] = [one for one in self._listeners if one[1] != listener]

    def wait(self, arrived: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        """Read from the browser until something is so."""
        last = monotonic() + patience
        while not arrived():
            left = last - monotonic()
            if left <= 0:
                raise BrowserFaultError(f"Waited {patience:.0f} seconds for {what} and it did not come.")
            self._read(min(left, 1.0))

    def close(self) -> None:
        os.close(self.reading)
        os.close(self.writing)

    def _read(self, patience: float) -> None:
        ready, _, _ = select.select([self.reading], [], [], patience)
        if not ready:
            return
        arrived = os.read(self.reading, 1 << 20)
        if not arrived:
            raise BrowserFaultError("The browser has gone: it closed its end of the pipe.")
        self._unread += arrived
        *messages, rest = self._unread.split(END)
        self._unread = bytearray(rest)
        for message in messages:
            self._hand_out(json.loads(message))

    def _hand_out(self, message: Parameters) -> None:
        if "id" in message:
            self._answers[message["id"]] = message
            return
        sender = message.get("sessionId", "")
        for session, listener in tuple(self._listeners):
            if session == sender:
                listener(message["method"], message.get("params", {}))


def open_pipes() -> tuple[Wire, int, int]:
    """A wire, and the two ends that the browser expects as its files 3 and 4 (the caller closes them)."""
    browser_reads, we_write = os.pipe()
    we_read, browser_writes = os.pipe()
    return Wire(we_read, we_write), _out_of_the_way(browser_reads), _out_of_the_way(browser_writes)


def _out_of_the_way(file: int) -> int:
    """The same file under a high number, so that giving it the number 3 or 4 cannot overwrite its neighbour."""
    moved = fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(file)
    return moved
