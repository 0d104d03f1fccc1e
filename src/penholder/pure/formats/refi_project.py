"""A REFI-QDA project (.qdpx) as a value, with a report of everything in it that is not held here.

Written after the schema of March 2019 (QDA-XML 1.0) and its specification 1.5. The order of work is that of need: what is
referred to is read before what refers to it, so that no reference leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar, cast

from lxml import etree

from penholder.pure.formats.archive_safely import Archive, open_archive
from penholder.pure.formats.coding_project import (
    Case,
    Coding,
    CodingProject,
    CodingSet,
    Direction,
    Link,
    Reader,
    Selection,
    Source,
    Theme,
    Variable,
    VariableKind,
    VariableValue,
    is_value,
)
from penholder.pure.formats.refi_known import NOWHERE, Ids, Known
from penholder.pure.formats.refi_texts import TextParts
from penholder.pure.formats.refi_xml import (
    PROJECT,
    WELL_FORMED_INTEGER,
    Parts,
    is_counted_here,
    parsed,
    words,
)
from penholder.pure.formats.report import ImportReport, Tally, Unreadable, shown
from penholder.pure.formats.text_places import USUAL, Claim, Counting, PlacedText, likeliest, squeezed
from penholder.pure.formats.xml_safely import local_name

PROJECT_PART = "project.qde"

_WANTED = "a REFI-QDA project"
_COMPARED = 2_000
_MEDIA = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")
_KINDS = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
_MADE = ("creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime")
_HELD = (
    *("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets"),
    *("Description", "NoteRef"),
)
_MADE_PROJECT = ("creatingUserGUID", "creationDateTime", "modifyingUserGUID", "modifiedDateTime")

Thing = TypeVar("Thing")


def read_project(
    data: bytes, *, name: str = "The file", counting: Counting | None = None
) -> tuple[CodingProject, ImportReport]:
    """The project and what was odd about it; ``counting`` is how its places count, if that is known.

    Without it the way under which the passages are the words they are named by is taken, else the usual one; the report
    says which. Raises :class:`~penholder.pure.formats.report.Unreadable`.
    """
    archive = open_archive(data, name=name, wanted=f"{_WANTED} (.qdpx)")
    part = _project_part(archive)
    content = archive.read(part)
    if counting is None and is_counted_here(content):
        counting = USUAL
    root = parsed(content, root="Project", namespaces=(PROJECT,), name=f"{name} ({part})", wanted=_WANTED)
    tally = Tally()
    parts = Parts(PROJECT, tally)
    reading = _Reading(parts, TextParts(archive, tally), tally, counting, Known(parts))
    project = reading.project(root)
    reading.tell_unused(archive, part)
    return project, tally.report()


def _project_part(archive: Archive) -> str:
    parts = [part for part in archive.parts if part.casefold().rpartition("/")[2].endswith(".qde")]
    named = [part for part in parts if part.casefold() == PROJECT_PART]
    if len(parts) == 1 or named:
        return (named or parts)[0]
    if parts:
        raise Unreadable(
            f"{archive.name} holds {len(parts)} projects and none is called {PROJECT_PART}. Export it again."
        )
    raise Unreadable(
        f"{archive.name} is an archive, but holds no {PROJECT_PART}. Export the project again as .qdpx."
    )


@dataclass(slots=True)
class _Text:
    """A source or note whose words are found, before what is said about them is read."""

    uid: str
    where: str
    element: etree._Element
    found: dict[str, list[etree._Element]]
    placed: PlacedText


@dataclass(slots=True)
class _Reading:
    parts: Parts
    texts: TextParts
    tally: Tally
    counting: Counting | None
    known: Known

    def project(self, root: etree._Element) -> CodingProject:
        where = "the project"
        top = self.parts.children(root, where, *_HELD)
        told = self._told(root, where)
        readers = self._each(root, "Users", self._reader, "User")
        noted = self._texts(root, "Notes", "Note", self.known.memos)
        sourced = self._texts(root, "Sources", "TextSource", self.known.sources)
        themes = tuple(theme for book in top["CodeBook"] for theme in self._codebook(book))
        variables = self._each(root, "Variables", self._variable, "Variable")
        self._decide_counting([*noted, *sourced])
        memos = tuple(self._source(text) for text in noted)
        sources = tuple(self._source(text) for text in sourced)
        sets = self._each(root, "Sets", self._set, "Set")
        cases = self._each(root, "Cases", self._case, "Case")
        links = self._each(root, "Links", self._link, "Link")
        return CodingProject(
            name=told["name"],
            origin=told["origin"],
            description=self.parts.description(top),
            made=self.known.made(told, where, _MADE_PROJECT),
            readers=readers,
            themes=themes,
            variables=variables,
            cases=cases,
            sources=sources,
            memos=memos,
            links=links,
            sets=sets,
            notes=self.known.refs(top["NoteRef"], self.known.memos, where),
        )

    def _told(self, root: etree._Element, where: str) -> dict[str, str]:
        told = self.parts.attributes(root, where, "name", "origin", "basePath", *_MADE_PROJECT)
        if told["basePath"]:
            so = "It says where files outside of the archive are, and none of them is read."
            self.tally.leave_out(where, "The attribute basePath is not held here.", so, counted=False)
        if root.get("name") is None:
            self.tally.note(where, "The project has no name.", "It was read without one.")
        return told

    def tell_unused(self, archive: Archive, project: str) -> None:
        """Files in the archive that nothing we hold refers to."""
        for part in archive.parts:
            if part != project and part not in self.texts.used:
                so = "It was not read."
                self.tally.leave_out(
                    shown(part), "A file in the archive belongs to nothing held here.", so, counted=False
                )

    def _each(
        self,
        root: etree._Element,
        holder: str,
        read: Callable[[etree._Element, str], Thing | None],
        *known: str,
    ) -> tuple[Thing, ...]:
        found: list[Thing] = []
        for element in self.parts.within(root, f"in {holder}", holder, *known):
            self.tally.read += 1
            thing = read(element, _where(element))
            if thing is not None:
                self.tally.kept += 1
                found.append(thing)
        return tuple(found)

    # Readers, themes, variables

    def _reader(self, element: etree._Element, where: str) -> Reader | None:
        told = self.parts.attributes(element, where, "guid", "name", "id")
        self.parts.children(element, where)
        uid = self.known.new(told["guid"], where, self.known.readers)
        return Reader(uid, told["name"], told["id"]) if uid else None

    def _codebook(self, book: etree._Element) -> tuple[Theme, ...]:
        found = self.parts.children(book, "in CodeBook", "Codes")
        themes: list[Theme] = []
        for codes in found["Codes"]:
            for code in self.parts.children(codes, "in Codes", "Code")["Code"]:
                themes += self._themes(code)
        return tuple(themes)

    def _themes(self, code: etree._Element) -> tuple[Theme, ...]:
        """The theme; where its id is used already, those under it take its place."""
        where = _where(code)
        self.tally.read += 1
        told = self.parts.attributes(code, where, "guid", "name", "isCodable", "color")
        found = self.parts.children(code, where, "Description", "NoteRef", "Code")
        uid = self.known.new(told["guid"], where, self.known.themes)
        under = tuple(theme for inner in found["Code"] for theme in self._themes(inner))
        if uid is None:
            return under
        self.tally.kept += 1
        theme = Theme(
            uid,
            told["name"],
            codable=told["isCodable"].strip() not in {"false", "0"},
            colour=self.known.colour(told["color"], where),
            description=self.parts.description(found),
            notes=self.known.refs(found["NoteRef"], self.known.memos, where),
            themes=under,
        )
        return (theme,)

    def _variable(self, element: etree._Element, where: str) -> Variable | None:
        told = self.parts.attributes(element, where, "guid", "name", "typeOfVariable")
        found = self.parts.children(element, where, "Description")
        kind = told["typeOfVariable"].strip()
        if kind not in _KINDS:
            so = f"“{shown(kind)}” was read as Text."
            self.tally.note(where, "A variable is of an unknown sort.", so)
            kind = "Text"
        uid = self.known.new(told["guid"], where)
        if uid is None:
            return None
        self.known.variables[uid] = cast("VariableKind", kind)
        return Variable(uid, told["name"], self.known.variables[uid], self.parts.description(found))

    # Texts

    def _texts(self, root: etree._Element, holder: str, kind: str, known: Ids) -> list[_Text]:
        found: list[_Text] = []
        media = _MEDIA if holder == "Sources" else ()
        for element in self.parts.within(root, f"in {holder}", holder, kind, *media):
            self.tally.read += 1
            where = _where(element)
            if local_name(element) != kind:
                self._tell_media(element, where)
                continue
            children = self.parts.children(
                element,
                where,
                "Description",
                "PlainTextContent",
                "PlainTextSelection",
                "Coding",
                "NoteRef",
                "VariableValue",
            )
            placed = self.texts.text_of(element, children["PlainTextContent"], where)
            if placed is None:
                continue
            uid = self.known.new(str(element.get("guid", "")), where, known, holds_codings=True)
            if uid is not None:
                self.tally.kept += 1
                found.append(_Text(uid, where, element, children, placed))
        return found

    def _tell_media(self, element: etree._Element, where: str) -> None:
        kind = local_name(element).removesuffix("Source")
        named = [local_name(inner) for inner in element.iter() if isinstance(inner.tag, str)]
        selections = sum(name.endswith("Selection") for name in named)
        so = f"Left out ({kind}), with {selections} selections and {named.count('Coding')} codings."
        self.tally.leave_out(where, "Pictures, PDFs, sound and film are not held here, only texts.", so)

    def _decide_counting(self, texts: list[_Text]) -> None:
        if self.counting is not None:
            return
        claims = list(_claims(texts))
        if not claims:
            self.counting = Counting()
            return
        sample = claims[:: max(1, len(claims) // _COMPARED)]
        self.counting, decided = likeliest([text.placed for text in texts], sample)
        self._tell_counting(decided=decided)

    def _tell_counting(self, *, decided: bool) -> None:
        assert self.counting is not None
        if not decided:
            end = "" if self.counting.last else ", the end being the place after the last one"
            unusual = f"; {self.counting.in_words}" if self.counting.in_words else ""
            self.tally.note(
                "the project",
                "No passage is named by its words, so nothing shows how its places are counted.",
                f"They were read as characters from 0{end}{unusual}. Compare a few passages.",
            )
        elif self.counting.in_words:
            so = f"By the words that passages are named by: {self.counting.in_words}. Every passage was read so."
            self.tally.note("the project", "Places are counted in an unusual way.", so)

    def _source(self, text: _Text) -> Source:
        known = ("guid", "name", "richTextPath", "plainTextPath", *_MADE)
        told = self.parts.attributes(text.element, text.where, *known)
        return Source(
            text.uid,
            told["name"],
            text.placed.kept,
            description=self.parts.description(text.found),
            selections=tuple(self._selections(text)),
            codings=self._codings(text.found["Coding"], text.where),
            notes=self.known.refs(text.found["NoteRef"], self.known.memos, text.where),
            values=self._values(text.found["VariableValue"], text.where),
            made=self.known.made(told, text.where, _MADE),
        )

    def _selections(self, text: _Text) -> Iterator[Selection]:
        assert self.counting is not None
        for number, element in enumerate(text.found["PlainTextSelection"], start=1):
            self.tally.read += 1
            where = f"{text.where}, selection {number}"
            told = self.parts.attributes(
                element, where, "guid", "name", "startPosition", "endPosition", *_MADE
            )
            found = self.parts.children(element, where, "Description", "Coding", "NoteRef")
            places = _places(told)
            start, end = text.placed.span(*places, self.counting) if places else (0, 0)
            if not 0 <= start < end <= len(text.placed.kept):
                so = (
                    f"From “{shown(told['startPosition'])}” to “{shown(told['endPosition'])}” in a text of "
                    f"{len(text.placed.kept):,} characters. Left out with {len(found['Coding'])} codings."
                )
                self.tally.leave_out(where, "A selection is not in its text.", so)
                continue
            uid = self.known.new(told["guid"], where, self.known.selections, holds_codings=True)
            if uid is None:
                continue
            self.tally.kept += 1
            yield Selection(
                uid,
                start,
                end,
                name=told["name"],
                description=self.parts.description(found),
                codings=self._codings(found["Coding"], where),
                notes=self.known.refs(found["NoteRef"], self.known.memos, where),
                made=self.known.made(told, where, _MADE),
            )

    def _codings(self, elements: Iterable[etree._Element], where: str) -> tuple[Coding, ...]:
        codings: list[Coding] = []
        for element in elements:
            self.tally.read += 1
            told = self.parts.attributes(element, where, "guid", "creatingUser", "creationDateTime")
            found = self.parts.children(element, where, "CodeRef", "NoteRef")
            themes = self.known.refs(found["CodeRef"][:1], self.known.themes, where, counted=True)
            if len(found["CodeRef"]) > 1:
                so = f"The first was taken, {len(found['CodeRef']) - 1} more left out."
                self.tally.leave_out(where, "A coding names more than one theme.", so, counted=False)
            if not themes:
                if not found["CodeRef"]:
                    self.tally.leave_out(where, "A coding names no theme.", "Left out.")
                continue
            self.tally.kept += 1
            codings.append(
                Coding(
                    self.parts.uid(told["guid"], where),
                    themes[0],
                    by=self.known.reader(told["creatingUser"], where),
                    at=self.known.time(told["creationDateTime"], where),
                    notes=self.known.refs(found["NoteRef"], self.known.memos, where),
                )
            )
        return tuple(codings)

    def _values(self, elements: Iterable[etree._Element], where: str) -> tuple[VariableValue, ...]:
        values: list[VariableValue] = []
        for element in elements:
            found = self.parts.children(element, where, "VariableRef", *(f"{kind}Value" for kind in _KINDS))
            for variable in self.known.refs(found["VariableRef"][:1], self.known.variables, where):
                values += self._value(variable, found, where)
        return tuple(values)

    def _value(
        self, variable: str, found: dict[str, list[etree._Element]], where: str
    ) -> Iterator[VariableValue]:
        given = [(kind, element) for kind in _KINDS for element in found[f"{kind}Value"]]
        if not given:
            yield VariableValue(variable, self.known.variables[variable])
        for kind, element in given[:1]:
            sort = cast("VariableKind", kind)
            value = words(element) if kind == "Text" else words(element).strip()
            if is_value(sort, value):
                yield VariableValue(variable, sort, value)
            else:
                so = f"“{shown(value)}” was left out."
                self.tally.leave_out(where, f"A value is no {kind}.", so, counted=False)

    # What refers to all of it

    def _set(self, element: etree._Element, where: str) -> CodingSet | None:
        told = self.parts.attributes(element, where, "guid", "name")
        found = self.parts.children(element, where, "Description", "MemberCode", "MemberSource", "MemberNote")
        uid = self.known.new(told["guid"], where)
        if uid is None:
            return None
        return CodingSet(
            uid,
            told["name"],
            self.parts.description(found),
            themes=self.known.refs(found["MemberCode"], self.known.themes, where),
            sources=self.known.refs(found["MemberSource"], self.known.sources, where),
            notes=self.known.refs(found["MemberNote"], self.known.memos, where),
        )

    def _case(self, element: etree._Element, where: str) -> Case | None:
        told = self.parts.attributes(element, where, "guid", "name")
        found = self.parts.children(
            element, where, "Description", "CodeRef", "VariableValue", "SourceRef", "SelectionRef"
        )
        uid = self.known.new(told["guid"], where)
        if uid is None:
            return None
        return Case(
            uid,
            told["name"],
            self.parts.description(found),
            themes=self.known.refs(found["CodeRef"], self.known.themes, where),
            values=self._values(found["VariableValue"], where),
            sources=self.known.refs(found["SourceRef"], self.known.sources, where),
            selections=self.known.refs(found["SelectionRef"], self.known.selections, where),
        )

    def _link(self, element: etree._Element, where: str) -> Link | None:
        told = self.parts.attributes(
            element, where, "guid", "name", "direction", "color", "originGUID", "targetGUID"
        )
        found = self.parts.children(element, where, "NoteRef")
        ends = [self.parts.ref(told[end], where) for end in ("originGUID", "targetGUID")]
        if any(end and end not in self.known.every for end in ends):
            self.tally.leave_out(where, NOWHERE, "The link was left out.")
            return None
        direction = told["direction"].strip()
        if direction not in {"", "Associative", "OneWay", "Bidirectional"}:
            self.tally.leave_out(
                where, "A link has an unknown direction.", "It was read without one.", counted=False
            )
            direction = ""
        uid = self.known.new(told["guid"], where)
        if uid is None:
            return None
        return Link(
            uid,
            told["name"],
            cast("Direction", direction),
            self.known.colour(told["color"], where),
            origin=ends[0],
            target=ends[1],
            notes=self.known.refs(found["NoteRef"], self.known.memos, where),
        )


def _where(element: etree._Element) -> str:
    """What a person looks for in the other program: its sort and name, else its id."""
    named = str(element.get("name", "")).strip() or str(element.get("guid", "")).strip()
    return f"{local_name(element)} “{shown(named)}”, line {element.sourceline}"


def _claims(texts: list[_Text]) -> Iterator[Claim]:
    for number, text in enumerate(texts):
        for element in text.found["PlainTextSelection"]:
            places = _places({name: str(element.get(name, "")) for name in ("startPosition", "endPosition")})
            if places:
                yield Claim(number, *places, squeezed(str(element.get("name", ""))))


def _places(told: dict[str, str]) -> tuple[int, int] | None:
    start, end = told["startPosition"], told["endPosition"]
    if WELL_FORMED_INTEGER.fullmatch(start) and WELL_FORMED_INTEGER.fullmatch(end):
        return int(start), int(end)
    return None
