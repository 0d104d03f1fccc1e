"""A tree as a CASE package, in one of three flavours.

*compat* says again what came in, also where CASE 1.1 would rather not have it. *strict* is what the published schema of
CASE 1.1 asks for. *1.0* is the older form, which knows less. None takes a clock: the time for what has none is given. What
a flavour had to change, make up or leave out is told beside the bytes.
"""

import json
from collections.abc import Iterator
from typing import Literal

import orjson

from penholder.pure.formats.case.faithful import case_package, faithful_package
from penholder.pure.formats.case.older import older_package
from penholder.pure.formats.case.package import Json
from penholder.pure.formats.case.strict import Strictness
from penholder.pure.formats.case.told import Telling, Told
from penholder.pure.formats.fates import FieldFate
from penholder.pure.tree.statement import Tree

__all__ = ["FIELDS", "FLAVOURS", "Flavour", "Told", "case_and_told", "case_package", "write_case"]

Flavour = Literal["strict", "compat", "1.0"]
FLAVOURS: tuple[Flavour, ...] = ("strict", "compat", "1.0")
_AT_A_TIME = 64
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
LONG_AGO = "1970-01-01T00:00:00Z"

FIELDS: tuple[FieldFate, ...] = (
    FieldFate("words", "fullStatement", "kept"),
    FieldFate("code", "humanCodingScheme", "kept"),
    FieldFate("kind", "CFItemType", "kept", "taken from CFItemTypeURI or Type where there is none"),
    FieldFate("core or optional", "extensions.penholder.optional", "kept", "lost in CASE 1.0"),
    FieldFate(
        "level",
        "extensions.penholder.level",
        "kept",
        "educationLevel is another thing, and kept beside it; lost in CASE 1.0",
    ),
    FieldFate("plain words", "extensions.penholder.plain", "kept", "lost in CASE 1.0"),
    FieldFate("easy read", "extensions.penholder.easy", "kept", "lost in CASE 1.0"),
    FieldFate("short form", "abbreviatedStatement", "kept"),
    FieldFate("notes", "notes", "kept"),
    FieldFate("language", "language", "kept"),
    FieldFate(
        "address", "uri", "kept", "urn:uuid: and the identifier where there is none, in strict and 1.0"
    ),
    FieldFate(
        "identifier",
        "identifier",
        "kept",
        "one that is no UUID gets one derived from it and stands in extensions, in strict; replaced in 1.0, "
        "as is a UUID that is not of RFC 4122",
    ),
    FieldFate("place and order", "isChildOf with sequenceNumber", "kept"),
    FieldFate(
        "associations",
        "CFAssociations",
        "kept",
        "kinds that CASE does not know become ext: in strict, and isRelatedTo in 1.0",
    ),
    FieldFate(
        "whatever else",
        "the same name",
        "kept",
        "under extensions.penholder.kept where 1.1 does not allow it, in strict; lost in 1.0",
    ),
)


FIELDS_OF_1_0: tuple[FieldFate, ...] = tuple(
    FieldFate(one.field, one.there, "lost")
    if one.how.endswith("lost in CASE 1.0") or one.field == "whatever else"
    else one
    for one in FIELDS
)


def write_case(tree: Tree, flavour: Flavour = "compat", *, stamp: str = LONG_AGO) -> bytes:
    """The package as a UTF-8 file; ``stamp`` is the time, in RFC 3339, for what has none."""
    return case_and_told(tree, flavour, stamp=stamp)[0]


def case_and_told(
    tree: Tree, flavour: Flavour = "strict", *, stamp: str = LONG_AGO
) -> tuple[bytes, tuple[Told, ...]]:
    """The package as a UTF-8 file, and what had to be changed, made up or left out."""
    telling = Telling()
    package = faithful_package(tree, telling)
    if flavour != "compat":
        package = Strictness(stamp=stamp, telling=telling).package(package)
    if flavour == "1.0":
        package = older_package(package, telling)
    return _written(package), telling.told()


def _written(package: Json) -> bytes:
    """A few entries at a time: a text with one rare character takes twice the room, and so would the whole file."""
    return b"".join(_pieces(package))


def _pieces(package: Json) -> Iterator[bytes]:
    begin = b"{"
    for name, value in package.items():
        yield begin + _encoded(name) + b":"
        if isinstance(value, list) and len(value) > _AT_A_TIME:
            for first in range(0, len(value), _AT_A_TIME):
                yield b",\n" if first else b"["
                yield _encoded(value[first : first + _AT_A_TIME])[1:-1]
            yield b"]"
        else:
            yield _encoded(value)
        begin = b",\n"
    yield b"}\n"


def _encoded(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # half a character, or a number beyond 64 bits
        return _encode(value).encode("utf-8", "replace")
