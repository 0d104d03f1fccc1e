"""Which uid belongs to which node of a graph: the one it says, else the one its address holds, else one derived from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from penholder.pure.formats.graphs.said import Said
from penholder.pure.formats.graphs.terms import OUR_FRAMEWORKS, OUR_STATEMENTS, minted, uid_minted
from penholder.pure.formats.graphs.value import Graph, Literal, is_blank
from penholder.pure.formats.graphs.vocabulary import ASSOCIATION, UID, Vocabulary
from penholder.pure.formats.identifiers import derived_uid, is_uuid
from penholder.pure.formats.report import Tally, shown

REGISTRY = "ce-"

_UUID_AT_END = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", re.IGNORECASE)


class Names:
    """Nodes by uid and uids by node. ``ours`` says whether the file was written here."""

    def __init__(
        self, graph: Graph, vocabulary: Vocabulary, nodes: Mapping[str, int], framework: str, tally: Tally
    ) -> None:
        self.graph = graph
        self.vocabulary = vocabulary
        self.nodes = nodes
        self.framework = framework
        self.tally = tally
        self.ours = UID in graph.nodes.get(framework, {})
        self.association_nodes = set(graph.addresses(framework, ASSOCIATION))
        self.uids: dict[str, str] = {}
        self.by_uid: dict[str, str] = {}
        self.at_end = Counter(_at_end(node) for node in nodes)

    def claim(self, node: str, said: Said, where: str) -> str:
        """The uid of a statement, which no other has."""
        explicit = self._explicit(said)
        uid = explicit if explicit is not None else self._implied(node, said, OUR_STATEMENTS)
        if not uid:
            self.tally.identifiers_made += is_blank(node)
            uid = derived_uid(self.framework, node if not is_blank(node) else self._content(node))
        if uid in self.by_uid:
            again = derived_uid(uid, node if not is_blank(node) else str(self.nodes[node]))
            self.tally.note(
                where,
                "The identifier of a statement is used twice.",
                f"The first keeps {shown(uid)}; this one has an identifier derived from it.",
            )
            uid = again
        self.uids[node] = uid
        self.by_uid[uid] = node
        return uid

    def forget(self, node: str) -> None:
        """This statement was left out."""
        del self.by_uid[self.uids.pop(node)]

    def framework_uid(self, whole: Said) -> str:
        """The uid of the framework itself."""
        explicit = self._explicit(whole)
        if explicit is not None or not self.framework:
            return explicit or ""
        implied = self._implied(self.framework, whole, OUR_FRAMEWORKS)
        return implied or (derived_uid(self.framework) if not is_blank(self.framework) else "")

    def uid_of(self, node: str) -> str:
        """The uid of a statement, or nothing for any other node."""
        return self.uids.get(node, "")

    def node_of(self, uid: str) -> str:
        """The node of a uid that is here."""
        return self.by_uid[uid]

    def called(self) -> dict[str, str]:
        """Statements without an address of their own, with the one that they are given."""
        return {node: minted(OUR_STATEMENTS, uid) for node, uid in self.uids.items() if is_blank(node)}

    def is_minted(self, address: str) -> bool:
        """Whether the address is only our way of writing a uid."""
        return address.startswith((OUR_STATEMENTS, OUR_FRAMEWORKS))

    def _explicit(self, said: Said) -> str | None:
        """The uid that is said outright; a registry's number that says the same has found its place with it."""
        uid = said.ours(UID)
        if uid is not None and self.vocabulary.registry_id:
            said.take(self.vocabulary.registry_id, Literal(REGISTRY + uid))
        return uid

    def _implied(self, node: str, said: Said, beginning: str) -> str:
        uid = uid_minted(beginning, node)
        registered = self._registered(said)
        if uid:
            return uid
        if registered:
            return registered
        at_end = _at_end(node)
        return at_end if at_end and self.at_end[at_end] < 2 else ""  # noqa: PLR2004 - its own and nobody else's

    def _registered(self, said: Said) -> str:
        for value in self.graph.literals(said.subject, self.vocabulary.registry_id):
            uid = value.text.removeprefix(REGISTRY)
            if is_uuid(uid) and value.text.startswith(REGISTRY):
                if value == Literal(REGISTRY + uid):
                    said.take(self.vocabulary.registry_id, value)
                return uid
        return ""

    def _content(self, node: str) -> str:
        texts = [value.text for name in self.vocabulary.text for value in self.graph.literals(node, name)]
        return "\n".join([str(self.nodes[node]), *texts])


def _at_end(node: str) -> str:
    found = _UUID_AT_END.search(node)
    return found.group() if found and not is_blank(node) else ""
