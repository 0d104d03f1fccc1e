"""What people type about groups, charters and seats."""

from __future__ import annotations

from typing import Any

from django import forms

from penholder.accounts.models import Member
from penholder.groups.models import Group, Power, Rule, SeatKind
from penholder.groups.queries import possible_holders
from penholder.pure.ruling.charter import impossible
from penholder.ui.forms import DayField

_LINES = forms.Textarea(attrs={"rows": 3})
_NUMBER = forms.TextInput(attrs={"class": "width-5", "inputmode": "numeric"})


class GroupForm(forms.Form):
    """A new group."""

    name = forms.CharField(
        label="What is the group called?",
        max_length=200,
        error_messages={"required": "Give the group a name, for example “The drafting circle”."},
    )
    purpose = forms.CharField(
        label="What is it there for?",
        help_text="A sentence or two. Everybody can read it.",
        required=False,
        widget=_LINES,
    )


class CharterForm(forms.Form):
    """The rules a group binds itself by."""

    power = forms.ChoiceField(
        label="What becomes of what the group says?",
        choices=[
            (Power.DECIDES, "It decides: what it carries is done"),
            (Power.RECOMMENDS, "It recommends, and somebody else decides"),
            (Power.COMMENTS, "It comments, and somebody else decides"),
        ],
        widget=forms.RadioSelect,
        help_text="Only a group that decides can answer points and change the text.",
        error_messages={"required": "Choose whether the group decides, recommends or comments."},
    )
    rule = forms.ChoiceField(
        label="How does it decide?",
        choices=[
            (Rule.CONSENT, "By consent: it carries when nobody holds a reasoned objection"),
            (Rule.MAJORITY, "By majority: more seats are for it than against"),
            (Rule.TWO_THIRDS, "By two thirds of the votes for and against"),
        ],
        widget=forms.RadioSelect,
        help_text="Silence is never consent, whichever you choose. A seat that abstains counts for the quorum only.",
        error_messages={"required": "Choose how the group decides."},
    )
    quorum = forms.IntegerField(
        label="How many seats must vote?",
        help_text="The quorum. Below it nothing is decided.",
        widget=_NUMBER,
        error_messages={
            "required": "Say how many seats must vote, as a number.",
            "invalid": "Write the quorum as a number, such as 5.",
        },
    )
    quorum_lived = forms.IntegerField(
        label="How many of those must be lived-experience seats?",
        widget=_NUMBER,
        error_messages={
            "required": "Say how many lived-experience seats must vote, as a number; 0 if none need to.",
            "invalid": "Write a number, such as 4.",
        },
    )
    lived_share = forms.IntegerField(
        label="Of every hundred seats that are held, how many at least are lived-experience seats?",
        help_text="75 is what user-led organisations usually ask of themselves; more than 50 is the least that is called user-led.",
        widget=_NUMBER,
        initial=75,
        error_messages={
            "required": "Say how many of every hundred seats, as a number from 0 to 100.",
            "invalid": "Say how many of every hundred seats, as a number from 0 to 100.",
        },
    )
    chosen_how = forms.CharField(
        label="How are seats filled?",
        help_text="Where it is announced, who chooses, by what. People who were not chosen will read this.",
        required=False,
        widget=_LINES,
    )
    interests = forms.CharField(
        label="How are interests declared?",
        help_text="For example: who employs you, and when you would stand aside.",
        required=False,
        widget=_LINES,
    )
    offer = forms.CharField(
        label="What are members offered for their time?",
        help_text="Pay, travel, access costs, or that there is nothing. What anyone takes up stays private.",
        required=False,
        widget=_LINES,
    )
    review_on = DayField(label="When will this charter be looked at again?", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        numbers: dict[str, Any] = {
            name: cleaned.get(name) for name in ("quorum", "quorum_lived", "lived_share")
        }
        if None not in numbers.values():
            for sentence in impossible(**numbers):
                self.add_error(None, sentence)
        return cleaned


class _HolderForm(forms.Form):
    """Who takes the seat, and how they came to it."""

    holder = forms.ModelChoiceField(
        label="Who takes it?", queryset=Member.objects.none(), empty_label="Choose one"
    )
    filled_how = forms.CharField(
        label="How was the seat filled?",
        help_text="For example: elected by the members in March. Everybody can read this.",
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        assert isinstance(field, forms.ModelChoiceField)  # for the type checker: it stands above
        field.queryset = possible_holders(group)


class VacancyForm(_HolderForm):
    """Somebody for a seat that stands vacant."""


class SeatForm(_HolderForm):
    """A new seat, held or vacant."""

    field_order = ("kind", "title", "holder", "filled_how")
    kind = forms.ChoiceField(
        label="Whose knowledge is the seat for?",
        choices=[(SeatKind.LIVED, "Lived experience"), (SeatKind.TECHNICAL, "Technical adviser")],
        widget=forms.RadioSelect,
        help_text="Whether somebody has lived experience is theirs to say. Nobody is asked for a diagnosis.",
        error_messages={"required": "Choose whose knowledge the seat is for."},
    )
    title = forms.CharField(
        label="What is the seat called?",
        help_text="It votes under this name in public, for example “Peer worker, community teams”. The person is not named.",
        max_length=200,
        error_messages={"required": "Give the seat a title; it votes under it."},
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, group=group, **kwargs)
        holder = self.fields["holder"]
        assert isinstance(holder, forms.ModelChoiceField)  # for the type checker: it stands above
        holder.required = False
        holder.empty_label = "Nobody yet: the seat stays vacant"


class LeaveForm(forms.Form):
    """What somebody who leaves wants to say about it."""

    nothing_required = True
    statement = forms.CharField(
        label="Is there anything you want to say about leaving?",
        help_text="Everybody will be able to read it, in your words, under the seat's title and without your name.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
