"""What publication shows on lower pages: a statement's story, a framework's account, what was said back to a group."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from penholder.accounts.access import access_community
from penholder.consultations.access import Opened
from penholder.consultations.models import Consultation
from penholder.decisions.access import reads_all_words
from penholder.decisions.models import Motion
from penholder.frameworks.models import Framework, Statement
from penholder.groups.access import access_group
from penholder.groups.models import Group
from penholder.listening.models import Point
from penholder.publication.queries.panels import (
    files_back,
    newest_publication,
    points_of_motion,
    points_waiting_for,
    said_back,
    trail_of_statement,
)
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


@panel("motion.aside", order=40)
def said_back_to_motion(subject: Any, viewer: Any) -> Box | None:
    """Before a group votes, and after: what those whose points it answers have said back."""
    if not isinstance(subject, Motion):
        return None
    return _said_back(points_of_motion(subject), subject.group, viewer)


@panel("group.aside", order=40)
def said_back_to_group(subject: Any, viewer: Any) -> Box | None:
    """Points the group has still to answer whose authors say that they were read wrongly."""
    if not isinstance(subject, Group):
        return None
    return _said_back(points_waiting_for(subject), subject, viewer)


@panel("response.yours", order=40)
def way_to_the_outcome(subject: Any, _viewer: Any) -> Box | None:
    """For whoever holds the code: what became of what they said."""
    if not isinstance(subject, Opened):
        return None
    return Box("publication/panels/way_to_the_outcome.html", {"code": subject.code})


@panel("consultation.coordinator", order=40)
def ways_back(subject: Any, viewer: Any) -> Box | None:
    """How those who answered can follow it, and the tables that go back to those who sent one."""
    if (
        not isinstance(subject, Consultation)
        or not access_community(viewer, subject.community.slug).coordinates
    ):
        return None
    return Box("publication/panels/ways_back.html", {"consultation": subject, "files": files_back(subject)})


def _said_back(points: QuerySet[Point], group: Group, viewer: Any) -> Box | None:
    """Everybody sees that it was said, the group and its readers in which words."""
    said = said_back(points)
    if not said:
        return None
    there = access_group(viewer, group.community.slug, group.slug)
    return Box("publication/panels/said_back.html", {"said": said, "all_words": reads_all_words(there)})
