"""A strict package of CASE 1.1 as one of CASE 1.0, which has no extensions and fewer kinds and fields. What goes is told."""

from penholder.pure.formats.case.as_it_was import EXTENSIONS, OUR_EXTENSION, ours_in, without
from penholder.pure.formats.case.older_identifiers import with_older_identifiers
from penholder.pure.formats.case.package import Json
from penholder.pure.formats.case.told import Telling
from penholder.pure.formats.case.values import KNOWN_KINDS, as_list, as_object, is_object

_KINDS = KNOWN_KINDS - {"isTranslationOf"}
_NEW_IN_DOCUMENT = ("frameworkType", "caseVersion")
_NEW_IN_STATEMENT = ("subject", "subjectURI")
_NEW_IN_ASSOCIATION = ("notes",)
_LEFT_OUT = "It was left out."


def older_package(package: Json, telling: Telling) -> Json:
    """The package without what came with 1.1, and with identifiers that 1.0 takes."""
    older: Json = {
        "CFDocument": _entry(as_object(package["CFDocument"]), _NEW_IN_DOCUMENT, telling, "the document"),
        "CFItems": [
            _entry(as_object(one), _NEW_IN_STATEMENT, telling, "statement")
            for one in as_list(package["CFItems"])
        ],
        "CFAssociations": [
            _association(as_object(one), telling) for one in as_list(package["CFAssociations"])
        ],
    }
    for part in ("CFDefinitions", "CFRubrics"):
        if part in package:
            older[part] = _deeply(package[part], telling, part)
    if EXTENSIONS in package:
        _tell_extensions(package, telling, "the package")
    return with_older_identifiers(older, telling)


def _association(given: Json, telling: Telling) -> Json:
    entry = _entry(given, _NEW_IN_ASSOCIATION, telling, "association")
    for end in ("originNodeURI", "destinationNodeURI"):
        if "targetType" in as_object(entry[end]):
            entry[end] = without(as_object(entry[end]), "targetType")
            telling.tell(f"association {given['identifier']}", "CASE 1.0 has no targetType.", _LEFT_OUT)
    if entry["associationType"] not in _KINDS:
        telling.tell(
            f"association {given['identifier']}",
            f"CASE 1.0 has no association of the kind {entry['associationType']}.",
            "It was written as isRelatedTo.",
        )
        entry["associationType"] = "isRelatedTo"
    return entry


def _entry(given: Json, new: tuple[str, ...], telling: Telling, sort: str) -> Json:
    where = f"{sort} {given.get('humanCodingScheme') or given.get('identifier')}"
    for name in new:
        if name in given:
            telling.tell(where, f"CASE 1.0 has no {name} here.", _LEFT_OUT)
    if EXTENSIONS in given:
        _tell_extensions(given, telling, where)
    return without(given, EXTENSIONS, *new)


def _tell_extensions(given: Json, telling: Telling, where: str) -> None:
    extensions = given.get(EXTENSIONS)
    listed = extensions if isinstance(extensions, list) else [extensions]
    names = [name for one in listed for name in as_object(one) if name != OUR_EXTENSION]
    ours = ours_in(extensions)
    names += [name for name in ours if name not in {"made", "kept"}]
    names += [f"{name} as it was" for name in as_object(ours.get("kept"))]
    for name in names:
        telling.tell(where, f"CASE 1.0 has no room for an extension: {name}.", _LEFT_OUT)


def _deeply(value: object, telling: Telling, where: str) -> object:
    if isinstance(value, list):
        return [_deeply(one, telling, where) for one in value]
    if not is_object(value):
        return value
    if EXTENSIONS in value:
        _tell_extensions(value, telling, where)
    return {name: _deeply(inner, telling, where) for name, inner in value.items() if name != EXTENSIONS}
