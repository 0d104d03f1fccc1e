"""A strict CASE file as it was before it was made strict.

A strict file of ours says under ``extensions.penholder`` what it had to put there, and in its document what it made up
because nothing was given: an address, a time, a place. On the way in all of this is undone, so that writing strictly and
reading again is the identity. A file of anybody else is left as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

Json = dict[str, object]

OUR_EXTENSION = "penholder"
EXTENSIONS = "extensions"
KEPT = "kept"
MADE = "made"
ADDRESS = "urn:uuid:"


@dataclass(frozen=True, slots=True)
class Made:
    """What the writer says that it made up; each only where nothing given could be taken for it."""

    time: str = ""
    addresses: bool = False


@dataclass(slots=True)
class _Undoing:
    made: Made
    names: dict[str, str] = field(default_factory=dict)
    without_address: set[object] = field(default_factory=set)

    def entry(self, given: object) -> object:
        """A document, a statement or an association without what was made up for it."""
        if not _is_object(given):
            return given
        entry = restored(given)
        if self.made.time and entry.get("lastChangeDateTime") == self.made.time:
            entry = without(entry, "lastChangeDateTime")
        if self.made.addresses and entry.get("uri") == f"{ADDRESS}{given.get('identifier')}":
            entry = without(entry, "uri")
            self.without_address.add(given.get("identifier"))
        before, now = entry.get("identifier"), given.get("identifier")
        if isinstance(before, str) and isinstance(now, str) and before != now:
            self.names[now] = before
        return entry

    def association(self, given: object) -> object:
        entry = self.entry(given)
        if not _is_object(entry) or not _is_object(given):
            return entry
        kept = _ours(given).get(KEPT)
        for name in ("originNodeURI", "destinationNodeURI"):
            if name in entry and not (_is_object(kept) and name in kept):
                entry[name] = self._end(entry[name])
        return entry

    def _end(self, end: object) -> object:
        if not _is_object(end):
            return end
        again = dict(end)
        identifier = end.get("identifier")
        if not isinstance(identifier, str):
            return end
        if identifier in self.without_address and end.get("uri") == f"{ADDRESS}{identifier}":
            again["uri"] = ""
        if identifier in self.names:
            again["identifier"] = self.names[identifier]
        return again


def as_it_was(package: Json) -> Json:
    """The package as it was before it was made strict; that of anybody else is given back."""
    document = package.get("CFDocument")
    said = _ours(document).get(MADE) if _is_object(document) else None
    if not _is_object(said) or not _is_object(document):
        return package
    made = Made(
        time=str(said.get("time") or ""),
        addresses=said.get("addresses") is True,
    )
    undoing = _Undoing(made)
    again = restored(package)
    again["CFDocument"] = undoing.entry(without_ours(document, MADE))
    items, links = package.get("CFItems"), package.get("CFAssociations")
    if isinstance(items, list):
        again["CFItems"] = [undoing.entry(entry) for entry in items]
    if isinstance(links, list):
        again["CFAssociations"] = [undoing.association(entry) for entry in links]
    for part in ("CFDefinitions", "CFRubrics"):
        if part in again:
            again[part] = _deeply(again[part], undoing)
    return again


def restored(given: Json) -> Json:
    """An entry with what came in under names or in forms that CASE 1.1 does not allow; a null: there was nothing."""
    kept = _ours(given).get(KEPT)
    if not _is_object(kept):
        return dict(given)
    before = without_ours(given, KEPT)
    for name, value in kept.items():
        if value is None:
            before.pop(name, None)
        else:
            before[name] = value
    return before


def without_ours(entry: Json, *names: str) -> Json:
    """The entry without these names of our extension; an extension that is empty then goes too."""
    extensions = entry.get(EXTENSIONS)
    if isinstance(extensions, list):
        return _without_ours_in_list(entry, extensions, names)
    if not _is_object(extensions):
        return dict(entry)
    rest = without(_ours(entry), *names)
    others = without(extensions, OUR_EXTENSION)
    if rest:
        others[OUR_EXTENSION] = rest
    return {**entry, EXTENSIONS: others} if others else without(entry, EXTENSIONS)


def ours_in(extensions: object) -> Json:
    """What our extension says; levels of rubrics hold a list of extensions, in which it is one object of its own."""
    listed = extensions if isinstance(extensions, list) else [extensions]
    said = (one.get(OUR_EXTENSION) for one in listed if _is_object(one))
    return next((ours for ours in said if _is_object(ours)), {})


def _without_ours_in_list(entry: Json, extensions: list[object], names: tuple[str, ...]) -> Json:
    rest = without(_ours(entry), *names)
    others = [one for one in extensions if not (_is_object(one) and OUR_EXTENSION in one)]
    if rest:
        others.append({OUR_EXTENSION: rest})
    return {**entry, EXTENSIONS: others} if others else without(entry, EXTENSIONS)


def without(value: Mapping[str, object], *names: str) -> Json:
    return {name: inner for name, inner in value.items() if name not in names}


def _deeply(value: object, undoing: _Undoing) -> object:
    """Definitions and rubrics: objects in lists in objects."""
    if isinstance(value, list):
        return [_deeply(one, undoing) for one in value]
    if not _is_object(value):
        return value
    entry = undoing.entry(value)
    inside: Iterable[tuple[str, object]] = entry.items() if _is_object(entry) else ()
    return {
        name: _deeply(inner, undoing) if name.startswith("CF") and isinstance(inner, list) else inner
        for name, inner in inside
    }


def _ours(entry: Json) -> Json:
    return ours_in(entry.get(EXTENSIONS))


def _is_object(value: object) -> TypeGuard[Json]:
    return isinstance(value, dict)
