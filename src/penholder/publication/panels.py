"""What publication shows on lower pages: a statement's story, a framework's account, a consultation's ways back."""

from __future__ import annotations

from typing import Any

from penholder.accounts.access import access_community
from penholder.consultations.models import Consultation
from penholder.frameworks.models import Framework, Statement
from penholder.publication.queries.panels import files_back, newest_publication, trail_of_statement
from penholder.ui.panels import Box, panel


@panel("statement.trail", order=40)
def trail(subject: Any, _viewer: Any) -> Box | None:
    """What was said about a statement, and what came of it."""
    if not isinstance(subject, Statement):
        return None
    said = trail_of_statement(subject)
    return Box("publication/panels/trail.html", {"trail": said}) if said else None


@panel("framework.aside", order=40)
def account(subject: Any, _viewer: Any) -> Box | None:
    """The way to the account of the newest version, and to the gate of the next one."""
    if not isinstance(subject, Framework):
        return None
    publication, draft = newest_publication(subject)
    if publication is None and draft is None:
        return None
    values = {"framework": subject, "publication": publication, "draft": draft}
    return Box("publication/panels/account.html", values)


@panel("consultation.coordinator", order=40)
def ways_back(subject: Any, viewer: Any) -> Box | None:
    """How those who answered can follow it, and the tables that go back to those who sent one."""
    if (
        not isinstance(subject, Consultation)
        or not access_community(viewer, subject.community.slug).coordinates
    ):
        return None
    return Box("publication/panels/ways_back.html", {"consultation": subject, "files": files_back(subject)})
