"""The values of a CASE entry: taken as text where they are text, and everything else kept under its own name.

CASE files are written by many hands. A field may be missing, null, a number or an object; what it said is never lost,
and an ordinary entry is told from an odd one cheaply, since nearly all are ordinary.
"""

import re
from collections.abc import Callable, Mapping
from itertools import chain
from json.encoder import encode_basestring_ascii
from operator import itemgetter
from typing import Any, TypeGuard

from penholder.pure.formats.case.package import Json
from penholder.pure.formats.decoding import storable
from penholder.pure.formats.json_file import as_json_in_order
from penholder.pure.formats.report import Tally

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
PACKAGE_PARTS = ("CFDefinitions", "CFRubrics")
OTHER_PACKAGE_PART = "CFPackage."
NO_WORDS = "(no words in the file)"
ABSENT = "null"

Extras = tuple[tuple[str, str], ...]

_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d+)?", re.ASCII)
_SHARED_AT_MOST = 500
LARGEST_SEQUENCE = 10**15


class Values:
    """Takes values out of entries, and keeps count of what is null."""

    def __init__(self, tally: Tally, *, every_text_storable: bool) -> None:
        self.tally = tally
        self.every_text_storable = every_text_storable
        self._nulls = 0

    def words(self, raw: Mapping[str, object], field: str, where: str) -> str:
        """A field as text: a number is taken as its digits, anything bigger is kept aside and reported."""
        value = raw.get(field)
        if value is None:
            return ""
        if isinstance(value, str):
            clean = value if self.every_text_storable else storable(value)
            if clean != value:
                self.tally.note(
                    where,
                    "A text holds characters that cannot be kept.",
                    f"They were replaced by � in {field}.",
                )
            return clean
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.tally.note(where, "A text is given as a number.", f"{field} was read as “{value}”.")
            return str(value)
        self.tally.note(where, "A text is given as something else.", f"{field} was kept aside as it is.")
        return ""

    def ordinary_extras(self, raw: Json, foreign: "Foreign") -> Extras:
        """Everything under the foreign names; a null says nothing."""
        values = foreign.values(raw)
        if foreign.texts_only:
            try:
                return foreign.quoted(values)
            except TypeError:
                foreign.texts_only = False
        self._nulls += values.count(None)
        return tuple(
            [
                (name, told(value))
                for name, value in zip(foreign.names, values, strict=True)
                if value is not None
            ]
        )

    def extras(self, raw: Mapping[str, object], said: Mapping[str, str | int | None]) -> Extras:
        """Everything that the fields in ``said`` do not say again exactly; a null says nothing.

        Where a field of ours was filled from elsewhere, that the file left it out is kept too.
        """
        kept: dict[str, str] = {}
        for name, value in raw.items():
            if value is None:
                self._nulls += 1
            elif not _says_again(said.get(name), value):
                kept[name] = as_json_in_order(value)
        for name, taken in said.items():
            if taken and raw.get(name) is None and name != "identifier":
                kept[name] = ABSENT
        return tuple(sorted(kept.items()))

    def tell_about_nulls(self) -> None:
        if self._nulls:
            self.tally.note(
                "the whole file",
                "Fields are written as null.",
                f"{self._nulls} of them were read as not given, as CASE 1.1 asks.",
            )


class Foreign:
    """The names of an entry that are not ours, and how to take their values out."""

    def __init__(self, shape: tuple[str, ...], ours: frozenset[str]) -> None:
        self.names = tuple(sorted(name for name in shape if name not in ours))
        self.values = _taking(self.names)
        self.texts_only = True  # until one is met that is not
        self._told: dict[tuple[Any, ...], Extras] = {}  # what is said again and again is kept once
        places = ",".join(f"{encode_basestring_ascii(name).replace('%', '%%')}:%s" for name in self.names)
        self._object = f"{{{places}%s}}"

    def quoted(self, values: tuple[Any, ...]) -> Extras:
        """The values under their names; raises TypeError where not all are texts."""
        if len(self._told) >= _SHARED_AT_MOST:  # they differ: looking would only take time
            return tuple(zip(self.names, map(encode_basestring_ascii, values), strict=True))
        known = self._told.get(values)
        if known is None:
            known = tuple(zip(self.names, map(encode_basestring_ascii, values), strict=True))
            self._told[values] = known
        return known

    def as_object(self, raw: Json, more: str = "") -> str:
        """All of them as one JSON object, and more at its end; raises TypeError where not all are texts."""
        return self._object % (*map(encode_basestring_ascii, self.values(raw)), more)


class Shapes:
    """Entries of a file have few shapes: what is not ours in each is found once."""

    def __init__(self, ours: frozenset[str]) -> None:
        self._ours = ours
        self._known: dict[tuple[str, ...], Foreign] = {}

    def foreign(self, raw: Json) -> Foreign:
        shape = tuple(raw)
        found = self._known.get(shape)
        if found is None:
            found = self._known[shape] = Foreign(shape, self._ours)
        return found


def told(value: object) -> str:
    """A value as JSON, names in order; most are texts, lists of texts and objects of texts."""
    if type(value) is str:
        return encode_basestring_ascii(value)
    try:
        if type(value) is list:
            return f"[{','.join(map(encode_basestring_ascii, value))}]"
        if type(value) is dict:
            quoted = map(encode_basestring_ascii, chain.from_iterable(sorted(value.items())))
            return f"{{{','.join(map('%s:%s'.__mod__, zip(quoted, quoted, strict=True)))}}}"
    except TypeError:  # not only texts
        pass
    return as_json_in_order(value)


def number_in(value: object) -> float | None:
    """A sequence number, given as a number or as its digits; what is beyond all counting is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) < LARGEST_SEQUENCE else None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value)
    return None


def _taking(names: tuple[str, ...]) -> Callable[[Json], tuple[Any, ...]]:
    """The values under the names, as a tuple also where there is one name or none."""
    if len(names) > 1:
        return itemgetter(*names)
    if not names:
        return lambda _raw: ()
    (only,) = names
    return lambda raw: (raw[only],)


def _says_again(said: str | int | None, value: object) -> bool:
    return value != "" and type(said) is type(value) and said == value


def is_object(value: object) -> TypeGuard[Json]:
    return isinstance(value, dict)


def as_object(value: object) -> Json:
    """The object, or one that says nothing."""
    return value if is_object(value) else {}


def as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    return storable(value) if isinstance(value, str) else ""
