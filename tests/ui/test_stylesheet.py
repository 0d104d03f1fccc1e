"""One stylesheet, small, in order, and the same for both directions of writing."""

import gzip
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from penholder.ui import specimens, stylesheet, views

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)[\w-]*|left|right|top|bottom|width|height|"
    r"(?:min|max)-(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius)\s*:|"
    r"(?:float|clear|text-align)\s*:\s*(?:left|right)"
)
FIRST_VIEW = 14 * 1024


@pytest.mark.parametrize("path", stylesheet.parts(), ids=lambda path: path.name)
def test_write_stylesheet_without_left_and_right(path: Path) -> None:
    css = re.sub(r"@media[^{]*\{", "{", path.read_text(encoding="utf-8"))
    assert not PHYSICAL.findall(css)


@pytest.mark.parametrize("path", stylesheet.parts()[1:], ids=lambda path: path.name)
def test_write_stylesheet_in_one_of_the_layers(path: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL).strip()
    assert re.match(r"@layer (tokens|layout|forms|components|print) \{", css)
    assert css.count("{") == css.count("}")


def test_use_tokens_that_exist() -> None:
    text = stylesheet.stylesheet().text
    declared = set(re.findall(r"(--[a-z0-9-]+):", text))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", text))
    assert used == declared


def test_write_colours_only_as_roles() -> None:
    for path in stylesheet.parts():
        if path.name not in {"tokens.css", "floor.css", "print.css"}:
            assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", path.read_text(encoding="utf-8")), path.name


def test_join_stylesheets_tokens_first_print_last() -> None:
    names = [path.name for path in stylesheet.parts()]
    assert names[:2] == ["floor.css", "tokens.css"]
    assert names[-1] == "print.css"
    assert set(names) == {path.name for path in stylesheet.FOLDER.glob("*.css")}


def test_ask_for_current_stylesheet_is_kept_for_a_year() -> None:
    mark = stylesheet.stylesheet().mark
    answer = views.stylesheet(RequestFactory().get("/"), mark)
    assert answer["Content-Type"].startswith("text/css")
    assert "immutable" in answer["Cache-Control"]


def test_ask_for_old_stylesheet_still_gives_one_and_does_not_keep_it() -> None:
    answer = views.stylesheet(RequestFactory().get("/"), "0" * 16)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-cache"


def test_open_first_view_fits_one_round_trip(rf: RequestFactory) -> None:
    """A respondent's page with one of every kind of field, and the stylesheet."""
    page = render_to_string("ui/specimens/form.html", specimens.values(), rf.get("/"))
    framed = render_to_string("ui/page.html", {}, rf.get("/"))
    sent = sum(len(gzip.compress(text.encode(), 6)) for text in (page + framed, stylesheet.stylesheet().text))
    assert sent <= FIRST_VIEW


def test_load_scripts_are_small_together() -> None:
    assert sum(len(gzip.compress(path.read_bytes())) for path in stylesheet.FOLDER.glob("*.js")) <= 10 * 1024
