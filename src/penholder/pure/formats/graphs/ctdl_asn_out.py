"""CTDL-ASN out, as the Credential Registry writes it: words by language, addresses as texts, its own context named."""

from __future__ import annotations

from penholder.pure.formats.graphs.ctdl_asn import MAPS
from penholder.pure.formats.graphs.ctdl_asn_terms import CTDL_ASN_VOCABULARY
from penholder.pure.formats.graphs.out import json_ld
from penholder.pure.formats.graphs.writing import graph_from_tree
from penholder.pure.tree.statement import Tree

CONTEXT = "https://credreg.net/ctdlasn/schema/context/json"


def write_ctdl_asn(tree: Tree) -> bytes:
    """The framework as a CTDL-ASN file (JSON-LD)."""
    graph = graph_from_tree(tree, CTDL_ASN_VOCABULARY)
    return json_ld(graph, context=CONTEXT, maps=MAPS)
