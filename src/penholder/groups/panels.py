"""What a framework's page shows of the groups above all others: who holds the pen."""

from __future__ import annotations

from typing import Any

from penholder.groups.models import Power
from penholder.groups.queries import groups_of, rule_words
from penholder.ui.panels import Box


def who_holds_the_pen(framework: Any, _viewer: Any) -> Box | None:
    """The groups that decide in this framework's community, as facts anyone can check."""
    compositions = [
        composition
        for composition in groups_of(framework.community)
        if composition.charter is not None and composition.charter.power == Power.DECIDES
    ]
    if not compositions:
        return None
    shown = tuple({"composition": composition, "facts": _facts(composition)} for composition in compositions)
    return Box("groups/parts/who_holds_the_pen.html", {"shown": shown})


def _facts(composition: Any) -> tuple[tuple[str, ...], ...]:
    link = composition.group.get_absolute_url()
    facts: list[tuple[str, ...]] = [("How it decides", rule_words(composition.charter))]
    if composition.left:
        said = sum(bool(seat.left_statement) for seat in composition.left)
        words = f"{len(composition.left)}, {said} with a statement" if said else str(len(composition.left))
        facts.append(("Left the group", words, f"{link}#left"))
    return tuple(facts)
