"""What everybody is told on every page: that the site is read-only, or that the record was found wanting."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from penholder.record.signing import here
from penholder.record.standing import hold
from penholder.record.store import publish
from tests.factories.consultations import open_consultation_with
from tests.factories.publication import told

pytestmark = pytest.mark.django_db

REASON = "The database and the published record differ at entry 9. Put back a backup."
SPLIT = "Two different records were signed under the name of this one."
ROLLED_BACK = "This record was longer once: entries that were signed are missing here."


def raise_alarms(*titles: str) -> None:
    for number, title in enumerate(titles, start=1):
        publish(here(), f"alarms/{number}.txt", f"{title}\n\nWhat it means.\n".encode())


def page_at(client: Client, name: str, *more: object) -> str:
    return client.get(reverse(name, args=more)).content.decode()


@pytest.mark.parametrize(
    "name",
    ["front:home", "front:about", "record:log", "record:check", "publication:find", "accounts:sign_in"],
)
def test_every_page_says_that_the_site_is_read_only_and_why(client: Client, name: str) -> None:
    assert "About this site" not in page_at(client, name)

    hold(here(), REASON)

    page = page_at(client, name)
    assert "This site can only be read just now" in page
    assert REASON in page
    assert page.index(REASON) < page.index("<main")


def test_an_address_that_leads_nowhere_says_it_too(client: Client) -> None:
    hold(here(), REASON)

    answer = client.get("/c/nowhere/")

    assert answer.status_code == 404
    assert REASON in answer.content.decode()


def test_every_page_tells_of_an_alarm_and_leads_to_what_was_found(client: Client) -> None:
    raise_alarms(SPLIT)

    for name in ("front:home", "record:compare"):
        page = page_at(client, name)
        assert SPLIT in page
        assert f'<a href="{reverse("record:alarm", args=[1])}">See what was found</a>' in page
    assert client.get(reverse("record:alarm", args=[1])).status_code == 200


def test_many_alarms_are_one_notice_of_each_kind_and_all_of_them_on_the_page_of_the_record(
    client: Client,
) -> None:
    raise_alarms(SPLIT, ROLLED_BACK, SPLIT)

    home, log = page_at(client, "front:home"), page_at(client, "record:log")

    assert (home.count(SPLIT), home.count(ROLLED_BACK)) == (1, 1)
    assert [f"alarms/{number}.txt" in log for number in (1, 2, 3)] == [True] * 3


def test_quiet_pages_say_it_calmly(client: Client) -> None:
    _, consultation = open_consultation_with()
    code = told().received.code
    hold(here(), REASON)
    raise_alarms(SPLIT)

    for page in (
        page_at(client, "consultations:respond", consultation.community.slug, consultation.slug, 1),
        page_at(client, "publication:outcome", code),
    ):
        assert "Nothing can be sent or changed" in page
        assert "Your code works as before" in page
        assert "notice-error" not in page
        assert (REASON in page, SPLIT in page) == (False, False)


def test_notices_ask_the_database_nothing(client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_at(client, "front:about")
        return len(queries)

    before = asked()
    hold(here(), REASON)
    raise_alarms(SPLIT, ROLLED_BACK)

    assert asked() == before
