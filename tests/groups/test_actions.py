"""Groups are formed, chartered, filled and left; each act leaves its entry, and bad ones are refused in a sentence."""

from __future__ import annotations

import pytest

from penholder.groups.actions import adopt_charter, fill_seat, fill_vacant_seat, form_group, leave_seat
from penholder.groups.models import Charter, Group, Power, Rule, Seat, SeatKind
from penholder.groups.queries import charter_in_force, composition_of, seat_of
from penholder.pure.ledger.disclosure import digest, disclose
from penholder.record.queries import Entry, body_of
from penholder.record.recording import Refused
from tests.factories import accounts, groups

pytestmark = pytest.mark.django_db


def newest_entry() -> Entry:
    entry = Entry.objects.last()
    assert entry is not None
    return entry


def test_form_group_makes_a_group_and_its_entry() -> None:
    community = accounts.community()

    made = form_group(
        community=community, name="The drafting circle", purpose="", by=accounts.coordinator(community)
    )

    assert (made.slug, made.entry) == ("the-drafting-circle", newest_entry())
    assert newest_entry().kind == "group.formed"


@pytest.mark.parametrize(
    ("name", "words"), [("…", "at least one letter"), ("The drafting circle", "already has a group")]
)
def test_form_group_refuses_a_name_that_gives_no_address_of_its_own(name: str, words: str) -> None:
    community = accounts.community()
    by = accounts.coordinator(community)
    form_group(community=community, name="The drafting circle", purpose="", by=by)

    with pytest.raises(Refused, match=words):
        form_group(community=community, name=name, purpose="", by=by)
    assert Group.objects.count() == 1


def test_form_group_gives_no_group_the_address_of_a_page() -> None:
    community = accounts.community()

    made = form_group(community=community, name="Form", purpose="", by=accounts.coordinator(community))

    assert made.slug == "form-group"


def test_adopt_charter_replaces_the_one_before_and_records_its_numbers() -> None:
    made = groups.group(accounts.community())
    groups.charter(made)

    second = groups.charter(made, rule=Rule.TWO_THIRDS, quorum=5, quorum_lived=4, lived_share=75)

    assert charter_in_force(made) == second
    assert body_of(newest_entry())["facts"] == {
        "lived_share": 75,
        "number": 2,
        "power": "decides",
        "quorum": 5,
        "quorum_lived": 4,
        "rule": "two_thirds",
    }


def test_adopt_charter_refuses_numbers_nobody_could_keep() -> None:
    made = groups.group(accounts.community())

    with pytest.raises(Refused, match="4 lived-experience votes can't be part of a quorum of 3"):
        groups.charter(made, quorum=3, quorum_lived=4)
    assert not Charter.objects.exists()


def test_adopt_charter_allows_a_quorum_above_the_seats_there_are() -> None:
    made = groups.group(accounts.community())
    groups.seat(made)

    assert groups.charter(made, quorum=5).quorum == 5


def test_fill_seat_numbers_seats_and_says_when_one_is_vacant() -> None:
    made = groups.group(accounts.community())

    held, vacant = groups.seat(made), groups.seat(made, kind=SeatKind.TECHNICAL, vacant=True)

    assert [held.number, vacant.number] == [1, 2]
    kinds = list(Entry.objects.filter(scope=made.uid).values_list("kind", flat=True))
    assert kinds == ["group.formed", "seat.filled", "seat.added"]


def test_fill_seat_gives_one_person_one_seat() -> None:
    made = groups.group(accounts.community())
    first = groups.seat(made)

    with pytest.raises(Refused, match="already holds a seat"):
        groups.seat(made, holder=first.holder)


def test_fill_seat_refuses_somebody_from_another_community() -> None:
    made = groups.group(accounts.community())

    with pytest.raises(Refused, match="not a member of this community"):
        groups.seat(made, holder=accounts.member(accounts.community()))


def test_fill_seat_asks_how_it_was_filled() -> None:
    community = accounts.community()
    made, by = groups.group(community), accounts.coordinator(community)

    with pytest.raises(Refused, match="how this seat was filled"):
        fill_seat(
            group=made,
            kind=SeatKind.LIVED,
            title="Peer worker",
            holder=accounts.member(community),
            filled_how=" ",
            by=by,
        )
    assert not Seat.objects.exists()


def test_fill_vacant_seat_puts_somebody_in_it_once() -> None:
    community = accounts.community()
    made, by = groups.group(community), accounts.coordinator(community)
    vacant = groups.seat(made, vacant=True)
    who = accounts.member(community)

    fill_vacant_seat(seat=vacant, holder=who, filled_how="elected", by=by)

    assert seat_of(made, who) == vacant
    with pytest.raises(Refused, match="not vacant"):
        fill_vacant_seat(seat=vacant, holder=accounts.member(community), filled_how="elected", by=by)


def test_leave_seat_keeps_the_statement_and_commits_the_record_to_it() -> None:
    made = groups.group(accounts.community())
    seat = groups.seat(made)
    assert seat.holder is not None

    leave_seat(seat=seat, statement="Our comments went missing.", by=seat.holder)

    expected = digest(disclose(bytes(seat.salt), "statement", "Our comments went missing."))
    assert body_of(newest_entry())["_sd"] == [expected]
    assert "missing" not in bytes(newest_entry().body).decode()
    composition = composition_of(made)
    assert (composition.seats, composition.left) == ((), (seat,))


def test_leave_seat_says_whether_the_holder_put_it_down_or_a_coordinator_for_them() -> None:
    around = accounts.community()
    made = groups.group(around)
    own, other = groups.seat(made), groups.seat(made)
    assert own.holder is not None

    leave_seat(seat=own, statement="I am tired.", by=own.holder)
    assert body_of(newest_entry())["facts"]["noted_by"] == "holder"

    leave_seat(seat=other, statement="She asked me to write this.", by=accounts.coordinator(around))
    assert body_of(newest_entry())["facts"]["noted_by"] == "coordinator"


def test_leave_seat_a_second_time_is_refused() -> None:
    made = groups.group(accounts.community())
    seat = groups.seat(made)
    assert seat.holder is not None
    leave_seat(seat=seat, statement="", by=seat.holder)

    with pytest.raises(Refused, match="has been left already"):
        leave_seat(seat=seat, statement="Again.", by=seat.holder)


def test_leave_seat_lets_the_person_come_back_to_another_seat() -> None:
    made = groups.group(accounts.community())
    seat = groups.seat(made)
    assert seat.holder is not None
    leave_seat(seat=seat, statement="", by=seat.holder)

    again = groups.seat(made, holder=seat.holder)

    assert (again.number, seat_of(made, seat.holder)) == (2, again)


def test_composition_of_says_when_the_charter_is_not_met() -> None:
    made = groups.group(accounts.community())
    groups.charter(made, lived_share=75)
    for kind in (SeatKind.LIVED, SeatKind.TECHNICAL):
        groups.seat(made, kind=kind)
    groups.seat(made, vacant=True)

    composition = composition_of(made)

    assert composition.share == "1 of 2 held by people with lived experience (charter: at least 75\u00a0%)"
    assert composition.breaches[0].startswith("1 of 2 held seats")


def test_adopt_charter_numbers_stay_apart_between_groups() -> None:
    community = accounts.community()
    by = accounts.coordinator(community)
    for made in (groups.group(community, by=by), groups.group(community, by=by)):
        adopted = adopt_charter(
            group=made, power=Power.COMMENTS, rule=Rule.CONSENT, quorum=1, quorum_lived=0, lived_share=0,
            chosen_how="", interests="", offer="", review_on=None, by=by,
        )  # fmt: skip
        assert adopted.number == 1
