"""What is going on when the fault strikes: responses come in, each is acknowledged with its receipt, one after another."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from time import monotonic

from penholder.consultations.actions import issue_receipt, receive_response
from penholder.consultations.models import Consultation, Source
from penholder.consultations.queries import AnswerGiven
from penholder.record.actions import NotSealed, recover
from penholder.record.events import GUEST
from tests.faults import traps


@dataclass(frozen=True, slots=True)
class Fault:
    """How this worker is to end: at a named point, before a step, or whenever the runner kills it."""

    point: str = ""
    step: int = -1
    acts: int = 10_000


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What a respondent holds: the id of what they sent, and the receipt for it."""

    uid: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Started:
    """How long it took from the beginning of the process to the first receipt, and what had to be set right."""

    seconds: float
    read_back: int
    erased_again: int


def work(tell: Callable[[str], None], *, consultation: str, fault: Fault, began: float) -> None:
    """Start as the site starts, then take in responses until the fault strikes or there are enough."""
    standing = recover()
    if standing.held:
        tell(json.dumps({"held": standing.held}))
        return
    asked = Consultation.objects.get(uid=consultation)
    for number in range(fault.acts):
        if number == 1 and fault.point:
            traps.arm(fault.point)
        said = _taken_in(asked, fault if number == 1 else Fault())
        tell(json.dumps({"acknowledged": asdict(said)}))
        if number == 0:
            started = Started(monotonic() - began, standing.read_back, standing.erased_again)
            tell(json.dumps({"started": asdict(started)}))


def _taken_in(asked: Consultation, fault: Fault) -> Acknowledged:
    if fault.step < 0:
        said = _act(asked)
    else:
        with traps.dying_at_step(fault.step):
            said = _act(asked)
    if fault.point == traps.BEFORE_ANSWER:
        traps.die()
    return said


def _act(asked: Consultation) -> Acknowledged:
    answers = [AnswerGiven(text=f"What matters is time, said by {os.getpid()}.")]
    received = receive_response(consultation=asked, answers=answers, source=Source.WEB, by=GUEST)
    receipt = issue_receipt(response=received.response)
    return Acknowledged(received.response.uid, receipt.text())


__all__ = ["Acknowledged", "Fault", "NotSealed", "Started", "work"]
