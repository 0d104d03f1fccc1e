"""What a seat says to a motion: its vote, and its dissent."""

from __future__ import annotations

from typing import Any

from django import forms

from penholder.decisions.models import Choice


class VoteForm(forms.Form):
    """A vote, with the reason others will read after the close."""

    prefix = "vote"
    choice = forms.ChoiceField(
        label="What do you say to it?",
        choices=Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three: agree, object or abstain."},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="An objection needs a reason. Everybody can read it once the motion is closed, under your seat’s title.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("choice") == Choice.OBJECT and not cleaned.get("reason"):
            self.add_error("reason", "Say what your objection is: the others can only answer what they know.")
        return cleaned


class DissentForm(forms.Form):
    """A disagreement, to stand beside the decision."""

    prefix = "dissent"
    text = forms.CharField(
        label="What do you disagree with, and why?",
        help_text="In your own words. They stand beside the decision in full, wherever it goes, under your seat’s title.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write what you disagree with and why, in your own words."},
    )
