"""What a vote comes to, under every rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.ruling.decide import Ruling, decide
from penholder.pure.ruling.rule import Quorum, Rule
from penholder.pure.ruling.tally import Ballot, Choice, count

ROOM = tuple(f"seat-{number}" for number in range(12))

quorums = st.integers(1, 10).flatmap(lambda total: st.builds(Quorum, st.just(total), st.integers(0, total)))
ballots = st.lists(
    st.builds(Ballot, st.sampled_from(ROOM), st.booleans(), st.sampled_from(Choice)),
    unique_by=lambda ballot: ballot.seat,
)
rules = st.sampled_from(Rule)


def ballots_of(for_it: int = 0, against: int = 0, abstaining: int = 0, lived: int = 12) -> tuple[Ballot, ...]:
    said = [Choice.AGREE] * for_it + [Choice.OBJECT] * against + [Choice.ABSTAIN] * abstaining
    return tuple(Ballot(ROOM[place], place < lived, choice) for place, choice in enumerate(said))


ANY = Quorum(1)


def ruled(rule: Rule, cast: tuple[Ballot, ...], quorum: Quorum = ANY) -> Ruling:
    return decide(rule, quorum, ROOM, cast)


@pytest.mark.parametrize(
    ("rule", "for_it", "against", "abstaining", "because"),
    [
        (Rule.CONSENT, 5, 0, 0, "carried"),
        (Rule.CONSENT, 1, 0, 6, "carried"),
        (Rule.CONSENT, 9, 1, 0, "objections"),
        (Rule.CONSENT, 0, 0, 7, "not enough votes"),
        (Rule.MAJORITY, 4, 3, 0, "carried"),
        (Rule.MAJORITY, 3, 3, 0, "not enough votes"),
        (Rule.MAJORITY, 1, 0, 8, "carried"),
        (Rule.TWO_THIRDS, 4, 2, 0, "carried"),
        (Rule.TWO_THIRDS, 5, 3, 0, "not enough votes"),
        (Rule.TWO_THIRDS, 0, 0, 5, "not enough votes"),
    ],
)
def test_decide_follows_the_rule(
    rule: Rule, for_it: int, against: int, abstaining: int, because: str
) -> None:
    ruling = ruled(rule, ballots_of(for_it, against, abstaining))

    assert ruling.because == because
    assert ruling.carried is (because == "carried")


def test_decide_asks_for_the_quorum_before_it_reads_the_votes() -> None:
    ruling = ruled(Rule.CONSENT, ballots_of(3, 1), Quorum(5))

    assert ruling.because == "no quorum"
    assert "4 of 12 seats voted, and the quorum is 5" in ruling.sentence


def test_decide_asks_for_the_lived_experience_part_of_the_quorum() -> None:
    ruling = ruled(Rule.CONSENT, ballots_of(6, lived=3), Quorum(5, 4))

    assert ruling.because == "lived-experience quorum not met"
    assert "3 of them lived-experience seats" in ruling.sentence


def test_decide_refuses_a_seat_that_was_not_entitled() -> None:
    with pytest.raises(ValueError, match="entitled"):
        decide(Rule.CONSENT, Quorum(1), ROOM, (Ballot("a stranger", True, Choice.AGREE),))


def test_count_refuses_a_seat_that_stands_in_it_twice() -> None:
    with pytest.raises(ValueError, match="counted once"):
        count((Ballot("a", True, Choice.AGREE), Ballot("a", True, Choice.ABSTAIN)))


@given(rules, quorums, ballots)
def test_decide_never_carries_below_the_quorum_or_without_a_vote_for_it(
    rule: Rule, quorum: Quorum, cast: list[Ballot]
) -> None:
    ruling = decide(rule, quorum, ROOM, cast)

    if ruling.carried:
        assert ruling.tally.present >= quorum.total
        assert ruling.tally.present_lived >= quorum.lived
        assert ruling.tally.in_favour > ruling.tally.against
    assert ruling.tally.in_favour + ruling.tally.against + ruling.tally.abstaining == ruling.tally.present


@given(quorums, ballots)
def test_decide_by_consent_carries_nothing_over_an_objection(quorum: Quorum, cast: list[Ballot]) -> None:
    ruling = decide(Rule.CONSENT, quorum, ROOM, cast)

    assert not (ruling.carried and any(ballot.choice is Choice.OBJECT for ballot in cast))


@given(rules, quorums, ballots)
def test_decide_does_not_depend_on_the_order_of_the_ballots(
    rule: Rule, quorum: Quorum, cast: list[Ballot]
) -> None:
    assert decide(rule, quorum, ROOM, cast) == decide(rule, quorum, ROOM, cast[::-1])


@given(rules, quorums, ballots)
def test_decide_never_counts_abstaining_for_or_against(
    rule: Rule, quorum: Quorum, cast: list[Ballot]
) -> None:
    """Where the quorum is met without them, those who abstain change nothing."""
    speaking = [ballot for ballot in cast if ballot.choice is not Choice.ABSTAIN]
    without = decide(rule, quorum, ROOM, speaking)

    if without.because not in {"no quorum", "lived-experience quorum not met"}:
        assert decide(rule, quorum, ROOM, cast).because == without.because


@given(rules, ballots, st.data())
def test_decide_is_not_turned_against_a_motion_by_another_vote_for_it(
    rule: Rule, cast: list[Ballot], data: st.DataObject
) -> None:
    silent = [seat for seat in ROOM if seat not in {ballot.seat for ballot in cast}]
    if silent and decide(rule, Quorum(1), ROOM, cast).carried:
        more = Ballot(data.draw(st.sampled_from(silent)), data.draw(st.booleans()), Choice.AGREE)
        assert decide(rule, Quorum(1), ROOM, [*cast, more]).carried
