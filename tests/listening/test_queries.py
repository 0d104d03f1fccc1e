"""What the desk is told: how far the reading is, what comes next, and what may be shown in public."""

from __future__ import annotations

import pytest

from penholder.consultations.models import Publishing, Response
from penholder.listening.actions import place_point, set_answer_aside
from penholder.listening.queries import (
    next_unread,
    points_in_consultation,
    previous_answer,
    progress_of,
    public_gist,
    stems_in,
    undisposed_points,
    unread_answers,
)
from penholder.record import clock
from tests.factories.consultations import asked_at, open_consultation_with, response_to
from tests.factories.listening import answer_of, point_on, reader, said, whole_point
from tests.factories.publication import decided, story

pytestmark = pytest.mark.django_db


def test_progress_counts_answers_with_words_and_says_how_many_have_none() -> None:
    _, consultation = open_consultation_with()
    who = reader(consultation)
    point_on(answer_of(said(consultation).response), "It reads", by=who, placed=False)
    set_answer_aside(answer=answer_of(said(consultation, "Thanks.").response), by=who)
    said(consultation, "Not read yet.")
    said(consultation, "", stance="keep")
    progress = progress_of(consultation)
    assert (progress.read, progress.total, progress.bare) == (2, 3, 1)
    assert (progress.points, progress.unplaced, progress.done) == (1, 1, False)
    assert progress_of(consultation.draft) == progress


def test_unread_answers_leave_out_what_was_taken_back() -> None:
    _, consultation = open_consultation_with()
    gone = said(consultation).response
    left = said(consultation).response
    Response.objects.filter(pk=gone.pk).update(withdrawn_at=clock.now())
    assert [answer.response for answer in unread_answers(consultation)] == [left]


def test_next_unread_goes_on_from_here_and_round_to_the_beginning() -> None:
    _, consultation = open_consultation_with()
    who = reader(consultation)
    first, second = response_to(consultation, "One.", "Two."), response_to(consultation, "Three.")
    one, two, three = answer_of(first.response), answer_of(first.response, 2), answer_of(second.response)
    assert (next_unread(one), next_unread(two), next_unread(three)) == (two, three, one)
    whole_point(one, by=who)
    assert next_unread(three) == two
    assert (previous_answer(three), previous_answer(one)) == (two, None)


def test_points_unplaced_come_first_and_are_never_dropped() -> None:
    _, consultation = open_consultation_with()
    who = reader(consultation)
    late = whole_point(answer_of(said(consultation, about="2.1").response), by=who)
    early = whole_point(answer_of(said(consultation, about="1.1.1").response), by=who)
    nowhere = whole_point(answer_of(said(consultation, about="").response), by=who)
    assert list(points_in_consultation(consultation)) == [nowhere, early, late]
    place_point(point=nowhere, statement=asked_at(consultation, "1.1.2").statement, by=who)
    assert list(points_in_consultation(consultation)) == [early, nowhere, late]


def test_undisposed_points_are_those_without_an_answer() -> None:
    begun = story()
    answered = whole_point(answer_of(said(begun.consultation).response), by=begun.reader)
    waiting = whole_point(answer_of(said(begun.consultation).response), by=begun.reader)
    decided(begun, [answered], kind="declined")
    assert list(undisposed_points(begun.draft)) == [waiting]


def test_stems_hold_what_a_sub_point_is_never_quoted_without() -> None:
    _, consultation = open_consultation_with()
    stems = stems_in(consultation)
    asked = asked_at(consultation, "1.1.1")
    assert stems[asked.statement_id] == "An ability to build a relationship that is mutual, by:"
    assert stems[asked_at(consultation, "2.1").statement_id] == ""


@pytest.mark.parametrize(
    ("publishing", "gist", "shown"),
    [
        (Publishing.WORDS, "", "It reads like a target."),
        (Publishing.COUNTED, "", ""),
        (Publishing.COUNTED, "it reads like a target", ""),
        (Publishing.COUNTED, "Too much like a goal", "Too much like a goal"),
        (Publishing.COUNTED, "They say: “to sit together in the dark” helps", ""),
        (Publishing.COUNTED, "Company, instead of aims!", ""),
    ],
)
def test_public_gist_never_shows_the_words_of_those_who_asked_to_be_counted(
    publishing: str, gist: str, shown: str
) -> None:
    _, consultation = open_consultation_with()
    received = said(consultation, publishing=publishing, proposed="company instead of aims")
    answer = answer_of(received.response)
    point = point_on(answer, "It reads like a target.", gist=gist, by=reader(consultation))
    assert public_gist(point) == shown
