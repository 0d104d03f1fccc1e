"""Sealing again in the background, where an act could not be sealed: a disk that was full, a signer that was away.

What was entered is kept anyway, and the next act would make up for it; on a quiet evening there may be none.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import DatabaseError, connections

from penholder.pure.ledger.proven import NotProven
from penholder.record.folder import RecordFolder
from penholder.record.signing import here
from penholder.record.standing import why_held

log = logging.getLogger(__name__)

FIRST_PAUSE, LAST_PAUSE = (
    6.0,
    60.0,
)  # seconds; the first is longer than a signer that was away is left in peace


def catch_up_later() -> None:
    """Have what is not sealed yet sealed soon. Returns at once."""
    _catching_up.later()


class CatchingUp:
    """One thread in each process, which sleeps until it is wanted and holds nobody up when the process ends."""

    def __init__(self, first_pause: float = FIRST_PAUSE) -> None:
        self._first_pause = first_pause
        self._wanted = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._folder: RecordFolder | None = None

    def later(self) -> None:
        """Wake the thread; there never is a second one."""
        self._folder = here()
        self._wanted.set()
        with self._starting:
            if self._thread is None or not self._thread.is_alive():  # nor is it after a fork
                self._thread = threading.Thread(target=self._run, name="catching up", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            pause = self._first_pause
            time.sleep(pause)
            while not self._is_over():
                pause = min(pause * 2, LAST_PAUSE)
                time.sleep(pause)

    def _is_over(self) -> bool:
        """Whether nothing is left to do, or a person has to do it; seals, if that can be."""
        from penholder.record.actions import NotSealed, seal  # noqa: PLC0415  actions leads back here

        folder = here()
        if folder != self._folder or why_held(folder):
            return True
        try:
            seal()
        except (NotSealed, NotProven, OSError, DatabaseError) as fault:
            log.warning("What was entered has yet to be signed: %s", fault)
            return False
        finally:
            connections.close_all()
        return True


_catching_up = CatchingUp()
