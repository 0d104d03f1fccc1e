"""``penholder backup``: the database at one moment, and the public log, in a folder of their own."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from penholder.cli import serve

HELP = "make a backup while the site runs; older ones than thirty days are taken away"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and of what."""
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help="where backups go (backups, in the data folder)"
    )
    parser.add_argument("--data", metavar="DIR", help="the folder that holds everything")
    parser.set_defaults(port=None, host=None)


def run(arguments: argparse.Namespace) -> int:
    """0 when the backup is whole and on disk; 1 with a sentence where it is not."""
    if not serve.set_up(arguments):
        return 1
    from penholder.project.backups import CannotBackUp, backups_folder, forget_old, make_backup
    from penholder.project.serving import in_use

    folder = arguments.to or backups_folder()
    try:
        with in_use():
            backup = make_backup(folder, say=_say)
            gone = forget_old(folder, say=_say)
    except CannotBackUp as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"The backup is in {backup.folder}, with the public log up to {backup.size} entries.")
    if gone:
        print(f"{gone} older than thirty days went: what was erased since must not live on in them.")
    print(
        "It holds people's words: keep it as safe as the site. The record's key is not in it: penholder key sheet"
    )
    return 0


def _say(what: str) -> None:
    print(what, file=sys.stderr)
