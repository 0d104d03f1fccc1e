"""A framework out of a graph: statements first, then what is said of the whole, then places, then the rest.

Nothing that the graph says is dropped: what has no field of ours is kept beside the statement, the framework or, for
nodes that are neither, beside the framework, and :mod:`penholder.pure.formats.graphs.writing` says it again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import PurePath

from penholder.pure.formats.graphs.extras import EXTRA, OTHER_NODES, Keeper
from penholder.pure.formats.graphs.kinds import main_framework, statement_nodes
from penholder.pure.formats.graphs.links import Links, pair_kept
from penholder.pure.formats.graphs.names import Names
from penholder.pure.formats.graphs.places import Standing, placed
from penholder.pure.formats.graphs.said import Said
from penholder.pure.formats.graphs.terms import is_address, is_language
from penholder.pure.formats.graphs.value import TYPE, Graph, Literal, is_blank
from penholder.pure.formats.graphs.vocabulary import (
    ADDRESS,
    ASSOCIATION,
    EASY,
    LANGUAGE,
    LEVEL,
    OPTIONAL,
    PARENT,
    PLAIN,
    POSITION,
    UID,
    Vocabulary,
)
from penholder.pure.formats.json_file import as_json
from penholder.pure.formats.plain_text import has_markup
from penholder.pure.formats.report import ImportReport, Tally, Unreadable, shown
from penholder.pure.tree.statement import Statement, Tree

NO_WORDS = "(no words in the file)"


def tree_from_graph(
    graph: Graph, vocabulary: Vocabulary, *, name: str, tally: Tally
) -> tuple[Tree, ImportReport]:
    """The framework in a graph; raises :class:`~penholder.pure.formats.report.Unreadable` where there is none."""
    return _Reading(graph, vocabulary, name=name, tally=tally).tree(), tally.report()


@dataclass(frozen=True, slots=True)
class _Found:
    """One statement as the graph has it."""

    said: Said
    statement: Statement
    where: str


class _Reading:
    def __init__(self, graph: Graph, vocabulary: Vocabulary, *, name: str, tally: Tally) -> None:
        self.graph = graph
        self.vocabulary = vocabulary
        self.name = name
        self.tally = tally
        self.keeper = Keeper(graph)
        self.nodes = statement_nodes(graph, vocabulary)
        self.framework = main_framework(graph, vocabulary, self.nodes, tally)
        self.names = Names(graph, vocabulary, self.nodes, self.framework, tally)
        self.found: dict[str, _Found] = {}

    def tree(self) -> Tree:
        if not self.nodes:
            raise Unreadable(
                f"{self.name} holds no {self.vocabulary.statement_called} of {self.vocabulary.called}. "
                "Check that it is the file you meant, or export the framework again."
            )
        whole = Said(self.graph, self.framework)
        language = self._language(whole)
        self._find_statements(language)
        self.keeper.called = self.names.called()
        links = Links(self.graph, self.vocabulary, self.names, whole, self.tally)
        self._leave_out_wordless(links)
        statements = self._placed(links)
        associations = links.associations(
            {one.statement.uid: (one.said, one.statement.uri, one.where) for one in self.found.values()}
        )
        self.tally.kept = len(statements)
        tree = Tree(
            title=self._title(whole, language),
            statements=tuple(replace(one, extras=self._extras_of(one.uid)) for one in statements),
            associations=associations,
            uid=self.names.framework_uid(whole),
            uri=self._address(whole, self.framework),
            description=_text(whole.words(self.vocabulary.description, language, any_language=False)),
            language=language,
        )
        return replace(tree, extras=self._framework_extras(whole))

    # The whole

    def _language(self, whole: Said) -> str:
        given = whole.ours(LANGUAGE)
        if given is not None:
            whole.take(self.vocabulary.language[0], Literal(given))
            return given
        for predicate in self.vocabulary.language:
            for value in self.graph.literals(self.framework, predicate):
                if is_language(value.text):
                    whole.take(predicate, value)
                    return value.text
        if self.names.ours:
            return ""
        counted = Counter(
            value.language
            for node in self.nodes
            for predicate in self.vocabulary.text
            for value in self.graph.literals(node, predicate)
            if value.language
        )
        if not counted:
            return ""
        most = max(counted.values())
        likely = [language for language, times in counted.items() if times == most]
        language = next((one for one in likely if one.casefold().startswith("en")), likely[0])
        if len(counted) > 1:
            self.tally.note(
                "the whole file",
                "The file has words in several languages.",
                f"Those in “{language}” became the statements; the others ({len(counted) - 1}) are kept beside.",
            )
        return language

    def _title(self, whole: Said, language: str) -> str:
        title = _text(whole.words(self.vocabulary.title, language, any_language=True))
        if title.strip():
            return title
        self.tally.note(
            "the framework", "The framework has no title.", "It was named after the file; give it a title."
        )
        return PurePath(self.name).stem

    def _address(self, said: Said, node: str) -> str:
        given = said.ours(ADDRESS)
        if given is not None:
            return given
        return "" if is_blank(node) or self.names.is_minted(node) else node

    def _framework_extras(self, whole: Said) -> tuple[tuple[str, str], ...]:
        kept = dict(self._kept(whole, self.vocabulary.framework_types[0], {ASSOCIATION, UID}))
        others = [
            self.keeper.node(node)
            for node in self.graph.nodes
            if node not in self.nodes and node != self.framework and not is_blank(node)
        ]
        loose = [
            self.keeper.node(node)
            for node in self.graph.nodes
            if is_blank(node) and node not in self.nodes and node not in self.keeper.taken
            if node not in self.names.association_nodes and node != self.framework
        ]
        if others or loose:
            kept[OTHER_NODES] = as_json([*others, *loose])
            self.tally.note(
                "the whole file",
                "The file describes things that are no statements.",
                f"{len(others) + len(loose)} of them were kept aside with the framework, as they are.",
            )
        return tuple(sorted(kept.items()))

    # Statements

    def _find_statements(self, language: str) -> None:
        self.tally.read = len(self.nodes)
        marks = self._marks_that_are_codes()
        for node, number in self.nodes.items():
            said = Said(self.graph, node)
            code = said.text(self.vocabulary.code) or marks.get(node, "")
            where = f"{self.vocabulary.statement_called} {number}" + (
                f" (code {shown(code)})" if code else ""
            )
            uid = self.names.claim(node, said, where)
            self.found[node] = _Found(said, self._statement(said, uid, code, language, where), where)

    def _marks_that_are_codes(self) -> dict[str, str]:
        """List marks that no two statements share are what people print as codes, where the file has no codes."""
        marks = {node: self.graph.text(node, self.vocabulary.list_mark) for node in self.nodes}
        given = [mark for mark in marks.values() if mark]
        coded = any(self.vocabulary.code in self.graph.nodes[node] for node in self.nodes)
        if not given or coded or self.names.ours or len(set(given)) < len(given):
            return {}
        self.tally.note(
            "the whole file",
            "Statements have list marks and no codes.",
            f"Their marks, of which no two are alike, were taken as codes ({len(given)} statements).",
        )
        return marks

    def _statement(self, said: Said, uid: str, code: str, language: str, where: str) -> Statement:
        vocabulary, node = self.vocabulary, said.subject
        given = said.ours(LANGUAGE)
        wanted = given if given is not None else language
        words = said.words(vocabulary.text, wanted, any_language=True)
        if words is None:
            words = self._other_words(said, wanted, where)
        if words and has_markup(words.text):
            self.tally.note(
                where, "A statement holds HTML markup.", "It was kept as it is; reword it without markup."
            )
        own = words.language if words else ""
        statement_language = given or (own if own.casefold() != language.casefold() else "")
        beside = statement_language or language
        if not is_blank(node) and not is_address(node):
            self.tally.note(where, "An identifier is not an address.", f"“{shown(node)}” was kept as it is.")
        return Statement(
            uid=uid,
            text=_text(words),
            code=code,
            kind=_text(said.words((vocabulary.kind,), beside, any_language=True)),
            short=_text(said.words((vocabulary.short,), beside, any_language=False)),
            plain=_text(said.words((PLAIN,), beside, any_language=True)),
            easy=_text(said.words((EASY,), beside, any_language=True)),
            notes=_text(said.words(vocabulary.notes, beside, any_language=False))
            if not _is_notes(said, words, vocabulary)
            else "",
            optional=said.ours(OPTIONAL) == "true",
            level=said.ours(LEVEL) or "",
            language=statement_language,
            uri=self._address(said, node),
        )

    def _other_words(self, said: Said, language: str, where: str) -> Literal | None:
        """What stands in for the words of a statement that has none of its own."""
        short = said.words((self.vocabulary.short,), language, any_language=True)
        if short and short.text.strip():
            self.tally.note(where, "A statement has no full words.", "Its short form was taken.")
            return short
        notes = said.words(self.vocabulary.notes, language, any_language=True)
        if notes:
            self.tally.note(where, "A statement has no label.", "Its description became its words.")
        return notes

    def _leave_out_wordless(self, links: Links) -> None:
        """A statement without words is left out, unless others stand under it: then it holds their place."""
        for node, found in list(self.found.items()):
            if found.statement.text.strip():
                continue
            what = "A statement has no words."
            if links.has_children(node):
                self.found[node] = replace(found, statement=replace(found.statement, text=NO_WORDS))
                self.tally.note(found.where, what, "It was kept for the statements under it; give it words.")
            else:
                del self.found[node]
                self.names.forget(node)
                self.tally.leave_out(
                    found.where, what, "It was left out.", raw=as_json(Keeper(self.graph).node(node))
                )

    def _placed(self, links: Links) -> tuple[Statement, ...]:
        standings = {
            found.statement.uid: self._standing(node, found, links) for node, found in self.found.items()
        }
        places = placed(standings, links.listed_below(), self.tally)
        links.not_places = set(places.others)
        return tuple(
            replace(
                found.statement,
                parent=places.parents[found.statement.uid],
                position=places.positions[found.statement.uid],
            )
            for found in self.found.values()
        )

    def _standing(self, node: str, found: _Found, links: Links) -> Standing:
        said, statement = found.said, found.statement
        position = said.ours(POSITION)
        parents, outside, at_top = links.parents(said, node)
        return Standing(
            uid=statement.uid,
            where=found.where,
            parents=parents,
            chosen=said.ours(PARENT),
            outside=outside,
            at_top=at_top,
            sequence=float(position) if position and position.isdecimal() and len(position) < 10 else None,  # noqa: PLR2004 - no framework has a thousand million siblings
            mark=self.graph.text(node, self.vocabulary.list_mark),
            code=statement.code,
        )

    # What is left

    def _extras_of(self, uid: str) -> tuple[tuple[str, str], ...]:
        said = self.found[self.names.node_of(uid)].said
        for value, end in said.ends(self.vocabulary.member):
            if end == self.framework:
                said.take(self.vocabulary.member, value)
        return self._kept(said, self.vocabulary.statement_types[0], set())

    def _kept(self, said: Said, own_type: str, gone: set[str]) -> tuple[tuple[str, str], ...]:
        said.take(TYPE, own_type)
        kept: dict[str, str] = {}
        for predicate, values in said.left():
            if predicate in gone:
                continue
            if predicate == EXTRA:
                kept.update(pair_kept(value.text) for value in values if isinstance(value, Literal))
            else:
                key, text = self.keeper.kept(predicate, values)
                kept.setdefault(key, text)
        return tuple(sorted(kept.items()))


def _text(words: Literal | None) -> str:
    return words.text if words else ""


def _is_notes(said: Said, words: Literal | None, vocabulary: Vocabulary) -> bool:
    """Whether the description has become the statement's words already."""
    return any((predicate, words) in said.taken for predicate in vocabulary.notes) if words else False
