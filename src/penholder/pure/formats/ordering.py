"""The order in which statements from a file are read: natural order of codes, dense positions under each parent."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

NaturalKey = tuple[tuple[int, int, str], ...]

_PIECES = re.compile(r"\d+|[^\W\d_]+")
_LONGEST_NUMBER = 12


@dataclass(frozen=True, slots=True)
class Sibling:
    """What a file says about the place of one statement among those under the same parent."""

    uid: str
    sequence: float | None
    enumeration: str = ""
    code: str = ""


def sorted_siblings(siblings: Sequence[Sibling]) -> tuple[Sibling, ...]:
    """Siblings, given in file order, as they are to be read.

    The sequence number counts first. Those without one follow: by their list mark, then by their code if all of these
    have a code, else as they stand in the file.
    """
    numbered = sorted(
        (one for one in siblings if one.sequence is not None), key=lambda one: one.sequence or 0
    )
    marked = [one for one in siblings if one.sequence is None and one.enumeration]
    others = [one for one in siblings if one.sequence is None and not one.enumeration]
    marked.sort(key=lambda one: natural(one.enumeration))
    if all(one.code for one in others):
        others.sort(key=lambda one: natural(one.code))
    return (*numbered, *marked, *others)


def natural(code: str) -> NaturalKey:
    """A key that puts “1.10” after “1.9”, and “b” after “a”."""
    return tuple(
        (0, int(piece[-_LONGEST_NUMBER:]), "") if piece.isdecimal() else (1, 0, piece.casefold())
        for piece in _PIECES.findall(code)
    )


def dense_positions(ordered: Iterable[str], parents: Mapping[str, str]) -> dict[str, int]:
    """Positions 0, 1, 2 … under each parent for uids given in the order in which they are to be read."""
    positions: dict[str, int] = {}
    taken: dict[str, int] = {}
    for uid in ordered:
        parent = parents.get(uid, "")
        positions[uid] = taken.get(parent, 0)
        taken[parent] = positions[uid] + 1
    return positions
