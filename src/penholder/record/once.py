"""Secrets that are made once and kept in the data folder, readable by their owner only. Needs no settings."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

from penholder.record.durable import UNFINISHED, force_folder


def kept_once(path: Path, make: Callable[[], str]) -> str:
    """The secret in this file; made where there is none. Of two starts at once the first wins, and both use its secret."""
    if not path.is_file():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Nobody else has this name: other starts are other processes or other threads.
        waiting = path.with_name(f"{UNFINISHED}{path.name}-{os.getpid()}-{threading.get_native_id()}")
        _write(waiting, f"{make()}\n")
        # A link never shows a file that is half written, and never takes the place of one that is there. Where
        # ours was swept meanwhile, somebody else has won.
        with contextlib.suppress(FileExistsError, FileNotFoundError):
            os.link(waiting, path)
        for left in path.parent.glob(f"{UNFINISHED}{path.name}-*"):
            left.unlink(missing_ok=True)
        force_folder(path.parent)
        force_folder(path.parent.parent)
    return path.read_text(encoding="utf-8").strip()


def _write(path: Path, text: str) -> None:
    """On disk before anybody signs with it: a secret that a power cut takes away leaves what it signed behind."""
    path.unlink(missing_ok=True)  # of one who was killed and had our numbers
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
