"""What changed between two trees, told one difference at a time, and two texts in one line of marked words."""

from __future__ import annotations

import difflib
import enum
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from penholder.pure.tree.between import between
from penholder.pure.tree.operation import (
    FRAMEWORK_FIELDS,
    Add,
    Alter,
    Annotate,
    AnnotateFramework,
    Describe,
    DescribeFramework,
    MarkOptional,
    Merge,
    Move,
    Recode,
    Relate,
    Reorder,
    Replace,
    Retire,
    Reword,
    Split,
    Step,
    Unrelate,
)
from penholder.pure.tree.statement import Association, Tree

MOST_PAIRS = 100_000
"""Above this many pairs of equal words two texts are shown as replaced outright: the marks would help nobody."""

_WORDS = re.compile(r"\w+(?:[’'-]\w+)*|\s+|[^\w\s]")

Mark = Literal["same", "del", "ins"]
Spacing = Literal["", "ends", "inside"]


class DifferenceKind(enum.StrEnum):
    """The closed set of ways in which a statement can differ, in the order in which they are told."""

    ADDED = "added"
    RETIRED = "retired"
    REPLACED = "replaced"
    SPLIT = "split"
    MERGED = "merged"
    MOVED = "moved"
    REORDERED = "reordered"
    RECODED = "recoded"
    RESTATED = "restated"
    SHORT = "short"
    PLAIN = "plain"
    EASY = "easy"
    NOTES = "notes"
    KIND = "kind"
    LEVEL = "level"
    LANGUAGE = "language"
    ADDRESS = "address"
    OPTIONAL = "optional"
    RELATED = "related"
    RELATED_OTHERWISE = "related otherwise"
    RELATED_NO_LONGER = "related no longer"
    FRAMEWORK = "framework"


COMPANION_KINDS = frozenset(
    {DifferenceKind.SHORT, DifferenceKind.PLAIN, DifferenceKind.EASY, DifferenceKind.NOTES}
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference of one statement, of an association, or of the framework itself (whose ``uid`` is empty).

    ``old`` and ``new`` are the words, codes or kinds that differ; for a move, the uids of the parents (empty: the top);
    for a new order, the place among the siblings counted from 1. ``spacing`` says that only white space differs: at the
    ends (nobody would see it), or inside as well. ``others`` are the statements that stand for one that went; for a
    merger those that went, ``uid`` being the one that stands for them; for an association its two ends.
    """

    kind: DifferenceKind
    uid: str
    old: str = ""
    new: str = ""
    spacing: Spacing = ""
    others: tuple[str, ...] = ()


def diff(old: Tree, new: Tree) -> tuple[Difference, ...]:
    """All differences of statements and associations: in reading order of the new tree, then those of the old one that went."""
    return tell(between(old, new), old, new)


def tell(steps: Iterable[Step], old: Tree, new: Tree) -> tuple[Difference, ...]:
    """The same of steps that are known already.

    Not told are the framework's own differences (:func:`framework_differences`), and what a file says besides in fields
    that nobody reads, such as dates and sequence numbers: those are :class:`~penholder.pure.tree.operation.Annotate`.
    """
    return tuple(told for step in steps if (told := _told(step, old, new)) is not None)


def framework_differences(old: Tree, new: Tree) -> tuple[Difference, ...]:
    """Title, description, language, address and identifier, where they differ; ``others`` names which of them it is."""
    pairs = ((field, getattr(old, field), getattr(new, field)) for field in FRAMEWORK_FIELDS)
    return tuple(
        Difference(DifferenceKind.FRAMEWORK, "", was, now, _spacing(was, now), (field,))
        for field, was, now in pairs
        if was != now
    )


def words(old: str, new: str) -> tuple[tuple[Mark, str], ...]:
    """Both texts in one line of marked pieces.

    The pieces marked ``same`` and ``del`` make up the old text, those marked ``same`` and ``ins`` the new one, to the
    letter.
    """
    if old == new:
        return (("same", old),) if old else ()
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    start = _shared_start(before, after)
    end = _shared_end(before[start:], after[start:])
    middle = _compared(before[start : len(before) - end], after[start : len(after) - end])
    pieces: list[tuple[Mark, str]] = [("same", "".join(before[:start])), *middle]
    pieces.append(("same", "".join(before[len(before) - end :])))
    return _tidied(pieces)


_DESCRIBED = {
    "short": DifferenceKind.SHORT,
    "plain": DifferenceKind.PLAIN,
    "easy": DifferenceKind.EASY,
    "notes": DifferenceKind.NOTES,
    "kind": DifferenceKind.KIND,
    "level": DifferenceKind.LEVEL,
    "language": DifferenceKind.LANGUAGE,
    "uri": DifferenceKind.ADDRESS,
}
_STANDING = {True: "optional", False: "core"}


def _told(step: Step, old: Tree, new: Tree) -> Difference | None:
    match step:
        case Annotate() | AnnotateFramework() | DescribeFramework():
            return None
        case Relate() | Alter() | Unrelate():
            return _about_association(step, old)
        case Replace() | Split() | Merge() | Retire():
            return _about_one_that_went(step, old, new)
        case Add():
            return Difference(DifferenceKind.ADDED, step.uid, new=step.text)
        case Move() | Reorder():
            return _placed_otherwise(step, old)
        case _:
            return _said_otherwise(step, old)


def _placed_otherwise(step: Move | Reorder, old: Tree) -> Difference:
    before = old.by_uid[step.uid]
    parent = before.parent if before.parent in old.by_uid else ""
    if isinstance(step, Move):
        return Difference(DifferenceKind.MOVED, step.uid, old=parent, new=step.parent)
    stood = [child.uid for child in old.children[parent]].index(step.uid) + 1
    return Difference(DifferenceKind.REORDERED, step.uid, old=str(stood), new=str(step.position + 1))


def _said_otherwise(step: Reword | Recode | MarkOptional | Describe, old: Tree) -> Difference:
    before = old.by_uid[step.uid]
    match step:
        case Reword():
            kind, was, now = DifferenceKind.RESTATED, before.text, step.text
        case Recode():
            kind, was, now = DifferenceKind.RECODED, before.code, step.code
        case MarkOptional():
            return Difference(
                DifferenceKind.OPTIONAL, step.uid, _STANDING[before.optional], _STANDING[step.optional]
            )
        case Describe():
            kind, was, now = _DESCRIBED[step.field], getattr(before, step.field), step.value
    return Difference(kind, step.uid, was, now, _spacing(was, now))


def _about_one_that_went(step: Replace | Split | Merge | Retire, old: Tree, new: Tree) -> Difference:
    match step:
        case Retire():
            return Difference(DifferenceKind.RETIRED, step.uid, old=old.by_uid[step.uid].text)
        case Replace():
            was, now = old.by_uid[step.uid].text, new.by_uid[step.by].text
            return Difference(DifferenceKind.REPLACED, step.uid, was, now, _spacing(was, now), (step.by,))
        case Split():
            return Difference(DifferenceKind.SPLIT, step.uid, old=old.by_uid[step.uid].text, others=step.into)
        case Merge():
            return Difference(
                DifferenceKind.MERGED, step.into, new=new.by_uid[step.into].text, others=step.uids
            )


def _about_association(step: Relate | Alter | Unrelate, old: Tree) -> Difference:
    known = old.association_by_uid
    if isinstance(step, Unrelate):
        gone = known[step.uid]
        return Difference(DifferenceKind.RELATED_NO_LONGER, gone.uid, old=gone.kind, others=ends_of(gone))
    one = step.association
    if isinstance(step, Relate):
        return Difference(DifferenceKind.RELATED, one.uid, new=one.kind, others=ends_of(one))
    return Difference(
        DifferenceKind.RELATED_OTHERWISE, one.uid, known[one.uid].kind, one.kind, others=ends_of(one)
    )


def ends_of(one: Association) -> tuple[str, str]:
    """From where to where it leads: by identifier, else by address."""
    return one.origin or one.origin_uri, one.destination or one.destination_uri


def _spacing(old: str, new: str) -> Spacing:
    if old == new:
        return ""
    if old.strip() == new.strip():
        return "ends"
    if old.split() == new.split():
        return "inside"
    return ""


def _shared_start(before: Sequence[str], after: Sequence[str]) -> int:
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count


def _shared_end(before: Sequence[str], after: Sequence[str]) -> int:
    return _shared_start(before[::-1], after[::-1])


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Mark, str]]:
    if _pairs(before, after) > MOST_PAIRS:
        yield "del", "".join(before)
        yield "ins", "".join(after)
        return
    matcher = difflib.SequenceMatcher(str.isspace, before, after, autojunk=False)
    for opcode, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if opcode == "equal":
            yield "same", "".join(before[from_old:to_old])
        else:
            yield "del", "".join(before[from_old:to_old])
            yield "ins", "".join(after[from_new:to_new])


def _pairs(before: Sequence[str], after: Sequence[str]) -> int:
    """How many pairs of equal words there are to compare, which is what the time goes with."""
    here, there = Counter(before), Counter(after)
    return sum(times * there[word] for word, times in here.items() if not word.isspace())


def _tidied(pieces: Iterable[tuple[Mark, str]]) -> tuple[tuple[Mark, str], ...]:
    """Changes that only white space keeps apart become one change, told as what went and what came."""
    tidy: list[tuple[Mark, str]] = []
    gone, came = "", ""
    waiting = [piece for piece in pieces if piece[1]]
    for place, (mark, text) in enumerate(waiting):
        followed_by_change = place + 1 < len(waiting) and waiting[place + 1][0] != "same"
        if mark == "del":
            gone += text
        elif mark == "ins":
            came += text
        elif text.isspace() and (gone or came) and followed_by_change:
            gone, came = gone + text, came + text
        else:
            tidy.extend(_change(gone, came))
            gone, came = "", ""
            tidy.append(("same", text))
    tidy.extend(_change(gone, came))
    return tuple(tidy)


def _change(gone: str, came: str) -> Iterator[tuple[Mark, str]]:
    if gone:
        yield "del", gone
    if came:
        yield "ins", came
