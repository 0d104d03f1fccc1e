"""Giving people a place, and a link to sign in with."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from penholder.accounts.models import Membership, Role
from tests.factories.accounts import community, coordinator, member, signed_in

pytestmark = pytest.mark.django_db


def test_admit_member_gives_a_place_and_says_what_to_do_next(client: Client) -> None:
    there = community()
    signed_in(client, coordinator(there))
    address = reverse("accounts:members", args=[there.slug])

    page = client.post(
        address, {"name": "Noor Teal", "email": "", "role": Role.READER}, follow=True
    ).content.decode()

    assert "Noor Teal has a place here. Make them a link to sign in with." in page
    assert Membership.objects.get(member__name="Noor Teal").role == Role.READER


def test_admit_member_twice_by_the_same_address_is_refused_with_a_sentence(client: Client) -> None:
    there = community()
    signed_in(client, coordinator(there))
    address = reverse("accounts:members", args=[there.slug])
    given = {"name": "Noor Teal", "email": "noor@lantern.example", "role": Role.MEMBER}
    client.post(address, given)

    page = client.post(address, given).content.decode()

    assert "Noor Teal already is a member here." in page
    assert Membership.objects.filter(member__name="Noor Teal").count() == 1


def test_admit_member_without_a_name_says_what_is_missing(client: Client) -> None:
    there = community()
    signed_in(client, coordinator(there))

    page = client.post(reverse("accounts:members", args=[there.slug]), {"role": Role.MEMBER}).content.decode()

    assert "Write the name they want to go by." in page


def test_make_link_signs_that_member_in_once(client: Client) -> None:
    there = community()
    ada, noor = coordinator(there), member(there, name="Noor Teal")
    signed_in(client, ada)

    page = client.post(reverse("accounts:make_link", args=[there.slug, noor.uid])).content.decode()
    found = re.search(r"http://testserver(/sign-in/[^<\s]+/)", page)
    assert found

    other = Client()
    assert other.post(found.group(1), follow=True).context["member"] == noor
    assert Client().post(found.group(1)).status_code == 410


@pytest.mark.parametrize("role", [Role.MEMBER, Role.READER])
def test_members_and_links_are_for_coordinators_only(client: Client, role: Role) -> None:
    there = community()
    noor = member(there, role=role)
    signed_in(client, noor)

    assert client.get(reverse("accounts:members", args=[there.slug])).status_code == 403
    assert client.post(reverse("accounts:make_link", args=[there.slug, noor.uid])).status_code == 403


def test_a_coordinator_can_not_make_links_for_members_of_another_community(client: Client) -> None:
    here, elsewhere = community(), community()
    signed_in(client, coordinator(here))
    stranger = member(elsewhere)

    assert client.post(reverse("accounts:make_link", args=[here.slug, stranger.uid])).status_code == 404
    assert client.post(reverse("accounts:make_link", args=[elsewhere.slug, stranger.uid])).status_code == 403


def test_a_coordinator_can_not_sign_in_as_somebody_who_coordinates_elsewhere(client: Client) -> None:
    here, elsewhere = community(), community()
    signed_in(client, coordinator(here))
    victim = coordinator(elsewhere)
    Membership.objects.create(community=here, member=victim)

    answer = client.post(reverse("accounts:make_link", args=[here.slug, victim.uid]))

    assert answer.status_code == 403
    assert "another community" in answer.content.decode()


def test_admit_member_does_not_take_an_address_for_a_person_of_another_community(client: Client) -> None:
    """Somebody might have been admitted there under an address that is not theirs, and be signed in already."""
    here, elsewhere = community(), community()
    stranger = member(elsewhere)
    signed_in(client, coordinator(here))
    given = {"name": "Noor Teal", "email": stranger.email or "", "role": Role.COORDINATOR}

    page = client.post(reverse("accounts:members", args=[here.slug]), given).content.decode()

    assert "Leave it empty" in page
    assert not Membership.objects.filter(community=here, member=stranger).exists()
