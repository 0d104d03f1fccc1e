"""Whether the site is running: a restore must have the data folder to itself."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


class SiteRuns(Exception):
    """Something still serves from this data folder."""


@contextmanager
def in_use() -> Iterator[None]:
    """Held by whatever serves from the data folder; several may."""
    with _lock_file().open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Held by whatever must have the data folder to itself; raises SiteRuns where it can't."""
    with _lock_file().open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise SiteRuns(f"The site is running from {settings.DATA}: stop it first.") from fault
        yield


def _lock_file() -> Path:
    folder = Path(settings.DATA)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / "serving.lock"
