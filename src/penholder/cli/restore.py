"""``penholder restore``: put a backup back, and let the record bring the database up to what was published since."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from penholder.cli import serve

HELP = "put a backup back; the public record then brings the database up to date and erasures are made again"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup, and where to."""
    parser.add_argument("backup", type=Path, nargs="?", metavar="BACKUP", help="the folder of one backup")
    parser.add_argument(
        "--accept-database",
        action="store_true",
        help="go on with the database as it is, where the published files and the signer's memory are both lost",
    )
    parser.add_argument("--data", metavar="DIR", help="the folder that holds everything")
    parser.set_defaults(port=None, host=None)


def run(arguments: argparse.Namespace) -> int:
    """0 when the site may be started again; 1 with a sentence where it may not; 2 where nothing was asked for."""
    if arguments.backup is None and not arguments.accept_database:
        print("Say which backup to put back: penholder restore BACKUP", file=sys.stderr)
        return 2
    if not serve.set_up(arguments):
        return 1
    from penholder.project.databases import CannotBackUp, sweep_waiting
    from penholder.project.restoring import put_back
    from penholder.project.serving import SiteRuns, alone
    from penholder.record.actions import recover
    from penholder.record.distant import SignerAway
    from penholder.record.erasing import purge_if_due

    try:
        with alone():
            if arguments.backup is not None:
                sweep_waiting()
                aside = put_back(
                    arguments.backup,
                    say=lambda what: print(what, file=sys.stderr),
                    accept_database=arguments.accept_database,
                )
                if aside:
                    print(f"What was there before is in {aside}, and goes after thirty days.")
            serve.bring_up_to_date()
            standing = recover(accept_database=arguments.accept_database)
            purge_if_due()
    except (CannotBackUp, SiteRuns, SignerAway) as fault:
        print(fault, file=sys.stderr)
        return 1
    except OSError as fault:
        print(
            f"The backup was not put back, or not all of it: {fault.strerror} ({fault.filename}). "
            "A whole database is there all the time. Put this right and say the same again.",
            file=sys.stderr,
        )
        return 1
    for sentence in serve.sentences_on(standing):
        print(sentence)
    if standing.held:
        return 1
    print("The site can be started.")
    return 0
