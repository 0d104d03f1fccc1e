"""A consultation on 42 statements to which every answer says something about every one of them."""

from __future__ import annotations

from penholder.consultations.actions import receive_response
from penholder.consultations.models import Consultation, Source, Stance
from penholder.consultations.queries import AnswerGiven, asked_of
from penholder.record.events import GUEST
from tests.factories.consultations import STEM, open_consultation_with

STATEMENTS = 42
FORTY_TWO = tuple(
    row
    for part in range(1, 7)
    for row in (
        (f"{part}", "", f"Part {part} of the way"),
        (f"{part}.1", f"{part}", STEM),
        *(
            (f"{part}.1.{n}", f"{part}.1", f"keeping to pace {n} of part {part} with care")
            for n in range(1, 6)
        ),
    )
)


def asked_about_42() -> Consultation:
    _, consultation = open_consultation_with(FORTY_TWO)
    return consultation


def answer_everything(consultation: Consultation, *, times: int = 1) -> None:
    """So many responses, each with words and a wish for every statement."""
    for number in range(times):
        answers = [
            AnswerGiven(asked=asked, text=f"Voice {number} on {asked.code}.", stance=Stance.REWORD)
            for asked in asked_of(consultation)
        ]
        receive_response(consultation=consultation, answers=answers, source=Source.WEB, by=GUEST)
