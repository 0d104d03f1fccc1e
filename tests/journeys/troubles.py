"""When the site's record is in trouble: what people see, and that nothing of theirs is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from penholder.record.folder import RecordFolder
from penholder.record.standing import hold, release
from penholder.record.store import publish
from tests.browser.cdp import Page
from tests.journeys.letting_go import say
from tests.journeys.steps import Walk, code_on

REASON = "The lamps are being counted. Whoever runs the site has to start it again."
SPLIT = "Two different records were signed under the name of this one."
WORDS = "Somebody should mend the gate."


def send_while_nothing_can_be_published(walk: Walk, page: Page, consultation: str) -> None:
    """The response is in and kept, the page says so, and the receipt is there as soon as it can be made."""
    with _nowhere_to_publish(RecordFolder(walk.site.data)):
        code = say(page, consultation, WORDS)
        assert "Its receipt is not ready yet" in page.text("main")
        walk.look(page, "sent, the receipt to follow")
        page.go(f"{walk.site.url}/outcomes/{code}/")
        assert "Your response is in and kept" in page.text("main")
        assert WORDS in page.text("main")
        walk.look(page, "outcome, the receipt to follow")
        page.go(f"{walk.site.url}/record/")
        page.click("A response was received (web).", nth=0)
        assert "its proof is not ready yet" in page.text("main")
        walk.look(page, "entry, the proof to follow")
    page.go(f"{consultation}sent/")
    assert code_on(page) == code
    kept = page.download("The receipt with your words", walk.folder)
    assert walk.site.penholder("verify", str(kept), "--key", str(walk.site.data / "log/key")).returncode == 0


def find_the_site_read_only(walk: Walk, page: Page, consultation: str) -> None:
    """Every page says so, calmly where somebody may be in distress; what was written stays."""
    record = RecordFolder(walk.site.data)
    hold(record, REASON)
    publish(record, "alarms/1.txt", f"{SPLIT}\n\nWhat it means.\n".encode())
    page.go(f"{walk.site.url}/")
    assert REASON in page.text(".notices")
    assert SPLIT in page.text(".notices")
    walk.look(page, "home, read-only and with an alarm")
    page.click("See what was found")
    assert "What it means" in page.text()
    page.go(f"{consultation}respond/3/")
    assert "Please come back later" in page.text(".notices")
    assert REASON not in page.text()
    walk.look(page, "respond, read-only and with an alarm")
    page.fill("What is missing?", WORDS)
    page.click("Save and check your answers")
    page.click("Send")
    assert "Not sent yet" in page.text("main")
    assert WORDS in page.text("main")
    walk.look(page, "check your answers, read-only")
    release(record)
    page.click("Send")
    assert len(code_on(page).split("-")) == 6


@contextmanager
def _nowhere_to_publish(record: RecordFolder) -> Iterator[None]:
    """Something else lies where the folder of tiles should be: nobody can write below that, whoever they are."""
    tiles, aside = record.log / "tile", record.log / "aside"
    tiles.rename(aside)
    tiles.write_text("in the way")
    try:
        yield
    finally:
        tiles.unlink()
        aside.rename(tiles)
