"""A package as CASE 1.1 wants it: nothing under a name that it does not know, nothing missing that it asks for.

What cannot stand where it stood is kept in ``extensions.penholder.kept`` of its entry, so that nothing is lost and reading
the file again gives what there was (:mod:`penholder.pure.formats.case.as_it_was`). All of it is told.
"""

from collections.abc import Iterator, Mapping

from penholder.pure.formats.case.as_it_was import ADDRESS, EXTENSIONS, KEPT, MADE, OUR_EXTENSION
from penholder.pure.formats.case.fitting import Plan
from penholder.pure.formats.case.package import Json
from penholder.pure.formats.case.rules import (
    ASSOCIATION,
    DEFINITIONS,
    DOCUMENT,
    RUBRIC,
    STATEMENT,
    Entry,
    case_uuid,
    is_end,
)
from penholder.pure.formats.case.told import Telling
from penholder.pure.formats.case.values import NO_WORDS, as_list, as_object, is_object
from penholder.pure.formats.identifiers import derived_uid, is_uuid
from penholder.pure.formats.json_file import as_json
from penholder.pure.formats.report import shown

NOT_STATED = "Not stated"
_ENDS = ("originNodeURI", "destinationNodeURI")


class Strictness:
    """One package on its way into the strict form; ``stamp`` is the time for what has none."""

    def __init__(self, *, stamp: str, telling: Telling) -> None:
        self.stamp = stamp
        self.telling = telling
        self.names: dict[str, str] = {}
        self.ends: dict[str, Json] = {}
        self.times_made = 0
        self.addresses_made = 0
        self.anything_kept = False
        self._plans: dict[tuple[str, tuple[str, ...]], Plan] = {}
        self._times: set[object] = set()

    def package(self, given: Json) -> Json:
        """The strict package of a faithful one."""
        self._learn_names(given)
        document = self._entry(as_object(given.get("CFDocument")), DOCUMENT, "the document")
        package: Json = {
            "CFDocument": document,
            "CFItems": [
                self._entry(entry, STATEMENT, "statement") for entry in _objects(given.get("CFItems"))
            ],
            "CFAssociations": [
                self._entry(self._with_ends(entry), ASSOCIATION, "association")
                for entry in _objects(given.get("CFAssociations"))
            ],
        }
        if is_object(given.get(EXTENSIONS)):
            package[EXTENSIONS] = given[EXTENSIONS]
        for name in [name for name in given if name not in package]:
            self._part(package, name, given[name])
        if self.anything_kept or self.times_made or self.addresses_made:
            _say_ours(document, MADE, self._made(package))
        return package

    # Names

    def _learn_names(self, given: Json) -> None:
        """Every identifier of the package that is no UUID gets one, wherever it is used; and every end its words."""
        document = as_object(given.get("CFDocument"))
        self.ends = {
            identifier: entry
            for entry in (document, *_objects(given.get("CFItems")))
            if type(identifier := entry.get("identifier")) is str
        }
        self.names = {name: case_uuid(name) for name in self.ends if not is_uuid(name)}

    def _with_ends(self, entry: Json) -> Json:
        """The association with ends that are whole; what an end said otherwise is kept beside it."""
        if self._is_whole(entry.get("originNodeURI")) and self._is_whole(entry.get("destinationNodeURI")):
            return entry
        ends = {name: self._end(entry.get(name)) for name in _ENDS}
        kept = {
            name: entry.get(name)
            for name, end in ends.items()
            if end is not entry.get(name) and not self._says_the_same(entry.get(name), end)
        }
        whole = {**entry, **ends}
        if kept:
            self._keep(whole, kept)
            self._tell(
                "association",
                entry,
                "An end of an association does not have a title, an identifier and an address.",
                "It was completed; what it said is kept in extensions.",
            )
        return whole

    def _is_whole(self, end: object) -> bool:
        return isinstance(end, dict) and is_end(end) and end["identifier"] not in self.names

    def _end(self, given: object) -> object:
        said = as_object(given)
        title, identifier, uri = said.get("title"), said.get("identifier"), said.get("uri")
        if is_end(given) and isinstance(identifier, str):
            return {**said, "identifier": self.names[identifier]} if identifier in self.names else given
        if isinstance(given, str):
            identifier, uri = (given, "") if ":" not in given else ("", given)
        named = _text(identifier) or _text(uri) or NOT_STATED
        whole = self.ends.get(named, {})
        uuid = self.names.get(named, named)
        words = _text(title) or _text(whole.get("abbreviatedStatement")) or _text(whole.get("fullStatement"))
        address = _text(uri) or _text(whole.get("uri"))
        if not address:
            address = ADDRESS + uuid if is_uuid(uuid) else uuid
        end: Json = {"title": words or _text(whole.get("title")) or named, "identifier": uuid, "uri": address}
        if "targetType" in said and is_end({**end, "targetType": said["targetType"]}):
            end["targetType"] = said["targetType"]
        return end

    def _says_the_same(self, given: object, end: object) -> bool:
        """Whether reading alone turns the end back: another identifier for the same, an address made of it."""
        if not is_object(given) or not is_object(end):
            return False
        identifier = given.get("identifier")
        own = self.ends.get(identifier, {}) if isinstance(identifier, str) else {}
        made = f"{ADDRESS}{end['identifier']}"
        if given.get("uri") == "" and end["uri"] == made and own and "uri" not in own:
            given = {**given, "uri": made}
        return {**given, "identifier": end["identifier"]} == end and bool(own)

    # Entries

    def _entry(self, given: Json, rules: Entry, sort: str) -> Json:
        """The entry itself where nothing is against it, as is nearly always so."""
        shape = tuple(given)
        plan = self._plans.get((sort, shape))
        if plan is None:
            plan = self._plans[sort, shape] = Plan(shape, rules)
        if plan.fits(given, self._times):
            return given
        return self._mended(given, rules, sort)

    def _mended(self, given: Json, rules: Entry, sort: str) -> Json:
        entry: Json = {}
        kept: Json = {}
        for name, value in given.items():
            rule = rules.fields.get(name)
            if value is None:
                continue  # it says nothing
            if name == EXTENSIONS:
                self._take_extensions(entry, kept, value, rules, sort)
            elif name in rules.inside and isinstance(value, list):
                entry[name] = [self._entry(one, rules.inside[name], name) for one in _objects(value)]
                if len(_objects(value)) < len(value):
                    kept[name] = value
            elif rule is None:
                kept[name] = value
                self._tell(sort, given, f"CASE 1.1 has no {shown(name)} here.", "It is kept in extensions.")
            elif rule.allows(value):
                entry[name] = value
            else:
                kept[name] = value
                mended = rule.mend(value)
                if mended is not None:
                    entry[name] = mended
                self._tell_mended(sort, given, name, mended)
        self._fill(entry, kept, given, rules, sort)
        if kept:
            self._keep(entry, kept, listed=rules.listed_extensions)
        return entry

    def _take_extensions(self, entry: Json, kept: Json, value: object, rules: Entry, sort: str) -> None:
        if is_object(value) and not rules.listed_extensions:
            entry[EXTENSIONS] = dict(value)
        elif rules.listed_extensions and isinstance(value, list) and all(is_object(one) for one in value):
            entry[EXTENSIONS] = value
        else:
            kept[EXTENSIONS] = value
            form = "a list of objects" if rules.listed_extensions else "an object"
            self.telling.tell(sort, f"Extensions are not {form}.", "They are kept inside an extension.")

    def _tell_mended(self, sort: str, given: Json, name: str, mended: object) -> None:
        if mended is None:
            what = f"{shown(name)} is not in a form that CASE 1.1 allows."
            self._tell(sort, given, what, "It is kept in extensions as it is.")
        else:
            what = f"{shown(name)} is not in the form that CASE 1.1 asks for."
            so = "It was brought into that form; what it said is kept in extensions."
            self._tell(sort, given, what, so)

    def _fill(self, entry: Json, kept: Json, given: Json, rules: Entry, sort: str) -> None:
        for name in rules.required:
            if name in entry:
                continue
            entry[name] = self._made_up(name, entry, given)
            self.times_made += name == "lastChangeDateTime"
            self.addresses_made += name == "uri"
            if name not in {"lastChangeDateTime", "uri"}:
                kept.setdefault(name, None)
            self._tell(
                sort,
                given,
                f"There is no {name}, and CASE 1.1 asks for one.",
                _MADE_UP.get(name, "It was made up."),
            )

    def _made_up(self, name: str, entry: Mapping[str, object], given: Json) -> str:
        if name == "identifier":
            return derived_uid("CASE", as_json(given))
        if name == "uri":
            return f"{ADDRESS}{entry['identifier']}"
        if name == "lastChangeDateTime":
            return self.stamp
        if name == "fullStatement":
            return _text(entry.get("abbreviatedStatement")) or NO_WORDS
        others = (entry.get(other) for other in ("title", "description", "typeCode"))
        words = next((other for other in others if isinstance(other, str) and other.strip()), "")
        return NOT_STATED if name == "creator" else words or NOT_STATED

    def _part(self, package: Json, name: str, value: object) -> None:
        """Definitions, rubrics and whatever else a package holds."""
        if name == "CFDefinitions" and is_object(value):
            package[name] = self._entry(value, DEFINITIONS, name)
        elif name == "CFRubrics" and isinstance(value, list) and len(_objects(value)) == len(value):
            package[name] = [self._entry(one, RUBRIC, name) for one in _objects(value)]
        else:
            self._keep(package, {name: value})
            self.telling.tell(
                "the package", f"CASE 1.1 has no {shown(name)} in this form.", "It is kept in extensions."
            )

    def _keep(self, entry: Json, kept: Json, *, listed: bool = False) -> None:
        self.anything_kept = True
        if listed:
            _keep_in_list(entry, kept)
        else:
            _say_ours(entry, KEPT, kept)

    def _made(self, package: Json) -> Json:
        """What was made up, each only where nothing given could be taken for it."""
        entries = list(_entries_in(package))
        made: Json = {}
        times = sum(entry.get("lastChangeDateTime") == self.stamp for entry in entries)
        if 0 < times == self.times_made:
            made["time"] = self.stamp
        addresses = sum(entry.get("uri") == f"{ADDRESS}{entry.get('identifier')}" for entry in entries)
        if 0 < addresses == self.addresses_made:
            made["addresses"] = True
        return made

    def _tell(self, sort: str, given: Json, what: str, so: str) -> None:
        named = given.get("humanCodingScheme") or given.get("identifier") or given.get("title") or ""
        self.telling.tell(f"{sort} {shown(str(named))}".strip(), what, so)


_MADE_UP = {
    "lastChangeDateTime": "The time of writing was given.",
    "uri": "An address was made of its identifier.",
    "identifier": "One was derived from what it says.",
    "creator": f"“{NOT_STATED}” was written.",
}


def _say_ours(entry: Json, name: str, value: Json) -> None:
    """Say it in our extension; extensions with which that would not go together are kept there whole."""
    given = entry.get(EXTENSIONS)
    extensions = as_object(given)
    ours = as_object(extensions.get(OUR_EXTENSION))
    if given is not None and (not extensions or (OUR_EXTENSION in extensions and not ours)):
        ours = {KEPT: {EXTENSIONS: given}}
    if name == KEPT:
        value = {**as_object(ours.get(KEPT)), **value}
    entry[EXTENSIONS] = {**extensions, OUR_EXTENSION: {**ours, name: value}}


def _keep_in_list(entry: Json, kept: Json) -> None:
    """Where extensions are a list, ours is one object of its own; a list in which it would be lost is kept there whole."""
    given = as_list(entry.get(EXTENSIONS))
    if EXTENSIONS in entry and (not given or any(OUR_EXTENSION in as_object(one) for one in given)):
        kept = {**kept, EXTENSIONS: given}
        given = []
    entry[EXTENSIONS] = [*given, {OUR_EXTENSION: {KEPT: kept}}]


def _entries_in(value: object) -> Iterator[Json]:
    """A package's entries, those in definitions and rubrics too."""
    if isinstance(value, list):
        for one in value:
            yield from _entries_in(one)
    elif is_object(value):
        yield value
        for name, inner in value.items():
            if name.startswith("CF") and (isinstance(inner, list) or name in {"CFDocument", "CFDefinitions"}):
                yield from _entries_in(inner)


def _objects(value: object) -> list[Json]:
    return [one for one in as_list(value) if is_object(one)]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
