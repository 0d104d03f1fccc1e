"""A new key for the record: announced in the log under the old key's signature before it signs anything itself."""

from __future__ import annotations

from penholder.pure.ledger.keys import Verifier
from penholder.record.actions.appending import append
from penholder.record.events import GUEST, RECORD, KeyRetired, KeyRotated
from penholder.record.fields import new_uid
from penholder.record.queries import Entry
from penholder.record.recording import Refused, records
from penholder.record.signing import verifiers


@records(KeyRotated)
def announce_key(*, key: Verifier) -> Entry:
    """Say in the log which key will sign beside the present one. Appended: key.rotated, sealed by the present one."""
    present = verifiers()
    if key.name != present[0].name:
        raise Refused(
            f"A new key of this record has the same name, {present[0].name}, and this one has {key.name}."
        )
    if key in present:
        raise Refused("This key signs already.")
    return append(KeyRotated(scope=RECORD, obj=new_uid(), vkey=key.vkey()), by=GUEST)


@records(KeyRetired)
def retire_key(*, key: Verifier) -> Entry:
    """Say in the log that a key stops. Appended: key.retired, sealed by this key for the last time."""
    present = verifiers()
    if key not in present:
        raise Refused("This key does not sign here.")
    if len(present) == 1:
        raise Refused("This is the only key. Make a new one first: penholder key rotate")
    return append(KeyRetired(scope=RECORD, obj=new_uid(), vkey=key.vkey()), by=GUEST)
