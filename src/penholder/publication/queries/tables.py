"""The comment table going back out: what became of each row, in the form it came in or in one of ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from penholder.consultations.models import Answer, Consultation, Publishing, ReceivedFile
from penholder.listening.models import Point
from penholder.listening.queries import words_of
from penholder.publication.queries.fates import Fate, fates_of
from penholder.pure.formats.comment_table import CommentRow
from penholder.pure.formats.comment_table_out import new_comment_table, write_observations

NOT_SHOWN = "[not shown]"
MOST_QUOTED = 3
"""A decision that changed more statements than this is not written out in a narrow column."""
NOT_READ = "Not read yet."
NOT_DECIDED = "Not decided yet."
SET_ASIDE = "Read. Nothing in it asks for a change."


def filled_table(file: ReceivedFile) -> bytes:
    """The same form as it came, its last column filled row for row."""
    answers = tuple(_answers(file.consultation).filter(response__file=file).exclude(row=None))
    said = _observations(answers)
    rows = {answer.row: said[answer.pk] for answer in answers if answer.row is not None and said[answer.pk]}
    return write_observations(bytes(file.data), rows, name=file.filename)


def table_of(consultation: Consultation, *, every_word: bool) -> bytes:
    """Everything that came in, by whatever way, in one form. Without ``every_word`` only what its author lets be shown."""
    answers = tuple(each for each in _answers(consultation) if words_of(each))
    said = _observations(answers)
    rows = tuple(
        _row(
            place, answer, said[answer.pk], shown=every_word or answer.response.publishing == Publishing.WORDS
        )
        for place, answer in enumerate(answers, start=1)
    )
    closed = timezone.localtime(consultation.closed_at or consultation.closes_at)
    return new_comment_table(
        rows,
        document=consultation.draft.framework.title,
        date=date_format(closed, "j F Y"),
        project=consultation.title,
    )


def _answers(consultation: Consultation) -> QuerySet[Answer]:
    found = Answer.objects.filter(response__consultation=consultation, response__withdrawn_at=None)
    return found.select_related("response", "asked", "question", "reading").order_by(
        "response__number", "position"
    )


def _row(place: int, answer: Answer, observation: str, *, shown: bool) -> CommentRow:
    """A name stands beside words; where the words are not shown, it isn't either."""
    asked = answer.asked
    return CommentRow(
        row=place,
        body=(answer.response.label if shown else "") or answer.response.reference,
        external_id=answer.external_id,
        line=answer.line,
        clause=answer.clause
        or (asked.code if asked else "")
        or (answer.question.text if answer.question else ""),
        element=answer.element,
        kind=answer.comment_kind,
        comment=answer.text if shown or not answer.text else NOT_SHOWN,
        proposed=answer.proposed if shown or not answer.proposed else NOT_SHOWN,
        observations=observation,
    )


def _observations(answers: Iterable[Answer]) -> dict[int, str]:
    """What became of each answer, by its key; several points in the order they were drawn."""
    by_key = {answer.pk: answer for answer in answers}
    points = tuple(Point.objects.filter(answer__in=by_key).select_related("statement").order_by("number"))
    fates = fates_of(points)
    said: dict[int, list[str]] = defaultdict(list)
    for point in points:
        said[point.answer_id].append(_observation(fates[point.pk]))
    return {
        key: "\n".join(said[key]) if key in said else _without_points(answer)
        for key, answer in by_key.items()
    }


def _observation(fate: Fate) -> str:
    if fate.decision is None:
        return NOT_DECIDED
    parts = [f"{fate.decision.label}.", fate.decision.reason.strip()]
    worded = [change for change in fate.changes if change.worded]
    if len(worded) <= MOST_QUOTED:
        parts += [f"Now: “{change.now}”" if change.now else "It was taken out." for change in worded]
    else:
        parts.append(f"{len(worded)} statements were changed.")
    return " ".join(part for part in parts if part)


def _without_points(answer: Answer) -> str:
    if not words_of(answer):
        return ""
    return SET_ASIDE if getattr(answer, "reading", None) else NOT_READ
