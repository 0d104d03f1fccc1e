"""Votes come in any order and more than once; what counts is the last one, and the value is the same."""

import random

import numpy as np
import pytest

from penholder.pure.reading.opinion.votes import AGREE, DISAGREE, PASS, Votes, votes_of

CAST = [("ann", "2", AGREE), ("ann", "10", PASS), ("bo", "2", DISAGREE), ("cy", "10", AGREE)]


def _rows(votes: Votes) -> list[tuple[str, str, int]]:
    return [
        (votes.people[person], votes.statements[statement], value)
        for person, statement, value in zip(votes.person, votes.statement, votes.value.tolist(), strict=True)
    ]


def test_the_last_vote_of_a_person_on_a_statement_counts() -> None:
    votes = votes_of([*CAST, ("ann", "2", DISAGREE)])

    assert ("ann", "2", DISAGREE) in _rows(votes)
    assert len(votes) == 4


def test_the_order_of_rows_says_nothing_where_nobody_voted_twice() -> None:
    shuffled = random.Random(3).sample(CAST, len(CAST))
    one, other = votes_of(CAST), votes_of(shuffled)

    assert _rows(one) == _rows(other)
    assert (
        (one.people, one.statements) == (other.people, other.statements) == (("ann", "bo", "cy"), ("2", "10"))
    )


def test_a_statement_that_was_taken_out_counts_in_no_way() -> None:
    votes = votes_of(CAST, moderated={"2"})

    assert votes.shape == (3, 1)
    assert {statement for _, statement, _ in _rows(votes)} == {"10"}
    assert votes.moderated.tolist() == [True, False]


def test_people_and_statements_without_votes_are_known_too() -> None:
    votes = votes_of(CAST, people={"dee"}, statements={"7"})

    assert votes.people == ("ann", "bo", "cy", "dee")
    assert votes.statements == ("2", "7", "10")


def test_another_vote_is_refused() -> None:
    with pytest.raises(ValueError, match="1 \\(agree\\)"):
        votes_of([("ann", "2", 2)])


def test_no_votes_at_all_are_votes() -> None:
    votes = votes_of([])

    assert (len(votes), votes.shape) == (0, (0, 0))
    assert votes.value.dtype == np.int8
