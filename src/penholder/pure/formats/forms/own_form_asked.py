"""What our own consultation form asks: the value it is written from, and the words printed around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

QuestionKind = Literal["words", "choice", "boxes"]


@dataclass(frozen=True, slots=True)
class FormWords:
    """The words of the form itself, for a form in another language."""

    asks: str = "Who asks"
    decides: str = "Who decides"
    deadline: str = "Answer by"
    information: str = "Who can see your answers"
    how: str = "How to fill in this form"
    guidance: tuple[str, ...] = (
        "You need not answer everything. One comment is enough.",
        "Write as much as you like: the places for your answers grow. You may also write under a question.",
    )
    questions: str = "Questions"
    question: str = "Question"
    choose_one: str = "Choose one of these"
    tick_boxes: str = "Tick every box that applies"
    statements: str = "Comments on the statements"
    statement: str = "Statement"
    stance: str = "What should become of it?"
    comment: str = "Your comment"
    proposed: str = "Words you would use instead"
    write_here: str = "Click here and write your answer."
    choose_here: str = "Click here and choose."
    end: str = "End of the form"

    @property
    def placeholders(self) -> tuple[str, str]:
        """What stands where nobody has answered yet."""
        return self.write_here, self.choose_here


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """One question about the whole: answered in words, by one of the ``options``, or by ticking any of them."""

    uid: str
    number: int
    text: str
    kind: QuestionKind = "words"
    options: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class StatementPut:
    """One statement that comments are asked on; ``stem`` are the words that govern it, ``under`` the heading it stands under."""

    uid: str
    text: str
    code: str = ""
    stem: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class ConsultationForm:
    """Everything that is printed. ``information`` says who holds the answers and whether freedom of information law applies.

    ``stances`` are what may be chosen for each statement; without any the column is left out. ``sending`` says how the
    form comes back. Raises ValueError where it could not be read back: two questions of one number, options that are
    empty or the same, a choice of nothing, no title.
    """

    uid: str
    title: str
    intro: tuple[str, ...] = ()
    asks: str = ""
    decides: str = ""
    deadline: str = ""
    information: str = ""
    sending: str = ""
    questions: tuple[QuestionAsked, ...] = ()
    statements: tuple[StatementPut, ...] = ()
    stances: tuple[str, ...] = ()
    language: str = "en-GB"
    words: FormWords = field(default_factory=FormWords)

    def __post_init__(self) -> None:
        for fault in _faults(self):
            raise ValueError(fault)

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """Who asks, who decides, until when, and who sees the answers; what was not said is left out."""
        labels = (self.words.asks, self.words.decides, self.words.deadline, self.words.information)
        said = (self.asks, self.decides, self.deadline, self.information)
        return tuple((label, what) for label, what in zip(labels, said, strict=True) if what.strip())


def all_words(form: ConsultationForm) -> Iterator[tuple[str, str]]:
    """Every text of a form that the caller gave, with its place."""
    yield "the title", form.title
    yield from (("the introduction", text) for text in form.intro)
    yield from ((f"“{label}”", said) for label, said in form.about)
    yield "how to send it", form.sending
    for question in form.questions:
        where = f"question {question.number}"
        yield from ((where, text) for text in (question.text, question.hint, *question.options))
    for row, statement in enumerate(form.statements, start=1):
        where = f"statement {statement.code or row}"
        yield from (
            (where, text) for text in (statement.code, statement.text, statement.stem, statement.under)
        )
    yield from (("what may be chosen for a statement", text) for text in form.stances)


def _faults(form: ConsultationForm) -> Iterator[str]:
    if not form.title.strip():
        yield "The form has no title. Give it one."
    numbers = [question.number for question in form.questions]
    if _repeated(numbers):
        yield "Two questions have the same number. Give each its own."
    if any(number < 1 for number in numbers):
        yield "A question has a number below 1. Count them from 1."
    for question in form.questions:
        if question.kind != "words" and not question.options:
            yield f"Question {question.number} asks for a choice but has no options. Name them."
        if _unfit(question.options):
            yield f"Question {question.number} has options that are empty or the same. Make them different."
    if _unfit(form.stances):
        yield "What may be chosen for a statement is empty or the same. Make the choices different."


def _unfit(options: Sequence[str]) -> bool:
    plain = [" ".join(option.split()).casefold() for option in options]
    return not all(plain) or _repeated(plain)


def _repeated(values: Iterable[object]) -> bool:
    every = list(values)
    return len(set(every)) < len(every)
