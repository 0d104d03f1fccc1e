"""The one door for everything people say, and the receipt they get for it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max
from django.utils import timezone
from django.utils.formats import date_format

from penholder.consultations.erasing import LONGEST_LABEL, empty, erase_beside
from penholder.consultations.events import ResponseCorrected, ResponseReceived, ResponseWithdrawn
from penholder.consultations.models import (
    Answer,
    Consultation,
    Publishing,
    ReceivedFile,
    Response,
    Source,
    Stance,
)
from penholder.consultations.queries.asking import window_of
from penholder.consultations.queries.received import digests_of, receipt_of, words_of
from penholder.consultations.queries.writing import AnswerGiven
from penholder.pure.ledger.code import code_hash, new_code
from penholder.pure.ledger.disclosure import SALT_BYTES, decoy, pad
from penholder.pure.ledger.entry import EntryBody, minute
from penholder.pure.ledger.proven import NotProven
from penholder.pure.ledger.receipt import Receipt
from penholder.record import clock
from penholder.record.actions import NotSealed, append, seal
from penholder.record.erasing import erase, purge_later
from penholder.record.events import RECORD, Actor, LogRestored
from penholder.record.fields import new_salt
from penholder.record.queries import Entry
from penholder.record.recording import Refused, records

PADDED_TO = 8
"""The record holds a multiple of so many digests, so that their number does not tell how much somebody said."""

MOST_COMMITMENTS = 1_400
"""An entry of the record has a size, and each commitment takes its share of it."""


@dataclass(frozen=True, slots=True)
class Received:
    """A response that is in, and the code that opens it. The code is nowhere else: only its hash is kept."""

    response: Response
    code: str


class AlreadyReceived(Refused):
    """Send was pressed twice: the first press did it."""

    def __init__(self, response: Response) -> None:
        super().__init__(f"This response is in already. Its number is {response.reference}.")
        self.response = response


@records(ResponseReceived)
def receive_response(
    *,
    consultation: Consultation,
    answers: Sequence[AnswerGiven],
    source: str,
    by: Actor,
    label: str = "",
    publishing: str = Publishing.COUNTED,
    unsent_uid: str | None = None,
    file: ReceivedFile | None = None,
    code: str = "",
) -> Received:
    """Take in one response, however it came. Made: the response and its answers. Appended: response.received.

    The entry is committed to every answer, with decoys beside; it carries no words and no name. ``code`` is one that
    was made beforehand, for doors that must be able to show it again; without it a fresh one is made.
    """
    now = clock.now()
    # Locked, so that numbers follow each other and nobody answers after the closing has been counted.
    consultation = Consultation.objects.select_for_update(of=("self",), no_key=True).get(pk=consultation.pk)
    first = Response.objects.filter(unsent_uid=unsent_uid).first() if unsent_uid else None
    if first is not None:
        raise AlreadyReceived(first)
    _refuse_outside_window(consultation, now)
    given = [answer for answer in answers if answer.says_something]
    _refuse_unfit(consultation, given, label)

    code = code or new_code(secrets.randbelow)
    response = Response.objects.create(
        consultation=consultation,
        number=_next_number(consultation),
        source=Source(source),
        label=label,
        publishing=Publishing(publishing),
        code_hash=code_hash(code),
        unsent_uid=unsent_uid,
        file=file,
        received_at=now,
    )
    rows = tuple(_answer(response, place, answer) for place, answer in enumerate(given, start=1))
    Answer.objects.bulk_create(rows)
    response.entry = append(
        ResponseReceived(
            scope=consultation.uid,
            obj=response.uid,
            source=response.source,
            words=_commitments(response, rows),
        ),
        by=by,
    )
    response.save(update_fields=["decoys", "entry"])
    return Received(response, code)


@records(ResponseCorrected)
def correct_response(
    *,
    response: Response,
    answers: Sequence[AnswerGiven],
    by: Actor,
    label: str = "",
    publishing: str = Publishing.COUNTED,
) -> Response:
    """Replace the words of a response before the deadline; number and code stay. Changed: the response and its answers.

    Answers said again as they were stay what they are, with the points drawn from them; the words of all others are
    gone, with what opened them. Appended: response.corrected, committed to the new words.
    """
    now = clock.now()
    consultation = Consultation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=response.consultation_id
    )
    response = _still_there(response)
    _refuse_outside_window(consultation, now)
    given = [answer for answer in answers if answer.says_something]
    _refuse_unfit(consultation, given, label)
    before = tuple(response.answers.filter(gone_at=None).order_by("position"))
    rows = _again_or_anew(response, before, given)
    kept = [row for row in rows if row.pk]
    same = len(kept) == len(rows) == len(before)
    if same and (response.label, response.publishing) == (label, publishing):
        raise Refused("This is what you said already. Nothing was changed.")

    _give_way(response)
    response.label, response.publishing = label, Publishing(publishing)
    response.label_salt, response.publishing_salt, response.answers_salt = (new_salt() for _ in range(3))
    Answer.objects.bulk_update(
        kept, ["position", "salt", "proposed_salt", "stance_salt", "about_salt"], batch_size=100
    )
    Answer.objects.bulk_create(row for row in rows if not row.pk)
    empty(response.answers.exclude(uid__in=[row.uid for row in rows]), now)
    erase_beside(response, now)
    words = _commitments(response, rows)
    # What was read from the words that are gone goes with them; after a restore the entry itself says so again.
    erase(
        EntryBody(
            t=minute(now), type=ResponseCorrected.kind, scope=consultation.uid, obj=response.uid, sd=words
        )
    )
    purge_later()
    response.entry = append(
        ResponseCorrected(
            scope=consultation.uid,
            obj=response.uid,
            re=(response.uid,),
            replaces=response.entry.index if response.entry else 0,
            words=words,
        ),
        by=by,
    )
    response.save()
    return response


@records(ResponseWithdrawn)
def withdraw_response(*, response: Response, by: Actor) -> Response:
    """Take a response back before the deadline. Changed: the response. Appended: response.withdrawn.

    Its number stays, so that nothing vanishes quietly; its words are shown to nobody any more.
    """
    now = clock.now()
    consultation = Consultation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=response.consultation_id
    )
    response = _still_there(response)
    window = window_of(consultation, now)
    if not window.open:
        raise Refused(
            f"The consultation closed on {_day(window.ends_at)}, so the response can no longer be taken back here. "
            f"Please ask {consultation.contact}."
        )
    response.withdrawn_at = now
    response.save(update_fields=["withdrawn_at"])
    append(ResponseWithdrawn(scope=consultation.uid, obj=response.uid, re=(response.uid,)), by=by)
    return response


def issue_receipt(*, response: Response) -> Receipt:
    """The receipt with all words opened. Seals the record first where that is still to do; appends nothing.

    Raises NotSealed while the record can't be published, signed or read. The response is kept all the same, and its
    receipt comes later.
    """
    try:
        try:
            return receipt_of(response)
        except LookupError:
            seal()
            return receipt_of(response)
    except (LookupError, NotProven, OSError) as fault:
        raise NotSealed("The record can't give out this receipt just now.") from fault


def _next_number(consultation: Consultation) -> int:
    """One more than was ever given: after a restore the record knows of responses that the rows have forgotten."""
    last: int = consultation.responses.aggregate(last=Max("number"))["last"] or 0
    if not Entry.objects.filter(scope=RECORD, kind=LogRestored.kind).exists():
        return last + 1  # asked first, as counting takes the longer the more have answered
    return max(last, Entry.objects.filter(scope=consultation.uid, kind=ResponseReceived.kind).count()) + 1


def _closed_sentence(opens_at: datetime, ends_at: datetime, *, yet_to_open: bool) -> str:
    """Why nothing can be taken in now, with the dates."""
    if yet_to_open:
        return f"This consultation opens on {_day(opens_at)}, and closes on {_day(ends_at)}. Nothing can be sent before that."
    return f"This consultation was open from {_day(opens_at)} and closed on {_day(ends_at)}. Nothing more can be sent."


def _refuse_outside_window(consultation: Consultation, now: datetime) -> None:
    window = window_of(consultation, now)
    if not window.open:
        raise Refused(
            _closed_sentence(window.opens_at, window.ends_at, yet_to_open=window.state == "not yet")
        )


def _still_there(response: Response) -> Response:
    """The response, held until it is done; refused where there are no words to change or take back any more."""
    held = Response.objects.select_for_update(of=("self",), no_key=True).select_related("entry")
    response = held.get(pk=response.pk)
    if response.erased_at:
        raise Refused("The words of this response have been erased. There is nothing left to change.")
    if response.withdrawn_at:
        raise Refused("This response has been taken back already. Nothing has changed.")
    return response


def _refuse_unfit(consultation: Consultation, given: Sequence[AnswerGiven], label: str) -> None:
    if not given:
        raise Refused("There is nothing in this response yet. One answer, in a few words, is enough.")
    if len(label) > LONGEST_LABEL:
        raise Refused(f"The name “{label[:40]}…” is longer than {LONGEST_LABEL} letters. Please shorten it.")
    for answer in given:
        if answer.stance and answer.stance not in Stance.values:
            raise Refused("One of the choices is not one that was offered. Go back and choose again.")
        about = answer.asked or answer.question
        if about is not None and about.consultation_id != consultation.pk:
            raise Refused(
                "One of the answers belongs to another consultation. Go back and start from its page."
            )


def _commitments(response: Response, rows: Sequence[Answer]) -> tuple[str, ...]:
    """What the record is given for these words, with decoys, which the response is given too."""
    digests = digests_of(words_of(response, tuple(rows)))
    if len(digests) > MOST_COMMITMENTS:
        raise Refused(
            f"{response.label or 'This response'} says more than one response can hold: {len(rows)} answers. "
            "Nothing was taken in. Please send it as two."
        )
    response.decoys = list(_decoys(len(digests)))
    return pad(digests, response.decoys)


def _again_or_anew(
    response: Response, before: Sequence[Answer], given: Sequence[AnswerGiven]
) -> tuple[Answer, ...]:
    """The answers in their new order: one that says what it said before is that answer, opened by other salts from now on."""
    left = list(before)
    rows: list[Answer] = []
    for place, answer in enumerate(given, start=1):
        row = _answer(response, place, answer)
        again = next((known for known in left if _says(known) == _says(row)), None)
        if again is not None:
            left.remove(again)
            again.position = place
            again.salt, again.proposed_salt, again.stance_salt, again.about_salt = (
                new_salt() for _ in range(4)
            )
        rows.append(again or row)
    return tuple(rows)


def _says(answer: Answer) -> tuple[int | None, int | None, str, str, str]:
    return answer.asked_id, answer.question_id, answer.stance, answer.text, answer.proposed


def _give_way(response: Response) -> None:
    """Positions are unique, so all that are taken move behind those that will be."""
    furthest = response.answers.aggregate(furthest=Max("position"))["furthest"] or 0
    response.answers.update(position=F("position") + max(furthest, MOST_COMMITMENTS) + 1)


def _answer(response: Response, place: int, given: AnswerGiven) -> Answer:
    return Answer(
        response=response,
        position=place,
        asked=given.asked,
        question=given.question,
        stance=given.stance,
        text=given.text,
        proposed=given.proposed,
        row=given.row,
        external_id=given.external_id,
        line=given.line,
        clause=given.clause,
        element=given.element,
        comment_kind=given.comment_kind,
    )


def _decoys(real: int) -> Iterable[str]:
    missing = -real % PADDED_TO
    return (decoy(secrets.token_bytes(SALT_BYTES)) for _ in range(missing))


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")


UNRECORDED = (issue_receipt,)
