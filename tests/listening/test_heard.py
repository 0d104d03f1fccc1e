"""What was said, statement by statement: exact for readers, rounded and after the close for everybody."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from penholder.consultations.actions import close_consultation
from penholder.consultations.models import Consultation, Stance
from penholder.listening.queries import Heard, heard_in
from tests.factories.accounts import coordinator, member, signed_in
from tests.factories.consultations import STEM, open_consultation_with
from tests.factories.listening import answer_of, point_on, reader, said, whole_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation() -> Consultation:
    return open_consultation_with()[1]


def closed(consultation: Consultation) -> Consultation:
    return close_consultation(consultation=consultation, by=coordinator(consultation.community))


def url(consultation: Consultation) -> str:
    return reverse("listening:heard", args=[consultation.community.slug, consultation.slug])


def page_of(client: Client, consultation: Consultation) -> str:
    response = client.get(url(consultation))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def numbers_beside(page: str, code: str) -> list[str]:
    """The five numbers of the row that begins with this code."""
    row = page.split(f">{code}</a>", 1)[1].split("</tr>", 1)[0]
    return re.findall(r'<td [^>]*class="number">([^<]*)</td>', row)


def heard_about(consultation: Consultation, code: str) -> Heard:
    return next(heard for heard in heard_in(consultation) if heard.code == code)


def test_heard_in_counts_words_wishes_and_points_apart(consultation: Consultation) -> None:
    who = reader(consultation)
    first = answer_of(said(consultation, "One. Two.", stance=Stance.REWORD).response)
    said(consultation, "", proposed="In other words", stance=Stance.REWORD)
    said(consultation, "", stance=Stance.KEEP)
    said(consultation, "Out with it", stance=Stance.REMOVE)
    point_on(first, "One.", by=who)
    point_on(first, "Two.", by=who)
    heard = heard_about(consultation, "1.1.1")
    assert (heard.comments, heard.keep, heard.reword, heard.remove, heard.points) == (3, 1, 2, 1, 2)
    untouched = heard_about(consultation, "2.1")
    assert (untouched.comments, untouched.keep, untouched.points) == (0, 0, 0)


def test_heard_in_keeps_reading_order_and_stems(consultation: Consultation) -> None:
    heard = heard_in(consultation)
    assert [one.code for one in heard] == ["1", "1.1", "1.1.1", "1.1.2", "2", "2.1", ""]
    assert heard_about(consultation, "1.1.2").stem == STEM
    assert heard_about(consultation, "2.1").stem == ""


def test_heard_in_shows_last_what_was_about_no_statement(consultation: Consultation) -> None:
    whole = answer_of(said(consultation, "About it all.", about="").response)
    whole_point(whole, by=reader(consultation))
    last = heard_in(consultation)[-1]
    assert (last.uid, last.comments, last.points) == ("", 1, 1)


def test_heard_shows_readers_the_numbers_as_they_are_while_people_answer(
    client: Client, consultation: Consultation
) -> None:
    for _ in range(3):
        said(consultation, stance=Stance.REWORD)
    page = page_of(signed_in(client, reader(consultation)), consultation)
    assert numbers_beside(page, "1.1.1") == ["3", "0", "3", "0", "0"]
    assert STEM in page


@pytest.mark.parametrize("place", ["guest", "member"])
def test_heard_shows_everybody_else_no_number_before_the_end(
    client: Client, consultation: Consultation, place: str
) -> None:
    if place == "member":
        signed_in(client, member(consultation.community))
    said(consultation)
    page = page_of(client, consultation)
    assert "This page opens when the consultation has closed" in page
    assert 'class="number"' not in page


def test_heard_shows_everybody_no_small_number_after_the_end(
    client: Client, consultation: Consultation
) -> None:
    for _ in range(12):
        said(consultation)
    for _ in range(9):
        said(consultation, "Too much", about="2.1", stance=Stance.REMOVE)
    page = page_of(client, closed(consultation))
    assert numbers_beside(page, "1.1.1") == ["10", "none", "none", "none", "none"]
    assert numbers_beside(page, "2.1") == ["fewer than 10", "none", "none", "fewer than 10", "none"]


def test_heard_is_offered_to_everybody_once_the_consultation_has_closed(
    client: Client, consultation: Consultation
) -> None:
    link = f'href="{url(consultation)}"'
    assert link not in client.get(consultation.get_absolute_url()).content.decode()
    closed(consultation)
    assert link in client.get(consultation.get_absolute_url()).content.decode()


def test_heard_is_offered_to_readers_on_the_consultation_and_at_the_desk(
    client: Client, consultation: Consultation
) -> None:
    signed_in(client, reader(consultation))
    answer = answer_of(said(consultation).response)
    whole_point(answer, by=reader(consultation))
    desk = reverse("listening:desk", args=[consultation.community.slug, consultation.slug])
    for address in (consultation.get_absolute_url(), desk, f"{desk}points/"):
        assert f'href="{url(consultation)}"' in client.get(address).content.decode()
