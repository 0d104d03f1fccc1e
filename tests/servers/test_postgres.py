"""The PostgreSQL that the tests start works, lets nobody else in, and leaves nothing behind."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.servers.postgres import NAMED, NoPostgresError, Postgres, postgres_for_tests


@pytest.fixture
def unnamed() -> Iterator[None]:
    """As if no server were named: the run that started one names it for all the others."""
    named = os.environ.pop(NAMED, None)
    yield
    if named is not None:
        os.environ[NAMED] = named


@pytest.mark.usefixtures("unnamed")
def test_start_a_server_keeps_words_of_every_script_and_ends_with_the_block() -> None:
    with postgres_for_tests() as server:
        with server.connect() as connection:
            connection.execute("CREATE TABLE said (words text)")
            connection.execute("INSERT INTO said VALUES (%s)", ["Łęcka: سلام"])
            assert connection.execute("SELECT words FROM said").fetchall() == [("Łęcka: سلام",)]
            assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
            # Never counted, so the planner goes by how large the table is, and not by who looked at it when.
            assert connection.execute("SHOW autovacuum").fetchone() == ("off",)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(server.url.replace(server.password, "guessed"))
    with pytest.raises(psycopg.OperationalError):
        server.connect()


def test_name_a_server_uses_it_and_does_not_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres_for_tests() as started:
        monkeypatch.setenv(NAMED, started.url)
        with postgres_for_tests() as named:
            assert (named.host, named.port, named.version) == (started.host, started.port, started.version)
        with started.connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_name_a_server_that_is_not_there_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAMED, Postgres("127.0.0.1", 9, "someone", "secret-word", "none", "").url)
    with pytest.raises(NoPostgresError, match=r"127\.0\.0\.1:9") as refused, postgres_for_tests():
        pass
    assert "secret-word" not in str(refused.value)
