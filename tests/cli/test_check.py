"""``penholder check`` tells what a careful reader would notice, and fails where the framework is broken."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.pure_shell import said


def package(path: Path, statements: list[dict[str, object]], associations: list[dict[str, object]]) -> Path:
    said_ = {
        "CFDocument": {"identifier": "doc", "title": "T"},
        "CFItems": statements,
        "CFAssociations": associations,
    }
    path.write_text(json.dumps(said_), encoding="utf-8")
    return path


def under(child: str, parent: str) -> dict[str, object]:
    return {
        "identifier": f"{child}-{parent}",
        "associationType": "isChildOf",
        "originNodeURI": {"identifier": child},
        "destinationNodeURI": {"identifier": parent},
    }


def test_a_sound_framework_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "sound.csv"
    path.write_text("code,statement\n1,Listen\n2,Speak\n", encoding="utf-8")
    done = said("check", path)

    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().splitlines()[-1].startswith("2 statements in 1 level; 0 things are broken")


def test_what_is_odd_is_told_a_line_each(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("code,statement\n1,Followed by:\n1,Speak\n", encoding="utf-8")
    lines = said("check", path).stdout.decode().splitlines()

    assert (
        "worth a look: duplicate code: The code 1 is printed on 2 statements, so nobody can tell which is meant."
        in lines
    )
    assert any(
        line.startswith("worth a look: stem without sub-points: 1 ends with a colon") for line in lines
    )


def test_markup_in_the_words_is_told(tmp_path: Path) -> None:
    statements = [{"identifier": "a", "humanCodingScheme": "1", "fullStatement": "Write <b>boldly</b>"}]
    done = said("check", package(tmp_path / "bold.json", statements, []))

    assert "worth a look: markup: 1 holds markup" in done.stdout.decode()


def test_a_ring_of_parents_is_told_and_the_place_it_was_broken(tmp_path: Path) -> None:
    statements = [{"identifier": uid, "fullStatement": uid.upper()} for uid in "ab"]
    done = said("check", package(tmp_path / "ring.json", statements, [under("a", "b"), under("b", "a")]))

    assert b"Statements stand under each other in a ring." in done.stderr
    assert done.returncode == 1
    assert b"1 thing is broken" in done.stdout


def test_a_statement_whose_parent_is_missing_is_broken_in_a_table_too(tmp_path: Path) -> None:
    path = tmp_path / "lost.csv"
    path.write_text("identifier,parent,statement\na,,Listen\nb,gone,Speak\n", encoding="utf-8")
    done = said("check", path)

    assert done.returncode == 1
    assert b"1 thing is broken" in done.stdout


def test_a_package_without_statements_is_at_fault(tmp_path: Path) -> None:
    for words in (
        ("check",),
        ("diff", package(tmp_path / "other.json", [{"identifier": "a", "fullStatement": "A"}], [])),
    ):
        done = said(*words, package(tmp_path / "none.json", [], []))
        assert done.returncode == 1
        assert b"The file holds no statements." in done.stderr


def test_a_file_of_which_something_could_not_be_taken_in_is_at_fault(tmp_path: Path) -> None:
    statements = [{"identifier": "a", "fullStatement": "A"}, {"identifier": "a", "fullStatement": "B"}]
    done = said("check", package(tmp_path / "twice.json", statements, []))

    assert done.returncode == 1
    assert b"1 could not be taken in." in done.stdout


def test_what_is_no_framework_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<!doctype html><p>Hello", encoding="utf-8")
    done = said("check", path)

    assert done.returncode == 1
    assert b"page.html is a web page." in done.stderr
