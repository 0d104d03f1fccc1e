"""A framework's drafts and versions, and each of them as a pure tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from penholder.accounts.models import Community
from penholder.frameworks.models import Change, Draft, Framework, Version
from penholder.pure.tree.statement import Association, Statement, Tree, statement_of

State = Draft | Version

_OUTLINE = (
    "statement__uid", "text", "parent__uid", "position", "code", "kind", "short", "plain", "notes", "optional",
)  # fmt: skip
_BESIDE = ("statement__uri", "easy", "level", "language", "extras")
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class States:
    """Every state a framework has been in: its versions, oldest first, and the draft that is open, if one is."""

    versions: tuple[Version, ...]
    draft: Draft | None

    @property
    def newest(self) -> Version | None:
        return self.versions[-1] if self.versions else None

    @property
    def current(self) -> State:
        """What a reader is shown: the newest version, or the draft while nothing is published."""
        state = self.newest or self.draft
        if state is None:
            raise LookupError("a framework always has a draft or a version")
        return state


def tree_of(state: State) -> Tree:
    """Everything that is kept of this state, as it was read: statements in the order in which they came."""
    rows = state.worded.order_by("pk").values_list(*_OUTLINE, *_BESIDE)
    statements = tuple(_statement(*row) for row in rows.iterator(_BATCH))
    framework = state.framework
    return Tree(
        title=framework.title,
        statements=statements,
        associations=_associations_of(framework),
        uid=framework.source_uid,
        uri=framework.source_uri,
        description=framework.description,
        language=framework.language,
        extras=_pairs(framework.extras),
    )


def outline_of(state: State) -> Tree:
    """Words and places only: what pages need, in one query."""
    rows = state.worded.order_by("pk").values_list(*_OUTLINE)
    statements = tuple(_statement(*row) for row in rows.iterator(_BATCH))
    return Tree(title=state.framework.title, statements=statements)


def open_draft_of(framework: Framework) -> Draft | None:
    return framework.drafts.filter(became=None).first()


def latest_version(framework: Framework) -> Version | None:
    return framework.versions.order_by("-number").first()


def changes_of(draft: Draft) -> QuerySet[Change]:
    """What was changed in this draft, in order, each with its warrant and its statement."""
    return draft.changes.select_related("warrant", "statement").order_by("number")


def states_of(framework: Framework) -> States:
    """All versions and the open draft, in one query; the drafts stay with the framework, for the boxes beside it."""
    drafts = Draft.objects.select_related("became", "based_on").order_by("number")
    prefetch_related_objects([framework], Prefetch("drafts", drafts))
    return _states(framework, framework.drafts.all())


def frameworks_of(community: Community) -> tuple[tuple[Framework, States], ...]:
    """The community's frameworks with their states, in two queries however many there are."""
    drafts = Draft.objects.select_related("became", "based_on").order_by("number")
    frameworks = Framework.objects.filter(community=community).prefetch_related(Prefetch("drafts", drafts))
    found = []
    for framework in frameworks:
        framework.community = community
        found.append((framework, _states(framework, framework.drafts.all())))
    return tuple(found)


def _states(framework: Framework, drafts: Iterable[Draft]) -> States:
    versions: list[Version] = []
    opened: Draft | None = None
    for draft in drafts:
        draft.framework = framework
        if draft.based_on is not None:
            draft.based_on.framework = framework
        if draft.became is None:
            opened = draft
        else:
            draft.became.framework = framework
            draft.became.draft = draft  # the way back, without asking the database again
            versions.append(draft.became)
    return States(tuple(versions), opened)


def _statement(*row: Any) -> Statement:
    """A row in the order of ``_OUTLINE``, with that of ``_BESIDE`` after it where it was asked for.

    ``Any``: the columns are named once, for the database and for the value.
    """
    uid, text, parent, *rest = row[: len(_OUTLINE)]
    *beside, extras = row[len(_OUTLINE) :] or ("", "", "", "", ())
    values: tuple[Any, ...] = (uid, text, parent or "", *rest, *beside, _pairs(extras))
    return statement_of(*values)


def _association(*row: Any) -> Association:
    values: tuple[Any, ...] = (*row[:-1], _pairs(row[-1]))
    return Association(*values)


def _pairs(kept: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, said) for name, said in kept)


def _associations_of(framework: Framework) -> tuple[Association, ...]:
    fields = (
        "uid", "kind", "origin", "destination", "origin_uri", "destination_uri", "destination_title", "position",
        "extras",
    )  # fmt: skip
    rows = framework.associations.order_by("pk").values_list(*fields)
    return tuple(_association(*row) for row in rows)
