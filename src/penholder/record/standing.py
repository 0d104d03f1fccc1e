"""Whether this site may enter anything: a sentence in a file while it may not. Needs no settings and no database."""

from __future__ import annotations

from penholder.record.durable import force_folder, write_whole
from penholder.record.folder import RecordFolder


def why_held(folder: RecordFolder) -> str:
    """Why the site is read-only, for everybody to read; empty where it is not."""
    return folder.held.read_text(encoding="utf-8").strip() if folder.held.exists() else ""


def hold(folder: RecordFolder, reason: str) -> None:
    """Make the site read-only, and say why."""
    write_whole(folder.held, f"{reason}\n".encode())


def release(folder: RecordFolder) -> None:
    """Let the site go on."""
    if folder.held.exists():
        folder.held.unlink()
        force_folder(folder.data)
