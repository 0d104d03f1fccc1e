"""A framework from a file of any format, read by whoever knows it, confined."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from penholder.confined.asking import ask
from penholder.confined.limits import Limits
from penholder.pure.formats.framework_files import BY_NAME
from penholder.pure.formats.report import ImportReport, Unreadable
from penholder.pure.formats.sheets.column_map import SheetMap
from penholder.pure.formats.sheets.column_map_guess import guess_map
from penholder.pure.formats.tables import Table
from penholder.pure.tree.statement import Tree

LARGEST = 200 * 1024 * 1024

_FORMATS = "penholder.pure.formats."
_LIMITS = Limits(processor=120, clock=300, megabytes=1024, answer=1024)
"""More than for one form: a national framework has tens of megabytes."""


@dataclass(frozen=True, slots=True)
class FrameworkFile:
    """What was read: the framework, its report, and the format it came in."""

    tree: Tree
    report: ImportReport
    format: str


def bytes_of(path: Path, *, largest: int = LARGEST) -> bytes:
    """All of a file, or of a pipe, unless there is too much of it; raises ``Unreadable`` then, and ``OSError``."""
    with path.open("rb") as opened:
        data = opened.read(largest + 1)
    if len(data) > largest:
        raise Unreadable(
            f"{path.name} has more than {largest // 1024 // 1024} MB, which is more than is read. Split it into smaller files."
        )
    return data


def read_framework(data: bytes, *, name: str, as_format: str = "", **given: object) -> FrameworkFile:
    """The framework in a file; ``given`` is what its reader may be told besides, as the map of its columns.

    Raises ``Unreadable``, also where the file holds no statement at all.
    """
    known = as_format or format_of(data, name=name)
    found = ask(f"{_FORMATS}{BY_NAME[known].reader}", data, name=name, limits=_LIMITS, **given)
    match found:
        case (Tree() as tree, ImportReport() as report):
            stop = next((one for one in report.oddities if one.severity == "stops"), None)
            if stop is not None:
                raise Unreadable(f"{name}: {stop.what} {stop.so}")
            return FrameworkFile(tree, report, known)
    raise Unreadable(f"{name} could not be read: the reader broke off.")


def format_of(data: bytes, *, name: str) -> str:
    """The name of the format that a file is in; raises ``Unreadable`` where it is in none."""
    known = ask(f"{_FORMATS}framework_files:recognised", data, name=name, limits=_LIMITS)
    if known not in BY_NAME:
        raise Unreadable(f"{name} is in no format that is known here.")
    return str(known)


def guessed_map(data: bytes, *, name: str, sheet: str = "") -> SheetMap:
    """The map that a table would be read by; raises as :func:`read_framework` does."""
    if data.startswith(b"PK"):
        reader, given = "sheets.xlsx_framework:read_xlsx_table", {"sheet": sheet}
    else:
        reader, given = "sheets.csv_headings:read_csv_table", {}
    table = ask(_FORMATS + reader, data, name=name, limits=_LIMITS, **given)
    if not isinstance(table, Table):
        raise Unreadable(f"{name} could not be read: the reader broke off.")
    return guess_map(table)
