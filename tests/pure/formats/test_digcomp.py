"""DigComp's JSON-LD comes in whole: every area, competence, statement and outcome where it belongs."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from penholder.pure.formats.case.out import case_package
from penholder.pure.formats.graphs.digcomp import FIELDS, read_digcomp
from penholder.pure.formats.graphs.skos import read_skos
from penholder.pure.formats.graphs.skos_out import write_skos_turtle
from penholder.pure.formats.report import ImportReport, Unreadable
from penholder.pure.tree.statement import Tree

Entry = dict[str, Any]

REAL = "data/frameworks/digcomp/digcomp3-DigComp_3.0_Data_Supplement_24_Nov_2025.jsonld"


def area(number: int, **fields: object) -> Entry:
    return {
        "@type": "CompetenceArea",
        "@id": f"CompetenceArea/{number}",
        "name": f"Area {number}",
        "description": "About it",
        **fields,
    }


def competence(code: str, **fields: object) -> Entry:
    above = f"CompetenceArea/{code.partition('.')[0]}"
    return {
        "@type": "Competence",
        "@id": f"Competence/{code}",
        "name": f"Competence {code}",
        "competence_area_id": above,
        **fields,
    }


def statement(code: str, under: str = "Competence/1.1", **fields: object) -> Entry:
    return {
        "@type": "CompetenceStatement",
        "@id": f"CompetenceStatement/{code}",
        "description": f"Words of {code}",
        "competence_id": under,
        "four_levels_proficiency_name": "ProficiencyLevel/Basic",
        **fields,
    }


def read(*entries: object) -> tuple[Tree, ImportReport]:
    return read_digcomp(json.dumps({"@context": {}, "@graph": entries}).encode(), name="small.jsonld")


def outline(tree: Tree) -> list[tuple[int, str]]:
    return [(depth, one.code) for depth, one in tree.walk()]


def test_the_real_supplement_comes_in_whole_and_in_its_places(shared: Path) -> None:
    data = (shared / REAL).read_bytes()
    raw = json.loads(data)["@graph"]
    tree, report = read_digcomp(data, name="DigComp 3.0.jsonld")
    kinds = Counter(one.kind for one in tree.statements)
    assert kinds == {
        "competence area": 5,
        "competence": 21,
        "competence statement": 362,
        "learning outcome": 523,
    }
    assert (report.read, report.kept, report.left_out) == (911, 911, 0)
    assert report.complete
    by_code = {one.code: one for one in tree.statements}
    for entry in raw:
        if "competence_id" not in entry:
            continue
        one = by_code[entry["@id"].partition("/")[2]]
        above = tree.ancestors(one.uid)
        assert [parent.code for parent in above] == [
            entry["competence_area_id"].partition("/")[2],
            entry["competence_id"].partition("/")[2],
        ]
        assert one.text == entry["description"]
        assert f"ProficiencyLevel/{one.level}" == entry["four_levels_proficiency_name"]
    assert outline(tree)[:3] == [(0, "1"), (1, "1.1"), (2, "CS1.1.01")]
    assert len(json.loads(dict(tree.extras)["Glossary"])) == 126
    assert len(json.loads(dict(tree.extras)["ProficiencyLevel"])) == 8


def test_everything_the_real_supplement_says_is_in_the_tree(shared: Path) -> None:
    data = (shared / REAL).read_bytes()
    tree, _ = read_digcomp(data, name="DigComp 3.0.jsonld")
    said = {
        text
        for one in tree.statements
        for text in (one.text, one.notes, one.level, *(json.loads(value) for _, value in one.extras))
    }
    said |= {value for one in tree.statements for value in map(str, (one.code,))}
    for entry in json.loads(data)["@graph"]:
        if entry["@type"] in {"Glossary", "ProficiencyLevel"}:
            continue
        for key in set(entry) - {"@type", "competence_id", "four_levels_proficiency_name"}:
            assert entry[key] in said


def test_the_real_supplement_goes_on_to_case_and_skos(shared: Path) -> None:
    tree, _ = read_digcomp((shared / REAL).read_bytes(), name="DigComp 3.0.jsonld")
    items = case_package(tree)["CFItems"]
    assert isinstance(items, list)
    assert len(items) == 911
    assert read_skos(write_skos_turtle(tree))[0] == tree


def test_siblings_stand_in_the_order_of_their_codes() -> None:
    tree, _ = read(statement("CS1.1.10"), statement("CS1.1.9"), competence("1.1"), area(2), area(1))
    assert outline(tree) == [(0, "1"), (1, "1.1"), (2, "CS1.1.9"), (2, "CS1.1.10"), (0, "2")]


def test_the_same_file_gives_the_same_identifiers_again() -> None:
    assert read(area(1), competence("1.1")) == read(area(1), competence("1.1"))


def test_an_identifier_that_is_used_twice_is_set_apart() -> None:
    tree, report = read(area(1), area(1, name="Another"))
    assert [one.text for one in tree.statements] == ["Area 1"]
    assert (report.read, report.kept, report.left_out) == (2, 1, 1)
    assert "Another" in report.oddities[0].raw


def test_what_has_no_words_is_set_apart_unless_it_holds_a_place() -> None:
    tree, report = read(area(1, name="", description=" "), competence("1.1"), statement("a", description=7))
    assert outline(tree) == [(0, "1"), (1, "1.1")]
    assert (report.read, report.kept, report.left_out) == (3, 2, 1)


def test_places_that_are_not_in_the_file_are_told_and_kept_as_associations() -> None:
    tree, report = read(area(1), statement("CS1", competence_area_id="CompetenceArea/1"), competence("7.1"))
    assert outline(tree) == [(0, "1"), (1, "CS1"), (0, "7.1")]
    assert sorted(one.destination for one in tree.associations) == ["Competence/1.1", "CompetenceArea/7"]
    assert report.links_read == report.links_kept == 2


def test_rings_are_opened() -> None:
    first = competence("1.1", competence_area_id="Competence/1.2")
    second = competence("1.2", competence_area_id="Competence/1.1")
    tree, report = read(first, second)
    assert outline(tree) == [(0, "1.1"), (1, "1.2")]
    assert report.kept == 2


def test_entries_of_other_sorts_are_kept_with_the_framework() -> None:
    odd = [{"@type": "Surprise", "x": 1}, None, 3, "text", [1], {"@type": ["Competence", "Two"]}]
    tree, report = read(area(1), *odd)
    assert report.read == 1
    assert json.loads(dict(tree.extras)["Surprise"]) == [odd[0]]
    assert json.loads(dict(tree.extras)["other entries"]) == odd[1:]


def test_every_field_is_told() -> None:
    assert {row.fate for row in FIELDS} == {"kept", "changed"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"{", "breaks off"),
        (b"words", "not valid JSON"),
        (b"PK\x03\x04", "zip archive"),
        (b"7", "holds no competences"),
        (b"{}", "holds no competences"),
        (b'{"@graph": {}}', "holds no competences"),
        (b'{"@graph": [{"@type": "skos:Concept"}]}', "holds no competences"),
        (b"[" * 100_000 + b"]" * 100_000, "nested"),
    ],
)
def test_what_is_not_digcomp_gets_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence) as caught:
        read_digcomp(data, name="bad.jsonld")
    assert caught.value.sentence.startswith("bad.jsonld")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(encoding: str) -> None:
    data = json.dumps([area(1, name="Café")], ensure_ascii=False).encode(encoding)
    assert read_digcomp(data)[0].statements[0].text == "Café"
