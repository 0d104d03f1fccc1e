"""Our own Word edition read again: what it says comes back, and what somebody did to it in Word is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx as python_docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st

from penholder.pure.formats.editions.framework_told import told_framework
from penholder.pure.formats.editions.framework_words import (
    address_of,
    clipped,
    is_short,
    lines_of,
    one_line,
    tongue,
)
from penholder.pure.formats.editions.word_framework import word_bookmark, write_word
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.outlines.word_outline import FIELDS, read_word_outline
from penholder.pure.formats.report import ImportReport
from penholder.pure.tree.statement import Association, Statement, Tree
from tests.office import Office, office
from tests.pure.formats.framework_editions import ADDRESSES, CJK, HOSTILE, KINDS, grown, story
from tests.pure.formats.framework_editions import trees as any_trees
from tests.pure.tree.plans import trees

__all__ = ["office"]

WORDS = st.one_of(st.sampled_from((*HOSTILE, *CJK)), st.text(max_size=30))
SHORT = st.one_of(
    st.sampled_from(("", "Short", "short\nin two lines", "first line", "x" * 300)), st.text(max_size=9)
)
NAMES = {
    "s1": "CC0E1E96-1A4B-4E4F-9B35-0E4A1C4B7C11",
    "s2": "urn:x:ü/1",
    "s3": "7fbbd2fa-885d-11e7-a99d-449ef607a300",
}


@st.composite
def hostile_trees(draw: st.DrawFn) -> Tree:
    """Sound trees with hostile words in every field that the edition tells."""
    shape = draw(trees())
    names = NAMES if draw(st.booleans()) else {}
    statements = tuple(
        Statement(
            names.get(one.uid, one.uid),
            draw(WORDS),
            names.get(one.parent, one.parent),
            one.position,
            code=draw(st.sampled_from(("", "1", "1.1", "A & B", " x\ny ", "(a)"))),
            kind=draw(st.sampled_from(("", "Ability", "<kind>", "Ability; Core", "kind;", "Kind: so"))),
            short=draw(SHORT),
            plain=draw(WORDS),
            notes=draw(WORDS),
            optional=one.optional,
            easy=draw(WORDS),
            level=draw(st.sampled_from(("", "Level 2", "; Core", "Core"))),
            language=draw(st.sampled_from(("", "ar", "en_GB", "zh-Hant-TW", "not a language", "cy"))),
        )
        for one in shape.statements
    )
    ends = st.sampled_from([*(one.uid for one in statements), "far", ""])
    association = st.builds(
        Association,
        st.just("x"),
        st.sampled_from((*KINDS, "precedes")),
        ends,
        ends,
        destination_uri=st.sampled_from(ADDRESSES),
        destination_title=st.sampled_from(("", "Theirs", "<i>", "Theirs (2nd)")),
    )
    return Tree(
        draw(WORDS),
        statements,
        tuple(draw(st.lists(association, max_size=4))),
        description=draw(WORDS),
        language=draw(st.sampled_from(("", "en", "en-GB", "ar", "cy", "x"))),
        uri=draw(st.sampled_from(ADDRESSES)),
    )


def shown(text: str) -> str:
    return "\n".join(lines_of(text))


def kept_uid(uid: str) -> str:
    plain = len(uid) <= 38 and uid.isascii() and uid.replace("-", "").isalnum() and uid == uid.casefold()
    return uid if plain else derived_uid(word_bookmark(uid))


def promised(tree: Tree) -> Tree:
    """What FIELDS says comes back."""
    framework = tongue(tree.language) or "en"
    headed = {one.uid for one in told_framework(tree).statements if one.level}
    optional = any(one.optional for one in tree.statements)
    statements = []
    for _, one in tree.walk():
        lines = lines_of(one.text)
        words = any(map(shown, (one.text, one.short, one.plain, one.easy, one.notes)))
        language = tongue(one.language)
        begins = clipped(lines[0]) if lines else ""
        too_long = one.uid in headed and (len(lines) > 1 or not all(map(is_short, lines)))
        statements.append(
            replace(
                one,
                uid=kept_uid(one.uid),
                parent=kept_uid(one.parent) if one.parent else "",
                text=shown(one.text),
                code=one_line(one.code),
                kind=one_line(one.kind),
                level=one_line(one.level),
                short="" if too_long and one.short.strip() == begins else shown(one.short),
                plain=shown(one.plain),
                notes=shown(one.notes),
                easy=shown(one.easy),
                optional=one.optional and optional,
                language="" if not words or language.casefold() == framework.casefold() else language,
            )
        )
    return Tree(
        one_line(tree.title),
        tuple(statements),
        tuple(_promised(tree)),
        description=shown(tree.description),
        language=framework,
        uri=one_line(tree.uri),
    )


def _promised(tree: Tree) -> list[Association]:
    order = [one.uid for _, one in tree.walk()]
    inside = [one for uid in order for one in tree.associations if one.origin == uid]
    others = [one for one in tree.associations if one.origin not in order]
    origins = list(dict.fromkeys(one.origin for one in others))
    links: list[Association] = []
    for one in (*inside, *(link for origin in origins for link in others if link.origin == origin)):
        known = one.destination in order
        address, safe = address_of("" if known else one.destination_uri or one.destination)
        origin = kept_uid(one.origin) if one.origin in order else one_line(one.origin) or "(not said)"
        title = "" if known else one_line(one.destination_title)
        links.append(
            Association(
                "",
                one_line(one.kind),
                origin,
                kept_uid(one.destination) if known else address,
                destination_uri=address if safe else "",
                destination_title="" if title == address else title,
            )
        )
    return links


def in_reading_order(tree: Tree) -> Tree:
    dense: dict[str, int] = {}
    statements = []
    for _, one in tree.walk():
        dense[one.parent] = dense.get(one.parent, -1) + 1
        statements.append(replace(one, position=dense[one.parent]))
    return replace(
        tree,
        statements=tuple(statements),
        associations=tuple(replace(one, uid="") for one in tree.associations),
    )


def read(tree: Tree) -> tuple[Tree, ImportReport]:
    return read_word_outline(write_word(tree))


@settings(max_examples=8, deadline=None)
@given(hostile_trees())
@example(Tree("A kind that ends like a choice", (Statement("a", "Listen", kind="Ability; Core"),)))
@example(
    Tree("Heb eiriau", (Statement("a", ""), Statement("b", "(a)", code="1", level="; Core")), language="cy")
)
def test_the_edition_of_any_sound_tree_gives_what_is_promised(tree: Tree) -> None:
    back, report = read(tree)
    assert in_reading_order(back) == in_reading_order(promised(tree))
    assert report.oddities == ()
    assert report.read == report.kept == len(tree.statements)
    assert report.links_read == report.links_kept == len(tree.associations)


@settings(max_examples=8, deadline=None)
@given(trees())
def test_a_plain_tree_comes_back_as_it_was_but_for_what_cannot_be_shown(tree: Tree) -> None:
    back, _ = read(tree)
    assert [(depth, one.uid, one.code, one.optional) for depth, one in back.walk()] == [
        (depth, one.uid, one.code, one.optional) for depth, one in tree.walk()
    ]
    assert len(back.associations) == len(tree.associations)


@settings(max_examples=8, deadline=None)
@given(any_trees(CJK))
def test_any_tree_at_all_gives_every_statement_once(tree: Tree) -> None:
    told = told_framework(tree)
    back, report = read(tree)
    assert len(back.statements) == len(back.by_uid) == report.kept == len(told.statements)
    assert len(list(back.walk())) == len(back.statements)
    assert report.links_read == len(tree.associations)


def test_the_promise_speaks_of_every_field() -> None:
    assert len({one.field for one in FIELDS}) == len(FIELDS) == 15
    assert [one.field for one in FIELDS if one.fate == "lost"] == ["address", "whatever else"]


def test_a_story_comes_back() -> None:
    tree = story()
    back, _ = read(tree)
    assert in_reading_order(back) == in_reading_order(promised(tree))
    assert back.by_uid["s1"].easy == "You listen. You wait."


@pytest.mark.parametrize("depth", [6, 12, 20])
def test_a_grown_tree_comes_back_however_deep_it_is(depth: int) -> None:
    tree = grown(300, depth, depth=depth, associations=20)
    back, report = read(tree)
    assert [(level, one.uid, one.text) for level, one in back.walk()] == [
        (level, one.uid, one.text) for level, one in tree.walk()
    ]
    assert report.oddities == ()


def test_a_chain_deeper_than_any_list_comes_back() -> None:
    chain = tuple(Statement(f"c{n}", f"Number {n}", f"c{n - 1}" if n else "") for n in range(30))
    more = (*chain, Statement("d", "Beside the last", "c28", 1), Statement("e", "High", "c15", 1))
    tree = Tree("Chain", more)
    back, report = read(tree)
    assert [(depth, one.uid) for depth, one in back.walk()] == [
        (depth, one.uid) for depth, one in tree.walk()
    ]
    assert report.oddities == ()


# What somebody did to it


def changed(tree: Tree, change: Callable[[Document], object]) -> tuple[Tree, ImportReport]:
    word = python_docx.Document(io.BytesIO(write_word(tree)))
    change(word)
    page = io.BytesIO()
    word.save(page)
    return read_word_outline(page.getvalue(), name="Edited.docx")


def test_an_edition_saved_by_another_programme_is_the_same() -> None:
    assert changed(story(), str) == read(story())


def test_an_edition_that_libreoffice_saved_again_is_the_same(office: Office) -> None:
    made = {"story": story(), "grown": grown(120, 3, depth=9, associations=9)}
    again = office.again({name: write_word(tree) for name, tree in made.items()}, "docx")
    for name, tree in made.items():
        back, report = read_word_outline(again[name])
        plain = [
            replace(one, language=one.language.partition("-")[0])  # it gives “ar” a country
            for one in back.statements
        ]
        assert replace(back, statements=tuple(plain)) == read(tree)[0]
        assert report == read(tree)[1]


def test_words_that_somebody_changed_keep_their_identifier() -> None:
    def change(word: Document) -> None:
        one = next(one for one in word.paragraphs if one.text == "what was heard")
        one.runs[-1].text = "what was really heard"

    tree, report = changed(story(), change)
    assert tree.by_uid["p1"].text == "what was really heard"
    assert report.oddities == ()


def test_a_statement_that_somebody_added_is_told_and_gets_an_identifier() -> None:
    def change(word: Document) -> None:
        one = [one for one in word.paragraphs if one.text == "2 Knowing"][-1]
        one.insert_paragraph_before("1.9 Being new", style="Heading 2")
        one.insert_paragraph_before("In long words.", style="Normal")

    tree, report = changed(story(), change)
    texts = [one.text for one in tree.children[""]]
    assert texts == ["Relating", "In long words.", "Knowing"]
    assert (tree.children[""][1].short, tree.children[""][1].code) == ("Being new", "1.9")
    assert [one.what for one in report.oddities] == [
        "A statement has no bookmark, which would be its identifier."
    ]
    assert tree == changed(story(), change)[0]


def test_a_paragraph_and_a_table_put_in_are_told_and_not_lost() -> None:
    def change(word: Document) -> None:
        one = next(one for one in word.paragraphs if one.text == "Notes: Ask first.")
        one.insert_paragraph_before("A remark.", style="Normal")
        word.add_table(1, 1).cell(0, 0).text = "In a table"

    tree, report = changed(story(), change)
    assert tree.by_uid["s1"].notes == "A remark.\nAsk first."
    assert [(one.what, one.raw) for one in report.oddities] == [
        ("A paragraph has no place in the outline.", ""),
        ("A table was put into the document.", "In a table"),
    ]
    assert (report.read, report.kept, report.left_out) == (10, 9, 1)


def test_a_bookmark_that_is_there_twice_or_gone_is_told() -> None:
    def change(word: Document) -> None:
        marks = list(word.element.body.iter(qn("w:bookmarkStart")))
        marks[1].set(qn("w:name"), "s_d1")
        marks[6].getparent().remove(marks[6])

    tree, report = changed(story(), change)
    assert len(tree.by_uid) == 9
    assert [one.what for one in report.oddities] == [
        "The identifier of a statement is used twice.",
        "A statement has no bookmark, which would be its identifier.",
        "An association leads to a bookmark that is not there.",
    ]
    assert tree.associations[0].destination == "1.2 Being brief"


def test_an_association_without_a_kind_is_set_apart() -> None:
    def change(word: Document) -> None:
        one = next(one for one in word.paragraphs if one.text.startswith("Is related to"))
        one.runs[0].bold = False

    tree, report = changed(story(), change)
    assert (report.links_read, report.links_kept, report.links_left_out) == (4, 3, 1)
    assert report.oddities[0].raw == "Is related to: 1.2 Being brief"
    assert len(tree.associations) == 3


def test_a_title_that_somebody_took_away_comes_from_the_properties() -> None:
    def change(word: Document) -> None:
        word.element.body.remove(word.paragraphs[0]._p)
        lang = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
        lang.getparent().remove(lang)

    tree, _ = changed(story(), change)
    assert (tree.title, tree.language) == ("Working beside people", "en-GB")


def test_tracked_changes_are_read_as_accepted() -> None:
    def change(word: Document) -> None:
        one = next(one for one in word.paragraphs if one.text == "what was heard")
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        gone = parse_xml(f"<w:del {space}><w:r><w:delText>what was heard</w:delText></w:r></w:del>")
        new = parse_xml(f"<w:ins {space}><w:r><w:t>what was said</w:t></w:r></w:ins>")
        around: Any = one._p
        around.remove(one.runs[-1]._r)
        around.extend([gone, new])

    tree, _ = changed(story(), change)
    assert tree.by_uid["p1"].text == "what was said"


def test_an_edition_without_statements_is_an_empty_framework() -> None:
    tree, report = read(Tree("Nothing yet", ()))
    assert (tree.title, tree.statements, report.read) == ("Nothing yet", (), 0)
