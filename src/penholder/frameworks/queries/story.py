"""What happened to a statement, and what a draft has changed: the words before and after, and by what warrant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from penholder.frameworks.models import Change, Draft, DraftStatement, Operation, Statement, VersionStatement
from penholder.frameworks.queries.mapping import heading_of
from penholder.frameworks.queries.states import changes_of
from penholder.pure.tree.diff import words
from penholder.pure.tree.statement import Statement as Leaf
from penholder.pure.tree.statement import Tree

Pieces = tuple[tuple[str, str], ...]

_HEADINGS = {
    Operation.ADD: "Added",
    Operation.REWORD: "Reworded",
    Operation.MOVE: "Moved",
    Operation.RETIRE: "Retired",
    Operation.RECODE: "Given another code",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One change, as it is told: what was done, the words, and who answers for it."""

    uid: str
    heading: str
    code: str
    at: datetime
    draft: int
    version: int | None
    significance: str
    why: str
    pieces: Pieces
    also: tuple[str, ...]
    warrant: int
    is_addition: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """A version in which a statement stands."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Touched:
    """A statement that a draft has changed: the words then and now, and each change in turn."""

    uid: str
    code: str
    heading: str
    kind: str
    pieces: Pieces
    also: tuple[str, ...]
    changes: tuple[Told, ...]


def story_of(statement: Statement, tree: Tree) -> tuple[Told, ...]:
    """Every change to a statement, oldest first; ``tree`` gives names to the places it was moved from and to."""
    changes = Change.objects.filter(statement=statement).select_related(
        "draft__became", "warrant", "statement"
    )
    return tuple(_told(change, tree) for change in changes.order_by("draft__number", "number"))


def printed_in(statement: Statement) -> tuple[Printed, ...]:
    """The versions this statement stands in, oldest first."""
    rows = VersionStatement.objects.filter(statement=statement).order_by("version__number")
    found = rows.values_list("version__number", "version__published_at")
    return tuple(Printed(number, at) for number, at in found)


def draft_words(draft: Draft, statement: Statement) -> DraftStatement | None:
    """How the draft has this statement now; None where it has been retired, or was never in it."""
    return draft.worded.filter(statement=statement).first()


def last_words(statement: Statement, told: Iterable[Told]) -> str:
    """How a statement read when it was last seen."""
    retired = [one for one in told if one.heading == _HEADINGS[Operation.RETIRE]]
    if retired:
        return "".join(text for _, text in retired[-1].pieces)
    row = VersionStatement.objects.filter(statement=statement).order_by("-version__number").first()
    return row.text if row else ""


def touched_in(draft: Draft, tree: Tree) -> tuple[Touched, ...]:
    """Every statement this draft has changed, in the order of the first change, with what it comes to."""
    by_statement: dict[str, list[Change]] = {}
    for change in changes_of(draft).select_related("draft__became", "warrant", "statement"):
        by_statement.setdefault(change.statement.uid, []).append(change)
    return tuple(_touched(uid, changes, tree) for uid, changes in by_statement.items())


def _touched(uid: str, changes: list[Change], tree: Tree) -> Touched:
    before, after = changes[0].before, changes[-1].after
    now = tree.by_uid.get(uid)
    return Touched(
        uid=uid,
        code=after.get("code") or before.get("code", ""),
        heading=heading_of(now) if now else heading_of(Leaf(uid, before.get("text", ""))),
        kind="new" if not before else "retired" if not after else "changed",
        pieces=words(before.get("text", ""), after.get("text", "")),
        also=_also(before, after, tree),
        changes=tuple(_told(change, tree) for change in changes),
    )


def _told(change: Change, tree: Tree) -> Told:
    became = change.draft.became
    return Told(
        uid=change.statement.uid,
        heading=_HEADINGS[Operation(change.operation)],
        code=change.after.get("code") or change.before.get("code", ""),
        at=change.applied_at,
        draft=change.draft.number,
        version=became.number if became else None,
        significance=change.significance,
        why=change.why,
        pieces=words(change.before.get("text", ""), change.after.get("text", "")),
        also=_also(change.before, change.after, tree),
        warrant=change.warrant.index,
        is_addition=change.operation == Operation.ADD,
    )


def _also(before: Mapping[str, Any], after: Mapping[str, Any], tree: Tree) -> tuple[str, ...]:
    """What changed beside the words, in sentences; nothing to say of a statement that came or went."""
    if not before or not after:
        return ()
    said: list[str] = []
    if before["parent"] != after["parent"]:
        said.append(
            f"It stood {_place(before['parent'], tree)}, and now stands {_place(after['parent'], tree)}."
        )
    elif before["position"] != after["position"]:
        said.append(
            f"It went from place {before['position'] + 1} to place {after['position'] + 1} in its list."
        )
    if before["code"] != after["code"]:
        said.append(f"Its code went from {before['code'] or 'none'} to {after['code'] or 'none'}.")
    return tuple(said)


def _place(uid: str, tree: Tree) -> str:
    if not uid:
        return "at the top"
    above = tree.by_uid.get(uid)
    if above is None:
        return "under a statement that is no longer here"
    return f"under {above.code} “{heading_of(above, longest=60)}”".replace("  ", " ")
