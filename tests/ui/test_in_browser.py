"""What an eye and a finger meet, worked out by a real browser: the accessibility checker passes pages that fail these.

`/ui/` has every component and every kind of control in all its states; beside it stand the respondent's pages and a
few others, drawn by the real site once and looked at many times.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from penholder.ui import stylesheet
from tests.browser.cdp import Browser, Page
from tests.factories.accounts import signed_in
from tests.factories.publication import decided, one_more, reword, told
from tests.ui.shelf import Kept, Shelf, serving

LOOKING = Path(__file__).with_name("looking.js").read_text(encoding="utf-8").strip()
FRAME = "penholder.front.frame.frame"
PAGES = (
    "components",
    "consultation",
    "respond",
    "check",
    "outcome",
    "find, with an error",
    "framework",
    "statements",
    "reading",
    "put a motion",
    "members",
    "record entry",
)
FIRST_PAGES = ("consultation", "respond")
FIRST_VIEW = 14 * 1024
LEAST, LARGE = 24, 44
NARROW, WIDE, TALL = 320, 1280, 900

Places = dict[str, str]

pytestmark = pytest.mark.django_db  # the tables are made only where a test says it needs them


@pytest.fixture(scope="module")
def shelf(
    django_db_setup: None, record_of_this_module: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Shelf, Places]]:
    """The pages, drawn from a story that is forgotten again; which page lies where."""
    with django_db_blocker.unblock(), override_settings(UI_FRAME=FRAME), transaction.atomic():
        drawn = Shelf()
        places = _draw(drawn)
        transaction.set_rollback(True)
    with serving(drawn):
        yield drawn, places


@pytest.fixture(scope="module")
def eyes(browser: Browser) -> Iterator[Page]:
    """One page of the browser for everything here."""
    yield browser.page()
    browser.close_pages()


@pytest.fixture(scope="module", params=PAGES)
def opened(request: pytest.FixtureRequest, shelf: tuple[Shelf, Places], eyes: Page) -> Page:
    """Each page in turn, loaded once, with everything folded out."""
    drawn, places = shelf
    eyes.go(drawn.url + places[request.param])
    assert eyes.status == 200
    looked(eyes, "open")
    return eyes


@pytest.fixture
def looked_at(opened: Page) -> Page:
    """The page on a small phone, in light colours."""
    opened.resize(NARROW, TALL)
    opened.colours()
    opened.evaluate("document.documentElement.style.fontSize = ''")
    return opened


def test_look_at_controls_their_edges_are_seen_in_light_and_dark(looked_at: Page) -> None:
    for dark in (False, True):
        looked_at.colours(dark=dark)
        assert looked(looked_at, "borders") == []
        assert looked(looked_at, "chosen") == []


def test_look_at_controls_their_edges_are_seen_in_forced_colours(looked_at: Page) -> None:
    for dark in (False, True):
        looked_at.colours(dark=dark, forced=True)
        assert looked(looked_at, "borders") == []
        assert looked(looked_at, "chosen") == []


def test_press_on_small_phone_targets_are_large_enough(looked_at: Page) -> None:
    assert looked(looked_at, "targets", LEAST, LARGE) == []


def test_go_by_keyboard_focus_is_seen_everywhere(looked_at: Page) -> None:
    looked_at.press("Tab")  # from here on the browser shows the focus, as it does for anybody who uses keys
    for dark in (False, True):
        looked_at.colours(dark=dark)
        assert looked(looked_at, "focus") == []


def test_open_on_small_phone_nothing_is_wider_than_the_window(looked_at: Page) -> None:
    assert looked(looked_at, "wide") == []
    assert looked(looked_at, "clipped") == []


def test_enlarge_text_to_twice_the_size_nothing_is_lost(looked_at: Page) -> None:
    looked_at.resize(WIDE // 2, TALL // 2, scale=2)  # as browsers zoom
    assert looked(looked_at, "wide") + looked(looked_at, "clipped") == []
    looked_at.resize(WIDE, TALL)  # as people do who enlarge the letters only
    looked_at.evaluate("document.documentElement.style.fontSize = '200%'")
    assert looked(looked_at, "wide") + looked(looked_at, "clipped") == []


@pytest.mark.parametrize(
    ("what", "fault"),
    [
        ("borders", '<input style="border: 2px solid #ccc">'),
        ("borders", '<button class="button" style="border: 0; background: #eee">Send</button>'),
        ("targets", '<p><a href="/" style="font-size: 9px">More</a></p>'),
        ("targets", '<a href="/" class="button" style="display: inline-block; min-height: 30px">Send</a>'),
        ("focus", '<button style="outline: none">Send</button>'),
        ("focus", '<button style="outline: 3px solid #eee">Send</button>'),
        ("wide", '<p style="width: 900px">Words</p>'),
        ("clipped", '<p style="height: 8px; overflow: hidden">Words</p>'),
    ],
)
def test_look_at_a_bad_page_the_fault_is_found(
    shelf: tuple[Shelf, Places], eyes: Page, what: str, fault: str
) -> None:
    drawn, _ = shelf
    sizes = (LEAST, LARGE) if what == "targets" else ()
    eyes.resize(NARROW, TALL)
    eyes.colours()
    fine = '<p>Words, <a href="/" style="outline: 3px solid black">and more</a>.</p>'
    for html, found in ((fault, True), (fine, False)):
        body = f"<!doctype html><title>t</title>{html}".encode()
        drawn.kept["/fault/"] = Kept(200, {"Content-Type": "text/html"}, body)
        eyes.go(f"{drawn.url}/fault/")
        eyes.press("Tab")
        assert bool(looked(eyes, what, *sizes)) is found


@pytest.mark.parametrize("name", FIRST_PAGES)
def test_open_first_page_words_arrive_in_one_round_trip(shelf: tuple[Shelf, Places], name: str) -> None:
    drawn, places = shelf
    page, sheet = drawn.kept[places[name]], drawn.kept[stylesheet.address()]
    assert page.headers["Content-Encoding"] == sheet.headers["Content-Encoding"] == "gzip"
    assert len(page.body) + len(sheet.body) <= FIRST_VIEW
    assert "<script" not in page.text


@pytest.mark.parametrize("name", FIRST_PAGES)
def test_open_first_page_asks_for_two_things_and_nothing_from_elsewhere(
    shelf: tuple[Shelf, Places], browser: Browser, name: str
) -> None:
    drawn, places = shelf
    newcomer = browser.page(javascript=False, width=NARROW)
    newcomer.go(drawn.url + places[name])
    asked = [address for address in newcomer.requested() if not re.search(r"/favicon\b", address)]
    assert asked == [drawn.url + places[name], drawn.url + stylesheet.address()]
    assert newcomer.console_errors() == []


def looked(page: Page, what: str, *arguments: int) -> list[str]:
    """What is wrong with the page, as sentences."""
    called = ", ".join(json.dumps(each) for each in arguments)
    found: list[str] = page.evaluate(f"{LOOKING}.{what}({called})")
    return found


def _draw(shelf: Shelf) -> Places:
    """A story told to the middle, and its pages: one point accepted and enacted, one still open, one answer unread."""
    first = told()
    decided(first.story, [first.point], operations=[reword(first.story)])
    waiting = one_more(first.story)
    scene, consultation = first.story.scene, first.story.consultation
    community, framework = scene.community.slug, scene.draft.framework
    here = (community, consultation.slug)

    guest, coordinator = Client(), signed_in(Client(), scene.coordinator)
    respond = reverse("consultations:respond", args=[*here, 1])
    guest.get(respond)
    page = guest.get(respond).content.decode()
    words = re.findall(r'name="([^"]+-text)"', page)
    guest.post(respond, {words[0]: "Nobody asked me, and I would have come.", "go": "check"})

    places = {
        "components": reverse("ui:components"),
        "consultation": consultation.get_absolute_url(),
        "respond": respond,
        "check": reverse("consultations:check", args=here),
        "outcome": reverse("publication:outcome", args=[first.received.code]),
        "framework": framework.get_absolute_url(),
        "statements": reverse("frameworks:draft_whole", args=[community, framework.slug, scene.draft.number]),
        "record entry": reverse("record:entry", args=[2]),
    }
    for path in places.values():
        shelf.keep(guest, path)
    members_only = {
        "reading": reverse("listening:read", args=[*here, waiting.point.answer.uid]),
        "put a motion": reverse("decisions:put", args=[community, scene.group.slug]),
        "members": reverse("accounts:members", args=[community]),
    }
    for path in members_only.values():
        shelf.keep(coordinator, path)
    wrong = reverse("publication:find")
    shelf.put(wrong, guest.post(wrong, {"code": "not a code"}))
    shelf.keep(guest, stylesheet.address())
    return {**places, **members_only, "find, with an error": wrong}
