"""The formats a framework comes in and goes out in: how each is known by what a file holds, and who reads and writes it."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from penholder.pure.formats.decoding import decoded
from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.report import Unreadable, listed


@dataclass(frozen=True, slots=True)
class FrameworkFormat:
    """One format: the name to ask for it by, the endings it is asked for by, and its reader and writer, where it has them.

    Both are named “module:function” in ``penholder.pure.formats``, so that a list of formats loads none of them.
    ``fates`` names the module that holds what becomes of each field; ``stamped`` says that the writer asks for the time.
    """

    name: str
    title: str
    reader: str = ""
    writer: str = ""
    endings: tuple[str, ...] = ()
    fates: str = ""
    stamped: bool = False


FORMATS: tuple[FrameworkFormat, ...] = (
    FrameworkFormat(
        "case",
        "CASE",
        "case.reading:read_case",
        "framework_written:strict_case",
        (".json",),
        "case.out",
        True,
    ),
    FrameworkFormat(
        "case-compat", "CASE as it came in", "", "framework_written:compat_case", (), "case.out", True
    ),
    FrameworkFormat(
        "case-1.0", "CASE 1.0", "", "framework_written:older_case", (), "case.out:FIELDS_OF_1_0", True
    ),
    FrameworkFormat(
        "csv",
        "CSV",
        "sheets.csv_framework_in:read_csv_framework",
        "sheets.csv_framework_out:write_csv_framework",
        (".csv",),
        "sheets.csv_framework_out",
    ),
    FrameworkFormat(
        "xlsx",
        "Excel sheet",
        "sheets.xlsx_framework:read_xlsx",
        "sheets.xlsx_out:write_xlsx",
        (".xlsx",),
        "sheets.xlsx_out",
    ),
    FrameworkFormat(
        "moodle",
        "Moodle’s CSV",
        "sheets.moodle:read_moodle",
        "sheets.moodle_out:write_moodle",
        (),
        "sheets.moodle_out",
    ),
    FrameworkFormat(
        "skos",
        "SKOS as Turtle",
        "graphs.skos:read_skos",
        "graphs.skos_out:write_skos_turtle",
        (".ttl",),
        "graphs.skos_terms",
    ),
    FrameworkFormat(
        "skos-json",
        "SKOS as JSON-LD",
        "graphs.skos:read_skos",
        "graphs.skos_out:write_skos_json",
        (".jsonld",),
        "graphs.skos_terms",
    ),
    FrameworkFormat(
        "ctdl-asn",
        "CTDL-ASN",
        "graphs.ctdl_asn:read_ctdl_asn",
        "graphs.ctdl_asn_out:write_ctdl_asn",
        (),
        "graphs.ctdl_asn_terms",
    ),
    FrameworkFormat("digcomp", "DigComp’s JSON-LD", "graphs.digcomp:read_digcomp", "", (), "graphs.digcomp"),
    FrameworkFormat(
        "outline", "Plain outline", "outlines.outline:read_outline", "", (), "outlines.outline_tree"
    ),
    FrameworkFormat(
        "word-outline",
        "Word outline",
        "outlines.word_outline:read_word_outline",
        "",
        (),
        "outlines.word_outline",
    ),
    FrameworkFormat(
        "word",
        "Word document",
        "",
        "editions.word_framework:write_word",
        (".docx",),
        "editions.word_framework",
    ),
    FrameworkFormat(
        "html",
        "One HTML file",
        "",
        "editions.html_framework:write_html",
        (".html", ".htm"),
        "editions.html_framework",
    ),
    FrameworkFormat("pdf", "Tagged PDF", "", "framework_written:pdf", (".pdf",), "editions.pdf_framework"),
)
BY_NAME: Mapping[str, FrameworkFormat] = {one.name: one for one in FORMATS}
READ = tuple(one.name for one in FORMATS if one.reader)
WRITTEN = tuple(one.name for one in FORMATS if one.writer)

_WORD, _EXCEL = "word/document", "xl/workbook"
_TURTLE = re.compile(
    r"^\s*(@?prefix\s+[\w-]*:\s*<|@?base\s+<|<[^<>\s]+>\s+(a|<|[\w-]+:))", re.IGNORECASE | re.MULTILINE
)
_CASE_KEYS = ('"CFItems"', '"CFDocument"', '"CFAssociations"', '"fullStatement"')
_CTDL_KEYS = ('"ceasn:', "/ctdlasn", '"ceterms:')
_SKOS_KEYS = ("skos/core#", '"skos:', '"prefLabel"', '"hasTopConcept"')
_COMMENT = re.compile(r"^#[^\n]*\n", re.MULTILINE)
_OUTLINED = re.compile(r"^([ \t]+\S|[-*•#\d])", re.MULTILINE)
_LOOKED_AT = 200_000
_TABLE_ENDINGS = (".csv", ".tsv")
_JSON_ENDINGS = (".json", ".jsonld")
_CROSSWALK = ("subject_id", "predicate_id", "object_id", "mapping_justification")


def recognised(data: bytes, *, name: str = "The file") -> str:
    """The format of a framework file by what it holds, whatever its name ends in; raises ``Unreadable`` where none is known."""
    if data.startswith(b"PK"):
        return _archived(data, name=name)
    text, _ = decoded(data, name=name, wanted="a framework")
    beginning = text.lstrip(" \t\r\n")
    if beginning.startswith(("{", "[")):
        return _json_of(text)
    if beginning.startswith("<") and not _TURTLE.match(beginning):
        raise Unreadable(_no_xml(beginning, name=name))
    said = _COMMENT.sub("", text)[:_LOOKED_AT]
    if _TURTLE.search(said) and "skos" in text.casefold():
        return "skos"
    _refuse_no_outline(text, said, name=name)
    return _written_lines(text, named_table=name.casefold().endswith(_TABLE_ENDINGS))


def fates_of(one: FrameworkFormat) -> Sequence[FieldFate]:
    """What becomes of each field in a format, as its own module says."""
    module, _, name = one.fates.partition(":")
    fates: Sequence[FieldFate] = getattr(
        importlib.import_module(f"penholder.pure.formats.{module}"), name or "FIELDS"
    )
    return fates


def written_as(ending: str) -> FrameworkFormat:
    """The format a file name's ending asks for; raises ``Unreadable`` where it asks for none."""
    for one in FORMATS:
        if one.writer and ending.casefold() in one.endings:
            return one
    endings = listed((ending for one in FORMATS if one.writer for ending in one.endings), most=20)
    raise Unreadable(
        f"A file ending in “{ending or 'nothing'}” says no format. Let it end in {endings}, or say --to."
    )


def _archived(data: bytes, *, name: str) -> str:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise Unreadable(
            f"{name} is damaged and cannot be unpacked. Save it again and try that copy."
        ) from fault
    if any(part.startswith(_EXCEL) for part in parts):
        return "xlsx"
    return "word-outline"  # whose reader says what else it may be


def _json_of(text: str) -> str:
    if any(key in text for key in _CASE_KEYS):
        return "case"
    if any(key in text for key in _CTDL_KEYS):
        return "ctdl-asn"
    if '"CompetenceArea"' in text and '"@graph"' in text:
        return "digcomp"
    if any(key in text for key in _SKOS_KEYS):
        return "skos-json"
    return "case"  # whose reader says what it is instead


def _refuse_no_outline(text: str, said: str, *, name: str) -> None:
    """Raise ``Unreadable`` for what has lines as an outline has, and is written in no language for people."""
    if _TURTLE.match(said):
        raise Unreadable(f"{name} is Turtle that says nothing in SKOS. Export it as SKOS, CASE or CSV.")
    if all(column in text[:_LOOKED_AT] for column in _CROSSWALK):
        raise Unreadable(f"{name} is a crosswalk (SSSOM), which relates frameworks. Give one of those.")
    if name.casefold().endswith(_JSON_ENDINGS):
        raise Unreadable(
            f"{name} does not begin as JSON does, with a brace or bracket. "
            "Take out what stands before it or round it, or export the file again."
        )


def _no_xml(beginning: str, *, name: str) -> str:
    if "<rdf:" in beginning[:2000]:
        return f"{name} is RDF/XML. Save it as Turtle (.ttl) or JSON-LD and try again."
    if re.match(r"<(!doctype )?html", beginning, re.IGNORECASE):
        return f"{name} is a web page. Copy its text into a plain file, or download the framework itself."
    return f"{name} is XML, which no framework is read from here. Export it as CASE, CSV, SKOS or a Word document."


def _written_lines(text: str, *, named_table: bool) -> str:
    """A table or an outline; both are lines of text. Headings tell a table, else rows of one width, else its name."""
    from penholder.pure.formats.sheets.column_map_guess import knows_heading  # noqa: PLC0415  a list of formats loads no reader
    from penholder.pure.formats.sheets.column_map_levels import level_headings  # noqa: PLC0415  a list of formats loads no reader
    from penholder.pure.formats.sheets.moodle import is_moodle  # noqa: PLC0415  a list of formats loads no reader
    from penholder.pure.formats.tables import is_surely_table, likely_headings  # noqa: PLC0415  a list of formats loads no reader

    beginning = text[:_LOOKED_AT]
    columns = likely_headings(beginning)
    if is_moodle(columns):
        return "moodle"
    if columns:
        known = knows_heading(columns) or level_headings(columns)
        return "csv" if known or named_table or is_surely_table(beginning) else "outline"
    first, _, rest = text.strip(" \t\r\n").partition("\n")
    one_column = knows_heading((first,)) and rest.strip() and not _OUTLINED.search(rest)
    return "csv" if one_column else "outline"
