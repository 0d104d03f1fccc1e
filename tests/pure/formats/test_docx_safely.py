"""A Word file is opened only if nothing about it is dangerous, and every refusal says what to do."""

from __future__ import annotations

import io
import zipfile

import pytest

from penholder.pure.formats import docx_safely
from penholder.pure.formats.docx_safely import open_docx
from penholder.pure.formats.report import Unreadable
from tests.pure.formats.word_files import (
    CONTENT_TYPES,
    NAMESPACES,
    RELATIONS,
    docx,
    paragraph,
    rels,
    zipped,
)


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        open_docx(data, name="form.docx")
    assert refused.value.sentence.startswith("form.docx ")
    return refused.value.sentence


def test_open_docx_of_an_ordinary_file_gives_its_parts() -> None:
    word = open_docx(docx(paragraph("Hello")))
    assert word.main == "word/document.xml"
    assert "Hello" in "".join(word.xml(word.main).itertext())


def test_open_docx_passes_over_a_part_without_a_name() -> None:
    with zipfile.ZipFile(file := io.BytesIO(docx(paragraph("Hello"))), "a") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"nothing")
    assert "" not in open_docx(file.getvalue()).parts


def test_open_docx_finds_the_document_part_by_its_relation() -> None:
    document = f"<w:document {NAMESPACES}><w:body/></w:document>"
    other = zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": rels((("rId1", f"{RELATIONS}/officeDocument", "/word/document2.xml", ""),)),
            "word/document2.xml": document,
        }
    )
    assert open_docx(other).main == "word/document2.xml"


def test_open_docx_refuses_a_document_of_an_impossible_namespace() -> None:
    """Some of these the parser refuses itself, some it lets through, for reasons of its own."""
    for namespace in ("}", "{}", "http{}//schemas.openxmlformats.org/wordprocessingml/2006/main"):
        for inside in ("", '<w:p w:a="{"/>' * 40, "<w:p>\ufffd</w:p>" * 9):
            document = f'<w:document xmlns:w="{namespace}"><w:body>{inside}</w:body></w:document>'
            assert refusal(docx("", parts={"word/document.xml": document}))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"just some words", "is not a Word file"),
        (b"%PDF-1.7 and so on", "is a PDF"),
        (b"{\\rtf1 words}", "rich text"),
        (b"<html><body>words</body></html>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word 97 file (.doc). Save it as .docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"PK\x03\x04 and then nothing", "is damaged"),
        (docx("")[:-40], "is damaged"),
        (bytes(docx_safely.LARGEST_FILE) + b"x", "at most 10 MB"),
    ],
)
def test_open_docx_of_another_file_says_what_it_is(data: bytes, said: str) -> None:
    assert said in refusal(data)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word/vbaProject.bin": b"x"}, "a macro"),
        ({"word/activeX/activeX1.xml": "<x/>"}, "an ActiveX control"),
        ({"word/embeddings/oleObject1.bin": b"x"}, "an embedded object"),
        ({"word/afchunk.dat": b"x"}, "another document inside it"),
        ({"word/styles.xml": '<!DOCTYPE s [<!ENTITY a "b">]><s>&a;</s>'}, "declares a document type"),
        ({"word/styles.xml": "<!DOCTYPE s><s/>".encode("utf-16")}, "declares a document type"),
        ({"../outside.xml": "<x/>"}, "leads outside"),
        ({"C:/outside.xml": "<x/>"}, "leads outside"),
        ({"word/Document.xml": "<x/>"}, "same name"),
        ({"word/document.xml": "<w:document"}, "is damaged: word/document.xml breaks off"),
        (
            {"word/document.xml": '<d xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'},
            "strict variant",
        ),
        ({"[Content_Types].xml": "<T>application/vnd.ms-word.document.macroEnabled.main+xml</T>"}, "a macro"),
        ({f"word/part{number}.xml": "<x/>" for number in range(1001)}, "1,005 parts"),
    ],
)
def test_open_docx_with_a_dangerous_part_is_refused(parts: dict[str, bytes | str], said: str) -> None:
    assert said in refusal(docx("", parts=parts))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("aFChunk", "another document inside it"),
        ("oleObject", "an embedded object"),
        ("control", "an ActiveX control"),
        ("package", "an embedded file"),
    ],
)
def test_open_docx_with_a_dangerous_relation_is_refused(kind: str, said: str) -> None:
    relation = ("rId5", f"{RELATIONS}/{kind}", "innocent.bin", "")
    assert said in refusal(docx("", relations=[relation]))


def test_open_docx_ignores_what_lies_outside_the_file() -> None:
    relation = ("rId5", f"{RELATIONS}/attachedTemplate", "file:///C:/template.dot", "External")
    word = open_docx(docx("", relations=[relation]))
    assert "rId5" not in word.related(word.main)


def test_open_docx_of_a_zip_bomb_is_refused_while_reading() -> None:
    assert "unpacks to far more" in refusal(docx("", parts={"word/big.xml": bytes(8 * 1024 * 1024)}))


def test_open_docx_of_a_bomb_of_many_small_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_safely, "LARGEST_UNPACKED", 100_000)
    noise = {
        f"word/{number}.xml": "".join(chr(33 + (number * place) % 90) for place in range(20_000))
        for number in range(8)
    }
    assert "unpacks to far more" in refusal(docx("", parts=dict(noise)))


def test_open_docx_with_overlapping_parts_is_refused() -> None:
    """Two entries that claim the same packed bytes: together they claim more than the file has."""
    data = bytearray(docx("", parts={"word/a.xml": "<a/>" * 400}))
    place = data.rfind(b"word/a.xml") - 46
    data[place + 20 : place + 24] = (len(data) * 2).to_bytes(4, "little")
    assert refusal(bytes(data))


def test_open_docx_with_a_lie_about_its_size_is_refused() -> None:
    data = bytearray(docx("", parts={"word/a.xml": "<a/>" * 400}))
    place = data.rfind(b"word/a.xml") - 46
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert "is damaged" in refusal(bytes(data))


@pytest.mark.parametrize(
    ("target", "said"), [("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "PowerPoint")]
)
def test_open_docx_of_another_office_file_says_so(target: str, said: str) -> None:
    main = (("rId1", f"{RELATIONS}/officeDocument", target, ""),)
    assert said in refusal(
        zipped({"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": rels(main), target: "<x/>"})
    )


def test_open_docx_of_an_open_document_says_so() -> None:
    assert "OpenDocument" in refusal(zipped({"mimetype": "application/vnd.oasis", "content.xml": "<x/>"}))


def test_open_docx_of_any_archive_says_so() -> None:
    assert "an archive, but not a Word file" in refusal(zipped({"notes.txt": "hello"}))


def test_open_docx_of_an_encrypted_archive_is_refused() -> None:
    data = bytearray(docx(""))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        flags = data.find(start) + (6 if start == b"PK\x03\x04" else 8)
        data[flags] |= 1
    assert "protected by a password" in refusal(bytes(data))


def test_open_docx_does_not_expand_entities_or_deep_trees() -> None:
    deep = "<w:p>" * 400 + "</w:p>" * 400
    assert "is damaged" in refusal(docx(deep))
