"""A CASE package of any size, made the same every time: what real ones hold, four levels deep, most of it ordinary.

Every fifth statement has a type with an address, every seventh keywords and levels of education, every tenth a relation to
another statement; times differ; every eleventh text has letters beyond ASCII.
"""

from __future__ import annotations

import json
import random
import uuid
from typing import Any

SIZE = 15_000
SEED = 7
ADDRESS = "https://frameworks.example/ims/case/v1p1"
_WORDS = [
    "listens",
    "to",
    "people",
    "who",
    "use",
    "the",
    "service",
    "and",
    "to",
    "those",
    "who",
    "matter",
    "to",
    "them",
    "records",
    "what",
    "was",
    "agreed",
    "in",
    "plain",
    "words",
    "checks",
    "that",
    "it",
    "was",
    "understood",
    "asks",
    "before",
    "acting",
    "shares",
    "information",
    "only",
    "where",
    "it",
    "is",
    "right",
    "to",
    "do",
    "so",
    "plans",
    "care",
    "with",
    "others",
    "keeps",
    "to",
    "the",
    "limits",
    "of",
    "the",
    "role",
    "reflects",
    "on",
    "practice",
    "and",
    "learns",
    "from",
    "mistakes",
]
_LEVELS = ("Domain", "Capability", "Statement", "Sub-point")
_CHILDREN = (30, 10, 7, 6)


def made_package(size: int = SIZE) -> dict[str, Any]:
    """CFDocument, CFItems, CFAssociations and CFDefinitions with so many statements."""
    rng = random.Random(SEED)  # noqa: S311 - no secrets
    document = _entity("CFDocuments", 0, creator="Example", title="A made framework", language="en-GB")
    items: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    waiting: list[tuple[dict[str, Any], int, str]] = [(document, 0, "")]
    while len(items) < size:
        parent, level, code = waiting.pop(0)
        for number in range(1, _CHILDREN[level] + 1):
            if len(items) == size:
                break
            item = _statement(rng, len(items) + 1, level, f"{code}.{number}" if code else str(number))
            links.append(_link(len(links) + 1, "isChildOf", item, parent, sequenceNumber=number))
            if len(items) % 10 == 3:
                links.append(_link(len(links) + 1, "isRelatedTo", item, rng.choice(items)))
            items.append(item)
            if level + 1 < len(_LEVELS):
                waiting.append((item, level + 1, item["humanCodingScheme"]))
    kinds = [_kind(level) for level in range(len(_LEVELS))]
    definitions = {"CFItemTypes": kinds}
    return {
        "CFDocument": document,
        "CFItems": items,
        "CFAssociations": links,
        "CFDefinitions": definitions,
    }


def made_framework(size: int = SIZE) -> bytes:
    """The package as a file."""
    return json.dumps(made_package(size), ensure_ascii=False).encode("utf-8")


def _statement(rng: random.Random, number: int, level: int, code: str) -> dict[str, Any]:
    words = " ".join(rng.choices(_WORDS, k=rng.randint(6, 30)))
    more: dict[str, Any] = {"notes": " ".join(rng.choices(_WORDS, k=40))} if number % 3 == 0 else {}
    if number % 5 == 0:
        more["CFItemTypeURI"] = _end(_kind(level))
    if number % 7 == 0:
        more["conceptKeywords"] = rng.choices(_WORDS, k=2)
        more["educationLevel"] = ["09", "10"]
    if number % 11 == 0:
        words = f"{words} – “{rng.choice(_WORDS)}”"
    return _entity(
        "CFItems",
        number,
        fullStatement=f"{words.capitalize()}.",
        humanCodingScheme=code,
        CFItemType=_LEVELS[level],
        language="en-GB",
        **more,
    )


def _link(
    number: int, kind: str, origin: dict[str, Any], destination: dict[str, Any], **more: int
) -> dict[str, Any]:
    ends = {"originNodeURI": _end(origin), "destinationNodeURI": _end(destination)}
    return _entity("CFAssociations", number, associationType=kind, **ends, **more)


def _kind(level: int) -> dict[str, Any]:
    title = _LEVELS[level]
    return _entity("CFItemTypes", level, title=title, description=title, hierarchyCode=str(level + 1))


def _entity(sort: str, number: int, **fields: Any) -> dict[str, Any]:
    identifier = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{sort}/{number}"))
    when = f"2025-{1 + number % 12:02}-{1 + number % 28:02}T{number % 24:02}:{number % 60:02}:00Z"
    uri = f"{ADDRESS}/{sort}/{identifier}"
    return {"identifier": identifier, "uri": uri, **fields, "lastChangeDateTime": when}


def _end(entity: dict[str, Any]) -> dict[str, Any]:
    title = entity.get("title") or entity["fullStatement"]
    return {"title": title, "identifier": entity["identifier"], "uri": entity["uri"]}
