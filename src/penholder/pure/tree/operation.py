"""Named operations on a framework, as values: they can be shown, voted on and recorded before anything happens.

An operation says what is done to one statement; a *step* may also relate statements, describe the framework, or say what
became of a statement that went. A plan is any number of steps; its order does not matter. A ``position`` is the place
among the siblings, from 0, once the whole plan is done; ``None`` is the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from penholder.pure.tree.statement import Association

Companion = Literal["short", "plain", "easy", "notes"]
Field = Literal["short", "plain", "easy", "notes", "kind", "level", "language", "uri"]
FrameworkField = Literal["uid", "uri", "title", "description", "language"]

COMPANIONS: tuple[Companion, ...] = ("short", "plain", "easy", "notes")
FIELDS: tuple[Field, ...] = (*COMPANIONS, "kind", "level", "language", "uri")
FRAMEWORK_FIELDS: tuple[FrameworkField, ...] = ("uid", "uri", "title", "description", "language")


@dataclass(frozen=True, slots=True)
class Add:
    """A new statement under ``parent`` (empty: at the top)."""

    uid: str
    text: str
    parent: str = ""
    position: int | None = None
    code: str = ""
    kind: str = ""
    short: str = ""
    plain: str = ""
    easy: str = ""
    notes: str = ""
    optional: bool = False
    level: str = ""
    language: str = ""
    uri: str = ""
    extras: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reword:
    """Other words for the same statement."""

    uid: str
    text: str


@dataclass(frozen=True, slots=True)
class Move:
    """The same statement, with everything under it, in another place."""

    uid: str
    parent: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Retire:
    """The statement leaves the tree. What stands under it must have gone or moved."""

    uid: str


@dataclass(frozen=True, slots=True)
class Recode:
    """Another printed code for the same statement."""

    uid: str
    code: str


@dataclass(frozen=True, slots=True)
class Reorder:
    """Another place among the same siblings."""

    uid: str
    position: int


@dataclass(frozen=True, slots=True)
class MarkOptional:
    """Optional from now on, or core."""

    uid: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Describe:
    """Another companion text, kind, level, language or address of the same statement."""

    uid: str
    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class Annotate:
    """What a file said of the statement that has no field here."""

    uid: str
    extras: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Replace:
    """The statement leaves, and one that is new stands for it. ``links`` say so, as a file gave them."""

    uid: str
    by: str
    links: tuple[Association, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """The statement leaves, and two or more stand for it."""

    uid: str
    into: tuple[str, ...]
    links: tuple[Association, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """Statements leave, and one stands for all of them: a new one, or one that was there."""

    uids: tuple[str, ...]
    into: str
    links: tuple[Association, ...] = ()


@dataclass(frozen=True, slots=True)
class Relate:
    """A new association."""

    association: Association


@dataclass(frozen=True, slots=True)
class Alter:
    """The association of the same identifier, otherwise than before."""

    association: Association


@dataclass(frozen=True, slots=True)
class Unrelate:
    """An association that holds no longer."""

    uid: str


@dataclass(frozen=True, slots=True)
class DescribeFramework:
    """Another title, description, language, address or identifier of the framework itself."""

    field: FrameworkField
    value: str


@dataclass(frozen=True, slots=True)
class AnnotateFramework:
    """What a file said of the framework that has no field here."""

    extras: tuple[tuple[str, str], ...]


Operation = Add | Reword | Move | Retire | Recode
"""What a motion can ask for today."""

Step = (
    Operation
    | Reorder
    | MarkOptional
    | Describe
    | Annotate
    | Replace
    | Split
    | Merge
    | Relate
    | Alter
    | Unrelate
    | DescribeFramework
    | AnnotateFramework
)


class CannotApply(Exception):
    """An operation does not fit this tree; ``sentence`` says why, to a person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
