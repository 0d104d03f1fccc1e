"""Named operations on a tree: what a decision does to the words.

A tree is never edited in place. An operation is a value that can be shown, voted on and recorded before it is applied;
applying it gives a new tree or a sentence saying why it cannot be. Operations that belong together are judged by where
they end: a parent may be retired in the same breath as its sub-points move away, whichever is named first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from penholder.pure.tree.check import cycles, quoted
from penholder.pure.tree.statement import Statement, Tree


class CannotApply(Exception):
    """An operation does not fit this tree; ``sentence`` says why, to a person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Add:
    """A new statement under ``parent`` (empty: at the top), at ``position`` among its siblings (None: at the end)."""

    uid: str
    text: str
    parent: str = ""
    position: int | None = None
    code: str = ""
    kind: str = ""


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


Operation = Add | Reword | Move | Retire | Recode


def apply_operation(tree: Tree, operation: Operation) -> Tree:
    """The tree after one operation; raises :class:`CannotApply`."""
    return apply_all(tree, (operation,))


def apply_all(tree: Tree, operations: Iterable[Operation]) -> Tree:
    """The tree after all operations, applied in order and judged by where they end; raises :class:`CannotApply`."""
    wanted = tuple(operations)
    _refuse_contradictions(tree, wanted)

    bench = _Bench(tree)
    for operation in wanted:
        bench.apply(operation)
    return bench.result()


def _refuse_contradictions(tree: Tree, operations: tuple[Operation, ...]) -> None:
    seen: set[tuple[type[Operation], str]] = set()
    for operation in operations:
        if (type(operation), operation.uid) in seen:
            name = _name_in(tree, operation.uid)
            raise CannotApply(f"{name} is to be {_PAST[type(operation)]} twice. Keep one of the two.")
        seen.add((type(operation), operation.uid))
    for operation in operations:
        if not isinstance(operation, Retire) and (Retire, operation.uid) in seen:
            name = _name_in(tree, operation.uid)
            raise CannotApply(f"{name} is to be {_PAST[type(operation)]} and retired. Choose one of the two.")


_PAST: dict[type[Operation], str] = {
    Add: "added",
    Reword: "reworded",
    Move: "moved",
    Retire: "retired",
    Recode: "recoded",
}


def _name_in(tree: Tree, uid: str) -> str:
    statement = tree.by_uid.get(uid)
    return quoted(statement) if statement else f"The statement {uid}"


class _Bench:
    """The working surface while operations are applied: statements by uid, and the order under each parent."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.statements = dict(tree.by_uid)
        self.under = {parent: [child.uid for child in below] for parent, below in tree.children.items()}
        self.touched: set[str] = set()
        self.moved: list[str] = []
        self.retired: list[str] = []

    def apply(self, operation: Operation) -> None:
        match operation:
            case Add():
                self._add(operation)
            case Reword():
                self._reword(operation)
            case Move():
                self._move(operation)
            case Retire():
                self._retire(operation)
            case Recode():
                self._recode(operation)

    def result(self) -> Tree:
        self._refuse_rings()
        self._refuse_lost_children()
        self._refuse_missing_parents()

        for parent in self.touched:
            for position, uid in enumerate(self.under.get(parent, ())):
                self.statements[uid] = replace(self.statements[uid], position=position)
        return replace(self.tree, statements=tuple(self.statements.values()))

    def _add(self, operation: Add) -> None:
        if not operation.uid:
            raise CannotApply("A new statement needs an identifier of its own.")
        if operation.uid in self.statements or operation.uid in self.tree.by_uid:
            raise CannotApply(f"There is already a statement with the identifier {operation.uid}.")
        if not operation.text.strip():
            raise CannotApply("A new statement needs words.")
        if operation.parent == operation.uid:
            raise CannotApply("A new statement cannot stand under itself.")
        self.statements[operation.uid] = Statement(
            uid=operation.uid,
            text=operation.text,
            parent=operation.parent,
            code=operation.code,
            kind=operation.kind,
        )
        self._insert(operation.uid, operation.parent, operation.position)

    def _reword(self, operation: Reword) -> None:
        statement = self._known(operation.uid)
        if not operation.text.strip():
            raise CannotApply(f"{quoted(statement)} would be left without words. Retire it instead.")
        if operation.text == statement.text:
            raise CannotApply(f"{quoted(statement)} already has these words, so nothing would change.")
        self.statements[statement.uid] = replace(statement, text=operation.text)

    def _recode(self, operation: Recode) -> None:
        statement = self._known(operation.uid)
        if operation.code == statement.code:
            raise CannotApply(f"{quoted(statement)} already has this code, so nothing would change.")
        self.statements[statement.uid] = replace(statement, code=operation.code)

    def _move(self, operation: Move) -> None:
        statement = self._known(operation.uid)
        if operation.parent == statement.uid:
            raise CannotApply(f"{quoted(statement)} cannot stand under itself.")
        old = self._place_of(statement)
        before = list(self.under[old])
        self.under[old].remove(statement.uid)
        self._insert(statement.uid, operation.parent, operation.position)
        if old == operation.parent and self.under[old] == before:
            raise CannotApply(f"{quoted(statement)} already stands there, so nothing would change.")
        self.statements[statement.uid] = replace(statement, parent=operation.parent)
        self.touched.add(old)
        self.moved.append(statement.uid)

    def _retire(self, operation: Retire) -> None:
        statement = self._known(operation.uid)
        place = self._place_of(statement)
        self.under[place].remove(statement.uid)
        self.touched.add(place)
        self.retired.append(statement.uid)
        del self.statements[statement.uid]

    def _insert(self, uid: str, parent: str, position: int | None) -> None:
        if position is not None and position < 0:
            raise CannotApply("A position counts from 0 at the top.")
        siblings = self.under.setdefault(parent, [])
        siblings.insert(len(siblings) if position is None else position, uid)
        self.touched.add(parent)

    def _place_of(self, statement: Statement) -> str:
        """Where the statement is listed: a parent that never existed counts as the top."""
        listed = statement.uid in self.under.get(statement.parent, ())
        return statement.parent if listed else ""

    def _known(self, uid: str) -> Statement:
        if uid not in self.statements:
            raise CannotApply(
                f"There is no statement with the identifier {uid} here. It may have been retired."
            )
        return self.statements[uid]

    def _refuse_rings(self) -> None:
        """Only rings that these operations closed: one that came with the file is for the check to report."""
        for ring in cycles({uid: statement.parent for uid, statement in self.statements.items()}):
            for uid in self.moved:
                if uid in ring:
                    name = quoted(self.statements[uid])
                    raise CannotApply(f"{name} cannot stand under one of its own sub-points.")

    def _refuse_lost_children(self) -> None:
        for uid in self.retired:
            left = self.under.get(uid, ())
            if left:
                sentence = (
                    f"{_name_in(self.tree, uid)} still has {len(left)} under it. "
                    "Move or retire those first, then it can be retired."
                )
                raise CannotApply(sentence)

    def _refuse_missing_parents(self) -> None:
        for parent in self.touched:
            if parent and self.under.get(parent) and parent not in self.statements:
                raise CannotApply(f"There is no statement with the identifier {parent} to stand under.")
