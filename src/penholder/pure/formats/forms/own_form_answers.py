"""What somebody said in our own consultation form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """The answer to one question, also where nothing was said.

    ``question`` is its identifier, empty where the file has lost it and only the printed ``number`` is known. ``chosen``
    are the options that were ticked or chosen, as they are printed; ``words`` is everything that was written, in the
    place for it or beside it.
    """

    question: str
    number: int
    words: str = ""
    chosen: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether anything was said."""
        return bool(self.words or self.chosen)


@dataclass(frozen=True, slots=True)
class StatementAnswer:
    """What was said about one statement; ``row`` counts the statements of the form from 1, and is 0 for a row somebody added."""

    statement: str
    row: int = 0
    label: str = ""
    stance: str = ""
    comment: str = ""
    proposed: str = ""

    @property
    def answered(self) -> bool:
        """Whether anything was said."""
        return bool(self.stance or self.comment or self.proposed)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Words that stand in no place of ours: where, and what."""

    where: str
    words: str


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """All that one person said; ``form`` is the identifier of the form, empty where the file has lost it."""

    form: str
    answers: tuple[QuestionAnswer, ...] = ()
    statements: tuple[StatementAnswer, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
