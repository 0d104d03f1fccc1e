"""What a change report says, before it is text, JSON, HTML or Word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from penholder.pure.formats.changes.places import ambiguous_codes, moved, place
from penholder.pure.tree.between import between
from penholder.pure.tree.check import quoted
from penholder.pure.tree.diff import (
    COMPANION_KINDS,
    Difference,
    DifferenceKind,
    Mark,
    ends_of,
    framework_differences,
    tell,
    words,
)
from penholder.pure.tree.matching import Match, Suggestion, adopted, matches, renamed
from penholder.pure.tree.operation import Alter, Annotate, Step
from penholder.pure.tree.same_associations import said_by, with_known_associations
from penholder.pure.tree.statement import Association, Statement, Tree

Pieces = tuple[tuple[Mark, str], ...]

WORDED = frozenset({DifferenceKind.RESTATED, *COMPANION_KINDS})
"""Differences of words, which are shown as words that go and come."""

_OF_FRAMEWORK = {"uid": "identifier", "uri": "address"}

_OF_ASSOCIATIONS = frozenset(
    {DifferenceKind.RELATED, DifferenceKind.RELATED_OTHERWISE, DifferenceKind.RELATED_NO_LONGER}
)
_NAMES_OF_ENDS = {
    "origin_uri": "address it comes from",
    "destination_uri": "address it leads to",
    "destination_title": "name of what it leads to",
}

HEADINGS: Mapping[DifferenceKind, str] = {
    DifferenceKind.ADDED: "Added",
    DifferenceKind.RETIRED: "Retired",
    DifferenceKind.REPLACED: "Replaced",
    DifferenceKind.SPLIT: "Split",
    DifferenceKind.MERGED: "Merged",
    DifferenceKind.MOVED: "Moved",
    DifferenceKind.REORDERED: "Put in another order",
    DifferenceKind.RECODED: "Given another code",
    DifferenceKind.RESTATED: "Reworded",
    DifferenceKind.SHORT: "Short form changed",
    DifferenceKind.PLAIN: "Plain words changed",
    DifferenceKind.EASY: "Easy read changed",
    DifferenceKind.NOTES: "Notes changed",
    DifferenceKind.KIND: "Kind changed",
    DifferenceKind.LEVEL: "Level changed",
    DifferenceKind.LANGUAGE: "Language changed",
    DifferenceKind.ADDRESS: "Address changed",
    DifferenceKind.OPTIONAL: "Core or optional changed",
    DifferenceKind.RELATED: "Related",
    DifferenceKind.RELATED_OTHERWISE: "Related otherwise",
    DifferenceKind.RELATED_NO_LONGER: "Related no longer",
    DifferenceKind.FRAMEWORK: "About the framework",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One difference as it is shown: which statement, a sentence where one is needed, and the words that go and come."""

    difference: Difference
    code: str
    name: str
    under: str
    sentence: str
    pieces: Pieces

    @property
    def about(self) -> str:
        """Code and words of the statement, else its identifier; an association is told by its sentence alone."""
        named = " ".join(filter(None, (self.code, self.name)))
        return named or ("" if self.difference.kind in _OF_ASSOCIATIONS else self.difference.uid)


@dataclass(frozen=True, slots=True)
class Guess:
    """Two statements that may be one, for a person to confirm."""

    suggestion: Suggestion
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """Everything that differs between two states.

    ``told`` are the differences in reading order. ``spacing`` are those of companions in white space at the ends only,
    which nobody would see (a statement's own words are told to the letter); ``unread`` counts statements that differ in fields no reader sees,
    ``unread_associations`` associations that say the same and differ in such fields. ``matched`` says which statements were
    taken for the same without sharing an identifier.
    """

    old: Tree
    new: Tree
    told: tuple[Told, ...]
    spacing: tuple[Told, ...]
    unread: int
    unread_associations: int
    matched: tuple[Match, ...]
    guesses: tuple[Guess, ...]

    @property
    def counts(self) -> Mapping[DifferenceKind, int]:
        """How many differences there are of each kind, in the order in which kinds are told."""
        return counted(self.told)


def change_report(old: Tree, new: Tree, *, by_identity: bool = True) -> ChangeReport:
    """The report, by identity; where no identifier is shared, by code and words.

    ``by_identity`` is false where the identifiers were made for statements that came without: then none is believed.
    """
    if not by_identity:
        new = renamed(new, {uid: f"{uid} (now)" for uid in new.by_uid.keys() & old.by_uid.keys()})
    found = matches(old, new)
    now = with_known_associations(old, adopted(new, found.sure) if found.sure else new)
    every = between(old, now)
    alike = _alike(every, old, now)
    steps = [step for step in every if not (isinstance(step, Alter) and step.association.uid in alike)]
    differences = (*framework_differences(old, now), *tell(steps, old, now))
    ambiguous = ambiguous_codes(old, now)
    told = [_told(one, old, now, ambiguous) for one in differences]
    return ChangeReport(
        old,
        now,
        tuple(one for one in told if not _unseen(one.difference)),
        tuple(one for one in told if _unseen(one.difference)),
        sum(isinstance(step, Annotate) for step in steps),
        len(alike),
        found.sure,
        tuple(_guesses(found.suggestions, old, now)),
    )


def counted(told: Iterable[Told]) -> Mapping[DifferenceKind, int]:
    """How many there are of each kind."""
    times = Counter(one.difference.kind for one in told)
    return {kind: times[kind] for kind in DifferenceKind if times[kind]}


def _alike(steps: Iterable[Step], old: Tree, new: Tree) -> frozenset[str]:
    """The associations that were altered and still say the same."""
    altered = {step.association.uid for step in steps if isinstance(step, Alter)}
    before = {one.uid: _read_in(one, old) for one in old.associations if one.uid in altered}
    return frozenset(
        one.uid for one in new.associations if one.uid in altered and _read_in(one, new) == before[one.uid]
    )


def _read_in(one: Association, tree: Tree) -> tuple[str, ...]:
    """What a reader sees of an association; what stands here has its own words, and needs no title."""
    outside = one.destination not in tree.by_uid and one.destination != tree.uid
    return (*said_by(one, tree), one.destination_title if outside else "")


def _guesses(suggestions: Sequence[Suggestion], old: Tree, new: Tree) -> Iterator[Guess]:
    for one in suggestions:
        yield Guess(one, old.by_uid[one.old].text, new.by_uid[one.new].text)


def _told(one: Difference, old: Tree, new: Tree, ambiguous: frozenset[str]) -> Told:
    statement = new.by_uid.get(one.uid) or old.by_uid.get(one.uid)
    above = new if one.uid in new.by_uid else old
    return Told(
        one,
        statement.code if statement else "",
        _whole(statement) if statement else "",
        place(above, statement.parent) if statement else "",
        _sentence(one, old, new, ambiguous),
        words(one.old, one.new) if one.kind in WORDED or one.kind is DifferenceKind.REPLACED else (),
    )


def _whole(statement: Statement) -> str:
    return " ".join((statement.short or statement.text).split())


def _unseen(one: Difference) -> bool:
    return one.spacing == "ends" and one.kind in COMPANION_KINDS


def _sentence(one: Difference, old: Tree, new: Tree, ambiguous: frozenset[str]) -> str:
    if one.kind in WORDED or one.kind in {DifferenceKind.ADDED, DifferenceKind.RETIRED}:
        return ""
    if one.kind is DifferenceKind.MOVED:
        return moved(one, old, new, ambiguous)
    if one.others:
        return _sentence_of_others(one, old, new)
    was, now = one.old or "none", one.new or "none"
    if one.kind is DifferenceKind.REORDERED:
        return f"It went from place {was} to place {now} in its list."
    return f"It went from {was} to {now}."


def _sentence_of_others(one: Difference, old: Tree, new: Tree) -> str:
    if one.kind is DifferenceKind.FRAMEWORK:
        return f"The {_OF_FRAMEWORK.get(one.others[0], one.others[0])} went from “{one.old}” to “{one.new}”."
    if one.kind is DifferenceKind.MERGED:
        return f"It now stands for {_names(one.others, old)}."
    if one.kind in {DifferenceKind.SPLIT, DifferenceKind.REPLACED}:
        return f"{_names(one.others, new)} now {_stand(one.others)} for it."
    said = _association_sentence(one.new or one.old, one.others, new, old)
    if one.kind is not DifferenceKind.RELATED_OTHERWISE:
        return said
    before, after = old.association_by_uid[one.uid], new.association_by_uid[one.uid]
    was = _association_sentence(before.kind, ends_of(before), old, new)
    if was != said:
        return f"{said} Before: {was}"
    return " ".join((said, *_named_otherwise(before, after)))


def _named_otherwise(before: Association, after: Association) -> Iterator[str]:
    for field, name in _NAMES_OF_ENDS.items():
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            yield f"The {name} went from “{was}” to “{now}”."


def _association_sentence(kind: str, ends: Sequence[str], *trees: Tree) -> str:
    origin, destination = (_named(end, *trees) for end in ends)
    return f"{origin} {kind} {destination}."


def _stand(uids: Sequence[str]) -> str:
    return "stand" if len(uids) > 1 else "stands"


def _names(uids: Sequence[str], tree: Tree) -> str:
    names = [_named(uid, tree) for uid in uids]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _named(uid: str, *trees: Tree) -> str:
    for tree in trees:
        if uid in tree.by_uid:
            return quoted(tree.by_uid[uid])
    return uid
