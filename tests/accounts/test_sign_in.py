"""Signing in by a link: looking at it does not use it up, pressing the button does, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from penholder.accounts.actions import make_sign_in_link, use_sign_in_link
from penholder.accounts.models import SignInLink
from penholder.record import clock
from penholder.record.recording import Refused
from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def token() -> str:
    return make_sign_in_link(member=accounts.member(accounts.community(), name="Ines Oduya"))


def address(token: str) -> str:
    return reverse("accounts:open_link", args=[token])


def test_open_link_shows_whose_it_is_and_does_not_use_it_up(client: Client, token: str) -> None:
    first, second = client.get(address(token)), client.get(address(token))

    for page in (first, second):
        assert "Sign in as Ines Oduya" in page.content.decode()
        assert page.headers["Cache-Control"].startswith("max-age=0")
    assert SignInLink.objects.get().used_at is None
    assert "_auth_user_id" not in client.session


def test_open_link_signs_in_when_the_button_is_pressed(client: Client, token: str) -> None:
    answer = client.post(address(token))

    assert (answer.status_code, answer.url) == (302, reverse("front:desk"))
    assert client.session["_auth_user_id"]


def test_open_link_a_second_time_says_so_and_signs_nobody_in(client: Client, token: str) -> None:
    Client().post(address(token))

    looked, pressed = client.get(address(token)), client.post(address(token))

    for page in (looked, pressed):
        assert page.status_code == 410
        assert "used already" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_use_sign_in_link_after_half_a_day_is_refused(token: str) -> None:
    with clock.at(clock.now() + timedelta(hours=12, minutes=1)), pytest.raises(Refused, match="run out"):
        use_sign_in_link(token=token)


def test_sign_in_link_is_kept_as_a_hash_only(token: str) -> None:
    assert token not in SignInLink.objects.get().token_hash


def test_sign_in_says_how_without_asking_for_anything(client: Client) -> None:
    page = client.get(reverse("accounts:sign_in"))

    words = page.content.decode()
    assert "There is no password" in words
    assert "<input" not in words


def test_sign_out_is_by_post_only(client: Client) -> None:
    accounts.signed_in(client, accounts.member(accounts.community()))

    assert client.get(reverse("accounts:sign_out")).status_code == 405
    client.post(reverse("accounts:sign_out"))
    assert "_auth_user_id" not in client.session
