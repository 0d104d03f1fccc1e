"""One run of our opinion map, in a process of its own: ``python -m benchmarks.opinion_ours VOTES.npz WHAT``.

``map``: from columns in any order to components, positions and groups, three times, and then again with a thousandth
more votes. ``tested``: with the tests of chance and stability. ``build``: only scipy's sparse matrix, from the columns.
What is timed begins with the columns in memory.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from benchmarks.peak import peak_megabytes
from penholder.pure.reading.opinion.opinion_map import CLOSE, EXACT, OpinionMap, draw_map
from penholder.pure.reading.opinion.votes import Votes, votes_indexed, with_newer

Made = TypeVar("Made")
Column = NDArray[np.integer]
ROUNDS = 3
SHARE = 1_000


def main(path: str, what: str) -> None:
    with np.load(path) as given:
        people, statements = (
            tuple(str(number) for number in range(int(given[name]))) for name in ("people", "statements")
        )
        columns = (given["person"], given["statement"], given["value"])
    said = {"map": _map, "tested": _tested, "build": _build}[what](people, statements, columns)
    print(json.dumps({"megabytes": peak_megabytes(), **said}))


def _map(
    people: tuple[str, ...], statements: tuple[str, ...], columns: tuple[Column, ...]
) -> dict[str, float]:
    def drawn() -> OpinionMap:
        return draw_map(votes_indexed(people, statements, *columns), permutations=0)

    first, once = _once(drawn)
    peak = peak_megabytes()
    whole = statistics.median([once, *(_once(drawn)[1] for _ in range(ROUNDS - 1))])
    newer = _newer(people, statements, len(columns[0]) // SHARE)
    before = first.votes

    def again(angle: float) -> tuple[OpinionMap, float]:
        return _timed(lambda: draw_map(with_newer(before, newer), permutations=0, earlier=first, angle=angle))

    (exact, to_nine_digits), (close, update) = again(EXACT), again(CLOSE)
    cold = draw_map(exact.votes, permutations=0)
    return {
        "seconds": whole,
        "megabytes": peak,
        "update": update,
        "off": float((1 - np.abs((cold.components * close.components).sum(axis=1))).max()),
        "exact_update": to_nine_digits,
        "exact_off": float(np.abs(cold.positions - exact.positions).max()),
        "groups": len(first.sizes),
    }


def _tested(
    people: tuple[str, ...], statements: tuple[str, ...], columns: tuple[Column, ...]
) -> dict[str, float]:
    drawn, took = _timed(lambda: draw_map(votes_indexed(people, statements, *columns)), rounds=1)
    print(drawn.verdict.sentence, file=sys.stderr)
    return {"seconds": took, "groups": len(drawn.sizes), "tested_on": drawn.verdict.tested_on}


def _build(
    people: tuple[str, ...], statements: tuple[str, ...], columns: tuple[Column, ...]
) -> dict[str, float]:
    person, statement, value = columns
    shape = (len(people), len(statements))
    _, took = _timed(lambda: csr_array((value.astype(np.float64), (person, statement)), shape=shape))
    return {"seconds": took}


def _newer(people: tuple[str, ...], statements: tuple[str, ...], count: int) -> Votes:
    rng = np.random.default_rng(1)
    return votes_indexed(
        people,
        statements,
        rng.integers(len(people), size=count),
        rng.integers(len(statements), size=count),
        rng.integers(-1, 2, size=count),
    )


def _timed(do: Callable[[], Made], rounds: int = ROUNDS) -> tuple[Made, float]:
    """What came of it the first time, and the median time."""
    made, took = _once(do)
    return made, statistics.median([took, *(_once(do)[1] for _ in range(rounds - 1))])


def _once(do: Callable[[], Made]) -> tuple[Made, float]:
    gc.collect()
    begun = time.perf_counter()
    made = do()
    return made, time.perf_counter() - begun


if __name__ == "__main__":
    main(*sys.argv[1:3])
