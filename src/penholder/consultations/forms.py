"""What people send us, turned into clean values; nothing here writes.

The respondent's forms are drawn by hand in their template, because forty statements with three controls each must stay
light; so they know their own rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.text import capfirst

from penholder.accounts.models import Community
from penholder.consultations.models import Ground, Publishing, Source, Stance
from penholder.consultations.queries import (
    ABOUT_YOU,
    WHOLE,
    Part,
    Placed,
    drafts_to_ask_on,
    key_of_question,
    key_of_statement,
)
from penholder.frameworks.models import Draft
from penholder.groups.models import Group
from penholder.record import clock
from penholder.ui.forms import DayField

LONGEST_ANSWER = 20_000
LONGEST_LABEL = 200
QUICKER_THAN_PEOPLE = timedelta(seconds=2)

Answers = Mapping[str, Mapping[str, str]]


class Words(forms.CharField):
    """Somebody's own words: never required, with line breaks counted as one character wherever they were typed."""

    def __init__(self, *, rows: int = 5, longest: int = LONGEST_ANSWER, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(
            required=False,
            max_length=longest,
            error_messages={
                "max_length": f"This is longer than {longest:,} letters. Please shorten it a little."
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement as it is drawn, with what has been answered so far."""

    key: str
    placed: Placed
    stance: str
    text: str
    proposed: str
    wrong: tuple[tuple[str, str], ...]

    @property
    def open(self) -> bool:
        """Show the two boxes from the start where there is something in them, or words were promised."""
        return bool(self.text or self.proposed or self.wrong or self.stance in {Stance.REWORD, Stance.REMOVE})


class PartForm(forms.Form):
    """One page of the asking. Every field may stay empty; ``answers`` are kept under the names of what was asked."""

    nothing_required = True

    def __init__(self, part: Part, saved: Answers, data: Mapping[str, Any] | None = None) -> None:
        self.part = part
        super().__init__(data, initial=_flat(saved), use_required_attribute=False)
        for placed in part.statements:
            key = key_of_statement(placed.asked)
            self.fields[f"{key}-stance"] = forms.ChoiceField(
                required=False,
                choices=[("", ""), *Stance.choices],
                error_messages={"invalid_choice": "Choose one of the four answers, or none."},
            )
            self.fields[f"{key}-text"] = Words()
            self.fields[f"{key}-proposed"] = Words(rows=3)
        for question in part.questions:
            self.fields[f"{key_of_question(question)}-text"] = Words(
                label=question.text, help_text=question.hint
            )
        if part.kind == "last":
            self.fields |= _last_fields()

    @property
    def rows(self) -> tuple[StatementRow, ...]:
        """The statements, with what was just typed or, where nothing was, what was saved before."""
        return tuple(self._row(placed) for placed in self.part.statements)

    @property
    def wrong(self) -> tuple[tuple[str, str], ...]:
        """Each error with the id of the box that can put it right."""
        return tuple(
            (str(message), _control(name)) for name, messages in self.errors.items() for message in messages
        )

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """Clean answers by the name of what was asked; for ``save_unsent``."""
        answers: dict[str, dict[str, str]] = {}
        for name, value in self.cleaned_data.items():
            key, _, field = name.partition("-")
            answers.setdefault(key, {})[field] = value
        return answers

    def _row(self, placed: Placed) -> StatementRow:
        key = key_of_statement(placed.asked)
        stance, text, proposed = (self._value(f"{key}-{field}") for field in ("stance", "text", "proposed"))
        wrong = tuple(pair for pair in self.wrong if pair[1].startswith(f"{key}-")) if self.is_bound else ()
        return StatementRow(key, placed, stance, text, proposed, wrong)

    def _value(self, name: str) -> str:
        return str((self.data if self.is_bound else self.initial).get(name) or "")


class SendForm(forms.Form):
    """The button at the end. A box that people don't see, and the time the page was made, tell machines from people."""

    writing = forms.CharField(required=False, widget=forms.HiddenInput)
    made = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False)

    @staticmethod
    def made_now() -> str:
        return signing.dumps(clock.now().timestamp(), salt="consultations.send")

    @property
    def looks_automatic(self) -> bool:
        """Only both together: people who read fast, or whose browser fills every box, are let through."""
        return bool(self.cleaned_data["website"]) and self._sent_at_once()

    def _sent_at_once(self) -> bool:
        try:
            made = signing.loads(self.cleaned_data["made"], salt="consultations.send")
        except signing.BadSignature:
            return True
        return clock.now().timestamp() - float(made) < QUICKER_THAN_PEOPLE.total_seconds()


class OpenForm(forms.Form):
    """Everything people are told before they answer."""

    draft = forms.ModelChoiceField(Draft.objects.none(), label="What do you ask about?", empty_label=None)
    title = forms.CharField(label="What is the consultation called?", max_length=300)
    about = forms.CharField(
        label="Why do you ask?",
        help_text="A few plain sentences. Say what can still change.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    asker = forms.CharField(label="Who asks?", max_length=300)
    decider = forms.ModelChoiceField(
        Group.objects.none(),
        label="Who decides what becomes of the answers?",
        help_text="People see who sits in this group and how it decides.",
        empty_label=None,
    )
    what_happens = forms.CharField(
        label="What will happen with the answers, and by when?",
        help_text="For example: everybody gets an answer with a reason by 1 June. The group decides in three meetings in May.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    information_law = forms.CharField(
        label="Who holds the answers, and does freedom of information law apply?",
        help_text="Say it plainly. People decide by it how much they can tell you.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.CharField(
        label="Whom can people ask?",
        help_text="A person’s name, and how to reach them: a telephone number, an address.",
        max_length=300,
    )
    closes_on = DayField(
        label="Which is the last day?",
        help_text="People can answer until midnight at the end of that day.",
        error_messages={"invalid": "Write the day like 27 March 2027 or 27/03/2027."},
    )
    questions = forms.CharField(
        label="Questions about the whole",
        help_text="One on each line. People can answer every statement as well, so few questions are enough.",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    quiet_exit = forms.BooleanField(
        label="Show “Leave this page” on every page",
        help_text="For when being seen here could put somebody at risk. It leads to an ordinary page elsewhere at once.",
        required=False,
        initial=True,
    )

    def __init__(self, community: Community, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["draft"].queryset = drafts_to_ask_on(community)  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["decider"].queryset = Group.objects.filter(community=community)  # type: ignore[attr-defined]  # same
        for name, field in self.fields.items():
            field.error_messages.setdefault("required", "")
            if field.required:
                field.error_messages["required"] = _MISSING.get(name, f"Please answer: {field.label}")

    @property
    def closes_at(self) -> datetime:
        """The last moment of the last day, where this site is."""
        return datetime.combine(
            self.cleaned_data["closes_on"], time(23, 59, 59), tzinfo=timezone.get_default_timezone()
        )

    @property
    def asked_questions(self) -> tuple[tuple[str, str], ...]:
        lines = (line.strip() for line in self.cleaned_data["questions"].splitlines())
        return tuple((line, "") for line in lines if line)


class TableForm(forms.Form):
    """A filled comment table."""

    file = forms.FileField(
        label="The filled comment table",
        help_text="The ISO, IEC or CEN commenting form as a Word file (.docx), at most 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": "Choose the file with the comments.",
            "empty": "This file is empty. Choose the filled table again.",
        },
    )


class TakeInForm(forms.Form):
    """Take in a table that was looked at."""

    accept_left_out = forms.BooleanField(
        label="Take in the others without the rows that can’t be read", required=False
    )


class TypeInForm(forms.Form):
    """How the response came that somebody types in."""

    source = forms.ChoiceField(
        label="How did it reach you?",
        choices=[
            (source.value, capfirst(source.label))
            for source in Source
            if source not in {Source.WEB, Source.COMMENT_TABLE}
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the response reached you."},
    )


class GroundForm(forms.Form):
    """Why words go; the record says it by a fixed word, and never more."""

    ground = forms.ChoiceField(
        label="Why?",
        help_text="The record says this much, and never which words.",
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the reason. It stands in the public record."},
    )


class PassageForm(forms.Form):
    """Words to be taken out of a response."""

    passage = forms.CharField(
        label="Which words should go?",
        help_text="A name, a place, a sentence: as it is written there. It goes wherever it stands in this response.",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"required": "Write the words that should go, as they stand there."},
    )


class RedactForm(PassageForm, GroundForm):
    """The same for a coordinator, who says why."""

    field_order = ("passage", "ground")


class NothingToFillForm(forms.Form):
    """A button that needs no words beside it."""


_MISSING = {
    "draft": "Choose the draft people are asked about.",
    "title": "Give the consultation a name.",
    "about": "Say in a few sentences why you ask.",
    "asker": "Say who asks.",
    "decider": "Choose the group that decides.",
    "what_happens": "Say what will happen with the answers, and by when.",
    "information_law": "Say who holds the answers, and whether freedom of information law applies.",
    "contact": "Name a person whom people can ask.",
    "closes_on": "Choose the last day.",
}


def _last_fields() -> dict[str, forms.Field]:
    return {
        f"{WHOLE}-text": Words(label="Is there anything else you would like to say?"),
        f"{ABOUT_YOU}-label": Words(
            label="What would you like to be called?",
            help_text="A name you choose, or who you speak for. It may be shown beside your words. Leave it empty to stay without a name.",
            longest=LONGEST_LABEL,
            widget=forms.TextInput(attrs={"class": "width-20", "autocomplete": "off"}),
        ),
        f"{ABOUT_YOU}-publishing": forms.ChoiceField(
            label="May your words be shown to others?",
            help_text="Everything you say is read and answered either way.",
            choices=[
                (Publishing.COUNTED.value, "Count me, but do not show my words"),
                (
                    Publishing.WORDS.value,
                    "My words may be shown, under the name I chose above or without one",
                ),
            ],
            widget=forms.RadioSelect,
            initial=Publishing.COUNTED,
            required=False,
        ),
    }


def _flat(saved: Answers) -> dict[str, str]:
    flat = {
        f"{key}-{field}": value for key, words in saved.items() for field, value in words.items() if value
    }
    return {f"{ABOUT_YOU}-publishing": Publishing.COUNTED.value, **flat}


def _control(name: str) -> str:
    """The id of the first control of a field."""
    key, _, field = name.partition("-")
    if field == "stance":
        return f"{key}-{Stance.KEEP.value}"
    return f"{key}-{field}" if key.startswith("s") else f"id_{name}"
