"""The desk, as readers meet it: without script, second clicks harmless, closed to everybody else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from penholder.accounts.models import Role
from penholder.consultations.models import Answer, Consultation
from penholder.listening.models import Point, Reading
from penholder.listening.queries import passage_of
from tests.factories.accounts import member, signed_in
from tests.factories.consultations import asked_at, open_consultation_with
from tests.factories.listening import TARGET, answer_of, reader, said, whole_point

pytestmark = pytest.mark.django_db


def at(consultation: Consultation, name: str, *args: str) -> str:
    return reverse(f"listening:{name}", args=[consultation.community.slug, consultation.slug, *args])


@pytest.fixture
def consultation() -> Consultation:
    return open_consultation_with()[1]


@pytest.fixture
def answer(consultation: Consultation) -> Answer:
    return answer_of(said(consultation).response)


@pytest.fixture
def sat(client: Client, consultation: Consultation) -> Client:
    """A client with a reader signed in."""
    return signed_in(client, reader(consultation))


def test_desk_opens_the_first_unread_answer(sat: Client, consultation: Consultation, answer: Answer) -> None:
    said(consultation)
    assert sat.get(at(consultation, "desk")).headers["Location"] == at(consultation, "read", answer.uid)


def test_desk_with_nothing_to_read_says_so(sat: Client, consultation: Consultation) -> None:
    assert "There is nothing to read yet" in sat.get(at(consultation, "desk")).content.decode()


def test_read_shows_the_words_the_stem_and_the_progress(
    sat: Client, consultation: Consultation, answer: Answer
) -> None:
    said(consultation, "", stance="keep")
    page = sat.get(at(consultation, "read", answer.uid)).content.decode()
    assert TARGET in page
    assert "An ability to build a relationship that is mutual, by:" in page
    assert "0 of 1" in page
    assert "1 answer without words is counted as it is and needs no reading." in page


def test_draw_whole_opens_the_next_answer_and_a_second_click_is_harmless(
    sat: Client, consultation: Consultation, answer: Answer
) -> None:
    following = answer_of(said(consultation, "Another.").response)
    for _ in range(2):
        gone = sat.post(at(consultation, "draw_whole", answer.uid))
        assert gone.headers["Location"] == at(consultation, "read", following.uid)
    (point,) = Point.objects.all()
    assert (passage_of(point), point.statement) == (TARGET, asked_at(consultation, "1.1.1").statement)
    assert "drawn already" in sat.get(at(consultation, "read", following.uid)).content.decode()


def test_set_aside_opens_the_next_answer_and_at_the_end_says_everything_is_read(
    sat: Client, consultation: Consultation, answer: Answer
) -> None:
    page = sat.post(at(consultation, "set_aside", answer.uid), follow=True).content.decode()
    assert Reading.objects.get().found == Reading.Found.NOTHING
    assert "Everything said in words has been read" in page


def test_draw_from_typed_words_stays_while_words_are_left(
    sat: Client, consultation: Consultation, answer: Answer
) -> None:
    typed = {"quote": "sometimes what helps\nis to sit together", "gist": "Company counts", "statement": ""}
    gone = sat.post(at(consultation, "draw", answer.uid), typed)
    assert gone.headers["Location"] == at(consultation, "read", answer.uid)
    (point,) = Point.objects.all()
    assert (passage_of(point), point.gist, point.statement) == (
        "Sometimes what helps is to sit together", "Company counts", None,
    )  # fmt: skip
    page = sat.get(gone.headers["Location"]).content.decode()
    assert '<mark class="mark mark-one"><span class="mark-number">1</span>Sometimes what helps' in page


def test_draw_from_ticked_sentences_takes_them_together(
    sat: Client, consultation: Consultation, answer: Answer
) -> None:
    statement = asked_at(consultation, "2.1").statement
    ticked = {"sentences": ["1", "2"], "statement": statement.uid}
    sat.post(at(consultation, "draw", answer.uid), ticked)
    (point,) = Point.objects.all()
    assert passage_of(point) == "Sometimes what helps is to sit together in the dark. Please say so."
    assert point.statement == statement


def test_draw_from_a_selection_counts_characters_as_a_browser_does(
    sat: Client, consultation: Consultation
) -> None:
    answer = answer_of(said(consultation, "One.\r\nTwo.").response)
    sat.post(at(consultation, "draw", answer.uid), {"start": "5", "end": "9"})
    assert passage_of(Point.objects.get()) == "Two."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"quote": "words nobody wrote", "gist": "kept gist"}, "do not stand in the answer"),
        ({"sentences": ["0", "2"], "gist": "kept gist"}, "do not stand next to each other"),
        ({"gist": "kept gist"}, "Mark the words that make the point"),
        ({"start": "9", "end": "4", "gist": "kept gist"}, "Mark the words that make the point"),
    ],
)
def test_draw_without_a_passage_says_so_and_keeps_what_was_typed(
    sat: Client, consultation: Consultation, answer: Answer, typed: dict[str, str], sentence: str
) -> None:
    page = sat.post(at(consultation, "draw", answer.uid), typed).content.decode()
    assert sentence in page
    assert "kept gist" in page
    assert not Point.objects.exists()


def test_points_lists_unplaced_first_and_place_moves_one(sat: Client, consultation: Consultation) -> None:
    who = reader(consultation)
    whole_point(answer_of(said(consultation, "About the dark.").response), by=who)
    nowhere = whole_point(answer_of(said(consultation, "About everything.", about="").response), by=who)
    page = sat.get(at(consultation, "points")).content.decode()
    assert page.index("About everything.") < page.index("About the dark.")
    onto = asked_at(consultation, "2.1").statement
    gone = sat.post(at(consultation, "place", nowhere.uid), {"statement": onto.uid})
    assert gone.headers["Location"] == at(consultation, "points")
    again = sat.post(at(consultation, "place", nowhere.uid), {"statement": onto.uid}).content.decode()
    assert "stands on this statement already" in again
    assert "Choose the statement" in sat.post(at(consultation, "place", nowhere.uid), {}).content.decode()


@pytest.mark.parametrize("name", ["desk", "points", "read", "place"])
def test_desk_is_for_readers_only(
    client: Client, consultation: Consultation, answer: Answer, name: str
) -> None:
    point = whole_point(answer, by=reader(consultation))
    args = {"read": (answer.uid,), "place": (point.uid,)}.get(name, ())
    assert client.get(at(consultation, name, *args)).status_code == 403
    assert (
        signed_in(client, member(consultation.community)).get(at(consultation, name, *args)).status_code
        == 403
    )
    who = member(consultation.community, role=Role.COORDINATOR)
    assert signed_in(client, who).get(at(consultation, name, *args)).status_code in {200, 302}


@pytest.mark.parametrize("name", ["draw", "draw_whole", "set_aside"])
def test_writing_at_the_desk_is_for_readers_only(
    client: Client, consultation: Consultation, answer: Answer, name: str
) -> None:
    signed_in(client, member(consultation.community))
    assert client.post(at(consultation, name, answer.uid), {"quote": "It reads"}).status_code == 403
    assert not Reading.objects.exists()


def test_answers_of_another_consultation_are_not_found_here(sat: Client, consultation: Consultation) -> None:
    _, other = open_consultation_with()
    foreign = answer_of(said(other).response)
    assert sat.get(at(consultation, "read", foreign.uid)).status_code == 404


@pytest.mark.parametrize("name", ["read", "points"])
def test_desk_asks_the_same_number_of_questions_however_much_was_said(
    sat: Client, consultation: Consultation, answer: Answer, name: str
) -> None:
    who = reader(consultation)
    whole_point(answer, by=who)
    said(consultation, "Not read yet.")
    args = (answer.uid,) if name == "read" else ()

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert sat.get(at(consultation, name, *args)).status_code == 200
        return len(asked)

    once = questions()
    for _ in range(2):
        whole_point(answer_of(said(consultation, "More.").response), by=who)
        said(consultation, "Not read yet either.")
    assert questions() == once
