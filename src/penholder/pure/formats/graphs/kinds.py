"""Which nodes of a graph are statements, and which one is the framework."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from penholder.pure.formats.graphs.said import Said
from penholder.pure.formats.graphs.value import TYPE, Graph, Node
from penholder.pure.formats.graphs.vocabulary import UID, Vocabulary
from penholder.pure.formats.report import Tally, shown


def statement_nodes(graph: Graph, vocabulary: Vocabulary) -> dict[str, int]:
    """Nodes that are statements by their type, or by words and place where no type is said, numbered as they stand."""
    wanted = set(vocabulary.statement_types)
    nodes = [
        node
        for node, said in graph.nodes.items()
        if wanted.intersection(map(str, said.get(TYPE, ())))
        or (TYPE not in said and vocabulary.text[0] in said and _has_place(said, vocabulary))
    ]
    return {node: number for number, node in enumerate(nodes, start=1)}


def main_framework(graph: Graph, vocabulary: Vocabulary, statements: Mapping[str, int], tally: Tally) -> str:
    """The node of the framework, which is ours or has the most statements; nothing where there is none."""
    frameworks = _framework_nodes(graph, vocabulary, statements)
    ours = [node for node in frameworks if UID in graph.nodes.get(node, {})]
    if ours:
        return ours[0]
    if not frameworks:
        return ""
    main = max(frameworks, key=lambda node: frameworks[node])
    others = len(frameworks) - 1
    if others:
        tally.note(
            "the whole file",
            "The file holds more than one framework.",
            f"Everything was read into one tree, named after {shown(main)}; {others} more were kept aside.",
        )
    return main


def _framework_nodes(graph: Graph, vocabulary: Vocabulary, statements: Mapping[str, int]) -> dict[str, int]:
    """Every framework that is described, or else named, with the number of statements that name it."""
    wanted = set(vocabulary.framework_types)
    members = Counter(
        end
        for node in statements
        for end in {
            end for link in (vocabulary.member, vocabulary.top_up) for _, end in Said(graph, node).ends(link)
        }
    )
    described = {
        node: members[node]
        for node, said in graph.nodes.items()
        if node not in statements
        and (wanted.intersection(map(str, said.get(TYPE, ()))) or vocabulary.top_down in said)
    }
    named = {node: count for node, count in members.items() if node and node not in statements}
    return described or named


def _has_place(said: Mapping[str, list[Node]], vocabulary: Vocabulary) -> bool:
    links = (vocabulary.up, vocabulary.down, vocabulary.top_up, vocabulary.member)
    return any(link in said for link in links)
