"""``penholder sign``: the record's signer as a process of its own, under an account that only keeps the key."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from penholder.pure.ledger.keys import Verifier, is_name
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.sheet import sheet_of
from penholder.record.distant import SignsAlready, listen
from penholder.record.signer import KeptSigner

HELP = "sign the record's checkpoints in a process of its own, under another account than the site's"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the key is kept, where to listen, and what else can be done with the key."""
    parser.add_argument(
        "--folder", type=Path, required=True, help="the signer's folder, which only it may read"
    )
    parser.add_argument("--origin", help="the name of the record, needed once, when the key is made")
    words = parser.add_mutually_exclusive_group(required=True)
    words.add_argument(
        "--socket", type=Path, help="sign, and listen on this socket; the site's group may use it"
    )
    words.add_argument(
        "--sheet", action="store_true", help="print the backup sheet: send it to a printer, not to a file"
    )
    words.add_argument(
        "--make-next",
        action="store_true",
        help="make the key that is to follow, and print its public half for `penholder key announce`",
    )
    words.add_argument(
        "--use-next", action="store_true", help="let the key that was announced sign beside the present one"
    )
    words.add_argument("--drop", metavar="KEY", help="let the key that was retired sign no more")


def run(arguments: argparse.Namespace) -> int:
    """Sign until stopped, or do one thing with the key; 1 where it can't be, 2 where it can't begin: with a sentence why."""
    os.umask(0o077)
    try:
        signer = _signer(arguments)
        if signer is None:
            return 2
        return _sign(signer, arguments.socket) if arguments.socket else _done(signer, arguments)
    except NotProven as fault:
        print(fault, file=sys.stderr)
        return 1
    except SignsAlready as fault:
        print(fault, file=sys.stderr)
        return 2
    except OSError as fault:
        where = fault.filename or arguments.socket or arguments.folder
        print(f"The signer can't begin: {fault.strerror} ({where}).", file=sys.stderr)
        return 2


def print_sheets(signer: KeptSigner) -> None:
    """The page to print, of each key in force."""
    made = f"{datetime.now(tz=UTC):%d %B %Y}"  # noqa: TID251 - the day on a paper, not a time of the record
    signers = signer.keys()
    for key in signers:
        print(sheet_of(key, made=made))


def _signer(arguments: argparse.Namespace) -> KeptSigner | None:
    if (arguments.folder / "key").is_file() or (arguments.origin and is_name(arguments.origin)):
        return KeptSigner.at(arguments.folder, origin=arguments.origin or "")
    print(
        f"{arguments.folder} holds no key yet: say under which name to make one, with --origin example.org/record",
        file=sys.stderr,
    )
    return None


def _sign(signer: KeptSigner, socket: Path) -> int:
    name = signer.keys()[0].name
    server = listen(signer, socket)
    print(f"Signing for {name} at {socket}. Stop with Ctrl+C.", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        server.server_close()
    return 0


def _done(signer: KeptSigner, arguments: argparse.Namespace) -> int:
    if arguments.sheet:
        print_sheets(signer)
    elif arguments.make_next:
        print(signer.make_next().vkey())
    elif arguments.use_next:
        following = signer.put_next_in_force()
        signer.forget_next()
        print(f"This key signs too, from the next entry on:\n{following.vkey()}")
    else:
        signer.drop(Verifier.parse(arguments.drop))
        print("This key signs no more.")
    return 0
