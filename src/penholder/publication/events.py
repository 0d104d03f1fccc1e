"""What the record says when a version is published, and what respondents say to the answer they got."""

from __future__ import annotations

from dataclasses import dataclass

from penholder.record.events import Event


@dataclass(frozen=True, kw_only=True)
class VersionPublished(Event):
    """A version was frozen. ``re`` names the draft and the framework; ``sha256`` is of its canonical text."""

    kind = "version.published"
    says = (
        "Version {number} was published (statements: {statements}, changes since the one before: {changes})."
    )

    number: int
    statements: int
    changes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class OutcomesPublished(Event):
    """What became of every response was frozen with the version. ``obj`` is the publication."""

    kind = "outcomes.published"
    says = "The outcomes were published (responses: {responses}, points: {points}, dissents: {dissents})."

    responses: int
    points: int
    dissents: int


@dataclass(frozen=True, kw_only=True)
class OutcomeReplied(Event):
    """A respondent said what they think of the answer to a point. ``re`` names the point; words are committed to."""

    kind = "outcome.replied"
    says = "A respondent replied to an answer: {reply}."

    reply: str
