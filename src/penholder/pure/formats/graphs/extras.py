"""What a graph says that has no field of ours: kept as JSON beside the statement, and said again word for word.

The form is that of expanded JSON-LD: ``[{"@value": …, "@language": …}, {"@id": …}]``. What came with another format is
said in a property of ours, as the pair of its name and its text, so that it too comes back.
"""

from __future__ import annotations

import json

from penholder.pure.formats.graphs.terms import OURS, full_name, is_language, short_name
from penholder.pure.formats.graphs.value import BLANK, Graph, Literal, Node, is_blank
from penholder.pure.formats.json_file import DEEPEST, as_json

OTHER_NODES = "graph"
EXTRA = OURS + "extra"
UNKNOWN = OURS + "unknown:"

Json = dict[str, object]


class NotOurForm(Exception):
    """A kept value that no graph can say."""


class Keeper:
    """The way out of the graph: nodes without an address go along with what points to them, each once.

    ``called`` are those that stand for themselves elsewhere, with the address by which they are known there.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.taken: set[str] = set()
        self.called: dict[str, str] = {}
        self.pointed_to_twice = 0

    def kept(self, predicate: str, values: tuple[Node, ...]) -> tuple[str, str]:
        """The pair for ``extras``."""
        return short_name(predicate), as_json([self._expanded(value, 0) for value in values])

    def node(self, subject: str) -> Json:
        """Everything that is said of a node."""
        return {"@id": subject, **self._said(subject, 0)}

    def _said(self, subject: str, depth: int) -> Json:
        said = self.graph.nodes.get(subject, {})
        return {
            short_name(predicate): [
                self._expanded(value, depth) for value in self.graph.values(subject, predicate)
            ]
            for predicate in said
        }

    def _expanded(self, value: Node, depth: int) -> Json:
        if isinstance(value, Literal):
            return _expanded_literal(value)
        if value in self.called or not is_blank(value):
            return {"@id": self.called.get(value, value)}
        if value in self.taken or depth == DEEPEST:
            self.pointed_to_twice += 1
            return {"@id": BLANK + value.removeprefix(BLANK).strip()}
        self.taken.add(value)
        return self._said(value, depth + 1)


def said_again(graph: Graph, subject: str, name: str, text: str) -> list[tuple[str, Node]] | None:
    """The triples of a kept pair, or nothing where no graph can say it; raises nothing."""
    predicate = full_name(name)
    if not predicate:
        return None
    bench = Graph()
    try:
        values = json.loads(text)
        if not isinstance(values, list) or not values:
            return None
        for value in values:
            bench.add(subject, predicate, _node(bench, value))
    except (ValueError, RecursionError, NotOurForm):
        return None
    if Keeper(bench).kept(predicate, bench.values(subject, predicate)) != (name, text):
        return None
    return [(predicate, _transplanted(bench, graph, value)) for value in bench.values(subject, predicate)]


def nodes_said_again(text: str) -> Graph | None:
    """The graph of other nodes that :data:`OTHER_NODES` keeps, or nothing where it is something else."""
    bench = Graph()
    try:
        entries = json.loads(text)
        if not isinstance(entries, list) or not entries:
            return None
        for entry in entries:
            _described(bench, entry)
    except (ValueError, RecursionError, NotOurForm):
        return None
    keeper = Keeper(bench)
    again = [keeper.node(subject) for subject in bench.nodes if not is_blank(subject)]
    return bench if as_json(again) == text else None


def transplant(source: Graph, target: Graph) -> None:
    """Every node with an address, with all that hangs on it, into another graph."""
    for subject, said in source.nodes.items():
        if is_blank(subject):
            continue
        for predicate in said:
            for value in source.values(subject, predicate):
                target.add(subject, predicate, _transplanted(source, target, value))


def _transplanted(source: Graph, target: Graph, value: Node) -> Node:
    if isinstance(value, Literal) or not is_blank(value) or value not in source.nodes:
        return value
    fresh = target.fresh_blank()
    for predicate in source.nodes[value]:
        for inner in source.values(value, predicate):
            target.add(fresh, predicate, _transplanted(source, target, inner))
    return fresh


def _expanded_literal(value: Literal) -> Json:
    expanded: Json = {"@value": value.text}
    if value.language:
        expanded["@language"] = value.language
    elif value.datatype:
        expanded["@type"] = short_name(value.datatype)
    return expanded


def _node(bench: Graph, value: object) -> Node:
    if not isinstance(value, dict) or not value:
        raise NotOurForm
    if "@value" in value:
        return _literal(value)
    if "@id" in value:
        address = value["@id"]
        if len(value) > 1 or not isinstance(address, str) or not _is_sayable(address):
            raise NotOurForm
        return address
    blank = bench.fresh_blank()
    _properties(bench, blank, value)
    return blank


def _is_sayable(address: str) -> bool:
    return bool(address) and full_name(short_name(address)) == address


def _literal(value: Json) -> Literal:
    text, language, datatype = value["@value"], value.get("@language", ""), value.get("@type", "")
    if not (isinstance(text, str) and isinstance(language, str) and isinstance(datatype, str)):
        raise NotOurForm
    if language and not is_language(language):
        raise NotOurForm
    if set(value) - {"@value", "@language", "@type"} or (datatype and not full_name(datatype)):
        raise NotOurForm
    return Literal(text, language, full_name(datatype) if datatype else "")


def _described(bench: Graph, entry: object) -> None:
    if not isinstance(entry, dict):
        raise NotOurForm
    subject = entry.get("@id")
    if not isinstance(subject, str) or not _is_sayable(subject) or subject in bench.nodes:
        raise NotOurForm
    _properties(bench, subject, {key: value for key, value in entry.items() if key != "@id"})


def _properties(bench: Graph, subject: str, said: Json) -> None:
    for name, values in said.items():
        predicate = full_name(name)
        if not predicate or not isinstance(values, list) or not values:
            raise NotOurForm
        for value in values:
            bench.add(subject, predicate, _node(bench, value))
