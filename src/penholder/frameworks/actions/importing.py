"""A file becomes a framework: staged as it came, looked at, and brought in when somebody says so."""

from __future__ import annotations

from hashlib import sha256

from django.utils.text import slugify

from penholder.accounts.models import Community, Member
from penholder.frameworks.events import DraftOpened, FrameworkImported
from penholder.frameworks.models import (
    Association,
    Draft,
    DraftStatement,
    Framework,
    StagedImport,
    Statement,
)
from penholder.frameworks.queries.importing import Reading, map_as_kept, read_staged
from penholder.pure.formats.decoding import LARGEST_TEXT_FILE
from penholder.pure.formats.sheets.csv_framework import ColumnMap
from penholder.pure.tree.statement import Tree
from penholder.record import clock
from penholder.record.actions import append
from penholder.record.recording import Refused, records

LONGEST_SLUG = 80
NOT_SLUGS = frozenset({"import"})
"""Addresses beside those of frameworks."""


def stage_import(*, community: Community, filename: str, data: bytes, title: str, by: Member) -> StagedImport:
    """Keep a file while somebody looks at what is in it. Nothing the record speaks of changes."""
    if not data:
        raise Refused(f"{filename} is empty. Choose the file again, or save it again where it comes from.")
    if len(data) > LARGEST_TEXT_FILE:
        raise Refused(
            f"{filename} has more than {LARGEST_TEXT_FILE // 2**20} MB. Split it into smaller files."
        )
    return StagedImport.objects.create(
        community=community,
        made_by=by,
        made_at=clock.now(),
        filename=filename[-300:],
        data=data,
        title=title.strip(),
    )


def describe_import(*, staged: StagedImport, title: str, column_map: ColumnMap | None) -> StagedImport:
    """Choose another title, or other columns. Nothing the record speaks of changes."""
    if staged.became_id is not None:
        raise Refused("This file has been imported already.")
    staged.title = title.strip()
    if column_map is not None:
        staged.column_map = map_as_kept(column_map)
    staged.save(update_fields=["title", "column_map"])
    return staged


@records(FrameworkImported, DraftOpened)
def import_framework(*, staged: StagedImport, accept_left_out: bool, by: Member) -> Framework:
    """Bring a staged file in.

    Made: the framework, its statements and associations, and draft 1. Changed: the staged file, which knows what it
    became. Appended: framework.imported, draft.opened.
    """
    now = clock.now()
    staged = StagedImport.objects.select_for_update().get(pk=staged.pk)
    if staged.became_id is not None:
        raise Refused("This file has been imported already.")
    reading = read_staged(staged)
    tree = _importable(reading, accept_left_out=accept_left_out)

    framework = _make_framework(tree, staged.community)
    draft = Draft.objects.create(framework=framework, number=1, opened_at=now)
    _make_statements(tree, framework, draft)
    _make_associations(tree, framework)
    staged.became = framework
    staged.save(update_fields=["became"])
    framework.entry = append(
        FrameworkImported(
            scope=framework.uid,
            obj=framework.uid,
            source=reading.source,
            statements=len(tree.statements),
            associations=len(tree.associations),
            left_out=reading.left_out,
            sha256=sha256(staged.data).hexdigest(),
        ),
        by=by.actor,
    )
    framework.save(update_fields=["entry"])
    append(
        DraftOpened(scope=framework.uid, obj=draft.uid, number=1, statements=len(tree.statements)),
        by=by.actor,
    )
    return framework


def _importable(reading: Reading, *, accept_left_out: bool) -> Tree:
    if reading.tree is None:
        raise Refused(reading.unreadable)
    if reading.stops:
        first = reading.stops[0]
        raise Refused(f"{first.where}: {first.what} {first.so}")
    if reading.left_out and not accept_left_out:
        raise Refused(
            f"{reading.left_out} of the things in this file would be left out. "
            "Tick the box to import the rest, or correct the file and choose it again."
        )
    return reading.tree


def _make_framework(tree: Tree, community: Community) -> Framework:
    Community.objects.select_for_update().get(pk=community.pk)  # two imports at once want two addresses
    return Framework.objects.create(
        community=community,
        slug=_free_slug(tree.title, community),
        title=tree.title,
        description=tree.description,
        language=tree.language,
        source_uid=tree.uid,
        source_uri=tree.uri,
        extras=tree.extras,
    )


def _free_slug(title: str, community: Community) -> str:
    wanted = slugify(title)[:LONGEST_SLUG].strip("-") or "framework"
    taken = set(Framework.objects.filter(community=community).values_list("slug", flat=True)) | NOT_SLUGS
    slug, count = wanted, 1
    while slug in taken:
        count += 1
        slug = f"{wanted[: LONGEST_SLUG - 6]}-{count}"
    return slug


def _make_statements(tree: Tree, framework: Framework, draft: Draft) -> None:
    """In the order of the file, so that what goes back out stands as it came in."""
    made = Statement.objects.bulk_create(
        Statement(framework=framework, uid=one.uid, uri=one.uri) for one in tree.statements
    )
    ids = {statement.uid: statement.pk for statement in made}
    DraftStatement.objects.bulk_create(
        DraftStatement(
            draft=draft,
            statement_id=ids[one.uid],
            parent_id=ids.get(one.parent),
            position=one.position,
            code=one.code,
            kind=one.kind,
            text=one.text,
            short=one.short,
            plain=one.plain,
            notes=one.notes,
            optional=one.optional,
            extras=one.extras,
            easy=one.easy,
            level=one.level,
            language=one.language,
        )
        for one in tree.statements
    )


def _make_associations(tree: Tree, framework: Framework) -> None:
    Association.objects.bulk_create(
        Association(
            framework=framework,
            uid=one.uid,
            kind=one.kind,
            origin=one.origin,
            origin_uri=one.origin_uri,
            destination=one.destination,
            destination_uri=one.destination_uri,
            destination_title=one.destination_title,
            position=one.position,
            extras=one.extras,
        )
        for one in tree.associations
    )


UNRECORDED = (stage_import, describe_import)
"""A file that somebody is still looking at is nobody else's business; the import says what came of it."""
