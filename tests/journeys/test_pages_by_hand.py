"""What people do to pages besides going the right way: nothing filled in, wrong files, a second press, leaving half way.

In the real browser without JavaScript, on one running site with two communities made through the real actions.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.cdp import Page
from tests.journeys.site import ROOT, running_site
from tests.journeys.steps import sign_in

WORDS = "Nobody asked me, and I would have come."
FIELD = "What would you like to say about it?"
ELSEWHERE = "/about/"  # stands for the ordinary page elsewhere that the way out leads to

MAKE_PLACES = """
import json, django
django.setup()
from penholder.accounts.actions import make_sign_in_link
from tests.factories.publication import told
def place():
    made = told()
    scene = made.story.scene
    return {
        "community": scene.community.get_absolute_url(),
        "consultation": made.story.consultation.get_absolute_url(),
        "group": scene.group.slug,
        "code": made.received.code,
        "links": [f"/sign-in/{make_sign_in_link(member=scene.coordinator)}/" for _ in range(30)],
    }
print(json.dumps([place(), place()]))
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A community with an open consultation, one response to it, and sign-in links for its coordinator."""

    url: str
    community: str
    consultation: str
    group: str
    code: str
    links: list[str]

    def coordinator(self, page: Page) -> Page:
        sign_in(page, self.links.pop())
        return page


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Place]]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PENHOLDER_EXIT_URL", ELSEWHERE)
        with running_site(tmp_path_factory.mktemp("site") / "data") as site:
            environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "penholder.project.settings"}
            said = subprocess.run(
                [sys.executable, "-c", MAKE_PLACES],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            )
            first, second = (_place(site.url, **made) for made in json.loads(said.stdout))
            yield first, second


@pytest.fixture
def place(places: tuple[Place, Place]) -> Place:
    return places[0]


@pytest.fixture
def to_be_closed(places: tuple[Place, Place]) -> Place:
    """The community whose consultation a test may close."""
    return places[1]


@pytest.fixture
def guest(open_page: Callable[..., Page]) -> Page:
    return open_page(javascript=False, width=390)


@pytest.fixture
def coordinator(open_page: Callable[..., Page], place: Place) -> Page:
    return place.coordinator(open_page(javascript=False))


@pytest.mark.parametrize(
    ("address", "button"),
    [
        ("members/", "Give them a place"),
        ("groups/form/", "Form"),
        ("groups/{group}/adopt/", "Adopt"),
        ("groups/{group}/fill/", "Add this seat"),
        ("frameworks/import/", "Look at what is in it"),
        ("consultations/open/", "Open the consultation"),
    ],
)
def test_send_a_form_with_nothing_in_it_each_error_leads_to_its_field(
    coordinator: Page, place: Place, address: str, button: str
) -> None:
    coordinator.go(place.community + address.format(group=place.group))
    coordinator.evaluate(
        "for (const field of document.querySelectorAll('main input, main textarea')) {"
        " if (/radio|checkbox/.test(field.type)) field.checked = false;"
        " else if (field.type !== 'hidden' && field.type !== 'file') field.value = ''; }"
    )
    coordinator.click(button)

    assert coordinator.status in {200, 422}
    assert coordinator.title.startswith("Please look again")
    _errors_get_the_focus(coordinator)
    sentences = coordinator.texts(".error-summary a")
    assert sentences
    for sentence in sentences:
        assert sentence.endswith(".")
        coordinator.click(sentence, within=".error-summary")
        assert coordinator.evaluate("document.activeElement.matches('input, textarea, select')")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.json", b"", "is empty"),
        ("broken.json", b"{oops", "is not valid JSON: line 1"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(90), "is a picture"),
        ("list.json", b"[]", "holds no CASE package"),
    ],
    ids=["empty", "broken", "picture", "list"],
)
def test_import_a_wrong_file_gets_a_sentence_and_another_try(
    coordinator: Page, place: Place, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    coordinator.go(f"{place.community}frameworks/import/")
    coordinator.attach("The file", tmp_path / name)
    coordinator.click("Look at what is in it")
    assert said in coordinator.text("main")
    assert coordinator.count("main input[type=file]") == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.docx", b""), ("letter.docx", b"Dear all,"), ("torn.docx", b"PK\x03\x04")],
    ids=["empty", "not Word", "torn"],
)
def test_bring_in_a_wrong_table_gets_a_sentence_and_another_try(
    coordinator: Page, place: Place, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    coordinator.go(f"{place.consultation}tables/")
    coordinator.attach("The filled comment table", tmp_path / name)
    coordinator.click("Read the table")
    _errors_get_the_focus(coordinator)
    assert coordinator.count("main input[type=file]") == 1


def test_type_code_wrongly_is_told_which_word(guest: Page, place: Place) -> None:
    guest.go(f"{place.url}/outcomes/")
    first, *rest = place.code.split("-")
    guest.fill("Your receipt code", " ".join([f"{first}x", *rest]))
    guest.click("Show me")
    assert f"“{first}x”" in guest.text(".error-summary")
    assert guest.value("Your receipt code").startswith(f"{first}x")
    guest.fill("Your receipt code", " ".join([first.upper(), *rest]))
    guest.press("Enter")
    assert guest.text("h1") == "What became of what you said"


def test_go_back_after_sending_it_stays_one_response_with_one_code(
    guest: Page, coordinator: Page, place: Place
) -> None:
    before = _responses(coordinator, place)
    _write(guest, place)
    guest.click("Save and check your answers")
    guest.click("Send")
    code = guest.text(".code-slip-code")
    guest.back()
    assert guest.text(".code-slip-code") == code
    assert _responses(coordinator, place) == before + 1


def test_leave_half_way_nothing_of_it_is_left(guest: Page, place: Place) -> None:
    _write(guest, place)
    guest.click("Save and go on")
    guest.click("Leave this page")
    assert guest.url == place.url + ELSEWHERE
    guest.back()
    assert WORDS not in guest.html()
    guest.go(f"{place.consultation}respond/1/")
    assert WORDS not in guest.html()


def test_save_after_it_was_closed_words_stay_in_view_with_somebody_to_send_them_to(
    guest: Page, open_page: Callable[..., Page], to_be_closed: Place
) -> None:
    _write(guest, to_be_closed)
    closing = to_be_closed.coordinator(open_page(javascript=False))
    closing.go(f"{to_be_closed.consultation}close/")
    closing.click("Close the consultation")
    guest.click("Save and check your answers")
    assert "Your answers were not sent" in guest.text("h1")
    assert WORDS in guest.text("main")
    assert "01632" in guest.text("main")


def test_open_sign_in_link_a_second_time_says_why_not(open_page: Callable[..., Page], place: Place) -> None:
    link = place.links.pop()
    sign_in(open_page(javascript=False), link)
    late = open_page(javascript=False)
    late.go(link)
    assert late.status == 410
    assert "This link doesn’t work any more" in late.text("main")


def test_mistype_an_address_there_is_a_way_on(guest: Page, place: Place) -> None:
    guest.go(f"{place.url}/nowhere/")
    assert guest.status == 404
    assert "Resolver" not in guest.text()
    guest.click("Go to the way in")
    assert guest.status == 200


def _place(url: str, **made: Any) -> Place:
    for name in ("community", "consultation"):
        made[name] = url + made[name]
    made["links"] = [url + link for link in made["links"]]
    return Place(url=url, **made)


def _errors_get_the_focus(page: Page) -> None:
    """The browser gives it with the first picture it draws, which may be a moment after the page has loaded."""
    until = time.monotonic() + 5
    while page.focused().role != "alert" and time.monotonic() < until:
        time.sleep(0.02)
    assert page.focused().role == "alert"


def _write(page: Page, place: Place) -> None:
    page.go(place.consultation)
    page.click("Start")
    page.click("Say it in your own words", nth=0)
    page.fill(FIELD, WORDS, nth=0)


def _responses(page: Page, place: Place) -> int:
    page.go(f"{place.consultation}responses/")
    return page.count("main tbody tr")
