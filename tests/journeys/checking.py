"""Checking without the site: a receipt and the whole record, on the page of the record and by the commands."""

from __future__ import annotations

from pathlib import Path
from urllib.request import urlopen

from penholder.pure.ledger.checkpoint import Checkpoint
from penholder.pure.ledger.note import split_note
from penholder.pure.ledger.tiles import tiles_of
from tests.browser.cdp import Page
from tests.journeys.judging import Judge
from tests.journeys.steps import Walk


def keep_receipts(walk: Walk, page: Page, code: str) -> tuple[Path, Path]:
    """The receipt with the words, and the one without, as anybody with the code can take them."""
    page.go(f"{walk.site.url}/outcomes/{code}/")
    with_words = page.download("Keep the receipt as a file", walk.folder)
    return with_words, page.download("the receipt without your words", walk.folder)


def check_on_the_page(walk: Walk, page: Page, receipt: Path, bare: Path, *, said: str) -> None:
    """One's own browser does the sums where it may; where scripts are off, the site does, and says so."""
    check = f"{walk.site.url}/record/check/"
    page.go(check)
    walk.look(page, "check")
    if not page.javascript:
        page.attach("The receipt file", receipt)
        page.click("Check this receipt")
        judge = Judge()  # only here has this page this answer on it
        judge.look(page, "a receipt, checked by the site")
        walk.judge.wrong += judge.wrong
        assert "Proven" in page.text("main")
        assert "This was checked by this site" in page.text("main")
        assert said in page.text("main")
        return
    page.wait_for("!document.querySelector('#whole').hidden")
    sent = page.requested()
    page.attach("The receipt file", receipt)
    page.click("Check this receipt")
    page.wait_for("document.querySelector('[data-receipt-result] .notice')")
    assert page.text("[data-receipt-result]").startswith("Proven")
    assert said in page.text("[data-receipt-result]")
    assert page.requested() == sent
    page.click("Check the whole record")
    page.wait_for("document.querySelector('[data-whole-result] .notice')")
    found = page.text("[data-whole-result]")
    assert found.startswith("The record is whole")
    assert "all entries before it are the same" in found
    for became in ("points drawn", "(yours: in part, in part)", "change applied", "version published"):
        assert became in found, found
    walk.look(page, "a receipt and the whole record, checked in the browser")

    page.go(check)
    page.wait_for("!document.querySelector('#whole').hidden")
    page.attach("The receipt file", bare)
    page.click("Check this receipt")
    page.wait_for("document.querySelector('[data-receipt-result] .notice')")
    assert page.text("[data-receipt-result]").startswith("Proven")
    assert said not in page.text("main")


def compare_records(walk: Walk, page: Page, receipt: Path) -> None:
    """Whether what one holds is of the record that everybody is shown."""
    page.go(f"{walk.site.url}/record/compare/")
    walk.look(page, "compare")
    page.click("Compare")
    assert page.count(".error-summary") == 1
    walk.look(page, "compare, with nothing given")
    page.attach("A receipt or a checkpoint, as a file", receipt)
    page.click("Compare")
    assert "The same record" in page.text("main")
    walk.look(page, "compare, the same record")


def check_with_the_commands(walk: Walk, receipt: Path) -> None:
    """The receipt alone, with a copy of the whole record, and the record by itself; and nothing that was changed."""
    copy = _copy_of_the_record(walk, walk.folder / "record")
    key = str(copy / "key")

    proven = walk.site.penholder("verify", str(receipt), "--key", key)
    assert proven.returncode == 0, proven.stderr
    assert "never asked" in proven.stdout
    whole = walk.site.penholder("verify", "--log", str(copy), "--key", key, str(receipt))
    assert whole.returncode == 0, whole.stderr
    assert "points disposed: in part, in part" in whole.stdout
    state = str(walk.folder / "state")
    audited = walk.site.penholder("audit", f"{walk.site.url}/record/", "--key", key, "--state", state)
    assert audited.returncode == 0, audited.stderr

    spoilt = walk.folder / "spoilt.tlog-proof"
    spoilt.write_bytes(receipt.read_bytes().replace(b"index ", b"index 1", 1))
    refused = walk.site.penholder("verify", str(spoilt), "--key", key)
    assert refused.returncode == 1, refused.stdout


def _copy_of_the_record(walk: Walk, folder: Path) -> Path:
    """Every file of the record, fetched one by one as anybody may."""

    def fetch(name: str) -> bytes:
        with urlopen(f"{walk.site.url}/record/{name}") as answer:
            data: bytes = answer.read()
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return data

    fetch("key")
    size = Checkpoint.parse(split_note(fetch("checkpoint").decode())[0]).size
    for tile in tiles_of(size):
        fetch(tile.path)
    return folder
