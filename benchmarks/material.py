"""A community with one framework of 42 statements, published, and two consultations on its next draft: one open, one over.

In the closed one every statement has three comments, so that its page of what was said has something to count.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penholder.project.settings")
django.setup()

from django.core.management import call_command

from penholder.accounts.actions import admit_member, found_community
from penholder.accounts.models import Role
from penholder.consultations.actions import (
    close_consultation,
    open_consultation,
    receive_response,
)
from penholder.consultations.models import Source, Stance
from penholder.consultations.queries import AnswerGiven, asked_of
from penholder.frameworks.actions import import_framework, open_draft, stage_import
from penholder.frameworks.queries import open_draft_of
from penholder.groups.actions import form_group
from penholder.publication.actions import publish_version
from penholder.pure.formats.case.out import write_case
from penholder.pure.tree.statement import Statement, Tree
from penholder.record import clock
from penholder.record.events import GUEST

COMMENTS = 3
WORDS = [
    "ability",
    "to",
    "keep",
    "pace",
    "with",
    "whoever",
    "walks",
    "slowest",
    "say",
    "so",
    "before",
    "anybody",
    "has",
    "to",
    "ask",
    "wait",
    "at",
    "the",
    "gate",
    "carry",
    "what",
    "is",
    "heavy",
    "share",
    "the",
    "map",
    "name",
    "a",
    "wrong",
    "turning",
    "mend",
    "it",
    "together",
    "tell",
    "the",
    "truth",
    "about",
    "weather",
    "listen",
    "twice",
    "leave",
    "room",
    "for",
    "silence",
]


def forty_two() -> Tree:
    """Six domains with six statements each: 42 in all, of twenty to forty words."""
    statements = []
    for domain in range(1, 7):
        top = Statement(
            uid=f"domain-{domain}",
            text=f"Part {domain} of the way",
            code=str(domain),
            position=domain,
            kind="domain",
        )
        below = [
            Statement(
                uid=f"statement-{domain}-{place}",
                parent=top.uid,
                text=_sentence(6 * domain + place),
                code=f"{domain}.{place}",
                position=place,
            )
            for place in range(1, 7)
        ]
        statements += [top, *below]
    return Tree(title="Forty-two", uid="forty-two", statements=tuple(statements))


def make() -> None:
    """Everything the measurements ask for."""
    call_command("migrate", verbosity=0, interactive=False)
    community = found_community(name="Fen Peer Group", about="", contact="", by=GUEST)
    coordinator = admit_member(community=community, name="Ada", role=Role.COORDINATOR, by=GUEST)
    group = form_group(community=community, name="The Circle", purpose="", by=coordinator)
    data = write_case(forty_two())
    staged = stage_import(
        community=community, filename="f.json", data=data, title="Forty-two", by=coordinator
    )
    framework = import_framework(staged=staged, accept_left_out=False, by=coordinator)
    draft = open_draft_of(framework)
    if draft is None:
        raise RuntimeError("an import opens a draft")
    publish_version(draft=draft, by=coordinator)
    asking: dict[str, Any] = {
        "draft": open_draft(framework=framework, by=coordinator),
        "decider": group,
        "about": "Why.",
        "asker": "We",
        "what_happens": "Answers.",
        "information_law": "None.",
        "contact": "Ada",
        "closes_at": clock.now() + timedelta(days=1),
        "questions": (),
        "quiet_exit": True,
        "by": coordinator,
    }
    open_consultation(title="Forty-two statements", **asking)
    over = open_consultation(title="Over", **asking)
    for number in range(COMMENTS):
        answers = [
            AnswerGiven(asked=asked, text=f"{_sentence(asked.pk + number)}.", stance=Stance.REWORD)
            for asked in asked_of(over)
        ]
        receive_response(consultation=over, answers=answers, source=Source.WEB, by=GUEST)
    close_consultation(consultation=over, by=coordinator)


def _sentence(start: int) -> str:
    """Some twenty or forty words that are not the same for any two statements."""
    return " ".join(_words(start))


def _words(start: int) -> Iterator[str]:
    yield "An"
    yield from islice(cycle(WORDS[start % len(WORDS) :] + WORDS), 0, 38, 2 if start % 2 else 1)


if __name__ == "__main__":
    make()
