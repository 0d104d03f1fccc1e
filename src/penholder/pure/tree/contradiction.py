"""What each step of a plan decides, so that no two steps of one plan decide the same thing, and no two plans unnoticed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from penholder.pure.tree.check import association_named, quoted
from penholder.pure.tree.operation import (
    Add,
    Alter,
    Annotate,
    AnnotateFramework,
    CannotApply,
    Describe,
    DescribeFramework,
    MarkOptional,
    Merge,
    Move,
    Recode,
    Relate,
    Reorder,
    Replace,
    Retire,
    Reword,
    Split,
    Step,
    Unrelate,
)
from penholder.pure.tree.statement import Tree
from penholder.pure.tree.succession import links_of

Aspect = tuple[str, str]
"""What is decided (a field, a place, an association), and of which statement or association; empty: of the framework."""

Leaving = Retire | Replace | Split | Merge

_PAST: dict[type[Step], str] = {
    Add: "added",
    Reword: "reworded",
    Move: "moved",
    Retire: "retired",
    Recode: "recoded",
    Reorder: "put in another place",
    MarkOptional: "marked",
    Describe: "described",
    Annotate: "annotated",
    Replace: "replaced",
    Split: "split",
    Merge: "merged",
    Relate: "related",
    Alter: "altered",
    Unrelate: "taken away",
    DescribeFramework: "described",
    AnnotateFramework: "annotated",
}


def refuse_contradictions(tree: Tree, plan: Sequence[Step]) -> None:
    """Raises :class:`~penholder.pure.tree.operation.CannotApply` where two steps decide the same, or one is about what leaves."""
    seen: set[Aspect] = set()
    leaving: dict[str, Step] = {}
    for step in plan:
        for aspect in aspects(step):
            if aspect in seen:
                name = decided(tree, aspect)
                raise CannotApply(f"{name} is to be {_PAST[type(step)]} twice. Keep one of the two.")
            seen.add(aspect)
        if isinstance(step, Leaving):
            for uid in subjects(step):
                _refuse_both(tree, uid, step, leaving.get(uid))
                leaving[uid] = step
    for step in plan:
        for uid in subjects(step):
            _refuse_both(tree, uid, step, leaving.get(uid))


def _refuse_both(tree: Tree, uid: str, step: Step, other: Step | None) -> None:
    if other is not None and other is not step:
        both = f"{_PAST[type(step)]} and {_PAST[type(other)]}"
        raise CannotApply(f"{name_in(tree, uid)} is to be {both}. Choose one of the two.")


def subjects(step: Step) -> tuple[str, ...]:
    """The statements that a step is about."""
    match step:
        case Merge():
            return step.uids
        case Relate() | Alter() | Unrelate() | DescribeFramework() | AnnotateFramework():
            return ()
        case _:
            return (step.uid,)


def aspects(step: Step) -> Iterator[Aspect]:
    """What a step decides; what leaves is told by :func:`subjects`."""
    match step:
        case Describe():
            yield step.field, step.uid
        case DescribeFramework():
            yield step.field, ""
        case AnnotateFramework():
            yield "extras", ""
        case Relate() | Alter():
            yield "association", step.association.uid
        case Unrelate():
            yield "association", step.uid
        case Move() | Reorder():
            yield "place", step.uid
        case Replace() | Split() | Merge():
            yield from (("association", link.uid) for link in links_of(step))
        case Add() | Reword() | Recode() | MarkOptional() | Annotate() | Retire():
            yield type(step).__name__, step.uid


def decided(tree: Tree, aspect: Aspect) -> str:
    """What an aspect is of, as a sentence about a plan names it."""
    kind, uid = aspect
    if kind != "association":
        return name_in(tree, uid)
    one = tree.association_by_uid.get(uid)
    return f"The association {association_named(one, tree)}" if one else f"The association {uid}"


def name_in(tree: Tree, uid: str) -> str:
    """A statement as a sentence about a plan names it."""
    statement = tree.by_uid.get(uid)
    return quoted(statement) if statement else f"The statement {uid}" if uid else "The framework"
