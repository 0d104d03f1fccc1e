"""``penholder key``: the record's key: show it, put it on paper, bring it back, let a new one follow it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from penholder.cli import serve
from penholder.cli.sign import print_sheets
from penholder.pure.ledger.checkpoint import open_checkpoint
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.sheet import read_sheet
from penholder.record.signer import KeptSigner

OF_ITS_OWN = {
    "show": "the public half is in the file log/key; its sheet has it too: penholder sign --folder FOLDER --sheet",
    "sheet": "penholder sign --folder FOLDER --sheet",
    "restore": "penholder key restore SHEET --data SOMEWHERE, without PENHOLDER_SIGNER, and move SOMEWHERE/signer/key to it",
    "rotate": "penholder sign --folder FOLDER --make-next, and then here: penholder key announce KEY",
}
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
    new = word("announce", "enter in the record the new key that a signer of its own has made")
    new.add_argument("vkey", metavar="KEY", help="what `penholder sign --make-next` printed")
    gone = word("retire", "let an old key sign no more, once everybody has the new one")
    gone.add_argument(
        "vkey", metavar="KEY", help="the public key that stops, as `penholder key show` prints it"
    )
    parser.set_defaults(port=None, host=None)


def run(arguments: argparse.Namespace) -> int:
    """0 where it was done, 1 where it can't be, with a sentence why."""
    if not serve.set_up(arguments):
        return 1
    if _is_elsewhere() and arguments.word in OF_ITS_OWN:
        print(
            f"The key is kept by a signer of its own. On its account: {OF_ITS_OWN[arguments.word]}",
            file=sys.stderr,
        )
        return 1
    from penholder.project.serving import in_use
    from penholder.record.actions import NotSealed
    from penholder.record.recording import Refused

    try:
        with in_use():
            return _WORDS[arguments.word](arguments)
    except (NotProven, NotSealed, Refused) as fault:
        print(fault, file=sys.stderr)
    except OSError as fault:
        print(f"{fault.strerror} ({fault.filename})." if fault.filename else fault, file=sys.stderr)
    return 1


def _show(_arguments: argparse.Namespace) -> int:
    for verifier in _signer().verifiers():
        print(verifier.vkey())
    return 0


def _print_sheet(_arguments: argparse.Namespace) -> int:
    print_sheets(_signer())
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from penholder.record.once import kept_once
    from penholder.record.signing import here

    found = read_sheet(arguments.sheet.read_text(encoding="utf-8", errors="replace"))
    _require_key_of_this_record(found.verifier)
    kept_once(here().signer / "key", found.skey)
    signers = KeptSigner(here().signer).keys()
    if found not in signers:
        print(
            "Another key is here already. Move the file signer/key away first, if you are sure.",
            file=sys.stderr,
        )
        return 1
    print(f"The key of {found.name} is back. Its public half, to compare:\n{found.verifier.vkey()}")
    return 0


def _require_key_of_this_record(key: Verifier) -> None:
    """Beside a record that another key has signed, this one could only begin a second record."""
    from penholder.record import store
    from penholder.record.signing import here

    folder = here()
    published = folder.log / store.KEY
    if published.is_file() and key.vkey() not in published.read_text("utf-8", "replace").splitlines():
        raise NotProven(_OTHER_RECORD.format(name=key.name))
    try:
        newest = store.newest(folder)
    except NotProven:
        return  # a damaged checkpoint says nothing about the key; the next start makes it anew
    if newest is None:
        return
    try:
        open_checkpoint(newest.note, keys=[key])
    except NotProven as fault:
        raise NotProven(_OTHER_RECORD.format(name=key.name)) from fault


def _rotate(_arguments: argparse.Namespace) -> int:
    """Every step can be taken twice, so that a second try finishes what the first could not."""
    from penholder.record.actions import announce_key, seal
    from penholder.record.actions.keys import is_announced

    serve.bring_up_to_date()
    signer = _signer()
    following = signer.make_next()
    if not is_announced(following):
        announce_key(key=following)
    seal()
    signer.put_next_in_force()
    _sign_anew()
    signer.forget_next()
    print(
        "A new key signs beside the present one. Publish it, print its sheet, and retire the old one when everybody has it:"
        f"\n{following.vkey()}"
    )
    return 0


def _announce(arguments: argparse.Namespace) -> int:
    from penholder.record.actions import announce_key, seal
    from penholder.record.actions.keys import is_announced

    if not _is_elsewhere():
        print(
            "This site signs by itself: penholder key rotate makes the new key and announces it.",
            file=sys.stderr,
        )
        return 1
    key = Verifier.parse(arguments.vkey)
    serve.bring_up_to_date()
    if not is_announced(key):
        announce_key(key=key)
    seal()
    print(f"Announced:\n{key.vkey()}\nNow on the signer's account: penholder sign --folder FOLDER --use-next")
    return 0


def _retire(arguments: argparse.Namespace) -> int:
    """Every step can be taken twice, as above."""
    from penholder.record.actions import retire_key, seal
    from penholder.record.actions.keys import is_retired

    key = Verifier.parse(arguments.vkey)
    serve.bring_up_to_date()
    if not is_retired(key):
        retire_key(key=key)
    seal()
    if _is_elsewhere():
        print(
            "The record says that this key stops. Now on the signer's account: "
            f"penholder sign --folder FOLDER --drop {key.vkey()}"
        )
    else:
        signer = _signer()
        if key in signer.verifiers():
            signer.drop(key)
        _sign_anew()
        print("Retired.")
    print("Receipts given out before are still proven by that key; keep its public half.")
    return 0


def _sign_anew() -> None:
    """Publish the newest checkpoint under the keys in force, and show it to the witnesses now: this process ends soon."""
    from penholder.record.actions import sign_anew
    from penholder.record.witnessing import Reaction, ask_witnesses

    sealed = sign_anew()
    if sealed is None:
        return
    try:
        answers = ask_witnesses(sealed.note)
    except (NotProven, OSError) as fault:  # the key has changed all the same, and the site asks them again
        print(f"The witnesses could not be asked: {fault}", file=sys.stderr)
        return
    for answer in answers:
        if answer.reaction is not Reaction.COSIGNED:
            print(f"Witness {answer.witness}: {answer.sentence}", file=sys.stderr)


def _is_elsewhere() -> bool:
    """Whether another account keeps the key."""
    from django.conf import settings

    return bool(settings.CONFIG.text("signer"))


def _signer() -> KeptSigner:
    from django.conf import settings

    from penholder.record.signing import here

    return KeptSigner.at(here().signer, origin=settings.CONFIG.text("origin"), log=here().log)


_OTHER_RECORD = (
    "This is the key of {name}, and the record here was signed by another one. Nothing has been changed: "
    "look for the sheet whose public half stands in the file log/key."
)
_WORDS = {
    "show": _show,
    "sheet": _print_sheet,
    "restore": _restore,
    "rotate": _rotate,
    "announce": _announce,
    "retire": _retire,
}
