"""What a returned form says about itself: which words are ours, what its places belong to, what may be chosen there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from penholder.pure.formats.forms.marks import is_prompt
from penholder.pure.formats.forms.own_form_asked import FormWords
from penholder.pure.formats.forms.own_form_lines import Control, Line
from penholder.pure.formats.forms.own_form_marks import (
    Print,
    Slot,
    identities_among,
    original,
    print_of,
    prints_among,
    slot_called,
)

STANCES = ("s", 0)
"""The owner of what may be chosen for a statement: it is the same for all of them."""


@dataclass(slots=True)
class Known:
    """Gathered from the bookmarks, from the form as it was sent out where that is known, and from the titles of controls."""

    words: FormWords
    ours: set[Print] = field(default_factory=set)
    asking: set[Print] = field(default_factory=set)
    options: dict[tuple[str, int], set[Print]] = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    labels: dict[Print, int] = field(default_factory=dict)

    def learn(self, lines: Iterable[Line]) -> None:
        """Take in what these lines say, without forgetting what is known."""
        every = tuple(lines)
        names = [original(name) for line in every for name in line.marks]
        self.ours.update(prints_among(names, "own"))
        self.asking.update(prints_among(names, "ask"))
        self.identities = {**self.identities, **identities_among(names)}
        labelled: dict[tuple[int, int], int] = {}
        for line in every:
            slots = slots_in(line, self.words)
            if options := set(prints_among(map(original, line.marks), "opt")):
                owner = next((("q", slot.number) for slot in slots if slot.what == "q"), STANCES)
                self.options.setdefault(owner, set()).update(options)
            if line.cell:
                for slot in slots:
                    if (slot.what, slot.part) == ("s", "label"):
                        labelled[line.cell[:2]] = slot.number
                if line.cell[2] == 0 and (number := labelled.get(line.cell[:2])):
                    self.labels.setdefault(print_of(line.text), number)

    def is_ours(self, text: str) -> bool:
        """Whether these are words that we printed."""
        return print_of(text) in self.ours

    def parted(self, line: Line) -> tuple[str, str] | None:
        """Our words in a paragraph and what somebody wrote before or after them; None where ours were changed."""
        text = line.text.strip()
        prints = prints_among(map(original, line.marks), "own")
        return next((parts for known in prints if (parts := known.parted(text))), None)

    def answer(self, text: str) -> str:
        """The words without the sentence that asked for them, which other programmes turn into words."""
        said = text.strip()
        if is_prompt(said):
            return ""
        for asking in (*self.asking, *map(print_of, self.words.placeholders)):
            if parts := asking.parted(said):
                return parts[1]
        return said

    def may_be_chosen(self, text: str, owner: tuple[str, int], control: Control | None) -> bool:
        """Whether a text is one of the options; where nothing says which there are, anything is."""
        printed = self.options.get(owner, set())
        listed = () if control is None else control.options
        if not printed and not listed:
            return True
        return print_of(text) in printed or text in listed

    def question_named(self, text: str) -> int:
        """The number where a line is nothing but “Question 4”, or 0."""
        found = re.fullmatch(rf"{re.escape(self.words.question)}\s+(\d{{1,6}})\s*[.:]?", text.strip())
        return int(found[1]) if found else 0


def slots_in(line: Line, words: FormWords) -> tuple[Slot, ...]:
    """The places that a line is, by its bookmarks, else by the titles of its controls."""
    return named_slots(line) or tuple(
        slot for control in line.controls if (slot := _by_title(control, words))
    )


def named_slots(line: Line) -> tuple[Slot, ...]:
    """The same by its bookmarks alone."""
    return tuple(slot for name in line.marks if (slot := slot_called(original(name))))


def _by_title(control: Control, words: FormWords) -> Slot | None:
    question = rf"{re.escape(words.question)} (\d{{1,6}})"
    if control.sort == "box":
        found = re.match(rf"{question}, (\d{{1,3}}): ", control.alias)
        return Slot("q", int(found[1]), "o", int(found[2])) if found else None
    found = re.fullmatch(question, control.alias)
    return Slot("q", int(found[1]), "choice" if control.sort == "choice" else "words") if found else None
