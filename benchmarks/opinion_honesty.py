"""``python -m benchmarks.opinion_honesty [NULLS] [PLANTED]``: whether the map finds groups that are there, and only those.

Nulls are real conversations with each statement's votes dealt out anew. Planted ones are made up with two to four
groups; those count in which k-means, told the number of groups, finds them on the dense map with an adjusted Rand index
of 0.9 or more.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from benchmarks.made_votes import Made, made_each_apart, made_votes, without_groups
from penholder.pure.reading.opinion.centred import centred
from penholder.pure.reading.opinion.opinion_map import GROUPS, draw_map
from penholder.pure.reading.opinion.positions import counted_in
from penholder.pure.reading.opinion.votes import Votes, votes_of

ROOT = Path(__file__).resolve().parents[1]
CONVERSATIONS = ("15-per-hour-seattle", "brexit-consensus", "scoop-hivemind.freshwater", "vtaiwan.uberx")
CLEAR = 0.9
WITHIN = 0.05
PEOPLE = (80, 150, 300, 600, 1_000)


@dataclass(frozen=True, slots=True)
class Honesty:
    """How many null conversations were given groups, and what became of those planted clearly enough to be found."""

    nulls: int
    given_groups: int
    planted: int
    clear: int
    missed: int
    worse: int
    largest_gap: float
    too_small: int


def lines(nulls: int = 200, planted: int = 200) -> tuple[str, ...]:
    """The trial, as a table."""
    one = trial(real_conversations(), nulls, planted)
    return (
        "| what | figure | asked |",
        "|---|---|---|",
        f"| null conversations given groups | {one.given_groups} of {one.nulls} ({one.given_groups / max(one.nulls, 1):.1%}) | at most 8 % |",
        f"| planted conversations, clear on the dense map | {one.clear} of {one.planted} | |",
        f"| of these, no groups found | {one.missed} | 0 |",
        f"| of these, groups more than {WITHIN} of k-means below it | {one.worse} | 0 |",
        f"| furthest below k-means | {one.largest_gap:.3f} | {WITHIN} |",
        f"| groups under the smallest size, in all | {one.too_small} | 0 |",
    )


def trial(
    conversations: Sequence[Votes], nulls: int, planted: int, people: Sequence[int] = PEOPLE
) -> Honesty:
    """Both halves."""
    too_small, given = 0, 0
    for number in range(nulls if conversations else 0):
        dealt = without_groups(conversations[number % len(conversations)], seed=number)
        drawn = draw_map(dealt, seed=number)
        given += drawn.verdict.kind == GROUPS
        too_small += any(size < drawn.verdict.least for size in drawn.sizes)
        _say(f"null {number + 1} of {nulls}: {given} given groups")
    gaps: list[float] = []
    missed = 0
    for number, made in enumerate(_planted(planted, people)):
        inside = counted_in(centred(made.votes))
        asked = _of_k_means(made, inside)
        if asked >= CLEAR:
            drawn = draw_map(made.votes, seed=number)
            too_small += any(size < drawn.verdict.least for size in drawn.sizes)
            missed += drawn.verdict.kind != GROUPS
            gap = asked - float(adjusted_rand_score(made.truth[inside], drawn.labels[inside]))
            gaps.append(gap)
            if gap > WITHIN:
                _say(f"planted {number}: {gap:.3f} below {asked:.3f}, of {made.votes.shape}: {drawn.verdict}")
        _say(f"planted {number + 1} of {planted}: {len(gaps)} clear, {missed} missed")
    return Honesty(
        nulls,
        given,
        planted,
        len(gaps),
        missed,
        sum(gap > WITHIN for gap in gaps),
        max(gaps, default=0.0),
        too_small,
    )


def real_conversations() -> tuple[Votes, ...]:
    """Those in the shared folder beside the checkout."""
    folder = Path(os.environ.get("PENHOLDER_SHARED", ROOT.parent / "shared")) / "data" / "polis"
    return tuple(real_votes(folder / name) for name in CONVERSATIONS if (folder / name).is_dir())


def real_votes(folder: Path) -> Votes:
    """A published conversation: one row for each person, one column for each statement."""
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    statements = [name for name in rows[0] if name.isdigit()]
    return votes_of(
        (row["participant"], one, int(row[one])) for row in rows for one in statements if row[one]
    )


def _planted(count: int, sizes: Sequence[int]) -> Iterator[Made]:
    """Sizes, sparsity and separations by chance; so far apart that many are clear, and by far not all."""
    rng = np.random.default_rng(11)
    for number in range(count):
        groups = int(rng.integers(2, 5))
        people, statements = int(rng.choice(sizes)), int(rng.choice([40, 80, 150]))
        density = float(rng.choice([0.12, 0.2, 0.35, 0.5]))
        shares = (1 / groups,) * groups if rng.random() < 0.5 else ()
        votes = max(int(people * statements * density), 10 * people)
        if number % 2:
            evenness = float(rng.choice([0.3, 0.5, 0.8, 1.2]))
            yield made_each_apart(
                people, statements, votes, groups=groups, evenness=evenness, seed=number, shares=shares
            )
            continue
        yield made_votes(
            people,
            statements,
            votes,
            groups=groups,
            separation=float(rng.choice([0.6, 0.8, 1.1, 1.5, 2.0])),
            seed=number,
            shares=shares,
            along_two=bool(rng.random() < 0.6),
        )


def _of_k_means(made: Made, inside: np.ndarray) -> float:
    """What k-means reaches that is told how many groups there are, on the map from the matrix with all means filled in."""
    votes = made.votes
    dense = np.full((len(votes.people), len(votes.statements)), np.nan)
    dense[votes.person, votes.statement] = votes.value
    means = np.nan_to_num(np.nanmean(dense, axis=0))
    filled = np.where(np.isnan(dense), means, dense) - means
    _, _, axes = np.linalg.svd(filled, full_matrices=False)
    cast = np.isfinite(dense).sum(axis=1)
    places = (filled @ axes[:2].T) * np.sqrt(votes.shape[1] / np.maximum(cast, 1))[:, None]
    told = KMeans(len(np.unique(made.truth)), n_init=10, random_state=0).fit_predict(places[inside])
    return float(adjusted_rand_score(made.truth[inside], told))


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    print("\n".join(lines(*(int(number) for number in sys.argv[1:3]))))
