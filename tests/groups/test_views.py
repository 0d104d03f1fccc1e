"""Pages of groups: who may do what, what a guest may read, and that they ask the database no more as groups grow."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from penholder.accounts.models import Community, Member
from penholder.groups.actions import leave_seat
from penholder.groups.models import Charter, Group, Power, Seat
from penholder.groups.panels import who_holds_the_pen
from tests.factories import accounts, groups
from tests.factories.accounts import signed_in
from tests.factories.frameworks import circle, imported

pytestmark = pytest.mark.django_db

CHARTER = {
    "power": "decides", "rule": "consent", "quorum": "3", "quorum_lived": "2", "lived_share": "75",
    "chosen_how": "By lot.", "interests": "", "offer": "", "review_on": "2028-03-01",
}  # fmt: skip


@pytest.fixture
def community() -> Community:
    return accounts.community()


@pytest.fixture
def coordinator(community: Community) -> Member:
    return accounts.coordinator(community)


def at(name: str, group: Group, *more: object) -> str:
    return reverse(f"groups:{name}", args=[group.community.slug, group.slug, *more])


def test_form_group_leads_on_to_its_charter(
    client: Client, community: Community, coordinator: Member
) -> None:
    form = reverse("groups:form", args=[community.slug])

    answer = signed_in(client, coordinator).post(form, {"name": "The drafting circle", "purpose": ""})

    made = Group.objects.get()
    assert answer.url == at("adopt", made)


def test_form_group_without_a_name_says_what_is_missing(
    client: Client, community: Community, coordinator: Member
) -> None:
    answer = signed_in(client, coordinator).post(
        reverse("groups:form", args=[community.slug]), {"name": "", "purpose": "We meet."}
    )

    assert "Give the group a name" in answer.content.decode()
    assert "We meet." in answer.content.decode()


def test_adopt_charter_warns_of_a_quorum_nobody_can_reach_yet(
    client: Client, coordinator: Member, community: Community
) -> None:
    made = groups.group(community, by=coordinator)

    page = signed_in(client, coordinator).post(at("adopt", made), CHARTER, follow=True)

    assert Charter.objects.get().quorum == 3
    assert "The charter asks for 3 votes, and no seats are held." in page.content.decode()


def test_adopt_charter_refuses_what_nobody_could_keep_and_keeps_what_was_typed(
    client: Client, coordinator: Member, community: Community
) -> None:
    made = groups.group(community, by=coordinator)

    page = signed_in(client, coordinator).post(at("adopt", made), {**CHARTER, "quorum_lived": "9"})

    words = page.content.decode()
    assert "9 lived-experience votes can&#x27;t be part of a quorum of 3" in words
    assert "By lot." in words
    assert not Charter.objects.exists()


def test_fill_seat_and_fill_it_later(client: Client, coordinator: Member, community: Community) -> None:
    made = groups.group(community, by=coordinator)
    signed_in(client, coordinator).post(
        at("fill", made), {"kind": "lived", "title": "Peer worker", "holder": "", "filled_how": ""}
    )
    seat = Seat.objects.get()
    who = accounts.member(community)

    client.post(at("fill_vacant", made, seat.number), {"holder": who.pk, "filled_how": "elected"})

    seat.refresh_from_db()
    assert (seat.holder, seat.filled_how) == (who, "elected")


def test_leave_seat_by_its_holder_keeps_the_statement(client: Client, community: Community) -> None:
    made = groups.group(community)
    seat = groups.seat(made)
    assert seat.holder is not None

    page = signed_in(client, seat.holder).post(
        at("leave", made, seat.number), {"statement": "I was not heard."}, follow=True
    )

    words = page.content.decode()
    assert "I was not heard." in words
    assert "Thank you for what you gave to it." in words


def test_group_page_names_seats_to_everybody_and_holders_to_the_community_only(
    client: Client, community: Community
) -> None:
    made = groups.group(community)
    seat = groups.seat(made, holder=accounts.member(community, name="Ines Oduya"))
    gone = groups.seat(made, holder=accounts.member(community, name="Tom Quill"))
    leave_seat(seat=gone, statement="I was not heard.", by=accounts.coordinator(community))

    public = client.get(at("group", made)).content.decode()
    inside = signed_in(client, accounts.member(community)).get(at("group", made)).content.decode()

    assert seat.title in public
    assert "I was not heard." in public
    assert "Ines Oduya" not in public
    assert "Tom Quill" not in public
    assert "Ines Oduya" in inside
    assert "Tom Quill" in inside


@pytest.mark.parametrize("page", ["adopt", "fill"])
@pytest.mark.parametrize("who", ["guest", "member", "coordinator elsewhere"])
def test_coordinators_pages_are_for_this_communitys_coordinators(
    client: Client, community: Community, page: str, who: str
) -> None:
    made = groups.group(community)
    _sign_in(client, who, community)

    assert client.get(at(page, made)).status_code == 403
    assert client.post(at(page, made), CHARTER).status_code == 403
    assert not Charter.objects.exists()


@pytest.mark.parametrize("who", ["guest", "member", "coordinator elsewhere"])
def test_leave_seat_is_for_its_holder_and_for_coordinators(
    client: Client, community: Community, who: str
) -> None:
    made = groups.group(community)
    seat = groups.seat(made)
    _sign_in(client, who, community)

    assert client.post(at("leave", made, seat.number), {"statement": "They left."}).status_code == 403
    seat.refresh_from_db()
    assert seat.left_at is None


def test_form_group_is_not_for_members(client: Client, community: Community) -> None:
    signed_in(client, accounts.member(community))

    assert client.post(reverse("groups:form", args=[community.slug]), {"name": "Ours"}).status_code == 403


def test_group_of_another_community_is_not_found(client: Client, community: Community) -> None:
    made = groups.group(community)

    assert client.get(reverse("groups:group", args=[accounts.community().slug, made.slug])).status_code == 404


def test_groups_page_asks_the_database_no_more_for_more_groups(client: Client, community: Community) -> None:
    page = reverse("groups:groups", args=[community.slug])
    groups.seated_group(community)
    one = _queries(client, page)
    for _ in range(2):
        groups.seated_group(community, lived=5)

    assert _queries(client, page) == one


def test_group_page_asks_the_database_no_more_for_more_seats(client: Client, community: Community) -> None:
    made, _ = groups.seated_group(community, lived=1, technical=0)
    client = signed_in(client, accounts.member(community))
    one = _queries(client, at("group", made))
    for _ in range(3):
        groups.seat(made)

    assert _queries(client, at("group", made)) == one


def test_groups_page_says_what_to_do_where_there_is_none(
    client: Client, community: Community, coordinator: Member
) -> None:
    page = reverse("groups:groups", args=[community.slug])

    assert "There is no group yet" in client.get(page).content.decode()
    assert "Form a group" in signed_in(client, coordinator).get(page).content.decode()


def test_who_holds_the_pen_speaks_of_groups_that_decide() -> None:
    around = circle()
    framework = imported(around)
    made, seats = groups.seated_group(around.community, by=around.coordinator)
    groups.charter(groups.group(around.community, by=around.coordinator), power=Power.COMMENTS)
    leave_seat(seat=seats[0], statement="I was not heard.", by=around.coordinator)

    box = who_holds_the_pen(framework, None)

    assert box is not None
    (shown,) = box.values["shown"]
    assert shown["composition"].group == made
    assert ("Left the group", "1, with a statement", f"{made.get_absolute_url()}#left") in shown["facts"]


def test_who_holds_the_pen_is_silent_where_no_group_decides() -> None:
    assert who_holds_the_pen(imported(circle()), None) is None


def _sign_in(client: Client, who: str, community: Community) -> None:
    if who == "member":
        signed_in(client, accounts.member(community))
    elif who == "coordinator elsewhere":
        signed_in(client, accounts.coordinator(accounts.community()))


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)
