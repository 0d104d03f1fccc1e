"""What people give us: a file, a title, which column means what, better words for a statement."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from penholder.frameworks.models import StagedImport
from penholder.pure.formats.decoding import LARGEST_TEXT_FILE
from penholder.pure.formats.sheets.csv_framework import ColumnMap
from penholder.pure.formats.tables import Table

LONGEST_SAMPLE = 40

COLUMN_LABELS = {
    "text": ("The words of the statement", "The one column that has to be there."),
    "code": ("Its printed code", "Like 3.2.4."),
    "identifier": (
        "Its permanent identifier",
        "Where there is none, one is made from the code or the words.",
    ),
    "parent": ("What it stands under", "The identifier, code or words of the statement above."),
    "path": (
        "Its place as a path",
        "Like 3.6.2, which stands under 3.6. Used where nothing names the parent.",
    ),
    "level": ("Its level as a number", "Used where there is neither a parent nor a path."),
    "position": ("Its order among its neighbours", ""),
    "kind": ("What kind of statement it is", ""),
    "short": ("A short form of it", ""),
    "plain": ("The same in plain words", ""),
    "notes": ("Notes about it", ""),
    "optional": ("Whether it is optional", "Yes, true, 1 or x mean that it is."),
    "uri": ("Its web address", ""),
    "framework": ("Which row is the framework itself", "As Moodle writes it."),
    "related": ("Related statements", "Identifiers with commas between them."),
}

COLUMNS_FIRST = ("text", "code", "identifier", "parent", "path", "kind")


class StageForm(forms.Form):
    """The file, and a name for what is in it."""

    file = forms.FileField(
        label="The file",
        help_text="CASE (JSON), or a table saved as CSV. You see what is in it before anything is kept.",
        widget=forms.FileInput(attrs={"accept": ".json,.csv,.tsv,.txt"}),
        error_messages={
            "required": "Choose a file first.",
            "empty": "This file is empty. Choose the file again, or save it again where it comes from.",
            "missing": "The file did not arrive. Choose it again.",
        },
    )
    title = forms.CharField(
        label="What the framework is called",
        help_text="If you leave this blank, the title in the file is taken.",
        required=False,
        max_length=500,
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > LARGEST_TEXT_FILE:
            most = LARGEST_TEXT_FILE // 2**20
            raise forms.ValidationError(f"{file.name} has more than {most} MB. Split it into smaller files.")
        return file


class DescribeForm(forms.Form):
    """The title, and for a table the column for each thing we know."""

    title = forms.CharField(label="What the framework is called", max_length=500, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        staged: StagedImport,
        table: Table | None = None,
        column_map: ColumnMap | None = None,
        title: str = "",
    ) -> None:
        super().__init__(data, initial={"title": staged.title or title})
        self.table = table
        if table is not None:
            for name, (label, hint) in COLUMN_LABELS.items():
                self.fields[name] = forms.ChoiceField(
                    label=label,
                    help_text=hint,
                    required=False,
                    choices=_columns(table),
                    initial=getattr(column_map, name, ""),
                )

    nothing_required = True

    @property
    def first_columns(self) -> tuple[forms.BoundField, ...]:
        """The columns that make the tree; they are asked for first."""
        return tuple(self[name] for name in COLUMNS_FIRST)

    @property
    def more_columns(self) -> tuple[forms.BoundField, ...]:
        """The columns that most tables do not have."""
        return tuple(self[name] for name in COLUMN_LABELS if name not in COLUMNS_FIRST)

    @property
    def more_chosen(self) -> int:
        return sum(bool(field.value()) for field in self.more_columns)

    @property
    def column_map(self) -> ColumnMap | None:
        """The map that was chosen; None for a file that needs none."""
        if self.table is None:
            return None
        return ColumnMap(**{field.name: self.cleaned_data[field.name] for field in fields(ColumnMap)})


class ImportForm(forms.Form):
    """Whether the rest may come in where something would be left out."""

    accept_left_out = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, left_out: int) -> None:
        super().__init__(data)
        if left_out:
            these = "this one thing" if left_out == 1 else f"these {left_out}"
            self.fields["accept_left_out"].label = f"Import the rest: leave out {these}"
        else:
            del self.fields["accept_left_out"]

    @property
    def accepted(self) -> bool:
        return bool(self.cleaned_data.get("accept_left_out"))


class FixForm(forms.Form):
    """Better words for the same meaning, and why."""

    text = forms.CharField(
        label="How it should read",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write how the statement should read. To take it out needs a decision."},
    )
    why = forms.CharField(
        label="Why",
        help_text="A few words, like “spelling”. They are shown beside the change.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why this fix is needed. It is shown beside the change."},
    )

    def clean_text(self) -> str:
        """Browsers send line ends in their own way; the words have not changed by that."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class OpenDraftForm(forms.Form):
    """Nothing to fill in: pressing the button is all."""


def _columns(table: Table) -> list[tuple[str, str]]:
    """Every column, with what its first filled cell says, so that a heading like “f3” means something."""
    choices = [("", "no column")]
    for place, column in enumerate(table.columns):
        cells = (row[place] for row in table.rows[:50] if len(row) > place)
        sample = " ".join(next((cell for cell in cells if cell.strip()), "").split())
        cut = f"{sample[:LONGEST_SAMPLE]}…" if len(sample) > LONGEST_SAMPLE else sample
        choices.append((column, f"{column}: {cut}" if cut else column))
    return choices
