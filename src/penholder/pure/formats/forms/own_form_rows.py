"""The tables of statements in our own form: one row each, and the rows that people add."""

from __future__ import annotations

from collections.abc import Sequence

from penholder.pure.formats.forms.own_form_answers import StatementAnswer
from penholder.pure.formats.forms.own_form_known import STANCES, Known, named_slots
from penholder.pure.formats.forms.own_form_lines import Line
from penholder.pure.formats.forms.own_form_marks import Slot, print_of
from penholder.pure.formats.forms.own_form_said import Gathered
from penholder.pure.formats.report import shown

_PARTS = ("label", "stance", "comment", "proposed")


class Rows:
    """Reads row by row and remembers which column of which table is which."""

    def __init__(self, known: Known, gathered: Gathered) -> None:
        self._known = known
        self._gathered = gathered
        self._columns: dict[int, dict[int, str]] = {}
        self._seen: set[int] = set()

    def take(self, table: int, lines: Sequence[Line]) -> str | None:
        """What the row is, in words for a person; None where the table is none of ours."""
        slots = {line.cell: slot for line in lines for slot in _statement_slots(line)}
        for cell, slot in slots.items():
            if cell:
                self._columns.setdefault(table, {})[cell[2]] = slot.part
        number = next((slot.number for slot in slots.values()), 0)
        if number:
            added = number in self._seen
            self._seen.add(number)
            return self._row(table, number, lines, added=added)
        if self._is_heading(table, lines):
            return "the headings of a table"
        if table not in self._columns:
            return None
        return self._row(table, self._labelled(table, lines), lines, added=True)

    def _is_heading(self, table: int, lines: Sequence[Line]) -> bool:
        """Learns the columns from it, for a file that has lost its bookmarks."""
        words = self._known.words
        parts = dict(zip((words.statement, words.stance, words.comment, words.proposed), _PARTS, strict=True))
        said = [(line.cell[2], line.text.strip()) for line in lines if line.cell and line.text.strip()]
        headings = {column: parts[text] for column, text in said if text in parts}
        if not headings or any(column not in headings for column, _ in said):
            return False
        for column, part in headings.items():
            self._columns.setdefault(table, {}).setdefault(column, part)
        for _, text in said:
            if text not in parts:
                self._gathered.leave("the headings of a table", text)
        return True

    def _labelled(self, table: int, lines: Sequence[Line]) -> int:
        """The statement that a row without a mark is about, by its printed words, or 0."""
        labels = [line for line in lines if line.cell and self._columns[table].get(line.cell[2]) == "label"]
        numbers = {self._known.labels.get(print_of(line.text)) for line in labels if line.text.strip()}
        found = numbers - {None}
        return found.pop() or 0 if len(found) == 1 else 0

    def _row(self, table: int, number: int, lines: Sequence[Line], *, added: bool = False) -> str:
        known = self._known
        parts: dict[str, list[str]] = {part: [] for part in _PARTS}
        beside: list[str] = []
        labels: list[str] = []
        for line in lines:
            part = self._columns[table].get(line.cell[2] if line.cell else -1, "comment")
            if part == "label":
                labels += [line.text.strip()] * bool(line.text.strip())
                self._label(line, number, beside, added=added)
            elif part == "stance":
                self._stance(line, parts["stance"], beside)
            elif said := known.answer(line.text):
                parts[part].append(said)
        label = "\n".join(labels)
        if added and not (beside or any(parts.values()) or label):
            return "an empty row"
        where = f"statement {shown(label) or number}"
        self._tell(where, beside, added=added, number=number)
        self._gathered.statements.append(
            StatementAnswer(
                statement=known.identities.get(f"s{number}", ""),
                row=0 if added else number,
                label=label,
                stance="\n".join(parts["stance"]),
                comment="\n".join((*parts["comment"], *beside)),
                proposed="\n".join(parts["proposed"]),
            )
        )
        return where

    def _label(self, line: Line, number: int, beside: list[str], *, added: bool) -> None:
        """The statement's own words: what was written after them is a comment, what was changed in them is told."""
        text = line.text.strip()
        if not text or self._known.is_ours(text) or (added and not number):
            return
        ours = any(name.startswith("ph_own") for name in line.marks)
        parts = self._known.parted(line) if ours else ("", text)
        if parts is None:
            self._gathered.leave(f"the printed words of statement {number}, which were changed", text)
        elif parts[1]:
            beside.append(parts[1])

    def _stance(self, line: Line, stance: list[str], beside: list[str]) -> None:
        control = next((control for control in line.controls if control.sort == "choice"), None)
        picked = self._known.answer(control.text if control else line.text)
        fits = self._known.may_be_chosen(picked, STANCES, control)
        (stance if fits and not stance else beside).extend([picked] * bool(picked))
        if control and (rest := self._known.answer(line.besides(control))):
            beside.append(rest)

    def _tell(self, where: str, beside: Sequence[str], *, added: bool, number: int) -> None:
        if beside:
            self._gathered.note(
                where,
                "Words stand beside the place for a comment.",
                f"They were taken as part of it: “{shown(' '.join(beside))}”.",
            )
        if added:
            which = "as another comment on it" if number else "without saying which statement it is about"
            self._gathered.note(where, "A row was added to the table.", f"It was kept {which}.")


def _statement_slots(line: Line) -> Sequence[Slot]:
    return [slot for slot in named_slots(line) if slot.what == "s"]
