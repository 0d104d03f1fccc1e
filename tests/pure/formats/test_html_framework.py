"""A framework as one HTML file: its structure, its words, its safety, and what a browser and a checker make of it."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from lxml import etree, html

from penholder.pure.formats.editions.framework_told import NOTHING, UNTITLED, told_framework
from penholder.pure.formats.editions.html_framework import html_anchor, write_html
from penholder.pure.tree.statement import Statement, Tree
from tests.browser.cdp import Page
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


def opened(tree: Tree) -> etree._Element:
    """The page as a strict parser has it: whatever it would have to mend is a fault."""
    made = write_html(tree).decode()
    closed = re.sub(r"<(meta)\b([^>]*)>", r"<\1\2/>", made.removeprefix("<!DOCTYPE html>\n"))
    return etree.fromstring(closed, etree.XMLParser(huge_tree=True))


def said(page: etree._Element) -> list[str]:
    """Every heading and paragraph but those of the list of contents."""
    nav = page.find(".//nav")
    if nav is not None:
        nav.getparent().remove(nav)
    body = page.find("body")
    assert body is not None
    return ["".join(one.itertext()) for one in body.iter("h1", "h2", "h3", "h4", "h5", "h6", "p")]


def expected(tree: Tree) -> list[str]:
    words, told = paragraphs(tree), told_framework(tree)
    if told.elsewhere:
        words.insert(-len(told.elsewhere), "Associations of what is not in this framework")
    return words


def places(page: etree._Element) -> list[tuple[int, int]]:
    main = page.find(".//main")
    assert main is not None
    found = []
    for one in main.iter("h2", "h3", "h4", "h5", "h6", "li"):
        if one.get("id") not in {None, "elsewhere"}:
            depth = len(list(one.iterancestors("ul")))
            found.append((0, depth) if one.tag == "li" else (int(one.tag[1]), 0))
    return found


def test_write_html_has_title_language_landmarks_and_one_first_heading() -> None:
    page = opened(story())
    assert (page.get("lang"), page.get("dir")) == ("en-GB", "ltr")
    assert page.findtext("head/title") == "Working beside people"
    assert [one.tag for one in page.find("body")] == ["a", "header", "nav", "main"]
    assert [one.text for one in page.iter("h1")] == ["Working beside people"]


def test_write_html_nests_headings_and_lists_as_the_tree_has_them() -> None:
    assert parents(places(opened(story()))) == parents_in(story())


@pytest.mark.parametrize("depth", [3, 6, 10])
def test_write_html_of_a_grown_tree_keeps_every_parent(depth: int) -> None:
    tree = grown(400, depth, depth=depth)
    page = opened(tree)
    assert parents(places(page)) == parents_in(tree)
    levels = [level for level, _ in places(page) if level]
    assert all(after <= before + 1 for before, after in zip([1, *levels], levels, strict=False))


def test_write_html_says_what_the_tree_says_word_for_word() -> None:
    assert said(opened(story())) == expected(story())


@settings(max_examples=30)
@given(trees(CJK))
def test_write_html_says_every_hostile_word_of_any_tree(tree: Tree) -> None:
    page = opened(tree)
    names = [str(one.get("id")) for one in page.iter() if one.get("id") is not None]
    assert len(set(names)) == len(names)
    assert not any(re.search(r"\s", name) for name in names)
    leads = {one.get("href") for one in page.iter("a")}
    assert {lead[1:] for lead in leads if lead.startswith("#")} <= set(names)
    assert all(lead.startswith(("#", "http://", "https://")) for lead in leads)
    assert said(page) == expected(tree)


@settings(max_examples=25)
@given(trees(CJK))
def test_write_html_holds_no_element_but_its_own(tree: Tree) -> None:
    browser_like = html.document_fromstring(write_html(tree))
    assert {one.tag for one in browser_like.iter()} <= {
        *("html", "head", "meta", "title", "style", "body", "a", "header", "nav", "main"),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "p",
            "ul",
            "li",
            "b",
            "bdi",
            "span",
            "div",
            "details",
            "summary",
        ),
    }
    assert not {name for one in browser_like.iter() for name in one.attrib} - {
        *(
            "lang",
            "dir",
            "charset",
            "name",
            "content",
            "http-equiv",
            "class",
            "id",
            "href",
            "rel",
            "tabindex",
        ),
        "aria-labelledby",
    }


@pytest.mark.parametrize("text", [text for text in (*HOSTILE, *CJK) if text.strip()])
def test_write_html_holds_every_line_of_a_text_once_told_apart(text: str) -> None:
    tree = Tree("One", (Statement("a", text),), language="en")
    words = said(opened(tree))[2:]
    letters = [
        re.sub("[\x00-\x20\x7f-\xa0\u2028\ufffd\ufffe\ud800]", "", line) for line in ("".join(words), text)
    ]
    assert letters[0] == letters[1]


def test_write_html_puts_every_statement_under_its_identifier() -> None:
    page = opened(story())
    assert page.xpath("//li[@id='s1']/p[1]/b/text()") == ["1.1.1"]
    assert html_anchor("0d1b2c3d-aaaa-4bbb-8ccc-121212121212") == "0d1b2c3d-aaaa-4bbb-8ccc-121212121212"
    assert re.fullmatch("statement-[0-9a-f]{24}", html_anchor("two words"))


def test_write_html_says_in_words_what_is_core_and_what_is_optional() -> None:
    page = opened(story())
    assert page.xpath("string(//li[@id='s2']/p[@class='fact'])") == "Optional"
    assert page.xpath("string(//li[@id='s1']/p[@class='fact'])") == "Kind: Ability; Core; Level: 2"


def test_write_html_keeps_sub_points_inside_their_stem() -> None:
    page = opened(story())
    assert page.xpath("//li[@id='s2']/ul/li/@id") == ["p1", "p2"]


def test_write_html_shows_a_dangerous_address_as_words_alone() -> None:
    page = opened(story())
    assert "javascript:alert(1)" in "".join(page.itertext())
    assert "javascript" not in "".join(page.xpath("//@href"))


def test_write_html_shows_a_short_form_of_odd_characters_alone() -> None:
    page = write_html(Tree("T", (Statement("a", "Listen", short="\x1f"),))).decode()
    assert "In short" in page
    assert "\N{REPLACEMENT CHARACTER}" in page


def test_write_html_of_an_empty_tree_without_a_title_says_so() -> None:
    assert said(opened(Tree("", ()))) == [UNTITLED, NOTHING]


def test_write_html_of_rings_and_doubles_loses_no_statement() -> None:
    statements = (
        Statement("a", "In a ring", "b"),
        Statement("b", "with another", "a"),
        Statement("c", "below the ring", "a"),
        Statement("d", "Once"),
        Statement("d", "and again"),
        Statement("e", "below both", "d"),
        Statement("f", "under itself", "f"),
    )
    words = said(opened(Tree("Rings", statements)))
    assert all(words.count(statement.text) == 1 for statement in statements)
    assert sum("leads back to itself" in line for line in words) == 2


def test_write_html_of_ten_thousand_levels_is_made_and_says_what_stands_under_what() -> None:
    chain = tuple(Statement(f"s{n}", f"Level {n}", f"s{n - 1}" if n else "") for n in range(10_000))
    words = said(opened(Tree("Deep", chain)))
    assert words[-2:] == ["Level 9999", "It stands under: Level 9998"]


def test_write_html_twice_is_the_same_bytes() -> None:
    assert write_html(story()) == write_html(story())


# In a browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages of this module lie."""
    folder = tmp_path_factory.mktemp("editions")
    long = replace(story(), title="x" * 300, description="y" * 3000)
    for name, tree in (("story", story()), ("deep", grown(120, depth=12, associations=60)), ("long", long)):
        (folder / f"{name}.html").write_bytes(write_html(tree))
    serving = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Silent, directory=str(folder))
    )
    thread = threading.Thread(target=serving.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    serving.server_close()
    thread.join()


@pytest.mark.parametrize("name", ["story", "deep", "long"])
def test_write_html_has_no_fault_in_a_browser(
    name: str, address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(width=320)
    page.go(f"{address}/{name}.html")
    for width in (320, 1200):
        page.resize(width)
        assert page.overflow() <= 0, page.overflowing()
        assert page.axe() == ()
    page.colours(dark=True)
    assert page.axe(only_colours=True) == ()
    assert page.console_errors() == []
    assert page.requested() == [f"{address}/{name}.html"]


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's own name
        pass
