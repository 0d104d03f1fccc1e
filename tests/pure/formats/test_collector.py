"""The collector rests while something large is built, and is afterwards as it was before."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from penholder.pure.formats.collector import collector_at_rest, count_as_old
from tests.pure.rings import no_rings_left


@pytest.fixture(autouse=True)
def at_work_afterwards() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


class Ring:
    def __init__(self) -> None:
        self.itself = self


def test_it_rests_and_is_at_work_again() -> None:
    gc.enable()
    with collector_at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_at_work_again_after_a_fault() -> None:
    with pytest.raises(ValueError, match="odd"), collector_at_rest():
        raise ValueError("odd")
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    with collector_at_rest():
        pass
    assert not gc.isenabled()


def test_what_was_built_counts_as_old() -> None:
    with collector_at_rest():
        built: list[list[int]] = [[] for _ in range(1_000)]
        count_as_old()
    assert gc.get_count()[0] < len(built)


def test_what_others_put_out_of_its_reach_stays_there() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    count_as_old()
    assert gc.get_freeze_count() == frozen


def test_rings_that_were_built_are_still_found() -> None:
    with collector_at_rest():
        for _ in range(100):
            Ring()
        count_as_old()
    gc.collect()
    assert not [one for one in gc.get_objects() if isinstance(one, Ring)]


def test_rings_that_are_left_are_seen() -> None:
    with pytest.raises(AssertionError, match="hold each other"), no_rings_left():
        Ring()
