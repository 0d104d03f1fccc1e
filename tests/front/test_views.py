"""The way in, a community's own page, “my desk”, and what stands around every page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from penholder.accounts.models import Role
from tests.factories.accounts import community, member, signed_in
from tests.factories.consultations import consultation_on, response_to, scene

pytestmark = pytest.mark.django_db


def test_home_names_communities_and_what_is_open(client: Client) -> None:
    place = scene()
    asked = consultation_on(place)

    page = client.get(reverse("front:home")).content.decode()

    assert asked.title in page
    assert asked.community.name in page


def test_home_of_an_empty_site_says_what_to_do(client: Client) -> None:
    page = client.get(reverse("front:home")).content.decode()

    assert "There is no community here yet" in page


def test_community_offers_the_coordinators_acts_to_coordinators_only(client: Client) -> None:
    there = community()
    address = reverse("front:community", args=[there.slug])

    assert "Bring in a framework" not in client.get(address).content.decode()
    signed_in(client, member(there, role=Role.MEMBER))
    assert "Bring in a framework" not in client.get(address).content.decode()
    signed_in(client, member(there, role=Role.COORDINATOR))
    assert "Bring in a framework" in client.get(address).content.decode()


def test_desk_of_a_guest_is_refused_with_the_way_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("front:desk"))

    assert answer.status_code == 403
    assert "How to sign in" in answer.content.decode()


def test_desk_shows_what_waits_for_a_coordinator(client: Client) -> None:
    place = scene()
    asked = consultation_on(place)
    response_to(asked)
    signed_in(client, place.coordinator)

    page = client.get(reverse("front:desk")).content.decode()

    assert f"Read: {asked.title}" in page
    assert "1 to read" in page
    assert "Publish:" in page


def test_desk_of_a_member_without_tasks_says_so(client: Client) -> None:
    signed_in(client, member(community(), role=Role.MEMBER))

    assert "Nothing waits for you here" in client.get(reverse("front:desk")).content.decode()


@pytest.mark.parametrize(
    "name",
    ["front:about", "front:accessibility", "front:kept", "record:log", "ui:components", "publication:find"],
)
def test_pages_of_plain_words_open_for_everybody(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_an_address_that_leads_nowhere_says_so_kindly(client: Client) -> None:
    answer = client.get("/c/nowhere/")

    assert answer.status_code == 404
    assert "There is no community at this address" in answer.content.decode()
