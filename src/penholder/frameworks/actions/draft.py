"""The next draft of a published framework."""

from __future__ import annotations

from penholder.accounts.models import Member
from penholder.frameworks.events import DraftOpened
from penholder.frameworks.models import Draft, DraftStatement, Framework
from penholder.frameworks.queries import latest_version, open_draft_of
from penholder.record import clock
from penholder.record.actions import append
from penholder.record.recording import Refused, records


@records(DraftOpened)
def open_draft(*, framework: Framework, by: Member) -> Draft:
    """Open a draft on the newest version. Made: the draft and its statements. Appended: draft.opened."""
    now = clock.now()
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    opened = open_draft_of(framework)
    if opened is not None:
        raise Refused(f"Draft {opened.number} is open already. A framework has one open draft at a time.")
    version = latest_version(framework)
    if version is None:
        raise Refused("This framework has no published version to open a draft on.")

    number = framework.drafts.count() + 1
    draft = Draft.objects.create(framework=framework, number=number, based_on=version, opened_at=now)
    made = DraftStatement.objects.bulk_create(
        DraftStatement(draft=draft, **row.as_worded) for row in version.worded.order_by("pk")
    )
    append(
        DraftOpened(
            scope=framework.uid, obj=draft.uid, re=(version.uid,), number=number, statements=len(made)
        ),
        by=by.actor,
    )
    return draft
