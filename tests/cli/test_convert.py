"""``penholder convert`` brings a framework from any format to any other, and accounts for every row."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from tests.cli.pure_shell import ROOT, said

OUTLINE = "# Peer work\n1 Listening\n  1.1 Being there:\n    - with time\n    - with care\n2 Speaking\n"
ENDINGS = ("csv", "xlsx", "ttl")
NAMED = ("moodle", "ctdl-asn")


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    path = tmp_path / "outline.txt"
    path.write_text(OUTLINE, encoding="utf-8")
    return path


def told(report: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = json.loads(report.read_text(encoding="utf-8"))
    jsonschema.validate(found, json.loads((ROOT / "docs/schemas/convert.json").read_text(encoding="utf-8")))
    return found


def test_every_format_that_is_read_again_says_the_same(outline: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.json"
    done = said("convert", outline, first)
    assert done.returncode == 0, done.stderr
    for name, words in (
        *((f"other.{ending}", ()) for ending in ENDINGS),
        *((f"other-{name}", ("--to", name)) for name in NAMED),
    ):
        other = tmp_path / name
        assert said("convert", first, other, *words).returncode == 0, name
        counts = json.loads(said("diff", first, other, "--json").stdout)["counts"]
        assert counts.keys() <= {"address", "framework", "kind"}, (name, counts)


@pytest.mark.parametrize(
    ("ending", "begins"), [("html", b"<!DOCTYPE html>"), ("docx", b"PK"), ("pdf", b"%PDF-")]
)
def test_an_edition_for_people_is_written(outline: Path, tmp_path: Path, ending: str, begins: bytes) -> None:
    path = tmp_path / f"edition.{ending}"
    done = said("convert", outline, path)

    assert done.returncode == 0, done.stderr
    assert path.read_bytes().startswith(begins)


def test_what_a_format_cannot_hold_is_counted(tmp_path: Path) -> None:
    table = tmp_path / "easy.csv"
    table.write_text("code,statement,easy read\n1,Listen,Hear\n2,Speak,\n", encoding="utf-8")
    done = said("convert", table, tmp_path / "out", "--to", "case-1.0")

    assert done.returncode == 0, done.stderr
    assert "CASE 1.0 has no room" in done.stderr.decode()


def test_the_report_accounts_for_every_row(tmp_path: Path) -> None:
    table, report = tmp_path / "odd.csv", tmp_path / "report.json"
    table.write_text("code,statement\n1,Listen\n2,\n3,Speak\n", encoding="utf-8")
    done = said("convert", table, tmp_path / "out.json", "--report", report)
    found = told(report)

    assert done.returncode == 0
    assert found["statements"] == {"read": 3, "taken": 2, "quarantined": 1}
    assert b"3 read, 2 taken, 1 quarantined" in done.stderr
    assert b" 1 place has remarks." in done.stderr


def test_a_saved_map_is_used_and_can_be_corrected(tmp_path: Path) -> None:
    table, saved = tmp_path / "sheet.csv", tmp_path / "map.json"
    table.write_text("Ref,Wording,Remark\nA1,Listen,first\nA2,Speak,second\n", encoding="utf-8")
    assert said("convert", table, tmp_path / "guessed.csv", "--save-map", saved).returncode == 0
    guessed = json.loads(saved.read_text(encoding="utf-8"))
    saved.write_text(json.dumps({**guessed, "text": "Remark", "notes": "Wording"}), encoding="utf-8")
    done = said("convert", table, tmp_path / "mapped.csv", "--map", saved)

    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "mapped.csv").read_text(encoding="utf-8").splitlines()
    assert any("first" in line and "Listen" in line for line in lines)
    told = (
        (tmp_path / "guessed.csv").read_text(encoding="utf-8"),
        (tmp_path / "mapped.csv").read_text(encoding="utf-8"),
    )
    assert told[0] != told[1]


def test_a_guessed_map_is_shown_and_an_empty_column_is_not(tmp_path: Path) -> None:
    table, report = tmp_path / "sheet.csv", tmp_path / "report.json"
    table.write_text("Ref,Wording,Remark,,\n1,Listen,,,\n1.1,Speak,x,,\n", encoding="utf-8")
    done = said("convert", table, tmp_path / "out.json", "--report", report)
    columns = told(report)["columns"]

    assert columns[0] == "Ref: printed code and place as a dotted path"
    assert [column.partition(":")[0] for column in columns] == ["Ref", "Wording", "Remark"]
    assert f"Columns as they were taken: {'; '.join(columns)}. To have it" in done.stderr.decode()


def test_a_map_that_is_only_saved_changes_nothing_in_how_a_file_is_read(
    outline: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "map.json"
    for form in ("csv", "moodle"):
        made, plain, mapped = (tmp_path / f"{name}.{form}" for name in ("made", "plain", "mapped"))
        assert said("convert", outline, made, "--to", form).returncode == 0
        assert said("convert", made, plain, "--to", "csv").returncode == 0
        done = said("convert", made, mapped, "--to", "csv", "--save-map", saved)

        assert mapped.read_bytes() == plain.read_bytes()
        assert b"was read by that, not by the map that was saved" in done.stderr
    assert json.loads(saved.read_text(encoding="utf-8"))["text"]


def test_a_sheet_of_a_workbook_can_be_named(tmp_path: Path) -> None:
    book, saved, out = tmp_path / "book.xlsx", tmp_path / "map.json", tmp_path / "out.csv"
    sheets = openpyxl.Workbook()
    for name, words in (("First", "Listen"), ("More", "Speak")):
        sheet = sheets.create_sheet(name)
        for row in (["Code", "Statement"], ["1", words], ["2", f"{words} well"]):
            sheet.append(row)
    sheets.save(book)
    first = said("convert", book, out)
    assert b"Name the one to read with --sheet." in first.stderr
    for more in ((), ("--save-map", saved), ("--map", saved)):
        done = said("convert", book, out, "--sheet", "More", *more)
        assert done.returncode == 0, done.stderr
        assert b"was asked for; not looked at:" in done.stderr
        assert (b"Speak" in out.read_bytes(), b"Listen" in out.read_bytes()) == (True, False)
    assert b"has no sheet" in said("convert", book, out, "--sheet", "None").stderr
    assert b"has no sheets" in said("convert", out, tmp_path / "again.csv", "--sheet", "More").stderr
    misused = said("convert", out, tmp_path / "again.csv", "--sheet", "More", "--from", "csv")
    assert (misused.returncode, b"Only an Excel workbook" in misused.stderr) == (2, True)


def test_a_map_is_refused_for_a_file_that_is_no_table(outline: Path, tmp_path: Path) -> None:
    case, saved = tmp_path / "made.json", tmp_path / "map.json"
    saved.write_text('{"text": "Statement"}', encoding="utf-8")
    assert said("convert", outline, case).returncode == 0
    for option in ("--map", "--save-map"):
        done = said("convert", case, tmp_path / "out.csv", option, saved)
        assert (done.returncode, done.stderr[:28]) == (1, b"made.json is no table (CASE)")
        assert not (tmp_path / "out.csv").exists()


def test_the_format_is_found_from_what_a_file_holds(outline: Path, tmp_path: Path) -> None:
    case = tmp_path / "first.json"
    assert said("convert", outline, case).returncode == 0
    misnamed = tmp_path / "misnamed.csv"
    misnamed.write_bytes(case.read_bytes())
    done = said("convert", misnamed, tmp_path / "again.ttl")

    assert done.returncode == 0
    assert done.stderr.decode().splitlines()[-1].startswith("CASE → SKOS as Turtle: 5 read, 5 taken")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.json", b"", "empty.json is empty."),
        ("list.json", b"[1, 2]", "list.json is a JSON list, but holds no CASE package."),
        ("page.html", b"<!doctype html><p>x", "page.html is a web page."),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.xls"),
        ("broken.docx", b"PK\x03\x04broken", "broken.docx is damaged"),
        ("triples.rdf", b"<?xml version='1.0'?><rdf:RDF/>", "triples.rdf is RDF/XML."),
        ("deep.json", b"[" * 100_000, "deep.json"),
        ("said.json", b'// export\n{"CFItems": []}', "said.json does not begin as JSON does"),
        ("twice.json", b'"{\\"CFItems\\": []}"', "twice.json does not begin as JSON does"),
        ("classes.ttl", b"# x\n@prefix o: <http://o/> .\no:a a o:b .\n", "classes.ttl is Turtle that says"),
        (
            "map.sssom.tsv",
            b"#mapping_set_id: http://x\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\na:1\tb\tc\td\n",
            "map.sssom.tsv is a crosswalk (SSSOM)",
        ),
    ],
)
def test_a_file_at_fault_is_refused_with_a_sentence(
    tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    path, out = tmp_path / name, tmp_path / "out.json"
    path.write_bytes(data)
    done = said("convert", path, out)

    assert done.returncode == 1, done.stderr
    assert done.stderr.decode().startswith(sentence)
    assert b"Traceback" not in done.stderr
    assert not out.exists()


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * 60_000_000)
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(page.getvalue())
    done = said("convert", path, tmp_path / "out.json")

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_words_that_make_no_sense_are_refused_as_usage(outline: Path, tmp_path: Path) -> None:
    assert said("convert", outline).returncode == 2
    no_ending = said("convert", outline, tmp_path / "out")
    assert (no_ending.returncode, b"says no format" in no_ending.stderr) == (2, True)
    same = said("convert", outline, outline, "--to", "csv")
    assert (same.returncode, b"is named twice" in same.stderr) == (2, True)
    assert outline.read_text(encoding="utf-8") == OUTLINE


def test_nothing_that_was_named_is_written_over(outline: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(outline)
    for words in (
        ("--report", outline),
        ("--save-map", outline),
        ("--report", link),
        ("--report", tmp_path / "out.csv"),
    ):
        done = said("convert", outline, tmp_path / "out.csv", *words)
        assert (done.returncode, b"is named twice" in done.stderr) == (2, True), words
    assert outline.read_text(encoding="utf-8") == OUTLINE


def test_a_link_is_followed_rights_stay_and_a_pipe_is_written_into(outline: Path, tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o600)
    link.symlink_to(real)
    assert said("convert", outline, link).returncode == 0
    assert link.is_symlink()
    assert json.loads(real.read_text(encoding="utf-8"))["CFDocument"]["title"] == "Peer work"
    assert real.stat().st_mode & 0o777 == 0o600

    piped = said("convert", outline, "/dev/stdout", "--to", "csv")
    assert piped.returncode == 0
    assert b"Being there" in piped.stdout
    assert Path("/dev/stdout").is_symlink()


def test_a_place_that_cannot_be_written_is_named_as_it_was_asked_for(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("identifier,parent,statement\na,,Listen\nb,a,Wait\n", encoding="utf-8")
    for words in (
        (tmp_path / "no" / "out.csv",),
        (tmp_path / "out.csv", "--report", tmp_path / "no" / "report.json"),
        (tmp_path / "out.json", "--save-map", tmp_path / "no" / "map.json"),
    ):
        done = said("convert", table, *words)
        assert done.returncode == 1
        assert f"{tmp_path}/no/" in done.stderr.decode(), words
        assert "can’t be written" in done.stderr.decode()
        assert b"Traceback" not in done.stderr


def test_a_map_is_refused_for_what_is_no_table(outline: Path, tmp_path: Path) -> None:
    done = said(
        "convert", outline, tmp_path / "out.csv", "--from", "case", "--save-map", tmp_path / "map.json"
    )

    assert (done.returncode, b"A map of columns is for tables" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1. Alpha; beta\n1.1 Gamma\n", "Plain outline → CSV: 2 read"),
        ("Plan, act\n Listen, answer\n Care, respect\nLead, follow\n", "Plain outline → CSV: 4 read"),
        ("Statement\nBe kind\nBe fair\n", "CSV → CSV: 2 read"),
        ("Domain;Competence\nCare;Listen\n;Wait\n", "CSV → CSV: 2 read"),
        ("Level 1,Level 2\nCare,Listen\n,Wait\n", "CSV → CSV: 2 read"),
        ("Unit Title,Element,Criterion No\nCare,Listen,1.1\nCare,Wait,1.2\n", "CSV → CSV: 2 read"),
        ("Thema;Kompetenz;Aussage\nA;B;C\nA;D;E\nF;G;H\n", "CSV → CSV: 3 read"),
        ("N°;Domaine;Compétence;Indicateur\n1;A;B;C\n2;A;D;E\n", "CSV → CSV: 2 read"),
        ("Topic,Entry,Intermediate,Advanced\nCare,A,B,C\nWork,D,E,F\n", "CSV → CSV: 2 read"),
        ("Standards 2023,,\n,,\nNo,Standard,Such as\n1,A,\n1.1,B,c\n2,C,\n", "CSV → CSV: 3 read"),
        ("Standards 2023\n\nNo,Standard,Such as\n1,A,\n1.1,B,c\n2,C,\n", "CSV → CSV: 3 read"),
        ("Code;Statement;;;\n1;A;;;\n1.1;B;;;\n;;;;\n;;;;\n", "CSV → CSV: 2 read"),
        ("Standards 2023;;;;\n;;;;\nCode;Statement;;;\n1;A;;;\n1.1;B;;;\n", "CSV → CSV: 2 read"),
        (
            "Plan, do, check\nListen, ask, wait\nCare, help, lift\nLead, act, end\n",
            "Plain outline → CSV: 4 read",
        ),
        ("Care;work\nListen;wait\nHelp;lift\n", "Plain outline → CSV: 3 read"),
    ],
)
def test_an_outline_is_told_from_a_table_by_its_headings(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "given"
    path.write_text(text, encoding="utf-8")
    done = said("convert", path, tmp_path / "out.csv")

    assert done.returncode == 0, done.stderr
    assert done.stderr.decode().splitlines()[-1].startswith(told)


@pytest.mark.parametrize("ending", [".csv", ".TSV"])
def test_a_name_tells_a_table_where_its_content_does_not(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"given{ending}"
    path.write_text("Zeug;Sache\nA;B\nC;D\n", encoding="utf-8")
    done = said("convert", path, tmp_path / "out.csv")

    assert done.stderr.decode().splitlines()[-1].startswith("CSV → CSV: 2 read")


@pytest.mark.skipif(os.geteuid() == 0, reason="who may do everything may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(outline: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert said("convert", outline, tmp_path / "out.json").returncode == 1


def real_frameworks(shared: Path) -> list[Path]:
    folder = shared / "data" / "frameworks"
    return [
        *sorted((folder / "case").glob("*.json")),
        *sorted((folder / "ctdl-asn").glob("*.json")),
        *sorted((folder / "moodle").glob("*.csv")),
        *sorted((folder / "digcomp").glob("*.jsonld")),
        folder / "opensalt-fixture-ccsso_ela_item.csv",
        *sorted((folder / "releases").glob("*.json.gz")),
    ]


def test_every_real_framework_becomes_a_package_that_the_published_schema_accepts(
    shared: Path, tmp_path: Path
) -> None:
    schema = shared / "data/frameworks/schemas/SCHEMA-case-v1p1-cfpackage-official.json"
    checker = jsonschema.Draft201909Validator(
        json.loads(schema.read_text(encoding="utf-8")), format_checker=jsonschema.FormatChecker()
    )
    paths = real_frameworks(shared)
    assert len(paths) >= 14
    for path in paths:
        source, out, report = (
            tmp_path / path.name.removesuffix(".gz"),
            tmp_path / "out.json",
            tmp_path / "report.json",
        )
        source.write_bytes(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
        done = said("convert", source, out, "--report", report)
        package, found = json.loads(out.read_text(encoding="utf-8")), told(report)

        assert done.returncode == 0, (path.name, done.stderr)
        assert not list(checker.iter_errors(package)), path.name
        for part in ("statements", "associations"):
            assert found[part]["read"] == found[part]["taken"] + found[part]["quarantined"], path.name
        is_framework_row = path.suffix == ".csv" and "moodle" in str(path)
        assert len(package["CFItems"]) == found["statements"]["taken"] - is_framework_row, path.name
