"""A site to say words to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import Environment, environment_of
from tests.journeys.site import empty_database


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[Environment]:
    with empty_database() as database:
        yield environment_of(tmp_path / "data", database)
