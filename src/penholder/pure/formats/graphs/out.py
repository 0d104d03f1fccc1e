"""A graph as Turtle or JSON-LD, the same bytes for the same graph. Nodes without an address stand inside what names them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from penholder.pure.formats.graphs.terms import PREFIXES, XSD, is_language_of_map, short_name
from penholder.pure.formats.graphs.value import TYPE, Graph, Literal, Node, is_blank

Json = dict[str, object]

_TO_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f\ufffe\uffff]')
_ESCAPED = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def turtle(graph: Graph) -> bytes:
    """The graph as a Turtle file."""
    prefixes = "".join(
        f"@prefix {prefix}: <{beginning}> .\n" for prefix, beginning in _prefixes_in(graph).items()
    )
    blocks = [
        f"{_turtle_node(graph, subject)} {_turtle_said(graph, subject, '    ')} .\n"
        for subject in graph.nodes
        if not is_blank(subject)
    ]
    return "\n".join([prefixes, *blocks]).encode("utf-8", "replace")


def json_ld(
    graph: Graph,
    *,
    context: str = "",
    maps: tuple[str, ...] = (),
) -> bytes:
    """The graph as a JSON-LD file.

    ``context`` is the address of a vocabulary's own context, which readers know; properties that begin as one of ``maps``
    have their words by language, as that context has it.
    """
    prefixes: Mapping[str, object] = _prefixes_in(graph)
    here: object = prefixes
    if context:
        known = tuple(f"{short_name(one + 'x').partition(':')[0]}" for one in maps)
        here = [context, {prefix: address for prefix, address in prefixes.items() if prefix not in known}]
    form = _JsonForm(graph, maps)
    nodes = [form.node(subject) for subject in graph.nodes if not is_blank(subject)]
    document = {"@context": here, "@graph": nodes}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _prefixes_in(graph: Graph) -> dict[str, str]:
    used: set[str] = set()
    for subject, predicate, value in graph.triples():
        ends = (subject, predicate, value.datatype if isinstance(value, Literal) else value)
        used.update(short_name(end).partition(":")[0] for end in ends if short_name(end) != end)
    return {prefix: beginning for prefix, beginning in PREFIXES.items() if prefix in used}


# Turtle


def _turtle_said(graph: Graph, subject: str, indent: str) -> str:
    lines = []
    for predicate in graph.nodes[subject]:
        name = "a" if predicate == TYPE else _turtle_node(graph, predicate)
        values = (_turtle_value(graph, value, indent) for value in graph.values(subject, predicate))
        lines.append(f"{name} {', '.join(values)}")
    return f" ;\n{indent}".join(lines)


def _turtle_value(graph: Graph, value: Node, indent: str) -> str:
    if not isinstance(value, Literal):
        if is_blank(value):
            deeper = indent + "    "
            return f"[ {_turtle_said(graph, value, deeper)} ]" if value in graph.nodes else "[]"
        return _turtle_node(graph, value)
    text = f'"{_TO_ESCAPE.sub(_escaped, value.text)}"'
    if value.language:
        return f"{text}@{value.language}"
    if value.datatype in {XSD + "integer", XSD + "boolean"} and _is_bare(value):
        return value.text
    return f"{text}^^{_turtle_node(graph, value.datatype)}" if value.datatype else text


def _is_bare(value: Literal) -> bool:
    """Whether Turtle reads the bare word as just this value."""
    return value.text in {"true", "false"} or bool(re.fullmatch(r"-?[0-9]{1,18}", value.text))


def _turtle_node(graph: Graph, address: str) -> str:
    del graph
    name = short_name(address)
    return name if name != address else f"<{address}>"


def _escaped(found: re.Match[str]) -> str:
    char = found.group()
    return _ESCAPED.get(char) or f"\\u{ord(char):04X}"


# JSON-LD


class _JsonForm:
    def __init__(self, graph: Graph, maps: tuple[str, ...]) -> None:
        self.graph = graph
        self.maps = maps

    def node(self, subject: str) -> Json:
        """One node with everything that is said of it."""
        said: Json = {} if is_blank(subject) else {"@id": subject}
        for predicate in self.graph.nodes.get(subject, {}):
            values = self.graph.values(subject, predicate)
            if predicate == TYPE and not any(isinstance(value, Literal) for value in values):
                names = [short_name(str(value)) for value in values]
                said["@type"] = names[0] if len(names) == 1 else names
            else:
                said[short_name(predicate)] = self._values(predicate, values)
        return said

    def _values(self, predicate: str, values: tuple[Node, ...]) -> object:
        if predicate.startswith(self.maps):
            by_language = _by_language(values)
            if by_language:
                return by_language
        several = [self._value(value) for value in values]
        return several[0] if len(several) == 1 else several

    def _value(self, value: Node) -> object:
        if not isinstance(value, Literal):
            if is_blank(value):
                return self.node(value)
            return {"@id": value}
        if value.language:
            return {"@value": value.text, "@language": value.language}
        if value.datatype == XSD + "boolean" and value.text in {"true", "false"}:
            return value.text == "true"
        if value.datatype == XSD + "integer" and str(_whole(value.text)) == value.text:
            return _whole(value.text)
        return {"@value": value.text, "@type": short_name(value.datatype)} if value.datatype else value.text


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?[0-9]{1,15}", text) else None


def _by_language(values: tuple[Node, ...]) -> Json | None:
    """Words by language, where that says the same and in the same order."""
    said: dict[str, list[str]] = {}
    for value in values:
        if not isinstance(value, Literal) or not is_language_of_map(value.language):
            return None
        said.setdefault(value.language, []).append(value.text)
    flat = [Literal(text, language) for language, texts in said.items() for text in texts]
    if flat != list(values):
        return None
    return {language: texts[0] if len(texts) == 1 else texts for language, texts in said.items()}
