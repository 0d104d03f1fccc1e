"""Where the record lies on disk: the public log, and the signer's own folder. Needs no settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class RecordFolder:
    """The folders of one record, below the data folder that holds everything."""

    data: Path

    @cached_property
    def log(self) -> Path:
        """Static files and nothing else: a copy of this folder is a copy of the log."""
        return self.data / "log"

    @cached_property
    def signer(self) -> Path:
        """The secret key and the signer's own memory; never served, never copied with the log."""
        return self.data / "signer"

    @cached_property
    def lock(self) -> Path:
        """Held by whoever publishes; of two publishers started by mistake the second waits."""
        return self.data / "publishing.lock"

    @cached_property
    def starting(self) -> Path:
        """Held by whoever holds database, files and signer against each other."""
        return self.data / "starting.lock"

    @cached_property
    def held(self) -> Path:
        """While it is there, the site is read-only; it says why."""
        return self.data / "held"

    @cached_property
    def checkpoint(self) -> str:
        """The file that says how far the published log goes, as a plain path: it is looked at in every act."""
        return str(self.log / "checkpoint")
