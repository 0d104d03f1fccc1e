"""Votes and dissent: who may, what is kept, and what the record commits to."""

from __future__ import annotations

import pytest

from penholder.decisions.actions import cast_vote, close_motion, record_dissent
from penholder.decisions.models import Choice, Dissent, Vote
from penholder.groups.actions import leave_seat
from penholder.pure.ledger.disclosure import digest, disclose
from penholder.record.queries import body_of
from penholder.record.recording import Refused
from tests.factories import decisions, frameworks, groups
from tests.factories.decisions import Docketed

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Docketed:
    return decisions.docketed()


def test_cast_vote_commits_to_choice_and_reason_without_telling_them(at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    seat = at.seats[0]
    assert seat.holder is not None

    vote = cast_vote(
        motion=made, seat=seat, choice=Choice.OBJECT, reason="It hurries people.", by=seat.holder
    )

    assert vote.entry is not None
    body = body_of(vote.entry)
    assert body["re"] == [made.uid, seat.uid]
    assert "facts" not in body
    assert set(body["_sd"]) == {
        digest(disclose(bytes(vote.salt), "choice", "object")),
        digest(disclose(bytes(vote.reason_salt), "reason", "It hurries people.")),
    }


def test_cast_vote_again_keeps_both_and_counts_the_last(at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    decisions.vote(made, at.seats[0], Choice.OBJECT, "It hurries people.")

    decisions.vote(made, at.seats[0], Choice.AGREE)

    votes = Vote.objects.filter(motion=made).order_by("pk").values_list("choice", "in_force")
    assert list(votes) == [("object", False), ("agree", True)]


def test_cast_vote_a_second_time_alike_changes_nothing(at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    decisions.vote(made, at.seats[0])

    with pytest.raises(Refused, match="your vote already"):
        decisions.vote(made, at.seats[0])
    assert Vote.objects.count() == 1


def test_cast_vote_refuses_an_objection_without_a_reason(at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))

    with pytest.raises(Refused, match="An objection needs its reason"):
        decisions.vote(made, at.seats[0], Choice.OBJECT, "  ")


def test_cast_vote_refuses_somebody_elses_seat(at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))

    with pytest.raises(Refused, match="Only the person who holds a seat"):
        cast_vote(motion=made, seat=at.seats[0], choice=Choice.AGREE, reason="", by=at.coordinator)


def test_cast_vote_refuses_a_seat_filled_after_the_motion_was_put(at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))

    with pytest.raises(Refused, match="filled after the motion was put"):
        decisions.vote(made, groups.seat(at.group))


def test_cast_vote_refuses_a_seat_that_was_left(at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    leave_seat(seat=at.seats[0], statement="", by=at.coordinator)

    with pytest.raises(Refused, match="has been left"):
        decisions.vote(made, at.seats[0])


def test_cast_vote_after_the_close_is_refused(at: Docketed) -> None:
    made = decisions.carried(at, decisions.points_on(at))

    with pytest.raises(Refused, match="is closed"):
        decisions.vote(made, at.seats[0], Choice.ABSTAIN)


def test_record_dissent_keeps_the_words_and_commits_to_them(at: Docketed) -> None:
    made = decisions.carried(at, decisions.points_on(at))
    seat = at.seats[1]
    assert seat.holder is not None

    dissent = record_dissent(motion=made, seat=seat, text="Putting it off is an answer too.", by=seat.holder)

    assert dissent.entry is not None
    expected = digest(disclose(bytes(dissent.salt), "text", "Putting it off is an answer too."))
    assert body_of(dissent.entry)["_sd"] == [expected]


def test_record_dissent_stays_open_to_somebody_who_has_left_the_seat(at: Docketed) -> None:
    made = decisions.carried(at, decisions.points_on(at))
    seat = at.seats[1]
    assert seat.holder is not None
    leave_seat(seat=seat, statement="", by=seat.holder)

    record_dissent(motion=made, seat=seat, text="This is why I left.", by=seat.holder)

    assert Dissent.objects.get().seat == seat


def test_record_dissent_a_second_time_in_the_same_words_is_refused(at: Docketed) -> None:
    made = decisions.carried(at, decisions.points_on(at))
    seat = at.seats[1]
    assert seat.holder is not None
    record_dissent(motion=made, seat=seat, text="No.", by=seat.holder)

    with pytest.raises(Refused, match="on record already"):
        record_dissent(motion=made, seat=seat, text="No.", by=seat.holder)


def test_record_dissent_refuses_other_peoples_words(at: Docketed) -> None:
    made = decisions.carried(at, decisions.points_on(at))

    with pytest.raises(Refused, match="in their own words"):
        record_dissent(motion=made, seat=at.seats[1], text="They meant yes.", by=at.coordinator)


def test_record_dissent_after_publication_is_refused(at: Docketed) -> None:
    made = decisions.carried(at, decisions.points_on(at))
    frameworks.published(at.draft.framework)
    seat = at.seats[1]
    assert seat.holder is not None

    with pytest.raises(Refused, match="has been published"):
        record_dissent(motion=made, seat=seat, text="Too late.", by=seat.holder)


def test_close_motion_counts_a_vote_from_a_seat_that_was_left_since(at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    for seat in at.seats[:3]:
        decisions.vote(made, seat)
    leave_seat(seat=at.seats[0], statement="", by=at.coordinator)

    closed = close_motion(motion=made, by=at.coordinator)

    assert closed.tally is not None
    assert closed.tally["in_favour"] == 3
