"""What goes when a response is erased, corrected or redacted, and goes again after a restore; driven by the entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from penholder.consultations.models import Answer, Publishing, ReceivedFile, Response, UnsentResponse
from penholder.consultations.queries.received import words_of
from penholder.pure.ledger.disclosure import digest
from penholder.pure.ledger.entry import EntryBody, moment
from penholder.pure.reading.removal import Taken, take_out
from penholder.record import clock
from penholder.record.erasing import bound_by, erases, forget_hands, newest_entry
from penholder.record.fields import new_salt

SENT = "consultations.sent"
TABLES = "consultations.tables"
"""Names under which a browser's session keeps the codes of what was sent, and of what came in a table."""

HOLDING = (Response, Answer, ReceivedFile, UnsentResponse, Session)
SPEAKING = ("response.received", "response.corrected", "response.redacted")
"""Entries that are committed to the words of a response; the newest one counts."""
_EMPTY: dict[str, Any] = {
    "text": "", "proposed": "", "stance": "", "external_id": "", "line": "", "clause": "", "element": "", "comment_kind": "",
    "row": None, "asked": None, "question": None, "salt": b"", "proposed_salt": b"", "stance_salt": b"", "about_salt": b"",
}  # fmt: skip
_COLUMNS: Mapping[str, dict[str, Any]] = {
    "text": {"text": "", "salt": b""},
    "proposed": {"proposed": "", "proposed_salt": b""},
    "stance": {"stance": "", "stance_salt": b""},
    "about": {"asked": None, "question": None, "about_salt": b""},
}
"""What is emptied of an answer for each thing the record is committed to."""
_WORDED = {"text": "salt", "proposed": "proposed_salt"} | dict.fromkeys(
    ("external_id", "line", "clause", "element", "comment_kind"), ""
)
"""Where words of people's own may stand in an answer, and the salt of those the record is committed to."""
LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Redaction:
    """A passage taken out wherever it stood in a response; later stages take it out of what they made from that."""

    response: Response
    passage: str
    marker: str
    answers: Mapping[int, Taken]
    """What points are anchored to, by the answer's key, where something was taken out of it."""
    changed: bool

    def of(self, text: str) -> Taken:
        return take_out(text, self.passage, self.marker)


@dataclass(frozen=True, slots=True)
class Replaced:
    """Words of a later stage that a passage was taken out of: what they belong to, and what they are committed to now."""

    uid: str
    of: str
    digest: str


Follower = Callable[[Redaction], Iterable[Replaced]]
_followers: list[Follower] = []


def follows_redaction(follower: Follower) -> Follower:
    """Register what a later stage does to its own words when a passage is taken out of a response."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def redact(response: Response, passage: str, marker: str) -> Redaction:
    """Take a passage out of all words of a response; what is changed is opened by another salt from then on."""
    answers: dict[int, Taken] = {}
    changed = False
    for answer in response.answers.filter(gone_at=None):
        anchored = take_out(answer.text or answer.proposed, passage, marker)
        if anchored.passages:
            answers[answer.pk] = anchored
        changed |= _redact_fields(answer, passage, marker)
    label = take_out(response.label, passage, marker)
    if label.passages:
        response.label, response.label_salt, changed = label.words[:LONGEST_LABEL], new_salt(), True
        response.save(update_fields=["label", "label_salt"])
    return Redaction(response, passage, marker, answers, changed)


def follow(redaction: Redaction) -> tuple[Replaced, ...]:
    return tuple(replaced for follower in _followers for replaced in follower(redaction))


def empty(answers: QuerySet[Answer], at: datetime) -> bool:
    """Take everything out of these answers but their own ids, by which points hold on to them; whether there was anything."""
    full = answers.exclude(gone_at__isnull=False)
    return full.update(**_EMPTY, gone_at=at) > 0


def erase_beside(response: Response, at: datetime) -> bool:
    """The other places where words of a response may lie: the file it came in, what was saved before it was sent, sessions."""
    files = ReceivedFile.objects.filter(responses=response, erased_at=None)
    unsent = UnsentResponse.objects.filter(
        Q(corrects=response) | Q(uid=response.unsent_uid) if response.unsent_uid else Q(corrects=response)
    )
    erased = files.update(data=b"", sha256="", filename="", erased_at=at)
    discarded, _ = unsent.delete()
    return any((erased, discarded, _forget_in_sessions(response)))


@erases("response.erased", order=10, tables=HOLDING)
def erase_response(body: EntryBody) -> bool:
    """Every word, every salt, and whose hand brought it in. What stays: that it was received, when, and its number."""
    response = Response.objects.filter(uid=body.obj).first()
    if response is None:
        return False
    at = moment(body.t)
    found = [
        empty(response.answers.all(), at),
        erase_beside(response, at),
        forget_hands(response.uid, *SPEAKING, "response.withdrawn"),
        response.erased_at is None,
    ]
    Response.objects.filter(pk=response.pk).update(
        label="",
        publishing=Publishing.COUNTED,
        label_salt=b"",
        publishing_salt=b"",
        answers_salt=b"",
        decoys=[],
        unsent_uid=None,
        erased_at=Coalesce("erased_at", at),
    )
    return any(found)


@erases("response.withdrawn", order=10, tables=())
def withdraw_response(body: EntryBody) -> bool:
    """Hide once more what was taken back."""
    return Response.objects.filter(uid=body.obj, withdrawn_at=None).update(withdrawn_at=moment(body.t)) > 0


@erases("response.corrected", order=10, tables=HOLDING)
@erases("response.redacted", order=10, tables=HOLDING)
def keep_committed_words(body: EntryBody) -> bool:
    """Take away every word that neither this entry nor the newest one about the response is committed to.

    After a restore, words are here again that were replaced since; which passage it was the record does not say, so
    the whole answer goes. The words it was replaced by are with whoever holds the receipt.
    """
    response = Response.objects.filter(uid=body.obj, erased_at=None).select_related("entry").first()
    if response is None:
        return False
    bound = bound_by(body, *SPEAKING)
    loose = [word.name for word in words_of(response) if digest(word.disclosure) not in bound]
    from_before = _brought_forward(response)
    if not loose and not from_before:
        return False
    at = moment(body.t)
    if from_before:
        # What a comment table says beside the words is committed to by nothing, so all of it goes.
        response.answers.update(external_id="", line="", clause="", element="", comment_kind="")
    for name in loose:
        _take_away(response, name)
    if (
        "answers" in loose
    ):  # others stand in their place since; else the same answers stand here, without words
        empty(response.answers.filter(text="", proposed="", stance=""), at)
    erase_beside(response, at)
    return True


def _redact_fields(answer: Answer, passage: str, marker: str) -> bool:
    changed = False
    for name, salt in _WORDED.items():
        taken = take_out(getattr(answer, name), passage, marker)
        if taken.passages:
            changed = True
            setattr(answer, name, taken.words)
            if salt:
                setattr(answer, salt, new_salt())
    if changed:
        answer.save()
    return changed


def _brought_forward(response: Response) -> bool:
    """Let the response stand by the newest entry about its words; whether the row was from before that entry."""
    newest = newest_entry(response.uid, *SPEAKING)
    if newest is None or (response.entry is not None and response.entry.index >= newest.index):
        return False
    return Response.objects.filter(pk=response.pk).update(entry=newest) > 0


def _take_away(response: Response, name: str) -> None:
    position, _, field = name.partition(".")
    here = Response.objects.filter(pk=response.pk)
    if field:
        response.answers.filter(position=int(position)).update(**_COLUMNS[field])
    elif name == "label":
        here.update(label="", label_salt=b"")
    elif name == "publishing":
        here.update(publishing=Publishing.COUNTED, publishing_salt=b"")
    else:
        here.update(answers_salt=b"")


def _forget_in_sessions(response: Response) -> bool:
    """Browsers that sent or typed in the response hold its code, and the name it came under, until that is written down."""
    expired, _ = Session.objects.filter(expire_date__lte=clock.now()).delete()
    forgotten = expired > 0
    reference, file = response.reference, response.file.uid if response.file else ""
    for session in Session.objects.iterator():
        kept = session.get_decoded()
        sent, tables = kept.get(SENT, {}), kept.get(TABLES, {})
        others = {key: one for key, one in sent.items() if one["response"] != response.uid}
        slips = [slip for slip in tables.get(file, ()) if slip[0] != reference]
        if len(others) == len(sent) and len(slips) == len(tables.get(file, ())):
            continue
        kept |= {SENT: others, TABLES: {**tables, **({file: slips} if file in tables else {})}}
        session.session_data = SessionStore().encode(kept)
        session.save(update_fields=["session_data"])
        forgotten = True
    return forgotten
