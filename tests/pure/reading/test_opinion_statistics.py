"""The figures beside the map, recomputed here the long way from their definitions on real conversations."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from penholder.pure.reading.opinion.counts import counts_by_group, counts_of_all
from penholder.pure.reading.opinion.discovery import adjusted, beyond_draw, beyond_half
from penholder.pure.reading.opinion.intervals import differences, shares
from penholder.pure.reading.opinion.representative import (
    group_informed_consensus,
    overall_consensus,
    representative_statements,
    representativeness,
)
from penholder.pure.reading.opinion.votes import AGREE, DISAGREE, Votes, votes_of

CONVERSATIONS = ("15-per-hour-seattle", "brexit-consensus", "scoop-hivemind.freshwater", "vtaiwan.uberx")
NINETY = 1.2816


@dataclass(frozen=True)
class Conversation:
    rows: list[dict[str, str]]
    statements: list[str]
    votes: Votes
    labels: np.ndarray
    groups: int


@pytest.fixture(scope="module", params=CONVERSATIONS)
def conversation(request: pytest.FixtureRequest, shared: Path) -> Conversation:
    path = shared / "data/polis" / request.param / "participants-votes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    statements = list(rows[0])[6:]
    votes = votes_of(
        [(row["participant"], one, int(row[one])) for row in rows for one in statements if row[one]],
        people=[row["participant"] for row in rows],
        statements=statements,
    )
    group = {row["participant"]: int(row["group-id"] or -1) for row in rows}
    labels = np.array([group[one] for one in votes.people])
    return Conversation(rows, statements, votes, labels, int(labels.max()) + 1)


def _tally(conversation: Conversation, statement: str, groups: set[str]) -> tuple[int, int, int]:
    """Agrees, disagrees and votes, straight from the rows of the file."""
    said = [row[statement] for row in conversation.rows if row["group-id"] in groups and row[statement]]
    return said.count("1"), said.count("-1"), len(said)


def _figures(n: int, total: int, n_others: int, total_others: int) -> tuple[float, float, float, float]:
    p = (n + 1) / (total + 2)
    r = p / ((n_others + 1) / (total_others + 2))
    z_share = 2 * math.sqrt(total + 1) * ((n + 1) / (total + 1) - 0.5)
    a, b, c, d = n + 1, total + 1, n_others + 1, total_others + 1
    h = (a + c) / (b + d)
    z_ratio = 0.0 if h == 1 else (a / b - c / d) / math.sqrt(h * (1 - h) * (1 / b + 1 / d))
    return p, r, z_share, z_ratio


def _all_figures(conversation: Conversation, group: int) -> dict[str, dict[int, tuple[float, ...]]]:
    others = {str(one) for one in range(conversation.groups) if one != group}
    found = {}
    for statement in conversation.statements:
        agrees, disagrees, total = _tally(conversation, statement, {str(group)})
        their_agrees, their_disagrees, their_total = _tally(conversation, statement, others)
        found[statement] = {
            AGREE: _figures(agrees, total, their_agrees, their_total),
            DISAGREE: _figures(disagrees, total, their_disagrees, their_total),
        }
    return found


def test_representativeness_is_as_defined_for_every_group_and_statement(conversation: Conversation) -> None:
    counts = counts_by_group(conversation.votes, conversation.labels, conversation.groups)
    ours = {side: representativeness(counts, side) for side in (AGREE, DISAGREE)}

    for group in range(conversation.groups):
        theirs = _all_figures(conversation, group)
        for place, statement in enumerate(conversation.votes.statements):
            for side, figures in ours.items():
                at = group, place
                told = figures.p[at], figures.r[at], figures.z_share[at], figures.z_ratio[at]
                assert told == pytest.approx(theirs[statement][side], abs=1e-9, rel=0)


def test_group_informed_consensus_is_the_product_over_the_groups(conversation: Conversation) -> None:
    counts = counts_by_group(conversation.votes, conversation.labels, conversation.groups)
    agree, disagree = group_informed_consensus(counts), group_informed_consensus(counts, DISAGREE)

    for place, statement in enumerate(conversation.votes.statements):
        for side, ours in ((0, agree), (1, disagree)):
            product = 1.0
            for group in range(conversation.groups):
                tally = _tally(conversation, statement, {str(group)})
                product *= (tally[side] + 1) / (tally[2] + 2)
            assert ours[place] == pytest.approx(product, abs=1e-9, rel=0)


def test_the_statements_that_stand_for_a_group_are_those_of_the_definition(
    conversation: Conversation,
) -> None:
    counts = counts_by_group(conversation.votes, conversation.labels, conversation.groups)
    ours = representative_statements(counts)

    for group in range(conversation.groups):
        told = [(conversation.votes.statements[one.statement], one.side) for one in ours[group]]
        assert told == _list_by_definition(conversation, group)


def _list_by_definition(conversation: Conversation, group: int) -> list[tuple[str, int]]:
    figures = _all_figures(conversation, group)
    best = _best_agree_by_definition(conversation, group, figures)
    ranked = _qualified_by_definition(conversation, figures)
    if ranked:
        chosen = [one for one in ranked if best is None or one[0] != best]
        chosen = ([(best, AGREE)] if best else []) + chosen
        return sorted(chosen[:5], key=lambda one: -one[1])
    if best:
        return [(best, AGREE)]
    largest = max(
        (
            (figures[one][side][3], -place, one, side)
            for place, one in enumerate(conversation.votes.statements)
            for side in (DISAGREE, AGREE)
        ),
        key=lambda one: one[:2],
    )
    return [(largest[2], largest[3])]


def _best_agree_by_definition(
    conversation: Conversation, group: int, figures: dict[str, dict[int, tuple[float, ...]]]
) -> str | None:
    best: tuple[str, float, float, float] | None = None
    for statement in conversation.votes.statements:
        agrees, disagrees, _ = _tally(conversation, statement, {str(group)})
        p, r, z_share, z_ratio = figures[statement][AGREE]
        one = statement, r * z_ratio * p * z_share, p * z_share, r
        if not agrees and not disagrees:
            continue
        if best is None:
            best = one if z_share > NINETY or (r > 1 and p > 0.5) else None
        elif (one[1] > best[1]) if best[3] > 1 else (one[2] > best[2]):
            best = one
    return best[0] if best else None


def _qualified_by_definition(
    conversation: Conversation, figures: dict[str, dict[int, tuple[float, ...]]]
) -> list[tuple[str, int]]:
    ranked = []
    for statement in conversation.votes.statements:
        sides = figures[statement]
        if any(one[2] > NINETY and one[3] > NINETY for one in sides.values()):
            side = AGREE if sides[AGREE][3] > sides[DISAGREE][3] else DISAGREE
            p, r, z_share, z_ratio = sides[side]
            ranked.append((r * z_ratio * p * z_share, statement, side))
    return [(statement, side) for _, statement, side in sorted(ranked, key=lambda one: -one[0])]


def test_overall_consensus_ranks_by_share_and_sureness_whatever_the_groups(
    conversation: Conversation,
) -> None:
    groups = {row["group-id"] for row in conversation.rows}
    for place, side in enumerate((AGREE, DISAGREE)):
        ranked = []
        for statement in conversation.votes.statements:
            tally = _tally(conversation, statement, groups)
            p, _, z_share, _ = _figures(tally[place], tally[2], 0, 0)
            if p > 0.5 and z_share > NINETY:
                ranked.append((-p * z_share, statement))
        ours = overall_consensus(counts_of_all(conversation.votes), side)
        expected = [statement for _, statement in sorted(ranked, key=lambda one: one[0])][:5]
        assert [conversation.votes.statements[one] for one in ours] == expected


def test_others_are_the_other_groups_and_nobody_outside() -> None:
    votes = votes_of([("a", "1", AGREE), ("b", "1", DISAGREE), ("c", "1", AGREE), ("d", "1", 0)])
    counts = counts_by_group(votes, np.array([0, 1, -1, 1]), 2)

    assert counts.votes.tolist() == [[1], [2]]
    assert counts.of_others().disagrees.tolist() == [[1], [0]]
    assert counts.of_others().votes.tolist() == [[2], [1]]


@pytest.mark.parametrize("labels", [[0], [0, 2], [0, -2]])
def test_labels_that_do_not_fit_are_refused(labels: list[int]) -> None:
    votes = votes_of([("a", "1", AGREE), ("b", "1", DISAGREE)])
    with pytest.raises(ValueError, match="labels"):
        counts_by_group(votes, np.array(labels), 2)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_s_interval_is_wilson_s(count: tuple[int, int]) -> None:
    ours = shares(*count).at()
    theirs = stats.binomtest(*count).proportion_ci(0.95, method="wilson")

    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    assert 0 <= ours.low <= ours.estimate <= ours.high <= 1


def test_the_interval_of_a_difference_is_that_of_newcombe_s_own_example() -> None:
    # 56 of 70 against 48 of 80 (Newcombe 1998, table II, row a): 0.2, from 0.0524 to 0.3339
    between = differences(shares(56, 70), shares(48, 80)).at()

    assert (between.estimate, between.low, between.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


@given(
    st.integers(2, 300).flatmap(
        lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n), st.integers(0, n))
    )
)
def test_the_chance_that_two_sets_meet_is_fisher_s(table: tuple[int, int, int, int]) -> None:
    of, one, other, wanted = table
    both = min(max(wanted, one + other - of, 0), one, other)
    ours = float(beyond_draw(both, one, other, of))
    theirs = stats.hypergeom.sf(both - 1, of, one, other)

    if both * of > one * other:
        assert ours == pytest.approx(theirs, rel=1e-7)
    else:
        assert ours == 1


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_chance_of_more_than_half_is_the_binomial_s(count: tuple[int, int]) -> None:
    assert float(beyond_half(*count)) == pytest.approx(stats.binom.sf(count[0] - 1, count[1], 0.5), rel=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.integers(0, 5))
def test_false_discoveries_are_limited_as_by_benjamini_and_hochberg(
    chances: list[float], blanks: int
) -> None:
    with_blanks = np.array(chances + [np.nan] * blanks)
    ours = adjusted(with_blanks)

    assert ours[: len(chances)] == pytest.approx(stats.false_discovery_control(chances), rel=1e-9)
    assert np.isnan(ours[len(chances) :]).all()
