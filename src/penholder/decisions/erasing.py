"""What a group quoted word for word of a response goes with it; what it decided, and why in its own words, stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet

from penholder.consultations.models import Answer
from penholder.decisions.models import Disposition, Dissent, Motion, ProposedDisposition, Vote
from penholder.pure.ledger.entry import EntryBody
from penholder.pure.reading.removal import take_out_quotations
from penholder.record.erasing import erases

MARKER = "[words erased]"
LONGEST_TITLE = 300
HOLDING = (Motion, ProposedDisposition, Disposition, Vote, Dissent)


@dataclass(frozen=True, slots=True)
class _Quoting:
    """Rows in which somebody may have quoted, and for each column of words the salt that opens them."""

    rows: QuerySet[models.Model]
    columns: Mapping[str, str]


@erases("response.erased", order=0, tables=HOLDING)
def erase_quotations(body: EntryBody) -> bool:
    """Take out what the motions that answer a response quote of it. First of all: its words must still be there to be found.

    The record's commitments to these texts can't be opened after that. Wording that went into a framework stays: it is
    the framework's, and published.
    """
    own = tuple(
        text
        for answer in Answer.objects.filter(response__uid=body.obj)
        for text in (answer.text, answer.proposed)
        if text
    )
    if not own:
        return False
    motions = Motion.objects.filter(
        pk__in=ProposedDisposition.objects.filter(point__answer__response__uid=body.obj).values("motion")
    )
    found = [_without(own, quoting) for quoting in _where(motions)]
    return any(found)


def _where(motions: QuerySet[Motion]) -> Iterable[_Quoting]:
    return (
        _Quoting(motions, {"title": "salt", "about": "about_salt"}),
        _Quoting(ProposedDisposition.objects.filter(motion__in=motions), {"reason": ""}),
        _Quoting(Disposition.objects.filter(motion__in=motions), {"reason": "salt"}),
        _Quoting(Vote.objects.filter(motion__in=motions), {"reason": "reason_salt"}),
        _Quoting(Dissent.objects.filter(motion__in=motions), {"text": "salt"}),
    )


def _without(own: tuple[str, ...], quoting: _Quoting) -> bool:
    changed = False
    for row in quoting.rows:
        for column, salt in quoting.columns.items():
            taken = take_out_quotations(getattr(row, column), own, MARKER)
            if not taken.passages:
                continue
            changed = True
            setattr(row, column, taken.words[:LONGEST_TITLE] if column == "title" else taken.words)
            if salt:
                setattr(row, salt, b"")
            else:
                _close_proposal(row)
            row.save(update_fields=[column, salt] if salt else [column])
    return changed


def _close_proposal(row: models.Model) -> None:
    """What a motion proposed is committed to as one text, so that none of it can be opened any more."""
    if isinstance(row, ProposedDisposition):
        Motion.objects.filter(pk=row.motion_id).update(proposal_salt=b"")
