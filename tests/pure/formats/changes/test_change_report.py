"""The change report says everything once, in sentences, in JSON, in a page and in a document."""

from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import jsonschema
from docx import Document
from hypothesis import given, settings
from lxml import html

from penholder.pure.formats.case.reading import read_case
from penholder.pure.formats.changes.as_html import change_html
from penholder.pure.formats.changes.as_json import change_json
from penholder.pure.formats.changes.as_word import change_word
from penholder.pure.formats.changes.report import HEADINGS, change_report
from penholder.pure.formats.changes.text import change_text
from penholder.pure.tree.change import carry_out
from penholder.pure.tree.diff import DifferenceKind as Kind
from penholder.pure.tree.operation import (
    Add,
    Annotate,
    Describe,
    Merge,
    Move,
    Recode,
    Relate,
    Reorder,
    Replace,
    Reword,
    Split,
)
from penholder.pure.tree.statement import Association, Statement, Tree
from tests.pure.tree.plans import trees

SCHEMA = json.loads((Path(__file__).resolve().parents[4] / "docs/schemas/diff.json").read_text())

OLD = Tree(
    "Peer work",
    (
        Statement("a", "Listen", code="1"),
        Statement("b", "With care", parent="a", position=0, code="1.1"),
        Statement("c", "With time", parent="a", position=1, code="1.2"),
        Statement("d", "With others", parent="a", position=2, code="1.3"),
        Statement("e", "Speak", position=1, code="2"),
    ),
)
NEW = carry_out(
    OLD,
    [
        Add("x", "With kindness", "a", 0, code="1.0"),
        Replace("b", "x"),
        Add("y", "Without hurry", "e", 0),
        Add("z", "At their pace", "e", 1),
        Split("c", ("y", "z")),
        Reword("e", "Speak up"),
        Move("d", "e", 2),
        Describe("d", "easy", "With other people"),
        Describe("a", "notes", "Since 2020 "),
        Relate(Association("l", "precedes", "a", "e")),
        Annotate("a", (("seen", '"yes"'),)),
    ],
)


def test_the_text_says_what_was_done_in_sentences() -> None:
    text = change_text(change_report(OLD, NEW))

    assert "5 statements before, 6 now." in text
    assert (
        "3 added, 1 replaced, 1 split, 1 moved, 1 reworded, 1 easy read changed, 1 notes changed and 1 related."
        in text
    )
    assert "    With kindness now stands for it." not in text, "a statement with a code is named by it"
    assert "    1.0 now stands for it.\n    With [-care-]{+kindness+}" in text
    assert "    “Without hurry” and “At their pace” now stand for it." in text
    assert "    It stood under 1, and now stands under 2." in text
    assert "    Speak{+ up+}" in text
    assert "\n* 1 precedes 2.\n" in text
    assert (
        "In fields that no reader sees, such as dates and sequence numbers, 1 statements differ." not in text
    )
    assert "1 statement differs in fields that no reader sees" in text


def test_a_merger_and_a_new_order_are_told() -> None:
    new = carry_out(OLD, [Merge(("b", "c"), "d"), Reorder("e", 0)])

    text = change_text(change_report(OLD, new))

    assert "    It now stands for 1.1 and 1.2." in text
    assert "    It went from place 2 to place 1 in its list." in text or "place 1 to place 2" in text


def test_a_move_names_headings_by_their_words_where_their_codes_mean_several() -> None:
    new = carry_out(OLD, [Add("x", "Welcome", "", 0, code="1"), Recode("a", "2"), Recode("e", "3")])
    text = change_text(change_report(OLD, carry_out(new, [Move("d", "e", 0), Recode("d", "3.1")])))
    heading_with_the_same_code = change_text(change_report(OLD, carry_out(new, [Move("d", "x", 0)])))

    assert "    It stood under 1 “Listen”, and now stands under 3 “Speak”." in text
    assert "    It stood under 1 “Listen”, and now stands under 1 “Welcome”." in heading_with_the_same_code


def test_a_move_between_headings_of_the_same_words_names_what_is_above_them() -> None:
    old = Tree(
        "Peer work",
        (
            Statement("a", "Listening"),
            Statement("b", "Skills", parent="a"),
            Statement("c", "Explain", parent="b"),
            Statement("d", "Speaking", position=1),
            Statement("e", "Skills", parent="d"),
            Statement("f", "Skills", position=2),
        ),
    )
    across, up = (change_text(change_report(old, carry_out(old, [Move("c", uid, 0)]))) for uid in "ef")

    assert (
        "It stood under “Skills”, under “Listening”, and now stands under “Skills”, under “Speaking”."
        in across
    )
    assert "It stood under “Skills”, under “Listening”, and now stands under “Skills”." in up


def test_nothing_differs_between_a_framework_and_itself() -> None:
    assert "Nothing differs that a reader would see." in change_text(change_report(OLD, OLD))


def test_white_space_at_the_ends_of_a_companion_is_told_apart() -> None:
    noted = replace(OLD, statements=(replace(OLD.statements[0], notes="Note"), *OLD.statements[1:]))
    spaced = replace(OLD, statements=(replace(OLD.statements[0], notes=" Note\n"), *OLD.statements[1:]))
    report = change_report(noted, spaced)

    assert report.told == ()
    assert [one.difference.kind for one in report.spacing] == [Kind.NOTES]


def test_without_identifiers_code_and_words_are_used_and_guesses_are_shown() -> None:
    new = replace(
        OLD,
        statements=(
            *(
                replace(one, uid=f"n{one.uid}", parent=f"n{one.parent}" if one.parent else "")
                for one in OLD.statements
            ),
        ),
    )
    text = change_text(change_report(OLD, new))

    assert "The two share no identifiers: 5 statements were matched by code, 0 by words." in text
    assert "Nothing differs that a reader would see." in text


LINKED = replace(
    OLD,
    uid="f",
    associations=(
        Association("l", "precedes", "a", "e", extras=(("seen", '"yes"'),)),
        Association("m", "exactMatchOf", "b", "other", destination_uri="https://other.example/1"),
        Association("n", "isRelatedTo", "c", "f"),
        Association("o", "isRelatedTo", "c", "d"),
    ),
)


def given_anew(tree: Tree) -> Tree:
    """The same framework as a program says it that keeps no identifiers."""
    return replace(
        tree,
        uid="f (now)",
        statements=tuple(
            replace(one, uid=f"{one.uid} (now)", parent=one.parent and f"{one.parent} (now)")
            for one in tree.statements
        ),
        associations=tuple(
            replace(
                one,
                uid=f"{one.uid} (now)",
                origin=f"{one.origin} (now)",
                destination=f"{one.destination} (now)",
                extras=(),
            )
            for one in tree.associations
        ),
    )


def test_associations_that_say_the_same_are_the_same_whatever_their_identifiers() -> None:
    others = tuple(replace(one, uid=f"{one.uid} (now)") for one in LINKED.associations)
    with_identifiers = change_report(LINKED, replace(LINKED, associations=others))
    without = change_report(LINKED, given_anew(LINKED))

    assert (with_identifiers.told, with_identifiers.unread_associations) == ((), 0)
    assert without.counts == {Kind.FRAMEWORK: 1}
    assert without.unread_associations == 3, "one said more, two end at what has another identifier now"
    assert "3 associations differ in fields that no reader sees" in change_text(without)


def test_an_association_is_told_once_for_each_time_it_is_said() -> None:
    twice = replace(LINKED, associations=(*LINKED.associations, Association("p", "precedes", "a", "e")))

    assert change_report(given_anew(twice), LINKED).counts[Kind.RELATED_NO_LONGER] == 1
    assert change_report(given_anew(LINKED), twice).counts[Kind.RELATED] == 1


def test_of_an_association_it_is_told_what_is_otherwise() -> None:
    first, second, third, last = LINKED.associations
    new = replace(
        LINKED,
        associations=(
            replace(first, kind="isRelatedTo"),
            replace(second, destination_uri="https://other.example/2", destination_title="Two"),
            replace(third, position=4, destination_title="The framework", extras=(("seen", '"no"'),)),
            replace(last, destination="e", extras=(("seen", '"no"'),)),
        ),
    )
    report = change_report(LINKED, replace(new, associations=new.associations[::-1]))
    text = change_text(report)

    assert report.counts == {Kind.RELATED_OTHERWISE: 3}
    assert report.unread_associations == 1
    assert "\n* 1 isRelatedTo 2. Before: 1 precedes 2.\n" in text
    assert "\n* 1.2 isRelatedTo 2. Before: 1.2 isRelatedTo 1.3.\n" in text
    assert (
        "\n* 1.1 exactMatchOf other. The address it leads to went from “https://other.example/1” to "
        "“https://other.example/2”. The name of what it leads to went from “” to “Two”.\n"
    ) in text


def test_the_json_follows_its_schema_and_says_the_same() -> None:
    said = json.loads(change_json(change_report(OLD, NEW)))

    jsonschema.validate(said, SCHEMA)
    assert said["counts"]["replaced"] == said["counts"]["split"] == 1
    assert Counter(one["kind"] for one in said["differences"]) == Counter(said["counts"])
    assert said["statements_that_differ_in_unread_fields"] == 1


def test_the_page_nests_its_headings_says_every_mark_in_words_and_fetches_nothing() -> None:
    hostile = replace(NEW, title="<script>alert(1)</script>")
    page = change_html(change_report(OLD, hostile))
    root = html.document_fromstring(page.decode())

    assert root.get("lang") == "en"
    assert b"<script>" not in page
    assert [one.tag for one in root.iter("h1", "h2")] == [
        "h1",
        *["h2"] * len(change_report(OLD, hostile).counts),
    ]
    assert [one.text_content() for one in root.iter("ins")] == [
        "put in: kindness",
        "put in:  up",
        "put in: With other people",
        "put in: Since 2020 ",
    ]
    assert [one.text_content() for one in root.iter("del")] == ["taken out: care"]
    assert not [one for one in root.iter() if one.get("src") or (one.get("href") or "#")[0] != "#"]
    assert [one.get("scope") for one in root.iter("th")][:2] == ["col", "col"]


def test_the_page_says_of_each_statement_its_language_and_which_way_it_runs() -> None:
    old = Tree(
        "Peer work",
        (
            Statement("a", "يستمع إلى الناس", language="ar"),
            Statement("b", "Escucha", position=1, language="es"),
            Statement("c", "Listens", position=2),
        ),
        language="en",
    )
    new = carry_out(
        old, [Reword("a", "يستمع إلى كل الناس"), Reword("b", "Escucha bien"), Reword("c", "Listens well")]
    )
    root = html.document_fromstring(change_html(change_report(old, new)).decode())
    changed = [one for one in root.iter("p") if one.get("class") == "changed"]

    assert [(one.get("lang"), one.get("dir")) for one in changed] == [
        ("ar", "rtl"),
        ("es", "ltr"),
        (None, None),
    ]
    assert [[said.get("lang") for said in one.iter("span")] for one in changed] == [["en"], ["en"], [None]]


def test_the_document_says_the_same_with_headings_a_title_and_marks_in_letters() -> None:
    word = change_word(change_report(OLD, NEW))
    document = Document(io.BytesIO(word))
    said = [one.text for one in document.paragraphs]

    assert word == change_word(change_report(OLD, NEW))
    assert document.core_properties.title == "What changed: Peer work"
    assert [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 2"][1:] == [
        HEADINGS[kind] for kind in change_report(OLD, NEW).counts
    ]
    assert "1.1 With care\n1.0 now stands for it.\nWith [-care-]{+kindness+}" in said
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["What", "How many"]


@settings(max_examples=8)
@given(trees(), trees())
def test_any_two_frameworks_have_a_report(old: Tree, new: Tree) -> None:
    report = change_report(old, new)
    said = json.loads(change_json(report))

    jsonschema.validate(said, SCHEMA)
    assert len(report.told) == sum(said["counts"].values())
    assert change_text(report).endswith("\n")
    assert html.document_fromstring(change_html(report).decode()).findtext(".//h1")
    assert Document(io.BytesIO(change_word(report))).paragraphs[0].text


def test_two_real_releases_differ_in_exactly_what_is_known_of_them(shared: Path) -> None:
    folder = shared / "data/frameworks/releases"
    old, new = (
        read_case(gzip.decompress((folder / f"esco{release}-occupations.case.json.gz").read_bytes()))[0]
        for release in ("111", "120")
    )
    report = change_report(old, new)

    assert dict(report.counts) == {
        Kind.ADDED: 35,
        Kind.RETIRED: 3,
        Kind.RESTATED: 27,
        Kind.NOTES: 75,
        Kind.MOVED: 14,
        Kind.RECODED: 15,
        Kind.REORDERED: 1,
        Kind.FRAMEWORK: 1,
    }
    assert [one.difference.kind for one in report.spacing] == [Kind.NOTES] * 35
    assert not report.matched
