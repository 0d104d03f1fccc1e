"""``penholder detect`` prints what gives somebody away, with the place, for the person who holds the file."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from penholder.pure.reading.names.found import Kind

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_DJANGO = "import sys; sys.modules['django'] = None; from penholder.__main__ import main; sys.exit(main(sys.argv[1:]))"


def detect(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, from which Django is taken away."""
    command = [sys.executable, "-c", WITHOUT_DJANGO, "detect", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "comments.csv"
    path.write_text(
        'id,comment\n1,"Ring 07700 900123 or\nDr Okafor 🙂 @jo_peer"\n2,nothing\n', encoding="utf-8"
    )
    return path


def test_finds_in_a_plain_text_are_told_by_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Amara,\n\nring 07700 900123\n", encoding="utf-8")

    said = detect(path)

    assert said.returncode == 0, said.stderr
    assert said.stdout.decode().splitlines()[:2] == [
        "line 1, column 6: name: Amara",
        "line 3, column 6: phone: 07700 900123",
    ]


def test_finds_in_a_table_are_told_by_row_and_column(table: Path) -> None:
    lines = detect(table, "--column", "comment").stdout.decode().splitlines()

    assert lines[0] == "row 2, comment, characters 6–17: phone: 07700 900123"
    assert lines[-1].startswith("3 found in 2 texts")


def test_as_json_it_is_what_the_schema_says(table: Path) -> None:
    told = json.loads(detect(table, "--json").stdout)
    schema = json.loads((ROOT / "docs/schemas/detect.json").read_text(encoding="utf-8"))

    assert set(told) == set(schema["required"])
    assert all(set(one) == set(schema["properties"]["found"]["items"]["required"]) for one in told["found"])
    assert schema["$defs"]["kind"]["enum"] == [str(kind) for kind in Kind]
    assert told["kinds"] == {"handle": 1, "name": 1, "phone": 1}
    assert told["found"][2] == {
        "row": 2,
        "column": "comment",
        "start": 33,
        "end": 41,
        "kind": "handle",
        "words": "@jo_peer",
    }


def test_as_csv_no_cell_can_be_run_by_a_spreadsheet(table: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(detect(table, "--csv").stdout.decode("utf-8-sig"))))

    assert [row["kind"] for row in rows] == ["phone", "name", "handle"]
    assert rows[2]["words"] == "'@jo_peer"


def test_a_long_text_is_read_in_pieces_and_every_place_is_right(tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_text("Nothing is said here.\n" * 30_000 + "ring 07700 900123\n", encoding="utf-8")

    told = json.loads(detect(path, "--json").stdout)

    assert [(one["start"], one["words"]) for one in told["found"]] == [(22 * 30_000 + 5, "07700 900123")]


def test_a_long_text_in_one_line_is_cut_between_sentences_and_not_within_a_name(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    sentence = "It was Dr. Amara Okafor who listened. "
    path.write_text(sentence * 20_000, encoding="utf-8")

    told = json.loads(detect(path, "--json").stdout)

    places = [(one["start"], one["words"]) for one in told["found"]]
    assert places == [(len(sentence) * number + 7, "Dr. Amara Okafor") for number in range(20_000)]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "a.txt is empty"),
        ("a.csv", b'id,comment\n1,"open\n', "opens in line 2"),
        ("a.jsonl", b'{"a": }', "line 1, column 7"),
        ("a.txt", b"PK\x03\x04 words", "zip archive"),
    ],
)
def test_a_file_at_fault_gets_a_sentence_and_1(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)

    refused = detect(tmp_path / name)

    assert refused.returncode == 1
    assert said in refused.stderr.decode()
    assert refused.stdout == b""


def test_a_missing_file_gets_a_sentence_and_no_file_at_all_is_bad_usage(tmp_path: Path) -> None:
    assert "can’t be read" in detect(tmp_path / "none.txt").stderr.decode()
    assert detect().returncode == 2


def test_what_a_stranger_wrote_does_nothing_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text('"a\x1b[31m",b\nDr \u202eOkafor @jo_peer,x\n', encoding="utf-8")

    said = detect(path)

    assert b"\x1b" not in said.stdout
    assert "\u202e" not in said.stdout.decode()
    assert b"@jo_peer" in said.stdout


def test_a_column_that_is_not_there_is_usage_and_an_old_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("comment\nDr Åberg came\n".encode("cp1252"))

    wrong, said = detect(path, "--column", "words"), detect(path)

    assert wrong.returncode == 2
    assert "no column “words”. It has “comment”" in wrong.stderr.decode()
    assert "Mind: the whole file: The file is not in UTF-8." in said.stderr.decode()
    assert said.stdout.decode().splitlines()[-1].startswith("1 found in 1 text: 1 name")
