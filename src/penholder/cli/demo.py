"""``penholder demo``: a made-up community with a past, to click around in."""

from __future__ import annotations

import argparse
import fcntl
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from penholder.cli import serve

HELP = "try it: a made-up community with a framework, 300 responses and a half-decided docket"
FOLDER = "demo-data"
MAKING = "making.lock"
"""Held while the demo is made; another one of the same folder would take it away from under it."""
add_arguments = serve.add_arguments


def run(arguments: argparse.Namespace) -> int:
    """Serve the demo where it was left; make it first where there is none yet."""
    folder = Path(arguments.data or FOLDER).expanduser().resolve()
    if not _ours(folder):
        print(f"{folder} holds something else than a demo. Name another folder with --data.", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "demo").touch()
    with (folder / MAKING).open("a") as making:
        try:
            fcntl.flock(making, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"The demo in {folder} is being made just now. Wait until it is ready.", file=sys.stderr)
            return 1
        if not (folder / "ready").is_file():
            _clear(folder)
        if not serve.set_up(arguments, data=str(folder)):
            return 1
        return _serve(folder, made=making.close)


def _serve(folder: Path, *, made: Callable[[], None]) -> int:
    from penholder.project.serving import in_use

    with in_use():
        serve.bring_up_to_date()
        if not serve.hold_against_the_record():
            return 1
        if not (folder / "ready").is_file():
            _make(folder)
        made()
        return serve.listen(say=_welcome())


def _clear(folder: Path) -> None:
    """It was stopped while it was being made; nothing in it is anybody's."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in ("demo", MAKING):
            path.unlink()


def _ours(folder: Path) -> bool:
    return (
        not folder.exists() or (folder / "demo").is_file() or (folder.is_dir() and not any(folder.iterdir()))
    )


def _make(folder: Path) -> None:
    from penholder.project.demo.story import tell
    from penholder.record import clock

    print("Making up a community with a past; this takes a moment, once.", flush=True)
    tell(now=clock.now(), say=lambda what: print(f"  · {what}", flush=True))
    (folder / "ready").touch()


def _welcome() -> str:
    from django.conf import settings

    from penholder.accounts.actions import make_sign_in_link
    from penholder.accounts.queries import first_coordinator

    token = make_sign_in_link(member=first_coordinator())
    site = serve.address(settings.CONFIG.text("host"), settings.CONFIG.number("port"))
    return f"""
This is a demo: all people and words in it are invented.

To sign in as Ada, who coordinates, open this once:
{site}sign-in/{token}/

Then try:
  {site}desk/                              what waits for Ada
  {site}c/lanternfold-peer-circle/         the community, as anybody sees it
  {site}c/lanternfold-peer-circle/consultations/are-you-fit-to-employ-us/   say something yourself
  {site}outcomes/                          follow it, with the code you are given

"""
