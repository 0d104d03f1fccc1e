"""A community with one framework of 42 statements, published, and a consultation on it, in the data folder of this run."""

from __future__ import annotations

import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penholder.project.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  needs the settings

from penholder.accounts.actions import admit_member, found_community  # noqa: E402
from penholder.accounts.models import Role  # noqa: E402
from penholder.consultations.actions import open_consultation  # noqa: E402
from penholder.frameworks.actions import import_framework, open_draft, stage_import  # noqa: E402
from penholder.frameworks.queries import open_draft_of  # noqa: E402
from penholder.groups.actions import form_group  # noqa: E402
from penholder.publication.actions import publish_version  # noqa: E402
from penholder.pure.formats.case_out import write_case  # noqa: E402
from penholder.pure.tree.statement import Statement, Tree  # noqa: E402
from penholder.record import clock  # noqa: E402
from penholder.record.events import GUEST  # noqa: E402

WORDS = "An ability to keep to the pace of the slowest, and to say so before anybody has to ask for it"


def forty_two() -> Tree:
    """Six domains with six statements each: 42 in all."""
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
                text=f"{WORDS} ({domain}.{place})",
                code=f"{domain}.{place}",
                position=place,
            )
            for place in range(1, 7)
        ]
        statements += [top, *below]
    return Tree(title="Forty-two", uid="forty-two", statements=tuple(statements))


def make() -> None:
    """Everything the two measurements ask for."""
    call_command("migrate", verbosity=0, interactive=False)
    community = found_community(name="Fen Peer Group", about="", contact="", by=GUEST)
    coordinator = admit_member(community=community, name="Ada", role=Role.COORDINATOR, by=GUEST)
    group = form_group(community=community, name="The Circle", purpose="", by=coordinator)
    staged = stage_import(
        community=community,
        filename="f.json",
        data=write_case(forty_two()),
        title="Forty-two",
        by=coordinator,
    )
    framework = import_framework(staged=staged, accept_left_out=False, by=coordinator)
    draft = open_draft_of(framework)
    if draft is None:
        raise RuntimeError("an import opens a draft")
    publish_version(draft=draft, by=coordinator)
    open_consultation(
        draft=open_draft(framework=framework, by=coordinator), decider=group, title="Forty-two statements", about="Why.", asker="We",
        what_happens="Answers.", information_law="None.", contact="Ada", closes_at=clock.now() + timedelta(days=1), questions=(), quiet_exit=True, by=coordinator,
    )  # fmt: skip


if __name__ == "__main__":
    make()
