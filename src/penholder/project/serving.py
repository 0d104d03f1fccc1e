"""Whether the site is running: a restore must have the data folder to itself."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

_holding: list[Path] = []
"""The data folders this process has said it uses."""


class SiteRuns(Exception):
    """Something still serves from this data folder."""


@contextmanager
def in_use() -> Iterator[None]:
    """Held by whatever reads or writes in the data folder; several may. Waits while a backup is put back."""
    folder = Path(settings.DATA)
    with _lock_file().open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        _holding.append(folder)
        try:
            yield
        finally:
            _holding.remove(folder)


def is_held_here() -> bool:
    """Whether this process holds the data folder already."""
    return Path(settings.DATA) in _holding


@contextmanager
def alone() -> Iterator[None]:
    """Held by whatever must have the data folder to itself; raises SiteRuns where it can't."""
    with _lock_file().open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise SiteRuns(f"The site is running from {settings.DATA}: stop it first.") from fault
        yield


@contextmanager
def opening() -> Iterator[None]:
    """Held while the site is made ready: of several workers that start at once, one does it and the others wait."""
    with (Path(settings.DATA) / "opening.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _lock_file() -> Path:
    folder = Path(settings.DATA)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / "serving.lock"
