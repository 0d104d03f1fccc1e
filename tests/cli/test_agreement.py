"""``penholder agreement`` reads both forms of a table, and says what is wrong with any other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from penholder.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_DJANGO = "import sys; sys.modules['django'] = None; from penholder.__main__ import main; sys.exit(main(sys.argv[1:]))"
LONG = "passage,reader,theme\n1,Ann,pay\n1,Bo,pay\n1,Bo,time\n2,Ann,\n2,Bo,time\n3,Ann,pay\n3,Bo,pay\n"
WIDE = (
    "unit,A,B,C,D\n1,1,1,,1\n2,2,2,3,2\n3,3,3,3,3\n4,3,3,3,3\n5,2,2,2,2\n6,1,2,3,4\n7,4,4,4,4\n"
    "8,1,1,2,1\n9,2,2,2,2\n10,.,5,5,5\n11,*,,1,1\n12,NA,3,,\n"
)


@dataclass(frozen=True, slots=True)
class Said:
    returncode: int
    stdout: str
    stderr: str


def agreement(folder: Path, text: str | bytes, *words: str) -> Said:
    """The command as ``python -m penholder`` runs it, in this process: starting one takes longer than all it does."""
    path = folder / "readings.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return called("agreement", str(path), *words)


def called(*words: str) -> Said:
    with redirect_stdout(TextIOWrapper(BytesIO(), "utf-8")) as stdout, redirect_stderr(StringIO()) as stderr:
        try:
            code = main(list(words))
        except SystemExit as left:  # how argparse says that the words are wrong
            code = int(left.code or 0)
    stdout.seek(0)
    return Said(code, stdout.read(), stderr.getvalue())


def told(folder: Path, text: str, *words: str) -> dict[str, Any]:
    said = agreement(folder, text, "--json", *words)
    assert said.returncode == 0, said.stderr
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def test_a_column_for_each_reader_is_read(tmp_path: Path) -> None:
    found = told(tmp_path, WIDE, "--level", "ratio")
    assert round(found["alpha"], 3) == 0.797
    assert found["readers"] == ["A", "B", "C", "D"]
    assert [one["passage"] for one in found["disagreements"]] == ["2", "6", "8"]
    assert set(_schema()["required"]) <= found.keys()


def test_another_encoding_is_read_and_told(tmp_path: Path) -> None:
    said = agreement(tmp_path, LONG.replace("Bo", "Zoë").encode("cp1252"))
    assert said.returncode == 0
    assert "Ann, Zoë" in said.stdout
    assert said.stderr.startswith("Mind: the whole file: The file is not in UTF-8.")


def test_a_row_for_each_theme_is_read(tmp_path: Path) -> None:
    found = told(tmp_path, LONG)
    assert {one["theme"]: one["overlap"] for one in found["themes"]} == {"pay": 1.0, "time": 0.0}
    assert found["disagreements"][0]["theme"] == "time"


def test_a_row_for_each_value_is_read(tmp_path: Path) -> None:
    rows = "reader;rating;unit\nAnn;1;a\nBo;1;a\nAnn;4;b\nBo;2;b\nAnn;5;c\nBo;5;c\n"
    found = told(tmp_path, rows, "--level", "interval")
    assert (found["of"], found["units"]) == ("values", 3)


def test_a_row_for_each_value_is_read_where_there_are_more_than_other_tables_may_have(tmp_path: Path) -> None:
    rows = "".join(f"{unit},{reader},{unit % 3}\n" for unit in range(20_001) for reader in "ABCDE")
    found = told(tmp_path, "unit,reader,value\n" + rows)
    assert (found["alpha"], found["units"], found["ratings"]) == (1.0, 20_001, 100_005)


def test_a_column_of_words_is_no_reader_and_that_is_told(tmp_path: Path) -> None:
    said = agreement(tmp_path, "id,Comment,Ann,Bo\n1,I like it,pay,pay\n2,So so,time,pay\n", "--json")
    assert json.loads(said.stdout)["readers"] == ["Ann", "Bo"]
    assert said.stderr == (
        "Mind: the column “Comment”: A column is no reader's by its name. "
        "It was left out. Give it the reader's name if it is one's.\n"
    )


def test_columns_that_have_nothing_in_common_are_wondered_at(tmp_path: Path) -> None:
    said = agreement(tmp_path, "Fall;Kodierer;Kode\n1;Ann;x\n1;Bo;x\n")
    assert "No two columns have a value in common, and each was taken for a reader's." in said.stderr
    assert agreement(tmp_path, WIDE).stderr == ""


@pytest.mark.parametrize("level", ["interval", "ratio"])
@pytest.mark.parametrize("value", ["1e200", "1e-200", "1.7e308"])
def test_very_large_and_very_small_numbers_are_compared(tmp_path: Path, level: str, value: str) -> None:
    rows = "".join(f"{unit},{value if unit % 2 else 0},{value if unit % 2 else 0}\n" for unit in range(12))
    said = agreement(tmp_path, "unit,A,B\n" + rows, "--level", level)
    assert "alpha 1.000 (95 % of resamples: 1.000 to 1.000)" in said.stdout
    assert said.stderr == ""


@pytest.mark.parametrize("text", ["passage,reader,theme\n1,Ann,\n2,Ann,pay\n", "unit,A,B\n1,2,\n2,,3\n"])
def test_where_nothing_can_be_compared_nobody_is_said_to_agree(tmp_path: Path, text: str) -> None:
    said = agreement(tmp_path, text).stdout
    assert "nowhere, for nothing was read by two readers" in said
    assert "of what was coded" not in said


def test_a_sentence_stands_after_all_figures_of_a_theme(tmp_path: Path) -> None:
    assert (
        "time: alpha -0.250; overlap 0.000; coded 2 times. With fewer than 10 units read by two readers"
        in agreement(tmp_path, LONG).stdout
    )


def test_the_same_seed_says_the_same_and_another_one_another_interval(tmp_path: Path) -> None:
    one, again, other = (told(tmp_path, WIDE, "--seed", seed) for seed in ("1", "1", "2"))
    assert one == again
    assert one["interval"] != other["interval"]


def test_words_say_alpha_its_interval_and_where_readers_parted(tmp_path: Path) -> None:
    said = agreement(tmp_path, WIDE).stdout
    assert "alpha 0.743 (95 % of resamples:" in said
    assert "6: 1: A; 2: B; 3: C; 4: D" in said


def test_every_name_in_the_json_is_in_its_schema(tmp_path: Path) -> None:
    schema = _schema()
    known = {*schema["properties"], *schema["$defs"]["alpha"]["properties"]}
    known |= set(schema["oneOf"][0]["properties"])
    for found in (told(tmp_path, WIDE), told(tmp_path, LONG)):
        assert found.keys() <= known
        for one in found.get("themes", []):
            themes = schema["oneOf"][0]["properties"]["themes"]["items"]["properties"]
            assert one.keys() == {*themes, *schema["$defs"]["alpha"]["properties"]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("passage,reader,theme\n", "nothing under it"),
        ("passage,reader\n1,Ann\n", "no column says the theme or value"),
        ("reader,theme\nAnn,pay\n", "no column says the passage or unit"),
        ("unit,A\n1,2\n", "fewer than two columns"),
        ("passage,reader,theme\n1,,pay\n", "row 2: the column “reader” is empty"),
        ("unit,reader,value\n1,Ann,2\n1,Ann,3\n", "row 3: Ann has a value for “1” in row 2 already"),
        ("unit,A,B\n1,2,2\n1,3,3\n", "row 3: “1” stands in row 2 already"),
        ("unit,A,B\n1,2,2,9\n", "row 2 has more cells than there are headings"),
        ('unit,A,B\n1,"2,2\n', "quotation mark that opens in line 2"),
        ("1,1,1\n2,2,3\n", "row 1: “1” stands there twice, where each reader should be named"),
        (b"PK\x03\x04", "zip archive"),
    ],
)
def test_a_file_at_fault_gets_a_sentence(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    said = agreement(tmp_path, text)
    assert said.returncode == 1
    assert sentence in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--level", "ordinal"), "row 3, column “B”: “much” is not a number"),
        (("--level", "ratio"), "row 2, column “A”: -1 is below zero"),
    ],
)
def test_a_value_the_level_has_no_meaning_for_is_named_with_its_place(
    tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    said = agreement(tmp_path, "unit,A,B\n1,-1,2\n2,3,much\n", *words)
    assert said.returncode == 1
    assert sentence in said.stderr


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("unit,A,B\n1,2,\n2,,3\n", "No unit was read by two readers"),
        ("unit,A,B\n1,2,2\n2,2,2\n", "the same value throughout"),
    ],
)
def test_where_there_is_no_alpha_the_answer_is_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    said = agreement(tmp_path, text)
    assert said.returncode == 0
    assert sentence in said.stdout
    assert told(tmp_path, text)["alpha"] is None


@pytest.mark.parametrize("words", [("--level", "best"), ("--seed", "-1"), ("--seed", "x")])
def test_wrong_words_are_a_matter_of_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert agreement(tmp_path, WIDE, *words).returncode == 2


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    said = called("agreement", str(tmp_path / "none.csv"))
    assert said.returncode == 1
    assert "can’t be read" in said.stderr


def test_a_process_without_django_says_the_same(tmp_path: Path) -> None:
    here = agreement(tmp_path, WIDE)
    command = [sys.executable, "-c", WITHOUT_DJANGO, "agreement", str(tmp_path / "readings.csv")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert (said.returncode, said.stdout, said.stderr) == (0, here.stdout, "")


def _schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "docs/schemas/agreement.json").read_text(encoding="utf-8"))
    return found
