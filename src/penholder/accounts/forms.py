"""What a coordinator types to give somebody a place."""

from __future__ import annotations

from django import forms

from penholder.accounts.models import Role


class AdmitForm(forms.Form):
    """A new member, or a new task for one who is here."""

    name = forms.CharField(
        label="What are they called?",
        max_length=200,
        help_text="The name they want to go by here. It need not be the one on their papers.",
        error_messages={"required": "Write the name they want to go by."},
    )
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="Only to know them again if you admit them twice. Nothing is sent.",
        error_messages={"invalid": "An e-mail address looks like name@example.org."},
    )
    role = forms.ChoiceField(
        label="What will they do?",
        widget=forms.RadioSelect,
        initial=Role.MEMBER,
        choices=[
            (Role.MEMBER, "Take part: hold a seat, vote"),
            (Role.READER, "Read: draw points from answers"),
            (Role.COORDINATOR, "Coordinate: everything but other people’s votes"),
        ],
        error_messages={"required": "Choose what they will do."},
    )
