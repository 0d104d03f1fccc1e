"""CTDL-ASN comes in as it is really published, and goes out as the registry writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from penholder.pure.formats.graphs.ctdl_asn import FIELDS, read_ctdl_asn
from penholder.pure.formats.graphs.ctdl_asn_out import write_ctdl_asn
from penholder.pure.formats.report import ImportReport, Unreadable
from penholder.pure.tree.statement import Tree
from tests.pure.formats.test_skos_round_trip import trees

Entry = dict[str, Any]

HERE = "https://example.org/resources/"
REAL = "data/frameworks/ctdl-asn/medbiq-aamc-GeneralPhysicianCompetencies.ctdlasn.json"


def uid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def address(number: int) -> str:
    return f"{HERE}ce-{uid(number)}"


def competency(number: int, text: object = "", **fields: object) -> Entry:
    said = {f"ceasn:{name}": value for name, value in fields.items()}
    return {
        "@id": address(number),
        "@type": "ceasn:Competency",
        "ceasn:competencyText": text or {"en-US": f"Words {number}"},
        **said,
    }


def framework(**fields: object) -> Entry:
    said = {f"ceasn:{name}": value for name, value in fields.items()}
    return {"@id": address(0), "@type": "ceasn:CompetencyFramework", "ceasn:name": {"en-US": "Small"}, **said}


def read(entries: object, **context: object) -> tuple[Tree, ImportReport]:
    document = {**context, "@graph": entries} if isinstance(entries, list) else entries
    return read_ctdl_asn(json.dumps(document).encode(), name="small.json")


def outline(tree: Tree) -> list[tuple[int, int]]:
    return [(depth, int(statement.uid[-4:])) for depth, statement in tree.walk()]


def told(report: ImportReport) -> set[str]:
    return {oddity.what for oddity in report.oddities}


# The real file


def test_the_real_framework_comes_in_whole(shared: Path) -> None:
    data = (shared / REAL).read_bytes()
    raw = json.loads(data)["@graph"]
    tree, report = read_ctdl_asn(data, name="aamc.json")
    competencies = [entry for entry in raw if entry["@type"] == "ceasn:Competency"]
    assert (report.read, report.kept, report.left_out) == (65, 65, 0)
    assert [one.uri for one in tree.statements] == [entry["@id"] for entry in competencies]
    assert [f"ce-{one.uid}" for one in tree.statements] == [entry["ceterms:ctid"] for entry in competencies]
    assert [one.text for one in tree.statements] == [
        next(iter(entry["ceasn:competencyText"].values())) for entry in competencies
    ]
    assert [one.code for one in tree.statements] == [entry.get("ceasn:listID", "") for entry in competencies]
    assert {one.kind for one in tree.statements} == {"Domain", "Competency"}
    assert sum(bool(one.notes) for one in tree.statements) == 8
    top = next(entry for entry in raw if entry["@type"] == "ceasn:CompetencyFramework")
    in_order = [by_address(raw, end) for end in top["ceasn:hasTopChild"]]
    expected = [end["@id"] for entry in in_order for end in [entry, *below(raw, entry)]]
    assert [statement.uri for _, statement in tree.walk()] == expected
    assert tree.language == "en-US"


def by_address(raw: list[Entry], end: str) -> Entry:
    return next(entry for entry in raw if entry["@id"] == end)


def below(raw: list[Entry], entry: Entry) -> list[Entry]:
    return [by_address(raw, end) for end in entry.get("ceasn:hasChild", [])]


def test_everything_the_real_file_says_is_said_again(shared: Path) -> None:
    data = (shared / REAL).read_bytes()
    raw = json.loads(data)["@graph"]
    tree, _ = read_ctdl_asn(data, name="aamc.json")
    written = json.loads(write_ctdl_asn(tree))["@graph"]
    assert read_ctdl_asn(write_ctdl_asn(tree), name="again.json")[0] == tree
    again = {entry["@id"]: entry for entry in written}
    for entry in raw:
        for key, value in entry.items():
            assert leaves(value) <= leaves(again[entry["@id"]].get(key)) | extras(again[entry["@id"]]), key


def leaves(value: object) -> set[str]:
    if isinstance(value, dict):
        return {leaf for inner in value.values() for leaf in leaves(inner)}
    if isinstance(value, list):
        return {leaf for inner in value for leaf in leaves(inner)}
    return set() if value is None else {str(value)}


def extras(entry: Entry) -> set[str]:
    """What is said in our own property for what has no other home."""
    pairs = entry.get("penholder:extra", [])
    return {
        leaf
        for pair in (pairs if isinstance(pairs, list) else [pairs])
        for leaf in leaves(json.loads(json.loads(pair)[1]))
    }


# Round trips


@settings(max_examples=40)
@given(trees())
def test_a_tree_comes_back_from_ctdl_asn_as_it_went_out(tree: Tree) -> None:
    data = write_ctdl_asn(tree)
    again, report = read_ctdl_asn(data)
    assert again == tree
    assert report.read == report.kept == len(tree.statements)
    assert report.links_read == report.links_kept == len(tree.associations)
    assert write_ctdl_asn(again) == data


def test_every_field_is_promised() -> None:
    assert {row.fate for row in FIELDS} == {"kept"}
    assert len({row.field for row in FIELDS}) == 15


def test_words_stand_by_language_and_links_as_texts_as_the_registry_has_them() -> None:
    tree, _ = read(
        [framework(hasTopChild=[address(1)]), competency(1), competency(2, isChildOf=[address(1)])]
    )
    _, first, second = json.loads(write_ctdl_asn(tree))["@graph"]
    assert first["ceasn:competencyText"] == {"en-US": "Words 1"}
    assert first["ceasn:hasChild"] == address(2)
    assert second["ceasn:isChildOf"] == address(1)
    assert second["ceterms:ctid"] == f"ce-{uid(2)}"


# Places, in every way they are said

NESTED = [(0, 1), (1, 2), (1, 3), (0, 4)]


@pytest.mark.parametrize(
    "entries",
    [
        [
            framework(hasTopChild=[address(1), address(4)]),
            competency(1, hasChild=[address(2), address(3)]),
            *(competency(number) for number in (4, 3, 2)),
        ],
        [
            framework(),
            competency(1, isTopChildOf=address(0)),
            competency(2, isChildOf=[address(1)]),
            competency(3, isChildOf={"@id": address(1)}),
            competency(4, isChildOf=address(0)),
        ],
        [
            framework(hasTopChild={"@id": address(1)}),
            competency(1, listID="1"),
            competency(3, isChildOf=address(1), listID="10"),
            competency(2, isChildOf=address(1), listID="9"),
            competency(4, isTopChildOf=[{"@id": address(0)}], listID="2"),
        ],
    ],
    ids=["parents name children", "children name parents", "list marks"],
)
def test_places_are_read_in_either_direction(entries: list[Entry]) -> None:
    tree, report = read(entries)
    assert outline(tree) == NESTED
    assert report.complete


def test_a_bare_array_without_framework_is_read() -> None:
    tree, report = read_ctdl_asn(json.dumps([competency(1), competency(2)]).encode(), name="bare.json")
    assert (tree.title, tree.uid) == ("bare", "")
    assert (report.read, report.kept) == (2, 2)


def test_full_addresses_bare_names_and_wrong_case_mean_the_same() -> None:
    entries: list[Entry] = [
        {
            "@id": address(1),
            "@type": "https://purl.org/ctdlasn/terms/Competency",
            "http://purl.org/ctdlasn/terms/competencyText": {"@language": "en", "@value": "One"},
            "CompetencyNotation": "A1",
        },
        {"@id": address(2), "@type": "Competency", "competencytext": "Two", "ceasn:CodedNotation": "A2"},
        {"@id": address(3), "@type": ["ceasn:Competency"], "ceasn:competencyText": "Three"},
    ]
    context = {"ceasn": "http://purl.org/ctdlasn/terms/"}
    tree, report = read(entries, **{"@context": context})
    assert [(one.text, one.code) for one in tree.statements] == [("One", "A1"), ("Two", "A2"), ("Three", "")]
    assert "Names are not spelt as CTDL-ASN spells them." in told(report)


def test_list_marks_that_are_shared_are_no_codes() -> None:
    entries = [
        competency(1, listID="1"),
        competency(2, listID="2"),
        competency(3, listID="1", isChildOf=address(1)),
    ]
    tree, _ = read([framework(), *entries])
    assert {one.code for one in tree.statements} == {""}
    assert dict(tree.by_uid[uid(3)].extras)["ceasn:listID"] == '[{"@value":"1"}]'


def test_without_a_ctid_the_address_gives_the_identifier_and_a_broken_ctid_is_kept() -> None:
    broken = {**competency(2), "@id": HERE + "ce-nonsense", "ceterms:ctid": "ce-nonsense"}
    tree, _ = read([framework(), competency(1), broken])
    assert tree.statements[0].uid == uid(1)
    assert dict(tree.statements[1].extras)["ceterms:ctid"] == '[{"@value":"ce-nonsense"}]'
    assert read([framework(), competency(1), broken])[0] == tree


def test_other_languages_are_kept_beside() -> None:
    text = {"en-US": "Listen", "cy": "Gwrando"}
    tree, report = read([framework(inLanguage="en-US"), competency(1, text)])
    only = tree.statements[0]
    assert (only.text, only.language) == ("Listen", "")
    assert dict(only.extras)["ceasn:competencyText"] == '[{"@value":"Gwrando","@language":"cy"}]'
    assert report.complete
    assert json.loads(write_ctdl_asn(tree))["@graph"][1]["ceasn:competencyText"] == text


def test_alignments_are_associations_in_both_directions() -> None:
    elsewhere = "https://example.org/elsewhere"
    pairs = {
        "exactAlignment": "exactMatchOf",
        "broadAlignment": "ext:narrowMatchOf",
        "narrowAlignment": "ext:broadMatchOf",
        "majorAlignment": "ext:closeMatchOf",
        "minorAlignment": "ext:minorAlignment",
        "derivedFrom": "ext:derivedFrom",
    }
    tree, report = read([framework(), competency(1, **{name: [elsewhere] for name in pairs})])
    assert sorted(one.kind for one in tree.associations) == sorted(pairs.values())
    assert {one.destination for one in tree.associations} == {elsewhere}
    assert (report.links_read, report.links_kept) == (6, 6)
    written = json.loads(write_ctdl_asn(tree))["@graph"][1]
    assert {written[f"ceasn:{name}"] for name in pairs} == {elsewhere}
    again, report = read_ctdl_asn(write_ctdl_asn(tree))
    assert again.associations == tree.associations
    assert report.links_read == 6


def test_foreign_parents_and_children_are_told_and_kept_as_associations() -> None:
    elsewhere = "https://example.org/elsewhere"
    tree, report = read(
        [framework(), competency(1, isChildOf=elsewhere), competency(2, hasChild=[elsewhere])]
    )
    assert {(one.kind, one.origin, one.destination) for one in tree.associations} == {
        ("isChildOf", uid(1), elsewhere),
        ("isChildOf", elsewhere, uid(2)),
    }
    assert outline(tree) == [(0, 1), (0, 2)]
    assert {
        "A statement belongs under something that is not in this file.",
        "Under a statement stands something that is not in this file.",
    } <= told(report)


def test_the_first_of_two_parents_counts_and_rings_are_opened() -> None:
    tree, report = read(
        [
            framework(),
            competency(1, isChildOf=[address(2), address(3)]),
            competency(2, isChildOf=address(1)),
            competency(3, isChildOf=address(3)),
        ]
    )
    assert outline(tree) == [(0, 1), (1, 2), (0, 3)]
    assert sorted((one.origin, one.destination) for one in tree.associations) == [
        (uid(1), uid(2)),
        (uid(1), uid(3)),
        (uid(3), uid(3)),
    ]
    assert report.kept == 3


# Hostile files


def test_wordless_competencies_are_set_apart_whole_and_counted() -> None:
    entries = [competency(1), competency(2, {"en": " "}, comment="but this"), competency(3, " ")]
    del entries[2]["ceasn:competencyText"]
    tree, report = read([framework(), *entries, competency(4, " "), competency(5, isChildOf=address(4))])
    assert (report.read, report.kept, report.left_out) == (5, 3, 2)
    assert report.read == report.kept + report.left_out
    quarantined = [oddity for oddity in report.oddities if oddity.severity == "left out"]
    assert [uid(2) in one.raw or uid(3) in one.raw for one in quarantined] == [True, True]
    assert tree.by_uid[uid(4)].text == "(no words in the file)"


def test_a_competency_with_a_label_only_has_the_label_as_its_words() -> None:
    labelled = {**competency(1), "ceasn:competencyLabel": {"en-US": "Listening"}}
    below = {
        **competency(2, isChildOf=address(1)),
        "ceasn:competencyLabel": "Asking",
        "ceasn:comment": "Often",
    }
    for one in (labelled, below):
        del one["ceasn:competencyText"]
    tree, report = read([framework(), labelled, below])
    assert [(one.text, one.short, one.notes) for one in tree.statements] == [
        ("Listening", "Listening", ""),
        ("Asking", "Asking", "Often"),
    ]
    assert (report.read, report.kept) == (2, 2)
    assert [one.so for one in report.oddities if one.what == "A statement has no full words."] == [
        "Its short form was taken."
    ] * 2
    assert read_ctdl_asn(write_ctdl_asn(tree))[0] == tree


def test_one_identifier_on_two_objects_is_put_together_and_told() -> None:
    tree, report = read([framework(), competency(1, {"en": "First"}), competency(1, {"en": "Second"})])
    assert [one.text for one in tree.statements] == ["First"]
    assert "Second" in dict(tree.statements[0].extras)["ceasn:competencyText"]
    assert "One identifier stands on several objects." in told(report)


def test_identifiers_that_are_no_addresses_are_kept() -> None:
    odd: Entry = {"@id": "../one two", "@type": "ceasn:Competency", "ceasn:competencyText": "One"}
    nameless: Entry = {"@type": "ceasn:Competency", "ceasn:competencyText": "Two"}
    tree, report = read([framework(), odd, nameless])
    assert [one.uri for one in tree.statements] == ["../one two", ""]
    assert "An identifier is not an address." in told(report)
    assert read_ctdl_asn(write_ctdl_asn(tree))[0] == tree


def test_values_of_every_wrong_sort_do_no_harm() -> None:
    odd = [
        None,
        True,
        3,
        2.5,
        [],
        {},
        [[]],
        {"@value": None},
        {"@value": {}},
        {"@list": [1]},
        {"@set": ["x"]},
    ]
    entries = [competency(number, value or " ", hasChild=value) for number, value in enumerate(odd, start=1)]
    _, report = read([framework(hasTopChild=odd, name=odd), competency(99), *entries, 7, None, "text"])
    assert report.read == report.kept + report.left_out == 12


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\xff\xfe", "empty"),
        (b"{", "breaks off"),
        (b"not json", "not valid JSON"),
        (b"<html></html>", "web page or an XML file"),
        (b"PK\x03\x04rest", "zip archive"),
        (b'"a text"', "not a CTDL-ASN file"),
        (b"[]", "holds no competency"),
        (b"{}", "holds no competency"),
        (b'{"CFDocument": {}, "CFItems": []}', "holds no competency"),
        (b"[" * 100 + b"]" * 100, "nested"),
        (b"[" * 100_000 + b"]" * 100_000, "nested"),
        (b'{"@graph": ' * 70 + b"1" + b"}" * 70, "nested"),
    ],
)
def test_what_is_no_framework_gets_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence) as caught:
        read_ctdl_asn(data, name="bad.json")
    assert caught.value.sentence.startswith("bad.json")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_other_encodings_are_read(encoding: str) -> None:
    data = json.dumps([competency(1, "Café")], ensure_ascii=False).encode(encoding)
    assert read_ctdl_asn(data)[0].statements[0].text == "Café"
