"""Take a passage out of a response and of everything made from it; erase a response altogether."""

from __future__ import annotations

from django.db import transaction

from penholder.consultations.erasing import erase_beside, follow, redact
from penholder.consultations.events import ResponseErased, ResponseRedacted, WordsRedacted
from penholder.consultations.models import DoneBy, Ground, Response
from penholder.consultations.queries.received import digests_of, words_of
from penholder.pure.ledger.disclosure import pad
from penholder.pure.ledger.entry import EntryBody, minute
from penholder.record import clock
from penholder.record.actions import append
from penholder.record.erasing import erase, purge
from penholder.record.events import Actor
from penholder.record.recording import Refused, records

SHORTEST_PASSAGE = 2
"""A single letter stands everywhere; to take it out would tell nobody's name and spoil every word."""

ERASED_ALREADY = (
    "The words of this response were erased before. Nothing is left of them, and nothing has changed."
)


@records(ResponseRedacted)
def redact_response(*, response: Response, passage: str, ground: str, done_by: str, by: Actor) -> Response:
    """Take a passage out of every word of a response, its points and its author's replies. Changed: these.

    Erased: the file it came in, and what opened the words before. Appended: response.redacted, committed to the words
    as they are now; words.redacted for each point and reply it was taken out of.
    """
    now = clock.now()
    response = _held(response)
    if response.withdrawn_at:
        raise Refused("This response was taken back and is shown to nobody. It can be erased.")
    passage = " ".join(passage.split())
    if len(passage) < SHORTEST_PASSAGE:
        raise Refused("Write the words that should go, as they stand there.")
    why, who = Ground(ground), DoneBy(done_by)
    redaction = redact(response, passage, why.marker)
    replaced = follow(redaction)
    if not redaction.changed and not replaced:
        raise Refused(
            f"“{passage}” does not stand in this response. Write the words as they are written there."
        )

    erase_beside(response, now)
    scope, before = response.consultation.uid, response.entry
    response.entry = append(
        ResponseRedacted(
            scope=scope,
            obj=response.uid,
            re=(response.uid,),
            replaces=before.index if before else 0,
            done_by=who.value,
            ground=why.value,
            words=pad(digests_of(words_of(response)), response.decoys),
        ),
        by=by,
    )
    response.save(update_fields=["entry"])
    for each in replaced:
        append(
            WordsRedacted(
                scope=scope,
                obj=each.uid,
                of=each.of,
                done_by=who.value,
                ground=why.value,
                words=(each.digest,),
            ),
            by=by,
        )
    transaction.on_commit(purge, robust=True)
    return response


@records(ResponseErased)
def erase_response(*, response: Response, ground: str, done_by: str, by: Actor) -> Response:
    """Erase every word of a response and of what was made from it, with all that opened them; at any time.

    Changed: the response, its answers, points and replies, quotations in the group's reasons, the file it came in.
    Deleted: what was saved before it was sent. Appended: response.erased. That it was received stays, and what was decided.
    """
    now = clock.now()
    response = _held(response)
    scope = response.consultation.uid
    erase(EntryBody(t=minute(now), type=ResponseErased.kind, scope=scope, obj=response.uid))
    append(
        ResponseErased(
            scope=scope,
            obj=response.uid,
            re=(response.uid,),
            done_by=DoneBy(done_by).value,
            ground=Ground(ground).value,
        ),
        by=by,
    )
    transaction.on_commit(purge, robust=True)
    response.refresh_from_db()
    return response


def _held(response: Response) -> Response:
    """The response, locked as readers lock it, so that nobody draws a point from words that are going."""
    held = Response.objects.select_for_update(of=("self",), no_key=True)
    found = held.select_related("consultation", "entry", "file").get(pk=response.pk)
    if found.erased_at:
        raise Refused(ERASED_ALREADY)
    return found
