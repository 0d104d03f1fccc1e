"""What goes out as SKOS comes back the same: every field of every tree, whatever is written in it."""

from __future__ import annotations

import json

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from penholder.pure.formats.graphs.skos import FIELDS, read_skos
from penholder.pure.formats.graphs.skos_out import write_skos_json, write_skos_turtle
from penholder.pure.tree.statement import Association, Statement, Tree

HOSTILE = (
    "=1+1",
    "<b>bold</b> & <script>alert(1)</script>",
    "  spaces at both ends  ",
    "line\nbreak\r\nand\ttab",
    'quotation " marks \' and \\ strokes \\u0041 """',
    "אבג שלום",
    "\u202eturned round",
    "🜁 beyond the first plane 𝒜",
    "\x01\x07\x1b control \x7f \ufffe",
    "@prefix skos: <urn:x> .",
    "_:b0",
    "{}[]()<>#;,.",
    "en",
    "true",
    "x" * 4000,
)
LANGUAGES = ("", "en", "en-GB", "cy", "zh-Hans-CN", "English (UK)", "sl-rozaj-biske")
KINDS = (
    "exactMatchOf",
    "ext:narrowMatchOf",
    "ext:broadMatchOf",
    "ext:closeMatchOf",
    "isRelatedTo",
    "isChildOf",
    "replacedBy",
    "precedes",
    "ext:anything",
    "odd kind",
)

# Neither the null character nor half of a character can be stored anywhere.
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
texts = st.one_of(st.sampled_from(HOSTILE), st.text(characters, max_size=20))
words = texts.filter(str.strip)
identifiers = st.one_of(
    st.uuids().map(str), st.sampled_from(("a", "A B", "ü/ö", "urn:x:1", "%41", "http://x.example/y z")), words
)
addresses = st.one_of(
    st.just(""),
    st.uuids().map(lambda one: f"https://example.org/{one}"),
    st.sampled_from(
        ("urn:x:1", "not an address", "http://x.example/<>", "relative/path", "urn:penholder:statement:a")
    ),
)
kept_values = st.one_of(
    st.just('[{"@value":"one","@language":"fr"}]'),
    st.just('[{"@id":"https://example.org/other"},{"@value":"2","@type":"xsd:integer"}]'),
    st.just('[{"skos:note":[{"@value":"inside"}]}]'),
    st.just('{"identifier":"x","uri":"urn:y"}'),
    texts.map(lambda text: json.dumps(text, separators=(",", ":"))),
)
kept_names = st.sampled_from(
    (
        "skos:altLabel",
        "skos:prefLabel",
        "skos:definition",
        "skos:notation",
        "skos:broader",
        "skos:inScheme",
        "rdf:type",
        "dct:created",
        "dct:language",
        "penholder:uid",
        "penholder:extra",
        "ceasn:listID",
        "ceasn:comment",
        "ceasn:codedNotation",
        "ceasn:isPartOf",
        "ceterms:ctid",
        "graph",
        "isChildOf",
        "CFItemTypeURI",
        "https://example.org/property",
        "a name",
        "",
    )
)
extras = st.dictionaries(kept_names, kept_values, max_size=3).map(lambda pairs: tuple(sorted(pairs.items())))


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A tree with hostile words everywhere, each statement in a place that there is, positions dense."""
    uids = draw(st.lists(identifiers, max_size=6, unique=True))
    taken: dict[str, int] = {}
    statements = []
    for number, uid in enumerate(uids):
        parent = draw(st.sampled_from(("", *uids[:number])))
        fields = {name: draw(texts) for name in ("code", "kind", "short", "plain", "easy", "notes", "level")}
        statements.append(
            Statement(
                uid=uid,
                text=draw(words),
                parent=parent,
                position=taken.setdefault(parent, 0),
                optional=draw(st.booleans()),
                uri=draw(addresses),
                language=draw(st.sampled_from(LANGUAGES)),
                extras=draw(extras),
                **fields,
            )
        )
        taken[parent] += 1
    return Tree(
        title=draw(words),
        statements=tuple(draw(st.permutations(statements))) or (Statement(uid="only", text="one"),),
        associations=draw(associations(uids)) if uids else (),
        uid=draw(st.one_of(st.just(""), identifiers)),
        uri=draw(addresses),
        description=draw(texts),
        language=draw(st.sampled_from(LANGUAGES)),
        extras=draw(extras),
    )


@st.composite
def associations(draw: st.DrawFn, uids: list[str]) -> tuple[Association, ...]:
    """Associations of the statements, with each other and with others' statements."""
    names = draw(st.lists(words, max_size=4, unique=True))
    return tuple(
        Association(
            uid=name,
            kind=draw(st.sampled_from(KINDS)),
            origin=draw(st.sampled_from(uids)),
            destination=draw(st.one_of(st.sampled_from(uids), identifiers)),
            origin_uri=draw(addresses),
            destination_uri=draw(addresses),
            destination_title=draw(texts),
            position=draw(st.one_of(st.none(), st.integers(-5, 10**6))),
            extras=tuple(sorted(draw(st.dictionaries(texts, texts, max_size=2)).items())),
        )
        for name in names
    )


@settings(max_examples=40)
@given(trees())
def test_a_tree_comes_back_from_turtle_as_it_went_out(tree: Tree) -> None:
    data = write_skos_turtle(tree)
    again, report = read_skos(data)
    assert again == tree
    assert report.read == report.kept == len(tree.statements)
    assert report.links_read == report.links_kept == len(tree.associations)
    assert write_skos_turtle(again) == data


@settings(max_examples=40)
@given(trees())
def test_a_tree_comes_back_from_json_ld_as_it_went_out(tree: Tree) -> None:
    data = write_skos_json(tree)
    again, report = read_skos(data)
    assert again == tree
    assert report.read == report.kept == len(tree.statements)
    assert write_skos_json(again) == data


@settings(max_examples=40)
@given(trees())
def test_both_forms_of_skos_say_the_same(tree: Tree) -> None:
    assert read_skos(write_skos_turtle(tree))[0] == read_skos(write_skos_json(tree))[0]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@settings(max_examples=30)
@given(trees())
def test_rdflib_reads_both_forms_as_the_same_graph(tree: Tree) -> None:
    from_turtle = rdflib.Graph().parse(data=write_skos_turtle(tree), format="turtle")
    from_json = rdflib.Graph().parse(data=write_skos_json(tree), format="json-ld")
    assert isomorphic(from_turtle, from_json)
    said = {str(text) for text in from_turtle.objects(predicate=rdflib.SKOS.prefLabel)}
    assert {statement.text for statement in tree.statements} <= said


def test_every_field_is_promised_and_kept() -> None:
    assert {row.fate for row in FIELDS} == {"kept"}
    assert len({row.field for row in FIELDS}) == len(FIELDS) == 15
