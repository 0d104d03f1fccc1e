"""``penholder diff`` says what changed between two files, whatever their formats are."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from docx import Document
from lxml import html

from tests.cli.pure_shell import said

OLD = "identifier,parent,code,statement\na,,1,Listen\nb,a,1.1,With care\nc,a,1.2,With time\n"
NEW = (
    "identifier,parent,code,statement\na,,1,Listen\nc,a,1.1,With time\nb,a,1.2,With great care\nd,,2,Speak\n"
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.csv"
    path.write_text(OLD, encoding="utf-8")
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    path = tmp_path / "new.csv"
    path.write_text(NEW, encoding="utf-8")
    return path


def test_changes_are_told_in_sentences_with_the_words_marked(old: Path, new: Path) -> None:
    done = said("diff", old, new)
    text = done.stdout.decode()

    assert done.returncode == 0, done.stderr
    assert "3 statements before, 4 now." in text
    assert "    With {+great +}care" in text
    assert "* 2 Speak (at the top)" in text


def test_as_json_page_and_document_it_says_the_same(old: Path, new: Path) -> None:
    counts = json.loads(said("diff", old, new, "--json").stdout)["counts"]
    page = html.document_fromstring(said("diff", old, new, "--html").stdout.decode())
    document = Document(io.BytesIO(said("diff", old, new, "--docx").stdout))

    assert counts == {"added": 1, "reordered": 1, "recoded": 2, "restated": 1, "framework": 1}
    assert [cell.text for cell in page.iter("td")] == [str(count) for count in counts.values()]
    assert [row.cells[1].text for row in document.tables[0].rows][1:] == [
        str(count) for count in counts.values()
    ]


def test_the_two_may_be_of_different_formats(old: Path, tmp_path: Path) -> None:
    case = tmp_path / "old.json"
    assert said("convert", old, case).returncode == 0
    told = json.loads(said("diff", old, case, "--json").stdout)

    assert told["counts"].keys() <= {"address", "framework", "kind"}, "only what CASE asks for besides"


def test_files_without_identifiers_are_matched_and_what_is_unsure_is_for_a_person(tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text(
        "1 Listening\n  1.1 Listen with care and with time\n2 Knowing when to ask somebody else for help\n"
    )
    other.write_text(
        "1 Listening\n  1.1 Listen with care and time\n3 Knowing when to ask somebody for help\n"
    )
    done = said("diff", one, other)

    assert done.returncode == 0, done.stderr
    assert b"The two share no identifiers" in done.stdout


def test_identifiers_that_were_made_are_not_believed(tmp_path: Path) -> None:
    for folder, text in (
        ("old", "code,statement\n1.1,Explain the law of contract\n1.2,Wash hands\n"),
        ("new", "code,statement\n1.1,Fly a helicopter\n1.2,Explain the law of contract\n1.3,Wash hands\n"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.csv").write_text(text, encoding="utf-8")
    told = json.loads(said("diff", tmp_path / "old/same.csv", tmp_path / "new/same.csv", "--json").stdout)

    assert told["counts"] == {"added": 1, "recoded": 2}
    assert [one["how"] for one in told["matched"]] == ["words", "words"]


def test_nothing_in_a_statement_does_anything_to_a_terminal_or_a_page(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("identifier,statement\na,Calm\n", encoding="utf-8")
    other.write_text("identifier,statement\na,C\x1b[31malm\u202e\n", encoding="utf-8")

    assert b"\x1b" not in said("diff", one, other).stdout
    assert b"\x1b" not in said("diff", one, other, "--html").stdout


def test_a_file_at_fault_is_named(old: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.write_bytes(b"")

    for words, named in (
        ((empty, old), b"empty.json is empty."),
        ((old, tmp_path / "no.csv"), b"no.csv can"),
    ):
        done = said("diff", *words)
        assert done.returncode == 1
        assert named in done.stderr
        assert b"Traceback" not in done.stderr
    assert said("diff", old).returncode == 2


def test_two_real_releases_differ_as_is_known(shared: Path, tmp_path: Path) -> None:
    paths = []
    for release in ("111", "120"):
        packed = shared / f"data/frameworks/releases/esco{release}-occupations.case.json.gz"
        paths.append(tmp_path / f"{release}.json")
        paths[-1].write_bytes(gzip.decompress(packed.read_bytes()))
    told = json.loads(said("diff", *paths, "--json").stdout)

    assert told["counts"] == {
        "added": 35,
        "retired": 3,
        "moved": 14,
        "reordered": 1,
        "recoded": 15,
        "restated": 27,
        "notes": 75,
        "framework": 1,
    }
    assert told["counts_of_spacing_only"] == {"notes": 35}


def _counts(folder: Path, old: str, new: str, *, suffix: str) -> object:
    """What two files of these texts differ in, apart from their titles."""
    paths = folder / f"old{suffix}", folder / f"new{suffix}"
    for path, text in zip(paths, (old, new), strict=True):
        path.write_text(text, encoding="utf-8")
    told = json.loads(said("diff", *paths, "--json").stdout)
    assert told["suggestions"] == []
    return {kind: count for kind, count in told["counts"].items() if kind != "framework"}


def test_words_that_repeat_are_neither_added_nor_retired(tmp_path: Path) -> None:
    table = "Statement,Domain\nExplain,A\nExplain,B\nDo,C\n"
    lines = "Listening\n  Assess\n  Record\nSpeaking\n  Assess\n  Record\n"

    assert _counts(tmp_path, table, table, suffix=".csv") == {}
    assert _counts(tmp_path, lines, f"{lines}  Report\n", suffix=".txt") == {"added": 1}


def test_texts_of_the_same_letters_are_told_apart_by_their_signs(tmp_path: Path) -> None:
    signs = "Statement\nC++\nC#\n"

    assert _counts(tmp_path, signs, signs, suffix=".csv") == {}
    assert _counts(tmp_path, signs, "Statement\nC#\nC++\n", suffix=".csv") == {"reordered": 1}


def test_words_that_repeat_do_not_move_when_their_headings_get_other_codes(tmp_path: Path) -> None:
    old = "Code,Statement\n1,Listening\n1.1,Explain\n2,Speaking\n2.1,Explain\n"
    new = "Code,Statement\n1,Intro\n1.1,Greet\n2,Listening\n2.1,Explain\n3,Speaking\n3.1,Explain\n"

    assert _counts(tmp_path, old, new, suffix=".csv") == {"added": 2, "recoded": 4}
