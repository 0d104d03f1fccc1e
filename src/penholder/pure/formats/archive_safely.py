"""Opening a zip archive from a stranger, and only those parts of it that are asked for.

Everything is measured while it is read: the sizes written in an archive are claims of whoever made it. Film and sound in it
are never unpacked, so they may be as large as they like.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NoReturn

from penholder.pure.formats.report import Unreadable, shown

LARGEST_PART = 50 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
"""Of all parts together that are read."""
MOST_PARTS = 100_000
HIGHEST_RATIO = 200
SMALL_PART = 1024 * 1024
"""A part this small may be packed as tightly as it likes: it cannot hurt."""

_PIECE = 64 * 1024
_PROTECTED = 0x1
_ODD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


@dataclass(slots=True)
class Archive:
    """An archive whose list of parts passed every check; a part is unpacked when it is asked for."""

    name: str
    _zip: zipfile.ZipFile = field(repr=False)
    _entries: Mapping[str, zipfile.ZipInfo] = field(repr=False)
    _unpacked: int = 0

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts that are no folders, as they are written."""
        return tuple(self._entries)

    def read(self, part: str) -> bytes:
        """One part unpacked; raises :class:`~penholder.pure.formats.report.Unreadable` where it is more than it should be."""
        entry = self._entries[part]
        self._refuse_flood(
            part, entry.file_size, entry.compress_size
        )  # by what it claims, before a byte is unpacked
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as opened:
                while piece := opened.read(_PIECE):
                    pieces.append(piece)
                    size += len(piece)
                    self._unpacked += len(piece)
                    self._refuse_flood(part, size, entry.compress_size)
        except _ODD_ZIP as fault:
            _damaged(self.name, fault)
        return b"".join(pieces)

    def _refuse_flood(self, part: str, size: int, packed: int) -> None:
        tight = size > SMALL_PART and size > HIGHEST_RATIO * max(packed, 1)
        if tight or size > LARGEST_PART or self._unpacked > LARGEST_UNPACKED:
            raise Unreadable(
                f"{self.name} unpacks to far more than it should hold ({shown(part)}: 50 MB a part and 200 MB together are "
                f"read, and at most {HIGHEST_RATIO} times the packed size). Export it again in smaller parts."
            )


def open_archive(data: bytes, *, name: str, wanted: str) -> Archive:
    """The archive, if nothing about its list of parts is dangerous; ``wanted`` says what it should be, for the sentences."""
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable(f"{name} is empty. Choose the file again, or export it again.")
    if not data.startswith(b"PK"):
        raise Unreadable(f"{name} is not {wanted}: it is no zip archive. Export it again.")
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
        entries = opened.infolist()
    except _ODD_ZIP as fault:
        _damaged(name, fault)
    _refuse_odd_parts(entries, len(data), name=name)
    return Archive(
        name, opened, {entry.filename: entry for entry in entries if not entry.filename.endswith("/")}
    )


def _refuse_odd_parts(entries: list[zipfile.ZipInfo], size: int, *, name: str) -> None:
    again = "Export it again in the program it comes from."
    if len(entries) > MOST_PARTS:
        raise Unreadable(
            f"{name} has {len(entries):,} parts; at most {MOST_PARTS:,} are read. Export it in smaller parts."
        )
    if any(entry.flag_bits & _PROTECTED for entry in entries):
        raise Unreadable(f"{name} is protected by a password. Save it without one and try again.")
    outside = next((part for part in _names(entries) if _leads_outside(part)), None)
    if outside is not None:
        raise Unreadable(f"{name} has a part whose name leads outside of it ({shown(outside)}). {again}")
    folded: set[str] = set()
    for part in _names(entries):
        if part.casefold() in folded:
            raise Unreadable(f"{name} has two parts of the same name ({shown(part)}). {again}")
        folded.add(part.casefold())
    if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
        raise Unreadable(
            f"{name} is packed in an unusual way. Unpack it, pack it as an ordinary zip, and try again."
        )
    if sum(entry.compress_size for entry in entries) > size:
        raise Unreadable(f"{name} says that its parts are larger than it is itself. {again}")


def _names(entries: Iterable[zipfile.ZipInfo]) -> Iterable[str]:
    return (entry.filename for entry in entries)


def _leads_outside(part: str) -> bool:
    steps = part.replace("\\", "/").split("/")
    return not part or part.startswith(("/", "\\")) or ".." in steps or ":" in steps[0] or "\0" in part


def _damaged(name: str, fault: Exception) -> NoReturn:
    raise Unreadable(
        f"{name} is damaged and cannot be unpacked. Export it again and try that copy."
    ) from fault


def part_of_target(target: str, folder: PurePosixPath) -> str:
    """The part that a relation of a Word or Excel file leads to, seen from a folder; none stands outside the archive."""
    steps: list[str] = [] if target.startswith("/") else [step for step in folder.parts if step != "."]
    for step in target.strip("/").split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)
