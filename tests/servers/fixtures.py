"""The test servers as pytest fixtures. conftest.py takes them over by importing them."""

from collections.abc import Iterator

import pytest

from tests.servers.postgres import Postgres, postgres_for_tests


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server: the one that the whole run shares, else one of this worker's own."""
    with postgres_for_tests() as server:
        yield server
