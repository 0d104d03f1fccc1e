"""What changed between two trees: by identity, never by position.

A statement is the same statement while it keeps its uid, whatever its words, code or place. So a moved domain is one
difference, not one for each statement that went along with it, and an added sibling does not make the others differ.
"""

import bisect
import difflib
import enum
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from penholder.pure.tree.statement import Statement, Tree

MOST_PAIRS = 100_000
"""Above this many pairs of equal words two texts are shown as replaced outright: the marks would help nobody."""

_WORDS = re.compile(r"\w+(?:[’'-]\w+)*|\s+|[^\w\s]")

Mark = Literal["same", "del", "ins"]
Spacing = Literal["", "ends", "inside"]


class DifferenceKind(enum.StrEnum):
    """The closed set of ways in which a statement can differ, in the order in which they are told."""

    ADDED = "added"
    RETIRED = "retired"
    MOVED = "moved"
    REORDERED = "reordered"
    RECODED = "recoded"
    RESTATED = "restated"
    SHORT = "short"
    PLAIN = "plain"
    NOTES = "notes"
    KIND = "kind"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference of one statement.

    ``old`` and ``new`` are the words, codes or kinds that differ; for a move, the uids of the parents (empty: the top);
    for a new order, the place among the siblings counted from 1. ``spacing`` says that only white space differs: at the
    ends (nobody would see it), or inside as well.
    """

    kind: DifferenceKind
    uid: str
    old: str = ""
    new: str = ""
    spacing: Spacing = ""


def diff(old: Tree, new: Tree) -> tuple[Difference, ...]:
    """All differences: in reading order of the new tree, then the retired in reading order of the old one."""
    reordered = _reordered(old, new)
    found: list[Difference] = []
    for statement in _read_through(new):
        before = old.by_uid.get(statement.uid)
        if before is None:
            found.append(Difference(DifferenceKind.ADDED, statement.uid, new=statement.text))
            continue
        found.extend(_placed_otherwise(old, new, before, statement))
        if statement.uid in reordered:
            found.append(reordered[statement.uid])
        found.extend(_worded_otherwise(before, statement))
    found.extend(
        Difference(DifferenceKind.RETIRED, statement.uid, old=statement.text)
        for statement in _read_through(old)
        if statement.uid not in new.by_uid
    )
    return tuple(found)


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


def _read_through(tree: Tree) -> Iterator[Statement]:
    """Reading order; then whatever a ring of parents hides from the reader, as given."""
    reached: set[str] = set()
    for _, statement in tree.walk():
        reached.add(statement.uid)
        yield statement
    for statement in tree.statements:
        if statement.uid not in reached:
            yield statement


def _parent_in(tree: Tree, statement: Statement) -> str:
    return statement.parent if statement.parent in tree.by_uid else ""


def _placed_otherwise(old: Tree, new: Tree, before: Statement, after: Statement) -> Iterator[Difference]:
    came_from, went_to = _parent_in(old, before), _parent_in(new, after)
    if came_from != went_to:
        yield Difference(DifferenceKind.MOVED, after.uid, old=came_from, new=went_to)


def _worded_otherwise(before: Statement, after: Statement) -> Iterator[Difference]:
    pairs = (
        (DifferenceKind.RECODED, before.code, after.code),
        (DifferenceKind.RESTATED, before.text, after.text),
        (DifferenceKind.SHORT, before.short, after.short),
        (DifferenceKind.PLAIN, before.plain, after.plain),
        (DifferenceKind.NOTES, before.notes, after.notes),
        (DifferenceKind.KIND, before.kind, after.kind),
    )
    for kind, old, new in pairs:
        if old != new:
            yield Difference(kind, after.uid, old=old, new=new, spacing=_spacing(old, new))
    if before.optional != after.optional:
        standing = {True: "optional", False: "core"}
        yield Difference(
            DifferenceKind.OPTIONAL, after.uid, old=standing[before.optional], new=standing[after.optional]
        )


def _spacing(old: str, new: str) -> Spacing:
    if old.strip() == new.strip():
        return "ends"
    if old.split() == new.split():
        return "inside"
    return ""


def _reordered(old: Tree, new: Tree) -> dict[str, Difference]:
    """The fewest siblings that must have changed places: those outside the longest run that kept its order."""
    found: dict[str, Difference] = {}
    for parent, siblings in new.children.items():
        stood = {
            statement.uid: place for place, statement in enumerate(old.children.get(parent, ()), start=1)
        }
        stayed = [statement.uid for statement in siblings if statement.uid in stood]
        now = {statement.uid: place for place, statement in enumerate(siblings, start=1)}
        kept = _longest_rising([stood[uid] for uid in stayed])
        for uid in stayed:
            if stood[uid] not in kept:
                found[uid] = Difference(DifferenceKind.REORDERED, uid, old=str(stood[uid]), new=str(now[uid]))
    return found


def _longest_rising(places: Sequence[int]) -> frozenset[int]:
    tails: list[int] = []
    ends: list[int] = []
    came_before: dict[int, int | None] = {}
    for place in places:
        length = bisect.bisect_left(tails, place)
        came_before[place] = ends[length - 1] if length else None
        if length == len(tails):
            tails.append(place)
            ends.append(place)
        else:
            tails[length] = place
            ends[length] = place
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = came_before[last]
    return frozenset(kept)


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
