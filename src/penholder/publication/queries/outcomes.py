"""What became of one response: for each point the line from what was said to what is thought of the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from penholder.consultations.models import Answer, Consultation, Response, Stance
from penholder.decisions.models import Kind
from penholder.listening.models import Point, Reading
from penholder.listening.queries import about_of, passage_of, shortened, stems_in, words_of
from penholder.publication.models import Reply
from penholder.publication.queries.fates import ChangeShown, Decision, fates_of

_SUMMARY = (
    ("changed", "changed the text", "accepted"),
    ("part", "in part", "part"),
    ("agreed", "agreed, not in the text yet", "open"),
    ("answered", "answered, no change", "neutral"),
    ("declined", "not accepted", "declined"),
    ("open", "being decided", "open"),
    ("erased", "erased before a decision", "neutral"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said in one place, and what it was about, in the words they were asked with."""

    words: str
    proposed: str
    about: str
    code: str
    statement: str
    stem: str
    stance: str


@dataclass(frozen=True, slots=True)
class PointOutcome:
    """One point's line."""

    uid: str
    number: int
    heading: str
    said: Said
    marks: tuple[tuple[int, int], ...]
    gist: str
    own_words: bool
    """Whether it was read as nothing but the words themselves."""
    read_at: datetime
    decision: Decision | None
    changes: tuple[ChangeShown, ...]
    voting: str
    reply: Reply | None
    erased: bool
    """Whether its words are gone for good."""

    @property
    def contested(self) -> bool:
        """Whether its author says that this is not what they said."""
        return self.reply is not None and self.reply.verdict == Reply.Verdict.NOT_SAID

    @property
    def published(self) -> bool:
        """Whether all that was changed for it stands in a published version."""
        return bool(self.changes) and all(change.version for change in self.changes)


@dataclass(frozen=True, slots=True)
class AnswerState:
    """An answer that no point came of, or not yet."""

    said: Said
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class ResponseOutcome:
    """Everything a respondent sees of what became of their response."""

    response: Response
    consultation: Consultation
    group: str
    points: tuple[PointOutcome, ...]
    unread: tuple[AnswerState, ...]
    set_aside: tuple[AnswerState, ...]
    bare: tuple[tuple[str, int], ...]
    """Answers without words, counted by what was ticked."""
    summary: tuple[tuple[str, str], ...]
    """What became of the points, in a few pills: words and kind."""
    account: str
    """Where the account of the version stands that came of the draft this was about, if it is out."""


def outcome_of(response: Response) -> ResponseOutcome:
    """The outcome as it stands now; the same number of queries for one point and for fifty."""
    consultation = Consultation.objects.select_related(
        "community", "decider", "draft__became", "draft__framework"
    ).get(pk=response.consultation_id)
    stems = stems_in(consultation)
    answers = {
        answer.pk: answer
        for answer in Answer.objects.filter(response=response)
        .select_related("asked", "question", "reading")
        .order_by("position")
    }
    if response.withdrawn_at:
        _take_back(answers.values())
    points = _points(answers)
    fates = fates_of(points)
    said = {key: _said(answer, stems) for key, answer in answers.items()}
    outcomes = []
    for point in points:
        fate = fates[point.pk]
        passage = passage_of(point)
        outcomes.append(
            PointOutcome(
                uid=point.uid,
                number=point.number,
                heading=f"“{shortened(passage, 70)}”" if passage else f"Point {point.number}",
                erased=point.erased,
                said=said[point.answer_id],
                marks=((point.start, point.end),) if passage else (),
                gist="" if response.withdrawn_at else point.gist,
                own_words=bool(passage) and point.gist == passage,
                read_at=point.drawn_at,
                decision=fate.decision,
                changes=fate.changes,
                voting=fate.voting,
                reply=fate.last_reply,
            )
        )
    without = [
        answer for answer in answers.values() if answer.pk not in {point.answer_id for point in points}
    ]
    worded = [answer for answer in without if words_of(answer)]
    became = consultation.draft.became
    consultation_place = (consultation.community.slug, consultation.draft.framework.slug)
    return ResponseOutcome(
        response=response,
        consultation=consultation,
        group=consultation.decider.name,
        points=tuple(outcomes),
        unread=tuple(AnswerState(said[each.pk], None) for each in worded if _reading(each) is None),
        set_aside=tuple(
            AnswerState(said[each.pk], reading.read_at)
            for each in worded
            if (reading := _reading(each)) is not None
        ),
        bare=_bare(without),
        summary=_summary(outcomes),
        account=reverse("publication:account", args=[*consultation_place, became.number]) if became else "",
    )


def _take_back(answers: Iterable[Answer]) -> None:
    """What was taken back is shown to nobody any more; what became of it until then still is."""
    for answer in answers:
        answer.text = answer.proposed = answer.stance = ""


def _points(answers: dict[int, Answer]) -> tuple[Point, ...]:
    points = tuple(Point.objects.filter(answer__in=answers).select_related("statement").order_by("number"))
    for point in points:
        point.answer = answers[point.answer_id]
    return points


def _said(answer: Answer, stems: dict[int, str]) -> Said:
    asked = answer.asked
    return Said(
        words=words_of(answer),
        proposed=answer.proposed if answer.text else "",
        about=about_of(answer),
        code=asked.code if asked else "",
        statement=asked.text if asked else answer.question.text if answer.question else "",
        stem=stems.get(asked.statement_id, "") if asked else "",
        stance=Stance(answer.stance).label if answer.stance and answer.stance != Stance.UNSAID else "",
    )


def _reading(answer: Answer) -> Reading | None:
    return getattr(answer, "reading", None)


def _bare(answers: list[Answer]) -> tuple[tuple[str, int], ...]:
    counted = Counter(answer.stance for answer in answers if answer.stance and not words_of(answer))
    return tuple((Stance(stance).label, number) for stance, number in counted.items())


def _summary(points: list[PointOutcome]) -> tuple[tuple[str, str], ...]:
    counted = Counter(_came_to(point) for point in points)
    return tuple((f"{counted[key]} {words}", pill) for key, words, pill in _SUMMARY if counted[key])


def _came_to(point: PointOutcome) -> str:
    decision = point.decision
    if decision is None:
        return "erased" if point.erased else "open"
    if decision.promises and not point.changes:
        return "agreed"
    named = {Kind.ACCEPTED.value: "changed", Kind.IN_PART.value: "part", Kind.DECLINED.value: "declined"}
    return named.get(decision.kind, "answered")
