"""A framework from a file of any format, read by whoever knows it, confined."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from penholder.confined.asking import ask
from penholder.confined.limits import Limits
from penholder.pure.formats.column_map import SheetMap
from penholder.pure.formats.column_map_guess import guess_map
from penholder.pure.formats.framework_files import BY_NAME
from penholder.pure.formats.report import ImportReport
from penholder.pure.tree.statement import Tree

LARGEST = 200 * 1024 * 1024
_FORMATS = "penholder.pure.formats."
_LIMITS = Limits(processor=120, clock=300, megabytes=1024)
"""More than for one form: a national framework has tens of megabytes."""


@dataclass(frozen=True, slots=True)
class FrameworkFile:
    """What was read: the framework, its report, and the format it came in."""

    tree: Tree
    report: ImportReport
    format: str


def read_framework(path: Path, *, as_format: str = "", **given: object) -> FrameworkFile:
    """The framework in a file; ``given`` is what its reader may be told besides, as the map of its columns.

    Raises ``Unreadable`` for the file, and ``OSError`` where there is none to read.
    """
    data = path.read_bytes()
    known = as_format or ask(f"{_FORMATS}framework_files:recognised", data, name=path.name, limits=_LIMITS)
    tree, report = ask(f"{_FORMATS}{BY_NAME[known].reader}", data, name=path.name, limits=_LIMITS, **given)
    return FrameworkFile(tree, report, known)


def guessed_map(path: Path) -> SheetMap:
    """The map that a table would be read by; raises as :func:`read_framework` does."""
    data = path.read_bytes()
    reader = "xlsx_framework:read_xlsx_table" if data.startswith(b"PK") else "tables:read_table"
    return guess_map(ask(_FORMATS + reader, data, name=path.name, limits=_LIMITS))
