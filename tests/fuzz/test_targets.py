"""Every reader stands a moment of files made worse; the long trial is ``python -m tests.fuzz``."""

from __future__ import annotations

import pytest

from penholder.pure.formats.report import Unreadable
from tests.fuzz.mutation import worse
from tests.fuzz.targets import Target, mutations, targets, tried

EVERY = targets()
QUICK = {
    "qdpx": 60,
    "xlsx": 60,
    "form": 80,
    "own-form": 60,
    "word-outline": 80,
    "word-map": 5,
    "word-families": 10,
    "word-themes": 3,
    "word-agreement": 10,
    "word-detect": 30,
}


@pytest.mark.parametrize("name", EVERY)
def test_a_reader_answers_or_refuses_with_a_sentence(name: str) -> None:
    target = EVERY[name]
    results = [tried(target, data) for data in mutations(target, seed=1, count=QUICK.get(name, 200))]
    assert results[0], "the file to begin from was refused"


def test_the_same_seed_makes_the_same_files() -> None:
    target = EVERY["qdpx"]
    assert mutations(target, seed=3, count=5) == mutations(target, seed=3, count=5)
    assert mutations(target, seed=3, count=5) != mutations(target, seed=4, count=5)


def test_a_reader_that_falls_over_is_found() -> None:
    def read(data: bytes) -> None:
        if not data.startswith(b"a"):
            raise Unreadable("It does not begin with a.")
        if b"\0" in data:
            raise KeyError(data)

    target = Target(read, (b"abc",), worse)
    files = mutations(target, seed=1, count=2000)
    with pytest.raises(KeyError):
        [tried(target, data) for data in files]
