"""What groups hold, what unites and what a few hold together: found where it was planted, and not where it was not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from penholder.pure.reading.opinion.counts import counts_by_group
from penholder.pure.reading.opinion.findings import Findings, findings_of
from penholder.pure.reading.opinion.holding import what_groups_hold
from penholder.pure.reading.opinion.minorities import minorities_of
from penholder.pure.reading.opinion.moderation import without
from penholder.pure.reading.opinion.votes import AGREE, DISAGREE, PASS, Votes, votes_of

LARGE, SMALL, STATEMENTS = 60, 30, 12


def _planted(seed: int = 5) -> tuple[Votes, np.ndarray]:
    """Two groups: all for statement 0, parted over 1, the small one alone for 2; on the rest everybody tosses a coin."""
    rng = np.random.default_rng(seed)
    cast = []
    for person in range(LARGE + SMALL):
        small = person >= LARGE
        leaning = {0: 0.95, 1: 0.05 if small else 0.95, 2: 0.95 if small else 0.1}
        for statement in range(STATEMENTS):
            if rng.random() < 0.8:
                agrees = rng.random() < leaning.get(statement, 0.5)
                cast.append((f"{person:03}", str(statement), AGREE if agrees else DISAGREE))
    return votes_of(cast), np.array([0] * LARGE + [1] * SMALL)


def _ids(votes: Votes, places: list[tuple[int, int]]) -> set[tuple[str, int]]:
    return {(votes.statements[statement], side) for statement, side in places}


def test_what_was_planted_is_found_on_the_side_it_was_planted() -> None:
    votes, labels = _planted()
    found = findings_of(votes, labels, 2)

    assert _ids(votes, [(one.statement, one.side) for one in found.united]) == {("0", AGREE)}
    assert _ids(votes, [(one.statement, one.side) for one in found.held[0]]) == {
        ("1", AGREE),
        ("2", DISAGREE),
    }
    assert _ids(votes, [(one.statement, one.side) for one in found.held[1]]) == {
        ("1", DISAGREE),
        ("2", AGREE),
    }
    assert [{one.group for one in holders} for holders in found.divides] == [{0, 1}, {0, 1}]


def test_figures_of_what_is_held_are_the_counts_and_lie_in_their_intervals() -> None:
    votes, labels = _planted()
    counts = counts_by_group(votes, labels, 2)

    for group in what_groups_hold(counts):
        for one in group:
            assert one.with_it == counts.on(one.side)[one.group, one.statement]
            assert one.votes + one.others_votes == counts.votes[:, one.statement].sum()
            assert one.share.low > 0.5
            assert one.difference.low > 0
            assert one.share.low < one.share.estimate <= one.share.high
            assert one.chance <= one.discovery <= 0.05


def test_without_groups_only_what_everybody_shares_and_what_few_hold_is_told() -> None:
    votes, _ = _planted()
    found = findings_of(votes, np.full(LARGE + SMALL, -1), 0)

    assert not found.united
    assert not found.held
    assert ("0", AGREE) in _ids(votes, [(one.statement, one.side) for one in found.agreed])


def _shuffled(votes: Votes, seed: int) -> Votes:
    """The same votes within each statement, given to other people: nothing any group could hold is left."""
    rng = np.random.default_rng(seed)
    value = votes.value.copy()
    for statement in range(len(votes.statements)):
        its = np.flatnonzero(votes.statement == statement)
        value[its] = rng.permutation(value[its])
    return replace(votes, value=value)


def test_shuffled_votes_give_nearly_no_findings() -> None:
    votes, labels = _planted()
    findings = [findings_of(_shuffled(votes, seed), labels, 2) for seed in range(60)]

    assert sum(bool(one.held[0] or one.held[1]) for one in findings) <= 6
    assert sum(bool(one.minorities.found) for one in findings) <= 6


def _with_few(few: int, people: int = 200, statements: int = 20) -> Votes:
    """Everybody agrees for the most part; a few disagree with statements 3, 7 and 11, and with nothing else."""
    rng = np.random.default_rng(2)
    cast = []
    for person in range(people):
        for statement in range(statements):
            if rng.random() < 0.9:
                odd = person < few and statement in {3, 7, 11}
                agrees = rng.random() < (0.03 if odd else 0.95)
                cast.append((f"{person:04}", str(statement), AGREE if agrees else DISAGREE))
    return votes_of(cast)


def test_a_minority_too_small_for_any_group_is_found_with_what_it_holds() -> None:
    votes = _with_few(7)
    found = minorities_of(votes).found

    assert len(found) == 1
    assert _ids(votes, [(one.statement, one.side) for one in found[0].sides]) == {
        (one, DISAGREE) for one in ("3", "7", "11")
    }
    members = {votes.people[one] for one in found[0].people}
    assert len(members & {f"{person:04}" for person in range(7)}) >= 6
    assert len(members) <= 10


def test_where_all_agree_nobody_is_a_minority() -> None:
    votes = votes_of([(str(person), str(statement), AGREE) for person in range(30) for statement in range(5)])
    found = findings_of(votes, np.full(30, -1), 0)

    assert not found.minorities.found
    assert len(found.agreed) == 5


def test_passing_alone_unites_nobody() -> None:
    votes = votes_of([(str(person), str(statement), PASS) for person in range(30) for statement in range(5)])
    found = findings_of(votes, np.array([0, 1] * 15), 2)

    assert not found.agreed
    assert not found.united
    assert found.held == ((), ())


def test_one_voter_gives_no_findings() -> None:
    found = findings_of(votes_of([("a", "1", AGREE)]), np.array([-1]), 0)

    assert not found.agreed
    assert not found.minorities.found


def test_a_statement_taken_out_is_never_found() -> None:
    votes, labels = _planted()
    found = findings_of(without(votes, {"0", "1"}), labels, 2)

    assert not found.united
    assert _ids(votes, [(one.statement, one.side) for one in found.held[1]]) == {("2", AGREE)}
    assert without(votes, {"0", "1"}).shape == (LARGE + SMALL, STATEMENTS - 2)


def _told(found: Findings, votes: Votes) -> list[object]:
    return [
        [(votes.statements[one.statement], one.side, one.with_it, one.discovery) for one in found.agreed],
        [[(votes.statements[one.statement], one.side, one.with_it) for one in held] for held in found.held],
        [[votes.people[person] for person in one.people] for one in found.minorities.found],
    ]


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_changes_nothing(random: object) -> None:
    votes, labels = _planted()
    rows = [
        (votes.people[person], votes.statements[statement], int(value))
        for person, statement, value in zip(votes.person, votes.statement, votes.value, strict=True)
    ]
    random.shuffle(rows)  # type: ignore[attr-defined]
    again = votes_of(rows)

    assert _told(findings_of(again, labels, 2), again) == _told(findings_of(votes, labels, 2), votes)
