"""A copy of a log in a .zip, at any depth in it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from penholder.copies.files import CHECKPOINT, Together, Unreadable
from penholder.pure.ledger.proven import Malformed


@dataclass(frozen=True, slots=True)
class Packed:
    """The files of a copy in a .zip; ``below`` is the folder in it that holds the log."""

    path: Path
    below: str
    _zip: zipfile.ZipFile = field(repr=False)

    @classmethod
    def open(cls, path: Path) -> Packed:
        """The log in the .zip at ``path``: the one whose checkpoint lies highest."""
        try:
            packed = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as fault:
            raise Malformed("This .zip is damaged and cannot be read.") from fault
        found = [
            name.removesuffix(CHECKPOINT)
            for name in packed.namelist()
            if name == CHECKPOINT or name.endswith(f"/{CHECKPOINT}")
        ]
        if not found:
            raise Unreadable(f"{path} is not a copy of a log: this .zip has no file “{CHECKPOINT}” in it.")
        return cls(path, min(found, key=len), packed)

    @property
    def where(self) -> str:
        return str(self.path)

    @property
    def together(self) -> Together:
        return Together.NO

    def read(self, name: str, *, most: int) -> bytes | None:
        try:
            member = self._zip.getinfo(self.below + name)
        except KeyError:
            return None
        if member.file_size > most:
            raise Malformed(f"{name} is longer than such a file can be: more than {most:,} bytes.")
        try:
            return self._zip.read(member)
        except (
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
            EOFError,
            OSError,
            NotImplementedError,
        ) as fault:
            raise Malformed(f"{name} cannot be read: the .zip is damaged or locked.") from fault

    def names(self) -> Iterator[str]:
        for name in self._zip.namelist():
            if name.startswith(self.below) and not name.endswith("/"):
                yield name.removeprefix(self.below)
