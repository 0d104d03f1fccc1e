"""Publishing freezes words and outcomes in one act; replies are kept, and the newest counts."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from penholder.consultations.actions import close_consultation
from penholder.frameworks.models import Version
from penholder.publication.actions import publish_version, reply_to_outcome
from penholder.publication.models import Outcome, Publication, Reply
from penholder.publication.queries.texts import canonical_text
from penholder.record.events import GUEST
from penholder.record.queries import Entry, body_of
from penholder.record.recording import Refused, committed
from tests.factories.consultations import scene
from tests.factories.listening import said
from tests.factories.publication import decided, published, told

pytestmark = pytest.mark.django_db


def newest(kind: str) -> Entry:
    entry = Entry.objects.filter(kind=kind).order_by("index").last()
    assert entry is not None
    return entry


def test_publish_version_freezes_the_words_and_every_outcome() -> None:
    one = told()
    publication = published(one)
    version = publication.version
    assert version.number == 1
    assert version.worded.get(code="1.1.1").text.startswith("sitting with somebody, in the dark too")
    assert one.story.draft.became == version
    (outcome,) = Outcome.objects.filter(publication=publication)
    (line,) = outcome.points
    assert (outcome.response, line["point"], line["kind"]) == (
        one.received.response,
        one.point.uid,
        "accepted",
    )
    assert len(line["changes"]) == 1


def test_publish_version_appends_the_digest_of_the_text_and_the_numbers() -> None:
    one = told()
    publication = published(one)
    body = body_of(newest("version.published"))
    assert body["facts"] == {
        "number": 1, "statements": 6, "changes": 1, "sha256": sha256(canonical_text(publication.version)).hexdigest(),
    }  # fmt: skip
    assert body["re"] == [one.story.draft.uid, one.story.draft.framework.uid]
    assert body_of(newest("outcomes.published"))["facts"] == {"responses": 1, "points": 1, "dissents": 0}
    assert (publication.version.entry, publication.entry) == (
        newest("version.published"), newest("outcomes.published"),
    )  # fmt: skip


def test_publish_version_with_something_in_the_way_is_refused_and_leaves_nothing() -> None:
    one = told()
    size = Entry.objects.count()
    with pytest.raises(Refused, match="still open"):
        publish_version(draft=one.story.draft, by=one.story.coordinator)
    assert not Version.objects.exists()
    assert Entry.objects.count() == size


def test_publish_version_a_second_time_is_refused() -> None:
    place = scene()
    publish_version(draft=place.draft, by=place.coordinator)
    with pytest.raises(Refused, match="already"):
        publish_version(draft=place.draft, by=place.coordinator)
    assert Publication.objects.count() == 1


def test_canonical_text_is_the_same_for_the_same_words() -> None:
    place = scene()
    version = publish_version(draft=place.draft, by=place.coordinator).version
    assert canonical_text(version) == canonical_text(Version.objects.get(pk=version.pk))
    assert len(json.loads(canonical_text(version))["statements"]) == 6


def test_reply_to_outcome_commits_to_the_words_and_keeps_the_earlier_ones() -> None:
    one = told()
    decided(one.story, [one.point], kind="declined")
    reply_to_outcome(point=one.point, verdict="content", words="", by=GUEST)
    reply = reply_to_outcome(point=one.point, verdict="not_content", words=" It is not enough. ", by=GUEST)
    body = body_of(newest("outcome.replied"))
    assert (body["facts"], body["re"], body["scope"]) == (
        {"reply": "not_content"}, [one.point.uid], one.story.consultation.uid,
    )  # fmt: skip
    assert body["_sd"] == [committed(reply.salt, "words", "It is not enough.")]
    assert [each.verdict for each in one.point.replies.all()] == ["content", "not_content"]


def test_reply_to_outcome_a_second_time_in_the_same_words_is_refused() -> None:
    one = told()
    decided(one.story, [one.point], kind="declined")
    reply_to_outcome(point=one.point, verdict="content", words="", by=GUEST)
    with pytest.raises(Refused, match="said this already"):
        reply_to_outcome(point=one.point, verdict="content", words="", by=GUEST)
    assert Reply.objects.count() == 1


def test_reply_to_outcome_before_there_is_one_can_only_be_that_it_was_read_wrongly() -> None:
    one = told()
    with pytest.raises(Refused, match="no answer to this point yet"):
        reply_to_outcome(point=one.point, verdict="content", words="", by=GUEST)
    assert reply_to_outcome(point=one.point, verdict="not_said", words="", by=GUEST).verdict == "not_said"


def test_reply_to_outcome_by_no_known_verdict_is_refused() -> None:
    one = told()
    with pytest.raises(Refused, match="Choose one"):
        reply_to_outcome(point=one.point, verdict="maybe", words="", by=GUEST)


def test_publish_version_makes_an_outcome_for_responses_that_ticked_only() -> None:
    one = told()
    said(one.story.consultation, "", stance="keep")
    decided(one.story, [one.point], kind="noted")
    close_consultation(consultation=one.story.consultation, by=one.story.coordinator)
    publication = publish_version(draft=one.story.draft, by=one.story.coordinator)
    assert sorted(len(outcome.points) for outcome in publication.outcomes.all()) == [0, 1]
