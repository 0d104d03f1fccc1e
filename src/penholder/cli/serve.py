"""``penholder serve``: bring the database up to date and serve the site."""

from __future__ import annotations

import argparse
import errno
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from penholder.record.actions import Standing

HELP = "serve the site from a data folder"
LARGEST_REQUEST = 64 * 1024 * 1024  # somewhat more than the largest file that is read
PORTS = range(1, 65536)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and which folder holds everything."""
    parser.add_argument("--port", type=_port, help="the port to listen on (8017)")
    parser.add_argument("--host", help="the address to listen on (127.0.0.1: this machine only)")
    parser.add_argument(
        "--data", metavar="DIR", help="the folder that holds everything (data, in the folder you are in)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; 1 where the site can't be started, with a sentence why."""
    if not set_up(arguments):
        return 1
    from penholder.project.serving import in_use

    with in_use():
        bring_up_to_date()
        if not hold_against_the_record():
            return 1
        return listen()


def set_up(arguments: argparse.Namespace, *, data: str = "") -> bool:
    """Put what was typed where the settings are read, and start Django; says what is wrong where it can't.

    Whatever this process writes is its owner's alone: the database holds what people said.
    """
    os.umask(0o077)
    typed = {"PORT": arguments.port, "HOST": arguments.host, "DATA": arguments.data or data}
    os.environ.update({f"PENHOLDER_{name}": str(value) for name, value in typed.items() if value})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penholder.project.settings")
    if arguments.host and "PENHOLDER_ALLOWED_HOSTS" not in os.environ:
        os.environ["PENHOLDER_ALLOWED_HOSTS"] = f"localhost,127.0.0.1,[::1],{arguments.host}"
    import django

    from penholder.project.config import BadSetting

    try:
        django.setup()
    except BadSetting as wrong:
        print(wrong, file=sys.stderr)
        return False
    except OSError as wrong:
        print(f"The data folder can't be used: {wrong.strerror} ({wrong.filename}).", file=sys.stderr)
        return False
    return True


def bring_up_to_date() -> None:
    """Make the tables, or add what an update needs; and let go of what is kept for two weeks only."""
    from django.core.management import call_command

    from penholder.consultations.actions import forget_unsent
    from penholder.project.backups import backups_folder, forget_old, sweep_half_made
    from penholder.project.databases import sweep_waiting
    from penholder.project.restoring import finish

    call_command("migrate", verbosity=0, interactive=False)
    finish(say=print)
    call_command("clearsessions")
    forget_unsent()
    sweep_waiting()
    sweep_half_made(backups_folder())
    forget_old(backups_folder(), say=lambda what: print(what, file=sys.stderr))


def hold_against_the_record() -> bool:
    """Hold the database against the published record, and say what had to be set right; False where it can't be told."""
    from penholder.record.actions import recover
    from penholder.record.distant import SignerAway
    from penholder.record.erasing import purge_if_due

    try:
        standing = recover()
        purge_if_due()
    except SignerAway as away:
        print(away, file=sys.stderr)
        return False
    for sentence in sentences_on(standing):
        print(sentence, file=sys.stderr)
    return True


def sentences_on(standing: Standing) -> tuple[str, ...]:
    """How the start went, and which acts were read back."""
    from penholder.project.restoring import kinds_read_back

    return (*standing.sentences, kinds_read_back()) if standing.read_back else standing.sentences


def listen(*, say: str = "") -> int:
    """Answer requests until stopped."""
    import waitress
    from django.conf import settings

    from penholder.project.wsgi import application

    host, port = settings.CONFIG.text("host"), settings.CONFIG.number("port")
    try:
        server = waitress.create_server(
            application, host=host, port=port, threads=8, ident=None, max_request_body_size=LARGEST_REQUEST
        )
    except OSError as wrong:
        taken = wrong.errno == errno.EADDRINUSE
        why = "something else is using it. Choose another one with --port" if taken else str(wrong.strerror)
        print(f"Port {port} on {host} can't be used: {why}.", file=sys.stderr)
        return 1
    print(
        f"{say}Penholder is at\n{address(host, port)}\nEverything is kept in {Path(settings.DATA)}. Stop with Ctrl+C.",
        flush=True,
    )
    # What is loaded by now stays for good; without this, looking through it again costs about a tenth of every page.
    gc.collect()
    gc.freeze()
    try:
        server.run()
    except KeyboardInterrupt:
        print("\nStopped. Everything is kept.")
    finally:
        server.close()
    return 0


def address(host: str, port: int) -> str:
    """The address to type into a browser."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _port(typed: str) -> int:
    if typed.isdigit() and int(typed) in PORTS:
        return int(typed)
    raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, and this is “{typed}”")
