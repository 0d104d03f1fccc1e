"""Whether a project of codings holds together: every id once, and every reference to something that is in it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from penholder.pure.formats.coding_project import Coding, CodingProject

Mentioned = Literal["theme", "reader", "variable", "note", "text", "passage", "thing"]


def require_sound(project: CodingProject) -> None:
    """Raises ``ValueError`` naming the first id that is used twice or that nothing has."""
    twice = [uid for uid, count in Counter(_every_uid(project)).items() if count > 1]
    if twice:
        raise ValueError(f"the id {twice[0]} is used twice")
    known = _known(project)
    for what, uid in _mentions(project):
        if uid and uid not in known[what]:
            raise ValueError(f"the project names the {what} {uid}, which is not in it")


def _known(project: CodingProject) -> dict[Mentioned, set[str]]:
    texts = (*project.sources, *project.memos)
    return {
        "theme": {one.uid for one in project.every_theme()},
        "reader": {one.uid for one in project.readers},
        "variable": {one.uid for one in project.variables},
        "note": {one.uid for one in project.memos},
        "text": {one.uid for one in project.sources},
        "passage": {selection.uid for text in texts for selection in text.selections},
        "thing": set(_every_uid(project)),
    }


def _every_uid(project: CodingProject) -> Iterator[str]:
    yield from (one.uid for one in project.every_theme())
    yield from (one.uid for one in project.readers)
    yield from (one.uid for one in project.variables)
    yield from (one.uid for one in project.cases)
    yield from (one.uid for one in project.links)
    yield from (one.uid for one in project.sets)
    for text in (*project.sources, *project.memos):
        yield text.uid
        yield from (selection.uid for selection in text.selections)


def _mentions(project: CodingProject) -> Iterator[tuple[Mentioned, str]]:
    yield from _all("note", project.notes)
    yield from _all("reader", (project.made.by, project.made.changed_by))
    for theme in project.every_theme():
        yield from _all("note", theme.notes)
    yield from _of_texts(project)
    for case in project.cases:
        yield from _all("theme", case.themes)
        yield from _all("text", case.sources)
        yield from _all("passage", case.selections)
        yield from _all("variable", tuple(value.variable for value in case.values))
    for one in project.sets:
        yield from itertools.chain(
            _all("theme", one.themes), _all("text", one.sources), _all("note", one.notes)
        )
    for link in project.links:
        yield from _all("thing", (link.origin, link.target))
        yield from _all("note", link.notes)


def _of_texts(project: CodingProject) -> Iterator[tuple[Mentioned, str]]:
    for text in (*project.sources, *project.memos):
        yield from _all("note", text.notes)
        yield from _all("reader", (text.made.by, text.made.changed_by))
        yield from _all("variable", tuple(value.variable for value in text.values))
        yield from _of_codings(text.codings)
        for selection in text.selections:
            yield from _all("note", selection.notes)
            yield from _all("reader", (selection.made.by, selection.made.changed_by))
            yield from _of_codings(selection.codings)


def _of_codings(codings: tuple[Coding, ...]) -> Iterator[tuple[Mentioned, str]]:
    for coding in codings:
        yield "theme", coding.theme or "(none)"
        yield "reader", coding.by
        yield from _all("note", coding.notes)


def _all(what: Mentioned, uids: tuple[str, ...]) -> Iterator[tuple[Mentioned, str]]:
    return ((what, uid) for uid in uids)
