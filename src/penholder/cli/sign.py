"""``penholder sign``: the record's signer as a process of its own, under an account that only keeps the key."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from penholder.pure.ledger.keys import is_name
from penholder.record.distant import listen
from penholder.record.signer import KeptSigner

HELP = "sign the record's checkpoints in a process of its own, under another account than the site's"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the key is kept, and where to listen."""
    parser.add_argument(
        "--folder", type=Path, required=True, help="the signer's folder, which only it may read"
    )
    parser.add_argument(
        "--socket", type=Path, required=True, help="the socket to listen on; the site's group may use it"
    )
    parser.add_argument("--origin", help="the name of the record, needed once, when the key is made")


def run(arguments: argparse.Namespace) -> int:
    """Sign until stopped; 2 where it can't begin, with a sentence why."""
    os.umask(0o077)
    there = (arguments.folder / "key").is_file()
    if not there and not (arguments.origin and is_name(arguments.origin)):
        print(
            f"{arguments.folder} holds no key yet: say under which name to make one, with --origin example.org/record",
            file=sys.stderr,
        )
        return 2
    try:
        signer = KeptSigner.at(arguments.folder, origin=arguments.origin or "")
        server = listen(signer, arguments.socket)
    except OSError as fault:
        print(
            f"The signer can't begin: {fault.strerror} ({fault.filename or arguments.socket}).",
            file=sys.stderr,
        )
        return 2
    print(f"Signing for {signer.keys()[0].name} at {arguments.socket}. Stop with Ctrl+C.", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        server.server_close()
        arguments.socket.unlink(missing_ok=True)
    return 0
