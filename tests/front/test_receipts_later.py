"""While the record can't be published, signed or read: what came in is kept, every page opens, and receipts come later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from penholder.consultations.models import Consultation, Response, UnsentResponse
from penholder.pure.ledger.enclosure import open_receipt
from penholder.pure.ledger.receipt import Receipt
from penholder.record import signing
from penholder.record.actions import recover
from penholder.record.signing import here
from penholder.record.standing import hold, release
from tests.factories.consultations import open_consultation_with, response_to

pytestmark = pytest.mark.django_db

WORDS = "Nobody asked me, and I would have come."
KEPT = "Your response is in and kept"
NOT_READY = "Its receipt is not ready yet"

Undo = Callable[[], None]


def signer_away() -> Undo:
    values = settings.CONFIG.values
    values["signer"] = "/nowhere/socket"
    return lambda: values.update(signer="")


def not_writable() -> Undo:
    """Something else lies where the folder of tiles should be: nobody can write below that, whoever they are."""
    tiles = here().log / "tile"
    aside = tiles.with_name("aside")
    if tiles.exists():
        tiles.rename(aside)
    tiles.write_text("in the way")

    def undo() -> None:
        tiles.unlink()
        if aside.exists():
            aside.rename(tiles)

    return undo


def read_only() -> Undo:
    hold(here(), "The lamps are being counted.")
    return lambda: release(here())


def damaged() -> Undo:
    """The site becomes read-only by itself, and goes on when it is started again."""
    (here().log / "checkpoint").write_text("torn")
    return _started_again


def _started_again() -> None:
    assert recover().held == ""


TROUBLES = pytest.mark.parametrize("trouble", [signer_away, not_writable, read_only, damaged])


@dataclass(frozen=True, slots=True)
class Asked:
    """An open consultation on a site that was started once, as every site is."""

    consultation: Consultation

    def at(self, name: str, *more: object) -> str:
        place = self.consultation
        return reverse(f"consultations:{name}", args=[place.community.slug, place.slug, *more])


@pytest.fixture
def asked() -> Asked:
    recover()
    return Asked(open_consultation_with()[1])


@pytest.fixture(autouse=True)
def signer_comes_back() -> Iterator[None]:
    yield
    settings.CONFIG.values["signer"] = ""


def send(client: Client, asked: Asked) -> str:
    """All the way by the pages; answers with what Send gives, before the next page is looked at."""
    client.post(asked.at("respond", 4), {"whole-text": WORDS})
    page = client.get(asked.at("check")).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    return unescape(client.post(asked.at("check"), hidden).content.decode())


@TROUBLES
def test_what_was_sent_is_kept_and_its_receipt_comes_later(
    client: Client, asked: Asked, trouble: Callable[[], Undo]
) -> None:
    if trouble in {signer_away, not_writable}:
        undo = trouble()
        send(client, asked)
    else:  # nothing can be sent then; here it begins right after
        response_to(asked.consultation, "So that the damage has something to damage.")
        receipt_of(client, Response.objects.get())
        send(client, asked)
        undo = trouble()
    page = client.get(asked.at("sent")).content.decode()
    response = Response.objects.get(answers__text=WORDS)

    assert KEPT in page
    assert NOT_READY in page
    assert "download" not in page
    assert "data-code=" in page
    file = client.get(asked.at("receipt"))
    assert (file.status_code, NOT_READY in file.content.decode()) == (503, True)
    assert "attachment" not in file.headers.get("Content-Disposition", "")

    undo()

    assert NOT_READY not in client.get(asked.at("sent")).content.decode()
    later = client.get(asked.at("receipt"))
    opened = open_receipt(Receipt.parse(later.content), keys=signing.verifiers())
    assert opened.body.obj == response.uid
    assert WORDS in {word.value for word in opened.words}


@TROUBLES
def test_the_page_by_code_opens_without_its_receipt(
    client: Client, asked: Asked, trouble: Callable[[], Undo]
) -> None:
    received = response_to(asked.consultation, WORDS)
    undo = trouble()
    outcome, receipt = (
        reverse(f"publication:{name}", args=[received.code]) for name in ("outcome", "receipt")
    )

    page, file = client.get(outcome), client.get(receipt)

    assert (page.status_code, file.status_code) == (200, 503)
    for shown in (page, file):
        words = shown.content.decode()
        assert WORDS in words
        assert KEPT in words
        assert NOT_READY in words
        assert "does not check" not in words
    assert client.get(asked.at("yours", received.code)).status_code == 200

    undo()

    assert "checked against the public record" in client.get(outcome).content.decode()
    assert client.get(receipt).status_code == 200


@TROUBLES
def test_the_pages_of_the_record_open_all_the_same(
    client: Client, asked: Asked, trouble: Callable[[], Undo]
) -> None:
    held = receipt_of(client, response_to(asked.consultation, WORDS).response)
    response = response_to(asked.consultation, "Another.").response
    assert response.entry is not None
    index = response.entry.index
    undo = trouble()

    entry = client.get(reverse("record:entry", args=[index]))
    proof = client.get(reverse("record:entry_receipt", args=[index]))
    compared = client.post(reverse("record:compare"), {"text": held})

    assert (entry.status_code, proof.status_code) == (200, 503)
    for page in (entry, proof):
        assert "its proof is not ready yet" in page.content.decode()
    assert client.get(reverse("record:log")).status_code == 200
    assert signing.public_keys()[0].vkey() in client.get(reverse("record:check")).content.decode()
    assert client.get(reverse("record:key")).status_code == 200
    assert client.get(reverse("record:checkpoint")).status_code in {200, 503}
    assert compared.status_code in {200, 422}
    assert "Two records" not in compared.content.decode()

    undo()

    assert client.get(reverse("record:entry_receipt", args=[index])).status_code == 200
    assert "The same record" in client.post(reverse("record:compare"), {"text": held}).content.decode()


def test_a_receipt_that_is_there_is_checked_while_the_signer_is_away(client: Client, asked: Asked) -> None:
    received = response_to(asked.consultation, WORDS)
    receipt_of(client, received.response)
    signer_away()

    page = client.get(reverse("publication:outcome", args=[received.code])).content.decode()

    assert "checked against the public record" in page


def test_nothing_can_be_sent_while_the_site_is_read_only_and_the_words_stay(
    client: Client, asked: Asked
) -> None:
    undo = read_only()

    page = send(client, asked)

    assert "Nothing can be sent or changed just now" in page
    assert "The lamps are being counted." not in page
    assert WORDS in page
    assert not Response.objects.exists()
    assert UnsentResponse.objects.count() == 1
    undo()
    send(client, asked)
    assert Response.objects.count() == 1


def test_nothing_is_taken_back_or_erased_while_the_site_is_read_only(client: Client, asked: Asked) -> None:
    received = response_to(asked.consultation, WORDS)
    read_only()

    for act in ("withdraw_yours", "erase_yours"):
        answer = client.post(asked.at(act, received.code), {"sure": "yes"}, follow=True)
        page = answer.content.decode()
        assert "Nothing can be sent or changed just now" in page
        assert "The lamps are being counted." not in page
        assert WORDS in page


def receipt_of(client: Client, response: Response) -> str:
    assert response.entry is not None
    file = client.get(reverse("record:entry_receipt", args=[response.entry.index]))
    assert file.status_code == 200
    return file.content.decode()


def test_the_page_by_code_names_the_command_as_it_is_typed(client: Client, asked: Asked) -> None:
    received = response_to(asked.consultation, WORDS)

    page = unescape(client.get(reverse("publication:outcome", args=[received.code])).content.decode())

    assert f'./penholder verify R-0001.tlog-proof --key "{signing.verifier().vkey()}"' in page
    assert reverse("record:check") in page
    assert received.response.entry is not None
    assert reverse("record:entry_receipt", args=[received.response.entry.index]) in page
    assert "record.key" not in page
