"""A framework as a Word file: its structure as Word has it, and its words as python-docx reads them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given, settings

from penholder.pure.formats.docx_safely import open_docx
from penholder.pure.formats.editions.framework_told import NOTHING, UNTITLED, told_framework
from penholder.pure.formats.editions.word_framework import word_bookmark, write_word
from penholder.pure.tree.statement import Statement, Tree
from tests.pure.formats.framework_editions import (
    CJK,
    HOSTILE,
    grown,
    paragraphs,
    parents,
    parents_in,
    story,
    trees,
)


def opened(tree: Tree) -> Document:
    return docx.Document(io.BytesIO(write_word(tree)))


def said(word: Document) -> list[str]:
    """Every paragraph but those of the list of contents."""
    return [
        one.text for one in word.paragraphs if not style_of(one).startswith("toc") and one.text != "Contents"
    ]


def style_of(paragraph: Paragraph) -> str:
    assert paragraph.style is not None
    return str(paragraph.style.name)


def expected(tree: Tree) -> list[str]:
    words, told = paragraphs(tree), told_framework(tree)
    if told.elsewhere:
        words.insert(-len(told.elsewhere), "Associations of what is not in this framework")
    return words


def places(word: Document) -> list[tuple[int, int]]:
    found = []
    for one in word.paragraphs:
        if one._p.find(f".//{qn('w:bookmarkStart')}") is None:
            continue
        level = re.fullmatch(r"Heading (\d)", style_of(one))
        found.append((int(level[1]), 0) if level else (0, depth_of(one)))
    return found


def depth_of(paragraph: Paragraph) -> int:
    look = paragraph._p.pPr
    assert look is not None
    numbering = look.numPr
    assert numbering is not None
    assert numbering.numId.val == 90
    return int(numbering.ilvl.val) + 1


def test_write_word_has_title_and_language_and_nobody_as_its_author() -> None:
    word = opened(story())
    about = word.core_properties
    assert (about.title, about.language, about.author) == ("Working beside people", "en-GB", "")
    assert word.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"


def test_write_word_nests_headings_and_lists_as_the_tree_has_them() -> None:
    assert parents(places(opened(story()))) == parents_in(story())


@pytest.mark.parametrize("depth", [3, 6, 10])
def test_write_word_of_a_grown_tree_keeps_every_parent(depth: int) -> None:
    tree = grown(400, depth, depth=depth)
    word = opened(tree)
    assert parents(places(word)) == parents_in(tree)
    levels = [level for level, _ in places(word) if level]
    assert all(after <= before + 1 for before, after in zip([1, *levels], levels, strict=False))


def test_write_word_says_what_the_tree_says_word_for_word() -> None:
    assert said(opened(story())) == expected(story())


@settings(max_examples=25)
@given(trees(CJK))
def test_write_word_says_every_hostile_word_of_any_tree(tree: Tree) -> None:
    assert said(opened(tree)) == expected(tree)


@pytest.mark.parametrize("text", [*HOSTILE, *CJK])
def test_write_word_is_read_by_our_own_careful_reader(text: str) -> None:
    tree = replace(story(), title=text, description=text)
    word = open_docx(write_word(tree))
    assert word.main == "word/document.xml"


def test_write_word_has_a_bookmark_for_every_statement_and_links_that_lead_to_one() -> None:
    body = opened(story()).element.body
    names = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    assert names == [word_bookmark(one.anchor) for one in told_framework(story()).statements]
    assert names[0] == "s_d1"
    leads = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))} - {None}
    assert leads
    assert leads <= set(names)


@settings(max_examples=15)
@given(trees())
def test_write_word_gives_no_two_statements_one_bookmark(tree: Tree) -> None:
    names = [str(one.get(qn("w:name"))) for one in opened(tree).element.body.iter(qn("w:bookmarkStart"))]
    assert len({name.casefold() for name in names}) == len(names) == len(told_framework(tree).statements)
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", name, re.ASCII) for name in names)


def test_write_word_links_only_to_the_web() -> None:
    word = opened(story())
    addresses = {one.target_ref for one in word.part.rels.values() if one.is_external}
    assert addresses == {"https://example.org/framework", "https://example.org/far"}


def test_write_word_has_no_empty_paragraph_no_table_and_no_picture() -> None:
    data = write_word(story())
    word = docx.Document(io.BytesIO(data))
    assert all(one.text.strip() for one in word.paragraphs)
    assert not word.tables
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if name.endswith((".jpeg", ".png"))]


def test_write_word_marks_words_of_another_language_and_those_that_run_from_right_to_left() -> None:
    (paragraph,) = [one for one in opened(story()).paragraphs if one.text == "مهارة الاستماع"]
    look = paragraph.runs[0]._r.rPr
    assert look is not None
    assert look.find(qn("w:lang")).get(qn("w:bidi")) == "ar"
    assert look.find(qn("w:rtl")) is not None
    whole = paragraph._p.pPr
    assert whole is not None
    assert whole.find(qn("w:bidi")) is not None


def test_write_word_keeps_a_stem_on_the_page_of_its_sub_points() -> None:
    by_text = {one.text: one for one in opened(story()).paragraphs}
    stem = by_text["1.1.2 An ability to say:"]._p.pPr
    assert stem is not None
    assert stem.find(qn("w:keepNext")) is not None
    leaf = by_text["what was heard"]._p.pPr
    assert leaf is not None
    assert leaf.find(qn("w:keepNext")) is None


def test_write_word_has_contents_that_word_can_make_anew() -> None:
    word = opened(story())
    entries = [one.text for one in word.paragraphs if style_of(one).startswith("toc")]
    assert entries == ["1 Relating", "1.1 Listening", "1.2 Being brief", "2 Knowing"]
    marks = [one.get(qn("w:fldCharType")) for one in word.element.body.iter(qn("w:fldChar"))]
    assert marks == ["begin", "separate", "end"]


def test_write_word_of_an_empty_tree_without_a_title_says_so() -> None:
    assert said(opened(Tree("", ()))) == [UNTITLED, NOTHING]


def test_write_word_takes_a_statement_of_two_hundred_thousand_characters() -> None:
    tree = Tree("Long", (Statement("a", "x" * 200_000),))
    assert said(opened(tree)) == expected(tree)


def test_write_word_twice_is_the_same_bytes() -> None:
    assert write_word(story()) == write_word(story())
