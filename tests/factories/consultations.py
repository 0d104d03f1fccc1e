"""Consultations for tests, made through the real actions, so that their entries exist; names come from counters."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from docx import Document

from penholder.accounts.actions import admit_member, found_community
from penholder.accounts.models import Community, Member, Role
from penholder.consultations.actions import Received, open_consultation, receive_response
from penholder.consultations.models import AskedStatement, Consultation, Source
from penholder.consultations.queries import AnswerGiven
from penholder.frameworks.actions import import_framework, stage_import
from penholder.frameworks.models import Draft
from penholder.frameworks.queries import open_draft_of
from penholder.groups.actions import form_group
from penholder.groups.models import Group
from penholder.record import clock
from penholder.record.events import GUEST

_numbers = itertools.count(1)

STEM = "An ability to build a relationship that is mutual, by:"
SMALL_TREE: tuple[tuple[str, str, str], ...] = (
    ("1", "", "Being alongside"),
    ("1.1", "1", STEM),
    ("1.1.1", "1.1", "sitting with somebody without hurrying them"),
    ("1.1.2", "1.1", "saying honestly what one cannot do"),
    ("2", "", "Looking after each other"),
    ("2.1", "2", "Knows when to ask for help"),
)
"""Code, code of the statement above, words."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A community with its coordinator, a draft to ask about and a group that decides."""

    community: Community
    coordinator: Member
    draft: Draft
    group: Group


def scene(tree: Sequence[tuple[str, str, str]] = SMALL_TREE) -> Scene:
    number = next(_numbers)
    community = found_community(
        name=f"Marram Peers {number}", about="Invented.", contact="Ida Vane, 01632 960001", by=GUEST
    )
    coordinator = admit_member(
        community=community, name=f"Ida Vane {number}", role=Role.COORDINATOR, by=GUEST
    )
    staged = stage_import(
        community=community,
        filename="small.json",
        data=json.dumps(case_package(tree, title=f"Small framework {number}")).encode(),
        title="",
        by=coordinator,
    )
    draft = open_draft_of(import_framework(staged=staged, accept_left_out=True, by=coordinator))
    assert draft is not None
    group = form_group(
        community=community, name=f"Writing group {number}", purpose="Decides.", by=coordinator
    )
    return Scene(community, coordinator, draft, group)


def consultation_on(place: Scene, **changed: Any) -> Consultation:
    """An open consultation with two questions, ending in a week."""
    return open_consultation(
        **{
            "draft": place.draft,
            "decider": place.group,
            "title": "What should stay?",
            "about": "We want to know what reads true.",
            "asker": "Marram Peers",
            "what_happens": "Everybody gets an answer with a reason by 1 June.",
            "information_law": "Marram Peers holds the answers. Freedom of information law does not apply.",
            "contact": "Ida Vane, 01632 960001",
            "closes_at": clock.now() + timedelta(days=7),
            "questions": [("What is missing?", ""), ("What should go?", "A few words are enough.")],
            "quiet_exit": True,
            "by": place.coordinator,
            **changed,
        }
    )


def open_consultation_with(tree: Sequence[tuple[str, str, str]] = SMALL_TREE) -> tuple[Scene, Consultation]:
    place = scene(tree)
    return place, consultation_on(place)


def asked_at(consultation: Consultation, code: str) -> AskedStatement:
    return consultation.asked.select_related("statement").get(code=code)


def response_to(
    consultation: Consultation, *texts: str, source: str = Source.WEB, **changed: Any
) -> Received:
    """A response with one answer about the whole for each text."""
    words = texts or ("It reads like a target.",)
    answers = [AnswerGiven(text=text) for text in words]
    return receive_response(consultation=consultation, answers=answers, source=source, by=GUEST, **changed)


def many_statements(count: int) -> tuple[tuple[str, str, str], ...]:
    """One stem with so many sub-points, which must stand on one page."""
    points = tuple((f"1.1.{n}", "1.1", f"doing thing number {n} with care") for n in range(1, count))
    return (("1", "", "A long part"), ("1.1", "1", STEM), *points)


def comment_table(*rows: tuple[str, str, str, str]) -> bytes:
    """A Word file with the eight columns of the ISO form: mark, clause, comment, proposed change."""
    word = Document()
    table = word.add_table(len(rows), 8)
    for table_row, (mark, clause, comment, proposed) in zip(table.rows, rows, strict=True):
        texts = (mark, "", clause, "", "te", comment, proposed, "")
        for cell, text in zip(table_row.cells, texts, strict=True):
            cell.text = text
    page = io.BytesIO()
    word.save(page)
    return page.getvalue()


def case_package(tree: Sequence[tuple[str, str, str]], *, title: str) -> dict[str, Any]:
    """A CASE package of these statements, in this order."""
    place = {code: number for number, (code, _, _) in enumerate(tree, start=1)}

    def uid(number: int) -> str:
        return f"00000000-0000-4000-8000-{number:012d}"

    return {
        "CFDocument": {"identifier": uid(0), "uri": "urn:i:0", "creator": "Somebody", "title": title},
        "CFItems": [
            {
                "identifier": uid(number),
                "uri": f"urn:i:{number}",
                "fullStatement": words,
                "humanCodingScheme": code,
            }
            for number, (code, _, words) in enumerate(tree, start=1)
        ],
        "CFAssociations": [
            {
                "identifier": uid(10_000 + number),
                "uri": f"urn:a:{number}",
                "associationType": "isChildOf",
                "sequenceNumber": number,
                "originNodeURI": {"title": "o", "identifier": uid(number), "uri": f"urn:i:{number}"},
                "destinationNodeURI": {
                    "title": "d",
                    "identifier": uid(place.get(above, 0)),
                    "uri": f"urn:i:{place.get(above, 0)}",
                },
            }
            for number, (_, above, _) in enumerate(tree, start=1)
        ],
    }
