"""SKOS out: the framework as a concept scheme, in Turtle or JSON-LD."""

from __future__ import annotations

from penholder.pure.formats.graphs.out import json_ld, turtle
from penholder.pure.formats.graphs.skos_terms import SKOS_VOCABULARY
from penholder.pure.formats.graphs.writing import graph_from_tree
from penholder.pure.tree.statement import Tree


def write_skos_turtle(tree: Tree) -> bytes:
    """The framework as a Turtle file (.ttl)."""
    return turtle(graph_from_tree(tree, SKOS_VOCABULARY))


def write_skos_json(tree: Tree) -> bytes:
    """The framework as a JSON-LD file, complete in itself."""
    return json_ld(graph_from_tree(tree, SKOS_VOCABULARY))
