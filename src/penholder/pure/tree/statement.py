"""A framework as a value: statements in a tree, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, make_dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any


@dataclass(frozen=True, slots=True)
class Statement:
    """One node of the tree: a domain, a competence, a statement or a sub-point.

    ``uid`` is permanent and says nothing about place; ``code`` is what is printed and may change with every version.
    ``parent`` is the uid of the statement above, or empty at the top. ``position`` orders siblings. ``level`` is a stage
    or proficiency in the framework's own word; ``language`` is said where it is not the framework's. ``short``, ``plain``,
    ``easy`` (easy read) and ``notes`` are companions: other words for the same thing, beside it.
    ``extras`` keeps, as sorted ``(name, JSON text)`` pairs, whatever an imported file said that has no field here,
    so that nothing is lost on the way in.
    """

    uid: str
    text: str
    parent: str = ""
    position: int = 0
    code: str = ""
    kind: str = ""
    short: str = ""
    plain: str = ""
    notes: str = ""
    optional: bool = False
    uri: str = ""
    easy: str = ""
    level: str = ""
    language: str = ""
    extras: tuple[tuple[str, str], ...] = ()


if TYPE_CHECKING:
    statement_of = Statement
else:
    _Unfrozen = make_dataclass("_Unfrozen", [(one.name, one.type) for one in fields(Statement)], slots=True)

    def statement_of(*values: Any) -> Statement:
        """A statement from all its fields in order, for those who make thousands.

        What is frozen gets its fields one by one past its own lock. One of the same layout that is not, and is frozen when
        it has them all, takes a fifth of the time.
        """
        made = _Unfrozen(*values)
        made.__class__ = Statement
        return made


@dataclass(frozen=True, slots=True)
class Association:
    """A relation of a statement to another one, ours or somebody else's, kept as it was given."""

    uid: str
    kind: str
    origin: str
    destination: str
    origin_uri: str = ""
    destination_uri: str = ""
    destination_title: str = ""
    position: int | None = None
    extras: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Tree:
    """All statements of a framework, in any order; asks about the tree are answered from here.

    A statement whose parent is not in the tree counts as top level, so that nothing is dropped.
    """

    title: str
    statements: tuple[Statement, ...]
    associations: tuple[Association, ...] = ()
    uid: str = ""
    uri: str = ""
    description: str = ""
    language: str = ""
    extras: tuple[tuple[str, str], ...] = field(default=())

    @cached_property
    def by_uid(self) -> dict[str, Statement]:
        return {statement.uid: statement for statement in self.statements}

    @cached_property
    def association_by_uid(self) -> dict[str, Association]:
        return {one.uid: one for one in self.associations}

    @cached_property
    def children(self) -> dict[str, tuple[Statement, ...]]:
        """Children of every uid in sibling order; the top level under the empty string."""
        under: dict[str, list[Statement]] = {}
        for statement in self.statements:
            parent = statement.parent if statement.parent in self.by_uid else ""
            under.setdefault(parent, []).append(statement)
        return {parent: in_order(siblings) for parent, siblings in under.items()}

    def walk(self) -> Iterator[tuple[int, Statement]]:
        """Every statement with its depth (0 at the top), in reading order."""
        waiting = [(0, statement) for statement in reversed(self.children.get("", ()))]
        while waiting:
            depth, statement = waiting.pop()
            yield depth, statement
            below = self.children.get(statement.uid, ())
            waiting.extend((depth + 1, child) for child in reversed(below))

    def ancestors(self, uid: str) -> tuple[Statement, ...]:
        """The statements above ``uid``, the nearest last."""
        above: list[Statement] = []
        seen = {uid}
        parent = self.by_uid[uid].parent
        while parent in self.by_uid and parent not in seen:
            seen.add(parent)
            above.append(self.by_uid[parent])
            parent = self.by_uid[parent].parent
        return tuple(reversed(above))


def in_order(siblings: Iterable[Statement]) -> tuple[Statement, ...]:
    """Siblings as they are read: by position, then as given."""
    return tuple(sorted(siblings, key=lambda statement: statement.position))
