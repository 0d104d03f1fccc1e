"""A tree as a CASE package again: what came in comes out.

It says again whatever the extras hold, also where CASE 1.1 would rather not have it. A field of ours that changed since,
and a place that changed since, is written anew; what did not change is written as it came.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise

from penholder.pure.formats.case.as_it_was import EXTENSIONS, OUR_EXTENSION
from penholder.pure.formats.case.ends import made_end, place_identifier, whole_place
from penholder.pure.formats.case.links import link_end
from penholder.pure.formats.case.package import Json
from penholder.pure.formats.case.told import Telling
from penholder.pure.formats.case.values import (
    IS_CHILD_OF,
    NO_WORDS,
    OTHER_PACKAGE_PART,
    PACKAGE_PARTS,
    as_object,
    as_text,
    number_in,
)
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.ordering import Sibling, sorted_siblings
from penholder.pure.formats.report import shown
from penholder.pure.tree.statement import Association, Statement, Tree

_loads = json.JSONDecoder().decode  # orjson would take digits off a long number


def case_package(tree: Tree) -> Json:
    """CFDocument, CFItems and CFAssociations, with definitions and rubrics where there were any."""
    return faithful_package(tree, Telling())


def faithful_package(tree: Tree, telling: Telling) -> Json:
    """The same; what came in under the name of a field that says something else by now is told."""
    return _Writing(tree, telling).package()


class _Writing:
    """One tree on its way out; texts of JSON that stand again and again are read once."""

    def __init__(self, tree: Tree, telling: Telling) -> None:
        self.tree = tree
        self.telling = telling
        self.document: Json = {}
        self.places: dict[str, Json | None] = {}
        self._read: dict[str, object] = {}

    def package(self) -> Json:
        extras = self._values(self.tree.extras)
        parts = {part: extras.pop(part) for part in PACKAGE_PARTS if part in extras}
        for key in [key for key in extras if key.startswith(OTHER_PACKAGE_PART)]:
            parts[key.removeprefix(OTHER_PACKAGE_PART)] = extras.pop(key)
        tree = self.tree
        said = {
            "identifier": tree.uid or derived_uid(tree.title),
            "uri": tree.uri,
            "title": tree.title,
            "description": tree.description,
            "language": tree.language,
        }
        self.document = _written(said, extras)
        for name in sorted(said.keys() & extras.keys()):
            if _read_again(extras[name]) == said[name]:
                self.document[name] = extras[name]
            else:
                self._tell_replaced(name, extras[name], "the document")
        statements = [self._statement(statement) for statement in tree.statements]
        return {
            "CFDocument": self.document,
            "CFItems": statements,
            "CFAssociations": [*self._every_place(), *(self._association(one) for one in tree.associations)],
            **parts,
        }

    def _value(self, text: str) -> object:
        if text[:1] == '"' and "\\" not in text:
            return text[1:-1]
        if text not in self._read:
            self._read[text] = _loads(text)
        return self._read[text]

    def _values(self, extras: tuple[tuple[str, str], ...]) -> Json:
        return {name: self._value(text) for name, text in extras}

    def _statement(self, statement: Statement) -> Json:
        entry: Json = {"identifier": statement.uid}
        if statement.uri:
            entry["uri"] = statement.uri
        entry["fullStatement"] = statement.text
        for name, said in (
            ("humanCodingScheme", statement.code),
            ("CFItemType", statement.kind),
            ("abbreviatedStatement", statement.short),
            ("notes", statement.notes),
            ("language", statement.language),
        ):
            if said:
                entry[name] = said
        place: Json | None = None
        for name, text in statement.extras:
            if name == IS_CHILD_OF:
                place = as_object(_loads(text))
            elif name == "language" and self._says_the_language_of_all(statement, self._value(text)):
                entry[name] = self._value(text)  # said again where it need not be
            elif name in _SAID:
                self._say_as_it_came(entry, name, self._value(text), statement)
            else:
                entry[name] = self._value(text)
        self.places[statement.uid] = place
        if statement.plain or statement.easy or statement.level or statement.optional:
            _say_ours(entry, statement)
        return entry

    def _says_the_language_of_all(self, statement: Statement, value: object) -> bool:
        return not statement.language and _read_again(value) == self.tree.language

    def _say_as_it_came(self, entry: Json, name: str, value: object, statement: Statement) -> None:
        """A field of ours as the file had it, unless the field was changed since."""
        said: str = getattr(statement, _SAID[name])
        again = _read_again(value)
        came_otherwise = (
            name == "fullStatement" and not again.strip() and said in (statement.short, NO_WORDS)
        ) or (name == "CFItemType" and not as_text(value).strip() and said in _other_kinds(statement))
        if said != again and not came_otherwise:
            if value is not None:
                self._tell_replaced(name, value, f"statement {statement.code or statement.uid}")
            return
        if value is None:
            entry.pop(name, None)
        else:
            entry[name] = value

    def _tell_replaced(self, name: str, value: object, where: str) -> None:
        self.telling.tell(
            where,
            f"The file had something else under {name}.",
            f"What the framework says now was written; “{shown(str(value))}” was left out.",
        )

    # Places

    def _every_place(self) -> Iterator[Json]:
        renumbered: set[str] = set()
        numbers: dict[str, int] = {}
        for siblings in self.tree.children.values():
            place = {one.uid: number for number, one in enumerate(siblings, start=1)}
            numbers.update(place)
            if not self._still_in_order(siblings, place):
                renumbered.update(place)
        tree = self.tree
        document_end = made_end(tree.title, tree.uid or str(self.document["identifier"]), tree.uri)
        for statement in self.tree.statements:
            parent = self.tree.by_uid.get(statement.parent)
            end = _end_of(parent) if parent else document_end
            number = numbers[statement.uid]
            yield self._place(statement, end, number, top=not parent, renumbered=statement.uid in renumbered)

    def _still_in_order(self, siblings: tuple[Statement, ...], numbers: Mapping[str, int]) -> bool:
        """Whether the places as they came in, read again, would give the order in which the siblings stand now."""
        sequences = [self._sequence(one, numbers[one.uid]) for one in siblings]
        known = [sequence for sequence in sequences if sequence is not None]
        if len(known) == len(sequences) and all(first < second for first, second in pairwise(known)):
            return True
        given = {one.uid: sequence for one, sequence in zip(siblings, sequences, strict=True)}
        as_listed = sorted(siblings, key=lambda one: self._listed[one.uid])
        read_again = sorted_siblings([self._sibling(one, given[one.uid]) for one in as_listed])
        return [one.uid for one in read_again] == [one.uid for one in siblings]

    @property
    def _listed(self) -> dict[str, int]:
        return {one.uid: number for number, one in enumerate(self.tree.statements)}

    def _sequence(self, statement: Statement, number: int) -> float | None:
        given = self.places[statement.uid]
        if not given:
            return number
        sequence = given.get("sequenceNumber", None if "associationType" in given else number)
        return number_in(sequence)

    def _sibling(self, statement: Statement, sequence: float | None) -> Sibling:
        enumeration = self._values(statement.extras).get("listEnumeration")
        return Sibling(
            statement.uid, sequence, "" if enumeration is None else str(enumeration), statement.code
        )

    def _place(
        self, statement: Statement, destination: Json, number: int, *, top: bool, renumbered: bool
    ) -> Json:
        given = self.places[statement.uid] or {}
        place = whole_place({**given, "sequenceNumber": number} if renumbered else given, number)
        if "identifier" not in place:
            place["identifier"] = place_identifier(
                self.tree.uid or str(self.document["identifier"]), statement.uid
            )
        if "originNodeURI" not in place:
            place["originNodeURI"] = _end_of(statement)
        if "destinationNodeURI" not in place:
            place["destinationNodeURI"] = destination
        elif not _leads_to(place["destinationNodeURI"], destination, self.document if top else {}):
            place["destinationNodeURI"] = destination
            if not renumbered:
                place.pop("sequenceNumber", None)
        return place

    # Other associations

    def _association(self, association: Association) -> Json:
        extras = self._values(association.extras)
        said: Json = {"identifier": association.uid, "associationType": association.kind}
        entry: Json = {**said, **{name: value for name, value in extras.items() if name not in said}}
        if "originNodeURI" not in entry:
            origin = self.tree.by_uid.get(association.origin)
            title = (origin.short or origin.text) if origin else ""
            entry["originNodeURI"] = link_end(association.origin, association.origin_uri, title)
        if "destinationNodeURI" not in entry:
            entry["destinationNodeURI"] = link_end(
                association.destination, association.destination_uri, association.destination_title
            )
        if association.position is not None:
            entry.setdefault("sequenceNumber", association.position)
        return entry


_SAID = {
    "uri": "uri",
    "fullStatement": "text",
    "humanCodingScheme": "code",
    "CFItemType": "kind",
    "abbreviatedStatement": "short",
    "notes": "notes",
    "language": "language",
    "identifier": "uid",
}


def _say_ours(entry: Json, statement: Statement) -> None:
    ours: Json = {
        name: said
        for name, said in (
            ("plain", statement.plain),
            ("easy", statement.easy),
            ("level", statement.level),
        )
        if said
    }
    if statement.optional:
        ours["optional"] = True
    given = as_object(entry.get(EXTENSIONS))
    entry[EXTENSIONS] = {**given, OUR_EXTENSION: {**as_object(given.get(OUR_EXTENSION)), **ours}}


def _read_again(value: object) -> str:
    """What reading would take from a value as the text of a field."""
    if isinstance(value, str):
        return as_text(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _other_kinds(statement: Statement) -> list[str]:
    """Where the kind of a statement may have been taken from."""
    extras = {name: text for name, text in statement.extras if name in {"CFItemTypeURI", "Type"}}
    uri = as_object(_loads(extras["CFItemTypeURI"])) if "CFItemTypeURI" in extras else {}
    return [as_text(uri.get("title")), as_text(_loads(extras["Type"])) if "Type" in extras else ""]


def _end_of(statement: Statement) -> Json:
    return made_end(statement.short or statement.text, statement.uid, statement.uri)


def _leads_to(end: object, link: Json, document: Json) -> bool:
    """Whether an end, as it came in, still names the same parent by any of its names."""
    package = as_object(document.get("CFPackageURI"))
    names = {
        str(value).casefold()
        for value in (link["identifier"], link["uri"], package.get("identifier"), package.get("uri"))
        if value
    }
    given = (end.get("identifier"), end.get("uri")) if isinstance(end, dict) else (end,)
    return any(isinstance(value, str) and value.casefold() in names for value in given)


def _written(fields: Mapping[str, str], extras: Mapping[str, object]) -> Json:
    """The fields that say something, then whatever else came in; a field of ours is never overwritten."""
    entry: Json = {field: value for field, value in fields.items() if value}
    for key, value in extras.items():
        if value is not None:
            entry.setdefault(key, value)
    return entry
