"""Archives that would flood the machine, or reach out of it, are refused before a megabyte of them is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from penholder.pure.formats.docx_safely import open_docx
from penholder.pure.formats.forms.own_form_in import read_own_form
from penholder.pure.formats.forms.reading import read_form
from penholder.pure.formats.outlines.word_outline import read_word_outline
from penholder.pure.formats.report import Unreadable
from penholder.pure.formats.sheets.xlsx_framework import read_xlsx
from penholder.pure.formats.sheets.xlsx_out import write_xlsx
from penholder.pure.tree.statement import Statement, Tree
from tests.pure.formats.word_files import docx, paragraph

MEGABYTE = 1024 * 1024
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">'
    + "".join(f'<!ENTITY c{number} "{"&b;" * 10}">' for number in range(9))
    + "]><a>&c8;</a>"
)
SHEET = write_xlsx(Tree("T", (Statement("a", "A"),)))
WORD = docx(paragraph("A"))
WORD_READERS: tuple[Callable[..., object], ...] = (read_form, read_own_form, read_word_outline, open_docx)


class Counted:
    """How much was unpacked, by whoever asked zipfile for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bytes = 0
        make = zipfile._get_decompressor  # type: ignore[attr-defined]  # the one door through which everything is unpacked

        def counting(method: int) -> Any:
            found = make(method)
            return None if found is None else _Counting(found, self)

        monkeypatch.setattr(zipfile, "_get_decompressor", counting)


class _Counting:
    def __init__(self, inside: Any, counted: Counted) -> None:
        self._inside, self._counted = inside, counted

    def decompress(self, *words: Any) -> bytes:
        made: bytes = self._inside.decompress(*words)
        self._counted.bytes += len(made)
        return made

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inside, name)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with this part, in place of the one of that name."""
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(name, content)
    return page.getvalue()


def claiming(data: bytes, size: int) -> bytes:
    """The archive whose last part claims to be of this size."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def refused(read: Callable[..., object], data: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(data, name="file")
    assert refusal.value.sentence.startswith("file ")
    assert refusal.value.sentence.endswith(".")
    return refusal.value.sentence


@pytest.mark.parametrize("read", WORD_READERS)
@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/document.xml", b" " * (45 * MEGABYTE)),
        ("word/media/picture.png", b"\0" * (60 * MEGABYTE)),
        ("word/document.xml", LAUGHS.encode()),
        ("word/document.xml", LAUGHS.encode("utf-16")),
        ("../outside.xml", b"<a/>"),
        ("/etc/passwd", b"root"),
    ],
)
def test_a_word_file_that_would_flood_or_reach_out(
    counted: Counted, read: Callable[..., object], part: str, content: bytes
) -> None:
    refused(read, with_part(WORD, part, content))
    assert counted.bytes < MEGABYTE


@pytest.mark.parametrize("read", WORD_READERS)
def test_a_word_file_with_a_part_of_two_gigabytes_by_its_own_word(
    counted: Counted, read: Callable[..., object]
) -> None:
    refused(read, claiming(with_part(WORD, "word/document.xml", b"<a/>"), 2**31 - 1))
    assert counted.bytes < MEGABYTE


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet1.xml", b" " * (49 * MEGABYTE)),
        ("xl/workbook.xml", b" " * (45 * MEGABYTE)),
        ("xl/worksheets/sheet1.xml", LAUGHS.encode()),
        ("../outside.xml", b"<a/>"),
        ("/etc/passwd", b"root"),
    ],
)
def test_a_workbook_that_would_flood_or_reach_out(counted: Counted, part: str, content: bytes) -> None:
    refused(read_xlsx, with_part(SHEET, part, content))
    assert counted.bytes < MEGABYTE


def test_a_workbook_with_a_part_of_two_gigabytes_by_its_own_word(counted: Counted) -> None:
    refused(read_xlsx, claiming(with_part(SHEET, "xl/workbook.xml", b"<a/>"), 2**31 - 1))
    assert counted.bytes < MEGABYTE
