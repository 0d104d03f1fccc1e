"""SKOS in, from Turtle or JSON-LD: concept schemes as people publish them, ESCO's model and extended labels among them."""

from __future__ import annotations

from penholder.pure.formats.decoding import WINDOWS_1252, decoded
from penholder.pure.formats.graphs.jsonld import read_json_ld
from penholder.pure.formats.graphs.reading import tree_from_graph
from penholder.pure.formats.graphs.skos_terms import (
    ESCO_LANGUAGE,
    ESCO_LITERAL,
    FIELDS,
    LABELS,
    LITERAL_FORM,
    SKOS_VOCABULARY,
)
from penholder.pure.formats.graphs.turtle import read_turtle
from penholder.pure.formats.graphs.value import Graph, Literal
from penholder.pure.formats.json_file import loaded
from penholder.pure.formats.report import ImportReport, Tally, Unreadable
from penholder.pure.tree.statement import Tree

__all__ = ["FIELDS", "read_skos"]


def read_skos(data: bytes, *, name: str = "The file") -> tuple[Tree, ImportReport]:
    """A framework from a SKOS file in Turtle or JSON-LD; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    text, encoding = decoded(data, name=name, wanted="a SKOS file (Turtle or JSON-LD)")
    tally = Tally()
    if encoding == WINDOWS_1252:
        tally.note(
            "the whole file", "The file is not in UTF-8.", "It was read as Windows-1252; check accents."
        )
    graph = _graph(text, name=name, tally=tally)
    _take_labels(graph, tally)
    _take_long_texts(graph)
    return tree_from_graph(graph, SKOS_VOCABULARY, name=name, tally=tally)


def _graph(text: str, *, name: str, tally: Tally) -> Graph:
    written = text.lstrip(" \t\r\n")
    if written.startswith("{") or _is_json_array(written):
        value = loaded(text, name=name, tally=tally)
        return read_json_ld(value, tally=tally)
    if written.startswith(("<?xml", "<rdf:", "<!DOCTYPE", "<html")):
        raise Unreadable(
            f"{name} is an XML file or a web page. Export the framework as Turtle (.ttl) or JSON-LD instead."
        )
    return read_turtle(text, name=name, tally=tally)


def _is_json_array(written: str) -> bool:
    """“[” begins a node in Turtle and an array in JSON: what follows tells them apart."""
    begins = written.startswith("[") and written[1:].lstrip()[:1] in {"{", "]", '"'}
    return begins and not written.rstrip().endswith(".")


def _take_labels(graph: Graph, tally: Tally) -> None:
    """Extended labels (SKOS-XL): their words are taken as plain labels where those are missing; the nodes stay."""
    taken = 0
    for subject in list(graph.nodes):
        for extended, plain in LABELS.items():
            said = set(graph.literals(subject, plain))
            for label in graph.addresses(subject, extended):
                for words in graph.literals(label, LITERAL_FORM):
                    if words not in said:
                        said.add(words)
                        graph.add(subject, plain, words)
                        taken += 1
    if taken:
        tally.note(
            "the whole file",
            "Labels are written as things of their own (SKOS-XL).",
            f"The words of {taken} became plain labels; all else that is said of them is kept with the framework.",
        )


def _take_long_texts(graph: Graph) -> None:
    """ESCO has its long texts in nodes of their own: one that is only words in a language becomes just that."""
    for said in graph.nodes.values():
        for predicate, values in said.items():
            if any(isinstance(value, str) and ESCO_LITERAL in graph.nodes.get(value, {}) for value in values):
                said[predicate] = [_long_text(graph, value) for value in values]
    holders = [node for node, said in graph.nodes.items() if ESCO_LITERAL in said]
    for node in holders:
        del graph.nodes[node]


def _long_text(graph: Graph, value: str | Literal) -> str | Literal:
    if isinstance(value, Literal) or not graph.text(value, ESCO_LITERAL):
        return value
    return Literal(graph.text(value, ESCO_LITERAL), graph.text(value, ESCO_LANGUAGE))
