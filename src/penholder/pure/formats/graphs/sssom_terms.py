"""How SSSOM says what a crosswalk says: its columns, its short names, and what becomes of each of our fields there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote

from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.graphs.terms import OUR_FRAMEWORKS, OUR_STATEMENTS, SKOS, is_address
from penholder.pure.formats.identifiers import is_uuid
from penholder.pure.tree.crosswalk import SKOS_PREDICATES, Relation

NO_TERM = "sssom:NoTermFound"
MANUAL = "semapv:ManualMappingCuration"
OUR_SETS = "urn:penholder:crosswalk:"
UUIDS = "urn:uuid:"
BUILT_IN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": SKOS,
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "linkml": "https://w3id.org/linkml/",
}
"""The prefixes that a file need not explain."""

RELATIONS = {SKOS + predicate: relation for relation, predicate in SKOS_PREDICATES.items()} | {
    BUILT_IN["owl"] + "sameAs": Relation.EQUAL,
    BUILT_IN["owl"] + "equivalentClass": Relation.EQUAL,
    BUILT_IN["rdfs"] + "subClassOf": Relation.SUBSET,
    BUILT_IN["rdfs"] + "seeAlso": Relation.RELATED,
    SKOS + "broader": Relation.SUBSET,
    SKOS + "narrower": Relation.SUPERSET,
    SKOS + "related": Relation.RELATED,
}

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "reviewer_label",
    "confidence",
    "comment",
)
OURS = "penholder"
"""The name in the head and the column for what SSSOM has no name for."""

HEAD_NAMES = (
    "curie_map",
    "mapping_set_id",
    "mapping_set_version",
    "mapping_set_title",
    "license",
    "subject_source",
    "subject_source_version",
    "object_source",
    "object_source_version",
)
LICENCE_UNSAID = "https://w3id.org/sssom/license/unspecified"
NAME = re.compile(r"[a-z][a-z0-9_]*")

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.~-]*[A-Za-z0-9_~-])?")

FIELDS: tuple[FieldFate, ...] = (
    FieldFate(
        "identifier", "subject_id, object_id", "kept", "as short names, which the head of the file explains"
    ),
    FieldFate(
        "relation",
        "predicate_id",
        "kept",
        "equal exactMatch, subset broadMatch, superset narrowMatch, intersects "
        "closeMatch, related relatedMatch; no match sssom:NoTermFound, or “Not” with relatedMatch",
    ),
    FieldFate("why", "comment", "kept"),
    FieldFate("confidence", "confidence", "kept", "in full; not cut to three places"),
    FieldFate("who reviewed", "reviewer_label", "kept"),
    FieldFate(
        "the words as they stood",
        "subject_label, object_label",
        "kept",
        "cells like formulas are written as they are",
    ),
    FieldFate(
        "pinned frameworks",
        "subject_source, subject_source_version, object_source, object_source_version",
        "kept",
    ),
    FieldFate(
        "whatever else",
        "its own columns and names",
        "kept",
        "of other files; “Not” with another predicate is left out",
    ),
)


def minted_address(uid: str) -> str:
    """The address of a statement or framework that has only a uid; one that is an address already stays."""
    if is_uuid(uid) and uid == uid.lower():
        return UUIDS + uid
    if is_address(uid) and not uid.startswith((UUIDS, OUR_STATEMENTS, OUR_FRAMEWORKS, OUR_SETS)):
        return uid
    return OUR_STATEMENTS + quote(uid.encode("utf-8", "replace").decode(), safe="-_.~")


def uid_of_address(address: str) -> str:
    """The uid for which :func:`minted_address` gave the address."""
    if address.startswith(UUIDS) and is_uuid(address.removeprefix(UUIDS)):
        return address.removeprefix(UUIDS)
    if address.startswith(OUR_STATEMENTS):
        return unquote(address.removeprefix(OUR_STATEMENTS))
    return address


class ShortNames:
    """Addresses as short names (CURIEs), with prefixes made from the addresses themselves, the same each time."""

    def __init__(self, addresses: Iterable[str]) -> None:
        beginnings = sorted({_split(address)[0] for address in addresses})
        self.prefixes: dict[str, str] = {}
        for beginning in beginnings:
            prefix = {UUIDS: "uuid", OUR_STATEMENTS: "penholder"}.get(beginning)
            self.prefixes[beginning] = prefix or f"ns{len(self.prefixes) + 1}"

    def short(self, address: str) -> str:
        """The address as a short name."""
        beginning, local = _split(address)
        return f"{self.prefixes[beginning]}:{local}"

    def explained(self) -> dict[str, str]:
        """The map for the head of the file."""
        return dict(sorted((prefix, beginning) for beginning, prefix in self.prefixes.items()))


def full_address(name: str, prefixes: Mapping[str, str]) -> str:
    """The address of a short name, the name itself where it is an address, or nothing."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in prefixes and not local.startswith("//"):
        return prefixes[prefix] + local
    if colon and prefix in BUILT_IN:
        return BUILT_IN[prefix] + local
    return name if is_address(name) and (local.startswith("//") or prefix in {"urn", "tag", "did"}) else ""


def _split(address: str) -> tuple[str, str]:
    """Beginning and rest, the rest such that every reader of short names takes it."""
    for beginning in (UUIDS, OUR_STATEMENTS):
        if address.startswith(beginning):
            return beginning, address.removeprefix(beginning)
    place = max(address.rfind("/"), address.rfind("#"), address.rfind(":")) + 1
    if not _LOCAL.fullmatch(address, place):
        return address, ""
    return address[:place], address[place:]
