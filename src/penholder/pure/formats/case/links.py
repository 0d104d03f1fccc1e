"""The associations of a CASE package: both ends looked up, doubles and nameless ones told."""

from collections.abc import Container, Mapping
from typing import NamedTuple

from penholder.pure.formats.case.package import Json
from penholder.pure.formats.case.values import (
    KNOWN_KINDS,
    LARGEST_SEQUENCE,
    Shapes,
    Values,
    as_list,
    as_object,
    as_text,
    is_object,
    number_in,
)
from penholder.pure.formats.decoding import storable
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.json_file import as_json, as_json_in_order
from penholder.pure.formats.report import Tally, shown
from penholder.pure.tree.statement import Association

FIELDS = ("identifier", "associationType", "sequenceNumber")


class Link(NamedTuple):
    """An association as the file has it, with both ends looked up."""

    uid: str
    kind: str
    origin: str
    destination: str
    number: int
    raw: Json

    @property
    def where(self) -> str:
        return f"association {self.number} ({shown(self.kind)})"


class Names:
    """What the document and its statements are called: their identifiers and URIs, whether in capitals or not.

    ``said`` is what the entries say, and may still be growing: names are learned when the first is asked for.
    """

    def __init__(self, document: str, own: tuple[str, ...], said: Mapping[str, Mapping[str, str]]) -> None:
        self._document = document
        self._own = own
        self._said = said
        self._uids: dict[str, str] = {}

    def uid_of(self, name: str) -> str:
        """The identifier of what has this name; empty where nothing here has it."""
        if name == self._document:
            return name
        if not self._uids:
            self._learn()
        return self._uids.get(name.casefold(), "")

    def _learn(self) -> None:
        known = self._uids
        for name in self._own:
            known.setdefault(name.casefold(), self._document)
        for uid, said in self._said.items():
            known.setdefault(uid.casefold(), uid)
            known.setdefault(said.get("uri", "").casefold(), uid)
        known[""] = ""


def _letters(kind: str) -> str:
    """“Is Child Of” and “is_child_of” are isChildOf."""
    return "".join(filter(str.isalnum, kind)).casefold()


_BY_LETTERS = {_letters(kind): kind for kind in KNOWN_KINDS}


class Links:
    """All associations of a package, in the order of the file."""

    def __init__(self, values: Values, tally: Tally, *, document: str, names: Names) -> None:
        self.values = values
        self.tally = tally
        self.document = document
        self._names = names
        self.here: Container[str] = ()
        self.every: list[Link] = []
        self._shapes = Shapes(frozenset(FIELDS))

    def find(self, package: Json, here: Container[str]) -> None:
        """Take every entry of CFAssociations; what cannot be one is left out, and told. ``here`` are the statements."""
        self.here = here
        listed = as_list(package.get("CFAssociations"))
        self.tally.links_read = len(listed)
        seen: dict[str, Link] = {}
        for number, raw in enumerate(listed, start=1):
            if not isinstance(raw, dict):
                self._leave_out(f"association {number}", "An entry in CFAssociations is not an object.", raw)
                continue
            link = self._link(raw, number)
            if link is None:
                self._leave_out(
                    f"association {number}",
                    "An association does not say its kind and both its ends.",
                    raw,
                )
                continue
            earlier = seen.get(link.uid)
            if earlier and earlier.raw == raw:
                self._leave_out(link.where, "An association stands in the file twice, word for word.", raw)
                continue
            if earlier:
                link = self._under_another_uid(link)
            seen[link.uid] = link
            self.every.append(link)

    def association(self, link: Link, ends: Mapping[str, Json]) -> Association:
        """The link as a relation of its own, beside the places; ``ends`` are what the statements here are called."""
        origin, destination = link.raw["originNodeURI"], link.raw["destinationNodeURI"]
        begins_at, leads_to = _address(origin), _address(destination)
        title = as_text(destination.get("title")) if is_object(destination) else ""
        known = ends.get(link.origin) if link.origin else None
        raw = self._without_own_ends(
            link,
            link_end(link.origin, begins_at, str(known["title"]) if known else ""),
            link_end(link.destination, leads_to, title),
        )
        sequence = number_in(raw.get("sequenceNumber"))
        position = int(sequence) if sequence is not None and sequence == int(sequence) else None
        said: dict[str, str | int | None] = {
            "identifier": link.uid,
            "associationType": link.kind,
            "sequenceNumber": position,
        }
        ordinary = type(raw.get("sequenceNumber", 0)) is int and link.kind in KNOWN_KINDS
        if ordinary and raw.get("identifier") == link.uid and raw.get("associationType") == link.kind:
            extras = self.values.ordinary_extras(raw, self._shapes.foreign(raw))
        else:
            extras = self.values.extras(raw, said)
        return Association(
            uid=link.uid,
            kind=link.kind,
            origin=link.origin,
            destination=link.destination,
            origin_uri=begins_at,
            destination_uri=leads_to,
            destination_title=title,
            position=position,
            extras=extras,
        )

    @staticmethod
    def _without_own_ends(link: Link, origin: Json, destination: Json) -> Json:
        """Ends that the association says by itself, exactly as they stand, need not be kept beside it."""
        raw = link.raw
        own = {
            name
            for name, end in (("originNodeURI", origin), ("destinationNodeURI", destination))
            if raw[name] == end
        }
        return {name: value for name, value in raw.items() if name not in own} if own else raw

    def _link(self, raw: Json, number: int) -> Link | None:
        say = raw.get
        kind, uid, sequence = say("associationType"), say("identifier"), say("sequenceNumber")
        origin, destination = say("originNodeURI"), say("destinationNodeURI")
        begins, ends = self._end(origin), self._end(destination)
        if not (begins or _names(origin)) or not (ends or _names(destination)):
            return None
        if type(kind) is not str or kind not in KNOWN_KINDS:
            kind = self._kind(raw, f"association {number}")
            if not kind:
                return None
            if kind in KNOWN_KINDS:
                raw = {**raw, "associationType": kind}
        if type(uid) is not str or not self.values.every_text_storable or not uid or uid != uid.strip():
            ends_named = (begins or _address(origin), ends or _address(destination))
            uid = self._uid(raw, kind, *ends_named, where=f"association {number}")
        if sequence is None:
            pass
        elif type(sequence) is not int or not -LARGEST_SEQUENCE < sequence < LARGEST_SEQUENCE:
            self._look_at_sequence(sequence, f"association {number} ({shown(kind)})")
        return Link(uid, kind, begins, ends, number, raw)

    def _kind(self, raw: Json, where: str) -> str:
        """As CASE spells it, or as it stands where CASE knows no such kind; empty where nothing is said."""
        given = self.values.words(raw, "associationType", where)
        kind = _BY_LETTERS.get(_letters(given), given)
        if kind != given:
            self.tally.note(
                f"{where} ({kind})",
                "CASE spells this kind of association otherwise.",
                f"“{shown(given)}” was read as {kind}.",
            )
        elif kind and kind not in KNOWN_KINDS and not kind.startswith("ext:"):
            self.tally.note(
                f"{where} ({shown(kind)})",
                "CASE does not know this kind of association.",
                f"“{shown(kind)}” was kept as it is.",
            )
        return kind

    def _look_at_sequence(self, sequence: object, where: str) -> None:
        if sequence is not None and not isinstance(sequence, bool) and number_in(sequence) is None:
            self.tally.note(
                where, "A sequence number is not a number.", "It was kept aside and does not count."
            )

    def _uid(self, raw: Json, kind: str, begins: str, ends: str, *, where: str) -> str:
        uid = self.values.words(raw, "identifier", where).strip()
        if uid:
            return uid
        self.tally.note(
            f"{where} ({shown(kind)})",
            "An association has no identifier.",
            "One was derived from its kind and its ends.",
        )
        return derived_uid(self.document, kind, begins, ends)

    def _under_another_uid(self, link: Link) -> Link:
        self.tally.note(
            link.where,
            "The identifier of an association is used twice, for different things.",
            "The first keeps it; this one was kept under an identifier derived from it.",
        )
        return link._replace(uid=derived_uid(link.uid, as_json_in_order(link.raw)))

    def _leave_out(self, where: str, what: str, raw: object) -> None:
        self.tally.leave_link_out(where, what, "It was left out.", raw=as_json(raw))

    def _end(self, value: object) -> str:
        """The uid of the statement that an end names here, by either of its names; else what the file calls it."""
        if not isinstance(value, dict):
            text = as_text(value)
            return self._names.uid_of(text) or ("" if ":" in text else text)
        identifier = value.get("identifier")
        if type(identifier) is str and identifier in self.here:
            return identifier
        uri = as_text(value.get("uri"))
        known = self._names.uid_of
        return known(as_text(identifier)) or known(uri) or as_text(identifier)


def link_end(identifier: str, uri: str, title: str) -> Json:
    """One end of an association as we write it: what there is to say of it."""
    return {name: said for name, said in (("title", title), ("identifier", identifier), ("uri", uri)) if said}


def _address(end: object) -> str:
    if isinstance(end, str):
        return storable(end) if ":" in end else ""
    return as_text(as_object(end).get("uri"))


def _names(value: object) -> bool:
    """Whether one end of an association names anything at all."""
    if is_object(value):
        return bool(as_text(value.get("identifier")) or as_text(value.get("uri")))
    return isinstance(value, str) and bool(value.strip())
