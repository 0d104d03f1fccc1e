"""What every Word file that is written here has: title and language, quiet headings, real header rows, the same bytes twice.

The words of the document are put together as XML text, where every word passes :func:`words`, and parsed once: a form
with thousands of rows is written in a moment.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips
from lxml import etree

from penholder.pure.formats.without_clock import without_clock

if TYPE_CHECKING:
    from docx.document import Document as Word

A4: Final = (11907, 16840)
"""Width and height of a page, in twentieths of a point."""

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_NAMESPACES: Final = f'xmlns:w="{_W}" xmlns:w14="{_W14}"'
_UNSTORABLE: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_NEEDED: Final = ("/stylesWithEffects", "/thumbnail")
_RIGHT_TO_LEFT: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_HEADINGS: Final = {"Heading 1": 8, "Heading 2": 4, "Heading 3": 2, "Caption": 0}
"""How much larger than the text each is, in points."""
_TABLE_STYLE: Final = '<w:tblStyle w:val="TableGrid"/>'
_BLACK: Final = RGBColor(0, 0, 0)


def storable(text: str, *, instead: str = "\N{REPLACEMENT CHARACTER}") -> str:
    """The text as XML can hold it: a line break of any machine is one, and a character that has no place there is �."""
    return _UNSTORABLE.sub(instead, text.replace("\r\n", "\n").replace("\r", "\n"))


def unstorable(text: str) -> int:
    """How many characters of a text a Word file cannot hold."""
    return len(_UNSTORABLE.findall(text.replace("\r", "\n")))


def words(text: str) -> str:
    """The text inside a run: every space kept, tabs and line breaks as Word has them."""
    pieces = re.split("([\t\n])", storable(text))
    marks = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    return "".join(
        marks.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in pieces if piece
    )


def run(text: str, *, bold: bool = False, style: str = "") -> str:
    """One run of text, in bold or in a character style."""
    look = f'<w:rStyle w:val="{style}"/>' * bool(style) + "<w:b/><w:bCs/>" * bold
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{words(text)}</w:r>" if text else ""


def paragraph(inside: str, *, style: str = "", with_next: bool = False) -> str:
    """One paragraph around runs; ``with_next``: on the same page as what follows."""
    look = f'<w:pStyle w:val="{style}"/>' * bool(style) + "<w:keepNext/>" * with_next
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{inside}</w:p>"


def paragraphs(text: str, *, bold: bool = False, style: str = "") -> str:
    """One paragraph for each line of a text."""
    return "".join(paragraph(run(line, bold=bold), style=style) for line in storable(text).split("\n"))


def runs_of(text: str) -> Iterator[etree._Element | None]:
    """Each line of a text as the element of a run; none for an empty line."""
    for line in storable(text).split("\n"):
        yield parse_xml(f"<w:r {_NAMESPACES}>{words(line)}</w:r>") if line else None


def table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    widths: Sequence[int],
    title: str = "",
    whole_rows: bool = False,
) -> str:
    """A table of cells that are XML already; the ``header`` is marked as such and repeated on every page.

    ``title`` is read out where somebody comes upon the table without seeing it. ``whole_rows``: no row runs on to the
    next page unless it is longer than one.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    named = f"<w:tblCaption w:val={quoteattr(_on_one_line(title))}/>" if title else ""
    first = 1 if header else 0
    look = f'<w:tblLook w:val="0{first}20" w:firstRow="{first}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
    properties = (
        f'<w:tblPr>{_TABLE_STYLE}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look}{named}</w:tblPr>'
    )
    top = _row(header, widths, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>") if header else ""
    split = "<w:trPr><w:cantSplit/></w:trPr>" if whole_rows else ""
    below = "".join(_row(row, widths, split) for row in rows)
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{top}{below}</w:tbl>"


def new_word(
    title: str, *, language: str = "en-GB", landscape: bool = False, margin: int = 1134, size: float = 12
) -> Word:
    """An empty document with its title and language set, black headings and no picture of an empty page."""
    word = Document()
    _without_ballast(word)
    core = word.core_properties
    core.title = _on_one_line(title)[:255]
    core.language, core.author, core.comments = language, "", ""
    section = word.sections[0]
    width, height = A4[::-1] if landscape else A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(width), Twips(height)
    section.left_margin = section.right_margin = Twips(margin)
    section.top_margin = section.bottom_margin = Twips(margin)
    for name, more in _HEADINGS.items():
        style = word.styles[name]
        style.font.name, style.font.color.rgb, style.font.size = "Arial", _BLACK, Pt(size + more)
        style.paragraph_format.keep_with_next = True
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(size)
    normal.paragraph_format.space_after = Pt(size / 2)
    _speak(word, language)
    return word


def finished(word: Word, body: str) -> bytes:
    """The document with this body, as the bytes of a file; the same body gives the same bytes."""
    holder = word.element.body
    section = holder.sectPr
    for element in parse_xml(f"<w:body {_NAMESPACES}>{_directed(word, body)}</w:body>"):
        section.addprevious(element)
    page = io.BytesIO()
    word.save(page)
    return without_clock(page.getvalue())


def add_style(word: Word, xml: str) -> None:
    """A style of our own, written as the inside of ``w:styles``."""
    word.styles.element.append(parse_xml(xml.replace("<w:style ", f"<w:style {_NAMESPACES} ", 1)))


def fill_header(word: Word, inside: str) -> None:
    """The page header with this inside, in place of its empty paragraph."""
    header = word.sections[0].header
    header.is_linked_to_previous = False
    for element in list(header._element):  # noqa: SLF001 - python-docx has no public way to an element
        header._element.remove(element)  # noqa: SLF001 - as above
    for element in parse_xml(f"<w:hdr {_NAMESPACES}>{_directed(word, inside)}</w:hdr>"):
        header._element.append(element)  # noqa: SLF001 - as above


def _row(cells: Sequence[str], widths: Sequence[int], properties: str = "") -> str:
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell or "<w:p/>"}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{properties}{inside}</w:tr>"


def _speak(word: Word, language: str) -> None:
    """The language of every word that says no other; the page runs from the right where the language does."""
    from_right = _from_right(language)
    defaults = word.styles.element.find(qn("w:docDefaults"))
    for spoken in defaults.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)
        if from_right:
            spoken.set(qn("w:bidi"), language)
            spoken.addprevious(parse_xml(f"<w:rtl {_NAMESPACES}/>"))
    if from_right:
        defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}").insert(0, parse_xml(f"<w:bidi {_NAMESPACES}/>"))
    for spoken in word.settings.element.iter(qn("w:themeFontLang")):
        spoken.set(qn("w:val"), language)


def _from_right(language: str) -> bool:
    return language.partition("-")[0].casefold() in _RIGHT_TO_LEFT


def _directed(word: Word, xml: str) -> str:
    """With the first column of every table on the right where the language begins there."""
    if not _from_right(word.core_properties.language):
        return xml
    return xml.replace(_TABLE_STYLE, f"{_TABLE_STYLE}<w:bidiVisual/>")


def _without_ballast(word: Word) -> None:
    """Without the parts of the bundled blank document that say nothing: a second set of styles, a picture of a page.

    Its zoom lacks what the schema asks for.
    """
    for zoom in word.settings.element.iter(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")
    for holder in (word.part, word.part.package):
        for uid, relation in list(holder.rels.items()):
            if relation.reltype.endswith(_NOT_NEEDED):
                holder.rels.pop(uid)


def _on_one_line(text: str) -> str:
    return " ".join(storable(text).split())
