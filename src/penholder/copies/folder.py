"""A copy of a log in a folder, as ``rsync`` leaves it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from penholder.copies.files import Together, Unreadable, require_size


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a copy in a folder."""

    path: Path

    @property
    def where(self) -> str:
        return str(self.path)

    @property
    def together(self) -> Together:
        return Together.PROCESSES

    def read(self, name: str, *, most: int) -> bytes | None:
        # Plain strings and no Path: a million entries are eight thousand files.
        path = os.path.join(self.path, name)  # noqa: PTH118
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123
                return require_size(name, file.read(most + 1), most)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as fault:
            raise Unreadable(f"{path} cannot be read: {fault.strerror or fault}.") from fault

    def names(self) -> Iterator[str]:
        for folder, _, files in os.walk(self.path):
            below = os.path.relpath(folder, self.path).replace(os.sep, "/")
            for name in files:
                yield name if below == "." else f"{below}/{name}"
