"""A place is asked for once in a request, and never outlives the request or the person it belongs to."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import login, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory

from penholder.accounts.access import access_community, place_at
from penholder.accounts.models import Member, Membership, Role
from tests.factories.accounts import community, coordinator, member, signed_in

pytestmark = pytest.mark.django_db


def test_place_is_asked_for_once_however_many_want_to_know(django_assert_num_queries: Any) -> None:
    of = community()
    who = coordinator(of)
    with django_assert_num_queries(1):
        place = access_community(who, of.slug, to="coordinate")
        assert access_community(who, of.slug) is place
        assert place_at(who, of.slug) is place
    assert (place.community, place.member, place.role) == (of, who, Role.COORDINATOR)


def test_place_is_kept_for_each_community_apart() -> None:
    here, elsewhere = community(), community()
    who = coordinator(here)
    assert access_community(who, here.slug).coordinates
    assert not access_community(who, elsewhere.slug).coordinates
    with pytest.raises(PermissionDenied, match="Only this community"):
        access_community(who, elsewhere.slug, to="read")


def test_place_that_is_nowhere_is_not_found_twice(django_assert_num_queries: Any) -> None:
    guest = AnonymousUser()
    with django_assert_num_queries(1):
        for _ in range(2):
            with pytest.raises(Http404):
                access_community(guest, "nowhere")
        assert place_at(guest, "nowhere") is None


def test_place_changes_when_somebody_signs_in_and_out_within_a_request() -> None:
    of = community()
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.user = AnonymousUser()
    assert access_community(request.user, of.slug).role == ""
    login(request, member(of, role=Role.READER), backend="django.contrib.auth.backends.ModelBackend")
    assert access_community(request.user, of.slug).role == Role.READER
    logout(request)
    assert access_community(request.user, of.slug).member is None


def test_place_is_looked_up_afresh_in_the_next_request(client: Client) -> None:
    of = community()
    who: Member = coordinator(of)
    signed_in(client, who)
    address = f"/c/{of.slug}/members/"
    assert client.get(address).status_code == 200
    Membership.objects.filter(member=who).update(role=Role.MEMBER)
    assert client.get(address).status_code == 403
