"""Doing what a plan says: a new tree, or a sentence saying why it cannot be.

A tree is never edited in place. The steps of a plan are judged by where they end: a parent may be retired in the same
breath as its sub-points move away, whichever is named first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from penholder.pure.tree.check import cycles, quoted
from penholder.pure.tree.contradiction import name_in, refuse_contradictions
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
    Operation,
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
from penholder.pure.tree.statement import Association, Statement, Tree
from penholder.pure.tree.succession import gone, links_of, successors

__all__ = [
    "Add",
    "CannotApply",
    "Move",
    "Operation",
    "Recode",
    "Retire",
    "Reword",
    "apply_all",
    "apply_operation",
    "carry_out",
]


def apply_operation(tree: Tree, operation: Operation) -> Tree:
    """The tree after one operation; raises :class:`CannotApply`."""
    return carry_out(tree, (operation,))


def apply_all(tree: Tree, operations: Iterable[Operation]) -> Tree:
    """The tree after all operations, judged by where they end; raises :class:`CannotApply`."""
    return carry_out(tree, operations)


def carry_out(tree: Tree, plan: Iterable[Step]) -> Tree:
    """The tree after a plan, whatever the order of its steps; raises :class:`CannotApply`."""
    steps = tuple(plan)
    refuse_contradictions(tree, steps)
    bench = _Bench(tree)
    for step in sorted(
        steps, key=lambda step: not isinstance(step, Add)
    ):  # what else is said of what is new follows
        bench.apply(step)
    return bench.result()


class _Bench:
    """The working surface while a plan is carried out: statements by uid, and the order under each parent."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.described: dict[str, object] = {}
        self.statements = dict(tree.by_uid)
        self.associations = {one.uid: one for one in tree.associations}
        self.under = {parent: [child.uid for child in below] for parent, below in tree.children.items()}
        self.placed: dict[str, list[tuple[int | None, str]]] = {}
        self.touched: set[str] = set()
        self.moved: list[str] = []
        self.gone: list[str] = []
        self.needed: list[tuple[str, str]] = []

    def apply(self, step: Step) -> None:
        match step:
            case Add():
                self._add(step)
            case Move():
                self._move(step.uid, step.parent, step.position)
            case Reorder():
                statement = self._known(step.uid)
                self._move(step.uid, self._place_of(statement), step.position)
            case Retire():
                self._leave(step.uid)
            case Replace() | Split() | Merge():
                self._succeed(step)
            case Relate() | Alter() | Unrelate():
                self._relate(step)
            case DescribeFramework():
                self._describe(step.field, step.value)
            case AnnotateFramework():
                self._describe("extras", step.extras)
            case _:
                self._restate(step)

    def result(self) -> Tree:
        self._refuse_idle_moves()
        self._put_in_place()
        self._refuse_rings()
        self._refuse_lost_children()
        self._refuse_missing_statements()

        for parent in self.touched:
            for position, uid in enumerate(self.under.get(parent, ())):
                if self.statements[uid].position != position:
                    self.statements[uid] = replace(self.statements[uid], position=position)
        described = replace(self.tree, **self.described) if self.described else self.tree  # type: ignore[arg-type]  # each value was checked where its step was made
        return replace(
            described,
            statements=tuple(self.statements.values()),
            associations=tuple(self.associations.values()),
        )

    # One statement

    def _add(self, step: Add) -> None:
        if not step.uid:
            raise CannotApply("A new statement needs an identifier of its own.")
        if step.uid in self.statements or step.uid in self.tree.by_uid:
            raise CannotApply(f"There is already a statement with the identifier {step.uid}.")
        if not step.text.strip():
            raise CannotApply("A new statement needs words.")
        if step.parent == step.uid:
            raise CannotApply("A new statement cannot stand under itself.")
        said = {field.name: getattr(step, field.name) for field in fields(step) if field.name != "position"}
        self.statements[step.uid] = Statement(**said)
        self._place(step.uid, step.parent, step.position)

    def _restate(self, step: Reword | Recode | MarkOptional | Describe | Annotate) -> None:
        statement = self._known(step.uid)
        match step:
            case Reword():
                if not step.text.strip():
                    raise CannotApply(f"{quoted(statement)} would be left without words. Retire it instead.")
                changed, what = replace(statement, text=step.text), "these words"
            case Recode():
                changed, what = replace(statement, code=step.code), "this code"
            case MarkOptional():
                changed = replace(statement, optional=step.optional)
                what = "this mark"
            case Describe():
                changed = replace(statement, **{step.field: step.value})  # type: ignore[arg-type]  # the field is one of text
                what = f"this {step.field}"
            case Annotate():
                changed, what = replace(statement, extras=step.extras), "these notes"
        if changed == statement:
            raise CannotApply(f"{quoted(statement)} already has {what}, so nothing would change.")
        self.statements[statement.uid] = changed

    def _move(self, uid: str, parent: str, position: int | None) -> None:
        statement = self._known(uid)
        if parent == uid:
            raise CannotApply(f"{quoted(statement)} cannot stand under itself.")
        self._take_out(statement)
        self._place(uid, parent, position)
        self.statements[uid] = replace(statement, parent=parent)
        self.moved.append(uid)

    def _leave(self, uid: str) -> None:
        self._take_out(self._known(uid))
        self.gone.append(uid)
        del self.statements[uid]

    def _take_out(self, statement: Statement) -> None:
        if statement.uid not in self.tree.by_uid:
            raise CannotApply(f"{quoted(statement)} is new here. Add it where it belongs, or not at all.")
        place = self._place_of(statement)
        self.under[place].remove(statement.uid)
        self.touched.add(place)

    def _place(self, uid: str, parent: str, position: int | None) -> None:
        if position is not None and position < 0:
            raise CannotApply("A position counts from 0 at the top.")
        self.placed.setdefault(parent, []).append((position, uid))
        self.touched.add(parent)

    def _place_of(self, statement: Statement) -> str:
        """Where the statement is listed: a parent that never existed counts as the top."""
        return statement.parent if statement.parent in self.tree.by_uid else ""

    def _known(self, uid: str) -> Statement:
        if uid not in self.statements:
            raise CannotApply(
                f"There is no statement with the identifier {uid} here. It may have been retired."
            )
        return self.statements[uid]

    # Several, and what they are to each other

    def _succeed(self, step: Replace | Split | Merge) -> None:
        old, new = gone(step), successors(step)
        name = name_in(self.tree, old[0]) if old else "A merger"
        if not old or (isinstance(step, Split) and len(set(new)) < 2):  # noqa: PLR2004  two make a split
            raise CannotApply(f"{name} needs two or more that stand for it; else replace it.")
        if set(old) & set(new):
            raise CannotApply(f"{name} cannot stand for itself.")
        for uid in old:
            self._leave(uid)
        self.needed.extend((uid, name) for uid in new)
        for link in links_of(step):
            self.associations[link.uid] = link

    def _relate(self, step: Relate | Alter | Unrelate) -> None:
        if isinstance(step, Unrelate):
            self._related(step.uid)
            del self.associations[step.uid]
            return
        association = step.association
        if isinstance(step, Alter):
            if self._related(association.uid) == association:
                raise CannotApply(f"The association {association.uid} already says that.")
        elif association.uid in self.associations:
            raise CannotApply(f"There is already an association with the identifier {association.uid}.")
        self.associations[association.uid] = association

    def _related(self, uid: str) -> Association:
        if uid not in self.associations:
            raise CannotApply(f"There is no association with the identifier {uid} here.")
        return self.associations[uid]

    def _describe(self, field: str, value: object) -> None:
        if getattr(self.tree, field) == value:
            raise CannotApply(f"The framework already has this {field}, so nothing would change.")
        self.described[field] = value

    # Where they end

    def _refuse_idle_moves(self) -> None:
        """A move that alone touches its siblings, and leaves them as they stand, would change nothing."""
        for uid in self.moved:
            parent = self._place_of(self.tree.by_uid[uid])
            placed = self.placed.get(parent, [])
            if [one for _, one in placed] != [uid]:
                continue
            before = [child.uid for child in self.tree.children.get(parent, ())]
            if _inserted(self.under[parent], placed) == before:
                name = quoted(self.tree.by_uid[uid])
                raise CannotApply(f"{name} already stands there, so nothing would change.")

    def _put_in_place(self) -> None:
        for parent, placed in self.placed.items():
            self.under[parent] = _inserted(self.under.get(parent, []), placed)

    def _refuse_rings(self) -> None:
        """Only rings that this plan closed: one that came with the file is for the check to report."""
        if not self.moved:
            return
        for ring in cycles({uid: statement.parent for uid, statement in self.statements.items()}):
            for uid in self.moved:
                if uid in ring:
                    name = quoted(self.statements[uid])
                    raise CannotApply(f"{name} cannot stand under one of its own sub-points.")

    def _refuse_lost_children(self) -> None:
        for uid in self.gone:
            left = self.under.get(uid, ())
            if left:
                sentence = (
                    f"{name_in(self.tree, uid)} still has {len(left)} under it. "
                    "Move or retire those first, then it can be retired."
                )
                raise CannotApply(sentence)

    def _refuse_missing_statements(self) -> None:
        for parent in self.touched:
            if parent and self.under.get(parent) and parent not in self.statements:
                raise CannotApply(f"There is no statement with the identifier {parent} to stand under.")
        for uid, name in self.needed:
            if uid not in self.statements:
                raise CannotApply(f"There is no statement with the identifier {uid} to stand for {name}.")


def _inserted(siblings: Sequence[str], placed: Sequence[tuple[int | None, str]]) -> list[str]:
    """The siblings with the placed ones among them, each at its position at the end of it all; of equal ones the last first."""
    order = list(siblings)
    for position, uid in sorted(
        ((position, uid) for position, uid in placed if position is not None), key=lambda one: one[0]
    ):
        order.insert(position, uid)
    return [*order, *(uid for position, uid in placed if position is None)]
