"""The page that checks a receipt where there are no scripts: the site checks it, says so, and keeps nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from penholder.consultations.actions import issue_receipt
from penholder.consultations.models import Response
from penholder.pure.ledger.enclosure import open_receipt
from penholder.pure.ledger.receipt import Receipt
from penholder.record import signing
from penholder.record.checks import name_of_words
from tests.factories.consultations import open_consultation_with
from tests.factories.publication import told
from tests.pure.ledger.logs import KEYS, ORIGIN, WITNESS_KEY, cosigned, made_log

pytestmark = pytest.mark.django_db

RECEIPT = made_log(7).receipt(3).text()
KEY = KEYS[0].vkey()
WORDS = "The garden gate should stay open on Sundays."


def test_check_page_offers_the_key_in_force_and_says_where_it_came_from(client: Client) -> None:
    page = client.get(reverse("record:check")).content.decode()

    assert signing.verifier().vkey() in page
    assert "This one came from this site" in page
    assert "no-store" in client.get(reverse("record:check")).headers["Cache-Control"]


@pytest.mark.parametrize("way", ["file", "pasted", "pasted as browsers send it"])
def test_check_a_receipt_shows_what_is_proven_and_who_checked_it(client: Client, way: str) -> None:
    given = {
        "file": {"file": SimpleUploadedFile("R-0004.tlog-proof", RECEIPT.encode())},
        "pasted": {"text": RECEIPT.rstrip("\n")},
        "pasted as browsers send it": {"text": RECEIPT.replace("\n", "\r\n")},
    }[way]
    answer = client.post(reverse("record:check"), {**given, "trust": KEY})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "This was checked by this site" in page
    assert "the key came from this site" not in page
    for said in (
        "response received (response.received)",
        "4 May 2026, 03:30 UTC, to the minute",
        "entry 3, counted from 0, of a record that had 7 then",
        f"{ORIGIN} (key id {KEYS[0].key_id.hex()})",
        "2 opened of 4 commitments",
        WORDS,
    ):
        assert said in page
    assert page.index("The words it opens") < page.index("The entry they belong to")


def test_check_the_receipt_of_a_response_with_the_key_of_the_page(client: Client) -> None:
    code = told().received.code
    response = Response.objects.get()
    receipt = issue_receipt(response=response).text()
    bare = client.get(reverse("record:entry_receipt", args=[response.entry.index]))  # type: ignore[union-attr]  it is in
    for text, opens in ((receipt, True), (bare.content.decode(), False)):
        page = client.post(reverse("record:check"), {"text": text, "trust": signing.verifier().vkey()})
        assert "response received (response.received)" in page.content.decode()
        assert ("Answer 1: what you said" in page.content.decode()) is opens
        assert "1.text" not in page.content.decode()
        assert "the key came from this site" in page.content.decode()
    assert response.reference not in bare.headers["Content-Disposition"]
    assert code not in bare.content.decode()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("12.text", "Answer 12: what you said"),
        ("1.proposed", "Answer 1: how you would put it"),
        ("1.stance", "Answer 1: your choice"),
        ("1.about", "Answer 1: about"),
        ("publishing", "May your words be shown"),
        ("label", "Your name as you gave it"),
        ("answers", "Answers (ids)"),
        ("1.gist", "1.gist"),
        ("01.text", "01.text"),
        ("text", "text"),
    ],
)
def test_words_are_named_as_people_would(name: str, said: str) -> None:
    assert name_of_words(name) == said


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (RECEIPT.replace("index 3", "index 2"), "does not lead from this entry"),
        (RECEIPT.replace("\n7\n", "\n8\n"), "does not fit the text"),
        (RECEIPT.replace("extra ", "extra A"), "not proper base64"),
        ("hello", "This is not a receipt"),
    ],
)
def test_check_a_spoilt_receipt_says_what_does_not_fit(client: Client, spoilt: str, said: str) -> None:
    answer = client.post(reverse("record:check"), {"text": spoilt, "trust": KEY})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Not proven" in page
    assert said in page
    assert "response.received" not in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (bytes(1_000_001), "too large to be a receipt"),
        (b"\x89PNG\r\n\x1a\n", "This file is not text"),
        (b"c2sp.org/tlog-proof@v1\n\0", "This file is not text"),
        (None, "Choose a receipt file, or paste the text of one."),
    ],
    ids=["empty", "huge", "picture", "zeros", "none"],
)
def test_check_a_wrong_file_gets_one_sentence(client: Client, content: bytes | None, said: str) -> None:
    given = {} if content is None else {"file": SimpleUploadedFile("x", content)}
    answer = client.post(reverse("record:check"), {**given, "trust": KEY})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.content.decode().count('class="wrong"') == 1


def test_check_with_another_key_refuses_and_with_no_key_asks_for_one(client: Client) -> None:
    other = client.post(reverse("record:check"), {"text": RECEIPT, "trust": signing.verifier().vkey()})
    none = client.post(reverse("record:check"), {"text": RECEIPT, "trust": "# nothing"})
    torn = client.post(reverse("record:check"), {"text": RECEIPT, "trust": KEY[:-3]})

    assert f"the key you trust is for “{signing.origin()}”" in other.content.decode()
    assert none.status_code == torn.status_code == 422
    assert "Say which key you trust" in none.content.decode()


@pytest.mark.parametrize(
    ("seen", "quorum", "proven"), [(True, "library", True), (False, "library", False), (False, "none", True)]
)
def test_check_with_a_policy_asks_for_its_witnesses(
    client: Client, seen: bool, quorum: str, proven: bool
) -> None:
    log = made_log(7)
    text = RECEIPT.replace(log.note, cosigned(log.note, time=1_800_000_000)) if seen else RECEIPT
    policy = f"log {KEY}\nwitness library {WITNESS_KEY.vkey()}\nquorum {quorum}"
    page = client.post(reverse("record:check"), {"text": text, "trust": policy}).content.decode()

    assert ("Not proven" not in page) is proven
    assert (f"{WITNESS_KEY.name} (key id {WITNESS_KEY.key_id.hex()})" in page) is (seen and proven)


def test_after_sending_there_is_a_receipt_with_the_words_and_one_without(client: Client) -> None:
    _, consultation = open_consultation_with()
    at = [consultation.community.slug, consultation.slug]
    client.post(reverse("consultations:respond", args=[*at, 4]), {"whole-text": "Only for you"})
    check = reverse("consultations:check", args=at)
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', client.get(check).content.decode())
    page = client.post(check, dict(hidden), follow=True).content.decode()
    links = re.findall(r'<a href="([^"]+)" download>', page)
    with_words, without = (client.get(link) for link in links)

    opened = [
        open_receipt(Receipt.parse(file.content), keys=[signing.verifier()]) for file in (with_words, without)
    ]
    assert opened[0].body == opened[1].body
    assert "Only for you" in {words.value for words in opened[0].words}
    assert opened[1].words == ()
    assert Response.objects.get().reference not in str(without.headers) + without.content.decode()


def test_check_needs_the_token_of_the_form() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(reverse("record:check"), {"text": RECEIPT, "trust": KEY}).status_code == 403


def test_check_leaves_nothing_behind(
    client: Client, caplog: pytest.LogCaptureFixture, settings: object
) -> None:
    data = Path(settings.DATA)  # type: ignore[attr-defined]  the fixture is untyped
    client.get(reverse("record:check"))
    before = sorted(path for path in data.rglob("*") if path.is_file())
    client.post(reverse("record:check"), {"text": RECEIPT, "trust": KEY})

    assert sorted(path for path in data.rglob("*") if path.is_file()) == before
    assert WORDS not in caplog.text
    assert "sessionid" not in client.cookies
