"""Components are those of the matrix with every gap filled in, to nine digits, whatever the conversation."""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.made_votes import made_votes, without_groups
from benchmarks.opinion_honesty import CONVERSATIONS, real_votes
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from penholder.pure.reading.opinion.centred import centred
from penholder.pure.reading.opinion.components import components_of
from penholder.pure.reading.opinion.opinion_map import CLOSE
from penholder.pure.reading.opinion.positions import positions_of_people, positions_of_statements
from penholder.pure.reading.opinion.votes import Votes, votes_indexed, votes_of, with_newer

Numbers = NDArray[np.float64]


def _filled(votes: Votes) -> Numbers:
    """Means where nobody voted, then means taken away: as other programs do it, with nothing sparse."""
    table = np.full((len(votes.people), len(votes.statements)), np.nan)
    table[votes.person, votes.statement] = votes.value
    means = np.nanmean(table, axis=0)
    return np.where(np.isnan(table), means, table) - means


def _reference(votes: Votes, signs_of: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Components, people, statements, by a full decomposition; turned as ours are."""
    filled = _filled(votes)
    _, _, axes = np.linalg.svd(filled, full_matrices=False)  # all of them, by another way altogether
    axes = axes[:2] * np.sign((axes[:2] * signs_of).sum(axis=1))[:, None]
    cast = np.bincount(votes.person, minlength=len(votes.people))
    people = filled @ axes.T * np.sqrt(votes.shape[1] / np.maximum(cast, 1))[:, None]
    table = np.full(filled.shape, np.nan)
    table[votes.person, votes.statement] = votes.value
    statements = (1 - np.nanmean(table, axis=0))[:, None] * axes.T * np.sqrt(votes.shape[1])
    return axes, people, statements


def _agree_with_reference(votes: Votes) -> None:
    matrix = centred(votes)
    found = components_of(matrix)
    axes, people, statements = _reference(votes, found.vectors)
    cosines = np.abs((axes * found.vectors).sum(axis=1))
    assert np.all(1 - cosines <= 1e-9)
    assert np.abs(positions_of_people(matrix, found.vectors) - people).max() <= 1e-9
    assert np.abs(positions_of_statements(matrix, found.vectors) - statements).max() <= 1e-9


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_real_conversations_agree_with_a_full_decomposition(shared: Path, name: str) -> None:
    _agree_with_reference(real_votes(shared / "data" / "polis" / name))


def test_a_made_conversation_agrees_with_a_full_decomposition() -> None:
    _agree_with_reference(made_votes(300, 60, 6_000, seed=4).votes)


def test_a_conversation_in_which_nothing_hangs_together_agrees_with_a_full_decomposition() -> None:
    _agree_with_reference(without_groups(made_votes(150, 50, 2_500, seed=5).votes, seed=1))


def test_more_statements_than_people_are_no_difficulty() -> None:
    _agree_with_reference(made_votes(60, 300, 6_000, seed=6).votes)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_the_order_of_rows_makes_no_difference_and_neither_does_time(shared: Path, name: str) -> None:
    votes = real_votes(shared / "data" / "polis" / name)
    order = np.random.default_rng(2).permutation(len(votes))
    shuffled = votes_indexed(
        votes.people, votes.statements, votes.person[order], votes.statement[order], votes.value[order]
    )

    once, again, other = (components_of(centred(each)) for each in (votes, votes, shuffled))

    assert np.array_equal(once.vectors, again.vectors)
    assert np.array_equal(once.vectors, other.vectors)


def test_an_earlier_state_is_only_a_quicker_way_to_the_same_answer() -> None:
    votes = made_votes(2_000, 150, 60_000, seed=7).votes
    rng = np.random.default_rng(1)
    newer = votes_indexed(
        votes.people,
        votes.statements,
        rng.integers(2_000, size=60),
        rng.integers(150, size=60),
        rng.integers(-1, 2, size=60),
    )
    before = components_of(centred(votes))
    now = centred(with_newer(votes, newer))

    cold, warm = components_of(now), components_of(now, start=before.vectors)

    close = components_of(now, start=before.vectors, angle=CLOSE)

    assert np.abs(cold.vectors - warm.vectors).max() <= 1e-10
    assert warm.products < cold.products
    assert np.all(1 - (cold.vectors * close.vectors).sum(axis=1) <= 1e-9)
    assert 2 * close.products < cold.products


def test_an_earlier_state_that_saw_nothing_does_not_blind_the_later_one() -> None:
    votes = made_votes(300, 60, 6_000, seed=8).votes
    other = np.zeros((2, 60))
    other[0, 0], other[1, 1] = 1, 1

    found = components_of(centred(votes), start=other)

    assert np.abs(found.vectors - components_of(centred(votes)).vectors).max() <= 1e-10


def test_signs_are_fixed_by_the_largest_entry() -> None:
    found = components_of(centred(made_votes(300, 60, 6_000, seed=9).votes))

    assert all(vector[np.argmax(np.abs(vector))] > 0 for vector in found.vectors)


def test_where_nobody_differs_components_are_nothing() -> None:
    votes = votes_of((str(person), str(statement), 1) for person in range(9) for statement in range(40))
    found = components_of(centred(votes))

    assert not found.vectors.any()
    assert not found.explained.any()


@pytest.mark.parametrize("statements", [1, 2, 40])
def test_one_difference_makes_one_component_and_no_second(statements: int) -> None:
    votes = votes_of(
        (str(person), str(statement), 1 if person % 2 else -1)
        for person in range(10)
        for statement in range(statements)
    )
    found = components_of(centred(votes))

    assert np.allclose(found.vectors[0], 1 / np.sqrt(statements))
    assert not found.vectors[1].any()
    assert np.allclose(found.explained, (1, 0))


@pytest.mark.parametrize("blocks", [2, 40])
def test_components_of_equal_weight_are_both_found(blocks: int) -> None:
    """Statements that nothing ties to each other, each with the same votes: every direction is as good as any other."""
    votes = votes_of(
        (f"{block:02}-{person}", f"{block:02}", 1 if person % 2 else -1)
        for block in range(blocks)
        for person in range(4)
    )
    found = components_of(centred(votes))

    assert np.allclose(found.vectors @ found.vectors.T, np.eye(2))
    assert np.allclose(found.weights, 4)


def test_no_votes_at_all_are_no_components() -> None:
    found = components_of(centred(votes_of([], people=["a"], statements=["1", "2"])))

    assert found.vectors.shape == (2, 2)
    assert not found.vectors.any()


_cast = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 4), st.sampled_from((1, 0, -1))), min_size=1, max_size=40
)


@settings(max_examples=60, deadline=None)
@given(_cast)
def test_everybody_voting_alike_twice_leaves_components_as_they_are(cast: list[tuple[int, int, int]]) -> None:
    once = votes_of((f"{person}", f"{statement}", value) for person, statement, value in cast)
    twice = votes_of(
        (f"{copy}{person}", f"{statement}", value) for copy in "12" for person, statement, value in cast
    )

    one, other = (components_of(centred(votes)) for votes in (once, twice))

    assert np.allclose(one.weights * 2, other.weights, atol=1e-9)
    assert np.allclose(one.explained, other.explained, atol=1e-9)
    spread = one.total or 1.0
    nearly_tied = np.any(
        np.diff(np.append(np.linalg.svd(_dense(once), compute_uv=False)[:3] ** 2, 0)) > -1e-6 * spread
    )
    if not nearly_tied:
        assert np.allclose(one.vectors, other.vectors, atol=1e-7)


def _dense(votes: Votes) -> Numbers:
    made = centred(votes).matrix.toarray()
    return np.pad(made, ((0, 3), (0, 3)))


@settings(max_examples=60, deadline=None)
@given(_cast, st.randoms(use_true_random=False))
def test_votes_in_any_order_give_the_same_bits(cast: list[tuple[int, int, int]], random: object) -> None:
    last = {(f"{person}", f"{statement}"): value for person, statement, value in cast}
    rows = [(*pair, value) for pair, value in last.items()]
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    one, other = (components_of(centred(votes_of(each))) for each in (rows, shuffled))

    assert np.array_equal(one.vectors, other.vectors)
