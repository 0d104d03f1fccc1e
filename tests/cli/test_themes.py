"""``penholder themes`` suggests themes for a file of texts, or codes for what is not coded yet, and says how far to trust it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits

from penholder.__main__ import main
from tests.pure.reading.themes.made_texts import comments

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_DJANGO = "import sys; sys.modules['django'] = None; from penholder.__main__ import main; sys.exit(main(sys.argv[1:]))"


@dataclass(frozen=True, slots=True)
class Said:
    """What the command printed, and its exit code."""

    returncode: int
    stdout: bytes
    stderr: bytes


Themes = Callable[..., Said]


@pytest.fixture
def themes(capsysbinary: pytest.CaptureFixture[bytes]) -> Themes:
    """The command, in this process: what it imports takes longer than what it does."""

    def run(*words: str | Path) -> Said:
        try:
            code = main(["themes", *map(str, words)])
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capsysbinary.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("texts")
    texts, about = comments(120, seed=9)
    with (path / "texts.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "comment"), *((str(row), text) for row, text in enumerate(texts))])
    (path / "texts.jsonl").write_text(
        "\n".join(json.dumps({"id": str(row), "comment": text}) for row, text in enumerate(texts)),
        encoding="utf-8",
    )
    with (path / "coded.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("row", "theme"), *((row + 2, about[row]) for row in range(40))])
    return path


def test_suggested_themes_are_told_with_their_words_and_typical_passages(
    folder: Path, themes: Themes
) -> None:
    said = themes(folder / "texts.csv", "--themes", "4")
    lines = said.stdout.decode().splitlines()

    assert said.returncode == 0, said.stderr
    assert "The texts are read from “comment”" in said.stderr.decode()
    assert lines[0].startswith("120 texts, ")
    assert sum(line.startswith("Suggested theme ") for line in lines) == 4
    assert sum(line.startswith("  Words that led to it: ") for line in lines) == 4
    assert sum(line.startswith("    row ") for line in lines) == 12
    assert lines[-1].startswith("These are suggestions")


def test_as_json_it_is_what_the_schema_says_and_the_same_from_a_table_and_from_json_lines(
    folder: Path, themes: Themes
) -> None:
    schema = json.loads((ROOT / "docs/schemas/themes.json").read_text(encoding="utf-8"))["$defs"]
    table = json.loads(themes(folder / "texts.csv", "--column", "comment", "--json").stdout)
    lines = json.loads(themes(folder / "texts.jsonl", "--column", "comment", "--json").stdout)
    parts = schema["themes"]["properties"]

    assert set(table) == set(schema["themes"]["required"]) == set(parts)
    for theme in table["suggested_themes"]:
        assert set(theme) == set(parts["suggested_themes"]["items"]["required"])
        assert all(set(one) == {"row", "start", "end", "text"} for one in theme["typical"])
    assert [one["words"] for one in lines["suggested_themes"]] == [
        one["words"] for one in table["suggested_themes"]
    ]
    assert [[row + 1 for row in one["rows"]] for one in lines["suggested_themes"]] == [
        one["rows"] for one in table["suggested_themes"]
    ]


def test_the_answer_is_the_same_in_a_process_without_django_and_on_more_cores(
    folder: Path, themes: Themes
) -> None:
    command = [sys.executable, "-c", WITHOUT_DJANGO, "themes", str(folder / "texts.csv"), "--json"]
    cores = {"OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "4"}
    given = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **cores}
    several = subprocess.run(command, env=given, capture_output=True, check=False, timeout=120)
    with threadpool_limits(limits=1):
        one = themes(folder / "texts.csv", "--json").stdout

    assert one == several.stdout
    assert json.loads(one)["suggested_themes"]


def test_codes_are_suggested_with_confidence_words_and_a_passage_like_it(
    folder: Path, themes: Themes
) -> None:
    plot = folder / "plot.svg"
    told = json.loads(
        themes(folder / "texts.csv", "--coded", folder / "coded.csv", "--json", "--plot", plot).stdout
    )
    schema = json.loads((ROOT / "docs/schemas/themes.json").read_text(encoding="utf-8"))["$defs"]["codes"]

    each = schema["properties"]["suggestions"]["items"]["properties"]["themes"]["items"]
    assert set(told) == set(schema["required"]) == set(schema["properties"])
    assert set(told["calibration"]) == set(schema["properties"]["calibration"]["oneOf"][1]["required"])
    assert all(42 <= one["row"] <= 121 for one in told["suggestions"])
    for one in told["suggestions"]:
        assert set(one["themes"][0]) == set(each["required"]) == set(each["properties"])
        assert 0 < one["themes"][0]["confidence"] <= 1
        assert 2 <= one["themes"][0]["like"]["row"] <= 41
    assert plot.read_text(encoding="utf-8").startswith("<svg ")


def test_coded_texts_may_stand_in_a_file_of_their_own(folder: Path, themes: Themes) -> None:
    texts, about = comments(60, seed=77)
    coded = folder / "elsewhere.csv"
    with coded.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "theme"), *zip(texts, about, strict=True), ("left to code", "")])
    rows = list(
        csv.reader(
            io.StringIO(themes(folder / "texts.csv", "--coded", coded, "--csv").stdout.decode("utf-8-sig"))
        )
    )

    assert rows[0] == ["row", "place", "suggested theme", "confidence", "words", "like row", "text"]
    assert sum(not row[5] for row in rows[1:]) > 90  # but where both files happen to have the same text
    assert {row[2] for row in rows[1:]} == set(about)
    assert len({row[0] for row in rows[1:]}) > 100


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.csv", b"", "is empty"),
        ("heading.csv", b"comment\n", "nothing under it"),
        ("quote.csv", b'comment\n"never closed\n', "line 2"),
        ("blank.csv", b"id,comment\n1,\n2,\n", "no text in it"),
        ("bad.jsonl", b'{"a": "x"}\n{"a": \n', "line 2, column"),
        ("odd.jsonl", b'{"a": "x"}\n[1]\n', "line 2, is a list"),
        ("letter.txt", b"Dear all", "neither .csv nor .jsonl"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str, themes: Themes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    said = themes(path, "--column", "comment" if name == "blank.csv" else "")

    assert said.returncode == 1
    assert sentence in said.stderr.decode()
    assert said.stdout == b""
    assert "Traceback" not in said.stderr.decode()


@pytest.mark.parametrize(
    ("coded", "sentence"),
    [
        ("row,theme\n2,pay\n999,training\n", "row 3, column “row”: “999” is no row"),
        ("place,what\n2,pay\n", "needs a column “theme”"),
        ("row,theme\n2,\n", "no row with both"),
        ("id,theme\n0,pay\n120,training\n", "row 3, column “id”: “120” is the id of no text in texts.csv"),
    ],
)
def test_coded_texts_that_do_not_fit_get_a_sentence(
    folder: Path, tmp_path: Path, coded: str, sentence: str, themes: Themes
) -> None:
    path = tmp_path / "coded.csv"
    path.write_text(coded, encoding="utf-8")
    said = themes(folder / "texts.csv", "--coded", path)

    assert said.returncode == 1
    assert sentence in said.stderr.decode()


@pytest.mark.parametrize(
    "words",
    [
        ("--themes", "1"),
        ("--themes", "x"),
        ("--seed", "-1"),
        ("--plot", "p.svg"),
        ("--json", "--csv"),
        ("--id", "id"),
        ("--column", "words"),
    ],
)
def test_a_wrong_word_is_usage(folder: Path, words: tuple[str, ...], themes: Themes) -> None:
    assert themes(folder / "texts.csv", *words).returncode == 2


def test_too_few_texts_are_told_and_that_is_no_fault(tmp_path: Path, themes: Themes) -> None:
    path = tmp_path / "few.csv"
    path.write_text("comment\nMore pay\n\x00\nMore training\n\u202eسلام\n", encoding="utf-8")
    said = themes(path)

    assert said.returncode == 0, said.stderr
    assert "Too few texts to suggest themes" in said.stdout.decode()


def test_a_column_that_is_not_there_is_usage_and_those_there_are_are_named(
    folder: Path, themes: Themes
) -> None:
    said = themes(folder / "texts.csv", "--column", "words")
    unnamed = themes(folder / "texts.csv", "--coded", folder / "coded.csv", "--id", "number")

    assert "It has “id” and “comment”" in said.stderr.decode()
    assert unnamed.returncode == 0  # the coded file goes by rows
    (folder / "by_id.csv").write_text("id,theme\n0,pay\n", encoding="utf-8")
    unknown = themes(folder / "texts.csv", "--coded", folder / "by_id.csv", "--id", "number")
    assert unknown.returncode == 2
    assert "no column “number”. It has “id” and “comment”" in unknown.stderr.decode()


def test_texts_are_coded_by_row_by_text_or_by_an_id_alike(folder: Path, themes: Themes) -> None:
    texts, about = comments(120, seed=9)
    for name, key in (("id", str), ("Comment-ID", str), ("text", texts.__getitem__)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([(name, "theme"), *((key(row), about[row]) for row in range(40))])
    by_row, *others = (
        themes(folder / "texts.csv", "--coded", folder / f"{name}.csv", "--csv").stdout
        for name in ("coded", "id", "Comment-ID", "text")
    )
    in_lines = themes(folder / "texts.jsonl", "--coded", folder / "id.csv", "--id", "id", "--csv").stdout

    assert by_row.count(b"\n") > 60
    assert others == [by_row] * 3
    assert in_lines.count(b"\n") == by_row.count(b"\n")


def test_an_id_that_two_texts_have_is_refused_and_a_file_without_ids_is_usage(
    tmp_path: Path, themes: Themes
) -> None:
    (tmp_path / "twice.csv").write_text("code,words\na,more pay\na,less pay\n", encoding="utf-8")
    (tmp_path / "coded.csv").write_text("id,theme\na,pay\n", encoding="utf-8")

    named = themes(
        tmp_path / "twice.csv", "--coded", tmp_path / "coded.csv", "--id", "code", "--column", "words"
    )
    guessed = themes(tmp_path / "twice.csv", "--coded", tmp_path / "coded.csv", "--column", "words")

    assert named.returncode == 1
    assert "“a” is the id of no text in twice.csv, or of several" in named.stderr.decode()
    assert guessed.returncode == 2
    assert "Name it with --id" in guessed.stderr.decode()


def test_without_confidences_the_surest_stand_first_and_texts_without_a_word_for_a_theme_are_counted(
    folder: Path, themes: Themes
) -> None:
    (folder / "few.csv").write_text("row,theme\n2,one\n3,other\n4,one\n", encoding="utf-8")
    said = themes(folder / "texts.csv", "--coded", folder / "few.csv").stdout.decode()
    told = json.loads(themes(folder / "texts.csv", "--coded", folder / "few.csv", "--json").stdout)
    score = {one["row"]: one["themes"][0]["score"] for one in told["suggestions"]}
    shown = [int(line.split()[1].rstrip(",")) for line in said.splitlines() if line.startswith("  row ")]

    for theme in {one["themes"][0]["theme"] for one in told["suggestions"]}:
        mine = [one["row"] for one in told["suggestions"] if one["themes"][0]["theme"] == theme]
        first = [row for row in shown if row in mine]
        assert first == sorted(mine, key=lambda row: (-score[row], row))[:3]
    assert all(each["words"] for one in told["suggestions"] for each in one["themes"])
    assert f"No suggestion for {len(told['without_suggestion'])} texts" in said
    assert len(told["without_suggestion"]) + len(told["suggestions"]) + 3 == 120


def test_no_suggestion_is_said_to_be_certain(folder: Path, themes: Themes) -> None:
    said = themes(folder / "texts.csv", "--coded", folder / "coded.csv").stdout.decode()

    assert "over 99% sure" in said
    assert "100% sure" not in said


def test_what_was_odd_about_the_file_is_told(tmp_path: Path, themes: Themes) -> None:
    (tmp_path / "old.csv").write_bytes("comment\nMore café\n".encode("cp1252"))
    (tmp_path / "bare.jsonl").write_text('"more pay"\n{"said": "pay"}\n', encoding="utf-8")

    assert "Mind: the whole file: The file is not in UTF-8." in themes(tmp_path / "old.csv").stderr.decode()
    bare = themes(tmp_path / "bare.jsonl")
    assert "read from the lines that are a text and nothing else" in bare.stderr.decode()
    assert bare.stdout.decode().startswith("1 text. Too few texts to suggest themes: 1 text is different")
