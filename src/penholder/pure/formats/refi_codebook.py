"""A REFI-QDA codebook (.qdc): themes alone, in one XML file, in and out.

It cannot carry the notes of themes, nor sets of texts: :func:`codebook_of` says which of a project's it leaves behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from penholder.pure.formats.coding_project import Codebook, CodingProject, CodingSet, Theme, is_colour
from penholder.pure.formats.refi_project_out import theme_element, writable_theme
from penholder.pure.formats.refi_xml import ALSO_CODEBOOK, CODEBOOK, Parts, parsed, writable, written
from penholder.pure.formats.report import ImportReport, Tally, Unreadable, shown
from penholder.pure.formats.xml_safely import namespace_of

_WANTED = "a REFI-QDA codebook"
LARGEST = 50 * 1024 * 1024


def read_codebook(data: bytes, *, name: str = "The file") -> tuple[Codebook, ImportReport]:
    """The themes and what was odd; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable(f"{name} is empty. Choose the file again, or export it again.")
    if len(data) > LARGEST:
        raise Unreadable(f"{name} has more than 50 MB, which no codebook needs. Choose another file.")
    known = (CODEBOOK, ALSO_CODEBOOK)
    root = parsed(data, root="CodeBook", namespaces=known, name=name, wanted=f"{_WANTED} (.qdc)")
    tally = Tally()
    book = _Reading(Parts(namespace_of(root), tally), tally).codebook(root)
    return book, tally.report()


def write_codebook(book: Codebook) -> bytes:
    """The file. Notes of themes are not in it. Raises ``ValueError`` where an id is used twice or a set names no theme."""
    every = [theme.uid for top in book.themes for theme in top.every()]
    uids = [*every, *(one.uid for one in book.sets)]
    if len(set(uids)) < len(uids):
        raise ValueError("an id of the codebook is used twice")
    if any(uid not in set(every) for one in book.sets for uid in one.themes):
        raise ValueError("a set names a theme that is not in the codebook")
    root = etree.Element(f"{{{CODEBOOK}}}CodeBook", nsmap={None: CODEBOOK})
    if book.origin:
        root.set("origin", writable(book.origin))
    codes = etree.SubElement(root, f"{{{CODEBOOK}}}Codes")
    codes.extend(theme_element(_without_notes(writable_theme(theme)), CODEBOOK) for theme in book.themes)
    if book.sets:
        sets = etree.SubElement(root, f"{{{CODEBOOK}}}Sets")
        sets.extend(map(_set, book.sets))
    return written(root)


def codebook_of(project: CodingProject) -> tuple[Codebook, ImportReport]:
    """The codebook of a project, and what of it a codebook cannot carry."""
    tally = Tally()
    for theme in project.every_theme():
        tally.read += 1
        tally.kept += 1
        if theme.notes:
            so = f"{len(theme.notes)} left behind."
            tally.leave_out(f"theme “{shown(theme.name)}”", "A codebook has no notes.", so, counted=False)
    sets: list[CodingSet] = []
    for one in project.sets:
        if one.sources or one.notes:
            so = f"{len(one.sources) + len(one.notes)} left behind."
            tally.leave_out(f"set “{shown(one.name)}”", "A codebook has no texts.", so, counted=False)
        if one.themes:
            sets.append(replace(one, sources=(), notes=()))
    return Codebook(project.origin, tuple(map(_without_notes, project.themes)), tuple(sets)), tally.report()


def _without_notes(theme: Theme) -> Theme:
    return replace(theme, notes=(), themes=tuple(map(_without_notes, theme.themes)))


def _set(one: CodingSet) -> etree._Element:
    element = etree.Element(f"{{{CODEBOOK}}}Set", nsmap={None: CODEBOOK})
    element.set("guid", one.uid)
    element.set("name", writable(one.name))
    if one.description:
        etree.SubElement(element, f"{{{CODEBOOK}}}Description").text = writable(one.description)
    for uid in one.themes:
        etree.SubElement(element, f"{{{CODEBOOK}}}MemberCode").set("guid", uid)
    return element


@dataclass(slots=True)
class _Reading:
    parts: Parts
    tally: Tally
    known: set[str] = field(default_factory=set)
    themes: set[str] = field(default_factory=set)

    def codebook(self, root: etree._Element) -> Codebook:
        where = "the codebook"
        self.parts.children(root, where, "Codes", "Sets")
        told = self.parts.attributes(root, where, "origin")
        themes = tuple(
            theme
            for code in self.parts.within(root, "in Codes", "Codes", "Code")
            for theme in self._themes(code)
        )
        sets = tuple(
            one for inner in self.parts.within(root, "in Sets", "Sets", "Set") for one in self._set(inner)
        )
        return Codebook(told["origin"], themes, sets)

    def _themes(self, code: etree._Element) -> Iterator[Theme]:
        """The theme; where its id is used already, those under it take its place."""
        self.tally.read += 1
        where = f"Code “{shown(str(code.get('name', '')))}”, line {code.sourceline}"
        told = self.parts.attributes(code, where, "guid", "name", "isCodable", "color")
        found = self.parts.children(code, where, "Description", "Code")
        uid = self._new(told["guid"], where)
        under = tuple(theme for inner in found["Code"] for theme in self._themes(inner))
        if uid is None:
            yield from under
            return
        self.tally.kept += 1
        self.themes.add(uid)
        colour = told["color"].strip()
        if colour and not is_colour(colour):
            self.tally.leave_out(
                where, "A colour cannot be read.", f"“{shown(colour)}” was left out.", counted=False
            )
            colour = ""
        codable = told["isCodable"].strip() not in {"false", "0"}
        yield Theme(uid, told["name"], codable, colour, self.parts.description(found), themes=under)

    def _set(self, element: etree._Element) -> Iterator[CodingSet]:
        self.tally.read += 1
        where = f"Set “{shown(str(element.get('name', '')))}”, line {element.sourceline}"
        told = self.parts.attributes(element, where, "guid", "name")
        found = self.parts.children(element, where, "Description", "MemberCode")
        uid = self._new(told["guid"], where)
        if uid is None:
            return
        self.tally.kept += 1
        themes: list[str] = []
        for member in found["MemberCode"]:
            given = self.parts.attributes(
                member, where, "guid", "targetGUID"
            )  # a project's sets have the second
            theme = self.parts.ref(given["guid"] or given["targetGUID"], where)
            if theme in self.themes:
                themes.append(theme)
            else:
                so = f"{shown(theme)} was left out."
                self.tally.leave_out(
                    where, "A set names a theme that is not in the codebook.", so, counted=False
                )
        yield CodingSet(uid, told["name"], self.parts.description(found), themes=tuple(themes))

    def _new(self, raw: str, where: str) -> str | None:
        uid = self.parts.uid(raw, where)
        if uid in self.known:
            self.tally.leave_out(
                where, "An id is used twice.", "The first thing keeps it; this one was left out."
            )
            return None
        self.known.add(uid)
        return uid
