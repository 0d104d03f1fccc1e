"""Draw points from answers, set aside answers that ask for no reply, and place points on statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from penholder.accounts.models import Member
from penholder.consultations.models import Answer, Response
from penholder.frameworks.models import Draft, Statement
from penholder.listening.events import AnswerSetAside, PointPlaced, PointsDrawn
from penholder.listening.models import Point, Reading
from penholder.listening.queries import PointDrawn, words_of
from penholder.pure.reading import anchors
from penholder.record import clock
from penholder.record.actions import append
from penholder.record.events import Actor
from penholder.record.queries import Entry
from penholder.record.recording import Refused, committed, records


@records(PointsDrawn)
def draw_points(*, answer: Answer, points: Sequence[PointDrawn], by: Member) -> tuple[Point, ...]:
    """Draw points from one answer's words, the first ones or more. Made: the points; the reading, or its new reader.

    What was drawn already, to the letter, is not drawn twice. Appended: points.drawn, which commits to every gist.
    """
    now = clock.now()
    response = _lock_response(answer)
    _refuse_unreadable(answer, response)
    new = _not_drawn_yet(answer, tuple(_checked(answer, point) for point in points))

    taken = (
        Point.objects.filter(answer__response=response)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
        or 0
    )
    rows = tuple(
        Point(
            answer=answer,
            number=number,
            start=point.start,
            end=point.end,
            gist=point.gist,
            statement=point.statement,
            drawn_by=by,
            drawn_at=now,
        )
        for number, point in enumerate(new, start=taken + 1)
    )
    entry = _append_drawn(answer, response, rows, by=by.actor)
    for row in rows:
        row.entry = entry
    Point.objects.bulk_create(rows)
    _note_reading(answer, Reading.Found.POINTS, by, now, entry)
    return rows


@records(PointsDrawn)
def draw_whole_answer(
    *, answer: Answer, gist: str = "", statement: Statement | None = None, by: Member
) -> Point:
    """Make the whole answer one point. Made and appended: as for draw_points."""
    whole = PointDrawn(start=0, end=len(words_of(answer)), gist=gist, statement=statement)
    return draw_points(answer=answer, points=(whole,), by=by)[0]


@records(AnswerSetAside)
def set_answer_aside(*, answer: Answer, by: Member) -> Reading:
    """Say that this was read, by whom, and that nothing in it asks for a reply. Made: the reading and its entry."""
    now = clock.now()
    response = _lock_response(answer)
    _refuse_unreadable(answer, response)
    reading = Reading.objects.filter(answer=answer).first()
    if reading and reading.found == Reading.Found.POINTS:
        raise Refused("Points were drawn from this answer already, so it can't be set aside.")
    if reading:
        raise Refused("This answer was set aside already.")

    entry = append(AnswerSetAside(scope=response.consultation.uid, obj=answer.uid), by=by.actor)
    return _note_reading(answer, Reading.Found.NOTHING, by, now, entry)


@records(PointPlaced)
def place_point(*, point: Point, statement: Statement, by: Member) -> Point:
    """Place a point on a statement, or on another one. Changed: the point. Appended: point.placed."""
    response = _lock_response(point.answer)
    _refuse_published(response.consultation.draft, "Its points stay where they were.")
    _refuse_foreign(statement, response)
    placed = Point.objects.get(pk=point.pk)
    if placed.statement_id == statement.pk:
        raise Refused("The point stands on this statement already.")

    point.statement = statement
    point.save(update_fields=["statement"])
    append(PointPlaced(scope=response.consultation.uid, obj=point.uid, re=(statement.uid,)), by=by.actor)
    return point


def _lock_response(answer: Answer) -> Response:
    """Points are numbered within a response, so two readers of one response take turns.

    The draft first: a point must not be drawn beside a publication that has looked for open points already. The two are
    read one after the other, so that the draft is as it is when its lock is held.
    """
    Draft.objects.select_for_update(of=("self",), no_key=True).get(
        consultations__responses=answer.response_id
    )
    locked = Response.objects.select_for_update(of=("self",), no_key=True).select_related(
        "consultation__draft__framework"
    )
    return locked.get(pk=answer.response_id)


def _refuse_unreadable(answer: Answer, response: Response) -> None:
    if response.withdrawn_at:
        raise Refused(
            "The person who sent this response has taken it back. There is nothing to read in it any more."
        )
    if answer.gone_at:
        raise Refused("The words of this answer were erased. There is nothing to read in it any more.")
    if not words_of(answer).strip():
        raise Refused("This answer has no words, so there is nothing to read in it. It is counted as it is.")
    _refuse_published(response.consultation.draft, "What was read from its answers stays as it was.")


def _refuse_published(draft: Draft, so: str) -> None:
    if draft.became_id:
        raise Refused(f"This draft has been published. {so}")


def _checked(answer: Answer, point: PointDrawn) -> PointDrawn:
    words = words_of(answer)
    if not 0 <= point.start <= point.end <= len(words):
        raise Refused("These words are not inside the answer. Mark them again.")
    start, end = anchors.trimmed(words, point.start, point.end)
    if start == end:
        raise Refused("Mark at least one word of the answer.")
    if point.statement:
        _refuse_foreign(point.statement, answer.response)
    return PointDrawn(start, end, point.gist.strip() or words[start:end], point.statement)


def _refuse_foreign(statement: Statement, response: Response) -> None:
    if statement.framework_id != response.consultation.draft.framework_id:
        raise Refused(
            "This statement belongs to another framework. Choose one of the framework people were asked about."
        )


def _not_drawn_yet(answer: Answer, points: Iterable[PointDrawn]) -> tuple[PointDrawn, ...]:
    known = set(Point.objects.filter(answer=answer).values_list("start", "end", "gist"))
    new: list[PointDrawn] = []
    for point in points:
        if (point.start, point.end, point.gist) not in known:
            known.add((point.start, point.end, point.gist))
            new.append(point)
    if not new:
        raise Refused(
            "This point has been drawn already." if known else "Mark the words that make a point first."
        )
    return tuple(new)


def _append_drawn(answer: Answer, response: Response, rows: Sequence[Point], *, by: Actor) -> Entry:
    return append(
        PointsDrawn(
            scope=response.consultation.uid,
            obj=answer.uid,
            re=tuple(row.uid for row in rows),
            points=len(rows),
            words=tuple(committed(row.salt, f"{row.number}.gist", row.gist) for row in rows),
        ),
        by=by,
    )


def _note_reading(answer: Answer, found: Reading.Found, by: Member, now: datetime, entry: Entry) -> Reading:
    values = {"found": found, "reader": by, "read_at": now, "entry": entry}
    reading, _ = Reading.objects.update_or_create(answer=answer, defaults=values)
    return reading
