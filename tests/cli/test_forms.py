"""``penholder forms`` tells what was filled in, a file at a time, and no bad file sinks the others."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.pure_shell import ROOT, said
from tests.pure.formats.word_files import cell, docx, paragraph, row, table

TICKED = (
    '<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
    '<w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>'
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.docx"
    path.write_bytes(
        docx(
            paragraph("Our form")
            + table(
                row("Your name:", "Añu 😀"),
                row("May we publish?", cell(f"<w:p>{TICKED}<w:r><w:t>Yes</w:t></w:r></w:p>")),
            )
        )
    )
    return path


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    path = tmp_path / "comments.docx"
    path.write_bytes(
        docx(
            table(
                row("Stakeholder", "Document", "Page No", "Line No", "Comments", "Developer’s response"),
                row("A group", "Draft", "3", "12", "Pay “people” = 1", ""),
                row("A group", "Draft", "4", "", "Listen", "Thank you"),
            )
        )
    )
    return path


def test_as_json_there_is_one_object_for_each_file_with_letters_as_they_are(
    form: Path, comments: Path
) -> None:
    done = said("forms", form, comments, "--json")
    lines = done.stdout.decode().splitlines()

    assert done.returncode == 0, done.stderr
    assert len(lines) == 2
    assert "Añu 😀" in lines[0]
    filled, table_of_comments = _objects(done.stdout)
    assert filled["rows"][1]["cells"][1]["text"] == "Añu 😀"
    assert filled["rows"][2]["cells"][1]["boxes"] == [{"at": 0, "ticked": True, "label": "Yes"}]
    assert [one["comment"] for one in table_of_comments["comments"]] == ["Pay “people” = 1", "Listen"]


def test_as_csv_all_files_stand_in_one_table(form: Path, comments: Path) -> None:
    printed = said("forms", form, comments, "--csv").stdout.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(printed)))

    assert {one["file"] for one in rows} == {str(form), str(comments)}
    assert [one["comment"] for one in rows if one["comment"]] == ["Pay “people” = 1", "Listen"]
    assert [one["ticked"] for one in rows if one["ticked"]] == ["Yes"]


def test_answers_beside_a_comment_table_are_told_in_every_way(tmp_path: Path) -> None:
    path = tmp_path / "both.docx"
    comments = table(row("Section", "Comment", "Response"), row("3.1", "Too vague", ""))
    path.write_bytes(docx(table(row("Do you agree?", "It harms small firms.")) + comments))
    for way in ((), ("--csv",), ("--json",)):
        printed = said("forms", path, *way).stdout.decode("utf-8-sig")
        assert "It harms small firms." in printed, way
        assert "Too vague" in printed, way


def test_in_the_table_a_heading_that_is_one_of_ours_loses_no_column(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_bytes(b"row,file,comment,comment\n77,f,FIRST,SECOND\n")
    heading, cells = list(csv.reader(io.StringIO(said("forms", path, "--csv").stdout.decode("utf-8-sig"))))

    assert len(set(heading)) == len(heading)
    assert cells == [str(path), "2", "FIRST", "77", "f", "SECOND"]


def test_in_the_table_no_answer_is_taken_for_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(docx(table(row("Your name:", '=HYPERLINK("http://elsewhere.example";"Name")'))))

    assert "\"'=HYPERLINK(" in said("forms", path, "--csv").stdout.decode()
    assert _objects(said("forms", path, "--json").stdout)[0]["rows"][0]["cells"][1]["text"].startswith("=")


def test_without_more_words_it_is_told_for_people(form: Path) -> None:
    lines = said("forms", form).stdout.decode().splitlines()

    assert lines[0] == str(form)
    assert any("Your name:" in line and "Añu 😀" in line for line in lines)


def test_one_bad_file_does_not_sink_the_others(form: Path, tmp_path: Path) -> None:
    bad, missing = tmp_path / "bad.docx", tmp_path / "missing.docx"
    bad.write_bytes(b"PK\x03\x04nothing")
    done = said("forms", bad, form, missing, "--json")

    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert b"bad.docx is damaged" in done.stderr
    assert b"missing.docx can" in done.stderr
    assert b"Traceback" not in done.stderr


def test_an_unknown_profile_is_a_matter_of_usage(form: Path) -> None:
    assert said("forms", form, "--profile", "made-up").returncode == 2
    assert said("forms").returncode == 2


def test_every_answer_of_the_real_forms_is_told(shared: Path) -> None:
    folder = shared / "data" / "forms" / "generated"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    paths = sorted(folder.glob("*.docx"))
    done = said("forms", *paths, "--json")

    assert done.returncode == 0, done.stderr
    for path, form in zip(paths, _objects(done.stdout), strict=True):
        answers = [text for text in _texts(truth[path.name]) if text.strip()]
        told = "\n".join(_texts(form))
        assert not [text for text in answers if text not in told], path.name


def _objects(printed: bytes) -> list[Any]:
    """One for each file, each as the schema promises."""
    schema = json.loads((ROOT / "docs/schemas/forms.json").read_text(encoding="utf-8"))
    told = [json.loads(line) for line in printed.decode().splitlines()]
    for one in told:
        jsonschema.validate(one, schema)
    return told


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    return [text for one in value for text in _texts(one)] if isinstance(value, list) else []
