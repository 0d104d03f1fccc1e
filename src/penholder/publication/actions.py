"""Publish a version with everything owed for it, and take in what respondents think of their answers."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import Any

from penholder.accounts.models import Member
from penholder.consultations.models import Consultation, Response
from penholder.decisions.models import Dissent
from penholder.frameworks.freezing import freeze
from penholder.frameworks.models import Draft
from penholder.frameworks.queries import changes_of
from penholder.listening.models import Point
from penholder.listening.queries import points_of
from penholder.publication.events import OutcomeReplied, OutcomesPublished, VersionPublished
from penholder.publication.gate import obstacles
from penholder.publication.models import LONGEST_REPLY, Outcome, Publication, Reply
from penholder.publication.queries.fates import fates_of
from penholder.publication.queries.texts import canonical_text
from penholder.record import clock
from penholder.record.actions import append
from penholder.record.events import Actor
from penholder.record.recording import Refused, committed, records


@records(VersionPublished)
def publish_version(*, draft: Draft, by: Member) -> Publication:
    """Freeze the draft's words and publish what became of every response, in one act.

    Made: the version and its statements, the publication, an outcome for each response. Changed: the draft is closed.
    Appended: version.published, with the digest of the canonical text; outcomes.published.
    """
    now = clock.now()
    draft = (
        Draft.objects.select_for_update(of=("self",), no_key=True)
        .select_related("framework__community")
        .get(pk=draft.pk)
    )
    if draft.became_id:
        raise Refused("This draft has been published already. Nothing has changed.")
    _wait_for_what_is_coming_in(draft)
    in_the_way = obstacles(draft)
    if in_the_way:
        raise Refused(f"The gate is still closed: {in_the_way[0].sentence}")

    version = freeze(draft=draft, at=now)
    publication = Publication.objects.create(version=version, draft=draft, published_by=by, published_at=now)
    rows = _outcomes(publication)
    Outcome.objects.bulk_create(rows)
    _append(publication, rows, by=by.actor)
    return publication


@records(OutcomeReplied)
def reply_to_outcome(*, point: Point, verdict: str, words: str, by: Actor) -> Reply:
    """Say what one thinks of the answer to a point, or that it was read wrongly. May be said anew at any time.

    Made: the reply; earlier ones are kept, the newest counts. Appended: outcome.replied, committed to the words.
    """
    now = clock.now()
    words = words.strip()
    if verdict not in Reply.Verdict.values:
        raise Refused("Choose one of the buttons, so that we know what you think.")
    if len(words) > LONGEST_REPLY:
        raise Refused(f"Please keep it under {LONGEST_REPLY} letters; this is {len(words)}.")
    # no_key: a motion that closes now may still write its answer to the point, so neither waits for the other for ever.
    point = (
        Point.objects.select_for_update(of=("self",), no_key=True)
        .select_related("answer__response__consultation")
        .get(pk=point.pk)
    )
    if point.erased:
        raise Refused("The words of this point were erased, so nothing more is kept about it.")
    if verdict != Reply.Verdict.NOT_SAID and not _is_decided(point):
        raise Refused("There is no answer to this point yet. You can reply as soon as there is.")
    last = Reply.objects.filter(point=point).order_by("replied_at", "pk").last()
    if last and (last.verdict, last.words) == (verdict, words):
        raise Refused("You have said this already, and it stands.")

    reply = Reply(point=point, verdict=verdict, words=words, replied_at=now)
    reply.entry = append(
        OutcomeReplied(
            scope=point.answer.response.consultation.uid,
            obj=reply.uid,
            re=(point.uid,),
            reply=verdict,
            words=(committed(reply.salt, "words", words),) if words else (),
        ),
        by=by,
    )
    reply.save(force_insert=True)
    return reply


def _wait_for_what_is_coming_in(draft: Draft) -> None:
    """A response sent at the last moment holds its consultation until it is in; the gate must see it."""
    tuple(
        Consultation.objects.select_for_update(of=("self",), no_key=True).filter(draft=draft).order_by("pk")
    )


def _outcomes(publication: Publication) -> tuple[Outcome, ...]:
    points = tuple(points_of(publication.draft))
    fates = fates_of(points)
    by_response: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for point in points:
        decision = fates[point.pk].decision
        by_response[point.answer.response_id].append(
            {
                "point": point.uid,
                "disposition": decision.uid if decision else "",
                "kind": decision.kind if decision else "",
                "changes": [change.uid for change in fates[point.pk].changes],
            }
        )
    responses = Response.objects.filter(consultation__draft=publication.draft, withdrawn_at=None).order_by(
        "pk"
    )
    return tuple(
        Outcome(publication=publication, response=response, points=by_response[response.pk])
        for response in responses
    )


def _append(publication: Publication, outcomes: tuple[Outcome, ...], *, by: Actor) -> None:
    version, draft = publication.version, publication.draft
    text = canonical_text(version)
    version.entry = append(
        VersionPublished(
            scope=draft.framework.uid,
            obj=version.uid,
            re=(draft.uid, draft.framework.uid),
            number=version.number,
            statements=version.worded.count(),
            changes=changes_of(draft).count(),
            sha256=sha256(text).hexdigest(),
        ),
        by=by,
    )
    version.save(update_fields=["entry"])
    publication.entry = append(
        OutcomesPublished(
            scope=draft.framework.uid,
            obj=publication.uid,
            re=(version.uid,),
            responses=len(outcomes),
            points=sum(len(outcome.points) for outcome in outcomes),
            dissents=Dissent.objects.filter(motion__draft=draft).count(),
        ),
        by=by,
    )
    publication.save(update_fields=["entry"])


def _is_decided(point: Point) -> bool:
    return Point.objects.filter(pk=point.pk).exclude(disposition=None).exists()
