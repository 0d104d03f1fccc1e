"""What a person said in our own form, while it is being gathered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from penholder.pure.formats.forms.own_form_answers import (
    Elsewhere,
    OwnAnswers,
    QuestionAnswer,
    StatementAnswer,
)
from penholder.pure.formats.forms.own_form_asked import ConsultationForm
from penholder.pure.formats.report import ImportReport, Tally, listed, shown


@dataclass(slots=True)
class _Said:
    words: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """Answers by number of the question, statements in the order of the file, and what stands elsewhere."""

    tally: Tally = field(default_factory=Tally)
    statements: list[StatementAnswer] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)
    _questions: dict[int, _Said] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        """Whether any place of ours was found."""
        return bool(self._questions or self.statements)

    def question(self, number: int) -> None:
        """There is such a question in the file."""
        self._questions.setdefault(number, _Said())

    def write(self, number: int, words: str, *, beside: bool = False) -> None:
        """Words that answer a question; ``beside``: they stood near the place for them."""
        if not words.strip():
            return
        self.question(number)
        self._questions[number].words.append(words.strip())
        if beside:
            self.note(
                f"question {number}",
                "Words stand beside the place for an answer.",
                f"They were taken as part of it: “{shown(words)}”.",
            )

    def choose(self, number: int, option: str) -> None:
        """An option that was ticked or chosen."""
        self.question(number)
        if option not in self._questions[number].chosen:
            self._questions[number].chosen.append(option)

    def leave(self, where: str, words: str) -> None:
        """Words that belong to no place."""
        self.elsewhere.append(Elsewhere(where, words))

    def note(self, where: str, what: str, so: str) -> None:
        """Something odd that changed nothing of the substance."""
        self.tally.note(where, what, so)

    def result(
        self, identities: Mapping[str, str], asked: ConsultationForm | None
    ) -> tuple[OwnAnswers, ImportReport]:
        """Everything together, and the report on it."""
        answers = tuple(
            QuestionAnswer(
                question=identities.get(f"q{number}", ""),
                number=number,
                words="\n".join(said.words),
                chosen=tuple(said.chosen),
            )
            for number, said in sorted(self._questions.items())
        )
        if asked:
            self._tell_missing(asked)
        for number in (answer.number for answer in answers if not answer.question):
            self.note(
                f"question {number}",
                "The file no longer says which question this is.",
                "It was taken by its printed number; check it.",
            )
        self.tally.kept = len(answers) + len(self.statements)
        self.tally.read = self.tally.kept + len(self.elsewhere)
        for odd in self.elsewhere:
            self.tally.leave_out(
                odd.where,
                "Words stand where no question asks for them.",
                f"They were set apart: “{shown(odd.words)}”.",
                raw=odd.words,
            )
        form = identities.get("form", "")
        every = OwnAnswers(form, answers, tuple(self.statements), tuple(self.elsewhere))
        return every, self.tally.report()

    def _tell_missing(self, asked: ConsultationForm) -> None:
        for where, missing in self._missing(asked):
            self.note(where, "A part of the form is not in the file.", f"Nothing was read for {missing}.")

    def _missing(self, asked: ConsultationForm) -> Iterator[tuple[str, str]]:
        numbers = [question.number for question in asked.questions if question.number not in self._questions]
        if numbers:
            yield "the questions", listed(f"question {number}" for number in numbers)
        there = {statement.statement for statement in self.statements}
        rows = [put.code or put.text for put in asked.statements if put.uid not in there]
        if rows:
            yield "the statements", listed(shown(row) for row in rows)
