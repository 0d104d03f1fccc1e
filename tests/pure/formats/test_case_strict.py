"""Strict CASE is valid CASE 1.1 whatever the tree, loses nothing, and says what it changed."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from penholder.pure.formats.case.out import FLAVOURS, case_and_told, case_package, write_case
from penholder.pure.formats.case.reading import read_case
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.report import ImportReport
from penholder.pure.tree.statement import Association, Statement, Tree
from tests.pure.formats.case_schema import older_schema_faults, schema_faults
from tests.pure.formats.case_trees import packages, trees, uid

STAMP = "2026-03-01T09:30:00Z"
FRAMEWORKS = "data/frameworks"
same_shared = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def real_packages(shared: Path) -> dict[str, bytes]:
    """Every CASE file of the folder and both ESCO releases."""
    files = {path.name: path.read_bytes() for path in sorted((shared / FRAMEWORKS / "case").glob("*.json"))}
    for path in sorted((shared / FRAMEWORKS / "releases").glob("*.json.gz")):
        files[path.name] = gzip.decompress(path.read_bytes())
    assert len(files) == 11
    return files


def strict(tree: Tree) -> bytes:
    return write_case(tree, "strict", stamp=STAMP)


def by_identifier(package: Any) -> Any:
    links = sorted(package["CFAssociations"], key=lambda link: json.dumps(link["identifier"]))
    return {**package, "CFAssociations": links}


def values(data: bytes) -> Any:
    return json.loads(data)


# Real packages


def test_every_real_package_is_valid_strict_case_and_comes_back_whole(shared: Path) -> None:
    for name, data in real_packages(shared).items():
        tree, report = read_case(data, name=name)
        again = strict(tree)
        assert schema_faults(shared, again) == [], name
        read_back, report_back = read_case(again, name=name)
        assert read_back == tree, name
        assert strict(read_back) == again, name
        assert counts(report_back) == counts(report), name
        assert report.links_read == len(values(data)["CFAssociations"]) == report.links_kept


def counts(report: ImportReport) -> tuple[int, ...]:
    return (report.read, report.kept, report.left_out, report.links_read, report.links_left_out)


def test_every_real_package_comes_out_of_compat_verbatim(shared: Path) -> None:
    for name, data in real_packages(shared).items():
        tree, _ = read_case(data, name=name)
        original, again = values(data), values(write_case(tree, "compat"))
        assert by_identifier(again) == by_identifier(original), name
        assert [one["identifier"] for one in again["CFItems"]] == [
            one["identifier"] for one in original["CFItems"]
        ]


def test_strict_case_of_a_real_package_tells_what_it_moved_and_made_up(shared: Path) -> None:
    tree, _ = read_case((shared / FRAMEWORKS / "case/sbac-PT.json").read_bytes())
    _, told = case_and_told(tree, "strict", stamp=STAMP)
    assert [(one.times, one.what) for one in told] == [
        (1, "CASE 1.1 has no CFPackageURI here."),
        (404, "CASE 1.1 has no CFDocumentURI here."),
        (10, "There is no description, and CASE 1.1 asks for one."),
    ]


# Any tree, any package


@same_shared
@given(trees())
def test_strict_case_of_any_tree_is_valid_and_reading_it_is_the_identity(shared: Path, tree: Tree) -> None:
    data = strict(tree)
    assert schema_faults(shared, data) == []
    read_back, report = read_case(data)
    assert read_back == tree
    assert (report.read, report.kept) == (len(tree.statements),) * 2
    assert strict(read_back) == data


@settings(max_examples=25)
@given(trees())
def test_compat_case_of_any_tree_reads_back_with_every_field(tree: Tree) -> None:
    read_back, _ = read_case(write_case(tree, "compat"))
    assert without_places(read_back) == without_places(tree)


def without_places(tree: Tree) -> Any:
    """What a place says beside the tree may differ: where one had to be made up, its neighbours are numbered too."""
    rows = tuple(
        replace(one, extras=tuple(pair for pair in one.extras if pair[0] != "isChildOf"))
        for one in tree.statements
    )
    return (replace(tree, statements=rows, associations=()), set(tree.associations))


@same_shared
@given(packages())
def test_strict_case_of_any_package_is_valid_and_reads_as_the_package_did(
    shared: Path, package: dict[str, Any]
) -> None:
    tree, report = read_case(json.dumps(package).encode())
    assert report.read == report.kept + report.left_out == len(package["CFItems"])
    assert report.links_read == report.links_kept + report.links_left_out == len(package["CFAssociations"])
    data = strict(tree)
    assert schema_faults(shared, data) == []
    read_back, _ = read_case(data)
    assert without_places(read_back) == without_places(tree)
    assert strict(read_back) == data


@settings(max_examples=25)
@given(packages())
def test_compat_case_of_any_package_says_again_what_came_in(package: dict[str, Any]) -> None:
    tree, _ = read_case(json.dumps(package).encode())
    again = case_package(tree)
    read_back, _ = read_case(json.dumps(again).encode())
    assert without_places(read_back) == without_places(tree)


# Single demands


def small(**fields: Any) -> Tree:
    statement = Statement(uid=uid(1), text="Listens", uri="https://example.org/1", **fields)
    return Tree(title="Small", statements=(statement,), uid=uid(0), uri="https://example.org/0")


def test_strict_case_keeps_an_identifier_that_is_no_uuid_and_gives_it_one() -> None:
    tree = Tree(
        title="Moodle's",
        statements=(
            Statement(uid="DR-1", text="Delivers"),
            Statement(uid="DR-1-a", text="On time", parent="DR-1"),
        ),
        associations=(Association(uid="r1", kind="isRelatedTo", origin="DR-1", destination="other 9"),),
        uid="framework",
    )
    package = values(strict(tree))
    top, below = package["CFItems"]
    assert top["identifier"] != "DR-1"
    assert top["uri"] == f"urn:uuid:{top['identifier']}"
    assert top["extensions"]["penholder"]["kept"] == {"identifier": "DR-1"}
    place = next(
        link
        for link in package["CFAssociations"]
        if link["originNodeURI"]["identifier"] == below["identifier"]
    )
    assert place["destinationNodeURI"]["identifier"] == top["identifier"]
    assert read_case(strict(tree))[0] == tree


def test_strict_case_writes_no_nulls_and_no_package_address_inside() -> None:
    package = {
        "CFDocument": {"identifier": uid(0), "title": "T", "CFPackageURI": {"identifier": uid(0)}},
        "CFItems": [
            {
                "identifier": uid(1),
                "fullStatement": "A",
                "notes": None,
                "CFDocumentURI": {"identifier": uid(0)},
            }
        ],
        "CFAssociations": [],
    }
    tree, _ = read_case(json.dumps(package).encode())
    again = values(strict(tree))
    assert "CFPackageURI" not in again["CFDocument"]
    assert "CFDocumentURI" not in again["CFItems"][0]
    assert "notes" not in again["CFItems"][0]
    assert again["CFItems"][0]["extensions"]["penholder"]["kept"]["CFDocumentURI"] == {"identifier": uid(0)}


def test_strict_case_keeps_companions_level_and_language_apart() -> None:
    tree = small(plain="Hears", easy="Hear", level="Expert", optional=True, language="cy")
    entry = values(strict(tree))["CFItems"][0]
    assert entry["language"] == "cy"
    assert entry["extensions"] == {
        "penholder": {"plain": "Hears", "easy": "Hear", "level": "Expert", "optional": True}
    }
    assert read_case(strict(tree))[0] == tree


def test_strict_case_takes_its_time_from_the_caller_and_says_whose_it_is() -> None:
    package = values(strict(small()))
    assert package["CFItems"][0]["lastChangeDateTime"] == STAMP
    assert package["CFDocument"]["creator"] == "Not stated"
    assert package["CFDocument"]["extensions"]["penholder"]["made"] == {
        "time": STAMP,
        "addresses": True,
    }


@pytest.mark.parametrize(
    ("given_kind", "written"), [("madeUp", "ext:madeUp"), ("ext:é", "ext:unnamed"), ("a b", "ext:a-b")]
)
def test_strict_case_writes_a_kind_that_case_does_not_know_as_its_own(given_kind: str, written: str) -> None:
    link = Association(uid=uid(9), kind=given_kind, origin=uid(1), destination=uid(1))
    tree = Tree(title="T", statements=small().statements, associations=(link,), uid=uid(0))
    data, told = case_and_told(tree, "strict", stamp=STAMP)
    assert values(data)["CFAssociations"][1]["associationType"] == written
    assert "associationType is not in the form that CASE 1.1 asks for." in [one.what for one in told]
    assert read_case(data)[0].associations == (link,)


def test_strict_case_mends_definitions_that_lack_what_is_asked_for(shared: Path) -> None:
    definitions = {
        "CFItemTypes": [{"title": "Domain", "identifier": "not-a-uuid", "extra": 1}],
        "CFLicenses": [{"title": "CC BY"}],
        "CFSubjects": "none",
        "Others": [1],
    }
    package = {
        "CFItems": [{"identifier": uid(1), "fullStatement": "A"}],
        "CFDefinitions": definitions,
        "CFDocument": {"title": "T", "identifier": uid(0)},
    }
    tree, _ = read_case(json.dumps(package).encode())
    data = strict(tree)
    assert schema_faults(shared, data) == []
    assert values(data)["CFDefinitions"]["CFItemTypes"][0]["description"] == "Domain"
    assert case_package(read_case(data)[0])["CFDefinitions"] == definitions


LISTED = [{"theirs": 1}, {"penholder": {"kept": {"score": 1}}}]


@pytest.mark.parametrize(
    "more",
    [
        {"score": "1"},
        {"extra": {"a": [1]}},
        {"score": "1", "extensions": [{"theirs": 1}]},
        {"score": "1", "extensions": []},
        {"score": "1", "extensions": {"theirs": 1}},
        {"extra": 1, "extensions": LISTED},
        {"extra": 1, "extensions": [{"penholder": 5}]},
        {"extra": 1, "extensions": [{"penholder": {}, "theirs": 1}, 7]},
    ],
)
def test_strict_case_lists_the_extensions_of_levels_of_rubrics(shared: Path, more: dict[str, Any]) -> None:
    level = {"identifier": uid(8), "uri": "urn:l", "lastChangeDateTime": "2024-01-01T00:00:00Z", **more}
    rubric = {
        "identifier": uid(6),
        "CFRubricCriteria": [{"identifier": uid(7), "CFRubricCriterionLevels": [level]}],
    }
    package = {
        "CFDocument": {"identifier": uid(0), "title": "T"},
        "CFItems": [{"identifier": uid(1), "fullStatement": "A"}],
        "CFRubrics": [rubric],
    }
    tree, _ = read_case(json.dumps(package).encode())
    assert schema_faults(shared, strict(tree)) == []
    read_back, _ = read_case(strict(tree))
    assert read_back == tree
    assert case_package(read_back)["CFRubrics"] == [rubric]


def test_case_1_0_tells_the_extensions_of_levels_of_rubrics() -> None:
    level = {"identifier": uid(8), "score": "high", "extensions": [{"theirs": 1}]}
    criterion = {"identifier": uid(7), "CFRubricCriterionLevels": [level]}
    rubrics = (("CFRubrics", json.dumps([{"identifier": uid(6), "CFRubricCriteria": [criterion]}])),)
    _, told = case_and_told(replace(small(), extras=rubrics), "1.0", stamp=STAMP)
    assert {
        "CASE 1.0 has no room for an extension: theirs.",
        "CASE 1.0 has no room for an extension: score as it was.",
    } <= {one.what for one in told}


@pytest.mark.parametrize(
    ("document", "end", "expected"),
    [
        ({"CFPackageURI": {"identifier": uid(0)}}, {"identifier": uid(0)}, uid(0)),
        ({}, {"identifier": uid(0), "uri": "urn:f", "title": "T"}, uid(0)),
        ({}, uid(0), uid(0)),
        ({"uri": "urn:f"}, {"uri": "urn:f"}, derived_uid("urn:f")),
        ({"uri": "urn:f"}, "urn:f", derived_uid("urn:f")),
    ],
)
def test_places_lead_to_a_document_without_identifier(document: Any, end: Any, expected: str) -> None:
    places = [
        {
            "identifier": uid(10 + number),
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": uid(number)},
            "destinationNodeURI": end if number < 3 else {"identifier": uid(1)},
        }
        for number in (1, 2, 3)
    ]
    items = [{"identifier": uid(number), "fullStatement": "A"} for number in (1, 2, 3)]
    package = {"CFDocument": {"title": "T", **document}, "CFItems": items, "CFAssociations": places}
    tree, report = read_case(json.dumps(package).encode())
    assert tree.uid == expected
    assert tree.associations == ()
    assert [one.parent for one in tree.statements] == ["", "", uid(1)]
    assert "The framework has no identifier." in [one.what for one in report.oddities]
    for flavour in FLAVOURS[:2]:
        data = write_case(tree, flavour, stamp=STAMP)
        assert values(data)["CFDocument"]["identifier"] == expected
        assert read_case(data)[0] == tree


@pytest.mark.parametrize(("document", "tops"), [({"title": "T"}, (51, 52)), ({}, (51, 51))])
def test_what_statements_stand_under_elsewhere_is_no_document(document: Any, tops: tuple[int, int]) -> None:
    places = [
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": uid(number)},
            "destinationNodeURI": {"identifier": uid(top)},
        }
        for number, top in enumerate(tops, start=1)
    ]
    items = [{"identifier": uid(number), "fullStatement": "A"} for number in (1, 2)]
    package = {"CFDocument": document, "CFItems": items, "CFAssociations": places}
    tree, _ = read_case(json.dumps(package).encode())
    assert (tree.uid, len(tree.associations)) == ("", 2)


# Compat and 1.0


def test_compat_case_writes_what_was_changed_since_and_nothing_stale() -> None:
    given = {
        "identifier": uid(1),
        "fullStatement": "Old words",
        "CFItemTypeURI": {"title": "Domain", "identifier": uid(5), "uri": "urn:t"},
        "humanCodingScheme": 7,
        "extensions": {"penholder": {"plain": "Old plain", "unknown": 1}},
    }
    link = {
        "identifier": uid(8),
        "associationType": "isChildOf",
        "originNodeURI": {"title": "Old words", "identifier": uid(1), "uri": ""},
        "destinationNodeURI": {"title": "T", "identifier": uid(0), "uri": ""},
        "sequenceNumber": 1,
    }
    package = {
        "CFDocument": {"identifier": uid(0), "title": "T"},
        "CFItems": [given],
        "CFAssociations": [link],
    }
    tree, _ = read_case(json.dumps(package).encode())
    assert case_package(tree) == package
    (one,) = tree.statements
    assert (one.kind, one.code, one.plain) == ("Domain", "7", "Old plain")
    changed = Tree(
        title="T",
        statements=(Statement(uid=uid(1), text="New words", code="8", kind="Area", extras=one.extras),),
        uid=uid(0),
    )
    again = case_package(changed)
    assert again["CFItems"] == [
        {
            "identifier": uid(1),
            "fullStatement": "New words",
            "humanCodingScheme": "8",
            "CFItemType": "Area",
            "CFItemTypeURI": given["CFItemTypeURI"],
            "extensions": {"penholder": {"unknown": 1}},
        }
    ]
    assert again["CFAssociations"] == [
        {**link, "originNodeURI": {"title": "New words", "identifier": uid(1), "uri": ""}}
    ]


def test_case_1_0_has_no_extensions_and_tells_what_was_left_out() -> None:
    link = Association(uid=uid(9), kind="ext:narrowMatchOf", origin=uid(1), destination=uid(2))
    tree = Tree(
        title="T", statements=small(plain="Hears").statements, associations=(link,), uid=uid(0), uri="urn:f"
    )
    data, told = case_and_told(tree, "1.0", stamp=STAMP)
    assert b"extensions" not in data
    assert values(data)["CFAssociations"][1]["associationType"] == "isRelatedTo"
    assert {
        "CASE 1.0 has no room for an extension: plain.",
        "CASE 1.0 has no association of the kind ext:narrowMatchOf.",
    } <= {one.what for one in told}


def test_case_1_0_of_every_real_package_is_valid(shared: Path) -> None:
    for name, data in real_packages(shared).items():
        tree, _ = read_case(data, name=name)
        assert older_schema_faults(shared, write_case(tree, "1.0", stamp=STAMP)) == [], name


def test_case_1_0_replaces_uuids_that_it_does_not_take_wherever_they_stand(shared: Path) -> None:
    odd = [f"d0000000-0000-0000-0000-{number:012d}" for number in range(9)]
    link = {"title": "t", "identifier": odd[5], "uri": f"urn:uuid:{odd[5]}"}
    level = {"identifier": odd[8], "rubricCriterionId": odd[7]}
    criterion = {"identifier": odd[7], "rubricId": odd[6], "CFRubricCriterionLevels": [level]}
    package = {
        "CFDocument": {"identifier": odd[0], "title": "T", "licenseURI": link},
        "CFItems": [
            {"identifier": odd[1], "fullStatement": "A", "uri": "https://example.org/a"},
            {"identifier": uid(10).replace("4000", "4ABC"), "fullStatement": "B"},
        ],
        "CFAssociations": [
            {
                "identifier": odd[3],
                "associationType": "isRelatedTo",
                "originNodeURI": {"title": "A", "identifier": odd[1], "uri": "https://example.org/a"},
                "destinationNodeURI": {"title": "Far", "identifier": odd[4], "uri": "urn:far"},
            }
        ],
        "CFDefinitions": {"CFLicenses": [{"identifier": odd[5], "title": "CC BY"}]},
        "CFRubrics": [{"identifier": odd[6], "CFRubricCriteria": [criterion]}],
    }
    data, told = case_and_told(read_case(json.dumps(package).encode())[0], "1.0", stamp=STAMP)
    assert older_schema_faults(shared, data) == []
    again = values(data)
    licence = again["CFDefinitions"]["CFLicenses"][0]["identifier"]
    assert licence != odd[5]
    assert again["CFDocument"]["licenseURI"] == {
        "title": "t",
        "identifier": licence,
        "uri": f"urn:uuid:{licence}",
    }
    first, second = again["CFItems"]
    assert first["uri"] == "https://example.org/a"
    assert second["identifier"] == uid(10).replace("4000", "4abc")
    relation = next(one for one in again["CFAssociations"] if one["associationType"] == "isRelatedTo")
    assert relation["originNodeURI"]["identifier"] == first["identifier"]
    assert relation["destinationNodeURI"]["identifier"] == odd[4]
    assert all(
        place["destinationNodeURI"]["identifier"] == again["CFDocument"]["identifier"]
        for place in again["CFAssociations"]
        if place["associationType"] == "isChildOf"
    )
    assert again["CFRubrics"][0]["CFRubricCriteria"][0]["rubricId"] == again["CFRubrics"][0]["identifier"]
    assert "CASE 1.0 takes only UUIDs in small letters, of version 1 to 5." in [one.what for one in told]


def test_case_1_0_keeps_two_identifiers_apart_that_differ_in_capitals_only() -> None:
    small, large = "abcdefab-0000-4000-8000-000000000001", "ABCDEFAB-0000-4000-8000-000000000001"
    statements = (Statement(uid=large, text="A"), Statement(uid=small, text="B", position=1))
    again = values(write_case(Tree(title="T", statements=statements, uid=uid(0)), "1.0", stamp=STAMP))
    first, second = (one["identifier"] for one in again["CFItems"])
    assert second == small
    assert first.lower() != small


def test_what_is_left_out_stands_in_the_report_as_the_file_had_it() -> None:
    twice = {"identifier": uid(1), "fullStatement": "Again"}
    package = {
        "CFItems": [{"identifier": uid(1), "fullStatement": "First"}, twice, "words"],
        "CFAssociations": [{"associationType": "isRelatedTo"}, 5],
    }
    _, report = read_case(json.dumps(package).encode())
    raws = [oddity.raw for oddity in report.oddities if oddity.severity == "left out"]
    assert [json.loads(raw) for raw in raws] == [twice, "words", {"associationType": "isRelatedTo"}, 5]
    assert (report.read, report.left_out, report.links_read, report.links_left_out) == (3, 2, 2, 2)
