"""A framework as a tagged PDF: its structure is read as a screen reader would, and its words through its own fonts."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given, settings

from penholder.pure.formats.editions.framework_told import NOTHING, UNTITLED, told_framework
from penholder.pure.formats.editions.pdf_framework import pdf_edition, write_pdf
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
from tests.pure.formats.pdf_tags import paragraphs_of, places_of, tags_of, visible

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u202e\u2067]")


def one(text: str, **more: str) -> Tree:
    return Tree("One", (Statement("a", text, **more),), language="en")


def said(data: bytes) -> list[str]:
    return [words for words in paragraphs_of(tags_of(data)) if words != "Contents"]


def expected(tree: Tree) -> list[str]:
    """What must be said, with the notes of the PDF behind what the framework is about."""
    words, told = paragraphs(tree), told_framework(tree)
    if told.elsewhere:
        words.insert(-len(told.elsewhere), "Associations of what is not in this framework")
    at = 1 + len(told.about)
    return [*words[:at], *pdf_edition(tree).notes, *words[at:]]


def assert_says(data: bytes, tree: Tree) -> None:
    """Word for word; a line that runs from right to left letter for letter, as typst has it in the order it is seen."""
    every = expected(tree)
    words = said(data)
    assert len(words) == len(every)
    for line, wanted in zip(words, every, strict=True):
        if RIGHT_TO_LEFT.search(wanted):
            assert sorted(line) == sorted(visible(wanted))
        else:
            assert line == visible(wanted)


def test_write_pdf_is_tagged_titled_and_in_its_language() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(story()))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == "Working beside people"
        meta = pdf.open_metadata()
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == "Working beside people"
        assert "/Outlines" in pdf.Root
        assert all(page.obj.Tabs == "/S" for page in pdf.pages if "/Annots" in page)


def test_write_pdf_embeds_every_font_with_a_table_of_its_letters() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(story()))) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            assert "/ToUnicode" in font
            about = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in about or "/FontFile3" in about


def test_write_pdf_nests_headings_and_lists_as_the_tree_has_them() -> None:
    tree = story()
    root = tags_of(write_pdf(tree))
    places = list(places_of(root))[1:-1]  # without the headings of contents and what is elsewhere
    assert parents(places) == parents_in(tree)
    kinds = [tag.kind for tag in root.all()]
    assert kinds.count("H1") == 1
    assert {"H2", "H3", "L", "LI", "LBody", "P", "Link", "TOC", "TOCI"} <= set(kinds)


@pytest.mark.parametrize("depth", [3, 6, 10])
def test_write_pdf_of_a_grown_tree_keeps_every_parent(depth: int) -> None:
    tree = grown(150, depth, depth=depth)
    root = tags_of(write_pdf(tree))
    assert parents(list(places_of(root))[1:]) == parents_in(tree)
    levels = [level for level, _ in places_of(root) if level]
    assert all(after <= before + 1 for before, after in zip([1, *levels], levels, strict=False))


def test_write_pdf_says_what_the_tree_says_word_for_word() -> None:
    assert_says(write_pdf(story()), story())


@settings(max_examples=8)
@given(trees())
def test_write_pdf_says_every_hostile_word_of_any_tree(tree: Tree) -> None:
    edition = pdf_edition(tree)
    assert len(said(edition.data)) == len(expected(tree))
    if not edition.missing:
        assert_says(edition.data, tree)


@pytest.mark.parametrize("text", [text for text in HOSTILE if visible(text)])
def test_write_pdf_takes_words_as_data_never_as_source(text: str) -> None:
    tree = replace(one(text, plain=text, notes=text), title=text, description=text)
    assert_says(write_pdf(tree), tree)


def test_pdf_edition_tells_that_words_from_right_to_left_may_be_read_out_of_order() -> None:
    (note,) = pdf_edition(one("שלום עולם")).notes
    assert "wrong order" in note
    assert pdf_edition(one("Hello world")).notes == ()


def test_pdf_edition_names_the_characters_it_has_no_letters_for() -> None:
    edition = pdf_edition(one("日本語 and 😀 and é"))
    assert edition.missing == ("日", "本", "語", "😀")
    (note,) = edition.notes
    assert "no letters for 4 characters" in note
    assert "U+65E5, U+672C, U+8A9E and U+1F600" in note
    words = said(edition.data)
    assert visible(note) in words
    assert visible("[U+65E5][U+672C][U+8A9E] and [grinning face] and é") in words


@pytest.mark.parametrize("text", CJK)
def test_write_pdf_is_made_whatever_letters_are_missing(text: str) -> None:
    tree = replace(one(text, plain=text), title=text, language="ja")
    edition = pdf_edition(tree)
    assert edition.missing
    assert len(said(edition.data)) == len(expected(tree))


def test_pdf_edition_says_nothing_where_every_letter_is_there() -> None:
    assert not pdf_edition(
        one("Ability, Ελληνικά, Кириллица, עברית, العربية, हिन्दी, Հայերեն, ქართული")
    ).missing


def test_write_pdf_of_an_empty_tree_without_a_title_says_so() -> None:
    words = said(write_pdf(Tree("", ())))
    assert words == [visible(UNTITLED), visible(NOTHING)]


def test_write_pdf_breaks_words_that_are_too_long_for_a_line() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(one("x" * 3000)))) as pdf:
        for page in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "cm" and len(operands) == 6:
                    assert float(operands[4]) < 595
        starts = re.findall(rb"1 0 0 -1 ([\d.]+) ([\d.]+) cm", pdf.pages[0].Contents.read_bytes())
    assert len({height for _, height in starts}) > 30


def test_write_pdf_takes_a_statement_of_two_hundred_thousand_characters() -> None:
    tree = one("A rather long one. " * 10_500)
    assert_says(write_pdf(tree), tree)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\u2067a" * 5000, "a" * 5000),
        ("a\u202e" * 500, "a" * 500),
        ("a" + "\u0301" * 50_000, "[49,960 more]"),
        ("\u05d0" + "\u05b0" * 50_000, "49,960"),
        ("\u0915" + "\u0941" * 5000, "[4,960 more]"),
    ],
)
def test_write_pdf_bears_turns_and_marks_that_would_stop_typst(text: str, told: str) -> None:
    assert any(visible(told) in words for words in said(write_pdf(one(text))))


def test_pdf_edition_names_a_mark_alone_and_not_the_letter_it_stands_on() -> None:
    assert pdf_edition(one("\u05e9\u0591\u05dc")).missing == ("\u0591",)


def test_write_pdf_is_made_of_letters_that_typst_breaks_down_over() -> None:
    every = "".join(map(chr, range(0x500, 0x600)))
    assert len(said(write_pdf(one(every)))) == len(expected(one(every)))


def test_pdf_edition_with_the_fonts_of_this_machine_lacks_no_more_letters() -> None:
    tree = one("日本語 and 😀 and é")
    edition = pdf_edition(tree, machine_fonts=True)
    assert set(edition.missing) <= set(pdf_edition(tree).missing)
    assert visible("and é") in "".join(said(edition.data))


def test_pdf_edition_never_shows_what_means_something_else_in_every_font() -> None:
    assert pdf_edition(one("private \ue000 use")).missing == ("\ue000",)


def test_write_pdf_of_a_chain_deeper_than_any_list_says_what_stands_under_what() -> None:
    chain = tuple(
        Statement(f"s{number}", f"Level {number}", f"s{number - 1}" if number else "") for number in range(60)
    )
    made = write_pdf(Tree("Deep", chain))
    assert visible("It stands under: Level 58") in said(made)
    assert_says(made, Tree("Deep", chain))


def test_write_pdf_twice_is_the_same_bytes() -> None:
    assert write_pdf(story()) == write_pdf(story())


def test_write_pdf_marks_words_of_another_language() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(story()))) as pdf:
        languages = {
            str(entry.Lang)
            for entry in pdf.objects
            if isinstance(entry, pikepdf.Dictionary) and "/Lang" in entry
        }
    assert "ar" in languages


def test_write_pdf_links_only_to_the_web_and_to_its_own_statements() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(story()))) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", [])]
        addresses = {str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A}
    assert addresses == {"https://example.org/framework", "https://example.org/far"}
    assert len(links) > len(addresses)
