"""What a format can't hold of a framework, counted, so that nobody finds out from what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.report import Oddity
from penholder.pure.tree.statement import Statement, Tree

_HELD: Mapping[str, Callable[[Statement], object]] = {
    "code": lambda one: one.code,
    "kind": lambda one: one.kind,
    "core or optional": lambda one: one.optional,
    "level": lambda one: one.level,
    "plain words": lambda one: one.plain,
    "easy read": lambda one: one.easy,
    "short form": lambda one: one.short,
    "notes": lambda one: one.notes,
    "language": lambda one: one.language,
    "address": lambda one: one.uri,
    "whatever else": lambda one: one.extras,
}


def losses(tree: Tree, fates: Iterable[FieldFate], *, title: str) -> Iterator[Oddity]:
    """One oddity for each field that the framework has and the format loses; ``title`` is the format's."""
    for fate in fates:
        if fate.fate != "lost":
            continue
        count = _count(tree, fate.field)
        if count:
            because = f" ({fate.how})" if fate.how else ""
            yield Oddity(
                f"{count:,} {'association' if fate.field == 'associations' else 'statement'}{'s' if count > 1 else ''}",
                f"{title} can't hold the {fate.field}.",
                f"It was left out{because}; keep the file it came from, or CASE.",
            )


def _count(tree: Tree, field: str) -> int:
    if field == "associations":
        return len(tree.associations)
    held = _HELD.get(field)
    return sum(bool(held(one)) for one in tree.statements) if held else 0
