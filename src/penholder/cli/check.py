"""``penholder check``: what a careful reader would notice about a framework, from a file of any format."""

from __future__ import annotations

import argparse
from pathlib import Path

from penholder.copies.showing import harmless, put_line, refuse, say_oddities, unwritten

HELP = "look a framework over: rings, orphans, duplicates, dangling ends, markup, lost stems"

DONE, AT_FAULT = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a framework, in any format convert reads")


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each finding; 1 where the framework is broken, not merely worth a second look."""
    from penholder.confined.frameworks import bytes_of, read_framework
    from penholder.pure.formats.report import BROKEN, Unreadable
    from penholder.pure.saying import counted
    from penholder.pure.tree.check import findings

    try:
        read = read_framework(bytes_of(arguments.file), name=arguments.file.name)
    except (Unreadable, OSError) as fault:
        refuse(fault, arguments.file)
        return AT_FAULT
    say_oddities(read.report.oddities)
    found = findings(read.tree)
    count, levels = len(read.tree.statements), 1 + max((depth for depth, _ in read.tree.walk()), default=-1)
    mended = sum(one.what in BROKEN for one in read.report.oddities)
    broken = mended + sum(one.serious for one in found)
    set_apart = read.report.left_out + read.report.links_left_out
    summary = (
        f"{counted(count, 'statement', 'statements')} in {counted(levels, 'level', 'levels')}; "
        f"{counted(broken, 'thing is', 'things are')} broken, "
        f"{counted(len(found) + mended - broken, 'is', 'are')} worth a look, {set_apart:,} could not be taken in."
    )
    try:
        for one in found:
            mark = "broken" if one.serious else "worth a look"
            put_line(f"{mark}: {one.kind}: {harmless(one.sentence)}")
        put_line(summary)
    except OSError as fault:
        unwritten(fault)
        return AT_FAULT
    return AT_FAULT if broken or set_apart else DONE
