"""Changing a draft: by a decision, or by a fix of form that somebody answers for. No change without a warrant."""

from __future__ import annotations

from collections.abc import Iterable

from penholder.accounts.models import Member
from penholder.frameworks.events import ChangeApplied, EditorialFixMade
from penholder.frameworks.models import (
    Change,
    Draft,
    DraftStatement,
    Operation,
    Significance,
    Statement,
    Worded,
)
from penholder.frameworks.queries import outline_of
from penholder.pure.ledger.canon import canonical
from penholder.pure.tree import change
from penholder.pure.tree.change import CannotApply, apply_operation
from penholder.pure.tree.statement import Statement as Leaf
from penholder.pure.tree.statement import Tree
from penholder.record import clock
from penholder.record.actions import append
from penholder.record.queries import Entry
from penholder.record.recording import Refused, committed, records

NAMES: dict[type[change.Operation], Operation] = {
    change.Add: Operation.ADD,
    change.Reword: Operation.REWORD,
    change.Move: Operation.MOVE,
    change.Retire: Operation.RETIRE,
    change.Recode: Operation.RECODE,
}
OF_FORM = (change.Reword, change.Move, change.Recode)
"""What can be a fix of form. To add or retire a statement always changes what is asked of people."""


@records(ChangeApplied)
def apply_change(
    *, draft: Draft, operation: change.Operation, significance: str, why: str, warrant: Entry, by: Member
) -> Change:
    """Apply one operation to an open draft.

    Made: the change; for an addition the statement. Changed: the statement's words or place, its siblings' places.
    Appended: change.applied, which commits to the words before and after.
    """
    now = clock.now()
    draft = _locked(draft)
    before = outline_of(draft)
    after = _after(before, operation)
    statement, _ = Statement.objects.get_or_create(framework=draft.framework, uid=operation.uid)

    _write(draft, before, after, statement)
    made = Change(
        draft=draft,
        number=draft.changes.count() + 1,
        statement=statement,
        operation=NAMES[type(operation)],
        before=_told(before.by_uid.get(operation.uid)),
        after=_told(after.by_uid.get(operation.uid)),
        significance=Significance(significance),
        why=why.strip(),
        applied_at=now,
        warrant=warrant,
    )
    made.entry = append(
        ChangeApplied(
            scope=draft.framework.uid,
            obj=made.uid,
            re=(statement.uid,),
            words=tuple(
                committed(made.salt, name, canonical(told).decode("utf-8"))
                for name, told in (("before", made.before), ("after", made.after))
            ),
            operation=made.operation,
            significance=made.significance,
            warrant=warrant.index,
        ),
        by=by.actor,
    )
    made.save(force_insert=True)
    return made


@records(EditorialFixMade)
def make_editorial_fix(*, draft: Draft, operation: change.Operation, why: str, by: Member) -> Change:
    """Correct the form of a statement: spelling, grammar, a code, an order; the fix is its own warrant.

    Made and changed: as by apply_change. Appended: editorial_fix.made, change.applied.
    """
    if not isinstance(operation, OF_FORM):
        raise Refused("To add or retire a statement changes what is asked of people: that takes a decision.")
    if not why.strip():
        raise Refused("Say why this fix is needed. It is shown beside the change.")
    draft = _locked(draft)
    warrant = append(
        EditorialFixMade(scope=draft.framework.uid, obj=draft.uid, re=(operation.uid,)), by=by.actor
    )
    return apply_change(
        draft=draft,
        operation=operation,
        significance=Significance.EDITORIAL,
        why=why,
        warrant=warrant,
        by=by,
    )


def _locked(draft: Draft) -> Draft:
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if locked.became_id is not None:
        raise Refused(
            "This draft has been published, and what is published never changes. Open the next draft."
        )
    return locked


def _after(before: Tree, operation: change.Operation) -> Tree:
    try:
        after = apply_operation(before, operation)
    except CannotApply as no:
        raise Refused(no.sentence) from no
    _refuse_too_long(after.by_uid.get(operation.uid))
    return after


def _refuse_too_long(leaf: Leaf | None) -> None:
    if leaf is None:
        return
    for name, said in (("code", leaf.code), ("kind", leaf.kind)):
        limit = Worded._meta.get_field(name).max_length  # type: ignore[union-attr]  # noqa: SLF001  both are text; _meta is Django's public door
        if limit is not None and len(said) > limit:
            raise Refused(f"The {name} is longer than {limit} characters. Make it shorter.")


def _write(draft: Draft, before: Tree, after: Tree, statement: Statement) -> None:
    """The one statement in full, and new places for the siblings that made room."""
    leaf = after.by_uid.get(statement.uid)
    if leaf is None:
        draft.worded.filter(statement=statement).delete()
    elif statement.uid in before.by_uid:
        draft.worded.filter(statement=statement).update(**_row(leaf, draft))
    else:
        DraftStatement.objects.create(draft=draft, statement=statement, **_row(leaf, draft))
    moved = [
        leaf
        for leaf in after.statements
        if leaf.uid != statement.uid and leaf.position != before.by_uid[leaf.uid].position
    ]
    _renumber(draft, moved)


def _row(leaf: Leaf, draft: Draft) -> dict[str, object]:
    parent = draft.worded.filter(statement__uid=leaf.parent).first() if leaf.parent else None
    return {
        "text": leaf.text,
        "parent_id": parent.statement_id if parent else None,
        "position": leaf.position,
        "code": leaf.code,
        "kind": leaf.kind,
    }


def _renumber(draft: Draft, moved: Iterable[Leaf]) -> None:
    places = {leaf.uid: leaf.position for leaf in moved}
    if not places:
        return
    keys = draft.worded.values_list("pk", "statement__uid")
    rows = [DraftStatement(pk=pk, position=places[uid]) for pk, uid in keys if uid in places]
    DraftStatement.objects.bulk_update(rows, ["position"], batch_size=500)


def _told(leaf: Leaf | None) -> dict[str, object]:
    """What the record commits to: the words, their place and how they are printed."""
    if leaf is None:
        return {}
    return {
        "text": leaf.text,
        "parent": leaf.parent,
        "position": leaf.position,
        "code": leaf.code,
        "kind": leaf.kind,
    }
