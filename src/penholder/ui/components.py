"""What may stand on a page: each component's name, its props with their defaults, and its slots.

A template that asks for anything not written here fails when it is parsed, so a misspelt prop never reaches a reader.
``NEEDED`` marks a prop that has no sensible default.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from penholder.ui import drawing

Props = dict[str, Any]
NEEDED: Final = object()


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that can be drawn. ``prepare`` works out what a template can't: widths, groups, pieces of text."""

    name: str
    props: Mapping[str, Any] = field(default_factory=dict)
    slots: tuple[str, ...] = ()
    prepare: Callable[[Props], Props] | None = None

    @property
    def template(self) -> str:
        return f"ui/{self.name}.html"

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(name for name, default in self.props.items() if default is NEEDED)

    def filled(self, given: Props) -> Props:
        """All props, the given ones over the defaults, with what ``prepare`` adds."""
        values = {**self.props, **given}
        return {**values, **self.prepare(values)} if self.prepare else values


class UnknownComponentError(LookupError):
    pass


def component(name: str) -> Component:
    try:
        return COMPONENTS[name]
    except KeyError:
        raise UnknownComponentError(
            f"There is no component “{name}”. There are: {', '.join(sorted(COMPONENTS))}."
        ) from None


_ALL: Final = (
    # doing
    Component(
        "button",
        {
            "text": NEEDED,
            "kind": "primary",
            "name": "",
            "value": "",
            "key": "",
            "about": "",
            "form": "",
            "action": "",
        },
    ),
    Component("link_button", {"text": NEEDED, "href": NEEDED, "kind": "secondary", "key": "", "about": ""}),
    Component(
        "form",
        {
            "form": None,
            "action": "",
            "method": "post",
            "submit": "",
            "kind": "primary",
            "summary": True,
            "id": "",
            "multipart": False,
        },
        slots=("body", "after", "actions"),
    ),
    Component("error_summary", {"form": None, "errors": (), "title": ""}, prepare=drawing.error_links),
    Component(
        "file_drop",
        {"name": NEEDED, "label": NEEDED, "id": "", "hint": "", "accept": "", "error": "", "multiple": False},
    ),
    Component("search", {"action": "", "label": NEEDED, "name": "q", "value": "", "submit": ""}),
    # telling
    Component("pill", {"text": NEEDED, "kind": "neutral"}),
    Component("notice", {"title": "", "text": "", "kind": "info", "announce": False}, slots=("body",)),
    Component("details", {"summary": NEEDED, "open": False, "id": ""}, slots=("body",)),
    Component(
        "card",
        {"heading": "", "href": "", "meta": "", "level": 2, "kind": "plain", "id": ""},
        slots=("body", "foot"),
    ),
    Component("empty", {"title": NEEDED, "text": "", "action": "", "href": ""}, slots=("body",)),
    Component("facts", {"facts": NEEDED, "label": ""}),
    Component(
        "code_slip", {"code": NEEDED, "title": "", "text": ""}, slots=("body",), prepare=drawing.code_groups
    ),
    Component(
        "said",
        {"words": NEEDED, "who": "", "meta": "", "marks": (), "kind": "said"},
        prepare=drawing.passages,
    ),
    # the words of a framework
    Component(
        "statement",
        {"words": NEEDED, "code": "", "stem": "", "href": "", "marks": (), "plain": "", "id": "", "level": 0},
        slots=("body",),
        prepare=drawing.passages,
    ),
    Component("words_diff", {"pieces": NEEDED, "code": ""}, prepare=drawing.changes),
    Component("tree", {"nodes": NEEDED, "label": "", "open": False}),
    Component("domain_map", {"domains": NEEDED, "label": ""}),
    # the line
    Component("line", {"label": ""}, slots=("body",)),
    Component("step", {"heading": NEEDED, "meta": "", "state": "done", "level": 3}, slots=("body",)),
    # facts as small pictures
    Component("seats", {"seats": NEEDED, "words": "", "legend": True}, prepare=drawing.chairs),
    Component("tally", {"votes": NEEDED, "caption": ""}, prepare=drawing.ballots),
    Component("bar", {"rows": NEEDED, "caption": NEEDED, "unit": ""}, prepare=drawing.bars),
    Component("progress", {"done": NEEDED, "total": NEEDED, "words": "", "label": ""}),
    # lists and ways about
    Component("summary_list", {"rows": NEEDED, "label": ""}),
    Component("task_list", {"tasks": NEEDED, "label": ""}),
    Component(
        "table",
        {"caption": "", "columns": NEEDED, "rows": (), "hide_caption": False},
        slots=("body",),
        prepare=drawing.cells,
    ),
    Component("crumbs", {"links": NEEDED}),
    Component("tabs", {"links": NEEDED, "label": NEEDED}),
    Component("pagination", {"page": NEEDED, "query": "", "name": "page"}),
    # the reader's desk
    Component("queue", {"entries": NEEDED, "label": ""}),
    Component("key", {"key": NEEDED}),
    Component("keys", {"keys": NEEDED}),
    Component(
        "passage", {"words": NEEDED, "marks": (), "id": "", "start": "", "end": ""}, prepare=drawing.passages
    ),
    Component("markable", {"pieces": NEEDED, "name": NEEDED, "legend": NEEDED, "hint": "", "id": ""}),
)

COMPONENTS: Final[Mapping[str, Component]] = {each.name: each for each in _ALL}
