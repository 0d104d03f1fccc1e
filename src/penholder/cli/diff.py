"""``penholder diff``: what changed between two states of a framework, from files of any format, without a database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from penholder.copies.showing import put, refuse, say, say_oddities, shown, unwritten

if TYPE_CHECKING:
    from penholder.pure.formats.changes.report import ChangeReport

HELP = "say what changed between two states of a framework, by identity"

DONE, AT_FAULT = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The two files, and how the changes are to be told."""
    parser.add_argument("old", type=Path, metavar="A", help="the earlier state, in any format convert reads")
    parser.add_argument("new", type=Path, metavar="B", help="the later state")
    told = parser.add_mutually_exclusive_group()
    told.add_argument("--text", action="store_true", help="in sentences (the default)")
    told.add_argument("--json", action="store_true", help="one JSON object (docs/schemas/diff.json)")
    told.add_argument("--html", action="store_true", help="one accessible page that stands alone")
    told.add_argument("--docx", action="store_true", help="a Word document")


def run(arguments: argparse.Namespace) -> int:
    """Print the report; 1 with a sentence where a file is at fault or can't be opened."""
    from penholder.confined.frameworks import bytes_of, read_framework
    from penholder.pure.formats.changes.report import change_report
    from penholder.pure.formats.report import Unreadable

    read = []
    for path in (arguments.old, arguments.new):
        try:
            read.append(read_framework(bytes_of(path), name=path.name))
        except (Unreadable, OSError) as fault:
            refuse(fault, path)
            return AT_FAULT
        say_oddities(one for one in read[-1].report.oddities if one.severity != "note")
    old, new = read
    made = any(2 * one.report.identifiers_made > len(one.tree.statements) for one in read)
    report = change_report(old.tree, new.tree, by_identity=not made)
    try:
        put(_rendered(report, arguments))
    except OSError as fault:
        unwritten(fault)
        return AT_FAULT
    if report.guesses:
        several = "pairs may be the same statement: look at them"
        one = "pair may be the same statement: look at it"
        say(f"{len(report.guesses)} {one if len(report.guesses) == 1 else several}.", to=sys.stderr)
    return DONE


def _rendered(report: ChangeReport, arguments: argparse.Namespace) -> bytes:
    if arguments.json:
        from penholder.pure.formats.changes.as_json import change_json

        return change_json(report).encode("utf-8", "replace")
    if arguments.html:
        from penholder.pure.formats.changes.as_html import change_html

        return change_html(report)
    if arguments.docx:
        from penholder.pure.formats.changes.as_word import change_word

        return change_word(report)
    from penholder.pure.formats.changes.text import change_text

    return shown(change_text(report)).encode("utf-8", "replace")
