"""Which associations of two trees say the same, whatever identifiers a file gave them.

Few formats keep an identifier for each association, and some programs make new ones at every export. Read by identifiers
alone, every relation would then have gone, and another that says the same would have come.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import replace

from penholder.pure.tree.statement import Association, Tree

Said = tuple[str, str, str]
"""What an association says: from where, how, to where."""


def with_known_associations(old: Tree, new: Tree) -> Tree:
    """The new tree with the old identifiers of associations that say the same and share none."""
    before = {one.uid for one in old.associations}
    after = {one.uid for one in new.associations}
    if before == after:
        return new
    gone: dict[Said, deque[str]] = defaultdict(deque)
    for one in old.associations:
        if one.uid not in after:
            gone[said_by(one, old)].append(one.uid)
    if not gone:
        return new
    return replace(
        new,
        associations=tuple(
            replace(one, uid=waiting.popleft())
            if one.uid not in before and (waiting := gone.get(said_by(one, new)))
            else one
            for one in new.associations
        ),
    )


def said_by(one: Association, tree: Tree) -> Said:
    """What an association of this tree says."""
    origin = _end(one.origin, one.origin_uri, tree)
    return origin, one.kind, _end(one.destination, one.destination_uri, tree)


def _end(uid: str, uri: str, tree: Tree) -> str:
    """A statement here by its identifier; the framework by none, as there is one; what lies outside by its address."""
    if uid in tree.by_uid:
        return uid
    return "" if uid and uid == tree.uid else uri or uid
