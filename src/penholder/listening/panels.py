"""The way to the reader's desk, shown on a consultation's own page to those who read."""

from __future__ import annotations

from typing import Any

from penholder.accounts.access import access_community
from penholder.consultations.models import Consultation
from penholder.listening.queries import progress_of
from penholder.ui.panels import Box, panel


@panel("consultation.coordinator", order=10)
def way_to_the_desk(subject: Any, viewer: Any) -> Box | None:
    """How far the reading has come, for readers."""
    if not isinstance(subject, Consultation) or not access_community(viewer, subject.community.slug).reads:
        return None
    return Box(
        "listening/panels/way_to_the_desk.html", {"consultation": subject, "progress": progress_of(subject)}
    )
