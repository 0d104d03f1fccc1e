"""The statements of a CASE package, before their place is known.

Nearly every entry is ordinary: an object whose fields of ours are texts, with a UUID of its own. That is proven in one
look; only what is odd goes the careful way, where it is mended or left out, and told.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from penholder.pure.formats.case.as_it_was import EXTENSIONS
from penholder.pure.formats.case.ends import made_end
from penholder.pure.formats.case.links import Link
from penholder.pure.formats.case.ours import NOTHING, Ours, parted
from penholder.pure.formats.case.package import Json
from penholder.pure.formats.case.values import (
    IS_CHILD_OF,
    NO_WORDS,
    Extras,
    Foreign,
    Values,
    as_list,
    as_object,
    as_text,
)
from penholder.pure.formats.decoding import storable
from penholder.pure.formats.identifiers import derived_uid, is_uuid
from penholder.pure.formats.json_file import as_json
from penholder.pure.formats.plain_text import has_markup
from penholder.pure.formats.report import Tally, shown
from penholder.pure.tree.statement import Statement, statement_of

FIELDS = (
    "identifier",
    "uri",
    "fullStatement",
    "humanCodingScheme",
    "CFItemType",
    "abbreviatedStatement",
    "notes",
    "language",
)
_KIND_FROM = frozenset({"CFItemTypeURI", "Type"})


_TEXT_ONLY = {str}

Said = dict[str, Any]  # the fields of ours in an entry, all of them texts


class Apart(NamedTuple):
    """A statement that is not ordinary: the entry without our extension, and what that said."""

    raw: Json
    ours: Ours


class _Shape(NamedTuple):
    """Entries with the same names: how to take our fields out, and what is not ours, with the language and without it."""

    ours: Callable[[Json], tuple[Any, ...]] | None
    foreign: Foreign
    foreign_and_language: Foreign


class Statements:
    """All statements of a package by uid: the fields of ours as texts; the very entry where that is ordinary."""

    def __init__(self, values: Values, tally: Tally, *, document: str, language: str) -> None:
        self.values = values
        self.tally = tally
        self.document = document
        self.language = language
        self.said: dict[str, Said] = {}
        self._numbers: dict[str, int] = {}
        self._apart: dict[str, Apart] = {}
        self._foreign: dict[str, Foreign] = {}
        self._shapes: dict[tuple[str, ...], _Shape] = {}

    def find(self, package: Json) -> None:
        """Take every entry of CFItems; what cannot be one is left out, and told."""
        listed = as_list(package.get("CFItems"))
        self.tally.read = len(listed)
        if not listed:
            self.tally.stop(
                "CFItems", "The file holds no statements.", "Export the framework again, with its items."
            )
        for number, raw in enumerate(listed, start=1):
            if not isinstance(raw, dict):
                self.tally.leave_out(
                    f"item {number}",
                    "An entry in CFItems is not an object.",
                    "It was left out; look at it in the source.",
                    raw=as_json(raw),
                )
                continue
            foreign = self._foreign_if_ordinary(raw)
            if foreign is None:
                self._take_carefully(raw, number)
                continue
            uid = raw["identifier"]
            self.said[uid], self._numbers[uid], self._foreign[uid] = raw, number, foreign

    def leave_out_wordless(self, links: Sequence[Link]) -> None:
        """A statement without words is left out, unless others stand under it: then it holds their place."""
        wordless = [uid for uid in self._apart if not _said(self.said[uid], "fullStatement").strip()]
        parents = {link.destination for link in links if link.kind == IS_CHILD_OF} if wordless else set()
        for uid in wordless:
            raw = self._apart[uid].raw
            what, where = "A statement has no words.", self.where(uid)
            if uid in parents:
                self.said[uid] = {**self.said[uid], "fullStatement": NO_WORDS}
                self.tally.note(where, what, "It was kept for the statements under it; give it words.")
            else:
                del self.said[uid]
                self.tally.leave_out(where, what, "It was left out.", raw=as_json(raw))

    def raw(self, uid: str) -> Json:
        """The entry of a statement."""
        return self._apart[uid].raw if uid in self._apart else self.said[uid]

    def where(self, uid: str) -> str:
        """How a sentence of the report names the entry of a statement."""
        return place_in_file(self.raw(uid), self._numbers[uid])

    def ends(self) -> dict[str, Json]:
        """How an association names each of them where it begins or ends."""
        return {
            uid: made_end(
                said.get("abbreviatedStatement") or said["fullStatement"], uid, said.get("uri") or ""
            )
            for uid, said in self.said.items()
        }

    def placed(
        self, parents: dict[str, str], positions: dict[str, int], places: Iterable[Extras]
    ) -> tuple[Statement, ...]:
        """Every statement at its place; ``places`` is what else the file says of each place."""
        language, apart, foreign = self.language, self._apart, self._foreign
        ordinary_extras = self.values.ordinary_extras
        made: list[Statement] = []
        for (uid, said), parent, place in zip(self.said.items(), parents.values(), places, strict=True):
            if uid in foreign:
                ours, extras = NOTHING, ordinary_extras(said, foreign[uid])
            else:
                ours, extras = apart[uid].ours, self._odd_extras(said, apart[uid].raw)
            say = said.get
            own_language = say("language", "")
            if own_language == language:
                own_language = ""
            made.append(
                statement_of(
                    uid,
                    said["fullStatement"],
                    parent,
                    positions[uid],
                    say("humanCodingScheme", ""),
                    say("CFItemType", ""),
                    say("abbreviatedStatement", ""),
                    ours.plain,
                    say("notes", ""),
                    ours.optional,
                    say("uri", ""),
                    ours.easy,
                    ours.level,
                    own_language,
                    _in_order(place, extras),
                )
            )
        return tuple(made)

    def _odd_extras(self, said: Said, raw: Json) -> Extras:
        same_language = said.get("language", "") == self.language
        return self.values.extras(raw, {**said, "language": ""} if same_language else said)

    def _foreign_if_ordinary(self, raw: Said) -> Foreign | None:
        """What is not ours in an entry; None where it needs a second look."""
        names = tuple(raw)
        shape = self._shapes.get(names)
        if shape is None:
            shape = self._shapes[names] = _shape(names)
        if shape.ours is None:
            return None
        said = shape.ours(raw)
        if set(map(type, said)) != _TEXT_ONLY or "" in said:
            return None
        if not self.values.every_text_storable and any(storable(text) != text for text in said):
            return None
        uid, words = raw["identifier"], raw["fullStatement"]
        if (
            not is_uuid(uid)
            or uid in self.said
            or words.isspace()
            or (("<" in words or "&" in words) and has_markup(words))
            or ("CFItemType" in raw and raw["CFItemType"].isspace())
        ):
            return None
        return shape.foreign_and_language if raw.get("language", "") == self.language else shape.foreign

    def _take_carefully(self, given: Json, number: int) -> None:
        ours, raw = parted(given)
        where = place_in_file(raw, number)
        uid = self._uid(raw, number, where)
        if uid in self.said:
            same = " It says the same as the first." if raw == self.raw(uid) else ""
            self.tally.leave_out(
                where,
                "The identifier of a statement is used twice.",
                f"{self.where(uid)} keeps {uid}; this one was left out.{same}",
                raw=as_json(given),
            )
            return
        said: Said = {field: self.values.words(raw, field, where) for field in FIELDS if field in raw}
        said["identifier"] = uid
        said["CFItemType"] = self._kind(raw, where)
        said["fullStatement"] = self._with_words(said, where)
        self.said[uid] = said
        self._numbers[uid] = number
        self._apart[uid] = Apart(raw, ours)

    def _uid(self, raw: Json, number: int, where: str) -> str:
        uid = self.values.words(raw, "identifier", where).strip()
        if not uid:
            self.tally.note(
                where,
                "A statement has no identifier.",
                "One was derived from its address or its words and place.",
            )
            self.tally.identifiers_made += 1
            return derived_uid(
                self.document, as_text(raw.get("uri")) or f"{number}\n{as_text(raw.get('fullStatement'))}"
            )
        if not is_uuid(uid):
            self.tally.note(where, "An identifier is not a UUID.", f"“{shown(uid)}” was kept as it is.")
        return uid

    def _kind(self, raw: Json, where: str) -> str:
        for value in (
            raw.get("CFItemType"),
            as_object(raw.get("CFItemTypeURI")).get("title"),
            raw.get("Type"),
        ):
            if isinstance(value, str) and value.strip():
                return storable(value)
        return self.values.words(raw, "CFItemType", where)

    def _with_words(self, said: Said, where: str) -> str:
        words, short = _said(said, "fullStatement"), _said(said, "abbreviatedStatement")
        if has_markup(words):
            self.tally.note(
                where, "A statement holds HTML markup.", "It was kept as it is; reword it without markup."
            )
        if not words.strip() and short.strip():
            self.tally.note(where, "A statement has no full words.", "Its short form was taken.")
            return short
        return words


def place_in_file(raw: Json, number: int) -> str:
    """How a sentence of the report names an entry."""
    code = shown(as_text(raw.get("humanCodingScheme")))
    return f"item {number} (code {code})" if code else f"item {number}"


def _shape(names: tuple[str, ...]) -> _Shape:
    there, fields = set(names), frozenset(FIELDS)
    odd = (
        not {"identifier", "fullStatement"} <= there
        or EXTENSIONS in there
        or ("CFItemType" not in there and there & _KIND_FROM)
    )
    return _Shape(
        ours=None if odd else itemgetter(*(name for name in names if name in fields)),
        foreign=Foreign(names, fields),
        foreign_and_language=Foreign(names, fields - {"language"}),
    )


def _in_order(place: Extras, extras: Extras) -> Extras:
    """Both, in order of their names; one is empty, or wholly before the other, nearly always."""
    if not extras or not place or place[0][0] < extras[0][0]:
        return place + extras
    return tuple(sorted(extras + place))


def _said(said: Said, field: str) -> str:
    value = said.get(field, "")
    return value if isinstance(value, str) else ""
