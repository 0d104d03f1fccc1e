"""A site to say words to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import Environment, environment_of
from tests.journeys.site import Tables


@pytest.fixture
def environment(tmp_path: Path, tables: Tables) -> Iterator[Environment]:
    """A site whose tables are made already. That Penholder makes them is what the tests of its first words are for."""
    with tables.copied(tmp_path / "data") as database:
        yield environment_of(tmp_path / "data", database)
