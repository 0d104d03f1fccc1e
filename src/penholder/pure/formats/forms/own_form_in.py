"""Our own consultation form back again: every answer, and everything else that somebody wrote into the file.

People do not fill in a form as it was meant. They write beside the box and under the question, change the printed words,
add rows and paste letters, and their programme takes away half of what marks a place. So a place is found by its
bookmark, else by the title of its control, else by the printed “Question 4”; and whatever is neither ours nor in a
place is kept as words that stand elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from penholder.pure.formats.forms.opened import open_form
from penholder.pure.formats.forms.own_form import write_own_form
from penholder.pure.formats.forms.own_form_answers import OwnAnswers
from penholder.pure.formats.forms.own_form_asked import ConsultationForm, FormWords
from penholder.pure.formats.forms.own_form_known import Known, slots_in
from penholder.pure.formats.forms.own_form_lines import Line, beside_of, lines_of
from penholder.pure.formats.forms.own_form_marks import STOP, Slot, original
from penholder.pure.formats.forms.own_form_rows import Rows
from penholder.pure.formats.forms.own_form_said import Gathered
from penholder.pure.formats.forms.runs import PICTURE, SO_OF_PICTURE
from penholder.pure.formats.report import ImportReport, Unreadable
from penholder.pure.formats.word_marked import HIGHLIGHTED, STRUCK, so_of_highlighted, so_of_struck

_TICKS = frozenset("☒☑✓✔✗✘xX")
_UNTICKED = "☐"
_ANSWERS = frozenset({"words", "choice", "o"})


def read_own_form(
    data: bytes, *, name: str = "The file", asked: ConsultationForm | None = None
) -> tuple[OwnAnswers, ImportReport]:
    """What was answered in a form that :func:`~penholder.pure.formats.forms.own_form.write_own_form` wrote.

    ``asked`` is the form as it was sent out: with it a file is understood that has lost every bookmark, and what is
    missing is told. Raises :class:`~penholder.pure.formats.report.Unreadable`, also where none of our places is found.
    """
    word = open_form(data, name=name)
    lines = lines_of(word)
    known = Known(asked.words if asked else FormWords())
    if asked:
        known.learn(lines_of(open_form(write_own_form(asked), name=name)))
    known.learn(lines)
    reading = _Reading(known)
    for row, group in groupby(lines, key=lambda line: line.cell[:2] if line.cell else None):
        if row is None:
            for line in group:
                reading.take(line)
        else:
            reading.take_row(row[0], tuple(group))
    if not reading.gathered.found:
        raise Unreadable(
            f"{name} holds no question and no statement of one of our consultation forms. "
            "If it is another sort of form, read it as that."
        )
    for where, words, remark in beside_of(word):
        reading.take_beside(where, words, remark)
    return reading.gathered.result(known.identities, asked)


class _Reading:
    """Where the reader is: in the places of which question, and after which of our words."""

    def __init__(self, known: Known) -> None:
        self.gathered = Gathered()
        self._known = known
        self._rows = Rows(known, self.gathered)
        self._question = 0
        self._last = ""
        self._remarks: dict[str, str] = {}

    def take(self, line: Line) -> None:
        """One paragraph that stands in no table."""
        names = [original(name) for name in line.marks]
        if any(name.startswith(STOP) for name in names):
            self._question = 0
        slots = [slot for slot in slots_in(line, self._known.words) if slot.what == "q"]
        if slots:
            self._question = slots[0].number
            self.gathered.question(self._question)
        answers = [slot for slot in slots if slot.part in _ANSWERS]
        if len(answers) == 1:
            self._answer(line, answers[0])
        elif answers:
            self._several(line, answers)
        else:
            self._between(line)
        self._tell(line, self._where())

    def take_row(self, table: int, lines: Sequence[Line]) -> None:
        """One row of a table: of ours, or of somebody who made a table for an answer."""
        taken = self._rows.take(table, lines)
        where = taken or self._where()
        if taken is None:
            self._beside("\t".join(cell for cell in _cells(lines) if cell))
        for line in lines:
            self._tell(line, where)

    def _tell(self, line: Line, where: str) -> None:
        """What a paragraph holds beside its words."""
        for remark in line.remarks:
            self._remarks[remark] = where
        if line.pictured:
            self.gathered.note(where, PICTURE, SO_OF_PICTURE)
        if line.struck.strip():
            self.gathered.note(where, STRUCK, so_of_struck(line.struck))
        if line.highlighted.strip():
            self.gathered.note(where, HIGHLIGHTED, so_of_highlighted([line.highlighted]))

    def take_beside(self, where: str, words: str, remark: str) -> None:
        """What stands in the margin, in a footnote, or at the head or foot of the pages."""
        said = words.strip()
        if not any(letter.isalpha() for letter in said) or self._known.is_ours(said):
            return
        anchor = self._remarks.get(remark, "")
        self.gathered.leave(f"{where}, at {anchor}" if anchor else where, said)

    def _answer(self, line: Line, slot: Slot) -> None:
        if slot.part == "words":
            self.gathered.write(slot.number, self._known.answer(line.text))
        elif slot.part == "choice":
            self._choice(line, slot)
        else:
            self._box(line, slot)

    def _choice(self, line: Line, slot: Slot) -> None:
        control = next((control for control in line.controls if control.sort == "choice"), None)
        picked = self._known.answer(control.text if control else line.text)
        if picked and self._known.may_be_chosen(picked, ("q", slot.number), control):
            self.gathered.choose(slot.number, picked)
        elif picked:
            self.gathered.write(slot.number, picked)
            self.gathered.note(
                f"question {slot.number}",
                "An answer is none of those that could be chosen.",
                "It was kept as words.",
            )
        if control:
            self.gathered.write(slot.number, self._known.answer(line.besides(control)))

    def _box(self, line: Line, slot: Slot) -> None:
        """A box and its label in one paragraph; a person without a mouse, or on paper, writes an x before the label."""
        parts = self._known.parted(line)
        text = line.text.strip()
        label, added = parts or (text, "" if self._known.is_ours(text) else text)
        mark = added.strip("[]() ")
        drawn = bool(mark) and set(mark) <= _TICKS
        if added and not drawn and mark not in {"", _UNTICKED}:
            self.gathered.write(slot.number, added)
        if drawn or any(control.ticked for control in line.controls):
            self.gathered.choose(slot.number, label)

    def _several(self, line: Line, slots: Sequence[Slot]) -> None:
        """Two places in one paragraph, because the break between them was taken out: each control for itself."""
        for slot, control in zip(slots, line.controls, strict=False):
            if control.ticked:
                self.gathered.choose(slot.number, control.alias.partition(": ")[2])
            said = self._known.answer(control.text)
            if said and control.sort == "choice":
                self.gathered.choose(slot.number, said)
            else:
                self.gathered.write(slot.number, said)
        over = (control.text for control in line.controls[len(slots) :])
        for rest in filter(str.strip, (*over, line.beside)):
            self.gathered.leave(self._where(), rest.strip())

    def _between(self, line: Line) -> None:
        """A paragraph that is no place for an answer: ours, or somebody's words."""
        text = line.text.strip()
        if not text:
            return
        number = self._known.question_named(text)
        if number:
            self._question = number
            self.gathered.question(number)
        elif not self._known.is_ours(text):
            self._strange(line, text)
            return
        self._last = text

    def _strange(self, line: Line, text: str) -> None:
        ours = any(name.startswith("ph_own") for name in line.marks)
        parts = self._known.parted(line) if ours else ("", text)
        if parts is None:
            self.gathered.leave(f"{self._where()} (printed words that were changed)", text)
        else:
            self._beside(parts[1], held=line.held)

    def _beside(self, text: str, *, held: bool = False) -> None:
        if not text.strip():
            return
        if self._question:
            self.gathered.write(self._question, text, beside=not held)
        else:
            self.gathered.leave(self._where(), text)

    def _where(self) -> str:
        if self._question:
            return f"question {self._question}"
        return f"after “{self._last}”" if self._last else "at the beginning"


def _cells(lines: Sequence[Line]) -> Iterator[str]:
    for _, group in groupby(lines, key=lambda line: line.cell):
        yield "\n".join(line.text for line in group if line.text.strip())
