"""Reading: nothing said is lost, nothing is drawn twice, and the record says that it was read."""

from __future__ import annotations

import json

import pytest

from penholder.consultations.models import Response
from penholder.listening.actions import draw_points, draw_whole_answer, place_point, set_answer_aside
from penholder.listening.models import Point, Reading
from penholder.listening.queries import PointDrawn, passage_of
from penholder.record import clock
from penholder.record.queries import Entry, body_of
from penholder.record.recording import Refused, committed
from tests.factories.consultations import asked_at, open_consultation_with, response_to
from tests.factories.listening import TARGET, answer_of, point_on, reader, said, whole_point
from tests.factories.publication import decided, published, told
from tests.factories.record import hand_of

pytestmark = pytest.mark.django_db


def test_draw_points_keeps_the_passage_the_gist_and_who_read_it() -> None:
    _, consultation = open_consultation_with()
    answer = answer_of(said(consultation).response)
    who = reader(consultation)
    point = point_on(
        answer, "Sometimes what helps is to sit together in the dark.", gist=" Company counts. ", by=who
    )
    assert (passage_of(point), point.gist, point.number) == (
        "Sometimes what helps is to sit together in the dark.", "Company counts.", 1,
    )  # fmt: skip
    assert point.statement == asked_at(consultation, "1.1.1").statement
    assert (answer.reading.found, answer.reading.reader) == (Reading.Found.POINTS, who)


def test_draw_points_appends_ids_and_commitments_and_no_words() -> None:
    _, consultation = open_consultation_with()
    answer = answer_of(said(consultation).response)
    who = reader(consultation)
    first = point_on(answer, "It reads like a target.", gist="Too much like a goal", by=who)
    entry = Entry.objects.get(pk=first.entry_id)
    body = body_of(entry)
    assert (body["type"], body["scope"], body["obj"], body["re"]) == (
        "points.drawn", consultation.uid, answer.uid, [first.uid],
    )  # fmt: skip
    assert body["_sd"] == [committed(first.salt, "1.gist", "Too much like a goal")]
    assert "goal" not in json.dumps(body)
    assert hand_of(entry) == who.name


def test_draw_points_trims_white_space_and_takes_the_words_as_gist() -> None:
    _, consultation = open_consultation_with()
    answer = answer_of(said(consultation, "One.  Two.  ").response)
    (point,) = draw_points(answer=answer, points=[PointDrawn(4, 12, "", None)], by=reader(consultation))
    assert (point.start, point.end, point.gist) == (6, 10, "Two.")


def test_draw_points_adds_to_an_answer_that_was_read_and_numbers_within_the_response() -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation, "First thing.", "Second thing.")
    who = reader(consultation)
    point_on(answer_of(received.response, 2), "Second thing.", by=who)
    later = point_on(answer_of(received.response, 1), "First", by=who)
    more = point_on(answer_of(received.response, 1), "thing", by=who)
    assert (later.number, more.number) == (2, 3)
    assert Reading.objects.filter(answer__response=received.response).count() == 2


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (5, 3), (0, len(TARGET) + 1), (3, 3)])
def test_draw_points_outside_the_words_is_refused_and_leaves_nothing(start: int, end: int) -> None:
    _, consultation = open_consultation_with()
    answer = answer_of(said(consultation).response)
    before = Entry.objects.count()
    who = reader(consultation)
    with pytest.raises(Refused, match="Mark"):
        draw_points(answer=answer, points=[PointDrawn(start, end, "", None)], by=who)
    assert not Point.objects.exists()
    assert Entry.objects.count() == before + 1  # the reader was admitted; nothing else was said


def test_draw_points_a_second_time_is_refused_and_draws_nothing_twice() -> None:
    _, consultation = open_consultation_with()
    answer = answer_of(said(consultation).response)
    who = reader(consultation)
    whole_point(answer, by=who)
    with pytest.raises(Refused, match="drawn already"):
        whole_point(answer, by=who)
    assert Point.objects.count() == 1


def test_draw_points_of_an_answer_without_words_is_refused() -> None:
    _, consultation = open_consultation_with()
    answer = answer_of(said(consultation, "", stance="keep").response)
    with pytest.raises(Refused, match="no words"):
        whole_point(answer, by=reader(consultation))


def test_draw_points_anchors_in_the_proposed_words_where_nothing_else_was_said() -> None:
    _, consultation = open_consultation_with()
    answer = answer_of(said(consultation, "", proposed="being there").response)
    assert passage_of(whole_point(answer, by=reader(consultation))) == "being there"


def test_draw_points_from_what_was_taken_back_is_refused() -> None:
    _, consultation = open_consultation_with()
    answer = answer_of(said(consultation).response)
    Response.objects.filter(pk=answer.response_id).update(withdrawn_at=clock.now())
    with pytest.raises(Refused, match="taken it back"):
        whole_point(answer, by=reader(consultation))


def test_draw_points_on_a_statement_of_another_framework_is_refused() -> None:
    _, consultation = open_consultation_with()
    _, other = open_consultation_with()
    answer = answer_of(said(consultation).response)
    foreign = asked_at(other, "1.1.1").statement
    with pytest.raises(Refused, match="another framework"):
        draw_whole_answer(answer=answer, statement=foreign, by=reader(consultation))


def test_draw_points_after_publication_is_refused() -> None:
    one = told()
    published(one)
    with pytest.raises(Refused, match="published"):
        whole_point(answer_of(one.received.response), by=one.story.reader)


def test_set_answer_aside_says_who_read_it_and_a_second_time_is_refused() -> None:
    _, consultation = open_consultation_with()
    answer = answer_of(said(consultation, "Thank you for asking.").response)
    who = reader(consultation)
    reading = set_answer_aside(answer=answer, by=who)
    assert (reading.found, reading.reader) == (Reading.Found.NOTHING, who)
    assert Entry.objects.get(pk=reading.entry_id).kind == "answer.set_aside"
    with pytest.raises(Refused, match="already"):
        set_answer_aside(answer=answer, by=who)


def test_set_answer_aside_with_points_drawn_is_refused() -> None:
    _, consultation = open_consultation_with()
    answer = answer_of(said(consultation).response)
    who = reader(consultation)
    whole_point(answer, by=who)
    with pytest.raises(Refused, match="Points were drawn"):
        set_answer_aside(answer=answer, by=who)


def test_draw_points_from_an_answer_set_aside_makes_it_an_answer_with_points() -> None:
    _, consultation = open_consultation_with()
    answer = answer_of(said(consultation).response)
    who = reader(consultation)
    set_answer_aside(answer=answer, by=who)
    whole_point(answer, by=who)
    assert Reading.objects.get(answer=answer).found == Reading.Found.POINTS


def test_place_point_moves_it_and_names_the_statement_in_the_record() -> None:
    _, consultation = open_consultation_with()
    who = reader(consultation)
    point = point_on(answer_of(said(consultation).response), "It reads like a target.", by=who, placed=False)
    onto = asked_at(consultation, "2.1").statement
    place_point(point=point, statement=onto, by=who)
    assert Point.objects.get(pk=point.pk).statement == onto
    newest = Entry.objects.order_by("index").last()
    assert newest is not None
    assert (newest.kind, body_of(newest)["re"]) == ("point.placed", [onto.uid])


def test_place_point_where_it_stands_is_refused() -> None:
    _, consultation = open_consultation_with()
    who = reader(consultation)
    point = whole_point(answer_of(said(consultation).response), by=who)
    statement = asked_at(consultation, "1.1.1").statement
    with pytest.raises(Refused, match="already"):
        place_point(point=point, statement=statement, by=who)


def test_place_point_after_it_was_decided_is_still_possible() -> None:
    one = told()
    decided(one.story, [one.point], kind="declined")
    onto = asked_at(one.story.consultation, "2.1").statement
    assert place_point(point=one.point, statement=onto, by=one.story.reader).statement == onto
