"""The whole told demo, entry by entry: every commitment in the record is to words that stand in the tables as they are.

Whoever ran the site could change a row; the record would then no longer fit it. This is how that is seen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import transaction

from penholder.consultations.actions import correct_response, erase_response, redact_response
from penholder.consultations.models import Consultation, DoneBy, Ground, Response
from penholder.consultations.queries import AnswerGiven, digests_of, words_of
from penholder.decisions.models import Disposition, Dissent, Motion, Vote
from penholder.frameworks.models import Change, StagedImport, Version
from penholder.groups.models import Seat
from penholder.listening.models import Point
from penholder.project.demo.story import tell
from penholder.publication.actions import reply_to_outcome
from penholder.publication.models import Reply
from penholder.publication.queries.texts import canonical_text
from penholder.pure.ledger.canon import canonical
from penholder.record import clock
from penholder.record.events import GUEST, type_of_kind
from penholder.record.queries import Entry, body_of
from penholder.record.recording import committed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
Digests = Iterable[str]


def _asked(entry: Entry) -> Digests:
    one = Consultation.objects.get(uid=entry.obj)
    told = {
        name: getattr(one, name)
        for name in ("title", "about", "asker", "what_happens", "information_law", "contact")
    }
    told["questions"] = [[question.text, question.hint] for question in one.questions.order_by("position")]
    told["statements"] = [
        [asked.statement.uid, asked.code, asked.kind, asked.text]
        for asked in one.asked.select_related("statement").order_by("position")
    ]
    yield committed(one.salt, "asked", json.dumps(told, ensure_ascii=False, sort_keys=True))


def _response(entry: Entry) -> Digests:
    one = Response.objects.get(uid=entry.obj)
    if one.erased_at or one.entry_id != entry.pk:
        return _gone(entry)
    return (*digests_of(words_of(one)), *one.decoys)


def _gone(entry: Entry) -> Digests:
    """The words are replaced or erased; that nothing opens these commitments any more is held in ``test_erasure``."""
    later = ("response.corrected", "response.redacted", "response.erased", "words.redacted")
    assert Entry.objects.filter(obj__in=(entry.obj, *body_of(entry).get("re", ())), kind__in=later).exists()
    return tuple(body_of(entry)["_sd"])


def _gists(entry: Entry) -> Digests:
    for point in Point.objects.filter(entry=entry):
        if Entry.objects.filter(obj=point.uid, kind="words.redacted").exists():
            return _gone(entry)
    return tuple(
        committed(point.salt, f"{point.number}.gist", point.gist)
        for point in Point.objects.filter(entry=entry)
    )


def _redacted(entry: Entry) -> Digests:
    point = Point.objects.get(uid=entry.obj)
    yield committed(point.salt, f"{point.number}.gist", point.gist)


def _motion(entry: Entry) -> Digests:
    one = Motion.objects.get(uid=entry.obj)
    proposal = {
        "points": [[row.point.uid, row.kind, row.reason] for row in one.proposed.order_by("pk")],
        "changes": [
            [row.operation, row.payload, row.significance] for row in one.changes.order_by("position")
        ],
    }
    yield committed(one.salt, "title", one.title)
    yield committed(one.proposal_salt, "proposal", canonical(proposal).decode())
    if one.about:
        yield committed(one.about_salt, "about", one.about)


def _vote(entry: Entry) -> Digests:
    one = Vote.objects.get(uid=entry.obj)
    yield committed(one.salt, "choice", one.choice)
    if one.reason:
        yield committed(one.reason_salt, "reason", one.reason)


def _dissent(entry: Entry) -> Digests:
    one = Dissent.objects.get(uid=entry.obj)
    yield committed(one.salt, "text", one.text)


def _reasons(entry: Entry) -> Digests:
    for one in Disposition.objects.filter(entry=entry):
        if one.reason:
            yield committed(one.salt, f"{one.number}.reason", one.reason)


def _change(entry: Entry) -> Digests:
    one = Change.objects.get(uid=entry.obj)
    yield committed(one.salt, "before", canonical(one.before).decode())
    yield committed(one.salt, "after", canonical(one.after).decode())


def _left(entry: Entry) -> Digests:
    one = Seat.objects.get(uid=entry.obj)
    if one.left_statement:
        yield committed(one.salt, "statement", one.left_statement)


def _reply(entry: Entry) -> Digests:
    one = Reply.objects.get(uid=entry.obj)
    if one.words:
        yield committed(one.salt, "words", one.words)


COMMITTED: dict[str, Callable[[Entry], Digests]] = {
    "change.applied": _change,
    "consultation.opened": _asked,
    "dissent.recorded": _dissent,
    "motion.put": _motion,
    "outcome.replied": _reply,
    "points.disposed": _reasons,
    "points.drawn": _gists,
    "response.corrected": _response,
    "response.received": _response,
    "response.redacted": _response,
    "seat.left": _left,
    "vote.cast": _vote,
    "words.redacted": _redacted,
}
WITHOUT_WORDS = {
    "answer.set_aside", "charter.adopted", "community.founded", "consultation.closed", "database.accepted", "draft.opened", "editorial_fix.made",
    "framework.imported", "group.formed", "key.retired", "key.rotated", "log.restored", "member.admitted", "motion.carried", "motion.enacted", "motion.lost",
    "outcomes.published", "point.placed", "response.erased", "response.withdrawn", "seat.added", "seat.filled", "version.published",
}  # fmt: skip
"""Kinds of entry that say nothing but public facts."""


def _change_and_erase(decided: Point) -> None:
    """One response corrected, one erased, and a few words taken out of the one this point was drawn from."""
    still_open = Consultation.objects.get(title="Are you fit to employ us?")
    one, other = still_open.responses.all()[:2]
    correct_response(response=one, answers=[AnswerGiven(text="Ask us what we are paid.")], by=GUEST)
    erase_response(response=other, ground=Ground.AUTHOR, done_by=DoneBy.RESPONDENT, by=GUEST)
    redact_response(
        response=decided.answer.response,
        passage=" ".join(decided.gist.split()[:2]),
        ground=Ground.THIRD_PARTY,
        done_by=DoneBy.COORDINATOR,
        by=GUEST,
    )


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, record_of_this_module: None, django_db_blocker: Any
) -> Iterator[tuple[Entry, ...]]:
    """Every entry of the demo, and on top a reply to an answer, and words corrected, taken out and erased.

    Told once, and undone after these tests.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        tell(now=NOW, say=lambda _what: None)
        with clock.at(NOW + timedelta(hours=1)):
            decided = Point.objects.exclude(disposition=None).order_by("pk")[0]
            reply_to_outcome(point=decided, verdict="not_content", words="It was put off before.", by=GUEST)
            _change_and_erase(decided)
        yield tuple(Entry.objects.order_by("index"))
        transaction.set_rollback(True)


def test_every_kind_of_entry_is_known_here() -> None:
    ours = {kind for kind, event in type_of_kind.items() if event.__module__.startswith("penholder.")}
    assert ours == set(COMMITTED) | WITHOUT_WORDS


def test_every_commitment_is_to_words_in_the_tables_and_every_word_is_committed_to(
    told: tuple[Entry, ...],
) -> None:
    unexplained = []
    for entry in told:
        explain = COMMITTED.get(entry.kind, lambda _entry: ())
        in_record, in_tables = body_of(entry).get("_sd", []), sorted(explain(entry))
        if in_record != in_tables:
            unexplained.append(f"{entry}: {len(in_record)} in the record, {len(in_tables)} from the tables")
    assert unexplained == []
    assert {entry.kind for entry in told} >= set(COMMITTED)


def test_no_word_of_anybody_stands_in_the_record(told: tuple[Entry, ...]) -> None:
    """Nor a name: what is personal is a text of at least two words somewhere in the tables."""
    record = b"\n".join(bytes(entry.body) for entry in told).decode()
    rows = (
        *Response.objects.values_list("label", flat=True),
        *Response.objects.values_list("answers__text", flat=True),
        *Point.objects.values_list("gist", flat=True),
        *Motion.objects.values_list("title", flat=True),
        *Seat.objects.values_list("title", flat=True),
        *Seat.objects.exclude(holder=None).values_list("holder__name", flat=True),
    )
    spoken = {words for words in rows if words and " " in words}
    assert len(spoken) > 100
    assert sorted(words for words in spoken if words in record) == []


def test_the_digest_of_a_version_is_that_of_its_words(told: tuple[Entry, ...]) -> None:
    published = [entry for entry in told if entry.kind == "version.published"]
    assert len(published) == 2
    for entry in published:
        version = Version.objects.select_related("framework").get(uid=entry.obj)
        assert body_of(entry)["facts"]["sha256"] == sha256(canonical_text(version)).hexdigest()


def test_the_digest_of_an_import_is_that_of_the_file(told: tuple[Entry, ...]) -> None:
    imported = [entry for entry in told if entry.kind == "framework.imported"]
    assert len(imported) == 2
    for entry in imported:
        file = StagedImport.objects.get(became__uid=entry.obj)
        assert body_of(entry)["facts"]["sha256"] == sha256(bytes(file.data)).hexdigest()


def test_a_word_changed_behind_the_record_s_back_is_seen(told: tuple[Entry, ...]) -> None:
    entry = next(entry for entry in told if entry.kind == "dissent.recorded")
    with transaction.atomic():
        Dissent.objects.filter(uid=entry.obj).update(text="I agree with everything.")
        assert sorted(_dissent(entry)) != body_of(entry)["_sd"]
        transaction.set_rollback(True)
