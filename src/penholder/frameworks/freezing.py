"""Turns a draft into a version. Only publication may import this, so there is no second way to publish."""

from __future__ import annotations

from datetime import datetime

from penholder.frameworks.models import Draft, Version, VersionStatement
from penholder.frameworks.queries import latest_version
from penholder.record.recording import Refused


def freeze(*, draft: Draft, at: datetime) -> Version:
    """Copy the draft's words for good and close it. Made: the version, its statements. Changed: the draft.

    Nothing is appended here: the publication that calls this says it, and sets the version's entry.
    """
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if locked.became_id is not None:
        raise Refused("This draft has been published already.")
    if not locked.worded.exists():
        raise Refused("This draft has no statements, so there is nothing to publish.")

    newest = latest_version(locked.framework)
    number = newest.number + 1 if newest else 1
    version = Version.objects.create(framework=locked.framework, number=number, published_at=at)
    VersionStatement.objects.bulk_create(
        VersionStatement(version=version, **row.as_worded) for row in locked.worded.order_by("pk")
    )
    draft.became = locked.became = version
    locked.save(update_fields=["became"])
    return version
