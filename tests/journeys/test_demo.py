"""The demo, walked through link by link: every page opens, for a guest and for its coordinator, and has something on it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.db import transaction
from django.test import Client

from penholder.accounts.models import Member
from penholder.consultations.models import Response, Source
from penholder.decisions.models import Motion
from penholder.frameworks.models import Version
from penholder.listening.models import Point
from penholder.project.demo.story import tell
from penholder.record.queries import newest_first
from tests.factories.accounts import signed_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
OF_A_KIND = 4  # pages of one kind, say responses or entries, that are opened at most
LINK = re.compile(r'href="(/[^"#]*)')
START = ("/", "/c/lanternfold-peer-circle/", "/desk/")


@pytest.fixture(scope="module")
def ada(django_db_setup: None, record_of_this_module: None, django_db_blocker: object) -> object:
    """The story is told once for all these tests, and undone after them."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]  pytest-django's blocker
        yield tell(now=NOW, say=lambda _what: None)
        transaction.set_rollback(True)


def test_the_demo_holds_what_the_terminal_promises(ada: Member) -> None:
    closed = Response.objects.filter(consultation__title="What should Keeping Company say?")

    assert closed.count() == 300
    assert set(closed.values_list("source", flat=True)) == set(Source.values)
    assert Version.objects.count() == 2
    assert set(Motion.objects.values_list("state", flat=True)) == set(Motion.State.values)
    decided = Point.objects.filter(answer__response__in=closed).exclude(disposition=None).count()
    drawn = Point.objects.filter(answer__response__in=closed).count()
    assert 0.3 < decided / drawn < 0.7, f"{decided} of {drawn} points decided is not half"


def test_the_record_of_the_demo_runs_forward(ada: Member) -> None:
    times = [entry.appended_at for entry in newest_first()]

    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("who", ["guest", "coordinator"])
def test_every_page_of_the_demo_opens(ada: Member, client: Client, who: str) -> None:
    if who == "coordinator":
        signed_in(client, ada)
    waiting, seen, kinds = list(START), set(START), dict[str, int]()
    wrong = []
    while waiting:
        address = waiting.pop()
        answer = client.get(address, follow=True)
        if answer.status_code != 200 and not (who == "guest" and answer.status_code == 403):
            wrong.append(f"{address} answered {answer.status_code}")
        if "text/html" not in answer.headers.get("Content-Type", "") or answer.status_code != 200:
            continue
        for link in map(unescape, LINK.findall(answer.content.decode())):
            kind = re.sub(r"[0-9a-f]{8}[0-9a-f-]*|\d+", "#", link)
            if (
                link in seen
                or kinds.get(kind, 0) >= OF_A_KIND
                or link.startswith(("/static/", "/sign-in/"))
                or "/leave/" in link
            ):
                continue
            kinds[kind] = kinds.get(kind, 0) + 1
            seen.add(link)
            waiting.append(link)
    assert wrong == []
    assert len(seen) > 60
