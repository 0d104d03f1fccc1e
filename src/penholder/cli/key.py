"""``penholder key``: the record's key: show it, put it on paper, bring it back, let a new one follow it."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from penholder.cli import serve
from penholder.pure.ledger.keys import Signer, Verifier
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.sheet import read_sheet, sheet_of
from penholder.record.signer import KeptSigner

HELP = "the key of the record: show it, print its backup sheet, bring it back, let a new one follow it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One word for each thing that can be done with a key."""
    folder = argparse.ArgumentParser(add_help=False)
    folder.add_argument("--data", metavar="DIR", help="the folder that holds everything")
    words = parser.add_subparsers(dest="word", required=True, metavar="WORD")

    def word(name: str, about: str) -> argparse.ArgumentParser:
        return words.add_parser(name, help=about, description=about, parents=[folder])

    word("show", "print the public key, for everybody")
    word("sheet", "print the backup sheet, with the secret key on it: send it to a printer, not to a file")
    back = word("restore", "bring the key back from a sheet that was typed in")
    back.add_argument("sheet", type=Path, metavar="FILE")
    word("rotate", "announce a new key in the record, and let it sign beside the present one")
    gone = word("retire", "let an old key sign no more, once everybody has the new one")
    gone.add_argument(
        "vkey", metavar="KEY", help="the public key that stops, as `penholder key show` prints it"
    )
    parser.set_defaults(port=None, host=None)


def run(arguments: argparse.Namespace) -> int:
    """0 where it was done, 1 where it can't be, with a sentence why."""
    if not serve.set_up(arguments):
        return 1
    from django.conf import settings

    if settings.CONFIG.text("signer"):
        print(
            "The key is kept by a signer of its own: run this on its folder, with `penholder sign`.",
            file=sys.stderr,
        )
        return 1
    from penholder.record.recording import Refused

    try:
        return _WORDS[arguments.word](arguments)
    except (NotProven, Refused, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1


def _show(_arguments: argparse.Namespace) -> int:
    for verifier in _signer().verifiers():
        print(verifier.vkey())
    return 0


def _print_sheet(_arguments: argparse.Namespace) -> int:
    signers = _signer().keys()
    made = f"{datetime.now(tz=UTC):%d %B %Y}"  # noqa: TID251 - the day on a paper, not a time of the record
    for key in signers:
        print(sheet_of(key, made=made))
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from penholder.record.once import kept_once
    from penholder.record.signing import here

    found: Signer = read_sheet(arguments.sheet.read_text(encoding="utf-8", errors="replace"))
    kept = kept_once(here().signer / "key", found.skey)
    if kept != found.skey():
        print(
            "Another key is here already. Move the folder “signer” away first, if you are sure.",
            file=sys.stderr,
        )
        return 1
    print(f"The key of {found.name} is back. Its public half, to compare:\n{found.verifier.vkey()}")
    return 0


def _rotate(_arguments: argparse.Namespace) -> int:
    from penholder.record.actions import announce_key, seal, sign_anew

    serve.bring_up_to_date()
    signer = _signer()
    following = signer.make_next()
    announce_key(key=following)
    seal()
    signer.put_next_in_force()
    sign_anew()
    print(
        "A new key signs beside the present one. Publish it, print its sheet, and retire the old one when everybody has it:"
        f"\n{following.vkey()}"
    )
    return 0


def _retire(arguments: argparse.Namespace) -> int:
    from penholder.record.actions import retire_key, seal, sign_anew

    key = Verifier.parse(arguments.vkey)
    serve.bring_up_to_date()
    retire_key(key=key)
    seal()
    _signer().drop(key)
    sign_anew()
    print("Retired. Receipts given out before are still proven by that key; keep its public half.")
    return 0


def _signer() -> KeptSigner:
    from django.conf import settings

    from penholder.record.signing import here

    return KeptSigner.at(here().signer, origin=settings.CONFIG.text("origin"))


_WORDS = {
    "show": _show,
    "sheet": _print_sheet,
    "restore": _restore,
    "rotate": _rotate,
    "retire": _retire,
}
