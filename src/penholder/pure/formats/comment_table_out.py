"""Commenting forms out: somebody's own file with the observations written in, or a form of ours made from scratch."""

import copy
import io
import zipfile
from collections.abc import Mapping, Sequence

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Pt, Twips
from docx.table import Table, _Cell
from lxml import etree

from penholder.pure.formats.comment_table import OBSERVATIONS, CommentRow
from penholder.pure.formats.docx_safely import open_docx
from penholder.pure.formats.forms.written_word import storable
from penholder.pure.formats.report import Unreadable, listed
from penholder.pure.formats.without_clock import without_clock
from penholder.pure.formats.word_look import look_of
from penholder.pure.formats.word_rows import FormRow, continues_above, form_rows
from penholder.pure.formats.word_text import WORD, number_of, text_of

WIDTHS = (606, 908, 1209, 1209, 1115, 4177, 4233, 2419)
HEADINGS = (
    "From",
    "Line",
    "Clause or statement",
    "Paragraph, figure or table",
    "Kind (ge, te, ed)",
    "Comment",
    "Proposed change",
    "Observations",
)

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TITLE = "Comments and what became of them"
_SMALL = Pt(9)


def write_observations(data: bytes, observations: Mapping[int, str], *, name: str = "The file") -> bytes:
    """The same file with words in the last column of the rows named by number; nothing else is touched.

    Every other part of the file is the same to the byte. Raises Unreadable where a row does not exist.
    """
    word = open_docx(data, name=name)
    document = word.xml(word.main)
    rows = {row.number: row for row in form_rows(document, name=name)}
    strangers = sorted(set(observations) - set(rows))
    if strangers:
        raise Unreadable(
            f"The table in {name} has no row {listed(map(str, strangers))}; it has {len(rows)} rows."
        )
    for number, words in observations.items():
        _write(_observations_cell(rows[number]), words)

    changed = etree.tostring(document.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as archive:
        for entry in word.entries:
            content = changed if entry.filename == word.main else word.parts.get(entry.filename, b"")
            archive.writestr(_same_entry(entry), content)
    return page.getvalue()


def new_comment_table(rows: Sequence[CommentRow], *, document: str, date: str, project: str) -> bytes:
    """A form of our own with the same eight columns, for comments that came by other ways."""
    word = Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Twips(16840), Twips(11907)
    section.left_margin = section.right_margin = Twips(482)
    section.top_margin = section.bottom_margin = Twips(851)
    section.header_distance = Twips(567)
    word.styles["Normal"].font.name = "Arial"
    word.styles["Normal"].font.size = _SMALL
    word.core_properties.author = ""
    word.core_properties.title = f"{_TITLE}: {document}" if document else _TITLE
    word.core_properties.comments = ""

    about = section.header.add_table(1, 4, Twips(sum(WIDTHS)))
    _shape(about, (7740, 2410, 3119, 2607))
    for cell, text in zip(
        about.rows[0].cells,
        (_TITLE, f"Date: {date}", f"Document: {document}", f"Project: {project}"),
        strict=True,
    ):
        _fill(cell, text, bold=text is _TITLE)
    section.header.add_paragraph()
    headings = section.header.add_table(1, len(WIDTHS), Twips(sum(WIDTHS)))
    _shape(headings, WIDTHS)
    for cell, text in zip(headings.rows[0].cells, HEADINGS, strict=True):
        _fill(cell, text, bold=True)

    body = word.add_table(max(len(rows), 1), len(WIDTHS))
    _shape(body, WIDTHS)
    for table_row, row in zip(body.rows, rows, strict=False):
        for cell, text in zip(table_row.cells, _cells(row), strict=True):
            _fill(cell, text)
    section.header.add_paragraph()
    word.add_paragraph()
    page = io.BytesIO()
    word.save(page)
    return without_clock(page.getvalue())


def _observations_cell(row: FormRow) -> etree._Element:
    """The cell of the last column, made where the row has none of its own."""
    cell = row.cells[OBSERVATIONS]
    shared = cell is not None and any(cell is other for other in row.cells[:OBSERVATIONS])
    if cell is not None and not shared:
        merge = cell.find(f"{WORD}tcPr/{WORD}vMerge")
        if merge is not None and continues_above(cell):
            merge.set(f"{WORD}val", "restart")
        return cell
    if cell is not None:
        span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
        if span is not None:
            span.set(f"{WORD}val", str(max(number_of(cell, "tcPr/gridSpan", default=1) - 1, 1)))
    made = etree.Element(f"{WORD}tc")
    etree.SubElement(made, f"{WORD}p")
    last = [cell for cell in row.cells if cell is not None][-1]
    holder = last
    while holder.getparent() is not row.element:
        above = holder.getparent()
        if above is None:
            break
        holder = above
    holder.addnext(made)
    return made


def _write(cell: etree._Element, words: str) -> None:
    """The words in place of the cell's own, a paragraph for each line, in the look of its first paragraph."""
    if text_of(cell) == words.strip():
        return
    look, letters = look_of(cell)
    for child in list(cell):
        if child.tag != f"{WORD}tcPr":
            cell.remove(child)
    for line in storable(words, instead="").strip().split("\n"):
        paragraph = etree.SubElement(cell, f"{WORD}p")
        if look is not None:
            paragraph.append(copy.deepcopy(look))
        if not line:
            continue
        letter_run = etree.SubElement(paragraph, f"{WORD}r")
        if letters is not None:
            letter_run.append(copy.deepcopy(letters))
        text = etree.SubElement(letter_run, f"{WORD}t")
        text.set(_SPACE, "preserve")
        text.text = line


def _same_entry(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    same = zipfile.ZipInfo(entry.filename, entry.date_time)
    same.compress_type = entry.compress_type
    same.external_attr = entry.external_attr
    same.create_system = entry.create_system
    return same


def _cells(row: CommentRow) -> tuple[str, ...]:
    mark = row.external_id or row.body
    return (mark, row.line, row.clause, row.element, row.kind, row.comment, row.proposed, row.observations)


def _shape(table: Table, widths: Sequence[int]) -> None:
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Twips(width)


def _fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    for number, line in enumerate(storable(text, instead="").split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        run = paragraph.add_run(line)
        run.bold = bold or None
        run.font.size = _SMALL
