"""A graph of triples as a value: what Turtle and JSON-LD say alike, in the order in which the file says it.

A subject or a predicate is an address (or “_:…” for a node without one); an object is either that or a literal. Order
means nothing in RDF, but people write lists in the order in which they want them read, so none is lost here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from penholder.pure.formats.graphs.terms import RDF


class Literal(NamedTuple):
    """Words or a value, with its language or its data type where one is said."""

    text: str
    language: str = ""
    datatype: str = ""


Node = str | Literal

TYPE = RDF + "type"
FIRST = RDF + "first"
REST = RDF + "rest"
NIL = RDF + "nil"
BLANK = "_:"


class Graph:
    """Triples by subject and predicate, both in the order of their first mention."""

    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, list[Node]]] = {}
        self._blanks = 0

    def add(self, subject: str, predicate: str, value: Node) -> None:
        """One more triple. One that is said twice is still one, as :meth:`values` tells it."""
        self.nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)

    def fresh_blank(self) -> str:
        """A node without an address, by a name of ours that no file can use."""
        self._blanks += 1
        return f"{BLANK} {self._blanks}"

    def adopt_blanks(self, other: Graph) -> None:
        """Names for nodes without an address go on where another graph, whose nodes move in here, has stopped."""
        self._blanks = max(self._blanks, other._blanks)

    def values(self, subject: str, predicate: str) -> tuple[Node, ...]:
        """Every object of a subject and a predicate, each once."""
        return tuple(dict.fromkeys(self.nodes.get(subject, {}).get(predicate, ())))

    def addresses(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The objects that are nodes."""
        return tuple(value for value in self.values(subject, predicate) if isinstance(value, str))

    def literals(self, subject: str, predicate: str) -> tuple[Literal, ...]:
        """The objects that are literals."""
        return tuple(value for value in self.values(subject, predicate) if isinstance(value, Literal))

    def text(self, subject: str, predicate: str) -> str:
        """The first literal, or nothing."""
        found = self.literals(subject, predicate)
        return found[0].text if found else ""

    def triples(self) -> Iterator[tuple[str, str, Node]]:
        """Every triple once."""
        for subject, said in self.nodes.items():
            for predicate in said:
                for value in self.values(subject, predicate):
                    yield subject, predicate, value


def is_blank(node: Node) -> bool:
    """Whether it is a node without an address."""
    return isinstance(node, str) and node.startswith(BLANK)
