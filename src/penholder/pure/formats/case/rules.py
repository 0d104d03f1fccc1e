"""What CASE 1.1 allows in each entry of a package, in our own words, and how what it does not allow is mended.

Every check answers for one value. What a check refuses is mended where the same can be said in the allowed form; where it
cannot, the field is not written under its own name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from penholder.pure.formats.case.as_it_was import ADDRESS
from penholder.pure.formats.case.values import KNOWN_KINDS, is_object, number_in
from penholder.pure.formats.identifiers import derived_uid, is_uuid

Check = Callable[[object], bool]
Mend = Callable[[object], object]

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_OWN_KIND = re.compile(r"ext:[A-Za-z0-9._-]+")
_END_SIZES = (3, 4)  # with a targetType or without
_NOT_IN_KIND = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of value: which are allowed, and how another is brought into this form; nothing where it cannot be."""

    allows: Check
    mend: Mend


@dataclass(frozen=True, slots=True)
class Entry:
    """One sort of entry: its fields, those it must have, and the lists of entries inside it."""

    fields: dict[str, Sort]
    required: tuple[str, ...]
    inside: dict[str, "Entry"]
    listed_extensions: bool = False


def case_uuid(identifier: str) -> str:
    """The UUID that stands for an identifier which is none, the same every time."""
    return derived_uid("CASE", identifier)


def is_text(value: object) -> bool:
    return type(value) is str


def is_identifier(value: object) -> bool:
    return isinstance(value, str) and is_uuid(value)


def is_time(value: object) -> bool:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_date(value: object) -> bool:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_link(value: object) -> bool:
    """Whether it has a title, an identifier and an address, and nothing else."""
    if not isinstance(value, dict) or len(value) != _END_SIZES[0]:
        return False
    title, identifier, uri = value.get("title"), value.get("identifier"), value.get("uri")
    return type(title) is str and type(uri) is str and is_identifier(identifier)


def is_end(value: object) -> bool:
    """Whether all is there that an end of an association needs, and nothing else."""
    if not isinstance(value, dict) or len(value) not in _END_SIZES:
        return False
    title, identifier, uri = value.get("title"), value.get("identifier"), value.get("uri")
    if type(title) is not str or type(identifier) is not str or type(uri) is not str or not identifier:
        return False
    if len(value) == _END_SIZES[0]:
        return uri != ""
    target = value.get("targetType")
    return uri != "" and (target == "CASE" or _is_own(target))


def is_kind(value: object) -> bool:
    return isinstance(value, str) and (value in KNOWN_KINDS or _is_own(value))


def _is_own(value: object) -> bool:
    return isinstance(value, str) and _OWN_KIND.fullmatch(value) is not None


def _is_whole(value: object) -> bool:
    return type(value) is int


def _is_number(value: object) -> bool:
    return type(value) in (int, float)


def _is_list_of(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _as_text(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def _as_identifier(value: object) -> object:
    return case_uuid(value) if isinstance(value, str) and value else None


def _as_time(value: object) -> object:
    if is_date(value):
        return f"{value}T00:00:00Z"
    if isinstance(value, str) and is_time(f"{value}Z"):
        return f"{value}Z"
    return None


def _as_date(value: object) -> object:
    return value[:10] if isinstance(value, str) and is_date(value[:10]) and value[10:11] == "T" else None


def _as_link(value: object) -> object:
    """A link needs three texts; one of the three says the others as well as can be."""
    if not is_object(value):
        return None
    given = {name: value.get(name) for name in ("title", "identifier", "uri")}
    said = {name: one for name, one in given.items() if isinstance(one, str) and one}
    if not said:
        return None
    named = said.get("identifier") or said.get("uri") or said["title"]
    identifier = named if is_uuid(named) else case_uuid(named)
    return {
        "title": said.get("title", named),
        "identifier": identifier,
        "uri": said.get("uri", ADDRESS + identifier),
    }


def _as_kind(value: object) -> object:
    said = _NOT_IN_KIND.sub("-", value.removeprefix("ext:")).strip("-") if isinstance(value, str) else ""
    return f"ext:{said or 'unnamed'}"


def _as_whole(value: object) -> object:
    number = number_in(value)
    return int(number) if number is not None and number == int(number) else None


def _as_list_of(sort: Sort) -> Mend:
    def mended(value: object) -> object:
        given = value if isinstance(value, list) else [value]
        every = [one if sort.allows(one) else sort.mend(one) for one in given]
        return None if None in every else every

    return mended


def _nothing(_value: object) -> object:
    return None


TEXT = Sort(is_text, _as_text)
UUID = Sort(is_identifier, _as_identifier)
TIME = Sort(is_time, _as_time)
DATE = Sort(is_date, _as_date)
LINK = Sort(is_link, _as_link)
END = Sort(is_object, _nothing)  # completed beforehand, from what the rest of the package says
KIND = Sort(is_kind, _as_kind)
WHOLE = Sort(_is_whole, _as_whole)
NUMBER = Sort(_is_number, number_in)
TEXTS = Sort(_is_list_of(is_text), _as_list_of(TEXT))
LINKS = Sort(_is_list_of(is_link), _as_list_of(LINK))
VERSION = Sort(lambda value: value == "1.1", _nothing)

_ALWAYS = {"identifier": UUID, "uri": TEXT, "lastChangeDateTime": TIME}


def _entry(
    required: str, fields: dict[str, Sort], inside: dict[str, Entry] | None = None, *, listed: bool = False
) -> Entry:
    must = ("identifier", "uri", *required.split(), "lastChangeDateTime")
    return Entry({**_ALWAYS, **fields}, must, inside or {}, listed)


def _texts(names: str) -> dict[str, Sort]:
    return dict.fromkeys(names.split(), TEXT)


_STATUS = {"statusStartDate": DATE, "statusEndDate": DATE, "licenseURI": LINK}
DOCUMENT = _entry(
    "creator title",
    {
        **_STATUS,
        **_texts("frameworkType creator title officialSourceURL publisher description language version"),
        **_texts("adoptionStatus notes"),
        "caseVersion": VERSION,
        "subject": TEXTS,
        "subjectURI": LINKS,
    },
)
STATEMENT = _entry(
    "fullStatement",
    {
        **_STATUS,
        **_texts("fullStatement alternativeLabel CFItemType humanCodingScheme listEnumeration"),
        **_texts("abbreviatedStatement notes language"),
        "conceptKeywords": TEXTS,
        "conceptKeywordsURI": LINK,
        "subject": TEXTS,
        "subjectURI": LINKS,
        "educationLevel": TEXTS,
        "CFItemTypeURI": LINK,
    },
)
ASSOCIATION = _entry(
    "associationType originNodeURI destinationNodeURI",
    {
        "associationType": KIND,
        "sequenceNumber": WHOLE,
        "originNodeURI": END,
        "destinationNodeURI": END,
        "CFAssociationGroupingURI": LINK,
        "notes": TEXT,
    },
)
_LEVEL = _entry(
    "",
    {
        **_texts("description quality feedback"),
        "score": NUMBER,
        "position": WHOLE,
        "rubricCriterionId": UUID,
    },
    listed=True,
)
_CRITERION = _entry(
    "",
    {
        **_texts("category description"),
        "CFItemURI": LINK,
        "weight": NUMBER,
        "position": WHOLE,
        "rubricId": UUID,
    },
    {"CFRubricCriterionLevels": _LEVEL},
)
RUBRIC = _entry("", _texts("title description"), {"CFRubricCriteria": _CRITERION})
DEFINITIONS = Entry(
    {},
    (),
    {
        "CFConcepts": _entry("title hierarchyCode", _texts("title keywords hierarchyCode description")),
        "CFSubjects": _entry("title hierarchyCode", _texts("title hierarchyCode description")),
        "CFLicenses": _entry("title licenseText", _texts("title description licenseText")),
        "CFItemTypes": _entry(
            "title description hierarchyCode", _texts("title description hierarchyCode typeCode")
        ),
        "CFAssociationGroupings": _entry("title", _texts("title description")),
    },
)
