"""``penholder witness``: run a witness, so that a record can't show different people different things unnoticed."""

from __future__ import annotations

import argparse
import errno
import os
import sys
import time
from pathlib import Path

from penholder.pure.ledger.keys import SignatureKind, Verifier
from penholder.pure.ledger.proven import Malformed
from penholder.pure.ledger.witness import REQUEST_BYTES_MAX, place_of
from penholder.witness.folder import NoWitness, WitnessFolder
from penholder.witness.memory import Memory
from penholder.witness.seeing import Witness

HELP = "run a witness, which sees to it that a record shows everybody the same"
DONE, NOT_DONE, BAD_USAGE = 0, 1, 2
PORTS = range(1, 65536)

_FOUNDED = """This witness is called {name}. Its key, to be published and given to whoever relies on it:

{vkey}

Everything it needs is in {folder}. Keep a copy of the file “key” in there somewhere safe and offline: whoever has it can
sign as this witness. Its memory (memory.sqlite3) must never go back to an older state; docs/witness.md says what to do
if the disk is lost. Next:  penholder witness add-log KEY-OF-A-RECORD --data {folder}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(dest="act", required=True, metavar="init | add-log | serve")
    init = words.add_parser("init", help="make a witness: a key, and a folder to remember in")
    init.add_argument(
        "--name",
        required=True,
        help="what it is called: its address without https://, as library.example/witness",
    )
    add_log = words.add_parser("add-log", help="watch one more record; without a key, list those watched")
    add_log.add_argument(
        "vkey", nargs="?", metavar="KEY", help="the key line the record publishes: name+key id+key"
    )
    serve = words.add_parser("serve", help="answer requests until stopped")
    serve.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (127.0.0.1: this machine only)"
    )
    serve.add_argument("--port", type=_port, default=8117, help="the port to listen on (8117)")
    for word in (init, add_log, serve):
        word.add_argument(
            "--data",
            type=Path,
            default=Path("witness"),
            metavar="DIR",
            help="the folder of this witness (witness, in the folder you are in)",
        )


def run(arguments: argparse.Namespace) -> int:
    os.umask(0o077)
    folder = WitnessFolder(arguments.data)
    act = {"init": _init, "add-log": _add_log, "serve": _serve}[arguments.act]
    try:
        return act(folder, arguments)
    except NoWitness as said:
        print(said, file=sys.stderr)
    except Malformed as fault:
        print(fault, file=sys.stderr)
        return BAD_USAGE
    except OSError as fault:
        print(f"{fault.filename or folder.path} can't be used: {fault.strerror}.", file=sys.stderr)
    return NOT_DONE


def _init(folder: WitnessFolder, arguments: argparse.Namespace) -> int:
    cosigner = folder.found(arguments.name)
    Memory(folder.memory)
    print(_FOUNDED.format(name=arguments.name, vkey=cosigner.verifier.vkey(), folder=folder.path))
    return DONE


def _add_log(folder: WitnessFolder, arguments: argparse.Namespace) -> int:
    folder.cosigner()
    memory = Memory(folder.memory)
    if arguments.vkey:
        key = Verifier.parse(arguments.vkey.strip())
        if key.kind is not SignatureKind.LOG:
            raise Malformed("This is the key of a witness. Give the key the record itself publishes.")
        with memory.deciding() as desk:
            desk.watch(key, at=_now())
    with memory.reading() as desk:
        for key in desk.watched():
            latest = desk.latest(key.name)
            seen = f"{latest.checkpoint.size:,} entries" if latest else "not seen yet"
            print(f"{key.vkey()}\n  {seen}; on the web at /{place_of(key.name)}/checkpoint")
    return DONE


def _serve(folder: WitnessFolder, arguments: argparse.Namespace) -> int:
    import waitress

    from penholder.witness.application import application

    witness = Witness(cosigner=folder.cosigner(), memory=Memory(folder.memory), clock=_now)
    try:
        server = waitress.create_server(
            application(witness),
            host=arguments.host,
            port=arguments.port,
            threads=8,
            ident=None,
            channel_timeout=30,
            max_request_body_size=REQUEST_BYTES_MAX,
        )
    except OSError as fault:
        taken = fault.errno == errno.EADDRINUSE
        why = "something else is using it. Choose another one with --port" if taken else str(fault.strerror)
        print(f"Port {arguments.port} on {arguments.host} can't be used: {why}.", file=sys.stderr)
        return NOT_DONE
    shown = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    print(
        f"The witness {witness.cosigner.verifier.name} is at\nhttp://{shown}:{arguments.port}/\n"
        f"Everything is kept in {folder.path}. Stop with Ctrl+C.",
        flush=True,
    )
    try:
        server.run()
    except KeyboardInterrupt:
        print("\nStopped. Everything is kept.")
    finally:
        server.close()
    return DONE


def _now() -> int:
    return int(time.time())


def _port(typed: str) -> int:
    if typed.isdigit() and int(typed) in PORTS:
        return int(typed)
    raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, and this is “{typed}”")
