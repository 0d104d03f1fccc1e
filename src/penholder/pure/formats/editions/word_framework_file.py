"""The Word file around a framework: styles, list marks, language, title and page numbers, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor, Twips
from docx.styles.style import ParagraphStyle

from penholder.pure.formats.editions.framework_places import DEEPEST_HEADING, DEEPEST_LIST
from penholder.pure.formats.editions.framework_told import Role, ToldFramework
from penholder.pure.formats.without_clock import EARLIEST

LIST: Final = "ListBullet"
LINK: Final = "Hyperlink"
BULLETS: Final = 90
"""The number of our own list, out of the way of those that the file begins with."""

STYLES: Final[Mapping[Role, str]] = {
    "heading": "Normal",
    "words": "Normal",
    "fact": "StatementFact",
    "companion": "StatementCompanion",
    "association": "StatementAssociation",
}

_STEP: Final = 340
_FONT: Final = "Arial"
_INK, _QUIET, _PEN = RGBColor(0x1C, 0x1A, 0x33), RGBColor(0x4A, 0x45, 0x60), RGBColor(0x4B, 0x14, 0x46)
_SIZES: Final = (20, 17, 15, 13, 12, 12)
_MAIN: Final = "word/document.xml"
_BODY: Final = b"<w:body>"
_EASTERN: Final = frozenset({"ja", "ko", "zh", "yue"})


def word_document(told: ToldFramework, addresses: Mapping[str, str]) -> bytes:
    """The file without its words; ``addresses`` are those its links lead to, with the name of each relation."""
    word = Document()
    about = word.core_properties
    about.title, about.language, about.author, about.comments = told.title[:255], told.language, "", ""
    _without_picture(word)
    _set_language(word, told)
    _set_styles(word)
    _set_bullets(word)
    _set_page(word, told)
    for address, relation in addresses.items():
        word.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, relation, is_external=True)
    page = io.BytesIO()
    word.save(page)
    return page.getvalue()


def with_body(data: bytes, body: str) -> bytes:
    """The file with these words in it, and a fixed date on every part, so that the same words give the same bytes."""
    page = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as made,
        zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for entry in made.infolist():
            content = made.read(entry)
            if entry.filename == _MAIN:
                before, _, after = content.partition(_BODY)
                content = before + _BODY + body.encode("utf-8") + after
            archive.writestr(zipfile.ZipInfo(entry.filename, EARLIEST), content, zipfile.ZIP_DEFLATED)
    return page.getvalue()


def indent(depth: int) -> str:
    """As far in as the words of a list of this depth."""
    return f'<w:ind w:left="{depth * _STEP}"/>'


def word_language(language: str, *, right: bool) -> str:
    """A language as a run says it: Word keeps one each for scripts that run right, for eastern and for other ones."""
    if not language:
        return ""
    eastern = language.partition("-")[0].casefold() in _EASTERN
    kinds = ["w:val", *(["w:eastAsia"] if eastern else []), *(["w:bidi"] if right else [])]
    said = " ".join(f'{kind}="{language}"' for kind in kinds)
    return f"<w:lang {said}/>"


def _without_picture(word: WordDocument) -> None:
    """The file begins with a small picture of somebody's empty page, which file managers would show."""
    package = word.part.package
    relations = package.rels if package is not None else {}
    for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[key]


def _set_language(word: WordDocument, told: ToldFramework) -> None:
    said = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    for kind in ("w:val", "w:eastAsia", "w:bidi"):
        said.set(qn(kind), told.language)
    theme = word.settings.element.find(qn("w:themeFontLang"))
    theme.set(qn("w:val"), told.language)


def _set_styles(word: WordDocument) -> None:
    normal = _style(word, "Normal", size=12)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.25
    for level in range(1, DEEPEST_HEADING + 1):
        heading = _style(word, f"Heading {level}", size=_SIZES[level - 1])
        heading.font.bold, heading.font.italic = True, level == DEEPEST_HEADING
        heading.paragraph_format.space_before = Pt(6 if level == 1 else 16)
        heading.paragraph_format.space_after = Pt(4)
        heading.paragraph_format.keep_with_next = True
    _style(word, "List Bullet", size=12)
    for level in range(2, DEEPEST_HEADING + 1):
        entry = _added(word, f"TOC{level}", f"toc {level}", builtin=True)
        entry.paragraph_format.left_indent = Twips((level - 2) * _STEP)
        entry.paragraph_format.space_after = Pt(2)
    for name in ("fact", "association"):
        quiet = _added(word, f"Statement{name.capitalize()}", f"Statement {name}")
        quiet.font.size, quiet.font.color.rgb = Pt(11), _QUIET
    companion = _added(word, "StatementCompanion", "Statement companion")
    companion.element.get_or_add_pPr().insert_element_before(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="6" w:color="7B7590"/></w:pBdr>'
        ),
        "w:spacing",
    )
    link = word.styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.underline, link.font.color.rgb = True, _PEN


def _style(word: WordDocument, name: str, *, size: int) -> ParagraphStyle:
    style = cast("ParagraphStyle", word.styles[name])
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
    look = style.element.get_or_add_rPr()
    fonts = look.find(qn("w:rFonts"))
    for kind in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    fonts.set(qn("w:cs"), _FONT)
    fonts.set(qn("w:eastAsia"), _FONT)
    for complex_size in look.findall(qn("w:szCs")):
        look.remove(complex_size)
    look.find(qn("w:sz")).addnext(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{size * 2}"/>'))
    return style


def _added(word: WordDocument, style_id: str, name: str, *, builtin: bool = False) -> ParagraphStyle:
    style = cast("ParagraphStyle", word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin))
    style.element.set(qn("w:styleId"), style_id)
    style.base_style = word.styles["Normal"]
    return style


def _set_bullets(word: WordDocument) -> None:
    """A list of nine depths, its marks in the font of the words, so that no symbol font is needed."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="{"•–"[depth % 2]}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{(depth + 1) * _STEP}" w:hanging="{_STEP}"/></w:pPr></w:lvl>'
        for depth in range(DEEPEST_LIST)
    )
    lists = word.part.numbering_part.element
    lists.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{BULLETS}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ),
    )
    lists.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{BULLETS}"><w:abstractNumId w:val="{BULLETS}"/></w:num>')
    )


def _set_page(word: WordDocument, told: ToldFramework) -> None:
    """A4, and the number of the page at its foot."""
    section = word.sections[0]
    section.page_width, section.page_height = Twips(11907), Twips(16840)
    section.left_margin = section.right_margin = Twips(1247)
    if told.direction == "rtl":
        grid = word.element.find(f".//{qn('w:docGrid')}")
        grid.addprevious(parse_xml(f"<w:bidi {nsdecls('w')}/>"))
    section.footer.paragraphs[0]._p.append(  # noqa: SLF001 - python-docx has no word for a field
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )
