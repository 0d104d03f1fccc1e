"""``penholder convert``: a framework from one format to another, and a report of everything that was not kept as it was."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from penholder.copies.showing import harmless, refuse, say, say_oddities

if TYPE_CHECKING:
    from penholder.confined.frameworks import FrameworkFile
    from penholder.pure.formats.column_map import SheetMap
    from penholder.pure.formats.framework_files import FrameworkFormat
    from penholder.pure.formats.report import Oddity
    from penholder.pure.tree.statement import Tree

HELP = "bring a framework from one format to another, and say what was not kept as it was"

DONE, AT_FAULT, BAD_USAGE = 0, 1, 2
_FORMATS = "penholder.pure.formats."
_TABLES = ("csv", "xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where to where, and how a table's columns are to be read."""
    from penholder.pure.formats.framework_files import READ, WRITTEN

    parser.add_argument(
        "source", type=Path, metavar="IN", help="the file; its format is found out from what it holds"
    )
    parser.add_argument("target", type=Path, metavar="OUT", help="where to write; its ending says the format")
    parser.add_argument("--to", choices=WRITTEN, help="the format to write, where the ending does not say it")
    parser.add_argument("--from", dest="as_format", choices=READ, default="", help="the format to read it as")
    parser.add_argument("--map", type=Path, metavar="M", help="a saved map of a table's columns (JSON)")
    parser.add_argument(
        "--save-map", type=Path, metavar="M", help="save the map that a table was read by, to correct it"
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="save the report, row by row (docs/schemas/convert.json)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write OUT; 1 with a sentence where a file is at fault or can't be opened."""
    from penholder.pure.formats.framework_files import BY_NAME, written_as
    from penholder.pure.formats.report import Unreadable

    try:
        wanted = BY_NAME[arguments.to] if arguments.to else written_as(arguments.target.suffix)
    except Unreadable as fault:
        refuse(fault, arguments.target)
        return BAD_USAGE
    try:
        if arguments.target.exists() and arguments.target.samefile(arguments.source):
            say("IN and OUT are the same file. Name another one to write.", to=sys.stderr)
            return BAD_USAGE
        read = _read(arguments)
        if read.report.stopped:
            say_oddities(read.report.oddities)
            return AT_FAULT
        data, told = _written(read.tree, wanted)
        _put_down(arguments.target, data)
    except (Unreadable, OSError) as fault:
        refuse(fault, arguments.source)
        return AT_FAULT
    say_oddities((*read.report.oddities, *told))
    _sum_up(read, wanted, arguments.target)
    if arguments.report:
        _put_down(arguments.report, _report(read, wanted, told))
    return DONE


def _read(arguments: argparse.Namespace) -> FrameworkFile:
    from penholder.confined.frameworks import guessed_map, read_framework

    given: dict[str, object] = {}
    if arguments.map or arguments.save_map:
        from penholder.pure.formats.column_map_file import write_map

        column_map = _saved(arguments.map) if arguments.map else guessed_map(arguments.source)
        given["column_map"] = column_map
        if arguments.save_map:
            _put_down(arguments.save_map, write_map(column_map))
        as_format = arguments.as_format or _table_format(arguments.source)
        return read_framework(arguments.source, as_format=as_format, **given)
    return read_framework(arguments.source, as_format=arguments.as_format)


def _table_format(path: Path) -> str:
    """A map is only for tables, so the file is one; which, its first bytes say."""
    with path.open("rb") as opened:
        return "xlsx" if opened.read(2) == b"PK" else "csv"


def _saved(path: Path) -> SheetMap:
    from penholder.pure.formats.column_map_file import read_map

    return read_map(path.read_bytes(), name=path.name)


def _written(tree: Tree, wanted: FrameworkFormat) -> tuple[bytes, tuple[Oddity, ...]]:
    from penholder.pure.formats.losses import losses

    module, _, function = wanted.writer.partition(":")
    loaded = importlib.import_module(_FORMATS + module)
    fates = importlib.import_module(_FORMATS + wanted.fates).FIELDS
    made = getattr(loaded, function)(tree, **({"stamp": _stamp()} if wanted.stamped else {}))
    data, told = (made, ()) if isinstance(made, bytes) else (made.data, made.told)
    return data, (*told, *losses(tree, fates, title=wanted.title))


def _stamp() -> str:
    """For statements whose file does not say when they were last changed."""
    return datetime.now(tz=UTC).isoformat(timespec="seconds")  # noqa: TID251  the shell's own clock: there is no record here


def _put_down(path: Path, data: bytes) -> None:
    """Whole or not at all: never half a file under the name that was asked for."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _sum_up(read: FrameworkFile, wanted: FrameworkFormat, target: Path) -> None:
    from penholder.pure.formats.framework_files import BY_NAME

    report = read.report
    changed = len({one.where for one in report.oddities if one.severity == "note"})
    say(
        harmless(
            f"{BY_NAME[read.format].title} → {wanted.title}: {report.read:,} read, {report.kept:,} taken, "
            f"{report.left_out:,} set apart; associations: {report.links_read:,} read, {report.links_kept:,} taken, "
            f"{report.links_left_out:,} set apart. {changed:,} places have remarks. Written to {target}."
        ),
        to=sys.stderr,
    )


def _report(read: FrameworkFile, wanted: FrameworkFormat, told: Sequence[Oddity]) -> bytes:
    report = read.report
    said = {
        "from": read.format,
        "to": wanted.name,
        "statements": {"read": report.read, "taken": report.kept, "quarantined": report.left_out},
        "associations": {
            "read": report.links_read,
            "taken": report.links_kept,
            "quarantined": report.links_left_out,
        },
        "rows": [_row(one) for one in report.oddities],
        "on_the_way_out": [_row(one) for one in told],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _row(one: Oddity) -> dict[str, str]:
    fate = {"note": "changed", "left out": "quarantined", "stops": "stopped"}[one.severity]
    row = {"where": one.where, "fate": fate, "what": one.what, "so": one.so}
    return {**row, "raw": one.raw} if one.raw else row
