"""Opening a Word file from a stranger.

A .docx is a zip archive of XML; both can be made to exhaust a machine, to reach out of it, or to carry a programme.
Everything is measured while it is read, because the sizes written in an archive are claims of whoever made it. Links to
elsewhere are never followed.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lxml import etree

from penholder.pure.formats.archive_safely import part_of_target
from penholder.pure.formats.report import Unreadable
from penholder.pure.formats.xml_safely import namespace_of, safe_parser

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 1_000
HIGHEST_RATIO = 100
SMALL_PART = 1024 * 1024
"""A part this small may be packed as tightly as it likes: it cannot hurt."""

_PIECE = 64 * 1024
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE_DOCUMENT = "/officeDocument"
DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))
_FORBIDDEN_RELATIONS = {
    "vbaProject": "a macro",
    "keyMapCustomizations": "a macro",
    "control": "an ActiveX control",
    "activeXControlBinary": "an ActiveX control",
    "oleObject": "an embedded object from another programme",
    "package": "an embedded file",
    "aFChunk": "another document inside it",
}
_FORBIDDEN_NAMES = (
    (re.compile(r"vba(project|data)", re.IGNORECASE), "a macro"),
    (re.compile(r"(^|/)activex/", re.IGNORECASE), "an ActiveX control"),
    (re.compile(r"(^|/)embeddings/", re.IGNORECASE), "an embedded object from another programme"),
    (re.compile(r"(^|/)afchunk", re.IGNORECASE), "another document inside it"),
)
_FORBIDDEN_TYPES = (
    (b"macroenabled", "a macro"),
    (b"vbaproject", "a macro"),
    (b"activex", "an ActiveX control"),
    (b"oleobject", "an embedded object from another programme"),
)
_WITHOUT = "Save a copy without it and try again."


@dataclass(frozen=True)
class WordFile:
    """The parts of a .docx that passed every check, unpacked, by name; ``main`` is the name of the document part."""

    parts: Mapping[str, bytes]
    main: str
    name: str = "The file"
    entries: tuple[zipfile.ZipInfo, ...] = field(default=(), repr=False)

    def xml(self, part: str) -> etree._Element:
        """The root of one XML part, parsed without entities, network or huge trees."""
        try:
            return etree.fromstring(self.parts[part], parser=safe_parser())
        except etree.XMLSyntaxError as fault:
            sentence = (
                f"{self.name} is damaged: {part} breaks off in line {fault.lineno}. Save it again in Word."
            )
            raise Unreadable(sentence) from fault

    def related(self, part: str) -> Mapping[str, str]:
        """The parts that one part points to, by relationship id; what lies outside the file is left out."""
        return {
            relation.uid: relation.target for relation in relations_of(self, part) if not relation.external
        }


@dataclass(frozen=True, slots=True)
class _Relation:
    uid: str
    kind: str
    target: str
    external: bool


def open_docx(data: bytes, *, name: str = "The file") -> WordFile:
    """The Word file, if nothing about it is dangerous; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    refuse_other_files(data, name=name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = tuple(archive.infolist())
            refuse_odd_archive(entries, data, name=name)
            refuse_bombs(entries, len(data), name=name)
            parts = dict(_unpacked(archive, entries, len(data), name=name))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as fault:
        sentence = (
            f"{name} is damaged and cannot be unpacked. Open it in Word, save it again and try that copy."
        )
        raise Unreadable(sentence) from fault
    _refuse_document_types(parts, name=name)
    refuse_programmes(parts, name=name)
    word = WordFile(parts=parts, main=main_part(parts, name=name), name=name, entries=entries)
    refuse_dangerous_relations(word)
    if namespace_of(word.xml(word.main)) != _WORD_NAMESPACE:
        raise Unreadable(
            f"{name} is in the strict variant of Word's format. Save it as “Word document (.docx)” and try again."
        )
    return word


def refuse_other_files(data: bytes, *, name: str) -> None:
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable(f"{name} is empty. Choose the file again.")
    if len(data) > LARGEST_FILE:
        size = len(data) / 1024 / 1024
        raise Unreadable(
            f"{name} has {size:.0f} MB; at most 10 MB can be read. Take pictures out of it and try again."
        )
    if data.startswith(_OLD_WORD):
        if _PASSWORD in data:
            raise Unreadable(f"{name} is protected by a password. Save it without one and try again.")
        raise Unreadable(f"{name} is an old Word 97 file (.doc). Save it as .docx and try again.")
    others = ((b"%PDF", "a PDF"), (b"{\\rtf", "a rich text file (.rtf)"), (b"<", "a web page or an XML file"))
    for start, what in others:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(start):
            raise Unreadable(
                f"{name} is {what}, not a Word file. Open it in Word, save it as .docx and try again."
            )
    if not data.startswith(b"PK"):
        raise Unreadable(f"{name} is not a Word file. Save it as .docx and try again.")


def refuse_odd_archive(entries: tuple[zipfile.ZipInfo, ...], data: bytes, *, name: str) -> None:
    if len(entries) > MOST_PARTS:
        raise Unreadable(
            f"{name} has {len(entries):,} parts; a Word file has at most {MOST_PARTS:,}. Save it again in Word."
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable(f"{name} is protected by a password. Save it without one and try again.")
    names = [entry.filename for entry in entries]
    if any(_leads_outside(part) for part in names):
        raise Unreadable(
            f"{name} was not made by Word: a part of it has a name that leads outside. Save it again in Word."
        )
    if len({part.casefold() for part in names}) < len(names):
        raise Unreadable(
            f"{name} was not made by Word: two parts of it have the same name. Save it again in Word."
        )
    if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
        raise Unreadable(f"{name} is packed in a way that Word does not use. Save it again in Word.")
    if sum(entry.compress_size for entry in entries) > len(data):
        raise Unreadable(bomb_sentence(name))


def refuse_bombs(entries: Sequence[zipfile.ZipInfo], packed: int, *, name: str) -> None:
    """By the sizes that the archive claims: nothing is unpacked beyond them, so that lying about them gains nothing."""
    total = sum(entry.file_size for entry in entries)
    too_tight = any(
        entry.file_size > SMALL_PART and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if too_tight or total > LARGEST_UNPACKED or (total > SMALL_PART and total > HIGHEST_RATIO * packed):
        raise Unreadable(bomb_sentence(name))


def _leads_outside(part: str) -> bool:
    steps = part.replace("\\", "/").split("/")
    return part.startswith(("/", "\\")) or ".." in steps or ":" in steps[0] or "\0" in part


def _unpacked(
    archive: zipfile.ZipFile, entries: tuple[zipfile.ZipInfo, ...], packed: int, *, name: str
) -> Iterator[tuple[str, bytes]]:
    total = 0
    for entry in entries:
        pieces: list[bytes] = []
        size = 0
        with archive.open(entry) as part:
            while piece := part.read(_PIECE):
                pieces.append(piece)
                size += len(piece)
                total += len(piece)
                tight = size > SMALL_PART and size > HIGHEST_RATIO * max(entry.compress_size, 1)
                if (
                    total > LARGEST_UNPACKED
                    or tight
                    or (total > SMALL_PART and total > HIGHEST_RATIO * packed)
                ):
                    raise Unreadable(bomb_sentence(name))
        if entry.filename and not entry.filename.endswith("/"):  # is_dir() falls over an empty name
            yield entry.filename, b"".join(pieces)


def bomb_sentence(name: str) -> str:
    return (
        f"{name} unpacks to far more than a Word file should hold (50 MB, or a hundred times its size). "
        "Save it again in Word and try that copy."
    )


def _refuse_document_types(parts: Mapping[str, bytes], *, name: str) -> None:
    for part, content in parts.items():
        is_xml = part.casefold().endswith((".xml", ".rels")) or content.lstrip(
            b"\xef\xbb\xbf\xff\xfe"
        ).startswith(b"<")
        if is_xml and any(mark in content for mark in DOCTYPES):
            raise Unreadable(
                f"{name} was not made by Word: {part} declares a document type. Save it again in Word."
            )


def refuse_programmes(parts: Mapping[str, bytes], *, name: str) -> None:
    for part in parts:
        for pattern, what in _FORBIDDEN_NAMES:
            if pattern.search(part):
                raise Unreadable(f"{name} holds {what} ({part}). {_WITHOUT}")
    declared = parts.get("[Content_Types].xml", b"").lower()
    for mark, what in _FORBIDDEN_TYPES:
        if mark in declared:
            raise Unreadable(f"{name} holds {what}. {_WITHOUT}")


def main_part(parts: Mapping[str, bytes], *, name: str) -> str:
    unchecked = WordFile(parts=parts, main="", name=name)
    for relation in relations_of(unchecked, ""):
        if relation.kind.endswith(_OFFICE_DOCUMENT) and relation.target in parts and not relation.external:
            if relation.target.startswith("xl/"):
                raise Unreadable(f"{name} is an Excel workbook, not a Word file. Choose the Word file.")
            if relation.target.startswith("ppt/"):
                raise Unreadable(f"{name} is a PowerPoint file, not a Word file. Choose the Word file.")
            return relation.target
    if "content.xml" in parts:
        raise Unreadable(
            f"{name} is an OpenDocument file. Open it in Word or LibreOffice, save it as .docx and try again."
        )
    raise Unreadable(f"{name} is an archive, but not a Word file. Save the document as .docx and try again.")


def refuse_dangerous_relations(word: WordFile) -> None:
    for part in word.parts:
        if not part.endswith(".rels"):
            continue
        owner = _owner(part)
        for relation in relations_of(word, owner):
            what = _FORBIDDEN_RELATIONS.get(relation.kind.rpartition("/")[2])
            if what:
                raise Unreadable(f"{word.name} holds {what}. {_WITHOUT}")


def _owner(rels: str) -> str:
    """The part that a relationships part speaks for: “word/_rels/document.xml.rels” for “word/document.xml”."""
    path = PurePosixPath(rels)
    name = path.name.removesuffix(".rels")
    return str(path.parent.parent / name) if name else ""


def relations_of(word: WordFile, part: str) -> Iterator[_Relation]:
    path = PurePosixPath(part)
    rels = str(path.parent / "_rels" / f"{path.name}.rels") if part else "_rels/.rels"
    if rels not in word.parts:
        return
    for relation in word.xml(rels):
        if not isinstance(relation.tag, str):
            continue
        target = str(relation.get("Target", ""))
        yield _Relation(
            uid=str(relation.get("Id", "")),
            kind=str(relation.get("Type", "")),
            target=part_of_target(target, path.parent if part else PurePosixPath()),
            external=relation.get("TargetMode", "").casefold() == "external",
        )
