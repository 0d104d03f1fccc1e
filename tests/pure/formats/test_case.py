"""CASE packages come in without loss, and whatever is odd about them is told."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.formats.case.out import case_package, write_case
from penholder.pure.formats.case.reading import read_case
from penholder.pure.formats.report import ImportReport, Unreadable
from penholder.pure.tree.change import Move, Reword, apply_all
from penholder.pure.tree.statement import Tree
from tests.pure.rings import no_rings_left

Package = dict[str, Any]

REAL_PACKAGES = (
    "sbac-PT",
    "sbac-DOK",
    "sbac-IT",
    "sbac-HSMATH",
    "opensalt-fixture-ItemTypeTestFramework",
    "opensalt-fixture-MarkdownFramework",
    "opensalt-fixture-Ordering",
    "opensalt-fixture-SequenceNumberFramework",
    "opensalt-fixture-Utf8TestFramework",
)


def uid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def item(number: int, text: str = "", **fields: object) -> Package:
    return {
        "identifier": uid(number),
        "uri": f"urn:i:{number}",
        "fullStatement": text or f"Words {number}",
        **fields,
    }


def under(child: int, parent: int, **fields: object) -> Package:
    """The isChildOf of one item; parent 0 is the document."""
    return {
        "identifier": uid(1000 + 100 * child + parent),
        "uri": f"urn:a:{child}:{parent}",
        "associationType": "isChildOf",
        "originNodeURI": {"title": "o", "identifier": uid(child), "uri": f"urn:i:{child}"},
        "destinationNodeURI": {"title": "d", "identifier": uid(parent), "uri": f"urn:i:{parent}"},
        **fields,
    }


def package(items: list[Any], associations: list[Any], **parts: object) -> Package:
    document = {"identifier": uid(0), "uri": "urn:i:0", "creator": "Someone", "title": "Small"}
    return {"CFDocument": document, "CFItems": items, "CFAssociations": associations, **parts}


def read(value: object) -> tuple[Tree, ImportReport]:
    data = json.dumps(value).encode()
    with no_rings_left():
        return read_case(data, name="small.json")


def told(report: ImportReport) -> list[tuple[str, str]]:
    return [(oddity.where, oddity.what) for oddity in report.oddities]


def outline(tree: Tree) -> list[tuple[int, int]]:
    return [(depth, int(statement.uid[-4:])) for depth, statement in tree.walk()]


# Real packages


@pytest.mark.parametrize("name", REAL_PACKAGES)
def test_read_case_and_write_case_lose_nothing_of_a_real_package(shared: Path, name: str) -> None:
    data = (shared / f"data/frameworks/case/{name}.json").read_bytes()
    original = json.loads(data.decode("utf-8-sig"))
    tree, report = read_case(data, name=f"{name}.json")
    again = case_package(tree)

    assert again["CFDocument"] == original["CFDocument"]
    assert again["CFItems"] == original["CFItems"]
    assert sorted(entries(again["CFAssociations"]), key=by_identifier) == sorted(
        original["CFAssociations"], key=by_identifier
    )
    assert again["CFDefinitions"] == original["CFDefinitions"]
    assert report.complete
    assert report.read == report.kept == len(original["CFItems"])

    tree_again, _ = read_case(write_case(tree))
    assert tree_again.statements == tree.statements
    assert set(tree_again.associations) == set(tree.associations)


def by_identifier(entry: Any) -> str:
    return str(entry["identifier"])


def test_read_case_of_sbac_pt_keeps_tree_codes_order_and_associations(shared: Path) -> None:
    data = (shared / "data/frameworks/case/sbac-PT.json").read_bytes()
    original = json.loads(data)
    tree, report = read_case(data, name="sbac-PT.json")
    parents = {
        link["originNodeURI"]["identifier"]: link["destinationNodeURI"]["identifier"]
        for link in original["CFAssociations"]
        if link["associationType"] == "isChildOf"
    }
    top = original["CFDocument"]["identifier"]
    assert len(tree.statements) == 164
    assert {one.uid: one.parent or top for one in tree.statements} == parents
    assert [one.code for one in tree.statements] == [
        entry.get("humanCodingScheme", "") for entry in original["CFItems"]
    ]
    assert len(tree.associations) == 76
    assert len(list(tree.walk())) == 164
    assert [(len(oddities), what) for what, oddities in report.by_what()] == [
        (23, "Statements side by side have no sequence number."),
        (58, "An association ends at something that is not in this file."),
    ]


def test_read_case_of_an_esco_release_is_quick_and_complete(shared: Path) -> None:
    data = gzip.decompress(
        (shared / "data/frameworks/releases/esco120-occupations.case.json.gz").read_bytes()
    )
    tree, report = read_case(data)
    assert len(tree.statements) == len(list(tree.walk())) == 3465
    assert report.oddities == ()


def test_read_case_puts_siblings_without_sequence_number_in_the_order_of_their_codes(shared: Path) -> None:
    data = (shared / "data/frameworks/case/opensalt-fixture-Ordering.json").read_bytes()
    tree, _ = read_case(data)
    codes = [one.code.rpartition(".")[2] for one in tree.statements if ".L1." in one.code]
    in_order = [one.code.rpartition(".")[2] for _, one in tree.walk() if ".L1." in one.code]
    assert codes != in_order == [str(number) for number in range(1, 25)]


# Order


def test_read_case_orders_by_sequence_number_then_list_mark_then_file() -> None:
    items = [item(1), item(2, listEnumeration="b"), item(3, listEnumeration="a"), item(4), item(5)]
    links = [
        under(1, 0),
        under(2, 0),
        under(3, 0),
        under(4, 0, sequenceNumber=20),
        under(5, 0, sequenceNumber="3"),
    ]
    tree, report = read(package(items, links))
    assert outline(tree) == [(0, 5), (0, 4), (0, 3), (0, 2), (0, 1)]
    assert [oddity.so for oddity in report.oddities] == [
        "3 of 5 were put in order by their list marks, then as they stand in the file."
    ]


def test_read_case_tells_of_a_shared_sequence_number() -> None:
    links = [under(1, 0, sequenceNumber=1), under(2, 0, sequenceNumber=1)]
    _, report = read(package([item(1), item(2)], links))
    assert told(report) == [("the top level", "Statements side by side share a sequence number.")]


@pytest.mark.parametrize("sequence", [10**400, [1], {"a": 1}, "first"])
def test_read_case_with_a_sequence_number_that_is_none_keeps_it_aside(sequence: object) -> None:
    tree, report = read(package([item(1), item(2)], [under(1, 0, sequenceNumber=sequence), under(2, 0)]))
    assert outline(tree) == [(0, 1), (0, 2)]
    assert ("association 1 (isChildOf)", "A sequence number is not a number.") in told(report)
    assert entries(case_package(tree)["CFAssociations"])[0]["sequenceNumber"] == sequence


# What does not fit a tree


def test_read_case_with_a_ring_puts_its_first_statement_at_the_top() -> None:
    items = [item(1, humanCodingScheme="A"), item(2), item(3), item(4)]
    links = [under(1, 3), under(2, 1), under(3, 2), under(4, 3)]
    tree, report = read(package(items, links))
    assert outline(tree) == [(0, 1), (1, 2), (2, 3), (3, 4)]
    assert [(one.origin, one.destination) for one in tree.associations] == [(uid(1), uid(3))]
    assert told(report) == [("item 1 (code A)", "Statements stand under each other in a ring.")]
    assert report.complete


def test_read_case_with_a_statement_under_itself_puts_it_at_the_top() -> None:
    tree, report = read(package([item(1), item(2)], [under(1, 1), under(2, 1)]))
    assert outline(tree) == [(0, 1), (1, 2)]
    assert told(report) == [("item 1", "A statement stands under itself.")]


def test_read_case_with_a_missing_parent_keeps_the_statement_at_the_top() -> None:
    tree, report = read(package([item(1), item(2)], [under(1, 0), under(2, 77)]))
    assert outline(tree) == [(0, 1), (0, 2)]
    assert [one.destination for one in tree.associations] == [uid(77)]
    assert told(report) == [("item 2", "A statement belongs under something that is not in this file.")]


def test_read_case_with_two_parents_keeps_the_first_as_place_and_the_other_as_association() -> None:
    links = [under(1, 0), under(2, 1), under(2, 0)]
    tree, report = read(package([item(1), item(2)], links))
    assert outline(tree) == [(0, 1), (1, 2)]
    assert [(one.kind, one.destination) for one in tree.associations] == [("isChildOf", uid(0))]
    assert [(oddity.where, oddity.so) for oddity in report.oddities] == [
        ("item 2", "Its place is under item 1; the other, at the top, was kept as an association.")
    ]


def test_read_case_with_a_place_given_twice_keeps_both_links() -> None:
    again = {**under(1, 0), "identifier": uid(9)}
    tree, report = read(package([item(1)], [under(1, 0), again]))
    assert [one.uid for one in tree.associations] == [uid(9)]
    assert told(report) == [("item 1", "The place of a statement is given twice.")]


def test_read_case_without_a_place_keeps_the_statement_at_the_end() -> None:
    tree, report = read(package([item(1), item(2)], [under(2, 0)]))
    assert outline(tree) == [(0, 2), (0, 1)]
    assert told(report) == [("item 1", "Nothing says where a statement belongs.")]


def test_read_case_with_a_duplicate_identifier_leaves_the_second_out() -> None:
    tree, report = read(package([item(1, "First"), item(1, "Second")], [under(1, 0)]))
    assert [one.text for one in tree.statements] == ["First"]
    assert (report.read, report.kept, report.left_out, report.complete) == (2, 1, 1, False)
    assert report.oddities[0].severity == "left out"
    assert report.oddities[0].where == "item 2"


def test_read_case_with_duplicate_association_identifiers_keeps_what_differs() -> None:
    other = {**under(2, 0), "identifier": under(1, 0)["identifier"]}
    tree, report = read(package([item(1), item(2)], [under(1, 0), other, under(1, 0)]))
    assert outline(tree) == [(0, 1), (0, 2)]
    assert tree.associations == ()
    assert [(oddity.what, oddity.severity) for oddity in report.oddities][:2] == [
        ("The identifier of an association is used twice, for different things.", "note"),
        ("An association stands in the file twice, word for word.", "left out"),
    ]
    assert report.left_out == 0
    assert not report.complete


def test_read_case_with_empty_statements_keeps_those_that_hold_others() -> None:
    items = [
        item(1, " "),
        item(2),
        {**item(3), "fullStatement": None},
        item(4, "  ", abbreviatedStatement="Short form"),
    ]
    tree, report = read(package(items, [under(1, 0), under(2, 1), under(3, 0), under(4, 0)]))
    assert [one.text for one in tree.statements] == ["(no words in the file)", "Words 2", "Short form"]
    assert (report.read, report.kept, report.left_out) == (4, 3, 1)
    assert ("item 3", "A statement has no words.") in told(report)


def test_read_case_with_markup_keeps_it_and_tells() -> None:
    items = [item(1, "Use <b>plain</b> words&nbsp;"), item(2, "a < b and c > d")]
    tree, report = read(package(items, [under(1, 0, sequenceNumber=1), under(2, 0, sequenceNumber=2)]))
    assert tree.statements[0].text == "Use <b>plain</b> words&nbsp;"
    assert told(report) == [("item 1", "A statement holds HTML markup.")]


def test_read_case_keeps_associations_that_lead_nowhere() -> None:
    links = [
        under(1, 0),
        {**under(1, 50), "associationType": "isRelatedTo"},
        {**under(60, 1), "associationType": "ext:kin"},
        {**under(1, 0), "identifier": uid(8), "associationType": "madeUp"},
        {"identifier": uid(5), "associationType": "isRelatedTo", "originNodeURI": {"identifier": uid(1)}},
        "nonsense",
    ]
    tree, report = read(package([item(1)], links))
    assert [one.kind for one in tree.associations] == ["isRelatedTo", "ext:kin", "madeUp"]
    assert set(told(report)) == {
        ("association 2 (isRelatedTo)", "An association ends at something that is not in this file."),
        ("association 3 (ext:kin)", "An association begins at something that is not in this file."),
        ("association 4 (madeUp)", "CASE does not know this kind of association."),
        ("association 5", "An association does not say its kind and both its ends."),
        ("association 6", "An entry in CFAssociations is not an object."),
    }


@pytest.mark.parametrize("spelt", ["Is Child Of", "is_child_of", "ischildof", " isChildOf "])
def test_a_kind_that_is_spelt_otherwise_is_known_by_its_letters(spelt: str) -> None:
    tree, report = read(package([item(1), item(2)], [under(1, 0), {**under(2, 1), "associationType": spelt}]))
    assert [one.parent for one in tree.statements] == ["", uid(1)]
    assert told(report) == [("association 2 (isChildOf)", "CASE spells this kind of association otherwise.")]


# Lenience


def test_read_case_accepts_nulls_addresses_and_other_spellings() -> None:
    items = [
        item(1, notes=None, CFItemTypeURI={"title": "Domain", "identifier": uid(90), "uri": "urn:t"}),
        item(2, CFDocumentURI={"identifier": uid(0)}, Type="Statement"),
        {**item(3), "identifier": "not-a-uuid", "humanCodingScheme": 7},
    ]
    by_address = {**under(3, 1), "originNodeURI": "urn:i:3", "destinationNodeURI": {"uri": "urn:i:1"}}
    links = [under(1, 0), {**under(2, 1), "destinationNodeURI": {"identifier": uid(1).upper()}}, by_address]
    tree, report = read(package(items, links, CFDefinitions=None))
    assert outline_texts(tree) == [(0, "Words 1"), (1, "Words 2"), (1, "Words 3")]
    assert [one.kind for one in tree.statements] == ["Domain", "Statement", ""]
    assert tree.statements[2].code == "7"
    assert {
        "An identifier is not a UUID.",
        "A text is given as a number.",
        "Fields are written as null.",
    } <= {oddity.what for oddity in report.oddities}
    assert report.complete


def outline_texts(tree: Tree) -> list[tuple[int, str]]:
    return [(depth, one.text) for depth, one in tree.walk()]


def test_read_case_makes_the_same_identifiers_again_where_there_are_none() -> None:
    without = {"fullStatement": "Listen"}
    link = {**under(1, 0)}
    del link["identifier"]
    value = package([without, item(1)], [link])
    assert read(value)[0] == read(value)[0]
    assert len({one.uid for one in read(value)[0].statements}) == 2


@pytest.mark.parametrize("wrap", [lambda value: [value], lambda value: {"CFPackage": value}])
def test_read_case_of_a_wrapped_package_reads_it(wrap: Callable[[Package], object]) -> None:
    tree, report = read(wrap(package([item(1)], [under(1, 0)])))
    assert tree.title == "Small"
    assert len(report.oddities) == 1


def test_read_case_replaces_what_no_database_takes() -> None:
    tree, report = read(package([item(1, "null\x00 and half \ud83d")], [under(1, 0)]))
    assert tree.statements[0].text == "null\ufffd and half \ufffd"
    assert told(report) == [("item 1", "A text holds characters that cannot be kept.")]
    write_case(tree)


def test_read_case_reads_other_encodings() -> None:
    text = json.dumps(package([item(1, "Écoute")], [under(1, 0)]), ensure_ascii=False)
    for data in (text.encode("utf-8-sig"), text.encode("utf-16"), text.encode("utf-16-be")):
        tree, report = read_case(data)
        assert (tree.statements[0].text, report.oddities) == ("Écoute", ())
    tree, report = read_case(text.encode("cp1252"))
    assert tree.statements[0].text == "Écoute"
    assert "Windows-1252" in report.oddities[0].so


def test_read_case_without_statements_stops() -> None:
    _, report = read(package([], []))
    assert report.stopped


def test_read_case_without_document_takes_its_title_from_the_file() -> None:
    tree, report = read({"CFItems": [item(1)], "CFAssociations": []})
    assert tree.title == "small"
    assert "The framework has no title." in {oddity.what for oddity in report.oddities}


def test_read_case_tells_of_names_that_stand_twice() -> None:
    text = json.dumps(package([item(1)], [under(1, 0)])).replace(
        '"title": "Small"', '"title": "A", "title": "Small"'
    )
    tree, report = read_case(text.encode())
    assert tree.title == "Small"
    assert told(report) == [("title", "A name stands twice in the same JSON object.")]


# What cannot be read


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b'{"CFItems": [,]}', "line 1, column 14"),
        (b'{\n"CFItems": [1,\n', "breaks off in line 3"),
        (b"<!doctype html><p>Sign in</p>", "is a web page"),
        (b"PK\x03\x04....", "zip archive"),
        (b"\x81\x8d\x8f not text", "neither UTF-8 nor Windows-1252"),
        (b"42", "holds no CASE package"),
        (b"{}", "neither CFDocument nor CFItems"),
        (b'{"CFDocuments": []}', "a list of frameworks"),
        (b'[{"title": "A", "creator": "B"}]', "a list of frameworks"),
        (b"[]", "a JSON list"),
        (b'{"@context": "x"}', "linked data"),
        (b'{"imsx_codeMajor": "failure"}', "an error message"),
        (b'{"fullStatement": "x"}', "a single statement"),
        (b'{"title": "A", "creator": "B"}', "has no statements"),
        (b'{"CFItems": {"a": 1}}', "CFItems should be a list"),
        (b'{"CFItems": NaN}', "a number that cannot be read"),
        (b'{"CFItems": [1e999]}', "a number that cannot be read"),
        (b'{"CFItems": ' + b"[" * 100 + b"]" * 100 + b"}", "nested more than 64 levels"),
        (b"[" * 200_000, "nested more than 64 levels"),
        (
            b'[{"CFItems": [], "CFDocument": {"title": "One"}}, {"CFItems": []}]',
            "2 packages: “One” and one without a title",
        ),
        (b" " * (50 * 1024 * 1024) + b"{}", "at most 50 MB"),
    ],
)
def test_read_case_of_something_else_says_what_and_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_case(data, name="file.json")
    assert refused.value.sentence.startswith("file.json ")
    assert said in refused.value.sentence
    assert refused.value.sentence.endswith(".")


# Out again


def test_case_package_after_a_change_writes_the_new_place_and_order() -> None:
    items = [item(1), item(2), item(3), item(4)]
    links = [
        under(1, 0, sequenceNumber=1),
        under(2, 0, sequenceNumber=2),
        under(3, 1, note="kept"),
        under(4, 1),
    ]
    tree, _ = read(package(items, links, CFRubrics=[{"a": 1}], somethingElse=5))
    changed = apply_all(tree, [Move(uid(3), "", 0), Reword(uid(2), "Other words")])
    again = case_package(changed)
    places = {link["originNodeURI"]["identifier"]: link for link in entries(again["CFAssociations"])}
    assert places[uid(3)]["destinationNodeURI"]["identifier"] == uid(0)
    assert places[uid(3)]["note"] == "kept"
    assert [places[uid(number)]["sequenceNumber"] for number in (3, 1, 2)] == [1, 2, 3]
    assert places[uid(4)] == under(4, 1)
    assert again["CFRubrics"] == [{"a": 1}]
    assert again["somethingElse"] == 5
    tree_again, _ = read_case(write_case(changed))
    assert outline(tree_again) == outline(changed) == [(0, 3), (0, 1), (1, 4), (0, 2)]


def entries(value: Any) -> list[Package]:
    return list(value)


def test_write_case_keeps_plain_words_and_what_is_optional() -> None:
    tree, _ = read(
        package([item(1, extensions={"other": 1, "penholder": {"plain": "Easy", "optional": True}})], [])
    )
    assert (tree.statements[0].plain, tree.statements[0].optional) == ("Easy", True)
    again, _ = read_case(write_case(tree))
    assert again.statements[0].plain == "Easy"
    assert again.statements[0].optional


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 7), st.none() | st.integers(0, 3)), max_size=12),
    st.lists(st.integers(1, 6), max_size=8),
)
def test_read_case_of_any_links_reaches_every_statement(
    links: list[tuple[int, int, int | None]], numbers: list[int]
) -> None:
    """Whatever the links say, every statement is read once, and what is written reads the same."""
    associations = [
        {**under(child, parent, sequenceNumber=sequence), "identifier": uid(500 + place)}
        for place, (child, parent, sequence) in enumerate(links)
    ]
    tree, report = read(package([item(number) for number in numbers], associations))
    assert sorted(one.uid for _, one in tree.walk()) == sorted({uid(number) for number in numbers})
    assert report.read == report.kept + report.left_out
    again, _ = read_case(write_case(tree))
    assert outline(again) == outline(tree)
