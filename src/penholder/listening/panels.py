"""What a consultation's own page shows of listening: to readers the way to the desk, to everybody what was said."""

from __future__ import annotations

from typing import Any

from penholder.accounts.access import access_community
from penholder.consultations.models import Consultation
from penholder.consultations.queries import said_is_shown
from penholder.listening.queries import progress_of
from penholder.record import clock
from penholder.ui.panels import Box, panel


@panel("consultation.coordinator", order=10)
def way_to_the_desk(subject: Any, viewer: Any) -> Box | None:
    """How far the reading has come, for readers."""
    if not isinstance(subject, Consultation) or not access_community(viewer, subject.community.slug).reads:
        return None
    return Box(
        "listening/panels/way_to_the_desk.html", {"consultation": subject, "progress": progress_of(subject)}
    )


@panel("consultation.aside", order=10)
def what_was_said(subject: Any, _viewer: Any) -> Box | None:
    """Once nothing more can be said: the way to what was, statement by statement, for everybody."""
    if not isinstance(subject, Consultation) or not said_is_shown(subject, reads=False, at=clock.now()):
        return None
    return Box("listening/panels/what_was_said.html", {"consultation": subject})
