"""Responses into somebody's own comment table: their file comes back as they sent it, with the column for responses filled."""

from __future__ import annotations

import copy
import io
import zipfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from penholder.pure.formats.docx_safely import open_docx
from penholder.pure.formats.forms.codes import PICTURES
from penholder.pure.formats.forms.profile import PROFILES
from penholder.pure.formats.forms.reading import comment_tables, profile_wanted
from penholder.pure.formats.forms.values import Cell, Table, all_words
from penholder.pure.formats.forms.word_form import read_word_form
from penholder.pure.formats.forms.written_word import runs_of
from penholder.pure.formats.report import Unreadable, listed
from penholder.pure.formats.word_look import look_of
from penholder.pure.formats.word_rows import continues_above
from penholder.pure.formats.word_text import WORD, cells_of, number_of, rows_of, tables_of, text_of


class _Place(NamedTuple):
    """The cell for a response, and what a reader finds in it."""

    cell: etree._Element
    words: str


def write_responses(
    data: bytes,
    responses: Mapping[int, str],
    *,
    name: str = "The file",
    profile: str | None = None,
    replacing: bool = False,
) -> bytes:
    """The same file with a response in each row named by its number, as ``Comment.row`` of ``read_form`` says it.

    Every other part of the file is the same to the byte. Raises :class:`~penholder.pure.formats.report.Unreadable`
    where a row does not exist or has no place for a response, and where another response stands there already, unless
    ``replacing``.
    """
    word = open_docx(data, name=name)
    document = word.xml(word.main)
    places = dict(_places(data, document, name=name, profile=profile))
    strangers = sorted(set(responses) - set(places))
    if strangers:
        raise Unreadable(
            f"The comment table in {name} has no row {listed(map(str, strangers))}; it has {len(places)} rows."
        )
    without = sorted(row for row in responses if places[row] is None)
    if without:
        raise Unreadable(
            f"Row {listed(map(str, without))} of the comment table in {name} has no cell for a response. "
            "Split the row into as many cells as there are headings and try again."
        )
    there = {row: place for row in responses if (place := places[row])}
    filled = sorted(row for row, place in there.items() if place.words not in {"", responses[row].strip()})
    if filled and not replacing:
        raise Unreadable(
            f"Row {listed(map(str, filled))} of the comment table in {name} has a response already. "
            "Empty that cell, or leave the row out, and try again."
        )
    for row, place in there.items():
        _write(place.cell, responses[row])

    changed = etree.tostring(document.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as archive:
        for entry in word.entries:
            content = changed if entry.filename == word.main else word.parts.get(entry.filename, b"")
            same = zipfile.ZipInfo(entry.filename, entry.date_time)
            same.compress_type, same.external_attr = entry.compress_type, entry.external_attr
            same.create_system = entry.create_system
            archive.writestr(same, content)
    return page.getvalue()


def _places(
    data: bytes, document: etree._Element, *, name: str, profile: str | None
) -> Iterator[tuple[int, _Place | None]]:
    """The cell for the response of each row, the rows counted as the reader counts them."""
    form, _ = read_word_form(data, name=name)
    found = comment_tables(form, profile_wanted(profile))
    body = document.find(f"{WORD}body")
    elements = [] if body is None else list(tables_of(body))
    there = [block for block in form.blocks if isinstance(block, Table)]
    if not found or len(elements) != len(there):
        known = listed((one.title for one in PROFILES if one.headings != "text"), most=len(PROFILES))
        raise Unreadable(
            f"{name} has no comment table that responses could be written into. Known are: {known}."
        )
    first = 1
    for number, (columns, table, above) in found.items():
        if "response" not in columns.fields:
            raise Unreadable(
                f"The comment table in {name} has no column for responses. Add one and try again."
            )
        column = columns.fields.index("response")
        rows = list(rows_of(elements[number]))
        starts = _starts(table, len(columns.fields))
        for place, row in enumerate(rows[above:], start=above):
            yield first + place, _cell(row, table.by_row()[place], column, starts)
        first += table.rows


def _starts(table: Table, count: int) -> tuple[int, ...]:
    """Where the columns begin on the grid, as most of the whole rows have it."""
    shapes = Counter(tuple(cell.column for cell in row) for row in table.by_row() if len(row) == count)
    return shapes.most_common(1)[0][0] if shapes else tuple(range(count))


def _cell(
    row: etree._Element, begun: tuple[Cell, ...], column: int, starts: tuple[int, ...]
) -> _Place | None:
    """The cell of the row that belongs to the column alone, unless it is merged with others beside it."""
    place = number_of(row, "trPr/gridBefore", default=0)
    cells: list[tuple[int, etree._Element]] = []
    for cell in cells_of(row):
        cells.append((place, cell))
        place += number_of(cell, "tcPr/gridSpan", default=1)
    if len(cells) == len(starts):
        within = [cells[column]]
    else:
        within = [one for one in cells if bisect_right(starts, one[0]) - 1 == column]
        if len(begun) == 1 or len(within) != 1:
            return None
    ((place, found),) = within
    said = next((all_words(cell.words) for cell in begun if cell.column == place), "").strip()
    has_picture = next(found.iter(*PICTURES), None) is not None
    return _Place(found, said or ("a picture" if has_picture else ""))


def _write(cell: etree._Element, words: str) -> None:
    """The words in place of the cell's own, a paragraph for each line, in the look of its first paragraph."""
    _show_no_placeholder(cell)
    if text_of(cell) == words.strip():
        return
    merge = cell.find(f"{WORD}tcPr/{WORD}vMerge")
    if merge is not None and continues_above(cell):
        merge.set(f"{WORD}val", "restart")
    look, letters = look_of(cell)
    for child in list(cell):
        if child.tag != f"{WORD}tcPr":
            cell.remove(child)
    for line in runs_of(words.strip()):
        paragraph = etree.SubElement(cell, f"{WORD}p")
        if look is not None:
            paragraph.append(copy.deepcopy(look))
        if line is not None:
            if letters is not None:
                line.insert(0, copy.deepcopy(letters))
            paragraph.append(line)


def _show_no_placeholder(cell: etree._Element) -> None:
    """What stands in the cell from now on is no prompt of a control around it."""
    for above in cell.iterancestors():
        if above.tag == f"{WORD}tbl":
            return
        properties = above.find(f"{WORD}sdtPr") if above.tag == f"{WORD}sdt" else None
        mark = None if properties is None else properties.find(f"{WORD}showingPlcHdr")
        if properties is not None and mark is not None:
            properties.remove(mark)
