"""Reads: what was said and not read yet, what readers made of it, and what the desk shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from penholder.accounts.models import Community
from penholder.consultations.models import Answer, AskedStatement, Consultation, Publishing, Stance
from penholder.frameworks.models import Draft, Statement
from penholder.listening.models import Point, Reading
from penholder.pure.reading import anchors
from penholder.pure.reading.removal import RUN

MARKS = ("one", "two", "three")
NEXT_FEW = 6
SHORT = 90
IN_WORDS = ~Q(text="", proposed="")
"""Answers that say something in words; the others only chose, and are counted as they are."""
Scope: TypeAlias = Community | Consultation | Draft
ERASED = "The words were erased."
"""Shown where a point stands whose words are gone; its number and what was decided about it stay."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class PointDrawn:
    """A passage a reader marks, what they read it as (empty: its own words), and the statement it is about."""

    start: int
    end: int
    gist: str
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading has come. ``bare`` counts the answers without words: they are counted, not read."""

    read: int
    total: int
    bare: int
    points: int
    unplaced: int

    @property
    def done(self) -> bool:
        return self.read == self.total


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer in the list of those to read."""

    uid: str
    reference: str
    source: str
    about: str
    current: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A point as the desk and the list of points show it."""

    uid: str
    answer_uid: str
    reference: str
    number: int
    gist: str
    words: str
    placed: str
    mark: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Another answer of the same response."""

    uid: str
    about: str
    words: str
    read: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said about one statement: in words, as a wish, as points. Without ``uid``: about none of those asked."""

    uid: str
    code: str
    words: str
    stem: str
    comments: int = 0
    keep: int = 0
    reword: int = 0
    remove: int = 0
    points: int = 0


def words_of(answer: Answer) -> str:
    """The words points are anchored to: what was said, or the proposed wording where nothing else was."""
    return answer.text or answer.proposed


def passage_of(point: Point) -> str:
    """The marked words; empty once their author has taken them back."""
    return anchors.passage(words_of(point.answer), point.start, point.end)


def public_gist(point: Point) -> str:
    """What the point was read as, as far as its author lets it be shown.

    A gist that says the respondent's own words again, or a run of them, or the wording they proposed, is not shown for
    those who asked to be counted, not quoted.
    """
    answer = point.answer
    if answer.response.publishing == Publishing.WORDS or point.erased:
        return point.gist
    return "" if any(_quotes(point.gist, own) for own in (answer.text, answer.proposed)) else point.gist


def about_of(answer: Answer) -> str:
    """What the answer is about, in a few words: the statement's code and text, the question, or the whole."""
    if answer.asked:
        return shortened(f"{answer.asked.code} {answer.asked.text}".strip())
    if answer.question:
        return shortened(answer.question.text)
    return answer.clause or "the whole"


def shortened(text: str, most: int = SHORT) -> str:
    """The beginning of a text, cut between two words."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def answers_with_words(asked: Scope) -> QuerySet[Answer]:
    """Everything said in words, by everybody who has not taken it back, in the order it is read."""
    return (
        _answers_in(asked)
        .filter(IN_WORDS)
        .select_related("response", "asked", "question")
        .order_by("response__consultation", "response__number", "position")
    )


def unread_answers(asked: Scope) -> QuerySet[Answer]:
    """Words nobody has read yet."""
    return answers_with_words(asked).filter(reading=None)


def progress_of(asked: Scope) -> Progress:
    """Five counts in two queries, however much was said."""
    counted = _answers_in(asked).aggregate(
        read=Count("pk", filter=IN_WORDS & Q(reading__isnull=False)),
        total=Count("pk", filter=IN_WORDS),
        bare=Count("pk", filter=~IN_WORDS & ~Q(stance__in=("", Stance.UNSAID))),
    )
    points = _points_in(asked).aggregate(points=Count("pk"), unplaced=Count("pk", filter=Q(statement=None)))
    return Progress(**counted, **points)


def points_of(draft: Draft) -> QuerySet[Point]:
    """Every point drawn from what was said about this draft and not taken back, in the order it was said.

    A point whose words were erased before anybody decided about it is owed nothing any more; decided ones stay.
    """
    return _points_in(draft)


def still_standing() -> QuerySet[Point]:
    """Points not taken back that still have words, or were decided about before these were erased."""
    return Point.objects.filter(
        Q(answer__gone_at=None) | Q(disposition__isnull=False), answer__response__withdrawn_at=None
    )


def undisposed_points(asked: Scope) -> QuerySet[Point]:
    """Points nobody has decided about yet."""
    return _points_in(asked).filter(disposition=None)


def points_in_consultation(consultation: Consultation) -> QuerySet[Point]:
    """The consultation's points as readers go through them: unplaced first, then statement by statement."""
    place = AskedStatement.objects.filter(consultation=consultation, statement=OuterRef("statement"))
    return (
        _points_in(consultation)
        .annotate(
            asked_position=Coalesce(Subquery(place.values("position")[:1]), -1, output_field=IntegerField())
        )
        .order_by("asked_position", "statement_id", "answer__response__number", "number")
    )


def asked_statements(consultation: Consultation) -> QuerySet[AskedStatement]:
    """The statements as they were put to people, in reading order."""
    return (
        AskedStatement.objects.filter(consultation=consultation)
        .select_related("statement")
        .order_by("position")
    )


def codes_in(consultation: Consultation) -> dict[int, str]:
    """How each asked statement is named in a line: its code, or the beginning of its words; by the statement's key."""
    asked = AskedStatement.objects.filter(consultation=consultation).values_list(
        "statement_id", "code", "text"
    )
    return {key: code or shortened(text, 40) for key, code, text in asked}


def names_in(consultation: Consultation) -> dict[int, str]:
    """How each asked statement is named in a heading: code and words; by the statement's key."""
    asked = AskedStatement.objects.filter(consultation=consultation).values_list(
        "statement_id", "code", "text"
    )
    return {key: shortened(f"{code} {text}".strip()) for key, code, text in asked}


def stem_of(answer: Answer) -> str:
    """The words above the statement that was asked about."""
    if answer.asked is None:
        return ""
    return stems_in(answer.response.consultation).get(answer.asked.statement_id, "")


def stems_in(consultation: Consultation) -> dict[int, str]:
    """What no asked statement is quoted without: the words above it that end with a colon; by the statement's key."""
    rows = AskedStatement.objects.filter(consultation=consultation).order_by("position")
    return _stems(rows.values_list("statement_id", "parent_id", "text"))


def heard_in(consultation: Consultation) -> tuple[Heard, ...]:
    """Every statement in the order it was put to people, then everything that was about none of them: three queries."""
    rows = AskedStatement.objects.filter(consultation=consultation).order_by("position")
    asked = tuple(rows.values_list("statement_id", "parent_id", "text", "code", "statement__uid"))
    stems = _stems((key, parent, text) for key, parent, text, *_ in asked)
    said = _said_by_statement(consultation)
    points = dict(_points_in(consultation).order_by().values_list("statement").annotate(points=Count("pk")))
    listed = tuple(
        Heard(uid, code, text, stems[key], **said.get(key, {}), points=points.pop(key, 0))
        for key, _, text, code, uid in asked
    )
    return (*listed, Heard("", "", "", "", **said.get(None, {}), points=sum(points.values())))


def next_unread(answer: Answer) -> Answer | None:
    """The next answer nobody has read, going on from this one and round to the beginning."""
    waiting = unread_answers(answer.response.consultation).exclude(pk=answer.pk)
    return waiting.filter(_after(answer)).first() or waiting.first()


def previous_answer(answer: Answer) -> Answer | None:
    """The answer before this one, read or not."""
    before = Q(response__number__lt=answer.response.number) | Q(
        response=answer.response_id, position__lt=answer.position
    )
    return answers_with_words(answer.response.consultation).filter(before).last()


def next_few(answer: Answer) -> tuple[Waiting, ...]:
    """This answer and the next few nobody has read."""
    following = unread_answers(answer.response.consultation).filter(_after(answer))[:NEXT_FEW]
    return tuple(_waiting(each, current=each.pk == answer.pk) for each in (answer, *following))


def points_drawn_from(answer: Answer) -> tuple[Drawn, ...]:
    """The points of one answer in the order of its words."""
    points = Point.objects.filter(answer=answer).select_related("answer__response", "statement")
    return drawn(points.order_by("start", "number"), codes_in(answer.response.consultation))


def drawn(points: Iterable[Point], codes: dict[int, str]) -> tuple[Drawn, ...]:
    """Points as a page shows them; give them with answer, response and statement."""
    return tuple(
        Drawn(
            uid=point.uid,
            answer_uid=point.answer.uid,
            reference=point.answer.response.reference,
            number=point.number,
            gist=point.gist or ERASED,
            words=passage_of(point),
            placed=codes.get(point.statement_id, "a statement") if point.statement_id else "",
            mark=MARKS[place % len(MARKS)],
        )
        for place, point in enumerate(points)
    )


def marks_of(answer: Answer) -> tuple[tuple[int, int, str, str], ...]:
    """The answer's points as the highlighter draws them: start, end, colour, number."""
    points = (
        Point.objects.filter(answer=answer).order_by("start", "number").values_list("start", "end", "number")
    )
    return tuple(
        (start, end, MARKS[place % len(MARKS)], str(number))
        for place, (start, end, number) in enumerate(points)
    )


def rest_of(answer: Answer) -> tuple[Beside, ...]:
    """What else the same person said, so that nothing is read out of its place."""
    others = (
        answers_with_words(answer.response.consultation)
        .filter(response=answer.response_id)
        .exclude(pk=answer.pk)
    )
    was_read = Exists(Reading.objects.filter(answer=OuterRef("pk")))
    return tuple(
        Beside(other.uid, about_of(other), words_of(other), other.was_read)
        for other in others.annotate(was_read=was_read)
    )


def _stems(rows: Iterable[tuple[int, int | None, str]]) -> dict[int, str]:
    """Stems by statement, from the key, the key above and the words of every asked statement in reading order."""
    stems: dict[int, str] = {}
    texts: dict[int, str] = {}
    for key, parent, text in rows:
        above = texts.get(parent, "").rstrip() if parent else ""
        stems[key] = f"{stems[parent]} {above}".strip() if parent and above.endswith(":") else ""
        texts[key] = text
    return stems


def _said_by_statement(consultation: Consultation) -> dict[int | None, dict[str, int]]:
    """How many answers each asked statement got, by its key; under None those to a question or about the whole."""
    counted = (
        _answers_in(consultation)
        .values("asked__statement")
        .annotate(
            comments=Count("pk", filter=IN_WORDS),
            keep=Count("pk", filter=Q(stance=Stance.KEEP)),
            reword=Count("pk", filter=Q(stance=Stance.REWORD)),
            remove=Count("pk", filter=Q(stance=Stance.REMOVE)),
        )
    )
    return {row.pop("asked__statement"): row for row in counted}


def _in(asked: Scope, path: str) -> Q:
    """Whose consultation this is, whether one, all those on a draft, or all of a community are meant."""
    match asked:
        case Draft():
            path = f"{path}__draft"
        case Community():
            path = f"{path}__community"
    return Q(**{path: asked.pk})


def _answers_in(asked: Scope) -> QuerySet[Answer]:
    """All answers, with words or without, of everybody who has not taken theirs back."""
    return Answer.objects.filter(_in(asked, "response__consultation"), response__withdrawn_at=None)


def _points_in(asked: Scope) -> QuerySet[Point]:
    return (
        still_standing()
        .filter(_in(asked, "answer__response__consultation"))
        .select_related("answer__response", "answer__asked", "answer__question", "statement")
        .order_by("answer__response__consultation", "answer__response__number", "number")
    )


def _after(answer: Answer) -> Q:
    later_response = Q(response__number__gt=answer.response.number)
    return later_response | Q(response=answer.response_id, position__gt=answer.position)


def _waiting(answer: Answer, *, current: bool) -> Waiting:
    return Waiting(
        uid=answer.uid,
        reference=answer.response.reference,
        source=answer.response.get_source_display(),
        about=about_of(answer),
        current=current,
    )


def _quotes(gist: str, own: str) -> bool:
    """Whether one holds the other, or the gist takes over a run of their words."""
    read, said = _bare(gist), _bare(own)
    if not said.strip():
        return False
    words = read.split()
    runs = (f" {' '.join(words[start : start + RUN])} " for start in range(len(words) - RUN + 1))
    return read in said or said in read or any(run in said for run in runs)


def _bare(words: str) -> str:
    """The words alone, each with a space on either side."""
    return f" {' '.join(_WORD.findall(words.casefold()))} "
