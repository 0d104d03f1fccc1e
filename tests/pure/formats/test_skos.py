"""SKOS comes in as people publish it: either direction, several languages, several parents, ESCO's model, no network."""

from __future__ import annotations

import builtins
import gzip
import json
import socket
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.compare import isomorphic

from penholder.pure.formats.case.reading import read_case
from penholder.pure.formats.graphs.skos import read_skos
from penholder.pure.formats.graphs.skos_out import write_skos_json, write_skos_turtle
from penholder.pure.formats.graphs.turtle import read_turtle
from penholder.pure.formats.report import ImportReport, Tally, Unreadable
from penholder.pure.tree.statement import Tree

# rdflib, the second reader here, warns of its own past.
pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated", "ignore:Dataset.default_context"
)

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix esco: <http://data.europa.eu/esco/model#> .
@prefix : <https://example.org/c/> .
:scheme a skos:ConceptScheme ; dct:title "Small"@en .
"""


def read(body: str, *, head: str = HEAD) -> tuple[Tree, ImportReport]:
    return read_skos((head + body).encode(), name="small.ttl")


def concepts(*numbers: int, said: str = "") -> str:
    return "\n".join(
        f':c{number} a skos:Concept ; skos:inScheme :scheme ; skos:prefLabel "c{number}"@en {said}.'
        for number in numbers
    )


def outline(tree: Tree) -> list[tuple[int, str]]:
    return [(depth, statement.text) for depth, statement in tree.walk()]


def told(report: ImportReport) -> set[str]:
    return {oddity.what for oddity in report.oddities}


# Places and order

NESTED = [(0, "c1"), (1, "c2"), (1, "c10"), (0, "c3")]


@pytest.mark.parametrize(
    "said",
    [
        ":c2 skos:broader :c1 . :c10 skos:broader :c1 . :c1 skos:topConceptOf :scheme .",
        ":c1 skos:narrower :c2, :c10 . :scheme skos:hasTopConcept :c1, :c3 .",
        ":c1 skos:narrower :c2 . :c2 skos:broader :c1 . :c10 skos:broader :c1 .",
        ':c10 skos:broader :c1 ; skos:notation "1.10" . :c2 skos:broader :c1 ; skos:notation "1.9" .',
    ],
    ids=["broader", "narrower", "both", "by notation"],
)
def test_places_are_read_in_either_direction(said: str) -> None:
    tree, report = read(concepts(1, 2, 10, 3) + said)
    assert outline(tree) == NESTED
    assert (report.read, report.kept, report.left_out) == (4, 4, 0)


def test_order_is_by_notation_where_all_have_one_else_as_it_stands() -> None:
    coded = ':c1 skos:notation "10" . :c2 skos:notation "9" . '
    assert outline(read(concepts(1, 2) + coded)[0]) == [(0, "c2"), (0, "c1")]
    assert outline(read(concepts(1, 2, 3) + coded)[0]) == [(0, "c1"), (0, "c2"), (0, "c3")]


def test_the_first_of_several_parents_counts_and_the_others_are_told_associations() -> None:
    tree, report = read(concepts(1, 2, 3) + ":c3 skos:broader :c2, :c1 .")
    assert outline(tree) == [(0, "c1"), (0, "c2"), (1, "c3")]
    third = tree.statements[2]
    assert [(one.kind, one.origin, one.destination) for one in tree.associations] == [
        ("isChildOf", third.uid, tree.statements[0].uid)
    ]
    assert "A statement has more than one parent." in told(report)
    assert (report.links_read, report.links_kept) == (1, 1)
    for written in (write_skos_turtle(tree), write_skos_json(tree)):
        assert read_skos(written)[0] == tree


def test_rings_are_opened_and_what_closed_them_is_kept() -> None:
    tree, report = read(
        concepts(1, 2, 3) + ":c1 skos:broader :c2 . :c2 skos:broader :c1 . :c3 skos:broader :c3 ."
    )
    assert outline(tree) == [(0, "c1"), (1, "c2"), (0, "c3")]
    assert len(tree.associations) == 2
    assert {"Statements stand under each other in a ring.", "A statement stands under itself."} <= told(
        report
    )


def test_a_parent_that_is_not_in_the_file_is_told_and_kept() -> None:
    tree, report = read(concepts(1) + ":c1 skos:broader <https://example.org/elsewhere> .")
    assert tree.associations[0].destination == "https://example.org/elsewhere"
    assert "A statement belongs under something that is not in this file." in told(report)


def test_concepts_of_no_scheme_and_of_another_are_kept() -> None:
    body = (
        concepts(1, 2)
        + ':c3 a skos:Concept ; skos:prefLabel "c3"@en . '
        + ':c4 a skos:Concept ; skos:prefLabel "c4"@en ; skos:inScheme :other . '
        + ':other a skos:ConceptScheme ; dct:title "Other"@en .'
    )
    tree, report = read(body)
    assert tree.title == "Small"
    assert [one.text for one in tree.statements] == ["c1", "c2", "c3", "c4"]
    assert dict(tree.statements[3].extras) == {"skos:inScheme": '[{"@id":"https://example.org/c/other"}]'}
    assert "The file holds more than one framework." in told(report)
    assert "Other" in dict(tree.extras)["graph"]
    for written in (write_skos_turtle(tree), write_skos_json(tree)):
        assert read_skos(written)[0] == tree


def test_a_file_without_a_scheme_is_named_after_itself() -> None:
    tree, report = read(
        concepts(1).replace("skos:inScheme :scheme ;", ""), head=HEAD.rpartition(":scheme")[0]
    )
    assert tree.title == "small"
    assert "The framework has no title." in told(report)


# Words


def test_the_framework_takes_one_language_and_keeps_the_others() -> None:
    body = """:c1 a skos:Concept ; skos:prefLabel "Écouter"@fr, "Listen"@en ; skos:altLabel "Hear"@en ;
        skos:definition "Définition"@fr, "Definition"@en ; skos:scopeNote "Scope"@en .
        :c2 a skos:Concept ; skos:prefLabel "Seulement"@fr ; skos:definition "Nur"@de ."""
    tree, report = read(body + concepts(3, 4))
    first, second, *_ = tree.statements
    assert tree.language == "en"
    assert (first.text, first.notes, first.language) == ("Listen", "Definition", "")
    assert (second.text, second.notes, second.language) == ("Seulement", "", "fr")
    assert {name: json.loads(value) for name, value in first.extras} == {
        "skos:prefLabel": [{"@value": "Écouter", "@language": "fr"}],
        "skos:altLabel": [{"@value": "Hear", "@language": "en"}],
        "skos:definition": [{"@value": "Définition", "@language": "fr"}],
        "skos:scopeNote": [{"@value": "Scope", "@language": "en"}],
    }
    assert "The file has words in several languages." in told(report)
    again = rdflib.Graph().parse(data=write_skos_turtle(tree), format="turtle")
    labels = {str(label) for label in again.objects(predicate=rdflib.SKOS.prefLabel)}
    assert {"Écouter", "Listen", "Seulement"} <= labels
    assert read_skos(write_skos_turtle(tree))[0] == tree


def test_the_language_that_the_scheme_declares_counts() -> None:
    tree, _ = read(':scheme dct:language "fr" . :c1 a skos:Concept ; skos:prefLabel "Oui"@fr, "Yes"@en .')
    assert (tree.language, tree.statements[0].text) == ("fr", "Oui")


def test_extended_labels_are_read_where_plain_ones_are_missing() -> None:
    tree, report = read(
        ':c1 a skos:Concept ; xl:prefLabel :l1, [ a xl:Label ; xl:literalForm "Oui"@fr ] . '
        ':l1 a xl:Label ; xl:literalForm "Yes"@en ; dct:source "a book" .'
    )
    assert tree.statements[0].text == "Yes"
    assert "Labels are written as things of their own (SKOS-XL)." in told(report)
    assert "a book" in dict(tree.extras)["graph"]
    assert read_skos(write_skos_turtle(tree))[0] == tree


def test_the_model_of_esco_is_read() -> None:
    uuid = "00030d09-2b3a-4efd-87cc-c4ea39d27c34"
    tree, report = read(
        f"""<http://data.europa.eu/esco/occupation/{uuid}> a skos:Concept, esco:Occupation ;
        skos:prefLabel "technical director"@en, "directeur technique"@fr ; skos:notation "2654.1.7" ;
        skos:broader <http://data.europa.eu/esco/isco/C2654> ; skos:topConceptOf :scheme ;
        dct:description <http://data.europa.eu/d/en>, <http://data.europa.eu/d/fr> .
        <http://data.europa.eu/d/en> a esco:NodeLiteral ; esco:language "en" ; esco:nodeLiteral "Realises visions." .
        <http://data.europa.eu/d/fr> a esco:NodeLiteral ; esco:language "fr" ; esco:nodeLiteral "Réalise." .
        <http://data.europa.eu/esco/isco/C2654> a skos:Concept ; skos:prefLabel "Directors"@en ; skos:notation "2654" .
        """
    )
    first = tree.statements[0]
    assert (first.uid, first.text, first.code) == (uuid, "technical director", "2654.1.7")
    assert first.notes == "Realises visions."
    assert json.loads(dict(first.extras)["dct:description"])[0]["@value"] == "Réalise."
    assert "esco:Occupation" in write_skos_turtle(tree).decode()
    assert outline(tree) == [(0, "Directors"), (1, "technical director")]
    assert report.read == 2


def test_a_definition_stands_in_for_a_missing_label() -> None:
    tree, report = read(':c1 a skos:Concept ; skos:definition "Words"@en .')
    assert (tree.statements[0].text, tree.statements[0].notes) == ("Words", "")
    assert "A statement has no label." in told(report)


def test_wordless_concepts_are_set_apart_whole() -> None:
    tree, report = read(
        concepts(1) + ':c2 a skos:Concept ; skos:note "why"@en . :c3 a skos:Concept . :c1 skos:broader :c3 .'
    )
    assert (report.read, report.kept, report.left_out) == (3, 2, 1)
    assert ["why" in oddity.raw for oddity in report.oddities if oddity.severity == "left out"] == [True]
    assert outline(tree) == [(0, "(no words in the file)"), (1, "c1")]


# Associations


def test_mapping_relations_become_associations_by_the_predicate_map() -> None:
    kinds = {
        "exactMatch": "exactMatchOf",
        "broadMatch": "ext:narrowMatchOf",
        "narrowMatch": "ext:broadMatchOf",
        "closeMatch": "ext:closeMatchOf",
        "relatedMatch": "isRelatedTo",
    }
    said = " ; ".join(f"skos:{name} <https://example.org/other/{name}>" for name in kinds)
    tree, report = read(concepts(1, 2) + f":c1 {said} ; skos:related :c2 .")
    assert {one.destination.rpartition("/")[2]: one.kind for one in tree.associations[:5]} == kinds
    related = tree.associations[5]
    assert (related.kind, related.destination) == ("isRelatedTo", tree.statements[1].uid)
    assert (report.links_read, report.links_kept) == (6, 6)
    written = rdflib.Graph().parse(data=write_skos_turtle(tree), format="turtle")
    first = rdflib.URIRef("https://example.org/c/c1")
    for name in kinds:
        assert (first, rdflib.SKOS[name], rdflib.URIRef(f"https://example.org/other/{name}")) in written
    assert (first, rdflib.SKOS.related, rdflib.URIRef("https://example.org/c/c2")) in written


def test_an_association_that_ends_in_mere_words_is_kept_aside_and_told() -> None:
    tree, report = read(concepts(1) + ':c1 skos:exactMatch "nothing of the sort" .')
    assert tree.associations == ()
    assert "nothing of the sort" in dict(tree.statements[0].extras)["skos:exactMatch"]
    assert "An association ends at something that is no address." in told(report)
    assert read_skos(write_skos_turtle(tree))[0] == tree


# JSON-LD as others write it

JSON_CONTEXTS: dict[str, Any] = {
    "prefixes": (
        {"skos": "http://www.w3.org/2004/02/skos/core#"},
        {
            "@id": "https://example.org/1",
            "@type": "skos:Concept",
            "skos:prefLabel": {"@value": "One", "@language": "en"},
            "skos:broader": {"@id": "https://example.org/2"},
        },
    ),
    "aliases and language maps": (
        {
            "@vocab": "http://www.w3.org/2004/02/skos/core#",
            "@base": "https://example.org/",
            "id": "@id",
            "type": "@type",
            "broader": {"@type": "@id"},
            "prefLabel": {"@container": "@language"},
        },
        {"id": "1", "type": "Concept", "prefLabel": {"en": "One"}, "broader": "2"},
    ),
    "reverse": (
        [
            {"s": "http://www.w3.org/2004/02/skos/core#", "@language": "en"},
            {
                "parts": {"@reverse": "s:narrower", "@type": "@id"},
                "label": "s:prefLabel",
                "Concept": "s:Concept",
            },
        ],
        {
            "@id": "https://example.org/1",
            "@type": "Concept",
            "label": ["One"],
            "parts": ["https://example.org/2"],
        },
    ),
    "expanded": (
        None,
        {
            "@id": "https://example.org/1",
            "@type": ["http://www.w3.org/2004/02/skos/core#Concept"],
            "http://www.w3.org/2004/02/skos/core#prefLabel": [{"@value": "One", "@language": "en"}],
            "http://www.w3.org/2004/02/skos/core#broader": [{"@id": "https://example.org/2"}],
        },
    ),
    "nested": (
        {"skos": "http://www.w3.org/2004/02/skos/core#"},
        {
            "@id": "https://example.org/2",
            "@type": "skos:Concept",
            "skos:prefLabel": "Two",
            "skos:narrower": {
                "@id": "https://example.org/1",
                "@type": "skos:Concept",
                "skos:prefLabel": {"@value": "One", "@language": "en"},
            },
        },
    ),
}


@pytest.mark.parametrize("way", JSON_CONTEXTS)
def test_json_ld_is_read_in_the_ways_in_which_it_is_written(way: str) -> None:
    context, entry = JSON_CONTEXTS[way]
    parent = {
        "@id": "https://example.org/2",
        "@type": "http://www.w3.org/2004/02/skos/core#Concept",
        "http://www.w3.org/2004/02/skos/core#prefLabel": "Two",
    }
    document: Any = {"@context": context, "@graph": [entry, parent]}
    tree, report = read_skos(json.dumps(document).encode(), name="a.jsonld")
    assert outline(tree) == [(0, "Two"), (1, "One")]
    assert report.read == report.kept == 2
    theirs = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    assert (rdflib.URIRef("https://example.org/1"), None, rdflib.Literal("One", lang="en")) in theirs


# No network, no disk


def test_no_address_in_a_file_is_ever_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **_: object) -> None:
        raise AssertionError(f"something outside was asked for: {arguments}")

    for owner, name in (
        (socket.socket, "connect"),
        (socket, "create_connection"),
        (socket, "getaddrinfo"),
        (urllib.request, "urlopen"),
        (builtins, "open"),
    ):
        monkeypatch.setattr(owner, name, refuse)
    document = {
        "@context": [
            "http://127.0.0.1:9/context.jsonld",
            "file:///etc/passwd",
            {"skos": "http://www.w3.org/2004/02/skos/core#", "@import": "http://127.0.0.1:9/more"},
        ],
        "@graph": [{"@id": "x:1", "@type": "skos:Concept", "skos:prefLabel": "One", "skos:broader": "x:2"}],
    }
    tree, report = read_skos(json.dumps(document).encode())
    assert len(tree.statements) == 1
    assert "The file leaves the meaning of its names to another address." in told(report)
    turtle = (
        "@base <http://127.0.0.1:9/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . <> owl:imports <o> . "
    )
    xml = '"<!DOCTYPE x SYSTEM \\"http://127.0.0.1:9/x\\"><x/>"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>'
    tree, _ = read(turtle + concepts(1, said=f"; skos:note {xml}"))
    assert len(tree.statements) == 1


# Our Turtle and rdflib's

TURTLE = """@base <https://example.org/base/> .
PREFIX ex: <terms#>
@prefix é: <https://example.org/é/> .
<a> a ex:Thing ; ex:p 1, -2, +3, 4.5, -.5, 1e3, 1.E-2, true, false ;; ex:q "x"@en-GB, 'y'^^ex:T , "z"@cy ; .
<#b> ex:p \"\"\"long "quoted" text
over lines \\" \\u00e9 \\U0001F701\"\"\", '''it''s "so" ''' , "tab\\tnew\\nline\\\\" .
ex:a\\,b ex:c%20d é:ü . # a comment <with> "marks"
[] ex:p [ ex:q ( 1 "two" [ ex:r <../up> ] ( ) ) ] .
[ ex:p ex:o ] .
_:same ex:p _:same, _:b.c .
ex:dotted.name ex:p ex:a:b , ex: , <//other.example/x> , <?q> .
"""


def test_our_reader_of_turtle_reads_what_rdflib_reads() -> None:
    ours = read_turtle(TURTLE, name="all.ttl", tally=Tally())
    theirs = rdflib.Graph().parse(data=TURTLE, format="turtle")
    assert len(list(ours.triples())) == len(theirs) > 30
    flat = "\n".join(f"{node(s)} {node(p)} {node(o)} ." for s, p, o in ours.triples())
    assert isomorphic(rdflib.Graph().parse(data=flat, format="nt"), theirs)
    back = read_turtle(theirs.serialize(format="turtle"), name="theirs.ttl", tally=Tally())
    assert len(list(back.triples())) == len(theirs)


def node(value: Any) -> str:
    if isinstance(value, str):
        return "_:n" + value[2:].strip() if value.startswith("_:") else f"<{value}>"
    return json.dumps(value.text, ensure_ascii=False) + (
        f"@{value.language}" if value.language else f"^^<{value.datatype}>" if value.datatype else ""
    )


def test_what_we_write_is_read_alike_by_rdflib(shared: Path) -> None:
    data = (shared / "data/frameworks/case/sbac-HSMATH.json").read_bytes()
    tree, _ = read_case(data)
    turtle = rdflib.Graph().parse(data=write_skos_turtle(tree), format="turtle")
    json_ld = rdflib.Graph().parse(data=write_skos_json(tree), format="json-ld")
    assert len(turtle) == len(json_ld)
    texts = sorted(str(label) for label in turtle.objects(predicate=rdflib.SKOS.prefLabel))
    assert texts == sorted(statement.text for statement in tree.statements)
    assert texts == sorted(str(label) for label in json_ld.objects(predicate=rdflib.SKOS.prefLabel))


@pytest.mark.parametrize("name", ["sbac-PT", "sbac-DOK", "sbac-HSMATH", "opensalt-fixture-Utf8TestFramework"])
def test_real_case_packages_go_through_skos_without_loss(shared: Path, name: str) -> None:
    tree, _ = read_case((shared / f"data/frameworks/case/{name}.json").read_bytes())
    for written in (write_skos_turtle(tree), write_skos_json(tree)):
        again, report = read_skos(written)
        assert again == tree
        assert report.kept == len(tree.statements)


def test_a_whole_release_goes_through_turtle_without_loss(shared: Path) -> None:
    packed = shared / "data/frameworks/releases/esco120-occupations.case.json.gz"
    tree, _ = read_case(gzip.decompress(packed.read_bytes()))
    again, report = read_skos(write_skos_turtle(tree))
    assert (report.read, report.kept) == (3465, 3465)
    assert again == tree


# Hostile files


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\x00\x00", "empty"),
        (b"PK\x03\x04", "zip archive"),
        (b'<?xml version="1.0"?><rdf:RDF/>', "XML file or a web page"),
        (b"{}", "holds no concept"),
        (b"[]", "holds no concept"),
        (b"[1, 2]", "not valid Turtle"),
        (b"{", "breaks off"),
        (b'{"CFItems": []}', "holds no concept"),
        (b"# nothing but a remark", "holds no concept"),
        (b"just some words", "line 1"),
        (b"a:b a:c a:d .", "prefix .a:. is not explained"),
        (b'\n\n<urn:a> <urn:b> "open', "line 3"),
        (b'<urn:a> <urn:b> """open', "line 1"),
        (b"<urn:a> <urn:b> <urn:c>", "is missing before the end of the file"),
        (b"<urn:a> <urn:b> .", "cannot stand there"),
        (b'"x" <urn:b> "y" .', "cannot begin with words"),
        (b'<urn:a> "x" "y" .', "a property is missing"),
        (b'<urn:a> <urn:b> "\\q" .', "no escape"),
        (b"<urn:a> <urn:b> " + b"[ <urn:b> " * 100, "nested"),
        (b"<urn:a> <urn:b> " + b"(" * 100_000, "nested"),
        (b'"' * 400_000, "line 1"),
        (b"a" * 1_000_000, "line 1"),
        (b"<" * 1_000_000, "line 1"),
        (b"." * 1_000_000, "line 1"),
        (b"@prefix skos: 'x' .", "address between"),
        (b"[" * 100_000, "nested|Turtle"),
    ],
)
def test_what_is_no_scheme_gets_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence) as caught:
        read_skos(data, name="bad.ttl")
    assert caught.value.sentence.startswith("bad.ttl")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_other_encodings_are_read(encoding: str) -> None:
    body = HEAD + concepts(1).replace('c1"', 'Café"')
    assert read_skos(body.encode(encoding))[0].statements[0].text == "Café"


def test_nodes_without_addresses_that_point_at_each_other_do_no_harm() -> None:
    doubling = "".join(f"_:b{n} dct:relation _:b{n + 1}, _:c{n + 1} . _:c{n} dct:relation _:b{n + 1}, _:c{n + 1} . "
                       for n in range(60))  # fmt: skip
    tree, report = read(concepts(1) + ":c1 dct:relation _:b0, _:r . _:r dct:relation _:r . " + doubling)
    assert report.kept == 1
    assert sum(len(text) for _, text in (*tree.statements[0].extras, *tree.extras)) < 100_000


def test_concepts_without_addresses_are_read() -> None:
    tree, report = read(
        '[] a skos:Concept ; skos:prefLabel "One" . [ a skos:Concept ; skos:prefLabel "One" ] .'
    )
    assert [one.text for one in tree.statements] == ["One", "One"]
    assert [one.uri for one in tree.statements] == ["", ""]
    assert report.kept == len({one.uid for one in tree.statements}) == 2
    assert (
        read('[] a skos:Concept ; skos:prefLabel "One" . [ a skos:Concept ; skos:prefLabel "One" ] .')[0]
        == tree
    )


def test_reading_the_same_bytes_twice_gives_the_same() -> None:
    body = concepts(1, 2) + ":c1 skos:exactMatch <urn:x:y> ; skos:note [ skos:note 1 ] ."
    assert read(body) == read(body)


@pytest.mark.parametrize(
    "body",
    [
        concepts(1) + ':x dct:relation [ a skos:Concept ; skos:prefLabel "inside" ] .',
        concepts(1) + ":c1 skos:exactMatch <skos:thing>, <ceasn:hasChild> .",
        concepts(1) + ":c1 dct:relation <> ; a <> . <> dct:relation <a> .",
        concepts(1) + r':c1 dct:title "\uD800\u0000" ; dct:relation <\uD800> .',
        concepts(1) + ':c1 skos:altLabel "x"@x, "y"@x-y, "z"@en .',
        '<urn:penholder:statement:a> a skos:Concept ; skos:prefLabel "One" ; skos:broader <urn:penholder:statement:b> .',
    ],
    ids=["a concept inside", "short names as addresses", "empty", "halves", "odd languages", "ours"],
)
def test_odd_graphs_come_back_as_they_were_first_read(body: str) -> None:
    tree, report = read(body)
    assert report.read == report.kept + report.left_out
    for written in (write_skos_turtle(tree), write_skos_json(tree)):
        assert read_skos(written)[0] == tree
