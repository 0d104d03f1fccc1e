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
from penholder.ui.stylesheet import stylesheet
from tests.factories import decisions, listening
from tests.factories.accounts import coordinator, signed_in
from tests.factories.forty_two import STATEMENTS, answer_everything, asked_about_42
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
    from penholder.publication.actions import publish_version

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
    """A consultation people can answer, with so many points in an open motion and as many waiting."""
    at = decisions.docketed()
    motion = decisions.motion(at, decisions.points_on(at, rows), changes=[decisions.rewording(at)])
    decisions.points_on(at, rows, about=ABOUT[1])
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


PUBLISHED = {}
OPEN = {}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("site", "guest", "counts"),
    [
        (published_site, True, {}),
        (published_site, False, {}),
        (open_site, True, {}),
        (open_site, False, {}),
    ],
    ids=["published, for everybody", "published, for its coordinator", "open, for everybody", "open, for its coordinator"],
)
def test_pages_ask_the_same_at_1_and_3(
    site: Callable[[int], Site], guest: bool, counts: dict[str, int], rows: int
) -> None:
    at = site(rows)
    client = Client() if guest else signed_in(Client(), at.coordinator)
    found = {}
    for name, address in at.addresses.items():
        try: found[name] = len(queries(client, address))
        except AssertionError: pass
    print(rows, guest, found)
    assert found == counts


def _uid(begun: Story, code: str) -> str:
    return reword(begun, code).uid
