"""What somebody has written so far, and what it will be when they send it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from penholder.consultations.models import (
    AskedStatement,
    Consultation,
    Publishing,
    Question,
    Response,
    Source,
    Stance,
    UnsentResponse,
)
from penholder.consultations.queries.asking import Part, Placed

WHOLE = "whole"
ABOUT_YOU = "you"
"""Names under which an unsent response keeps the words about the whole, and what the respondent chose for themselves."""

Answers = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """One answer on its way in, by whatever door it comes."""

    text: str = ""
    proposed: str = ""
    stance: str = ""
    asked: AskedStatement | None = None
    question: Question | None = None
    row: int | None = None
    external_id: str = ""
    line: str = ""
    clause: str = ""
    element: str = ""
    comment_kind: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there are words in it, or a wish; “I would rather not say” by itself is neither."""
        return bool(self.text.strip() or self.proposed.strip() or self.stance not in {"", Stance.UNSAID})


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One answer as its author checks it."""

    key: str
    value: str
    anchor: str


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """What was written on one page of the asking."""

    part: Part
    rows: tuple[WrittenRow, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """All that somebody has written: to be checked, and then sent."""

    parts: tuple[WrittenPart, ...]
    given: tuple[AnswerGiven, ...]
    label: str = ""
    publishing: str = Publishing.COUNTED

    @property
    def says_something(self) -> bool:
        return any(answer.says_something for answer in self.given)

    @property
    def left_out(self) -> tuple[Part, ...]:
        """Parts with nothing in them, which one can still look at."""
        return tuple(each.part for each in self.parts if not each.rows and each.part.kind != "last")

    @property
    def last(self) -> Part:
        return self.parts[-1].part

    @property
    def all_rows(self) -> tuple[WrittenRow, ...]:
        return tuple(row for part in self.parts for row in part.rows)


def unsent_at(consultation: Consultation, uid: str) -> UnsentResponse | None:
    """What was saved under this id, if anything was."""
    return (
        UnsentResponse.objects.filter(consultation=consultation, uid=uid)
        .select_related("typed_by", "corrects")
        .first()
    )


def key_of_statement(asked: AskedStatement) -> str:
    return f"s{asked.pk}"


def key_of_question(question: Question) -> str:
    return f"q{question.pk}"


def given_of(parts: Iterable[Part], answers: Answers) -> tuple[AnswerGiven, ...]:
    """The saved answers that say something, in the order in which they were asked for."""
    given: list[AnswerGiven] = []
    for part in parts:
        for placed in part.statements:
            words = answers.get(key_of_statement(placed.asked), {})
            given.append(
                AnswerGiven(
                    asked=placed.asked,
                    stance=words.get("stance", ""),
                    text=words.get("text", ""),
                    proposed=words.get("proposed", ""),
                )
            )
        given += [
            AnswerGiven(question=question, text=answers.get(key_of_question(question), {}).get("text", ""))
            for question in part.questions
        ]
    given.append(AnswerGiven(text=answers.get(WHOLE, {}).get("text", "")))
    return tuple(answer for answer in given if answer.says_something)


def saved_of(response: Response) -> dict[str, dict[str, str]]:
    """The words of a response as they were saved before it was sent, so that its author can write on in them."""
    saved: dict[str, dict[str, str]] = {
        ABOUT_YOU: {"label": response.label, "publishing": response.publishing}
    }
    for answer in response.answers.filter(gone_at=None).select_related("asked", "question"):
        if answer.asked:
            said = {"stance": answer.stance, "text": answer.text, "proposed": answer.proposed}
            saved[key_of_statement(answer.asked)] = said
        else:
            saved[key_of_question(answer.question) if answer.question else WHOLE] = {"text": answer.text}
    return saved


def is_correctable(response: Response) -> bool:
    """Whether the pages of the asking can show all of it: a comment table says more in one place than they have room for."""
    return response.source != Source.COMMENT_TABLE


def written_in(parts: Sequence[Part], answers: Answers) -> Written:
    """The saved answers page by page, as they are shown for checking."""
    you = answers.get(ABOUT_YOU, {})
    publishing = you.get("publishing", "")
    return Written(
        parts=tuple(WrittenPart(part, tuple(_rows(part, answers))) for part in parts),
        given=given_of(parts, answers),
        label=you.get("label", ""),
        publishing=publishing if publishing in Publishing.values else Publishing.COUNTED,
    )


def _rows(part: Part, answers: Answers) -> Iterable[WrittenRow]:
    for placed in part.statements:
        key = key_of_statement(placed.asked)
        value = _in_words(answers.get(key, {}))
        if value:
            yield WrittenRow(_name_of(placed), value, key)
    for question in part.questions:
        key = key_of_question(question)
        value = answers.get(key, {}).get("text", "")
        if value:
            yield WrittenRow(question.text, value, key)
    if part.kind == "last" and answers.get(WHOLE, {}).get("text", ""):
        yield WrittenRow("About the whole", answers[WHOLE]["text"], WHOLE)


def _name_of(placed: Placed) -> str:
    """The words of the statement with its stem, so that nobody checks an answer to half a sentence."""
    code = f"{placed.asked.code} " if placed.asked.code else ""
    stem = f"{placed.stem} " if placed.stem else ""
    return f"{code}{stem}{placed.asked.text}"


def _in_words(words: Mapping[str, str]) -> str:
    stance = words.get("stance", "")
    lines = [Stance(stance).label if stance in Stance.values else "", words.get("text", "")]
    if words.get("proposed"):
        lines.append(f"Put it like this: {words['proposed']}")
    return "\n".join(line for line in lines if line)
