"""What a graph says of one node, taken one by one, so that what nobody took is left to be kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from penholder.pure.formats.graphs.value import Graph, Literal, Node


class Said:
    """One node while it is read."""

    def __init__(self, graph: Graph, subject: str) -> None:
        self.graph = graph
        self.subject = subject
        self.taken: set[tuple[str, Node]] = set()

    def take(self, predicate: str, value: Node) -> None:
        """This has found its place."""
        self.taken.add((predicate, value))

    def words(self, properties: Sequence[str], language: str, *, any_language: bool) -> Literal | None:
        """The text of the first property that has one in the language wanted (or in any), taken."""
        for predicate in properties:
            chosen = chosen_words(
                self.graph.literals(self.subject, predicate), language, any_language=any_language
            )
            if chosen:
                if (
                    not chosen.datatype
                ):  # a text with a data type is kept beside, so that the type is not lost
                    self.take(predicate, chosen)
                return chosen
        return None

    def text(self, predicate: str) -> str:
        """The first text of a property, taken; for what has no language."""
        found = self.graph.literals(self.subject, predicate)
        if not found:
            return ""
        if not found[0].datatype and not found[0].language:
            self.take(predicate, found[0])
        return found[0].text

    def ours(self, predicate: str) -> str | None:
        """The text of one of our own properties, taken; nothing where it is not said."""
        found = self.graph.literals(self.subject, predicate)
        if not found:
            return None
        self.take(predicate, found[0])
        return found[0].text

    def ends(self, predicate: str) -> Iterator[tuple[Node, str]]:
        """The nodes that a property leads to; also where a file writes the address as a text."""
        for value in self.graph.values(self.subject, predicate):
            yield value, value.text.strip() if isinstance(value, Literal) else value

    def left(self) -> Iterator[tuple[str, tuple[Node, ...]]]:
        """Everything that was not taken."""
        for predicate in self.graph.nodes.get(self.subject, {}):
            values = tuple(
                value
                for value in self.graph.values(self.subject, predicate)
                if (predicate, value) not in self.taken
            )
            if values:
                yield predicate, values


def chosen_words(found: Sequence[Literal], language: str, *, any_language: bool) -> Literal | None:
    """The literal in a language: exactly that, else a sister of it (“en-GB” for “en”), else one without, else any."""
    wanted = language.casefold()
    main = wanted.partition("-")[0]
    for fits in (
        [one for one in found if one.language.casefold() == wanted],
        [one for one in found if main and one.language.casefold().partition("-")[0] == main],
        [one for one in found if not one.language],
        list(found) if any_language or not wanted else [],
    ):
        if fits:
            return fits[0]
    return None
