"""The statements of a CASE package, before their place is known.

Nearly every entry is ordinary: an object whose fields of ours are texts, with a UUID of its own. That is proven in one
look; only what is odd goes the careful way, where it is mended or left out, and told.
"""

from operator import itemgetter
from typing import Any, NamedTuple

from penholder.pure.formats.case.as_it_was import EXTENSIONS
from penholder.pure.formats.case.ends import made_end
from penholder.pure.formats.case.ours import NOTHING, Ours, parted
from penholder.pure.formats.case.package import Json
from penholder.pure.formats.case.values import NO_WORDS, Extras, Shapes, Values, as_list, as_object, as_text
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
        self._shapes = Shapes(frozenset(FIELDS))
        self._shapes_and_language = Shapes(frozenset(FIELDS) - {"language"})
        self._getters: dict[tuple[str, ...], Any] = {}

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
            elif self._is_ordinary(raw):
                self.said[raw["identifier"]] = raw
                self._numbers[raw["identifier"]] = number
            else:
                self._take_carefully(raw, number)

    def leave_out_wordless(self, parents: set[str]) -> None:
        """A statement without words is left out, unless others stand under it: then it holds their place."""
        for uid, (raw, _) in list(self._apart.items()):
            if _said(self.said[uid], "fullStatement").strip():
                continue
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
        self, parents: dict[str, str], positions: dict[str, int], places: list[Extras]
    ) -> tuple[Statement, ...]:
        """Every statement at its place; ``places`` is what else the file says of each place."""
        language = self.language
        made: list[Statement] = []
        apart = self._apart
        for (uid, said), parent, place in zip(self.said.items(), parents.values(), places, strict=True):
            raw, ours = apart[uid] if uid in apart else (said, NOTHING)  # noqa: SIM401 - no pair made in vain
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
                    self._extras(said, raw, place),
                )
            )
        return tuple(made)

    def _extras(self, said: Said, raw: Json, place: Extras) -> Extras:
        same_language = said.get("language", "") == self.language
        if said is raw:
            shapes = self._shapes_and_language if same_language else self._shapes
            extras = self.values.ordinary_extras(raw, shapes.foreign(raw))
        else:
            extras = self.values.extras(raw, {**said, "language": ""} if same_language else said)
        # Both are in order of their names; one is empty, or wholly before the other, nearly always.
        if not extras or not place or place[0][0] < extras[0][0]:
            return place + extras
        return tuple(sorted(extras + place))

    def _is_ordinary(self, raw: Said) -> bool:
        shape = tuple(raw)
        if shape not in self._getters:
            self._getters[shape] = _getter(shape)
        getter = self._getters[shape]
        if getter is None:
            return False
        said = getter(raw)
        if set(map(type, said)) != _TEXT_ONLY or "" in said:
            return False
        if not self.values.every_text_storable and any(storable(text) != text for text in said):
            return False
        words: str = raw["fullStatement"]
        return (
            is_uuid(raw["identifier"])
            and raw["identifier"] not in self.said
            and not words.isspace()
            and not (("<" in words or "&" in words) and has_markup(words))
            and ("CFItemType" not in raw or not raw["CFItemType"].isspace())
        )

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


def _getter(shape: tuple[str, ...]) -> Any:
    """Takes the fields of ours out of entries with these names; none where such an entry needs a second look."""
    names = set(shape)
    if not {"identifier", "fullStatement"} <= names or EXTENSIONS in names:
        return None
    if "CFItemType" not in names and names & _KIND_FROM:
        return None
    return itemgetter(*(name for name in shape if name in FIELDS))


def _said(said: Said, field: str) -> str:
    value = said.get(field, "")
    return value if isinstance(value, str) else ""
