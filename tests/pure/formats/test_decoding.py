"""A file of another sort than was hoped for is refused with something that a person can do."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from penholder.pure.formats import decoding
from penholder.pure.formats.decoding import decoded
from penholder.pure.formats.framework_files import recognised
from penholder.pure.formats.report import Unreadable
from penholder.pure.formats.tables import read_table

PDF, OLD, RICH = b"%PDF-1.7 ...", b"\xd0\xcf\x11\xe0 ...", b"{\\rtf1 ...}"
PACKED, PNG, GIF = b"\x1f\x8b ...", b"\x89PNG ...", b"GIF89a ..."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (PDF, "x is a PDF, not a framework. Copy its text into a plain file or a Word document."),
        (OLD, "Open it and save it as .xlsx or .docx (if it has a password, without it)."),
        (RICH, "Open it and save it as .docx."),
        (PACKED, "x is a gzip archive, not a framework. Unpack it first."),
        (
            GIF,
            "Choose the file it was made from, or type its words into a plain file or a Word document.",
        ),
    ],
)
def test_recognised_refuses_other_files_with_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as caught:
        recognised(data, name="x")
    assert caught.value.sentence.endswith(sentence)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (PDF, "x is a PDF, not a CSV file. Copy its text into a spreadsheet and save that as CSV."),
        (OLD, "Open it and save it as CSV (if it has a password, without it)."),
        (RICH, "Copy its text into a spreadsheet and save that as CSV."),
        (PACKED, "Unpack it first."),
        (b"PK\x03\x04", "Unpack it first, or open it and save it as CSV."),
    ],
)
def test_read_table_refuses_other_files_with_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_table(data, name="x")
    assert caught.value.sentence.endswith(sentence)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("marks", [1, 2])
def test_read_table_takes_no_byte_order_mark_for_a_part_of_a_heading(codec: str, marks: int) -> None:
    data = (marks * "\ufeff" + "Code,Statement\n1,Listen\n").encode(codec)
    assert read_table(data).columns == ("Code", "Statement")


def wanted_by_readers() -> set[str]:
    """What every reader says that it hoped for."""
    found: set[str] = set()
    for path in Path(decoding.__file__).parents[2].rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "decoded":
                said = next(one.value for one in call.keywords if one.arg == "wanted")
                assert isinstance(said, ast.Constant)
                found.add(str(said.value))
    return found


def test_decoded_never_asks_to_save_a_file_as_what_no_program_makes_of_it() -> None:
    wanted = wanted_by_readers()
    assert wanted >= decoding._BY_HAND.keys()
    for one in wanted - decoding._BY_HAND.keys():
        for data in (PDF, OLD, RICH, PNG):
            with pytest.raises(Unreadable) as caught:
                decoded(data, name="x", wanted=one)
            assert caught.value.sentence.endswith(f"not {one}. Choose {one} instead.")
