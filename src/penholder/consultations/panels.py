"""What lower stages show of this one: on a framework's page, what people are being asked about it."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from penholder.accounts.access import access_community
from penholder.consultations.queries import open_on
from penholder.frameworks.models import Framework
from penholder.record import clock
from penholder.ui.panels import Box, panel


@panel("framework.aside", order=20)
def open_consultations(subject: Any, viewer: Any) -> Box | None:
    """Consultations people can answer now; for coordinators also the way to open one."""
    if not isinstance(subject, Framework):
        return None
    asking = tuple(open_on(subject, clock.now()))
    may_open = _coordinates(subject, viewer) and any(
        draft.became_id is None for draft in subject.drafts.all()
    )
    if not asking and not may_open:
        return None
    return Box(
        "consultations/parts/framework_aside.html",
        {"consultations": asking, "may_open": may_open, "framework": subject},
    )


def _coordinates(framework: Framework, viewer: Any) -> bool:
    if viewer is None or not viewer.is_authenticated:
        return False
    try:
        return access_community(viewer, framework.community.slug).coordinates
    except Http404:
        return False
