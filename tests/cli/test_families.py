"""``penholder families``: letters found, told and written out; and a sentence for every file that cannot be read."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from penholder.__main__ import main
from penholder.cli import families

LETTER = "I think the draft should keep the stem of each statement, with its sub-points beside it."
ROWS = (
    ("a1", "Ann", f"{LETTER} Ann"),
    ("b2", "Bo", f"As a carer I say: {LETTER}"),
    ("c3", "Cy", LETTER.upper()),
    ("d4", "Di", "I agree"),
    ("e5", "Ed", "i agree."),
    ("f6", "Flo", " "),
    ("g7", "Guy", "Nothing at all to do with what the others have said to you."),
)


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Shell:
    """Says the word in this process, on a file of the given bytes."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def say(self, data: bytes | str, *words: str, name: str = "comments.csv") -> Said:
        path = self.folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        code = main(["families", str(path), *words])
        said = self.capture.readouterr()
        return Said(code, said.out, said.err)

    def json(self, data: bytes | str, *words: str, name: str = "comments.csv") -> dict[str, Any]:
        said = self.say(data, "--json", *words, name=name)
        assert said.code == 0, said.err
        found: dict[str, Any] = json.loads(said.out)
        return found


@pytest.fixture
def shell(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, capfd)


def table(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    page = io.StringIO()
    csv.writer(page, delimiter=delimiter).writerows(rows)
    return page.getvalue()


COMMENTS = table(("id", "name", "comment"), *ROWS)


def test_families_tells_the_letter_once_and_what_each_person_added(shell: Shell) -> None:
    found = shell.json(COMMENTS)

    letter, agreeing = found["families"]
    assert letter["core"].casefold() == LETTER.casefold()
    assert (letter["people"], letter["distinct_texts"], letter["own_words_added"]) == (3, 3, 6)
    assert letter["members"] == [
        {"row": 2, "id": "a1", "own_words": ["Ann"]},
        {"row": 3, "id": "b2", "own_words": ["As a carer I say:"]},
        {"row": 4, "id": "c3", "own_words": []},
    ]
    assert [member["id"] for member in agreeing["members"]] == ["d4", "e5"]
    assert found["singles"] == [{"row": 8, "id": "g7"}]
    assert found["blank"] == [7]


def test_families_keeps_to_the_published_schema(shell: Shell) -> None:
    schema = json.loads((Path(__file__).parents[2] / "docs/schemas/families.json").read_text())
    found = shell.json(COMMENTS)

    assert set(found) == set(schema["properties"]) == set(schema["required"])
    family = schema["properties"]["families"]["items"]
    for one in found["families"]:
        assert set(one) == set(family["properties"]) == set(family["required"])
        for member in one["members"]:
            assert set(member) == set(family["properties"]["members"]["items"]["properties"])


def test_families_in_words_has_the_figures_the_core_and_the_additions(shell: Shell) -> None:
    said = shell.say(COMMENTS)

    assert said.code == 0
    assert "6 comments in the column “comment”: 5 in 2 families, 1 single one, 1 blank row." in said.out
    assert "Family 1: 3 people, 3 distinct texts, 6 own words added" in said.out
    assert "+ b2 (row 3): As a carer I say:" in said.out


def test_families_as_a_table_has_a_row_for_each_comment_in_the_order_of_the_file(shell: Shell) -> None:
    said = shell.say(COMMENTS, "--csv")

    rows = list(csv.DictReader(io.StringIO(said.out.removeprefix("\ufeff"))))
    assert [row["row"] for row in rows] == ["2", "3", "4", "5", "6", "8"]
    assert [row["family"] for row in rows] == ["1", "1", "1", "2", "2", ""]
    assert rows[1]["own words"] == "As a carer I say:"


def test_families_as_a_table_hold_no_formula(shell: Shell) -> None:
    data = table(("comment",), (f"@SUM(1) {LETTER}",), (LETTER,))

    assert "'@SUM(1)" in shell.say(data, "--csv").out


def test_families_reads_lines_of_json(shell: Shell) -> None:
    lines = "\n".join(json.dumps({"id": key, "comment": text}) for key, _, text in ROWS)

    found = shell.json(lines, name="comments.jsonl")

    assert [len(family["members"]) for family in found["families"]] == [3, 2]
    assert shell.json('"I agree"\n\n"I agree"\n', name="bare.jsonl")["families"][0]["members"] == [
        {"row": 1, "own_words": []},
        {"row": 3, "own_words": []},
    ]


def test_families_says_what_was_odd_about_the_file(shell: Shell) -> None:
    data = "comment\nnaïve café words here\nnaïve café words here\n".encode("cp1252")
    line = json.dumps({"comment": "naïve"}, ensure_ascii=False).encode("cp1252")

    assert (
        "Mind: the whole file: The file is not in UTF-8. It was read as Windows-1252" in shell.say(data).err
    )
    assert "It was read as Windows-1252" in shell.say(line, name="comments.jsonl").err
    assert shell.say(COMMENTS).err == ""


def test_families_counts_one_comment_as_one(shell: Shell) -> None:
    assert shell.say("comment\nonly this\n").out.startswith(
        "1 comment in the column “comment”: 0 in 0 families"
    )


def test_families_asks_which_column_where_several_hold_text(shell: Shell) -> None:
    data = table(("liked", "disliked"), ("All of it was good to read.", "None of it was as bad as I feared."))

    said = shell.say(data)

    assert said.code == 2
    assert "“liked” and “disliked”" in said.err
    assert "--column" in said.err
    assert shell.say(data, "--column", "disliked").code == 0


def test_families_names_the_columns_where_the_one_asked_for_is_not_there(shell: Shell) -> None:
    said = shell.say(COMMENTS, "--column", "text")

    assert said.code == 2
    assert "no column “text”. Its columns are “id”, “name” and “comment”." in said.err


def test_families_takes_the_column_it_is_told_names_a_comment(shell: Shell) -> None:
    found = shell.json(COMMENTS, "--id", "name")

    assert found["singles"] == [{"row": 8, "id": "Guy"}]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "empty.csv", "is empty"),
        (b"\0\0\0\0", "zeros.csv", "is empty"),
        (b"comment\n", "heading.csv", "nothing under it"),
        (b"comment,n\n ,1\n,2\n", "blank.csv", "nothing in its column"),
        (b'comment\n"never closed\nand on\n', "open.csv", "never closed"),
        (b"PK\x03\x04zip", "sheet.csv", "zip archive"),
        (b"", "empty.jsonl", "is empty"),
        (b'{"comment": "one"}\n{"comment" "two"}\n', "broken.jsonl", "line 2, column 12"),
        (b"[" * 100_000, "deep.jsonl", "line 1"),
        (b'"one"\n5\n', "number.jsonl", "number.jsonl, line 2, is a number"),
        (b'{"a": "b"}\n\n[1, 2]\n', "list.jsonl", "list.jsonl, line 3, is a list"),
        (b"null\n", "null.jsonl", "line 1, is “null”"),
        (b"words", "comments.docx", "neither .csv nor .jsonl"),
        (b"comment\n\xff\x81\x8d\n", "neither.csv", "neither UTF-8 nor Windows-1252"),
    ],
)
def test_families_says_what_is_wrong_with_a_file(shell: Shell, data: bytes, name: str, words: str) -> None:
    said = shell.say(data, *(["--column", "comment"] if name == "blank.csv" else []), name=name)

    assert said.code == 1
    assert words in said.err
    assert said.out == ""
    assert "Traceback" not in said.err


def test_families_says_so_where_there_is_no_such_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["families", str(tmp_path / "none.csv")]) == 1
    assert "can’t be read" in capfd.readouterr().err


@pytest.mark.parametrize(
    "data",
    [
        table(("comment",), ("x",), ("y",), ("x" * 200_000,), ("x" * 200_000,)).encode(),
        "comment\nשלום לכולם אני מסכים\nשלום לכולם – אני מסכים!\n".encode(),
        "comment\nnaïve café words here\nnaïve café words here\n".encode("cp1252"),
        "comment\r\none two three four\r\none two three four\r\n".encode("utf-16"),
        b"comment\none \0 two three four\none two \0 three four\n",
        b'comment\none "two" three" four\none "two" three" four\n',
        b"comment;other\none two three four five;1\none two three four five;2\n",
    ],
    ids=["longest", "right to left", "cp1252", "utf-16", "nulls", "stray quote", "semicolons"],
)
def test_families_finds_the_pair_in_odd_files(shell: Shell, data: bytes) -> None:
    found = shell.json(data, "--column", "comment")

    assert [family["people"] for family in found["families"]] == [2]
    assert found["families"][0]["own_words_added"] == 0


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_families_reads_more_than_a_small_table(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    lines = "\n".join(json.dumps({"comment": text}) for _, _, text in ROWS)
    data = {"csv": COMMENTS, "jsonl": lines}[ending]
    small = shell.json(data, name=f"comments.{ending}")
    monkeypatch.setattr(families, "_SMALL_FILE", 10)

    assert shell.json(data, name=f"comments.{ending}") == small


def test_families_tells_of_characters_that_cannot_be_kept(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Mind: row 2: The comment holds" in shell.say(b'"a b"\n"a \\ud800"\n', name="comments.jsonl").err
    monkeypatch.setattr(families, "_SMALL_FILE", 10)

    assert "Mind: row 3: The comment holds" in shell.say(b"comment\none two\none \0two\n").err


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_families_reads_a_table_of_many_rows_whatever_ends_them(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(families, "_SMALL_TABLE", 5)
    monkeypatch.setattr("penholder.pure.formats.comment_rows.read_table", None)

    data = "comment\n" + "".join(f"number {row} of several\n" for row in range(6))
    assert shell.say(data.replace("\n", ending)).out.startswith("6 comments")


def test_families_says_where_a_large_table_has_a_stray_quote(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(families, "_SMALL_FILE", 10)

    said = shell.say('comment\n"one" two\nthree\n')
    other = shell.say(b"comment\nab\xff\n")

    assert (said.code, other.code) == (1, 1)
    assert "after line 1" in said.err
    assert "not UTF-8" in other.err


def test_families_starts_without_django() -> None:
    script = (
        "import sys; sys.modules['django'] = None; "
        "from penholder.__main__ import main; sys.exit(main(['families', 'no-such-file.csv']))"
    )

    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert said.returncode == 1
    assert "can’t be read" in said.stderr
