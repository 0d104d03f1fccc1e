"""The parts of an Excel workbook from a stranger: what it is, its sheets, its shared texts and its number formats.

Formulas are never worked out and links never followed: only what stands in the file is read. The list of parts is checked
before anything is unpacked, and what is unpacked is measured on the way (:mod:`~penholder.pure.formats.archive_safely`).
Elements are known by their local names, so that the strict variant of the format is read like the usual one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from penholder.pure.formats.archive_safely import LARGEST_PART, Archive, open_archive, part_of_target
from penholder.pure.formats.report import Unreadable, shown
from penholder.pure.formats.xml_safely import local_name, safe_parser

LARGEST_FILE = 20 * 1024 * 1024
MOST_TEXT = 50_000_000
"""Characters of all cells together: a text that stands once in the file may be shown in a million cells."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_SAVE = "Save it as “Excel workbook (.xlsx)” and try again."
_DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))
_RELATION_ID = re.compile(r"^\{[^}]*/relationships\}id$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """What all sheets share. ``formats`` gives the number format for each cell style, by its place."""

    archive: Archive
    name: str
    sheets: tuple[SheetEntry, ...]
    texts: tuple[str, ...]
    formats: tuple[str, ...]
    from_1904: bool


def open_workbook(data: bytes, *, name: str = "The file") -> Workbook:
    """The workbook, if nothing about it is dangerous; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    _refuse_other_files(data, name=name)
    archive = open_archive(data, name=name, wanted="an Excel workbook")
    _refuse_huge_claims(data, name=name)
    _refuse_other_archives(archive)
    main = _main_part(archive)
    root = parsed(archive, main)
    related = _relations(archive, main)
    sheets = tuple(_sheets(root, related))
    if not sheets:
        raise Unreadable(f"{name} has no sheet with cells. Choose the file again, or save it again in Excel.")
    kinds = {kind: part for kind, part in related.values() if part in archive.parts}
    properties = root.find("{*}workbookPr")
    return Workbook(
        archive,
        name,
        sheets,
        texts=tuple(_shared_texts(archive, kinds.get("sharedStrings", ""))),
        formats=tuple(_formats(archive, kinds.get("styles", ""))),
        from_1904=properties is not None and properties.get("date1904", "") in {"1", "true"},
    )


def parsed(archive: Archive, part: str) -> etree._Element:
    """The root of one XML part, without entities, document types or network."""
    try:
        return etree.fromstring(_checked(archive, part), parser=safe_parser())
    except etree.XMLSyntaxError as fault:
        raise _damaged(archive, part, fault) from fault


def elements(archive: Archive, part: str, *names: str) -> Iterator[etree._Element]:
    """The elements of these names one after the other, each gone again when the next is asked for."""
    wanted = [f"{{*}}{name}" for name in names]
    source = io.BytesIO(_checked(archive, part))
    try:
        for _, element in etree.iterparse(
            source, tag=wanted, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            yield element
            element.clear(keep_tail=False)
            while element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]  # type: ignore[union-attr]  # there is one, as was just asked
    except etree.XMLSyntaxError as fault:
        raise _damaged(archive, part, fault) from fault


def text_in(element: etree._Element) -> str:
    """The words of a cell or a shared text: runs put together, reading aids (phonetic runs) left out."""
    pieces = [
        one.text or ""
        for one in element.iter("{*}t")
        if not any(local_name(above) == "rPh" for above in one.iterancestors())
    ]
    return unescaped("".join(pieces))


def unescaped(text: str) -> str:
    """What a sheet cannot hold as a character stands in it as “_x000D_”; read once, from left to right."""
    if "_x" not in text:
        return text
    return (
        _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        .encode("utf-16", "surrogatepass")
        .decode("utf-16", "replace")
    )


def _refuse_other_files(data: bytes, *, name: str) -> None:
    if len(data) > LARGEST_FILE:
        raise Unreadable(
            f"{name} has {len(data) / 1024 / 1024:.0f} MB; at most 20 MB can be read. Take pictures out, or split it."
        )
    if data.startswith(_OLD_OFFICE):
        if _PASSWORD in data:
            raise Unreadable(f"{name} is protected by a password. Save it without one and try again.")
        raise Unreadable(f"{name} is in the old Excel format (.xls), which is not read. {_SAVE}")


def _refuse_huge_claims(data: bytes, *, name: str) -> None:
    """What a part says of its own size is not believed, but one that claims too much is not even begun."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        for entry in opened.infolist():
            if entry.file_size > LARGEST_PART and entry.filename.casefold().endswith((".xml", ".rels")):
                raise Unreadable(
                    f"{name} says that its part {shown(entry.filename)} unpacks to {entry.file_size / 2**20:,.0f} MB; "
                    f"at most {LARGEST_PART // 2**20} MB are read. Split the workbook, or save it again in Excel."
                )


def _refuse_other_archives(archive: Archive) -> None:
    parts = {part.casefold() for part in archive.parts}
    name = archive.name
    if "mimetype" in parts or "content.xml" in parts:
        raise Unreadable(f"{name} is an OpenDocument file (.ods), which is not read. {_SAVE}")
    if any(part.startswith("index/") and part.endswith(".iwa") for part in parts) or "index.zip" in parts:
        raise Unreadable(
            f"{name} is a Numbers file, which is not read. Export it as Excel (.xlsx) and try again."
        )
    if any("vbaproject" in part or part.startswith("xl/macrosheets/") for part in parts):
        raise Unreadable(f"{name} holds a macro (.xlsm). {_SAVE}")
    if any(part.endswith("workbook.bin") for part in parts):
        raise Unreadable(f"{name} is in Excel's binary format (.xlsb), which is not read. {_SAVE}")
    if "[content_types].xml" in parts:
        declared = archive.read(
            next(part for part in archive.parts if part.casefold() == "[content_types].xml")
        )
        if b"macroenabled" in declared.lower():
            raise Unreadable(f"{name} holds a macro (.xlsm). {_SAVE}")


def _main_part(archive: Archive) -> str:
    for kind, part in _relations(archive, "").values():
        if kind == "officeDocument" and part in archive.parts:
            if local_name(parsed(archive, part)) == "workbook":
                return part
            if part.startswith("word/"):
                raise Unreadable(
                    f"{archive.name} is a Word file, not an Excel workbook. Choose the workbook."
                )
    raise Unreadable(f"{archive.name} is an archive, but not an Excel workbook. {_SAVE}")


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """What a part points to, by id: the last word of the relation's type, and the name of the other part."""
    path = PurePosixPath(part)
    rels = str(path.parent / "_rels" / f"{path.name}.rels") if part else "_rels/.rels"
    if rels not in archive.parts:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for relation in parsed(archive, rels):
        if local_name(relation) == "Relationship" and relation.get("TargetMode", "").casefold() != "external":
            kind = relation.get("Type", "").rpartition("/")[2]
            target = part_of_target(relation.get("Target", ""), path.parent if part else PurePosixPath())
            found[relation.get("Id", "")] = (kind, target)
    return found


def _sheets(root: etree._Element, related: Mapping[str, tuple[str, str]]) -> Iterator[SheetEntry]:
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        uid = next((str(value) for key, value in sheet.items() if _RELATION_ID.match(str(key))), "")
        kind, part = related.get(uid, ("", ""))
        if kind == "worksheet":
            yield SheetEntry(sheet.get("name", ""), part, sheet.get("state", "visible") != "visible")


def _shared_texts(archive: Archive, part: str) -> Iterator[str]:
    if part:
        for element in elements(archive, part, "si"):
            yield text_in(element)


def _formats(archive: Archive, part: str) -> Iterator[str]:
    """The number format of each cell style: its code where the file says one, else its number."""
    if not part:
        return
    root = parsed(archive, part)
    codes = {
        one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iterfind("{*}numFmts/{*}numFmt")
    }
    for style in root.iterfind("{*}cellXfs/{*}xf"):
        number = style.get("numFmtId", "0")
        yield codes.get(number) or f"id {number}"


def _checked(archive: Archive, part: str) -> bytes:
    if part not in archive.parts:
        raise Unreadable(
            f"{archive.name} is damaged: its part {shown(part)} is missing. Save it again in Excel."
        )
    content = archive.read(part)
    if any(mark in content for mark in _DOCTYPES):
        raise Unreadable(
            f"{archive.name} was not made by Excel: {shown(part)} declares a document type. Save it again in Excel."
        )
    return content


def _damaged(archive: Archive, part: str, fault: etree.XMLSyntaxError) -> Unreadable:
    return Unreadable(
        f"{archive.name} is damaged: {shown(part)} breaks off in line {fault.lineno}. Save it again in Excel."
    )
