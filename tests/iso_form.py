"""The real ISO commenting form, filled by a test the way a person fills it: row by row in the body table."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"

Comment = Mapping[str, Any]  # one entry of the YAML list, as it is


def fill_iso_form(template: bytes, comments: Sequence[Comment], *, with_observations: bool = False) -> bytes:
    """The template with one row for each comment; everything but the rows of the body table is left as it is."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    document = etree.fromstring(parts[DOCUMENT])
    table = document.find(f"{W}body/{W}tbl")
    assert table is not None, "the template has no body table"
    empty_rows = table.findall(f"{W}tr")
    for comment in comments:
        row = copy.deepcopy(empty_rows[0])
        cells = row.findall(f"{W}tc")
        for cell, text in zip(
            cells, expected_cells(comment, with_observations=with_observations), strict=True
        ):
            _fill(cell, text)
        table.append(row)
    for row in empty_rows:
        table.remove(row)
    parts[DOCUMENT] = etree.tostring(document, xml_declaration=True, encoding="UTF-8", standalone=True)
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (2012, 3, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return page.getvalue()


def expected_cells(comment: Comment, *, with_observations: bool = True) -> tuple[str, ...]:
    """The eight cells of one comment, as text."""
    place = comment["locality"]
    cells = (
        comment["id"],
        place.get("line_number"),
        place.get("clause"),
        place.get("element"),
        comment.get("type"),
        comment.get("comments"),
        comment.get("proposed_change"),
        comment.get("observations") if with_observations else "",
    )
    return tuple(str(cell or "").strip() for cell in cells)


def _fill(cell: etree._Element, text: str) -> None:
    paragraph = cell.find(f"{W}p")
    assert paragraph is not None
    for place, line in enumerate(text.split("\n")):
        if place:
            following = copy.deepcopy(paragraph)
            for run in following.findall(f"{W}r"):
                following.remove(run)
            cell.append(following)
            paragraph = following
        if line:
            run = etree.SubElement(paragraph, f"{W}r")
            words = etree.SubElement(run, f"{W}t")
            words.text = line
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
