"""The docket and a motion's page: who sees what before and after the close, who may act, and how much is asked for it."""

from __future__ import annotations

from html import unescape

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from penholder.accounts.models import Member
from penholder.consultations.models import Publishing
from penholder.decisions.actions import enact_motion, record_dissent
from penholder.decisions.models import Choice, Dissent, Motion, Vote
from penholder.frameworks.models import Change, Statement
from tests.factories import accounts, decisions, groups
from tests.factories.accounts import signed_in
from tests.factories.decisions import Docketed

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Docketed:
    return decisions.docketed()


def docket(at: Docketed) -> str:
    return reverse("decisions:docket", args=[at.community.slug, at.group.slug])


def act(at: Docketed, motion: Motion, name: str) -> str:
    return reverse(f"decisions:{name}", args=[at.community.slug, at.group.slug, motion.number])


def read(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def holder(at: Docketed, place: int = 0) -> Member:
    who = at.seats[place].holder
    assert who is not None
    return who


def test_docket_shows_what_waits_for_an_answer_by_statement(client: Client, at: Docketed) -> None:
    decisions.points_on(at, 5)
    decisions.points_on(at, about="")

    words = read(client, docket(at))

    assert "5 points from 5 responses" in words
    assert 'Nobody should be hurried. <span class="quiet">(5 times)</span>' in words
    assert "1.1.1 sitting with somebody" in words
    assert "Not about one statement" in words
    assert "Put a motion" not in words


def test_docket_shows_words_given_to_be_counted_to_those_who_answer_only(
    client: Client, at: Docketed
) -> None:
    decisions.points_on(at, publishing=Publishing.COUNTED)

    public = read(client, docket(at))
    onlooker = read(signed_in(client, decisions.onlooker(at)), docket(at))
    seat = read(signed_in(client, holder(at)), docket(at))

    for page in (public, onlooker):
        assert "Hurrying is what hurt" not in page
        assert "read as “Nobody should be hurried.”" in page
    assert "Hurrying is what hurt" in seat
    assert "not to be shown" in seat


def test_docket_says_when_nothing_waits(client: Client, at: Docketed) -> None:
    assert "Nothing waits for an answer" in read(client, docket(at))


def test_motion_page_shows_who_has_voted_and_never_how_before_the_close(client: Client, at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    decisions.vote(made, at.seats[0], Choice.OBJECT, "It would cost people their posts.")
    decisions.vote(made, at.seats[1], Choice.ABSTAIN, "I am new to this.")

    for who in (None, at.coordinator, holder(at, 2)):
        if who:
            signed_in(client, who)
        words = read(client, made.get_absolute_url())
        assert "Seat 1: has voted" in words
        assert "Seat 3: not yet" in words
        assert "cost people their posts" not in words
        assert "I am new to this" not in words


def test_motion_page_shows_a_seat_its_own_vote(client: Client, at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    decisions.vote(made, at.seats[0], Choice.ABSTAIN, "I am new to this.")

    words = read(signed_in(client, holder(at)), made.get_absolute_url())

    assert "You voted: I abstain." in words
    assert "I am new to this." in words


def test_motion_page_after_the_close_shows_votes_reasons_ruling_and_dissent(
    client: Client, at: Docketed
) -> None:
    made = decisions.motion(at, decisions.points_on(at), changes=[decisions.rewording(at)])
    for seat in at.seats[:3]:
        decisions.vote(made, seat, reason=f"A reason from {seat.title}")
    record_dissent(
        motion=made, seat=at.seats[1], text="I can live with it, and it is not enough.", by=holder(at, 1)
    )
    before = read(client, made.get_absolute_url())
    signed_in(client, at.coordinator).post(act(at, made, "close"))

    words = read(Client(), made.get_absolute_url())

    assert "it is not enough" not in before
    assert "Carried by consent: 3 of 4 seats voted and nobody objected" in words
    assert "A reason from Seat 2" in words
    assert "I can live with it, and it is not enough." in words
    assert "Did not vote" in words


def test_motion_page_keeps_words_given_to_be_counted_from_the_public(client: Client, at: Docketed) -> None:
    made = decisions.carried(at, decisions.points_on(at, publishing=Publishing.COUNTED))

    assert "Hurrying is what hurt" not in read(client, made.get_absolute_url())


def test_cast_vote_in_the_browser(client: Client, at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))

    answer = signed_in(client, holder(at)).post(
        act(at, made, "cast"), {"vote-choice": "agree", "vote-reason": ""}
    )

    assert answer.url == made.get_absolute_url()
    assert Vote.objects.get(motion=made).seat == at.seats[0]


def test_cast_vote_asks_for_the_reason_of_an_objection(client: Client, at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))

    answer = signed_in(client, holder(at)).post(
        act(at, made, "cast"), {"vote-choice": "object", "vote-reason": " "}
    )

    assert answer.status_code == 422
    assert "Say what your objection is" in answer.content.decode()
    assert not Vote.objects.exists()


def test_cast_vote_pressed_twice_says_it_counts_once(client: Client, at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    signed_in(client, holder(at))
    for _ in range(2):
        answer = client.post(act(at, made, "cast"), {"vote-choice": "agree", "vote-reason": ""})

    assert "it counts once" in answer.content.decode()
    assert Vote.objects.count() == 1


@pytest.mark.parametrize("name", ["cast", "dissent"])
@pytest.mark.parametrize("who", ["guest", "onlooker", "coordinator", "coordinator elsewhere"])
def test_speaking_is_for_those_who_hold_a_seat(client: Client, at: Docketed, name: str, who: str) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    _sign_in(client, who, at)

    answer = client.post(act(at, made, name), {"vote-choice": "agree", "dissent-text": "No."})

    assert answer.status_code == 403
    assert not Vote.objects.exists()
    assert not Dissent.objects.exists()


def test_cast_vote_tells_a_new_seat_why_it_has_none(client: Client, at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    late = groups.seat(at.group)
    assert late.holder is not None

    answer = signed_in(client, late.holder).post(
        act(at, made, "cast"), {"vote-choice": "agree", "vote-reason": ""}
    )

    assert "filled after the motion was put" in answer.content.decode()
    assert not Vote.objects.exists()


@pytest.mark.parametrize("name", ["close", "enact"])
@pytest.mark.parametrize("who", ["guest", "onlooker", "seat", "coordinator elsewhere"])
def test_closing_and_enacting_are_for_this_communitys_coordinators(
    client: Client, at: Docketed, name: str, who: str
) -> None:
    made = decisions.motion(at, changes=[decisions.rewording(at)])
    _sign_in(client, who, at)

    assert client.post(act(at, made, name)).status_code == 403
    made.refresh_from_db()
    assert made.state == Motion.State.OPEN


def test_close_motion_says_who_has_not_voted_before_it_is_done(client: Client, at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    decisions.vote(made, at.seats[0])

    words = read(signed_in(client, at.coordinator), act(at, made, "close"))

    assert "1 of 4 seats have voted" in words
    assert "Seat 2, lived experience" in words
    assert "Silence is not consent" in words
    made.refresh_from_db()
    assert made.state == Motion.State.OPEN


def test_close_motion_pressed_twice_closes_it_once(client: Client, at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    signed_in(client, at.coordinator)

    client.post(act(at, made, "close"))
    again = client.post(act(at, made, "close"), follow=True)

    assert "Motion 1 is closed already" in again.content.decode()


def test_enact_motion_in_the_browser_and_once_only(client: Client, at: Docketed) -> None:
    made = decisions.carried(at, changes=[decisions.rewording(at)])
    signed_in(client, at.coordinator)
    assert "Make these changes in the draft" in read(client, made.get_absolute_url())

    first = client.post(act(at, made, "enact"), follow=True).content.decode()
    second = client.post(act(at, made, "enact"), follow=True).content.decode()

    assert "1 change was made in the draft" in first
    assert "has been enacted already" in second
    assert Change.objects.count() == 1


def test_motion_of_another_group_is_not_found(client: Client, at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    other = decisions.docketed()

    assert client.get(act(other, made, "motion")).status_code == 404


def test_docket_asks_the_database_no_more_for_more_points_and_motions(client: Client, at: Docketed) -> None:
    decisions.carried(at, decisions.points_on(at))
    decisions.motion(at, decisions.points_on(at))
    decisions.points_on(at)
    one = _queries(client, docket(at))
    for _ in range(2):
        decisions.carried(at, decisions.points_on(at))
        decisions.motion(at, decisions.points_on(at))
    decisions.points_on(at, 3, about="2.1")

    assert _queries(client, docket(at)) == one


def test_motion_page_asks_the_database_no_more_for_more_points_and_changes(
    client: Client, at: Docketed
) -> None:
    small = decisions.carried(at, decisions.points_on(at), changes=[decisions.rewording(at)])
    large = decisions.carried(
        at,
        decisions.points_on(at, 3),
        changes=[decisions.rewording(at, "1.1.2", "saying so"), decisions.rewording(at, "2.1", "asking")],
    )
    record_dissent(motion=small, seat=at.seats[0], text="One.", by=holder(at))
    for place in range(3):
        record_dissent(motion=large, seat=at.seats[place], text="Another.", by=holder(at, place))

    assert _queries(client, small.get_absolute_url()) == _queries(client, large.get_absolute_url())


def test_put_page_asks_the_database_no_more_for_more_points(client: Client, at: Docketed) -> None:
    page = reverse("decisions:put", args=[at.community.slug, at.group.slug])
    signed_in(client, at.coordinator)
    decisions.points_on(at)
    one = _queries(client, page)
    decisions.points_on(at, 3, about="2.1")

    assert _queries(client, page) == one


def test_group_page_lists_its_motions(client: Client, at: Docketed) -> None:
    decisions.motion(at, decisions.points_on(at), title="Without hurry")

    words = read(client, at.group.get_absolute_url())

    assert "1 Without hurry" in words
    assert docket(at) in words


def test_statement_page_shows_the_motions_on_it(at: Docketed) -> None:
    points = decisions.points_on(at, 2)
    made = decisions.carried(at, points, changes=[decisions.rewording(at)], title="Without hurry")
    enact_motion(motion=made, by=at.coordinator)
    statement = Statement.objects.get(framework=at.draft.framework, uid=at.uid("1.1.1"))

    words = _drawn("statement.trail", statement)

    assert "Motion 1: Without hurry" in words
    assert "2 points on it answered by this motion" in words


def test_framework_page_shows_dissent_once_the_motion_is_closed(at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at), title="Without hurry")
    record_dissent(motion=made, seat=at.seats[0], text="Not enough.", by=holder(at))
    before = _drawn("framework.aside", at.draft.framework)
    for seat in at.seats:
        decisions.vote(made, seat)
    decisions.close_motion(motion=made, by=at.coordinator)

    after = _drawn("framework.aside", at.draft.framework)

    assert "dissent on record" not in before
    assert "1 dissent on record" in after
    assert "Seat 1, on “Without hurry”" in after


def _drawn(slot: str, subject: object) -> str:
    request = RequestFactory().get("/")
    template = Template(f'{{% panels "{slot}" subject %}}')
    return unescape(template.render(Context({"request": request, "subject": subject})))


def _sign_in(client: Client, who: str, at: Docketed) -> None:
    people = {
        "onlooker": lambda: decisions.onlooker(at),
        "coordinator": lambda: at.coordinator,
        "seat": lambda: holder(at),
        "coordinator elsewhere": lambda: accounts.coordinator(accounts.community()),
    }
    if who in people:
        signed_in(client, people[who]())


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)
