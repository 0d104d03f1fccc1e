"""A framework as a map: its parts as cards, what stands in each, how much there is, and what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from penholder.frameworks.models import Draft, Operation
from penholder.pure.tree.statement import Statement, Tree

MOST_CARDS = 60
LONGEST_HEADING = 90

Marks = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: a statement, how many stand under it, and how many of all these are new or changed."""

    uid: str
    code: str
    words: str
    below: int
    touched: int
    mark: str


@dataclass(frozen=True, slots=True)
class Part:
    """One card of the map."""

    uid: str
    code: str
    heading: str
    below: int
    touched: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """The whole framework at a glance. ``above`` holds the headings that stand over all the parts."""

    above: tuple[Statement, ...]
    parts: tuple[Part, ...]
    statements: int

    @property
    def as_cards(self) -> bool:
        """A flat list, or a very long row of parts, reads better as a list than as cards."""
        return len(self.parts) <= MOST_CARDS and any(part.lines for part in self.parts)


def map_of(tree: Tree, marks: Marks) -> Map:
    """The map of a tree, with marks by uid (``new`` or ``changed``)."""
    below, touched = sums_of(tree, marks)

    def line(statement: Statement) -> Line:
        return Line(
            uid=statement.uid,
            code=statement.code,
            words=heading_of(statement),
            below=below[statement.uid],
            touched=touched[statement.uid],
            mark=marks.get(statement.uid, ""),
        )

    above, tops = parts_of(tree)
    parts = tuple(
        Part(
            uid=top.uid,
            code=top.code,
            heading=heading_of(top),
            below=below[top.uid],
            touched=touched[top.uid],
            lines=tuple(line(child) for child in tree.children.get(top.uid, ())),
        )
        for top in tops
    )
    return Map(above, parts, len(tree.statements))


def parts_of(tree: Tree) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The parts, and what stands above them all: a single top that holds everything is a heading, not a part."""
    above: list[Statement] = []
    tops = tree.children.get("", ())
    while len(tops) == 1 and tree.children.get(tops[0].uid):
        above.append(tops[0])
        tops = tree.children[tops[0].uid]
    return tuple(above), tops


def heading_of(statement: Statement, *, longest: int = LONGEST_HEADING) -> str:
    """A statement in one line: its short form, or its words, cut between two of them."""
    words = " ".join((statement.short or statement.text).split())
    if len(words) <= longest:
        return words
    return words[:longest].rpartition(" ")[0].rstrip(" ,;:.–-") + "…"


def marks_of(draft: Draft | None) -> dict[str, str]:
    """What was added (``new``) or altered (``changed``) in a draft, by uid."""
    marks: dict[str, str] = {}
    if draft is None:
        return marks
    for uid, operation in draft.changes.order_by("number").values_list("statement__uid", "operation"):
        if operation == Operation.ADD:
            marks[uid] = "new"
        else:
            marks.setdefault(uid, "changed")
    return marks


def walk_under(tree: Tree, uid: str) -> Iterator[tuple[int, Statement]]:
    """Everything under a statement (all of it, for the empty uid), in reading order, with its depth from there."""
    waiting = [(0, statement) for statement in reversed(tree.children.get(uid, ()))]
    while waiting:
        depth, statement = waiting.pop()
        yield depth, statement
        waiting.extend((depth + 1, child) for child in reversed(tree.children.get(statement.uid, ())))


def sums_of(tree: Tree, marks: Marks) -> tuple[dict[str, int], dict[str, int]]:
    """For every statement: how many stand under it, and how many of them and itself are marked."""
    below: dict[str, int] = {}
    touched: dict[str, int] = {}
    for _, statement in reversed(tuple(tree.walk())):
        children = tree.children.get(statement.uid, ())
        below[statement.uid] = sum(below[child.uid] + 1 for child in children)
        own = statement.uid in marks
        touched[statement.uid] = own + sum(touched[child.uid] for child in children)
    return below, touched
