"""The XML of REFI-QDA files: read without entities, network or huge trees; ids made comparable; text made writable."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml import etree

from penholder.pure.formats.coding_project import is_uid
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.report import Tally, Unreadable, shown
from penholder.pure.formats.xml_safely import local_name, namespace_of, safe_parser

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ALSO_CODEBOOK = "urn:QDA-XML:codebook:1:0"
"""The same as NVivo for Mac and others write it."""
WELL_FORMED_INTEGER = re.compile(r"\s*[+-]?\d{1,18}\s*", re.ASCII)

_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
_COUNTED = b'<?penholder places="code points from 0, the end after the last"?>\n'
_SCHEMA_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
_ONCE = ("Description", "PlainTextContent", "VariableRef")
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ROOT = re.compile(rb"<[A-Za-z_]")
_ODD_ID = "An id is not written as the format asks."


def parsed(data: bytes, *, root: str, namespaces: Collection[str], name: str, wanted: str) -> etree._Element:
    """The root element, in one of the ``namespaces``; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    plain = data.replace(b"\0", b"") if b"\0" in data[:200] else data
    first = _ROOT.search(plain)
    if b"<!DOCTYPE" in plain[: first.start() if first else len(plain)]:
        raise Unreadable(_doctype(name))
    try:
        element = etree.fromstring(data, parser=safe_parser(without_remarks=True))
    except (etree.XMLSyntaxError, ValueError) as fault:
        where = (
            f" in line {fault.lineno}, column {fault.offset}"
            if isinstance(fault, etree.XMLSyntaxError)
            else ""
        )
        raise Unreadable(
            f"{name} is not {wanted}, or is damaged{where}. Export it again and try that copy."
        ) from fault
    if element.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(_doctype(name))
    if local_name(element) != root or namespace_of(element) not in namespaces:
        raise Unreadable(
            f"{name} is XML, but not {wanted}: it begins with {shown(str(element.tag))}. Choose another file."
        )
    return element


def written(element: etree._Element, *, counted_here: bool = False) -> bytes:
    """The document in UTF-8 without a mark, its lines ending in LF; ``counted_here`` says how its places are counted."""
    instruction = _COUNTED if counted_here else b""
    return b"".join((_DECLARATION, instruction, etree.tostring(element, encoding="utf-8"), b"\n"))


def is_counted_here(data: bytes) -> bool:
    """Whether the document says that its places are counted as :func:`written` has them."""
    return data.startswith(_DECLARATION + _COUNTED)


def writable(text: str) -> str:
    """The text with a � for each character that XML cannot carry; no place moves."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def is_writable(text: str) -> bool:
    """Whether an element can hold the text and give it back."""
    return "\r" not in text and _UNWRITABLE.search(text) is None


def words(element: etree._Element | None) -> str:
    """Everything written inside an element; "" for none."""
    return "" if element is None else "".join(str(piece) for piece in element.itertext())


@dataclass(slots=True)
class Parts:
    """Elements taken apart, and everything reported that nobody asked for."""

    namespace: str
    tally: Tally
    _odd_ids: set[str] = field(default_factory=set)
    _without_id: int = 0

    def children(self, element: etree._Element, where: str, *known: str) -> dict[str, list[etree._Element]]:
        """The children by name, in their order; those not ``known`` are reported as left out."""
        found: dict[str, list[etree._Element]] = {name: [] for name in known}
        for child in element:
            if not isinstance(child.tag, str):
                continue
            name = local_name(child)
            if namespace_of(child) == self.namespace and name in found:
                found[name].append(child)
            else:
                self._tell(
                    where,
                    f"<{shown(name)}> is not held here.",
                    "It was left out with all inside it.",
                )
        for once in _ONCE:
            if len(found.get(once, ())) > 1:
                self._tell(where, f"<{once}> stands more than once.", "The first was taken.")
                del found[once][1:]
        return found

    def within(
        self, element: etree._Element, where: str, holder: str, *known: str
    ) -> Iterator[etree._Element]:
        """The grandchildren inside the child ``holder``, which has no meaning of its own."""
        for child in element.iterchildren(f"{{{self.namespace}}}{holder}"):
            for every in self.children(child, where, *known).values():
                yield from every

    def attributes(self, element: etree._Element, where: str, *known: str) -> dict[str, str]:
        """The attributes asked for, "" where they are not given; others are reported."""
        for name in element.attrib:
            if name not in known and not str(name).startswith(_SCHEMA_INSTANCE):
                self._tell(where, f"The attribute {shown(str(name))} is not held here.", "It was left out.")
        return {name: str(element.get(name, "")) for name in known}

    def description(self, found: dict[str, list[etree._Element]]) -> str:
        """The words of the first Description."""
        return words(found["Description"][0]) if found.get("Description") else ""

    def uid(self, raw: str, where: str) -> str:
        """The id of a thing; one that has none gets one of its own, the same each time the file is read."""
        named = self.ref(raw, where)
        if named:
            return named
        self._without_id += 1
        self.tally.note(where, "An id is missing.", "It was given one.")
        return derived_uid("refi-qda", "without an id", str(self._without_id))

    def ref(self, raw: str, where: str) -> str:
        """An id in one form: small letters, no braces; an odd one becomes an id derived from it, the same everywhere."""
        plain = raw.strip("{} \t\r\n").casefold()
        if is_uid(plain) or not plain:
            return plain
        if raw not in self._odd_ids:
            self._odd_ids.add(raw)
            self.tally.note(where, _ODD_ID, f"“{shown(raw)}” was given a proper one wherever it stands.")
        return derived_uid("refi-qda", raw)

    def _tell(self, where: str, what: str, so: str) -> None:
        self.tally.leave_out(where, what, so, counted=False)


def _doctype(name: str) -> str:
    return f"{name} declares a document type, which no such file needs. Export it again and try that copy."
