"""How a vocabulary says what a framework is made of, so that one reader and one writer serve SKOS and CTDL-ASN alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from penholder.pure.formats.graphs.terms import OURS

UID = OURS + "uid"
ADDRESS = OURS + "address"
PARENT = OURS + "parent"
POSITION = OURS + "position"
LANGUAGE = OURS + "language"
LEVEL = OURS + "level"
PLAIN = OURS + "plain"
EASY = OURS + "easy"
OPTIONAL = OURS + "optional"
KIND = OURS + "kind"
SHORT = OURS + "short"

ASSOCIATION = OURS + "association"
ORIGIN = OURS + "origin"
ORIGIN_ADDRESS = OURS + "originAddress"
DESTINATION = OURS + "destination"
DESTINATION_ADDRESS = OURS + "destinationAddress"
DESTINATION_TITLE = OURS + "destinationTitle"

IS_CHILD_OF = "isChildOf"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The properties of one vocabulary. Of several for the same thing the first is the one that is written.

    ``kinds`` are the properties that are associations, with the kind each stands for; ``related_here`` stands for the
    same kind as one of them where both ends are in the framework. ``list_mark`` is a printed mark that orders siblings.
    ``registry_id`` holds a UUID after “ce-”. ``worded`` are the properties whose texts have a language.
    ``links_as_texts``: addresses are written as bare texts, as the vocabulary's own context has it.
    """

    called: str
    statement_called: str
    framework_types: tuple[str, ...]
    statement_types: tuple[str, ...]
    title: tuple[str, ...]
    description: tuple[str, ...]
    language: tuple[str, ...]
    text: tuple[str, ...]
    notes: tuple[str, ...]
    code: str
    kind: str
    short: str
    up: str
    down: str
    top_up: str
    top_down: str
    member: str
    kinds: Mapping[str, str]
    worded: frozenset[str]
    related_here: str = ""
    list_mark: str = ""
    registry_id: str = ""
    links_as_texts: bool = False

    @property
    def structure(self) -> frozenset[str]:
        """The properties that say places and associations, which are never kept aside as they are."""
        named = (self.up, self.down, self.top_up, self.top_down, self.related_here, *self.kinds)
        return frozenset(name for name in named if name)

    def predicate(self, kind: str, *, here: bool) -> str:
        """The property for a kind of association, or nothing where the vocabulary has none."""
        if kind == IS_CHILD_OF:
            return self.up if here else ""
        found = next((predicate for predicate, one in self.kinds.items() if one == kind), "")
        if here and self.related_here and self.kinds.get(self.related_here) == kind:
            return self.related_here
        return found
