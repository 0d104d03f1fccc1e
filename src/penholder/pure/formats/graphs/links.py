"""What leads from one statement to another: parents in either direction, and associations as triples or as ours, in full."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property

from penholder.pure.formats.decoding import storable
from penholder.pure.formats.graphs.extras import EXTRA, Keeper
from penholder.pure.formats.graphs.names import Names
from penholder.pure.formats.graphs.said import Said
from penholder.pure.formats.graphs.terms import is_address
from penholder.pure.formats.graphs.value import Graph, Literal, is_blank
from penholder.pure.formats.graphs.vocabulary import (
    ASSOCIATION,
    DESTINATION,
    DESTINATION_ADDRESS,
    DESTINATION_TITLE,
    IS_CHILD_OF,
    KIND,
    ORIGIN,
    ORIGIN_ADDRESS,
    POSITION,
    UID,
    Vocabulary,
)
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.json_file import as_json, is_pair_of_texts
from penholder.pure.formats.report import Tally, shown
from penholder.pure.tree.statement import Association

Ends = tuple[str, str, str]


class Links:
    """Everything in the graph that leads from a statement somewhere."""

    def __init__(self, graph: Graph, vocabulary: Vocabulary, names: Names, whole: Said, tally: Tally) -> None:
        self.graph = graph
        self.vocabulary = vocabulary
        self.names = names
        self.tally = tally
        self.not_places: set[tuple[str, str]] = set()
        self.above: dict[str, dict[str, None]] = {}
        self.below: dict[str, list[str]] = {}
        self.full = tuple(self._full_associations())
        self.named_at_top = self._named_at_top(whole)
        self._turn_round()

    def _named_at_top(self, whole: Said) -> dict[str, None]:
        found: dict[str, None] = {}
        for value, end in whole.ends(self.vocabulary.top_down):
            if end in self.names.nodes:
                whole.take(self.vocabulary.top_down, value)
                found[end] = None
            else:
                self.tally.note(
                    "the framework",
                    "The framework names something at its top that is not in this file.",
                    f"{shown(end)} was kept aside with the framework.",
                )
        return found

    def _turn_round(self) -> None:
        """Parents as children say them, and as parents say their children."""
        for node in self.names.nodes:
            for value, end in Said(self.graph, node).ends(self.vocabulary.up):
                if self._is_end(value, end):
                    self._put_under(node, end)
        for node in self.names.nodes:
            for value, end in Said(self.graph, node).ends(self.vocabulary.down):
                if self._is_end(value, end):
                    self.below.setdefault(node, []).append(end)
                if end in self.names.nodes:
                    self._put_under(end, node)

    @cached_property
    def parents_named(self) -> set[str]:
        """Every node that has something under it."""
        return {parent for parents in self.above.values() for parent in parents}

    def _put_under(self, child: str, parent: str) -> None:
        self.above.setdefault(child, {})[parent] = None

    # Places

    def has_children(self, node: str) -> bool:
        """Whether anything stands under a node."""
        return node in self.parents_named

    def parents(self, said: Said, node: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """The uids above a statement, the parents that are not here, and whether it is said to stand at the top."""
        vocabulary = self.vocabulary
        at_top = node in self.named_at_top
        for predicate in (vocabulary.top_up, vocabulary.top_down, vocabulary.down, vocabulary.up):
            for value, end in said.ends(predicate):
                if self._is_end(value, end):
                    said.take(predicate, value)
                at_top = at_top or (end == self.names.framework and predicate != vocabulary.down)
        inside, outside = [], []
        for parent in self.above.get(node, ()):
            if parent == self.names.framework:
                continue
            uid = self.names.uid_of(parent)
            if uid:
                inside.append(uid)
            elif self._is_end(parent, parent) and (node, vocabulary.up, parent) not in self.covered:
                outside.append(parent)
        return tuple(inside), tuple(outside), at_top

    def listed_below(self) -> dict[str, tuple[str, ...]]:
        """The uids in the order in which their parent (nothing: the framework) names them."""
        named: dict[str, list[str]] = {"": list(self.named_at_top)}
        named |= {
            self.names.uid_of(node): ends for node, ends in self.below.items() if self.names.uid_of(node)
        }
        return {
            uid: tuple(dict.fromkeys(filter(None, map(self.names.uid_of, ends))))
            for uid, ends in named.items()
        }

    # Associations

    def associations(self, statements: Mapping[str, tuple[Said, str, str]]) -> tuple[Association, ...]:
        """Those that are said in full, then those that are one triple, then parents that did not become places."""
        covered = self.covered
        found = [association for association in self.full if association]
        for uid, (said, address, where) in statements.items():
            for predicate, end, node in self._pointing(said):
                if (said.subject, predicate, node) in covered:
                    continue
                kind = IS_CHILD_OF if predicate == self.vocabulary.up else self.vocabulary.kinds[predicate]
                found.append(self._simple(kind, uid, address, end, node))
                self._tell_foreign(end, kind, where)
        found.extend(self._children_elsewhere(covered))
        self.tally.links_read += len(found)
        return tuple(found)

    def _pointing(self, said: Said) -> Iterator[Ends]:
        """Property, uid at the other end (or nothing) and node at the other end."""
        for predicate in self.vocabulary.kinds:
            for value, end in said.ends(predicate):
                if self._is_end(value, end):
                    said.take(predicate, value)
                    yield predicate, self.names.uid_of(end), end
                else:
                    self.tally.note(
                        self.vocabulary.statement_called + " " + str(self.names.nodes[said.subject]),
                        "An association ends at something that is no address.",
                        f"“{shown(end)}” was kept aside as it is.",
                    )
        uid = self.names.uid_of(said.subject)
        for parent in self.above.get(said.subject, ()):
            inside = self.names.uid_of(parent)
            outside = not inside and parent != self.names.framework and self._is_end(parent, parent)
            if outside or (inside and (uid, inside) in self.not_places):
                yield self.vocabulary.up, inside, parent

    def _children_elsewhere(self, covered: set[Ends]) -> Iterator[Association]:
        """A child that is not in the file: the association is the child's, and kept all the same."""
        for node, ends in self.below.items():
            uid = self.names.uid_of(node)
            for end in dict.fromkeys(ends):
                outside = end not in self.names.nodes and self._is_end(end, end)
                if uid and outside and (end, self.vocabulary.up, node) not in covered:
                    yield Association(
                        uid=derived_uid(IS_CHILD_OF, end, uid),
                        kind=IS_CHILD_OF,
                        origin=end,
                        destination=uid,
                        origin_uri=end,
                    )
                    self.tally.note(
                        f"{self.vocabulary.statement_called} {self.names.nodes[node]}",
                        "Under a statement stands something that is not in this file.",
                        f"{shown(end)} was kept as an association.",
                    )

    def _simple(self, kind: str, uid: str, address: str, end: str, node: str) -> Association:
        foreign = "" if is_blank(node) or self.names.is_minted(node) else node
        return Association(
            uid=derived_uid(kind, uid, end or node),
            kind=kind,
            origin=uid,
            destination=end or node,
            origin_uri=address,
            destination_uri=foreign,
        )

    def _tell_foreign(self, end: str, kind: str, where: str) -> None:
        if not end and kind != IS_CHILD_OF:
            self.tally.note(
                where,
                "An association ends at something that is not in this file.",
                "It was kept with the address it names.",
            )

    def _is_end(self, value: object, end: str) -> bool:
        """Whether an association can end there; words in quotation marks are one only if they are an address."""
        known = end in self.names.nodes or end == self.names.framework
        return (
            known or is_address(end) or (not isinstance(value, Literal) and bool(end) and not is_blank(end))
        )

    # Ours, said in full

    def _full_associations(self) -> Iterator[Association | None]:
        for node in self.graph.values(self.names.framework, ASSOCIATION):
            association = self._full(node) if isinstance(node, str) else None
            if association is None:
                self.tally.links_read += 1
                self.tally.leave_link_out(
                    "an association",
                    "An association does not say its kind and its beginning.",
                    "It was left out.",
                    raw=as_json(Keeper(self.graph).node(str(node))),
                )
            yield association

    def _full(self, node: str) -> Association | None:
        def text(predicate: str) -> str:
            return self.graph.text(node, predicate)

        if not text(KIND) or not self.graph.literals(node, ORIGIN):
            return None
        position = text(POSITION)
        pairs = (pair_kept(value.text) for value in self.graph.literals(node, EXTRA))
        return Association(
            uid=text(UID) or derived_uid(text(KIND), text(ORIGIN), text(DESTINATION)),
            kind=text(KIND),
            origin=text(ORIGIN),
            destination=text(DESTINATION),
            origin_uri=text(ORIGIN_ADDRESS),
            destination_uri=text(DESTINATION_ADDRESS),
            destination_title=text(DESTINATION_TITLE),
            position=int(position) if position.lstrip("-").isdecimal() and len(position) < 18 else None,  # noqa: PLR2004 - what every database takes
            extras=tuple(sorted(dict(pairs).items())),
        )

    @cached_property
    def covered(self) -> set[Ends]:
        """The triples that an association said in full explains already."""
        return {
            triple
            for association in self.full
            if association
            if (triple := association_triple(association, self.names.by_uid, self.vocabulary))
        }


def association_triple(
    association: Association, nodes: Mapping[str, str], vocabulary: Vocabulary
) -> Ends | None:
    """The one triple in which others can read an association, or nothing; ``nodes`` are addresses by uid."""
    origin = nodes.get(association.origin)
    here = association.destination in nodes
    predicate = vocabulary.predicate(association.kind, here=here)
    if not origin or not predicate:
        return None
    for end in (
        nodes.get(association.destination, ""),
        association.destination_uri,
        association.destination,
    ):
        if is_address(end):
            return origin, predicate, end
    return None


def pair_kept(text: str) -> tuple[str, str]:
    """The name and the JSON text of what came with another format."""
    try:
        pair = json.loads(text)
    except (ValueError, RecursionError):
        pair = None
    if is_pair_of_texts(pair):
        return storable(pair[0]), storable(pair[1])
    return EXTRA, as_json(text)
