"""A REFI-QDA project comes back as it went out, and what is not held is told."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from lxml import etree

from penholder.pure.formats import archive_safely
from penholder.pure.formats.coding_project import CodingProject, Made, Reader, Selection, Source, Theme
from penholder.pure.formats.refi_project import read_project
from penholder.pure.formats.refi_project_out import writable_project, write_project
from penholder.pure.formats.report import ImportReport, Unreadable
from penholder.pure.formats.text_places import Counting
from tests.pure.formats.coding_projects import CARE, LETTER, MEMO, large_project, projects, uid, whole_project

TEXT = "Someone 🙂 listened.\r\nNobody else did."


def qdpx(inside: str, files: Mapping[str, bytes] | None = None, *, name: str = "project.qde") -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            name, f'<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0" name="p">{inside}</Project>'
        )
        for part, data in (files or {}).items():
            archive.writestr(zipfile.ZipInfo(part), data, zipfile.ZIP_DEFLATED)
    return page.getvalue()


def one_source(selections: str, *, path: str = "internal://A.TXT") -> str:
    return (
        f'<CodeBook><Codes><Code guid="{{{CARE.upper()}}}" name="Care" isCodable="true"/></Codes></CodeBook>'
        f'<Sources><TextSource guid="{LETTER}" name="letter" plainTextPath="{path}">{selections}</TextSource></Sources>'
    )


def selection(number: int, start: int, end: int, name: str = "") -> str:
    return (
        f'<PlainTextSelection guid="{uid(number)}" startPosition="{start}" endPosition="{end}" name="{name}">'
        f'<Coding guid="{uid(number + 500)}"><CodeRef targetGUID="{CARE}"/></Coding></PlainTextSelection>'
    )


def read(inside: str, files: Mapping[str, bytes] | None = None) -> tuple[CodingProject, ImportReport]:
    return read_project(qdpx(inside, files))


def coded(project: CodingProject) -> list[str]:
    return [source.text[one.start : one.end] for source in project.sources for one in source.selections]


def told(report: ImportReport) -> set[tuple[str, str]]:
    return {(one.what, one.severity) for one in report.oddities}


# Out and in again


def test_a_project_with_everything_in_it_comes_back_identical() -> None:
    project = whole_project()
    read_again, report = read_project(write_project(project))
    assert read_again == project
    assert report.complete
    assert report.oddities == ()


@given(projects())
@hypothesis_settings(max_examples=60, deadline=None)
def test_any_project_comes_back_as_what_can_be_written_of_it(project: CodingProject) -> None:
    ready = writable_project(project)
    assert read_project(write_project(project))[0] == ready
    assert writable_project(ready) == ready


def test_the_same_project_gives_the_same_bytes() -> None:
    assert write_project(whole_project()) == write_project(whole_project())


def test_what_is_written_is_valid_against_the_published_schema(shared: Path) -> None:
    schema = etree.XMLSchema(etree.parse(shared / "data/refi-qda/Project-mrt2019.xsd"))
    for project in (whole_project(), CodingProject("nothing in it"), large_project(50)):
        with zipfile.ZipFile(io.BytesIO(write_project(project))) as archive:
            schema.assertValid(etree.fromstring(archive.read("project.qde")))


@pytest.mark.parametrize("marks", [1, 3])
def test_line_ends_are_lf_and_there_is_no_mark_and_passages_move_with_their_words(marks: int) -> None:
    text = marks * "\ufeff" + "one\r\ntwo\rthree"
    source = Source(
        LETTER,
        "",
        text,
        selections=(
            Selection(uid(1), text.index("two"), text.index("two") + 3),
            Selection(uid(2), marks + 4, marks + 5),
        ),
    )
    data = write_project(CodingProject("p", sources=(source,)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        written = archive.read(f"sources/{LETTER}.txt")
        xml = archive.read("project.qde")
    assert written == b"one\ntwo\nthree"
    assert b"\r" not in xml
    assert not xml.startswith(b"\xef\xbb\xbf")
    assert coded(read_project(data)[0])[0] == "two"


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"readers": (Reader(uid(1)), Reader(uid(1)))}, "used twice"),
        ({"themes": (Theme(uid(1), "a", notes=(MEMO,)),)}, "names the note"),
        ({"made": Made(uid(9))}, "names the reader"),
    ],
)
def test_a_project_that_does_not_hold_together_is_not_written(broken: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        write_project(replace(CodingProject("p"), **broken))


def test_the_projects_of_another_program_are_read(shared: Path) -> None:
    blank, report = read_project((shared / "data/refi-qda/blank-atlas-project.qdpx").read_bytes())
    assert (blank.name, len(blank.readers), report.complete) == ("blank-atlas-project", 2, True)

    target, report = read_project((shared / "data/refi-qda/target-atlas-project.qdpx").read_bytes())
    assert report.complete
    assert [theme.name for theme in target.every_theme()] == [
        "Commits",
        "2022-05-10T02:05:59Z 19e4dce",
        "2022-02-11T10:39:25Z cdbfd92",
    ]
    assert target.made.by == target.readers[0].uid == "088b08ac-d5cd-4adb-8b71-b4f3459c177f"
    assert read_project(write_project(target))[0] == target


# How places are counted


def test_ids_in_braces_and_capitals_are_the_same_and_folders_may_be_written_in_any_case() -> None:
    project, report = read(one_source(selection(1, 0, 7)), {"Sources/a.txt": TEXT.encode()})
    assert coded(project) == ["Someone"]
    assert project.sources[0].selections[0].codings[0].theme == CARE == project.themes[0].uid
    assert report.left_out == 0


@pytest.mark.parametrize(
    ("counting", "mark", "start", "end"),
    [
        ("the usual way", False, 21, 27),
        ("the last character", False, 21, 26),
        ("CR LF once", False, 20, 26),
        ("UTF-16", False, 22, 28),
        ("the mark counted", True, 22, 28),
        ("the mark and the last character", True, 22, 27),
    ],
)
def test_the_way_places_are_counted_is_found_by_the_words_they_are_named_by(
    counting: str, mark: bool, start: int, end: int
) -> None:
    data = (b"\xef\xbb\xbf" if mark else b"") + TEXT.encode()
    second = selection(
        2, 0 + ("mark" in counting), 7 + ("mark" in counting) - ("last" in counting), "Someone"
    )
    project, report = read(one_source(selection(1, start, end, "Nobody") + second), {"sources/a.txt": data})
    assert coded(project) == ["Nobody", "Someone"]
    assert (("Places are counted in an unusual way.", "note") in told(report)) == (
        counting != "the usual way"
    )


def test_where_nothing_shows_how_places_are_counted_the_report_says_so() -> None:
    project, report = read(one_source(selection(1, 0, 7)), {"sources/a.txt": TEXT.encode()})
    assert coded(project) == ["Someone"]
    assert any("nothing shows how its places are counted" in one.what for one in report.oddities)


def test_the_report_does_not_say_two_things_of_the_end_of_a_passage() -> None:
    _, report = read(one_source(selection(1, 3, 3)), {"sources/a.txt": TEXT.encode()})
    so = next(one.so for one in report.oddities if "nothing shows how" in one.what)
    assert so == (
        "They were read as characters from 0; endPosition is that of the last character. Compare a few passages."
    )


@pytest.mark.parametrize("path", ["my letter.txt", "internal://my%20letter.txt", "Sources\\my letter.txt"])
def test_the_file_of_a_text_is_found_by_an_escaped_name_and_by_a_bare_one(path: str) -> None:
    project, report = read(
        one_source(selection(1, 0, 7, "Someone"), path=path), {"sources/my letter.txt": TEXT.encode()}
    )
    assert coded(project) == ["Someone"]
    assert report.complete


def test_of_files_with_one_name_that_among_the_sources_is_the_text() -> None:
    project, _ = read(
        one_source(selection(1, 0, 7, "Someone")),
        {"Sources/A.TXT": TEXT.encode(), "kept/A.TXT": b"An old copy"},
    )
    assert [source.text for source in project.sources] == [TEXT.replace("\r", "")]


def test_who_knows_how_places_are_counted_can_say_so() -> None:
    data = qdpx(one_source(selection(1, 0, 6)), {"sources/a.txt": TEXT.encode()})
    assert coded(read_project(data, counting=Counting(last=True))[0]) == ["Someone"]
    assert coded(read_project(data, counting=Counting())[0]) == [TEXT[:6]]


# What is not held is told


def test_everything_that_is_not_held_is_in_the_report_with_its_place() -> None:
    inside = (
        one_source(
            selection(1, 0, 7, "Someone")
            + selection(2, 5, 500)
            + f'<PlainTextSelection guid="{uid(3)}" startPosition="8" endPosition="9" creatingUser="{uid(77)}" creationDateTime="soon">'
            f'<Coding guid="{uid(4)}"><CodeRef targetGUID="{uid(99)}"/></Coding><Extra/></PlainTextSelection>'
        ).replace("</Sources>", "")
        + f'<PDFSource guid="{uid(5)}" name="scan"><PDFSelection guid="{uid(6)}" page="1"><Coding/></PDFSelection></PDFSource>'
        f'<TextSource guid="{uid(7)}" name="gone" plainTextPath="relative://b.txt"/>'
        f'<TextSource guid="{uid(8)}" name="formatted" richTextPath="internal://c.docx"/></Sources>'
        f'<Links><Link guid="{uid(9)}" originGUID="{uid(98)}"/></Links><Graphs><Graph guid="{uid(10)}"/></Graphs>'
    )
    project, report = read(
        inside, {"sources/a.txt": TEXT.encode(), "sources/c.docx": b"PK", "sources/film.mp4": b"x"}
    )

    assert coded(project) == ["Someone", "🙂"]
    assert told(report) == {
        ("A selection is not in its text.", "left out"),
        ("A reference leads to nothing that is held here.", "left out"),
        ("A time cannot be read.", "left out"),
        ("<Extra> is not held here.", "left out"),
        ("Pictures, PDFs, sound and film are not held here, only texts.", "left out"),
        ("The file of a text is missing.", "left out"),
        ("The formatted form of a text is not held here.", "left out"),
        ("A text has no plain form.", "left out"),
        ("<Graphs> is not held here.", "left out"),
        ("A file in the archive belongs to nothing held here.", "left out"),
    }
    pdf = next(one for one in report.oddities if "Pictures" in one.what)
    assert "“scan”" in pdf.where
    assert "1 selections and 1 codings" in pdf.so
    assert not report.complete


def test_an_id_used_twice_is_kept_once_and_what_stands_under_it_is_not_lost() -> None:
    inside = (
        f'<CodeBook><Codes><Code guid="{CARE}" name="one" isCodable="true"/>'
        f'<Code guid="{CARE}" name="two" isCodable="1"><Code guid="{uid(3)}" name="under" isCodable="0"/></Code></Codes></CodeBook>'
    )
    project, report = read(inside)
    assert [(theme.name, theme.codable) for theme in project.themes] == [("one", True), ("under", False)]
    assert told(report) == {("An id is used twice.", "left out")}


def test_a_text_with_the_id_of_something_else_is_kept_with_its_codings_and_what_refers_to_it() -> None:
    again = selection(1, 8, 9, "🙂")
    inside = (
        f'<Users><User guid="{LETTER}" name="Ada"/></Users>'
        + one_source(selection(1, 0, 7, "Someone") + again)
        + f'<Cases><Case guid="{uid(9)}"><SourceRef targetGUID="{LETTER}"/><SelectionRef targetGUID="{uid(1)}"/></Case></Cases>'
    ).replace(
        "</Sources>",
        f'<TextSource guid="{LETTER}" name="other"><PlainTextContent>words</PlainTextContent></TextSource></Sources>',
    )
    project, report = read(inside, {"sources/a.txt": TEXT.encode()})

    assert coded(project) == ["Someone", "🙂"]
    assert [reader.uid for reader in project.readers] == [LETTER]
    assert [source.name for source in project.sources] == ["letter", "other"]
    assert len({LETTER, *(source.uid for source in project.sources)}) == 3
    assert project.cases[0].sources == (project.sources[0].uid,)
    assert project.cases[0].selections == (uid(1),)
    assert told(report) == {("An id is used twice; both things were kept.", "note")}
    assert report.complete
    assert read_project(write_project(project))[0] == project


def test_ids_that_are_none_become_some_wherever_they_stand() -> None:
    inside = (
        one_source(selection(1, 0, 7, "Someone"))
        .replace(f"{{{CARE.upper()}}}", "code 1")
        .replace(CARE, "code 1")
    )
    project, report = read(inside, {"sources/a.txt": TEXT.encode()})
    assert project.sources[0].selections[0].codings[0].theme == project.themes[0].uid
    assert told(report) == {("An id is not written as the format asks.", "note")}


def test_things_without_an_id_get_one_each_and_a_reference_without_one_leads_nowhere() -> None:
    inside = (
        '<CodeBook><Codes><Code name="one" isCodable="true"/><Code guid="{}" name="two" isCodable="true"/></Codes></CodeBook>'
        f'<Sources><TextSource name="letter"><PlainTextContent>words</PlainTextContent><Coding guid="{uid(1)}"><CodeRef/></Coding>'
        "</TextSource></Sources>"
    )
    project, report = read(inside)
    assert len({theme.uid for theme in project.themes}) == 2
    assert project.sources[0].codings == ()
    assert told(report) == {
        ("An id is missing.", "note"),
        ("A reference leads to nothing that is held here.", "left out"),
    }
    assert read_project(write_project(project))[0] == project


# Files that are refused


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"words", "no zip archive"),
        (b"PK\x03\x04 and nothing", "is damaged"),
        (qdpx("", name="other.txt"), "holds no project.qde"),
        (qdpx("", {"../out.txt": b""}), "leads outside"),
        (qdpx("", {"/etc/out.txt": b""}), "leads outside"),
        (qdpx("", {"C:\\out.txt": b""}), "leads outside"),
        (qdpx("", {"": b""}), "leads outside"),
        (qdpx("", {"PROJECT.qde": b""}), "same name"),
        (qdpx("<Users>"), "is damaged in line 1, column"),
        (qdpx("&lol;"), "is damaged in line 1, column"),
        (qdpx("<a>" * 1000 + "</a>" * 1000), "is damaged in line 1"),
    ],
)
def test_a_file_that_is_no_sound_project_gets_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_project(data, name="study.qdpx")
    assert refused.value.sentence.startswith("study.qdpx ")
    assert said in refused.value.sentence


def test_a_document_type_is_refused_wherever_it_hides() -> None:
    bomb = '<!DOCTYPE P [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    for before in ("", "<!-- <a> -->"):
        page = io.BytesIO()
        with zipfile.ZipFile(page, "w") as archive:
            archive.writestr(
                "project.qde", f'{before}{bomb}<Project xmlns="urn:QDA-XML:project:1.0" name="&b;"/>'
            )
        with pytest.raises(Unreadable, match="document type"):
            read_project(page.getvalue())


def test_other_xml_is_named() -> None:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as archive:
        archive.writestr("project.qde", "<html/>")
    with pytest.raises(Unreadable, match="begins with html"):
        read_project(page.getvalue())


def test_bombs_are_refused_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable, match="far more than it should hold"):
        read_project(qdpx(" " * (4 * 1024 * 1024)))
    monkeypatch.setattr(archive_safely, "LARGEST_UNPACKED", 30_000)
    noise = {
        f"sources/{number}.txt": bytes((number * place) % 251 for place in range(9_000))
        for number in range(5)
    }
    inside = "".join(
        f'<TextSource guid="{uid(number)}" plainTextPath="internal://{number}.txt"/>' for number in range(5)
    )
    with pytest.raises(Unreadable, match="far more than it should hold"):
        read_project(qdpx(f"<Sources>{inside}</Sources>", noise))


def test_a_protected_archive_and_one_that_lies_about_its_sizes_are_refused() -> None:
    data = bytearray(qdpx("x"))
    entry = data.rindex(b"PK\x01\x02")
    protected = bytearray(data)
    protected[entry + 8] |= 1
    with pytest.raises(Unreadable, match="password"):
        read_project(bytes(protected))
    struct.pack_into("<I", data, entry + 20, 1_000_000)
    with pytest.raises(Unreadable, match="larger than it is itself"):
        read_project(bytes(data))


def test_film_in_the_archive_is_never_unpacked() -> None:
    film = {"sources/film.mp4": bytes(60 * 1024 * 1024)}
    project, report = read(
        one_source(selection(1, 0, 7, "Someone")), {"sources/a.txt": TEXT.encode(), **film}
    )
    assert coded(project) == ["Someone"]
    assert report.left_out == 0


MEASURED = """
from benchmarks.peak import peak_megabytes
from tests.pure.formats.coding_projects import large_project
from penholder.pure.formats.refi_project import read_project
from penholder.pure.formats.refi_project_out import write_project
project = large_project(10_000)
again, _ = read_project(write_project(project))
assert again == project and sum(len(one.selections) for one in again.sources) == 10_000
print(round(peak_megabytes()))
"""


def test_ten_thousand_points_go_out_and_in_within_512_mb() -> None:
    said = subprocess.run(
        [sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True, timeout=300
    )
    assert re.fullmatch(r"\d+\n", said.stdout)
    assert int(said.stdout) < 512
