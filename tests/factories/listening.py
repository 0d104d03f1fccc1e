"""Answers read and points drawn through the real actions."""

from __future__ import annotations

from penholder.accounts.models import Member, Role
from penholder.consultations.actions import Received, receive_response
from penholder.consultations.models import Answer, Consultation, Publishing, Response, Source
from penholder.consultations.queries import AnswerGiven
from penholder.frameworks.models import Statement
from penholder.listening.actions import draw_points, draw_whole_answer
from penholder.listening.models import Point
from penholder.listening.queries import PointDrawn
from penholder.record.events import GUEST
from tests.factories.accounts import member
from tests.factories.consultations import asked_at

TARGET = "It reads like a target. Sometimes what helps is to sit together in the dark. Please say so."


def reader(consultation: Consultation) -> Member:
    return member(consultation.community, role=Role.READER)


def said(
    consultation: Consultation,
    text: str = TARGET,
    *,
    about: str = "1.1.1",
    proposed: str = "",
    stance: str = "",
    publishing: str = Publishing.WORDS,
) -> Received:
    """A response of one answer, to the statement with this code (empty: to nothing in particular)."""
    asked = asked_at(consultation, about) if about else None
    answer = AnswerGiven(text=text, proposed=proposed, stance=stance, asked=asked)
    return receive_response(
        consultation=consultation, answers=[answer], source=Source.WEB, by=GUEST, publishing=publishing
    )


def answer_of(response: Response, position: int = 1) -> Answer:
    return response.answers.select_related("response__consultation", "asked__statement").get(
        position=position
    )


def point_on(answer: Answer, words: str, *, gist: str = "", by: Member, placed: bool = True) -> Point:
    """A point drawn from these words of the answer, on the statement it was written to."""
    text = answer.text or answer.proposed
    start = text.index(words)
    statement = answer.asked.statement if answer.asked and placed else None
    (point,) = draw_points(
        answer=answer, points=[PointDrawn(start, start + len(words), gist, statement)], by=by
    )
    return point


def whole_point(answer: Answer, *, by: Member, gist: str = "") -> Point:
    statement: Statement | None = answer.asked.statement if answer.asked else None
    return draw_whole_answer(answer=answer, gist=gist, statement=statement, by=by)
