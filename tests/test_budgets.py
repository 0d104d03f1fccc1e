"""What a page may cost: literal numbers of database queries, the same however much there is, and its weight.

A count that falls may be written down here; one that rises needs a reason. Session, person, community and place are in it.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from penholder.accounts.models import Member
from penholder.consultations.actions import close_consultation
from penholder.frameworks.actions import open_draft
from penholder.publication.actions import publish_version
from penholder.ui.stylesheet import stylesheet
from tests.factories import decisions, listening
from tests.factories.accounts import coordinator, signed_in
from tests.factories.consultations import Scene, consultation_on
from tests.factories.forty_two import STATEMENTS, answer_everything, asked_about_42
from tests.factories.frameworks import Circle, imported
from tests.factories.publication import Story, decided, one_more, reword, story

pytestmark = pytest.mark.django_db

HEAVIEST_PAGE = 40_000
ABOUT = ("1.1.1", "1.1.2", "2.1")


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are, and who coordinates."""

    coordinator: Member
    addresses: dict[str, str]


def queries(client: Client, address: str) -> list[str]:
    """What one look at a page asks the database; the first look, which may seal the record, doesn't count."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"][:120] for query in asked.captured_queries]


# 42 statements and their comment counts


def heard_at(times: int) -> tuple[Client, str]:
    consultation = asked_about_42()
    answer_everything(consultation, times=times)
    address = reverse("listening:heard", args=[consultation.community.slug, consultation.slug])
    return signed_in(Client(), listening.reader(consultation)), address


@pytest.mark.parametrize("comments", [1, 3])
def test_heard_of_42_statements_asks_seven_queries_at_1_and_at_3_comments_each(comments: int) -> None:
    client, address = heard_at(comments)
    asked = queries(client, address)
    assert len(asked) == 7, asked
    page = client.get(address).content.decode()
    cells = page.count(f'class="number">{comments}</td>')
    assert cells == 2 * STATEMENTS  # in words, and wishing for other words


@pytest.mark.parametrize("comments", [1, 3])
def test_heard_of_42_statements_asks_five_queries_for_everybody(comments: int) -> None:
    consultation = asked_about_42()
    answer_everything(consultation, times=comments)
    close_consultation(consultation=consultation, by=coordinator(consultation.community))
    address = reverse("listening:heard", args=[consultation.community.slug, consultation.slug])
    assert len(queries(Client(), address)) == 5


def test_heard_of_42_statements_weighs_little() -> None:
    """On the way to the browser (gzipped, stylesheet included) a fraction of the budget; the page alone keeps it unpacked."""
    client, address = heard_at(3)
    page = client.get(address).content
    sent = client.get(address, headers={"accept-encoding": "gzip"})
    assert sent.headers["Content-Encoding"] == "gzip"
    assert len(page) < HEAVIEST_PAGE
    assert len(sent.content) + len(gzip.compress(stylesheet().text.encode())) < HEAVIEST_PAGE / 2


# Every main page, with one and with three of whatever it shows


def published_site(rows: int) -> Site:
    """A version published after so many points were answered and so many statements reworded; the next draft is open."""
    begun = story()
    told = [one_more(begun, about=code) for code in ABOUT[:rows]]
    changes = [reword(begun, code, f"{code} in other words") for code in ABOUT[:rows]]
    motion = decided(begun, [one.point for one in told], operations=changes)
    close_consultation(consultation=begun.consultation, by=begun.coordinator)
    version = publish_version(draft=begun.draft, by=begun.coordinator).version
    framework = begun.draft.framework
    open_draft(framework=framework, by=begun.coordinator)
    at = [framework.community.slug, framework.slug]
    part = framework.statements.earliest("pk").uid
    return Site(
        begun.coordinator,
        {
            "home": reverse("front:home"),
            "desk": reverse("front:desk"),
            "community": framework.community.get_absolute_url(),
            "map": framework.get_absolute_url(),
            "whole": reverse("frameworks:whole", args=at),
            "part": reverse("frameworks:version_part", args=[*at, 1, part]),
            "statement": reverse("frameworks:statement", args=[*at, _uid(begun, ABOUT[0])]),
            "consultation": begun.consultation.get_absolute_url(),
            "docket": reverse("decisions:docket", args=[at[0], begun.scene.group.slug]),
            "motion": motion.get_absolute_url(),
            "gate": reverse("publication:gate", args=at),
            "outcome": reverse("publication:outcome", args=[told[0].received.code]),
            "account": reverse("publication:account", args=[*at, version.number]),
            "changes": reverse("publication:changes", args=[*at, version.number]),
            "log": reverse("record:log"),
        },
    )


def open_site(rows: int) -> Site:
    """So many points in an open motion and as many waiting, consultations with words to read, and drafts."""
    at = decisions.docketed()
    motion = decisions.motion(at, decisions.points_on(at, rows), changes=[decisions.rewording(at)])
    decisions.points_on(at, rows, about=ABOUT[1])
    scene = Scene(at.community, at.coordinator, at.draft, at.group)
    circle = Circle(at.community, at.coordinator, at.reader, at.reader)
    for _ in range(rows):
        listening.said(consultation_on(scene), "Nobody has read this yet.")
        imported(circle)
    slug, consultation, framework = at.community.slug, at.consultation, at.draft.framework
    return Site(
        at.coordinator,
        {
            "desk": reverse("front:desk"),
            "map": framework.get_absolute_url(),
            "consultation": consultation.get_absolute_url(),
            "respond": reverse("consultations:respond", args=[slug, consultation.slug, 1]),
            "responses": reverse("consultations:responses", args=[slug, consultation.slug]),
            "points": reverse("listening:points", args=[slug, consultation.slug]),
            "docket": reverse("decisions:docket", args=[slug, at.group.slug]),
            "motion": motion.get_absolute_url(),
            "gate": reverse("publication:gate", args=[slug, framework.slug]),
        },
    )


PUBLISHED = {
    "home": 2,
    "community": 4,
    "map": 10,
    "whole": 4,
    "part": 4,
    "statement": 16,
    "consultation": 4,
    "docket": 9,
    "motion": 9,
    "gate": 14,
    "outcome": 14,
    "account": 12,
    "changes": 7,
    "log": 3,
}
PUBLISHED_FOR_COORDINATOR = {
    "home": 4,
    "desk": 10,
    "community": 6,
    "map": 12,
    "whole": 6,
    "part": 6,
    "statement": 18,
    "consultation": 9,
    "docket": 12,
    "motion": 13,
    "gate": 16,
    "outcome": 16,
    "account": 14,
    "changes": 9,
    "log": 5,
}
OPEN = {"map": 11, "consultation": 4, "respond": 6, "docket": 10, "motion": 9, "gate": 14}
OPEN_FOR_COORDINATOR = {
    "desk": 10,
    "map": 13,
    "consultation": 9,
    "respond": 7,
    "responses": 6,
    "points": 9,
    "docket": 12,
    "motion": 12,
    "gate": 15,
}


@pytest.mark.parametrize(
    ("site", "guest", "most"),
    [
        (published_site, True, PUBLISHED),
        (published_site, False, PUBLISHED_FOR_COORDINATOR),
        (open_site, True, OPEN),
        (open_site, False, OPEN_FOR_COORDINATOR),
    ],
    ids=["published", "published, coordinating", "open", "open, coordinating"],
)
def test_pages_ask_no_more_at_3_than_at_1(
    site: Callable[[int], Site], guest: bool, most: dict[str, int]
) -> None:
    counted = []
    for rows in (1, 3):
        at = site(rows)
        client = Client() if guest else signed_in(Client(), at.coordinator)
        counted.append({name: len(queries(client, at.addresses[name])) for name in most})
    once, thrice = counted
    assert thrice == once
    assert {name: count for name, count in once.items() if count > most[name]} == {}


def _uid(begun: Story, code: str) -> str:
    return reword(begun, code).uid
