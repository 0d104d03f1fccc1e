"""Correct, take back, take words out, erase: through the actions, and through the pages by code and by coordinators."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from penholder.consultations.actions import (
    Received,
    begin_correction,
    correct_response,
    erase_response,
    issue_receipt,
    receive_table,
    redact_response,
    stage_table,
    withdraw_response,
)
from penholder.consultations.models import (
    Consultation,
    DoneBy,
    Ground,
    Publishing,
    ReceivedFile,
    Response,
    UnsentResponse,
)
from penholder.consultations.queries import AnswerGiven, responses_of, words_of
from penholder.decisions.models import Disposition, Dissent, Kind, Motion
from penholder.listening.actions import draw_points
from penholder.listening.models import Point
from penholder.listening.queries import PointDrawn, undisposed_points, unread_answers
from penholder.publication.actions import publish_version, reply_to_outcome
from penholder.publication.gate import obstacles
from penholder.publication.queries import account_of, outcome_of
from penholder.pure.ledger.enclosure import OpenedReceipt, open_receipt
from penholder.pure.ledger.entry import EntryBody
from penholder.record import clock, signing
from penholder.record.erasing import erase_again
from penholder.record.events import GUEST, Actor
from penholder.record.models import Hand
from penholder.record.queries import body_of
from penholder.record.recording import Refused, committed
from tests.factories import publication
from tests.factories.accounts import signed_in
from tests.factories.consultations import (
    Scene,
    asked_at,
    comment_table,
    open_consultation_with,
    response_to,
)
from tests.factories.listening import TARGET, answer_of, point_on, reader, said, whole_point
from tests.factories.record import trail_of

pytestmark = pytest.mark.django_db

NAMED = "On Ward Seven Dr Okafor told me to hurry. Dr Okafor meant well. I would sit with people instead."
ON_DR_OKAFOR = "Dr Okafor told me to hurry"


def _kinds(response: Response) -> list[str]:
    return [entry.kind for entry in trail_of(response.uid).order_by("index")]


def _bodies(uid: str) -> list[EntryBody]:
    return [EntryBody.parse(bytes(entry.body)) for entry in trail_of(uid).order_by("index")]


def _opened(response: Response) -> OpenedReceipt:
    return open_receipt(issue_receipt(response=response), keys=[signing.verifier()])


def _values(response: Response) -> dict[str, Any]:
    return {word.name: word.value for word in _opened(response).words}


def _erased(response: Response, **changed: Any) -> Response:
    return erase_response(
        **{
            "response": response,
            "ground": Ground.AUTHOR,
            "done_by": DoneBy.RESPONDENT,
            "by": GUEST,
            **changed,
        }
    )


def _redacted(response: Response, passage: str = "Dr Okafor", **changed: Any) -> Response:
    return redact_response(
        **{
            "response": response,
            "passage": passage,
            "ground": Ground.THIRD_PARTY,
            "done_by": DoneBy.COORDINATOR,
            "by": GUEST,
            **changed,
        }
    )


def _corrected(received: Received, *answers: AnswerGiven, **changed: Any) -> Response:
    return correct_response(response=received.response, answers=answers, by=GUEST, **changed)


# correcting


def test_correct_response_commits_to_the_new_words_and_deletes_the_old_ones() -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation, "First words", "Other words", label="A carer")
    first = received.response.entry
    assert first is not None
    response = _corrected(received, AnswerGiven(text="Second words"), label="A nurse")
    assert _kinds(response) == ["response.received", "response.corrected"]
    assert response.entry is not None
    body = body_of(response.entry)
    assert body["facts"] == {"replaces": first.index}
    assert body["re"] == [response.uid]
    assert not set(body["_sd"]) & set(body_of(first)["_sd"])
    answer = response.answers.get(gone_at=None)
    assert _values(response) == {
        "publishing": "counted",
        "label": "A nurse",
        "answers": answer.uid,
        "1.text": "Second words",
    }
    assert set(response.answers.values_list("text", flat=True)) == {"Second words", ""}
    assert (response.number, response.code_hash) == (1, received.response.code_hash)


def test_correct_response_keeps_what_was_drawn_from_answers_that_stay_and_lets_go_of_the_rest() -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation, "It is too fast.", "It is too long.")
    by = reader(consultation)
    stays = whole_point(answer_of(received.response, 1), by=by)
    goes = whole_point(answer_of(received.response, 2), by=by)
    reply_to_outcome(point=goes, verdict="not_said", words="I meant the sentences.", by=GUEST)
    _corrected(received, AnswerGiven(text="Shorter sentences, please."), AnswerGiven(text="It is too fast."))
    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (stays.gist, stays.answer.position) == ("It is too fast.", 2)
    assert goes.erased
    assert bytes(goes.salt) == b""
    assert goes.replies.get().words == ""
    assert [answer.text for answer in unread_answers(consultation)] == ["Shorter sentences, please."]
    assert list(undisposed_points(consultation)) == [stays]


def test_correct_response_with_nothing_new_is_refused() -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation, "First words")
    with pytest.raises(Refused, match="what you said already"):
        _corrected(received, AnswerGiven(text="First words"))


def test_correct_response_after_the_deadline_is_refused() -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation)
    later = clock.now() + timedelta(days=8)
    with clock.at(later), pytest.raises(Refused, match="Nothing more can be sent"):
        _corrected(received, AnswerGiven(text="Too late"))


@pytest.mark.parametrize("away", [_erased, lambda response: withdraw_response(response=response, by=GUEST)])
def test_correct_response_that_has_no_words_any_more_is_refused(away: Any) -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation)
    away(received.response)
    with pytest.raises(Refused, match=r"erased|taken back"):
        _corrected(received, AnswerGiven(text="Something else"))


def test_a_response_may_be_corrected_again_and_again() -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation, "One", "Two")
    _corrected(received, AnswerGiven(text="Two"), AnswerGiven(text="Three"))
    response = _corrected(received, AnswerGiven(text="Four"), AnswerGiven(text="Two"))
    assert [answer.text for answer in response.answers.filter(gone_at=None)] == ["Four", "Two"]
    assert _opened(response).words


# taking words out


def _read() -> tuple[Consultation, Received, Point]:
    _, consultation = open_consultation_with()
    received = said(consultation, NAMED, proposed="as Dr Okafor does, but slowly")
    by = reader(consultation)
    point = point_on(answer_of(received.response), ON_DR_OKAFOR, by=by)
    return consultation, received, point


def test_redact_response_takes_the_words_out_wherever_they_stand_and_commits_to_the_rest_as_before() -> None:
    _, received, point = _read()
    first = received.response.entry
    assert first is not None
    reply_to_outcome(point=point, verdict="not_said", words="It was not Dr Okafor's fault.", by=GUEST)
    response = _redacted(received.response)
    answer = answer_of(response)
    assert answer.text.startswith("On Ward Seven [name removed] told me to hurry. [name removed] meant well.")
    assert answer.proposed == "as [name removed] does, but slowly"
    point.refresh_from_db()
    assert point.gist == answer.text[point.start : point.end] == "[name removed] told me to hurry"
    reply = point.replies.get()
    assert reply.words == "It was not [name removed]'s fault."
    assert response.entry is not None
    body, before = body_of(response.entry), body_of(first)
    assert body["facts"] == {"done_by": "coordinator", "ground": "third_party", "replaces": first.index}
    assert len(set(body["_sd"]) & set(before["_sd"])) == len(before["_sd"]) - 2
    assert _values(response)["1.text"] == answer.text
    (gist,) = (entry for entry in trail_of(point.uid) if entry.kind == "words.redacted")
    assert body_of(gist)["_sd"] == [committed(point.salt, f"{point.number}.gist", point.gist)]
    (replied,) = (entry for entry in trail_of(reply.uid) if entry.kind == "words.redacted")
    assert body_of(replied)["facts"]["of"] == "reply"


@pytest.mark.parametrize(
    ("passage", "why"), [("Dr Ferreira", "does not stand in this response"), ("D", "as they stand there")]
)
def test_redact_response_of_what_is_not_there_is_refused_and_changes_nothing(passage: str, why: str) -> None:
    _, received, _ = _read()
    with pytest.raises(Refused, match=why):
        _redacted(received.response, passage)
    assert answer_of(received.response).text == NAMED


def test_redact_response_of_a_name_in_a_gist_alone_goes_through() -> None:
    _, consultation = open_consultation_with()
    received = said(consultation)
    point = point_on(answer_of(received.response), TARGET, gist="As Dr Okafor says.", by=reader(consultation))
    _redacted(received.response)
    point.refresh_from_db()
    assert point.gist == "As [name removed] says."


def test_redact_response_can_be_done_again_for_another_name() -> None:
    _, received, _ = _read()
    _redacted(received.response)
    response = _redacted(received.response, "Ward Seven")
    assert answer_of(response).text.startswith("On [name removed] [name removed] told me")
    assert _opened(response).words


def test_redact_response_takes_a_name_out_of_what_they_are_called() -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation, label="Ward of Dr Okafor")
    assert _redacted(received.response).label == "Ward of [name removed]"


# erasing


def _decided() -> publication.Told:
    """One point answered with a reason that quotes it, and a dissent that does, too."""
    told = publication.told()
    publication.decided(
        told.story,
        [told.point],
        kind=Kind.DECLINED,
        reason=f"They said: {publication.PASSAGE} We disagree.",
        title="On “sometimes what helps is to sit together”",
    )
    motion = Motion.objects.get()
    Dissent.objects.create(
        motion=motion,
        seat=told.story.seats[0],
        text=f"I stand by “{publication.PASSAGE}”.",
        recorded_at=clock.now(),
    )
    reply_to_outcome(point=told.point, verdict="not_content", words="You did not listen.", by=GUEST)
    return told


def test_erase_response_leaves_no_word_and_no_salt_and_keeps_what_was_decided() -> None:
    told = _decided()
    response = _erased(told.received.response)
    assert words_of(response) == ()
    answer = answer_of(response)
    assert (answer.text, answer.proposed, answer.stance, answer.asked, answer.question) == (
        "",
        "",
        "",
        None,
        None,
    )
    salts = (answer.salt, answer.proposed_salt, answer.stance_salt, answer.about_salt, response.answers_salt)
    assert {bytes(salt) for salt in (*salts, response.label_salt, response.publishing_salt)} == {b""}
    point = Point.objects.get()
    assert (point.gist, point.start, point.end, bytes(point.salt)) == ("", 0, 0, b"")
    assert point.statement is not None
    reply = point.replies.get()
    assert (reply.words, reply.verdict) == ("", "not_content")
    disposition = Disposition.objects.get()
    assert disposition.reason == "They said: [words erased]. We disagree."
    assert disposition.kind == Kind.DECLINED
    assert Dissent.objects.get().text == "I stand by “[words erased].”."
    assert Motion.objects.get().title == "On “[words erased]”"
    assert _kinds(response)[-1] == "response.erased"
    entry = trail_of(response.uid).order_by("index").last()
    assert entry is not None
    assert body_of(entry)["facts"] == {"done_by": "respondent", "ground": "asked_by_author"}
    assert "_sd" not in body_of(entry)


def test_erase_response_is_a_terminal_state_for_the_gate() -> None:
    told = publication.told()
    publication.one_more(told.story)
    said(told.story.consultation, "Nobody has read this.")
    kinds = {obstacle.kind for obstacle in obstacles(told.story.draft)}
    assert kinds == {"consultation_open", "unread", "undisposed"}
    for response in Response.objects.all():
        _erased(response)
    assert {obstacle.kind for obstacle in obstacles(told.story.draft)} == {"consultation_open"}


def test_erase_response_twice_is_refused_kindly_and_says_nothing_twice() -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation)
    _erased(received.response)
    with pytest.raises(Refused, match="erased before"):
        _erased(received.response)
    assert _kinds(received.response) == ["response.received", "response.erased"]


def test_erase_response_forgets_whose_hand_brought_it_in_and_keeps_who_erased_it() -> None:
    place, consultation = open_consultation_with()
    by = place.coordinator.actor
    file, (received, _) = _table(place, consultation)
    assert Hand.objects.filter(entry__obj=received.response.uid).exists()
    _erased(received.response, done_by=DoneBy.COORDINATOR, ground=Ground.SAFETY, by=by)
    kinds = Hand.objects.filter(entry__obj=received.response.uid).values_list("entry__kind", flat=True)
    assert list(kinds) == ["response.erased"]
    assert ReceivedFile.objects.get(pk=file.pk).erased_at is not None


def _table(place: Scene, consultation: Consultation) -> tuple[ReceivedFile, tuple[Received, ...]]:
    file = stage_table(
        consultation=consultation,
        filename="from Jo.docx",
        data=comment_table(("AB-1", "1.1", "Too fast", "slowly"), ("CD-1", "2.1", "Too long", "")),
        by=place.coordinator,
    )
    return file, receive_table(file=file, accept_left_out=True, by=place.coordinator)


def test_erase_response_erases_the_file_it_came_in_and_keeps_the_other_responses() -> None:
    place, consultation = open_consultation_with()
    file, (one, other) = _table(place, consultation)
    _erased(one.response)
    file.refresh_from_db()
    assert (bytes(file.data), file.sha256, file.filename) == (b"", "", "")
    assert answer_of(other.response).text == "Too long"
    assert _opened(other.response).words


def test_erase_response_deletes_what_was_saved_before_it_was_sent_and_the_code_in_sessions() -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation, unsent_uid="a" * 32)
    begin_correction(response=received.response, uid="b" * 32)
    other = {"writing": "x", "response": "somebody else's", "code": "c"}
    session = SessionStore()
    session["consultations.sent"] = {
        consultation.uid: {"writing": "a" * 32, "response": received.response.uid, "code": received.code},
        "another": other,
    }
    session.create()
    _erased(received.response)
    assert not UnsentResponse.objects.exists()
    assert Session.objects.get().get_decoded()["consultations.sent"] == {"another": other}


def test_erase_response_is_open_after_the_deadline_and_after_publication() -> None:
    told = publication.told()
    publication.published(told)
    _erased(told.received.response)
    assert Point.objects.get().erased


def test_publish_version_after_an_erasure_counts_the_response_and_holds_no_word_of_it() -> None:
    told = publication.told()
    publication.decided(told.story, [told.point], operations=[publication.reword(told.story)])
    _erased(told.received.response)
    publication.close_consultation(consultation=told.story.consultation, by=told.story.coordinator)
    published = publish_version(draft=told.story.draft, by=told.story.coordinator)
    account = account_of(published)
    assert (account.totals.responses, account.totals.points) == (1, 1)
    (statement,) = account.statements
    assert (statement.said, statement.not_shown, statement.erased) == ((), 0, 1)
    assert len(statement.decisions) == 1
    assert outcome_of(told.received.response).points[0].erased


# again, after a restore


def _before(response: Response) -> dict[str, Any]:
    return Response.objects.filter(pk=response.pk).values().get()


def test_erase_again_takes_away_once_more_what_a_restore_brought_back() -> None:
    told = _decided()
    response, point = told.received.response, told.point
    answer, reply = answer_of(response), point.replies.get()
    columns, gist, words = (
        _before(response),
        (point.gist, bytes(point.salt)),
        (reply.words, bytes(reply.salt)),
    )
    _erased(response)
    bodies = _bodies(response.uid)
    assert erase_again(bodies) == 0
    # As a backup from before would bring it back; the log is longer than that.
    Response.objects.filter(pk=response.pk).update(**columns)
    answer.gone_at = None
    answer.save()
    Point.objects.update(gist=gist[0], salt=gist[1], start=point.start, end=point.end)
    point.replies.update(words=words[0], salt=words[1])
    assert erase_again(bodies) == 1
    response.refresh_from_db()
    assert response.erased_at is not None
    assert (answer_of(response).text, Point.objects.get().gist, point.replies.get().words) == ("", "", "")
    assert erase_again(bodies) == 0


def test_erase_again_takes_away_words_that_were_replaced_or_taken_out_since() -> None:
    _, received, point = _read()
    before, gist, salt = answer_of(received.response), point.gist, bytes(point.salt)
    response = _redacted(received.response)
    bodies = [*_bodies(response.uid), *_bodies(point.uid)]
    assert erase_again(bodies) == 0
    assert answer_of(response).text
    before.save()  # the words as they were, with their salts
    Point.objects.update(gist=gist, salt=salt)
    Response.objects.update(entry=trail_of(response.uid).order_by("index")[0])
    assert erase_again(bodies) == 2
    answer = answer_of(response)
    assert (answer.text, answer.proposed, Point.objects.get().gist) == ("", "", "[words removed]")
    assert answer.asked is not None
    assert erase_again(bodies) == 0
    response.refresh_from_db()
    assert set(_values(response)) == {"publishing", "answers", "1.about"}


def test_erase_again_after_a_correction_takes_away_the_words_before_it() -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation, "First words")
    first, columns = received.response.answers.get(), _before(received.response)
    response = _corrected(received, AnswerGiven(text="Second words"))
    bodies = _bodies(response.uid)
    assert erase_again(bodies) == 0
    response.answers.filter(gone_at=None).delete()
    first.save()
    Response.objects.filter(pk=response.pk).update(**columns)
    assert erase_again(bodies) == 1
    assert set(response.answers.values_list("text", flat=True)) == {""}


def test_erase_again_hides_once_more_what_was_taken_back() -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation)
    withdraw_response(response=received.response, by=GUEST)
    Response.objects.update(withdrawn_at=None)
    assert erase_again(_bodies(received.response.uid)) == 1
    assert Response.objects.get().withdrawn_at is not None


def test_erase_again_of_a_response_the_backup_never_held_does_no_harm() -> None:
    body = EntryBody(t="2026-11-22T10:00Z", type="response.erased", scope="s", obj="nobody")
    assert erase_again([body]) == 0


# pages


@pytest.fixture
def open_one(client: Client) -> tuple[Client, Consultation, Received]:
    _, consultation = open_consultation_with()
    return client, consultation, said(consultation, NAMED)


def _yours(received: Received, page: str = "yours") -> str:
    consultation = received.response.consultation
    return reverse(
        f"consultations:{page}", args=[consultation.community.slug, consultation.slug, received.code]
    )


def test_yours_shows_the_words_and_what_can_be_done_with_them(open_one: Any) -> None:
    client, _, received = open_one
    page = client.get(_yours(received)).content.decode()
    assert "Dr Okafor told me to hurry" in page
    for words in ("Change what you said", "Take it back", "Take a name or a sentence out", "Erase my words"):
        assert words in page
    assert reverse("publication:outcome", args=[received.code]) in page


def test_erase_yours_explains_first_and_then_leaves_nothing(open_one: Any) -> None:
    client, _, received = open_one
    page = client.get(_yours(received, "erase_yours")).content.decode()
    assert "What goes, at once and for good" in page
    assert "What stays" in page
    assert "What is not in our hands" in page
    after = client.post(_yours(received, "erase_yours"), follow=True).content.decode()
    assert "Your words were erased" in after
    assert "Okafor" not in after
    again = client.post(_yours(received, "erase_yours"), follow=True).content.decode()
    assert "erased before" in again
    outcome = client.get(reverse("publication:outcome", args=[received.code])).content.decode()
    assert "Your words were erased" in outcome


def test_redact_yours_shows_how_it_will_read_first(open_one: Any) -> None:
    client, _, received = open_one
    shown = client.post(_yours(received, "redact_yours"), {"passage": "Dr Okafor"}).content.decode()
    assert "<ins>" in shown
    assert answer_of(received.response).text == NAMED
    client.post(_yours(received, "redact_yours"), {"passage": "Dr Okafor", "sure": "yes"})
    assert "On Ward Seven [words removed] told me" in answer_of(received.response).text


def test_withdraw_yours_asks_first_and_then_hides_the_words(open_one: Any) -> None:
    client, _, received = open_one
    assert "Take your response back?" in client.get(_yours(received, "withdraw_yours")).content.decode()
    after = client.post(_yours(received, "withdraw_yours"), follow=True).content.decode()
    assert "You took this response back" in after
    assert "Okafor" not in after
    assert answer_of(received.response).text == NAMED


def test_correct_yours_lays_the_words_out_and_sends_the_new_ones_in_their_place(open_one: Any) -> None:
    client, consultation, received = open_one
    address = [consultation.community.slug, consultation.slug]
    laid_out = client.post(_yours(received, "correct_yours"), follow=True)
    assert laid_out.redirect_chain[-1][0] == reverse("consultations:check", args=address)
    assert NAMED in laid_out.content.decode()
    unsent = UnsentResponse.objects.get()
    key = f"s{asked_at(consultation, '1.1.1').pk}"
    unsent.answers = {**unsent.answers, key: {"text": "I would sit with people.", "stance": ""}}
    unsent.save()
    form = client.get(reverse("consultations:check", args=address)).context
    sent = client.post(
        reverse("consultations:check", args=address), {"writing": form["writing"].uid, "made": form["made"]}
    )
    assert sent.status_code == HTTPStatus.FOUND
    response = Response.objects.get()
    assert response.answers.get(gone_at=None).text == "I would sit with people."
    assert _kinds(response) == ["response.received", "response.corrected"]
    assert not UnsentResponse.objects.exists()


def test_correct_yours_waits_for_answers_that_are_not_sent(open_one: Any) -> None:
    client, consultation, received = open_one
    address = reverse("consultations:respond", args=[consultation.community.slug, consultation.slug, 1])
    client.post(address, {"go": "check"})
    page = client.post(_yours(received, "correct_yours"), follow=True).content.decode()
    assert "not sent yet" in page
    assert UnsentResponse.objects.get().corrects is None


def test_correct_yours_is_not_offered_for_a_table(client: Client) -> None:
    place, consultation = open_consultation_with()
    _, (received, _) = _table(place, consultation)
    page = client.get(_yours(received)).content.decode()
    assert "Change what you said" not in page
    after = client.post(_yours(received, "correct_yours"), follow=True).content.decode()
    assert "came in a table" in after


def _of(consultation: Consultation, received: Received, page: str) -> str:
    return reverse(
        f"consultations:{page}",
        args=[consultation.community.slug, consultation.slug, received.response.uid],
    )


def test_redact_by_a_coordinator_shows_how_it_will_read_and_then_does_it(client: Client) -> None:
    place, consultation = open_consultation_with()
    received = said(consultation, NAMED)
    signed_in(client, place.coordinator)
    assert "Dr Okafor" in client.get(_of(consultation, received, "response")).content.decode()
    words = {"passage": "dr okafor", "ground": "third_party"}
    shown = client.post(_of(consultation, received, "redact"), words).content.decode()
    assert "[name removed]" in shown
    done = client.post(_of(consultation, received, "redact"), {**words, "sure": "yes"}, follow=True)
    assert "Okafor" not in done.content.decode()
    wrong = client.post(_of(consultation, received, "redact"), {**words, "sure": "yes"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "does not stand in this response" in wrong.content.decode()


def test_erase_by_a_coordinator_asks_why_and_then_once_more(client: Client) -> None:
    place, consultation = open_consultation_with()
    received = said(consultation, NAMED)
    signed_in(client, place.coordinator)
    page = _of(consultation, received, "erase")
    assert client.post(page, {}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    asked = client.post(page, {"ground": "safety"}).content.decode()
    assert "It puts somebody at risk" in asked
    assert answer_of(received.response).text == NAMED
    done = client.post(page, {"ground": "safety", "sure": "yes"}, follow=True).content.decode()
    assert "The words were erased" in done
    listed = client.get(
        reverse("consultations:responses", args=[consultation.community.slug, consultation.slug])
    ).content.decode()
    assert "erased since" in listed
    assert responses_of(consultation).get().number_of_answers == 0


def test_every_page_on_which_words_stood_says_that_they_were_erased(client: Client) -> None:
    told = _decided()
    story = told.story
    publication.close_consultation(consultation=story.consultation, by=story.coordinator)
    _erased(told.received.response)
    signed_in(client, story.coordinator)
    community, asked = story.scene.community.slug, story.consultation.slug
    group, framework = story.scene.group.slug, story.draft.framework.slug
    statement = told.point.statement
    assert statement is not None
    says_so = [
        reverse("publication:outcome", args=[told.received.code]),
        reverse("listening:points", args=[community, asked]),
        reverse("listening:read", args=[community, asked, answer_of(told.received.response).uid]),
        reverse("listening:place", args=[community, asked, told.point.uid]),
        reverse("decisions:motion", args=[community, group, 1]),
        reverse("frameworks:statement", args=[community, framework, statement.uid]),
    ]
    for address in says_so:
        page = client.get(address).content.decode()
        assert "erased" in page, address
        assert "sit together" not in page, address
    copes = [
        reverse("decisions:docket", args=[community, group]),
        reverse("listening:heard", args=[community, asked]),
        reverse("publication:comment_table", args=[community, asked]),
        reverse("publication:receipt", args=[told.received.code]),
        reverse("publication:gate", args=[community, framework]),
        reverse("front:desk"),
    ]
    for address in copes:
        answer = client.get(address)
        assert answer.status_code == HTTPStatus.OK, address
        assert b"sit together" not in answer.content, address


def test_a_reply_to_an_erased_point_is_refused() -> None:
    told = _decided()
    _erased(told.received.response)
    with pytest.raises(Refused, match="were erased"):
        reply_to_outcome(point=told.point, verdict="content", words="", by=GUEST)


def test_a_filled_form_is_not_offered_once_its_file_is_gone(client: Client) -> None:
    place, consultation = open_consultation_with()
    file, (received, _) = _table(place, consultation)
    _erased(received.response)
    signed_in(client, place.coordinator)
    address = [consultation.community.slug, consultation.slug]
    gone = client.get(reverse("publication:comment_table", args=address), {"file": file.uid})
    assert gone.status_code == HTTPStatus.NOT_FOUND
    taken_in = client.get(reverse("consultations:receive_table", args=[*address, file.uid]))
    assert "not kept any more" in taken_in.content.decode()


def test_an_erased_point_is_not_told_as_one_to_be_counted_and_not_quoted(client: Client) -> None:
    told = publication.told(publishing=Publishing.COUNTED)
    published = publication.published(told)
    _erased(told.received.response)
    page = client.get(
        reverse(
            "publication:account",
            args=[told.story.scene.community.slug, told.story.draft.framework.slug, published.version.number],
        )
    ).content.decode()
    assert "1 point whose words were erased" in page
    assert "not quoted" not in page


def test_an_actor_who_types_in_for_somebody_is_forgotten_with_the_words() -> None:
    _, consultation = open_consultation_with()
    received = response_to(consultation)
    assert received.response.entry is not None
    Hand.objects.create(entry=received.response.entry, actor_uid="t" * 32, name="A typist")
    _erased(received.response, by=Actor("c" * 32, "A coordinator"))
    assert list(Hand.objects.filter(entry__obj=received.response.uid).values_list("name", flat=True)) == [
        "A coordinator"
    ]


def test_nothing_is_drawn_from_an_answer_that_was_erased() -> None:
    _, consultation = open_consultation_with()
    received = said(consultation)
    _erased(received.response)
    with pytest.raises(Refused, match="were erased"):
        draw_points(
            answer=answer_of(received.response),
            points=[PointDrawn(0, 2, "x", None)],
            by=reader(consultation),
        )
