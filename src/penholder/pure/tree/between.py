"""The plan that leads from one tree to another: what a diff is, said in the words that decisions use.

A statement is the same statement while it keeps its uid, whatever its words, code or place. So a moved domain is one
step, not one for each statement that went along with it, and an added sibling does not make the others differ.
"""

from __future__ import annotations

import bisect
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from penholder.pure.tree.operation import (
    FIELDS,
    FRAMEWORK_FIELDS,
    Add,
    Alter,
    Annotate,
    AnnotateFramework,
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
from penholder.pure.tree.statement import Association, Statement, Tree
from penholder.pure.tree.succession import REPLACED_BY, as_given


def between(old: Tree, new: Tree) -> tuple[Step, ...]:
    """All steps: the framework's own, then in reading order of the new tree, then what went, then associations.

    ``carry_out(old, between(old, new))`` says the same as ``new``, if both are sound.
    """
    successions = _successions(old, new)
    left = {uid for step in successions for uid in (step.uids if isinstance(step, Merge) else (step.uid,))}
    return (
        *_framework(old, new),
        *_statements(old, new),
        *successions,
        *(
            Retire(statement.uid)
            for statement in read_through(old)
            if statement.uid not in new.by_uid and statement.uid not in left
        ),
        *_associations(old, new, successions),
    )


def read_through(tree: Tree) -> Iterator[Statement]:
    """Reading order; then whatever a ring of parents hides from the reader, as given."""
    reached: set[str] = set()
    for _, statement in tree.walk():
        reached.add(statement.uid)
        yield statement
    if len(reached) < len(tree.statements):
        for statement in tree.statements:
            if statement.uid not in reached:
                reached.add(statement.uid)
                yield statement


def _framework(old: Tree, new: Tree) -> Iterator[Step]:
    for field in FRAMEWORK_FIELDS:
        if getattr(old, field) != getattr(new, field):
            yield DescribeFramework(field, getattr(new, field))
    if old.extras != new.extras:
        yield AnnotateFramework(new.extras)


def _statements(old: Tree, new: Tree) -> Iterator[Step]:
    reordered = _reordered(old, new)
    places = {
        statement.uid: place for siblings in new.children.values() for place, statement in enumerate(siblings)
    }
    known = old.by_uid
    for statement in read_through(new):
        before = known.get(statement.uid)
        if before is None:
            yield _added(statement, _parent_in(new, statement), places.get(statement.uid))
            continue
        parent = _parent_in(new, statement)
        if _parent_in(old, before) != parent:
            yield Move(statement.uid, parent, places.get(statement.uid))
        elif statement.uid in reordered:
            yield Reorder(statement.uid, places[statement.uid])
        if before is not statement:
            yield from _restated(before, statement)


def _added(statement: Statement, parent: str, position: int | None) -> Add:
    return Add(
        uid=statement.uid,
        text=statement.text,
        parent=parent,
        position=position,
        code=statement.code,
        kind=statement.kind,
        short=statement.short,
        plain=statement.plain,
        easy=statement.easy,
        notes=statement.notes,
        optional=statement.optional,
        level=statement.level,
        language=statement.language,
        uri=statement.uri,
        extras=statement.extras,
    )


def _restated(before: Statement, after: Statement) -> Iterator[Step]:
    if before.code != after.code:
        yield Recode(after.uid, after.code)
    if before.text != after.text:
        yield Reword(after.uid, after.text)
    for field in FIELDS:
        now = getattr(after, field)
        if getattr(before, field) != now:
            yield Describe(after.uid, field, now)
    if before.optional != after.optional:
        yield MarkOptional(after.uid, after.optional)
    if before.extras != after.extras:
        yield Annotate(after.uid, after.extras)


def _parent_in(tree: Tree, statement: Statement) -> str:
    return statement.parent if statement.parent in tree.by_uid else ""


def _reordered(old: Tree, new: Tree) -> frozenset[str]:
    """The fewest siblings that must have changed places: those outside the longest run that kept its order."""
    found: set[str] = set()
    for parent, siblings in new.children.items():
        before = old.children.get(parent, ())
        if len(siblings) < 2 or len(before) < 2:  # noqa: PLR2004  one alone is always in order
            continue
        stood = {statement.uid: place for place, statement in enumerate(before)}
        places = [stood[statement.uid] for statement in siblings if statement.uid in stood]
        if all(one < other for one, other in itertools.pairwise(places)):
            continue
        kept = _longest_rising(places)
        found.update(before[place].uid for place in places if place not in kept)
    return frozenset(found)


def _longest_rising(places: Sequence[int]) -> frozenset[int]:
    """One of the longest runs in order (Fredman 1975)."""
    tails: list[int] = []
    came_before: dict[int, int | None] = {}
    for place in places:
        length = bisect.bisect_left(tails, place)
        came_before[place] = tails[length - 1] if length else None
        tails[length : length + 1] = [place]
    kept: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = came_before[last]
    return frozenset(kept)


# What became of those that went


def _successions(old: Tree, new: Tree) -> tuple[Replace | Split | Merge, ...]:
    """By the associations that came in between: one for one replaces, one for several splits, several for one merge."""
    into: dict[str, list[Association]] = defaultdict(list)
    known = {one.uid for one in old.associations}
    for one in new.associations:
        if one.kind == REPLACED_BY and one.uid not in known and _went(one, old, new):
            into[one.origin].append(one)
    splits = [
        Split(uid, tuple(link.destination for link in links), as_given(links))
        for uid, links in into.items()
        if len({link.destination for link in links}) > 1
    ]
    single: dict[str, list[Association]] = defaultdict(list)
    for links in into.values():
        if len(links) == 1:
            single[links[0].destination].append(links[0])
    return (*splits, *(_one_for_all(old, destination, links) for destination, links in single.items()))


def _went(link: Association, old: Tree, new: Tree) -> bool:
    return link.origin in old.by_uid and link.origin not in new.by_uid and link.destination in new.by_uid


def _one_for_all(old: Tree, destination: str, links: Sequence[Association]) -> Replace | Merge:
    said = as_given(links)
    if len(links) == 1 and destination not in old.by_uid:
        return Replace(links[0].origin, destination, said)
    return Merge(tuple(link.origin for link in links), destination, said)


def _associations(old: Tree, new: Tree, successions: Sequence[Replace | Split | Merge]) -> Iterator[Step]:
    if old.associations == new.associations and not successions:
        return
    before = {one.uid: one for one in old.associations}
    said = {(uid, into) for step in successions for uid, into in _pairs(step)}
    for one in new.associations:
        was = before.pop(one.uid, None)
        if was is None and not (one.kind == REPLACED_BY and (one.origin, one.destination) in said):
            yield Relate(one)
        elif was is not None and was != one:
            yield Alter(one)
    for uid in before:
        yield Unrelate(uid)


def _pairs(step: Replace | Split | Merge) -> Iterator[tuple[str, str]]:
    match step:
        case Replace():
            yield step.uid, step.by
        case Split():
            yield from ((step.uid, into) for into in step.into)
        case Merge():
            yield from ((uid, step.into) for uid in step.uids)
