"""The journey of a real comment table: the steps people take on the real pages, without a browser.

A visitor presses the buttons that stand on the page. A form is sent with everything it holds, hidden fields and token
too, and with line ends as browsers send them; a button, a field or a choice that is not there ends the test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from penholder.accounts.actions import make_sign_in_link
from penholder.accounts.models import Community, Member
from penholder.frameworks.models import Framework
from penholder.frameworks.queries import latest_version, tree_of
from penholder.pure.ledger.bundle import entries_in
from penholder.pure.ledger.tiles import tiles_of
from penholder.pure.tree.statement import Tree
from penholder.record import clock
from tests.factories import accounts

Given = str | Sequence[str] | SimpleUploadedFile
NEW_WORDS = "Says in the first line what the text is about, in words a neighbour would use"
ADDED_WORDS = "Says where each fact was found"
AS_PROPOSED = "The wording goes in as it was proposed."
WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Visitor:
    """Somebody in front of a page: opens addresses, reads, and presses buttons."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.page: Any = html.fromstring("<p></p>")
        self.address = ""

    def open(self, address: str) -> None:
        """Go to an address, and on to wherever it leads."""
        self._look(self.client.get(address, follow=True))

    def file(self, address: str) -> bytes:
        """What is kept when a link to a file is followed."""
        answer = self.client.get(address)
        assert (answer.status_code, "attachment" in answer.get("Content-Disposition", "")) == (200, True)
        return bytes(answer.content)

    def offers(self, words: str) -> bool:
        """Whether a button that begins with these words stands on the page."""
        return bool(self._buttons(words))

    def press(self, words: str, filled: Mapping[str, Given] | None = None, *, refused: bool = False) -> None:
        """Fill in fields of the form the button belongs to, by their names, and press it.

        ``refused``: the page that follows says what has to be put right first.
        """
        (button, *_) = self._buttons(words) or (None,)
        assert button is not None, f"no button “{words}” on {self.address}: {self.text()[:2000]}"
        form = next(button.iterancestors("form"))
        sent = _held(form)
        for name, given in (filled or {}).items():
            sent[name] = _fitting(form, name, given)
        if button.get("name"):
            sent[button.get("name")] = [button.get("value")]
        address = button.get("formaction") or form.get("action") or self.address
        self._look(
            self.client.post(address, {name: values for name, values in sent.items() if values}, follow=True),
            refused=refused,
        )

    def text(self, selector: str = "main") -> str:
        """The words of one part of the page, in one line."""
        return in_one_line(self.page.cssselect(selector)[0])

    def texts(self, selector: str) -> list[str]:
        return [in_one_line(part) for part in self.page.cssselect(selector)]

    def option(self, field: str, words: str) -> str:
        """The value of the choice in a list that begins with these words."""
        (value,) = {
            one.get("value")
            for one in self.page.cssselect(f"select[name='{field}'] option")
            if one.text.startswith(words)
        }
        return str(value)

    def _buttons(self, words: str) -> list[Any]:
        return [
            one
            for one in self.page.cssselect("main button[type=submit]")
            if in_one_line(one).startswith(words)
        ]

    def _look(self, answer: Any, *, refused: bool = False) -> None:
        """See the page that was answered. ``Any``: what the test client makes of a response has no type of its own."""
        redirects: list[tuple[str, int]] = getattr(answer, "redirect_chain", [])
        self.address = redirects[-1][0] if redirects else answer.wsgi_request.get_full_path()
        expected = (200, 422) if refused else (200,)
        assert answer.status_code in expected, (
            f"{answer.status_code} at {self.address}: {answer.content[:4000]!r}"
        )
        self.page = html.fromstring(answer.content.decode("utf-8"))
        self.address = self.address.split("#")[0]
        wrong = self.texts(".error-summary")
        assert bool(wrong) is refused, wrong or f"{self.address} says nothing is wrong"


def in_one_line(part: Any) -> str:
    return " ".join(part.text_content().split())


def _held(form: Any) -> dict[str, list[Given]]:
    """What a browser would send of a form as it stands."""
    held: dict[str, list[Given]] = {}
    for name, value in form.form_values():
        held.setdefault(name, []).append(_as_sent(value))
    return held


def _fitting(form: Any, name: str, given: Given) -> list[Given]:
    """What was filled in, if the form has such a field and, where one chooses, such a choice."""
    controls = form.cssselect(f"[name='{name}']")
    assert controls, f"no field {name} in the form {form.get('action')}"
    if isinstance(given, SimpleUploadedFile):
        assert controls[0].get("type") == "file"
        return [given]
    values = [given] if isinstance(given, str) else list(given)
    choices = {one.get("value") for one in form.cssselect(f"select[name='{name}'] option")}
    choices |= {one.get("value", "on") for one in controls if one.get("type") in {"radio", "checkbox"}}
    assert not choices or set(values) <= choices, f"{values} is not to be chosen in {name}"
    return [_as_sent(value) for value in values]


def _as_sent(text: str) -> str:
    return re.sub(r"\r?\n", "\r\n", text)


def uploaded(name: str, data: bytes, kind: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=kind)


def signed_in(member: Member) -> Visitor:
    """Somebody who was handed a link and pressed its button."""
    visitor = Visitor()
    visitor.open(reverse("accounts:open_link", args=[make_sign_in_link(member=member)]))
    visitor.press("Sign in as")
    return visitor


def bring_in(visitor: Visitor, community: Community, name: str, data: bytes) -> None:
    """Choose a framework's file; the page that follows says what is in it."""
    visitor.open(reverse("frameworks:stage", args=[community.slug]))
    visitor.press("Look at what is in it", {"file": uploaded(name, data)})


def bring_table(visitor: Visitor, address: str, form: bytes, *, refused: bool = False) -> None:
    """Choose a comment table on the page at this address; the page that follows says what was read from it."""
    visitor.open(address)
    visitor.press(
        "Read the table", {"file": uploaded("Comments on PT.docx", form, WORD_FILE)}, refused=refused
    )


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment of the real table, and what this run decides about it."""

    row: int
    mark: str
    body: str
    number: int
    text: str
    proposed: str
    kind: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Slip:
    """The receipt code of one body, and the two receipts it was given: when it came in, and at the end."""

    body: str
    code: str
    early: bytes
    late: bytes
    outcome: str
    """The outcome page, as HTML."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything people hold in their hands when the run is over."""

    seen: Mapping[str, str]
    """The words of pages on the way, by what was looked at."""
    drawn: int
    version: Tree
    """The version that was published."""
    given: bytes
    """The filled form."""
    returned: bytes
    """The form as it came, with the observations in it."""
    shown: bytes
    """The table that everybody can fetch."""
    slips: tuple[Slip, ...]
    receipts: Mapping[int, bytes]
    """The record's own receipt of every entry."""
    files: Mapping[str, bytes]
    """The whole record: each of its files, by its path below the record's address."""

    @property
    def key(self) -> str:
        """The line people write down."""
        return self.files["key"].decode().strip()

    def entries(self) -> Iterator[bytes]:
        """Every entry of the record, in order, out of the bundles."""
        for path, data in self.files.items():
            if path.startswith("tile/entries/"):
                yield from entries_in(data)


def decided(comments: Iterable[Mapping[str, Any]]) -> tuple[Comment, ...]:
    """What is decided about each comment, by the word its real observation opens with."""
    counted: dict[str, int] = {}
    found = []
    for row, comment in enumerate(comments, start=1):
        body = str(comment["id"])[:2]
        counted[body] = counted.get(body, 0) + 1
        opening, _, rest = str(comment.get("observations") or "").strip().partition(".")
        kind, label, reason = _ruling(str(comment["id"]), opening, " ".join(rest.split()))
        found.append(
            Comment(
                row=row,
                mark=str(comment["id"]),
                body=body,
                number=counted[body],
                text=str(comment["comments"] or "").strip(),
                proposed=str(comment["proposed_change"] or "").strip(),
                kind=kind,
                label=label,
                reason=reason,
            )
        )
    return tuple(found)


def _ruling(mark: str, opening: str, rest: str) -> tuple[str, str, str]:
    match opening:
        case "Accepted":
            return "accepted", "Accepted", rest or AS_PROPOSED
        case "Clarification needed":
            return "deferred", "Deferred", "We ask the body what it means before we change anything."
        case "" if mark.endswith(("049", "052", "053")):
            return "declined", "Not accepted", f"We talked about {mark} at length and leave it as it is."
        case "" if mark.endswith("055"):
            return "noted", "Noted, no change asked for", "It stays beside the text for the next round."
        case "":
            return (
                "out_of_scope",
                "Out of scope here",
                "The other parts of the series would have to change first.",
            )
        case _:
            raise AssertionError(
                f"an observation of {mark} opens in a way this test does not know: {opening}"
            )


@dataclass(slots=True)
class Walk:
    """The run while it goes on: who takes part, and where."""

    community: Community
    coordinator: Visitor
    comments: tuple[Comment, ...]
    framework: str = ""
    group: str = "the-way-finders"
    consultation: str = "what-should-it-say"

    def to(self, name: str, *more: object) -> str:
        """The address of a page by its name, within the community."""
        return reverse(name, args=[self.community.slug, *more])


def walk_through(package: bytes, form: bytes, comments: tuple[Comment, ...]) -> Run:
    """Everything from the files to the receipts. ``form`` is the commenting form with the comments written in."""
    community = accounts.community("Marram Peers")
    walk = Walk(community, signed_in(accounts.coordinator(community)), comments)
    seen: dict[str, str] = {}

    _import_framework(walk, package)
    seats = _form_group(walk)
    _open_consultation(walk)
    file, codes = _take_in_table(walk, form, seen)
    seen["gate while people answer"] = _gate(walk)
    early = {
        body: Visitor().file(reverse("publication:receipt", args=[code])) for body, code in codes.items()
    }
    walk.coordinator.open(walk.to("consultations:close", walk.consultation))
    walk.coordinator.press("Close the consultation")

    drawn = _draw_every_answer(walk, seen)
    seen["gate when all is read"] = _gate(walk)
    statement = _place_one(walk)
    _decide(walk, seats, statement, seen)
    version = _publish(walk, seen)
    table = walk.to("publication:comment_table", walk.consultation)
    returned, shown = walk.coordinator.file(f"{table}?file={file}"), Visitor().file(table)
    outcomes = {body: _follow(code) for body, code in codes.items()}
    record = _record(seen)
    late = {body: Visitor().file(reverse("publication:receipt", args=[code])) for body, code in codes.items()}
    slips = tuple(Slip(body, code, early[body], late[body], outcomes[body]) for body, code in codes.items())
    return Run(seen, drawn, version, form, returned, shown, slips, *record)


def _import_framework(walk: Walk, package: bytes) -> None:
    visitor = walk.coordinator
    bring_in(visitor, walk.community, "sbac-PT.json", package)
    visitor.press("Import these 164 statements")
    walk.framework = visitor.address.rstrip("/").rpartition("/")[2]


def _form_group(walk: Walk) -> tuple[Visitor, ...]:
    """Three lived-experience seats and an adviser's, who decide by consent; answers with those who hold them."""
    visitor = walk.coordinator
    visitor.open(walk.to("groups:form"))
    visitor.press(
        "Form the group", {"name": "The Way Finders", "purpose": "Decides what stands in our frameworks."}
    )
    rules = {"power": "decides", "rule": "consent", "quorum": "3", "quorum_lived": "2", "lived_share": "60"}
    visitor.press("Adopt", rules)
    holders = [
        accounts.member(walk.community, name=name)
        for name in ("Noor Teal", "Bram Fen", "Iris Lode", "Tam Wold")
    ]
    for number, holder in enumerate(holders, start=1):
        visitor.open(walk.to("groups:fill", walk.group))
        chosen, kind = (
            visitor.option("holder", holder.name),
            "technical" if number == len(holders) else "lived",
        )
        filled = {"kind": kind, "title": f"Seat {number}", "holder": chosen, "filled_how": "by lot"}
        visitor.press("Add this seat", filled)
    return tuple(signed_in(holder) for holder in holders)


def _open_consultation(walk: Walk) -> None:
    visitor = walk.coordinator
    visitor.open(walk.to("consultations:open"))
    told = {
        "title": "What should it say?",
        "about": "Because these words will be used.",
        "what_happens": "The Way Finders answer every point within a month.",
        "information_law": "We hold the answers. Freedom of information law does not apply.",
        "contact": "Ida Vane, 01632 960 200",
        "closes_on": (clock.now() + timedelta(days=20)).date().isoformat(),
    }
    visitor.press("Open the consultation", told)
    assert visitor.address == walk.to("consultations:consultation", walk.consultation)


def _take_in_table(walk: Walk, form: bytes, seen: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The file's address and, for each body, the code its slip shows."""
    visitor = walk.coordinator
    bring_table(visitor, walk.to("consultations:stage_table", walk.consultation), form)
    seen["what was read"] = visitor.text("body")
    visitor.press("Take in these 3 responses")
    seen["taken in"] = visitor.text("body")
    slips = visitor.page.cssselect(".code-slip")
    codes = {
        in_one_line(slip.cssselect(".code-slip-title")[0]): "".join(
            in_one_line(slip.cssselect(".code-slip-code")[0]).split()
        )
        for slip in slips
    }
    file = visitor.address.rstrip("/").rpartition("/")[2]
    bring_table(visitor, walk.to("consultations:stage_table", walk.consultation), form)
    seen["brought again"] = visitor.text("main")
    return file, codes


def _draw_every_answer(walk: Walk, seen: dict[str, str]) -> int:
    """One key for each answer: the whole of it is one point. The desk opens the next by itself."""
    visitor, drawn = walk.coordinator, 0
    visitor.open(walk.to("listening:desk", walk.consultation))
    while visitor.offers("The whole answer is one point"):
        visitor.press("The whole answer is one point")
        drawn += 1
        assert drawn <= len(walk.comments), "the desk opens answers that have been read"
    seen["the desk, done"] = visitor.text("body")
    return drawn


def _place_one(walk: Walk) -> str:
    """The first point, placed on a statement by hand; answers with that statement's identifier."""
    visitor = walk.coordinator
    visitor.open(walk.to("listening:points", walk.consultation))
    visitor.page.make_links_absolute("http://testserver" + visitor.address)
    places = [link for _, _, link, _ in visitor.page.iterlinks() if re.search(r"/points/[^/]+/$", link)]
    visitor.open(places[0].removeprefix("http://testserver"))
    statement = str(visitor.page.cssselect("select[name=statement] option[value!='']")[1].get("value"))
    visitor.press("Place it here", {"statement": statement})
    return statement


def _decide(walk: Walk, seats: tuple[Visitor, ...], statement: str, seen: dict[str, str]) -> None:
    """Three motions, one of them put twice, until no point waits."""
    first, second, third, adviser = seats
    changes = (
        ("reword", statement, {"text": NEW_WORDS}),
        ("add", statement, {"text": ADDED_WORDS, "code": "N.1"}),
    )
    taken_up = [one for one in walk.comments if one.kind == "accepted"]
    motion = _put(
        walk, first, "What we take up", taken_up, changes=changes, kind="accepted", reason=AS_PROPOSED
    )
    for seat in seats:
        _vote(seat, motion, "agree")
    seen["first motion"] = _close(walk, motion)
    walk.coordinator.press("Make these changes in the draft")

    unclear = [one for one in walk.comments if one.kind == "deferred"]
    motion = _put(walk, second, "What we ask about first", unclear, kind="deferred", reason=unclear[0].reason)
    for seat in (first, second):
        _vote(seat, motion, "agree")
    _vote(adviser, motion, "abstain")
    seen["second motion"] = _close(walk, motion)

    others = [one for one in walk.comments if one.kind not in {"accepted", "deferred"}]
    motion = _put(walk, third, "What we leave as it is", others)
    _vote(first, motion, "object", "CC-07 was not read out to everybody.")
    for seat in (second, third):
        _vote(seat, motion, "agree")
    seen["third motion"] = _close(walk, motion)

    motion = _put(walk, third, "What we leave as it is, read out", others)
    for seat in (first, second, third):
        _vote(seat, motion, "agree")
    seen["fourth motion"] = _close(walk, motion)
    adviser.open(motion)
    adviser.press("Put my dissent on record", {"dissent-text": "CC-10 deserved more time."})


def _put(
    walk: Walk,
    visitor: Visitor,
    title: str,
    comments: Sequence[Comment],
    *,
    changes: Sequence[tuple[str, str, Mapping[str, str]]] = (),
    kind: str = "",
    reason: str = "",
) -> str:
    """A motion through all five of its pages; answers with its address."""
    visitor.open(walk.to("decisions:put", walk.group))
    uids = _points_on_page(visitor, comments)
    visitor.press("Go on: what is the answer?", {"point": list(uids.values())})
    filled = {"answer-kind": kind, "answer-reason": reason}
    for comment in comments:
        if comment.kind != kind:
            filled[f"answer-{uids[comment.mark]}-kind"] = comment.kind
        if comment.reason != reason:
            filled[f"answer-{uids[comment.mark]}-reason"] = comment.reason
    visitor.press("Go on: what changes in the text?", filled)
    for place, (operation, statement, words) in enumerate(changes):
        visitor.press("Add this change", {"new-operation": operation, "new-statement": statement})
        fields = {f"change-{place}-{name}": text for name, text in words.items()}
        visitor.press("Show me what this would do", fields)
    visitor.press("Go on: what is it called?")
    visitor.press("Go on: check the motion", {"words-title": title})
    visitor.press("Put the motion")
    assert "Open for votes" in visitor.text()
    return visitor.address


def _points_on_page(visitor: Visitor, comments: Sequence[Comment]) -> dict[str, str]:
    """The boxes to tick, by the mark of the comment: found by what people read beside them."""
    boxes = {
        in_one_line(label): label.get("for").removeprefix("point-")
        for label in visitor.page.cssselect(".choice label")
    }
    found = {}
    for comment in comments:
        words = " ".join((comment.text or comment.proposed).split())
        matching = [
            uid
            for label, uid in boxes.items()
            if label.startswith(words) and f", point {comment.number}" in label
        ]
        assert len(matching) == 1, f"{comment.mark} stands {len(matching)} times among the points"
        found[comment.mark] = matching[0]
    return found


def _vote(seat: Visitor, motion: str, choice: str, reason: str = "") -> None:
    seat.open(motion)
    seat.press("Vote", {"vote-choice": choice, "vote-reason": reason})


def _close(walk: Walk, motion: str) -> str:
    visitor = walk.coordinator
    visitor.open(f"{motion}close/")
    visitor.press("Close the vote and count")
    return visitor.text()


def _publish(walk: Walk, seen: dict[str, str]) -> Tree:
    seen["gate when all is decided"] = _gate(walk)
    walk.coordinator.press("Publish this version")
    seen["published"] = walk.coordinator.text("body")
    anybody = Visitor()
    anybody.open(walk.to("frameworks:version_whole", walk.framework, 1))
    seen["version 1"] = anybody.text()
    version = latest_version(Framework.objects.get(slug=walk.framework, community=walk.community))
    assert version is not None
    return tree_of(version)


def _gate(walk: Walk) -> str:
    walk.coordinator.open(walk.to("publication:gate", walk.framework))
    return walk.coordinator.text()


def _follow(code: str) -> str:
    """By the code and nothing else: the page of what became of it, and a word about the first answer."""
    somebody = Visitor()
    somebody.open(reverse("publication:find"))
    somebody.press("Show me", {"code": code.replace("-", " ").upper()})
    page = html.tostring(somebody.page, encoding="unicode")
    somebody.press("I am content")
    assert "You are content" in somebody.text()
    return str(page)


def _record(seen: dict[str, str]) -> tuple[dict[int, bytes], dict[str, bytes]]:
    """What anybody can fetch of the record: every entry's own receipt, and every file of the whole."""
    anybody = Visitor()
    log = reverse("record:log")
    anybody.open(log)
    seen["record"] = anybody.text()
    files = {name: anybody.client.get(f"{log}{name}").content for name in ("checkpoint", "key")}
    size = int(files["checkpoint"].split(b"\n")[1])
    files |= {tile.path: anybody.client.get(f"{log}{tile.path}").content for tile in tiles_of(size)}
    receipts = {index: anybody.file(reverse("record:entry_receipt", args=[index])) for index in range(size)}
    return receipts, files
