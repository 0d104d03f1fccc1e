"""A new key for the record: announced in the log under the old key's signature before it signs anything itself."""

from __future__ import annotations

from penholder.pure.ledger.keys import Verifier
from penholder.record.actions.appending import append
from penholder.record.events import GUEST, RECORD, KeyRetired, KeyRotated
from penholder.record.fields import new_uid
from penholder.record.queries import Entry, body_of
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
    if is_announced(key):
        raise Refused("This key has been announced already.")
    return append(KeyRotated(scope=RECORD, obj=new_uid(), vkey=key.vkey()), by=GUEST)


@records(KeyRetired)
def retire_key(*, key: Verifier) -> Entry:
    """Say in the log that a key stops. Appended: key.retired, sealed by this key for the last time."""
    present = verifiers()
    if key not in present:
        raise Refused("This key does not sign here.")
    if is_retired(key):
        raise Refused("The record says already that this key stops.")
    if len(present) == 1:
        raise Refused("This is the only key. Make a new one first: penholder key rotate")
    return append(KeyRetired(scope=RECORD, obj=new_uid(), vkey=key.vkey()), by=GUEST)


def is_announced(key: Verifier) -> bool:
    """Whether the log says already that this key will sign."""
    return _is_told(KeyRotated.kind, key)


def is_retired(key: Verifier) -> bool:
    """Whether the log says already that this key stops."""
    return _is_told(KeyRetired.kind, key)


def _is_told(kind: str, key: Verifier) -> bool:
    told = Entry.objects.filter(scope=RECORD, kind=kind)
    return any(body_of(entry)["facts"]["vkey"] == key.vkey() for entry in told)
