"""A witness to talk to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.witness.running import LOG, Running, running_witness


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with running_witness(tmp_path, LOG.verifier) as witness:
        yield witness
