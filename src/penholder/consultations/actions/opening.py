"""Open a consultation on a draft, and close it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.utils.text import slugify

from penholder.accounts.models import Member
from penholder.consultations.events import ConsultationClosed, ConsultationOpened
from penholder.consultations.models import AskedStatement, Consultation, Question
from penholder.consultations.queries.asking import window_of
from penholder.frameworks.models import Draft, Statement
from penholder.frameworks.queries import tree_of
from penholder.groups.models import Group
from penholder.pure.ledger.entry import minute
from penholder.pure.tree.statement import Statement as Leaf
from penholder.record import clock
from penholder.record.actions import append
from penholder.record.recording import Refused, committed, records

LONGEST_SLUG = 70
KEPT_ADDRESSES = frozenset({"open"})
"""Addresses in the same place that lead to pages of ours."""


@records(ConsultationOpened)
def open_consultation(
    *,
    draft: Draft,
    decider: Group,
    title: str,
    about: str,
    asker: str,
    what_happens: str,
    information_law: str,
    contact: str,
    closes_at: datetime,
    questions: Sequence[tuple[str, str]],
    quiet_exit: bool,
    by: Member,
    opens_at: datetime | None = None,
) -> Consultation:
    """Ask people about a draft. Made: the consultation, its questions, every statement as it is put to people.

    Appended: consultation.opened, committed to everything people are told before they answer.
    """
    now = clock.now()
    # Locked, so that nobody is asked about a draft that is being published at this moment.
    draft = (
        Draft.objects.select_for_update(of=("self",), no_key=True)
        .select_related("framework__community")
        .get(pk=draft.pk)
    )
    community = draft.framework.community
    told = {
        "a title": title,
        "a reason why people are asked": about,
        "who asks": asker,
        "what will happen with the answers": what_happens,
        "who holds the answers": information_law,
        "a contact": contact,
    }
    _refuse_gaps(told)
    if draft.became_id is not None:
        raise Refused(
            "This draft has been published already. Open a new draft of the framework, and ask about that."
        )
    if decider.community_id != community.pk:
        raise Refused(f"{decider.name} belongs to another community. Choose a group of {community.name}.")
    if closes_at <= now or closes_at <= (opens_at or now):
        raise Refused(
            "The last day has passed already. Choose a later one, so that people have time to answer."
        )
    tree = tuple(tree_of(draft).walk())
    if not tree:
        raise Refused("The draft has no statements yet, so there is nothing to ask about.")

    consultation = Consultation.objects.create(
        community=community,
        draft=draft,
        decider=decider,
        slug=_free_slug(community.pk, title),
        title=title,
        about=about,
        asker=asker,
        what_happens=what_happens,
        information_law=information_law,
        contact=contact,
        quiet_exit=quiet_exit,
        opens_at=opens_at or now,
        closes_at=closes_at,
    )
    Question.objects.bulk_create(
        Question(consultation=consultation, position=place, text=text, hint=hint)
        for place, (text, hint) in enumerate(questions, start=1)
    )
    pks = dict(Statement.objects.filter(framework=draft.framework).values_list("uid", "pk"))
    AskedStatement.objects.bulk_create(
        AskedStatement(
            consultation=consultation,
            statement_id=pks[statement.uid],
            parent_id=pks.get(statement.parent),
            position=place,
            depth=depth,
            code=statement.code,
            kind=statement.kind,
            text=statement.text,
        )
        for place, (depth, statement) in enumerate(tree, start=1)
    )
    consultation.entry = append(
        ConsultationOpened(
            scope=consultation.uid,
            obj=consultation.uid,
            re=(draft.framework.uid, draft.uid, decider.uid),
            statements=len(tree),
            questions=len(questions),
            closes=minute(closes_at),
            words=(committed(consultation.salt, "asked", _asked_text(consultation, questions, tree)),),
        ),
        by=by.actor,
    )
    consultation.save(update_fields=["entry"])
    return consultation


@records(ConsultationClosed)
def close_consultation(*, consultation: Consultation, by: Member) -> Consultation:
    """Close before the deadline, or note that it has passed. Changed: the consultation. Appended: consultation.closed."""
    now = clock.now()
    consultation = Consultation.objects.select_for_update(of=("self",), no_key=True).get(pk=consultation.pk)
    if consultation.closed_at:
        raise Refused("This consultation is closed already. Nothing has changed.")
    if window_of(consultation, now).state == "not yet":
        raise Refused("This consultation has not opened yet, so it can't be closed.")
    consultation.closed_at = now
    consultation.save(update_fields=["closed_at"])
    responses = consultation.responses.count()
    append(ConsultationClosed(scope=consultation.uid, obj=consultation.uid, responses=responses), by=by.actor)
    return consultation


def _refuse_gaps(told: dict[str, str]) -> None:
    gaps = [what for what, words in told.items() if not words.strip()]
    if gaps:
        raise Refused(f"People are told all of this before they answer. Please add {', '.join(gaps)}.")


def _free_slug(community: int, title: str) -> str:
    stem = slugify(title)[:LONGEST_SLUG].strip("-") or "consultation"
    taken = KEPT_ADDRESSES | set(
        Consultation.objects.filter(community=community, slug__startswith=stem).values_list("slug", flat=True)
    )
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _asked_text(
    consultation: Consultation, questions: Sequence[tuple[str, str]], tree: Sequence[tuple[int, Leaf]]
) -> str:
    """What people are told and asked, every statement in the words they read, as one text that can be committed to."""
    told = {
        name: getattr(consultation, name)
        for name in ("title", "about", "asker", "what_happens", "information_law", "contact")
    }
    statements = [[one.uid, one.code, one.kind, one.text] for _, one in tree]
    asked = {**told, "questions": list(questions), "statements": statements}
    return json.dumps(asked, ensure_ascii=False, sort_keys=True)
