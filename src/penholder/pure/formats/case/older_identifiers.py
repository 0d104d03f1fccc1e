"""Identifiers for CASE 1.0, which takes only UUIDs as RFC 4122 makes them: in small letters, of a version from 1 to 5.

CASE 1.1 asks for any UUID. One that 1.0 does not take is replaced by one derived from it, at its own entry and wherever
another names it.
"""

import re
from collections.abc import Iterator, Mapping

from penholder.pure.formats.case.as_it_was import ADDRESS
from penholder.pure.formats.case.package import Json
from penholder.pure.formats.case.rules import case_uuid
from penholder.pure.formats.case.told import Telling
from penholder.pure.formats.case.values import as_list, as_object, is_object

_RFC_4122 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_FIELDS = frozenset({"identifier", "rubricId", "rubricCriterionId"})
_ENDS = frozenset({"originNodeURI", "destinationNodeURI"})


def with_older_identifiers(package: Json, telling: Telling) -> Json:
    """The package with identifiers that CASE 1.0 takes; the package itself where it has no others."""
    own = dict.fromkeys(_own_identifiers(package))
    others = dict.fromkeys(one for one in (*own, *_identifiers(package)) if not _RFC_4122.fullmatch(one))
    names = _renamed(others, own)
    for name in names:
        telling.tell(
            f"identifier {name}",
            "CASE 1.0 takes only UUIDs in small letters, of version 1 to 5.",
            "One made of it was written, wherever it is named.",
        )
    return as_object(_replaced(package, names)) if names else package


def _renamed(others: Mapping[str, None], own: Mapping[str, None]) -> dict[str, str]:
    """In small letters where that is enough and no other entry has that identifier; else a derived one."""
    names: dict[str, str] = {}
    taken = set(own)
    for name in others:
        small = name.lower()
        enough = _RFC_4122.fullmatch(small) and not (name in own and small in taken)
        names[name] = small if enough else case_uuid(name)
        taken.add(names[name])
    return names


def _own_identifiers(package: Json) -> Iterator[str]:
    entries = (package["CFDocument"], *as_list(package["CFItems"]), *as_list(package["CFAssociations"]))
    for entry in entries:
        identifier = as_object(entry).get("identifier")
        if isinstance(identifier, str):
            yield identifier


def _identifiers(value: object) -> Iterator[str]:
    """All that have to be UUIDs; an end of an association may name anything."""
    if isinstance(value, list):
        for one in value:
            yield from _identifiers(one)
    elif is_object(value):
        for name, inner in value.items():
            if name in _FIELDS and isinstance(inner, str):
                yield inner
            elif name not in _ENDS:
                yield from _identifiers(inner)


def _replaced(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, list):
        return [_replaced(one, names) for one in value]
    if not is_object(value):
        return value
    entry = {
        name: names.get(inner, inner)
        if name in _FIELDS and isinstance(inner, str)
        else _replaced(inner, names)
        for name, inner in value.items()
    }
    before = value.get("identifier")
    if before != entry.get("identifier") and entry.get("uri") == f"{ADDRESS}{before}":
        entry["uri"] = f"{ADDRESS}{entry['identifier']}"
    return entry
