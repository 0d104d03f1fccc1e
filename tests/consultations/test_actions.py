"""Opening, closing, and the one door by which responses come in."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from penholder.consultations.actions import (
    AlreadyReceived,
    close_consultation,
    forget_unsent,
    issue_receipt,
    receive_response,
    receive_table,
    save_unsent,
    stage_table,
    withdraw_response,
)
from penholder.consultations.actions.receiving import MOST_COMMITMENTS
from penholder.consultations.models import Consultation, ReceivedFile, Response, Source, UnsentResponse
from penholder.consultations.queries import AnswerGiven, response_by_code, words_of
from penholder.pure.ledger.enclosure import open_receipt
from penholder.record import clock, signing
from penholder.record.events import GUEST
from penholder.record.queries import body_of, log_size
from penholder.record.recording import Refused
from tests.factories.consultations import (
    asked_at,
    comment_table,
    consultation_on,
    open_consultation_with,
    response_to,
    scene,
)
from tests.iso_form import fill_iso_form

pytestmark = pytest.mark.django_db


def test_open_consultation_keeps_every_statement_in_reading_order_with_its_depth() -> None:
    _, consultation = open_consultation_with()
    asked = [(each.position, each.depth, each.code) for each in consultation.asked.all()]
    assert asked == [(1, 0, "1"), (2, 1, "1.1"), (3, 2, "1.1.1"), (4, 2, "1.1.2"), (5, 0, "2"), (6, 1, "2.1")]


def test_open_consultation_says_in_the_record_how_much_is_asked_and_until_when() -> None:
    place, consultation = open_consultation_with()
    assert consultation.entry is not None
    body = body_of(consultation.entry)
    assert body["facts"]["statements"] == 6
    assert body["facts"]["questions"] == 2
    assert body["re"] == [place.draft.framework.uid, place.draft.uid, place.group.uid]


def test_open_consultation_with_the_last_day_past_is_refused_and_leaves_nothing() -> None:
    place = scene()
    size = log_size()
    with pytest.raises(Refused, match="last day has passed"):
        consultation_on(place, closes_at=clock.now() - timedelta(minutes=1))
    assert not Consultation.objects.exists()
    assert log_size() == size


def test_open_consultation_without_a_contact_is_refused() -> None:
    with pytest.raises(Refused, match="a contact"):
        consultation_on(scene(), contact=" ")


def test_open_consultation_with_the_same_title_gets_an_address_of_its_own() -> None:
    place, first = open_consultation_with()
    second = consultation_on(place)
    third = consultation_on(place, title="Open")
    assert (first.slug, second.slug, third.slug) == ("what-should-stay", "what-should-stay-2", "open-2")


def test_close_consultation_twice_is_refused() -> None:
    place, consultation = open_consultation_with()
    close_consultation(consultation=consultation, by=place.coordinator)
    with pytest.raises(Refused, match="closed already"):
        close_consultation(consultation=consultation, by=place.coordinator)


def test_receive_response_is_numbered_and_found_by_its_code_however_it_is_typed() -> None:
    _, consultation = open_consultation_with()
    first, second = response_to(consultation), response_to(consultation)
    assert [first.response.reference, second.response.reference] == ["R-0001", "R-0002"]
    assert response_by_code(second.code.upper().replace("-", " ")) == second.response
    assert response_by_code("not a code") is None
    assert second.code not in str(Response.objects.values().get(pk=second.response.pk))


def test_receive_response_commits_to_every_word_and_puts_none_in_the_record() -> None:
    _, consultation = open_consultation_with()
    answers = [
        AnswerGiven(
            asked=asked_at(consultation, "1.1.1"), stance="reword", text="Too fast", proposed="slowly"
        ),
        AnswerGiven(question=consultation.questions.first(), text="Joy"),
        AnswerGiven(stance="unsaid"),
    ]
    received = receive_response(
        consultation=consultation, answers=answers, source=Source.WEB, by=GUEST, label="A carer"
    )
    response = received.response
    assert response.entry is not None
    body = bytes(response.entry.body).decode()
    assert not any(word in body for word in ("Too fast", "slowly", "Joy", "carer", received.code))
    opened = open_receipt(issue_receipt(response=response), keys=[signing.verifier()])
    assert {word.name: word.value for word in opened.words} == {
        "publishing": "counted",
        "label": "A carer",
        "answers": " ".join(response.answers.order_by("position").values_list("uid", flat=True)),
        "1.about": asked_at(consultation, "1.1.1").statement.uid,
        "1.stance": "reword",
        "1.text": "Too fast",
        "1.proposed": "slowly",
        "2.about": consultation.questions.get(position=1).uid,
        "2.text": "Joy",
    }
    assert len({bytes(word.salt) for word in words_of(response)}) == 9


@pytest.mark.parametrize("answers", [1, 3, 8, 9])
def test_receive_response_holds_a_multiple_of_eight_digests(answers: int) -> None:
    _, consultation = open_consultation_with()
    response = response_to(consultation, *(f"words {n}" for n in range(answers))).response
    assert response.entry is not None
    assert len(body_of(response.entry)["_sd"]) % 8 == 0
    assert len(body_of(response.entry)["_sd"]) == answers + len(["publishing", "answers"]) + len(
        response.decoys
    )


def test_receive_response_takes_as_much_as_an_entry_holds_and_refuses_more_with_a_sentence() -> None:
    _, consultation = open_consultation_with()
    most = MOST_COMMITMENTS - len(["publishing", "answers"])
    response_to(consultation, *["yes"] * most)
    with pytest.raises(Refused, match="Please send it as two"):
        response_to(consultation, *["yes"] * (most + 1))
    assert consultation.responses.count() == 1


@pytest.mark.parametrize("given", [(), (AnswerGiven(text="  \n"),), (AnswerGiven(stance="unsaid"),)])
def test_receive_response_with_nothing_in_it_is_refused_kindly(given: tuple[AnswerGiven, ...]) -> None:
    _, consultation = open_consultation_with()
    with pytest.raises(Refused, match="a few words, is enough"):
        receive_response(consultation=consultation, answers=given, source=Source.WEB, by=GUEST)


def test_receive_response_after_the_deadline_is_refused_with_both_dates() -> None:
    _, consultation = open_consultation_with()
    consultation.opens_at, consultation.closes_at = clock.now() - timedelta(9), clock.now() - timedelta(2)
    consultation.save()
    with pytest.raises(Refused, match=r"open from \d+ .* and closed on \d+ "):
        response_to(consultation)


def test_receive_response_after_somebody_closed_it_is_refused() -> None:
    place, consultation = open_consultation_with()
    close_consultation(consultation=consultation, by=place.coordinator)
    with pytest.raises(Refused, match="closed on"):
        response_to(consultation)


def test_receive_response_before_it_opens_is_refused() -> None:
    place = scene()
    consultation = consultation_on(place, opens_at=clock.now() + timedelta(days=1))
    with pytest.raises(Refused, match="opens on"):
        response_to(consultation)


def test_receive_response_sent_twice_finds_the_first_and_makes_no_second() -> None:
    _, consultation = open_consultation_with()
    first = response_to(consultation, unsent_uid="a" * 32)
    size = log_size()
    with pytest.raises(AlreadyReceived) as again:
        response_to(consultation, unsent_uid="a" * 32)
    assert again.value.response == first.response
    assert Response.objects.count() == 1
    assert log_size() == size


def test_receive_response_about_another_consultation_is_refused() -> None:
    _, consultation = open_consultation_with()
    _, other = open_consultation_with()
    with pytest.raises(Refused, match="another consultation"):
        receive_response(
            consultation=consultation,
            answers=[AnswerGiven(asked=asked_at(other, "1"), text="Yes")],
            source=Source.WEB,
            by=GUEST,
        )


def test_withdraw_response_keeps_the_number_and_can_not_be_done_twice() -> None:
    _, consultation = open_consultation_with()
    response = withdraw_response(response=response_to(consultation).response, by=GUEST)
    assert response.withdrawn_at is not None
    with pytest.raises(Refused, match="taken back already"):
        withdraw_response(response=response, by=GUEST)
    assert response_to(consultation).response.number == 2


def test_withdraw_response_after_the_deadline_is_refused_with_whom_to_ask() -> None:
    place, consultation = open_consultation_with()
    response = response_to(consultation).response
    close_consultation(consultation=consultation, by=place.coordinator)
    with pytest.raises(Refused, match="Ida Vane"):
        withdraw_response(response=response, by=GUEST)


def test_save_unsent_keeps_what_another_page_saved() -> None:
    _, consultation = open_consultation_with()
    save_unsent(consultation=consultation, uid="b" * 32, answers={"whole": {"text": "one"}})
    save_unsent(consultation=consultation, uid="b" * 32, answers={"s1": {"text": "two"}})
    assert UnsentResponse.objects.get().answers == {"whole": {"text": "one"}, "s1": {"text": "two"}}


def test_forget_unsent_lets_go_of_what_nobody_came_back_to_and_of_nothing_else() -> None:
    consultation = consultation_on(scene())
    with clock.at(clock.now() - timedelta(days=15)):
        save_unsent(consultation=consultation, uid="left", answers={"s1": {"text": "Left lying."}})
    save_unsent(consultation=consultation, uid="kept", answers={"s1": {"text": "Still at it."}})

    assert forget_unsent() == 1
    assert UnsentResponse.objects.get().uid == "kept"


def test_receive_table_makes_one_response_of_each_body_and_places_rows_by_exact_code() -> None:
    place, consultation = open_consultation_with()
    data = comment_table(
        ("DE-001", "1.1.2", "Say it kindly.", ""),
        ("GB-001", "2.10", "", "Put it first."),
        ("DE-002", "Clause 2", "Why?", "Drop it"),
    )
    file = stage_table(consultation=consultation, filename="t.docx", data=data, by=place.coordinator)
    received = receive_table(file=file, accept_left_out=False, by=place.coordinator)
    told = [
        (
            each.response.label,
            [(answer.row, answer.asked and answer.asked.code) for answer in each.response.answers.all()],
        )
        for each in received
    ]
    assert told == [("DE", [(1, "1.1.2"), (3, None)]), ("GB", [(2, None)])]
    assert {each.response.source for each in received} == {Source.COMMENT_TABLE}
    assert response_by_code(received[1].code) == received[1].response
    assert bytes(ReceivedFile.objects.get().data) == data


def test_receive_table_twice_takes_nothing_in_twice() -> None:
    place, consultation = open_consultation_with()
    data = comment_table(("DE-001", "1", "One.", ""))
    file = stage_table(consultation=consultation, filename="t.docx", data=data, by=place.coordinator)
    receive_table(file=file, accept_left_out=False, by=place.coordinator)
    with pytest.raises(Refused, match="taken in already"):
        receive_table(file=file, accept_left_out=False, by=place.coordinator)
    again = stage_table(consultation=consultation, filename="t.docx", data=data, by=place.coordinator)
    assert again == file
    assert Response.objects.count() == 1


def test_receive_table_with_broken_rows_takes_in_the_others_only_when_told_to() -> None:
    place, consultation = open_consultation_with()
    data = comment_table(("DE-001", "1", "One.", ""), ("DE-002", "2", "", ""))
    file = stage_table(consultation=consultation, filename="t.docx", data=data, by=place.coordinator)
    with pytest.raises(Refused, match="tick the box"):
        receive_table(file=file, accept_left_out=False, by=place.coordinator)
    assert not Response.objects.exists()
    assert len(receive_table(file=file, accept_left_out=True, by=place.coordinator)) == 1


def test_receive_table_takes_in_all_or_nothing() -> None:
    place, consultation = open_consultation_with()
    data = comment_table(("DE-001", "1", "One.", ""), (f"{'Very long name ' * 20}-001", "1", "Two.", ""))
    file = stage_table(consultation=consultation, filename="t.docx", data=data, by=place.coordinator)
    with pytest.raises(Refused, match="longer than 200"):
        receive_table(file=file, accept_left_out=True, by=place.coordinator)
    assert not Response.objects.exists()


def zip_bomb() -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (60 * 1024 * 1024))
    return page.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 words", "is a PDF"),
        (b"PK\x03\x04 broken", "damaged"),
        (zip_bomb(), "far more than"),
        (comment_table(), "table"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
    ids=["empty", "pdf", "broken", "bomb", "no rows", "too large"],
)
def test_stage_table_of_a_file_that_is_no_table_says_so_and_keeps_nothing(data: bytes, sentence: str) -> None:
    place, consultation = open_consultation_with()
    with pytest.raises(Refused, match=sentence):
        stage_table(consultation=consultation, filename="t.docx", data=data, by=place.coordinator)
    assert not ReceivedFile.objects.exists()


def test_receive_table_of_the_real_form_makes_3_responses_of_55_comments(shared: Path) -> None:
    folder = shared / "data/comment-tables"
    comments = yaml.safe_load((folder / "iso_comments_metanorma_commenter.yaml").read_text("utf-8"))[
        "comments"
    ]
    data = fill_iso_form((folder / "iso_comment_template_2012-03.docx").read_bytes(), comments)
    place, consultation = open_consultation_with()
    file = stage_table(consultation=consultation, filename="form.docx", data=data, by=place.coordinator)
    received = receive_table(file=file, accept_left_out=False, by=place.coordinator)
    assert sorted(each.response.answers.count() for each in received) == [1, 14, 40]
    rows = [answer for each in received for answer in each.response.answers.all()]
    assert sorted(answer.row or 0 for answer in rows) == list(range(1, 56))
