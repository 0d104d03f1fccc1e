"""Putting down what a word of the command line made: whole or not at all, and never over what it was made from."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path


class NotPutDown(OSError):
    """A file can't be written; it has the name that was asked for."""


def put_down(path: Path, data: bytes) -> None:
    """The file under this name, in one step; a link is followed, its rights stay, and a device or pipe is written into.

    Raises ``NotPutDown``.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        target = path.resolve()
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(data)
            Path(beside).chmod(mode)
            Path(beside).replace(target)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise NotPutDown(fault.errno, fault.strerror, str(path)) from fault


def one_twice(paths: Sequence[Path | None]) -> Path | None:
    """The first of several files that is named twice, by whatever name; pipes and devices do not count."""
    seen: set[Path] = set()
    for path in paths:
        if path is None or (path.exists() and not path.is_file()):
            continue
        place = path.resolve()
        if place in seen:
            return path
        seen.add(place)
    return None


def _umask() -> int:
    """What the machine takes away of a new file's rights; it can only be asked by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
