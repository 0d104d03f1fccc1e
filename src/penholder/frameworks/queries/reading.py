"""A framework to be read from top to bottom: sections of nested statements, ready to be drawn without recursion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from penholder.frameworks.queries.mapping import Marks, heading_of, parts_of, walk_under
from penholder.pure.tree.statement import Statement, Tree

MOST_ON_ONE_PAGE = 3000

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,100}")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A statement in its place. ``opens``: its sub-points follow. ``closes``: how many lists end after it."""

    uid: str
    anchor: str
    code: str
    text: str
    plain: str
    optional: bool
    mark: str
    opens: bool
    closes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part with everything in it. ``text`` is what the heading does not say in full."""

    uid: str
    anchor: str
    code: str
    heading: str
    text: str
    plain: str
    mark: str
    lines: tuple[ReadLine, ...]

    @property
    def summary(self) -> str:
        """What the section can be folded to."""
        return "1 statement" if len(self.lines) == 1 else f"{len(self.lines):,} statements"


def sections_of(tree: Tree, marks: Marks) -> tuple[Section, ...]:
    """Every part with all its statements."""
    return tuple(section_of(tree, top, marks) for top in parts_of(tree)[1])


def section_of(tree: Tree, top: Statement, marks: Marks) -> Section:
    """One part with all its statements."""
    heading = heading_of(top)
    return Section(
        uid=top.uid,
        anchor=anchor_of(top.uid),
        code=top.code,
        heading=heading,
        text="" if heading == " ".join(top.text.split()) else top.text,
        plain=top.plain,
        mark=marks.get(top.uid, ""),
        lines=tuple(read_lines(tree, top.uid, marks)),
    )


def read_lines(tree: Tree, under: str, marks: Marks) -> Iterator[ReadLine]:
    """The statements under one, flat, each knowing which lists it opens and closes."""
    walked = tuple(walk_under(tree, under))
    depths = (*(depth for depth, _ in walked[1:]), 0)
    for (depth, statement), following in zip(walked, depths, strict=False):  # an empty walk has no lines
        yield ReadLine(
            uid=statement.uid,
            anchor=anchor_of(statement.uid),
            code=statement.code,
            text=statement.text,
            plain=statement.plain,
            optional=statement.optional,
            mark=marks.get(statement.uid, ""),
            opens=following > depth,
            closes=tuple(range(depth - following)),
        )


def anchor_of(uid: str) -> str:
    """Where a statement stands on a page. Identifiers from files may hold anything; an anchor may not."""
    return f"s-{uid}" if _PLAIN.fullmatch(uid) else f"s-{sha256(uid.encode('utf-8')).hexdigest()[:20]}"


def stem_of(tree: Tree, uid: str) -> str:
    """What a sub-point is never quoted without: the words above it that end with a colon."""
    stems: list[str] = []
    for statement in reversed(tree.ancestors(uid)):
        if not statement.text.rstrip().endswith(":"):
            break
        stems.append(statement.text.strip())
    return " ".join(reversed(stems))
