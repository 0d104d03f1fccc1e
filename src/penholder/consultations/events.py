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


@dataclass(frozen=True, kw_only=True)
class ResponseCorrected(Event):
    """A respondent replaced their words before the deadline. ``re`` names the response.

    ``replaces`` is the entry that was committed to the words before; those are gone. The new ones are committed to here,
    with decoys.
    """

    kind = "response.corrected"
    says = "A response was corrected by the person who sent it; entry {replaces} no longer speaks for it."

    replaces: int


@dataclass(frozen=True, kw_only=True)
class ResponseRedacted(Event):
    """A passage was taken out of a response, and what it said is gone. ``re`` names the response.

    The rest of its words is committed to by the same digests as in entry ``replaces``, so that everybody can see how
    little was touched.
    """

    kind = "response.redacted"
    says = "Words were taken out of a response by the {done_by} (ground: {ground}); the rest stands as in entry {replaces}."

    replaces: int
    done_by: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class WordsRedacted(Event):
    """The same passage was taken out of words made from a response: ``of`` says which, ``obj`` is what they belong to."""

    kind = "words.redacted"
    says = "Words were taken out of a {of} by the {done_by} (ground: {ground})."

    of: str
    done_by: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class ResponseErased(Event):
    """Every word of a response was erased, with what opened the record's commitments to them. ``re`` names it.

    Erased with it: what its points were read as, its author's replies, and what the group quoted of it word for word.
    """

    kind = "response.erased"
    says = "A response was erased by the {done_by} (ground: {ground}). That it was received stays."

    done_by: str
    ground: str
