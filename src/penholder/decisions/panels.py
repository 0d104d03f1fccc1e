"""What lower pages show of deciding: on a group's page its motions, on a framework's its dissent, on a statement's its trail."""

from __future__ import annotations

from typing import Any

from penholder.decisions.models import Motion
from penholder.decisions.queries import dissents_in, motion_lines, motions_touching, open_motions_on
from penholder.ui.panels import Box

NEWEST = 5


def group_motions(group: Any, _viewer: Any) -> Box:
    """The group's open motions and its newest closed ones, with the way to the docket."""
    lines = motion_lines(group)
    return Box(
        "decisions/parts/group_motions.html",
        {
            "group": group,
            "open_motions": [line for line in lines if line.state == Motion.State.OPEN],
            "closed_motions": [line for line in reversed(lines) if line.state != Motion.State.OPEN][:NEWEST],
        },
    )


def dissent_beside_the_text(framework: Any, _viewer: Any) -> Box | None:
    """Motions being voted on and dissent from what was carried; nothing where there is neither."""
    dissents, open_motions = tuple(dissents_in(framework)), tuple(open_motions_on(framework))
    if not dissents and not open_motions:
        return None
    values = {"dissents": dissents, "open_motions": open_motions, "count": len(dissents)}
    return Box("decisions/parts/dissent_beside_the_text.html", values)


def motions_on_statement(statement: Any, _viewer: Any) -> Box | None:
    """The motions that spoke of this statement, and what they decided about points on it."""
    motions = tuple(motions_touching(statement))
    if not motions:
        return None
    return Box("decisions/parts/motions_on_statement.html", {"motions": motions})
