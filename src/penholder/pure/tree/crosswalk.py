"""A crosswalk as a value: what the statements of one framework are to those of another, said by whom, and why.

It belongs to neither framework and is pinned to one version of each, because a row that was true of last year's words
need not be true of this year's. “No match” is an answer too: somebody looked, and there is none.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from penholder.pure.tree.statement import Association, Tree


class Relation(enum.StrEnum):
    """What the statement of the first framework is to that of the second."""

    EQUAL = "equal"
    SUBSET = "subset"
    SUPERSET = "superset"
    INTERSECTS = "intersects"
    RELATED = "related"
    NO_MATCH = "no match"


CASE_KINDS: dict[Relation, str] = {
    Relation.EQUAL: "exactMatchOf",
    Relation.SUBSET: "ext:narrowMatchOf",
    Relation.SUPERSET: "ext:broadMatchOf",
    Relation.INTERSECTS: "ext:closeMatchOf",
    Relation.RELATED: "isRelatedTo",
}
"""The kind of association for each relation; CASE has no narrower or broader, so those names are ours."""

SKOS_PREDICATES: dict[Relation, str] = {
    Relation.EQUAL: "exactMatch",
    Relation.SUBSET: "broadMatch",
    Relation.SUPERSET: "narrowMatch",
    Relation.INTERSECTS: "closeMatch",
    Relation.RELATED: "relatedMatch",
}
"""SKOS names the other end: what is a subset has a broader match."""

_TURNED = {Relation.SUBSET: Relation.SUPERSET, Relation.SUPERSET: Relation.SUBSET}


@dataclass(frozen=True, slots=True)
class PinnedFramework:
    """One framework at one version."""

    uid: str
    uri: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """One answer. ``origin`` and ``destination`` are identifiers of statements, empty on the side that has no match.

    ``confidence`` is between 0 and 1, where anybody said how sure they are. The labels are the words as they stood then.
    """

    origin: str
    destination: str
    relation: Relation
    why: str = ""
    confidence: float | None = None
    reviewers: tuple[str, ...] = ()
    origin_label: str = ""
    destination_label: str = ""
    extras: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """All rows between two pinned frameworks, themselves a version."""

    origin: PinnedFramework
    destination: PinnedFramework
    rows: tuple[CrosswalkRow, ...] = ()
    uid: str = ""
    version: str = ""
    title: str = ""
    licence: str = ""
    extras: tuple[tuple[str, str], ...] = ()

    def turned(self) -> Crosswalk:
        """The same crosswalk read from the other side."""
        rows = tuple(
            replace(
                row,
                origin=row.destination,
                destination=row.origin,
                origin_label=row.destination_label,
                destination_label=row.origin_label,
                relation=_TURNED.get(row.relation, row.relation),
            )
            for row in self.rows
        )
        return replace(self, origin=self.destination, destination=self.origin, rows=rows)


def crosswalk_findings(
    crosswalk: Crosswalk, origin: Tree | None = None, destination: Tree | None = None
) -> tuple[str, ...]:
    """What a reviewer should look at, a sentence each: rows that contradict each other, or name what is not there.

    A tree that is not given is not looked at.
    """
    return (*_contradictions(crosswalk), *_odd_rows(crosswalk), *_strangers(crosswalk, origin, destination))


def unanswered(crosswalk: Crosswalk, origin: Tree) -> tuple[str, ...]:
    """The uids of the first framework for which no row says anything, in reading order."""
    answered = {row.origin for row in crosswalk.rows}
    return tuple(statement.uid for _, statement in origin.walk() if statement.uid not in answered)


def as_associations(crosswalk: Crosswalk) -> tuple[tuple[CrosswalkRow, str], ...]:
    """Every row that is an association, with its kind there; “no match” is none."""
    return tuple((row, CASE_KINDS[row.relation]) for row in crosswalk.rows if row.relation in CASE_KINDS)


def rows_of_associations(associations: tuple[Association, ...]) -> tuple[CrosswalkRow, ...]:
    """The associations of a tree that say what a crosswalk says, as rows."""
    relations = {kind: relation for relation, kind in CASE_KINDS.items()}
    return tuple(
        CrosswalkRow(
            one.origin, one.destination, relations[one.kind], destination_label=one.destination_title
        )
        for one in associations
        if one.kind in relations
    )


def _contradictions(crosswalk: Crosswalk) -> Iterator[str]:
    said: dict[tuple[str, str], set[Relation]] = {}
    for row in crosswalk.rows:
        said.setdefault((row.origin, row.destination), set()).add(row.relation)
    for (origin, destination), relations in said.items():
        if len(relations) > 1:
            several = " and ".join(sorted(relations))
            yield f"{origin} and {destination} are said to be {several}. Only one can hold."
    matched = {row.origin for row in crosswalk.rows if row.relation != Relation.NO_MATCH}
    for row in crosswalk.rows:
        if row.relation == Relation.NO_MATCH and not row.destination and row.origin in matched:
            yield f"{row.origin} is said to have no match, and to have one. Only one can hold."


def _odd_rows(crosswalk: Crosswalk) -> Iterator[str]:
    for row, times in Counter(crosswalk.rows).items():
        if times > 1:
            yield f"The row from {row.origin or 'nothing'} to {row.destination or 'nothing'} stands {times} times."
        if row.relation != Relation.NO_MATCH and not (row.origin and row.destination):
            yield f"A row says “{row.relation}” and names only one statement ({row.origin or row.destination})."
        if not (row.origin or row.destination):
            yield "A row names no statement at all."
        if row.confidence is not None and not 0 <= row.confidence <= 1:
            yield f"The confidence of {row.origin} to {row.destination} is {row.confidence}; it goes from 0 to 1."


def _strangers(crosswalk: Crosswalk, origin: Tree | None, destination: Tree | None) -> Iterator[str]:
    for tree, ends in (
        (origin, [row.origin for row in crosswalk.rows]),
        (destination, [row.destination for row in crosswalk.rows]),
    ):
        if tree is None:
            continue
        addresses = {statement.uri for statement in tree.statements}
        for end in dict.fromkeys(ends):
            if end and end not in tree.by_uid and end not in addresses:
                yield f"{end} is not in “{tree.title}”. It may have been retired since; look again."
