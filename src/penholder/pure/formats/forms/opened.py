"""Opening a Word form: the same refusals as for any Word file, but only what is read is unpacked.

Three quarters of a form are styles and pictures that nobody asks for here; what is never unpacked can do no harm and
costs no time. Strict Open XML, which some programmes save, is read as the ordinary variant.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from penholder.pure.formats.docx_safely import (
    DOCTYPES,
    WordFile,
    main_part,
    refuse_bombs,
    refuse_dangerous_relations,
    refuse_odd_archive,
    refuse_other_files,
    refuse_programmes,
    relations_of,
)
from penholder.pure.formats.report import Unreadable
from penholder.pure.formats.word_text import WORD
from penholder.pure.formats.xml_safely import safe_parser

_STRICT: Final = "{http://purl.oclc.org/ooxml/"
_ORDINARY: Final = {
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}": WORD,
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}": (
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    ),
    "{http://purl.oclc.org/ooxml/officeDocument/math}": (
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
    ),
    **{
        f"{{http://purl.oclc.org/ooxml/drawingml/{name}}}": (
            f"{{http://schemas.openxmlformats.org/drawingml/2006/{name}}}"
        )
        for name in ("main", "picture", "chart", "diagram")
    },
}
_TOO_DEEP: Final = "xcessive depth"  # libxml2 begins the word with a capital or not, by its version
_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


class FormFile:
    """A Word file whose parts are unpacked when they are asked for."""

    def __init__(self, word: WordFile) -> None:
        self._word = word
        self.name = word.name
        self.main = word.main

    def content(self, part: str) -> bytes:
        """One part as it stands; raises Unreadable where it cannot be unpacked, or is a bomb."""
        return self._word.parts[part]

    def root(self, part: str) -> etree._Element:
        """The root of one XML part, without remarks, in the ordinary variant of Word's format."""
        content = self.content(part)
        if any(mark in content for mark in DOCTYPES):
            raise Unreadable(
                f"{self.name} was not made by Word: {part} declares a document type. Save it again in Word."
            )
        try:
            root = etree.fromstring(content, parser=safe_parser(without_remarks=True))
        except etree.XMLSyntaxError as fault:
            raise Unreadable(self._why(part, fault)) from fault
        if str(root.tag).startswith(_STRICT):
            _make_ordinary(root)
        return root

    def related(self) -> tuple[tuple[str, str, str], ...]:
        """What the document points to inside the file: the last word of the kind, the id, the part."""
        found = relations_of(self._word, self.main)
        return tuple(
            (relation.kind.rpartition("/")[2], relation.uid, relation.target)
            for relation in found
            if not relation.external and relation.target in self._word.parts
        )

    def _why(self, part: str, fault: etree.XMLSyntaxError) -> str:
        if _TOO_DEEP in str(fault):
            return (
                f"{self.name} nests tables or boxes deeper than Word does ({part}). "
                "Move what is inside to the page itself and try again."
            )
        return f"{self.name} is damaged: {part} breaks off in line {fault.lineno}. Save it again in Word."


def open_form(data: bytes, *, name: str = "The file") -> FormFile:
    """The Word file, if nothing about it is dangerous; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    refuse_other_files(data, name=name)
    try:
        parts = _Parts(data, name=name)
    except _FAULTS as fault:
        raise Unreadable(_damaged(name)) from fault
    refuse_programmes(parts, name=name)
    word = WordFile(parts=parts, main=main_part(parts, name=name), name=name)
    refuse_dangerous_relations(word)
    return FormFile(word)


class _Parts(Mapping[str, bytes]):
    """The parts by name, unpacked once when asked for; all that is unpacked counts towards one limit."""

    def __init__(self, data: bytes, *, name: str) -> None:
        self._name = name
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        entries = tuple(self._archive.infolist())
        refuse_odd_archive(entries, data, name=name)
        refuse_bombs(entries, len(data), name=name)
        self._entries = {entry.filename: entry for entry in entries if not entry.filename.endswith("/")}
        self._unpacked: dict[str, bytes] = {}

    def __getitem__(self, part: str) -> bytes:
        if part not in self._unpacked:
            try:
                self._unpacked[part] = self._unpack(self._entries[part])
            except _FAULTS as fault:
                raise Unreadable(_damaged(self._name)) from fault
        return self._unpacked[part]

    def __contains__(self, part: object) -> bool:
        return part in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        """Never more than the archive claims, which was looked at before; a part that goes on after that is damaged."""
        with self._archive.open(entry) as part:
            return part.read(
                entry.file_size + 1
            )  # without a number, zipfile would unpack all there is and then cut it


def _damaged(name: str) -> str:
    return f"{name} is damaged and cannot be unpacked. Open it in Word, save it again and try that copy."


def _make_ordinary(root: etree._Element) -> None:
    for element in root.iter():
        element.tag = _renamed(str(element.tag))
        for attribute, value in element.items():
            ordinary = _renamed(str(attribute))
            if ordinary != attribute:
                del element.attrib[attribute]
                element.set(ordinary, value)


def _renamed(name: str) -> str:
    space, closing, local = name.rpartition("}")
    return _ORDINARY.get(space + closing, space + closing) + local
