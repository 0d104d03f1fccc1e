"""A project of codings written as a REFI-QDA project (.qdpx): valid against the schema, and the same when it is read again.

Line ends are LF and there is no mark, because anything else shifts every place after it in some program. The end of a passage
is the place after its last character, as most programs write it, and each passage can be named by its words, which tells.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from lxml import etree

from penholder.pure.formats.coding_check import require_sound
from penholder.pure.formats.coding_project import (
    Case,
    Coding,
    CodingProject,
    CodingSet,
    Link,
    Made,
    Selection,
    Source,
    Theme,
    Variable,
    VariableValue,
)
from penholder.pure.formats.decoding import storable
from penholder.pure.formats.refi_project import PROJECT_PART
from penholder.pure.formats.refi_xml import PROJECT, is_writable, writable, written
from penholder.pure.formats.text_places import USUAL, PlacedText

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The day in every archive: the same project gives the same bytes."""


def write_project(project: CodingProject) -> bytes:
    """The archive. Raises ``ValueError`` where an id is used twice or a reference leads nowhere."""
    ready = writable_project(project)
    require_sound(ready)
    own = {source.uid for source in ready.sources}
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, PROJECT_PART, written(_root(ready), counted_here=True))
        for source in (*ready.sources, *ready.memos):
            if _is_file(source, own):
                _put(archive, f"sources/{source.uid}.txt", source.text.encode("utf-8"))
    return page.getvalue()


def writable_project(project: CodingProject) -> CodingProject:
    """The project as it will come back: line ends LF, places moved with them, and � for what no file of the sort can carry."""
    return replace(
        project,
        name=writable(project.name),
        origin=writable(project.origin),
        description=writable(project.description),
        readers=tuple(
            replace(one, name=writable(one.name), mark=writable(one.mark)) for one in project.readers
        ),
        themes=tuple(map(writable_theme, project.themes)),
        variables=tuple(map(_named, project.variables)),
        cases=tuple(replace(_named(one), values=_writable_values(one.values)) for one in project.cases),
        sources=tuple(map(_writable_source, project.sources)),
        memos=tuple(map(_writable_source, project.memos)),
        links=tuple(replace(one, name=writable(one.name)) for one in project.links),
        sets=tuple(map(_named, project.sets)),
    )


def writable_theme(theme: Theme) -> Theme:
    """A theme and those under it in characters that XML carries."""
    return replace(_named(theme), themes=tuple(map(writable_theme, theme.themes)))


def theme_element(theme: Theme, namespace: str) -> etree._Element:
    """A ``Code`` with those under it."""
    code = _element(
        "Code", namespace, guid=theme.uid, name=theme.name, isCodable="true" if theme.codable else "false"
    )
    if theme.colour:
        code.set("color", theme.colour)
    _describe(code, theme.description, namespace)
    code.extend(_refs("NoteRef", theme.notes))
    code.extend(theme_element(inner, namespace) for inner in theme.themes)
    return code


# Making it writable


def _writable_source(source: Source) -> Source:
    """The text with LF alone and every passage where its words have gone; what falls away altogether keeps one place."""
    placed = PlacedText(storable(source.text))
    selections = []
    for one in source.selections:
        start, end = placed.span(one.start - placed.marks, one.end - placed.marks, USUAL)
        start = max(0, min(start, len(placed.kept) - 1))
        selections.append(replace(_named(one), start=start, end=max(start + 1, end)))
    return replace(
        _named(source), text=placed.kept, selections=tuple(selections), values=_writable_values(source.values)
    )


def _writable_values(values: tuple[VariableValue, ...]) -> tuple[VariableValue, ...]:
    return tuple(one if one.value is None else replace(one, value=writable(one.value)) for one in values)


Named = TypeVar("Named", Theme, Variable, Case, CodingSet, Source, Selection)


def _named(one: Named) -> Named:
    return replace(one, name=writable(one.name), description=writable(one.description))


def _is_file(source: Source, own: set[str]) -> bool:
    """Texts are files of their own; a note stands inside, unless XML could not give it back."""
    return not is_writable(source.text) or source.uid in own


# The XML, in the order the schema asks for


def _root(project: CodingProject) -> etree._Element:
    root = etree.Element(f"{{{PROJECT}}}Project", nsmap={None: PROJECT})
    root.set("name", project.name)
    _set(root, origin=project.origin)
    made = project.made
    _set(
        root,
        creatingUserGUID=made.by,
        creationDateTime=made.at,
        modifyingUserGUID=made.changed_by,
        modifiedDateTime=made.changed_at,
    )
    _hold(
        root, "Users", (_element("User", guid=one.uid, name=one.name, id=one.mark) for one in project.readers)
    )
    if project.themes:
        book = _element("CodeBook")
        _hold(book, "Codes", (theme_element(one, PROJECT) for one in project.themes))
        root.append(book)
    _hold(root, "Variables", map(_variable, project.variables))
    _hold(root, "Cases", map(_case, project.cases))
    _hold(root, "Sources", (_source("TextSource", one, inside=False) for one in project.sources))
    _hold(root, "Notes", (_source("Note", one, inside=is_writable(one.text)) for one in project.memos))
    _hold(root, "Links", map(_link, project.links))
    _hold(root, "Sets", map(_coding_set, project.sets))
    _describe(root, project.description, PROJECT)
    root.extend(_refs("NoteRef", project.notes))
    return root


def _source(kind: str, source: Source, *, inside: bool) -> etree._Element:
    element = _element(kind, guid=source.uid)
    _set(
        element,
        name=source.name,
        plainTextPath="" if inside else f"internal://{source.uid}.txt",
        **_made(source.made),
    )
    _describe(element, source.description, PROJECT)
    if inside:
        content = _element("PlainTextContent")
        content.text = source.text
        element.append(content)
    element.extend(map(_selection, source.selections))
    element.extend(map(_coding, source.codings))
    element.extend(_refs("NoteRef", source.notes))
    element.extend(map(_value, source.values))
    return element


def _selection(selection: Selection) -> etree._Element:
    element = _element("PlainTextSelection", guid=selection.uid)
    _set(element, name=selection.name, startPosition=str(selection.start), endPosition=str(selection.end))
    _set(element, **_made(selection.made))
    _describe(element, selection.description, PROJECT)
    element.extend(map(_coding, selection.codings))
    element.extend(_refs("NoteRef", selection.notes))
    return element


def _coding(coding: Coding) -> etree._Element:
    element = _element("Coding", guid=coding.uid)
    _set(element, creatingUser=coding.by, creationDateTime=coding.at)
    element.extend(_refs("CodeRef", (coding.theme,)))
    element.extend(_refs("NoteRef", coding.notes))
    return element


def _variable(variable: Variable) -> etree._Element:
    element = _element("Variable", guid=variable.uid, name=variable.name, typeOfVariable=variable.kind)
    _describe(element, variable.description, PROJECT)
    return element


def _value(value: VariableValue) -> etree._Element:
    element = _element("VariableValue")
    element.extend(_refs("VariableRef", (value.variable,)))
    if value.value is not None:
        inner = _element(f"{value.kind}Value")
        inner.text = value.value
        element.append(inner)
    return element


def _case(case: Case) -> etree._Element:
    element = _element("Case", guid=case.uid)
    _set(element, name=case.name)
    _describe(element, case.description, PROJECT)
    element.extend(_refs("CodeRef", case.themes))
    element.extend(map(_value, case.values))
    element.extend(_refs("SourceRef", case.sources))
    element.extend(_refs("SelectionRef", case.selections))
    return element


def _coding_set(one: CodingSet) -> etree._Element:
    element = _element("Set", guid=one.uid, name=one.name)
    _describe(element, one.description, PROJECT)
    element.extend(_refs("MemberCode", one.themes))
    element.extend(_refs("MemberSource", one.sources))
    element.extend(_refs("MemberNote", one.notes))
    return element


def _link(link: Link) -> etree._Element:
    element = _element("Link", guid=link.uid)
    _set(element, name=link.name, direction=link.direction, color=link.colour)
    _set(element, originGUID=link.origin, targetGUID=link.target)
    element.extend(_refs("NoteRef", link.notes))
    return element


def _element(kind: str, namespace: str = PROJECT, **attributes: str) -> etree._Element:
    element = etree.Element(f"{{{namespace}}}{kind}", nsmap={None: namespace})
    for name, value in attributes.items():
        element.set(name, value)
    return element


def _set(element: etree._Element, **attributes: str) -> None:
    """The attributes that have something to say."""
    for name, value in attributes.items():
        if value:
            element.set(name, value)


def _made(made: Made) -> dict[str, str]:
    return {
        "creatingUser": made.by,
        "creationDateTime": made.at,
        "modifyingUser": made.changed_by,
        "modifiedDateTime": made.changed_at,
    }


def _describe(element: etree._Element, description: str, namespace: str) -> None:
    if description:
        inner = _element("Description", namespace)
        inner.text = description
        element.append(inner)


def _refs(kind: str, uids: Iterable[str]) -> Iterator[etree._Element]:
    return (_element(kind, targetGUID=uid) for uid in uids)


def _hold(root: etree._Element, kind: str, elements: Iterable[etree._Element]) -> None:
    """An element around others; the schema allows none that is empty."""
    inside = list(elements)
    if inside:
        holder = _element(kind)
        holder.extend(inside)
        root.append(holder)


def _put(archive: zipfile.ZipFile, part: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(part, _EARLIEST), data, zipfile.ZIP_DEFLATED)
