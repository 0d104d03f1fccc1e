"""Files made to exhaust, escape or confuse get one sentence, or are read in bounded time and depth."""

from __future__ import annotations

import io
import struct
import sys
import tracemalloc
import zipfile

import pytest

from penholder.pure.formats.forms.opened import open_form
from penholder.pure.formats.forms.reading import read_form
from penholder.pure.formats.forms.values import Table
from penholder.pure.formats.forms.word_form import read_word_form
from penholder.pure.formats.report import Unreadable
from tests.pure.formats.word_files import NAMESPACES, RELATIONS, cell, docx, paragraph, row, table, zipped

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_form(data, name="form.docx")
    assert refused.value.sentence.startswith("form.docx ")
    assert refused.value.sentence.endswith(".")
    return refused.value.sentence


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\0\0\0\0", "is empty"),
        (b"PK", "damaged"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b"%PDF-1.7", "is a PDF"),
        (b"{\\rtf1", "rich text"),
        (b"<html><p>A form</p></html>", "web page"),
        (OLD_WORD + b"\0" * 600, "Word 97"),
        (OLD_WORD + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zipped({"content.xml": "<a/>"}), "OpenDocument"),
        (zipped({"readme.txt": "hello"}), "not a Word file"),
        (b"Dear all, I disagree.", "is not a Word file, though it is named as one"),
        (b"\x81\x8d\x8f\x90 binary", "is not a Word file, though it is named as one"),
        (bytes(range(1, 32)) * 3 + b"\xe9\n\xe9", "neither a Word file nor text"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"<w:document>cut off</w:document>", "an XML file"),
        (b"PK\x05\x06" + b"\0" * 18, "not a Word file"),
    ],
)
def test_read_form_of_another_file_says_what_it_is(data: bytes, said: str) -> None:
    assert said in refusal(data)


def test_read_form_of_a_cut_off_file_is_refused() -> None:
    whole = docx(paragraph("Hello"))
    for end in range(4, len(whole) - 1, 37):
        refusal(whole[:end])


def test_read_form_with_an_encrypted_part_is_refused() -> None:
    data = bytearray(docx(paragraph("Hello")))
    place = data.rfind(b"PK\x01\x02")
    data[place + 8] |= 1
    assert "password" in refusal(bytes(data))


def test_read_form_with_a_part_declared_larger_than_anything_is_refused_unread() -> None:
    data = bytearray(docx(paragraph("Hello")))
    place = data.find(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 2**31)
    assert "unpacks to far more" in refusal(bytes(data))


def test_read_form_with_a_bomb_that_lies_about_its_size_is_refused() -> None:
    body = paragraph("a" * 20_000_000)
    data = bytearray(docx(body))
    honest = struct.pack("<I", len(body) + 1)
    assert honest not in data
    for start in (b"PK\x01\x02", b"PK\x03\x04"):
        place = data.find(start)
        while place >= 0:
            at = place + (24 if start == b"PK\x01\x02" else 22)
            if struct.unpack("<I", data[at : at + 4])[0] > 10_000_000:
                data[at : at + 4] = struct.pack("<I", 1000)
            place = data.find(start, place + 4)
    tracemalloc.start()
    try:
        assert "damaged" in refusal(bytes(data))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


def test_read_form_with_a_bomb_is_refused() -> None:
    assert "unpacks to far more" in refusal(docx(paragraph("a" * 30_000_000)))


def test_read_form_with_a_bomb_in_a_part_that_is_not_read_is_refused() -> None:
    picture = {"word/media/picture.bin": b"\0" * 3_000_000}
    assert "unpacks to far more" in refusal(docx(paragraph("Hello"), parts=picture))


def test_a_damaged_part_that_is_not_read_takes_nothing_away() -> None:
    data = bytearray(docx(paragraph("Hello"), parts={"word/media/picture.bin": _noise(5000)}))
    place = data.find(b"picture.bin") + 100
    data[place] ^= 0xFF
    assert read_form(bytes(data)).rows[0].text == "Hello"
    with pytest.raises(Unreadable, match="damaged"):
        open_form(bytes(data)).content("word/media/picture.bin")


def test_read_form_with_a_document_type_is_refused_in_any_encoding() -> None:
    laughs = f"<!DOCTYPE x [<!ENTITY a 'ha'>]><w:document {NAMESPACES}><w:body>&a;</w:body></w:document>"
    for codec in ("utf-8", "utf-16"):
        assert "document type" in refusal(docx("", parts={"word/document.xml": laughs.encode(codec)}))


@pytest.mark.parametrize(
    "part", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml"]
)
def test_read_form_with_a_programme_in_it_is_refused(part: str) -> None:
    assert "holds" in refusal(docx(paragraph("Hello"), parts={part: b"x"}))


def test_read_form_with_another_document_in_it_is_refused() -> None:
    relation = ("rId9", f"{RELATIONS}/aFChunk", "chunk.html", "")
    assert "another document" in refusal(docx(paragraph("Hello"), relations=(relation,)))


def test_read_form_follows_no_target_outside() -> None:
    relation = ("rId9", f"{RELATIONS}/header", "https://example.org/header.xml", "External")
    escaping = ("rId8", f"{RELATIONS}/footnotes", "../../../../etc/passwd", "")
    assert read_form(docx(paragraph("Hello"), relations=(relation, escaping))).rows[0].text == "Hello"


def test_read_form_with_a_name_that_leads_outside_is_refused() -> None:
    assert "leads outside" in refusal(docx(paragraph("Hello"), parts={"../../evil.xml": b"<a/>"}))


def test_ten_thousand_nested_tables_are_refused_with_a_sentence() -> None:
    depth = 10_000
    body = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    assert "deeper than Word does" in refusal(docx(body))


@pytest.mark.parametrize("wrap", ["sdt", "ins", "box"])
def test_the_deepest_file_that_is_read_does_not_overflow(wrap: str) -> None:
    before, after = {
        "sdt": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        "ins": ("<w:ins>", "</w:ins>"),
        "box": ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
    }[wrap]
    depth = 245 // before.count("<")
    body = before * depth + paragraph("BOTTOM") + after * depth
    limit = sys.getrecursionlimit()
    assert limit <= 1_000
    reading = read_form(docx(body))
    assert "BOTTOM" in str(reading.form)


def test_a_span_of_a_thousand_million_columns_costs_nothing() -> None:
    reading = read_form(docx(table(row(cell("A", '<w:gridSpan w:val="1000000000"/>'), "B"))))
    assert [(one.column, one.text) for one in reading.rows[0].cells] == [(0, "A"), (1, "B")]
    before = f'<w:tr><w:trPr><w:gridBefore w:val="999999999"/></w:trPr>{cell("A")}</w:tr>'
    assert read_form(docx(table(before))).rows[0].cells[0].column == 0
    for odd in ("-3", "1e9", "", "２", "9" * 5000):
        assert (
            read_form(docx(table(row(cell("A", f'<w:gridSpan w:val="{odd}"/>'))))).rows[0].cells[0].span == 1
        )


def test_a_hundred_thousand_cells_are_all_read() -> None:
    rows = "".join(
        row(*(str(at * 7919 % 99_991) for at in range(first, first + 10))) for first in range(0, 100_000, 10)
    )
    form, _ = read_word_form(docx(table(rows)))
    block = form.blocks[0]
    assert isinstance(block, Table)
    assert (block.rows, block.columns, len(block.cells)) == (10_000, 10, 100_000)


def test_a_hundred_thousand_boxes_in_one_line_are_all_read() -> None:
    text = "☐ a ☒ b " * 50_000
    form, _ = read_word_form(docx(paragraph(text), parts={"word/media/noise.bin": _noise(100_000)}))
    assert sum(box.ticked for box in form.boxes) == 50_000
    assert {box.label for box in form.boxes} == {"a", "b"}


def test_a_field_that_never_ends_in_each_of_many_nested_cells_loses_no_word() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    body = ""
    for number in range(60):
        words = f"<w:p>{begin}<w:r><w:t>word{number}.</w:t></w:r></w:p>"
        body = f"<w:tbl><w:tr><w:tc>{words}{body}</w:tc></w:tr></w:tbl>"
    told = str(read_form(docx(body)).form)
    assert all(told.count(f"word{number}.") == 1 for number in range(60))


def test_noise_in_place_of_a_part_is_refused_or_read() -> None:
    whole = docx(table(row("A", "B"), row(cell("C", '<w:vMerge w:val="restart"/>'), "D")))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        document = archive.read("word/document.xml")
    for place in range(0, len(document), 11):
        broken = document[:place] + b"\x00\xff<" + document[place + 3 :]
        try:
            read_form(docx("", parts={"word/document.xml": broken}))
        except Unreadable as refused:
            assert refused.sentence.endswith(".")  # noqa: PT017  either is right


def _noise(size: int) -> bytes:
    """Bytes that do not pack, so that the file is large enough for what it unpacks to."""
    state, noise = 1, bytearray()
    while len(noise) < size:
        state = state * 6364136223846793005 + 1442695040888963407 & 2**64 - 1
        noise += struct.pack("<Q", state ^ state >> 29)
    return bytes(noise[:size])
