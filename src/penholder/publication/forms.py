"""A receipt code as people type it, and what they think of an answer."""

from __future__ import annotations

from typing import Any

from django import forms

from penholder.consultations.queries import response_by_code
from penholder.publication.models import LONGEST_REPLY, Reply
from penholder.pure.ledger.code import Mistyped, check_code


class FindForm(forms.Form):
    """One field; small mistakes are named, with what it may have been."""

    code = forms.CharField(
        label="Your receipt code",
        help_text="Four words and eight digits. Capitals, spaces and hyphens don’t matter.",
        error_messages={"required": "Type the code from your receipt: four words and eight digits."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        try:
            code = check_code(self.cleaned_data["code"])
        except Mistyped as mistyped:
            raise forms.ValidationError(str(mistyped)) from mistyped
        if response_by_code(code) is None:
            raise forms.ValidationError(
                "Every word is right, but no response here has this code. Look at the eight digits again, "
                "and whether the receipt is from this site."
            )
        return code


class ReplyForm(forms.Form):
    """A verdict by one of two buttons, and words with it if somebody likes."""

    nothing_required = True
    verdict = forms.ChoiceField(
        choices=Reply.Verdict.choices,
        error_messages={"required": "Choose one of the buttons, so that we know what you think."},
    )
    words = forms.CharField(
        required=False,
        max_length=LONGEST_REPLY,
        label="In your words",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, label: str = "In your words", hint: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = label
        self.fields["words"].help_text = hint
