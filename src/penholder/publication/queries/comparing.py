"""What changed between a version and the one before it, each change with the decision and the points behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from penholder.decisions.models import Motion
from penholder.frameworks.models import Change, Draft, Version
from penholder.frameworks.queries import changes_of, outline_of
from penholder.frameworks.queries.mapping import heading_of
from penholder.frameworks.queries.reading import anchor_of
from penholder.listening.models import Point
from penholder.listening.queries import points_of
from penholder.publication.models import Publication
from penholder.publication.queries.account import PointSaid, said_in_public
from penholder.publication.queries.fates import ChangeShown, change_shown
from penholder.pure.tree.diff import Difference, DifferenceKind, diff, words
from penholder.pure.tree.statement import Statement, Tree

_KINDS = {DifferenceKind.ADDED: "new", DifferenceKind.RETIRED: "taken out"}
_BESIDE = "The words that stand beside it changed."
_SENTENCES = {
    DifferenceKind.MOVED: "It stood {was}, and now stands {now}.",
    DifferenceKind.REORDERED: "It went from place {was} to place {now} in its list.",
    DifferenceKind.RECODED: "Its code went from {was} to {now}.",
    DifferenceKind.KIND: "Its kind went from {was} to {now}.",
    DifferenceKind.OPTIONAL: "It was {was}, and is now {now}.",
    DifferenceKind.SHORT: _BESIDE,
    DifferenceKind.PLAIN: _BESIDE,
    DifferenceKind.NOTES: _BESIDE,
}


@dataclass(frozen=True, slots=True)
class Behind:
    """Why a change was made: the decision with its points, or somebody's editorial fix."""

    title: str
    address: str
    said: tuple[PointSaid, ...]
    points: int
    why: str
    editorial: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """One statement that is not as it was."""

    anchor: str
    code: str
    heading: str
    kind: str
    pieces: tuple[tuple[str, str], ...]
    also: tuple[str, ...]
    address: str
    behind: tuple[Behind, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The change list of a version."""

    version: Version
    earlier: Version | None
    changed: tuple[Changed, ...]
    statements: int


def comparison_of(publication: Publication) -> Comparison:
    """The change list: against the version before, or for the first version against the text people were asked about."""
    version, draft = publication.version, publication.draft
    changes = tuple(
        changes_of(draft).select_related(
            "warrant", "statement", "draft__became", "draft__framework__community"
        )
    )
    new = outline_of(version)
    earlier = draft.based_on
    old = outline_of(earlier) if earlier else _taken_back(new, changes)
    behind = _behind(draft, changes)
    addresses = {change.statement.uid: change_shown(change).address for change in changes}
    by_statement: dict[str, list[Difference]] = defaultdict(list)
    for difference in diff(old, new):
        by_statement[difference.uid].append(difference)
    return Comparison(
        version=version,
        earlier=earlier,
        changed=tuple(
            _changed(old, new, uid, differences, address=addresses.get(uid, ""), behind=behind.get(uid, ()))
            for uid, differences in by_statement.items()
        ),
        statements=len(new.statements),
    )


def _taken_back(new: Tree, changes: Sequence[Change]) -> Tree:
    """The text before the first change: what each changed statement was then, with the rest as it is now."""
    before: dict[str, dict[str, object]] = {}
    for change in changes:
        before.setdefault(change.statement.uid, change.before)
    kept = [statement for statement in new.statements if statement.uid not in before]
    for uid, was in before.items():
        if was:
            now = new.by_uid.get(uid) or Statement(uid=uid, text="")
            values = {
                name: was[name] for name in ("text", "parent", "position", "code", "kind") if name in was
            }
            kept.append(replace(now, **values))  # type: ignore[arg-type]  # the names are the fields, as they were kept
    return Tree(title=new.title, statements=tuple(kept))


def _changed(
    old: Tree,
    new: Tree,
    uid: str,
    differences: Iterable[Difference],
    *,
    address: str,
    behind: tuple[Behind, ...],
) -> Changed:
    was, now = old.by_uid.get(uid), new.by_uid.get(uid)
    shown = now or was or Statement(uid=uid, text="")
    kinds = [difference.kind for difference in differences]
    return Changed(
        anchor=anchor_of(uid),
        code=shown.code,
        heading=heading_of(shown),
        kind=next((_KINDS[kind] for kind in kinds if kind in _KINDS), "changed"),
        pieces=words(was.text if was else "", now.text if now else ""),
        also=tuple(said for difference in differences if (said := _also(old, new, difference))),
        address=address,
        behind=behind,
    )


def _also(old: Tree, new: Tree, difference: Difference) -> str:
    """What changed beside the words, in a sentence."""
    was, now = difference.old or "none", difference.new or "none"
    if difference.kind is DifferenceKind.MOVED:
        was, now = _place(old, difference.old), _place(new, difference.new)
    sentence = _SENTENCES.get(difference.kind, "")
    return sentence.format(was=was, now=now)


def _place(tree: Tree, uid: str) -> str:
    above = tree.by_uid.get(uid)
    return f"under “{heading_of(above)}”" if above else "at the top"


def _behind(draft: Draft, changes: Sequence[Change]) -> Mapping[str, tuple[Behind, ...]]:
    """For each statement the decisions that changed it, in the order they were made."""
    warrants = {change.warrant_id for change in changes}
    motions = {
        motion.closed_entry_id: motion
        for motion in Motion.objects.filter(closed_entry__in=warrants).select_related("group__community")
    }
    points = _points_by(draft)
    found: dict[str, dict[int, Behind]] = defaultdict(dict)
    for change in changes:
        motion = motions.get(change.warrant_id)
        shown = change_shown(change)
        on_it = points.get((motion.pk, change.statement_id), ()) if motion else ()
        found[change.statement.uid][change.warrant_id] = _why(shown, change, motion, on_it)
    return {uid: tuple(whys.values()) for uid, whys in found.items()}


def _why(shown: ChangeShown, change: Change, motion: Motion | None, points: Sequence[Point]) -> Behind:
    if motion is None:
        return Behind("An editorial fix", "", (), 0, change.why, editorial=True)
    return Behind(
        title=f"Motion {motion.number}: {motion.title}",
        address=motion.get_absolute_url(),
        said=said_in_public(points),
        points=len(points),
        why=change.why,
        editorial=shown.editorial,
    )


def _points_by(draft: Draft) -> Mapping[tuple[int, int], Sequence[Point]]:
    """Points by the motion that answered them and the statement they stand on."""
    found: dict[tuple[int, int], list[Point]] = defaultdict(list)
    answered = (
        points_of(draft)
        .exclude(disposition=None)
        .exclude(statement=None)
        .select_related("answer__response", "answer__asked", "answer__question", "statement", "disposition")
    )
    for point in answered:
        if point.statement_id is not None:
            found[point.disposition.motion_id, point.statement_id].append(point)
    return found
