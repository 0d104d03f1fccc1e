"""What a careful reader would notice about a tree, before anybody else does.

Nothing here changes the tree. A finding says which statements it is about and what to do, so that a page can list them
and a publication gate can count the serious ones.
"""

import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from penholder.pure.tree.statement import Statement, Tree

LONGEST_QUOTE = 60


class FindingKind(enum.StrEnum):
    """The closed set of things that can be found."""

    CYCLE = "cycle"
    MISSING_PARENT = "missing parent"
    DUPLICATE_IDENTIFIER = "duplicate identifier"
    DUPLICATE_CODE = "duplicate code"
    EMPTY_TEXT = "empty text"
    STEM_WITHOUT_SUB_POINTS = "stem without sub-points"
    SAME_WORDS_TWICE = "same words twice"


SERIOUS = frozenset(
    {
        FindingKind.CYCLE,
        FindingKind.MISSING_PARENT,
        FindingKind.DUPLICATE_IDENTIFIER,
        FindingKind.EMPTY_TEXT,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: what kind, about which statements, in one sentence."""

    kind: FindingKind
    uids: tuple[str, ...]
    sentence: str

    @property
    def serious(self) -> bool:
        """Whether the tree is broken, rather than merely worth a second look."""
        return self.kind in SERIOUS


def findings(tree: Tree) -> tuple[Finding, ...]:
    """Everything worth a look, the broken things first, each kind in reading order of the tree."""
    return (
        *_cycles_found(tree),
        *_missing_parents(tree),
        *_duplicate_identifiers(tree),
        *_empty_texts(tree),
        *_duplicate_codes(tree),
        *_bare_stems(tree),
        *_repeated_siblings(tree),
    )


def cycles(parents: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Rings of parents, each from the uid that stands first in ``parents``, following upwards.

    A statement that is its own parent is a ring of one. Statements that merely hang below a ring are not part of it.
    """
    rings: list[tuple[str, ...]] = []
    settled: set[str] = set()
    for start in parents:
        trail: list[str] = []
        places: dict[str, int] = {}
        uid = start
        while uid in parents and uid not in settled and uid not in places:
            places[uid] = len(trail)
            trail.append(uid)
            uid = parents[uid]
        if uid in places:
            rings.append(tuple(trail[places[uid] :]))
        settled.update(trail)
    return _from_the_first(rings, parents)


def quoted(statement: Statement) -> str:
    """A statement as it is named in a sentence: its code, or the beginning of its words."""
    if statement.code:
        return statement.code
    words = " ".join((statement.short or statement.text).split())
    if not words:
        return f"the statement {statement.uid}"
    return f"“{words}”" if len(words) <= LONGEST_QUOTE else f"“{words[:LONGEST_QUOTE].rstrip()}…”"


def _from_the_first(rings: list[tuple[str, ...]], parents: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    rank = {uid: index for index, uid in enumerate(parents)}
    turned: list[tuple[str, ...]] = []
    for ring in rings:
        first = min(range(len(ring)), key=lambda place: rank[ring[place]])
        turned.append(ring[first:] + ring[:first])
    return tuple(sorted(turned, key=lambda ring: rank[ring[0]]))


def _cycles_found(tree: Tree) -> Iterator[Finding]:
    for ring in cycles({statement.uid: statement.parent for statement in tree.statements}):
        names = ", ".join(quoted(tree.by_uid[uid]) for uid in ring)
        if len(ring) == 1:
            yield Finding(
                FindingKind.CYCLE, ring, f"{names} stands under itself. Move it to where it belongs."
            )
        else:
            yield Finding(
                FindingKind.CYCLE,
                ring,
                f"{names} stand under each other in a ring. Move one of them to where it belongs.",
            )


def _missing_parents(tree: Tree) -> Iterator[Finding]:
    for statement in tree.statements:
        if statement.parent and statement.parent not in tree.by_uid:
            yield Finding(
                FindingKind.MISSING_PARENT,
                (statement.uid,),
                f"{quoted(statement)} belongs under a statement that is not here. "
                "It is shown at the top; move it to where it belongs.",
            )


def _duplicate_identifiers(tree: Tree) -> Iterator[Finding]:
    for uid, same in _sharing(tree, lambda statement: statement.uid).items():
        yield Finding(
            FindingKind.DUPLICATE_IDENTIFIER,
            (uid,),
            f"{len(same)} statements have the identifier {uid}. Only one may keep it.",
        )


def _empty_texts(tree: Tree) -> Iterator[Finding]:
    for statement in tree.statements:
        if not statement.text.strip():
            yield Finding(
                FindingKind.EMPTY_TEXT,
                (statement.uid,),
                f"{quoted(statement)} has no words. Write some, or retire it.",
            )


def _duplicate_codes(tree: Tree) -> Iterator[Finding]:
    for code, same in _sharing(tree, lambda statement: statement.code.strip()).items():
        yield Finding(
            FindingKind.DUPLICATE_CODE,
            tuple(statement.uid for statement in same),
            f"The code {code} is printed on {len(same)} statements, so nobody can tell which is meant.",
        )


def _bare_stems(tree: Tree) -> Iterator[Finding]:
    for statement in tree.statements:
        if statement.text.rstrip().endswith(":") and not tree.children.get(statement.uid):
            yield Finding(
                FindingKind.STEM_WITHOUT_SUB_POINTS,
                (statement.uid,),
                f"{quoted(statement)} ends with a colon, but nothing follows it. Sub-points may have been lost.",
            )


def _repeated_siblings(tree: Tree) -> Iterator[Finding]:
    for siblings in tree.children.values():
        seen: dict[str, list[Statement]] = {}
        for statement in siblings:
            words = " ".join(statement.text.split()).casefold()
            if words:
                seen.setdefault(words, []).append(statement)
        for same in seen.values():
            if len(same) > 1:
                yield Finding(
                    FindingKind.SAME_WORDS_TWICE,
                    tuple(statement.uid for statement in same),
                    f"{quoted(same[0])} says the same as {quoted(same[1])} beside it.",
                )


def _sharing(tree: Tree, name: Callable[[Statement], str]) -> dict[str, list[Statement]]:
    groups: dict[str, list[Statement]] = {}
    for statement in tree.statements:
        if name(statement):
            groups.setdefault(name(statement), []).append(statement)
    return {shared: same for shared, same in groups.items() if len(same) > 1}
