"""The map says who stands together only where that is more than chance, the same whatever the order, and never in a tiny group."""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.made_votes import made_votes, without_groups
from benchmarks.opinion_honesty import CONVERSATIONS, real_votes, trial
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, silhouette_score

from penholder.pure.reading.opinion.chance import share_by_chance
from penholder.pure.reading.opinion.grouping import Grouping, finished, grouped
from penholder.pure.reading.opinion.likelihood import likelihoods
from penholder.pure.reading.opinion.opinion_map import GROUPS, NO_GROUPS, NOT_TESTED, OpinionMap, draw_map
from penholder.pure.reading.opinion.silhouette import silhouettes
from penholder.pure.reading.opinion.steadiness import compared
from penholder.pure.reading.opinion.verdict import Qualities, best_split
from penholder.pure.reading.opinion.votes import Votes, unlike, votes_indexed, votes_of, with_newer

FEW = {"permutations": 49, "resamples": 8}


def _shuffled(votes: Votes) -> Votes:
    order = np.random.default_rng(3).permutation(len(votes))
    return votes_indexed(
        votes.people, votes.statements, votes.person[order], votes.statement[order], votes.value[order]
    )


def _is_sound(drawn: OpinionMap, least: int) -> None:
    for numbers in (
        drawn.means,
        drawn.components,
        drawn.explained,
        drawn.positions,
        drawn.statement_positions,
    ):
        assert np.isfinite(numbers).all()
    assert tuple(np.bincount(drawn.labels[drawn.labels >= 0])) == drawn.sizes
    assert all(size >= least for size in drawn.sizes)
    assert not (drawn.labels[~drawn.counted_in] >= 0).any()


def test_groups_that_are_there_are_found_with_everyone_in_theirs() -> None:
    made = made_votes(150, 60, 4_500, groups=3, separation=2.0, seed=2, along_two=True)
    drawn = draw_map(made.votes, **FEW)

    assert drawn.verdict.kind == GROUPS
    assert drawn.verdict.sentence.startswith("3 groups found, of ")
    assert adjusted_rand_score(made.truth[drawn.counted_in], drawn.labels[drawn.counted_in]) > 0.85
    assert drawn.steadiness[drawn.counted_in].mean() > 0.9
    _is_sound(drawn, 5)


def test_where_votes_are_dealt_out_by_chance_there_are_no_groups() -> None:
    drawn = draw_map(without_groups(made_votes(150, 60, 4_500, groups=3, seed=2).votes, seed=1), **FEW)

    assert drawn.verdict.kind == NO_GROUPS
    assert drawn.verdict.chance is not None
    assert drawn.verdict.chance > 0.02
    assert drawn.sizes == ()
    assert (drawn.labels == -1).all()
    assert np.isnan(drawn.steadiness).all()


def test_a_short_trial_of_honesty_finds_what_is_there_and_nothing_else() -> None:
    small = made_votes(60, 30, 900, seed=3).votes
    seen = trial([small], nulls=4, planted=6, people=[60])

    assert seen.given_groups == 0
    assert seen.too_small == 0
    assert seen.clear > seen.missed == seen.worse == 0


@pytest.mark.parametrize("name", CONVERSATIONS[:3])
def test_the_whole_map_is_the_same_in_any_order_of_rows(shared: Path, name: str) -> None:
    votes = real_votes(shared / "data" / "polis" / name)
    one, other = (draw_map(each, permutations=0) for each in (votes, _shuffled(votes)))

    assert np.array_equal(one.positions, other.positions)
    assert np.array_equal(one.labels, other.labels)
    assert one.verdict == other.verdict


def test_the_tests_say_the_same_twice_and_in_any_order() -> None:
    votes = made_votes(80, 40, 1_600, groups=2, separation=1.5, seed=5).votes
    one, other = (draw_map(each, **FEW) for each in (votes, _shuffled(votes)))

    assert one.verdict == other.verdict
    assert np.array_equal(one.steadiness, other.steadiness, equal_nan=True)


def test_an_earlier_map_changes_the_way_and_not_where_anybody_lies() -> None:
    votes = made_votes(400, 60, 9_000, seed=6).votes
    earlier = draw_map(votes, permutations=0)
    more = with_newer(votes, votes_of([("1", "2", 1), ("399", "0", -1), ("new", "brand new", 1)]))

    cold, warm = draw_map(more, permutations=0), draw_map(more, permutations=0, earlier=earlier)

    assert np.abs(cold.positions - warm.positions).max() <= 1e-9
    assert adjusted_rand_score(cold.labels, warm.labels) > 0.9
    _is_sound(warm, 5)


def test_a_few_more_votes_leave_groups_and_tests_as_they_were_and_the_verdict_says_so() -> None:
    votes = made_votes(100, 40, 2_000, groups=2, separation=2.0, seed=2, along_two=True).votes
    earlier = draw_map(votes, **FEW)
    more = with_newer(votes, votes_of([("new", str(statement), 1) for statement in range(9)]))
    warm = draw_map(more, earlier=earlier, **FEW)
    later = draw_map(with_newer(more, votes_of([("newer", "1", 1)])), earlier=warm, **FEW)

    assert earlier.verdict.kind == warm.verdict.kind == GROUPS
    assert sum(warm.sizes) == sum(earlier.sizes) + 1
    assert warm.verdict.sentence.endswith("Tested before the last 9 votes came or changed.")
    assert later.verdict.sentence.endswith("Tested before the last 10 votes came or changed.")
    assert warm.verdict.chance == earlier.verdict.chance
    assert np.isnan(warm.steadiness[warm.votes.people.index("new")])
    _is_sound(warm, 5)


def test_many_more_votes_are_tested_anew() -> None:
    votes = made_votes(80, 30, 1_200, groups=2, separation=2.0, seed=2, along_two=True).votes
    earlier = draw_map(votes, **FEW)
    more = with_newer(votes, votes_of([("new", str(statement), 1) for statement in range(20)]))

    assert draw_map(more, earlier=earlier, **FEW).verdict == draw_map(more, **FEW).verdict


def test_votes_that_were_changed_are_tested_anew_however_many_there_are() -> None:
    votes = made_votes(80, 30, 1_200, groups=2, separation=2.0, seed=2, along_two=True).votes
    earlier = draw_map(votes, **FEW)
    otherwise = without_groups(votes, seed=1)

    assert earlier.verdict.kind == GROUPS
    assert draw_map(otherwise, earlier=earlier, **FEW).verdict == draw_map(otherwise, **FEW).verdict


@given(st.data())
def test_unlike_counts_the_places_that_came_went_or_hold_another_vote(data: st.DataObject) -> None:
    cells = st.dictionaries(
        st.tuples(st.sampled_from("abcdefg"), st.sampled_from(["1", "2", "10"])), st.sampled_from([-1, 0, 1])
    )
    before, after = data.draw(cells), data.draw(cells)
    counted = unlike(*(votes_of([(*cell, vote) for cell, vote in one.items()]) for one in (before, after)))
    assert counted == len(dict(before.items() ^ after.items()))


def test_many_people_are_tested_on_a_sample_and_the_verdict_says_so() -> None:
    made = made_votes(1_500, 50, 30_000, groups=2, separation=2.0, seed=7)
    drawn = draw_map(made.votes, sample=100, **FEW)

    assert drawn.verdict.sampled
    assert drawn.verdict.tested_on == 100
    assert "Tested on 100 (chance) and " in drawn.verdict.sentence
    inside = drawn.counted_in
    assert adjusted_rand_score(made.truth[inside], drawn.labels[inside]) > 0.75
    assert ((drawn.steadiness[inside] >= 0) & (drawn.steadiness[inside] <= 1)).all()
    _is_sound(drawn, 5)


def test_without_tests_groups_are_called_not_tested() -> None:
    drawn = draw_map(made_votes(100, 30, 1_500, seed=8).votes, permutations=0)

    assert drawn.verdict.kind == NOT_TESTED
    assert drawn.verdict.chance is None


def test_so_few_tries_that_nothing_could_be_found_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 49"):
        draw_map(votes_of([("a", "1", 1)]), permutations=10)


def test_a_few_people_far_out_are_no_group() -> None:
    """Three who disagree with everything everybody agrees on: the clearest split there is, and one of three people."""
    rng = np.random.default_rng(4)
    votes = votes_of(
        (f"{person}", f"{statement}", -1 if person < 3 else int(rng.choice([1, 1, 1, 0])))
        for person in range(60)
        for statement in range(20)
    )

    assert all(size >= 5 for size in draw_map(votes, **FEW).sizes)
    assert min(draw_map(votes, permutations=0, least=3).sizes) == 3
    assert all(size >= 5 for size in draw_map(votes, permutations=0, least=5).sizes)


@pytest.mark.parametrize(
    ("cast", "people"),
    [
        ([], []),
        ([], ["ann"]),
        ([("ann", "1", 1)], []),
        ([("ann", f"{one}", 1 if one % 2 else -1) for one in range(50)], []),
        ([(f"{who}", f"{what}", 1) for who in range(40) for what in range(20)], []),
        ([(f"{who}", "1", 1 if who % 2 else -1) for who in range(40)], []),
        ([(f"{who}", f"{what}", 0) for who in range(40) for what in range(9)], []),
        ([(f"{who}", f"{who}", 1) for who in range(40)], []),
    ],
    ids=[
        "nothing",
        "a person without votes",
        "one vote",
        "one voter",
        "everyone agrees",
        "one statement",
        "everyone passes",
        "nobody votes on the same",
    ],
)
def test_poor_conversations_have_a_sound_map(cast: list[tuple[str, str, int]], people: list[str]) -> None:
    drawn = draw_map(votes_of(cast, people=people), **FEW)

    _is_sound(drawn, 5)
    assert drawn.verdict.sentence.endswith(".")


def test_statements_taken_out_count_neither_in_positions_nor_in_who_is_in() -> None:
    made = made_votes(120, 30, 1_500, seed=9).votes
    rows = [
        (made.people[who], made.statements[what], int(value))
        for who, what, value in zip(made.person, made.statement, made.value, strict=True)
    ]
    out = {"3", "14", "20"}
    taken_out = draw_map(votes_of(rows, moderated=out), permutations=0)
    never_there = draw_map(
        votes_of([row for row in rows if row[1] not in out], people=made.people), permutations=0
    )

    assert np.array_equal(taken_out.positions, never_there.positions)
    assert np.array_equal(taken_out.counted_in, never_there.counted_in)
    at = [int(one in out) == 1 for one in taken_out.votes.statements]
    assert not taken_out.statement_positions[at].any()


def test_silhouettes_are_those_of_scikit_learn() -> None:
    points = np.random.default_rng(5).normal(size=(300, 2))
    labels = [grouped(points, k, np.random.default_rng(k)).labels for k in (2, 3, 5)]

    assert np.allclose(
        silhouettes(points, labels), [silhouette_score(points, one) for one in labels], atol=1e-12
    )


def test_somebody_alone_in_a_group_has_no_silhouette() -> None:
    points = np.array([[0.0, 0], [1, 0], [9, 0]])

    assert silhouettes(points, [np.array([0, 0, 1], dtype=np.int32)]) == pytest.approx(
        ((8 / 9 + 7 / 8 + 0) / 3,)
    )


def test_a_grouping_found_on_some_is_carried_to_all() -> None:
    rng = np.random.default_rng(6)
    points = np.concatenate([rng.normal(place, 0.3, size=(200, 2)) for place in (0, 4, 9)])
    sketch = grouped(points[::10], 3, rng)

    assert finished(points, sketch).sizes == (200, 200, 200)


def test_agreement_of_two_labellings_is_the_adjusted_rand_index() -> None:
    rng = np.random.default_rng(7)
    one, other = (rng.integers(3, size=90).astype(np.int32) for _ in range(2))
    swapped = np.array([2, 0, 1], dtype=np.int32)[one]

    assert compared(one, other, 3).alike == pytest.approx(adjusted_rand_score(one, other))
    assert compared(one, swapped, 3).alike == 1
    assert compared(one, swapped, 3).partner.tolist() == [2, 0, 1]


def test_the_share_by_chance_counts_the_conversation_seen_as_well() -> None:
    by_chance = np.arange(20.0).reshape(10, 2)

    assert share_by_chance(np.array([99.0, 99.0]), by_chance) == pytest.approx(1 / 11)
    assert share_by_chance(np.array([-9.0, -9.0]), by_chance) == pytest.approx(1)
    assert share_by_chance(np.array([np.nan, 99.0]), by_chance) == pytest.approx(1 / 11)


@pytest.mark.parametrize(
    ("clear", "stable", "likely", "best"),
    [
        ([0.3, 0.25, 0.1, 0.2], [0.9, 0.9, 0.9, 0.5], [0, 5, 9, 9], 1),
        ([0.3, 0.25, 0.2, 0.2], [0.9, 0.9, 0.9, 0.9], [5, 0, 1, 4], 0),
        ([0.3, 0.25, 0.2, 0.1], [0.5, 0.5, 0.5, 0.5], [0, 1, 5, 9], 2),
        ([0.3, np.nan, 0.2, 0.05], [0.5, 1.0, 0.4, 0.9], [1, 9, 0, 9], 0),
        ([-0.1, -0.2], [0.9, 0.9], [0, 5], 0),
        ([np.nan, np.nan], [0.9, 0.9], [0, 0], None),
    ],
)
def test_the_likeliest_of_the_clear_and_stable_splits_is_taken(
    clear: list[float], stable: list[float], likely: list[float], best: int | None
) -> None:
    assert best_split(Qualities(np.array(clear), np.array(stable), np.array(likely, dtype=float))) == best


def test_the_groups_that_made_the_votes_are_likelier_than_coarser_and_finer_ones() -> None:
    made = made_votes(200, 40, 3_000, groups=3, separation=1.5, seed=4)
    inside = np.ones(200, dtype=bool)
    wider, true, finer = (
        Grouping(labels.astype(np.int32), np.zeros((k, 2)), tuple(np.bincount(labels, minlength=k)))
        for k, labels in (
            (2, made.truth // 2),
            (3, made.truth),
            (4, made.truth + (made.truth > 0) * (np.arange(200) % 2)),
        )
    )
    found = likelihoods(made.votes, inside, [wider, true, finer])
    assert int(np.argmax(found)) == 1


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9), st.sampled_from((1, 0, -1))), max_size=200),
    st.integers(1, 6),
)
def test_no_votes_whatever_give_a_group_under_the_smallest_size(
    cast: list[tuple[int, int, int]], least: int
) -> None:
    votes = votes_of((f"{person}", f"{statement}", value) for person, statement, value in cast)

    _is_sound(draw_map(votes, permutations=0, least=least), least)
