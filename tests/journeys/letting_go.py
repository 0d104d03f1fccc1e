"""Words that change or go: by whoever said them, with the code alone, and by a coordinator."""

from __future__ import annotations

from tests.browser.cdp import Page
from tests.journeys.steps import Walk, code_on

WAY = "Change what you said, take it back, or have it erased"
FIRST = "Boots, said Marta Quill, and dry socks."
NEW = "Boots, said Marta Quill, and somebody to lend them."


def say(page: Page, consultation: str, words: str) -> str:
    """A short response about the whole; answers with its code."""
    page.go(f"{consultation}respond/3/")
    page.fill("What is missing?", words)
    page.click("Save and check your answers")
    page.click("Send")
    return code_on(page)


def change_and_take_back(walk: Walk, page: Page, consultation: str) -> None:
    """Changed, then a name taken out, then all of it taken back: everything that is open until the deadline."""
    code = say(page, consultation, FIRST)
    page.click("I have written it down")
    yours = _way(walk, page, code)
    walk.look(page, "yours")
    page.click("Change what you said")
    walk.look(page, "change what you said")
    page.click("Lay my answers out")
    assert "You are changing what you sent before" in page.text("main")
    walk.look(page, "check your answers, changing")
    page.go(f"{consultation}respond/3/")
    assert page.value("What is missing?") == FIRST
    page.fill("What is missing?", NEW)
    page.click("Save and check your answers")
    page.click("Send")
    assert code_on(page) == code

    page.go(yours)
    assert NEW in page.text("main")
    page.click("Take a name or a sentence out")
    walk.look(page, "take a name out")
    page.fill("Which words should go?", "Marta Quill")
    page.click("Show how it will read")
    walk.look(page, "how it will read")
    page.click("Take them out for good")
    assert "Marta" not in page.text()
    assert "[words removed]" in page.text("main")

    page.click("Take it back")
    walk.look(page, "take it back")
    page.click("Take it back", within="main form")
    assert "You took this response back" in page.text("main")
    walk.look(page, "yours, taken back")
    page.click("What became of what you said")
    assert "lend them" not in page.text()
    walk.look(page, "outcome, taken back")


def erase_by_code(walk: Walk, page: Page, consultation: str) -> None:
    """First what goes and what stays; then it is gone, and the page by code says so and nothing else."""
    code = say(page, consultation, FIRST)
    _way(walk, page, code)
    page.click("Erase my words")
    for told in ("What goes", "What stays", "What is not in our hands"):
        assert told in page.text("main")
    walk.look(page, "erase")
    page.click("Erase the words for good")
    assert "Your words were erased" in page.text("main")
    walk.look(page, "yours, erased")
    page.click("What became of what you said")
    assert "Your words were erased" in page.text("main")
    assert "Marta" not in page.html()
    walk.look(page, "outcome, erased")


def redact_and_erase_for_somebody(walk: Walk, page: Page, consultation: str) -> None:
    """A coordinator takes a name out, with a ground, and then erases all of it."""
    say(page, consultation, FIRST)
    coordinator = walk.coordinator
    coordinator.go(f"{consultation}responses/")
    coordinator.click("R-0003")
    assert "Marta Quill" in coordinator.text("main")
    walk.look(coordinator, "response")
    response = coordinator.url
    coordinator.click("Take a name out")
    walk.look(coordinator, "take a name out, coordinating")
    coordinator.click("Show how it will read")
    assert coordinator.count(".error-summary li") == 2
    walk.look(coordinator, "take a name out, nothing filled in")
    coordinator.fill("Which words should go?", "Marta Quill")
    coordinator.choose("It tells something about somebody else that is not ours to show")
    coordinator.click("Show how it will read")
    walk.look(coordinator, "how it will read, coordinating")
    coordinator.click("Take them out for good")
    assert coordinator.url == response
    assert "Marta" not in coordinator.text()
    coordinator.click("Erase the words")
    walk.look(coordinator, "erase, coordinating")
    coordinator.choose("The person who wrote it asked for it")
    coordinator.click("Go on")
    walk.look(coordinator, "erase, asked once more")
    coordinator.click("Erase the words for good")
    assert "The words were erased" in coordinator.text("main")
    walk.look(coordinator, "response, erased")
    coordinator.go(f"{consultation}responses/")
    assert "erased since" in coordinator.text("main")
    walk.look(coordinator, "responses, with what went")


def see_it_counted(walk: Walk, page: Page) -> None:
    """Everybody sees how often words changed or went; nobody sees which."""
    page.go(f"{walk.site.url}/record/")
    counted = page.text("main")
    for said in (
        "Responses changed by whoever sent them\n1",
        "Responses taken back\n1",
        "Times words were taken out of a response\n2",
        "Responses erased\n2",
    ):
        assert said in counted, counted
    walk.look(page, "record, with what went")


def erase_by_keyboard(walk: Walk, page: Page, code: str) -> None:
    """From the code to words that are gone, with Tab, Enter and letters; every stop shows where the keyboard is."""
    page.go(f"{walk.site.url}/outcomes/")
    page.tab_to("Your receipt code")
    page.type(code)
    page.press("Enter")
    for name, role in (
        (WAY, "link"),
        ("Erase my words", "link"),
        ("Erase the words for good", "button"),
    ):
        focused = page.tab_to(name, role)
        assert focused.is_shown, f"nobody can see that the keyboard is on {name}"
        page.press("Enter")
    assert "Your words were erased" in page.text("main")


def _way(walk: Walk, page: Page, code: str) -> str:
    page.go(f"{walk.site.url}/outcomes/{code}/")
    page.click(WAY)
    return page.url
