"""Secrets that are made once and kept in the data folder, readable by their owner only. Needs no settings."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path


def kept_once(path: Path, make: Callable[[], str]) -> str:
    """The secret in this file; made where there is none. Of two starts at once the first wins, and both use its secret."""
    if not path.is_file():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        waiting = path.with_suffix(f".{os.getpid()}")
        waiting.touch(mode=0o600)
        waiting.write_text(make() + "\n", encoding="utf-8")
        with contextlib.suppress(FileExistsError):
            os.link(waiting, path)  # a link never shows a file that is half written
        waiting.unlink()
    return path.read_text(encoding="utf-8").strip()
