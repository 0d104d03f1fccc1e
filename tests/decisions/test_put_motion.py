"""Putting a motion freezes what is decided on, by whom and by what rule; what can't be put is refused in a sentence."""

from __future__ import annotations

import pytest

from penholder.decisions.actions import put_motion
from penholder.decisions.models import Kind, Motion, ProposedChange, ProposedDisposition
from penholder.decisions.queries import Planned, Proposed, operation_of, proposed_changes
from penholder.frameworks.models import Significance
from penholder.groups.models import Power
from penholder.pure.ledger.disclosure import digest, disclose
from penholder.pure.tree.change import Add, Move, Retire, Reword
from penholder.record.queries import body_of
from penholder.record.recording import Refused
from tests.factories import decisions, groups

pytestmark = pytest.mark.django_db


def test_put_motion_freezes_rule_quorum_and_the_seats_held_now() -> None:
    at = decisions.docketed()
    groups.seat(at.group, vacant=True)

    made = decisions.motion(at, decisions.points_on(at))
    groups.charter(at.group, quorum=1, quorum_lived=0)
    late = groups.seat(at.group)

    made.refresh_from_db()
    assert (made.charter.number, made.charter.quorum) == (1, 3)
    assert set(made.electorate.all()) == set(at.seats)
    assert late not in made.electorate.all()


def test_put_motion_records_numbers_and_ids_and_commits_to_its_words() -> None:
    at = decisions.docketed()
    (point,) = decisions.points_on(at)

    made = decisions.motion(
        at, [point], kind=Kind.IN_PART, changes=[decisions.rewording(at)], title="Without hurry"
    )

    assert made.entry is not None
    body = body_of(made.entry)
    assert body["facts"] == {
        "changes": 1, "points": 1, "quorum": 3, "quorum_lived": 2, "rule": "consent", "seats": 4,
    }  # fmt: skip
    assert body["re"] == [at.group.uid, at.draft.uid, point.uid]
    assert digest(disclose(bytes(made.salt), "title", "Without hurry")) in body["_sd"]
    assert b"hurry" not in bytes(made.entry.body)


def test_put_motion_keeps_its_changes_so_that_they_can_be_made_as_they_were_voted_on() -> None:
    at = decisions.docketed()
    operations = [
        Add(uid="new-one", text="asking first", parent=at.uid("2"), position=0, code="2.0", kind="ability"),
        Move(uid=at.uid("2.1"), parent=at.uid("1"), position=1),
        decisions.rewording(at),
        Retire(uid=at.uid("1.1.2")),
    ]

    made = decisions.motion(at, changes=operations)

    assert [operation_of(change) for change in proposed_changes(made)] == operations


def test_put_motion_lets_a_parent_go_in_the_motion_that_moves_its_sub_points_away() -> None:
    at = decisions.docketed()
    operations = [
        Retire(uid=at.uid("1.1")),
        Move(uid=at.uid("1.1.1"), parent=at.uid("1")),
        Move(uid=at.uid("1.1.2"), parent=at.uid("1")),
    ]

    made = decisions.motion(at, changes=operations)

    assert [change.operation for change in proposed_changes(made)] == ["move", "move", "retire"]


def test_put_motion_refuses_changes_that_do_not_fit_together() -> None:
    at = decisions.docketed()

    with pytest.raises(Refused, match=r"1\.1 still has 2 under it"):
        decisions.motion(at, changes=[Retire(uid=at.uid("1.1"))])
    assert not Motion.objects.exists()


def test_put_motion_takes_fifty_five_points_at_once() -> None:
    at = decisions.docketed()

    made = decisions.motion(at, decisions.points_on(at, 55))

    assert made.proposed.count() == 55


def test_put_motion_refuses_a_point_that_is_in_another_open_motion() -> None:
    at = decisions.docketed()
    (point,) = decisions.points_on(at)
    decisions.motion(at, [point])

    with pytest.raises(Refused, match="R-0001, point 1 is part of motion 1, which is still open"):
        decisions.motion(at, [point])


def test_put_motion_refuses_a_point_that_was_answered() -> None:
    at = decisions.docketed()
    (point,) = decisions.points_on(at)
    decisions.carried(at, [point])

    with pytest.raises(Refused, match="R-0001, point 1 was answered by motion 1 already"):
        decisions.motion(at, [point])


def test_put_motion_refuses_the_same_point_twice() -> None:
    at = decisions.docketed()
    (point,) = decisions.points_on(at)

    with pytest.raises(Refused, match="stands in this motion twice"):
        decisions.motion(at, [point, point])


def test_put_motion_refuses_points_of_another_groups_consultation() -> None:
    at, elsewhere = decisions.docketed(), decisions.docketed()

    with pytest.raises(Refused, match="another draft"):
        decisions.motion(at, decisions.points_on(elsewhere))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.ACCEPTED])
def test_put_motion_refuses_an_answer_without_a_reason(kind: Kind) -> None:
    at = decisions.docketed()

    with pytest.raises(Refused, match="Give a reason for what becomes of R-0001, point 1"):
        decisions.motion(at, decisions.points_on(at), kind=kind, reason=" ")


def test_put_motion_accepts_a_point_without_a_reason_where_a_change_goes_with_it() -> None:
    at = decisions.docketed()
    points = decisions.points_on(at)

    made = decisions.motion(at, points, kind=Kind.ACCEPTED, reason="", changes=[decisions.rewording(at)])

    assert ProposedDisposition.objects.get(motion=made).kind == Kind.ACCEPTED


@pytest.mark.parametrize("reason", ["", "Motion 1 did that."])
def test_put_motion_refuses_to_accept_a_point_where_nothing_has_changed(reason: str) -> None:
    at = decisions.docketed()

    with pytest.raises(Refused, match="would be accepted"):
        decisions.motion(at, decisions.points_on(at), kind=Kind.ACCEPTED, reason=reason)


def test_put_motion_refuses_to_accept_a_point_in_part_where_nothing_has_changed() -> None:
    at = decisions.docketed()

    with pytest.raises(Refused, match="nothing in the draft has changed"):
        decisions.motion(at, decisions.points_on(at), kind=Kind.IN_PART, reason="In other words.")


@pytest.mark.parametrize("power", [Power.RECOMMENDS, Power.COMMENTS])
def test_put_motion_is_for_groups_that_decide(power: Power) -> None:
    at = decisions.docketed()
    groups.charter(at.group, power=power)

    with pytest.raises(Refused, match=f"{power}, so it can't answer points"):
        decisions.motion(at, decisions.points_on(at))


def test_put_motion_refuses_what_too_few_seats_could_ever_carry() -> None:
    at = decisions.docketed(lived=1, technical=1)

    with pytest.raises(Refused, match="asks for 3 votes, and 2 seats are held"):
        decisions.motion(at, decisions.points_on(at))


def test_put_motion_refuses_nothing_at_all() -> None:
    with pytest.raises(Refused, match="at least one point"):
        decisions.motion(decisions.docketed())


def test_put_motion_refuses_the_same_motion_a_second_time() -> None:
    at = decisions.docketed()
    change = decisions.rewording(at)
    decisions.motion(at, changes=[change], title="Without hurry")

    with pytest.raises(Refused, match="Motion 1 has this title and is still open"):
        decisions.motion(at, changes=[change], title="Without hurry")
    assert ProposedChange.objects.count() == 1


def test_put_motion_refuses_a_group_without_a_charter() -> None:
    at = decisions.docketed()
    bare = groups.group(at.community)

    with pytest.raises(Refused, match="has no charter yet"):
        put_motion(
            group=bare, draft=at.draft, title="Anything", about="", dispositions=(),
            changes=(Planned(Reword(at.uid("1"), "Together")),), by=at.coordinator,
        )  # fmt: skip


def test_put_motion_keeps_what_each_change_means() -> None:
    at = decisions.docketed()
    planned = Planned(decisions.rewording(at), Significance.EDITORIAL)

    made = put_motion(
        group=at.group,
        draft=at.draft,
        title="Smoother",
        about="",
        dispositions=(),
        changes=(planned,),
        by=at.coordinator,
    )

    assert made.changes.get().significance == Significance.EDITORIAL


def test_put_motion_takes_different_answers_to_different_points() -> None:
    at = decisions.docketed()
    one, two = decisions.points_on(at, 2)

    made = put_motion(
        group=at.group, draft=at.draft, title="Two answers", about="", changes=(), by=at.coordinator,
        dispositions=(Proposed(two, Kind.COVERED, "See 2.1."), Proposed(one, Kind.DECLINED, "It would leave people alone.")),
    )  # fmt: skip

    assert list(made.proposed.order_by("pk").values_list("point", "kind")) == [
        (two.pk, "covered"),
        (one.pk, "declined"),
    ]
