"""The pages of frameworks, as a reader and as a coordinator see them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from penholder.frameworks.actions import apply_change, open_draft
from penholder.frameworks.models import Framework, StagedImport
from penholder.frameworks.queries import tree_of
from penholder.pure.tree.change import Add, Retire
from tests.factories.accounts import signed_in
from tests.factories.frameworks import (
    Circle,
    case_bytes,
    case_package,
    circle,
    draft_of,
    imported,
    published,
    reworded,
    staged,
)

pytestmark = pytest.mark.django_db

VOID = {"meta", "link", "input", "br", "hr", "img", "path", "circle", "wbr"}


@pytest.fixture
def ring() -> Circle:
    return circle()


@pytest.fixture
def at_desk(client: Client, ring: Circle) -> Client:
    """The browser of somebody who coordinates."""
    return signed_in(client, ring.coordinator)


class _Balance(HTMLParser):
    """Counts what is opened and closed: lists drawn without recursion must still nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the parser gives them
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def _page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    html = response.content.decode()
    balance = _Balance()
    balance.feed(html)
    assert balance.open == []
    return html


def _url(name: str, framework: Framework, *more: object) -> str:
    return reverse(f"frameworks:{name}", args=[framework.community.slug, framework.slug, *more])


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# Import


def test_stage_keeps_the_file_and_leads_to_the_check(at_desk: Client, ring: Circle) -> None:
    file = SimpleUploadedFile("lantern.json", case_bytes(parts=2, each=3))

    answer = at_desk.post(
        reverse("frameworks:stage", args=[ring.community.slug]), {"file": file, "title": ""}
    )

    waiting = StagedImport.objects.get()
    assert answer["Location"] == reverse(
        "frameworks:import_framework", args=[ring.community.slug, waiting.uid]
    )
    words = _words(_page(at_desk, answer["Location"]))
    assert "Import these 10 statements" in words
    assert "Keeping a lantern" in words
    assert "Part 1: lantern care" in words
    assert not Framework.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "This file is empty"), (None, "Choose a file first")]
)
def test_stage_without_a_file_says_so_and_keeps_the_title(
    at_desk: Client, ring: Circle, content: bytes | None, sentence: str
) -> None:
    given: dict[str, object] = {"title": "My own title"}
    if content is not None:
        given["file"] = SimpleUploadedFile("lantern.json", content)

    html = at_desk.post(reverse("frameworks:stage", args=[ring.community.slug]), given).content.decode()

    assert sentence in html
    assert 'value="My own title"' in html


def test_stage_refuses_a_huge_file_before_reading_it(
    at_desk: Client, ring: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("penholder.frameworks.forms.LARGEST_TEXT_FILE", 2**20)
    file = SimpleUploadedFile("lantern.json", b"[" * (2**20 + 1))

    html = at_desk.post(
        reverse("frameworks:stage", args=[ring.community.slug]), {"file": file}
    ).content.decode()

    assert "more than 1 MB. Split it into smaller files." in html
    assert not StagedImport.objects.exists()


def test_check_of_an_unreadable_file_says_what_is_wrong_and_offers_another_go(
    at_desk: Client, ring: Circle
) -> None:
    waiting = staged(ring, data=b"%PDF-1.7 rest", filename="lantern.pdf", title="My own title")

    html = _page(at_desk, _check(waiting))

    assert "lantern.pdf is a PDF, not a CSV file" in html
    assert 'value="My own title"' in html
    assert "Choose another file" in html


def _check(waiting: StagedImport) -> str:
    return reverse("frameworks:import_framework", args=[waiting.community.slug, waiting.uid])


def test_check_groups_what_was_odd_and_folds_away_what_is_beyond_fifty(at_desk: Client, ring: Circle) -> None:
    package = case_package(parts=1, each=60)
    for one in package["CFItems"]:
        one["identifier"] += " with spaces"
    html = _page(at_desk, _check(staged(ring, data=json.dumps(package).encode())))

    words = _words(html)
    assert "An identifier is not a UUID. to know 62 times The first 50" in words
    assert "The other 12" in words
    assert html.count("was kept as it is") == 62


def test_check_of_a_table_shows_the_map_and_the_rows_as_read(at_desk: Client, ring: Circle) -> None:
    table = "Nr;Wording;Guild\n1;Light the lamp;ability\n1.1;Trim the wick;ability\n".encode("cp1252")
    html = _page(at_desk, _check(staged(ring, data=table, filename="sheet.csv")))

    assert '<option value="Wording" selected>Wording: Light the lamp</option>' in html
    words = _words(html)
    assert "Which column means what" in words
    assert "Trim the wick 1.1 none 1" in words
    assert "A table of 3 columns (UTF-8, semicolons between them): 2 statements in 2 levels" in words


def test_check_tries_another_map_without_importing(at_desk: Client, ring: Circle) -> None:
    waiting = staged(ring, data=b"f1,f2\n1,Light it\n1.1,Trim it\n", filename="sheet.csv")
    assert "Say which column holds the words" in _page(at_desk, _check(waiting))

    answer = at_desk.post(
        _check(waiting), {"try": "yes", "title": "Sheet", "text": "f2", "code": "f1", "path": "f1"}
    )

    assert answer.status_code == 302
    words = _words(_page(at_desk, _check(waiting)))
    assert "Import these 2 statements" in words
    assert "Trim it 1.1 none 1" in words
    assert not Framework.objects.exists()


def test_check_asks_before_anything_is_left_out(at_desk: Client, ring: Circle) -> None:
    waiting = staged(ring, data=b"id,text\n1,Light it\n1,Again\n2,Trim it\n", filename="sheet.csv")
    html = _page(at_desk, _check(waiting))
    assert "Import the rest: leave out this one thing" in html
    assert "The identifier of a statement is used twice." in html

    refused = at_desk.post(_check(waiting), {"import": "yes"})
    assert "Tick the box to import the rest" in refused.content.decode()
    assert not Framework.objects.exists()

    answer = at_desk.post(_check(waiting), {"import": "yes", "accept_left_out": "on"})
    framework = Framework.objects.get()
    assert answer["Location"] == framework.get_absolute_url()
    assert draft_of(framework).worded.count() == 2


def test_import_pressed_twice_leads_to_the_framework_already_made(at_desk: Client, ring: Circle) -> None:
    waiting = staged(ring)
    at_desk.post(_check(waiting), {"import": "yes"})

    again = at_desk.post(_check(waiting), {"import": "yes"}, follow=True)

    assert again.redirect_chain[-1][0] == Framework.objects.get().get_absolute_url()
    assert "imported already" in again.content.decode()


def test_import_is_for_coordinators(client: Client, ring: Circle) -> None:
    for url in (reverse("frameworks:stage", args=[ring.community.slug]), _check(staged(ring))):
        assert client.get(url).status_code == 403
        assert signed_in(Client(), ring.reader).post(url).status_code == 403


def test_import_of_another_community_is_not_found(ring: Circle) -> None:
    other = circle()
    waiting = staged(other)

    url = reverse("frameworks:import_framework", args=[ring.community.slug, waiting.uid])

    assert signed_in(Client(), ring.coordinator).get(url).status_code == 404


# Reading


def test_framework_shows_the_draft_while_nothing_is_published(client: Client, ring: Circle) -> None:
    framework = imported(ring, parts=2, each=3)

    words = _words(_page(client, framework.get_absolute_url()))

    assert "draft 1, nothing is published yet" in words
    assert "2 parts, 10 statements" in words
    assert "1 Part 1: lantern care 1.1 A keeper is able to: 3" in words


def test_framework_shows_the_newest_version_and_marks_what_is_new(client: Client, ring: Circle) -> None:
    framework = imported(ring)
    published(framework)
    open_draft(framework=framework, by=ring.coordinator)
    reworded(ring, framework, "p1-1", "trim it well")
    reworded(ring, framework, "p1-2", "trim it better")
    _decided(ring, framework, Add("new", "a new thing", parent="p2"))
    published(framework)

    words = _words(_page(client, framework.get_absolute_url()))

    assert "version 2, published 6 April 2027 · marks show what is new since version 1" in words
    assert "1.1 A keeper is able to: 3 · 2 changed" in words
    assert "a new thing · new" in words


def _decided(ring: Circle, framework: Framework, operation: Add | Retire) -> None:
    assert framework.entry is not None
    apply_change(
        draft=draft_of(framework),
        operation=operation,
        significance="substantive",
        why="people asked",
        warrant=framework.entry,
        by=ring.coordinator,
    )


@pytest.mark.parametrize("parts", [1, 61, 130])
def test_framework_of_any_width_can_be_read(client: Client, ring: Circle, parts: int) -> None:
    framework = imported(ring, parts=parts, each=1)

    html = _page(client, framework.get_absolute_url())

    assert f"{parts * 3} statement" in _words(html)
    for link in re.findall(r'href="([^"#]*/parts/[^"#]*)', html)[:3]:
        _page(client, link)


def test_whole_nests_every_statement_under_its_stem(client: Client, ring: Circle) -> None:
    framework = imported(ring, parts=3, each=4)
    published(framework)

    for url in (
        _url("whole", framework),
        _url("version_whole", framework, 1),
        _url("draft_whole", framework, 1),
    ):
        html = _page(client, url)
        for one in tree_of(framework.versions.get()).statements:
            assert f'id="s-{one.uid}"' in html
        assert _words(html).index("A keeper is able to:") < _words(html).index("trim wick 1.1.1 with care")


def test_whole_of_a_deep_tree_needs_no_recursion(client: Client, ring: Circle) -> None:
    rows = "\n".join(f"{'.'.join(['1'] * depth)},Level {depth}" for depth in range(1, 121))
    framework = imported(ring, data=f"path,text\n{rows}\n".encode(), filename="deep.csv")

    html = _page(client, _url("whole", framework))

    assert "Level 120" in html


def test_whole_of_a_very_long_framework_is_read_part_by_part(client: Client, ring: Circle) -> None:
    framework = imported(ring, parts=3, each=1000)

    html = _page(client, _url("whole", framework))

    assert "too long for one page" in html
    assert "trim wick" not in html


def test_framework_that_is_one_long_list_is_shown_five_hundred_at_a_time(
    client: Client, ring: Circle
) -> None:
    rows = "\n".join(f"{number},Statement number {number}" for number in range(1, 702))
    framework = imported(ring, data=f"code,text\n{rows}\n".encode(), filename="flat.csv")

    first = _page(client, framework.get_absolute_url())
    second = _page(client, f"{framework.get_absolute_url()}?list=2")

    assert first.count('class="tree-leaf"') == 500
    assert "651 to 700: Statement number 651" in second
    assert second.count('class="tree-leaf"') == 201


def test_part_leads_to_its_neighbours(client: Client, ring: Circle) -> None:
    framework = imported(ring, parts=3)

    words = _words(_page(client, _url("draft_part", framework, 1, "p2")))

    assert "Before it: 1 Part 1" in words
    assert "Next: 3 Part 3" in words
    assert client.get(_url("draft_part", framework, 1, "nothing")).status_code == 404


def test_statement_shows_its_stem_and_its_story(client: Client, ring: Circle) -> None:
    framework = imported(ring)
    published(framework)
    open_draft(framework=framework, by=ring.coordinator)
    change = reworded(ring, framework, "p1-1", "trim wick 1.1.1 with great care", why="stress")

    html = _page(client, _url("statement", framework, "p1-1"))

    words = _words(html)
    assert "A keeper is able to: 1.1.1 trim wick 1.1.1 with care" in words
    assert "In draft 2 it reads otherwise" in words
    assert "Published in version 1" in words
    assert "Why: stress" in words
    assert reverse("record:entry", args=[change.warrant.index]) in html
    assert "<ins>" in html


def test_statement_that_was_retired_keeps_its_words(client: Client, ring: Circle) -> None:
    framework = imported(ring)
    _decided(ring, framework, Retire("p1-1"))

    words = _words(_page(client, _url("statement", framework, "p1-1")))

    assert "no longer in the framework" in words
    assert "trim wick 1.1.1 with care" in words
    assert "Why: people asked" in words


@pytest.mark.parametrize("uid", ["a b", "a/b", "ä:1?x=1#y", "fix", "100%"])
def test_statement_is_found_whatever_its_identifier(client: Client, ring: Circle, uid: str) -> None:
    package = case_package(parts=1, each=1)
    package["CFItems"][2]["identifier"] = uid
    package["CFAssociations"][2]["originNodeURI"]["identifier"] = uid
    framework = imported(ring, data=json.dumps(package).encode())
    whole = _page(client, _url("whole", framework))

    [link] = {link for link in re.findall(r'href="([^"]*/statements/[^"]*)"', whole) if "p1" not in link}

    assert "trim wick 1.1.1 with care" in _page(client, link)
    reworded(ring, framework, uid, "trimmed")
    assert "trimmed" in _page(client, link)


def test_draft_tells_what_changed(client: Client, ring: Circle) -> None:
    framework = imported(ring)
    published(framework)
    open_draft(framework=framework, by=ring.coordinator)
    assert "Nothing yet" in _page(client, _url("draft", framework, 2))
    reworded(ring, framework, "p1-1", "trim wick 1.1.1 with great care", why="stress")
    _decided(ring, framework, Retire("p2-3"))

    words = _words(_page(client, _url("draft", framework, 2)))

    assert "What changed since version 1 2 statements so far." in words
    assert "Reworded" in words
    assert "editorial: stress" in words
    assert "trim wick 2.1.3 with care retired" in words


def test_versions_lists_them_all(client: Client, ring: Circle) -> None:
    framework = imported(ring)
    published(framework)
    open_draft(framework=framework, by=ring.coordinator)
    published(framework)

    words = _words(_page(client, _url("versions", framework)))

    assert words.index("Version 2") < words.index("Version 1")
    assert client.get(_url("version", framework, 3)).status_code == 404
    _page(client, _url("version", framework, 1))


def test_frameworks_says_what_to_do_where_there_is_none(
    client: Client, at_desk: Client, ring: Circle
) -> None:
    url = reverse("frameworks:frameworks", args=[ring.community.slug])
    assert "Import a framework" in _page(at_desk, url)
    assert "Import a framework" not in _page(Client(), url)

    imported(ring)

    assert "Keeping a lantern" in _page(Client(), url)


def test_words_from_a_file_are_never_markup(client: Client, ring: Circle) -> None:
    table = b'code,text\n1,"<script>alert(1)</script> & more"\n1.1,<b>bold</b>\n'
    framework = imported(ring, data=table, filename="sheet.csv", title="<i>T</i>")

    for url in (framework.get_absolute_url(), _url("whole", framework), _url("draft", framework, 1)):
        html = _page(client, url)
        assert "<script>alert" not in html
        assert "<i>T</i>" not in html


# Changing


def test_fix_rewords_and_leads_back_to_the_statement(at_desk: Client, ring: Circle) -> None:
    framework = imported(ring)
    url = _url("fix", framework, 1, "p1-1")
    assert "trim wick 1.1.1 with care" in _page(at_desk, url)

    answer = at_desk.post(url, {"text": "trim the wick\r\nwith care", "why": "an article"})

    assert answer["Location"] == _url("statement", framework, "p1-1")
    assert draft_of(framework).worded.get(statement__uid="p1-1").text == "trim the wick\nwith care"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "trim wick 1.1.1 with care", "why": "x"}, "already has these words"),
        ({"text": "", "why": "x"}, "To take it out needs a decision"),
        ({"text": "other", "why": ""}, "Say why this fix is needed"),
    ],
)
def test_fix_that_cannot_be_says_why_and_keeps_what_was_written(
    at_desk: Client, ring: Circle, given: dict[str, str], sentence: str
) -> None:
    framework = imported(ring)

    html = at_desk.post(_url("fix", framework, 1, "p1-1"), given).content.decode()

    assert sentence in html
    assert given["text"] in html
    assert given["why"] in html
    assert not draft_of(framework).changes.exists()


def test_fix_of_a_published_draft_leads_away(at_desk: Client, ring: Circle) -> None:
    framework = imported(ring)
    published(framework)

    answer = at_desk.get(_url("fix", framework, 1, "p1-1"), follow=True)

    assert "not in an open draft" in answer.content.decode()


def test_fix_and_open_draft_are_for_coordinators(client: Client, ring: Circle) -> None:
    framework = imported(ring)

    for url in (_url("fix", framework, 1, "p1-1"), _url("open_draft", framework)):
        assert client.get(url).status_code == 403
        assert signed_in(Client(), ring.member).post(url).status_code == 403


def test_open_draft_opens_one_and_a_second_press_shows_it(at_desk: Client, ring: Circle) -> None:
    framework = imported(ring)
    published(framework)
    url = _url("open_draft", framework)
    assert "becomes version 2" in _page(at_desk, url)

    first = at_desk.post(url)
    second = at_desk.post(url, follow=True)

    assert first["Location"] == _url("draft", framework, 2)
    assert "open already" in second.content.decode()


# Counting


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        _page(client, url)
    return len(counted)


OWN = {"whole": 7, "draft_part": 7}
"""Literal counts of the pages that show nothing from the stages above, the page frame and the asker included."""
PAGES = (*OWN, "framework", "draft", "statement")


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_42_statements_ask_the_same_number_of_questions_at_1_and_3_changes_each(
    at_desk: Client, ring: Circle, name: str
) -> None:
    framework = imported(ring, parts=3, each=12)
    more = {"draft": (1,), "draft_part": (1, "p1"), "statement": ("p1-1",)}.get(name, ())
    url = _url(name, framework, *more)
    points = [one.uid for one in tree_of(draft_of(framework)).statements]
    assert len(points) == 42

    for uid in points:
        reworded(ring, framework, uid, f"once {uid}")
    once = _queries(at_desk, url)
    for turn in ("twice", "thrice"):
        for uid in points:
            reworded(ring, framework, uid, f"{turn} {uid}")

    thrice = _queries(at_desk, url)
    assert thrice == once
    assert once == OWN.get(name, once)


def test_frameworks_page_asks_as_much_for_three_as_for_one(client: Client, ring: Circle) -> None:
    url = reverse("frameworks:frameworks", args=[ring.community.slug])
    imported(ring)
    one = _queries(client, url)
    published(imported(ring))
    imported(ring)

    assert _queries(client, url) == one


def test_page_of_42_statements_is_under_40_kilobytes(client: Client, ring: Circle) -> None:
    framework = imported(ring, parts=3, each=12)

    for name in ("framework", "whole"):
        assert len(_page(client, _url(name, framework)).encode()) < 40_000
