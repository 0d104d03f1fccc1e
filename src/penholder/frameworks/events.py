"""What the record says of frameworks, their drafts and versions."""

from __future__ import annotations

from dataclasses import dataclass

from penholder.record.events import Event


@dataclass(frozen=True, kw_only=True)
class FrameworkImported(Event):
    """A framework came in from a file; its sha-256 says which."""

    kind = "framework.imported"
    says = "A framework was imported from a {source} file (statements: {statements}, left out: {left_out})."

    source: str
    statements: int
    associations: int
    left_out: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class DraftOpened(Event):
    """A new draft was opened on the published version. ``re`` names that version."""

    kind = "draft.opened"
    says = "Draft {number} was opened (statements: {statements})."

    number: int
    statements: int


@dataclass(frozen=True, kw_only=True)
class ChangeApplied(Event):
    """One named change to a draft. ``re`` names the statement, and ``warrant`` the entry that allowed it.

    The words before and after are committed to: whoever holds them can show that these were the words.
    """

    kind = "change.applied"
    says = "A {significance} change was made to the draft ({operation}), by the warrant of entry {warrant}."

    operation: str
    significance: str
    warrant: int


@dataclass(frozen=True, kw_only=True)
class EditorialFixMade(Event):
    """Somebody took responsibility for a change of form that changes no meaning; it warrants itself."""

    kind = "editorial_fix.made"
    says = "An editorial fix was made."
