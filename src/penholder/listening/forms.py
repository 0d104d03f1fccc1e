"""What a reader types or ticks at the desk, as a passage, a gist and a statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from penholder.consultations.models import Answer, AskedStatement
from penholder.frameworks.models import Statement
from penholder.listening.queries import PointDrawn, asked_statements, shortened, words_of
from penholder.pure.reading import anchors

Choices = list[tuple[str, Any]]


class StatementField(forms.ChoiceField):
    """One of the statements people were asked about, under their domains; gives the Statement, or None."""

    def __init__(self, asked: Iterable[AskedStatement], *, nowhere: str, **options: Any) -> None:
        rows = tuple(asked)
        self.statements = {row.statement.uid: row.statement for row in rows}
        super().__init__(choices=[("", nowhere), *_under_domains(rows)], **options)

    def clean(self, value: Any) -> Statement | None:
        return self.statements.get(super().clean(value))


class DrawForm(forms.Form):
    """A passage, by any of three ways (typed words, ticked sentences, a selection), and what it is read as."""

    quote = forms.CharField(
        label="The words that make the point",
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2, "data-quote": ""}),
        help_text="Type or paste them as they stand in the answer. Ticking sentences above does the same.",
    )
    gist = forms.CharField(
        label="What do you read it as?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In a few words. Left empty, their own words stand.",
    )
    start = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)
    field_order = ("quote", "gist", "statement", "start", "end")

    def __init__(self, *args: Any, answer: Answer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.words = words_of(answer)
        self.sentences = anchors.sentences(self.words)
        self.fields["sentences"] = forms.MultipleChoiceField(
            choices=[(str(place), "") for place in range(len(self.sentences))], required=False
        )
        asked = asked_statements(answer.response.consultation)
        self.fields["statement"] = StatementField(
            asked,
            nowhere="None of them, or not sure yet",
            label="Which statement is it about?",
            required=False,
            initial=answer.asked.statement.uid if answer.asked else "",
        )
        self.order_fields(self.field_order)

    @property
    def pieces(self) -> list[dict[str, object]]:
        """The answer sentence by sentence, to tick."""
        ticked = (
            set(self.data.getlist("sentences")) if self.is_bound and hasattr(self.data, "getlist") else set()
        )
        return [
            {"value": str(place), "text": anchors.passage(self.words, *span), "checked": str(place) in ticked}
            for place, span in enumerate(self.sentences)
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        passage = self._passage(values)
        if passage:
            values["point"] = PointDrawn(
                *passage, gist=values.get("gist", ""), statement=values.get("statement")
            )
        return values

    def _passage(self, values: dict[str, Any]) -> anchors.Passage | None:
        """Typed words come first, then ticks, then what was selected: the more deliberate the act, the more it counts."""
        selected = self._selected(values)
        if values.get("quote"):
            return self._quoted(values["quote"], selected)
        if values.get("sentences"):
            return self._ticked(values["sentences"])
        if selected is None:
            self.add_error(
                "quote", "Mark the words that make the point: select them, tick sentences, or type them here."
            )
        return selected

    def _selected(self, values: dict[str, Any]) -> anchors.Passage | None:
        start, end = values.get("start"), values.get("end")
        if start is None or end is None or start >= end:
            return None
        return anchors.from_lines(self.words, start, end)

    def _quoted(self, quote: str, selected: anchors.Passage | None) -> anchors.Passage | None:
        """A selection fills the words in as well; where they are still the same, its place is the one that is meant."""
        marked = anchors.passage(self.words, *selected).strip() if selected else ""
        if anchors.find(marked, quote) and anchors.find(quote, marked):
            return selected
        found = anchors.find(self.words, quote)
        if found is None:
            self.add_error(
                "quote", "These words do not stand in the answer. Copy them as they are written there."
            )
        return found

    def _ticked(self, ticked: list[str]) -> anchors.Passage | None:
        joined = anchors.together(self.words, [self.sentences[int(place)] for place in ticked])
        if joined is None:
            self.add_error(
                "quote",
                "The sentences you ticked do not stand next to each other. Draw one point from some of them, then the next.",
            )
        return joined


class PlaceForm(forms.Form):
    """The statement a point is about."""

    def __init__(
        self, *args: Any, asked: Iterable[AskedStatement], placed: Statement | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["statement"] = StatementField(
            asked,
            nowhere="Choose a statement",
            label="Which statement is it about?",
            initial=placed.uid if placed else "",
            error_messages={"required": "Choose the statement this point is about."},
        )


def _under_domains(rows: Iterable[AskedStatement]) -> Choices:
    grouped: list[tuple[str, list[tuple[str, str]]]] = []
    for row in rows:
        name = shortened(str(row), 80)
        if row.depth == 0 or not grouped:
            grouped.append((name, []))
        grouped[-1][1].append((row.statement.uid, name))
    return list(grouped)
