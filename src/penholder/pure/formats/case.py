"""CASE 1.0 and 1.1 packages in, as they are really published.

The reader is lenient about form and strict about loss. Whatever a file says that has no field of ours is kept in
``extras`` under its own name, so that :mod:`penholder.pure.formats.case_out` can say it again; whatever does not fit a
tree (rings, two parents, doubled identifiers, ends that lead nowhere) is kept where it can be and reported in any case.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TypeGuard

from penholder.pure.formats.case_package import Json, opened_package
from penholder.pure.formats.decoding import WINDOWS_1252, decoded, storable
from penholder.pure.formats.identifiers import derived_uid, is_uuid
from penholder.pure.formats.json_file import as_json, loaded
from penholder.pure.formats.ordering import Sibling, dense_positions, sorted_siblings
from penholder.pure.formats.plain_text import has_markup
from penholder.pure.formats.report import ImportReport, Tally, listed, shown
from penholder.pure.tree.check import cycles
from penholder.pure.tree.statement import Association, Statement, Tree

IS_CHILD_OF = "isChildOf"
KNOWN_KINDS = frozenset(
    {
        IS_CHILD_OF,
        "isPeerOf",
        "isPartOf",
        "exactMatchOf",
        "precedes",
        "isRelatedTo",
        "replacedBy",
        "exemplar",
        "hasSkillLevel",
        "isTranslationOf",
    }
)
OUR_EXTENSION = "penholder"
PACKAGE_PARTS = ("CFDefinitions", "CFRubrics")
OTHER_PACKAGE_PART = "CFPackage."

_DOCUMENT_FIELDS = ("identifier", "uri", "title", "description", "language")
_STATEMENT_FIELDS = (
    "identifier",
    "uri",
    "fullStatement",
    "humanCodingScheme",
    "CFItemType",
    "abbreviatedStatement",
    "notes",
)
_ASSOCIATION_FIELDS = ("identifier", "associationType", "sequenceNumber")
_NO_WORDS = "(no words in the file)"
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d+)?")


def read_case(data: bytes, *, name: str = "The file") -> tuple[Tree, ImportReport]:
    """A framework from a CASE package; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    text, encoding = decoded(data, name=name, wanted="a CASE file (JSON)")
    tally = Tally()
    if encoding == WINDOWS_1252:
        tally.note(
            "the whole file",
            "The file is not in UTF-8, as JSON should be.",
            "It was read as Windows-1252; check accents.",
        )
    package = opened_package(loaded(text, name=name, tally=tally), name=name, tally=tally)
    return _Reading(package, name=name, tally=tally).tree(), tally.report()


@dataclass(frozen=True, slots=True)
class _Found:
    """A statement as the file has it, before its place is known."""

    statement: Statement
    raw: Json
    where: str


@dataclass(frozen=True, slots=True)
class _Link:
    """An association as the file has it, with both ends looked up."""

    association: Association
    raw: Json
    where: str


class _Reading:
    """One package on its way into a tree: statements, then links, then places, then the rest."""

    def __init__(self, package: Json, *, name: str, tally: Tally) -> None:
        self.package = package
        self.name = name
        self.tally = tally
        self.nulls = 0
        self.document = _object(package.get("CFDocument"))
        self.uid = self._words(self.document, "identifier", "the document")
        self.found: dict[str, _Found] = {}
        self.known: dict[str, str] = {}
        self.links: list[_Link] = []
        self.places: dict[str, _Link] = {}
        self.top_by_default: set[str] = set()

    def tree(self) -> Tree:
        self._learn_document()
        self._find_statements()
        self._find_links()
        self._leave_out_wordless()
        self._choose_places()
        self._break_rings()
        statements = self._placed()
        associations = self._associations()
        self._tell_about_ends(associations)
        self.tally.kept = len(statements)
        tree = Tree(
            title=self._title(),
            statements=statements,
            associations=associations,
            uid=self.uid,
            uri=self._words(self.document, "uri", "the document"),
            description=self._words(self.document, "description", "the document"),
            language=self._words(self.document, "language", "the document"),
            extras=self._package_extras(),
        )
        self._tell_about_nulls()
        return tree

    # The document

    def _learn_document(self) -> None:
        """The document's own names, all of which an isChildOf may use for “the top”."""
        package_uri = _object(self.document.get("CFPackageURI"))
        for given in (
            self.uid,
            _str(self.document.get("uri")),
            _str(package_uri.get("identifier")),
            _str(package_uri.get("uri")),
        ):
            if given:
                self.known.setdefault(given.casefold(), self.uid)

    def _title(self) -> str:
        title = self._words(self.document, "title", "the document")
        if title.strip():
            return title
        self.tally.note(
            "the document", "The framework has no title.", "It was named after the file; give it a title."
        )
        return PurePath(self.name).stem

    def _package_extras(self) -> tuple[tuple[str, str], ...]:
        kept = dict(self._extras(self.document, _DOCUMENT_FIELDS))
        for part, value in self.package.items():
            if part in {"CFDocument", "CFItems", "CFAssociations"} or value is None:
                continue
            kept[part if part in PACKAGE_PARTS else OTHER_PACKAGE_PART + part] = as_json(value)
        return tuple(sorted(kept.items()))

    # Statements

    def _find_statements(self) -> None:
        listed_statements = _list(self.package.get("CFItems"))
        self.tally.read = len(listed_statements)
        if not listed_statements:
            self.tally.stop(
                "CFItems", "The file holds no statements.", "Export the framework again, with its items."
            )
        for number, raw in enumerate(listed_statements, start=1):
            if not isinstance(raw, dict):
                self.tally.leave_out(
                    f"item {number}",
                    "An entry in CFItems is not an object.",
                    "It was left out; look at it in the source.",
                )
                continue
            self._find_statement(raw, number)

    def _find_statement(self, raw: Json, number: int) -> None:
        code = shown(_str(raw.get("humanCodingScheme")))
        where = f"item {number} (code {code})" if code else f"item {number}"
        uid = self._statement_uid(raw, number, where)
        if uid in self.found:
            same = " It says the same as the first." if raw == self.found[uid].raw else ""
            self.tally.leave_out(
                where,
                "The identifier of a statement is used twice.",
                f"{self.found[uid].where} keeps {uid}; this one was left out.{same}",
            )
            return
        ours = _object(_object(raw.get("extensions")).get(OUR_EXTENSION))
        statement = Statement(
            uid=uid,
            text=self._words(raw, "fullStatement", where),
            code=self._words(raw, "humanCodingScheme", where),
            kind=self._kind(raw, where),
            short=self._words(raw, "abbreviatedStatement", where),
            plain=_str(ours.get("plain")),
            notes=self._words(raw, "notes", where),
            optional=ours.get("optional") is True,
            uri=self._words(raw, "uri", where),
            extras=self._extras(raw, _STATEMENT_FIELDS),
        )
        self.found[uid] = _Found(self._with_words(statement, where), raw, where)
        for given in (uid, statement.uri):
            if given:
                self.known.setdefault(given.casefold(), uid)

    def _statement_uid(self, raw: Json, number: int, where: str) -> str:
        uid = self._words(raw, "identifier", where).strip()
        if not uid:
            self.tally.note(
                where,
                "A statement has no identifier.",
                "One was derived from its address or its words and place.",
            )
            return derived_uid(
                self.uid, _str(raw.get("uri")) or f"{number}\n{_str(raw.get('fullStatement'))}"
            )
        if not is_uuid(uid):
            self.tally.note(where, "An identifier is not a UUID.", f"“{shown(uid)}” was kept as it is.")
        return uid

    def _kind(self, raw: Json, where: str) -> str:
        for value in (raw.get("CFItemType"), _object(raw.get("CFItemTypeURI")).get("title"), raw.get("Type")):
            if isinstance(value, str) and value.strip():
                return storable(value)
        return self._words(raw, "CFItemType", where)

    def _with_words(self, statement: Statement, where: str) -> Statement:
        if has_markup(statement.text):
            self.tally.note(
                where, "A statement holds HTML markup.", "It was kept as it is; reword it without markup."
            )
        if not statement.text.strip() and statement.short.strip():
            self.tally.note(where, "A statement has no full words.", "Its short form was taken.")
            return replace(statement, text=statement.short)
        return statement

    def _leave_out_wordless(self) -> None:
        """A statement without words is left out, unless others stand under it: then it holds their place."""
        parents = {
            link.association.destination for link in self.links if link.association.kind == IS_CHILD_OF
        }
        for uid, found in list(self.found.items()):
            if found.statement.text.strip():
                continue
            what = "A statement has no words."
            if uid in parents:
                self.found[uid] = replace(found, statement=replace(found.statement, text=_NO_WORDS))
                self.tally.note(found.where, what, "It was kept for the statements under it; give it words.")
            else:
                del self.found[uid]
                self.tally.leave_out(found.where, what, "It was left out.")

    # Links

    def _find_links(self) -> None:
        seen: dict[str, _Link] = {}
        for number, raw in enumerate(_list(self.package.get("CFAssociations")), start=1):
            where = f"association {number}"
            if not isinstance(raw, dict):
                self._leave_link_out(where, "An entry in CFAssociations is not an object.")
                continue
            kind = self._words(raw, "associationType", where)
            origin, destination = raw.get("originNodeURI"), raw.get("destinationNodeURI")
            if not kind or not _names(origin) or not _names(destination):
                self._leave_link_out(where, "An association does not say its kind and both its ends.")
                continue
            link = self._link(raw, kind, where=f"{where} ({shown(kind)})")
            earlier = seen.get(link.association.uid)
            if earlier and earlier.raw == raw:
                self._leave_link_out(link.where, "An association stands in the file twice, word for word.")
                continue
            if earlier:
                link = self._under_another_uid(link)
            seen[link.association.uid] = link
            self.links.append(link)

    def _link(self, raw: Json, kind: str, *, where: str) -> _Link:
        origin_uid, origin_uri, _ = self._end(raw.get("originNodeURI"))
        destination_uid, destination_uri, title = self._end(raw.get("destinationNodeURI"))
        uid = self._words(raw, "identifier", where).strip()
        if not uid:
            uid = derived_uid(self.uid, kind, origin_uid or origin_uri, destination_uid or destination_uri)
            self.tally.note(
                where, "An association has no identifier.", "One was derived from its kind and its ends."
            )
        if kind not in KNOWN_KINDS and not kind.startswith("ext:"):
            self.tally.note(
                where, "CASE does not know this kind of association.", f"“{shown(kind)}” was kept as it is."
            )
        sequence = self._sequence(raw, where)
        association = Association(
            uid=uid,
            kind=kind,
            origin=origin_uid,
            destination=destination_uid,
            origin_uri=origin_uri,
            destination_uri=destination_uri,
            destination_title=title,
            position=int(sequence) if sequence is not None and sequence == int(sequence) else None,
            extras=self._extras(raw, _ASSOCIATION_FIELDS),
        )
        return _Link(association, raw, where)

    def _under_another_uid(self, link: _Link) -> _Link:
        given = link.association.uid
        uid = derived_uid(given, as_json(link.raw))
        self.tally.note(
            link.where,
            "The identifier of an association is used twice, for different things.",
            "The first keeps it; this one was kept under an identifier derived from it.",
        )
        extras = tuple(sorted({**dict(link.association.extras), "identifier": as_json(given)}.items()))
        return replace(link, association=replace(link.association, uid=uid, extras=extras))

    def _leave_link_out(self, where: str, what: str) -> None:
        self.tally.leave_out(where, what, "It was left out.", counted=False)

    def _end(self, value: object) -> tuple[str, str, str]:
        """Identifier, address and title of one end; the identifier of a statement here if either names one."""
        if isinstance(value, str):
            uid = self.known.get(value.casefold(), "")
            is_address = ":" in value
            return uid or ("" if is_address else value), value if is_address else "", ""
        end = _object(value)
        identifier, uri = _str(end.get("identifier")), _str(end.get("uri"))
        uid = self.known.get(identifier.casefold()) or self.known.get(uri.casefold()) or identifier
        return uid, uri, _str(end.get("title"))

    def _sequence(self, raw: Json, where: str) -> float | None:
        value = raw.get("sequenceNumber")
        if value is None or isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            return float(value)
        if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
            return float(value)
        self.tally.note(where, "A sequence number is not a number.", "It was kept aside and does not count.")
        return None

    # Places

    def _choose_places(self) -> None:
        """The first isChildOf of each statement gives its place; the others stay as associations."""
        missing: dict[str, _Link] = {}
        for link in self.links:
            association = link.association
            if association.kind != IS_CHILD_OF or association.origin not in self.found:
                continue
            child, parent = association.origin, association.destination
            if parent not in self.found and (parent != self.uid or not self.uid):
                missing.setdefault(child, link)
            elif child not in self.places:
                self.places[child] = link
            else:
                self._tell_second_parent(link, self.places[child])
        for child, link in missing.items():
            kept = "at the top" if child not in self.places else "where its other isChildOf puts it"
            self.tally.note(
                self.found[child].where,
                "A statement belongs under something that is not in this file.",
                f"It was kept {kept}; {link.where} was kept as an association.",
            )
        for uid, found in self.found.items():
            if uid not in self.places and uid not in missing:
                self.tally.note(
                    found.where,
                    "Nothing says where a statement belongs.",
                    "It was put at the top, at the end.",
                )
        self.top_by_default = set(self.found) - set(self.places)

    def _tell_second_parent(self, link: _Link, first: _Link) -> None:
        where = self.found[link.association.origin].where
        if link.association.destination == first.association.destination:
            self.tally.note(
                where,
                "The place of a statement is given twice.",
                f"{first.where} counts; {link.where} was kept as an association.",
            )
        else:
            self.tally.note(
                where,
                "A statement has two parents.",
                f"Its place is {self._named(first.association.destination)}; "
                f"the other, {self._named(link.association.destination)}, was kept as an association.",
            )

    def _break_rings(self) -> None:
        parents = {uid: self.places[uid].association.destination for uid in self.found if uid in self.places}
        for ring in cycles(parents):
            first = ring[0]
            names = listed(self.found[uid].where for uid in ring)
            self.tally.note(
                self.found[first].where,
                "A statement stands under itself."
                if len(ring) == 1
                else "Statements stand under each other in a ring.",
                f"{names}: the first was put at the top; what closed the ring was kept as an association.",
            )
            del self.places[first]
            self.top_by_default.add(first)

    def _named(self, uid: str) -> str:
        found = self.found.get(uid)
        return f"under {found.where}" if found else "at the top"

    def _placed(self) -> tuple[Statement, ...]:
        parents = {uid: self._parent_of(uid) for uid in self.found}
        positions = dense_positions(self._reading_order(parents), parents)
        return tuple(
            replace(
                found.statement,
                parent=parents[uid],
                position=positions[uid],
                extras=self._extras_with_place(uid, found.statement),
            )
            for uid, found in self.found.items()
        )

    def _parent_of(self, uid: str) -> str:
        link = self.places.get(uid)
        if link is None or link.association.destination == self.uid:
            return ""
        return link.association.destination

    def _extras_with_place(self, uid: str, statement: Statement) -> tuple[tuple[str, str], ...]:
        link = self.places.get(uid)
        if link is None:
            return statement.extras
        given = {key: value for key, value in link.raw.items() if value is not None}
        given["identifier"] = link.association.uid
        return tuple(sorted((*statement.extras, (IS_CHILD_OF, as_json(given)))))

    def _reading_order(self, parents: Mapping[str, str]) -> Iterator[str]:
        under: dict[str, list[str]] = {}
        for uid, parent in parents.items():
            under.setdefault(parent, []).append(uid)
        for parent, uids in under.items():
            placed = [self._sibling(uid) for uid in uids if uid not in self.top_by_default]
            self._tell_about_order(parent, placed)
            yield from (sibling.uid for sibling in sorted_siblings(placed))
            yield from (uid for uid in uids if uid in self.top_by_default)

    def _sibling(self, uid: str) -> Sibling:
        found = self.found[uid]
        sequence = _number(self.places[uid].raw.get("sequenceNumber"))
        enumeration = found.raw.get("listEnumeration")
        return Sibling(uid, sequence, "" if enumeration is None else str(enumeration), found.statement.code)

    def _tell_about_order(self, parent: str, siblings: Sequence[Sibling]) -> None:
        if len(siblings) < 2:  # noqa: PLR2004 - one alone is always in order
            return
        where = self.found[parent].where if parent else "the top level"
        unnumbered = [one for one in siblings if one.sequence is None]
        if unnumbered:
            unmarked = [one for one in unnumbered if not one.enumeration]
            how = "by their list marks" if len(unmarked) < len(unnumbered) else ""
            rest = (
                "by their codes"
                if unmarked and all(one.code for one in unmarked)
                else "as they stand in the file"
            )
            order = ", then ".join(filter(None, (how, rest if unmarked else "")))
            self.tally.note(
                where,
                "Statements side by side have no sequence number.",
                f"{len(unnumbered)} of {len(siblings)} were put in order {order}.",
            )
        numbers = [one.sequence for one in siblings if one.sequence is not None]
        if len(set(numbers)) < len(numbers):
            self.tally.note(
                where,
                "Statements side by side share a sequence number.",
                "Those with the same number stand as in the file.",
            )

    # Other associations

    def _associations(self) -> tuple[Association, ...]:
        used = {link.association.uid for link in self.places.values()}
        return tuple(link.association for link in self.links if link.association.uid not in used)

    def _tell_about_ends(self, associations: tuple[Association, ...]) -> None:
        where = {link.association.uid: link.where for link in self.links}
        told = {"": "nothing that can be found"}
        for association in associations:
            for end, role in ((association.origin, "begins"), (association.destination, "ends")):
                if end in self.found or (end and end == self.uid):
                    continue
                if association.kind == IS_CHILD_OF and role == "ends":
                    continue  # told with the statement that lost its parent
                self.tally.note(
                    where[association.uid],
                    f"An association {role} at something that is not in this file.",
                    f"It was kept; it names {told.get(end, shown(end))}.",
                )

    # Reading values

    def _words(self, raw: Mapping[str, object], field: str, where: str) -> str:
        """A field as text: a number is taken as its digits, anything bigger is kept aside and reported."""
        value = raw.get(field)
        if value is None:
            return ""
        if isinstance(value, str):
            clean = storable(value)
            if clean != value:
                self.tally.note(
                    where,
                    "A text holds characters that cannot be kept.",
                    f"They were replaced by � in {field}.",
                )
            return clean
        if isinstance(value, int | float):
            self.tally.note(where, "A text is given as a number.", f"{field} was read as “{value}”.")
            return str(value)
        self.tally.note(where, "A text is given as something else.", f"{field} was kept aside as it is.")
        return ""

    def _extras(self, raw: Mapping[str, object], fields: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Everything that its field does not say again exactly; a null says nothing."""
        kept: list[tuple[str, str]] = []
        for key, value in raw.items():
            if value is None:
                self.nulls += 1
            elif key not in fields or not _says_itself(key, value):
                kept.append((key, as_json(value)))
        return tuple(sorted(kept))

    def _tell_about_nulls(self) -> None:
        if self.nulls:
            self.tally.note(
                "the whole file",
                "Fields are written as null.",
                f"{self.nulls} of them were read as not given, as CASE 1.1 asks.",
            )


def _says_itself(field: str, value: object) -> bool:
    if field == "sequenceNumber":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) and value != "" and storable(value) == value


def _number(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value)
    return None


def _names(value: object) -> bool:
    """Whether one end of an association names anything at all."""
    if isinstance(value, str):
        return bool(value.strip())
    end = _object(value)
    return bool(_str(end.get("identifier")) or _str(end.get("uri")))


def _is_object(value: object) -> TypeGuard[Json]:
    return isinstance(value, dict)


def _object(value: object) -> Json:
    return value if _is_object(value) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _str(value: object) -> str:
    return storable(value) if isinstance(value, str) else ""
