"""A framework as a graph: each thing once in the vocabulary's own words, and beside it what the vocabulary has no word for."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from penholder.pure.formats.graphs.extras import (
    EXTRA,
    OTHER_NODES,
    nodes_said_again,
    said_again,
    transplant,
)
from penholder.pure.formats.graphs.links import association_triple
from penholder.pure.formats.graphs.names import REGISTRY
from penholder.pure.formats.graphs.said import chosen_words
from penholder.pure.formats.graphs.terms import (
    OUR_FRAMEWORKS,
    OUR_STATEMENTS,
    OURS,
    XSD,
    is_address,
    is_language,
    minted,
)
from penholder.pure.formats.graphs.value import TYPE, Graph, Literal, Node
from penholder.pure.formats.graphs.vocabulary import (
    ADDRESS,
    ASSOCIATION,
    DESTINATION,
    DESTINATION_ADDRESS,
    DESTINATION_TITLE,
    EASY,
    IS_CHILD_OF,
    KIND,
    LANGUAGE,
    LEVEL,
    OPTIONAL,
    ORIGIN,
    ORIGIN_ADDRESS,
    PARENT,
    PLAIN,
    POSITION,
    UID,
    Vocabulary,
)
from penholder.pure.formats.identifiers import is_uuid
from penholder.pure.formats.json_file import as_json
from penholder.pure.tree.statement import Association, Statement, Tree


def graph_from_tree(tree: Tree, vocabulary: Vocabulary) -> Graph:
    """Everything that the tree says, as triples in reading order of the file: the framework, then its statements."""
    return _Writing(tree, vocabulary).graph_written()


class _Writing:
    def __init__(self, tree: Tree, vocabulary: Vocabulary) -> None:
        self.tree = tree
        self.vocabulary = vocabulary
        self.graph = Graph()
        self.framework = _own_address(tree.uri, ()) or minted(OUR_FRAMEWORKS, tree.uid)
        self.nodes: dict[str, str] = {}
        self.addresses = self._addresses()
        self.with_several_parents = {one.origin for one in tree.associations if one.kind == IS_CHILD_OF}

    def graph_written(self) -> Graph:
        self._framework()
        for statement, node in zip(self.tree.statements, self.addresses, strict=True):
            self._statement(statement, node)
        for association in self.tree.associations:
            self._association(association)
        for name, text in self.tree.extras:
            others = nodes_said_again(text) if name == OTHER_NODES else None
            if others and not others.nodes.keys() & self.graph.nodes.keys():
                transplant(others, self.graph)
            elif name == OTHER_NODES:
                self._add(self.framework, EXTRA, as_json([name, text]))
        return self.graph

    def _addresses(self) -> list[str]:
        """An address of its own for every statement, its given one where that can be."""
        taken = {self.framework}
        found: list[str] = []
        for statement in self.tree.statements:
            address = _own_address(statement.uri, taken) or minted(OUR_STATEMENTS, statement.uid)
            while address in taken:
                address += "_"
            taken.add(address)
            found.append(address)
            self.nodes.setdefault(statement.uid, address)
        return found

    def _add(self, subject: str, predicate: str, text: str, language: str = "", datatype: str = "") -> None:
        if text:
            self.graph.add(subject, predicate, Literal(text, language, datatype))

    def _link(self, subject: str, predicate: str, address: str) -> None:
        self.graph.add(subject, predicate, Literal(address) if self.vocabulary.links_as_texts else address)

    # The framework

    def _framework(self) -> None:
        tree, vocabulary, node = self.tree, self.vocabulary, self.framework
        own = tree.language if is_language(tree.language) else ""
        self.graph.add(node, TYPE, vocabulary.framework_types[0])
        self._add(node, vocabulary.title[0], tree.title, own)
        self._add(node, vocabulary.description[0], tree.description, own)
        if own:
            self._add(node, vocabulary.language[0], tree.language)
        self.graph.add(node, UID, Literal(tree.uid))
        self.graph.add(node, LANGUAGE, Literal(tree.language))
        if node.startswith(OUR_FRAMEWORKS):
            self._add(node, ADDRESS, tree.uri)
        self._registry_id(node, tree.uid)
        for statement in tree.children.get("", ()):
            self._link(node, vocabulary.top_down, self.nodes[statement.uid])
        words = {vocabulary.title: (tree.title, own), vocabulary.description: (tree.description, own)}
        extras = tuple((name, text) for name, text in tree.extras if name != OTHER_NODES)
        self._extras(node, extras, words)

    def _registry_id(self, node: str, uid: str) -> None:
        if self.vocabulary.registry_id and is_uuid(uid) and uid == uid.lower():
            self._add(node, self.vocabulary.registry_id, REGISTRY + uid)

    # Statements

    def _statement(self, statement: Statement, node: str) -> None:
        vocabulary = self.vocabulary
        said = statement.language or self.tree.language
        own = said if is_language(said) else ""
        self.graph.add(node, TYPE, vocabulary.statement_types[0])
        self._link(node, vocabulary.member, self.framework)
        self._add(node, vocabulary.text[0], statement.text, own)
        self._add(node, vocabulary.code, statement.code)
        self._add(node, vocabulary.notes[0], statement.notes, own)
        for predicate, text in ((vocabulary.kind, statement.kind), (vocabulary.short, statement.short)):
            self._add(node, predicate, text, own if predicate in vocabulary.worded else "")
        self._place(statement, node)
        self._registry_id(node, statement.uid)
        self._our_own(statement, node, own)
        words = {
            vocabulary.text: (statement.text, own),
            vocabulary.notes: (statement.notes, own),
            (vocabulary.short,): (statement.short, own),
            (vocabulary.kind,): (statement.kind, own),
            (vocabulary.code,): (statement.code, ""),
        }
        self._extras(node, statement.extras, words)

    def _place(self, statement: Statement, node: str) -> None:
        vocabulary = self.vocabulary
        parent = self.nodes.get(statement.parent)
        if parent:
            self._link(node, vocabulary.up, parent)
        else:
            self._link(node, vocabulary.top_up, self.framework)
            if statement.parent:
                outside = statement.parent
                lost = outside if is_address(outside) else minted(OUR_STATEMENTS, outside)
                self._link(node, vocabulary.up, lost)
        for child in self.tree.children.get(statement.uid, ()):
            self._link(node, vocabulary.down, self.nodes[child.uid])

    def _our_own(self, statement: Statement, node: str, own: str) -> None:
        self.graph.add(node, UID, Literal(statement.uid))
        if node.startswith(OUR_STATEMENTS):
            self._add(node, ADDRESS, statement.uri)
        self.graph.add(node, POSITION, Literal(str(statement.position), datatype=XSD + "integer"))
        if statement.uid in self.with_several_parents:
            self.graph.add(node, PARENT, Literal(statement.parent if statement.parent in self.nodes else ""))
        self._add(node, LANGUAGE, statement.language)
        self._add(node, PLAIN, statement.plain, own)
        self._add(node, EASY, statement.easy, own)
        self._add(node, LEVEL, statement.level)
        if statement.optional:
            self._add(node, OPTIONAL, "true", datatype=XSD + "boolean")

    # What else there is

    def _extras(
        self,
        node: str,
        extras: tuple[tuple[str, str], ...],
        words: Mapping[tuple[str, ...], tuple[str, str]],
    ) -> None:
        for name, text in extras:
            triples = said_again(self.graph, node, name, text)
            if triples and self._may_be_said(node, triples, words):
                for predicate, value in triples:
                    self.graph.add(node, predicate, value)
            else:
                self._add(node, EXTRA, as_json([name, text]))

    def _may_be_said(
        self,
        node: str,
        triples: list[tuple[str, Node]],
        words: Mapping[tuple[str, ...], tuple[str, str]],
    ) -> bool:
        """Whether the triples would be read as kept aside, and not as one of our fields."""
        predicate = triples[0][0]
        values = [value for _, value in triples]
        vocabulary = self.vocabulary
        structure = {vocabulary.top_down} if node == self.framework else vocabulary.structure
        if predicate.startswith(OURS) or predicate in structure:
            return False
        if predicate in {*vocabulary.language, vocabulary.registry_id}:
            return False
        if predicate == vocabulary.member:
            return all(isinstance(value, str) and value != self.framework for value in values)
        if predicate == TYPE:
            types = {*vocabulary.framework_types, *vocabulary.statement_types}
            return all(is_address(str(value)) and value not in types for value in values)
        for properties, (text, language) in words.items():
            if predicate in properties:
                return _stays_beside(values, text, language)
        return True

    # Associations

    def _association(self, association: Association) -> None:
        triple = association_triple(association, self.nodes, self.vocabulary)
        if triple:
            self._link(*triple)
        node = self.graph.fresh_blank()
        self.graph.add(self.framework, ASSOCIATION, node)
        self.graph.add(node, ORIGIN, Literal(association.origin))
        for predicate, text in _parts(association):
            self._add(node, predicate, text)
        if association.position is not None:
            self._add(node, POSITION, str(association.position), datatype=XSD + "integer")
        for name, text in association.extras:
            self._add(node, EXTRA, as_json([name, text]))


def _parts(association: Association) -> Iterator[tuple[str, str]]:
    yield UID, association.uid
    yield KIND, association.kind
    yield DESTINATION, association.destination
    yield ORIGIN_ADDRESS, association.origin_uri
    yield DESTINATION_ADDRESS, association.destination_uri
    yield DESTINATION_TITLE, association.destination_title


def _own_address(uri: str, taken: Container[str]) -> str:
    """The given address where it can stand as one of its own, else nothing."""
    if not is_address(uri) or uri.startswith((OUR_STATEMENTS, OUR_FRAMEWORKS, OURS)):
        return ""
    return "" if uri in taken else uri


def _stays_beside(values: list[Node], text: str, language: str) -> bool:
    """Whether words kept aside are not taken for the field when they are read again."""
    literals = [value for value in values if isinstance(value, Literal)]
    if len(literals) < len(values):
        return False
    if text:  # the field's own words are said first, so they are found first
        return True
    return bool(language) and chosen_words(literals, language, any_language=False) is None
