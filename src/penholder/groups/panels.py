"""What a framework's page shows of the groups above all others: who holds the pen."""

from __future__ import annotations

from typing import Any

from penholder.groups.queries import Composition, deciders_of, rule_words
from penholder.ui.panels import Box


def who_holds_the_pen(framework: Any, _viewer: Any) -> Box | None:
    """The groups that decide in this framework's community, as facts anyone can check."""
    compositions = deciders_of(framework.community)
    if not compositions:
        return None
    shown = tuple({"composition": composition, "facts": _facts(composition)} for composition in compositions)
    return Box("groups/parts/who_holds_the_pen.html", {"shown": shown})


def _facts(composition: Composition) -> tuple[tuple[str, ...], ...]:
    link = composition.group.get_absolute_url()
    facts: list[tuple[str, ...]] = []
    if composition.charter is not None:
        facts.append(("How it decides", rule_words(composition.charter)))
    if composition.left:
        facts.append(("Left the group", _left(composition), f"{link}#left"))
    return tuple(facts)


def _left(composition: Composition) -> str:
    left, said = len(composition.left), sum(bool(seat.left_statement) for seat in composition.left)
    if not said:
        return str(left)
    return f"{left}, with a statement" if left == said == 1 else f"{left}, {said} with a statement"
