"""A short run of the trial by faults; ``python -m tests.faults`` is the long one, with the same seeds and promises."""

from __future__ import annotations

import os

import pytest

from tests.faults.__main__ import can_fill_a_disk, run
from tests.journeys.site import empty_database

SEED = 20
EMBEDDED_ONLY = pytest.mark.skipif(
    bool(os.environ.get("PENHOLDER_DATABASE_URL")), reason="this fault is one of the embedded database's file"
)


@pytest.mark.parametrize(("kind", "rounds"), [("kills", 36), ("pairs", 6)])
def test_nothing_acknowledged_is_lost_or_doubled_whenever_a_process_dies(kind: str, rounds: int) -> None:
    with empty_database() as database:
        _holds(kind, rounds, database=database)


@EMBEDDED_ONLY
def test_an_older_database_put_back_never_gives_an_index_twice() -> None:
    assert _holds("restores", 8)["entries read back"] > 8


@EMBEDDED_ONLY
def test_a_full_disk_loses_nothing_acknowledged() -> None:
    if not can_fill_a_disk():
        pytest.skip("a small disk to fill can be mounted by root only, and this is not root or may not mount")
    assert _holds("full", 6)["starts"] > 6


@EMBEDDED_ONLY
def test_a_database_server_that_is_killed_loses_nothing_acknowledged() -> None:
    _holds("database_kills", 3)


def _holds(kind: str, rounds: int, *, database: str = "") -> dict[str, object]:
    report = run(kind, rounds, SEED, database=database)
    assert report["broken promises"] == []
    assert report["held"] == []
    assert report["acknowledged"] >= rounds
    assert sum(report["ends"].values()) == rounds
    return report
