"""Columns of votes are put in order the same way however they come and however large the numbers in them are."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penholder.pure.reading.opinion import votes as module
from penholder.pure.reading.opinion.votes import Votes, votes_indexed, votes_of, with_newer

Cast = list[tuple[str, str, int]]
_cast = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["1", "2", "10", "x"]), st.sampled_from((1, 0, -1))),
    max_size=30,
)
ROOT = Path(__file__).resolve().parents[4]


def _rows(votes: Votes) -> Cast:
    return [
        (votes.people[who], votes.statements[what], int(value))
        for who, what, value in zip(votes.person, votes.statement, votes.value, strict=True)
    ]


@settings(max_examples=80, deadline=None)
@given(_cast, _cast)
def test_newer_votes_after_older_ones_are_all_of_them_in_one(older: Cast, newer: Cast) -> None:
    together, apart = votes_of(older + newer), with_newer(votes_of(older), votes_of(newer))

    assert _rows(together) == _rows(apart)
    assert (together.people, together.statements) == (apart.people, apart.statements)


def test_a_statement_taken_out_later_loses_the_votes_it_had() -> None:
    older = votes_of([("ann", "1", 1), ("ann", "2", 1)])

    assert _rows(with_newer(older, votes_of([], moderated={"1"}))) == [("ann", "2", 1)]


@pytest.mark.parametrize("bits", [2, 40])
def test_numbers_too_large_to_be_packed_are_sorted_another_way(
    bits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_STRIP", 7)
    rng = np.random.default_rng(1)
    columns = [rng.integers(9, size=100), rng.integers(5, size=100), rng.integers(-1, 2, size=100)]
    ids = tuple("abcdefghi"), tuple("12345")
    last = {(ids[0][who], ids[1][what]): int(value) for who, what, value in zip(*columns, strict=True)}
    monkeypatch.setattr(module, "_VOTE", bits if bits == 2 else 60)

    assert _rows(votes_indexed(*ids, *columns)) == sorted((*pair, value) for pair, value in last.items())


def test_columns_in_order_are_not_copied() -> None:
    votes = votes_of([("a", "1", 1), ("b", "1", 0)])
    again = votes_indexed(votes.people, votes.statements, votes.person, votes.statement, votes.value)

    assert again.value is votes.value


def test_the_map_has_the_same_bits_on_one_core_and_on_several() -> None:
    program = (
        "from benchmarks.made_votes import made_votes\n"
        "from penholder.pure.reading.opinion.opinion_map import draw_map\n"
        "drawn = draw_map(made_votes(600, 200, 20_000, seed=1).votes, permutations=0)\n"
        "print(drawn.components.tobytes().hex(), drawn.positions.tobytes().hex(), drawn.verdict)\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "OPENBLAS_NUM_THREADS": cores, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            check=True,
            capture_output=True,
        ).stdout
        for cores in ("1", "3")
    }

    assert len(said) == 1
