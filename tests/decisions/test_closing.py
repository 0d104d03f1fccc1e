"""Closing counts under the charter frozen at the start; enacting makes exactly the changes that were voted on, once."""

from __future__ import annotations

import pytest

from penholder.decisions.actions import close_motion, enact_motion
from penholder.decisions.models import Choice, Disposition, Kind, Motion
from penholder.decisions.queries import open_points
from penholder.frameworks.actions import apply_change
from penholder.frameworks.models import Change
from penholder.groups.actions import leave_seat
from penholder.groups.models import Rule
from penholder.pure.ledger.disclosure import digest, disclose
from penholder.pure.tree.change import Add, Move, Retire, Reword
from penholder.record.queries import Entry, body_of
from penholder.record.recording import Refused
from tests.factories import decisions
from tests.factories.decisions import Docketed

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Docketed:
    return decisions.docketed()


def test_close_motion_that_carries_gives_every_point_its_disposition(at: Docketed) -> None:
    points = decisions.points_on(at, 3)

    closed = decisions.carried(at, points, kind=Kind.DEFERRED, reason="We ask everybody in spring.")

    assert closed.state == Motion.State.CARRIED
    rows = Disposition.objects.filter(motion=closed).order_by("number")
    assert [(row.point, row.kind, row.number) for row in rows] == [
        (point, "deferred", place) for place, point in enumerate(points, 1)
    ]
    assert not open_points(at.draft, at.group).exists()


def test_close_motion_records_the_tally_and_every_outcome(at: Docketed) -> None:
    points = decisions.points_on(at, 2)

    closed = decisions.carried(at, points)

    assert closed.closed_entry is not None
    assert body_of(closed.closed_entry)["facts"] == {
        "abstaining": 0, "against": 0, "charter": "met", "in_favour": 4, "present": 4, "present_lived": 3,
    }  # fmt: skip
    disposed = Entry.objects.get(kind="points.disposed", obj=closed.uid)
    body = body_of(disposed)
    assert (body["re"], body["facts"]) == ([point.uid for point in points], {"outcomes": ["noted", "noted"]})
    for row in Disposition.objects.filter(motion=closed):
        assert row.entry == disposed
        assert digest(disclose(bytes(row.salt), f"{row.number}.reason", row.reason)) in body["_sd"]


def test_close_motion_that_is_lost_leaves_the_points_open(at: Docketed) -> None:
    points = decisions.points_on(at, 2)
    made = decisions.motion(at, points)
    for seat in at.seats[:3]:
        decisions.vote(made, seat)
    decisions.vote(made, at.seats[3], Choice.OBJECT, "In the trust it would cost people their posts.")

    closed = close_motion(motion=made, by=at.coordinator)

    assert (closed.state, closed.tally and closed.tally["because"]) == (Motion.State.LOST, "objections")
    assert not Disposition.objects.exists()
    assert set(open_points(at.draft, at.group)) == set(points)
    assert closed.closed_entry is not None
    assert closed.closed_entry.kind == "motion.lost"


def test_close_motion_does_not_take_silence_for_consent(at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    for seat in at.seats[:2]:
        decisions.vote(made, seat)

    closed = close_motion(motion=made, by=at.coordinator)

    assert closed.tally is not None
    assert closed.tally["because"] == "no quorum"


def test_close_motion_asks_for_lived_experience_in_the_quorum() -> None:
    at = decisions.docketed(lived=2, technical=2)
    made = decisions.motion(at, decisions.points_on(at))
    for seat in at.seats[1:]:
        decisions.vote(made, seat)

    closed = close_motion(motion=made, by=at.coordinator)

    assert closed.tally is not None
    assert closed.tally["because"] == "lived-experience quorum not met"


def test_close_motion_follows_the_rule_it_was_put_under() -> None:
    at = decisions.docketed(rule=Rule.MAJORITY)
    made = decisions.motion(at, decisions.points_on(at))
    for seat in at.seats[:3]:
        decisions.vote(made, seat)
    decisions.vote(made, at.seats[3], Choice.OBJECT, "Not like this.")

    assert close_motion(motion=made, by=at.coordinator).state == Motion.State.CARRIED


def test_close_motion_counts_only_the_vote_in_force(at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    decisions.vote(made, at.seats[0], Choice.OBJECT, "Not yet.")
    for seat in at.seats:
        decisions.vote(made, seat)

    assert close_motion(motion=made, by=at.coordinator).state == Motion.State.CARRIED


def test_close_motion_writes_down_when_the_charter_is_not_met(at: Docketed) -> None:
    made = decisions.motion(at, decisions.points_on(at))
    for seat in at.seats:
        decisions.vote(made, seat)
    for seat in at.seats[:2]:
        leave_seat(seat=seat, statement="", by=at.coordinator)

    closed = close_motion(motion=made, by=at.coordinator)

    assert closed.tally is not None
    assert closed.tally["charter_not_met"][0].startswith("1 of 2 held seats")
    assert closed.closed_entry is not None
    assert body_of(closed.closed_entry)["facts"]["charter"] == "not met"


def test_close_motion_a_second_time_is_refused(at: Docketed) -> None:
    made = decisions.carried(at, decisions.points_on(at))

    with pytest.raises(Refused, match="closed already"):
        close_motion(motion=made, by=at.coordinator)
    assert Disposition.objects.count() == 1


def test_enact_motion_makes_its_changes_with_the_carried_entry_as_warrant(at: Docketed) -> None:
    made = decisions.carried(at, changes=[decisions.rewording(at), Retire(uid=at.uid("1.1.2"))])

    changes = enact_motion(motion=made, by=at.coordinator)

    assert at.draft.worded.get(code="1.1.1").text == "sitting with somebody for as long as they like"
    assert not at.draft.worded.filter(code="1.1.2").exists()
    assert {change.warrant for change in changes} == {made.closed_entry}
    assert made.enacted_entry is not None
    assert body_of(made.enacted_entry)["re"] == [change.uid for change in changes]


def test_enact_motion_leaves_the_draft_as_the_preview_said() -> None:
    at = decisions.docketed()
    made = decisions.carried(
        at,
        changes=[
            Retire(uid=at.uid("1.1")),
            Add(uid="new", text="asking first", parent=at.uid("1"), position=0, code="1.0"),
            Move(uid=at.uid("1.1.1"), parent=at.uid("1")),
            Move(uid=at.uid("1.1.2"), parent="new"),
        ],
    )

    enact_motion(motion=made, by=at.coordinator)

    rows = {row.code: row for row in at.draft.worded.select_related("parent")}
    assert "1.1" not in rows
    assert rows["1.1.2"].parent is not None
    assert rows["1.1.2"].parent.uid == "new"
    assert (rows["1.0"].position, rows["1.1.1"].position) == (0, 1)


def test_enact_motion_a_second_time_is_refused(at: Docketed) -> None:
    made = decisions.carried(at, changes=[decisions.rewording(at)])
    enact_motion(motion=made, by=at.coordinator)

    with pytest.raises(Refused, match="has been enacted already"):
        enact_motion(motion=made, by=at.coordinator)
    assert Change.objects.count() == 1


def test_enact_motion_that_was_not_carried_is_refused(at: Docketed) -> None:
    made = decisions.motion(at, changes=[decisions.rewording(at)])

    with pytest.raises(Refused, match="Only a motion that was carried"):
        enact_motion(motion=made, by=at.coordinator)


def test_enact_motion_names_the_statement_that_was_reworded_since(at: Docketed) -> None:
    first = decisions.carried(at, changes=[decisions.rewording(at)])
    late = decisions.carried(
        at, changes=[Move(uid=at.uid("2.1"), parent=at.uid("1")), decisions.rewording(at, text="waiting")]
    )
    enact_motion(motion=first, by=at.coordinator)

    with pytest.raises(Refused, match=r"1\.1\.1 was reworded after this motion was put"):
        enact_motion(motion=late, by=at.coordinator)
    late.refresh_from_db()
    assert (late.enacted_entry, Change.objects.count()) == (None, 1)


def test_enact_motion_names_the_statement_that_was_retired_since(at: Docketed) -> None:
    first = decisions.carried(at, changes=[Retire(uid=at.uid("1.1.2"))])
    late = decisions.carried(at, changes=[decisions.rewording(at, "1.1.2", "saying what one can't do")])
    enact_motion(motion=first, by=at.coordinator)

    with pytest.raises(Refused, match=r"1\.1\.2 is no longer in the draft"):
        enact_motion(motion=late, by=at.coordinator)


def test_enact_motion_undoes_everything_where_one_change_no_longer_fits(at: Docketed) -> None:
    made = decisions.carried(at, changes=[decisions.rewording(at), Retire(uid=at.uid("2.1"))])
    assert made.closed_entry is not None
    under = Add(uid="late", text="asking in time", parent=at.uid("2.1"))
    apply_change(
        draft=at.draft,
        operation=under,
        significance="substantive",
        why="",
        warrant=made.closed_entry,
        by=at.coordinator,
    )

    with pytest.raises(Refused, match=r"2\.1 still has 1 under it"):
        enact_motion(motion=made, by=at.coordinator)
    assert at.draft.worded.get(code="1.1.1").text == "sitting with somebody without hurrying them"


def test_enact_motion_without_changes_is_refused(at: Docketed) -> None:
    made = decisions.carried(at, decisions.points_on(at))

    with pytest.raises(Refused, match="nothing to enact"):
        enact_motion(motion=made, by=at.coordinator)


def test_put_motion_accepts_a_point_by_naming_an_earlier_change(at: Docketed) -> None:
    first = decisions.carried(at, changes=[decisions.rewording(at)])
    enact_motion(motion=first, by=at.coordinator)

    made = decisions.carried(
        at, decisions.points_on(at), kind=Kind.ACCEPTED, reason="Motion 1 reworded 1.1.1 as you ask."
    )

    assert Disposition.objects.get(motion=made).kind == Kind.ACCEPTED


def test_a_lost_motion_frees_its_points_for_another_one(at: Docketed) -> None:
    points = decisions.points_on(at)
    close_motion(motion=decisions.motion(at, points), by=at.coordinator)

    again = decisions.motion(at, points, changes=[Reword(at.uid("2"), "Looking after one another")])

    assert again.number == 2
