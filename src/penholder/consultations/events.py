"""What the record says of consultations and responses: when, how many, by what way; never the words."""

from __future__ import annotations

from dataclasses import dataclass

from penholder.record.events import Event


@dataclass(frozen=True, kw_only=True)
class ConsultationOpened(Event):
    """People were asked. ``re`` names the framework, the draft and the group that decides."""

    kind = "consultation.opened"
    says = "A consultation was opened (statements: {statements}, questions: {questions}, until {closes})."

    statements: int
    questions: int
    closes: str


@dataclass(frozen=True, kw_only=True)
class ConsultationClosed(Event):
    """A consultation was closed before its deadline, or its closing was noted after it."""

    kind = "consultation.closed"
    says = "The consultation was closed (responses: {responses})."

    responses: int


@dataclass(frozen=True, kw_only=True)
class ResponseReceived(Event):
    """One response came in. Every answer's words are committed to, with decoys, so that their number says nothing."""

    kind = "response.received"
    says = "A response was received ({source})."

    source: str


@dataclass(frozen=True, kw_only=True)
class ResponseWithdrawn(Event):
    """A respondent took their response back before the deadline. ``re`` names it."""

    kind = "response.withdrawn"
    says = "A response was withdrawn by the person who sent it."
