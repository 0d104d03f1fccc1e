"""The browser client does what journey tests rely on, shown against a small site of its own."""

import html
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import sleep
from typing import ClassVar

import pytest

from tests.browser.cdp import BrowserFaultError, Page

FORM = """
<form method="post" action="/answered" enctype="multipart/form-data">
  <label for="name">Your name</label><input id="name" name="name" value="old words">
  <label for="words">What do you think? <span>You can write as much as you like.</span></label>
  <textarea id="words" name="words"></textarea>
  <fieldset><legend>Do you agree?</legend>
    <input type="radio" name="agree" id="a1" value="yes"><label for="a1">Yes</label>
    <input type="radio" name="agree" id="a2" value="no"><label for="a2">No</label>
  </fieldset>
  <fieldset><legend>May we write to you?</legend>
    <input type="radio" name="write" id="w1" value="yes"><label for="w1">Yes</label>
    <input type="radio" name="write" id="w2" value="no"><label for="w2">No</label>
  </fieldset>
  <input type="checkbox" name="told" id="told" value="on" checked><label for="told">Tell me what happened</label>
  <label for="where">Where</label><select id="where" name="where"><option value="n">North<option value="s">South</select>
  <label for="when">When</label><input type="date" id="when" name="when">
  <label for="file">Your file</label><input type="file" id="file" name="file">
  <button>Send it</button>
</form>
"""
PAGES = {
    "/": f"<h1>Ask</h1><a href='/slow'>A slow page</a> <a href='#foot'>Down</a> <a href='/file'>The file</a>"
    f"<details><summary>More about it</summary><p>Hidden words</p></details>{FORM}<p id='foot'>Foot</p>",
    "/slow": "<h1>It came</h1><script>document.body.insertAdjacentHTML('beforeend', '<p>By script</p>')</script>",
    "/faulty": "<h1>Faults</h1><main><input name='unnamed'><p style='color:#999;background:#fff'>pale</p></main>",
    "/sound": "<main><h1>Sound</h1><p>Nothing wrong here.</p></main>",
    "/wide": "<main><h1>Wide</h1><p style='width:500px'>too wide</p></main>",
    "/strict": "<h1>Strict</h1><script>document.title = 'broken in'</script><img src='http://elsewhere.example/x.png'>",
    "/twice": "<a href='/sound'>Open</a><div id='second'><a href='/wide'>Open</a></div>",
    "/covered": "<a href='/sound'>Under</a><div style='position:fixed;inset:0;background:red'>Over</div>",
}
NAVIGATIONS = 12


class Site(BaseHTTPRequestHandler):
    posted: ClassVar[list[bytes]] = []

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path == "/slow":
            sleep(0.3)  # the server's slowness is what is being tested
        if path == "/file":
            self.answer(
                b"one,two\n",
                kind="text/csv",
                more={"Content-Disposition": 'attachment; filename="table.csv"'},
            )
        elif path == "/moved":
            self.answer(b"", status=303, more={"Location": "/slow"})
        elif path in PAGES:
            policy = {"Content-Security-Policy": "script-src 'none'"} if path == "/strict" else {}
            self.answer(document(PAGES[path] + f"<p>{html.escape(query)}</p>"), more=policy)
        else:
            self.answer(document("<h1>Not here</h1>"), status=404)

    def do_POST(self) -> None:
        self.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(b"", status=303, more={"Location": "/moved"})

    def answer(
        self, body: bytes, *, status: int = 200, kind: str = "text/html", more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": f"{kind}; charset=utf-8", **(more or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


def document(body: str) -> bytes:
    style = "<style>:focus{outline:3px solid #000}</style>"
    return f"<!doctype html><html lang=en><title>A test page</title>{style}<body>{body}</html>".encode()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=[True, False], ids=["scripts on", "scripts off"])
def either(request: pytest.FixtureRequest, open_page: Callable[..., Page], site: str) -> Page:
    """A page with JavaScript on, and one with it off, standing on the form."""
    page = open_page(javascript=request.param)
    page.go(f"{site}/")
    return page


def test_fill_a_form_sends_what_a_person_entered(either: Page, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("attached words")
    either.fill("Your name", "Ada Łęcka")
    either.fill("What do you think?", "First line\nsecond line")
    either.choose("No", within="Do you agree?")
    either.choose("Yes", within="May we write to you?")
    either.unchoose("Tell me what happened")
    either.select("Where", "South")
    either.fill("When", "2026-11-22")
    either.attach("Your file", letter)
    either.click("Send it")

    assert "It came" in either.text()
    assert either.status == 200
    sent = Site.posted[-1].decode()
    for words in (
        "Ada Łęcka",
        "First line\r\nsecond line",
        "2026-11-22",
        'filename="letter.txt"',
        "attached words",
    ):
        assert words in sent
    assert 'name="agree"\r\n\r\nno' in sent
    assert 'name="write"\r\n\r\nyes' in sent
    assert 'name="where"\r\n\r\ns' in sent
    assert 'name="told"' not in sent
    assert "old words" not in sent


def test_use_the_keyboard_alone_fills_and_sends(either: Page) -> None:
    focused = either.tab_to("Your name", "textbox")
    assert focused.is_shown
    either.press("Control+a")
    either.type("By key")
    either.tab_to("Yes", "radio")
    either.press("Space", "ArrowDown")
    assert either.focused().name == "No"
    either.press("Shift+Tab")
    assert either.focused().name.startswith("What do you think?")
    either.tab_to("Send it", "button")
    either.press("Enter")
    assert "It came" in either.text()
    sent = Site.posted[-1].decode()
    assert 'name="name"\r\n\r\nBy key' in sent
    assert 'name="agree"\r\n\r\nno' in sent


def test_click_a_link_waits_for_its_page(either: Page, site: str) -> None:
    for _ in range(NAVIGATIONS):
        either.go(f"{site}/")
        either.click("A slow page")
        assert either.url == f"{site}/slow"
        assert "It came" in either.text()
    either.back()
    assert "Ask" in either.text()


def test_click_within_the_page_does_not_wait_for_another(either: Page) -> None:
    either.click("Down")
    assert either.url.endswith("#foot")
    either.click("More about it")
    assert "Hidden words" in either.text()


def test_open_a_page_runs_its_scripts_only_where_they_are_on(either: Page, site: str) -> None:
    either.go(f"{site}/slow")
    assert ("By script" in either.text()) is either.javascript


def test_download_keeps_the_file_under_its_name(either: Page, tmp_path: Path) -> None:
    kept = either.download("The file", tmp_path)
    assert (kept.name, kept.read_text()) == ("table.csv", "one,two\n")
    either.click("A slow page")
    assert "It came" in either.text()


def test_axe_finds_a_planted_fault_and_nothing_on_a_sound_page(either: Page, site: str) -> None:
    either.go(f"{site}/faulty")
    assert {"label", "color-contrast"} <= {violation.rule for violation in either.axe()}
    assert {"color-contrast"} == {violation.rule for violation in either.axe(only_colours=True)}
    either.go(f"{site}/sound")
    assert either.axe() == ()
    either.go(f"{site}/slow")
    assert ("By script" in either.text()) is either.javascript


def test_overflow_measures_what_reaches_beyond_the_window(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(width=320)
    page.go(f"{site}/wide")
    assert 100 < page.overflow() < 300
    assert "too wide" in page.overflowing()[0]
    page.go(f"{site}/sound")
    assert (page.overflow(), page.overflowing()) == (0, [])


def test_open_a_page_tells_what_the_browser_complained_of(page: Page, site: str) -> None:
    page.go(f"{site}/strict")
    assert page.title == "A test page"
    said = " ".join(page.console_errors())
    assert "Content Security Policy" in said
    assert "ERR_NAME_NOT_RESOLVED" in said


def test_open_a_missing_page_is_seen_by_its_status_and_is_no_complaint(page: Page, site: str) -> None:
    page.go(f"{site}/none")
    assert page.status == 404
    assert page.console_errors() == []


def test_click_refuses_what_a_person_could_not_press(page: Page, site: str) -> None:
    page.go(f"{site}/twice")
    with pytest.raises(BrowserFaultError, match="2 of links and buttons"):
        page.click("Open")
    with pytest.raises(BrowserFaultError, match=r'no link or button "Close"; there are: Open'):
        page.click("Close")
    page.click("Open", within="#second")
    assert page.url.endswith("/wide")
    page.go(f"{site}/covered")
    with pytest.raises(BrowserFaultError, match="lies under div"):
        page.click("Under")


def test_open_two_pages_keeps_their_cookies_apart(open_page: Callable[..., Page], site: str) -> None:
    one, other = open_page(), open_page()
    one.go(f"{site}/")
    one.evaluate("document.cookie = 'who=one'")
    other.go(f"{site}/")
    assert other.evaluate("document.cookie") == ""
    one.reload()
    assert one.evaluate("document.cookie") == "who=one"


def test_screenshot_shows_the_whole_page_in_the_colours_asked_for(
    open_page: Callable[..., Page], site: str, tmp_path: Path
) -> None:
    page = open_page(width=320, height=400, dark=True, scale=2)
    page.go(f"{site}/")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is True
    page.screenshot(tmp_path / "whole.png")
    assert (tmp_path / "whole.png").read_bytes()[16:20] == (640).to_bytes(4, "big")
