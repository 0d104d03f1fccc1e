"""The steps of the journey, as people take them: by the words on the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from penholder.pure.formats.comment_table import read_comment_table
from tests.browser.cdp import Page
from tests.journeys import material
from tests.journeys.judging import Judge
from tests.journeys.site import Site

COMMUNITY = "marram-peer-group"
ASKED = "How do we walk together?"


@dataclass(frozen=True, slots=True)
class Walk:
    """One journey: the site, whose page each person looks at, and who judges what they see."""

    site: Site
    coordinator: Page
    judge: Judge
    folder: Path

    @property
    def community(self) -> str:
        return f"{self.site.url}/c/{COMMUNITY}"

    def look(self, page: Page, name: str) -> None:
        self.judge.look(page, name)


def sign_in(page: Page, link: str) -> None:
    page.go(link)
    page.click("button[type=submit], .button-primary", within="main")


def import_framework(walk: Walk) -> None:
    page = walk.coordinator
    page.go(f"{walk.community}/frameworks/import/")
    walk.look(page, "import a framework")
    page.attach("The file", material.framework_file(walk.folder))
    page.click("Look at what is in it")
    walk.look(page, "what is in the file")
    page.click("Import these 6 statements")
    assert material.TITLE in page.text("h1")
    walk.look(page, "framework map")
    page.go(f"{page.url.rstrip('/')}/whole/")
    walk.look(page, "framework tree")


def admit_members(walk: Walk, *names: str) -> dict[str, str]:
    """Give each a place; answers with the link each signs in by."""
    page = walk.coordinator
    links = {}
    for name in names:
        page.go(f"{walk.community}/members/")
        page.fill("What are they called?", name)
        page.click("Give them a place")
    for name in names:
        page.go(f"{walk.community}/members/")
        walk.look(page, "members")
        page.click(f"Make a sign-in link for {name}")
        links[name] = page.text("main code").strip()
    return links


def form_group(walk: Walk, holders: dict[str, str]) -> None:
    page = walk.coordinator
    page.go(f"{walk.community}/groups/form/")
    walk.look(page, "form a group")
    page.fill("What is the group called?", "The Way Finders")
    page.fill("What is it there for?", "Decides what stands in our frameworks.")
    page.click("Form")
    walk.look(page, "adopt a charter")
    page.choose("It decides: what it carries is done")
    page.choose("By consent: it carries when nobody holds a reasoned objection")
    page.fill("How many seats must vote?", "2")
    page.fill("How many of those must be lived-experience seats?", "1")
    page.fill("Of every hundred seats that are held, how many at least are lived-experience seats?", "50")
    page.click("Adopt")
    for number, (name, kind) in enumerate(holders.items(), start=1):
        page.go(f"{walk.community}/groups/the-way-finders/fill/")
        page.choose(kind)
        page.fill("#id_title", f"Seat {number}")
        page.select("#id_holder", name)
        page.fill("#id_filled_how", "asked by the others")
        page.click("Add this seat")
        assert f"Seat {number}" in page.text("main"), page.text("main")
        assert page.count(".error-summary") == 0, page.text(".error-summary")
    page.go(f"{walk.community}/groups/the-way-finders/")
    walk.look(page, "group")


def open_consultation(walk: Walk) -> str:
    page = walk.coordinator
    page.go(f"{walk.community}/consultations/open/")
    walk.look(page, "open a consultation")
    page.fill("What is the consultation called?", ASKED)
    page.fill("Why do you ask?", "Because these words will be used to hire people.")
    page.fill("Who asks?", "Marram Peer Group")
    page.fill(
        "What will happen with the answers, and by when?",
        "The Way Finders answer every point within a month.",
    )
    page.fill(
        "Who holds the answers, and does freedom of information law apply?",
        "We do, on one machine. It does not apply.",
    )
    page.fill("Whom can people ask?", "Ida Vane, 01632 960 200")
    page.fill("Which is the last day?", (datetime.now(tz=UTC) + timedelta(days=20)).date().isoformat())  # noqa: TID251  the real site lives in real time
    page.fill("Questions about the whole", "What is missing?\nWho should hear about this?")
    page.click("Open the consultation")
    assert ASKED in page.text("h1")
    walk.look(page, "consultation")
    return page.url


def respond(walk: Walk, page: Page, consultation: str) -> str:
    """A response on the web, without an account; answers with the receipt code."""
    page.go(consultation)
    walk.look(page, "consultation as a guest")
    page.click("Start")
    walk.look(page, "respond")
    page.choose("Yes, but in other words", nth=1)
    page.click("Say it in your own words 1.1")
    page.fill(
        "What would you like to say about it?",
        "Agree with whom? I was never asked.",
        within="#" + _card(page, "1.1"),
    )
    page.fill(
        "How would you put it?",
        "An ability to agree on the way together, before anybody starts",
        within="#" + _card(page, "1.1"),
    )
    page.click("Save and go on")
    page.choose("Yes, as it is", nth=0)
    page.click("Save and go on")
    page.fill("What is missing?", "Boots for those who have none.")
    page.click("Save and go on")
    page.choose("My words may be shown, under the name I chose above or without one")
    page.click("Save and check your answers")
    walk.look(page, "check your answers")
    assert "I was never asked" in page.text("main")
    page.click("Send")
    walk.look(page, "sent")
    return code_on(page)


def import_comment_table(walk: Walk, consultation: str) -> list[str]:
    page = walk.coordinator
    page.go(f"{consultation}tables/")
    walk.look(page, "bring in a comment table")
    filled = material.comment_table_file(walk.folder)
    (walk.folder / "comments-sent.docx").write_bytes(filled.read_bytes())
    page.attach("The filled comment table", filled)
    page.click("Read the table")
    walk.look(page, "what was read from the table")
    page.click("Take in these 2 responses")
    walk.look(page, "the table is taken in")
    return [_as_code(text) for text in page.texts(".code-slip-code")]


def code_on(page: Page) -> str:
    """The receipt code, as it stands on the page."""
    return _as_code(page.text(".code-slip-code"))


def close_consultation(walk: Walk, consultation: str) -> None:
    page = walk.coordinator
    page.go(f"{consultation}close/")
    walk.look(page, "close a consultation")
    page.click("Close the consultation")


def read_everything(walk: Walk) -> None:
    page = walk.coordinator
    desk = f"{walk.community}/listening/how-do-we-walk-together/"
    page.go(desk)
    walk.look(page, "the reader's desk")
    for _ in range(20):
        if page.count("form[action$='/whole/']") == 0:
            break
        page.click("The whole answer is one point")
        page.go(desk)
    walk.look(page, "the desk when everything is read")
    page.go(f"{desk}points/")
    walk.look(page, "points")


def _card(page: Page, code: str) -> str:
    script = f"[...document.querySelectorAll('section.card-pen')].find((one) => one.innerText.includes('{code}')).id"
    found: str = page.evaluate(script)
    return found


def _as_code(text: str) -> str:
    return "-".join(text.replace("-", " ").split())


def put_motion(walk: Walk) -> str:
    """One motion that answers every point and changes the text in four ways; answers with its address."""
    page = walk.coordinator
    page.go(f"{walk.community}/decisions/the-way-finders/")
    walk.look(page, "docket")
    page.click("Put a motion")
    walk.look(page, "which points")
    page.click("Choose all points")
    page.click("Go on: what is the answer?", nth=0)
    walk.look(page, "what is the answer")
    page.select("What becomes of these points?", "Accepted in part, or in other words")
    page.fill("Why?", "Together, and at the pace of the slowest: that is what most of you asked for.")
    page.click("Go on: what changes in the text?")
    for operation, statement, filled in CHANGES:
        _add_change(page, operation, statement, filled)
    page.click("Show me what this would do")
    walk.look(page, "what the changes would do")
    page.click("Go on: what is it called?")
    assert page.count(".error-summary") == 0, page.evaluate(
        "document.querySelector('.error-summary').outerHTML"
    )
    page.fill("What is the motion called?", "Together, before anybody starts")
    page.click("Go on: check the motion")
    walk.look(page, "check the motion")
    page.click("Put the motion")
    assert "Open for votes" in page.text("main"), page.text("main")
    walk.look(page, "motion, open")
    return page.url


FIELDS = {"The new words": "text", "Its code": "code"}
CHANGES = (
    (
        "Put it in other words",
        "1.1",
        {"The new words": "An ability to agree on the way together, before anybody starts"},
    ),
    (
        "Add a new statement under it",
        "2",
        {"The new words": "An ability to ask for boots", "Its code": "2.3"},
    ),
    ("Retire it", "2.2", {}),
    ("Move it to another place", "1.2", {}),
)


def _add_change(page: Page, operation: str, code: str, filled: dict[str, str]) -> None:
    page.select("What should happen?", operation)
    page.select("To which statement?", _option(page, "#id_new-statement", code))
    page.click("Add this change")
    for label, words in filled.items():
        page.fill(label, words, nth=page.count(f"[name$={FIELDS[label]}]") - 1)
    page.choose("Yes: it is a substantive change", nth=page.count("[name$=significance]") // 2 - 1)
    if operation.startswith("Move"):
        page.select("Where to?", _option(page, "select[name$=parent]", "2"))


def _option(page: Page, select: str, code: str) -> str:
    """The words of the option for the statement with this code, wherever the code stands in them."""
    options: list[str] = page.evaluate(
        f"[...document.querySelector({select!r}).options].map((one) => one.text.trim())"
    )
    found = [option for option in options if code in option.split()]
    assert found, f"no option for {code} among {options}"
    return found[0]


def vote(walk: Walk, page: Page, link: str, motion: str, choice: str, reason: str = "") -> None:
    sign_in(page, link)
    page.go(motion)
    page.choose(choice)
    if reason:
        page.fill("#id_vote-reason", reason)
    walk.look(page, "motion, to vote on")
    page.click("Vote")


def close_and_enact(walk: Walk, motion: str) -> None:
    page = walk.coordinator
    page.go(motion)
    page.click("Close the vote")
    walk.look(page, "close the vote")
    page.click("Close the vote and count")
    assert "Carried" in page.text("main")
    walk.look(page, "motion, carried")
    page.click("Make these changes in the draft")
    walk.look(page, "motion, enacted")


def record_dissent(walk: Walk, page: Page, motion: str, words: str) -> None:
    page.go(motion)
    page.click("Put your disagreement on record")
    page.fill("What do you disagree with, and why?", words)
    page.click("Put my dissent on record")
    assert words in page.text("main")
    walk.look(page, "motion, with dissent")


def publish(walk: Walk) -> None:
    page = walk.coordinator
    page.go(f"{walk.community}/publication/walking-the-marsh-together/")
    assert "The gate is open" in page.text("h1"), page.text("main")
    walk.look(page, "gate")
    page.click("Publish this version")
    walk.look(page, "published")


def see_what_stands_in_the_way(walk: Walk, *expected: str) -> None:
    page = walk.coordinator
    page.go(f"{walk.community}/publication/walking-the-marsh-together/")
    assert "What still stands in the way" in page.text("h1")
    for words in expected:
        assert words in page.text("main")
    walk.look(page, "gate, closed")


def follow(walk: Walk, page: Page, code: str) -> None:
    """From the receipt code, as it was written down by hand, to what became of it; and what one thinks of it."""
    page.go(f"{walk.site.url}/outcomes/")
    walk.look(page, "find an outcome")
    page.fill("main input[type=text]", f" {code.replace('-', ' ').upper()} ")
    page.click("Show me")
    text = page.text("main")
    assert "checked against the public record" in text
    assert "Together, and at the pace of the slowest" in text
    walk.look(page, "outcome")
    page.click("I am content", nth=0)
    walk.look(page, "outcome, replied to")


def read_what_was_published(walk: Walk, page: Page) -> None:
    """What anybody can read afterwards: the account, the changes, a statement's history, the record."""
    framework = f"{walk.community}/frameworks/walking-the-marsh-together"
    for name, address, words in (
        ("account", f"{framework}/versions/1/account/", "I was never asked"),
        ("changes", f"{framework}/versions/1/changes/", "together"),
        ("version map", f"{framework}/versions/1/", material.TITLE),
        ("version tree", f"{framework}/versions/1/whole/", "An ability to ask for boots"),
        (
            "statement",
            f"{framework}/statements/00000001-0000-4000-8000-000000000001/",
            "before anybody starts",
        ),
        ("frameworks", f"{walk.community}/frameworks/", material.TITLE),
        ("consultations", f"{walk.community}/consultations/", ASKED),
        ("consultation, closed", f"{walk.community}/consultations/how-do-we-walk-together/", "closed"),
        ("what was said", f"{walk.community}/listening/how-do-we-walk-together/heard/", "fewer than 10"),
        ("groups", f"{walk.community}/groups/", "The Way Finders"),
        ("community", f"{walk.community}/", "Marram Peer Group"),
        ("home", f"{walk.site.url}/", "Marram Peer Group"),
        ("record", f"{walk.site.url}/record/", "Version 1 was published"),
        ("entry", f"{walk.site.url}/record/3/", "Hash of the leaf"),
        ("about", f"{walk.site.url}/about/", "Six promises"),
        ("what is kept", f"{walk.site.url}/what-is-kept/", "Nothing"),
        ("accessibility", f"{walk.site.url}/accessibility/", "WCAG"),
        ("sign in", f"{walk.site.url}/sign-in/", "link"),
        ("nothing here", f"{walk.site.url}/c/nowhere/", "no community"),
    ):
        page.go(address)
        assert words in page.text("main"), f"{name} at {address} does not say {words!r}"
        walk.look(page, name)


def take_the_table_back(walk: Walk) -> None:
    """The comment table, in the same form, with the observations filled in row for row."""
    page = walk.coordinator
    page.go(f"{walk.community}/consultations/how-do-we-walk-together/responses/")
    walk.look(page, "responses")
    page.go(f"{walk.community}/publication/walking-the-marsh-together/")
    page.go(f"{walk.community}/consultations/how-do-we-walk-together/")
    back = page.download("comments.docx", walk.folder)
    before, _ = read_comment_table((walk.folder / "comments-sent.docx").read_bytes())
    after, _ = read_comment_table(back.read_bytes())
    assert [replace(row, observations="") for row in after.rows] == list(before.rows)
    assert all("Together, and at the pace of the slowest" in row.observations for row in after.rows)


def respond_by_keyboard(page: Page, consultation: str) -> str:
    """A whole response with Tab, arrows, Space, Enter and letters; every stop shows where the keyboard is."""
    page.go(consultation)
    page.press("Tab")
    assert page.focused().name == "Skip to what this page says"
    _press(page, "Start", "link")
    page.tab_to("Yes, as it is", "radio")
    page.press("ArrowDown")
    assert page.focused().name == "Yes, but in other words"
    page.tab_to("Say it in your own words 1")
    page.press("Enter")
    page.tab_to("What would you like to say about it?")
    assert page.focused().is_shown
    page.type("Whose way?")
    _press(page, "Save and check your answers", "button")
    assert "Whose way?" in page.text("main")
    _press(page, "Send", "button")
    return code_on(page)


def _press(page: Page, name: str, role: str) -> None:
    focused = page.tab_to(name, role)
    assert focused.is_shown, f"nobody can see that the keyboard is on {name}"
    page.press("Enter")
