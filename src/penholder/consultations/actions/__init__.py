"""Open and close a consultation, take in responses by whatever door, keep what is not sent yet, let words go."""

from __future__ import annotations

from penholder.consultations.actions.opening import close_consultation, open_consultation
from penholder.consultations.actions.receiving import (
    AlreadyReceived,
    Received,
    correct_response,
    issue_receipt,
    receive_response,
    withdraw_response,
)
from penholder.consultations.actions.redacting import erase_response, redact_response
from penholder.consultations.actions.tables import LARGEST_TABLE, receive_table, stage_table
from penholder.consultations.actions.writing import (
    begin_correction,
    discard_unsent,
    forget_unsent,
    save_unsent,
)

__all__ = [
    "LARGEST_TABLE",
    "UNRECORDED",
    "AlreadyReceived",
    "Received",
    "begin_correction",
    "close_consultation",
    "correct_response",
    "discard_unsent",
    "erase_response",
    "forget_unsent",
    "issue_receipt",
    "open_consultation",
    "receive_response",
    "receive_table",
    "redact_response",
    "save_unsent",
    "stage_table",
    "withdraw_response",
]

UNRECORDED = (save_unsent, begin_correction, discard_unsent, forget_unsent, stage_table, issue_receipt)
"""Public acts the record does not speak of: nothing has been said yet, or what was said is in it already."""
