"""A framework as an Excel workbook that reads well aloud, and comes in again without a loss.

Every cell is a text and its format says so: “=1+1” is never worked out, and a code typed as 1.10 stays 1.10. Each sheet is
a table with a header row that stays in sight. The file is written part by part, without a clock: the same framework
gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.sheets.csv_framework_own import ASSOCIATION, FRAMEWORK, ROW, records_of
from penholder.pure.formats.sheets.xlsx_columns import (
    COLUMNS_OF,
    CONTINUED,
    SHEETS,
    continued,
    escaped,
    pieces,
)
from penholder.pure.tree.statement import Tree

_LONG = "a text longer than 32,767 characters goes on in the sheet “Continued”"
FIELDS: tuple[FieldFate, ...] = (
    FieldFate(
        "words",
        "Statements: statement",
        "kept",
        f"to the letter, as text and never as a formula; {_LONG}; null characters and half characters become �",
    ),
    FieldFate("code", "Statements: code", "kept", "as text, so that 1.10 stays 1.10"),
    FieldFate("kind", "Statements: kind", "kept"),
    FieldFate("core or optional", "Statements: core or optional", "kept"),
    FieldFate("level", "Statements: level", "kept"),
    FieldFate("plain words", "Statements: plain words", "kept"),
    FieldFate("easy read", "Statements: easy read", "kept"),
    FieldFate("short form", "Statements: short form", "kept"),
    FieldFate("notes", "Statements: notes", "kept"),
    FieldFate("language", "Statements: language", "kept"),
    FieldFate("address", "Statements: address", "kept", "as text, not as a link"),
    FieldFate("identifier", "Statements: identifier", "kept"),
    FieldFate(
        "place and order",
        "Statements: parent, and the order of the rows",
        "kept",
        "siblings are numbered anew from 0",
    ),
    FieldFate("associations", "Associations", "kept"),
    FieldFate("whatever else", "whatever else", "kept", "as JSON"),
)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WIDE = frozenset({"statement", "plain words", "easy read", "notes", "text", "whatever else"})
_SHORT = frozenset({"code", "core or optional", "level", "language", "order"})
_TEXT, _HEADING = 1, 2
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" '
    'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

Rows = Sequence[Sequence[str]]


def write_xlsx(tree: Tree) -> bytes:
    """The framework as a workbook; the same bytes for the same tree."""
    sheets = _sheets(tree)
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in _parts(tree, sheets):
            entry = zipfile.ZipInfo(part)  # no clock: it bears the first day of 1980
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, content.encode())
    return page.getvalue()


def _sheets(tree: Tree) -> dict[str, list[tuple[str, ...]]]:
    rows: dict[str, list[tuple[str, ...]]] = {name: [] for name in SHEETS}
    for record in records_of(tree):
        name = SHEETS[{FRAMEWORK: 0, ASSOCIATION: 2}.get(record[ROW], 1)]
        texts = {column: storable(record.get(column, "")) for column in COLUMNS_OF[name]}
        rows[name].append(tuple(pieces(text)[0] for text in texts.values()))
        for column, text in texts.items():
            rows[CONTINUED].extend(continued(name, texts["identifier"], column, text))
    if not rows[CONTINUED]:
        del rows[CONTINUED]
    return rows


def _parts(tree: Tree, sheets: dict[str, list[tuple[str, ...]]]) -> Iterator[tuple[str, str]]:
    numbered = list(enumerate(sheets.items(), start=1))
    tables = [number for number, (_, rows) in numbered if rows]
    yield "[Content_Types].xml", _content_types(len(numbered), tables)
    yield (
        "_rels/.rels",
        _relations(
            (f"{_RELATIONS}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
    )
    yield "docProps/core.xml", _core(tree)
    yield "xl/workbook.xml", _workbook(tuple(sheets))
    targets = [(f"{_RELATIONS}/worksheet", f"worksheets/sheet{number}.xml") for number, _ in numbered]
    yield "xl/_rels/workbook.xml.rels", _relations(*targets, (f"{_RELATIONS}/styles", "styles.xml"))
    yield "xl/styles.xml", _STYLES
    for number, (name, rows) in numbered:
        columns = COLUMNS_OF[name]
        yield f"xl/worksheets/sheet{number}.xml", _sheet(columns, rows, first=name == SHEETS[1])
        if rows:
            target = (f"{_RELATIONS}/table", f"../tables/table{number}.xml")
            yield f"xl/worksheets/_rels/sheet{number}.xml.rels", _relations(target)
            yield f"xl/tables/table{number}.xml", _table(number, name, columns, len(rows))


def _content_types(sheets: int, tables: Sequence[int]) -> str:
    parts = [
        ("xl/workbook.xml", f"{_TYPES}.sheet.main+xml"),
        ("xl/styles.xml", f"{_TYPES}.styles+xml"),
        ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        *((f"xl/worksheets/sheet{number}.xml", f"{_TYPES}.worksheet+xml") for number in range(1, sheets + 1)),
        *((f"xl/tables/table{number}.xml", f"{_TYPES}.table+xml") for number in tables),
    ]
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in parts)
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    every = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{every}</Relationships>'


def _core(tree: Tree) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_xml(tree.title)}</dc:title><dc:language>{_xml(tree.language)}</dc:language></cp:coreProperties>"
    )


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><bookViews><workbookView activeTab="1"/></bookViews>'
        f"<sheets>{sheets}</sheets></workbook>"
    )


def _sheet(columns: Sequence[str], rows: Rows, *, first: bool) -> str:
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{_width(column)}" style="{_TEXT}" customWidth="1"/>'
        for place, column in enumerate(columns, start=1)
    )
    selected = ' tabSelected="1"' if first else ""
    body = "".join(_row(number, row, _TEXT) for number, row in enumerate(rows, start=2))
    table = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' if rows else ""
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><dimension ref="{_area(columns, rows)}"/>'
        f'<sheetViews><sheetView{selected} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        f'state="frozen"/></sheetView></sheetViews><cols>{widths}</cols>'
        f"<sheetData>{_row(1, columns, _HEADING)}{body}</sheetData>{table}</worksheet>"
    )


def _row(number: int, texts: Sequence[str], style: int) -> str:
    cells = "".join(
        f'<c r="{_letter(place)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_xml(text)}</t></is></c>'
        for place, text in enumerate(texts)
        if text
    )
    return f'<row r="{number}">{cells}</row>'


def _table(number: int, name: str, columns: Sequence[str], rows: int) -> str:
    every = "".join(
        f'<tableColumn id="{place}" name={quoteattr(column)}/>'
        for place, column in enumerate(columns, start=1)
    )
    area = f"A1:{_letter(len(columns) - 1)}{rows + 1}"
    return (
        f'{_HEAD}<table xmlns="{_MAIN}" id="{number}" name="{name}" displayName="{name}" ref="{area}" '
        f'totalsRowShown="0"><autoFilter ref="{area}"/><tableColumns count="{len(columns)}">{every}</tableColumns>'
        '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="1" '
        'showColumnStripes="0"/></table>'
    )


def _area(columns: Sequence[str], rows: Rows) -> str:
    return f"A1:{_letter(len(columns) - 1)}{len(rows) + 1}"


def _width(column: str) -> int:
    if column in _WIDE:
        return 60
    return 14 if column in _SHORT else 30


def _letter(place: int) -> str:
    return chr(ord("A") + place)


def _xml(text: str) -> str:
    return escape(escaped(storable(text)))
