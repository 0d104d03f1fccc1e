"""The command line: every word says what it does, and says in a sentence what is wrong."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import Environment, environment_of, penholder
from tests.journeys.site import empty_database, free_port


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[Environment]:
    """Nothing is there yet: these are the first words said to it."""
    with empty_database() as database:
        yield environment_of(tmp_path / "data", database)


def test_without_a_word_it_lists_what_it_knows(environment: Environment) -> None:
    said = penholder(environment)

    assert said.returncode == 0
    for word in ("demo", "serve", "init", "verify", "docs"):
        assert f"\n  {word} " in said.stdout


def test_an_unknown_word_is_named_with_those_that_are_known(environment: Environment) -> None:
    said = penholder(environment, "sevre")

    assert said.returncode == 2
    assert "does not know “sevre”" in said.stderr
    assert "serve" in said.stderr


def test_init_founds_a_community_and_prints_a_link_on_a_line_of_its_own(environment: Environment) -> None:
    words = ("init", "--community", "Marram", "--coordinator", "Ida")
    first, second = penholder(environment, *words), penholder(environment, *words)

    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[-1].startswith("http://127.0.0.1:8017/sign-in/")
    assert second.returncode == 1
    assert "already is a community" in second.stderr


def test_serve_on_a_taken_port_says_so(environment: Environment) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = penholder(environment, "serve", "--port", str(taken.getsockname()[1]))

    assert said.returncode == 1
    assert "Choose another one with --port" in said.stderr


@pytest.mark.parametrize("port", ["0", "eighty", "70000"])
def test_serve_with_an_impossible_port_says_what_a_port_is(environment: Environment, port: str) -> None:
    said = penholder(environment, "serve", "--port", port)

    assert said.returncode == 2
    assert "a port is a number from 1 to 65535" in said.stderr


def test_a_setting_that_can_not_be_read_is_named(environment: Environment) -> None:
    said = penholder({**environment, "PENHOLDER_HTTPS": "perhaps"}, "serve")

    assert said.returncode == 1
    assert "PENHOLDER_HTTPS should be yes or no" in said.stderr


def test_an_unknown_setting_in_the_file_is_named(environment: Environment) -> None:
    data = Path(environment["PENHOLDER_DATA"])
    data.mkdir()
    (data / "penholder.toml").write_text('prot = "8018"\n')

    said = penholder(environment, "serve")

    assert said.returncode == 1
    assert "sets “prot”" in said.stderr


def test_demo_leaves_a_folder_that_is_not_its_own_alone(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-ada.txt").write_text("Dear Ada")

    said = penholder(environment, "demo", "--data", str(tmp_path / "letters"))

    assert said.returncode == 1
    assert "Name another folder" in said.stderr
    assert (tmp_path / "letters" / "to-ada.txt").read_text() == "Dear Ada"


def test_docs_that_tell_the_truth_pass_the_check(environment: Environment) -> None:
    said = penholder(environment, "docs", "--check")

    assert said.returncode == 0, said.stderr


def test_demo_is_made_once_and_starts_again_where_it_was_left(
    environment: Environment, tmp_path: Path
) -> None:
    words = ("demo", "--data", str(tmp_path / "demo"), "--port", str(free_port()))

    first, second = _lines_until_it_serves(environment, *words), _lines_until_it_serves(environment, *words)

    assert any("takes a moment, once" in line for line in first)
    assert not any("takes a moment, once" in line for line in second)
    links = [line for line in (*first, *second) if "/sign-in/" in line]
    assert len(set(links)) == 2
    assert first[-1] == f"http://127.0.0.1:{words[-1]}/"


def _lines_until_it_serves(environment: Environment, *words: str) -> list[str]:
    """What is printed up to the address, which stands on a line of its own."""
    command = [sys.executable, "-m", "penholder", *words]
    lines: list[str] = []
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            lines.append(line.rstrip("\n"))
            if lines[-1] == f"http://127.0.0.1:{words[-1]}/":
                break
        running.terminate()
    return lines
