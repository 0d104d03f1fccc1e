"""The client that is not ours, as a fixture: built once, and not quietly left out where it is required."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.independent.bring import CannotBringError, client_for_tests
from tests.independent.client import Client
from tests.pure.ledger.logs import SIGNER

# Without a stopwatch, because a busy machine is not a wrong answer.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

REQUIRED = ("PENHOLDER_REQUIRE_GO", "PENHOLDER_REQUIRE_BROWSER")


@pytest.fixture(scope="session")
def logcheck() -> Path:
    try:
        return client_for_tests()
    except CannotBringError as missing:
        if any(os.environ.get(name) for name in REQUIRED):
            pytest.fail(f"A Go is required here. {missing}", pytrace=False)
        pytest.skip(f"no Go to build an independent client with: {str(missing).splitlines()[0]}")


@pytest.fixture(scope="session")
def client(logcheck: Path) -> Client:
    """The client, trusting the key of the logs that tests make."""
    return Client(logcheck, SIGNER.verifier.vkey())
