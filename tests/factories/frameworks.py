"""Frameworks of invented words, brought in and published through the real actions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from penholder.accounts.models import Community, Member, Role
from penholder.frameworks.actions import import_framework, make_editorial_fix, stage_import
from penholder.frameworks.freezing import freeze
from penholder.frameworks.models import Change, Draft, Framework, StagedImport, Version
from penholder.frameworks.queries import open_draft_of
from penholder.pure.tree.change import Operation, Reword
from tests.factories.accounts import community, coordinator, member


@dataclass(frozen=True, slots=True)
class Circle:
    """A community with one person for each task in it."""

    community: Community
    coordinator: Member
    reader: Member
    member: Member


def circle() -> Circle:
    """A newly founded community."""
    of = community()
    return Circle(of, coordinator=coordinator(of), reader=member(of, role=Role.READER), member=member(of))


def case_package(
    *, title: str = "Keeping a lantern", parts: int = 2, each: int = 3, **document: Any
) -> dict[str, Any]:
    """A CASE package: ``parts`` domains, each with a stem and ``each`` sub-points."""
    package: dict[str, Any] = {
        "CFDocument": {"identifier": "doc", "uri": "urn:lantern:doc", "title": title, **document},
        "CFItems": [],
        "CFAssociations": [],
    }
    for part in range(1, parts + 1):
        _add(package, f"p{part}", "doc", part, f"Part {part}: lantern care", code=str(part))
        _add(package, f"p{part}-stem", f"p{part}", 1, "A keeper is able to:", code=f"{part}.1")
        for point in range(1, each + 1):
            code = f"{part}.1.{point}"
            _add(
                package, f"p{part}-{point}", f"p{part}-stem", point, f"trim wick {code} with care", code=code
            )
    return package


def case_bytes(**shape: Any) -> bytes:
    return json.dumps(case_package(**shape)).encode("utf-8")


def staged(
    circle: Circle,
    *,
    data: bytes | None = None,
    filename: str = "lantern.json",
    title: str = "",
    **shape: Any,
) -> StagedImport:
    """A file that waits to be looked at."""
    return stage_import(
        community=circle.community,
        filename=filename,
        data=case_bytes(**shape) if data is None else data,
        title=title,
        by=circle.coordinator,
    )


def imported(circle: Circle, **file: Any) -> Framework:
    """A framework with its first draft."""
    return import_framework(staged=staged(circle, **file), accept_left_out=True, by=circle.coordinator)


def draft_of(framework: Framework) -> Draft:
    """The open draft, which the test knows to be there."""
    draft = open_draft_of(framework)
    assert draft is not None
    return draft


def published(framework: Framework, *, at: datetime = datetime(2027, 4, 6, 12, tzinfo=UTC)) -> Version:
    """The open draft, frozen: publication says it in the record, which this stage can't."""
    with transaction.atomic():
        return freeze(draft=draft_of(framework), at=at)


def reworded(circle: Circle, framework: Framework, uid: str, text: str, *, why: str = "clearer") -> Change:
    """One editorial fix in the open draft."""
    return fixed(circle, framework, Reword(uid, text), why=why)


def fixed(circle: Circle, framework: Framework, operation: Operation, *, why: str = "clearer") -> Change:
    return make_editorial_fix(draft=draft_of(framework), operation=operation, why=why, by=circle.coordinator)


def _add(package: dict[str, Any], uid: str, parent: str, sequence: int, text: str, *, code: str) -> None:
    package["CFItems"].append(
        {"identifier": uid, "uri": f"urn:lantern:{uid}", "fullStatement": text, "humanCodingScheme": code}
    )
    package["CFAssociations"].append(
        {
            "identifier": f"{uid}-under",
            "associationType": "isChildOf",
            "sequenceNumber": sequence,
            "originNodeURI": {"identifier": uid, "uri": f"urn:lantern:{uid}", "title": text},
            "destinationNodeURI": {"identifier": parent, "uri": f"urn:lantern:{parent}", "title": parent},
        }
    )
