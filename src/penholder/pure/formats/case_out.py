"""A tree as a CASE package again: what came in comes out.

This writer is faithful rather than strict. It says again whatever the extras hold, also where CASE 1.1 would rather
not have it; a place that changed since is written anew. It takes no clock: dates are those that came in.
"""

import json
from collections.abc import Iterator, Mapping

from penholder.pure.formats.case import IS_CHILD_OF, OTHER_PACKAGE_PART, OUR_EXTENSION, PACKAGE_PARTS
from penholder.pure.formats.case_package import Json
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.ordering import Sibling, sorted_siblings
from penholder.pure.tree.statement import Association, Statement, Tree


def write_case(tree: Tree) -> bytes:
    """The package as a UTF-8 file."""
    return (json.dumps(case_package(tree), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def case_package(tree: Tree) -> Json:
    """CFDocument, CFItems and CFAssociations, with definitions and rubrics where there were any."""
    extras = _values(tree.extras)
    parts = {part: extras.pop(part) for part in PACKAGE_PARTS if part in extras}
    for key in [key for key in extras if key.startswith(OTHER_PACKAGE_PART)]:
        parts[key.removeprefix(OTHER_PACKAGE_PART)] = extras.pop(key)
    document = _written(
        {
            "identifier": tree.uid or derived_uid(tree.title),
            "uri": tree.uri,
            "title": tree.title,
            "description": tree.description,
            "language": tree.language,
        },
        extras,
    )
    return {
        "CFDocument": document,
        "CFItems": [_statement(statement) for statement in tree.statements],
        "CFAssociations": [*_places(tree, document), *(_association(one) for one in tree.associations)],
        **parts,
    }


def _statement(statement: Statement) -> Json:
    extras = _values(statement.extras)
    extras.pop(IS_CHILD_OF, None)
    entry = _written(
        {
            "identifier": statement.uid,
            "uri": statement.uri,
            "fullStatement": statement.text,
            "humanCodingScheme": statement.code,
            "CFItemType": statement.kind,
            "abbreviatedStatement": statement.short,
            "notes": statement.notes,
        },
        extras,
    )
    ours = _written({"plain": statement.plain}, {"optional": True} if statement.optional else {})
    if ours:
        given = entry.get("extensions")
        entry["extensions"] = {**(given if isinstance(given, dict) else {}), OUR_EXTENSION: ours}
    return entry


def _places(tree: Tree, document: Json) -> Iterator[Json]:
    for parent, siblings in tree.children.items():
        given = {statement.uid: _given_place(statement) for statement in siblings}
        in_order = _still_in_order(tree, siblings, given)
        for number, statement in enumerate(siblings, start=1):
            place = _place(statement, tree.by_uid.get(parent), given[statement.uid], document)
            if not in_order:
                place["sequenceNumber"] = number
            yield place


def _given_place(statement: Statement) -> Json:
    given = _values(statement.extras).get(IS_CHILD_OF)
    return dict(given) if isinstance(given, dict) else {}


def _still_in_order(tree: Tree, siblings: tuple[Statement, ...], given: Mapping[str, Json]) -> bool:
    """Whether the places as they came in, read again, would give the order in which the siblings stand now."""
    standing = {statement.uid for statement in siblings}
    as_listed = [statement for statement in tree.statements if statement.uid in standing]
    read_again = sorted_siblings([_sibling(statement, given[statement.uid]) for statement in as_listed])
    return [one.uid for one in read_again] == [statement.uid for statement in siblings]


def _sibling(statement: Statement, given: Json) -> Sibling:
    sequence = given.get("sequenceNumber")
    enumeration = _values(statement.extras).get("listEnumeration", "")
    number = float(sequence) if isinstance(sequence, int | float) else None
    return Sibling(statement.uid, number, str(enumeration), statement.code)


def _place(statement: Statement, parent: Statement | None, given: Json, document: Json) -> Json:
    if parent is None:
        link = {
            "title": document["title"],
            "identifier": document["identifier"],
            "uri": document.get("uri", ""),
        }
    else:
        link = {"title": parent.short or parent.text, "identifier": parent.uid, "uri": parent.uri}
    place = dict(given)
    place.setdefault("identifier", derived_uid(str(document["identifier"]), statement.uid, IS_CHILD_OF))
    place.setdefault("associationType", IS_CHILD_OF)
    place.setdefault(
        "originNodeURI",
        {"title": statement.short or statement.text, "identifier": statement.uid, "uri": statement.uri},
    )
    if not _leads_to(place.get("destinationNodeURI"), link, document if parent is None else {}):
        place["destinationNodeURI"] = link
        place.pop("sequenceNumber", None)
    return place


def _leads_to(end: object, link: Json, document: Json) -> bool:
    """Whether an end, as it came in, still names the same parent by any of its names."""
    package = document.get("CFPackageURI")
    others = package if isinstance(package, dict) else {}
    names = {
        str(value).casefold()
        for value in (link["identifier"], link["uri"], others.get("identifier"), others.get("uri"))
        if value
    }
    given = (end.get("identifier"), end.get("uri")) if isinstance(end, dict) else (end,)
    return any(isinstance(value, str) and value.casefold() in names for value in given)


def _association(association: Association) -> Json:
    extras = _values(association.extras)
    entry = _written({"identifier": association.uid, "associationType": association.kind}, extras)
    entry.setdefault("originNodeURI", _link(association.origin, association.origin_uri))
    entry.setdefault(
        "destinationNodeURI",
        _link(association.destination, association.destination_uri, association.destination_title),
    )
    if association.position is not None:
        entry.setdefault("sequenceNumber", association.position)
    return entry


def _link(identifier: str, uri: str, title: str = "") -> Json:
    return _written({"title": title, "identifier": identifier, "uri": uri}, {})


def _written(fields: Mapping[str, str], extras: Mapping[str, object]) -> Json:
    """The fields that say something, then whatever else came in; a field of ours is never overwritten."""
    entry: Json = {field: value for field, value in fields.items() if value}
    for key, value in extras.items():
        entry.setdefault(key, value)
    return entry


def _values(extras: tuple[tuple[str, str], ...]) -> Json:
    return {key: json.loads(text) for key, text in extras}
