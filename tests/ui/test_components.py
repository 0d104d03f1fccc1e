"""Components are checked when a template is parsed, escape what they are given, and are all on the live page."""

import re
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError, engines
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from penholder.ui import specimens, views
from penholder.ui.components import COMPONENTS, Component
from penholder.ui.context import Frame

SOURCE = Path(specimens.__file__).parents[1]
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
NASTY = '<script>alert("1")</script>'


def drawn(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('{% ui "buton" text="Save" %}', "There is no component “buton”"),
        ('{% ui "button" txet="Save" %}', "has no prop “txet”"),
        ('{% ui "button" kind="quiet" %}', "needs the prop “text”"),
        ('{% ui "button" text="Save" quiet %}', "is not written prop=value"),
        ("{% ui button text='Save' %}", "in quotes"),
        ('{% block_ui "card" %}{% slot "feet" %}x{% endslot %}{% endblock_ui %}', "has no slot “feet”"),
        ('{% block_ui "button" text="Save" %}words{% endblock_ui %}', "has no slot “body”"),
        (
            '{% block_ui "card" %}{% if x %}{% slot "foot" %}x{% endslot %}{% endif %}{% endblock_ui %}',
            "inside another tag",
        ),
    ],
)
def test_parse_wrong_component_raises_with_a_sentence(source: str, said: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=said):
        Template(source)


def test_draw_slot_outside_a_component_raises() -> None:
    with pytest.raises(TemplateSyntaxError, match="directly inside"):
        drawn('{% slot "foot" %}x{% endslot %}')


@pytest.mark.parametrize("each", COMPONENTS.values(), ids=lambda each: each.name)
def test_draw_component_escapes_every_word_it_is_given(each: Component) -> None:
    """Every prop that takes a word gets markup; none of it may come out as markup."""
    words = [name for name, default in each.props.items() if isinstance(default, str) or name in each.needed]
    given = " ".join(f"{name}=nasty" for name in words if name not in LISTS)
    lists = " ".join(f"{name}={name}" for name in each.needed if name in LISTS)
    assert "<script>alert" not in drawn(f'{{% ui "{each.name}" {given} {lists} %}}', nasty=NASTY, **LISTS)


@pytest.mark.parametrize("each", specimens.all_specimens(), ids=lambda each: each.name)
def test_draw_specimen_shows_the_component(each: specimens.Specimen) -> None:
    html = render_to_string(each.template, specimens.values())
    assert html.strip()
    assert f'ui "{each.name}"' in each.source


def test_open_live_page_shows_every_component() -> None:
    page = views.components(RequestFactory().get("/ui/")).content.decode()
    shown = re.findall(r'<section class="specimen" id="(\w+)">', page)
    assert shown == list(COMPONENTS)


def test_keep_specimens_of_components_only() -> None:
    assert {path.stem for path in specimens.FOLDER.glob("*.html")} == set(COMPONENTS)


def test_list_components_in_the_design_language() -> None:
    page = (SOURCE.parents[1] / "docs" / "design-language.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE)) == set(COMPONENTS)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_write_template_has_no_inline_style_or_script(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|javascript:", html)


def test_draw_live_page_has_no_duplicate_ids() -> None:
    page = views.components(RequestFactory().get("/ui/")).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_fill_slots_sees_outer_words_and_component_does_not() -> None:
    html = drawn('{% block_ui "card" %}{{ outer }}{% endblock_ui %}', outer="seen", heading="not seen")
    assert "seen" in html
    assert "not seen" not in html


def test_nest_components_keeps_slots_apart() -> None:
    html = drawn(
        '{% block_ui "card" heading="outer" %}{% block_ui "card" heading="inner" level=3 %}'
        '{% slot "foot" %}inner foot{% endslot %}{% endblock_ui %}{% slot "foot" %}outer foot{% endslot %}{% endblock_ui %}'
    )
    assert html.index("inner foot") < html.index("outer foot")
    assert html.count("card-foot") == 2


def test_leave_slot_empty_draws_no_place_for_it() -> None:
    assert "card-foot" not in drawn(
        '{% block_ui "card" %}x{% slot "foot" %}{% if no %}y{% endif %}{% endslot %}{% endblock_ui %}'
    )


def test_repeat_button_is_told_apart_aloud() -> None:
    html = drawn('{% ui "button" text="Withdraw" about=code %}', code="R-0149")
    assert 'Withdraw<span class="unseen"> R-0149</span>' in html


def test_show_page_title_stands_in_window_and_heading(rf: RequestFactory) -> None:
    page = framed(rf.get("/"), "{% block title %}{{ name }} &amp; co{% endblock %}", name="A <b>")
    assert "<title>A &lt;b&gt; &amp; co · Penholder</title>" in page
    assert "<h1>A &lt;b&gt; &amp; co</h1>" in page


def test_show_page_with_aside_has_two_columns_and_without_has_one(rf: RequestFactory) -> None:
    main = "{% block title %}t{% endblock %}{% block main %}words{% endblock %}"
    assert 'class="columns"' not in framed(rf.get("/"), main)
    both = framed(rf.get("/"), main + "{% block aside %}beside{% endblock %}")
    assert both.index("words") < both.index("beside")
    assert both.count("words") == 1


def test_show_way_out_only_where_asked(rf: RequestFactory) -> None:
    title = "{% block title %}t{% endblock %}"
    with override_settings(UI_FRAME="tests.ui.test_components.frame_with_exit"):
        assert "Leave this page" in framed(rf.get("/"), title, quiet_exit=True)
        assert "Leave this page" not in framed(rf.get("/"), title)


def frame_with_exit(request: HttpRequest) -> Frame:
    return Frame(exit_url="/leave/")


def framed(request: HttpRequest, blocks: str, **values: object) -> str:
    return engines["django"].from_string('{% extends "ui/page.html" %}' + blocks).render(values, request)


LISTS: dict[str, object] = {
    "facts": ((NASTY, NASTY),),
    "pieces": ((NASTY, NASTY), ("ins", NASTY)),
    "nodes": (
        {"code": NASTY, "words": NASTY, "meta": NASTY, "mark": NASTY, "children": ({"words": NASTY},)},
    ),
    "domains": ({"heading": NASTY, "competences": ({"words": NASTY, "count": NASTY, "mark": NASTY},)},),
    "seats": ({"kind": NASTY, "holder": NASTY},),
    "votes": ((NASTY, NASTY, 2, NASTY),),
    "rows": ((NASTY, 3, NASTY),),
    "tasks": ({"title": NASTY, "status": NASTY, "hint": NASTY},),
    "columns": (NASTY, {"label": NASTY}),
    "links": ((NASTY, NASTY), (NASTY, "")),
    "page": None,
    "keys": ((NASTY, NASTY),),
    "entries": ({"title": NASTY, "kind": NASTY, "meta": NASTY},),
    "done": 1,
    "total": 2,
}
