"""A tree written in one way only, so that two that say the same are equal."""

from __future__ import annotations

from dataclasses import replace

from penholder.pure.tree.between import read_through
from penholder.pure.tree.statement import Tree


def settled(tree: Tree) -> Tree:
    """Statements in reading order with dense positions, no parent that is not there, associations by identifier."""
    places = {
        statement.uid: place
        for siblings in tree.children.values()
        for place, statement in enumerate(siblings)
    }
    return replace(
        tree,
        statements=tuple(
            replace(
                statement,
                parent=statement.parent if statement.parent in tree.by_uid else "",
                position=places[statement.uid],
            )
            for statement in read_through(tree)
        ),
        associations=tuple(sorted(tree.associations, key=lambda one: one.uid)),
    )
