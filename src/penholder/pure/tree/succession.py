"""What stands for a statement that went: CASE's ``replacedBy``, from the one that went to the one that came."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from penholder.pure.tree.operation import Merge, Replace, Split
from penholder.pure.tree.statement import Association

REPLACED_BY = "replacedBy"

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:penholder:succession")


def gone(step: Replace | Split | Merge) -> tuple[str, ...]:
    """The statements that leave."""
    return step.uids if isinstance(step, Merge) else (step.uid,)


def successors(step: Replace | Split | Merge) -> tuple[str, ...]:
    """The statements that stand for them."""
    match step:
        case Replace():
            return (step.by,)
        case Split():
            return step.into
        case Merge():
            return (step.into,)


def links_of(step: Replace | Split | Merge) -> tuple[Association, ...]:
    """The associations that say so: those given, or one made for each pair."""
    given = step.links
    return given or tuple(succeeds(old, new) for old in gone(step) for new in successors(step))


def succeeds(old: str, new: str) -> Association:
    """The association between two statements, the same whoever makes it."""
    uid = str(uuid.uuid5(_NAMESPACE, f"{old}\x1f{new}"))
    return Association(uid=uid, kind=REPLACED_BY, origin=old, destination=new)


def as_given(links: Iterable[Association]) -> tuple[Association, ...]:
    """The links, unless they say no more than what would be made: then none."""
    every = tuple(links)
    return () if all(link == succeeds(link.origin, link.destination) for link in every) else every
