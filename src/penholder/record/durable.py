"""Files that are either there as a whole or not at all, whatever moment the power goes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
from collections.abc import Iterator
from pathlib import Path

UNFINISHED = ".new-"


def write_whole(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put ``data`` at ``path``: beside it first, forced to disk, then renamed, and the folder forced to disk too."""
    _make_folder(path.parent)
    # Nobody else has this name: writers of one folder are other processes or other threads.
    waiting = f"{path.parent}/{UNFINISHED}{os.getpid()}-{threading.get_native_id()}"
    try:
        handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            _write_all(handle, data)
            os.fchmod(handle, mode)
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(waiting, path)  # noqa: PTH105  plain paths: this is done several times in every act
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(waiting)  # noqa: PTH108  as above
        raise
    force_folder(path.parent)


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def force_folder(folder: Path) -> None:
    """Make what was renamed into or out of this folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold this lock file: against other processes and other threads. The system lets go of it if we are killed."""
    _make_folder(path.parent)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def sweep(folder: Path) -> None:
    """Take away what a writer that was killed left half done."""
    for path in files_below(folder):
        if path.name.startswith(UNFINISHED):
            path.unlink(missing_ok=True)


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below this folder; what others take away meanwhile is passed over."""
    for here, _, names in os.walk(folder):
        yield from (Path(here, name) for name in names)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o755)
    force_folder(folder.parent)
