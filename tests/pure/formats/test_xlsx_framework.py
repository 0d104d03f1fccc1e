"""Workbooks: what people keep in Excel, what openpyxl writes, and what somebody made to hurt."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from penholder.pure.formats.report import ImportReport, Unreadable
from penholder.pure.formats.sheets.column_map import ColumnMap
from penholder.pure.formats.sheets.xlsx_framework import read_xlsx, read_xlsx_table
from penholder.pure.formats.sheets.xlsx_numbers import as_shown
from penholder.pure.formats.sheets.xlsx_out import write_xlsx
from penholder.pure.formats.sheets.xlsx_sheet import MOST_COLUMNS
from penholder.pure.tree.statement import Association, Statement, Tree
from tests.pure.formats.word_files import docx, paragraph, zipped

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(*rows: Sequence[Any], then: Callable[[Worksheet], None] | None = None) -> bytes:
    """A workbook of one sheet, written by openpyxl."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if then:
        then(sheet)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()


def by_hand(sheet: str, **parts: str) -> bytes:
    """A workbook whose only sheet has these rows, as XML."""
    relation = f'<Relationship Id="a" Type="{RELATIONS}'
    return zipped(
        {
            "_rels/.rels": f'<Relationships>{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="One" sheetId="1" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships>{relation}/worksheet" Target="sheet.xml"/></Relationships>',
            "xl/sheet.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
            **parts,
        }
    )


def outline(tree: Tree) -> list[tuple[int, str, str]]:
    return [(depth, one.code, one.text) for depth, one in tree.walk()]


def told(report: ImportReport) -> list[tuple[str, str, str]]:
    return [(one.where, one.what, one.severity) for one in report.oddities]


# Sheets that people keep


def test_a_sheet_with_a_title_above_its_headings_is_read_and_the_title_told() -> None:
    data = workbook(["Our framework"], [], ["Code", "Statement"], ["1", "Listen"], ["1.1", "With care"])
    tree, report = read_xlsx(data, name="Peer work.xlsx")
    assert tree.title == "Peer work"
    assert outline(tree) == [(0, "1", "Listen"), (1, "1.1", "With care")]
    assert told(report) == [("row 1", "A row stands above the headings.", "left out")]
    assert report.oddities[0].raw == "Our framework"
    assert (report.read, report.kept, report.left_out) == (2, 2, 0)


def test_a_code_keeps_the_zero_that_its_format_shows() -> None:
    def formatted(sheet: Worksheet) -> None:
        for row in (3, 4):
            sheet.cell(row, 1).number_format = "0.00"

    data = workbook(
        ["Code", "Statement"], [1, "Listen"], [1.1, "Ask"], [1.2, "Wait"], ["1.30", "Go"], then=formatted
    )
    tree, _ = read_xlsx(data)
    assert [one.code for one in tree.statements] == ["1", "1.10", "1.20", "1.30"]


def test_days_and_times_are_given_as_days_and_times() -> None:
    when = dt.datetime.fromisoformat("2026-02-28 13:30")
    data = workbook(["Statement", "Agreed", "At"], ["Listen", when.date(), when])
    tree, _ = read_xlsx(data)
    assert tree.statements[0].extras == (("Agreed", '"2026-02-28"'), ("At", '"2026-02-28 13:30:00"'))


def test_a_formula_gives_its_last_value_and_is_told() -> None:
    sheet = (
        '<sheetData><row r="1"><c t="inlineStr"><is><t>Statement</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"Lis"&amp;"ten"</f><v>Listen</v></c></row>'
        '<row r="3"><c r="A3"><f>A2</f></c><c r="B3" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )
    tree, report = read_xlsx(by_hand(sheet))
    assert outline(tree) == [(0, "", "Listen")]
    assert told(report) == [
        ("row 2", "A cell holds a formula.", "note"),
        ("row 3", "A cell holds a formula.", "left out"),
        ("row 3", "A row has no words for its statement.", "left out"),
    ]
    assert report.oddities[1].raw == "=A2"
    assert (report.read, report.kept, report.left_out) == (2, 1, 1)


def test_cells_merged_downwards_say_the_same_in_every_row() -> None:
    data = workbook(
        ["Kind", "Statement"],
        ["skill", "Listen"],
        [None, "Ask"],
        ["value", "Care"],
        then=lambda sheet: sheet.merge_cells("A2:A3"),
    )
    tree, report = read_xlsx(data)
    assert [one.kind for one in tree.statements] == ["skill", "skill", "value"]
    assert told(report) == [("row 2 to 3", "Cells are merged downwards.", "note")]


def test_hidden_rows_are_read_and_told() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    tree, report = read_xlsx(workbook(["Statement"], ["Listen"], ["Ask"], then=hide))
    assert len(tree.statements) == 2
    assert told(report) == [("row 3", "Rows are hidden in the sheet.", "note")]


def test_of_several_sheets_the_one_that_fits_is_taken_and_the_others_are_named() -> None:
    book = openpyxl.Workbook()
    book.active.append(["About this"])  # type: ignore[union-attr]  # a new workbook has a sheet
    statements = book.create_sheet("Statements of ours")
    for row in (["Code", "Statement"], ["1", "Listen"]):
        statements.append(row)
    hidden = book.create_sheet("Old")
    for row in (["Code", "Statement", "Notes"], ["9", "Past", "gone"]):
        hidden.append(row)
    hidden.sheet_state = "hidden"
    tree, report = read_xlsx(saved(book))
    assert outline(tree) == [(0, "1", "Listen")]
    (odd,) = report.oddities
    assert odd.so == (
        "“Statements of ours” was taken; left out: “Sheet” (1 row) and “Old” (2 rows, hidden). "
        "Name the one to read with --sheet."
    )
    assert odd.raw == "About this\nCode,Statement,Notes\n9,Past,gone"
    assert [one.text for one in read_xlsx(saved(book), sheet="Old")[0].statements] == ["Past"]
    with pytest.raises(
        Unreadable, match=r"has no sheet “New”\. Its sheets are “Sheet”, “Statements of ours” and “Old”"
    ):
        read_xlsx(saved(book), sheet="New")


def test_a_map_says_which_column_is_which() -> None:
    data = workbook(["A", "B"], ["Listen", "Hear people out"])
    tree, _ = read_xlsx(data, column_map=ColumnMap(text="B", code="A"))
    assert outline(tree) == [(0, "Listen", "Hear people out")]
    assert read_xlsx_table(data).columns == ("A", "B")


def test_cells_far_to_the_right_are_set_apart() -> None:
    def far(sheet: Worksheet) -> None:
        sheet.cell(2, MOST_COLUMNS + 1).value = "lost?"

    _, report = read_xlsx(workbook(["Statement"], ["Listen"], then=far))
    assert [(one.severity, one.raw) for one in report.oddities] == [("left out", "lost?")]


# Numbers


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("1.1000000000000001", "General", "1.1"),
        ("3", "", "3"),
        ("3.0", "id 0", "3"),
        ("1.1", "id 2", "1.10"),
        ("1.1", "0.00", "1.10"),
        ("1.125", "0.00", "1.13"),
        ("7", "000", "007"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("1.5", "0.##", "1.5"),
        ("0.25", "id 9", "25%"),
        ("3", '"K"0', "K3"),
        ("-3", "0;(0)", "(3)"),
        ("-3", "0", "-3"),
        ("12", "0\\.0", "12"),
        ("60", "id 14", "1900-02-28"),
        ("45000", "dd/mm/yyyy", "2023-03-15"),
        ("0.5", "id 20", "12:00"),
        ("43538", "[$-F800]dddd", "2019-03-14"),
        ("99999999", "id 14", "99999999"),
        ("1e400", "0.00", "1e400"),
        ("abc", "0.00", "abc"),
        ("nan", "0", "nan"),
        ("9999999999999999999999999999", "0.0", "10000000000000000000000000000.0"),
        ("-1e30", f"0.{30 * '0'}%", f"-1{32 * '0'}.{30 * '0'}%"),
        ("1e22", "General", "1E+22"),
        ("1", "#" * 1000, "1"),
    ],
)
def test_a_number_is_given_as_it_is_shown(raw: str, code: str, text: str) -> None:
    assert as_shown(raw, code) == text


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_number_and_no_format_is_too_odd_to_be_shown(raw: str, code: str) -> None:
    assert isinstance(as_shown(raw, code), str)


@given(
    st.decimals(allow_nan=False, allow_infinity=False).map(str), st.text('0#.,%;dmyhs"[]-_*E+/ ', max_size=12)
)
def test_a_number_is_never_lost_in_its_format(raw: str, code: str) -> None:
    assert isinstance(as_shown(raw, code), str)


# Out


def test_a_workbook_that_goes_out_holds_texts_only_and_headings_that_stay_in_sight() -> None:
    tree = Tree(
        "Peer work", (Statement("a", "=1+1", code="1.10"),), (Association("l", "isPeerOf", "a", "b"),)
    )
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(tree)))
    assert book.sheetnames == ["Framework", "Statements", "Associations"]
    sheet = book["Statements"]
    cells = {cell.value: cell for cell in sheet[2] if cell.value}
    assert set(cells) == {"a", "1.10", "=1+1", "core"}
    assert {(cell.data_type, cell.number_format) for cell in cells.values()} == {("s", "@")}
    assert (sheet.freeze_panes, list(sheet.tables)) == ("A2", ["Statements"])
    assert all(cell.font.b for cell in sheet[1])
    assert book.properties.title == "Peer work"


def test_a_workbook_is_the_same_to_the_byte_every_time() -> None:
    tree = Tree("T", (Statement("a", "A"),))
    assert write_xlsx(tree) == write_xlsx(tree)
    with zipfile.ZipFile(io.BytesIO(write_xlsx(tree))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "text", ["a" * 32_767, "a" * 100_001, "\x01" * 40_000, "\U0001f9ed" * 20_000, " " * 40_000 + "x"]
)
def test_a_text_longer_than_a_cell_goes_on_elsewhere(text: str) -> None:
    tree = Tree(text, (Statement("a", text, notes=text), Statement("b", "B", position=1)))
    data = write_xlsx(tree)
    assert read_xlsx(data)[0] == tree
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert all(
        len(str(cell.value).encode("utf-16-le")) <= 2 * 32_767
        for one in book
        for row in one.iter_rows()
        for cell in row
    )


def test_a_sheet_that_somebody_added_to_ours_is_told() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(Tree("T", (Statement("a", "A"),)))))
    book.create_sheet("Mine").append(["x", "y"])
    tree, report = read_xlsx(saved(book))
    assert tree.by_uid == {"a": Statement("a", "A")}
    assert [(one.what, one.raw) for one in report.oddities] == [("The workbook has a sheet more.", "x,y")]


# What is refused


def declared(size: int) -> bytes:
    """A workbook whose sheet claims to be of another size than it is."""
    data = by_hand("<sheetData/>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo("xl/sheet.xml")
    true = entry.file_size.to_bytes(4, "little")
    return data.replace(true, size.to_bytes(4, "little"))


BOMB = zipped({"_rels/.rels": "<a>" + " " * 30_000_000})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"\0" * 100, "is empty"),
        (b"hello", "no zip archive"),
        (b"%PDF-1.7", "is not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old Excel format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"PK\x03\x04 not really", "damaged"),
        (docx(paragraph("Hello")), "is a Word file"),
        (zipped({"content.xml": "<a/>"}), "OpenDocument"),
        (zipped({"Index/Document.iwa": "x"}), "Numbers"),
        (zipped({"a": "b"}), "not an Excel workbook"),
        (zipped({"xl/vbaProject.bin": "x"}), "holds a macro"),
        (
            zipped(
                {"[Content_Types].xml": "<Types>application/vnd.ms-excel.sheet.macroEnabled.main+xml</Types>"}
            ),
            "macro",
        ),
        (zipped({"xl/workbook.bin": "x"}), "binary format"),
        (zipped({"../../etc/passwd": "x"}), "leads outside"),
        (BOMB, "unpacks to far more"),
        (declared(2**31), "unpacks to 2,048 MB"),
        (b"x" * (20 * 1024 * 1024 + 1), "at most 20 MB"),
        (by_hand("<sheetData/>"), "has no rows"),
        (
            by_hand("<sheetData><row><c t='inlineStr'><is><t>Code</t></is></c></row></sheetData>"),
            "nothing under it",
        ),
        (by_hand("<sheetData><row>"), "breaks off"),
        (
            by_hand("", **{"xl/sheet.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>"}),
            "document type",
        ),
        (
            by_hand("<sheetData/>", **{"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}),
            "no sheet with cells",
        ),
    ],
)
def test_a_file_that_is_no_workbook_gets_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_xlsx(data, name="Skills.xlsx")


def test_a_row_beyond_all_measure_gets_a_sentence() -> None:
    cell = '<c t="inlineStr"><is><t>x</t></is></c>'
    with pytest.raises(Unreadable, match="Split it into smaller files"):
        read_xlsx(by_hand(f'<sheetData><row r="1">{cell}</row><row r="1048576">{cell}</row></sheetData>'))


def test_one_long_text_shown_in_many_cells_gets_a_sentence() -> None:
    texts = f'<sst xmlns="{MAIN}"><si><t>{"x" * 900_000}</t></si></sst>'
    related = (
        f'<Relationships><Relationship Id="a" Type="{RELATIONS}/worksheet" Target="sheet.xml"/>'
        f'<Relationship Id="b" Type="{RELATIONS}/sharedStrings" Target="texts.xml"/></Relationships>'
    )
    rows = '<row><c t="s"><v>0</v></c></row>' * 100
    data = by_hand(
        f"<sheetData>{rows}</sheetData>", **{"xl/texts.xml": texts, "xl/_rels/workbook.xml.rels": related}
    )
    with pytest.raises(Unreadable, match="Split it"):
        read_xlsx(data)


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_workbook_gives_a_tree_or_a_sentence(data: st.DataObject) -> None:
    tree = Tree(
        "T",
        (Statement("a", "A", code="1.1"), Statement("b", "B", "a")),
        (Association("l", "isPeerOf", "a", "b"),),
    )
    parts = {}
    with zipfile.ZipFile(io.BytesIO(write_xlsx(tree))) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    part = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[part])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 9))] = data.draw(
            st.sampled_from([b"", b"<", b'"', b"\0", b"9999999999", b"<c>", b"-1", b"\xff", b"A1:XFD1048576"])
        )
    parts[part] = bytes(content)
    try:
        _, report = read_xlsx(zipped(parts))
    except Unreadable:
        return  # a sentence or a tree, either will do
    assert report.read == report.kept + report.left_out
