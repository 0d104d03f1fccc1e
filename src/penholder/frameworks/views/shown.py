"""A framework's map, parts and trees as the components draw them: with addresses, and cut to what a page can hold."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from django.core.paginator import Page
from django.urls import reverse

from penholder.frameworks.models import Draft, Framework, Version
from penholder.frameworks.queries.mapping import Line, Map, Part, heading_of
from penholder.frameworks.queries.reading import anchor_of
from penholder.pure.tree.statement import Statement, Tree

MOST_LINES = 12
LIST_STEP = 50
LISTED_ON_A_PAGE = 500
PREVIEW_LINES = (12, 6, 3)
"""How many statements of each level are shown of a file before it is imported."""

Node = dict[str, Any]
_TONGUE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Addresses:
    """Where the pages of one draft or version are, worked out once for the hundreds of links on a page."""

    def __init__(self, state: Draft | Version) -> None:
        framework = state.framework
        args = [framework.community.slug, framework.slug]
        self.state = state.get_absolute_url()
        self.whole = f"{self.state}whole/"
        self.statements = reverse("frameworks:framework", args=args) + "statements/"

    def part(self, uid: str) -> str:
        return f"{self.state}parts/{quote(uid)}/"

    def statement(self, uid: str) -> str:
        return f"{self.statements}{quote(uid)}/"


def domains(shown: Map, at: Addresses) -> tuple[Node, ...]:
    """The cards of the map."""
    return tuple(
        {
            "code": part.code,
            "heading": part.heading,
            "href": at.part(part.uid) if part.below else at.statement(part.uid),
            "competences": _lines(part, at),
        }
        for part in shown.parts
    )


def part_lists(page: Page[Part], at: Addresses) -> tuple[dict[str, Any], ...]:
    """Where there are too many parts for cards, or no parts at all: lists of fifty, each under its range."""
    found = []
    parts = tuple(page)
    for start in range(0, len(parts), LIST_STEP):
        some = parts[start : start + LIST_STEP]
        nodes = tuple(
            {
                "code": part.code,
                "words": part.heading,
                "meta": statements_below(part.below),
                "mark": _mark(part.touched, whole=""),
                "href": at.part(part.uid) if part.below else at.statement(part.uid),
            }
            for part in some
        )
        first = page.start_index() + start
        found.append({"summary": f"{first} to {first + len(some) - 1}: {some[0].heading}", "nodes": nodes})
    return tuple(found)


def child_nodes(tree: Tree, uid: str, at: Addresses, below: dict[str, int]) -> tuple[Node, ...]:
    """What stands directly under a statement, as a list of links."""
    return tuple(
        {
            "code": child.code,
            "words": heading_of(child),
            "meta": statements_below(below.get(child.uid, 0)),
            "href": at.statement(child.uid),
        }
        for child in tree.children.get(uid, ())
    )


def preview(tree: Tree) -> tuple[Node, ...]:
    """How a tree begins that somebody is about to import: the first of every level, and how many more there are."""

    def node(statement: Statement, depth: int) -> Node:
        children = tree.children.get(statement.uid, ())
        most = PREVIEW_LINES[depth + 1] if depth + 1 < len(PREVIEW_LINES) else 0
        return {
            "code": statement.code,
            "words": heading_of(statement),
            "meta": _hidden(len(children) - most, some=most > 0),
            "children": tuple(node(child, depth + 1) for child in children[:most]),
        }

    tops = tuple(node(top, 0) for top in tree.children.get("", ())[: PREVIEW_LINES[0]])
    if tops:
        tops[0]["open"] = True
    return tops


def statements_below(count: int) -> str:
    if not count:
        return ""
    return "1 statement" if count == 1 else f"{count:,} statements"


def tongue_of(framework: Framework) -> str:
    """The language of the words, where it is written as browsers know it."""
    return framework.language if _TONGUE.fullmatch(framework.language) else ""


def _lines(part: Part, at: Addresses) -> tuple[Node, ...]:
    some = part.lines[:MOST_LINES]
    lines = [_line(line, part, at) for line in some]
    rest = part.lines[MOST_LINES:]
    if rest:
        touched = sum(line.touched for line in rest)
        count = sum(line.below + 1 for line in rest)
        more = {"words": f"and {len(rest)} more", "count": count, "href": at.part(part.uid)}
        lines.append({**more, "mark": _mark(touched, whole="")})
    return tuple(lines)


def _line(line: Line, part: Part, at: Addresses) -> Node:
    words = f"{line.code} {line.words}" if line.code else line.words
    return {
        "words": words,
        "count": line.below or "",
        "mark": _mark(line.touched, whole=line.mark),
        "href": f"{at.part(part.uid)}#{anchor_of(line.uid)}",
    }


def _mark(touched: int, *, whole: str) -> str:
    if whole == "new":
        return "new"
    return f"{touched} changed" if touched else ""


def _hidden(count: int, *, some: bool) -> str:
    if count <= 0:
        return ""
    return f"{count:,} more" if some else f"{count:,} under it"
