"""What a motion would change: as operations, as it is kept, and as it is shown before anything happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from penholder.decisions.models import ProposedChange
from penholder.frameworks.models import Operation as Named
from penholder.frameworks.models import Significance
from penholder.pure.tree.change import (
    Add,
    CannotApply,
    Move,
    Operation,
    Recode,
    Retire,
    Reword,
    apply_operation,
)
from penholder.pure.tree.check import quoted
from penholder.pure.tree.diff import words
from penholder.pure.tree.statement import Tree

Pieces = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A change somebody wants a motion to make, and whether it alters what is asked of people."""

    operation: Operation
    significance: str = Significance.SUBSTANTIVE


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change as it is put before people: what is done, and the words that go and come."""

    heading: str
    pieces: Pieces
    also: str
    significance: str


def in_order(tree: Tree, planned: Sequence[Planned]) -> tuple[Planned, ...]:
    """The changes in an order in which each can be made after the one before; raises CannotApply where there is none.

    As they were given, if that works. Otherwise what comes first, then what moves, then the words, and what goes last,
    from the bottom up: so a parent may be retired in the same motion that moves its sub-points away.
    """
    try:
        _apply_each(tree, planned)
    except CannotApply:
        planned = _safest_order(tree, planned)
        _apply_each(tree, planned)
    return tuple(planned)


def kept(tree: Tree, operation: Operation) -> dict[str, Any]:
    """An operation as a motion keeps it, with how things stood when it was put: what is decided on is that, not a guess."""
    payload: dict[str, Any] = {"uid": operation.uid, "named": _name(tree, operation.uid)}
    before = tree.by_uid.get(operation.uid)
    if before is not None:
        payload["before"] = {"text": before.text, "code": before.code, "parent": before.parent}
        payload["was_under"] = _name(tree, before.parent)
    match operation:
        case Add():
            payload |= {"text": operation.text, "code": operation.code, "kind": operation.kind}
            payload |= _place(tree, operation)
        case Reword():
            payload |= {"text": operation.text}
        case Move():
            payload |= _place(tree, operation)
        case Recode():
            payload |= {"code": operation.code}
        case Retire():
            pass
    return payload


def named_operation(operation: Operation) -> Named:
    """The name the frameworks' tables know the operation by."""
    return _NAMES[type(operation)]


def operation_of(change: ProposedChange) -> Operation:
    """The operation a motion has kept."""
    kept_as = change.payload
    match Named(change.operation):
        case Named.ADD:
            return Add(
                uid=kept_as["uid"],
                text=kept_as["text"],
                parent=kept_as["parent"],
                position=kept_as["position"],
                code=kept_as["code"],
                kind=kept_as["kind"],
            )
        case Named.REWORD:
            return Reword(uid=kept_as["uid"], text=kept_as["text"])
        case Named.MOVE:
            return Move(uid=kept_as["uid"], parent=kept_as["parent"], position=kept_as["position"])
        case Named.RECODE:
            return Recode(uid=kept_as["uid"], code=kept_as["code"])
        case Named.RETIRE:
            return Retire(uid=kept_as["uid"])


def overtaken(tree: Tree, changes: Iterable[ProposedChange]) -> str:
    """Why the draft is no longer what the motion was put on, naming the statement; empty where it still is."""
    for change in changes:
        before = change.payload.get("before")
        now = tree.by_uid.get(change.payload["uid"])
        if before is None:
            continue
        if now is None:
            return f"{change.payload['named']} is no longer in the draft: it was retired after this motion was put."
        for field, sentence in _OVERTAKEN[Named(change.operation)]:
            if getattr(now, field) != before[field]:
                return f"{change.payload['named']} {sentence} after this motion was put."
    return ""


def shown(operation: Named, payload: dict[str, Any], significance: str) -> ChangeShown:
    """One kept change in words and marked pieces."""
    named, before = payload["named"], payload.get("before", {})
    text = before.get("text", "")
    match operation:
        case Named.ADD:
            heading, pieces, also = _added(payload)
        case Named.REWORD:
            heading, pieces, also = f"New words for {named}", words(text, payload["text"]), ""
        case Named.MOVE:
            heading, pieces = f"Move {named}", (("same", text),)
            also = f"From {_under(payload['was_under'])} to {_under(payload['under'])}{_at(payload['position'])}."
        case Named.RECODE:
            heading, pieces = f"Give {named} another code", (("same", text),)
            also = f"From {before.get('code') or 'none'} to {payload['code'] or 'none'}."
        case Named.RETIRE:
            heading, pieces, also = f"Take out {named}", (("del", text),), ""
    return ChangeShown(heading=heading, pieces=tuple(pieces), also=also, significance=significance)


def preview(tree: Tree, planned: Sequence[Planned]) -> tuple[ChangeShown, ...]:
    """What these changes would do together, in the order they would be made; raises CannotApply with a sentence."""
    return tuple(
        shown(named_operation(plan.operation), kept(tree, plan.operation), plan.significance)
        for plan in in_order(tree, planned)
    )


_NAMES: dict[type[Operation], Named] = {
    Add: Named.ADD,
    Reword: Named.REWORD,
    Move: Named.MOVE,
    Retire: Named.RETIRE,
    Recode: Named.RECODE,
}
_WORDS = ("text", "was reworded")
_OVERTAKEN: dict[Named, tuple[tuple[str, str], ...]] = {
    Named.ADD: (),
    Named.REWORD: (_WORDS,),
    Named.MOVE: (("parent", "was moved"),),
    Named.RETIRE: (_WORDS,),
    Named.RECODE: (("code", "was given another code"),),
}
_RANKS: dict[type[Operation], int] = {Add: 0, Move: 1, Reword: 2, Recode: 3, Retire: 4}


def _apply_each(tree: Tree, planned: Iterable[Planned]) -> None:
    seen: set[tuple[type[Operation], str]] = set()
    for plan in planned:
        step = (type(plan.operation), plan.operation.uid)
        if step in seen:
            raise CannotApply(
                f"{_name(tree, plan.operation.uid)} is changed twice in the same way. Keep one of the two."
            )
        seen.add(step)
        tree = apply_operation(tree, plan.operation)


def _safest_order(tree: Tree, planned: Sequence[Planned]) -> list[Planned]:
    new = {plan.operation.uid: plan.operation.parent for plan in planned if isinstance(plan.operation, Add)}

    def place(plan: Planned) -> tuple[int, int]:
        operation = plan.operation
        if isinstance(operation, Add):
            return _RANKS[Add], _depth_among(new, operation.uid)
        known = operation.uid in tree.by_uid
        depth = len(tree.ancestors(operation.uid)) if known and isinstance(operation, Retire) else 0
        return _RANKS[type(operation)], -depth

    return sorted(planned, key=place)


def _depth_among(new: dict[str, str], uid: str) -> int:
    """How many of the new statements stand above this new one; a ring of them counts as deep and is refused later."""
    depth = 0
    while uid in new and depth <= len(new):
        uid, depth = new[uid], depth + 1
    return depth


def _place(tree: Tree, operation: Add | Move) -> dict[str, Any]:
    return {
        "parent": operation.parent,
        "position": operation.position,
        "under": _name(tree, operation.parent),
    }


def _name(tree: Tree, uid: str) -> str:
    """A statement as it is named in a sentence; empty for the top."""
    statement = tree.by_uid.get(uid)
    if statement is not None:
        return quoted(statement)
    return "a new statement" if uid else ""


def _under(name: str) -> str:
    return f"under {name}" if name else "the top"


def _at(position: int | None) -> str:
    return "" if position is None else f", place {position + 1}"


def _added(payload: dict[str, Any]) -> tuple[str, Pieces, str]:
    heading = f"New: {payload['code']}" if payload["code"] else "A new statement"
    also = f"It would stand {'at ' if not payload['under'] else ''}{_under(payload['under'])}{_at(payload['position'])}."
    return heading, (("ins", payload["text"]),), also
