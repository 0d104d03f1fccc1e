"""Reads: a framework as a tree, as a map, as its history, and files on their way in."""

from __future__ import annotations

from penholder.frameworks.queries.states import (
    State,
    States,
    changes_of,
    frameworks_of,
    latest_version,
    open_draft_of,
    outline_of,
    states_of,
    tree_of,
)

__all__ = [
    "State",
    "States",
    "changes_of",
    "frameworks_of",
    "latest_version",
    "open_draft_of",
    "outline_of",
    "states_of",
    "tree_of",
]
