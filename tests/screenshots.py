"""``python -m tests.screenshots``: pictures of the main pages of a fresh demo, for a phone and for a desktop.

They go to docs/screenshots, small enough to be kept with the code. They are meant to be looked at: no test can tell
whether a page is one that people would be glad to be asked by.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.browser.bring import CannotBringError, browser_for_tests
from tests.browser.cdp import Browser, Page
from tests.journeys.site import ROOT, free_port, wait_until_answered

FOLDER = ROOT / "docs" / "screenshots"
WIDTHS = {"phone": 390, "desktop": 1280}
# A page may be longer than anybody wants a picture to be: what is above this shows what it is like.
LONGEST = {"phone": 1600, "desktop": 1200}
COLOURS = 48
COMMUNITY = "/c/lanternfold-peer-circle"
KEEPING = f"{COMMUNITY}/frameworks/keeping-company-what-peer-supporters-know-and-do"
OPEN = f"{COMMUNITY}/consultations/are-you-fit-to-employ-us"
CLOSED = "what-should-keeping-company-say"
CODE = "amber-otter-violet-spoon-4827-1933"

# What everybody sees, without an account.
PUBLIC = {
    "home": "/",
    "community": f"{COMMUNITY}/",
    "framework": f"{KEEPING}/",
    "statements": f"{KEEPING}/whole/",
    "consultation": f"{OPEN}/",
    "outcome": f"/outcomes/{CODE}/",
    "account": f"{KEEPING}/versions/2/account/",
    "record": "/record/",
}
# What those see who have a place in the community.
MEMBERS = {
    "desk": f"{COMMUNITY}/listening/{CLOSED}/",
    "docket": f"{COMMUNITY}/decisions/the-drafting-circle/",
    "motion": f"{COMMUNITY}/decisions/the-drafting-circle/4/",
    "gate": f"{COMMUNITY}/publication/keeping-company-what-peer-supporters-know-and-do/",
}

# Codes are kept nowhere. In the throw-away folder, and only there, one response that was answered gets one we know.
GIVE_CODE = f"""
import django
django.setup()
from django.db.models import Count
from penholder.consultations.models import Response
from penholder.pure.ledger.code import code_hash
answered = Response.objects.filter(
    consultation__slug="{CLOSED}", answers__points__disposition__motion__enacted_entry__isnull=False)
chosen = answered.annotate(points=Count("answers__points")).order_by("-points", "number").first()
Response.objects.filter(pk=chosen.pk).update(code_hash=code_hash("{CODE}"))
"""


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: where it is, and the link its coordinator signs in by."""

    url: str
    sign_in: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="where the pictures go")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    try:
        chromium = browser_for_tests(_say)
    except CannotBringError as missing:
        _say(str(missing))
        return 1
    with running_demo() as demo, Browser.launch(chromium) as browser:
        _public_pages(browser.page(), demo, folder)
        _members_pages(browser.page(), demo, folder)
    pictures = sorted(folder.glob("*.png"))
    _say(
        f"{len(pictures)} pictures, {sum(path.stat().st_size for path in pictures) / 1e6:.2f} MB, in {folder}"
    )
    return 0


@contextmanager
def running_demo() -> Iterator[Demo]:
    """A demo made afresh in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="penholder-pictures-") as folder:
        data, port = Path(folder) / "demo", free_port()
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "PENHOLDER_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "penholder.project.settings",
        }
        command = [sys.executable, "-m", "penholder", "demo", "--data", str(data), "--port", str(port)]
        _say("Making a demo; this takes half a minute.")
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
            try:
                sign_in = _link_printed(server)
                subprocess.run([sys.executable, "-c", GIVE_CODE], env=environment, check=True)
                wait_until_answered(f"http://127.0.0.1:{port}", server)
                yield Demo(f"http://127.0.0.1:{port}", sign_in)
            finally:
                server.terminate()


def take(page: Page, name: str, folder: Path, *, start: str = "body") -> None:
    """The page as it stands, on a phone and on a desktop, from its top or from what ``start`` selects."""
    for kind, width in WIDTHS.items():
        page.resize(width, 900)
        tall = min(LONGEST[kind], page.evaluate("document.documentElement.scrollHeight"))
        page.resize(width, tall)
        page.evaluate(f"document.querySelector({start!r}).scrollIntoView()")
        path = folder / f"{name}-{kind}.png"
        page.screenshot(path, full=False)
        _make_small(path)
    page.resize(WIDTHS["desktop"], 900)


def _public_pages(page: Page, demo: Demo, folder: Path) -> None:
    for name, address in PUBLIC.items():
        _open(page, demo.url + address)
        take(page, name, folder)
    _check_without_us(page, demo, folder)
    _respond(page, demo, folder)


def _check_without_us(page: Page, demo: Demo, folder: Path) -> None:
    """The page of the record where one's own browser checks a receipt, then everything; and where two records are compared."""
    _open(page, f"{demo.url}/outcomes/{CODE}/")
    with tempfile.TemporaryDirectory(prefix="penholder-receipt-") as kept:
        receipt = page.download("Keep the receipt as a file", Path(kept))
        _open(page, f"{demo.url}/record/check/")
        page.wait_for("!document.querySelector('#whole').hidden")
        page.attach("The receipt file", receipt)
        page.click("Check this receipt")
        page.wait_for("document.querySelector('[data-receipt-result] .notice')")
        take(page, "receipt-proven", folder, start="[data-receipt-result]")
        page.click("Check the whole record")
        page.wait_for("document.querySelector('[data-whole-result] .notice')")
        take(page, "record-whole", folder, start="#whole")
        _open(page, f"{demo.url}/record/compare/")
        page.attach("A receipt or a checkpoint, as a file", receipt)
        page.click("Compare")
        take(page, "compare", folder)


def _respond(page: Page, demo: Demo, folder: Path) -> None:
    _open(page, demo.url + OPEN)
    page.click("Start")
    page.choose("Yes, but in other words", nth=0)
    page.click("Say it in your own words", nth=0)
    page.fill("What would you like to say about it?", "Ask the people who left. They know.", nth=0)
    take(page, "respond", folder)
    page.click("Save and check your answers")
    take(page, "check", folder)
    page.click("Send")
    take(page, "sent", folder)
    code = "-".join(page.text(".code-slip-code").replace("-", " ").split())
    _open(page, f"{demo.url}/outcomes/{code}/")
    page.click("Change what you said, take it back, or have it erased")
    take(page, "yours", folder)
    page.click("Erase my words")
    take(page, "erase", folder)


def _members_pages(page: Page, demo: Demo, folder: Path) -> None:
    page.go(demo.sign_in)
    page.click("button", within="main")
    for name, address in MEMBERS.items():
        _open(page, demo.url + address)
        take(page, name, folder)


def _open(page: Page, address: str) -> None:
    page.go(address)
    if page.status != 200:
        raise RuntimeError(f"{address} answered {page.status}: no picture of that")


def _make_small(path: Path) -> None:
    """Few colours make a small file; text on paper has few."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def _link_printed(server: subprocess.Popen[str]) -> str:
    for line in server.stdout or ():
        found = re.match(r"http\S+/sign-in/\S+$", line.strip())
        if found:
            return found[0]
    raise RuntimeError("the demo stopped before it printed the link to sign in by")


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
