"""A codebook comes back as it went out."""

from __future__ import annotations

import pytest

from penholder.pure.formats.coding_project import Codebook, CodingSet, Theme
from penholder.pure.formats.refi_codebook import codebook_of, read_codebook, write_codebook
from penholder.pure.formats.report import Unreadable
from tests.pure.formats.coding_projects import CARE, LISTENING, uid, whole_project


def test_the_codebook_of_a_project_comes_back_identical_and_says_what_it_leaves_behind() -> None:
    book, report = codebook_of(whole_project())
    again, read = read_codebook(write_codebook(book))
    assert again == book
    assert read.complete
    assert [theme.name for top in book.themes for theme in top.every()] == ["Care", 'Being "heard"\n', ""]
    assert {one.what for one in report.oddities} == {"A codebook has no notes.", "A codebook has no texts."}


def test_the_file_is_written_as_the_format_has_it() -> None:
    book = Codebook("us", (Theme(CARE, "Care", colour="#fff"),), (CodingSet(uid(5), "mine", themes=(CARE,)),))
    assert write_codebook(book).decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="us"><Codes>'
        f'<Code guid="{CARE}" name="Care" isCodable="true" color="#fff"/></Codes>'
        f'<Sets><Set guid="{uid(5)}" name="mine"><MemberCode guid="{CARE}"/></Set></Sets></CodeBook>\n'
    )


def test_a_codebook_that_spells_its_namespace_with_a_colon_is_read() -> None:
    data = (
        '<CodeBook origin="NVivo 12 For Mac" xmlns="urn:QDA-XML:codebook:1:0"><Codes>'
        f'<Code guid="{CARE}" name="Care"><Description>How</Description><Code guid="{LISTENING}" name="Listening"/></Code>'
        "</Codes></CodeBook>"
    ).encode()
    book, report = read_codebook(data)
    assert book.themes == (Theme(CARE, "Care", description="How", themes=(Theme(LISTENING, "Listening"),)),)
    assert report.complete
    assert b'"urn:QDA-XML:codebook:1.0"' in write_codebook(book)


def test_what_is_odd_is_told() -> None:
    data = (
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" more="x"><Codes>'
        f'<Code guid="{{{CARE}}}" name="Care" isCodable="true" color="red"><NoteRef targetGUID="{uid(1)}"/></Code>'
        f'<Code guid="{CARE}" name="again" isCodable="true"><Code guid="{LISTENING}" name="under" isCodable="true"/></Code>'
        f'</Codes><Sets><Set guid="{uid(5)}" name="mine"><MemberCode guid="{uid(77)}"/><MemberCode guid="{LISTENING}"/></Set></Sets></CodeBook>'
    ).encode()
    book, report = read_codebook(data)
    assert [theme.name for theme in book.themes] == ["Care", "under"]
    assert book.sets[0].themes == (LISTENING,)
    assert [one.what for one in report.oddities] == [
        "The attribute more is not held here.",
        "<NoteRef> is not held here.",
        "A colour cannot be read.",
        "An id is used twice.",
        "A set names a theme that is not in the codebook.",
    ]
    assert (report.read, report.kept, report.left_out) == (4, 3, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "is not a REFI-QDA codebook"),
        (b"<CodeBook/>", "begins with CodeBook"),
        (
            b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="&b;"/>',
            "document type",
        ),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><CodeBook/>'.encode("utf-16"), "document type"),
        (b'<?xml version="1.0" encoding="klingon"?><CodeBook/>', "is damaged"),
    ],
)
def test_another_file_gets_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_codebook(data, name="themes.qdc")
    assert refused.value.sentence.startswith("themes.qdc ")
    assert said in refused.value.sentence


def test_a_codebook_that_does_not_hold_together_is_not_written() -> None:
    with pytest.raises(ValueError, match="twice"):
        write_codebook(Codebook("", (Theme(CARE, "a"), Theme(CARE, "b"))))
    with pytest.raises(ValueError, match="names a theme"):
        write_codebook(Codebook("", (), (CodingSet(uid(1), "a", themes=(CARE,)),)))
