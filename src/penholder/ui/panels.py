"""The one inversion: small boxes that a lower page shows from a stage above it.

A stage fills a slot in its ``AppConfig.ready``: ``panel("framework.aside", order=20)(open_consultations)``. The
function takes what the page is about and returns a Box, or None where it has nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Slot = Literal[
    "framework.aside",
    "statement.trail",
    "consultation.aside",
    "consultation.coordinator",
    "response.yours",
    "group.aside",
    "motion.aside",
]


@dataclass(frozen=True, slots=True)
class Box:
    """What a panel shows: a template of the stage that fills it, and its values."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)


Fill = Callable[[Any, Any], Box | None]
_slots: dict[str, list[tuple[int, Fill]]] = {}


def panel(slot: Slot, *, order: int) -> Callable[[Fill], Fill]:
    """Register a function ``(subject, viewer) -> Box | None`` for a slot; lower orders come first."""

    def register(fill: Fill) -> Fill:
        filled = _slots.setdefault(slot, [])
        if all(known is not fill for _, known in filled):
            filled.append((order, fill))
            filled.sort(key=lambda pair: pair[0])
        return fill

    return register


def boxes(slot: str, subject: Any, viewer: Any) -> tuple[Box, ...]:
    """The boxes of a slot for this page, in order."""
    filled = (fill(subject, viewer) for _, fill in _slots.get(slot, ()))
    return tuple(box for box in filled if box is not None)
