"""Comment tables: look at one first, then take in all of its responses or none."""

from __future__ import annotations

import hashlib

from django.db import transaction

from penholder.accounts.models import Member
from penholder.consultations.actions.receiving import Received, receive_response
from penholder.consultations.events import ResponseReceived
from penholder.consultations.models import Consultation, Publishing, ReceivedFile, Source
from penholder.consultations.queries.asking import is_open
from penholder.consultations.queries.tables import TableRead, read_file, responses_from
from penholder.pure.formats.report import Unreadable
from penholder.record import clock
from penholder.record.recording import Refused, records

LARGEST_TABLE = 10 * 1024 * 1024
LONGEST_FILENAME = 300


@transaction.atomic
def stage_table(*, consultation: Consultation, filename: str, data: bytes, by: Member) -> ReceivedFile:
    """Keep a filled comment table as it came, for somebody to look at. Made: the file. The record does not speak of it yet."""
    if not data:
        raise Refused(f"“{filename}” is empty. Choose the filled table again.")
    if len(data) > LARGEST_TABLE:
        raise Refused(
            f"“{filename}” is larger than 10 MB. Take pictures out of it, or split it into several files, and try again."
        )
    now = clock.now()
    if not is_open(consultation, now):
        raise Refused("This consultation is not open, so no more responses can be taken in.")
    digest = hashlib.sha256(data).hexdigest()
    known = ReceivedFile.objects.filter(consultation=consultation, sha256=digest).first()
    if known is not None:
        return known
    file = ReceivedFile(
        consultation=consultation,
        filename=filename[-LONGEST_FILENAME:],
        data=data,
        sha256=digest,
        received_at=now,
        received_by=by,
    )
    _read(file)  # what can't be read at all is not kept
    file.save(force_insert=True)
    return file


@records(ResponseReceived)
def receive_table(*, file: ReceivedFile, accept_left_out: bool, by: Member) -> tuple[Received, ...]:
    """Take in every response of the table, or none. Changed: the file. Made: one response for each body.

    Appended: response.received for each. Bodies answer in their own name, so their words may be shown.
    """
    file = ReceivedFile.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=file.pk)
    if file.accepted_at:
        raise Refused(f"“{file.filename}” has been taken in already. Nothing was taken in twice.")
    read = _read(file)
    if read.report.left_out and not accept_left_out:
        raise Refused(
            f"Rows that can’t be taken in: {read.report.left_out}. Mend them in the file and bring it again, "
            "or tick the box to take in the others without them."
        )
    received = tuple(
        receive_response(
            consultation=file.consultation,
            answers=given,
            source=Source.COMMENT_TABLE,
            by=by.actor,
            label=name,
            publishing=Publishing.WORDS,
            file=file,
        )
        for name, given in responses_from(read)
    )
    if not received:
        raise Refused(f"No row of “{file.filename}” says anything yet. Check that this is the filled table.")
    file.accepted_at = clock.now()
    file.save(update_fields=["accepted_at"])
    return received


def _read(file: ReceivedFile) -> TableRead:
    try:
        read = read_file(file)
    except Unreadable as unreadable:
        raise Refused(unreadable.sentence) from unreadable
    stops = [f"{odd.where}: {odd.what} {odd.so}" for odd in read.report.oddities if odd.severity == "stops"]
    if stops:
        raise Refused(" ".join(stops))
    return read


UNRECORDED = (stage_table,)
