"""Generated trees and packages with hostile words, for round trips."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from penholder.pure.tree.statement import Association, Statement, Tree

HOSTILE = (
    "=1+1",
    " leading and trailing ",
    'quotes " and \\ backslashes',
    "<b>markup</b> &amp; ]]>",
    "\u202eright to left \u05d0\u0628",
    "line\nline\r\n\ttab",
    "\U0001d451 beyond",
    "control \x01\x1f\x7f\u2028",
    "null",
    "urn:uuid:00000000-0000-4000-8000-000000000001",
    "00000000-0000-4000-8000-000000000002",
    "long " * 400,
)
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12),
)
some_words = words.filter(lambda text: bool(text.strip()))
KINDS = (
    "isRelatedTo",
    "exactMatchOf",
    "isTranslationOf",
    "ext:narrowMatchOf",
    "ext:é",
    "made up",
    "isChildOf",
)


def uid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A tree as any other reader may make it: uids of any form, with or without addresses, relations to anywhere."""
    count = draw(st.integers(1, 6))
    plain_names = [name for number in range(count) for name in (f"CODE-{number} ü",)]
    uids = [draw(st.sampled_from((uid(number), plain_names[number]))) for number in range(count)]
    below: dict[str, int] = {}
    statements = []
    for number, name in enumerate(uids):
        parent = draw(st.sampled_from(["", *uids[:number]]))
        statements.append(_statement(draw, name, parent, below.get(parent, 0)))
        below[parent] = below.get(parent, 0) + 1
    links = [_association(draw, uid(100 + number), uids) for number in range(draw(st.integers(0, 4)))]
    return Tree(
        title=draw(some_words),
        statements=tuple(statements),
        associations=tuple(links),
        uid=draw(st.sampled_from((uid(99), "framework-1"))),
        uri=draw(st.sampled_from(("", "https://example.org/f"))),
        description=draw(words),
        language=draw(st.sampled_from(("", "en"))),
    )


def _statement(draw: st.DrawFn, name: str, parent: str, position: int) -> Statement:
    companions = {part: draw(st.one_of(st.just(""), words)) for part in ("code", "short", "notes", "plain")}
    odd_notes = () if companions["notes"] else ((("notes", '{"odd":1}'),),)
    return Statement(
        uid=name,
        text=draw(some_words),
        parent=parent,
        position=position,
        kind=draw(st.sampled_from(("", "Domain", "=kind"))),
        optional=draw(st.booleans()),
        uri=draw(st.sampled_from(("", f"https://example.org/{name}"))),
        easy=draw(st.one_of(st.just(""), words)),
        level=draw(st.sampled_from(("", "Advanced"))),
        language=draw(st.sampled_from(("", "cy"))),
        extras=draw(st.sampled_from(((), (("Colour", '"blue"'),), *odd_notes))),
        **companions,
    )


def _association(draw: st.DrawFn, name: str, uids: list[str]) -> Association:
    where = st.sampled_from([*uids, "elsewhere 7", uid(77)])
    return Association(
        uid=name,
        kind=draw(st.sampled_from([kind for kind in KINDS if kind != "isChildOf"])),
        origin=draw(where),
        destination=draw(where),
        destination_uri=draw(st.sampled_from(("", "https://example.org/there"))),
        destination_title=draw(st.one_of(st.just(""), words)),
        position=draw(st.sampled_from((None, 1, 4))),
    )


@st.composite
def packages(draw: st.DrawFn) -> dict[str, Any]:
    """A package as it may really stand in a file: fields of other forms, unknown names, nulls, ends of every sort."""
    numbers = draw(st.lists(st.integers(1, 6), max_size=6))
    items = [_entry(draw, number, {"fullStatement": draw(st.one_of(words, odd))}) for number in numbers]
    links = []
    for place in range(draw(st.integers(0, 8))):
        child, parent = draw(st.integers(1, 7)), draw(st.integers(0, 7))
        ends = {"originNodeURI": _end(draw, child), "destinationNodeURI": _end(draw, parent)}
        kind = draw(st.sampled_from(("isChildOf", *KINDS)))
        fields = {"associationType": kind, "sequenceNumber": draw(st.one_of(st.integers(0, 4), odd))}
        links.append(_entry(draw, 500 + place, {**ends, **fields}))
    document = _entry(draw, 0, {"title": draw(st.one_of(words, st.none())), "CFPackageURI": draw(odd)})
    parts = draw(st.dictionaries(st.sampled_from(("CFDefinitions", "CFRubrics", "extensions", "more")), odd))
    return {"CFDocument": document, "CFItems": items, "CFAssociations": links, **parts}


odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    words,
    st.lists(words, max_size=2),
    st.dictionaries(
        st.sampled_from(("title", "identifier", "uri", "CFItemTypes", "penholder", "hierarchyCode")),
        st.one_of(words, st.lists(st.dictionaries(st.just("title"), words, max_size=1), max_size=2)),
        max_size=3,
    ),
)
_FIELDS = [
    "humanCodingScheme",
    "CFItemType",
    "CFItemTypeURI",
    "Type",
    "abbreviatedStatement",
    "notes",
    "language",
    "educationLevel",
    "subject",
    "subjectURI",
    "lastChangeDateTime",
    "statusStartDate",
    "uri",
    "extensions",
    "listEnumeration",
    "CFDocumentURI",
    "weird",
]


def _entry(draw: st.DrawFn, number: int, fields: dict[str, Any]) -> dict[str, Any]:
    identifier = draw(st.sampled_from((uid(number), uid(number), f"X-{number}")))
    more = draw(st.dictionaries(st.sampled_from(_FIELDS), st.one_of(words, odd), max_size=4))
    return {"identifier": identifier, **more, **fields}


def _end(draw: st.DrawFn, number: int) -> Any:
    title = draw(words)
    return draw(
        st.sampled_from(
            (
                {"title": title, "identifier": uid(number), "uri": f"urn:i:{number}"},
                {"identifier": f"X-{number}"},
                {"title": title, "identifier": uid(number), "uri": ""},
                {"uri": f"urn:i:{number}", "more": 1},
                uid(number),
                f"urn:i:{number}",
            )
        )
    )
