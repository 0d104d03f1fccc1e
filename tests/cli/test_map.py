"""``penholder map``: from a file to a reading, a picture and numbers, without a database."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from penholder.__main__ import main
from tests.conftest import ROOT
from tests.pure.formats.conforming import faults

QUICK = ("--permutations", "60", "--resamples", "5")


@dataclass(frozen=True)
class Said:
    code: int
    out: bytes
    err: str


@pytest.fixture
def say(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Said]:
    """The word said within this process, which spares every test the time to start another."""

    def said(*words: str | Path) -> Said:
        try:
            code = main(["map", *map(str, words)])
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsysbinary.readouterr()
        return Said(code, captured.out, captured.err.decode())

    return said


def _in_a_shell(*command: str | Path, into: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"}
    given = [sys.executable, *map(str, command)]
    return subprocess.run(given, env=environment, input=into, capture_output=True, check=False, timeout=120)


def _planted(path: Path, *, order: int = 0) -> Path:
    """Two camps of 30 over 20 statements, in a long file."""
    luck = random.Random(7)
    rows = []
    for person in range(60):
        for statement in range(20):
            if luck.random() < 0.7:
                for_it = (person < 30) == (statement % 2 == 0)
                rows.append(f"{statement},{person},{1 if (luck.random() < 0.9) == for_it else -1}")
    random.Random(order).shuffle(rows)
    path.write_text("comment-id,voter-id,vote\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_the_reading_is_what_is_printed_unless_asked_otherwise(
    say: Callable[..., Said], tmp_path: Path
) -> None:
    said = say(_planted(tmp_path / "votes.csv"), *QUICK)

    assert said.code == 0, said.err
    assert "Two groups found." in said.out.decode()
    assert "What this cannot tell" in said.out.decode()


def test_the_json_is_as_the_published_schema_says_and_finds_the_two_camps(
    say: Callable[..., Said], tmp_path: Path
) -> None:
    said = say(_planted(tmp_path / "votes.csv"), "--json", *QUICK)
    value = json.loads(said.out)

    assert not faults(value, json.loads((ROOT / "docs/schemas/map.json").read_text(encoding="utf-8")))
    assert value["verdict"] == "groups"
    assert sorted(one["size"] for one in value["groups"]) == [30, 30]


@pytest.mark.parametrize("wanted", ["--json", "--svg", "--text"])
def test_the_same_is_printed_twice_in_a_row_and_in_any_order_of_rows(
    say: Callable[..., Said], tmp_path: Path, wanted: str
) -> None:
    one = say(_planted(tmp_path / "one.csv"), wanted, *QUICK)
    other = say(_planted(tmp_path / "other.csv", order=1), wanted, *QUICK)

    assert one.code == 0
    assert one.out == other.out


def test_votes_come_through_a_pipe_too_whatever_letters_the_terminal_has(tmp_path: Path) -> None:
    data = _planted(tmp_path / "votes.csv").read_bytes()
    said = _in_a_shell("-m", "penholder", "map", "-", "--text", *QUICK, into=data)

    assert said.returncode == 0, said.stderr
    assert "“Give or take”" in said.stdout.decode()


def test_comments_give_words_and_take_statements_out(say: Callable[..., Said], shared: Path) -> None:
    folder = shared / "data/polis/15-per-hour-seattle"
    said = say(
        folder / "participants-votes.csv",
        "--comments",
        folder / "comments.csv",
        "--json",
        "--permutations",
        "0",
    )
    statements = json.loads(said.out)["statements"]

    assert sum(one["taken_out"] for one in statements) == 23
    assert all(one["text"] for one in statements)
    assert all(one["component"] == [0, 0] for one in statements if one["taken_out"])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("a,1,1\n", "Fewer than 10 people voted"),
        (
            "".join(f"{person},{statement},1\n" for person in range(40) for statement in range(9)),
            "No groups found.",
        ),
        (
            "".join(f"{person},{statement},0\n" for person in range(40) for statement in range(9)),
            "No groups found.",
        ),
        ("".join(f"{person},1,{person % 3 - 1}\n" for person in range(40)), "No groups found."),
    ],
)
def test_one_voter_and_everybody_alike_get_a_sound_answer(
    say: Callable[..., Said], tmp_path: Path, rows: str, told: str
) -> None:
    file = tmp_path / "votes.csv"
    file.write_text(f"voter,statement,vote\n{rows}")

    for wanted in ("--text", "--json", "--svg"):
        said = say(file, wanted, "--permutations", "49", "--resamples", "2")
        assert said.code == 0, said.err
        assert "Traceback" not in said.err
        if wanted == "--text":
            assert told in said.out.decode()
        if wanted == "--json":
            assert json.loads(said.out)["verdict"] == "no groups found"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"voter,statement,vote\na,1,5\n", "line 2, column 3 (“vote”), has “5”"),
        (b'voter,statement,vote\n"a,1,1\n', "line 2 has a quotation mark"),
        (b"voter,statement,vote\na\x00,1,1\n", "line 2 holds a null character"),
    ],
)
def test_a_file_at_fault_is_answered_with_a_sentence_and_one(
    say: Callable[..., Said], tmp_path: Path, data: bytes, words: str
) -> None:
    file = tmp_path / "votes.csv"
    file.write_bytes(data)
    said = say(file)

    assert said.code == 1
    assert not said.out
    assert words in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("votes.csv", "--least", "1"),
        ("votes.csv", "--seed", "x"),
        ("votes.csv", "--json", "--svg"),
    ],
)
def test_what_was_asked_wrongly_is_answered_with_two(
    say: Callable[..., Said], words: tuple[str, ...]
) -> None:
    said = say(*words)

    assert said.code == 2
    assert said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_is_not_there_is_answered_with_one(say: Callable[..., Said], name: str) -> None:
    said = say(name)

    assert said.code == 1
    assert said.err.startswith(f"{name} can’t be read: ")
    assert said.err.endswith(". Name another file.\n")


def test_neither_a_file_nor_its_name_does_anything_to_a_terminal(
    say: Callable[..., Said], tmp_path: Path
) -> None:
    name = "vo\x1b[31m\u202etes\nProven.csv"
    file = tmp_path / name
    file.write_text("participant,0\n1,1\n2,\x1b]0;owned\x07\x1b[31m7\n", encoding="utf-8")
    comments = tmp_path / "comments.csv"
    comments.write_text("comment-id,comment-body\n\x1b[31m5,a\n\x1b[31m5,b\n", encoding="utf-8")

    for words in (
        (file,),
        (tmp_path / f"no{name}",),
        (_planted(tmp_path / "votes.csv"), "--seed", "\x1b[31m"),
    ):
        said = say(*words)
        assert said.code
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", said.err)
        assert "\nProven" not in said.err
    said = say(tmp_path / "votes.csv", "--comments", comments, "--permutations", "0")
    assert said.code == 0
    assert "\x1b" not in said.err
    assert "A statement stands in more than one row." in said.err


def test_a_table_from_the_pipe_is_called_so() -> None:
    said = _in_a_shell("-m", "penholder", "map", "-", into=b"voter,statement,vote\n")

    assert said.returncode == 1
    assert said.stderr.startswith(b"The table from the pipe has a heading and no vote under it.")


def test_where_all_statements_are_taken_out_every_form_says_so(
    say: Callable[..., Said], tmp_path: Path
) -> None:
    comments = tmp_path / "comments.csv"
    comments.write_text("comment-id,moderated,comment-body\n" + "".join(f"{one},-1,x\n" for one in range(20)))
    for wanted in ("--text", "--svg", "--json"):
        said = say(_planted(tmp_path / "votes.csv"), wanted, "--comments", comments, *QUICK)
        assert said.code == 0, said.err
        assert wanted == "--json" or b"Nobody voted on any statement." in said.out


def test_comments_at_fault_are_answered_with_a_sentence(say: Callable[..., Said], tmp_path: Path) -> None:
    comments = tmp_path / "comments.csv"
    comments.write_text("comment-id,moderated\n1,7\n")
    said = say(_planted(tmp_path / "votes.csv"), "--comments", comments)

    assert said.code == 1
    assert "line 2, column 2" in said.err


def test_comments_of_another_conversation_are_told(say: Callable[..., Said], tmp_path: Path) -> None:
    comments = tmp_path / "comments.csv"
    comments.write_text("comment-id,moderated\n" + "".join(f"{one}.0,-1\n" for one in range(20)))
    said = say(_planted(tmp_path / "votes.csv"), "--json", "--comments", comments, *QUICK)

    assert "Mind: statement 0, 1, 2, 3, 4, 5, 6, 7 and 12 more: A statement with votes has no row" in said.err
    assert [one["where"] for one in json.loads(said.out)["oddities"]] == [
        "statement 0, 1, 2, 3, 4, 5, 6, 7 and 12 more"
    ]


def test_it_starts_without_django(tmp_path: Path) -> None:
    watched = "import sys; from penholder.__main__ import main; main(sys.argv[1:]); assert 'django' not in sys.modules"
    said = _in_a_shell("-c", watched, "map", _planted(tmp_path / "votes.csv"), "--permutations", "0")

    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize("number", ["1", "48", "-3", "many"])
def test_trials_too_few_to_show_anything_are_refused_before_they_begin(
    say: Callable[..., Said], tmp_path: Path, number: str
) -> None:
    said = say(_planted(tmp_path / "votes.csv"), "--permutations", number)

    assert said.code == 2
    assert "wanted" in said.err
