"""What a motion is made of, step by step: its answers to points, its changes, its title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict

from penholder.decisions.models import Kind
from penholder.decisions.queries import About, Planned, PointShown
from penholder.frameworks.models import Operation as Named
from penholder.frameworks.models import Significance
from penholder.pure.tree.change import Add, Move, Operation, Recode, Retire, Reword
from penholder.pure.tree.statement import Statement, Tree
from penholder.record.fields import new_uid

SHORT = 90
TOP = "-"
"""Stands for the top of the tree in a list of places."""

OPERATIONS: tuple[tuple[str, str], ...] = (
    (Named.REWORD, "Put it in other words"),
    (Named.ADD, "Add a new statement under it"),
    (Named.MOVE, "Move it to another place"),
    (Named.RETIRE, "Retire it"),
    (Named.RECODE, "Give it another code"),
)

F = TypeVar("F", bound=forms.Form)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the motion would decide about one point, as it was typed."""

    point: str
    kind: str
    reason: str


class AnswersForm(forms.Form):
    """One answer for all the chosen points, and another one wherever a point needs its own."""

    prefix = "answer"
    # What is missing depends on the points; “if you like” beside these fields would mislead.
    nothing_required = True
    kind = forms.ChoiceField(
        label="What becomes of these points?",
        choices=[("", "Choose one"), *Kind.choices],
        required=False,
        help_text="The same for all of them, except where you say otherwise below.",
    )
    reason = forms.CharField(
        label="Why?",
        help_text="The people who said it will read this. Accepted needs a change; everything else needs a reason.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, about: Sequence[About], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = tuple(point for each in about for point in each.points)
        for point in self.points:
            self.fields[f"{point.uid}-kind"] = forms.ChoiceField(
                label=f"Another answer to {point.reference}?",
                choices=[("", "The same as for all"), *Kind.choices],
                required=False,
            )
            self.fields[f"{point.uid}-reason"] = forms.CharField(
                label="Another reason?", required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for answer in self.answers():
            if not answer.kind:
                self.add_error(
                    self._place("kind", answer), f"Say what becomes of {self._reference(answer.point)}."
                )
            elif answer.kind != Kind.ACCEPTED and not answer.reason:
                self.add_error(
                    self._place("reason", answer),
                    f"Give a reason for the answer to {self._reference(answer.point)}.",
                )
        return cleaned

    def answers(self) -> tuple[Answer, ...]:
        """For every point its own answer, or the one for all. A point with its own kind does not borrow the reason for all."""
        given = self.cleaned_data
        found = []
        for point in self.points:
            kind, reason = given.get(f"{point.uid}-kind", ""), given.get(f"{point.uid}-reason", "").strip()
            same = not kind or kind == given.get("kind")
            found.append(
                Answer(
                    point=point.uid,
                    kind=kind or given.get("kind", ""),
                    reason=reason or (given.get("reason", "").strip() if same else ""),
                )
            )
        return tuple(found)

    @property
    def for_all(self) -> tuple[forms.BoundField, ...]:
        return (self["kind"], self["reason"])

    @property
    def one_by_one(self) -> tuple[tuple[PointShown, forms.BoundField, forms.BoundField], ...]:
        """Each point with the two fields that answer it; a single point is answered by the fields for all."""
        if len(self.points) == 1:
            return ()
        return tuple((point, self[f"{point.uid}-kind"], self[f"{point.uid}-reason"]) for point in self.points)

    def _place(self, name: str, answer: Answer) -> str:
        """The field that is shown for this: a single point has none of its own."""
        return name if len(self.points) == 1 else f"{answer.point}-{name}"

    def _reference(self, uid: str) -> str:
        return next(point.reference for point in self.points if point.uid == uid)


class NewChangeForm(forms.Form):
    """Which statement, and what to do with it; the words come next."""

    prefix = "new"
    operation = forms.ChoiceField(label="What should happen?", choices=OPERATIONS)
    statement = forms.ChoiceField(label="To which statement?")

    def __init__(self, *args: Any, tree: Tree, first: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["statement"]
        assert isinstance(field, forms.ChoiceField)  # for the type checker: it stands above
        field.choices = _grouped(tree, set(first))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("statement") == TOP and cleaned.get("operation") != Named.ADD:
            self.add_error("statement", "Only a new statement can be added at the top. Choose a statement.")
        return cleaned


class ChangeForm(forms.Form):
    """One change: only the fields that its operation has."""

    operation = forms.ChoiceField(choices=OPERATIONS, widget=forms.HiddenInput)
    statement = forms.CharField(max_length=200, widget=forms.HiddenInput)
    uid = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label="The new words",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write the new words, or take this change out."},
    )
    code = forms.CharField(
        label="Its code", required=False, max_length=100, widget=forms.TextInput(attrs={"class": "width-10"})
    )
    kind = forms.CharField(
        label="What kind of statement is it?",
        help_text="For example “ability” or “knowledge”, as the framework names them.",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "width-20"}),
    )
    parent = forms.ChoiceField(label="Where to?")
    position = forms.IntegerField(
        label="Which place in the list there?",
        help_text="1 is the first. Leave it empty for the last.",
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"class": "width-5", "inputmode": "numeric"}),
        error_messages={
            "invalid": "Write the place as a number, such as 2, or leave it empty.",
            "min_value": "The first place is 1. Leave it empty for the last.",
        },
    )
    significance = forms.ChoiceField(
        label="Does it alter what is asked of people?",
        choices=[
            (Significance.SUBSTANTIVE, "Yes: it is a substantive change"),
            (Significance.EDITORIAL, "No: only how it is written"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it alters what is asked of people."},
    )
    out = forms.BooleanField(label="Take this change out again", required=False)

    def __init__(self, *args: Any, tree: Tree, named: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _FIELDS - set(_FIELDS_OF.get(named, ())):
            del self.fields[name]
        if "parent" in self.fields:
            field = self.fields["parent"]
            assert isinstance(field, forms.ChoiceField)  # for the type checker: it stands above
            field.choices = [(TOP, "At the top"), *_places(tree)]
        self.named = named
        self.about = tree.by_uid.get(str(self.data.get(self.add_prefix("statement"), "")))

    @property
    def heading(self) -> str:
        """What this change does, and to what."""
        about = _label(self.about) if self.about else "the top of the framework"
        return f"{_HEADINGS.get(self.named, 'Change')} {about}"

    def planned(self) -> Planned:
        given = self.cleaned_data
        statement = "" if given["statement"] == TOP else given["statement"]
        position = None if not given.get("position") else given["position"] - 1
        operation: Operation
        match self.named:
            case Named.ADD:
                operation = Add(
                    uid=given["uid"] or new_uid(), text=_as_written(given["text"]), parent=statement,
                    position=position, code=given["code"], kind=given["kind"],
                )  # fmt: skip
            case Named.MOVE:
                parent = "" if given["parent"] == TOP else given["parent"]
                operation = Move(uid=statement, parent=parent, position=position)
            case Named.RETIRE:
                operation = Retire(uid=statement)
            case Named.RECODE:
                operation = Recode(uid=statement, code=given["code"])
            case _:
                operation = Reword(uid=statement, text=_as_written(given["text"]))
        return Planned(operation=operation, significance=given["significance"])


class TitleForm(forms.Form):
    """What the motion is called, and what it is about."""

    prefix = "words"
    title = forms.CharField(
        label="What is the motion called?",
        help_text="Short and plain, for example “Company without a goal”.",
        max_length=300,
        error_messages={"required": "Give the motion a title, so that people know what they vote on."},
    )
    about = forms.CharField(
        label="What should people know before they vote?",
        help_text="Everybody can read it.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def as_typed(form: F) -> F:
    """The same form with what was typed in it and without its errors: for a step somebody has not left yet."""
    typed = {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }
    form.is_bound = False
    form.initial = {**form.initial, **{name: value for name, value in typed.items() if value is not None}}
    return form


def changes_in(data: QueryDict, tree: Tree) -> tuple[ChangeForm, ...]:
    """The changes that stand in the form, without those somebody has ticked to be taken out."""
    forms_found = []
    for place in range(_how_many(data)):
        prefix = f"change-{place}"
        if not data.get(f"{prefix}-out"):
            forms_found.append(
                ChangeForm(data, prefix=prefix, tree=tree, named=data.get(f"{prefix}-operation", ""))
            )
    return tuple(forms_found)


def renumbered(data: QueryDict) -> QueryDict:
    """The form's data with the changes that were ticked to be taken out gone, and the others counted from 0."""
    kept = [place for place in range(_how_many(data)) if not data.get(f"change-{place}-out")]
    fresh = data.copy()
    for name in [name for name in fresh if name.startswith("change-")]:
        del fresh[name]
    for new, old in enumerate(kept):
        for name in data:
            if name.startswith(f"change-{old}-"):
                fresh.setlist(f"change-{new}-{name.removeprefix(f'change-{old}-')}", data.getlist(name))
    return fresh


def with_new_change(data: QueryDict, asked: NewChangeForm, tree: Tree) -> QueryDict:
    """The form's data with one more change in it, filled in from the statement as it stands."""
    place = _how_many(data)
    operation, uid = asked.cleaned_data["operation"], asked.cleaned_data["statement"]
    statement = tree.by_uid.get(uid)
    fresh = data.copy()
    filled = {"operation": operation, "statement": uid, "significance": Significance.SUBSTANTIVE}
    if operation == Named.ADD:
        filled["uid"] = new_uid()
    if statement is not None and operation == Named.REWORD:
        filled["text"] = statement.text
    if statement is not None and operation == Named.RECODE:
        filled["code"] = statement.code
    for name, value in filled.items():
        fresh[f"change-{place}-{name}"] = value
    return fresh


_FIELDS = frozenset({"uid", "text", "code", "kind", "parent", "position"})
_FIELDS_OF: dict[str, tuple[str, ...]] = {
    Named.REWORD: ("text",),
    Named.ADD: ("uid", "text", "code", "kind", "position"),
    Named.MOVE: ("parent", "position"),
    Named.RETIRE: (),
    Named.RECODE: ("code",),
}


_HEADINGS: dict[str, str] = {
    Named.REWORD: "Reword",
    Named.ADD: "Add a statement under",
    Named.MOVE: "Move",
    Named.RETIRE: "Retire",
    Named.RECODE: "Another code for",
}


def _as_written(text: str) -> str:
    """Browsers send lines with the ending of an old teleprinter; unchanged words must stay unchanged."""
    return text.replace("\r\n", "\n").strip()


def _how_many(data: QueryDict) -> int:
    """Changes are counted from 0 without a gap; the first missing operation ends them."""
    place = 0
    while data.get(f"change-{place}-operation"):
        place += 1
    return place


def _grouped(tree: Tree, first: set[str]) -> list[tuple[str, Any]]:
    """All statements to choose from, those the chosen points are about before the others."""
    places = _places(tree)
    near = [place for place in places if place[0] in first]
    whole = [*places, (TOP, "The top of the framework (to add a statement)")]
    return [("What the chosen points are about", near), ("Every statement", whole)] if near else [*whole]


def _places(tree: Tree) -> list[tuple[str, str]]:
    return [(statement.uid, f"{'– ' * depth}{_label(statement)}") for depth, statement in tree.walk()]


def _label(statement: Statement) -> str:
    words = " ".join((statement.short or statement.text).split())
    cut = words if len(words) <= SHORT else f"{words[:SHORT].rsplit(' ', 1)[0]} …"
    return f"{statement.code} {cut}".strip()
