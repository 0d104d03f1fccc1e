"""The pages: what a respondent meets, and what coordinators and readers do."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from penholder.consultations.actions import close_consultation
from penholder.consultations.models import Consultation, ReceivedFile, Response, UnsentResponse
from penholder.consultations.queries import response_by_code
from penholder.pure.ledger.enclosure import open_receipt
from penholder.pure.ledger.receipt import Receipt
from penholder.record import clock, signing
from tests.factories.consultations import (
    asked_at,
    comment_table,
    consultation_on,
    many_statements,
    open_consultation_with,
    response_to,
)
from tests.factories.record import hand_of

pytestmark = pytest.mark.django_db


def url(consultation: Consultation, name: str, *more: object) -> str:
    return reverse(f"consultations:{name}", args=[consultation.community.slug, consultation.slug, *more])


def words_of_page(response: Any) -> str:
    """What stands on the page, as text in one line."""
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(body).split())


def hidden(response: Any) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode())
    return {name: unescape(value) for name, value in found}


def send(client: Client, consultation: Consultation, **changed: str) -> Any:
    page = client.get(url(consultation, "check"))
    return client.post(url(consultation, "check"), {**hidden(page), **changed}, follow=True)


def code_on(response: Any) -> str:
    found = re.search(r'data-code="([^"]+)"', response.content.decode())
    assert found, "no code on the page"
    return found[1]


def test_consultation_says_everything_before_the_first_field(client: Client) -> None:
    _, consultation = open_consultation_with()
    said = words_of_page(client.get(consultation.get_absolute_url()))
    for told in (
        consultation.about,
        consultation.asker,
        consultation.what_happens,
        consultation.information_law,
        consultation.contact,
        consultation.decider.name,
        "Open until",
        "about 2 minutes",
        "no account",
    ):
        assert told in said
    assert client.get(url(consultation, "respond", 1)).status_code == 200


def test_consultation_that_is_closed_says_when_and_offers_no_start(client: Client) -> None:
    place, consultation = open_consultation_with()
    close_consultation(consultation=consultation, by=place.coordinator)
    said = words_of_page(client.get(consultation.get_absolute_url()))
    assert "This consultation is closed" in said
    assert "Start" not in said


def test_respond_from_the_first_part_to_the_receipt(client: Client) -> None:
    _, consultation = open_consultation_with()
    asked = asked_at(consultation, "1.1.1")
    question = consultation.questions.get(position=1)
    page = client.get(url(consultation, "respond", 1))
    assert "Part 1 of 4" in words_of_page(page)
    assert "An ability to build a relationship that is mutual, by:" in words_of_page(page)

    page = client.post(
        url(consultation, "respond", 1),
        {
            f"s{asked.pk}-stance": "reword",
            f"s{asked.pk}-text": "Too\r\nfast",
            f"s{asked.pk}-proposed": "slowly",
        },
        follow=True,
    )
    assert "Part 2 of 4" in words_of_page(page)
    page = client.post(url(consultation, "respond", 3), {f"q{question.pk}-text": "Joy"}, follow=True)
    assert "Part 4 of 4" in words_of_page(page)
    page = client.post(
        url(consultation, "respond", 4),
        {
            "whole-text": "Thank you for asking",
            "you-label": "A carer",
            "you-publishing": "words",
            "go": "check",
        },
        follow=True,
    )
    for word in (
        "Yes, but in other words",
        "slowly",
        "Joy",
        "Thank you for asking",
        "A carer",
        "your health",
    ):
        assert word in words_of_page(page)

    page = send(client, consultation)
    assert page.redirect_chain == [(url(consultation, "sent"), 302)]
    response = Response.objects.get()
    assert response_by_code(code_on(page)) == response
    assert consultation.what_happens in words_of_page(page)
    assert [(answer.text, answer.stance) for answer in response.answers.all()] == [
        ("Too\nfast", "reword"),
        ("Joy", ""),
        ("Thank you for asking", ""),
    ]
    assert (response.label, response.publishing) == ("A carer", "words")
    assert not UnsentResponse.objects.exists()

    file = client.get(url(consultation, "receipt"))
    assert 'filename="R-0001.tlog-proof"' in file["Content-Disposition"]
    opened = open_receipt(Receipt.parse(file.content), keys=[signing.verifier()])
    assert opened.body.obj == response.uid
    assert {word.value for word in opened.words} >= {"Too\nfast", "slowly", "Joy", "A carer"}


def test_respond_by_a_member_who_is_signed_in_leaves_no_name(client: Client) -> None:
    place, consultation = open_consultation_with()
    client.force_login(place.coordinator)
    client.post(url(consultation, "respond", 4), {"whole-text": "From me"})
    send(client, consultation)
    entry = Response.objects.get().entry
    assert entry is not None
    assert hand_of(entry) == ""


def test_respond_keeps_what_was_written_on_going_back_and_in_a_second_tab(client: Client) -> None:
    _, consultation = open_consultation_with()
    asked = asked_at(consultation, "2.1")
    client.get(url(consultation, "respond", 1))
    client.get(url(consultation, "respond", 2))
    client.post(url(consultation, "respond", 2), {f"s{asked.pk}-text": "Ask early", "go": "back"})
    client.post(url(consultation, "respond", 4), {"whole-text": "In the other tab"})
    page = client.get(url(consultation, "respond", 2)).content.decode()
    assert "Ask early" in page
    assert re.search(rf'<section[^>]*id="s{asked.pk}".*?<details class="details" open>', page, re.DOTALL)
    assert "In the other tab" in client.get(url(consultation, "respond", 4)).content.decode()
    assert UnsentResponse.objects.count() == 1


def test_respond_with_words_too_long_says_where_and_keeps_them(client: Client) -> None:
    _, consultation = open_consultation_with()
    asked = asked_at(consultation, "2.1")
    page = client.post(url(consultation, "respond", 2), {f"s{asked.pk}-text": "long " * 5_000})
    assert page.status_code == 422
    assert "longer than 20,000 letters" in words_of_page(page)
    assert f'href="#s{asked.pk}-text"' in page.content.decode()
    assert "long long long" in words_of_page(page)


def test_respond_to_one_statement_by_its_link_leads_to_its_place(client: Client) -> None:
    _, consultation = open_consultation_with()
    asked = asked_at(consultation, "2.1")
    answer = client.get(url(consultation, "respond"), {"statement": asked.statement.uid})
    assert answer["Location"] == f"{url(consultation, 'respond', 2)}#s{asked.pk}"
    unknown = client.get(url(consultation, "respond"), {"statement": "nobody-knows"}, follow=True)
    assert "does not ask about that statement" in words_of_page(unknown)


def test_respond_to_a_part_that_is_not_there_is_not_found(client: Client) -> None:
    _, consultation = open_consultation_with()
    assert client.get(url(consultation, "respond", 9)).status_code == 404


def test_respond_is_kept_out_of_every_cache(client: Client) -> None:
    _, consultation = open_consultation_with()
    for page in ("check", "sent"):
        assert "no-store" in client.get(url(consultation, page))["Cache-Control"]
    assert "no-store" in client.get(url(consultation, "respond", 1))["Cache-Control"]


def test_check_with_nothing_written_offers_the_first_part(client: Client) -> None:
    _, consultation = open_consultation_with()
    client.post(url(consultation, "respond", 4), {"whole-text": "  "})
    page = client.get(url(consultation, "check"))
    assert "Nothing is written yet" in words_of_page(page)
    assert 'name="writing"' not in page.content.decode()


def test_check_sent_twice_shows_the_same_confirmation_and_makes_no_second_response(client: Client) -> None:
    _, consultation = open_consultation_with()
    client.post(url(consultation, "respond", 4), {"whole-text": "Once"})
    form = hidden(client.get(url(consultation, "check")))
    first = client.post(url(consultation, "check"), form, follow=True)
    second = client.post(url(consultation, "check"), form, follow=True)
    assert code_on(first) == code_on(second)
    assert Response.objects.count() == 1


def test_check_sent_twice_at_once_still_shows_the_code(client: Client) -> None:
    """The second request read the session before the first one wrote it."""
    _, consultation = open_consultation_with()
    client.post(url(consultation, "respond", 4), {"whole-text": "Once"})
    form = hidden(client.get(url(consultation, "check")))
    session, unsent = dict(client.session), UnsentResponse.objects.get()
    first = client.post(url(consultation, "check"), form, follow=True)
    unsent.save(force_insert=True)
    before = client.session
    before.clear()
    before.update(session)
    before.save()
    second = client.post(url(consultation, "check"), form, follow=True)
    assert code_on(first) == code_on(second)
    assert Response.objects.count() == 1


def test_check_after_closing_keeps_the_words_in_view_and_says_whom_to_send_them_to(client: Client) -> None:
    place, consultation = open_consultation_with()
    client.post(url(consultation, "respond", 4), {"whole-text": "Almost in time"})
    form = hidden(client.get(url(consultation, "check")))
    close_consultation(consultation=consultation, by=place.coordinator)
    page = client.post(url(consultation, "check"), form)
    assert page.status_code == 422
    for word in ("closed on", "Almost in time", consultation.contact):
        assert word in words_of_page(page)
    later = client.post(url(consultation, "respond", 4), {"whole-text": "Still writing"}, follow=True)
    assert "Still writing" in words_of_page(later)
    assert not Response.objects.exists()


def test_check_filled_by_a_machine_is_held_and_goes_through_when_sent_again(client: Client) -> None:
    _, consultation = open_consultation_with()
    client.post(url(consultation, "respond", 4), {"whole-text": "Quick"})
    held = send(client, consultation, website="http://example.invalid")
    assert "faster than people write" in words_of_page(held)
    assert code_on(send(client, consultation))


def test_check_sent_fast_by_a_person_goes_through(client: Client) -> None:
    _, consultation = open_consultation_with()
    client.post(url(consultation, "respond", 4), {"whole-text": "Quick"})
    assert code_on(send(client, consultation))


def test_check_from_an_earlier_page_sends_nothing(client: Client) -> None:
    _, consultation = open_consultation_with()
    client.post(url(consultation, "respond", 4), {"whole-text": "Now"})
    page = client.post(url(consultation, "check"), {"writing": "c" * 32}, follow=True)
    assert "from an earlier time" in words_of_page(page)
    assert not Response.objects.exists()


def test_sent_lets_go_of_the_code_when_it_is_written_down(client: Client) -> None:
    _, consultation = open_consultation_with()
    client.post(url(consultation, "respond", 4), {"whole-text": "Once"})
    code = code_on(send(client, consultation))
    done = client.post(url(consultation, "sent"), follow=True)
    assert code not in done.content.decode()
    assert "shown only once" in words_of_page(client.get(url(consultation, "sent"), follow=True))
    assert client.get(url(consultation, "receipt")).status_code == 404


def test_leave_forgets_everything_and_goes_elsewhere_at_once(client: Client, settings: Any) -> None:
    _, consultation = open_consultation_with()
    client.post(url(consultation, "respond", 4), {"whole-text": "Secret"})
    assert url(consultation, "leave") in client.get(url(consultation, "respond", 1)).content.decode()
    gone = client.get(url(consultation, "leave"))
    assert gone.status_code == 303
    assert gone["Location"] == settings.CONFIG.text("exit_url")
    assert '"cookies"' in gone["Clear-Site-Data"]
    assert not UnsentResponse.objects.exists()
    assert "Secret" not in client.get(url(consultation, "respond", 4)).content.decode()


def test_respond_without_quiet_exit_shows_no_way_out(client: Client) -> None:
    place, _ = open_consultation_with()
    calm = consultation_on(place, quiet_exit=False)
    assert "Leave this page" not in words_of_page(client.get(url(calm, "respond", 1)))


def test_respond_with_42_statements_is_light_and_asks_the_database_little(client: Client) -> None:
    _, consultation = open_consultation_with(many_statements(41))
    client.get(url(consultation, "respond", 1))  # a first page also begins the session
    client.post(url(consultation, "respond", 4), {"whole-text": "Kept"})
    with CaptureQueriesContext(connection) as asked:
        page = client.get(url(consultation, "respond", 1))
    assert page.content.decode().count("Should this stay as it is?") == 42
    assert len(asked) <= 10, [query["sql"][:90] for query in asked]
    assert len(gzip.compress(page.content)) < 10_000


def test_respond_for_the_first_time_asks_the_database_little(client: Client) -> None:
    _, consultation = open_consultation_with(many_statements(41))
    with CaptureQueriesContext(connection) as asked:
        client.get(url(consultation, "respond", 1))
    assert len(asked) <= 10, [query["sql"][:90] for query in asked]


def count_at(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_lists_ask_the_database_the_same_for_one_and_for_three(client: Client) -> None:
    place, consultation = open_consultation_with()
    client.force_login(place.coordinator)
    addresses = (
        reverse("consultations:consultations", args=[place.community.slug]),
        url(consultation, "responses"),
    )
    response_to(consultation)
    for address in addresses:
        client.get(address)
    once = [count_at(client, address) for address in addresses]
    for _ in range(2):
        response_to(consultation_on(place))
        response_to(consultation, "one", "two")
    assert [count_at(client, address) for address in addresses] == once


def test_consultations_lists_open_ones_first(client: Client) -> None:
    place, first = open_consultation_with()
    second = consultation_on(place, title="The other one")
    close_consultation(consultation=first, by=place.coordinator)
    said = words_of_page(client.get(reverse("consultations:consultations", args=[place.community.slug])))
    assert said.index(second.title) < said.index("Closed") < said.index(first.title)


def test_open_asks_for_everything_people_must_be_told(client: Client) -> None:
    place, _ = open_consultation_with()
    client.force_login(place.coordinator)
    address = reverse("consultations:open", args=[place.community.slug])
    said = words_of_page(client.post(address, {"title": "Bare"}))
    assert "Say what will happen with the answers, and by when." in said
    assert "Choose the last day." in said


def test_open_makes_a_consultation_until_the_end_of_the_last_day(client: Client) -> None:
    place, _ = open_consultation_with()
    client.force_login(place.coordinator)
    day = (clock.now() + timedelta(days=30)).date()
    page = client.post(
        reverse("consultations:open", args=[place.community.slug]),
        {
            "draft": place.draft.pk,
            "decider": place.group.pk,
            "title": "Round two",
            "about": "Why",
            "asker": "We",
            "what_happens": "Answers by June",
            "information_law": "Ours",
            "contact": "Ida Vane",
            "closes_on": day.strftime("%d/%m/%Y"),
            "questions": "First?\n\nSecond?\n",
            "quiet_exit": "on",
        },
        follow=True,
    )
    made = Consultation.objects.get(title="Round two")
    assert made.get_absolute_url() in page.redirect_chain[0][0]
    assert [question.text for question in made.questions.all()] == ["First?", "Second?"]
    assert f"{day.strftime('%Y')}, 23:59" in words_of_page(page)


@pytest.mark.parametrize("name", ["responses", "close", "stage_table", "type_in"])
def test_pages_of_coordinators_are_closed_to_guests(client: Client, name: str) -> None:
    _, consultation = open_consultation_with()
    assert client.get(url(consultation, name)).status_code == 403


def test_close_asks_once_more_and_then_closes(client: Client) -> None:
    place, consultation = open_consultation_with()
    client.force_login(place.coordinator)
    assert "can’t be undone" in words_of_page(client.get(url(consultation, "close")))
    client.post(url(consultation, "close"))
    again = client.post(url(consultation, "close"), follow=True)
    assert "closed already" in words_of_page(again)


def brought(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("comments.docx", data)


def test_stage_table_shows_what_was_read_and_receive_table_takes_it_in(client: Client) -> None:
    place, consultation = open_consultation_with()
    client.force_login(place.coordinator)
    data = comment_table(
        ("DE-001", "1.1.2", "Say it kindly.", ""), ("DE-002", "", "", "Shorter."), ("GB-001", "9", "Why?", "")
    )
    page = client.post(url(consultation, "stage_table"), {"file": brought(data)}, follow=True)
    said = words_of_page(page)
    assert "2 responses with 3 comments" in said
    assert "1 comment names the code" in said
    assert "Say it kindly." in said
    address = page.redirect_chain[-1][0]
    page = client.post(address, follow=True)
    codes = re.findall(r'data-code="([^"]+)"', page.content.decode())
    assert [response_by_code(code) for code in codes] == list(Response.objects.order_by("number"))
    again = client.post(address, follow=True)
    assert "Nothing was taken in twice" in words_of_page(again)
    assert Response.objects.count() == 2
    client.post(address, {"handed_on": "yes"})
    assert "shown once" in words_of_page(client.get(address))


@pytest.mark.parametrize(
    ("data", "sentence"), [(b"", "is empty"), (b"words", "not a Word file"), (b"PK\x03\x04", "damaged")]
)
def test_stage_table_with_a_wrong_file_says_what_to_do(client: Client, data: bytes, sentence: str) -> None:
    place, consultation = open_consultation_with()
    client.force_login(place.coordinator)
    page = client.post(url(consultation, "stage_table"), {"file": brought(data)})
    assert page.status_code == 422
    assert sentence in words_of_page(page)
    assert not ReceivedFile.objects.exists()


def test_receive_table_of_another_consultation_is_not_found(client: Client) -> None:
    place, consultation = open_consultation_with()
    other = consultation_on(place)
    client.force_login(place.coordinator)
    page = client.post(
        url(consultation, "stage_table"), {"file": brought(comment_table(("DE-1", "1", "Yes.", "")))}
    )
    address = page["Location"].replace(consultation.slug, other.slug)
    assert client.get(address).status_code == 404


def test_type_in_takes_in_a_letter_in_the_name_of_who_typed_it(client: Client) -> None:
    place, consultation = open_consultation_with()
    client.force_login(place.coordinator)
    page = client.post(url(consultation, "type_in"), {"source": "letter"}, follow=True)
    assert "typing this in for somebody else" in words_of_page(page)
    client.post(url(consultation, "respond", 4), {"whole-text": "Dear all"})
    assert code_on(send(client, consultation))
    response = Response.objects.get()
    assert response.source == "letter"
    assert response.entry is not None
    assert hand_of(response.entry) == place.coordinator.name


def test_framework_panel_shows_open_consultations_and_lets_coordinators_open_one(client: Client) -> None:
    place, consultation = open_consultation_with()
    address = place.draft.framework.get_absolute_url()
    assert consultation.get_absolute_url() in client.get(address).content.decode()
    open_url = reverse("consultations:open", args=[place.community.slug])
    assert open_url not in client.get(address).content.decode()
    client.force_login(place.coordinator)
    assert open_url in client.get(address).content.decode()


def test_words_of_respondents_are_escaped_on_every_page(client: Client) -> None:
    _, consultation = open_consultation_with()
    asked = asked_at(consultation, "2.1")
    script = "<script>alert(1)</script>"
    client.post(url(consultation, "respond", 2), {f"s{asked.pk}-text": script})
    client.post(url(consultation, "respond", 4), {"you-label": script})
    pages: tuple[Callable[[], Any], ...] = (
        lambda: client.get(url(consultation, "respond", 2)),
        lambda: client.get(url(consultation, "respond", 4)),
        lambda: client.get(url(consultation, "check")),
    )
    for page in pages:
        assert script not in page().content.decode()
