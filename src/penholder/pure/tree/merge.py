"""Two drafts of one base brought together, or the places named where they collide.

Both are told as plans from the base. What only one of them does is done; what both do alike is done once; what they do
differently to the same thing is a collision, for people to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from penholder.pure.tree.between import between
from penholder.pure.tree.change import carry_out
from penholder.pure.tree.contradiction import Leaving, aspects, decided, name_in, subjects
from penholder.pure.tree.merged_order import merged_order
from penholder.pure.tree.operation import (
    Add,
    Alter,
    CannotApply,
    Merge,
    Move,
    Relate,
    Reorder,
    Replace,
    Split,
    Step,
)
from penholder.pure.tree.statement import Tree
from penholder.pure.tree.succession import successors

Placing = Add | Move | Reorder


@dataclass(frozen=True, slots=True)
class Collision:
    """One thing on which two drafts differ: what each does, and a sentence for the people who decide."""

    uid: str
    ours: tuple[Step, ...]
    theirs: tuple[Step, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The tree of both drafts, by a plan from the base; ``None`` while there are collisions."""

    tree: Tree | None
    plan: tuple[Step, ...]
    collisions: tuple[Collision, ...] = ()


def merge(base: Tree, ours: Tree, theirs: Tree) -> Merged:
    """Both drafts' changes together."""
    one, other = between(base, ours), between(base, theirs)
    shared = set(one) & set(other)
    mine, other_ones = ([step for step in plan if step not in shared] for plan in (one, other))
    collisions = tuple(_collisions(base, mine, other_ones))
    if collisions:
        return Merged(None, (), collisions)
    try:
        placed = _placed_together(base, (ours, theirs), (one, other))
        plan = (*(placed.get(_placed_uid(step), step) for step in (*one, *other_ones)),)
        return Merged(carry_out(base, plan), plan)
    except CannotApply as no:
        sentence = f"Each draft is sound, but not both together: {no.sentence}"
        return Merged(None, (), (Collision("", tuple(mine), tuple(other_ones), sentence),))


def _collisions(base: Tree, mine: Sequence[Step], other_ones: Sequence[Step]) -> Iterator[Collision]:
    theirs_by = {aspect: step for step in other_ones for aspect in aspects(step)}
    for step in mine:
        for aspect in aspects(step):
            if aspect in theirs_by:
                sentence = f"{decided(base, aspect)}: The two drafts change it differently."
                yield Collision(aspect[1], (step,), (theirs_by[aspect],), sentence)
    yield from _let_go_differently(base, mine, other_ones)
    yield from _about_what_left(base, mine, other_ones)
    for found in _about_what_left(base, other_ones, mine):
        yield replace(found, ours=found.theirs, theirs=found.ours)


def _let_go_differently(base: Tree, mine: Sequence[Step], other_ones: Sequence[Step]) -> Iterator[Collision]:
    """What both let go of, and not in the same way: one retires what the other replaces."""
    ours, theirs = _leaving(mine), _leaving(other_ones)
    for uid, step in ours.items():
        if uid in theirs:
            yield _collision(
                base, uid, (step,), (theirs[uid],), "Both drafts let it go, each in another way."
            )


def _leaving(plan: Sequence[Step]) -> dict[str, Step]:
    return {uid: step for step in plan if isinstance(step, Leaving) for uid in subjects(step)}


def _about_what_left(base: Tree, leaving: Sequence[Step], others: Sequence[Step]) -> Iterator[Collision]:
    """What one draft lets go of, and the other still works on, puts something under, or relates something to."""
    left = _leaving(leaving)
    for step in others:
        going = subjects(step) if isinstance(step, Leaving) else ()
        for uid in dict.fromkeys(_needed(step)):
            if uid in left and uid not in going:
                yield _collision(
                    base, uid, (left[uid],), (step,), "One draft lets it go, the other needs it."
                )


def _needed(step: Step) -> Iterator[str]:
    yield from subjects(step)
    match step:
        case Add() | Move():
            yield step.parent
        case Relate() | Alter():
            yield from (step.association.origin, step.association.destination)
        case Replace() | Split() | Merge():
            yield from successors(step)
        case _:
            return


def _collision(base: Tree, uid: str, ours: tuple[Step, ...], theirs: tuple[Step, ...], why: str) -> Collision:
    return Collision(uid, ours, theirs, f"{name_in(base, uid)}: {why}")


def _placed_uid(step: Step) -> str:
    return step.uid if isinstance(step, Placing) else ""


def _placed_together(
    base: Tree, trees: tuple[Tree, Tree], plans: tuple[Sequence[Step], Sequence[Step]]
) -> dict[str, Step]:
    """Every step that places a statement, at its position where both drafts' siblings stand together.

    Raises :class:`~penholder.pure.tree.operation.CannotApply` where no order keeps what each draft changed.
    """
    steps = {step.uid: step for plan in plans for step in plan if isinstance(step, Placing)}
    parents = {uid: _parent_of(step, base) for uid, step in steps.items()}
    leaving = {uid for plan in plans for step in plan if isinstance(step, Leaving) for uid in subjects(step)}
    found: dict[str, Step] = {}
    for parent in dict.fromkeys(parents.values()):
        stay = {one.uid for one in base.children.get(parent, ()) if one.uid not in steps}
        here = (stay - leaving) | {uid for uid in steps if parents[uid] == parent}
        orders = [
            [one.uid for one in tree.children.get(parent, ()) if one.uid in here] for tree in (base, *trees)
        ]
        for position, uid in enumerate(_in_one_order(base, parent, orders)):
            if uid in steps and parents[uid] == parent:
                found[uid] = replace(steps[uid], position=position)
    return found


def _in_one_order(base: Tree, parent: str, orders: Sequence[Sequence[str]]) -> Sequence[str]:
    before, ours, theirs = orders
    try:
        return merged_order(before, ours, theirs)
    except CannotApply as no:
        where = f"Under {name_in(base, parent)}" if parent else "At the top"
        raise CannotApply(f"{where}: {no.sentence}") from no


def _parent_of(step: Placing, base: Tree) -> str:
    if not isinstance(step, Reorder):
        return step.parent
    parent = base.by_uid[step.uid].parent
    return parent if parent in base.by_uid else ""
