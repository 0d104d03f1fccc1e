"""CTDL-ASN in, from JSON-LD: the competency frameworks of the Credential Registry, and those that only look like it.

Keys come with a prefix, as full addresses or bare, in the case that somebody remembered; language maps and plain texts
stand side by side; children name parents, parents children, or both.
"""

from __future__ import annotations

import re

from penholder.pure.formats.decoding import WINDOWS_1252, decoded
from penholder.pure.formats.graphs.ctdl_asn_terms import CTDL_ASN_VOCABULARY, FIELDS, LOCAL_NAMES
from penholder.pure.formats.graphs.jsonld import read_json_ld
from penholder.pure.formats.graphs.reading import tree_from_graph
from penholder.pure.formats.graphs.terms import CEASN, CETERMS
from penholder.pure.formats.graphs.value import TYPE, Graph, Literal, Node
from penholder.pure.formats.graphs.vocabulary import UID
from penholder.pure.formats.json_file import loaded
from penholder.pure.formats.report import ImportReport, Tally, Unreadable, listed
from penholder.pure.tree.statement import Tree

__all__ = ["FIELDS", "MAPS", "read_ctdl_asn"]

MAPS = (CEASN, CETERMS)

_CTDL = re.compile(r"https?://(?:www\.)?(?:purl\.org|credreg\.net)/(ctdlasn|ctdl)/terms[/#](.+)")


def read_ctdl_asn(data: bytes, *, name: str = "The file") -> tuple[Tree, ImportReport]:
    """A framework from CTDL-ASN JSON-LD; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    text, encoding = decoded(data, name=name, wanted="a CTDL-ASN file (JSON-LD)")
    tally = Tally()
    if encoding == WINDOWS_1252:
        tally.note(
            "the whole file", "The file is not in UTF-8.", "It was read as Windows-1252; check accents."
        )
    value = loaded(text, name=name, tally=tally)
    if not isinstance(value, dict | list):
        raise Unreadable(f"{name} is JSON, but not a CTDL-ASN file. Export the framework again as JSON-LD.")
    graph = read_json_ld(value, tally=tally, vocabulary=CEASN, maps=MAPS)
    if not any(
        UID in said for said in graph.nodes.values()
    ):  # what was written here is spelt as it was meant
        graph = _with_usual_names(graph, tally)
    return tree_from_graph(graph, CTDL_ASN_VOCABULARY, name=name, tally=tally)


def _with_usual_names(graph: Graph, tally: Tally) -> Graph:
    """The same graph with the terms of CTDL as they are usually written, whatever the address or the case."""
    renamed: dict[str, str] = {}
    usual = Graph()
    usual.adopt_blanks(graph)
    for subject, said in graph.nodes.items():
        for predicate, values in said.items():
            name = _usual(predicate, renamed)
            for value in values:
                usual.add(subject, name, _usual_type(value, renamed) if predicate == TYPE else value)
    if renamed:
        pairs = listed(f"“{given}” as “{name}”" for given, name in sorted(renamed.items()))
        tally.note("the whole file", "Names are not spelt as CTDL-ASN spells them.", f"Read: {pairs}.")
    return usual


def _usual_type(value: Node, renamed: dict[str, str]) -> Node:
    return value if isinstance(value, Literal) else _usual(value, renamed)


def _usual(address: str, renamed: dict[str, str]) -> str:
    found = _CTDL.fullmatch(address)
    if found is None:
        return address
    local = found.group(2)
    known = LOCAL_NAMES.get(local.casefold(), local)
    if known != local:
        renamed[local] = known
    return (CEASN if found.group(1) == "ctdlasn" else CETERMS) + known
