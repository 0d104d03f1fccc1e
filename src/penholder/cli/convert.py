"""``penholder convert``: a framework from one format to another, and a report of everything that was not kept as it was."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from penholder.copies.putting import NotPutDown, one_twice, put_down
from penholder.copies.showing import harmless, refuse, say, say_oddities, unwritten

if TYPE_CHECKING:
    from penholder.confined.frameworks import FrameworkFile
    from penholder.pure.formats.framework_files import FrameworkFormat
    from penholder.pure.formats.framework_written import Written
    from penholder.pure.formats.report import Oddity
    from penholder.pure.formats.sheets.column_map import SheetMap
    from penholder.pure.tree.statement import Tree

HELP = "bring a framework from one format to another, and say what was not kept as it was"

DONE, AT_FAULT, BAD_USAGE = 0, 1, 2
_FORMATS = "penholder.pure.formats."
_WORKBOOK = "xlsx"
_TABLES = ("csv", _WORKBOOK)
_MOODLE = "moodle"


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
        "--sheet", default="", metavar="NAME", help="the sheet of a workbook to read, where it has several"
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="save the report, row by row (docs/schemas/convert.json)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write OUT; 1 with a sentence where a file is at fault, or can't be opened or written."""
    from penholder.pure.formats.framework_files import BY_NAME, written_as
    from penholder.pure.formats.report import Unreadable

    try:
        wanted = BY_NAME[arguments.to] if arguments.to else written_as(arguments.target.suffix)
    except Unreadable as fault:
        refuse(fault, arguments.target)
        return BAD_USAGE
    if misused := _misused(arguments):
        say(harmless(misused), to=sys.stderr)
        return BAD_USAGE
    try:
        read = _read(arguments)
        written = _written(read.tree, wanted)
        put_down(arguments.target, written.data)
        if arguments.report:
            put_down(arguments.report, _report(read, wanted, written.told))
    except NotPutDown as fault:
        unwritten(fault)
        return AT_FAULT
    except (Unreadable, OSError) as fault:
        refuse(fault, arguments.source)
        return AT_FAULT
    say_oddities((*read.report.oddities, *written.told))
    _show_columns(read, map_saved=bool(arguments.save_map and not arguments.map))
    _sum_up(read, wanted, arguments.target)
    return DONE


def _misused(arguments: argparse.Namespace) -> str:
    named = (arguments.source, arguments.target, arguments.map, arguments.save_map, arguments.report)
    twice = one_twice(named)
    if twice is not None:
        return f"{twice} is named twice, and would be written over. Name another file."
    if (arguments.map or arguments.save_map) and arguments.as_format not in {"", *_TABLES}:
        return "A map of columns is for tables, CSV or Excel. Leave --map out, or --from."
    if arguments.sheet and arguments.as_format not in {"", _WORKBOOK}:
        return "Only an Excel workbook has sheets. Leave --sheet out, or --from."
    return ""


def _read(arguments: argparse.Namespace) -> FrameworkFile:
    """The framework; the map of a table's columns is saved first, so that it can be corrected where it misleads."""
    from penholder.confined.frameworks import bytes_of, read_framework
    from penholder.pure.formats.sheets.column_map_file import write_map

    data, name = bytes_of(arguments.source), arguments.source.name
    if not (arguments.map or arguments.save_map or arguments.sheet):
        return read_framework(data, name=name, as_format=arguments.as_format)
    as_format = arguments.as_format or _table_format(data, name=name)
    sheet = _sheet(arguments, as_format)
    if not (arguments.map or arguments.save_map):
        return read_framework(data, name=name, as_format=as_format, **sheet)
    column_map = _column_map(arguments, data)
    if arguments.save_map:
        put_down(arguments.save_map, write_map(column_map))
    if not arguments.map:
        return read_framework(data, name=name, as_format=as_format, **sheet)
    by_map = "csv" if as_format == _MOODLE else as_format
    return read_framework(data, name=name, as_format=by_map, column_map=column_map, **sheet)


def _sheet(arguments: argparse.Namespace, as_format: str) -> dict[str, str]:
    from penholder.pure.formats.report import Unreadable

    if arguments.sheet and as_format != _WORKBOOK:
        raise Unreadable(
            f"{arguments.source.name} is no Excel workbook and has no sheets. Leave --sheet out."
        )
    return {"sheet": arguments.sheet} if arguments.sheet else {}


def _table_format(data: bytes, *, name: str) -> str:
    """What a file is read as where somebody speaks of its columns; what looks like lines may be a table all the same."""
    from penholder.confined.frameworks import format_of
    from penholder.pure.formats.framework_files import BY_NAME
    from penholder.pure.formats.report import Unreadable

    known = format_of(data, name=name)
    if known in {*_TABLES, _MOODLE}:
        return known
    if known == "outline":
        return "csv"
    raise Unreadable(
        f"{name} is no table ({BY_NAME[known].title}). Sheets and maps of columns are for tables; leave them out."
    )


def _column_map(arguments: argparse.Namespace, data: bytes) -> SheetMap:
    """The one that was given, else the one that is guessed."""
    from penholder.confined.frameworks import bytes_of, guessed_map
    from penholder.pure.formats.sheets.column_map_file import LARGEST_MAP, read_map

    if arguments.map:
        return read_map(bytes_of(arguments.map, largest=LARGEST_MAP), name=arguments.map.name)
    return guessed_map(data, name=arguments.source.name, sheet=arguments.sheet)


def _written(tree: Tree, wanted: FrameworkFormat) -> Written:
    from penholder.pure.formats.framework_files import fates_of
    from penholder.pure.formats.framework_written import Written
    from penholder.pure.formats.losses import losses

    module, _, function = wanted.writer.partition(":")
    loaded = importlib.import_module(_FORMATS + module)
    made = getattr(loaded, function)(tree, **({"stamp": _stamp()} if wanted.stamped else {}))
    if isinstance(made, Written) and wanted.stamped:
        return made
    lost = tuple(losses(tree, fates_of(wanted), title=wanted.title))
    return Written(made.data, (*made.told, *lost)) if isinstance(made, Written) else Written(made, lost)


def _stamp() -> str:
    """For statements whose file does not say when they were last changed."""
    return datetime.now(tz=UTC).isoformat(timespec="seconds")  # noqa: TID251  the shell's own clock: there is no record here


def _sum_up(read: FrameworkFile, wanted: FrameworkFormat, target: Path) -> None:
    from penholder.pure.formats.framework_files import BY_NAME
    from penholder.pure.saying import counted

    report = read.report
    changed = len({one.where for one in report.oddities})
    say(
        harmless(
            f"{BY_NAME[read.format].title} → {wanted.title}: {report.read:,} read, {report.kept:,} taken, "
            f"{report.left_out:,} quarantined; associations: {report.links_read:,} read, {report.links_kept:,} taken, "
            f"{report.links_left_out:,} quarantined. {counted(changed, 'place has', 'places have')} remarks. "
            f"Written to {target}."
        ),
        to=sys.stderr,
    )


def _show_columns(read: FrameworkFile, *, map_saved: bool) -> None:
    """A guess is shown, for somebody to correct."""
    if read.report.columns:
        mend = "" if map_saved else " To have it otherwise, --save-map M, correct M, and --map M."
        say(harmless(f"Columns as they were taken: {'; '.join(read.report.columns)}.{mend}"), to=sys.stderr)
    elif map_saved:
        say(
            "The file says itself what its columns mean, and was read by that, not by the map that was saved.",
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
        "columns": list(report.columns),
        "rows": [_row(one) for one in report.oddities],
        "on_the_way_out": [_row(one) for one in told],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _row(one: Oddity) -> dict[str, str]:
    fate = {"note": "changed", "left out": "quarantined", "stops": "stopped"}[one.severity]
    row = {"where": one.where, "fate": fate, "what": one.what, "so": one.so}
    return {**row, "raw": one.raw} if one.raw else row
