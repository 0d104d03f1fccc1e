"""What this browser's session remembers of a consultation: where the unsent words are, and a code not written down yet."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from penholder.consultations.actions import Received
from penholder.consultations.erasing import SENT, TABLES
from penholder.consultations.models import Consultation, ReceivedFile, Response
from penholder.pure.ledger.code import new_code
from penholder.record.fields import new_uid

_WRITING = "consultations.writing"


@dataclass(frozen=True, slots=True)
class Writing:
    """The id unsent words are kept under, and the code the response will have."""

    uid: str
    code: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A response this browser sent; its code is nowhere else."""

    writing: str
    response: str
    code: str


@dataclass(frozen=True, slots=True)
class Slip:
    """The code of one response that came in a table, to be handed to whoever said it."""

    reference: str
    label: str
    code: str


def writing_at(request: HttpRequest, consultation: Consultation) -> Writing | None:
    """Where this browser's unsent words are kept, if it has begun to write."""
    kept = _kept(request, _WRITING).get(consultation.uid)
    return Writing(**kept) if kept else None


def begin_writing(request: HttpRequest, consultation: Consultation, *, anew: bool = False) -> Writing:
    """Where to keep unsent words; given out at the first page, so that two tabs write into one place.

    The code is made here too: a second press of Send, which finds the first has done it, can still show it.
    """
    known = None if anew else writing_at(request, consultation)
    if known is not None:
        return known
    made = Writing(new_uid(), new_code(secrets.randbelow))
    _keep(request, _WRITING, consultation.uid, {"uid": made.uid, "code": made.code})
    return made


def begin_correcting(request: HttpRequest, consultation: Consultation, code: str) -> Writing:
    """Where to keep the words that will replace those of a response; it keeps the code it has."""
    made = Writing(new_uid(), code)
    _keep(request, _WRITING, consultation.uid, {"uid": made.uid, "code": made.code})
    return made


def all_writing(request: HttpRequest) -> tuple[str, ...]:
    return tuple(str(kept["uid"]) for kept in _kept(request, _WRITING).values())


def remember_sent(
    request: HttpRequest, consultation: Consultation, response: Response, writing: Writing
) -> None:
    """Keep the code for the confirmation page, and let go of where the words were written."""
    _drop(request, _WRITING, consultation.uid)
    sent = {"writing": writing.uid, "response": response.uid, "code": writing.code}
    _keep(request, SENT, consultation.uid, sent)


def sent_at(request: HttpRequest, consultation: Consultation) -> Sent | None:
    kept = _kept(request, SENT).get(consultation.uid)
    return Sent(**kept) if kept else None


def forget_sent(request: HttpRequest, consultation: Consultation) -> None:
    _drop(request, SENT, consultation.uid)


def remember_slips(request: HttpRequest, file: ReceivedFile, received: tuple[Received, ...]) -> None:
    slips = [[each.response.reference, each.response.label, each.code] for each in received]
    _keep(request, TABLES, file.uid, slips)


def slips_at(request: HttpRequest, file: ReceivedFile) -> tuple[Slip, ...]:
    return tuple(Slip(*slip) for slip in _kept(request, TABLES).get(file.uid, ()))


def forget_slips(request: HttpRequest, file: ReceivedFile) -> None:
    _drop(request, TABLES, file.uid)


def _kept(request: HttpRequest, name: str) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(name, {})
    return kept


def _keep(request: HttpRequest, name: str, key: str, value: Any) -> None:
    request.session[name] = {**_kept(request, name), key: value}


def _drop(request: HttpRequest, name: str, key: str) -> None:
    if key in _kept(request, name):
        request.session[name] = {kept: value for kept, value in _kept(request, name).items() if kept != key}
