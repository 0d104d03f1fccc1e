"""What people type to put a motion, to vote on it and to dissent from it."""

from __future__ import annotations

from penholder.decisions.forms.putting import (
    AnswersForm,
    ChangeForm,
    NewChangeForm,
    TitleForm,
    as_typed,
    changes_in,
    renumbered,
    with_new_change,
)
from penholder.decisions.forms.speaking import DissentForm, VoteForm

__all__ = [
    "AnswersForm",
    "ChangeForm",
    "DissentForm",
    "NewChangeForm",
    "TitleForm",
    "VoteForm",
    "as_typed",
    "changes_in",
    "renumbered",
    "with_new_change",
]
